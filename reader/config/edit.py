"""Edit feeds.toml block by block: every byte outside the block edited stays as it is.

Each edit is made on the text, read again with tomllib, and compared with what was meant; what
doesn't come out exactly so is refused with the file untouched.
"""

from __future__ import annotations

import base64
import json
from codecs import BOM_UTF8
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.config.blocks import FeedBlock, feed_blocks
from reader.config.files import rewrite
from reader.config.read import parse
from reader.errors import ConfigError, NotFound
from reader.model import Subscription
from reader.text import clean_line

Tables = dict[str, Any]


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


def add_feed(path: Path, url: str, *, title: str | None = None, folder: str | None = None) -> None:
    """Put a block for ``url`` at the end; a missing file is made with only that.

    Raises ConfigError: the file can't be used or written, or ``url`` is in it already.
    """
    if not add_feeds(path, [Subscription(url=url, title=title, folder=folder)]):
        raise ConfigError(
            f"{clean_line(url)} is there already.",
            path=path,
            key="url",
            hint="Nothing was changed.",
        )


def add_feeds(path: Path, feeds: Sequence[Subscription]) -> tuple[str, ...]:
    """Put a block for each of ``feeds`` (address, title, folder, tags) at the end, in one go.

    Returns the addresses added: those that are there already are left out.  Raises ConfigError.
    """
    added: list[str] = []

    def edit(text: str, tables: Tables) -> tuple[str, Tables]:
        known = {_address(feed) for feed in tables.get("feed", [])}
        fresh = list({clean_line(feed.url): feed for feed in feeds}.items())
        fresh = [(url, feed) for url, feed in fresh if url not in known]
        added[:] = [url for url, _ in fresh]
        newline = "\r\n" if "\r\n" in text else "\n"
        for _, feed in fresh:
            text = _with_space(text, newline) + _block(feed).replace("\n", newline)
        new = [_fields(feed) for _, feed in fresh]
        return text, {**tables, "feed": [*tables.get("feed", []), *new]} if new else tables

    _edit(path, edit, create=True)
    return tuple(added)


def remove_feed(path: Path, url: str) -> RemovedBlock:
    """Take out the block of ``url`` (every one, when it stands there more than once).

    Raises NotFound when no block has that address, ConfigError when the file can't be used.
    """
    removed = RemovedBlock(url, ())
    wanted = clean_line(url)

    def edit(text: str, tables: Tables) -> tuple[str, Tables]:
        nonlocal removed
        blocks = _blocks(path, text, tables)
        addresses = [_address(feed) for feed in tables.get("feed", [])]
        chosen = [number for number, address in enumerate(addresses) if address == wanted]
        if not chosen:
            raise NotFound(
                f"{path.name} has no feed {wanted}.", hint="nowreading check lists the feeds."
            )
        pieces = [blocks[number] for number in chosen]
        removed = RemovedBlock(
            url,
            tuple(
                (len(text[: piece.start].encode()), text[piece.start : piece.end].encode())
                for piece in pieces
            ),
            before=addresses[chosen[0] - 1] if chosen[0] else None,
            after=next((a for a in addresses[chosen[0] + 1 :] if a != wanted), None),
        )
        for piece in reversed(pieces):
            text = text[: piece.start] + text[piece.end :]
        left = [feed for feed in tables["feed"] if _address(feed) != wanted]
        rest = {key: value for key, value in tables.items() if key != "feed"}
        return text, {**rest, "feed": left} if left else rest

    _edit(path, edit)
    return removed


def restore(path: Path, removed: RemovedBlock) -> None:
    """Put back what :func:`remove_feed` took out: the same bytes in the same place.

    When the file was edited since, the blocks go beside the feed that was next to them, else to
    the end.  A feed that is there again by other means is left alone.  Raises ConfigError.
    """

    def edit(text: str, tables: Tables) -> tuple[str, Tables]:
        if clean_line(removed.url) in {_address(feed) for feed in tables.get("feed", [])}:
            return text, tables
        blocks = _blocks(path, text, tables)
        newline = "\r\n" if "\r\n" in text else "\n"
        for candidate in (_same_place(text, removed), _beside(text, tables, blocks, removed)):
            if candidate is not None and _is_put_back(candidate, tables, removed, path):
                return candidate, parse(candidate, path)
        for _, data in removed.pieces:
            text = _with_space(text, newline) + data.decode()
        if not _is_put_back(text, tables, removed, path):
            raise _refused(path)
        return text, parse(text, path)

    _edit(path, edit, create=True)


def replace_url(path: Path, old: str, new: str) -> None:
    """Write the address ``new`` where ``old`` stands; nothing else changes.

    Raises NotFound when no block has ``old``, ConfigError when the file can't be used or has
    ``new`` already.
    """
    wanted, fresh = clean_line(old), clean_line(new)

    def edit(text: str, tables: Tables) -> tuple[str, Tables]:
        blocks = _blocks(path, text, tables)
        addresses = [_address(feed) for feed in tables.get("feed", [])]
        if wanted not in addresses:
            raise NotFound(f"{path.name} has no feed {wanted}.")
        if fresh in addresses:
            raise ConfigError(f"{fresh} is there already.", path=path, key="url")
        for number in reversed(range(len(blocks))):
            pair = blocks[number].url
            if addresses[number] == wanted and pair is not None:
                text = text[: pair.value_start] + _quoted(fresh) + text[pair.value_end :]
        feeds = [
            {**feed, "url": fresh} if _address(feed) == wanted else feed for feed in tables["feed"]
        ]
        return text, {**tables, "feed": feeds}

    _edit(path, edit)


def _edit(
    path: Path, edit: Callable[[str, Tables], tuple[str, Tables]], *, create: bool = False
) -> None:
    """Run ``edit`` (text, tables → new text, the tables meant) on the file, checked."""

    def on_bytes(before: bytes | None) -> bytes:
        if before is None and not create:
            raise NotFound(f"There is no {path.name}.", hint="nowreading paths shows its place.")
        try:
            text = (before or b"").decode()
        except UnicodeDecodeError:
            raise ConfigError("is not UTF-8.", path=path, hint="Save the file as UTF-8.") from None
        tables = parse(text, path)
        if not isinstance(tables.get("feed", []), list):
            raise _refused(path)
        after, meant = edit(text, tables)
        try:
            data = after.encode()
            made = parse(after, path)
        except (UnicodeEncodeError, ConfigError):
            raise _refused(path) from None
        if not _same(made, meant):
            raise _refused(path)
        return data

    rewrite(path, on_bytes)


def _refused(path: Path) -> ConfigError:
    return ConfigError(
        "can't be edited safely as it is written; nothing was changed.",
        path=path,
        key="feed",
        hint="Write each feed as a [[feed]] block, or edit the file yourself.",
    )


def _same(left: Any, right: Any) -> bool:
    """Equal in values and types, whatever a number like nan thinks of itself."""
    return repr(_sorted(left)) == repr(_sorted(right))


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return sorted((key, _sorted(item)) for key, item in value.items())
    return [_sorted(item) for item in value] if isinstance(value, list) else value


def _blocks(path: Path, text: str, tables: Tables) -> list[FeedBlock]:
    """The blocks, one for each feed of ``tables``. Raises ConfigError when they don't agree."""
    feeds = tables.get("feed", [])
    blocks = feed_blocks(text)
    if not isinstance(feeds, list) or len(blocks) != len(feeds):
        raise _refused(path)
    return blocks


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
    addresses = [_address(feed) for feed in tables.get("feed", [])]
    if removed.after in addresses:
        at = blocks[addresses.index(removed.after)].start
    elif removed.before in addresses:
        at = blocks[addresses.index(removed.before)].end
    else:
        return None
    newline = "\r\n" if "\r\n" in text else "\n"
    pieces = "".join(data.decode().rstrip() + newline * 2 for _, data in removed.pieces)
    return _with_space(text[:at], newline) + pieces + text[at:]


def _is_put_back(text: str, tables: Tables, removed: RemovedBlock, path: Path) -> bool:
    """Whether ``text`` holds what ``tables`` held and the removed feeds, and nothing else."""
    try:
        made = parse(text, path)
    except ConfigError:
        return False
    wanted = clean_line(removed.url)
    left = [feed for feed in made.get("feed", []) if _address(feed) != wanted]
    back = len(made.get("feed", [])) - len(left)
    rest = {key: value for key, value in made.items() if key != "feed"}
    meant = {key: value for key, value in tables.items() if key != "feed"}
    return (
        back == len(removed.pieces) and _same(left, tables.get("feed", [])) and _same(rest, meant)
    )


def _with_space(text: str, newline: str) -> str:
    """``text`` ready for a block to follow: ended, and with a blank line."""
    if not text.strip("\ufeff"):
        return text
    if not text.endswith("\n"):
        text += newline
    return text if text.endswith("\n" + newline) else text + newline


def _block(feed: Subscription) -> str:
    rows = [
        f"{key} = {_quoted(value) if isinstance(value, str) else _array(value)}\n"
        for key, value in _fields(feed).items()
    ]
    return "[[feed]]\n" + "".join(rows)


def _fields(feed: Subscription) -> Tables:
    """What a new block says; the text cleaned, empty things left out."""
    fields: Tables = {"url": clean_line(feed.url)}
    if feed.title and (title := clean_line(feed.title)):
        fields["title"] = title
    if feed.folder and (folder := clean_line(feed.folder)):
        fields["folder"] = folder
    if tags := [tag for one in feed.tags if (tag := clean_line(one))]:
        fields["tags"] = tags
    return fields


def _quoted(text: str) -> str:
    """``text`` as a TOML basic string: JSON's escapes are a part of TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _array(texts: Sequence[str]) -> str:
    return f"[{', '.join(_quoted(text) for text in texts)}]"


def _address(feed: Any) -> str | None:
    """The address of a feed's table as :class:`reader.model.Subscription` gives it."""
    url = feed.get("url") if isinstance(feed, dict) else None
    return clean_line(url) if isinstance(url, str) else None
