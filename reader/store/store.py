"""The store: every question and every change that the library asks of the file, as async methods.

A thin face over functions of a connection (``feeds``, ``entries``, ``lists``, ``marks``,
``quotes``, ``pages``, ``settings``): which thread runs each, and in which kind of transaction.
All methods may raise StoreError: StoreBusy when another program writes for too long, StoreFull
when the disk is full or the file read-only, StoreCorrupt when pages are damaged.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from reader.codec import decode_story
from reader.errors import NotFound, StoreCorrupt, StoreError
from reader.model import (
    FROM_TOP,
    PAGES_URL,
    DigestedEntry,
    DigestedFeed,
    Entry,
    Feed,
    FeedFailure,
    Page,
    Position,
    QuoteRow,
    Selection,
    SpeakerRow,
    Story,
    Stretch,
    Subscription,
    TextType,
)
from reader.store import settings
from reader.store.ahead import StoreAhead
from reader.store.arriving import feeds, stories
from reader.store.arriving.feeds import Conditions, Fetched, Validators
from reader.store.asked import StoreAsked
from reader.store.grouped import StoreGrouped
from reader.store.kept import StoreKept
from reader.store.listing import counting, lists, single
from reader.store.marked import StoreMarked
from reader.store.own.log import StoredChange

if TYPE_CHECKING:
    from reader.store.arriving.entries import Applied, Arrived
    from reader.store.opening import WholeStory

__all__ = [
    "Conditions",
    "Fetched",
    "Store",
    "StoredChange",
    "Validators",
]


_SOON: Final = 10_000
"""Entries that follow their feeds within a second or some."""


class Store(StoreAhead, StoreMarked, StoreAsked, StoreGrouped, StoreKept):
    """The library's file and all that is asked of it. Made by :meth:`open`."""

    # ---- subscriptions and feeds
    async def keep_subscriptions(self, subscriptions: Sequence[Subscription]) -> None:
        """Make this the list in force: feeds no longer listed are unsubscribed, entries stay.

        Of very large feeds the entries leave the lists, or come back to them, after the return."""
        await self._write(feeds.keep_subscriptions, subscriptions)
        if left := await self._read(feeds.number_to_shelve):
            shelving = self._begin(self._shelve())
            if left <= _SOON:
                await asyncio.shield(shelving)

    async def _shelve(self) -> None:
        with suppress(StoreError):  # another program writes, or the disk is full: another time
            while await self._write(feeds.shelve_some):
                pass

    async def subscriptions(self) -> tuple[Subscription, ...]:
        """The last list kept, in its order."""
        return await self._read(feeds.stored_subscriptions)

    async def feeds(self, *, all: bool = False) -> tuple[Feed, ...]:
        """Subscribed feeds in order, then the guide; ``all``: pages, files and old ones too."""
        return await self._read(feeds.feeds, all=all)

    async def unread_counts(self) -> dict[int, int]:
        """Feed id to number of unread entries, for the feeds of the list and the guide."""
        return await self._read(feeds.unread_counts)

    async def feed_by_url(self, url: str) -> Feed | None:
        """The feed at ``url``, as written."""
        return await self._read(feeds.feed_by_url, url)

    async def move_feed(self, old: str, new: str) -> bool:
        """Give a feed a new address; False when ``new`` is another feed or ``old`` is none."""
        return await self._write(feeds.move_feed, old, new)

    async def validators(self, feed_id: int) -> Validators:
        """What the next request and digest of a feed need. Raises NotFound."""
        return await self._read(feeds.validators, feed_id)

    async def due(self, now: datetime) -> tuple[Feed, ...]:
        """Subscribed feeds whose time to be fetched has come, the longest overdue first."""
        return await self._read(feeds.due, now)

    async def apply(
        self,
        feed_id: int,
        digested: DigestedFeed,
        fetched: Fetched,
        *,
        full_text: Collection[str] = (),
        unread_again: bool = False,
        words_later: bool = False,
    ) -> Applied:
        """Take in what a feed brought, in one transaction; the pages of new entries whose
        identities stand in ``full_text`` wait from then on, and with ``unread_again`` those that
        were edited are unread.  With ``words_later`` what is new is found by its words at
        :meth:`index_words` at the latest. Raises NotFound."""
        from reader.store.arriving.entries import Arrived

        one = Arrived(feed_id, digested, fetched, full_text, unread_again)
        (applied,) = await self.apply_together((one,), words_later=words_later)
        if isinstance(applied, NotFound):
            raise applied
        return applied

    async def apply_together(
        self, arrived: Sequence[Arrived], *, words_later: bool = False
    ) -> list[Applied | NotFound]:
        """Take in what several feeds brought, in one transaction; otherwise as :meth:`apply`, with
        NotFound in the place of what a feed would have changed that is not there."""
        from reader.store.arriving import entries

        held = self._held_words() if words_later else None
        found = await self._write(
            entries.apply_together, arrived, rules=self.rules, events=self._finder, later=held
        )
        if held is not None and held.is_full:
            await self.index_words()
        for each in found:
            if not isinstance(each, NotFound):
                self.to_notify.extend(each.notify)
        return found

    async def apply_in_parts(
        self, arrived: Arrived, *, goes_on: Callable[[], bool] = lambda: True
    ) -> Applied:
        """Take in what one feed brought, in as many transactions as it takes, between which others
        write; new entries are found by their words at :meth:`index_words` at the latest.  What the
        next refresh asks the feed with is kept with the last: where this is broken off, since
        ``goes_on`` says no or the program ends, that brings what is missing. Raises NotFound."""
        from reader.store.arriving.parts import Parts

        held = self._held_words()
        parts = Parts(arrived)
        while await self._read(parts.look_ahead):
            pass
        told = 0
        while not parts.is_done and goes_on():
            await self._write(parts.store_next, rules=self.rules, events=self._finder, later=held)
            self.to_notify.extend(parts.notify[told:])
            told = len(parts.notify)
            if held.is_full:
                await self.index_words()
        return parts.applied

    async def unchanged(self, feed_id: int, fetched: Fetched) -> None:
        """Note a good try that brought nothing. Raises NotFound."""
        await self._write(feeds.unchanged, feed_id, fetched)

    async def fail(
        self,
        feed_id: int,
        failure: FeedFailure,
        *,
        fetched_at: datetime,
        next_fetch_at: datetime | None,
    ) -> None:
        """Note a try that failed. Raises NotFound."""
        await self._write(
            feeds.fail, feed_id, failure, fetched_at=fetched_at, next_fetch_at=next_fetch_at
        )

    async def apply_many(
        self, batch: Sequence[tuple[int, DigestedFeed]], *, at: datetime
    ) -> Applied:
        """Take in what many feeds brought as one change, for imports: :meth:`gather`, some thousand
        entries a call, then :meth:`settle`. Raises NotFound: then nothing is taken in."""
        from reader.store.arriving import entries

        return await self._write(entries.apply_many, batch, at=at)

    async def gather(self) -> None:
        """Before a bulk: let the word index gather more before it writes."""
        from reader.store import bulk

        await self._write(bulk.prepare)

    async def settle(self) -> None:
        """After a bulk: fold the word index into one piece, and give back the room that took."""
        await self.compact()

    # ---- pages, full texts
    async def add_page(
        self,
        entry: DigestedEntry,
        *,
        feed_url: str = PAGES_URL,
        url: str,
        at: datetime | None = None,
    ) -> int:
        """Keep a page or file; its entry id. The same address again replaces it, marks kept."""
        from reader.store.arriving import pages

        at = at or datetime.now(UTC)
        return await self._write(pages.add_page, entry, feed_url=feed_url, url=url, at=at)

    async def keep_full_text(self, entry_id: int, page: DigestedEntry) -> None:
        """Put the story read from an entry's page in the place of the feed's. Raises NotFound."""
        from reader.store.arriving import entries

        await self._write(entries.keep_full_text, entry_id, page)

    async def cached(self, urls: Sequence[str]) -> dict[str, int]:
        """Which of ``urls`` are stories of the library: url to entry id."""
        from reader.store.arriving import pages

        return await self._read(pages.cached, urls)

    async def linking_here(self, entry_id: int) -> tuple[Entry, ...]:
        """The stories that link to an entry, newest first."""
        from reader.store.arriving import pages

        return await self._read(pages.linking_here, entry_id)

    # ---- lists and stories
    async def page(self, selection: Selection, stretch: Stretch = FROM_TOP) -> Page:
        """A stretch of the list, newest first."""
        return await self._read(lists.page, selection, stretch)

    async def count(self, selection: Selection) -> int:
        """How many entries the list holds."""
        return await self._read(counting.count, selection)

    async def count_soon(self, selection: Selection) -> int | None:
        """The same where it is told in a moment; None: they are too many, or too hard to find."""
        return await self._read(counting.count_soon, selection)

    async def entry(self, entry_id: int) -> Entry:
        """One entry. Raises NotFound."""
        return await self._read(single.entry, entry_id)

    async def story(self, entry_id: int) -> Story:
        """The story of an entry. Raises NotFound; StoreCorrupt when its bytes are damaged."""
        return self.decoded(await self._read(stories.stored_story, entry_id), entry_id)

    async def story_stamp(self, entry_id: int) -> str:
        """What is another one when the text of an entry may be. Raises NotFound."""
        return await self._read(stories.stamp, entry_id)

    async def stored(self, entry_id: int) -> WholeStory:
        """All that is kept of a story, for :meth:`decoded`. Raises NotFound."""
        from reader.store import opening

        return await self._read(opening.stored, entry_id)

    def decoded(self, body: bytes, entry_id: int) -> Story:
        """The story of an entry from its bytes. Raises StoreCorrupt when they are damaged."""
        try:
            return decode_story(body, entry_id)
        except ValueError as error:
            raise StoreCorrupt(f"Story {entry_id} is damaged.", path=self.path) from error

    async def source(self, entry_id: int) -> tuple[bytes, TextType]:
        """The zlib-compressed markup a story was read from, and its type. Raises NotFound."""
        return await self._read(stories.stored_source, entry_id)

    async def last_id(self) -> int:
        """The id of the entry that came in last, 0 at first; see :meth:`mark_all_read`."""
        return await self._read(single.last_id)

    async def change_count(self) -> int:
        """How often anything a list may show has changed: equal numbers, equal lists."""
        return await self._read(settings.change_count)

    # ---- quotes, speakers, words
    async def quotes(self, selection: Selection, limit: int | None = None) -> tuple[QuoteRow, ...]:
        """The quotes of the entries of ``selection``, in the order of the list."""
        from reader.store.speaking import quotes

        return await self._read(quotes.quotes, selection, limit)

    async def quotes_by(self, name: str, limit: int | None = None) -> tuple[QuoteRow, ...]:
        """What one speaker said, newest first; ``name`` as :meth:`speakers` gives it."""
        from reader.store.speaking import quotes

        return await self._read(quotes.quotes_by, name, limit)

    async def speakers(self, limit: int | None = None) -> tuple[SpeakerRow, ...]:
        """Who is quoted, the most quoted first."""
        from reader.store.speaking import quotes

        return await self._read(quotes.speakers, limit)

    async def related_titles(self, words: Sequence[str], *, limit: int) -> tuple[Entry, ...]:
        """Entries with any of ``words`` in title or story, the best match first."""
        from reader.store.speaking import quotes

        return await self._read(quotes.related_titles, words, limit=limit)

    # ---- small things
    async def keep_position(self, entry_id: int, position: Position) -> None:
        """Remember where the reader is in a story."""
        await self._mark(settings.keep_position, entry_id, position)

    async def position(self, entry_id: int) -> Position | None:
        """Where the reader was in a story."""
        return await self._read(settings.position, entry_id)

    async def get(self, key: str) -> str | None:
        """A setting."""
        return await self._read(settings.get, key)

    async def put(self, key: str, value: str) -> None:
        """Keep a setting."""
        await self._write(settings.put, key, value)

    async def wanted_files(self) -> list[tuple[int, int]]:
        """The entries whose files a rule wants kept, the oldest first, and how often each was
        tried."""
        return await self._read(settings.wanted_files)

    async def file_tried(self, entry_id: int, tries: int | None) -> None:
        """Note how often an entry's file was tried; with None it is wanted no more."""
        await self._write(settings.file_tried, entry_id, tries)

    async def claim_refresh(self, owner: str, *, ttl: float) -> bool:
        """Whether ``owner`` may refresh for ``ttl`` seconds; again, to go on."""
        return await self._write(settings.claim_refresh, owner, ttl=ttl)

    async def release_refresh(self, owner: str) -> None:
        """Let others refresh."""
        await self._write(settings.release_refresh, owner)
