"""A story as bytes and back."""

from __future__ import annotations

import json
import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.codec import decode_story, encode_story, head_and_text, quotes_in, said_in, text_of
from reader.model import Block, Link, Mark, Quote, Span, Speaker, Story

STORY = Story(
    entry_id=0,
    kicker="Markets",
    headline="Bakers ‘run out’ of flour",
    byline="By A. Sample",
    blocks=(
        Block(
            "paragraph",
            "A bold word",
            (Mark(2, 6, "strong"), Mark(7, 11, "link", "https://a.example/")),
        ),
        Block("heading", "Later", level=2),
        Block("image", "A mill", url="https://a.example/mill.jpg"),
        Block("caption", "The mill", role="credit"),
        Block("table_row", "a | b", cells=("a", "b")),
    ),
    quotes=(
        Quote("run out", (Span(-1, 8, 15),), "partial"),
        Quote(
            "One.\n\nTwo.",
            (Span(0, 0, 4), Span(1, 0, 4)),
            "direct",
            Speaker("B. Example", "baker"),
            "said",
            0.9,
        ),
    ),
    links=(
        Link("https://a.example/", "word", "inline", Span(0, 7, 11), "A bold word"),
        Link(None, "Read more about mills", "read_more"),
    ),
    origin="page",
    url="https://a.example/story",
    lang="en",
    published_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
    note="Only the summary is stored.",
)


def test_a_story_comes_back_as_it_was() -> None:
    assert decode_story(encode_story(STORY)) == STORY


def test_the_entry_id_is_given_by_the_store_not_by_the_bytes() -> None:
    assert decode_story(encode_story(STORY), 7).entry_id == 7


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"not zlib",
        zlib.compress(b"[]"),
        zlib.compress(b"{}"),
        zlib.compress(b"{"),
        encode_story(STORY)[:-9],
        zlib.compress(json.dumps({"v": 1, "blocks": 3}).encode()),
    ],
)
def test_bytes_that_are_no_story_raise_value_error(damaged: bytes) -> None:
    with pytest.raises(ValueError):
        decode_story(damaged)


def test_a_story_that_an_older_program_stored_is_read() -> None:
    data = {
        "v": 1,
        "kicker": "Markets",
        "headline": "Flour",
        "byline": None,
        "blocks": [
            ["paragraph", "A bold word", [[2, 6, "strong", None]]],
            ["paragraph", "One."],
            ["list_item", "Two", [], 1, None, None, [], 0],
        ],
        "quotes": [
            ["One.", [[1, 0, 4]], "direct", ["B. Example", None], "said", 0.9, [1, 0, 3]],
            ["Flour", [[-1, 0, 5]], "partial", None, None, 0.0],
        ],
        "links": [["https://a.example/", "word", "inline", [0, 7, 11], "A bold word"]],
        "origin": "feed",
        "url": None,
        "lang": "en",
        "published_at": "2026-03-01T12:00:00+00:00",
        "note": None,
    }
    stored = zlib.compress(json.dumps(data).encode())
    story = decode_story(stored)
    assert story.blocks[0].marks == (Mark(2, 6, "strong"),)
    assert [b.number for b in story.blocks] == [None, None, 0]
    assert story.quotes[0].speaker == Speaker("B. Example", None)
    assert story.links[0].span == Span(0, 7, 11)
    assert text_of(stored) == text_of(encode_story(story)) == "A bold word\nOne.\nTwo\n"
    assert quotes_in(stored) == quotes_in(encode_story(story)) == story.quotes
    assert said_in(stored) == said_in(encode_story(story)) == [q.text for q in story.quotes]
    assert head_and_text(stored)[1] == text_of(stored)
    assert decode_story(encode_story(story)) == story


def test_the_words_of_a_quote_go_to_the_end_of_their_block_and_no_further() -> None:
    texts = ("One.", "Two.", "Three.")
    spans = ((Span(0, 0, 4),), (Span(1, 0, 9),), (Span(2, 0, 9),))
    story = Story(
        entry_id=0,
        kicker=None,
        headline="Flour",
        byline=None,
        blocks=tuple(Block("paragraph", text) for text in texts),
        quotes=tuple(Quote(*each, "direct") for each in zip(texts, spans, strict=True)),
    )
    assert said_in(encode_story(story)) == list(texts)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SPANS = st.builds(Span, st.integers(-1, 4), st.integers(0, 9), st.integers(0, 12))
BLOCKS = st.builds(
    Block,
    st.sampled_from(["paragraph", "heading", "code", "list_item"]),
    TEXTS,
    st.lists(st.builds(Mark, st.integers(0, 3), st.integers(3, 9), st.just("link"), st.none() | TEXTS)).map(tuple),
    st.integers(0, 6),
    st.none() | st.just("byline"),
    st.none() | TEXTS,
    st.lists(TEXTS, max_size=2).map(tuple),
    st.none() | st.integers(0, 3),
)  # fmt: skip
QUOTES = st.builds(
    Quote,
    TEXTS,
    st.lists(SPANS, max_size=3).map(tuple),
    st.sampled_from(["direct", "partial"]),
    st.none() | st.builds(Speaker, TEXTS, st.none() | TEXTS),
    st.none() | TEXTS,
    st.sampled_from([0.0, 0.5, 1.0]),
    st.none() | SPANS,
)
LINKS = st.builds(Link, st.none() | TEXTS, TEXTS, st.just("inline"), st.none() | SPANS, TEXTS)


@given(
    st.lists(BLOCKS, max_size=4),
    st.lists(QUOTES, max_size=3),
    st.lists(LINKS, max_size=3),
    TEXTS,
)
def test_every_story_comes_back_as_it_was(
    blocks: list[Block], quotes: list[Quote], links: list[Link], headline: str
) -> None:
    story = Story(0, None, headline, None, tuple(blocks), tuple(quotes), tuple(links), "feed")
    stored = encode_story(story)
    assert decode_story(stored) == story
    assert quotes_in(stored) == story.quotes
    assert said_in(stored) == [quote.text for quote in story.quotes]
    assert head_and_text(stored)[1] == text_of(stored)
    assert text_of(stored) == "".join(f"{block.text}\n" for block in blocks)
