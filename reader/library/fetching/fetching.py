"""What the library fetches: feeds by refreshes, pages and documents one by one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import NotFound, StoreFull
from reader.library.due import is_known, refresh_rule, skipped
from reader.library.fetching.network import Network
from reader.library.subscribing.subscriptions import Subscriptions
from reader.library.values import OpenedDocument, RefreshResult
from reader.model import Feed, Link
from reader.paths import Paths
from reader.store.store import Store

if TYPE_CHECKING:
    from reader.library.beside.parent import Beside
    from reader.library.refreshing.refresh import OnProgress, Refresher


class Fetching:
    """The part of the library that reaches out."""

    paths: Paths
    _store: Store
    _network: Network
    _list: Subscriptions
    _clock: Callable[[], datetime]
    _runs_beside: bool
    """Whether refreshes run in a process of their own, so that this one is there for the keys."""
    _beside: Beside | None
    """What runs them, once there was one."""
    _refreshing: asyncio.Lock

    async def refresh(
        self,
        *,
        feed_ids: Sequence[int] | None = None,
        due_only: bool = False,
        on_progress: OnProgress | None = None,
    ) -> tuple[RefreshResult, ...]:
        """Fetch feeds: all, those of ``feed_ids``, or only those due; then the pages that are
        wanted ahead of time. May be cancelled: what came stays. A second call waits for the first.

        Raises StoreBusy when another program refreshes this library, StoreError when nothing can
        be written, ReaderError when the process that does it comes to an end."""
        async with self._refreshing:
            await self._list.catch_up()
            now = self._clock()
            rule = refresh_rule(now, chosen=feed_ids is not None, due_only=due_only)
            unusable = self._list.unusable

            def asked(feed: Feed) -> bool:
                told = unusable.get(feed.url)
                if told is None or not due_only:
                    return rule(feed)
                return not is_known(feed, told)

            known = [feed for feed in await self._store.feeds() if not feed.is_builtin]
            feeds = [feed for feed in known if feed_ids is None or feed.id in feed_ids]
            if not known and self._list.in_force:
                raise StoreFull(
                    "The library can't be written: the disk is full or failing.",
                    path=self._store.path,
                    hint="Make room on the disk; nothing stored is lost.",
                )
            waiting = await self._store.waiting_pages(now, limit=1, of_each_feed=1)
            if not waiting and not any(asked(feed) for feed in feeds):
                return tuple(skipped(feed) for feed in feeds)
            if self._runs_beside:
                return await self._run_beside(feed_ids, due_only, on_progress)
            return await self._run_here(feeds, known, asked, feed_ids, on_progress)

    async def follow(self, link: Link | str) -> int:
        """The entry id of the page behind a link: from the cache, else fetched now and kept in
        ``nowreading:pages``. Raises FeedError (offline included) or NotFound (no address)."""
        from reader.library.fetching import pages

        url = link if isinstance(link, str) else link.url
        if url is None:
            raise NotFound("This line names no address.", hint="Press / to search for its words.")
        typed = [s.url for s in self._list.in_force]
        return await pages.follow(self._store, self._network, url, typed)

    async def refetch(self, entry_id: int) -> None:
        """Fetch the page of an entry of ``nowreading:pages`` again. Raises FeedError, NotFound."""
        from reader.library.fetching import pages

        entry = await self._store.entry(entry_id)
        if entry.link is None:
            raise NotFound("This story has no address.", hint="There is nothing to fetch.")
        typed = [s.url for s in self._list.in_force]
        await pages.refetch(self._store, self._network, entry.link, typed)

    async def read_document(
        self, source: str | Path | bytes, *, name: str = "", keep: bool = False
    ) -> OpenedDocument:
        """Read a file, address or bytes (feed, HTML or plain text) for ``nowreading open``.

        With ``keep`` the stories stay in ``nowreading:files`` and have ids, else the ids are 0.
        Raises ReaderError."""
        from reader.library.fetching import pages

        return await pages.read_document(self._store, self._network, source, name, keep=keep)

    # ---- inside
    @cached_property
    def _refresher(self) -> Refresher:
        from reader.library.fetching.pictures import Pictures
        from reader.library.refreshing.refresh import Refresher

        pictures = Pictures(self._store, self._network, self.paths.pictures)
        follow = self._list.follow_move
        return Refresher(self._store, self._network, self._clock, follow, pictures)

    async def _run_here(
        self,
        feeds: Sequence[Feed],
        known: Sequence[Feed],
        asked: Callable[[Feed], bool],
        feed_ids: Sequence[int] | None,
        on_progress: OnProgress | None,
    ) -> tuple[RefreshResult, ...]:
        from reader.library.refreshing.refresh import Plan

        plan = Plan(
            feeds,
            {s.url: s for s in self._list.in_force},
            self._list.unusable,
            asked,
            pages_of=feed_ids,
            known=known,
            wants_pictures=self._list.config.pictures,
        )
        results = await self._refresher.run(plan, on_progress=on_progress)
        if any(result.new for result in results):
            await self.let_go()
        return results

    def make_room(self) -> None:
        """A key was pressed: a refresh beside the reader leaves it a processor for a while."""
        if self._beside is not None:
            self._beside.make_room()

    def workers(self) -> tuple[int, ...]:
        """The numbers of the processes that read documents."""
        return self._network.workers()

    async def _run_beside(
        self,
        feed_ids: Sequence[int] | None,
        due_only: bool,
        on_progress: OnProgress | None,
    ) -> tuple[RefreshResult, ...]:
        from reader.library.beside.frames import Wanted
        from reader.library.beside.parent import Beside

        self._store.check_writable()
        await self._store.hand_word_counts_over()
        if self._beside is None:
            self._beside = Beside()
        chosen = None if feed_ids is None else tuple(feed_ids)
        wanted = Wanted(self.paths, self._list.listed(), chosen, due_only)
        refreshed = await self._beside.run(wanted, on_progress)
        self._store.to_notify.extend(refreshed.notices)
        return refreshed.results

    # ---- answered by another part of the library
    async def let_go(self) -> None:
        """Prune what may go."""
        raise NotImplementedError
