"""``quotes`` and ``speakers``: who said what in the library."""

from __future__ import annotations

from argparse import Namespace

from reader.cli import output
from reader.cli.reading import selection_of
from reader.cli.render import moment, speaker_json
from reader.cli.session import with_library
from reader.library.library import Library
from reader.library.reading.written import day, escape, in_angles, who
from reader.library.values import Saying
from reader.model import QuoteRow, SpeakerRow
from reader.text import clean_line
from reader.urls import show as show_url


def run_quotes(options: Namespace) -> int:
    """Print quotes, newest story first; 1 when nothing matched."""
    return with_library(options, _quotes)


def run_speakers(options: Namespace) -> int:
    """Print who is quoted, most quoted first, or what the speakers of a name said, newest first;
    1 when there is nobody."""
    return with_library(options, _speakers)


async def _quotes(library: Library, options: Namespace) -> int:
    rows = await library.quotes(selection_of(options.query), limit=options.limit)
    for row in rows:
        _print_quote(row, options.form)
    if not rows:
        output.tell("No quotes were found.")
    return output.DONE if rows else output.PARTLY


def _print_quote(row: QuoteRow, form: output.Form) -> None:
    entry = row.entry
    if form == "json":
        output.say_json(
            {
                "id": entry.id,
                "number": row.number,
                "text": row.text,
                "kind": row.kind,
                "speaker": speaker_json(row.speaker),
                "confidence": round(row.confidence, 3),
                "headline": entry.title,
                "feed": entry.feed_title,
                "url": entry.link,
                "published_at": moment(entry.published_at),
            }
        )
        return
    said_by = who(row.speaker, row.confidence)
    text = f"“{' '.join(row.text.split())}”" + (f" — {said_by}" if said_by else "")
    if form == "markdown":
        output.say(f"> {escape(text)}\n>\n> {_source_markdown(row)}\n")
    else:
        output.say(f"{text}\n    {entry.id}#q{row.number}  {_source(row)}")


async def _speakers(library: Library, options: Namespace) -> int:
    if options.name:
        return await _said(library, options)
    rows = await library.speakers(limit=options.limit)
    for row in rows:
        _print_speaker(row, options.form)
    if not rows:
        output.tell("Nobody is quoted in the library yet.")
    return output.DONE if rows else output.PARTLY


async def _said(library: Library, options: Namespace) -> int:
    """What everyone of that name said; the same words in several outlets once."""
    names = await library.speakers_named(clean_line(" ".join(options.name)))
    for name in names:
        for saying in await library.quotes_by(name, limit=options.limit):
            _print_saying(saying, options.form)
    if not names:
        output.tell("Nobody of that name is quoted in the library.")
    return output.DONE if names else output.PARTLY


def _print_saying(saying: Saying, form: output.Form) -> None:
    newest = saying.sources[0]
    if form == "json":
        output.say_json(
            {
                "text": saying.text,
                "speaker": speaker_json(saying.speaker),
                "sources": [_source_json(row) for row in saying.sources],
            }
        )
        return
    said_by = who(saying.speaker, max(row.confidence for row in saying.sources))
    text = f"“{' '.join(saying.text.split())}”" + (f" — {said_by}" if said_by else "")
    also = ", ".join(dict.fromkeys(row.entry.feed_title for row in saying.sources[1:]))
    if form == "markdown":
        lines = [escape(text), *map(_source_markdown, saying.sources)]
        output.say("\n>\n".join(f"> {line}" for line in lines) + "\n")
    else:
        output.say(f"{text}\n    {newest.entry.id}#q{newest.number}  {_source(newest)}")
        if also:
            output.say(f"    also in: {also}")


def _source_json(row: QuoteRow) -> dict[str, object]:
    return {
        "id": row.entry.id,
        "number": row.number,
        "feed": row.entry.feed_title,
        "headline": row.entry.title,
        "url": row.entry.link,
        "published_at": moment(row.entry.published_at),
        "confidence": round(row.confidence, 3),
    }


def _source(row: QuoteRow) -> str:
    entry = row.entry
    return f"{' '.join(entry.title.split())} ({entry.feed_title}, {day(entry.sort_at)})"


def _source_markdown(row: QuoteRow) -> str:
    entry = row.entry
    title = escape(" ".join(entry.title.split()))
    if entry.link:
        title = f"[{title}](<{in_angles(show_url(entry.link))}>)"
    return f"{title} ({escape(entry.feed_title)}, {day(entry.sort_at)})"


def _print_speaker(row: SpeakerRow, form: output.Form) -> None:
    if form == "json":
        output.say_json(
            {
                "name": row.name,
                "quotes": row.quotes,
                "stories": row.stories,
                "last_at": moment(row.last_at),
                "feeds": list(row.feeds),
            }
        )
    elif form == "markdown":
        output.say(f"- {escape(row.name)}: {row.quotes}")
    else:
        output.say(f"{row.quotes:>5}  {row.name}  ({', '.join(row.feeds)})")
