"""Killed at any point: the library is whole, and every acknowledged mark is in it."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from reader.store.store import Store

from .indexed import check_speakers, check_words

ROOT = Path(__file__).parents[2]
COLUMN = {"read": "read_at", "star": "starred_at", "delete": "deleted_at"}


def work_until_killed(path: Path, seed: int, lines: int) -> list[list[str]]:
    """Let the busy program say ``lines`` things, kill it, and return all it had said."""
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.store.busy_library", str(path), str(seed)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    assert program.stdout is not None
    said = [program.stdout.readline() for _ in range(lines)]
    program.kill()
    said += program.stdout.readlines()
    program.stdout.close()
    program.wait()
    return [line.split() for line in said if line.endswith("\n")]


def check(path: Path, said: list[list[str]]) -> None:
    """The file is sound and holds all that was acknowledged."""
    with closing(sqlite3.connect(path)) as con:
        assert con.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        assert con.execute("PRAGMA foreign_key_check").fetchall() == []
        for kind, what in said:
            if kind == "applied":
                row = con.execute("SELECT 1 FROM entry WHERE identity = ?", (what,)).fetchone()
            else:
                sql = f"SELECT {COLUMN[kind]} FROM entry WHERE id = ?"
                (row,) = con.execute(sql, (int(what),)).fetchone()
            assert row is not None, (kind, what)
        tallies = con.execute(
            "SELECT t.total, t.unread, count(e.id), coalesce(sum(e.read_at IS NULL), 0)"
            " FROM tally AS t LEFT JOIN entry AS e ON e.feed_id = t.feed_id"
            " AND e.deleted_at IS NULL AND e.id IS NOT NULL GROUP BY t.feed_id"
        ).fetchall()
        for total, unread, counted, counted_unread in tallies:
            assert total == counted
            assert unread == counted_unread or not counted


async def kill_rounds(path: Path, rounds: int) -> None:
    """Kill the program ``rounds`` times over one library, checking after each."""
    chance = random.Random()
    said: list[list[str]] = []
    for seed in range(rounds):
        said += work_until_killed(path, seed, chance.randrange(1, 120))
        check(path, said)
    assert {kind for kind, _ in said} >= {"applied", "read"}
    store = await Store.open(path)
    assert store._writer is not None
    await store._writer.run(check_words)
    await store._writer.run(check_speakers)
    await store.close()


async def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    await kill_rounds(tmp_path / "library.db", 4)


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("library", ["one.db", "another.db"])
async def test_what_was_acknowledged_survives_fifty_kills_over_two_libraries(
    tmp_path: Path, library: str
) -> None:
    await kill_rounds(tmp_path / library, 25)
