"""Bytes to entries and stories."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.codec import decode_story, facts_of, source_in
from reader.digest import (
    _TOGETHER,
    digest_feed,
    digest_file,
    digest_page,
    hash_entry,
    identities,
    read_source,
)
from reader.errors import ParseError
from reader.model import DigestedFeed, ParsedEntry
from reader.text import clean
from tests.examples import examples
from tests.feed.samples import ALL, ATOM10, RSS20, URL

PAGE = b"""<!DOCTYPE html><html lang="en"><head><title>The ferry is back | Harbour News</title></head><body>
<nav><a href="/">Home</a></nav><article><h1>The ferry is back</h1>
<p>The ferry came back to the harbour at dawn on Tuesday, three weeks after the storm had torn it
from its moorings and left it on the rocks below the old lighthouse.</p>
<p>\xe2\x80\x9cWe are glad to see her again,\xe2\x80\x9d said Mara Lindqvist, the harbour master. She added that the ferry
would sail again on Friday, once the engine had been looked at by the yard.</p>
<p>Hundreds of people had come to the quay to watch, among them the crew of the ship that had found
it, and the band of the school played until the rain began again at noon.</p></article></body></html>"""


def digest(text: str, known: frozenset[str] = frozenset()) -> DigestedFeed:
    return digest_feed(text.encode(), {}, URL, known)


def rss(items: str) -> str:
    return f'<rss version="2.0"><channel><title>Harbour</title>{items}</channel></rss>'


def test_entries_carry_light_fields_and_the_whole_story() -> None:
    feed = digest(RSS20)
    assert (feed.title, feed.link, feed.lang, feed.found, feed.ttl) == (
        "Harbour & Hill",
        "https://harbour.example/",
        "en-GB",
        2,
        1800,
    )
    entry = feed.entries[0]
    assert (entry.identity, entry.guid) == ("ferry-1", "ferry-1")
    assert (entry.title, entry.author) == ("The ferry is back", "Mara Lindqvist")
    assert entry.summary == "It came in at dawn."
    assert entry.words == 5
    story = decode_story(entry.story)
    assert [block.text for block in story.blocks] == ["It came in at dawn."]
    assert story.headline == "The ferry is back"
    assert story.byline == "Mara Lindqvist"
    assert [link.url for link in story.links if link.text == "dawn"] == [
        "https://harbour.example/dawn"
    ]


def test_the_source_is_kept_so_that_it_can_be_read_again() -> None:
    entry = digest(RSS20).entries[0]
    source = source_in(entry.source, entry.story)
    assert source.decode().startswith("<p>It came in")
    first = decode_story(entry.story)
    again = read_source(source, entry.source_type, first)
    assert again.blocks == first.blocks
    assert again == replace(first, links=again.links)


def test_what_is_indexed_of_a_story_comes_with_it() -> None:
    for entry in digest(RSS20).entries:
        assert entry.facts == facts_of(decode_story(entry.story))


def test_known_entries_are_left_out_and_edited_ones_are_not() -> None:
    first = digest(RSS20)
    known = frozenset(entry.entry_hash for entry in first.entries)
    second = digest(RSS20, known)
    assert (second.entries, second.found) == ((), 2)
    edited = digest(RSS20.replace("came in at <a", "came in late at <a"), known)
    assert [entry.identity for entry in edited.entries] == ["ferry-1"]


def test_duplicates_collapse_to_the_first() -> None:
    item = "<item><guid>1</guid><title>{}</title></item>"
    feed = digest(rss(item.format("one") + item.format("one")))
    assert ([entry.title for entry in feed.entries], feed.found) == (["one"], 2)


def test_an_address_with_tracking_parameters_is_the_same_entry() -> None:
    items = "<item><title>a</title><link>http://www.a.example/x?utm_source=f</link></item>"
    items += "<item><title>a</title><link>https://a.example/x</link></item>"
    assert len(digest(rss(items)).entries) == 1


def test_entries_of_one_page_stay_apart() -> None:
    items = "".join(
        f"<item><title>v{n}</title><link>https://a.example/log#v{n}</link></item>" for n in range(3)
    )
    assert len(digest(rss(items)).entries) == 3


def test_a_guid_that_all_entries_share_does_not_swallow_them() -> None:
    items = "".join(
        f"<item><guid>https://a.example/</guid><title>t{n}</title><link>https://a.example/{n}</link></item>"
        for n in range(3)
    )
    assert len(digest(rss(items)).entries) == 3


@pytest.mark.parametrize("name", ["<link>https://quay.example/</link>", "<guid>quay</guid>", ""])
@pytest.mark.parametrize("link", ["", "<link>https://b.example/tides/</link>"])
def test_a_name_that_tells_nothing_does_not_swallow_entries_of_other_titles_and_times(
    name: str, link: str
) -> None:
    items = "".join(
        f"<item>{name or '<link>https://b.example/tides</link>'}<title>Tide {n}</title>"
        f"<pubDate>Mon, 0{n} Apr 2024 08:00:00 GMT</pubDate></item>"
        for n in range(1, 4)
    )
    expected = 3 if name or link else 1  # a link that is not the site's names one story
    assert len(digest(rss(link + items)).entries) == expected


def test_a_guid_with_one_link_stays_one_entry_whatever_its_titles() -> None:
    items = "".join(
        "<item><guid>7</guid><link>https://a.example/7</link>"
        f"<title>Tide {n}</title><pubDate>Mon, 0{n} Apr 2024 08:00:00 GMT</pubDate></item>"
        for n in range(1, 4)
    )
    assert len(digest(rss(items)).entries) == 1


def test_entries_without_guid_and_link_are_told_apart_by_title_date_and_text() -> None:
    at = datetime(2024, 1, 1, tzinfo=UTC)
    entries = [
        ParsedEntry(title="a", published_at=at),
        ParsedEntry(title="a", published_at=at, summary="edited"),
        ParsedEntry(title="a", summary="x"),
        ParsedEntry(title="a", summary="y"),
    ]
    names = identities(entries)
    assert names[0] == names[1]
    assert len(set(names)) == 3


def test_the_hash_follows_what_a_reader_can_see() -> None:
    entry = ParsedEntry(guid="1", title="a", content="b")
    assert hash_entry(entry) == hash_entry(replace(entry, base="https://elsewhere.example/"))
    for change in (
        replace(entry, title="c"),
        replace(entry, content="c"),
        replace(entry, author="c"),
    ):
        assert hash_entry(change) != hash_entry(entry)


def test_an_entry_without_title_gets_the_beginning_of_its_text() -> None:
    words = "The ferry came back to the harbour at dawn " * 5
    feed = digest(rss(f"<item><guid>1</guid><description>{words}</description></item>"))
    title = feed.entries[0].title
    assert title.startswith("The ferry came back")
    assert len(title) <= 80 and title.endswith("…")


def test_a_summary_in_a_list_is_short_plain_text() -> None:
    words = "&lt;p&gt;Dawn &amp;amp; dusk. &lt;/p&gt;" * 60
    entry = digest(
        rss(f"<item><guid>1</guid><title>x</title><description>{words}</description></item>")
    ).entries[0]
    assert entry.summary.startswith("Dawn & dusk. Dawn")
    assert len(entry.summary) <= 300


def test_entries_are_read_together_as_each_alone() -> None:
    items = [
        f"<item><guid>{at}</guid><title>Quay {at}</title><description>&lt;p&gt;“We sail at {at},” said"
        f' Mara Lind{at}. &lt;a href="https://quay.example/{at}"&gt;More&lt;/a&gt;&lt;/p&gt;</description></item>'
        for at in range(_TOGETHER * 2 + 1)
    ]
    together = digest(rss("".join(items))).entries
    alone = [digest(rss(item)).entries[0] for item in items]
    assert [replace(entry, compared=None) for entry in together] == [
        replace(entry, compared=None) for entry in alone
    ]
    assert together[-1].quote_count == together[-1].link_count == 1


def test_a_page_becomes_one_story() -> None:
    entry = digest_page(PAGE, {"content-type": "text/html"}, "https://harbour.example/ferry")
    story = decode_story(entry.story)
    assert story.headline == "The ferry is back"
    assert story.origin == "page"
    assert any("three weeks after the storm" in block.text for block in story.blocks)
    assert entry.quote_count == 1
    assert entry.identity == "https://harbour.example/ferry"


def test_the_charset_of_a_page_outlives_its_headers() -> None:
    page = PAGE.decode().replace("harbour master", "Häfenchef").encode("cp1252")
    headers = {"content-type": "text/html; charset=windows-1252"}
    entry = digest_page(page, headers, "https://harbour.example/ferry")
    again = read_source(source_in(entry.source, entry.story), "html", decode_story(entry.story))
    assert any("Häfenchef" in block.text for block in again.blocks)


@pytest.mark.parametrize("name", ALL)
def test_a_file_that_is_a_feed_gives_its_entries(name: str) -> None:
    entries = digest_file(ALL[name].encode(), f"{name}.xml", None).entries
    assert entries[0].title
    assert decode_story(entries[0].story).origin == "file"


def test_a_file_that_is_a_page_gives_one_story() -> None:
    (entry,) = digest_file(PAGE, "ferry.html", None).entries
    assert entry.title == "The ferry is back"


def test_a_text_file_gives_one_story() -> None:
    text = "The ferry is back\n\nIt came in at dawn, <b>said</b> nobody.\n\nIt will sail on Friday."
    (entry,) = digest_file(text.encode(), "ferry.txt", None).entries
    story = decode_story(entry.story)
    assert story.headline == "The ferry is back"
    assert any("<b>said</b>" in block.text for block in story.blocks)
    assert entry.source_type == "text"


def test_a_json_feed_is_a_feed_and_other_json_is_text() -> None:
    body = b'{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [{"id": "1", "content_text": "y"}]}'
    assert [entry.guid for entry in digest_file(body, "x.json", None).entries] == ["1"]
    assert len(digest_file(b'{"a": 1}', "x.json", None).entries) == 1


@pytest.mark.parametrize("body", [b"", b" \n"])
def test_an_empty_file_or_page_is_an_error(body: bytes) -> None:
    with pytest.raises(ParseError) as caught:
        digest_file(body, "x", None)
    assert caught.value.kind == "empty"
    with pytest.raises(ParseError):
        digest_page(body, {}, URL)


def test_nothing_that_steers_a_terminal_reaches_a_story() -> None:
    payload = "\u202e\x9b31m\u2066&#27;]0;x&#7;\x85"
    html = f"&lt;p title='{payload}'&gt;{payload}&amp;#27;[2J&amp;#x9b;0m&lt;/p&gt;"
    items = (
        f"<item><guid>g{payload}</guid><title>t{payload}</title><description>{html}</description>"
    )
    feed = digest(rss(items + f"<author>a{payload}</author><category>c{payload}</category></item>"))
    entry = feed.entries[0]
    story = decode_story(entry.story)
    texts = [entry.title, entry.summary, entry.author or "", entry.guid or "", *entry.categories]
    texts += [block.text for block in story.blocks] + [story.headline]
    assert all(text == clean(text) for text in texts)
    assert not any("\x1b" in text for text in texts)


_NOISE = st.sampled_from(
    [
        "<",
        "&",
        "]]>",
        "<item>",
        "</entry>",
        "<![CDATA[",
        "<!--",
        "&#xD800;",
        "\x00",
        "\ud7ff",
        "<p>",
        '"',
        "</p>" * 9,
    ]
)


@settings(max_examples=examples(150), deadline=None)
@given(
    st.sampled_from(sorted(ALL)),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), _NOISE), max_size=5),
)
def test_a_feed_damaged_anywhere_is_digested_or_named(
    name: str, damage: list[tuple[float, int, str]]
) -> None:
    text = ALL[name]
    for where, length, noise in damage:
        at = int(where * len(text))
        text = text[:at] + noise + text[at + length :]
    try:
        feed = digest(text)
    except ParseError:
        return
    for entry in feed.entries:
        assert entry.title
        decode_story(entry.story)


def test_an_atom_entry_inherits_the_language_of_its_feed() -> None:
    assert {entry.lang for entry in digest(ATOM10).entries} == {"en"}


def test_a_story_is_in_the_language_of_its_entry_else_in_that_of_its_feed() -> None:
    own, inherited = (
        f"<entry><title>{title}</title><id>{title}</id><content{lang}>Färjan kom.</content></entry>"
        for title, lang in (("Own", ' xml:lang="sv"'), ("None", ""))
    )
    feed = digest(
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Pier</title>{own}{inherited}</feed>'
    )
    assert [decode_story(entry.story).lang for entry in feed.entries] == ["sv", "en"]
