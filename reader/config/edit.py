"""Edit feeds.toml block by block: every byte outside the block edited stays as it is.

Each edit is made on the text, read again with tomllib, and compared with what was meant; what
doesn't come out exactly so is refused with the file untouched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from reader.config.blocks import Block, blocks_of
from reader.config.files import rewrite
from reader.config.parse import parse
from reader.config.removed import RemovedBlock, put_back
from reader.config.settings import Rule, View
from reader.config.tables import Tables, address, mark_of, same, view_mark
from reader.config.written import block, fields, newline_of, quoted, spaced
from reader.errors import ConfigError, NotFound
from reader.model import Subscription
from reader.text import clean_line

__all__ = [
    "RemovedBlock",
    "add_feed",
    "add_feeds",
    "add_rules",
    "add_views",
    "parting",
    "remove_feed",
    "remove_view",
    "rename_view",
    "replace_url",
    "restore",
    "take_out",
]


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
        known = {address(feed) for feed in tables.get("feed", [])}
        fresh = list({clean_line(feed.url): feed for feed in feeds}.items())
        fresh = [(url, feed) for url, feed in fresh if url not in known]
        added[:] = [url for url, _ in fresh]
        if fresh:
            blocks = "\n".join(block(feed) for _, feed in fresh)
            text = spaced(text) + blocks.replace("\n", newline_of(text))
        new = [fields(feed) for _, feed in fresh]
        return text, {**tables, "feed": [*tables.get("feed", []), *new]} if new else tables

    _edit(path, edit, create=True)
    return tuple(added)


def add_views(path: Path, views: Sequence[View]) -> tuple[str, ...]:
    """Put a ``[[view]]`` block for each of ``views`` at the end, in one go.

    Returns the titles added: those whose title or query is there already are left out.  Raises
    ConfigError.
    """
    added: list[str] = []

    def edit(text: str, tables: Tables) -> tuple[str, Tables]:
        there = tables.get("view", [])
        known = {str(view.get(key)) for view in there for key in ("title", "query")}
        fresh = {v.title: v for v in views if v.title not in known and v.query not in known}
        added[:] = fresh
        for view in fresh.values():
            rows = f"[[view]]\ntitle = {quoted(view.title)}\nquery = {quoted(view.query)}\n"
            text = spaced(text) + rows.replace("\n", newline_of(text))
        new = [{"title": view.title, "query": view.query} for view in fresh.values()]
        return text, {**tables, "view": [*there, *new]} if new else tables

    _edit(path, edit, create=True)
    return tuple(added)


def add_rules(path: Path, rules: Sequence[Rule]) -> tuple[str, ...]:
    """Put a ``[[rule]]`` block for each of ``rules`` at the end, in one go; what tells those that were
    not there yet (:func:`reader.config.tables.mark_of`).  Raises ConfigError."""
    fresh: list[Tables] = []

    def edit(text: str, tables: Tables) -> tuple[str, Tables]:
        there = tables.get("rule", [])
        wanted: list[Tables] = [{"when": rule.when, "do": list(rule.do)} for rule in rules]
        fresh[:] = [rule for rule in wanted if rule not in there]
        for rule in fresh:
            do = ", ".join(map(quoted, rule["do"]))
            rows = f"[[rule]]\nwhen = {quoted(rule['when'])}\ndo = [{do}]\n"
            text = spaced(text) + rows.replace("\n", newline_of(text))
        return text, {**tables, "rule": [*there, *fresh]} if fresh else tables

    _edit(path, edit, create=True)
    return tuple(mark for rule in fresh if (mark := mark_of("rule", rule)) is not None)


def remove_feed(path: Path, url: str, *, plan: bool = False) -> RemovedBlock:
    """Take out the block of ``url`` (every one, when it stands there more than once); with ``plan``
    only say what that would be.

    Raises NotFound when no block has that address, ConfigError when the file can't be used.
    """
    wanted = clean_line(url)
    missing = NotFound(
        f"{path.name} has no feed {wanted}.", hint="nowreading check lists the feeds."
    )
    return _remove(path, "feed", wanted, missing, plan)


def parting(path: Path) -> str:
    """What stands between the end of the file and a block that is put there now."""
    try:
        text = path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return ""
    return spaced(text)[len(text) :]


def take_out(path: Path, name: str, marks: Iterable[str], parted: str = "") -> None:
    """Take out the blocks ``[[name]]`` of those of ``marks`` (:func:`reader.config.tables.mark_of`)
    that are there, in one go; at the end of the file with what ``parted`` them from the rest.

    Raises ConfigError."""
    wanted = set(marks)

    def edit(text: str, tables: Tables) -> tuple[str, Tables]:
        known = [mark_of(name, table) for table in tables.get(name, [])]
        if not wanted.intersection(known):
            return text, tables
        blocks, end = _blocks(path, text, tables, name), len(text)
        for piece, mark in reversed(list(zip(blocks, known, strict=True))):
            if mark in wanted:
                text = text[: piece.start] + text[piece.end :]
        if blocks[-1].end == end and known[-1] in wanted:
            text = text.removesuffix(parted)
        left = [table for table in tables[name] if mark_of(name, table) not in wanted]
        rest = {key: value for key, value in tables.items() if key != name}
        return text, {**rest, name: left} if left else rest

    with suppress(NotFound):  # without a file they are out of it
        _edit(path, edit)


def remove_view(path: Path, view: View, *, plan: bool = False) -> RemovedBlock:
    """Take out the block of ``view``, or with ``plan`` only say what that would be. Raises NotFound
    when there is none, ConfigError when the file can't be used."""
    missing = NotFound(f"{path.name} has no view {view.title}.")
    return _remove(path, "view", view_mark(view.title, view.query), missing, plan)


def _remove(path: Path, name: str, wanted: str, missing: NotFound, plan: bool) -> RemovedBlock:
    removed = RemovedBlock(wanted, (), name=name)

    def edit(text: str, tables: Tables) -> tuple[str, Tables]:
        nonlocal removed
        blocks = _blocks(path, text, tables, name)
        known = [mark_of(name, table) for table in tables.get(name, [])]
        chosen = [number for number, one in enumerate(known) if one == wanted]
        if not chosen:
            raise missing
        pieces = [blocks[number] for number in chosen]
        removed = RemovedBlock(
            wanted,
            tuple(
                (len(text[: piece.start].encode()), text[piece.start : piece.end].encode())
                for piece in pieces
            ),
            before=known[chosen[0] - 1] if chosen[0] else None,
            after=next((a for a in known[chosen[0] + 1 :] if a != wanted), None),
            name=name,
        )
        if plan:
            return text, tables
        for piece in reversed(pieces):
            text = text[: piece.start] + text[piece.end :]
        left = [table for table in tables[name] if mark_of(name, table) != wanted]
        rest = {key: value for key, value in tables.items() if key != name}
        return text, {**rest, name: left} if left else rest

    _edit(path, edit)
    return removed


def restore(path: Path, removed: RemovedBlock) -> None:
    """Put back what :func:`remove_feed` or :func:`remove_view` took out: the same bytes in the same
    place.

    When the file was edited since, the blocks go beside the block that was next to them, else to
    the end.  One that is there again by other means is left alone.  Raises ConfigError.
    """
    name = removed.name

    def edit(text: str, tables: Tables) -> tuple[str, Tables]:
        if clean_line(removed.url) in {mark_of(name, table) for table in tables.get(name, [])}:
            return text, tables
        _blocks(path, text, tables, name)
        whole = put_back(text, tables, removed)
        if whole is None:
            raise _refused(path)
        return whole, parse(whole, path)

    _edit(path, edit, create=True)


def replace_url(path: Path, old: str, new: str) -> None:
    """Write the address ``new`` where ``old`` stands; nothing else changes.

    Raises NotFound when no block has ``old``, ConfigError when the file can't be used or has
    ``new`` already.
    """
    wanted, fresh = clean_line(old), clean_line(new)
    _rewrite(path, "feed", wanted, "url", fresh, fresh)


def rename_view(path: Path, view: View, title: str) -> None:
    """Give the block of ``view`` another title; nothing else changes.

    Raises NotFound when there is none, ConfigError when the file can't be used or has a view with
    that title and query already.
    """
    wanted = view_mark(view.title, view.query)
    _rewrite(path, "view", wanted, "title", clean_line(title), view_mark(title, view.query))


def _rewrite(path: Path, name: str, wanted: str, key: str, value: str, mark: str) -> None:
    """Write ``value`` under ``key`` in the blocks ``wanted``, which then have ``mark``."""

    def edit(text: str, tables: Tables) -> tuple[str, Tables]:
        blocks = _blocks(path, text, tables, name)
        known = [mark_of(name, table) for table in tables.get(name, [])]
        if wanted not in known:
            raise NotFound(f"{path.name} has no {name} {wanted}.")
        if mark in known and mark != wanted:
            raise ConfigError(f"{value} is there already.", path=path, key=key)
        for number in reversed(range(len(blocks))):
            pair = blocks[number].pair(key)
            if known[number] == wanted and pair is not None:
                text = text[: pair.value_start] + quoted(value) + text[pair.value_end :]
        made = [
            {**table, key: value} if mark_of(name, table) == wanted else table
            for table in tables[name]
        ]
        return text, {**tables, name: made}

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
        if not all(isinstance(tables.get(name, []), list) for name in ("feed", "view", "rule")):
            raise _refused(path)
        after, meant = edit(text, tables)
        try:
            data = after.encode()
            made = parse(after, path)
        except (UnicodeEncodeError, ConfigError):
            raise _refused(path) from None
        if not same(made, meant):
            raise _refused(path)
        return data

    rewrite(path, on_bytes)


def _refused(path: Path) -> ConfigError:
    return ConfigError(
        "can't be edited safely as it is written; nothing was changed.",
        path=path,
        key="feed",
        hint="Write each feed as a [[feed]] block, each view as a [[view]], or edit the file yourself.",
    )


def _blocks(path: Path, text: str, tables: Tables, name: str) -> list[Block]:
    """The blocks, one for each table ``name``. Raises ConfigError when they don't agree."""
    there = tables.get(name, [])
    blocks = blocks_of(text, name)
    if not isinstance(there, list) or len(blocks) != len(there):
        raise _refused(path)
    return blocks
