"""The library as data: subscriptions, feeds, entries for lists, and what is asked of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from reader.frozen import frozen
from reader.model.incoming import Enclosure
from reader.model.story import QuoteKind, Speaker

GUIDE_URL = "nowreading:guide"
"""The built-in feed that carries the guide to the reader."""
PAGES_URL = "nowreading:pages"
"""The built-in feed whose entries are pages reached by a link; never in the unread lists."""
FILES_URL = "nowreading:files"
"""The built-in feed whose entries are files opened with ``nowreading open``."""

MADE = "exec:"
"""What the address of a feed begins with that no server has: a program of the user's makes it."""

Fold = Literal["", "copies", "events"]
"""What shares a row of a list: nothing, one story in several feeds, or also one event."""


@frozen
class Subscription:
    """What the user chose: one ``[[feed]]`` of feeds.toml with the defaults filled in.

    ``refresh`` is in seconds.  ``keep`` is None (for ever), ``("days", n)`` or ``("entries", n)``.
    """

    url: str
    title: str | None = None
    folder: str | None = None
    tags: tuple[str, ...] = ()
    refresh: int = 1800
    keep: tuple[Literal["days", "entries"], int] | None = None
    full_text: Literal["never", "auto", "always"] = "auto"
    prefetch: Literal["starred", "opened", "never"] = "starred"
    user_agent: str | None = None
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """Request headers of its own; they may hold secrets and are shown nowhere."""
    login_env: str | None = None
    """The environment variable that holds ``name:password`` for its server."""
    login_command: tuple[str, ...] = ()
    """The program, with arguments, that prints ``name:password``."""
    cookies: str = ""
    """The file of cookies that its server gets (``cookies.txt``); empty for none."""
    verify_tls: bool = True
    """False: its server's certificate is not checked."""
    command: tuple[str, ...] = ()
    """The program, with arguments, that prints the feed; no server is asked."""
    filter: tuple[str, ...] = ()
    """The program, with arguments, that makes a feed of what came."""
    hidden: bool = False
    """Whether it has no row among the feeds; its stories are in all other lists."""
    unread_on_update: bool = False
    """Whether a story that its publisher edits is unread again."""


FeedErrorKind = Literal[
    "bad_url",
    "dns",
    "refused",
    "connection",
    "protocol",
    "tls",
    "timeout",
    "too_large",
    "http",
    "redirect",
    "blocked",
    "moved",
    "gone",
    "rate_limited",
    "not_a_feed",
    "empty",
    "encoding",
    "parse",
    "store",
    "program",
]


@frozen
class FeedFailure:
    """Why a feed could not be refreshed, kept on the feed. ``hint`` says what to do next."""

    kind: FeedErrorKind
    message: str
    hint: str = ""
    retry_at: datetime | None = None


@frozen
class Feed:
    """A feed as the library knows it; ``title`` is the one to show."""

    id: int
    url: str
    title: str
    folder: str | None = None
    tags: tuple[str, ...] = ()
    link: str | None = None
    subscribed: bool = True
    unread: int = 0
    total: int = 0
    failure: FeedFailure | None = None
    failures: int = 0
    """Failed tries in a row."""
    verify_tls: bool = True
    """Whether its server's certificate is checked; the user may have chosen otherwise."""
    hidden: bool = False
    """Whether the user wants no row for it among the feeds."""
    failing_since: datetime | None = None
    fetched_at: datetime | None = None
    """The last try."""
    good_at: datetime | None = None
    """The last try that went well."""
    next_fetch_at: datetime | None = None

    @property
    def is_builtin(self) -> bool:
        """Whether it is one of the program's own feeds, not a subscription."""
        return self.url.startswith("nowreading:")


@frozen
class Entry:
    """One item of a feed, light, for lists. ``sort_at`` is set once, so a list never reshuffles."""

    id: int
    feed_id: int
    title: str
    sort_at: datetime
    guid: str | None = None
    link: str | None = None
    comments_url: str | None = None
    author: str | None = None
    summary: str = ""
    categories: tuple[str, ...] = ()
    lang: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    read_at: datetime | None = None
    starred_at: datetime | None = None
    enclosures: tuple[Enclosure, ...] = ()
    tags: tuple[str, ...] = ()
    feed_title: str = ""
    feed_url: str = ""
    folder: str | None = None
    words: int = 0
    quote_count: int = 0
    link_count: int = 0
    changed: bool = False
    """Whether the publisher edited it after it was first stored."""
    event_id: int | None = None
    """What entries that tell of one event have in common; None for one that stands alone."""
    copy_id: int | None = None
    """What entries that are one story have in common."""

    @property
    def is_read(self) -> bool:
        """Whether it was read."""
        return self.read_at is not None

    @property
    def is_starred(self) -> bool:
        """Whether it is starred."""
        return self.starred_at is not None

    @property
    def minutes(self) -> int:
        """Reading time in whole minutes at 230 words a minute, at least 1."""
        return max(1, round(self.words / 230))


@frozen
class Selection:
    """Which entries a list shows: every condition given must hold. Newest first by ``sort_at``.

    Entries of the built-in pages and files feeds appear only when ``feed_id`` names that feed.
    ``words``: every one must begin a word of the title or the feed's title (case and accents
    folded).
    """

    feed_id: int | None = None
    folder: str | None = None
    unread: bool = False
    starred: bool = False
    words: tuple[str, ...] = ()
    since: datetime | None = None
    """Only entries with ``sort_at`` at or after this."""
    query: str = ""
    """Only entries that this query of :mod:`reader.query` finds."""
    now: datetime | None = None
    """What ``older:`` and ``newer:`` count from; None: the present time."""
    fold: Fold = ""
    """Which entries share one row, that of the newest; not in searches for words."""


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """A place in a list: entries strictly after (older than) it follow. ``sort_at`` in µs."""

    sort_at: int
    id: int


@frozen
class Group:
    """The entries of a list that share a row: that of ``ids[0]``, the newest. ``feeds`` are the
    titles of their feeds, the row's own first, each once."""

    ids: tuple[int, ...]
    feeds: tuple[str, ...]
    unread: int


@frozen
class Stretch:
    """A part of a list, newest first, ``limit`` entries at most: from the top, strictly after
    ``older_than``, next to and before ``newer_than``, or (``oldest``) the last ones."""

    older_than: Cursor | None = None
    newer_than: Cursor | None = None
    oldest: bool = False
    limit: int = 100
    is_above: bool | None = None
    """Whether anything lies above what follows ``older_than``, where that is known: to look up
    through all that was looked at in vain may take as long again."""


FROM_TOP: Final = Stretch()
"""The first page of a list."""


@frozen
class Page:
    """A stretch of a list, newest first. A cursor is None where nothing more lies that way."""

    entries: tuple[Entry, ...]
    older: Cursor | None
    newer: Cursor | None
    groups: tuple[Group, ...] = ()
    """Those of the entries that stand for others too."""


@frozen
class Position:
    """Where the reader was in a story: a block, a character in it, and the words that stood there
    (so that it is found again when the story was digested anew)."""

    block: int
    offset: int
    anchor: str = ""


@frozen
class Anchor:
    """A passage kept by its words, so that it is found again after its story was read anew.

    ``text`` holds its paragraphs parted by a blank line, ``before`` and ``after`` the words right
    around it (``""`` at an end of the story); ``block`` and ``start`` are where it stood.
    """

    text: str
    before: str
    after: str
    block: int
    start: int


@frozen
class Highlight:
    """A passage that the reader highlighted."""

    id: int
    entry_id: int
    anchor: Anchor
    made_at: datetime


@frozen
class QuoteRow:
    """A quote as the index over the cache knows it; ``number`` is its own within its story and
    stays when the story is read anew."""

    entry: Entry
    number: int
    text: str
    kind: QuoteKind
    speaker: Speaker | None
    confidence: float


@frozen
class SpeakerRow:
    """A speaker in the index over the cache; ``feeds`` are the titles of those that quote them
    most, by name."""

    name: str
    quotes: int
    stories: int
    last_at: datetime | None
    feeds: tuple[str, ...] = field(default=())
