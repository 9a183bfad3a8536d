"""Which entries tell of one event, and which are one story: worked out when they come in.

A new entry is compared with those few that share its most telling terms within three days
(:mod:`reader.events`), whatever the size of the library; what entries are compared by is kept for
a week.  ``entry.event_id`` and ``entry.copy_id`` are the ids of the first entry of each.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from itertools import islice
from typing import Final, NamedTuple

from reader.events.alike import ALIKE, WINDOW_HOURS, Candidate, Look, choose, likeness
from reader.events.compared import OLD, compared
from reader.events.counts import Counts
from reader.events.gist import NOTHING, Gist, unpack
from reader.model import Compared, DigestedEntry
from reader.store.arriving import copies
from reader.store.arriving.intake import Fresh
from reader.store.arriving.stories import facts_in
from reader.store.grouping.telling import Telling, last_written
from reader.store.rows import id_list, one

KEPT_DAYS: Final = 7
"""Days after it came in that an entry is still compared with later ones."""
MAX_TELLING: Final = 12
"""Terms by which an entry is looked for."""
_MAX_COMPARED: Final = 5
_FAR_BEHIND: Final = 0.4
"""Share of what the nearest story has in common that one must have to be compared."""
_CHANCE: Final = 11.0
"""Weight that one term has at most: so much is shared by chance."""
_MAX_CHANCE: Final = 2
_PRUNED: Final = 3
HELD: Final = 24_000
"""Terms held back at most, of some 1,500 stories: then they are written, and how common words
are."""
_FOUND_AGAIN: Final = 5_000
"""Entries at most that are taken up after a program that was killed."""
_HOUR: Final = 3_600_000_000
_DAY: Final = 24 * _HOUR
_MICROSECOND: Final = timedelta(microseconds=1)
_ADD_GIST: Final = (
    "INSERT OR IGNORE INTO gist (entry_id, seen_at, text_key, terms) VALUES (?, ?, ?, ?)"
)
_ON_LISTS: Final = "shelf > 0 AND deleted_at IS NULL"
_GISTS: Final = (
    "SELECT g.entry_id, g.terms FROM json_each(?) AS j CROSS JOIN gist AS g ON g.entry_id = j.value"
)
_AROUND: Final = f"""
    SELECT e.id, e.feed_id, e.sort_at, e.event_id,
           (SELECT min(sort_at) FROM entry AS f INDEXED BY entry_event
             WHERE f.event_id = e.event_id AND {_ON_LISTS}),
           (SELECT max(sort_at) FROM entry AS f INDEXED BY entry_event
             WHERE f.event_id = e.event_id AND {_ON_LISTS})
      FROM json_each(?) AS j CROSS JOIN entry AS e ON e.id = j.value
     WHERE e.shelf > 0 AND e.deleted_at IS NULL
"""
_UNWRITTEN: Final = """
    SELECT g.entry_id, e.sort_at, g.terms FROM gist AS g CROSS JOIN entry AS e ON e.id = g.entry_id
     WHERE g.entry_id > ? AND length(g.terms) > 0 ORDER BY g.entry_id LIMIT ?
"""
_REMEMBERED: Final = 6_000
"""Gists kept at hand at most, of 300 bytes each: what comes in is mostly compared with what has
just come in."""


class _Sought(NamedTuple):
    """A new entry whose event is looked for, and by which terms."""

    fresh: Fresh
    gist: Gist
    weights: Mapping[int, float]
    telling: Mapping[int, float]
    is_copy: bool

    @property
    def id(self) -> int:
        """Its own."""
        return self.fresh.id

    @property
    def day(self) -> int:
        """Days since 1970."""
        return self.fresh.sort_at // _DAY


class Events:
    """Finds the events of new entries; used by the thread that writes, and by no other."""

    def __init__(self) -> None:
        self._counts: Counts | None = None
        self._unkept = 0
        self._telling = Telling()
        self._gists: dict[int, bytes] = {}

    def settle(
        self,
        con: sqlite3.Connection,
        fresh: Sequence[Fresh],
        now: int,
        *,
        is_late: bool = False,
        newest: int | None = None,
        apart: Collection[int] = (),
    ) -> None:
        """Put new entries of one feed that the reader subscribes to with their events and copies;
        ``now`` in microseconds.  With ``is_late`` they have been here for a while, and copies keep
        the marks that each has.  Of a feed that comes in several parts ``newest`` is when the newest
        story of all came out, in microseconds, and ``apart`` what came before."""
        if not fresh or one(con, "SELECT kind FROM feed WHERE id = ?", fresh[0].feed_id) != "web":
            return  # the guide tells of the reader
        # Counted from the feed's newest story, not from the clock: an archive has its news too.
        if newest is None:
            newest = max(each.sort_at for each in fresh)
        news = newest - OLD // _MICROSECOND
        known = [_compared(each.entry, is_news=each.sort_at >= news) for each in fresh]
        twins = copies.twins(con, fresh, known)
        for each in fresh:  # a transaction taken back may have had their ids
            self._gists.pop(each.id, None)
        gists: list[tuple[int, int, int, bytes]] = []
        sought: list[_Sought] = []
        for each, (text_key, packed) in zip(fresh, known, strict=True):
            original = copies.original_of(con, each, text_key) if each.id in twins else None
            if original is not None:
                copies.join(con, each.id, original)
                if not is_late:
                    copies.read_with(con, each.id, now)
            kept = b"" if each.sort_at < news or packed is None else packed
            if kept:
                new = self._sought(con, each, kept, is_copy=original is not None)
                sought.append(new)
                kept = kept if new.telling or text_key else b""
            if kept or text_key:
                gists.append((each.id, now, text_key, kept))
        self._find_events(con, sought, apart)
        # Written when all are in: stories of one feed are not compared with one another.
        con.executemany(_ADD_GIST, gists)
        self._gists.update((id_, packed) for id_, _, _, packed in gists)
        self._forget(con, now, _PRUNED * len(fresh))
        self._telling.add(con, [(new.day, new.id, new.telling) for new in sought])
        if self._telling.held >= HELD:
            self.keep(con)

    def keep(self, con: sqlite3.Connection) -> None:
        """Write down how common words are, if that has changed, and what is held back."""
        self._telling.write(con)
        if self._unkept and self._counts is not None:
            con.execute(
                "INSERT OR REPLACE INTO word_count (id, counts) VALUES (1, ?)",
                (self._counts.pack(),),
            )
            self._unkept = 0

    def _sought(
        self, con: sqlite3.Connection, fresh: Fresh, packed: bytes, *, is_copy: bool
    ) -> _Sought:
        """What a new entry is looked for and found by."""
        counts, gist = self._known(con), unpack(packed)
        weights = counts.add(gist.terms, gist.common, gist.strong)
        self._unkept += 1
        return _Sought(fresh, gist, weights, _telling(counts, gist, weights), is_copy)

    def _find_events(
        self, con: sqlite3.Connection, sought: Sequence[_Sought], apart: Collection[int]
    ) -> None:
        """Put new entries with their events, but copies, which have theirs already."""
        counts = self._known(con)
        self._telling.look_up(con, {term for new in sought for term in new.telling})
        near = [(new, self._near(new, apart)) for new in sought if new.telling and not new.is_copy]
        self._remember(con, {id_ for _, ids in near for id_ in ids})
        for new, ids in near:
            candidates = self._candidates(con, new, ids)
            found = choose(new.gist, new.fresh.feed_id, candidates, counts, new.weights)
            if found is not None:
                _join_event(con, new.id, found.id)

    def _near(self, new: _Sought, apart: Collection[int]) -> list[int]:
        """The entries that share the most with a new one, and so are compared with it."""
        span = WINDOW_HOURS // 24
        best = self._telling.nearest(
            new.telling,
            new.day - span,
            new.day + span,
            least=_FAR_BEHIND,
            most=_MAX_COMPARED,
            apart=apart,
        )
        return [
            id_
            for place, (weight, id_) in enumerate(best)
            if place < _MAX_CHANCE or weight > _CHANCE
        ]

    def _remember(self, con: sqlite3.Connection, ids: Collection[int]) -> None:
        """Have the gists of entries at hand."""
        missing = [id_ for id_ in ids if id_ not in self._gists]
        if missing:
            self._gists.update(con.execute(_GISTS, (id_list(missing),)).fetchall())

    def _candidates(
        self, con: sqlite3.Connection, new: _Sought, ids: Sequence[int]
    ) -> list[Candidate]:
        """Of the entries ``ids``, whose gists are at hand, those to be compared with a new one;
        none, when it is like none of them."""
        if not ids:
            return []
        counts = self._known(con)
        look = Look(new.gist, new.weights, counts)
        gists = {id_: packed for id_ in ids if (packed := self._gists.get(id_))}
        reaches = {id_: _reach(look, packed) for id_, packed in gists.items()}
        if not any(
            likeness(new.gist, unpack(gists[id_]), counts, weights=new.weights) >= ALIKE
            for id_, points in reaches.items()
            if points >= ALIKE
        ):
            return []
        found = []
        for id_, feed_id, at, event, first, last in con.execute(_AROUND, (id_list(list(gists)),)):
            sort_at = new.fresh.sort_at
            farthest = max(abs(sort_at - (first or at)), abs(sort_at - (last or at)))
            other = unpack(gists[id_]) if reaches[id_] else NOTHING
            apart = (sort_at - at) / _HOUR
            found.append(Candidate(id_, feed_id, other, apart, event, farthest / _HOUR))
        return found

    def _forget(self, con: sqlite3.Connection, now: int, most: int) -> None:
        """Let go of what the first entries were compared by, if they came in :data:`KEPT_DAYS` before,
        or under a clock that was ahead: else none after them would ever go.  And of gists at hand,
        if there are too many."""
        if len(self._gists) > _REMEMBERED:
            for id_ in list(islice(self._gists, _REMEMBERED // 2)):
                del self._gists[id_]
        gone = con.execute(
            "DELETE FROM gist WHERE entry_id IN (SELECT entry_id FROM gist ORDER BY entry_id LIMIT ?)"
            " AND seen_at NOT BETWEEN ? AND ?",
            (most, now - KEPT_DAYS * _DAY, now + _DAY),
        )
        if gone.rowcount:
            self._gists.clear()
            self._telling.forget(one(con, "SELECT min(entry_id) FROM gist") or sys.maxsize)

    def _known(self, con: sqlite3.Connection) -> Counts:
        if self._counts is None:
            packed = one(con, "SELECT counts FROM word_count WHERE id = 1")
            try:
                self._counts = Counts.unpack(packed) if packed else Counts()
            except ValueError:  # damaged: counted anew
                self._counts = Counts()
            self._find_unwritten(con, self._counts)
        return self._counts

    def _find_unwritten(self, con: sqlite3.Connection, counts: Counts) -> None:
        """Take up what a program that was killed had not written yet."""
        tellings: list[tuple[int, int, Collection[int]]] = []
        for id_, sort_at, packed in con.execute(_UNWRITTEN, (last_written(con), _FOUND_AGAIN)):
            with suppress(ValueError):  # damaged
                gist = unpack(packed)
                weights = counts.add(gist.terms, gist.common, gist.strong)
                tellings.append((sort_at // _DAY, id_, _telling(counts, gist, weights)))
        self._telling.add(con, tellings)
        self._unkept += len(tellings)


def _compared(entry: DigestedEntry, *, is_news: bool) -> Compared:
    """What an entry is compared by: mostly it comes with that."""
    found = entry.compared
    if found is None or (is_news and found.gist is None):
        return compared(entry.title, facts_in(entry), is_news=is_news)
    return found


def _join_event(con: sqlite3.Connection, entry_id: int, other: int) -> None:
    con.execute("UPDATE entry SET event_id = coalesce(event_id, id) WHERE id = ?", (other,))
    con.execute(
        "UPDATE entry SET event_id = (SELECT event_id FROM entry WHERE id = ?) WHERE id = ?",
        (other, entry_id),
    )


def _telling(counts: Counts, gist: Gist, weights: Mapping[int, float]) -> dict[int, float]:
    """The terms by which a story is looked for and found, with their weights: those of a title
    count one more, as they are sooner met again; none of a story that joins no event."""
    if gist.kind == "mixed":
        return {}
    weighed = dict(weights)
    for term in gist.titles.intersection(weighed):  # all of them, unless a gist is damaged
        weighed[term] += 1
    found = counts.weights(gist.strong, ())
    heaviest = sorted(zip(weighed.values(), weighed, strict=True), reverse=True)
    for weight, term in heaviest[:MAX_TELLING]:
        found.setdefault(term, weight)
    return found


def _reach(look: Look, packed: bytes) -> float:
    """How much like a new entry one can be at most."""
    try:
        return look.reach(packed)
    except ValueError:  # damaged: nothing is like it, and a refresh goes on
        return 0.0
