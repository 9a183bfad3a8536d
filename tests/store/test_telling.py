"""By which terms entries are found that came in lately."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.store.file.migrations import STEPS, run_script
from reader.store.grouping.telling import KEPT, MOST, Telling, last_written, unpack_entries

DAY = 20_000
WEIGHTS = {7: 2.0, 9: 3.0, 11: 5.0}


@pytest.fixture
def con() -> Iterator[sqlite3.Connection]:
    made = sqlite3.connect(":memory:")
    run_script(made, "CREATE TABLE tells (term INTEGER PRIMARY KEY, entries BLOB NOT NULL);")
    yield made
    made.close()


def found(
    telling: Telling, con: sqlite3.Connection, day: int = DAY, *, least: float = 0.0
) -> dict[int, float]:
    telling.look_up(con, WEIGHTS)
    best = telling.nearest(WEIGHTS, day - 3, day + 3, least=least, most=100)
    assert best == sorted(best, reverse=True)
    return {id_: weight for weight, id_ in best}


def stored(con: sqlite3.Connection, term: int) -> list[int]:
    """The ids of the entries that have a term, as written."""
    row = con.execute("SELECT entries FROM tells WHERE term = ?", (term,)).fetchone()
    return [id_ for _, id_ in unpack_entries(row[0])] if row else []


def test_entries_are_found_by_the_weight_of_the_terms_they_share(con: sqlite3.Connection) -> None:
    telling = Telling()
    telling.add(con, [(DAY, 1, [7, 9]), (DAY - 1, 2, [9]), (DAY - 4, 3, [7, 9]), (DAY, 4, [8])])
    assert found(telling, con) == {1: 5.0, 2: 3.0}
    telling.write(con)
    for each in (telling, Telling()):
        assert found(each, con) == {1: 5.0, 2: 3.0}
        assert found(each, con, DAY - 4) == {2: 3.0, 3: 5.0}


def test_only_those_that_share_most_are_wanted(con: sqlite3.Connection) -> None:
    telling = Telling()
    telling.add(con, [(DAY, 1, [7, 9, 11]), (DAY, 2, [11]), (DAY, 3, [7])])
    assert found(telling, con, least=0.5) == {1: 10.0, 2: 5.0}
    telling.look_up(con, WEIGHTS)
    assert telling.nearest(WEIGHTS, DAY, DAY, least=0.0, most=1) == [(10.0, 1)]
    assert telling.nearest(WEIGHTS, DAY + 1, DAY + 2, least=0.0, most=9) == []


def test_a_term_asked_for_again_finds_what_came_in_since(con: sqlite3.Connection) -> None:
    telling = Telling()
    telling.add(con, [(DAY, 1, [7])])
    telling.write(con)
    assert found(telling, con) == {1: 2.0}
    telling.add(con, [(DAY, 2, [7, 11])])
    assert found(telling, con) == {1: 2.0, 2: 7.0}
    telling.write(con)
    assert found(telling, con) == found(Telling(), con) == {1: 2.0, 2: 7.0}
    assert telling.held == 0


@pytest.mark.parametrize("number", [3, 400])
def test_rows_whose_entries_are_all_gone_go(con: sqlite3.Connection, number: int) -> None:
    telling = Telling()
    telling.add(con, [(DAY, 1, [7]), (DAY, 2, [7, 8]), (DAY, 3, [8])])
    telling.write(con)
    telling.forget(3)
    telling.add(con, [(DAY, 4, range(100, 100 + number))])
    telling.write(con)
    assert (stored(con, 7), stored(con, 8), stored(con, 100)) == ([], [2, 3], [4])
    assert found(telling, con) == {}


def test_of_a_term_that_many_entries_have_the_newest_are_found(con: sqlite3.Connection) -> None:
    telling = Telling()
    telling.add(con, [(DAY, id_, [9]) for id_ in range(6, 6 + MOST)])
    telling.add(con, [(DAY - 2, id_, [9]) for id_ in range(6 + MOST, 12 + MOST)])
    assert sorted(found(telling, con)) == list(range(6, 6 + MOST))
    telling.write(con)
    for each in (telling, Telling()):
        assert sorted(found(each, con)) == list(range(6, 6 + MOST))


def test_of_a_term_that_many_entries_have_those_are_kept_that_came_in_last(
    con: sqlite3.Connection,
) -> None:
    telling = Telling()
    for id_ in range(1, 3 * KEPT):
        telling.add(con, [(DAY - id_ % 2, id_, [9])])
        telling.write(con)
    assert stored(con, 9) == list(range(2 * KEPT, 3 * KEPT))


def test_entries_of_any_time_have_their_places(con: sqlite3.Connection) -> None:
    telling = Telling()
    days = (-719_162, -1, 0, 65_536, 2_932_896)
    telling.add(con, [(day, id_, [7]) for id_, day in enumerate(days, 1)])
    telling.write(con)
    for id_, day in enumerate(days, 1):
        assert id_ in found(Telling(), con, day)


def test_what_another_program_writes_is_found_and_stays(tmp_path: object) -> None:
    path = f"{tmp_path}/terms.db"
    with sqlite3.connect(path) as first, sqlite3.connect(path) as second:
        first.execute("CREATE TABLE tells (term INTEGER PRIMARY KEY, entries BLOB NOT NULL)")
        first.commit()
        one, two = Telling(), Telling()
        assert found(one, first) == found(two, second) == {}
        for telling, con, id_ in ((one, first, 1), (two, second, 2)):
            telling.add(con, [(DAY, id_, [7])])
            telling.write(con)
            con.commit()
        assert found(one, first) == found(two, second) == {1: 2.0, 2: 2.0}
    first.close()
    second.close()


def test_up_to_where_entries_are_written_is_kept(con: sqlite3.Connection) -> None:
    telling = Telling()
    assert last_written(con) == 0
    telling.add(con, [(DAY, 5, [7]), (DAY, 9, [])])
    assert last_written(con) == 0
    telling.write(con)
    telling.add(con, [(DAY, 3, [8])])
    telling.write(con)
    assert last_written(con) == 9


def test_the_table_of_an_older_program_is_taken_over(con: sqlite3.Connection) -> None:
    con.execute("DROP TABLE tells")
    con.execute("CREATE TABLE telling (key INTEGER, entry_id INTEGER)")
    con.execute("CREATE TABLE gist (entry_id INTEGER PRIMARY KEY)")
    old = [(7, DAY, 3), (7, DAY - 1, 4), (9, DAY, 3), (8, DAY, 1)]
    old += [(11, DAY, id_) for id_ in range(10, 10 + 2 * KEPT)]
    con.executemany(
        "INSERT INTO telling VALUES (?, ?)", [(term << 16 | day, id_) for term, day, id_ in old]
    )
    con.execute("INSERT INTO gist VALUES (90)")
    next(step for step in STEPS if step.__name__ == "_pack_terms")(con)
    assert found(Telling(), con).items() >= {3: 5.0, 4: 2.0}.items()
    assert (stored(con, 8), len(stored(con, 11)), last_written(con)) == ([1], KEPT, 90)
    assert not con.execute("SELECT 1 FROM sqlite_schema WHERE name = 'telling'").fetchall()


@given(
    st.lists(
        st.tuples(st.integers(DAY - 5, DAY + 5), st.sets(st.sampled_from((7, 9, 11, 13)))),
        max_size=60,
    ),
    st.sampled_from((0.0, 0.4, 0.7)),
    st.integers(1, 8),
    st.fixed_dictionaries(
        dict.fromkeys((7, 9, 11, 13), st.sampled_from((1.0, 2.0, 2.5, 4.0))),
    ),
)
def test_the_nearest_are_those_with_the_greatest_weight_in_all(
    came: list[tuple[int, set[int]]], least: float, most: int, weights: dict[int, float]
) -> None:
    telling = Telling()
    telling._known = {term: [] for term in weights}
    telling.add(None, [(day, id_, terms) for id_, (day, terms) in enumerate(came, 1)])  # type: ignore[arg-type]
    totals: dict[tuple[int, int], float] = {}
    for term, weight in weights.items():
        having = [(day, id_) for id_, (day, terms) in enumerate(came, 1) if term in terms]
        near = sorted(place for place in having if DAY - 3 <= place[0] <= DAY + 3)
        for place in near[-MOST:]:
            totals[place] = totals.get(place, 0.0) + weight
    enough = least * max(totals.values(), default=0.0)
    best = sorted((weight, place) for place, weight in totals.items() if weight >= enough)
    wanted = [(weight, id_) for weight, (_, id_) in best[::-1][:most]]
    assert telling.nearest(weights, DAY - 3, DAY + 3, least=least, most=most) == wanted
