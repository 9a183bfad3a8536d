"""Lists read from the pages of the index are those that FTS5 gives."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator

import pytest

from reader.store.listing.leading import lead_of
from reader.store.listing.sets import Sets
from reader.store.listing.strands import match_source
from reader.store.searching import fitting
from reader.store.searching.fitting import having, without
from reader.store.searching.postings import pages_of, postings
from reader.store.searching.query import Source
from reader.store.searching.tokens import TOKENIZER

WORDS = ("all", "most", "half", "some", "few", "one", "alle")
SHARES = (1.0, 0.995, 0.5, 0.03, 0.002)


_made: list[sqlite3.Connection] = []


@pytest.fixture(autouse=True)
def _close() -> Iterator[None]:
    yield
    while _made:
        _made.pop().close()


def library(seed: int, entries: int, *, changes: bool = True) -> sqlite3.Connection:
    """An index like the library's, written in pieces, with entries taken out and put in again."""
    chance = random.Random(seed)
    con = sqlite3.connect(":memory:", isolation_level=None)
    _made.append(con)
    con.execute(
        "CREATE VIRTUAL TABLE word_index USING fts5 (text, content = '', detail = none,"
        f" columnsize = 0, tokenize = '{TOKENIZER}')"
    )
    con.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY)")
    said: dict[int, str] = {}
    while len(said) < entries:
        con.execute("BEGIN")
        for _ in range(chance.choice((1, 40, entries // 2))):
            id_ = max(said, default=0) + chance.choice((*[1] * 40, 2, 200)) if said else 1
            words = [w for w, share in zip(WORDS, SHARES, strict=False) if chance.random() < share]
            said[id_] = " ".join(["alle", *words, *(f"x{chance.random()}" for _ in range(3))])
            con.execute("INSERT INTO word_index (rowid, text) VALUES (?, ?)", (id_, said[id_]))
        con.execute("COMMIT")
        if changes and chance.random() < 0.7:
            for id_ in chance.sample(list(said), min(5, len(said))):
                con.execute(
                    "INSERT INTO word_index (word_index, rowid, text) VALUES ('delete', ?, ?)",
                    (id_, said[id_]),
                )
                if chance.random() < 0.5:
                    con.execute("INSERT INTO word_index (rowid, text) VALUES (?, ?)", (id_, "all"))
                    said[id_] = "all"
                else:
                    del said[id_]
    con.executemany("INSERT INTO entry (id) VALUES (?)", [(id_,) for id_ in said])
    con.execute("PRAGMA query_only = ON")
    return con


def given_by(con: sqlite3.Connection, match: str) -> set[int]:
    """The entries that FTS5 gives."""
    rows = con.execute("SELECT rowid FROM word_index WHERE word_index MATCH ?", (match,))
    return {id_ for (id_,) in rows}


@pytest.mark.parametrize(("seed", "entries"), [(1, 30), (2, 900), (3, 7_000)])
def test_the_pages_give_what_fts5_gives(seed: int, entries: int) -> None:
    con = library(seed, entries)
    chance = random.Random(seed)
    last = con.execute("SELECT max(id) FROM entry").fetchone()[0]
    for word in WORDS:
        listed = postings(con, word)
        assert listed is not None
        truth = given_by(con, f'"{word}"')
        assert listed.fitting(range(1, last + 3)) == truth
        for number in (1, 20, last // 3):
            some = sorted(chance.sample(range(1, last + 1), min(number, last)))
            assert listed.fitting(some) == truth.intersection(some)
        assert listed.at_most >= len(truth)
        sets = Sets(con)
        assert sets.ids_in(listed.whole(last + 1)) == sorted(truth)
        lacking = [id_ for id_ in range(1, last + 1) if id_ not in truth]
        assert sets.lacking(f'"{word}"', last) == lacking
        assert not lacking or sets.lacking(f'"{word}"', len(lacking) - 1) is None


@pytest.mark.parametrize("seed", range(2))
def test_an_expression_means_what_it_means_to_fts5(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    con = library(seed, 300)
    ids = [id_ for (id_,) in con.execute("SELECT id FROM entry ORDER BY id DESC")]
    expressions = (
        '"half"',
        '"half" AND "some"',
        '("half") OR ("some") AND ("few")',
        '(("half" OR "few")) NOT (("some") OR ("most"))',
        '"all" NOT "most" OR "one"',
        '"nowhere" OR "some"',
        '"ha" * AND "some"',
    )
    for each, few in ((60, 64), (0, 0), (0, 10_000)):
        monkeypatch.setattr(fitting, "_EACH", each)
        monkeypatch.setattr(fitting, "_FEW", few)
        for match in expressions:
            truth = given_by(con, match)
            assert set(having(con, match)(ids)) == truth.intersection(ids), match
            assert set(without(con, match)(ids)) == set(ids) - truth, match
            assert having(con, match)([]) == set()
            sets = Sets(con)
            assert sets.ids_in(sets.of_words(match)) == sorted(truth), match
            if "*" not in match:
                gaps = sets.lacking(match, ids[0])
                assert gaps is None or set(gaps) == set(range(1, ids[0] + 1)) - truth, match


def test_a_connection_that_writes_is_asked_by_fts5_alone() -> None:
    con = library(5, 100)
    con.execute("PRAGMA query_only = OFF")
    con.execute("BEGIN")
    con.execute("INSERT INTO word_index (rowid, text) VALUES (100000, 'half')")
    assert postings(con, "half") is None
    assert having(con, '"half"')([100_000]) == {100_000}
    con.execute("INSERT INTO entry (id) VALUES (100000)")
    assert 100_000 in Sets(con).ids_in(Sets(con).of_words('"half"'))


def test_pages_of_another_format_are_left_to_fts5() -> None:
    con = library(6, 100)
    con.execute("PRAGMA query_only = OFF")
    for block in (b"", b"\0\0\0\0\xff\0\0\x01\x01", b"\0\0\0\0\x05"):
        con.execute("UPDATE word_index_data SET block = ? WHERE id = 10", (block,))
        con.execute("PRAGMA query_only = ON")
        assert postings(con, "half") is None
        con.execute("PRAGMA query_only = OFF")


@pytest.mark.parametrize("seed", range(8))
def test_damaged_pages_raise_nothing_but_what_fts5_raises(seed: int) -> None:
    con = library(9, 700, changes=bool(seed % 2))
    con.execute("PRAGMA query_only = OFF")
    chance = random.Random(seed)
    pages = con.execute("SELECT id, block FROM word_index_data WHERE id > 10").fetchall()
    whole = {id_: bytes(block) for id_, block in pages}
    last = con.execute("SELECT max(id) FROM entry").fetchone()[0]
    for _ in range(60):
        id_ = chance.choice(list(whole))
        block = bytearray(whole[id_])
        for _ in range(chance.choice((1, 4, 30))):
            block[chance.randrange(4, len(block))] = chance.choice((0, 1, 127, 128, 255))
        con.execute("PRAGMA query_only = OFF")
        con.execute("UPDATE word_index_data SET block = ? WHERE id = ?", (bytes(block), id_))
        con.execute("PRAGMA query_only = ON")
        for word in WORDS:
            some = sorted(chance.sample(range(1, last + 1), 200))
            try:
                having(con, f'"{word}"')(some)
                sets = Sets(con)
                sets.ids_in(sets.of_words(f'"{word}"') & sets.every)
            except sqlite3.DatabaseError:
                continue
        con.execute("PRAGMA query_only = OFF")
        con.execute("UPDATE word_index_data SET block = ? WHERE id = ?", (whole[id_], id_))


def test_how_many_pages_the_words_of_a_beginning_take_is_told_beforehand() -> None:
    chance = random.Random(7)
    con = sqlite3.connect(":memory:", isolation_level=None)
    _made.append(con)
    con.execute(
        "CREATE VIRTUAL TABLE word_index USING fts5 (text, content = '', detail = none,"
        f" columnsize = 0, tokenize = '{TOKENIZER}')"
    )
    for piece in range(2):
        con.execute("BEGIN")
        for id_ in range(1, 25_001):
            words = [w for w, share in zip(WORDS, SHARES, strict=False) if chance.random() < share]
            row = (id_ + piece * 25_000, " ".join(["alle", *words, f"x{id_}"]))
            con.execute("INSERT INTO word_index (rowid, text) VALUES (?, ?)", row)
        con.execute("COMMIT")
    con.execute("PRAGMA query_only = ON")
    pieces = con.execute("SELECT count(DISTINCT segid) FROM word_index_idx").fetchone()[0]
    for beginning, words in {
        "a": ("all", "alle"), "al": ("all", "alle"), "all": ("all", "alle"), "alle": ("alle",),
        "allem": (), "ala": (), "mo": ("most",), "most": ("most",), "mosta": (), "hal": ("half",),
        "x99": (), "zz": (), "!": (),
    }.items():  # fmt: skip
        lists = [found for word in words if (found := postings(con, word)) is not None]
        pages = sum(one.at_most for one in lists) / 4_000
        told = pages_of(con, beginning)
        assert pages - 2 * pieces <= told <= pages + 2 * pieces + 4, beginning


def test_a_beginning_that_very_many_have_is_not_counted() -> None:
    """To count them, FTS5 would merge their lists."""
    con = sqlite3.connect(":memory:", isolation_level=None)
    _made.append(con)
    con.execute(
        "CREATE VIRTUAL TABLE word_index USING fts5 (text, content = '', detail = none,"
        f" columnsize = 0, tokenize = '{TOKENIZER}')"
    )
    rows = [(id_, f"alle x{id_}") for id_ in range(1, 30_001)]
    con.execute("BEGIN")
    con.executemany("INSERT INTO word_index (rowid, text) VALUES (?, ?)", rows)
    con.execute("INSERT INTO word_index (word_index) VALUES ('optimize')")
    con.execute("COMMIT")
    con.execute("PRAGMA query_only = ON")
    asked: list[str] = []
    con.set_trace_callback(asked.append)
    for match, is_counted in {
        '("alle" *)': False, '"al" *': False, '("x99" *)': True, '("alle")': True,
        '("alle" *) AND ("x99" *)': True,
    }.items():  # fmt: skip
        asked.clear()
        lead_of(con, [Source(match_source(match))], match, None, 2_000)
        assert any("count(*)" in sql for sql in asked) is is_counted, match
