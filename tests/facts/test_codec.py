"""A story as bytes and back."""

from __future__ import annotations

import json
import zlib
from datetime import UTC, datetime

import pytest

from reader.codec import decode_story, encode_story
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
