"""A damaged library: set aside by name, its marks and subscriptions in a new one."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from reader.errors import StoreCorrupt, StoreError, StoreForeign, StoreFull
from reader.model import Position, Selection, Stretch, Subscription
from reader.store.file import leaves
from reader.store.file.header import doubts
from reader.store.file.salvage import is_damaged, salvage
from reader.store.store import Store

from .making import NOW, bring, digested, minutes_ago, quote, subscribe


async def make(path: Path, number: int) -> list[int]:
    """A library with ``number`` entries of which every third is read and every fourth starred."""
    store = await Store.open(path)
    await store.keep_subscriptions(
        [Subscription(f"https://s{n}.example/feed", folder="World") for n in range(3)]
    )
    ids: list[int] = []
    for n in range(3):
        feed = await store.feed_by_url(f"https://s{n}.example/feed")
        assert feed is not None
        chance = random.Random(n)
        entries = [
            digested(
                f"{k}",
                f"Title {k}",
                text=" ".join(str(chance.random()) for _ in range(80)),
                quotes=[quote("Well", "Ann Lee")],
                published_at=minutes_ago(k),
            )
            for k in range(number // 3)
        ]
        ids.extend((await bring(store, feed.id, *entries)).new_ids)
    await store.set_read(ids[::3], True, NOW)
    await store.set_starred(ids[::4], True, NOW)
    await store.keep_position(ids[0], Position(1, 2, "here"))
    await store.put("size", "80x24")
    await store.close()
    return ids


def damage(path: Path, table: str) -> None:
    """Overwrite half of the leaves of one table with noise."""
    with closing(sqlite3.connect(path)) as con:
        size = con.execute("PRAGMA page_size").fetchone()[0]
        leaves = con.execute(
            "SELECT pageno FROM dbstat WHERE name = ? AND pagetype <> 'internal'", (table,)
        ).fetchall()
    data = bytearray(path.read_bytes())
    for (page,) in leaves[1::2] or leaves:
        data[(page - 1) * size : page * size] = random.Random(page).randbytes(size)
    path.write_bytes(data)


def has_dbstat() -> bool:
    """Whether this SQLite can say which page belongs to which table."""
    with closing(sqlite3.connect(":memory:")) as con:
        options = [option for (option,) in con.execute("PRAGMA compile_options")]
    return "ENABLE_DBSTAT_VTAB" in options


needs_dbstat = pytest.mark.skipif(not has_dbstat(), reason="SQLite was built without dbstat")


@needs_dbstat
async def test_damaged_stories_cost_no_mark(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    ids = await make(path, 300)
    damage(path, "story")
    before = path.read_bytes()
    result = salvage(path)
    assert result.set_aside.read_bytes() == before
    assert result.set_aside.parent == tmp_path
    assert (result.feeds, result.entries) == (6, 300)
    assert 50 < result.stories < 300
    store = await Store.open(path)
    assert not store.is_new
    assert len(await store.subscriptions()) == 3
    assert [f.folder for f in await store.feeds()] == ["World"] * 3 + [None]
    for number, id_ in enumerate(ids):
        entry = await store.entry(id_)
        assert (entry.is_read, entry.is_starred) == (number % 3 == 0, number % 4 == 0)
    assert await store.count(Selection(unread=True)) == 200
    assert await store.position(ids[0]) == Position(1, 2, "here")
    assert await store.get("size") == "80x24"
    assert (await store.speakers())[0].quotes == result.stories
    assert await store.count(Selection(words=("title", "7"))) > 0
    await store.close()


@needs_dbstat
async def test_lost_stories_are_read_again_at_the_next_refresh(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    await make(path, 30)
    damage(path, "story")
    result = salvage(path)
    assert result.stories < 30
    store = await Store.open(path)
    feed = await store.feed_by_url("https://s0.example/feed")
    assert feed is not None
    validators = await store.validators(feed.id)
    assert (validators.etag, validators.body_hash) == (None, None)
    again = [digested(f"{k}", f"Title {k}", published_at=minutes_ago(k)) for k in range(10)]
    assert (await bring(store, feed.id, *again)).new == 0
    for entry in (await store.page(Selection(feed_id=feed.id))).entries:
        assert (await store.story(entry.id)).blocks
    await store.close()


async def test_a_story_whose_lists_are_damaged_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    ids = await make(path, 12)
    with closing(sqlite3.connect(path)) as con, con:
        for id_, damaged in zip(ids, ('["sea', "{}"), strict=False):
            con.execute("UPDATE entry SET enclosures = ? WHERE id = ?", (damaged, id_))
    assert salvage(path).entries == 10
    store = await Store.open(path)
    found = (await store.page(Selection(), Stretch(limit=500))).entries
    assert {entry.id for entry in found} == set(ids[2:])
    await store.close()


@needs_dbstat
@pytest.mark.slow
async def test_damaged_entries_cost_only_themselves(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    await make(path, 300)
    damage(path, "entry")
    result = salvage(path)
    assert 50 < result.entries < 300
    store = await Store.open(path)
    assert await store.count(Selection()) == result.entries
    assert len((await store.page(Selection(), Stretch(limit=500))).entries) == result.entries
    await subscribe(store, "https://s0.example/feed")
    await store.close()


async def test_a_library_beyond_reading_is_set_aside_for_an_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    await make(path, 30)
    data = path.read_bytes()
    path.write_bytes(data[:100] + bytes(255 for _ in data[100:]))
    result = salvage(path)
    assert (result.feeds, result.entries, result.stories) == (0, 0, 0)
    assert result.set_aside.exists()
    store = await Store.open(path)
    assert await store.count(Selection()) == 0
    await store.close()


async def test_a_library_whose_names_are_no_text_any_more_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    await (await Store.open(path)).close()
    path.write_bytes(path.read_bytes().replace(b"CREATE TABLE entry", b"CREATE TABL\xb3 entry"))
    with pytest.raises(StoreCorrupt):
        await Store.open(path)
    assert salvage(path).entries == 0
    await (await Store.open(path)).close()


async def test_a_sound_library_is_brought_over_whole(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    await make(path, 30)
    first, second = salvage(path), salvage(path)
    assert first.set_aside != second.set_aside
    assert (second.entries, second.stories) == (30, 30)


def test_nothing_but_a_library_is_salvaged(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with pytest.raises(StoreError):
        salvage(path)
    path.write_bytes(b"Dear diary")
    with pytest.raises(StoreForeign):
        salvage(path)
    assert [p.name for p in tmp_path.iterdir()] == ["library.db"]


def listing(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {file.name: file.read_bytes() for file in folder.iterdir()}


async def test_when_the_new_library_can_t_be_written_the_damaged_one_stays_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "library.db"
    await make(path, 3)
    damage(path, "story")
    before = listing(tmp_path)

    def full(*_: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr("reader.store.file.salvage._bring_over", full)
    with pytest.raises(StoreFull):
        salvage(path)
    assert listing(tmp_path) == before


def mend_until_killed(path: Path, at: str) -> None:
    """Let a program mend the library and be killed when it calls ``at``."""
    program = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from reader.store.file import exchange, salvage\n"
        f"{at} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "salvage.salvage(Path(sys.argv[1]))\n"
    )
    ended = subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert ended.returncode == -signal.SIGKILL


@pytest.mark.parametrize(
    "at", ["salvage._bring_over", "salvage.exchange", "exchange.os.link", "exchange.Path.replace"]
)
async def test_a_program_that_is_killed_while_it_mends_leaves_what_the_next_one_mends(
    tmp_path: Path, at: str
) -> None:
    path = tmp_path / "library.db"
    ids = await make(path, 30)
    path.write_bytes(path.read_bytes()[:-16_384])
    doubts(path).touch()
    mend_until_killed(path, at)
    assert is_damaged(path) and doubts(path).exists()
    assert salvage(path).entries == len(ids)
    assert not doubts(path).exists()
    store = await Store.open(path)
    assert await store.count(Selection(starred=True)) == len(ids[::4])
    await store.close()
    assert sum("mending" in name for name in listing(tmp_path)) == 0


@pytest.mark.parametrize("at", ["exchange.Path.replace", "exchange.os.link"])
async def test_what_was_committed_last_outlives_a_mend_that_was_killed(
    tmp_path: Path, at: str
) -> None:
    path, wal = tmp_path / "library.db", tmp_path / "library.db-wal"
    ids = await make(path, 30)
    store = await Store.open(path)
    await store.set_starred(ids, True, NOW)
    killed = path.read_bytes(), wal.read_bytes()
    await store.close()
    path.write_bytes(killed[0])
    wal.write_bytes(killed[1])
    mend_until_killed(path, at)
    store = await Store.open(path)
    starred = await store.count(Selection(starred=True))
    await store.close()
    assert starred == len(ids)
    assert not [name for name in listing(tmp_path) if "damaged" in name]


async def mark_up(path: Path) -> list[int]:
    """A library with marks and a tag."""
    ids = await make(path, 150)
    store = await Store.open(path)
    await store.set_tags(ids[5:6], NOW, add=("Kept",))
    await store.close()
    return ids


def root_of(path: Path, table: str) -> int:
    """The page at which the tree of ``table`` begins."""
    with closing(sqlite3.connect(path)) as con:
        sql = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
        return int(con.execute(sql, (table,)).fetchone()[0])


def page_size(data: bytes) -> int:
    """How large the pages of a library are."""
    return int.from_bytes(data[16:18], "big")


@pytest.mark.parametrize("lost", ["schema", "feed", "entry", "story", "end"])
async def test_marks_are_found_page_by_page_where_no_query_finds_them(
    tmp_path: Path, lost: str
) -> None:
    path = tmp_path / "library.db"
    ids = await mark_up(path)
    data = bytearray(path.read_bytes())
    size = page_size(data)
    if lost == "schema":
        data[100:size] = random.Random(1).randbytes(size - 100)
    elif lost == "end":  # SQLite opens no file that is shorter than its header says
        data = data[:-1]
    else:
        root = root_of(path, lost)
        assert data[(root - 1) * size] == 5 or lost == "feed"
        data[(root - 1) * size : (root - 1) * size + 8] = bytes(8)
    path.write_bytes(data)
    result = salvage(path)
    assert result.set_aside.read_bytes() == data
    assert result.entries == 150
    assert result.stories >= 140
    store = await Store.open(path)
    for number, id_ in enumerate(ids):
        entry = await store.entry(id_)
        assert (entry.is_read, entry.is_starred) == (number % 3 == 0, number % 4 == 0)
        assert entry.tags == (("Kept",) if number == 5 else ())
    assert await store.position(ids[0]) == Position(1, 2, "here")
    if lost != "feed":  # else they are at hand, but in no list
        assert await store.count(Selection(query="tag:kept")) == 1
        assert [f.folder for f in await store.feeds()] == ["World"] * 3 + [None]
    await store.close()


@pytest.mark.parametrize("page", [512, 4_096, 16_384])
def test_rows_of_any_length_are_found_in_the_pages_and_those_that_went_are_not(
    tmp_path: Path, page: int
) -> None:
    path = tmp_path / "rows.db"
    numbers = [
        0,
        1,
        -1,
        *(sign * 2**bits - (sign > 0) for bits in (7, 15, 23, 31, 47, 63) for sign in (1, -1)),
    ]
    with closing(sqlite3.connect(path, isolation_level=None)) as con:
        con.execute(f"PRAGMA page_size = {page}")
        con.execute("PRAGMA auto_vacuum = INCREMENTAL")
        con.execute("PRAGMA secure_delete = OFF")  # what went still lies there
        con.execute(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, text TEXT NOT NULL, raw BLOB)"
        )
        con.execute("BEGIN")
        for key, size in enumerate(range(0, 5 * page, page // 64), 1):  # some go on in other pages
            row = (
                key,
                numbers[key % len(numbers)],
                "é" * (size // 2),
                bytes([key % 251]) * (key % 90),
            )
            con.execute("INSERT INTO t VALUES (?, ?, ?, ?)", row)
        con.execute("COMMIT")
        con.execute("DELETE FROM t WHERE id BETWEEN 40 AND 90 OR text = ''")
        there = con.execute("SELECT * FROM t ORDER BY id").fetchall()
        shapes = {"t": leaves.shape_of(con, "t", 4)}
    found = list(leaves.rows(path, shapes, {"t": {there[0][0]}}))
    assert sorted(row for _, row in found) == there[1:]
    assert len(there) > 200


async def test_pages_in_each_other_s_places_bring_no_row_of_another_table(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    await mark_up(path)
    whole = path.read_bytes()
    size = page_size(whole)
    pages = [whole[at : at + size] for at in range(0, len(whole), size)]
    for seed in range(5):
        chance = random.Random(seed)
        mixed = list(pages)
        for _ in range(8):
            one, other = chance.sample(range(1, len(pages)), 2)
            mixed[one] = pages[other]
        path.write_bytes(b"".join(mixed))
        salvage(path)
        store = await Store.open(path)
        for entry in (await store.page(Selection(), Stretch(limit=500))).entries:
            assert entry.title.startswith("Title ")
        await store.close()


async def test_a_salvaged_library_knows_the_addresses_of_its_stories(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    await make(path, 3)
    store = await Store.open(path)
    feed = await store.feed_by_url("https://s0.example/feed")
    assert feed is not None
    await bring(store, feed.id, digested("quay", "A quay", link="https://s0.example/quay"))
    await store.close()

    def addresses() -> list[tuple[int, int]]:
        with closing(sqlite3.connect(path)) as con:
            return con.execute("SELECT key, entry_id FROM address ORDER BY 1, 2").fetchall()

    before = addresses()
    data = bytearray(path.read_bytes())
    place = (root_of(path, "address") - 1) * page_size(data)
    data[place : place + 8] = bytes(8)
    path.write_bytes(data)
    salvage(path)
    assert addresses() == before
    assert before


@pytest.mark.parametrize("size", [0, 10, 18, 99])
def test_a_file_that_ends_in_its_header_has_no_rows(tmp_path: Path, size: int) -> None:
    path = tmp_path / "library.db"
    path.write_bytes((b"SQLite format 3\0" + bytes(100))[:size])
    assert list(leaves.rows(path, {}, {})) == []
