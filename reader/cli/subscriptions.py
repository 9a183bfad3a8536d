"""``add``, ``remove``, ``import`` and ``export``: the list of feeds."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reader.cli import output
from reader.cli.given import body_of
from reader.cli.session import need_list, with_library
from reader.config.parse import ConfigMissing
from reader.errors import NotFound, ReaderError
from reader.library.library import Library
from reader.library.subscribing.subscribe import FoundFeed
from reader.library.subscribing.subscriptions import meant_by
from reader.text import clean_line, fold
from reader.urls import canonical, show

if TYPE_CHECKING:
    from reader.library.subscribing.newsboat import Brought

MOST_SENTENCES: Final = 10
"""Outlines of a list that are told one by one when they are left out."""


def run_add(options: Namespace) -> int:
    """Subscribe to a feed; 1 when it can't be fetched or read."""
    return with_library(options, _add)


def run_remove(options: Namespace) -> int:
    """Unsubscribe; 1 when there is no such feed."""
    return with_library(options, _remove)


def run_import(options: Namespace) -> int:
    """Bring feeds of an OPML file, newsboat's library, or what was read along; 1 when that is nothing."""
    return with_library(options, _import)


def run_export(options: Namespace) -> int:
    """Print the subscriptions as OPML, or what was said or highlighted; 1 when that is nothing."""
    if options.format == "quotes":
        from reader.cli.speaking import run_quotes

        options.query, options.limit = [], None
        return run_quotes(options)
    if options.format == "highlights":
        from reader.cli.passages import print_highlights

        return with_library(options, print_highlights)
    if options.format == "read":
        from reader.cli.readings import print_readings

        return with_library(options, print_readings)
    return with_library(options, _export)


async def _add(library: Library, options: Namespace) -> int:
    _need_list_or_none(library)
    found = await library.look_for(options.address)
    may_ask = len(found) > 1 and _can_ask(options)
    wanted = _ask_which(found) if may_ask else found[0]
    if wanted is None:
        return output.PARTLY
    is_known = any(one.url == wanted.url for one in library.subscriptions())
    folder = clean_line(options.folder or "") or None
    feed = await library.subscribe(wanted, folder)
    others = [one for one in found if one is not wanted]
    if options.form == "json":
        rows = [{"url": one.url, "title": one.title, "entries": one.entries} for one in others]
        output.say_json(
            {"url": feed.url, "title": feed.title, "entries": feed.total, "others": rows}
        )
        return output.DONE
    name = feed.title or show(feed.url)
    where = f" in {feed.folder}" if folder and feed.folder else ""
    if is_known:
        output.say(f"{name} is there already{where}, with {output.stories(feed.total)}.")
    else:
        output.say(f"Added {name}{where} with {output.stories(feed.total)}.")
    if not may_ask:
        _tell_of_others(others)
    return output.DONE


def _tell_of_others(found: Sequence[FoundFeed]) -> None:
    """Name the feeds of the site that were not taken."""
    if found:
        output.tell("There are others, which can be added by their addresses:")
    for one in found:
        output.tell(f"{show(one.url)} ({_facts(one)})")


def _can_ask(options: Namespace) -> bool:
    return not options.form and sys.stdin.isatty() and sys.stdout.isatty()


def _ask_which(found: Sequence[FoundFeed]) -> FoundFeed | None:
    """The feed that the person at the terminal wants; None for none of them."""
    for number, one in enumerate(found, 1):
        output.tell(f"{number} {_facts(one)} {show(one.url)}")
    output.tell(f"Which one? 1 to {len(found)}, enter for the first, anything else for none.")
    answer = sys.stdin.readline().strip()
    if not answer:
        return found[0]
    return found[int(answer) - 1] if answer in map(str, range(1, len(found) + 1)) else None


def _facts(one: FoundFeed) -> str:
    last = f", the last of {one.last_at.astimezone():%Y-%m-%d}" if one.last_at else ""
    return f"{one.title}: {output.stories(one.entries)}{last}"


async def _remove(library: Library, options: Namespace) -> int:
    need_list(library)
    url = await _subscribed(library, options.address)
    change = await library.remove(url)
    if options.form == "json":
        output.say_json({"url": url, "removed": True})
    else:
        output.say(f"{change.text}. Its stories stay.")
    return output.DONE


async def _subscribed(library: Library, wanted: str) -> str:
    """The address of the one subscription that ``wanted`` means. Raises NotFound."""
    urls = [one.url for one in library.subscriptions()]
    titles = {feed.url: fold(feed.title) for feed in await library.feeds()}
    meant = meant_by(wanted)
    exact = [url for url in urls if url == clean_line(wanted)]
    alike = [url for url in urls if canonical(url) in meant]
    named = [url for url in urls if titles.get(url) == fold(clean_line(wanted))]
    for found in (exact, alike, named):
        if len(found) == 1:
            return found[0]
    hint = "Give its address: nowreading check lists the feeds."
    if alike or named:
        raise NotFound("More than one feed is called that.", hint=hint)
    raise NotFound(f"There is no feed {clean_line(wanted)} in feeds.toml.", hint=hint)


async def _import(library: Library, options: Namespace) -> int:
    from reader.library.subscribing.outlines import MAX_BYTES, import_opml

    if options.format == "read":
        from reader.cli.readings import bring

        return await bring(library, options)
    _need_list_or_none(library)
    if options.format == "newsboat":
        return await _import_newsboat(library, options)
    if options.file is None:
        raise ReaderError("Name an OPML file.", hint="- is standard input.")
    imported = await import_opml(library, body_of(options.file, MAX_BYTES, "an OPML file"))
    added, known, left_out = imported.added, imported.known, imported.left_out
    for sentence in left_out[:MOST_SENTENCES]:
        output.tell(sentence)
    if len(left_out) > MOST_SENTENCES:
        output.tell(f"{len(left_out) - MOST_SENTENCES:,} others were left out too.")
    if options.form == "json":
        rest = {"left_out": list(left_out)} if left_out else {}
        output.say_json({"added": list(added), "known": known, **rest})
    else:
        there = f"{known} {'was' if known == 1 else 'were'} there already"
        output.say(f"Added {output.counted(len(added), 'feed')}; {there}.")
    if added:
        output.tell("Fetch them with: nowreading refresh")
    return output.DONE if added or known else output.PARTLY


async def _import_newsboat(library: Library, options: Namespace) -> int:
    from reader.cli.upkeep import Bar
    from reader.library.subscribing.newsboat import import_newsboat

    progress = output.Progress()
    bar = Bar()
    folder = Path(options.file) if options.file else None
    try:
        brought = await import_newsboat(
            library,
            folder,
            on_progress=lambda *step: progress.show(bar.line(*step)),
        )
    finally:
        progress.wipe()
    lines = _config_lines(brought, has_keys=library.key_preset != "default")
    for sentence in (*brought.programs, *brought.left_out):
        output.tell(sentence)
    if options.form == "json":
        output.say_json(
            {
                "added": list(brought.feeds),
                "known": brought.known,
                "views": list(brought.views),
                "articles": brought.articles,
                "undigested": brought.undigested,
                "left_out": list(brought.left_out),
                "programs": list(brought.programs),
                "rules": brought.rules,
                "config": "\n".join(lines),
                "without": list(brought.without),
            }
        )
    else:
        output.say(
            f"Added {output.counted(len(brought.feeds), 'feed')}"
            f" ({brought.known:,} {'was' if brought.known == 1 else 'were'} there already),"
            f" {output.counted(len(brought.views), 'view')},"
            f" {output.counted(brought.rules, 'rule')}"
            f" and {output.counted(brought.articles, 'article')}."
        )
        if brought.undigested:
            output.tell(
                f"Quotes and links of {brought.undigested:,} older stories are found while the"
                " reader is open, or when you open one.",
                "All of them now: nowreading upkeep",
            )
        _tell_of_config(lines, brought.without)
        if brought.feeds or brought.views or brought.rules:
            output.tell("The feeds, views and rules leave feeds.toml again with: nowreading undo")
    there = brought.feeds or brought.known or brought.views or brought.articles
    return output.DONE if there else output.PARTLY


def _config_lines(brought: Brought, *, has_keys: bool) -> list[str]:
    """What of newsboat's ``config`` can be said in feeds.toml, and its keys unless some are chosen."""
    lines, preset = list(brought.lines), 'preset = "newsboat"'
    if has_keys:
        return lines
    if "[keys]" in lines:
        lines.insert(lines.index("[keys]") + 1, preset)
        return lines
    # Before the first block of an array: what stands below one belongs to it.
    at = next((at for at, line in enumerate(lines) if line.startswith("[[")), len(lines))
    return [*lines[:at], "[keys]", preset, *([""] if lines[at:] else []), *lines[at:]]


def _tell_of_config(lines: Sequence[str], without: Sequence[str]) -> None:
    """Say what may be put into feeds.toml, and what has no counterpart there."""
    if lines:
        output.tell("newsboat's config and keys, to be put into feeds.toml (g e in the reader):")
        for line in filter(None, lines):
            output.tell(line)
    if without:
        output.tell(f"Nothing here does what these lines do: {', '.join(without)}.")


async def _export(library: Library, options: Namespace) -> int:
    from reader.library.subscribing.outlines import export_opml

    need_list(library)
    if options.form == "json":
        own = {feed.url: feed.title for feed in await library.feeds()}
        for one in library.subscriptions():
            about = {"title": one.title or own.get(one.url), "folder": one.folder}
            output.say_json({"url": one.url, **about, "tags": list(one.tags)})
        return output.DONE
    output.say_bytes(await export_opml(library))
    return output.DONE


def _need_list_or_none(library: Library) -> None:
    """feeds.toml may be missing, but not broken. Raises ConfigError."""
    if not isinstance(library.config_error, ConfigMissing):
        need_list(library)
