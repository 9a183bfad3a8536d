"""A story from what a feed, a page or a file gives: blocks, quotes and links.

Pure functions: the same input gives the same story, nothing is fetched, nothing is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from reader.frozen import changed
from reader.model import Block, Story, TextType
from reader.references import unescape
from reader.story.blocks.markup import MAX_BYTES, decode, parse_fragment
from reader.story.blocks.plain import paragraphs, read_blocks
from reader.story.blocks.walker import Walker
from reader.story.finding.trim import linked_share, numbered
from reader.story.links import find_links
from reader.story.parts.arrange import arrange, drop_headline, split_headline
from reader.story.quotes import find_all, find_quotes
from reader.text import clean_line, composed, words_in_all

MAX_TITLE: Final = 2_000
HALF: Final = 0.5
_TAG = re.compile(r"<(?:/?[a-zA-Z][a-zA-Z0-9:-]*(?:\s[^<>]*)?/?>|!--|!\[CDATA\[)")
_ESCAPED = re.compile(
    r"\s*(?:&lt;!\[CDATA\[\s*)?&lt;(?:p|div|h[1-6]|ul|ol|figure|img|a|strong|b|span|br)\b[^<>]{0,2000}?&gt;",
    re.I,
)
_PARTED = re.compile(
    r"<(?:p|div|li|h[1-6]|blockquote|td|tr|pre)\b|<br\s*/?>\s*(?:&nbsp;|\s)*<br", re.I
)
_LONG_LINE: Final = 60
_VERBATIM: Final = frozenset(["code", "table_row"])


def read_fragment(markup: str, kind: TextType, known: Story, base: str | None = None) -> Story:
    """The story in an entry's content: HTML, plain text or text that looks like Markdown.

    ``known`` holds what the entry says besides: headline (as plain text), byline, address,
    language, time and origin; nothing else of it is looked at.  A repetition of the headline in
    the content is dropped and a label above that becomes the kicker.  ``base``, else the address,
    makes addresses absolute.
    """
    return read_fragments([Fragment(markup, kind, known, base)])[0]


class Fragment(NamedTuple):
    """What :func:`read_fragment` is given."""

    markup: str
    kind: TextType
    known: Story
    base: str | None = None


def read_fragments(fragments: Sequence[Fragment]) -> list[Story]:
    """:func:`read_fragment` of each, one step after the other.

    The code and the words that a step needs stay in the processor's caches so, and a feed is
    digested in four fifths of the time that it takes story by story.
    """
    told = [_without_quotes(*fragment) for fragment in fragments]
    links = [find_links(story.headline, story.blocks, story.url) for story in told]
    quotes = find_all((story.headline, story.blocks, story.lang) for story in told)
    return [
        changed(story, links=its_links, quotes=its_quotes)
        for story, its_links, its_quotes in zip(told, links, quotes, strict=True)
    ]


def read_page(page: bytes, url: str, *, charset: str | None = None) -> Story:
    """The story on a whole HTML page. ``charset`` is the one its HTTP header names."""
    from reader.story.page import read_article

    story = read_article(decode(page, charset), url)
    return look_through(replace(story, headline=composed(story.headline)))


def read_text(text: str, *, name: str = "", url: str | None = None) -> Story:
    """The story in a plain text; ``name`` is its headline when the text gives none."""
    kicker, headline, rest = split_headline(paragraphs(text[:MAX_BYTES]))
    byline, blocks = arrange(read_blocks(rest, url), guess=True)
    headline = clean_line(headline)[:MAX_TITLE] or clean_line(name)[:MAX_TITLE]
    return look_through(
        Story(
            entry_id=0,
            kicker=clean_line(kicker) if kicker else None,
            headline=headline,
            byline=byline,
            blocks=tuple(blocks),
            origin="file",
            url=url,
        )
    )


def plain_text(story: Story) -> str:
    """The texts of the story's blocks, parted by blank lines; pictures only by their captions."""
    return "\n\n".join([b.text for b in story.blocks if b.text and b.kind != "image"])


def count_words(story: Story) -> int:
    """How many words :func:`plain_text` holds."""
    blocks = [b for b in story.blocks if b.kind != "image"]
    verbatim = sum([len(b.text.split()) for b in blocks if b.kind in _VERBATIM])
    return verbatim + words_in_all([b.text for b in blocks if b.kind not in _VERBATIM])


def look_through(story: Story) -> Story:
    """``story`` with its quotes and links found, those that it has aside."""
    return replace(
        story,
        quotes=find_quotes(story.headline, story.blocks, story.lang),
        links=find_links(story.headline, story.blocks, story.url),
    )


def _without_quotes(markup: str, kind: TextType, known: Story, base: str | None) -> Story:
    """The story in a fragment, its quotes and links aside."""
    headline = composed(clean_line(known.headline))[:MAX_TITLE]
    blocks, guess = _fragment_blocks(markup[:MAX_BYTES], kind, base or known.url)
    kicker, blocks = drop_headline(blocks, headline)
    found, arranged = arrange(numbered(blocks), guess=guess)
    return Story(
        entry_id=0,
        kicker=kicker,
        headline=headline,
        byline=composed(clean_line(known.byline)) if known.byline else found,
        blocks=tuple(_leading_on(arranged)),
        origin=known.origin,
        url=known.url,
        lang=known.lang,
        published_at=known.published_at,
    )


def _leading_on(blocks: list[Block]) -> list[Block]:
    """``blocks``, or the one line that is all of them and a link, which leads to the story or to
    what is said of it (*Comments*) and offers nothing."""
    if len(blocks) == 1 and blocks[0].role == "promo" and linked_share(blocks[0]) > HALF:
        return [replace(blocks[0], role="read_more")]
    return blocks


def _fragment_blocks(
    markup: str, content_type: TextType, base: str | None
) -> tuple[list[Block], bool]:
    """The blocks, and whether their kinds are to be guessed since the text was plain."""
    if content_type == "html":
        if _ESCAPED.match(markup) and not _TAG.search(markup):
            markup = unescape(markup)
        if _TAG.search(markup):
            return _markup_blocks(markup, base), False
        markup = unescape(markup)
    return read_blocks(paragraphs(markup), base), True


def _markup_blocks(markup: str, base: str | None) -> list[Block]:
    if "<![CDATA[" in markup:
        markup = markup.replace("<![CDATA[", "").replace("]]>", "")
    parted = _PARTED.search(markup)
    if not parted:
        markup = _blank_lines(markup)
    body = parse_fragment(markup)
    if body is None:
        return []
    return Walker(base, breaks=not parted and _has_line_breaks(markup)).walk(body)


def _blank_lines(markup: str) -> str:
    """Paragraph marks for text whose only structure is blank lines between inline markup."""
    return re.sub(r"\n[^\S\n]*\n\s*", "<br><br>", markup.strip())


def _has_line_breaks(markup: str) -> bool:
    """Whether single ``<br>`` part paragraphs: most of the lines are long."""
    lines = [line for line in re.split(r"<br\s*/?>", markup, flags=re.I) if line.strip()]
    long = sum(1 for line in lines if len(_TAG.sub("", line)) >= _LONG_LINE)
    return len(lines) > 1 and long * 2 >= len(lines)
