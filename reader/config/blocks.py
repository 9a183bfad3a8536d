"""The ``[[feed]]`` and ``[[view]]`` blocks of a feeds.toml text: which characters belong to which.

A block is the comment directly above its header (no blank line between; but a comment that begins
the file stays, it speaks about the file), the header, everything up to the next header that is not
a table inside this block, and the blank lines after it.  Comment lines that follow the last key
without a blank line belong to it too; a comment that stands alone between blank lines belongs to
no block.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from reader.config.statements import Statement, statements
from reader.frozen import frozen


@frozen
class Block:
    """One ``[[feed]]`` or ``[[view]]``: ``text[start:end]``; ``pairs`` are its ``key = value``."""

    start: int
    end: int
    pairs: tuple[Statement, ...]

    def pair(self, key: str) -> Statement | None:
        """The pair with this key, if there is one."""
        return next((pair for pair in self.pairs if pair.key == (key,)), None)


def blocks_of(text: str, name: str) -> list[Block]:
    """The blocks called ``name`` in order; the n-th is the n-th that tomllib finds (where they are
    written as ``[[name]]``)."""
    bom = len(text) - len(text.removeprefix("\ufeff"))
    found = [_moved(statement, bom) for statement in statements(text[bom:])]
    headers = [
        number
        for number, statement in enumerate(found)
        if statement.kind in ("array", "table") and not _is_inside(statement, name)
    ]
    blocks: list[Block] = []
    for number, after in pairwise([*headers, len(found)]):
        if found[number].kind == "array" and found[number].key == (name,):
            last = _last(found, number, _first(found, after) if after < len(found) else after)
            blocks.append(
                Block(
                    found[_first(found, number)].start,
                    found[last].end,
                    _pairs(found[number + 1 : last + 1]),
                )
            )
    return blocks


def _is_inside(statement: Statement, name: str) -> bool:
    return len(statement.key) > 1 and statement.key[0] == name


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


def _pairs(found: Sequence[Statement]) -> tuple[Statement, ...]:
    """The pairs of the block itself, not those of a table inside it."""
    pairs: list[Statement] = []
    for statement in found:
        if statement.kind in ("array", "table"):
            break
        if statement.kind == "pair":
            pairs.append(statement)
    return tuple(pairs)


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
