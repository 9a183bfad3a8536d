"""newsboat's ``urls`` file: feeds, feeds that a program makes, and query feeds.

Source of the rules: newsboat's manual, sections "URLs", "Scripts and Filters" and "Tagging".
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from reader.feed.newsboat.filters import query_of
from reader.model import MADE, Subscription
from reader.text import clean_line
from reader.urls import is_web

_PART: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_SHELL: Final = re.compile(r"[|&;<>()$`*?\[\]{}!\n]|(?<=\s)~")
"""What means something to a shell; the home folder in the name of the program is told apart."""
_SLUG: Final = re.compile(r"[^\w.+/-]+")


@dataclass(frozen=True, slots=True)
class Urls:
    """A ``urls`` file: feeds, query feeds as (title, query), and sentences about the rest.

    ``renamed`` are feeds that newsboat knows by another address than we: theirs to ours.
    ``programs`` are sentences about feeds that a program makes."""

    feeds: tuple[Subscription, ...]
    views: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]
    renamed: dict[str, str] = field(default_factory=dict)
    programs: tuple[str, ...] = ()


def read_urls(text: str) -> Urls:
    """The feeds with their tags, the first of which is their folder too, and their titles
    (``"~Title"``); those that a program makes; and the query feeds."""
    feeds: dict[str, Subscription] = {}
    renamed: dict[str, str] = {}
    views: dict[str, str] = {}
    left_out: list[str] = []
    for line in text.lstrip("\ufeff").splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        address, *rest = parts(line)
        try:
            if address.startswith("query:"):
                title, _, expression = address.removeprefix("query:").partition(":")
                address = f"The query feed “{clean_line(title)}”"
                views[clean_line(title)] = query_of(expression)
                continue
            feed = _free(_source(address), feeds)
            _check_alike(feed, feeds.get(feed.url, feed))
        except ValueError as error:
            left_out.append(f"{clean_line(address)[:200]} was left out: {error}.")
            continue
        feeds.setdefault(feed.url, _described(feed, rest))
        if feed.url != address:
            renamed[address] = feed.url
    return Urls(
        tuple(feeds.values()),
        tuple(views.items()),
        tuple(left_out),
        renamed,
        tuple(_sentence(feed) for feed in feeds.values() if feed.command or feed.filter),
    )


def _described(feed: Subscription, tags: Sequence[str]) -> Subscription:
    own = next((part[1:] for part in tags if part.startswith("~")), None) or None
    named = tuple(part for part in tags if part and part[0] not in "!~")
    is_hidden = any(part.startswith("!") for part in tags)
    folder = named[0] if named else None
    return replace(feed, title=own, folder=folder, tags=named, hidden=is_hidden)


def _sentence(feed: Subscription) -> str:
    key, words = ("command", feed.command) if feed.command else ("filter", feed.filter)
    return f"{feed.url} runs {shlex.join(words)} at each refresh ({key} in feeds.toml)."


def _free(feed: Subscription, feeds: dict[str, Subscription]) -> Subscription:
    """The feed under an address of its own, where another program has its name."""
    for number in count(1):
        url = f"{feed.url}-{number}" if number > 1 else feed.url
        if url not in feeds or feeds[url].command == feed.command:
            return replace(feed, url=url)
    raise AssertionError("there are numbers enough")


def _check_alike(feed: Subscription, above: Subscription) -> None:
    """Raises ValueError where an address stands twice and newsboat made two feeds of it."""
    if feed.filter == above.filter:
        return
    other = "without this filter" if not above.filter else "with a filter"
    if feed.filter and above.filter:
        other = "with another filter"
    raise ValueError(f"the feed at its address stands above {other}")


def _source(address: str) -> Subscription:
    """A feed by its address, with the program that makes it. Raises ValueError with a reason."""
    if is_web(address):
        return Subscription(address)
    kind, _, rest = address.partition(":")
    if kind == "exec":
        words = argument_list(rest)
        return _made(" ".join((Path(words[0]).name, *words[1:])), words)
    if kind == "filter":
        line, colon, url = rest.partition(":http")
        if not is_web(url := colon[1:] + url):
            raise ValueError("its filter stands before no address of the web")
        return Subscription(url, filter=argument_list(line))
    if kind == "file" and rest.startswith("///"):
        path = unquote(rest.removeprefix("//"))
        return _made(path.strip("/"), ("cat", path))
    raise ValueError("it is no address of the web")


def _made(name: str, words: tuple[str, ...]) -> Subscription:
    return Subscription(MADE + _SLUG.sub("-", name), command=words)


def argument_list(line: str) -> tuple[str, ...]:
    """A command line of the shell as an argument list, where it is no more than that."""
    if _SHELL.search(line):
        raise ValueError(
            "its command needs a shell; put it into a script, and that as command into feeds.toml"
        )
    words = shlex.split(line)
    if not words:
        raise ValueError("it names no program")
    return tuple(words)


def parts(line: str) -> list[str]:
    """The words of a line; those in quotation marks are one, and ``#`` ends it."""
    found = []
    for quoted, bare in _PART.findall(line):
        if bare.startswith("#"):  # what follows is for people
            break
        found.append(re.sub(r"\\(.)", r"\1", quoted) if quoted or not bare else bare)
    return found or [""]
