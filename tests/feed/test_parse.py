"""Every format, and what a reader gets from it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.errors import ParseError
from reader.feed.parse import parse_feed
from reader.model import Enclosure, ParsedFeed
from tests.feed.samples import ALL, ATOM10, PODCAST, RSS10, RSS20, URL


def parse(text: str, headers: dict[str, str] | None = None) -> ParsedFeed:
    return parse_feed(text.encode(), headers or {}, URL)


@pytest.mark.parametrize(
    "version", ["rss20", "rss10", "atom10", "atom03", "rss090", "rss091n", "rss092"]
)
def test_each_version_is_named_and_its_entries_found(version: str) -> None:
    feed = parse(ALL[version])
    assert feed.version == version
    assert feed.title.startswith("Harbour")
    assert feed.entries[0].title in ("One", "The ferry", "The ferry is back")
    assert feed.entries[0].link
    assert feed.note is None


def test_rss_20_gives_every_field() -> None:
    feed = parse(RSS20)
    assert (feed.title, feed.link, feed.lang) == (
        "Harbour & Hill",
        "https://harbour.example/",
        "en-GB",
    )
    assert (feed.subtitle, feed.ttl, feed.skip_hours) == ("News from the bay", 1800, (0, 3))
    entry = feed.entries[0]
    assert entry.title == "The ferry is back"
    assert entry.link == "https://harbour.example/2024/ferry"
    assert entry.guid == "ferry-1"
    assert entry.author == "Mara Lindqvist"
    assert entry.published_at == datetime(2024, 3, 5, 7, 30, tzinfo=UTC)
    assert entry.summary == "It came in at dawn."
    assert entry.content == '<p>It came in at <a href="/dawn">dawn</a>.</p>'
    assert entry.content_type == "html"
    assert entry.categories == ("Sea", "Town")
    assert entry.comments_url == "https://harbour.example/2024/ferry#comments"
    assert entry.enclosures == (Enclosure("https://harbour.example/a.mp3", "audio/mpeg", 1234),)


def test_a_guid_that_is_a_permalink_stands_in_for_the_link() -> None:
    assert parse(RSS20).entries[1].link == "https://harbour.example/two"


@pytest.mark.parametrize(
    "spoilt", ["", "<item><b></channel>"], ids=["well-formed", "for the referee"]
)
@pytest.mark.parametrize(
    ("guid", "link"), [("ep-17", None), ("urn:uuid:7", None), ("/p/17", "https://x.example/p/17")]
)
def test_a_guid_that_is_a_bare_word_is_no_link(guid: str, link: str | None, spoilt: str) -> None:
    body = f"<rss version='2.0'><channel><item><title>One</title><guid>{guid}</guid></item>{spoilt}"
    body += "" if spoilt else "</channel></rss>"
    entry = parse_feed(body.encode(), {}, "https://x.example/feed/all.xml").entries[0]
    assert entry.link == link


def test_atom_gives_every_field() -> None:
    feed = parse(ATOM10)
    assert (feed.title, feed.link, feed.lang) == (
        "Harbour & Hill",
        "https://harbour.example/",
        "en",
    )
    first, second = feed.entries
    assert first.title == "The ferry"
    assert first.link == "https://harbour.example/2024/ferry"
    assert first.author == "Mara Lindqvist (mara@harbour.example)"
    assert first.published_at == datetime(2024, 3, 5, 7, 30, tzinfo=UTC)
    assert first.updated_at == datetime(2024, 3, 6, 0, 0, 0, 250000, tzinfo=UTC)
    assert (first.summary, first.summary_type) == ("It came in at dawn & left.", "text")
    assert (first.content, first.content_type) == ("<p>It <br>came</p>", "html")
    assert first.enclosures == (Enclosure("https://harbour.example/a.mp3", "audio/mpeg", 9),)
    assert first.comments_url == "https://harbour.example/2024/ferry#c"
    assert first.categories == ("Sea",)
    assert first.base == "https://harbour.example/"
    assert second.title == "Plain <b>"
    assert second.author == "Harbour Desk", "the feed's author stands for entries without one"


def test_an_element_of_xhtml_that_is_empty_holds_nothing_of_what_follows() -> None:
    body = 'A <i class="icon"/>quay<br/> at <img src="/q.png"></img>dawn'
    written = ATOM10.replace("It <br/>came", body)
    assert written != ATOM10
    assert parse(written).entries[0].content == (
        '<p>A <i class="icon"></i>quay<br> at <img src="/q.png">dawn</p>'
    )


def test_rss_10_takes_dublin_core() -> None:
    entry = parse(RSS10).entries[0]
    assert (entry.guid, entry.author) == ("https://harbour.example/1", "Mara Lindqvist")
    assert entry.categories == ("Sea",)
    assert entry.published_at == datetime(2024, 3, 5, 7, 30, tzinfo=UTC)


def test_a_podcast_gives_its_files() -> None:
    entry = parse(PODCAST).entries[0]
    assert [e.url for e in entry.enclosures] == [
        "https://harbour.example/1.mp3",
        "https://harbour.example/1.mp4",
    ]
    assert [e.length for e in entry.enclosures] == [77, 99]
    assert entry.title == "Episode 1"
    assert entry.categories == ("sea", "town")


def test_cdf_is_still_read() -> None:
    entry = parse(ALL["cdf"]).entries[0]
    assert (entry.title, entry.link, entry.summary) == (
        "One",
        "https://harbour.example/1",
        "Short.",
    )


def test_duplicates_are_kept_for_the_digest_to_collapse() -> None:
    item = "<item><guid>1</guid><title>Same</title></item>"
    assert len(parse(f'<rss version="2.0"><channel>{item}{item}</channel></rss>').entries) == 2


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("A &amp;lt;b&amp;gt; in &lt;i&gt;HTML&lt;/i&gt;", "A <b> in HTML"),
        ("AT&amp;T", "AT&T"),
        ("AT&amp;amp;T", "AT&T"),
        ("if a &lt; b", "if a < b"),
        ("List&lt;String&gt; explained", "List<String> explained"),
        ("[gay men]", "[gay men]"),
        ("Story [/b]", "Story [/b]"),
        ("a\u202eb\x85c", "ab…c"),
        ("<![CDATA[one &mdash; two]]>", "one — two"),
        ("  two\n  lines ", "two lines"),
    ],
)
def test_titles_are_plain_text(written: str, shown: str) -> None:
    text = f'<rss version="2.0"><channel><item><title>{written}</title></item></channel></rss>'
    assert parse(text).entries[0].title == shown


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("HTTP://Harbour.example/one", "HTTP://Harbour.example/one"),
        ("tag:harbour.example,2024:1", "tag:harbour.example,2024:1"),
        ("ferry", "ferry"),
        ("/2024/ferry", "https://harbour.example/2024/ferry"),
        ("2024/ferry", "https://harbour.example/news/2024/ferry"),
    ],
)
@pytest.mark.parametrize("unusual", ["", '<x:y xmlns:x="urn:x"/>'])
def test_names_of_entries_stay_as_written_unless_they_are_paths(
    written: str, kept: str, unusual: str
) -> None:
    rss = (
        f'<rss version="2.0"><channel><item>{unusual}<guid>{written}</guid></item></channel></rss>'
    )
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{unusual}<id>{written}</id></entry></feed>'
    assert [parse(text).entries[0].guid for text in (rss, atom)] == [kept, kept]


def test_bodies_hold_no_scripts_and_no_style_sheets() -> None:
    text = (
        '<rss version="2.0"><channel><item>{}<description>a&lt;script src="x">b()&lt;/script>'
        "&lt;STYLE>p {{}}&lt;/STYLE >c&lt;script>d</description></item></channel></rss>"
    )
    for unusual in ("", '<x:y xmlns:x="urn:x"/>'):
        assert parse(text.format(unusual)).entries[0].summary == "ac<script>d"


def test_a_comment_that_never_ends_hides_no_words_of_a_title() -> None:
    text = "<rss version='2.0'><channel><item><title>{}</title></item></channel></rss>"
    titles = ("one &lt;!-- x > two&lt;/b>", "one &lt;!-- x --> two&lt;/b>")
    assert [parse(text.format(title)).entries[0].title for title in titles] == ["one two"] * 2


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("Tide 4<!-- -->m", "Tide 4m"),
        ('<a href=https://harbour.example/">Pier</a> shut', "Pier shut"),
        ('<img alt="a <b>red</b> boat" src=x.png> Boats', "Boats"),
        ('<a href="x>Pier</a> <b class="y" id="z">shut</b>', "Pier shut"),
        ("Fares < 3 and tides > 2", "Fares < 3 and tides > 2"),
    ],
)
def test_of_odd_tags_in_a_title_only_the_words_stay(markup: str, words: str) -> None:
    title = f'<title type="html"><![CDATA[{markup}]]></title>'
    text = f'<feed xmlns="http://www.w3.org/2005/Atom">{title}<entry>{title}</entry></feed>'
    feed = parse(text)
    assert (feed.title, feed.entries[0].title) == (words, words)


@pytest.mark.parametrize("unusual", ["", '<x:y xmlns:x="urn:x"/>'])
def test_an_entry_of_a_title_alone_has_the_language_of_its_feed(unusual: str) -> None:
    text = (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="da">{unusual}'
        "<entry><title>Havnen</title></entry></feed>"
    )
    assert parse(text).entries[0].lang == "da"


@pytest.mark.parametrize("unusual", ["", '<x:y xmlns:x="urn:x"/>'])
def test_a_podcast_without_description_is_described_by_its_summary(unusual: str) -> None:
    text = (
        '<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel>'
        f"{unusual}<title>x</title><itunes:summary>Boats</itunes:summary></channel></rss>"
    )
    assert parse(text).subtitle == "Boats"


def test_a_channel_that_only_has_an_address_is_a_feed() -> None:
    assert parse('<CHANNEL HREF="https://harbour.example/"></CHANNEL>').link
    assert parse("<CHANNEL><ABSTRACT>Boats</ABSTRACT></CHANNEL>").subtitle == "Boats"

    assert parse('<CHANNEL SELF="x" LASTMOD="2026-03-03T10:00"/>').entries == ()


def test_a_text_that_came_as_base64_is_one_and_a_picture_is_none() -> None:
    text = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>x</title>'
        '<content type="{}">{}</content></entry></feed>'
    )
    bodies = [
        parse(text.format(kind, data)).entries[0].content
        for kind, data in (
            ("application/octet-stream", "Qm9hdHMgYW5kIHF1YXlz"),
            ("application/octet-stream", "/9j/4AAQSkZJRgABAgEASABI\n  AAD/7QE0UGhvdG9z"),
            ("image/png", "iVBORw0KGgoAAAANSUhEUg=="),
        )
    ]
    assert bodies == ["Boats and quays", "", ""]


def test_a_feed_under_the_doctype_of_a_page_is_a_feed() -> None:
    text = "<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0//EN' 'x'><!-- <html> --><rss><channel><title>x</title></channel></rss>"
    assert parse(text).title == "x"


def test_an_entry_inside_a_person_counts() -> None:
    text = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><contributor><entry/></contributor>'
        "</entry></feed>"
    )
    assert len(parse(text).entries) == 2


def test_an_item_in_the_table_of_contents_counts() -> None:
    text = RSS10.replace("<items>", '<items><item rdf:about="x"/>')
    assert len(parse(text).entries) == 2


def test_an_item_in_what_stands_beside_the_channel_counts() -> None:
    beside = "<textinput><title>x</title><rss><item><title>y</title></item></rss></textinput>"
    text = RSS10.replace("</channel>", f"</channel>{beside}")
    assert [entry.title for entry in parse(text).entries] == ["y", "One"]


def test_items_in_items_count_however_deep() -> None:
    text = "<rss version='2.0'><channel>{}</channel></rss>"
    assert len(parse(text.format("<item>" * 900 + "</item>" * 900)).entries) == 900


def test_an_entry_of_too_many_elements_ends_where_the_next_begins() -> None:
    text = (
        "<rss version='2.0'><channel><item><x:y xmlns:x='urn:x'/>"
        f"{'<category>a</category>' * 2000}<title>late</title></item>"
        "<item><title>next</title></item></channel></rss>"
    )
    assert [entry.title for entry in parse(text).entries] == ["", "next"]


@pytest.mark.parametrize("unusual", ["", '<x:y xmlns:x="urn:x"/>'])
def test_a_title_of_megabytes_is_cut(unusual: str) -> None:
    text = f"<rss version='2.0'><channel><item>{unusual}<title>{{}}</title><category>{{}}</category></item></channel></rss>"
    (entry,) = parse(text.format("word " * 50_000, "x" * 5000)).entries
    assert entry.title == ("word " * 400)[:1999] + "…"
    assert entry.categories == ("x" * 300,)


def test_a_name_of_megabytes_is_kept_by_its_hash() -> None:
    text = "<rss version='2.0'><channel>{}</channel></rss>"
    items = "".join(f"<item><guid>{'x' * 50_000}{n}</guid></item>" for n in (1, 2, 1))
    one, two, again = (entry.guid for entry in parse(text.format(items)).entries)
    assert one == again != two
    assert one is not None and len(one) < 400


def test_a_feed_after_a_brace_is_found() -> None:
    assert len(parse("{ x <rss version='2.0'><channel><item/></channel></rss>").entries) == 1


def test_a_feed_of_two_widths_is_found() -> None:
    whole = "<rss version='2.0'><channel><item><title>x</title></item></channel></rss>"
    body = "<!-- a comment about nothing -->".encode("utf-16-le") + whole.encode()
    assert parse_feed(body, {}, URL).entries[0].title == "x"


def test_an_entry_without_a_usable_address_has_none() -> None:
    text = (
        '<rss version="2.0"><channel><item><link>javascript:alert(1)</link></item></channel></rss>'
    )
    assert parse(text).entries[0].link is None


def test_content_location_and_language_of_the_response_count() -> None:
    text = '<rss version="2.0"><channel><title>x</title><item><link>b</link></item></channel></rss>'
    feed = parse(text, {"Content-Location": "https://other.example/a/", "content-language": "nl"})
    assert (feed.entries[0].link, feed.lang) == ("https://other.example/a/b", "nl")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "empty"),
        (b" \n\xef\xbb\xbf", "empty"),
        (b"<!DOCTYPE html><html><head><title>x</title></head><body>y</body></html>", "not_a_feed"),
        (b"just words", "not_a_feed"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "not_a_feed"),
        (b"%PDF-1.7 ...", "not_a_feed"),
        (b'{"hello": 1}', "not_a_feed"),
        (b"{'hello'", "not_a_feed"),
        (b"<?xml version='1.0'?><svg/>", "not_a_feed"),
    ],
)
def test_what_is_no_feed_is_named(body: bytes, kind: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse_feed(body, {}, URL)
    assert (caught.value.kind, caught.value.url) == (kind, URL)
    assert str(caught.value) and caught.value.hint


def test_a_web_page_is_called_one() -> None:
    with pytest.raises(ParseError, match="web page"):
        parse("<html><body><p>Hello</p></body></html>")


def test_a_feed_without_entries_is_fine() -> None:
    assert parse('<rss version="2.0"><channel><title>x</title></channel></rss>').entries == ()


def test_a_bug_in_a_library_is_that_feeds_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise KeyError("surprise")

    monkeypatch.setattr("reader.feed.fast.read_fast", fail)
    with pytest.raises(ParseError) as caught:
        parse(RSS20)
    assert caught.value.kind == "parse"


@pytest.mark.parametrize(
    ("period", "seconds"),
    [
        ("hourly", 3_600),
        ("Daily", 86_400),
        ("weekly", 604_800),
        ("monthly", 2_592_000),
        ("yearly", 31_536_000),
        ("now and then", None),
    ],
)
def test_the_period_of_the_syndication_module_is_the_time_to_live(
    period: str, seconds: int | None
) -> None:
    text = (
        '<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>'
        f"<title>A</title><sy:updatePeriod>{period}</sy:updatePeriod></channel></rss>"
    )
    assert parse_feed(text.encode(), {}, URL).ttl == seconds
