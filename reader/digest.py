"""Digest: feed bytes or page bytes become entries and whole stories, in one pure function each.

Run in a worker process: nothing here touches the network, the disk or a clock.  Every error is a
:class:`reader.errors.ParseError`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from reader.codec import encode_with_source, facts_of
from reader.errors import ParseError
from reader.feed.parse import parse_feed
from reader.feed.sniff import looks_like_feed, looks_like_html
from reader.fingerprint import fingerprint
from reader.model import (
    DigestedEntry,
    DigestedFeed,
    DigestedFile,
    Origin,
    ParsedEntry,
    ParsedFeed,
    Story,
    TextType,
)
from reader.patterns import later
from reader.text import clean, clean_line
from reader.urls import canonical

if TYPE_CHECKING:
    from reader.story.read import Fragment

SUMMARY_LENGTH: Final = 300
_FRONT: Final = later(r"https?://[^/?#]+/?")
"""The address of a whole host."""
MAX_SOURCE: Final = 10_000_000
"""Characters of one entry's body that are read; what follows is left out."""


def digest_feed(
    body: bytes, headers: Mapping[str, str], url: str, known: frozenset[str]
) -> DigestedFeed:
    """The entries of a feed that are new or changed: those whose ``entry_hash`` is not in ``known``.

    Duplicates within the feed collapse to the first; ``headers`` have lower-case names.
    Raises ParseError.
    """
    feed = parse_feed(body, headers, url)
    new: list[_Named] = []
    seen: set[str] = set()
    for entry, identity in zip(feed.entries, identities(feed.entries, feed.link), strict=True):
        if identity in seen:
            continue
        seen.add(identity)
        digest = hash_entry(entry)
        if digest not in known:
            new.append((entry, identity, digest))
    return DigestedFeed(
        title=feed.title,
        link=feed.link,
        lang=feed.lang,
        entries=_with_gists(_digest_entries(new, feed, "feed")),
        found=len(feed.entries),
        ttl=feed.ttl,
        skip_hours=feed.skip_hours,
        note=feed.note,
    )


def digest_page(body: bytes, headers: Mapping[str, str], url: str) -> DigestedEntry:
    """The story of a whole HTML page fetched from ``url``. Raises ParseError."""
    if not body.strip():
        raise ParseError("The page is empty.", url=url, kind="empty")
    from reader.feed.charset import http_charset
    from reader.story.read import read_page

    charset = http_charset(headers)
    page = body[:MAX_SOURCE]
    story = read_page(page, url, charset=charset)
    return from_story(story, _as_utf8(page, charset), "html", url)


def digest_file(body: bytes, name: str, url: str | None) -> DigestedFile:
    """The stories in ``body``: every entry of a feed, or the one story of an HTML page or a text.

    ``name`` is what the file is called.  Raises ParseError.
    """
    where = url or name
    if not body.strip():
        raise ParseError("There is nothing in it.", url=where, kind="empty")
    if looks_like_feed(body):
        feed = parse_feed(body, {}, url or "")
        named = [
            (entry, identity, hash_entry(entry))
            for entry, identity in zip(
                feed.entries, identities(feed.entries, feed.link), strict=True
            )
        ]
        return DigestedFile(tuple(_digest_entries(named, feed, "file")), feed.title, feed.link)
    if looks_like_html(body):
        from reader.story.read import read_page

        story = read_page(body[:MAX_SOURCE], url or "")
        return DigestedFile((from_story(story, body[:MAX_SOURCE], "html", where),))
    from reader.feed.charset import decode_text
    from reader.story.read import read_text

    text = clean(decode_text(body))[:MAX_SOURCE]
    story = read_text(text, name=name, url=url)
    return DigestedFile((from_story(story, text.encode(), "text", where),))


def read_source(data: bytes, source_type: TextType, known: Story) -> Story:
    """``known`` by today's rules, from the markup or text that it was read from.

    Its headline, byline, address, language and date are taken over where the source doesn't say
    them itself, as a page does.
    """
    from reader.story.read import read_fragment, read_page, read_text

    if known.origin == "page":
        return read_page(data, known.url or "")
    text = data.decode("utf-8", "replace")
    if known.origin == "file" and source_type == "text":
        return read_text(text, name=known.headline, url=known.url)
    return read_fragment(text, source_type, known)


def identities(entries: Sequence[ParsedEntry], site: str | None = None) -> list[str]:
    """The identity of each of a feed's entries, in order; ``site`` is the feed's own link.

    That is the guid, else the canonical link, else a hash of title and date (title and text when
    there is no date).  A guid that entries with different links and titles share (the site's
    address, say) tells nothing apart, so the link and title are added to it; with different titles
    and times alone they are, where there is no link but that of the site.  The link of the site
    itself names no entry that has a title and a time or text.
    """
    home = canonical(site) if site else None
    names = [_name(entry, home) for entry in entries]
    faces: dict[str, set[str]] = {}
    links: dict[str, set[str | None]] = {}
    times: dict[str, set[str]] = {}
    for name, entry in zip(names, entries, strict=True):
        faces.setdefault(name, set()).add(entry.title)
        links.setdefault(name, set()).add(_own_link(entry.link, home))
        times.setdefault(name, set()).add(_when(entry))
    shared = {
        name
        for name, titles in faces.items()
        if len(titles) > 1
        and (len(links[name]) > 1 or (links[name] == {None} and len(times[name]) > 1))
    }
    return [
        f"{name} {_hash(_fold_link(entry.link) or '', entry.title)}" if name in shared else name
        for name, entry in zip(names, entries, strict=True)
    ]


def hash_entry(entry: ParsedEntry) -> str:
    """Changes when the publisher changes anything of ``entry`` that a reader can see."""
    return _hash(
        entry.summary,
        entry.content,
        repr(
            (
                entry.guid,
                entry.link,
                entry.title,
                entry.author,
                entry.published_at,
                entry.updated_at,
                entry.comments_url,
                entry.categories,
                entry.enclosures,
            )
        ),
    )


def _name(entry: ParsedEntry, home: str | None) -> str:
    when = _when(entry)
    is_told = bool(entry.title and when)
    name = _fold_link(entry.guid) or (
        _own_link(entry.link, home) if is_told else _fold_link(entry.link)
    )
    return name or "hash:" + _hash(entry.title, when)


def _when(entry: ParsedEntry) -> str:
    """When an entry was published, else what it says."""
    return entry.published_at.isoformat() if entry.published_at else entry.content or entry.summary


def _own_link(link: str | None, home: str | None) -> str | None:
    """``link`` as it names an entry; None for that of the whole site."""
    folded = _fold_link(link)
    return None if folded is None or folded == home or _FRONT.fullmatch(folded) else folded


def _fold_link(link: str | None) -> str | None:
    """``link`` with scheme, ``www`` and tracking parameters folded; entries of one page that
    differ only in the fragment stay apart."""
    if link is None or not link.startswith(("http://", "https://")):
        return link
    folded = canonical(link)
    fragment = link.partition("#")[2]
    return f"{folded}#{fragment}" if fragment and "#" not in folded else folded


def _hash(*parts: str) -> str:
    data = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return fingerprint(data, 16).hex()


_Named = tuple[ParsedEntry, str, str]
"""An entry, its identity and its hash."""
_TOGETHER: Final = 32
"""Entries that are read step by step together (:func:`reader.story.read.read_fragments`)."""


def _digest_entries(
    named: Sequence[_Named], feed: ParsedFeed, origin: Origin
) -> list[DigestedEntry]:
    from reader.story.read import read_fragments

    found: list[DigestedEntry] = []
    for start in range(0, len(named), _TOGETHER):
        some = named[start : start + _TOGETHER]
        fragments = [_fragment_of(entry, feed, origin) for entry, _, _ in some]
        stories = read_fragments(fragments)
        packed = [
            encode_with_source(story, fragment.markup.encode("utf-8", "replace"))
            for story, fragment in zip(stories, fragments, strict=True)
        ]
        found += [
            _digested(one, fragment.kind, story, pack)
            for one, fragment, story, pack in zip(some, fragments, stories, packed, strict=True)
        ]
    return found


def _fragment_of(entry: ParsedEntry, feed: ParsedFeed, origin: Origin) -> Fragment:
    """What the story of an entry is read from."""
    from reader.story.read import Fragment

    markup, kind = (
        (entry.content, entry.content_type)
        if entry.content
        else (entry.summary, entry.summary_type)
    )
    markup = markup[:MAX_SOURCE]
    known = Story(
        entry_id=0,
        kicker=None,
        headline=entry.title,
        byline=entry.author,
        blocks=(),
        origin=origin,
        url=entry.link,
        lang=entry.lang or feed.lang,
        published_at=entry.published_at,
    )
    return Fragment(markup, kind, known, entry.base or entry.link or feed.link)


def _digested(
    named: _Named, kind: TextType, story: Story, packed: tuple[bytes, bytes]
) -> DigestedEntry:
    from reader.story.read import count_words, plain_text
    from reader.story.teaser import is_teaser

    entry, identity, digest = named
    text = plain_text(story)
    body, source = packed
    return DigestedEntry(
        identity=identity,
        entry_hash=digest,
        guid=entry.guid,
        link=entry.link,
        title=entry.title or shorten(text, 80) or "Untitled",
        author=entry.author,
        summary=_summary(entry, text),
        published_at=entry.published_at,
        updated_at=entry.updated_at,
        story=body,
        source=source,
        source_type=kind,
        comments_url=entry.comments_url,
        categories=entry.categories,
        lang=story.lang,
        enclosures=entry.enclosures,
        words=count_words(story),
        quote_count=len(story.quotes),
        link_count=len(story.links),
        is_teaser=is_teaser(story),
        facts=facts_of(story),
    )


def _with_gists(entries: Sequence[DigestedEntry]) -> tuple[DigestedEntry, ...]:
    if not entries:
        return ()
    from reader.events.compared import with_compared

    return with_compared(entries)


def _summary(entry: ParsedEntry, text: str) -> str:
    if entry.summary and entry.content:
        from reader.feed.plain import beginning

        summary = beginning(entry.summary, entry.summary_type, SUMMARY_LENGTH)
        if summary:
            return shorten(summary, SUMMARY_LENGTH)
    return summary_of(text)


def summary_of(text: str) -> str:
    """The beginning of a story's ``text``, for lists."""
    return shorten(clean_line(text[: SUMMARY_LENGTH * 4]), SUMMARY_LENGTH)


def from_story(story: Story, source: bytes, kind: TextType, where: str) -> DigestedEntry:
    """An entry for a story that stands by itself at ``where``, read from ``source``."""
    from reader.story.read import count_words, plain_text

    text = plain_text(story)
    body, packed = encode_with_source(story, source)
    return DigestedEntry(
        identity=canonical(where),
        entry_hash=_hash(story.headline, text),
        guid=None,
        link=story.url,
        title=story.headline or shorten(text, 80) or "Untitled",
        author=story.byline,
        summary=summary_of(text),
        published_at=story.published_at,
        updated_at=None,
        story=body,
        source=packed,
        source_type=kind,
        lang=story.lang,
        words=count_words(story),
        quote_count=len(story.quotes),
        link_count=len(story.links),
        facts=facts_of(story),
    )


def _as_utf8(page: bytes, charset: str | None) -> bytes:
    """``page`` as it can be read again when what HTTP said of it is forgotten."""
    if charset is None or charset in ("utf-8", "utf8"):
        return page
    from reader.story.blocks.markup import decode

    text = decode(page, charset)  # which does not believe everything
    return page if decode(page) == text else text.encode("utf-8-sig", "replace")


def shorten(text: str, most: int) -> str:
    """The beginning of ``text`` in at most ``most`` characters, cut between words."""
    text = clean_line(text)
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(None, 1)[0].rstrip(" ,;:–—-") + "…"
