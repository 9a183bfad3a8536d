"""The fast pass agrees with feedparser on everything that it takes."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from reader.feed.document import NotWellFormed, open_document
from reader.feed.entries import read_findings
from reader.feed.fast import read_fast
from reader.feed.referee import judge
from reader.model import ParsedFeed
from tests.examples import examples
from tests.feed.samples import ATOM10, FEEDS, PLAIN, PODCAST, RSS20, URL


def by_referee(text: str, lang: str | None = None) -> ParsedFeed:
    return read_findings(judge(open_document(text), URL, lang), URL)


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("lang", [None, "nl_NL"])
def test_plain_feeds_are_read_without_feedparser_and_as_it_reads_them(
    name: str, lang: str | None
) -> None:
    fast = read_fast(open_document(PLAIN[name]), URL, lang)
    assert fast is not None
    assert fast == by_referee(PLAIN[name], lang)


@pytest.mark.parametrize(
    "text",
    [
        PODCAST.replace("<itunes:subtitle>Talk<", "<itunes:summary>Talk &lt;br> of boats<"),
        PODCAST.replace("<itunes:subtitle>Talk<", "<itunes:summary>Talk of &lt;b>boats&lt;/b><"),
        ATOM10.replace('<link href="/" rel="alternate" type="text/html"/>', "").replace(
            "tag:harbour.example,2024:feed", "harbour"
        ),
    ],
)
def test_what_a_feed_says_of_itself_is_read_as_feedparser_reads_it(text: str) -> None:
    text = text.replace("itunes:subtitle>", "itunes:summary>")
    fast = read_fast(open_document(text), URL, None)
    assert fast is not None
    assert fast == by_referee(text)


@settings(max_examples=examples(300), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FEEDS)
def test_what_the_fast_pass_takes_it_reads_as_feedparser_does(text: str) -> None:
    fast = read_fast(open_document(text), URL, None)
    if fast is not None:
        assert fast == by_referee(text)


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("an unknown root", "<channel><item><title>x</title></item></channel>"),
        ("an older version", '<rss version="0.92"><channel/></rss>'),
        ("an unknown vocabulary", RSS20.replace("</item>", '<x:y xmlns:x="urn:x"/></item>', 1)),
        (
            "a second title in another vocabulary",
            RSS20.replace(
                "<channel>", '<channel><title xmlns="http://purl.org/dc/elements/1.1/">b</title>', 1
            ),
        ),
        ("a second title", RSS20.replace("<link>/2024", "<title>b</title><link>/2024", 1)),
        (
            "a body of its own base",
            ATOM10.replace('<content type="html"', '<content xml:base="x" type="html"'),
        ),
        ("Windows-1252 in disguise", RSS20.replace("ferry", "ferry&#146;s")),
        ("markup where text belongs", RSS20.replace("<title>Two", "<title><b>Two</b>")),
        (
            "a picture in the markup's own language",
            ATOM10.replace("<br/>", '<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ),
        (
            "an author in another vocabulary",
            ATOM10.replace(
                "<author>", '<creator xmlns="http://purl.org/dc/elements/1.1/"/><author>', 1
            ),
        ),
        (
            "entries in a word of the channel",
            RSS20.replace(
                "<channel>", "<channel><copyright><entry><title>a</title></entry></copyright>", 1
            ),
        ),
    ],
)
def test_the_unusual_is_left_to_the_referee(what: str, text: str) -> None:
    assert read_fast(open_document(text), URL, None) is None, what


def test_ill_formed_text_is_refused_with_its_line() -> None:
    with pytest.raises(NotWellFormed) as caught:
        read_fast(open_document("<rss version='2.0'>\n<channel>\n</rss>"), URL, None)
    assert caught.value.line == 3
