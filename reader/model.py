"""The words of the product as data: frozen values that every floor shares.

All offsets count characters (Python ``str`` indices, end exclusive), all times are
timezone-aware UTC, all URLs are absolute http(s) unless a field says otherwise, and all text
from outside has gone through :func:`reader.text.clean` before it stands in one of these.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

GUIDE_URL = "nowreading:guide"
"""The built-in feed that carries the guide to the reader."""
PAGES_URL = "nowreading:pages"
"""The built-in feed whose entries are pages reached by a link; never in the unread lists."""
FILES_URL = "nowreading:files"
"""The built-in feed whose entries are files opened with ``nowreading open``."""

BlockKind = Literal[
    "paragraph",
    "heading",
    "blockquote",
    "list_item",
    "caption",
    "code",
    "image",
    "table_row",
]
BlockRole = Literal["byline", "credit", "date", "read_more", "promo"]
MarkStyle = Literal["strong", "emphasis", "code", "strike", "superscript", "subscript", "link"]
QuoteKind = Literal["direct", "partial"]
LinkKind = Literal["source", "read_more", "inline", "media"]
Origin = Literal["feed", "page", "file"]
TextType = Literal["html", "text"]
Fold = Literal["", "copies", "events"]
"""What shares a row of a list: nothing, one story in several feeds, or also one event."""

HEADLINE = -1
"""The block number that stands for the headline in a :class:`Span`."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a block's text with a style; ``url`` only for style ``link``."""

    start: int
    end: int
    style: MarkStyle
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a story, in reading order.

    ``text`` is one paragraph without line breaks, except in ``code``.  ``level`` is 1-6 for a
    heading, 1.. the nesting depth for a list item or blockquote, else 0.  ``url`` is the
    picture's address of an ``image`` (whose ``text`` is the alternative text; its caption is the
    ``caption`` block that follows) or the ``cite`` of a ``blockquote``.  ``cells`` are the cells
    of a ``table_row``, whose ``text`` is the cells joined by ``" | "``.  ``number`` is that of an
    item of a numbered list.
    """

    kind: BlockKind
    text: str
    marks: tuple[Mark, ...] = ()
    level: int = 0
    role: BlockRole | None = None
    url: str | None = None
    cells: tuple[str, ...] = ()
    number: int | None = None


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``start`` to ``end`` of block ``block``; block -1 is the headline."""

    block: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said it: the fullest name the story gives, and the role it gives with it."""

    name: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation.

    ``spans`` hold the words without their outer quotation marks, one span for each paragraph it
    runs over; ``text`` is the texts of the spans joined by a blank line.  ``cue`` is the word
    that gave the speaker away (``said``).  ``confidence`` (0-1) is that of the speaker: the pane
    adds ``?`` under 0.75 and shows no speaker under 0.5.  ``mention`` is the place that names the
    speaker, or the pronoun that stands there; None where there is no speaker.
    """

    text: str
    spans: tuple[Span, ...]
    kind: QuoteKind
    speaker: Speaker | None = None
    cue: str | None = None
    confidence: float = 0.0
    mention: Span | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link that leads on from a story; ``url`` is None for a read-more line without address.

    ``span`` is the place of its text in the story, ``sentence`` the sentence around it.
    """

    url: str | None
    text: str
    kind: LinkKind
    span: Span | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """The reading view of an entry. ``entry_id`` is 0 until it is stored."""

    entry_id: int
    kicker: str | None
    headline: str
    byline: str | None
    blocks: tuple[Block, ...]
    quotes: tuple[Quote, ...] = ()
    links: tuple[Link, ...] = ()
    origin: Origin = "feed"
    url: str | None = None
    lang: str | None = None
    published_at: datetime | None = None
    note: str | None = None
    """One sentence about the reading, e.g. that only the summary is stored."""
    lead_image: str | None = None
    """The address of the picture that the page declares for the story."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that comes with an entry (RSS ``enclosure``, Atom ``rel=enclosure``, attachments)."""

    url: str
    type: str | None = None
    length: int | None = None
    """Bytes."""
    title: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedEntry:
    """One item as the feed gives it: titles and names plain text, ``summary`` and ``content`` raw.

    ``content`` is the fullest body there is, of type ``content_type``; it is markup from outside
    and is only ever given to the block walker.  ``base`` is what relative addresses inside it
    are relative to.
    """

    guid: str | None = None
    link: str | None = None
    title: str = ""
    author: str | None = None
    summary: str = ""
    summary_type: TextType = "html"
    content: str = ""
    content_type: TextType = "html"
    published_at: datetime | None = None
    updated_at: datetime | None = None
    comments_url: str | None = None
    categories: tuple[str, ...] = ()
    lang: str | None = None
    enclosures: tuple[Enclosure, ...] = ()
    base: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """What a publisher offers at one address.

    ``ttl`` is in seconds.  ``version`` is e.g. ``rss20``, ``atom10``, ``json11``, ``""`` when
    unknown.  ``note`` says in one sentence what was salvaged from a broken feed.
    """

    title: str = ""
    link: str | None = None
    lang: str | None = None
    entries: tuple[ParsedEntry, ...] = ()
    subtitle: str = ""
    version: str = ""
    ttl: int | None = None
    skip_hours: tuple[int, ...] = ()
    note: str | None = None


class _Sent:
    """A value that workers send by the thousand: pickled as a call with its fields, in a tenth of
    the time that a frozen dataclass takes by itself."""

    __slots__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Its class and its fields."""
        return type(self), tuple([getattr(self, name) for name in self.__slots__])


class QuoteFacts(NamedTuple):
    """What is indexed of a quote; ``speaker`` and ``role`` as in :class:`Speaker`."""

    text: str
    kind: QuoteKind
    speaker: str | None
    role: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class StoryFacts(_Sent):
    """What is indexed of a story (:func:`reader.codec.facts_of`), so that who stores it need not
    decode it.

    ``text`` are the texts of its blocks parted by blank lines, ``links`` the keys
    (:func:`reader.urls.key`) of the addresses it leads to.
    """

    origin: Origin
    text: str
    quotes: tuple[QuoteFacts, ...]
    links: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DigestedEntry(_Sent):
    """An entry ready to be stored: light fields for lists, and the whole story as bytes.

    ``identity`` is what tells entries of one feed apart (guid, else canonical link, else a hash
    of title and date); ``entry_hash`` changes when the publisher edits the entry; ``story`` is
    :func:`reader.codec.encode_story`; ``source`` the markup it was read from (so that better
    rules can read it again), zlib-compressed, by a digest with the story's text as the dictionary
    (:func:`reader.codec.pack_source`); ``source_type`` its type.  ``facts`` are those of
    ``story``, None where nobody has looked for them yet.
    """

    identity: str
    entry_hash: str
    guid: str | None
    link: str | None
    title: str
    author: str | None
    summary: str
    """Plain text, at most 300 characters."""
    published_at: datetime | None
    updated_at: datetime | None
    story: bytes
    source: bytes
    source_type: TextType
    comments_url: str | None = None
    categories: tuple[str, ...] = ()
    lang: str | None = None
    enclosures: tuple[Enclosure, ...] = ()
    words: int = 0
    quote_count: int = 0
    link_count: int = 0
    is_teaser: bool = False
    """Whether the feed gives only the beginning or a summary of the story."""
    facts: StoryFacts | None = None


@dataclass(frozen=True, slots=True)
class DigestedFeed(_Sent):
    """A feed after digest: ``entries`` holds only those that are new or changed."""

    title: str
    link: str | None
    lang: str | None
    entries: tuple[DigestedEntry, ...]
    found: int
    """How many entries the document held, known ones included."""
    ttl: int | None = None
    skip_hours: tuple[int, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class DigestedFile:
    """A document after digest; ``feed_title`` is None unless it was a feed."""

    entries: tuple[DigestedEntry, ...]
    feed_title: str | None = None
    feed_link: str | None = None


@dataclass(frozen=True, slots=True)
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
    verify_tls: bool = True
    """False: its server's certificate is not checked."""


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
]


@dataclass(frozen=True, slots=True)
class FeedFailure:
    """Why a feed could not be refreshed, kept on the feed. ``hint`` says what to do next."""

    kind: FeedErrorKind
    message: str
    hint: str = ""
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of a list that share a row: that of ``ids[0]``, the newest. ``feeds`` are the
    titles of their feeds, the row's own first, each once."""

    ids: tuple[int, ...]
    feeds: tuple[str, ...]
    unread: int


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a list, newest first. A cursor is None where nothing more lies that way."""

    entries: tuple[Entry, ...]
    older: Cursor | None
    newer: Cursor | None
    groups: tuple[Group, ...] = ()
    """Those of the entries that stand for others too."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where the reader was in a story: a block, a character in it, and the words that stood there
    (so that it is found again when the story was digested anew)."""

    block: int
    offset: int
    anchor: str = ""


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Highlight:
    """A passage that the reader highlighted."""

    id: int
    entry_id: int
    anchor: Anchor
    made_at: datetime


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A quote as the index over the cache knows it; ``number`` is its own within its story and
    stays when the story is read anew."""

    entry: Entry
    number: int
    text: str
    kind: QuoteKind
    speaker: Speaker | None
    confidence: float


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """A speaker in the index over the cache."""

    name: str
    quotes: int
    stories: int
    last_at: datetime | None
    feeds: tuple[str, ...] = field(default=())
