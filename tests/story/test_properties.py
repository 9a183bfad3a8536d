"""What holds for every input: marks, cells and spans lie inside their texts, texts are clean."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.codec import decode_story, encode_story
from reader.model import Story
from reader.story.read import read_fragment, read_page, read_text
from reader.text import clean
from reader.urls import is_web
from tests.examples import examples

TAGS = [
    "p",
    "b",
    "i",
    "a href='/x?utm_source=q'",
    "div",
    "ul",
    "li",
    "table",
    "tr",
    "td",
    "th",
    "q",
    "blockquote",
    "pre",
    "code",
    "figure",
    "figcaption",
    "h1",
    "h2",
    "br",
    "img src=/p.jpg alt=x",
    "span hidden",
    "sup",
    "caption",
    "dl",
    "dd",
    "hr",
]
WORDS = st.text(alphabet="ab “”‘’'\".,:\n\t*_[]()#>-é\u0301\u202e\x1b\u200b中&;<", max_size=12)
PIECES = st.one_of(
    WORDS,
    st.sampled_from([f"<{t}>" for t in TAGS]),
    st.sampled_from([f"</{t.split()[0]}>" for t in TAGS]),
    st.sampled_from(
        [
            "Read more: ",
            "By Ann Lee",
            "https://a.example/b",
            "![a](http://b.example/c)",
            "&#27;",
            "\n\n",
        ]
    ),
)
MARKUP = st.lists(PIECES, max_size=40).map("".join)
RELAXED = settings(
    max_examples=examples(150),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def check(story: Story) -> None:
    """Every promise that the model makes about a story."""
    for block in story.blocks:
        assert clean(block.text) == block.text
        assert block.kind == "code" or "\n" not in block.text
        assert block.text or block.kind == "image"
        for mark in block.marks:
            assert 0 <= mark.start < mark.end <= len(block.text)
            assert (mark.url is not None) == (mark.style == "link")
            assert mark.url is None or is_web(mark.url)
        assert block.kind != "table_row" or " | ".join(block.cells) == block.text
        assert block.kind != "image" or is_web(block.url or "")
    for link in story.links:
        assert link.url is None or is_web(link.url)
        assert link.span is not None
        block = story.blocks[link.span.block]
        assert 0 <= link.span.start <= link.span.end <= len(block.text)
    urls = [link.url for link in story.links if link.url]
    assert len(urls) == len(set(urls))
    assert decode_story(encode_story(story)) == story


@RELAXED
@given(MARKUP)
def test_a_fragment_keeps_the_promises_of_the_model(markup: str) -> None:
    check(
        read_fragment(
            markup, "html", Story(0, None, "A title", None, (), url="https://a.example/d/")
        )
    )


@RELAXED
@given(MARKUP)
def test_a_plain_text_keeps_the_promises_of_the_model(text: str) -> None:
    check(read_text(text, name="name"))
    check(read_fragment(text, "text", Story(0, None, "A title", None, ())))


@settings(RELAXED, max_examples=examples(40))
@given(MARKUP, st.booleans())
def test_a_page_keeps_the_promises_of_the_model(markup: str, padded: bool) -> None:
    words = "<p>Enough words to be taken for a story, with commas, and a stop. </p>" * 8 * padded
    check(
        read_page(
            f"<html><body>{words}{markup}{words}</body></html>".encode(), "https://a.example/d/"
        )
    )


@RELAXED
@given(st.binary(max_size=300))
def test_any_bytes_can_be_read_as_a_page(body: bytes) -> None:
    check(read_page(body, "https://a.example/d/"))
