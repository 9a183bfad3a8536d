"""A query of many parts finds what its parts find, joined: whichever way it is looked for."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.model import Cursor, Selection, Stretch
from reader.query import All, Any, Node, Not, parse, write
from reader.store.file.connect import open_reader
from reader.store.listing import counting, held, leading, lists, merging
from reader.store.listing import whole as whole_sets
from reader.store.rows import stamp
from reader.store.searching import fitting
from tests.examples import examples

from .making import NOW
from .queried import CHECKS, Filled, filled

__all__ = ["filled"]
PARTS = (
    *CHECKS, "heron", "otter", "number", "met", "nowhere", "nu*", "h*", '"met the ferry"', '"the ferry"',
    "said:maria", "said:nobody", "quote:counted", "東京", "東", "/ferr(y|ies)/", "title:heron",
)  # fmt: skip
_found: dict[str, frozenset[int]] = {}

LEAVES = st.sampled_from([parse(part) for part in PARTS])
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda some: All(tuple(some))),
        st.lists(inner, min_size=2, max_size=3).map(lambda some: Any(tuple(some))),
        inner.map(Not),
    ),
    max_leaves=5,
)
ROUGH = {  # so that small libraries are looked through as large ones are
    "as it is": (2_000, 2_000, 500, 60, 64, 64, 12),
    "nothing looked up": (0, 0, 3, 0, 0, 0, 0),
    "all looked up": (1_000, 1_000, 3, 1_000, 1_000, 0, 0),
    "a few of each": (5, 3, 2, 1, 4, 2, 1),
}


@pytest.mark.parametrize("way", ROUGH)
@settings(
    max_examples=examples(40),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(tree=TREES, limit=st.sampled_from((1, 4, 100)), of=st.sampled_from(("", "feed", "folder")))
def test_what_is_found_is_what_the_parts_find(
    way: str, tree: Node, limit: int, of: str, filled: Filled
) -> None:
    with closing(open_reader(filled.path)) as con, pytest.MonkeyPatch.context() as patch:
        whole = _list_of(con, of, "")
        every = [(e.sort_at, e.id) for e in lists.page(con, whole, Stretch(limit=500)).entries]
        wanted = _joined(con, tree, frozenset(id_ for _, id_ in every))
        few, known, block, each, of_few, looked_up, alone = ROUGH[way]
        patch.setattr(lists, "FEW", few)
        patch.setattr(counting, "SOON", few)
        patch.setattr(whole_sets, "_FEW", few)
        patch.setattr(held, "FROM", known)
        patch.setattr(held, "MOST", 20 if known == 3 else 100_000)
        patch.setattr(lists, "_BLOCK", block)
        patch.setattr(leading, "_LOOKED_UP", looked_up)
        patch.setattr(fitting, "_EACH", each)
        patch.setattr(fitting, "_FEW", of_few)
        patch.setattr(merging, "_ALONE", alone)
        selection = _list_of(con, of, write(tree))
        found: list[int] = []
        beyond: Cursor | None = None
        while True:
            page = lists.page(con, selection, Stretch(older_than=beyond, limit=limit))
            found += [entry.id for entry in page.entries]
            if page.older is None:
                break
            beyond = page.older
        expected = [id_ for _, id_ in every if id_ in wanted]
        assert found == expected, write(tree)
        assert counting.count(con, selection) == len(expected), write(tree)
        below = lists.page(con, selection, Stretch(oldest=True, limit=limit))
        assert [e.id for e in below.entries] == expected[-limit:], write(tree)
        if expected:
            middle = every[len(every) // 2]
            up_to = Cursor(stamp(middle[0]), middle[1])
            assert sorted(counting.matching_ids(con, selection, up_to)) == sorted(
                id_ for at, id_ in every if (at, id_) <= middle and id_ in wanted
            ), write(tree)


def _list_of(con: sqlite3.Connection, of: str, query: str) -> Selection:
    river = "SELECT id FROM feed WHERE coalesce(title, own_title) = 'River News'"
    return Selection(
        feed_id=con.execute(river).fetchone()[0] if of == "feed" else None,
        folder="Birds" if of == "folder" else None,
        query=query,
        now=NOW,
    )


def _joined(con: sqlite3.Connection, node: Node, every: frozenset[int]) -> frozenset[int]:
    """What ``node`` finds among ``every``, by what its leaves find."""
    match node:
        case Not(inner):
            return every - _joined(con, inner, every)
        case All(nodes):
            found = every
            for one in nodes:
                found &= _joined(con, one, every)
            return found
        case Any(nodes):
            found = frozenset()
            for one in nodes:
                found |= _joined(con, one, every)
            return found
    key = write(node)
    if key not in _found:
        page = lists.page(con, Selection(query=key, now=NOW), Stretch(limit=500))
        _found[key] = frozenset(entry.id for entry in page.entries)
    return _found[key] & every
