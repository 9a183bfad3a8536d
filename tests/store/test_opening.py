"""Which files are opened, which are refused, and that refusing leaves no trace."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from pathlib import Path

import pytest

from reader.errors import StoreCorrupt, StoreError, StoreForeign, StoreFull, StoreTooNew
from reader.model import GUIDE_URL, Selection
from reader.store.file.connect import open_writer, probe
from reader.store.file.header import APPLICATION_ID, check_file, header_in_wal, is_older
from reader.store.file.migrations import VERSION
from reader.store.store import Store

from .making import NOW, bring, digested, subscribe


def listing(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def protect(path: Path, on: bool) -> None:
    """Take away or give back the right to write a file and its folder."""
    path.chmod(0o444 if on else 0o644)
    path.parent.chmod(0o555 if on else 0o755)


async def make(path: Path) -> None:
    """A small library at ``path``."""
    store = await Store.open(path)
    (feed,) = await subscribe(store, "https://a.example/feed")
    await bring(store, feed, digested("1"), digested("2"))
    await store.close()


async def test_a_missing_file_becomes_a_new_library(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "deep" / "er" / "library.db")
    assert store.is_new
    assert await store.feed_by_url(GUIDE_URL) is not None
    await store.close()
    again = await Store.open(tmp_path / "deep" / "er" / "library.db")
    assert not again.is_new
    await again.close()


async def test_a_link_to_what_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.symlink_to(tmp_path / "stick" / "library.db")
    with pytest.raises(StoreError, match=r"is a link to .*stick/library\.db") as told:
        await Store.open(path)
    assert not isinstance(told.value, StoreFull)
    assert "plug it in" in told.value.hint
    assert listing(tmp_path) == {}


def test_the_look_at_a_library_leaves_its_writer_as_it_was(tmp_path: Path) -> None:
    connection = open_writer(tmp_path / "library.db")
    connection.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY)")
    (before,) = connection.execute("PRAGMA cache_size").fetchone()
    probe(connection)
    assert connection.execute("PRAGMA cache_size").fetchone() == (before,)
    connection.close()


async def test_where_memory_is_spared_only_marks_keep_many_pages(tmp_path: Path) -> None:
    def kept(connection: sqlite3.Connection) -> int:
        return -int(connection.execute("PRAGMA cache_size").fetchone()[0])

    store = await Store.open(tmp_path / "library.db")
    many = await store._write(kept)
    store.spares_memory = True
    assert await store._write(kept) < many
    assert await store._mark(kept) == many
    await store.close()


async def test_an_empty_file_becomes_a_new_library(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.touch()
    store = await Store.open(path)
    assert store.is_new
    await store.close()


async def test_a_closed_library_is_one_file_with_our_number_in_its_header(tmp_path: Path) -> None:
    await make(tmp_path / "library.db")
    assert list(listing(tmp_path)) == ["library.db"]
    data = (tmp_path / "library.db").read_bytes()
    assert int.from_bytes(data[68:72], "big") == APPLICATION_ID
    assert int.from_bytes(data[60:64], "big") == VERSION


@pytest.mark.parametrize(
    "data",
    [
        b"x",
        b"Dear diary, today it rained.\n" * 100,
        b"SQLite format 3\0",
        b"\0" * 4096,
        b"SQLite format 2\0" + b"\0" * 4096,
    ],
)
async def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(data)
    for read_only in (False, True):
        with pytest.raises(StoreForeign):
            await Store.open(path, read_only=read_only)
    assert listing(tmp_path) == {"library.db": data}


@pytest.mark.parametrize("wal", [False, True])
@pytest.mark.parametrize("table", [False, True])
async def test_a_database_of_somebody_else_is_left_as_it_is(
    tmp_path: Path, wal: bool, table: bool
) -> None:
    path = tmp_path / "library.db"
    other = sqlite3.connect(path)
    if wal:
        other.execute("PRAGMA journal_mode = WAL")
    other.execute("CREATE TABLE note (text)")
    if not table:
        other.execute("DROP TABLE note")
    other.commit()
    other.close()
    before = listing(tmp_path)
    with pytest.raises(StoreForeign) as caught:
        await Store.open(path)
    assert str(path) in str(caught.value)
    assert listing(tmp_path) == before


async def test_a_database_of_somebody_else_in_use_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    other = sqlite3.connect(path)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("CREATE TABLE note (text)")
    other.commit()
    before = listing(tmp_path)
    assert "library.db-wal" in before
    with pytest.raises(StoreForeign):
        await Store.open(path)
    assert listing(tmp_path) == before
    other.close()


async def test_a_newer_library_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    await make(path)
    newer = sqlite3.connect(path)
    newer.execute(f"PRAGMA user_version = {VERSION + 1}")
    newer.close()
    before = listing(tmp_path)
    for read_only in (False, True):
        with pytest.raises(StoreTooNew):
            await Store.open(path, read_only=read_only)
    assert listing(tmp_path) == before


async def test_a_newer_library_whose_number_is_still_in_the_wal_is_left_as_it_is(
    tmp_path: Path,
) -> None:
    path = tmp_path / "library.db"
    await make(path)
    newer = sqlite3.connect(path)
    newer.execute("PRAGMA wal_autocheckpoint = 0")
    newer.execute(f"PRAGMA user_version = {VERSION + 7}")
    before = listing(tmp_path)
    assert int.from_bytes(before["library.db"][60:64], "big") == VERSION
    found = header_in_wal(path)
    assert found is not None
    assert found.user_version == VERSION + 7
    with pytest.raises(StoreTooNew):
        await Store.open(path)
    assert listing(tmp_path) == before
    newer.close()


async def test_a_wal_of_another_file_is_not_written_into_the_library(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    await make(path)
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("PRAGMA page_size = 16384")
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("CREATE TABLE note (text)")
    other.commit()
    (tmp_path / "library.db-wal").write_bytes((tmp_path / "other.db-wal").read_bytes())
    other.close()
    before = listing(tmp_path)
    for read_only in (False, True):
        with pytest.raises(StoreError, match="-wal belongs to another file"):
            await Store.open(path, read_only=read_only)
    assert listing(tmp_path) == before


def test_an_uncommitted_number_in_the_wal_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA cache_size = 2")
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.execute("PRAGMA user_version = 1")
    database.execute("CREATE TABLE note (text)")
    database.execute("BEGIN")
    database.execute("PRAGMA user_version = 99")
    for _ in range(200):
        database.execute("INSERT INTO note VALUES (zeroblob(4000))")
    assert check_file(path, 1)
    database.execute("ROLLBACK")
    database.close()


async def test_a_folder_is_no_library(tmp_path: Path) -> None:
    with pytest.raises(StoreForeign):
        await Store.open(tmp_path)


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal"])
async def test_a_folder_in_the_place_of_a_file_of_the_librarys_is_named(
    tmp_path: Path, ending: str, read_only: bool
) -> None:
    path = tmp_path / "library.db"
    await (await Store.open(path)).close()
    before = path.read_bytes()
    beside = tmp_path / f"library.db{ending}"
    beside.mkdir()
    with pytest.raises(StoreError, match=f"library.db{ending} is a folder") as caught:
        await Store.open(path, read_only=read_only)
    assert not isinstance(caught.value, StoreFull)
    assert path.read_bytes() == before
    assert beside.is_dir()
    beside.rmdir()
    await (await Store.open(path, read_only=read_only)).close()


@pytest.mark.parametrize("name", ["library.db", "library.db-wal"])
async def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path, name: str) -> None:
    path = tmp_path / "library.db"
    await (await Store.open(path)).close()
    (tmp_path / name).unlink(missing_ok=True)
    os.mkfifo(tmp_path / name)
    assert not is_older(path, VERSION + 1) or name != path.name
    with pytest.raises(StoreError, match=r"no ordinary file|not an ordinary file"):
        await Store.open(path)


async def test_a_library_lies_as_deep_as_sqlite_can_reach_and_no_deeper(tmp_path: Path) -> None:
    near = Path(f"{tmp_path}{'/d' * ((480 - len(str(tmp_path))) // 2)}/library.db")
    await (await Store.open(near)).close()
    assert await asyncio.to_thread(near.is_file)
    deep = Path(f"{tmp_path}{'/d' * 1500}")
    try:
        with pytest.raises(StoreError, match="too long"):
            await Store.open(deep / "library.db")
    finally:
        os.removedirs(deep)  # what removes the folders of tests calls itself for each one above


async def test_a_library_can_be_opened_for_reading_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    await make(path)
    before = listing(tmp_path)
    store = await Store.open(path, read_only=True)
    assert await store.count(Selection()) == 2
    assert len((await store.page(Selection())).entries) == 2
    assert (await store.story(1)).headline == "A bridge opens"
    with pytest.raises(StoreFull) as caught:
        await store.set_read([1], True, NOW)
    assert "only be read" in str(caught.value)
    with pytest.raises(StoreFull):
        await store.put("a", "b")
    await store.close()
    assert listing(tmp_path)["library.db"] == before["library.db"]


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
async def test_a_write_protected_library_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "library.db"
    await make(path)
    protect(path, True)
    # The superuser may write whatever the modes say; then the modes are asked instead.
    monkeypatch.setattr(os, "access", lambda p, mode: bool(Path(p).stat().st_mode & 0o222))
    try:
        store = await Store.open(path)
        assert store.is_read_only
        assert await store.count(Selection(unread=True)) == 2
        with pytest.raises(StoreFull):
            await store.delete([1], NOW)
        await store.close()
    finally:
        protect(path, False)


async def test_without_a_library_there_is_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        await Store.open(tmp_path / "library.db", read_only=True)
    assert listing(tmp_path) == {}


async def test_what_a_dead_program_left_in_the_wal_is_there(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    store = await Store.open(path)
    (feed,) = await subscribe(store, "https://a.example/feed")
    await bring(store, feed, digested("1"))
    copy = tmp_path / "copy"
    copy.mkdir()
    for name, data in listing(tmp_path).items():
        if not name.endswith("-shm"):
            (copy / name).write_bytes(data)
    await store.close()
    assert (copy / "library.db-wal").stat().st_size > 0
    survivor = await Store.open(copy / "library.db")
    assert await survivor.count(Selection()) == 1
    await survivor.close()


@pytest.mark.parametrize("damage", ["pages", "cut", "first page"])
async def test_a_damaged_library_is_said_to_be_damaged(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "library.db"
    await make(path)
    data = bytearray(path.read_bytes())
    if damage == "pages":
        data[8192:] = bytes(x ^ 0x5A for x in data[8192:])
    elif damage == "first page":
        data[100:8192] = b"\xff" * (8192 - 100)
    else:
        del data[len(data) // 2 :]
    path.write_bytes(data)
    with pytest.raises(StoreCorrupt):
        await Store.open(path)
    assert path.read_bytes() == data


async def test_a_checkpoint_that_met_a_full_disk_is_no_damage(tmp_path: Path) -> None:
    """The header already counts pages that only the -wal has: SQLite writes page 1 first."""
    path = tmp_path / "library.db"
    await make(path)
    store = await Store.open(path)
    (feed,) = await subscribe(store, "https://a.example/feed")
    await bring(store, feed, *(digested(str(n), text=f"word{n} " * 3000) for n in range(40)))
    stopped, whole = tmp_path / "stopped", tmp_path / "whole"
    for copy in (stopped, whole):
        copy.mkdir()
        for file in (path, path.with_name("library.db-wal")):
            (copy / file.name).write_bytes(file.read_bytes())
    await store.close()
    checkpointed = sqlite3.connect(whole / "library.db")
    checkpointed.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    checkpointed.close()
    with (stopped / "library.db").open("r+b") as file:
        file.write((whole / "library.db").read_bytes()[:8192])
    survivor = await Store.open(stopped / "library.db")
    assert await survivor.count(Selection()) == 40
    await survivor.close()


async def test_closing_twice_is_closing_once(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "library.db")
    await store.close()
    await store.close()


async def test_where_no_library_is_and_none_can_be_made_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.store.file.connect.is_writable", lambda _: False)
    with pytest.raises(StoreError, match="none can be made") as caught:
        await Store.open(tmp_path / "library.db")
    assert "--library" in caught.value.hint
    assert not (tmp_path / "library.db").exists()
