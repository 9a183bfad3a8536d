"""By which terms entries are found that came in lately."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from reader.store.telling import MOST, Telling

DAY = 20_000
WEIGHTS = {7: 2.0, 9: 3.0, 11: 5.0}


@pytest.fixture
def con() -> Iterator[sqlite3.Connection]:
    made = sqlite3.connect(":memory:")
    made.execute(
        "CREATE TABLE telling (key INTEGER NOT NULL, entry_id INTEGER NOT NULL,"
        " PRIMARY KEY (key, entry_id)) WITHOUT ROWID"
    )
    yield made
    made.close()


def found(telling: Telling, con: sqlite3.Connection, day: int = DAY) -> dict[int, float]:
    return telling.shared(con, WEIGHTS, day - 3, day + 3)


def test_entries_are_found_by_the_weight_of_the_terms_they_share(con: sqlite3.Connection) -> None:
    telling = Telling()
    telling.add(con, [(DAY, 1, [7, 9]), (DAY - 1, 2, [9]), (DAY - 4, 3, [7, 9]), (DAY, 4, [8])])
    assert found(telling, con) == {1: 5.0, 2: 3.0}
    telling.write(con)
    assert found(telling, con) == {1: 5.0, 2: 3.0}
    assert found(telling, con, DAY - 4) == {2: 3.0, 3: 5.0}


def test_a_term_asked_for_again_finds_what_came_in_since(con: sqlite3.Connection) -> None:
    telling = Telling()
    telling.add(con, [(DAY, 1, [7])])
    telling.write(con)
    assert found(telling, con) == {1: 2.0}
    telling.add(con, [(DAY, 2, [7, 11])])
    assert found(telling, con) == {1: 2.0, 2: 7.0}
    telling.write(con)
    assert found(telling, con) == {1: 2.0, 2: 7.0}


def test_an_entry_let_go_is_found_no_longer(con: sqlite3.Connection) -> None:
    telling = Telling()
    telling.add(con, [(DAY, 1, [7]), (DAY, 2, [7])])
    telling.write(con)
    assert found(telling, con) == {1: 2.0, 2: 2.0}
    telling.forget(con, [(DAY, 1, [7])])
    assert found(telling, con) == {2: 2.0}


def test_of_a_term_that_many_entries_have_the_newest_are_found(con: sqlite3.Connection) -> None:
    telling = Telling()
    telling.add(con, [(DAY - 2, id_, [9]) for id_ in range(1, 6)])
    telling.add(con, [(DAY, id_, [9]) for id_ in range(6, 6 + MOST)])
    telling.write(con)
    for _ in range(2):
        assert sorted(found(telling, con)) == list(range(6, 6 + MOST))
