"""What was taken out of feeds.toml, and how it goes back to where it was."""

from __future__ import annotations

import base64
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from reader.config.blocks import Block, blocks_of
from reader.config.parse import parse
from reader.config.tables import Tables, mark_of, same
from reader.config.written import newline_of, spaced
from reader.errors import ConfigError
from reader.frozen import frozen
from reader.text import clean_line


@frozen
class RemovedBlock:
    """What was taken out: ``pieces`` are (byte offset in the old file, bytes).

    One piece for each block with that ``url`` (of a view: what :func:`reader.config.tables.view_mark`
    gives).  ``before`` is the same of the block above the first piece, ``after`` of the one below,
    for a file that was edited since.  ``name`` is ``feed`` or ``view``.
    """

    url: str
    pieces: tuple[tuple[int, bytes], ...]
    before: str | None = None
    after: str | None = None
    name: str = "feed"

    def as_data(self) -> dict[str, Any]:
        """As plain data, to be kept with the change that can be undone."""
        pieces = [[at, base64.b64encode(data).decode("ascii")] for at, data in self.pieces]
        return {
            "url": self.url,
            "pieces": pieces,
            "before": self.before,
            "after": self.after,
            "name": self.name,
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> RemovedBlock:
        """What :meth:`as_data` gave."""
        pieces = tuple((int(at), base64.b64decode(piece)) for at, piece in data["pieces"])
        return cls(
            data["url"],
            pieces,
            data.get("before"),
            data.get("after"),
            data.get("name", "feed"),
        )


def put_back(text: str, tables: Tables, removed: RemovedBlock) -> str | None:
    """``text`` with the pieces of ``removed``: at their old places, else beside the block that was
    next to them, else at the end.

    None when none of these gives ``tables`` and the removed blocks, and nothing else.
    """
    return next(
        (found for found in _tries(text, tables, removed) if _is_whole(found, tables, removed)),
        None,
    )


def _tries(text: str, tables: Tables, removed: RemovedBlock) -> Iterator[str]:
    at_old_place = _same_place(text, removed)
    if at_old_place is not None:
        yield at_old_place
    beside = _beside(text, tables, blocks_of(text, removed.name), removed)
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
    starts = {len(whole[: block.start].encode()) for block in _blocks_or_none(whole, removed.name)}
    return whole if all(at in starts for at, _ in removed.pieces) else None


def _blocks_or_none(text: str, name: str) -> list[Block]:
    try:
        parse(text, Path())
    except ConfigError:
        return []
    return blocks_of(text, name)


def _beside(
    text: str, tables: Tables, blocks: Sequence[Block], removed: RemovedBlock
) -> str | None:
    """``text`` with the pieces before the block that stood below them, or after the one above."""
    known = [mark_of(removed.name, table) for table in tables.get(removed.name, [])]
    if removed.after in known:
        at = blocks[known.index(removed.after)].start
    elif removed.before in known:
        at = blocks[known.index(removed.before)].end
    else:
        return None
    newline = newline_of(text)
    pieces = "".join(data.decode().rstrip() + newline * 2 for _, data in removed.pieces)
    return spaced(text[:at]) + pieces + text[at:]


def _is_whole(text: str, tables: Tables, removed: RemovedBlock) -> bool:
    """Whether ``text`` holds what ``tables`` held and the removed blocks, and nothing else."""
    try:
        made = parse(text, Path())
    except ConfigError:
        return False
    wanted, name = clean_line(removed.url), removed.name
    left = [table for table in made.get(name, []) if mark_of(name, table) != wanted]
    back = len(made.get(name, [])) - len(left)
    rest = {key: value for key, value in made.items() if key != name}
    meant = {key: value for key, value in tables.items() if key != name}
    return back == len(removed.pieces) and same(left, tables.get(name, [])) and same(rest, meant)
