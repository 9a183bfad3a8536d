"""``open``: a file, an address or standard input, on the story screen or printed."""

from __future__ import annotations

import os
import re
import sys
from argparse import Namespace
from pathlib import Path
from typing import Final

from reader.cli import output
from reader.cli.reading import cached_links, print_story
from reader.cli.render import story_json
from reader.cli.session import with_library
from reader.library.fetching.pages import MAX_FILE
from reader.library.library import Library
from reader.library.values import OpenedDocument
from reader.paths import find_paths
from reader.text import clean_line

_STDIN: Final = "Standard input"
"""What a text from there is called that has no headline of its own."""
_ENTRY: Final = re.compile(r"([0-9]{1,18})(?:#q([0-9]{1,9}))?")
"""A story of the library, or one quote of it; a file of that name goes before."""


def run_open(options: Namespace) -> int:
    """Open the story screen on a terminal; print the document elsewhere or when asked to."""
    stored = _ENTRY.fullmatch(options.source)
    if stored and not Path(options.source).exists():
        return _open_stored(options, int(stored[1]), int(stored[2]) if stored[2] else None)
    if options.form or not output.is_terminal(sys.stdout) or not _has_keys():
        return with_library(options, _print, lent=True)
    kept: list[int] = []

    async def keep(library: Library, options: Namespace) -> int:
        document = await _read(library, options, keep=True)
        kept.extend(entry.id for entry, _ in document.stories)
        return output.DONE

    with_library(options, keep)
    if not kept:
        output.tell(f"{clean_line(options.source)} holds no story.")
        return output.PARTLY
    _listen_to_terminal()
    from reader.tui.run import run_reader

    return run_reader(find_paths(options.feeds, options.library), entry_id=kept[0])


def _open_stored(options: Namespace, entry_id: int, quote: int | None) -> int:
    """A story of the library, at one of its quotes when one is named."""
    if options.form or not output.is_terminal(sys.stdout):
        from reader.cli.reading import run_show

        options.entry, options.as_it_came = (entry_id, quote), False
        return run_show(options)

    async def look(library: Library, options: Namespace) -> int:
        await library.entry(entry_id)
        return output.DONE

    with_library(options, look)
    from reader.tui.run import run_reader

    return run_reader(find_paths(options.feeds, options.library), entry_id=entry_id, quote=quote)


async def _read(library: Library, options: Namespace, *, keep: bool) -> OpenedDocument:
    if options.source == "-":
        return await library.read_document(
            sys.stdin.buffer.read(MAX_FILE + 1), name=_STDIN, keep=keep
        )
    return await library.read_document(options.source, keep=keep)


async def _print(library: Library, options: Namespace) -> int:
    document = await _read(library, options, keep=False)
    if document.feed_title is not None and options.form == "json":
        stories = [
            story_json(entry, story, await cached_links(library, story))
            for entry, story in document.stories
        ]
        output.say_json(
            {"feed": document.feed_title, "link": document.feed_link, "entries": stories}
        )
        return output.DONE
    for number, (entry, story) in enumerate(document.stories):
        if number and options.form != "json":
            output.say("\n---\n")
        await print_story(library, entry, story, options.form)
    return output.DONE


def _has_keys() -> bool:
    """Whether keys can come: the document may be standard input where no terminal rules the program,
    as under ``setsid`` or a service."""
    if sys.stdin.isatty():
        return True
    try:
        os.close(os.open(os.ctermid(), os.O_RDONLY))
    except OSError:
        return False
    return True


def _listen_to_terminal() -> None:
    """Keys come from the terminal also when standard input was the document."""
    if not sys.stdin.isatty():
        os.dup2(os.open(os.ctermid(), os.O_RDONLY), sys.stdin.fileno())
