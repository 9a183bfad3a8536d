"""Ill-formed feeds keep what can be found in them."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import ParseError
from reader.feed.parse import parse_feed
from reader.feed.repair import repair
from reader.model import ParsedFeed
from tests.examples import examples
from tests.feed.samples import ALL, URL


def parse(text: str) -> ParsedFeed:
    return parse_feed(text.encode(), {}, URL)


def rss(items: str) -> str:
    return f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'


@pytest.mark.parametrize(
    ("what", "items", "titles"),
    [
        ("a bare ampersand", "<item><title>Fish & chips</title></item>", ["Fish & chips"]),
        ("an HTML entity", "<item><title>caf&eacute;&nbsp;bar</title></item>", ["café bar"]),
        ("an unknown entity", "<item><title>a &nosuch; b</title></item>", ["a &nosuch; b"]),
        ("a lone surrogate", "<item><title>a&#xD800;b</title></item>", ["ab"]),
        ("a control character", "<item><title>a\x08b</title></item>", ["ab"]),
        (
            "an unclosed title",
            "<item><title>one</item><item><title>two</title></item>",
            ["one", "two"],
        ),
        ("unclosed items", "<item><title>one</title><item><title>two</title>", ["one", "two"]),
        ("a stray end tag", "<item></b></channel><title>one</title></item>", ["one"]),
        ("unquoted attributes", "<item id=4 x><title>one</title></item>", ["one"]),
        ("an unclosed quote", '<item id="4><title>one</title></item>', ["one"]),
        ("an attribute given twice", '<item a="1" a="2"><title>one</title></item>', ["one"]),
        ("different case", "<Item><TITLE>one</title></ITEM>", ["one"]),
        (
            "an undeclared prefix",
            "<item><title>one</title><dc:creator>M</dc:creator></item>",
            ["one"],
        ),
        ("an end tag cut short", "<item></item<item><title>two</title></item>", ["", "two"]),
        ("a tag cut short by a tag", "<item><item<title>two</title></item>", ["", "two"]),
        (
            "a lost quote before an item",
            '<a b="x><item><title>one</title></item><item c="d"><title>two</title></item>',
            ["one", "two"],
        ),
        ("a declaration without end", "<!ENTITY <item><title>one</title></item>", ["one"]),
        ("an instruction without end", "<?x <item><title>one</title></item><?y?></b>", ["one"]),
        ("items in a text", "<b><channel><item></item></b><item><title>two</title>", ["", "two"]),
        (
            "an item called a page",
            '<b><item xmlns="http://www.w3.org/1999/xhtml"><title>one</title></item>',
            ["one"],
        ),
        ("an instruction cut short", "<?<![CDATA[><item><title>one</title></item>", ["one"]),
        ("a tag without a name", "<item><><title>two</title></item>", ["", "two"]),
        ("an end glued to text", "<item<title>one</title></item>", ["one"]),
        ("a less-than sign", "<item><title>a < b</title></item>", ["a < b"]),
        ("an endless comment", "<item><title>one</title></item><!-- <item>", ["one"]),
    ],
)
def test_it_is_mended(what: str, items: str, titles: list[str]) -> None:
    feed = parse(rss(items))
    assert [entry.title for entry in feed.entries][: len(titles)] == titles, what
    assert feed.note


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a feed called a page", '<feed xmlns="http://www.w3.org/1999/xhtml"><entry><title>one<b>'),
        ("a feed of nobody's", '<rss xmlns="urn:x" xmlns:g="urn:x"><item><title>one<b></item>'),
        ("an item before the feed", "<ITEM><title>one</title></ITEM><channel></b></channel>"),
        (
            "an item with a prefix before the feed",
            '<r:item xmlns:r="http://purl.org/rss/1.0/"><r:title>one</r:title></r:item><feed></b>',
        ),
        (
            "an item with a prefix in an attribute",
            '<a b="<r:item xmlns:r="http://purl.org/rss/1.0/"><r:title>one</r:title></r:item>"></b>',
        ),
        (
            "an item behind a DOCTYPE that breaks off",
            "<!DOCTYPE a [<!ELEMENT a <rss><item><title>one</title></item><x><![CDATA[b]]></rss>",
        ),
        (
            "an item behind a DOCTYPE that breaks off in a tag",
            "<!DOCTYPE a [<!ENTITY b> <c><d/><item><title>one</title></item><x><![CDATA[b]]></rss>",
        ),
        (
            "an item behind a remark that tells of a DOCTYPE",
            "<!-- <!DOCTYPE rss [ --><rss><item><title>one</title></item><x:b> ]></rss>",
        ),
        (
            "an item with an undeclared prefix",
            "<rss:channel></b><rss:item><rss:title>one</rss:title></rss:item></rss:channel>",
        ),
        (
            "an item whose prefix stands for a damaged address",
            "<atom:entry xmlns:atom=Øhttp://www.w3.org/2005/Atom'><atom:title>one</atom:title></a>",
        ),
        ("a root that is none", "<rÔf:RDF><channel><item><title>one</title></item></rÔf:RDF>"),
        (
            "a CDATA section without end",
            '<rss a="<![CDATA[\n"><channel><item><title>one</title></item></channel></rss>',
        ),
        ("a quote in a tag of capitals", '<channel><Item"><title>one</title></Item></b>'),
    ],
)
def test_an_item_is_an_item_wherever_it_got_to(what: str, text: str) -> None:
    assert [entry.title for entry in parse(text).entries] == ["one"], what


def test_undeclared_prefixes_mean_what_they_usually_mean() -> None:
    items = "<item><dc:creator>Mara</dc:creator><content:encoded>&lt;p>x&lt;/p></content:encoded></item>"
    entry = parse(rss(items)).entries[0]
    assert (entry.author, entry.content) == ("Mara", "<p>x</p>")


def test_markup_left_unescaped_in_a_description_stays_markup() -> None:
    items = "<item><description><p>One<br>two</p></description><title>t</title></item>"
    entry = parse(rss(items)).entries[0]
    assert "<p>One<br>two</p>" in entry.summary
    assert entry.title == "t"


def test_a_feed_that_breaks_off_keeps_what_came_and_says_so() -> None:
    whole = rss("".join(f"<item><title>Title {n}</title></item>" for n in range(10)))
    feed = parse(whole[: whole.index("Title 7") + 7])
    assert [entry.title for entry in feed.entries] == [f"Title {n}" for n in range(8)]
    assert feed.note is not None and "breaks off" in feed.note


def test_what_a_feed_says_of_itself_after_its_items_is_not_said_of_the_last_one() -> None:
    feed = parse(
        rss("<item><title>one</b></item><title>Boats</title><link>https://b.example/</link>")
    )
    assert (feed.title, feed.link) == ("Boats", "https://b.example/")
    assert [(entry.title, entry.link) for entry in feed.entries] == [("one", None)]


def test_a_cdata_section_that_breaks_off_keeps_its_words() -> None:
    feed = parse('<rss version="2.0"><channel><item><description><![CDATA[<p>It came')
    assert feed.entries[0].summary == "<p>It came"


def test_a_feed_that_comes_to_its_end_does_not_break_off_whatever_is_left_open() -> None:
    text = '<feed xmlns="http://www.w3.org/2005/Atom"><title>t</subject>{}</feed>'
    assert parse(text.format("")).title == "t"
    feed = parse(text.format("<entry><title>Boats</entry>"))
    assert feed.note is not None and "breaks off" not in feed.note
    feed = parse(text.format("") + "<entry><title>Boa")
    assert feed.note is not None and "breaks off" in feed.note


@pytest.mark.parametrize("end", ["<", "</", "<!", "<![CD", "<![CDATA[", "</titl", "<a b='c"])
def test_a_tag_that_breaks_off_is_no_word_of_a_title(end: str) -> None:
    feed = parse(f'<rss version="2.0"><channel><item><title>Boats{end}')
    assert feed.entries[0].title == "Boats"
    assert feed.note is not None and "breaks off" in feed.note


def test_a_feed_that_breaks_off_before_its_first_entry_is_an_error() -> None:
    with pytest.raises(ParseError, match="breaks off"):
        parse('<rss version="2.0"><channel><title>t</title><desc')


def test_a_feed_named_in_a_comment_is_not_where_the_feed_begins() -> None:
    text = f"x<!-- <rdf:RDF> <title> -->\n<!-- <item> -->{rss('<item><title>one</item>')}"
    assert [entry.title for entry in parse(text).entries] == ["one"]


def test_words_before_and_after_the_feed_do_no_harm() -> None:
    text = f"<br />\n<b>Warning</b>: oops\n<?xml version='1.0'?>{rss('<item><title>one</title></item>')}<p>bye"
    assert [entry.title for entry in parse(text).entries] == ["one"]


@pytest.mark.parametrize("name", ALL)
def test_every_cut_of_a_feed_is_read_or_named(name: str) -> None:
    text = ALL[name]
    for end in range(1, len(text), 7):
        try:
            parse(text[:end])
        except ParseError as error:
            assert error.kind in ("parse", "not_a_feed")


_PIECE = st.sampled_from(
    [
        "<",
        ">",
        "&",
        '"',
        "'",
        "</",
        "/>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<?",
        "?>",
        "<!",
        "=",
        " ",
        "<item>",
        "</item>",
        "<p>",
        "<br>",
        "a",
        "x:",
        "xmlns:a",
        "&#xD800;",
        "&lt",
        "\x00",
        "é",
        "<a:b ",
    ]
)


@settings(max_examples=examples(500), deadline=None)
@given(st.lists(_PIECE, max_size=40).map("".join))
def test_what_comes_out_is_always_well_formed(text: str) -> None:
    fromstring(repair(f"<rss>{text}", {})[0])


def test_numbers_that_stand_for_no_character_are_left_out() -> None:
    feed = parse(
        rss("<item><title>A&#x110000;B&#1114112;C&#xD800;D&#x10FFFD;</title></item><item>")
    )
    assert feed.entries[0].title.rstrip("\U0010fffd") == "ABCD"
