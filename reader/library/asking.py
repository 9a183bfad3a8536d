"""The part of the library that answers queries: search, views, rules, tags, speakers, room."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from reader.config.settings import ListSettings, View
from reader.errors import InvalidQuery, StoreError
from reader.library.fetching.network import Network
from reader.library.reading.story import change_of
from reader.library.subscribing.subscriptions import Subscriptions
from reader.library.values import (
    Change,
    LibrarySize,
    PruneRow,
    RuleTrial,
    Saying,
    ViewRow,
)
from reader.model import FROM_TOP, Cursor, Entry, Selection, Stretch
from reader.query import parse
from reader.query.hits import as_typed
from reader.store.file.limits import StillLooking, TakesTooLong
from reader.store.rows import stamp
from reader.store.searching.search import SearchHit, SearchPage
from reader.store.store import Store
from reader.text import clean_line

if TYPE_CHECKING:
    from reader.config.highlighting import Highlighting, Wording
    from reader.library.bulk import BulkCommand, BulkPlan
    from reader.store.own.readings import Reading

__all__ = ["Asking", "SearchHit", "SearchPage"]

_NEWEST: Final = 5
_PRINTINGS: Final = 4
_TRIES: Final = 20
"""Unread entries tried until one has a row of its own, and does not stand behind another's."""
_STRETCH: Final = 1_000
"""Rows read at once."""
_FRESH: Final = 60.0
"""Seconds after which ``newer:`` and ``older:`` may have moved."""
_SLOW: Final = 0.2
_REST: Final = 10
"""A view that takes long (seconds) is counted for a tenth of the time at most."""


OnLooked = Callable[[datetime], None]
T = TypeVar("T")


async def until_found(
    look: Callable[[Stretch], Awaitable[T]],
    stretch: Stretch,
    on_looked: OnLooked | None = None,
) -> T:
    """What ``look`` finds in a stretch, asked again from where it was as long as it found nothing
    in time: then it is told, too, whether anything lies above that."""
    sought = stretch
    while True:
        try:
            return await look(sought)
        except StillLooking as far:
            is_above = stretch.older_than is not None
            sought = replace(stretch, older_than=far.older, is_above=is_above)
            if on_looked is not None:
                on_looked(far.back_to)


class _Counted(NamedTuple):
    changes: int
    at: float
    seconds: float
    counts: tuple[int, int] | None


class Asking:
    """Queries over the library; those methods that take one raise InvalidQuery."""

    _store: Store
    _list: Subscriptions
    _network: Network
    _clock: Callable[[], datetime]
    _view_counts: dict[str, _Counted]

    @property
    def key_preset(self) -> str:
        """``[keys] preset`` of feeds.toml."""
        return self._list.config.key_preset

    @property
    def fetches_by_itself(self) -> bool:
        """``[network] automatic`` of feeds.toml: whether an open reader fetches what is due."""
        return self._list.config.automatic

    @property
    def list_settings(self) -> ListSettings:
        """What ``[reading]`` of feeds.toml says of lists."""
        return self._list.config.lists

    # ---- search
    async def search(
        self,
        query: str,
        stretch: Stretch = FROM_TOP,
        *,
        within: Selection | None = None,
        ranked: bool = False,
        typing: bool = False,
        on_looked: OnLooked | None = None,
    ) -> SearchPage:
        """What ``query`` finds (``within`` a list), newest first, each with a snippet.

        ``ranked``: the best of the newest few hundred, on one page; slower, to refine what is shown
        already.  ``typing``: the last word may go on.  May be cancelled at any time. While nothing
        is found, it goes on to the end of the library; ``on_looked`` is told every few seconds how
        far back it is.
        """
        asked = as_typed(query) if typing else query
        selection = replace(within or Selection(), query=asked, now=self._clock())

        async def look(part: Stretch) -> SearchPage:
            return await self._store.search(selection, part, ranked=ranked)

        return await until_found(look, stretch, on_looked)

    # ---- views: counted when something changed, else remembered
    async def views(self) -> tuple[ViewRow, ...]:
        """The ``[[view]]`` blocks of feeds.toml with their counts; a query that can't be read is
        told in its row."""
        rows = []
        for view in self._list.config.views:
            try:
                unread, total = await self._counted(view.query) or (None, None)
            except InvalidQuery as error:
                rows.append(ViewRow(view.title, view.query, error=str(error)))
            else:
                known = unread is not None
                rows.append(ViewRow(view.title, view.query, unread or 0, total or 0, counted=known))
        return tuple(rows)

    async def _counted(self, query: str) -> tuple[int, int] | None:
        """How many unread and in all; None where that takes too long to tell."""
        started, changes = time.monotonic(), await self._store.change_count()
        known = self._view_counts.get(query)
        if known is not None:
            age = started - known.at
            fresh = known.changes == changes and age < _FRESH
            resting = known.seconds > _SLOW and age < _REST * known.seconds
            if fresh or resting:
                return known.counts
        counts = None
        with suppress(TakesTooLong):
            counts = await self._store.counts(Selection(query=query, now=self._clock()))
        now = time.monotonic()
        self._view_counts[query] = _Counted(changes, now, now - started, counts)
        return counts

    async def save_view(self, title: str, query: str) -> Change:
        """Keep ``query`` as a ``[[view]]`` of feeds.toml; undo takes it out.

        Raises InvalidQuery, ConfigError (also when there is such a view already)."""
        parse(query)
        return change_of(await self._list.save_view(View(clean_line(title), clean_line(query))))

    async def remove_view(self, title: str, query: str) -> Change:
        """Take a view out of feeds.toml; undo brings the same bytes back.

        Raises NotFound or ConfigError."""
        return change_of(await self._list.remove_view(View(title, query)))

    async def rename_view(self, title: str, query: str, new: str) -> Change:
        """Give a view another title. Raises NotFound or ConfigError."""
        return change_of(await self._list.rename_view(View(title, query), clean_line(new)))

    # ---- stretches of a list
    async def ids_between(
        self, selection: Selection, newest: Cursor, oldest: Cursor, *, whole: bool = False
    ) -> tuple[int, ...]:
        """The entries of a list from one place down to another, both included; with ``whole`` also
        those that their rows stand for."""
        found: list[int] = []
        beyond: Cursor | None = Cursor(newest.sort_at, newest.id + 1)
        while beyond is not None:
            page = await self._store.page(selection, Stretch(older_than=beyond, limit=_STRETCH))
            inside = [e for e in page.entries if Cursor(stamp(e.sort_at), e.id) >= oldest]
            found += [entry.id for entry in inside]
            if whole:
                leads = {entry.id for entry in inside}
                found += (i for g in page.groups if g.ids[0] in leads for i in g.ids[1:])
            beyond = page.older if len(inside) == len(page.entries) else None
        return tuple(found)

    async def any_unread(self, selection: Selection) -> Entry | None:
        """Any unread entry of a list that has a row of its own there; None when there is none."""
        import random

        ids = list(await self._store.ids_of(replace(selection, unread=True)))
        for id_ in random.sample(ids, min(len(ids), _TRIES)):
            entry = await self._store.entry(id_)
            here = Cursor(stamp(entry.sort_at), entry.id + 1)
            page = await self._store.page(selection, Stretch(older_than=here, limit=1))
            if page.entries and page.entries[0].id == id_:
                return entry
        return None

    # ---- bulk commands
    async def plan_bulk(self, command: BulkCommand) -> BulkPlan:
        """Find what a bulk command would change, and change nothing. May be cancelled.

        Raises InvalidQuery, its position in the command's query."""
        from reader.library import bulk

        return await bulk.plan(self._store, command, self._clock())

    async def do_bulk(self, plan: BulkPlan) -> Change | None:
        """Do what was planned, as one change; None when nothing changed."""
        from reader.library import bulk

        done = await bulk.carry_out(self._store, plan, self._clock())
        return change_of(done) if done else None

    # ---- rows that feeds.toml highlights
    async def highlighted(self, entry_ids: Sequence[int]) -> dict[int, Highlighting]:
        """Which of these entries a ``[[highlight]]`` of feeds.toml means: the first that does."""
        found: dict[int, Highlighting] = {}
        for each in reversed(self._list.config.highlightings):
            ids = await self._store.among(each.when, entry_ids, self._clock())
            found.update(dict.fromkeys(ids, each))
        return found

    @property
    def wordings(self) -> tuple[Wording, ...]:
        """The words that feeds.toml highlights in texts; where they stand tells
        :func:`reader.library.reading.found.words_in`."""
        return self._list.config.wordings

    # ---- rules
    async def try_rules(self) -> tuple[RuleTrial, ...]:
        """What each ``[[rule]]`` of feeds.toml would find in the library if those above it were done
        first; changes nothing."""
        from reader.query.ruled import Done, after_rules, spelled

        trials = []
        above: list[Done] = []
        for rule in self._list.config.rules:
            try:
                node = after_rules(parse(rule.when), above)
                above.append((node, rule.do))
                selection = Selection(query=spelled(node, rule.when), now=self._clock())
                number = await self._store.count(selection)
                newest = (await self._store.page(selection, Stretch(limit=_NEWEST))).entries
            except InvalidQuery as error:
                trials.append(RuleTrial(rule.when, rule.do, 0, error=str(error)))
            else:
                trials.append(RuleTrial(rule.when, rule.do, number, newest))
        return tuple(trials)

    async def take_notices(self) -> tuple[Entry, ...]:
        """The entries that came in since this was asked last and whose rule says ``notify``."""
        ids, self._store.to_notify = self._store.to_notify, []
        return await self._store.entries(ids) if ids else ()

    # ---- what was read, by what feeds call it (reader.library.reading.readings)
    async def read_ones(self, after: int, limit: int) -> Sequence[Reading]:
        """Stories of feeds that were read, by id from ``after`` on."""
        return await self._store.read_ones(after, limit)

    async def unread_of(
        self, guids: Collection[str], in_feeds: Collection[tuple[str, str]]
    ) -> Sequence[int]:
        """The unread stories that any feed calls by one of ``guids``, or the feed at an address as
        ``in_feeds`` say."""
        return await self._store.unread_of(guids, in_feeds)

    # ---- tags
    async def set_tags(
        self, entry_ids: Sequence[int], *, add: Sequence[str] = (), remove: Sequence[str] = ()
    ) -> Change | None:
        """Give entries tags and take tags from them; None when nothing changed."""
        done = await self._store.set_tags(entry_ids, self._clock(), add=add, remove=remove)
        return change_of(done) if done else None

    async def tags(self) -> tuple[tuple[str, int], ...]:
        """The reader's own tags by name, and how many entries have each."""
        return await self._store.tags()

    # ---- who said what
    async def quotes_by(self, name: str, *, limit: int | None = None) -> tuple[Saying, ...]:
        """What a speaker said, newest first, the same words in several outlets once; ``name`` as
        in :class:`~reader.model.SpeakerRow`. ``limit`` counts sayings; then only so many of the
        newest quotes are looked at as can hold them."""
        from reader.library.sayings import sayings

        most = None if limit is None else _PRINTINGS * limit
        return sayings(await self._store.quotes_by(name, most))[:limit]

    async def speakers_named(self, words: str) -> tuple[str, ...]:
        """The names of the speakers that have all of ``words`` in theirs, most quoted first; two
        with one surname are two."""
        return await self._store.speakers_named(words)

    # ---- undo
    async def changes(self) -> tuple[Change, ...]:
        """What :meth:`undo` can take back, the last first; their entries are left out, see
        :meth:`changed_by`."""
        return tuple(change_of(done) for done in await self._store.changes())

    async def changed_by(self, change: Change) -> tuple[int, ...]:
        """The entries that a listed change changed."""
        return await self._store.changed_by(change.id)

    # ---- room
    async def prune(self, *, dry_run: bool = False) -> tuple[PruneRow, ...]:
        """Let go of what the feeds' ``keep`` no longer keeps, and give the room back; with
        ``dry_run`` only say what would go."""
        found = await self._store.prunable(self._clock(), weighed=True)
        if not dry_run:
            gone = await self._store.prune([i for feed in found for i in feed.ids], self._clock())
            gone += await self._store.forget_deleted(self._clock())
            if gone:
                await self._store.compact()
        return tuple(PruneRow(feed.title, len(feed.ids), feed.bytes) for feed in found)

    async def let_go(self) -> None:
        """What follows every refresh: prune what may go. That it can't be done now (another program
        writes) is no fault of the refresh: the next one does it."""
        with suppress(StoreError):
            found = await self._store.prunable(self._clock())
            await self._store.prune([i for feed in found for i in feed.ids], self._clock())
            await self._store.keep_word_counts()

    async def size(self) -> LibrarySize:
        """How large the library's file is."""
        size = await self._store.size()
        return LibrarySize(size.bytes, size.free, size.entries)
