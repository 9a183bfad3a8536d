"""What comes in as data: a feed as it was parsed, and entries ready to be stored.

Bodies of parsed entries are markup from outside; everything else is clean text.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal, NamedTuple

from reader.frozen import frozen
from reader.model.story import Origin, QuoteKind

TextType = Literal["html", "text"]
BROKEN_OFF: Final = "The feed breaks off before its end; what came is kept."
"""The note of a feed of which the rest may come another time."""


@frozen
class Enclosure:
    """A file that comes with an entry (RSS ``enclosure``, Atom ``rel=enclosure``, attachments)."""

    url: str
    type: str | None = None
    length: int | None = None
    """Bytes."""
    title: str | None = None


@frozen
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


@frozen
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


class QuoteFacts(NamedTuple):
    """What is indexed of a quote; ``speaker`` and ``role`` as in :class:`Speaker`."""

    text: str
    kind: QuoteKind
    speaker: str | None
    role: str | None
    confidence: float


@frozen
class StoryFacts:
    """What is indexed of a story (:func:`reader.codec.facts_of`), so that who stores it need not
    decode it.

    ``text`` are the texts of its blocks parted by blank lines, ``links`` the keys
    (:func:`reader.urls.key`) of the addresses it leads to.
    """

    origin: Origin
    text: str
    quotes: tuple[QuoteFacts, ...]
    links: tuple[int, ...]


class Compared(NamedTuple):
    """What entries are compared by, to find copies and events (:mod:`reader.events.compared`):
    a number that texts of the same words share, and a packed gist, None for old news."""

    text_key: int
    gist: bytes | None


@frozen
class DigestedEntry:
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
    compared: Compared | None = None
    """Made from ``title`` and ``facts``; None where nobody has."""


class KeptStory(NamedTuple):
    """A story that is only its words yet, as it is stored: ``body`` as
    :func:`reader.codec.encode_story` makes it, ``source`` the markup, zlib-compressed."""

    entry_id: int
    body: bytes
    source: bytes
    source_type: TextType


class StoredStory(NamedTuple):
    """A story on its way to be read anew: ``body`` as :func:`reader.codec.encode_story` makes it,
    ``source`` as :func:`reader.codec.pack_source`; author and summary are those of its entry."""

    entry_id: int
    body: bytes
    source: bytes
    source_type: TextType
    author: str | None
    summary: str


@frozen
class DigestedFeed:
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

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing at its end: only then does a server that later says that
        nothing has changed say that nothing is missing."""
        return self.note != BROKEN_OFF


@frozen
class DigestedFile:
    """A document after digest; ``feed_title`` is None unless it was a feed."""

    entries: tuple[DigestedEntry, ...]
    feed_title: str | None = None
    feed_link: str | None = None
