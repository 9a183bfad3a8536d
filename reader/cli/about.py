"""``problems``, ``check`` and ``paths``: how things stand and where they lie."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from reader import compiled
from reader.cli import output
from reader.cli.render import moment
from reader.cli.session import with_library
from reader.config.read import read_config
from reader.config.settings import Config
from reader.library.library import Library
from reader.model import Feed, FeedFailure
from reader.paths import find_paths
from reader.urls import show


def run_problems(options: Namespace) -> int:
    """Print each feed that fails, why, and what to do."""
    return with_library(options, _problems)


def run_check(options: Namespace) -> int:
    """Read feeds.toml; 1 when an address in it can't be used. Raises ConfigError."""
    path = find_paths(options.feeds, options.library).feeds
    config = read_config(path)
    warnings = [*config.warnings, *_key_warnings(config, path), *_colour_warnings(config)]
    if options.form == "json":
        output.say_json(_check_json(path, config, warnings))
    else:
        _print_check(path, config, warnings)
    return output.PARTLY if config.bad else output.DONE


def _check_json(path: Path, config: Config, warnings: Sequence[str]) -> dict[str, Any]:
    return {
        "path": str(path),
        "feeds": [feed.url for feed in config.subscriptions],
        "warnings": list(warnings),
        "unchecked": _unchecked(config),
        "bad": [{"url": url, **_failure_json(failure)} for url, failure in config.bad],
    }


def _unchecked(config: Config) -> list[str]:
    """The feeds whose servers' certificates are not checked."""
    return [feed.url for feed in config.subscriptions if not feed.verify_tls]


def _print_check(path: Path, config: Config, warnings: Sequence[str]) -> None:
    for feed in config.subscriptions:
        url = show(feed.url)
        output.say(f"{url}  {feed.title}" if feed.title else url)
    for warning in warnings:
        output.tell(warning)
    for url in _unchecked(config):
        output.tell(f"{show(url)}: the server's certificate is not checked (verify_tls = false).")
    for url, failure in config.bad:
        output.tell(f"{show(url) or 'A feed without an address'}: {failure.message}", failure.hint)
    verdict = "no mistakes" if not config.bad and not warnings else "see above"
    output.tell(f"{path.name}: {output.counted(len(config.subscriptions), 'feed')}, {verdict}.")


def run_paths(options: Namespace) -> int:
    """Print where feeds.toml, the library, the log, and what shortens starts lie."""
    paths = find_paths(options.feeds, options.library)
    files: dict[str, Path | str] = {
        "feeds": paths.feeds,
        "library": paths.library,
        "log": paths.log,
        "compiled": compiled.folder(),
    }
    if options.form == "json":
        output.say_json({name: str(path) for name, path in files.items()})
        return output.DONE
    for name, path in files.items():
        output.say(f"{name:<8} {path}")
    return output.DONE


def _key_warnings(config: Config, path: Path) -> tuple[str, ...]:
    """A sentence for each key of feeds.toml that the reader can't use."""
    if not (config.keys or config.programs or config.macros):
        return ()
    from reader.config.where import place_of
    from reader.tui.keys.keymap import read_keymap

    places = partial(place_of, path)
    return read_keymap(config.keys, config.key_preset, config.programs, config.macros, places)[1]


def _colour_warnings(config: Config) -> Sequence[str]:
    """A sentence for the theme and each colour of feeds.toml that can't be used."""
    if not config.theme and not config.colors:
        return ()
    from reader.tui.drawing.themes import find

    return find(config.theme, config.colors)[1]


async def _problems(library: Library, options: Namespace) -> int:
    sick = [feed for feed in await library.feeds() if feed.failure is not None]
    for feed in sick:
        if options.form == "json":
            output.say_json(problem_json(feed))
        else:
            output.say("\n".join(_problem_lines(feed)))
    if not sick:
        output.tell("Every feed is well.")
    return output.DONE


def problem_json(feed: Feed) -> dict[str, Any]:
    """A line of ``problems --json``."""
    return {
        "url": feed.url,
        "title": feed.title,
        **(_failure_json(feed.failure) if feed.failure else {}),
        "since": moment(feed.failing_since),
        "tries": feed.failures,
        "last_good": moment(feed.good_at),
        "next_try": moment(feed.next_fetch_at),
        "verify_tls": feed.verify_tls,
    }


def _failure_json(failure: FeedFailure) -> dict[str, Any]:
    return {
        "kind": failure.kind,
        "message": failure.message,
        "hint": failure.hint,
        "retry_at": moment(failure.retry_at),
    }


def _problem_lines(feed: Feed) -> list[str]:
    failure = feed.failure
    url = show(feed.url)
    lines = [f"{feed.title or url}: {failure.message if failure else ''}", f"    {url}"]
    if failure and failure.hint:
        lines.append(f"    {failure.hint}")
    if not feed.verify_tls:
        lines.append("    its certificate is not checked (verify_tls = false)")
    if feed.failing_since:
        tries = "once" if feed.failures == 1 else f"{feed.failures} times"
        lines.append(f"    since {feed.failing_since.astimezone():%Y-%m-%d %H:%M}, tried {tries}")
    return lines
