"""The library: the one API that the command line and the screen use.

It joins the list of subscriptions (feeds.toml), the store, and the way news gets in.  All methods
are called on the event loop; none blocks it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from reader.errors import ConfigError, FeedError, StoreCorrupt, StoreError
from reader.library.asking import Asking, OnLooked, SearchHit, SearchPage, until_found
from reader.library.due import LAST_KEY, OFFLINE_KEY, UNREACHED
from reader.library.fetching.downloads import Downloads
from reader.library.fetching.fetching import Fetching
from reader.library.fetching.network import Network, workers_alone, workers_beside
from reader.library.guide import install_guide
from reader.library.reading.story import Reading, change_of
from reader.library.subscribing.subscribe import Subscribing
from reader.library.subscribing.subscriptions import OF_THE_LIST, Listed, Subscriptions
from reader.library.values import (
    Change,
    Counts,
    MoreItem,
    OpenedDocument,
    OpenStory,
    RefreshProgress,
    RefreshResult,
)
from reader.model import (
    FILES_URL,
    FROM_TOP,
    GUIDE_URL,
    PAGES_URL,
    Cursor,
    Entry,
    Feed,
    Page,
    Position,
    QuoteRow,
    Selection,
    SpeakerRow,
    Story,
    Stretch,
    Subscription,
)
from reader.paths import Paths
from reader.store.file.header import doubts, is_older
from reader.store.file.migrations import VERSION
from reader.store.settings import changes_on_disk
from reader.store.store import Store

__all__ = [
    "Change",
    "Counts",
    "Library",
    "MoreItem",
    "OpenStory",
    "OpenedDocument",
    "RefreshProgress",
    "RefreshResult",
    "SearchHit",
    "SearchPage",
    "waiting_for",
]
LARGE = 100_000_000
"""Bytes from which on it takes more than a moment to bring a library up to date."""


def _now() -> datetime:
    return datetime.now(UTC)


class Library(Reading, Asking, Fetching, Downloads, Subscribing):
    """The subscriptions, the store and the way news gets in. Made by :meth:`open`."""

    def __init__(
        self, paths: Paths, store: Store, network: Network, clock: Callable[[], datetime]
    ) -> None:
        self.paths = paths
        self.saved: str | None = None
        """What was saved from a damaged library that was set aside at this start; a sentence."""
        self._store = store
        self._network = network
        self._clock = clock
        self._list = Subscriptions(paths.feeds, store)
        self._view_counts = {}
        self._runs_beside = False
        self._beside = None
        self._keeping_up = None
        self._refreshing = asyncio.Lock()

    @classmethod
    async def open(
        cls,
        paths: Paths,
        *,
        start: bool = False,
        beside: bool = False,
        listed: Listed | None = None,
        clock: Callable[[], datetime] = _now,
    ) -> Library:
        """Open the library; with ``start`` (the reader) a missing feeds.toml is made from the
        starter list, the guide is put in, and a damaged library is set aside and what is left of
        it saved into a new one. Never touches the network. Raises StoreError.

        With ``beside`` refreshes run in processes of their own; such a process opens the library
        with what is ``listed`` in the reader."""
        store, saved = await _open_store(paths.library, mend=start)
        try:
            # Of the reader itself pages are asked for one by one.
            workers = 1 if start else workers_beside() if listed else workers_alone()
            library = cls(paths, store, Network(workers=workers, is_beside=bool(listed)), clock)
            library.saved, library._runs_beside = saved, beside
            store.spares_memory = beside
            if listed is not None:
                library._list.take(listed)
                await library._put_in_force()
            if start and store.is_new:
                await library._list.start_with_starter_list()
            await library.reload_config()
            if start:
                with contextlib.suppress(StoreError, FeedError):
                    await install_guide(store, library._network, clock())
                library.keep_up()
        except BaseException:
            await store.close()
            raise
        return library

    async def close(self) -> None:
        """End the refresh, the workers and connections, wait for the last write, close the file."""
        await self.stop_keeping_up()
        if self._beside is not None:
            await self._beside.close()
        await self._network.close()
        await self._store.close()

    # ---- feeds.toml ------------------------------------------------------------------------

    @property
    def config_error(self) -> ConfigError | None:
        """Set while feeds.toml is broken: the list in force is then the last good one."""
        return self._list.error

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences about unknown keys in feeds.toml, each with ``file:line:column``."""
        return self._list.config.warnings

    @property
    def keys(self) -> dict[str, str]:
        """``[keys]`` of feeds.toml: command id to key."""
        return dict(self._list.config.keys)

    @property
    def measure(self) -> int:
        """``[reading] measure`` of feeds.toml, columns."""
        return self._list.config.measure

    @property
    def groups_events(self) -> bool:
        """``[reading] group`` of feeds.toml: whether stories of one event share a row."""
        return self._list.config.group

    @property
    def order(self) -> str:
        """``[reading] order`` of feeds.toml: how lists stand that the reader did not sort."""
        return self._list.config.order

    @property
    def icons(self) -> str:
        """``[reading] icons`` of feeds.toml: ``unicode`` or ``ascii``."""
        return self._list.config.icons

    @property
    def theme(self) -> str | None:
        """``[reading] theme`` of feeds.toml."""
        return self._list.config.theme

    @property
    def colors(self) -> dict[str, str]:
        """The ``[colors]`` of feeds.toml, ``#rrggbb`` by name."""
        return dict(self._list.config.colors)

    def subscriptions(self) -> tuple[Subscription, ...]:
        """The list in force, in the order of feeds.toml."""
        return self._list.in_force

    async def reload_config(self) -> bool:
        """Read feeds.toml if it changed on disk; whether the list is another one now.

        Never raises for a broken file: see :attr:`config_error`."""
        changed = await self._list.load()
        if changed:
            await self._put_in_force()
        return changed

    async def _put_in_force(self) -> None:
        config = self._list.config
        self._store.rules = tuple((rule.when, rule.do) for rule in config.rules)
        await self._network.configure(
            allow_private=config.allow_private,
            proxy=config.proxy,
            subscriptions=self._list.in_force,
        )

    async def remove(self, url: str) -> Change:
        """Take the feed's block out of feeds.toml; its entries stay. :meth:`undo` puts the same
        bytes back. Raises NotFound or ConfigError."""
        title = next((f.title for f in await self.feeds() if f.url == url), url)
        return change_of(await self._list.remove(url, f"Removed the feed {title}"))

    # ---- lists and stories -----------------------------------------------------------------

    async def feeds(self) -> tuple[Feed, ...]:
        """Subscribed feeds in the order of feeds.toml, then the guide; counts and failures."""
        found = await self._store.feeds()
        odd = {s.url: s for s in self._list.in_force if s.hidden or not s.verify_tls}
        if odd:
            of = ((f, odd.get(f.url)) for f in found)
            found = tuple(
                replace(f, verify_tls=s.verify_tls, hidden=s.hidden) if s else f for f, s in of
            )
        builtin = tuple(f for f in found if f.url == GUIDE_URL and f.total)
        return (*(f for f in found if not f.is_builtin), *builtin)

    async def counts(self) -> Counts:
        """Numbers for the header and the feeds pane."""
        feeds = await self._store.feeds()
        listed = [f for f in feeds if f.url not in (PAGES_URL, FILES_URL)]
        offline = _moment(await self._store.get(OFFLINE_KEY))
        return Counts(
            unread=sum(f.unread for f in listed),
            starred=await self._store.count(Selection(starred=True)),
            stories=sum(f.total for f in listed),
            feeds=sum(not f.is_builtin for f in feeds),
            failing=sum(_is_failing(f, offline) for f in feeds),
            last_refresh_at=_moment(await self._store.get(LAST_KEY)),
            offline_since=offline,
        )

    async def page(
        self,
        selection: Selection,
        stretch: Stretch = FROM_TOP,
        *,
        on_looked: OnLooked | None = None,
    ) -> Page:
        """A stretch of the list, newest first; ``on_looked`` as in :meth:`search`."""

        async def look(part: Stretch) -> Page:
            return await self._store.page(selection, part)

        return await until_found(look, stretch, on_looked)

    async def change_count(self) -> int:
        """How often anything a list may show has changed, ever."""
        return await self._store.change_count()

    def changes_on_disk(self) -> int | None:
        """The same of the closed file; None when it can't be told."""
        return changes_on_disk(self.paths.library)

    async def count(self, selection: Selection) -> int:
        """How many entries ``selection`` holds."""
        return await self._store.count(selection)

    async def count_soon(self, selection: Selection) -> int | None:
        """The same where it is told in a moment, None where it takes longer."""
        return await self._store.count_soon(selection)

    async def entry(self, entry_id: int) -> Entry:
        """The entry. Raises NotFound."""
        return await self._store.entry(entry_id)

    async def entries(self, entry_ids: Sequence[int]) -> tuple[Entry, ...]:
        """Entries in the order of their ids, those that are gone left out."""
        return await self._store.entries(entry_ids)

    async def story(self, entry_id: int) -> Story:
        """Only the story, for previews and the command line. Raises NotFound."""
        return await self._store.story(entry_id)

    async def cached(self, urls: Sequence[str]) -> dict[str, int]:
        """Which of ``urls`` are stories in the library: url to entry id."""
        return await self._store.cached(urls)

    async def quotes(
        self, selection: Selection, *, limit: int | None = None
    ) -> tuple[QuoteRow, ...]:
        """The quotes of the selected entries, newest entry first, in page order within one."""
        return await self._store.quotes(selection, limit)

    async def speakers(self, *, limit: int | None = None) -> tuple[SpeakerRow, ...]:
        """Who is quoted in the library, most quoted first."""
        return await self._store.speakers(limit)

    # ---- the reader's marks: each is on disk when the call returns -------------------------

    async def set_read(
        self, entry_ids: Sequence[int], read: bool, *, undoable: bool = True
    ) -> Change | None:
        """Mark entries read or unread; None when nothing changed."""
        done = await self._store.set_read(entry_ids, read, self._clock(), undoable=undoable)
        return change_of(done) if done else None

    async def set_starred(self, entry_ids: Sequence[int], starred: bool) -> Change | None:
        """Star entries or take the star away; None when nothing changed."""
        done = await self._store.set_starred(entry_ids, starred, self._clock())
        return change_of(done) if done else None

    async def last_id(self) -> int:
        """The id of the entry that came in last: with it :meth:`mark_all_read` knows later ones."""
        return await self._store.last_id()

    async def mark_all_read(
        self, selection: Selection, *, seen_until: Cursor, last_id: int | None = None
    ) -> Change | None:
        """Mark read what was unread on the list when it was shown; what came in later stays unread.

        ``seen_until`` was the list's newest row, ``last_id`` the library's last entry by then."""
        done = await self._store.mark_all_read(
            selection, seen_until, self._clock(), last_id=last_id
        )
        return change_of(done) if done else None

    async def delete(self, entry_ids: Sequence[int]) -> Change | None:
        """Take entries and their copies out of the library; a refresh does not bring them back,
        undo does."""
        done = await self._store.delete(entry_ids, self._clock(), alone=False)
        return change_of(done) if done else None

    async def undo(self, only: Change | None = None) -> Change | None:
        """Take back the last change not yet taken back, of feeds too; None: nothing.

        With ``only`` nothing either where the last change is another one: another program made it.
        Raises ConfigError when feeds.toml can't be edited; the change can be taken back later."""
        wanted = None if only is None else only.id
        listed = await self._store.last_change(OF_THE_LIST)
        if listed is None or wanted not in (None, listed.id):
            done = await self._store.undo(wanted)
        else:
            await self._list.undo(listed)
            done = await self._store.undo(listed.id) or listed
        return change_of(done) if done else None

    async def position(self, entry_id: int) -> Position | None:
        """Where the reader is in a story, None at its beginning."""
        return await self._store.position(entry_id)

    async def keep_position(self, entry_id: int, position: Position) -> None:
        """Remember where the reader is in a story."""
        await self._store.keep_position(entry_id, position)


def waiting_for(path: Path) -> str:
    """Why opening the library at ``path`` takes long, as a sentence; ``""`` where it does not."""
    if is_older(path, VERSION) and path.stat().st_size >= LARGE:
        return (
            "An older version of the program wrote this library; it is brought up to date now,"
            " which takes a minute where it holds a million stories."
        )
    return ""


async def _open_store(path: Path, *, mend: bool) -> tuple[Store, str | None]:
    """The store, and a sentence about what was saved when it had to be mended."""
    try:
        if not mend or not doubts(path).exists():
            return await Store.open(path), None
        from reader.store.file.salvage import is_damaged

        if not await asyncio.to_thread(is_damaged, path):
            return await Store.open(path), None
    except StoreCorrupt:
        if not mend:
            raise
    from reader.store.file.salvage import salvage

    saved = await asyncio.to_thread(salvage, path)
    return await Store.open(path), saved.told


def _is_failing(feed: Feed, offline: datetime | None) -> bool:
    """Whether the feed itself fails: while nothing can be reached, that is no feed's fault."""
    if feed.failure is None or not feed.subscribed:
        return False
    return not (offline and feed.failure.kind in UNREACHED)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
