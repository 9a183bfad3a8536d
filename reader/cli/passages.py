"""One quote with its context, and the reader's highlights: ``show 7#q3``, ``export highlights``."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

from reader.cli import output
from reader.cli.render import moment, quote_json
from reader.errors import NotFound
from reader.library.library import Library
from reader.library.reading.passages import quote_in, text_of
from reader.library.reading.quoting import fragment_link
from reader.library.reading.written import day, escape, in_angles, quote_line, quote_markdown, who
from reader.library.values import Marked
from reader.model import HEADLINE, Entry, Quote, Span, Story
from reader.urls import show as show_url

_MARKS: Final = " “”„‟‘’‚«»‹›\"'"


async def print_one_quote(
    library: Library, entry: Entry, story: Story, number: int, form: output.Form
) -> None:
    """Print quote ``number`` of a story with the paragraphs it stands in and its source.

    A quote that the story had and has no more is printed with a note.  Raises NotFound.
    """
    numbers = await library.quote_numbers(entry.id)
    if number in numbers:
        _print_quote(entry, story, story.quotes[numbers.index(number)], number, form)
        return
    lost = (await library.kept_quotes(entry.id)).get(number)
    if lost is None:
        raise NotFound(
            f"Story {entry.id} has no quote {number}; it has {len(story.quotes)}.",
            hint=f"See them with: nowreading show {entry.id}",
        )
    note = "This quote is no longer in the story."
    if form == "json":
        value = {"id": entry.id, "number": number, "text": lost, "lost": True}
        output.say_json({**value, **_source_json(entry, story, ())})
    else:
        lines = [f"“{' '.join(lost.split())}”", note, "", *_source(entry, story, ())]
        output.say("\n".join(map(escape, lines) if form == "markdown" else lines))


def _print_quote(entry: Entry, story: Story, quote: Quote, number: int, form: output.Form) -> None:
    context = _context(story, quote.spans)
    if form == "json":
        value = {"id": entry.id, "number": number, **quote_json(quote), "context": context}
        output.say_json({**value, **_source_json(entry, story, quote.spans)})
        return
    source = _source(entry, story, quote.spans)
    if form == "markdown":
        told = [escape(source[0]), *(f"<{in_angles(url)}>" for url in source[1:])]
        output.say("\n\n".join([quote_markdown(quote), *map(escape, context), *told]))
    else:
        output.say("\n\n".join([quote_line(quote), *context, "\n".join(source)]))


async def print_highlights(library: Library, options: Namespace) -> int:
    """Print every highlight, newest story first; 1 when there are none."""
    found = await library.all_highlights()
    for _, group in groupby(found, key=lambda each: each[0].id):
        rows = list(group)
        entry = rows[0][0]
        try:
            story = await library.story(entry.id)
        except NotFound:
            story = Story(entry.id, None, entry.title, None, ())
        if options.form == "json":
            for _, marked in rows:
                output.say_json(_highlight_json(entry, story, marked))
        else:
            plain = options.form == "plain"
            told = _highlights_plain if plain else _highlights_markdown
            output.say(told(entry, story, [marked for _, marked in rows]) + "\n")
    if not found:
        output.tell("Nothing is highlighted yet.", "Press H in a story.")
    return output.DONE if found else output.PARTLY


def _highlight_json(entry: Entry, story: Story, marked: Marked) -> dict[str, Any]:
    quote = quote_in(story.quotes, marked.spans)
    return {
        "id": entry.id,
        "highlight": marked.highlight.id,
        "text": marked.text,
        "lost": marked.is_lost,
        "spans": [[span.block, span.start, span.end] for span in marked.spans],
        "quote": quote_json(story.quotes[quote]) if quote is not None else None,
        "made_at": moment(marked.highlight.made_at),
        **_source_json(entry, story, marked.spans),
    }


def _highlights_plain(entry: Entry, story: Story, rows: Sequence[Marked]) -> str:
    parts = ["\n".join(_source(entry, story, ()))]
    for marked in rows:
        lines = [f"  {line}".rstrip() for line in marked.text.split("\n")]
        if said_by := _speaker(story, marked):
            lines.append(f"  — {said_by}")
        parts.append("\n".join(lines + _lost(marked)))
    return "\n\n".join(parts)


def _highlights_markdown(entry: Entry, story: Story, rows: Sequence[Marked]) -> str:
    source = _source(entry, story, ())
    parts = [
        f"## {escape(story.headline or entry.title)}",
        escape(" · ".join(_about(entry, story))),
    ]
    parts += [f"<{in_angles(url)}>" for url in source[1:]]
    url = story.url or entry.link
    for marked in rows:
        quoted = "\n".join(f"> {escape(line)}".rstrip() for line in marked.text.split("\n"))
        if said_by := _speaker(story, marked):
            quoted += f"\n>\n> — {escape(said_by)}"
        exact = fragment_link(url, story, marked.spans) if url else url
        where = f"[in the story](<{in_angles(show_url(exact))}>)" if exact and exact != url else ""
        where = "*no longer in the story*" if marked.is_lost else where
        parts.append(f"{quoted}\n>\n> {where}" if where else quoted)
    return "\n\n".join(part for part in parts if part)


def _speaker(story: Story, marked: Marked) -> str:
    """Who says what is highlighted, where that is a quotation or a part of one."""
    number = quote_in(story.quotes, marked.spans)
    if number is None or marked.text.strip(_MARKS) not in (quote := story.quotes[number]).text:
        return ""
    return who(quote.speaker, quote.confidence)


def _lost(marked: Marked) -> list[str]:
    return ["  (no longer in the story)"] if marked.is_lost else []


def _context(story: Story, spans: Sequence[Span]) -> list[str]:
    """The paragraphs that a quote stands in."""
    blocks = dict.fromkeys(span.block for span in spans)
    return [
        text_of(story, [Span(block, 0, len(story.blocks[block].text))])
        if block != HEADLINE
        else story.headline
        for block in blocks
    ]


def _about(entry: Entry, story: Story) -> list[str]:
    published = day(story.published_at or entry.published_at)
    return [part for part in (entry.feed_title, published) if part]


def _source(entry: Entry, story: Story, spans: Sequence[Span]) -> list[str]:
    """Headline, feed and date on one line, then the address that leads to ``spans``."""
    lines = [" · ".join([story.headline or entry.title, *_about(entry, story)])]
    url = story.url or entry.link
    return [*lines, show_url(fragment_link(url, story, spans))] if url else lines


def _source_json(entry: Entry, story: Story, spans: Sequence[Span]) -> dict[str, Any]:
    url = story.url or entry.link
    return {
        "headline": story.headline or entry.title,
        "feed": entry.feed_title,
        "url": url,
        "link": fragment_link(url, story, spans) if url else None,
        "published_at": moment(story.published_at or entry.published_at),
    }
