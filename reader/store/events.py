"""Which entries tell of one event, and which are one story: worked out when they come in.

A new entry is compared with those few that share its most telling terms within three days
(:mod:`reader.events`), whatever the size of the library; what entries are compared by is kept for
a week.  ``entry.event_id`` and ``entry.copy_id`` are the ids of the first entry of each.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Final

from reader.events.alike import WINDOW_HOURS, Candidate, choose, may_be_alike
from reader.events.compared import OLD, compared
from reader.events.copies import address_tells, same_titles
from reader.events.counts import Counts
from reader.events.gist import NOTHING, Gist, unpack
from reader.model import Compared, DigestedEntry
from reader.store.intake import Fresh
from reader.store.rows import id_list, one, url_key
from reader.store.stories import facts_in
from reader.store.telling import Telling

KEPT_DAYS: Final = 7
"""Days after it came in that an entry is still compared with later ones."""
COPY_DAYS: Final = 30
"""Days that lie between two copies of one story at most."""
MAX_TELLING: Final = 12
"""Terms by which an entry is looked for."""
_MAX_COMPARED: Final = 5
_FAR_BEHIND: Final = 0.4
"""Share of what the nearest story has in common that one must have to be compared."""
_CHANCE: Final = 11.0
"""Weight that one term has at most: so much is shared by chance."""
_MAX_CHANCE: Final = 2
_MAX_SHARING: Final = 20
_PRUNED: Final = 3
_KEEP_EVERY: Final = 500
_HOUR: Final = 3_600_000_000
_DAY: Final = 24 * _HOUR
_MICROSECOND: Final = timedelta(microseconds=1)
_ADD_GIST: Final = (
    "INSERT OR REPLACE INTO gist (entry_id, seen_at, text_key, terms) VALUES (?, ?, ?, ?)"
)
_ON_LISTS: Final = "shelf > 0 AND deleted_at IS NULL"


class Events:
    """Finds the events of new entries; used by the thread that writes, and by no other."""

    def __init__(self) -> None:
        self._counts: Counts | None = None
        self._unkept = 0
        self._telling = Telling()

    def settle(
        self, con: sqlite3.Connection, fresh: Sequence[Fresh], now: int, *, is_late: bool = False
    ) -> None:
        """Put new entries of one feed that the reader subscribes to with their events and copies;
        ``now`` in microseconds.  With ``is_late`` they have been here for a while, and copies keep
        the marks that each has."""
        if not fresh or one(con, "SELECT kind FROM feed WHERE id = ?", fresh[0].feed_id) != "web":
            return  # the guide tells of the reader
        # Counted from the feed's newest story, not from the clock: an archive has its news too.
        news = max(each.sort_at for each in fresh) - OLD // _MICROSECOND
        known = [_compared(each.entry, is_news=each.sort_at >= news) for each in fresh]
        twins = _twins(con, fresh, known)
        gists: list[tuple[int, int, int, bytes]] = []
        tellings: list[tuple[int, int, Collection[int]]] = []
        for each, (text_key, packed) in zip(fresh, known, strict=True):
            original = _original(con, each, text_key) if each.id in twins else None
            if original is not None:
                _join_copies(con, each.id, original)
                if not is_late:
                    _read_with_copies(con, each.id, now)
            if each.sort_at < news:
                packed = b""
            elif packed is not None:
                telling = self._find_event(con, each, packed, is_copy=original is not None)
                tellings.append((each.sort_at // _DAY, each.id, telling))
                packed = packed if telling or text_key else b""
            if packed or text_key:
                gists.append((each.id, now, text_key, packed or b""))
        # Written when all are in: stories of one feed are not compared with one another.
        self._telling.forget(con, _forget(con, now - KEPT_DAYS * _DAY, _PRUNED * len(fresh)))
        con.executemany(_ADD_GIST, gists)
        self._telling.add(con, tellings)
        if self._unkept >= _KEEP_EVERY:
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

    def _find_event(
        self, con: sqlite3.Connection, fresh: Fresh, packed: bytes, *, is_copy: bool
    ) -> Collection[int]:
        """Put a new entry with its event, unless it is a copy; the terms by which later ones find
        it."""
        counts, gist = self._known(con), unpack(packed)
        counts.add(gist.terms | gist.strong)
        self._unkept += 1
        if gist.kind == "mixed":
            return ()
        weights = counts.weights(gist.terms, gist.common)
        telling = _telling(counts, gist, weights)
        if not is_copy:
            day, span = fresh.sort_at // _DAY, WINDOW_HOURS // 24
            near = self._telling.shared(con, telling, day - span, day + span) if telling else {}
            candidates = _candidates(con, gist, weights, near, fresh.sort_at)
            found = choose(gist, fresh.feed_id, candidates, counts, weights)
            if found is not None:
                _join_event(con, fresh.id, found.id)
        return telling

    def _known(self, con: sqlite3.Connection) -> Counts:
        if self._counts is None:
            packed = one(con, "SELECT counts FROM word_count WHERE id = 1")
            try:
                self._counts = Counts.unpack(packed) if packed else Counts()
            except ValueError:  # damaged: counted anew
                self._counts = Counts()
        return self._counts


def _compared(entry: DigestedEntry, *, is_news: bool) -> Compared:
    """What an entry is compared by: mostly it comes with that."""
    found = entry.compared
    if found is None or (is_news and found.gist is None):
        return compared(entry.title, facts_in(entry), is_news=is_news)
    return found


def _twins(
    con: sqlite3.Connection, fresh: Sequence[Fresh], known: Sequence[Compared]
) -> frozenset[int]:
    """Those of ``fresh`` that share an address or all their words with another entry."""
    addresses = {each.id: key for each in fresh if (key := _address(each)) is not None}
    shared = {
        key
        for (key,) in con.execute(
            "SELECT a.key FROM json_each(?) AS j CROSS JOIN address AS a ON a.key = j.value"
            " GROUP BY a.key HAVING count(DISTINCT a.entry_id) > 1",
            (id_list(list(set(addresses.values()))),),
        )
    }
    keys = [compared.text_key for compared in known if compared.text_key]
    repeated = {
        key
        for (key,) in con.execute(
            "SELECT g.text_key FROM json_each(?) AS j CROSS JOIN gist AS g ON g.text_key = j.value",
            (id_list(keys),),
        )
    }
    return frozenset(
        each.id
        for each, compared in zip(fresh, known, strict=True)
        if addresses.get(each.id) in shared or compared.text_key in repeated
    )


def _original(con: sqlite3.Connection, fresh: Fresh, text_key: int) -> int | None:
    """The entry that the new one is a copy of: the same address, or in another feed the same
    words."""
    title = fresh.entry.title
    if (key := _address(fresh)) is not None:
        sharing = con.execute(
            "SELECT e.id, e.feed_id, e.title, e.sort_at, e.link FROM address AS a"
            " CROSS JOIN entry AS e ON e.id = a.entry_id"
            " WHERE a.key = ? AND e.id <> ? AND e.shelf > 0 AND e.deleted_at IS NULL LIMIT ?",
            (key, fresh.id, _MAX_SHARING),
        ).fetchall()
        alike = [row for row in sharing if same_titles(row[2], title)]
        if len(alike) == len(sharing):
            near = alike
        else:  # an address that one feed gives to several stories tells none of them
            feeds = [row[1] for row in sharing]
            tells = fresh.feed_id not in feeds and len(set(feeds)) == len(feeds)
            near = sharing if tells else alike
        for id_, _, _, sort_at, other in near:
            if abs(sort_at - fresh.sort_at) <= COPY_DAYS * _DAY and other and url_key(other) == key:
                return int(id_)
    if text_key:
        row = con.execute(
            "SELECT e.id FROM gist AS g CROSS JOIN entry AS e ON e.id = g.entry_id"
            " WHERE g.text_key = ?1 AND e.feed_id <> ?5 AND e.shelf > 0 AND e.deleted_at IS NULL"
            " AND abs(e.sort_at - ?3) <= CASE e.title WHEN ?2 THEN ?4 ELSE ?6 END"
            " ORDER BY e.id LIMIT 1",
            (
                text_key,
                title,
                fresh.sort_at,
                COPY_DAYS * _DAY,
                fresh.feed_id,
                WINDOW_HOURS * _HOUR,
            ),
        ).fetchone()
        if row is not None:
            return int(row[0])
    return None


def _address(fresh: Fresh) -> int | None:
    """The key of an entry's address, where that can be the address of one story."""
    link = fresh.entry.link
    return fresh.key if link and address_tells(link) else None


def _join_copies(con: sqlite3.Connection, entry_id: int, original: int) -> None:
    """Make an entry a copy of another."""
    con.execute(
        "UPDATE entry SET copy_id = coalesce(copy_id, id), event_id = coalesce(event_id, id)"
        " WHERE id = ?",
        (original,),
    )
    con.execute(
        "UPDATE entry SET (copy_id, event_id) ="
        " (SELECT copy_id, event_id FROM entry WHERE id = ?) WHERE id = ?",
        (original, entry_id),
    )


def _read_with_copies(con: sqlite3.Connection, entry_id: int, now: int) -> None:
    """What the reader has read need not be read again."""
    # What a rule marked read when it came in was never seen.
    was_read = one(
        con,
        "SELECT 1 FROM entry INDEXED BY entry_copy WHERE read_at > first_seen_at"
        f" AND copy_id = (SELECT copy_id FROM entry WHERE id = ?) AND {_ON_LISTS}",
        entry_id,
    )
    if was_read:
        con.execute("UPDATE entry SET read_at = ? WHERE id = ?", (now + 1, entry_id))


def _join_event(con: sqlite3.Connection, entry_id: int, other: int) -> None:
    con.execute("UPDATE entry SET event_id = coalesce(event_id, id) WHERE id = ?", (other,))
    con.execute(
        "UPDATE entry SET event_id = (SELECT event_id FROM entry WHERE id = ?) WHERE id = ?",
        (other, entry_id),
    )


def _candidates(
    con: sqlite3.Connection,
    gist: Gist,
    weights: Mapping[int, float],
    near: Mapping[int, float],
    sort_at: int,
) -> list[Candidate]:
    """Of the entries ``near``, by what they share, those that share the most."""
    least = _FAR_BEHIND * max(near.values(), default=0.0)
    best = sorted([(weight, id_) for id_, weight in near.items() if weight >= least], reverse=True)
    best = [
        (weight, id_)
        for place, (weight, id_) in enumerate(best[:_MAX_COMPARED])
        if place < _MAX_CHANCE or weight > _CHANCE
    ]
    rows = con.execute(
        "SELECT e.id, e.feed_id, e.sort_at, e.event_id, g.terms,"
        " (SELECT min(sort_at) FROM entry AS f INDEXED BY entry_event"
        f"   WHERE f.event_id = e.event_id AND {_ON_LISTS}),"
        " (SELECT max(sort_at) FROM entry AS f INDEXED BY entry_event"
        f"   WHERE f.event_id = e.event_id AND {_ON_LISTS})"
        " FROM json_each(?) AS j CROSS JOIN gist AS g ON g.entry_id = j.value"
        f" CROSS JOIN entry AS e ON e.id = j.value WHERE e.{_ON_LISTS.replace('AND ', 'AND e.')}",
        (id_list([id_ for _, id_ in best]),),
    )
    found = []
    for id_, feed_id, at, event, packed, first, last in rows:
        farthest = max(abs(sort_at - (first or at)), abs(sort_at - (last or at)))
        try:
            other = unpack(packed) if may_be_alike(packed, gist, weights) else NOTHING
        except ValueError:  # damaged: nothing is like it, and a refresh goes on
            continue
        apart = (sort_at - at) / _HOUR
        found.append(Candidate(id_, feed_id, other, apart, event, farthest / _HOUR))
    return found


def _telling(counts: Counts, gist: Gist, weights: Mapping[int, float]) -> dict[int, float]:
    """The terms by which a story is looked for and found, with their weights: those of a title
    count one more, as they are sooner met again."""
    titles = gist.titles
    weighed = [(weight + (term in titles), term) for term, weight in weights.items()]
    found = counts.weights(gist.strong, ())
    for weight, term in sorted(weighed, reverse=True)[:MAX_TELLING]:
        found.setdefault(term, weight)
    return found


def _forget(
    con: sqlite3.Connection, before: int, most: int
) -> list[tuple[int, int, Collection[int]]]:
    """Let go of what the first entries were compared by, if they came in before that time; their
    days, ids and terms."""
    rows = con.execute(
        "SELECT g.entry_id, g.terms, e.sort_at FROM (SELECT * FROM gist ORDER BY entry_id LIMIT ?)"
        " AS g CROSS JOIN entry AS e ON e.id = g.entry_id WHERE g.seen_at < ?",
        (most, before),
    ).fetchall()
    gone: list[tuple[int, int, Collection[int]]] = []
    for id_, packed, sort_at in rows:
        with suppress(ValueError):  # damaged: its terms stay, and lead to nothing
            gist = unpack(packed)
            gone.append((sort_at // _DAY, id_, gist.terms | gist.strong))
    con.executemany("DELETE FROM gist WHERE entry_id = ?", [(id_,) for id_, _, _ in rows])
    return gone
