"""The ``[[feed]]`` blocks of a feeds.toml text: which characters belong to which feed.

A block is the comment directly above its header (no blank line between; but a comment that begins
the file stays, it speaks about the file), the header, everything up to the next header that is not
a table inside this feed, and the blank lines after it.  Comment lines that follow the last key
without a blank line belong to it too; a comment that stands alone between blank lines belongs to
no feed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reader.config.statements import Statement, statements


@dataclass(frozen=True, slots=True)
class FeedBlock:
    """One ``[[feed]]``: ``text[start:end]``; ``url`` is the pair that holds the address, if any."""

    start: int
    end: int
    url: Statement | None


def feed_blocks(text: str) -> list[FeedBlock]:
    """The blocks in order; the n-th is the n-th feed tomllib finds (written as ``[[feed]]``)."""
    bom = len(text) - len(text.removeprefix("\ufeff"))
    found = [_moved(statement, bom) for statement in statements(text[bom:])]
    headers = [
        number
        for number, statement in enumerate(found)
        if statement.kind in ("array", "table") and not _is_inside_feed(statement)
    ]
    blocks: list[FeedBlock] = []
    for number, after in pairwise([*headers, len(found)]):
        if found[number].kind == "array" and found[number].key == ("feed",):
            last = _last(found, number, _first(found, after) if after < len(found) else after)
            blocks.append(
                FeedBlock(
                    found[_first(found, number)].start,
                    found[last].end,
                    _url(found[number + 1 : last + 1]),
                )
            )
    return blocks


def _is_inside_feed(statement: Statement) -> bool:
    return len(statement.key) > 1 and statement.key[0] == "feed"


def _first(found: Sequence[Statement], header: int) -> int:
    """The statement with which the block of ``header`` begins: the comment lines above it."""
    first = header
    while first > 0 and found[first - 1].kind == "comment":
        first -= 1
    return header if first == 0 else first


def _last(found: Sequence[Statement], header: int, after: int) -> int:
    """The last statement of the block, before statement ``after``."""
    last = max(
        number
        for number in range(header, after)
        if number == header or found[number].kind not in ("blank", "comment")
    )
    while last + 1 < after and found[last + 1].kind == "comment":
        last += 1
    while last + 1 < after and found[last + 1].kind == "blank":
        last += 1
    return last


def _url(found: Sequence[Statement]) -> Statement | None:
    for statement in found:
        if statement.kind in ("array", "table"):
            return None
        if statement.kind == "pair" and statement.key == ("url",):
            return statement
    return None


def _moved(statement: Statement, by: int) -> Statement:
    if not by:
        return statement
    return Statement(
        statement.kind,
        statement.start + by,
        statement.end + by,
        statement.key,
        statement.key_at + by,
        statement.value_start + by,
        statement.value_end + by,
    )
