"""Lists gone down and up, and what is asked of SQLite for them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from reader.model import Entry, Selection, Stretch
from reader.store.store import Store


async def walk_down(store: Store, selection: Selection, limit: int) -> list[Entry]:
    """A whole list, from the top."""
    page = await store.page(selection, Stretch(limit=limit))
    assert page.newer is None
    found = list(page.entries)
    while page.older:
        page = await store.page(selection, Stretch(older_than=page.older, limit=limit))
        assert page.newer is not None
        found += page.entries
    return found


async def walk_up(store: Store, selection: Selection, limit: int) -> list[Entry]:
    """A whole list, from the end."""
    page = await store.page(selection, Stretch(oldest=True, limit=limit))
    assert page.older is None
    found = list(page.entries)
    while page.newer:
        page = await store.page(selection, Stretch(newer_than=page.newer, limit=limit))
        assert page.older is not None
        found[:0] = page.entries
    return found


def statements_of(con: sqlite3.Connection, call: Callable[[], object]) -> list[str]:
    """What ``call`` asks of SQLite, values and all; not what the indexes of words ask themselves."""
    asked: list[str] = []
    con.set_trace_callback(asked.append)
    try:
        call()
    finally:
        con.set_trace_callback(None)
    return [sql for sql in asked if not sql.startswith("--")]


def check_plan(con: sqlite3.Connection, sql: str, values: list[object]) -> None:
    """No scan of a table, no sorting but of a few, by EXPLAIN QUERY PLAN."""
    plan = [row[3] for row in con.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
    for step in plan:
        is_fts = "VIRTUAL TABLE INDEX" in step and not step.endswith("INDEX 0:")
        via_index = "USING INDEX" in step or "USING COVERING INDEX" in step
        is_few = step in ("SCAN s", "SCAN f")  # ids that an index gave; feeds
        assert not step.startswith("SCAN") or via_index or is_fts or is_few, (step, sql)
    # Ids that two sources give are put together first; that is no sorting of the list.
    sorts = [step for step in plan if "TEMP B-TREE" in step and not step.startswith("UNION")]
    assert not sorts or "json_each" in sql or "MATCH" in sql, (sorts, sql)
