"""What was taken out of feeds.toml, and how it goes back to where it was."""

from __future__ import annotations

import base64
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.config.blocks import FeedBlock, feed_blocks
from reader.config.read import parse
from reader.config.tables import Tables, address, same
from reader.config.written import newline_of, spaced
from reader.errors import ConfigError
from reader.text import clean_line


@dataclass(frozen=True, slots=True)
class RemovedBlock:
    """What :func:`remove_feed` took out: ``pieces`` are (byte offset in the old file, bytes).

    One piece for each block with that address.  ``before`` is the address of the feed above the
    first piece, ``after`` of the one below, for a file that was edited since.
    """

    url: str
    pieces: tuple[tuple[int, bytes], ...]
    before: str | None = None
    after: str | None = None

    def as_data(self) -> dict[str, Any]:
        """As plain data, to be kept with the change that can be undone."""
        pieces = [[at, base64.b64encode(data).decode("ascii")] for at, data in self.pieces]
        return {"url": self.url, "pieces": pieces, "before": self.before, "after": self.after}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> RemovedBlock:
        """What :meth:`as_data` gave."""
        pieces = tuple((int(at), base64.b64decode(piece)) for at, piece in data["pieces"])
        return cls(data["url"], pieces, data.get("before"), data.get("after"))


def put_back(text: str, tables: Tables, removed: RemovedBlock) -> str | None:
    """``text`` with the pieces of ``removed``: at their old places, else beside the feed that was
    next to them, else at the end.

    None when none of these gives ``tables`` and the removed feeds, and nothing else.
    """
    return next(
        (found for found in _tries(text, tables, removed) if _is_whole(found, tables, removed)),
        None,
    )


def _tries(text: str, tables: Tables, removed: RemovedBlock) -> Iterator[str]:
    at_old_place = _same_place(text, removed)
    if at_old_place is not None:
        yield at_old_place
    beside = _beside(text, tables, feed_blocks(text), removed)
    if beside is not None:
        yield beside
    for _, data in removed.pieces:
        text = spaced(text) + data.decode()
    yield text


def _same_place(text: str, removed: RemovedBlock) -> str | None:
    """``text`` with the pieces at their old offsets, when these are still places in it."""
    data = text.encode()
    for at, piece in removed.pieces:
        begins_a_line = data[:at].endswith(b"\n") or not data[:at].removeprefix(BOM_UTF8)
        if at > len(data) or not begins_a_line or (data[at:] and not piece.endswith(b"\n")):
            return None
        data = data[:at] + piece + data[at:]
    try:
        whole = data.decode()
    except UnicodeDecodeError:
        return None
    starts = {len(whole[: block.start].encode()) for block in _blocks_or_none(whole)}
    return whole if all(at in starts for at, _ in removed.pieces) else None


def _blocks_or_none(text: str) -> list[FeedBlock]:
    try:
        parse(text, Path())
    except ConfigError:
        return []
    return feed_blocks(text)


def _beside(
    text: str, tables: Tables, blocks: Sequence[FeedBlock], removed: RemovedBlock
) -> str | None:
    """``text`` with the pieces before the feed that stood below them, or after the one above."""
    addresses = [address(feed) for feed in tables.get("feed", [])]
    if removed.after in addresses:
        at = blocks[addresses.index(removed.after)].start
    elif removed.before in addresses:
        at = blocks[addresses.index(removed.before)].end
    else:
        return None
    newline = newline_of(text)
    pieces = "".join(data.decode().rstrip() + newline * 2 for _, data in removed.pieces)
    return spaced(text[:at]) + pieces + text[at:]


def _is_whole(text: str, tables: Tables, removed: RemovedBlock) -> bool:
    """Whether ``text`` holds what ``tables`` held and the removed feeds, and nothing else."""
    try:
        made = parse(text, Path())
    except ConfigError:
        return False
    wanted = clean_line(removed.url)
    left = [feed for feed in made.get("feed", []) if address(feed) != wanted]
    back = len(made.get("feed", [])) - len(left)
    rest = {key: value for key, value in made.items() if key != "feed"}
    meant = {key: value for key, value in tables.items() if key != "feed"}
    return back == len(removed.pieces) and same(left, tables.get("feed", [])) and same(rest, meant)
