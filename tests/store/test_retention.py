"""Whatever arrives and is marked, and whatever ``keep`` says: what a reader has not read, starred,
tagged or highlighted stays, and what went does not come back."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from reader.model import Anchor, Subscription
from reader.store.arriving import entries, feeds
from reader.store.file.connect import open_writer, transaction
from reader.store.file.migrations import migrate
from reader.store.grouping.finder import EventFinder
from reader.store.keeping import retention
from reader.store.own import marks
from tests.examples import examples
from tests.store.making import NOW, digested, feed_of, quote

FEEDS = ("https://a.example/feed", "https://b.example/feed")
NUMBERS = st.integers(0, 11)
"""Stories of a feed."""
KEEPS = st.one_of(
    st.none(),
    st.tuples(st.just("days"), st.integers(0, 40)),
    st.tuples(st.just("entries"), st.integers(1, 6)),
)
MARKS = st.tuples(
    st.sampled_from(("star", "tag", "highlight", "read", "delete")),
    st.sampled_from((True, True, False)),
    st.integers(0, 3),
    st.integers(2, 4),
)
"""What is marked or no longer so: from which story on, and each how many-th."""
_MINE = """
    SELECT e.id FROM entry AS e WHERE e.deleted_at IS NULL AND (
        e.read_at IS NULL OR e.starred_at IS NOT NULL OR e.tags IS NOT NULL
        OR EXISTS (SELECT 1 FROM highlight WHERE entry_id = e.id))
"""


class Library(RuleBasedStateMachine):
    """A library of two feeds, some of whose stories are copies of one another."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        path = Path(self._folder.name, "library.db")
        self.con = open_writer(path)
        migrate(self.con, path)
        self.finder = EventFinder()
        self.now: datetime = NOW
        self.gone: set[int] = set()
        """Entries that were pruned."""

    def teardown(self) -> None:
        self.con.close()
        self._folder.cleanup()

    @initialize(first=KEEPS, second=KEEPS)
    def subscribe(self, first: tuple[str, int] | None, second: tuple[str, int] | None) -> None:
        self.keep(first, second)
        for url in FEEDS:
            self.arrive(url, list(range(8)), 0)

    @rule(first=KEEPS, second=KEEPS)
    def keep(self, first: tuple[str, int] | None, second: tuple[str, int] | None) -> None:
        subscriptions = [
            Subscription(url, keep=keep)  # type: ignore[arg-type]
            for url, keep in zip(FEEDS, (first, second), strict=True)
        ]
        with transaction(self.con):
            feeds.keep_subscriptions(self.con, subscriptions)

    @rule(
        url=st.sampled_from(FEEDS),
        numbers=st.lists(NUMBERS, min_size=1, max_size=6, unique=True),
        edition=st.integers(0, 2),
    )
    def arrive(self, url: str, numbers: list[int], edition: int) -> None:
        (feed_id,) = self.con.execute("SELECT id FROM feed WHERE url = ?", (url,)).fetchone()
        brought = [
            digested(
                f"{number}",
                f"Bulletin number {number} of the harbour",
                text=f"Edition {edition} of what was told on day {number}.",
                # Of every third one both feeds give the same address: they are copies.
                link=f"https://{'both' if number % 3 == 0 else feed_id}.example/{number}",
                published_at=NOW - timedelta(days=4 * number),
                quotes=[quote("It floats well today.", "Ada Byron")] * (number % 2),
            )
            for number in numbers
        ]
        with transaction(self.con):
            fetched = feeds.Fetched(self.now)
            entries.apply(self.con, feed_id, feed_of(*brought), fetched, events=self.finder)

    @rule(marked=st.lists(MARKS, min_size=2, max_size=5))
    def mark(self, marked: list[tuple[str, bool, int, int]]) -> None:
        for each in marked:
            self._mark(*each)

    def _mark(self, how: str, on: bool, first: int, every: int) -> None:
        known = sorted(self._ids("SELECT id FROM entry WHERE deleted_at IS NULL"))[first::every]
        if not known:
            return
        with transaction(self.con):
            match how:
                case "read":
                    marks.set_read(self.con, known, on, self.now)
                case "star":
                    marks.set_starred(self.con, known, on, self.now)
                case "tag":
                    add, remove = (["mine"], []) if on else ([], ["mine"])
                    marks.set_tags(self.con, known, add, remove, self.now)
                case "delete":
                    marks.delete(self.con, known[:1], self.now)
                case "highlight" if on:
                    anchor = Anchor(text="told", before="", after="", block=0, start=0)
                    marks.add_highlight(self.con, known[0], anchor, self.now)
                case _:
                    rows = self.con.execute(
                        "SELECT id FROM highlight WHERE entry_id = ?", (known[0],)
                    ).fetchall()
                    marks.remove_highlights(self.con, [id_ for (id_,) in rows], self.now)

    @rule()
    def undo(self) -> None:
        with transaction(self.con):
            marks.undo(self.con)

    @rule(days=st.integers(0, 30), read=st.sampled_from((1, 1, 2, 0)))
    def prune(self, days: int, read: int) -> None:
        """Some days later, with all, half or none of the stories read before."""
        self.now += timedelta(days=days)
        known = sorted(self._ids("SELECT id FROM entry WHERE deleted_at IS NULL"))
        with transaction(self.con):
            marks.set_read(self.con, known[::read] if read else [], True, self.now)
        mine = self._ids(_MINE)
        listed = self._ids("SELECT id FROM entry WHERE deleted_at IS NULL")
        with transaction(self.con):
            found = retention.prunable(self.con, self.now)
            ids = [id_ for feed in found for id_ in feed.ids]
            assert mine.isdisjoint(ids), "what may go is nothing of the reader's own"
            # Asked for more than may go, it lets go of no more.
            retention.prune(self.con, [*ids, *mine], self.now)
            retention.forget(self.con, retention.forgotten(self.con, self.now))
        self.gone |= listed - self._ids("SELECT id FROM entry WHERE deleted_at IS NULL")
        assert set(ids) <= self.gone
        assert mine <= self._ids("SELECT entry_id FROM story"), "with their stories"
        for feed_id, keep in self.con.execute(
            "SELECT id, keep FROM feed WHERE keep IS NOT NULL"
        ).fetchall():
            self._is_kept_to(feed_id, *json.loads(keep))

    def _is_kept_to(self, feed_id: int, unit: str, number: int) -> None:
        """What is left of a feed is young, among the newest, or the reader's own."""
        rows = self.con.execute(
            "SELECT id, sort_at FROM entry WHERE feed_id = ? AND deleted_at IS NULL"
            " ORDER BY sort_at DESC, id DESC",
            (feed_id,),
        ).fetchall()
        mine = self._ids(_MINE)
        if unit == "days":
            oldest = (self.now - timedelta(days=number)).timestamp() * 1_000_000
            assert all(at >= oldest or id_ in mine for id_, at in rows)
        else:
            assert all(id_ in mine for id_, _ in rows[number:])

    @invariant()
    def what_went_is_a_tombstone(self) -> None:
        stones = self._ids("SELECT id FROM entry WHERE deleted_at IS NOT NULL")
        assert self.gone <= stones, "it is not on any list, unread least of all"
        assert self.gone.isdisjoint(self._ids("SELECT entry_id FROM story"))
        assert self.gone.isdisjoint(self._ids("SELECT entry_id FROM quote"))

    @invariant()
    def each_story_of_a_feed_has_one_row(self) -> None:
        assert not self._ids(
            "SELECT feed_id FROM entry GROUP BY feed_id, identity HAVING count(*) > 1"
        )

    @invariant()
    def the_numbers_of_the_lists_are_right(self) -> None:
        counted = self.con.execute(
            "SELECT feed_id, sum(deleted_at IS NULL),"
            " sum(deleted_at IS NULL AND read_at IS NULL) FROM entry GROUP BY feed_id"
        ).fetchall()
        kept = self.con.execute("SELECT feed_id, total, unread FROM tally").fetchall()
        assert set(counted) <= set(kept)
        said = "SELECT coalesce(sum(quotes), 0) FROM speaker"
        quoted = (
            "SELECT count(*) FROM quote AS q JOIN entry AS e ON e.id = q.entry_id"
            " WHERE q.speaker_id IS NOT NULL AND e.deleted_at IS NULL"
        )
        assert self.con.execute(said).fetchone() == self.con.execute(quoted).fetchone()

    def _ids(self, asked: str) -> set[int]:
        return {id_ for (id_,) in self.con.execute(asked)}


Library.TestCase.settings = settings(max_examples=examples(50), stateful_step_count=12)
TestLibrary = Library.TestCase
