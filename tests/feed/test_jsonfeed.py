"""JSON Feed 1.0 and 1.1."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import ParseError
from reader.feed.parse import parse_feed
from reader.model import Enclosure, ParsedFeed
from tests.feed.samples import URL


def parse(data: Any) -> ParsedFeed:
    return parse_feed(json.dumps(data).encode(), {}, URL)


def feed(*items: Any, **more: Any) -> dict[str, Any]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Harbour",
        "items": items,
        **more,
    }


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-16"])
def test_json_is_read_in_letters_of_any_width(name: str) -> None:
    text = json.dumps(feed({"id": "1", "title": "Café 日本"}), ensure_ascii=False)
    assert parse_feed(text.encode(name), {}, URL).entries[0].title == "Café 日本"


ITEM = {
    "id": "1",
    "url": "/2024/ferry",
    "title": "The ferry <is> back",
    "content_html": "<p>It came in.</p>",
    "content_text": "It came in.",
    "summary": "Dawn.",
    "date_published": "2024-03-05T08:30:00+01:00",
    "date_modified": "2024-03-06T00:00:00Z",
    "authors": [{"name": "Mara Lindqvist"}, {"name": "Jo Ek"}],
    "tags": ["sea", 4, "town"],
    "language": "en",
    "attachments": [
        {"url": "/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 9, "title": "Listen"},
        {"url": "javascript:x"},
    ],
}


def test_every_field_is_read() -> None:
    found = parse(
        feed(ITEM, home_page_url="https://harbour.example/", language="en-GB", description="d")
    )
    assert (found.version, found.title, found.link) == (
        "json11",
        "Harbour",
        "https://harbour.example/",
    )
    assert (found.lang, found.subtitle) == ("en-GB", "d")
    entry = found.entries[0]
    assert (entry.guid, entry.link) == ("1", "https://harbour.example/2024/ferry")
    assert (entry.title, entry.author) == ("The ferry <is> back", "Mara Lindqvist, Jo Ek")
    assert (entry.content, entry.content_type) == ("<p>It came in.</p>", "html")
    assert (entry.summary, entry.summary_type) == ("Dawn.", "text")
    assert entry.published_at == datetime(2024, 3, 5, 7, 30, tzinfo=UTC)
    assert entry.updated_at == datetime(2024, 3, 6, tzinfo=UTC)
    assert (entry.categories, entry.lang) == (("sea", "town"), "en")
    assert entry.enclosures == (
        Enclosure("https://harbour.example/a.mp3", "audio/mpeg", 9, "Listen"),
    )


def test_an_item_that_names_no_language_is_in_that_of_its_feed() -> None:
    of_feed, own = parse(feed({"id": "1"}, {"id": "2", "language": "sv"}, language="de")).entries
    assert (of_feed.lang, own.lang) == ("de", "sv")


def test_an_id_that_names_nothing_is_no_name() -> None:
    ids: tuple[Any, ...] = (True, False, None, [1], {}, 0, 1.5)
    entries = parse(feed(*({"id": id_} for id_ in ids))).entries
    assert [entry.guid for entry in entries] == [None] * 5 + ["0", "1.5"]


def test_version_1_has_one_author_and_text_alone_is_text() -> None:
    found = parse(
        {
            "version": "https://jsonfeed.org/version/1",
            "title": "x",
            "author": {"name": "Mara"},
            "items": [{"id": 7, "content_text": "a\n\nb"}],
        }
    )
    entry = found.entries[0]
    assert (found.version, entry.guid, entry.author) == ("json10", "7", "Mara")
    assert (entry.content, entry.content_type) == ("a\n\nb", "text")


@pytest.mark.parametrize(
    "body", [b"{}", b"[]", b"[1]", b'{"items": 3}', b'{"items": []}', b"{", b"[" * 9999]
)
def test_other_json_is_no_feed(body: bytes) -> None:
    with pytest.raises(ParseError) as caught:
        parse_feed(body, {}, URL)
    assert caught.value.kind in ("not_a_feed", "parse")


def test_a_feed_behind_the_beginning_of_another_counts_when_it_holds_more() -> None:
    begun = json.dumps(feed({"id": "1"}, {"id": "2", "content_html": "<item>no</item>"}))[
        :-9
    ].encode()
    items = b"<item><title>Tide</title></item>" * 3
    rss = b"<rss version='2.0'><channel><title>Quay</title>" + items + b"</channel></rss>"
    assert len(parse_feed(begun + rss, {}, URL).entries) >= 3
    assert [entry.guid for entry in parse_feed(begun, {}, URL).entries][:1] == ["1"]


def test_a_feed_that_breaks_off_keeps_its_whole_items() -> None:
    body = json.dumps(feed(*({"id": str(n)} for n in range(5)))).encode()
    found = parse_feed(body[: body.index(b'"4"')], {}, URL)
    assert [entry.guid for entry in found.entries] == ["0", "1", "2", "3"]
    assert found.title == "Harbour"
    assert found.note is not None and "breaks off" in found.note


def test_commas_before_closing_brackets_are_passed_over() -> None:
    text = (
        '{"version": "https://jsonfeed.org/version/1.1", "title": "a,] \\",}", "items": ['
        '{"id": "1", "title": "One", },\n{"id": "2", "tags": ["x",],},\n],\n}'
    )
    found = parse_feed(text.encode(), {}, URL)
    assert (found.title, [entry.guid for entry in found.entries]) == ('a,] ",}', ["1", "2"])
    assert found.note is not None and "mended" in found.note


def test_lone_surrogates_and_controls_do_not_get_through() -> None:
    entry = parse(
        feed({"id": "a\ud800", "title": "x\u202ey\u001b[31m", "content_html": "p\udfffq"})
    ).entries[0]
    assert (entry.guid, entry.title, entry.content) == ("a", "xy[31m", "pq")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*ITEM, "author", "external_url"]), inner, max_size=5)
    ),
    max_leaves=20,
)


@given(st.lists(_JSON, max_size=3), _JSON)
def test_members_of_the_wrong_type_are_passed_over(items: list[Any], other: Any) -> None:
    more = dict.fromkeys(("home_page_url", "language", "authors", "author", "description"), other)
    found = parse(feed(*items, **more))
    assert len(found.entries) == sum(isinstance(item, dict) for item in items)


def test_whole_items_of_a_feed_that_breaks_off_are_kept_whatever_stands_before_them() -> None:
    body = b'"version": "https://jsonfeed.org/version/1", oh, "items": [{"id": "1", "content_text": "One."}, {"id'
    for text, titles in ((b"{" + body, 1), (body.replace(b'{"id": "1"', b'{"id" "1"', 1), 0)):
        try:
            found = len(parse_feed(text, {}, URL).entries)
        except ParseError:
            found = 0
        assert found == titles
