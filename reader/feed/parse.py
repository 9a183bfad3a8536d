"""Feed bytes become a :class:`reader.model.ParsedFeed`, or a named error; never anything else.

The bytes are looked at before any parser sees them, decoded, and read by the fast pass
(:mod:`reader.feed.fast`) when they are plain RSS or Atom, by feedparser when they are unusual, and
once more after repair when they are not well-formed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from reader.errors import ParseError
from reader.feed.charset import decode, decode_plainly
from reader.feed.document import Document, NotWellFormed, open_document
from reader.feed.entries import read_findings
from reader.feed.sniff import count_items, has_items, looks_like_outline, shape_of
from reader.model import ParsedFeed
from reader.model.incoming import BROKEN_OFF
from reader.urls import join

_SKIP_HOURS = re.compile(r"<skipHours>(.{0,2000}?)</skipHours>", re.IGNORECASE | re.DOTALL)
_HOUR = re.compile(r"<hour>\s*(\d{1,2})\s*</hour>", re.IGNORECASE)
_CDF = re.compile(r"<channel\s[^<>]{0,1000}?\blastmod\s*=", re.IGNORECASE)
"""Of a channel in Microsoft's format nothing else need be known."""
_HEAD = 50_000
"""Characters in which a feed's own skipHours stand."""


def parse_feed(body: bytes, headers: Mapping[str, str], url: str) -> ParsedFeed:
    """The feed in ``body``, every entry in the order of the document, duplicates included.

    ``headers`` are those of the response; ``url`` is where it came from and what relative addresses
    are relative to.  Raises ParseError (``empty``, ``not_a_feed``,
    ``parse``) and nothing else.
    """
    headers = {name.lower(): value for name, value in headers.items()}
    try:
        return _parse(body, headers, url)
    except ParseError:
        raise
    except (MemoryError, RecursionError) as error:
        raise ParseError("It is too large or too deeply nested.", url=url, kind="parse") from error
    except Exception as error:
        message = f"It can't be read as a feed ({type(error).__name__})."
        raise ParseError(message, url=url, kind="parse") from error


def _parse(body: bytes, headers: Mapping[str, str], url: str) -> ParsedFeed:
    if not body.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise ParseError(
            "The server sent nothing.",
            url=url,
            kind="empty",
            hint="It may be a passing fault of the server.",
        )
    shape = shape_of(body)
    if shape == "json":
        from reader.feed.jsonfeed import parse_json

        try:
            feed = parse_json(body, headers, url)
        except ParseError:
            if not has_items(body):
                raise
        else:
            # Where it is no whole JSON, a feed of another kind may stand behind its beginning.
            if feed.note is None or not has_items(body):
                return feed
            with suppress(ParseError):
                behind = _parse_marked_up(body, shape, headers, url)
                return behind if len(behind.entries) > len(feed.entries) else feed
            return feed
    return _parse_marked_up(body, shape, headers, url)


def _parse_marked_up(body: bytes, shape: str, headers: Mapping[str, str], url: str) -> ParsedFeed:
    if b"\0" not in body:
        return _parse_xml(body, shape, headers, url)
    return _parse_wide(body, shape, headers, url)


def _parse_wide(body: bytes, shape: str, headers: Mapping[str, str], url: str) -> ParsedFeed:
    """Bytes with NULs among them: letters of two or four bytes, or only half of them, or none."""
    best, problem = None, None
    narrow = body.replace(b"\0", b"").lstrip(b"\xff\xfe")
    expected = count_items(narrow)
    for attempt in (body, narrow, body.replace(b"\0", b" ")):
        if attempt is not body and not has_items(attempt):
            continue
        try:
            feed = _parse_xml(attempt, shape, headers if attempt is body else {}, url)
        except ParseError as error:
            problem = problem or error
            continue
        if best is None or len(feed.entries) > len(best.entries):
            best = feed
        if feed.entries and feed.note is None and len(feed.entries) >= expected:
            break
    if best is None:
        assert problem is not None
        raise problem
    return best


def _parse_xml(body: bytes, shape: str, headers: Mapping[str, str], url: str) -> ParsedFeed:
    if shape != "xml" and not has_items(body):
        raise _not_a_feed(body, shape, url)
    plain = decode_plainly(body, headers)
    text, note = (plain, None) if plain is not None else decode(body, headers)
    base = join(url, headers.get("content-location", "")) or url
    document = open_document(text)
    if plain is not None:
        head = text[: len(text) - len(document.text)]
        document.data = body[len(head.encode()) :]
    feed = _read(document, base, headers.get("content-language"))
    named = feed.version or feed.title or feed.subtitle or feed.link or _CDF.match(document.text)
    if not feed.entries and (shape != "xml" or not named):
        raise _not_a_feed(body, shape, url)
    if not feed.entries and document.broke_off:
        raise ParseError(
            "The feed breaks off before its first entry.",
            url=url,
            kind="parse",
            hint="It may be a passing fault of the server.",
        )
    return replace(feed, skip_hours=_skip_hours(document.text), note=_note(document) or note)


def _read(document: Document, url: str, lang: str | None) -> ParsedFeed:
    from reader.feed.fast import read_fast

    try:
        feed = read_fast(document, url, lang)
        if feed is not None:
            return feed
    except NotWellFormed:
        document.mend()
    from reader.feed.referee import judge

    try:
        return read_findings(judge(document, url, lang), url)
    except NotWellFormed as error:
        if document.is_repaired:
            raise ParseError(
                f"It is too broken to be read (line {error.line}).", url=url, kind="parse"
            ) from error
    # feedparser is stricter about prefixes than the fast pass.
    document.mend()
    return read_findings(judge(document, url, lang), url)


def _note(document: Document) -> str | None:
    if document.broke_off:
        return BROKEN_OFF
    if document.is_repaired:
        return "The feed is not well-formed XML; it was mended to be read."
    return None


def _skip_hours(text: str) -> tuple[int, ...]:
    found = _SKIP_HOURS.search(text, 0, _HEAD)
    if found is None:
        return ()
    return tuple(sorted({int(h) % 24 for h in _HOUR.findall(found.group(1)) if int(h) <= 24}))


def _not_a_feed(body: bytes, shape: str, url: str) -> ParseError:
    if looks_like_outline(body):
        return ParseError(
            "This is a list of feeds (OPML), not a feed.",
            url=url,
            kind="not_a_feed",
            hint="Save it as a file, and take it over with: nowreading import opml FILE",
        )
    if shape == "html":
        return ParseError(
            "This is a web page, not a feed.",
            url=url,
            kind="not_a_feed",
            hint="The page may name its feed: add the page's address to look for it.",
        )
    return ParseError(
        "This is not a feed.",
        url=url,
        kind="not_a_feed",
        hint="Check the address; the feed may have moved.",
    )
