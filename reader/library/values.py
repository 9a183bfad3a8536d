"""What the library gives to the faces: frozen values, nothing that can be acted on."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from reader.frozen import frozen
from reader.model import (
    Entry,
    FeedFailure,
    Highlight,
    Link,
    Position,
    QuoteRow,
    Span,
    Speaker,
    Story,
)

Section = Literal["", "event", "linking", "related"]
"""How a story of read more belongs to the one that is read; ``""``: it is a link of its own."""
RefreshStatus = Literal["new", "unchanged", "error", "skipped"]


@frozen
class RefreshResult:
    """How one subscription fared. ``url`` is as written in feeds.toml."""

    url: str
    title: str
    status: RefreshStatus
    new: int = 0
    updated: int = 0
    failure: FeedFailure | None = None


@frozen
class RefreshProgress:
    """How far a refresh is: ``done`` of ``total`` feeds. ``last`` is the result just in."""

    done: int
    total: int
    new: int
    failed: int
    last: RefreshResult | None = None
    finished: bool = False
    pages_done: int = 0
    """Pages fetched ahead of time, after all feeds are in."""
    pages_total: int = 0


@frozen
class MoreItem:
    """An item of the read-more pane: a link of the story, or a related cached story.

    ``entry_id`` is the cached story it leads to, None when not cached (or without address).
    ``reason`` is why a related story is shown ("same words"), ``""`` for the story's own links;
    ``section`` what kind of relation that is.
    """

    link: Link | None
    title: str
    note: str
    """A second line: the host, or feed and date."""
    entry_id: int | None
    reason: str = ""
    section: Section = ""
    enclosure: int = 0
    """The number, from 1, of the entry's enclosure that this is."""


@frozen
class Marked:
    """A highlight and its ``spans`` in the story as it is now; none: its words are gone."""

    highlight: Highlight
    spans: tuple[Span, ...]

    @property
    def is_lost(self) -> bool:
        """Whether its words stand in the story no more."""
        return not self.spans

    @property
    def text(self) -> str:
        """Its words as they were highlighted, paragraphs parted by a blank line."""
        return self.highlight.anchor.text


@frozen
class OpenStory:
    """All that the story screen shows."""

    entry: Entry
    story: Story
    more: tuple[MoreItem, ...]
    position: Position | None
    highlights: tuple[Marked, ...] = ()
    """In page order, those whose words are gone last."""
    numbers: tuple[int, ...] = ()
    """The lasting number of each quote."""
    is_whole: bool = True
    """Whether the related stories are among ``more``."""
    stamp: str = ""
    """What :meth:`Library.story_stamp` was when this was read."""


@frozen
class OpenedDocument:
    """What ``nowreading open`` found. ``feed_title`` is None unless it was a feed."""

    feed_title: str | None
    feed_link: str | None
    stories: tuple[tuple[Entry, Story], ...]


@frozen
class Change:
    """A change of state that ``undo`` can take back; ``text`` says what was done, for a reader."""

    id: int
    text: str
    entry_ids: tuple[int, ...]
    at: datetime


@frozen
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


@frozen
class ViewRow:
    """A ``[[view]]`` of feeds.toml with its counts; ``error`` says why its query can't be read.
    Not ``counted``: to count takes too long, in a large library; the stories are found."""

    title: str
    query: str
    unread: int = 0
    total: int = 0
    error: str = ""
    counted: bool = True


@frozen
class RuleTrial:
    """What a ``[[rule]]`` of feeds.toml would find in the library: the newest of ``found``
    entries, or in ``error`` why its query can't be read."""

    when: str
    do: tuple[str, ...]
    found: int
    newest: tuple[Entry, ...] = ()
    error: str = ""


@frozen
class Saying:
    """One quotation and everywhere it was printed: ``sources`` are its quotes, the newest story
    first; ``text`` and ``speaker`` are the fullest of them."""

    text: str
    speaker: Speaker | None
    sources: tuple[QuoteRow, ...]


@frozen
class PruneRow:
    """What a feed's ``keep`` lets go: entries, and the bytes of their stories."""

    title: str
    entries: int
    bytes: int


@frozen
class LibrarySize:
    """The library's file: bytes in all, bytes free inside, entries."""

    bytes: int
    free: int
    entries: int
