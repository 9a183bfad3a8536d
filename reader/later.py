"""Digest in two steps, for what comes in by the hundred thousand: entries and their words now, the
whole stories later.

Pure functions, run in a worker process as those of :mod:`reader.digest` are.  The first step takes
a tenth of the second's time: it cuts markup into paragraphs and looks for nothing in them.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from typing import Final

from reader.codec import decode_story, encode_with_source
from reader.digest import MAX_SOURCE, from_story, identities, read_source, shorten, summary_of
from reader.errors import ParseError
from reader.model import (
    Block,
    DigestedEntry,
    KeptStory,
    ParsedEntry,
    ParsedFeed,
    Story,
    StoryFacts,
    TextType,
)
from reader.references import unescape
from reader.text import clean, words_in

Document = tuple[str, bytes]
"""The address of a feed, and a feed document of articles that another reader kept of it."""
_HIDDEN: Final = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|template)\b.*?(?:</\1\s*>|\Z)", re.S | re.I)  # fmt: skip
_PARTING: Final = re.compile(
    r"</?(?:address|article|aside|blockquote|br|caption|center|dd|details|div|dl|dt|fieldset"
    r"|figcaption|figure|footer|form|h[1-6]|header|hr|legend|li|main|nav|ol|p|pre|section|summary"
    r"|table|tbody|td|tfoot|th|thead|tr|ul)\b[^<>]*>",
    re.I,
)
_TAG: Final = re.compile(r"</?[a-zA-Z!?][^<>]*>")


def keep_as_they_are(documents: Sequence[Document]) -> tuple[tuple[DigestedEntry, ...] | str, ...]:
    """The entries of each document, in its order, their stories only paragraphs; in the place of one
    that can't be read a sentence that says why."""
    found: list[tuple[DigestedEntry, ...] | str] = []
    for url, body in documents:
        try:
            found.append(_entries_of(url, body))
        except ParseError as error:
            found.append(str(error))
    return tuple(found)


def digest_kept(
    kept: Sequence[KeptStory],
) -> tuple[tuple[int, DigestedEntry | None], ...]:
    """The whole stories of entries that were kept as they are, by entry id; None for one whose
    bytes are damaged."""
    return tuple((one.entry_id, _digest(one)) for one in kept)


def paragraphs_of(markup: str, kind: TextType) -> list[str]:
    """The lines of text in ``markup``, which is clean, roughly as a browser would part them."""
    if kind == "html" and "<" in markup:
        if "<!--" in markup or "<s" in markup or "<t" in markup or "<S" in markup:
            markup = _HIDDEN.sub(" ", markup)
        markup = _TAG.sub("", _PARTING.sub("\n", markup.replace("\n", " ")))
    if kind == "html" and "&" in markup:
        markup = clean(unescape(markup))
    lines = (" ".join(line.split()) for line in markup.split("\n"))
    return [line for line in lines if line]


def _entries_of(url: str, body: bytes) -> tuple[DigestedEntry, ...]:
    from reader.feed.parse import parse_feed

    headers = {"content-type": "application/feed+json; charset=utf-8"}
    feed = parse_feed(body, headers, url)
    names = identities(feed.entries, feed.link)
    return tuple(_keep(e, name, feed) for e, name in zip(feed.entries, names, strict=True))


def _keep(entry: ParsedEntry, identity: str, feed: ParsedFeed) -> DigestedEntry:
    markup, kind = (
        (entry.content, entry.content_type)
        if entry.content
        else (entry.summary, entry.summary_type)
    )
    markup = markup[:MAX_SOURCE]
    lines = paragraphs_of(markup, kind)
    text = "\n\n".join(lines)
    lang = entry.lang or feed.lang
    story = Story(
        entry_id=0,
        kicker=None,
        headline=entry.title,
        byline=entry.author,
        blocks=tuple(Block("paragraph", line) for line in lines),
        origin="feed",
        url=entry.link,
        lang=lang,
        published_at=entry.published_at,
    )
    # What is kept until it is digested need not be as small as can be.
    body, source = encode_with_source(story, markup.encode("utf-8", "replace"), quickly=True)
    return DigestedEntry(
        identity=identity,
        entry_hash="",  # the feed's own next version is read in any case
        guid=entry.guid,
        link=entry.link,
        title=entry.title or shorten(text, 80) or "Untitled",
        author=entry.author,
        summary=summary_of(text),
        published_at=entry.published_at,
        updated_at=entry.updated_at,
        story=body,
        source=source,
        source_type=kind,
        comments_url=entry.comments_url,
        categories=entry.categories,
        lang=lang,
        enclosures=entry.enclosures,
        words=sum(map(words_in, lines)),
        facts=StoryFacts("feed", text, (), ()),
    )


def _digest(kept: KeptStory) -> DigestedEntry | None:
    try:
        known = decode_story(kept.body)
        markup = zlib.decompress(kept.source)
    except (ValueError, zlib.error):
        return None
    story = read_source(markup, kept.source_type, known)
    return from_story(story, markup, kept.source_type, known.url or "")
