"""What is remembered and held back while events are looked for changes none that is found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reader.store.grouping.events
import reader.store.grouping.telling
from reader.model import DigestedEntry, Subscription
from reader.store.arriving import entries, feeds
from reader.store.file.connect import open_writer, transaction
from reader.store.file.migrations import migrate
from reader.store.grouping.finder import EventFinder
from tests.examples import examples
from tests.store.making import NOW, digested, feed_of

FEEDS = [f"https://{name}.example/feed" for name in "abc"]
SUBJECTS = (
    "earthquake Arica Chile rescuers rubble magnitude coast dawn",
    "bakers Lyon strike bread ovens union wages flour",
    "ferry Norhaven harbour storm passengers captain rescue pier",
)


@st.composite
def stories(draw: st.DrawFn) -> tuple[str, str, int]:
    """Title, text, and minutes before now: about one of a few subjects, or about nothing."""
    words = draw(st.sampled_from(SUBJECTS)).split()
    other = draw(st.sampled_from(("", "Gardens bloom early this spring in Delmenau.")))
    title = " ".join(draw(st.permutations(words))[: draw(st.integers(2, 6))])
    text = f"{' '.join(draw(st.permutations(words)))}. {other}"
    return title.capitalize(), text, draw(st.integers(0, 9_000))


ROUNDS = st.lists(
    st.tuples(st.integers(0, len(FEEDS) - 1), st.lists(stories(), min_size=1, max_size=4)),
    min_size=1,
    max_size=8,
)
Found = tuple[list[tuple[object, ...]], ...]


def entries_of(number: int, told: Sequence[tuple[str, str, int]]) -> list[DigestedEntry]:
    return [
        digested(
            f"{number}-{place}",
            title,
            text=text,
            link=f"https://site.example/{number}/{place}" if place % 2 else None,
            published_at=NOW - timedelta(minutes=minutes),
        )
        for place, (title, text, minutes) in enumerate(told)
    ]


def found_by(
    path: Path, rounds: Sequence[tuple[int, list[tuple[str, str, int]]]], *, anew: bool
) -> Found:
    """The events of what feeds bring one after the other; ``anew``: each time by somebody who knows
    only what is written."""
    con = open_writer(path)
    try:
        migrate(con, path)
        with transaction(con):
            feeds.keep_subscriptions(con, [Subscription(url) for url in FEEDS])
        ids: dict[str, int] = dict(con.execute("SELECT url, id FROM feed").fetchall())
        finder = EventFinder()
        for number, (place, told) in enumerate(rounds):
            at = NOW + timedelta(minutes=number)
            with transaction(con):
                fetched = feeds.Fetched(at)
                brought = feed_of(*entries_of(number, told))
                entries.apply(con, ids[FEEDS[place]], brought, fetched, events=finder)
                if anew:
                    finder.keep(con)
                    finder = EventFinder()
        with transaction(con):
            finder.keep(con)
        return tuple(
            con.execute(asked).fetchall()
            for asked in (
                "SELECT id, event_id, copy_id FROM entry ORDER BY id",
                "SELECT * FROM gist ORDER BY entry_id",
                "SELECT * FROM tells ORDER BY term",
            )
        )
    finally:
        con.close()


@settings(max_examples=examples(50))
@given(ROUNDS)
def test_events_are_the_same_whatever_is_remembered(
    rounds: list[tuple[int, list[tuple[str, str, int]]]],
) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        whole = found_by(Path(folder, "whole.db"), rounds, anew=False)
        assert found_by(Path(folder, "anew.db"), rounds, anew=True) == whole
        patch.setattr(reader.store.grouping.telling, "_REMEMBERED", 3)
        patch.setattr(reader.store.grouping.events, "_REMEMBERED", 2)
        assert found_by(Path(folder, "short.db"), rounds, anew=False) == whole
        patch.setattr(reader.store.grouping.events, "HELD", 10)
        assert found_by(Path(folder, "early.db"), rounds, anew=False) == whole


def test_these_stories_do_make_events(tmp_path: Path) -> None:
    told = [("Rescuers search Arica rubble", SUBJECTS[0], 5)]
    (rows, gists, tells) = found_by(tmp_path / "a.db", [(0, told), (1, told)], anew=True)
    assert rows == [(1, 1, 1), (2, 1, 1)] and len(gists) == 2 and len(tells) > 8
