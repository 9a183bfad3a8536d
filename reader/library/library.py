"""The library: the one API that the command line and the screen use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from reader.errors import ConfigError
from reader.model import (
    Cursor,
    Entry,
    Feed,
    FeedFailure,
    Link,
    Page,
    Position,
    QuoteRow,
    Selection,
    SpeakerRow,
    Story,
    Subscription,
)
from reader.paths import Paths


@dataclass(frozen=True, slots=True)
class RefreshResult:
    """How one subscription fared. ``url`` is as written in feeds.toml."""

    url: str
    title: str
    status: Literal["new", "unchanged", "error", "skipped"]
    new: int = 0
    updated: int = 0
    failure: FeedFailure | None = None


@dataclass(frozen=True, slots=True)
class RefreshProgress:
    """How far a refresh is: ``done`` of ``total`` feeds. ``last`` is the result just in."""

    done: int
    total: int
    new: int
    failed: int
    last: RefreshResult | None = None
    finished: bool = False


@dataclass(frozen=True, slots=True)
class MoreItem:
    """An item of the read-more pane: a link of the story, or a related cached story.

    ``entry_id`` is the cached story it leads to, None when not cached (or without address).
    ``reason`` is why a related story is shown ("same words"), ``""`` for the story's own links.
    """

    link: Link | None
    title: str
    note: str
    """A second line: the host, or feed and date."""
    entry_id: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OpenStory:
    """All that the story screen shows."""

    entry: Entry
    story: Story
    more: tuple[MoreItem, ...]
    position: Position | None


@dataclass(frozen=True, slots=True)
class Change:
    """A change of state that ``undo`` can take back; ``text`` says what was done, for a reader."""

    id: int
    text: str
    entry_ids: tuple[int, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers for the header and the feeds pane (built-in pages and files left out)."""

    unread: int
    starred: int
    stories: int
    feeds: int
    failing: int
    last_refresh_at: datetime | None
    offline_since: datetime | None
    """Set while the last refresh failed to reach any host at all."""


class Library:
    """The subscriptions, the store and the way news gets in. Made by :meth:`open`."""

    paths: Paths
    config_error: ConfigError | None
    """Set while feeds.toml is broken: the list in force is then the last good one."""
    warnings: tuple[str, ...]
    """Sentences about unknown keys in feeds.toml, each with ``file:line:column``."""
    keys: dict[str, str]
    """``[keys]`` of feeds.toml: command id to key."""
    measure: int
    """``[reading] measure`` of feeds.toml, columns."""
    theme: str | None
    """``[reading] theme``."""
    is_first_run: bool
    """Whether there was no feeds.toml and no library before."""

    @classmethod
    async def open(cls, paths: Paths, *, start: bool = False) -> Library:
        """Open the library; with ``start`` (the reader) a missing feeds.toml is made from the
        starter list and the guide is put in. Never touches the network. Raises StoreError."""
        raise NotImplementedError

    async def close(self) -> None:
        """Stop a running refresh, wait for the last write, close the file and the workers."""
        raise NotImplementedError

    # ---- reading
    async def feeds(self) -> tuple[Feed, ...]:
        """Subscribed feeds in the order of feeds.toml (folders in order of first appearance are
        the screen's to group), then the guide. With counts and failures."""
        raise NotImplementedError

    async def counts(self) -> Counts:
        raise NotImplementedError

    async def page(
        self,
        selection: Selection,
        *,
        older_than: Cursor | None = None,
        newer_than: Cursor | None = None,
        oldest: bool = False,
        limit: int = 100,
    ) -> Page:
        """A stretch of the list, newest first: from the top, strictly after or before a cursor, or
        (``oldest``) the last ``limit``."""
        raise NotImplementedError

    async def count(self, selection: Selection) -> int:
        """How many entries ``selection`` holds."""
        raise NotImplementedError

    async def entry(self, entry_id: int) -> Entry:
        """Raises NotFound."""
        raise NotImplementedError

    async def story(self, entry_id: int) -> Story:
        """Only the story, for previews and the command line. Raises NotFound."""
        raise NotImplementedError

    async def open_story(self, entry_id: int) -> OpenStory:
        """All that the story screen needs. Does not mark anything. Raises NotFound."""
        raise NotImplementedError

    async def quotes(
        self, selection: Selection, *, limit: int | None = None
    ) -> tuple[QuoteRow, ...]:
        raise NotImplementedError

    async def speakers(self, *, limit: int | None = None) -> tuple[SpeakerRow, ...]:
        raise NotImplementedError

    # ---- the reader's marks; each is on disk when the call returns
    async def set_read(
        self, entry_ids: Sequence[int], read: bool, *, undoable: bool = True
    ) -> Change | None:
        raise NotImplementedError

    async def set_starred(self, entry_ids: Sequence[int], starred: bool) -> Change | None:
        raise NotImplementedError

    async def mark_all_read(self, selection: Selection, *, seen_until: Cursor) -> Change | None:
        """Mark read all unread of ``selection`` not newer than ``seen_until``, the newest row that
        was on the list: what came in later stays unread."""
        raise NotImplementedError

    async def delete(self, entry_ids: Sequence[int]) -> Change | None:
        raise NotImplementedError

    async def undo(self) -> Change | None:
        """Take back the last change not yet taken back (feed removal included); None: nothing."""
        raise NotImplementedError

    async def keep_position(self, entry_id: int, position: Position) -> None:
        raise NotImplementedError

    # ---- subscriptions
    async def add(self, address: str) -> Feed:
        """Subscribe to the feed at ``address`` after fetching and judging it; its entries are in
        the library when this returns. Raises FeedError (nothing was changed) or ConfigError."""
        raise NotImplementedError

    async def remove(self, url: str) -> Change:
        """Take the block out of feeds.toml; entries stay. ``undo`` puts the same bytes back.
        Raises NotFound or ConfigError."""
        raise NotImplementedError

    def subscriptions(self) -> tuple[Subscription, ...]:
        raise NotImplementedError

    async def reload_config(self) -> None:
        """Read feeds.toml again if it changed on disk; never raises for a broken one."""
        raise NotImplementedError

    # ---- the network
    async def refresh(
        self,
        *,
        feed_ids: Sequence[int] | None = None,
        due_only: bool = False,
        on_progress: Callable[[RefreshProgress], None] | None = None,
    ) -> tuple[RefreshResult, ...]:
        """Fetch feeds (all, some, or those due); called on the loop, may be cancelled: what came
        stays. A second call while one runs waits for it. Raises StoreBusy when another program
        refreshes this library."""
        raise NotImplementedError

    async def follow(self, link: Link | str) -> int:
        """The entry id of the page behind a link: from the cache, else fetched now and kept in
        ``nowreading:pages``. Raises FeedError (offline included)."""
        raise NotImplementedError

    async def open_document(self, source: str | Path | bytes, *, name: str = "") -> tuple[int, ...]:
        """Read a file, address or bytes (feed, HTML or plain text) for ``nowreading open``; the
        stories are kept in ``nowreading:files``; their entry ids in order. Raises ReaderError."""
        raise NotImplementedError
