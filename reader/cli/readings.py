"""``export read`` and ``import read``: what was read, out and in."""

from __future__ import annotations

from argparse import Namespace

from reader.cli import output
from reader.cli.given import body_of
from reader.errors import ReaderError
from reader.library.library import Library
from reader.library.reading.readings import MAX_BYTES, bring_readings, readings


async def print_readings(library: Library, options: Namespace) -> int:
    """Print what the feeds call each story that was read, a line each; 1 when there are none."""
    found = False
    async for one in readings(library):
        found = True
        if options.form == "json":
            output.say_json({"feed_url": one.feed_url, "guid": one.guid})
        else:
            output.say(" ".join(one.guid.split()))
    if not found:
        output.tell("No story was read yet.")
    return output.DONE if found else output.PARTLY


async def bring(library: Library, options: Namespace) -> int:
    """Mark read what such a list names; 1 when the list is empty."""
    if options.file is None:
        raise ReaderError("Name a file.", hint="- is standard input.")
    brought = await bring_readings(library, body_of(options.file, MAX_BYTES, "a list"))
    number = len(brought.change.entry_ids) if brought.change else 0
    if brought.left_out:
        output.tell(f"Lines that name no story were left out: {brought.left_out:,}.")
    if options.form == "json":
        output.say_json({"lines": brought.lines, "marked": number, "left_out": brought.left_out})
    elif brought.change is None:
        output.say("Nothing was changed: none of these is an unread story here.")
    else:
        output.say(f"{brought.change.text}.")
    return output.DONE if brought.lines > brought.left_out else output.PARTLY
