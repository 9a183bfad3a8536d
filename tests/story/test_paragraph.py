"""The short way through a paragraph comes to what the walk comes to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Block
from reader.story.blocks import walker
from reader.story.blocks.markup import parse_fragment
from reader.story.blocks.paragraph import read_paragraph

_WORDS = st.sampled_from(
    ["word", "two words ", " led by a blank", "“so”, he said", "é", "e\u0301", "日本", "***"]
) | st.sampled_from(
    [" ", "  ", "\n", "a\nb", "\t", "&nbsp;", "a&nbsp;", "&#8203;", "\u00ad", "&#x202e;", "<br>"]
)
_TAGS = st.sampled_from("em strong a span code q time p pre script sup".split()) | st.sampled_from(
    ["b hidden", "i class='sr-only'", "a href='#'", "a href='/x?utm_source=y'", "img src='/p.jpg'"]
)


def _element(tag: str, words: list[str]) -> str:
    return f"<{tag}>{''.join(words)}</{tag.partition(' ')[0]}>"


_INLINE = st.one_of(_WORDS, st.builds(_element, _TAGS, st.lists(_WORDS, max_size=3)))
_DEEPER = st.one_of(_INLINE, st.builds(_element, _TAGS, st.lists(_INLINE, max_size=3)))
_HOLDERS = st.sampled_from(["p", "p class='x'", "li", "b", "blockquote", "figcaption", "td", "p"])
_BODIES = st.lists(st.builds(_element, _HOLDERS, st.lists(_DEEPER, max_size=4)), max_size=4)


def _blocks(markup: str, **options: bool) -> list[Block]:
    body = parse_fragment(markup)
    return [] if body is None else walker.Walker("https://a.example/b/", **options).walk(body)


@given(_BODIES, st.booleans())
def test_the_short_way_and_the_walk_give_the_same_blocks(parts: list[str], breaks: bool) -> None:
    markup = "".join(parts)
    short = _blocks(markup, breaks=breaks)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(walker, "read_paragraph", lambda *_: None)
        assert short == _blocks(markup, breaks=breaks)


def test_the_short_way_passes_over_the_elements_that_a_page_leaves_out() -> None:
    body = parse_fragment("<p>Kept <em>not kept</em> and <b>bold</b>.</p>")
    assert body is not None
    left_out = set(body.iter("em"))
    blocks = walker.Walker(None, removed=left_out).walk(body)
    assert [block.text for block in blocks] == ["Kept and bold."]


@pytest.mark.parametrize(
    ("markup", "is_short"),
    [
        ("<p>Plain words.</p>", True),
        ("<p>One <a href='https://a.example/'>link</a> and <em>some</em> words.</p>", True),
        ("<p>A line\nthat is broken, with “marks”.</p>", True),
        ("<p>Two  blanks.</p>", False),
        ("<p>Something <em>deeper <b>down</b></em>.</p>", False),
        ("<p>Something <em hidden>hidden</em>.</p>", False),
        ("<p>A line<br>and another.</p>", False),
        ("<p>A right-to-left \u202eoverride.</p>", False),
    ],
)
def test_only_plain_paragraphs_are_read_the_short_way(markup: str, is_short: bool) -> None:
    body = parse_fragment(markup)
    assert body is not None
    assert (read_paragraph(body[0], None) is not None) == is_short
