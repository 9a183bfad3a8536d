"""``quotes`` and ``speakers``: who said what in the library."""

from __future__ import annotations

from argparse import Namespace

from reader.cli import output
from reader.cli.reading import selection_of
from reader.cli.render import day, escape, moment, speaker_json, who
from reader.cli.session import with_library
from reader.library.library import Library
from reader.model import QuoteRow, SpeakerRow


def run_quotes(options: Namespace) -> int:
    """Print quotes, newest story first; 1 when nothing matched."""
    return with_library(options, _quotes)


def run_speakers(options: Namespace) -> int:
    """Print who is quoted, most quoted first; 1 when nobody is."""
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
    source = f"{' '.join(entry.title.split())} ({entry.feed_title}, {day(entry.sort_at)})"
    if form == "markdown":
        output.say(f"> {escape(text)}\n>\n> {escape(source)}\n")
    else:
        output.say(f"{text}\n    {entry.id}#q{row.number}  {source}")


async def _speakers(library: Library, options: Namespace) -> int:
    rows = await library.speakers(limit=options.limit)
    for row in rows:
        _print_speaker(row, options.form)
    if not rows:
        output.tell("Nobody is quoted in the library yet.")
    return output.DONE if rows else output.PARTLY


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
