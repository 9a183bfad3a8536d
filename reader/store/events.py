"""Which entries tell of one event, and which are one story: worked out when they come in.

A new entry is compared with those few that share its most telling terms within three days
(:mod:`reader.events`), whatever the size of the library; what entries are compared by is kept for
a week.  ``entry.event_id`` and ``entry.copy_id`` are the ids of the first entry of each.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from heapq import nlargest
from typing import Final

from reader.events.alike import WINDOW_HOURS, Candidate, choose, weights_of
from reader.events.copies import address_tells, same_text_key, same_titles
from reader.events.counts import Counts
from reader.events.gist import LEAD_WORDS, Gist, gist_of, pack, unpack
from reader.store.entries import Fresh
from reader.store.rows import id_list, one, url_key
from reader.store.stories import facts_in

KEPT_DAYS: Final = 7
"""Days after it came in that an entry is still compared with later ones."""
OLD_DAYS: Final = 30
"""Days behind the newest story of its feed after which one that comes in is no news any more."""
COPY_DAYS: Final = 30
"""Days that lie between two copies of one story at most."""
MAX_TELLING: Final = 12
"""Terms by which an entry is looked for."""
_MAX_LISTED: Final = 30
_MAX_COMPARED: Final = 10
_MAX_SHARING: Final = 20
_LEAD_CHARACTERS: Final = 8 * LEAD_WORDS
_PRUNED: Final = 3
_KEEP_EVERY: Final = 500
_HOUR: Final = 3_600_000_000
_DAY: Final = 24 * _HOUR
_LISTED: Final = (
    "SELECT key, entry_id FROM (SELECT key, entry_id FROM telling"
    f" WHERE key BETWEEN ? AND ? ORDER BY key DESC LIMIT {_MAX_LISTED})"
)
_ADD_GIST: Final = (
    "INSERT OR REPLACE INTO gist (entry_id, seen_at, text_key, terms) VALUES (?, ?, ?, ?)"
)
_ON_LISTS: Final = "shelf > 0 AND deleted_at IS NULL"


class Events:
    """Finds the events of new entries; used by the thread that writes, and by no other."""

    def __init__(self) -> None:
        self._counts: Counts | None = None
        self._unkept = 0

    def settle(self, con: sqlite3.Connection, fresh: Sequence[Fresh], now: int) -> None:
        """Put new entries of one feed that the reader subscribes to with their events and copies;
        ``now`` in microseconds."""
        if not fresh or one(con, "SELECT kind FROM feed WHERE id = ?", fresh[0].feed_id) != "web":
            return  # the guide tells of the reader
        # Counted from the feed's newest story, not from the clock: an archive has its news too.
        newest = max(each.sort_at for each in fresh)
        for each in fresh:
            if newest - each.sort_at > OLD_DAYS * _DAY:
                _settle_old(con, each, now)
            else:
                self._settle_one(con, each, now)
        if self._unkept >= _KEEP_EVERY:
            self.keep(con)

    def keep(self, con: sqlite3.Connection) -> None:
        """Write down how common words are, if that has changed."""
        if self._unkept and self._counts is not None:
            con.execute(
                "INSERT OR REPLACE INTO word_count (id, counts) VALUES (1, ?)",
                (self._counts.pack(),),
            )
            self._unkept = 0

    def _settle_one(self, con: sqlite3.Connection, fresh: Fresh, now: int) -> None:
        counts = self._known(con)
        facts = facts_in(fresh.entry)
        text_key = same_text_key(fresh.entry.title, facts.text)
        original = _original(con, fresh, text_key)
        quotes = (quote.text for quote in facts.quotes if quote.kind == "direct")
        gist = gist_of(
            fresh.entry.title, facts.text[:_LEAD_CHARACTERS], quotes=quotes, addresses=facts.links
        )
        counts.add(gist.terms | gist.strong)
        self._unkept += 1
        weights = weights_of(gist.terms, gist.common, counts)
        telling = _telling(counts, gist, weights)
        if original is not None:
            _join_copies(con, fresh.id, original, now)
        elif gist.kind != "mixed":
            candidates = _candidates(con, gist, telling, fresh.sort_at)
            found = choose(gist, fresh.feed_id, candidates, counts, weights)
            if found is not None:
                _join_event(con, fresh.id, found.id)
        _keep_gist(con, telling, fresh, gist, text_key, now)

    def _known(self, con: sqlite3.Connection) -> Counts:
        if self._counts is None:
            packed = one(con, "SELECT counts FROM word_count WHERE id = 1")
            try:
                self._counts = Counts.unpack(packed) if packed else Counts()
            except ValueError:  # damaged: counted anew
                self._counts = Counts()
        return self._counts


def _settle_old(con: sqlite3.Connection, fresh: Fresh, now: int) -> None:
    """Of a story that is no news any more only its copies are looked for: a feed that comes in for
    the first time brings dozens of those, and what finds events takes longer than storing them."""
    text_key = same_text_key(fresh.entry.title, facts_in(fresh.entry).text)
    original = _original(con, fresh, text_key)
    if original is not None:
        _join_copies(con, fresh.id, original, now)
    if text_key:
        _forget(con, now - KEPT_DAYS * _DAY)
        con.execute(_ADD_GIST, (fresh.id, now, text_key, b""))


def _original(con: sqlite3.Connection, fresh: Fresh, text_key: int) -> int | None:
    """The entry that the new one is a copy of: the same address, or in another feed the same
    words."""
    link, title = fresh.entry.link, fresh.entry.title
    if link and address_tells(link):
        sharing = con.execute(
            "SELECT e.id, e.feed_id, e.title, e.sort_at, e.link FROM address AS a"
            " CROSS JOIN entry AS e ON e.id = a.entry_id"
            " WHERE a.key = ? AND e.id <> ? AND e.shelf > 0 AND e.deleted_at IS NULL LIMIT ?",
            (key := url_key(link), fresh.id, _MAX_SHARING),
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


def _join_copies(con: sqlite3.Connection, entry_id: int, original: int, now: int) -> None:
    """Make an entry a copy of another; what the reader has read need not be read again."""
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
    # What a rule marked read when it came in was never seen.
    was_read = one(
        con,
        "SELECT 1 FROM entry INDEXED BY entry_copy WHERE read_at > first_seen_at"
        f" AND copy_id = (SELECT copy_id FROM entry WHERE id = ?) AND {_ON_LISTS}",
        original,
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
    con: sqlite3.Connection, gist: Gist, telling: Sequence[tuple[int, float]], sort_at: int
) -> list[Candidate]:
    """The entries within the window that share the most of these terms."""
    if not telling:
        return []
    day, span = sort_at // _DAY, WINDOW_HOURS // 24
    weights = dict(telling)
    ends = [_key(term, day + by) for term in weights for by in (-span, span)]
    shared: dict[int, float] = {}
    for key, id_ in con.execute(" UNION ALL ".join([_LISTED] * len(weights)), ends):
        shared[id_] = shared.get(id_, 0.0) + weights[key >> 16]
    best = sorted(shared, key=lambda id_: (-shared[id_], -id_))[:_MAX_COMPARED]
    rows = con.execute(
        "SELECT e.id, e.feed_id, e.sort_at, e.event_id, g.terms,"
        " (SELECT min(sort_at) FROM entry AS f INDEXED BY entry_event"
        f"   WHERE f.event_id = e.event_id AND {_ON_LISTS}),"
        " (SELECT max(sort_at) FROM entry AS f INDEXED BY entry_event"
        f"   WHERE f.event_id = e.event_id AND {_ON_LISTS})"
        " FROM json_each(?) AS j CROSS JOIN gist AS g ON g.entry_id = j.value"
        f" CROSS JOIN entry AS e ON e.id = j.value WHERE e.{_ON_LISTS.replace('AND ', 'AND e.')}",
        (id_list(best),),
    )
    found = []
    for id_, feed_id, at, event, terms, first, last in rows:
        farthest = max(abs(sort_at - (first or at)), abs(sort_at - (last or at)))
        try:
            other = unpack(terms, near=gist)
        except ValueError:  # damaged: nothing is like it, and a refresh goes on
            continue
        apart = (sort_at - at) / _HOUR
        found.append(Candidate(id_, feed_id, other, apart, event, farthest / _HOUR))
    return found


def _telling(counts: Counts, gist: Gist, weights: Mapping[int, float]) -> list[tuple[int, float]]:
    """The terms by which a story is looked for and found, with their weights: those of a title
    count one more, as they are sooner met again."""
    weighed = [(weight, term) for term, weight in weights.items()]
    weighed += [(weights[term] + 1, term) for term in gist.titles]
    found = {term: counts.weight(term) for term in gist.strong}
    for weight, term in nlargest(2 * MAX_TELLING, weighed):
        if len(found) - len(gist.strong) < MAX_TELLING:
            found.setdefault(term, weight)
    return list(found.items())


def _keep_gist(
    con: sqlite3.Connection,
    telling: Sequence[tuple[int, float]],
    fresh: Fresh,
    gist: Gist,
    text_key: int,
    now: int,
) -> None:
    _forget(con, now - KEPT_DAYS * _DAY)
    if gist.kind == "mixed" and not text_key:
        return
    con.execute(_ADD_GIST, (fresh.id, now, text_key, pack(gist)))
    if gist.kind != "mixed":
        day = fresh.sort_at // _DAY
        con.executemany(
            "INSERT OR IGNORE INTO telling (key, entry_id) VALUES (?, ?)",
            [(_key(term, day), fresh.id) for term, _ in telling],
        )


def _forget(con: sqlite3.Connection, before: int) -> None:
    """Let go of what a few entries were compared by that came in before that time."""
    rows = con.execute(
        "SELECT g.entry_id, g.seen_at, g.terms, e.sort_at FROM gist AS g"
        " CROSS JOIN entry AS e ON e.id = g.entry_id ORDER BY g.entry_id LIMIT ?",
        (_PRUNED,),
    ).fetchall()
    for id_, seen_at, terms, sort_at in rows:
        if seen_at < before:
            day = sort_at // _DAY
            with suppress(ValueError):  # damaged: its terms stay, and lead to nothing
                gist = unpack(terms)
                con.executemany(
                    "DELETE FROM telling WHERE key = ? AND entry_id = ?",
                    [(_key(term, day), id_) for term in gist.terms | gist.strong],
                )
            con.execute("DELETE FROM gist WHERE entry_id = ?", (id_,))


def _key(term: int, day: int) -> int:
    return term << 16 | day & 0xFFFF
