"""``list``, ``count`` and ``show``: what is in the library."""

from __future__ import annotations

import shutil
import sys
from argparse import Namespace
from collections.abc import Sequence
from typing import Final

from reader.cli import output
from reader.cli.render import entry_json, story_json
from reader.cli.session import with_library
from reader.library.library import Library
from reader.library.reading.written import (
    day,
    escape,
    related_markdown,
    related_plain,
    story_markdown,
    story_plain,
)
from reader.model import Entry, Selection, Story, Stretch

PAGE: Final = 500
ON_A_TERMINAL: Final = 50
"""How many rows a terminal gets when no number is asked for."""


def run_list(options: Namespace) -> int:
    """Print entries, newest first; 1 when nothing matched."""
    return with_library(options, _list)


def run_count(options: Namespace) -> int:
    """Print how many stories a query finds, the unread ones without a query; 0 is an answer too."""
    return with_library(options, _count)


def run_show(options: Namespace) -> int:
    """Print a story or one of its quotes; 1 when the library doesn't have it."""
    return with_library(options, _show)


def selection_of(words: list[str]) -> Selection:
    """The entries that the query written as these arguments finds.

    An argument with blanks that the shell took out of quotation marks stays one query part.
    """
    return Selection(query=" ".join(words))


async def cached_links(library: Library, story: Story) -> dict[str, int]:
    """Which links of ``story`` are stories in the library: address to entry id."""
    return await library.cached([link.url for link in story.links if link.url])


async def print_story(
    library: Library,
    entry: Entry,
    story: Story,
    form: output.Form,
    numbers: Sequence[int] = (),
) -> None:
    """A story on stdout in the form asked for; plain text when none was.

    On a terminal the text is as wide as ``[reading] measure`` says, elsewhere a paragraph is a line.
    """
    related = await library.related(entry.id) if entry.id else ()
    if form == "json":
        cached = await cached_links(library, story)
        output.say_json(story_json(entry, story, cached, numbers, related))
    elif form == "markdown":
        output.say("\n\n".join([story_markdown(entry, story), *related_markdown(related)]))
    else:
        columns = min(shutil.get_terminal_size().columns, library.measure)
        width = columns if sys.stdout.isatty() else None
        text = story_plain(entry, story, width=width, numbers=numbers)
        output.say("\n\n".join([text, *related_plain(related, width)]))


async def _show_source(library: Library, entry_id: int, form: output.Form) -> int:
    """What a story was read from; 1 when that is not kept."""
    text, kind = await library.source(entry_id)
    if form == "json":
        output.say_json({"id": entry_id, "type": kind, "source": text})
    elif text:
        output.say(text)
    if not text:
        output.tell(
            f"What story {entry_id} was read from is not kept.",
            "Fetch it again in the reader with r.",
        )
    return output.DONE if text else output.PARTLY


async def _list(library: Library, options: Namespace) -> int:
    selection = selection_of(options.query)
    left = options.limit
    if left is None and sys.stdout.isatty() and options.form != "json":
        left = ON_A_TERMINAL
    cursor = None
    found = 0
    while left is None or left > 0:
        limit = PAGE if left is None else min(left, PAGE)
        page = await library.page(selection, Stretch(older_than=cursor, limit=limit))
        for entry in page.entries:
            _print_row(entry, options.form)
        found += len(page.entries)
        left = left and left - len(page.entries)
        cursor = page.older
        if cursor is None or not page.entries:
            break
    if not found:
        output.tell(*_nothing(options.query))
    return output.DONE if found else output.PARTLY


async def _count(library: Library, options: Namespace) -> int:
    selection = selection_of(options.query) if options.query else Selection(unread=True)
    number = await library.count(selection)
    if options.form == "json":
        output.say_json({"count": number})
    else:
        output.say(str(number))
    return output.DONE


def _nothing(words: list[str]) -> tuple[str, str]:
    if words:
        return "No story was found.", "The grammar of queries: nowreading list --help"
    return "There are no stories yet.", "Fetch some with: nowreading refresh"


def _print_row(entry: Entry, form: output.Form) -> None:
    if form == "json":
        output.say_json(entry_json(entry))
    elif form == "markdown":
        output.say(f"- {escape(entry.title)} ({escape(entry.feed_title)}, {day(entry.sort_at)})")
    else:
        marks = ("★" if entry.is_starred else " ") + (" " if entry.is_read else "●")
        title = " ".join(entry.title.split())
        row = f"{entry.id:>6} {marks} {day(entry.sort_at)}  {entry.feed_title}: {title}"
        columns = shutil.get_terminal_size().columns
        output.say(output.cut(row, columns) if sys.stdout.isatty() else row)


async def _show(library: Library, options: Namespace) -> int:
    entry_id, number = options.entry
    if options.as_it_came:
        return await _show_source(library, entry_id, options.form)
    await library.digest_story(entry_id)
    entry = await library.entry(entry_id)
    story = await library.story(entry_id)
    if number is None:
        numbers = await library.quote_numbers(entry_id)
        await print_story(library, entry, story, options.form, numbers)
    else:
        from reader.cli.passages import print_one_quote

        await print_one_quote(library, entry, story, number, options.form)
    return output.DONE
