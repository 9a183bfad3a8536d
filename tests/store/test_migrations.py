"""Schema steps: in order, all or nothing, with a copy made first."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from reader.library import library
from reader.library.library import waiting_for
from reader.store.file.connect import open_writer
from reader.store.file.migrations import ADDING, STEPS, VERSION, Step, migrate, run_script


def add_table(connection: sqlite3.Connection) -> None:
    """A second step for the tests."""
    run_script(connection, "CREATE TABLE later (id INTEGER PRIMARY KEY);\n")


def fail_halfway(connection: sqlite3.Connection) -> None:
    """A step that does something and then goes wrong."""
    connection.execute("CREATE TABLE half (id INTEGER PRIMARY KEY)")
    raise sqlite3.OperationalError("out of luck")


def tables(path: Path) -> set[str]:
    """The names of all tables in a file."""
    with closing(sqlite3.connect(path)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}


def version(path: Path) -> int:
    """The user_version of a file."""
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def run(path: Path, *more: Step) -> bool:
    """Migrate the file at ``path`` through the known steps and ``more``."""
    with closing(open_writer(path)) as connection:
        return migrate(connection, path, [*STEPS, *more])


def test_an_older_library_is_brought_up_to_date_after_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    assert run(path)
    assert not run(path, add_table)
    assert "later" in tables(path)
    assert version(path) == VERSION + 1
    copy = tmp_path / f"library.db.before-{VERSION + 1}"
    assert version(copy) == VERSION
    assert "later" not in tables(copy)
    assert "entry" in tables(copy)


def test_a_new_library_needs_no_copy(tmp_path: Path) -> None:
    assert run(tmp_path / "library.db", add_table)
    assert [path.name for path in tmp_path.iterdir()] == ["library.db"]


def test_a_step_that_fails_leaves_the_library_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    run(path)
    with pytest.raises(sqlite3.OperationalError, match="out of luck"):
        run(path, add_table, fail_halfway)
    assert version(path) == VERSION
    assert not {"later", "half"} & tables(path)


def test_a_library_that_is_up_to_date_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    run(path)
    before = path.read_bytes()
    assert not run(path)
    assert path.read_bytes() == before


def test_steps_that_only_add_need_no_copy(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    first = next(n for n, step in enumerate(STEPS) if ADDING.issuperset(STEPS[n:]))
    with closing(open_writer(path)) as connection:
        migrate(connection, path, STEPS[:first])
    with closing(open_writer(path)) as connection:
        migrate(connection, path)
    assert version(path) == VERSION
    assert not list(tmp_path.glob("*.before-*"))


def test_a_copy_that_has_no_room_is_taken_away_and_the_library_stays(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    run(path)

    class Full:
        def execute(self, statement: str) -> sqlite3.Cursor:
            return there.execute(statement)

        def backup(self, target: sqlite3.Connection) -> None:
            there.backup(target)
            raise sqlite3.OperationalError("database or disk is full")

    with closing(open_writer(path)) as there, pytest.raises(sqlite3.OperationalError, match="full"):
        migrate(Full(), path, [*STEPS, add_table])  # type: ignore[arg-type]
    assert version(path) == VERSION
    assert [one.name for one in tmp_path.iterdir()] == ["library.db"]


def test_who_opens_a_large_library_of_an_older_program_is_told_that_it_takes_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "library.db"
    assert waiting_for(path) == ""
    with closing(open_writer(path)) as connection:
        migrate(connection, path, STEPS[:-1])
    assert waiting_for(path) == ""
    monkeypatch.setattr(library, "LARGE", 1)
    assert "brought up to date" in waiting_for(path)
    run(path)
    assert waiting_for(path) == ""
    path.write_bytes(b"something else" * 10)
    assert waiting_for(path) == ""


def test_what_speakers_said_in_all_is_summed_up(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    before = [step.__name__ for step in STEPS].index("_sum_up_speakers")
    with closing(open_writer(path)) as connection:
        migrate(connection, path, STEPS[:before])
        connection.executescript(
            "INSERT INTO feed (id, url) VALUES (1, 'a'), (2, 'b');"
            "INSERT INTO speaker (id, key, name, quotes) VALUES (1, 'x', 'X', 4), (2, 'y', 'Y', 0);"
            "INSERT INTO said VALUES (1, 1, 3, 2, 50), (1, 2, 1, 1, 70), (2, 1, 0, 0, 90);"
        )
        migrate(connection, path)
        found = connection.execute("SELECT quotes, stories, last_at FROM speaker ORDER BY id")
        assert found.fetchall() == [(4, 3, 70), (0, 0, 0)]


@pytest.mark.parametrize("after", [0, 1])
def test_a_program_that_is_killed_in_a_step_leaves_the_library_as_it_was(
    tmp_path: Path, after: int
) -> None:
    path = tmp_path / "library.db"
    run(path)
    program = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from reader.store.file.connect import open_writer\n"
        "from reader.store.file.migrations import STEPS, migrate\n"
        "def half(con):\n"
        "    con.execute('CREATE TABLE half (id INTEGER PRIMARY KEY)')\n"
        "    con.execute('PRAGMA cache_spill = 1')\n"
        "    con.execute('INSERT INTO half SELECT NULL FROM entry')\n"
        "def die(con):\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "path = Path(sys.argv[1])\n"
        f"migrate(open_writer(path), path, [*STEPS, *[half] * {after}, die])\n"
    )
    ended = subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert ended.returncode == -signal.SIGKILL
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    assert version(path) == VERSION
    assert "half" not in tables(path)
    assert not run(path, add_table)
    assert version(path) == VERSION + 1
