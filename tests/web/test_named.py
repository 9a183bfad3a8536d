"""What a page names as feeds, by head, header and links."""

from __future__ import annotations

import pytest

from reader.web.named import feeds_in_page, read_page

CHANNEL = "UC" + "a1B2" * 5 + "-_"
SITE = "https://blog.example/2026/post"
RSS = '<link rel="alternate" type="application/rss+xml" href="%s">'


def found_in(markup: str, url: str = SITE) -> list[str]:
    return [candidate.url for candidate in feeds_in_page(markup.encode(), url)]


def test_head_links_come_in_their_order_and_comments_and_podcasts_last() -> None:
    markup = """
      <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
      <link rel=alternate type=application/atom+xml title="Posts" href=/atom.xml>
      <link rel="alternate" type="application/rss+xml" href="/podcast.xml">
      <LINK REL="Alternate Feed" TYPE="application/feed+json; charset=utf-8" HREF="feed.json">
      <a href="/tags/rss.xml">tags</a>"""
    assert found_in(markup) == [
        "https://blog.example/atom.xml",
        "https://blog.example/2026/feed.json",
        "https://blog.example/tags/rss.xml",
        "https://blog.example/comments/feed",
        "https://blog.example/podcast.xml",
    ]


def test_alternates_that_are_no_feeds_are_left_alone() -> None:
    markup = """
      <link rel="alternate" hreflang="de" href="/de/">
      <link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/feed">
      <link rel="alternate" type="application/json+oembed" href="/oembed?feed">
      <link rel="alternate stylesheet" type="text/css" href="/feed.css">
      <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
      <link rel="alternate" type="application/rss+xml" href="">"""
    assert found_in(markup) == []


def test_a_base_address_counts_and_entities_are_read() -> None:
    markup = """<base href="https://cdn.example/x/"><base href="https://no.example/">
      <link rel="alternate" type="application/rss+xml" href="feed?a=1&amp;b=2">"""
    assert found_in(markup) == ["https://cdn.example/x/feed?a=1&b=2"]


def test_titles_are_cleaned() -> None:
    markup = '<link rel="alternate" type="application/rss+xml" title="A\x1b[2J\n B" href="/f">'
    assert feeds_in_page(markup.encode(), SITE)[0].title == "A[2J B"


@pytest.mark.parametrize(
    ("name", "title"),
    [("koi8-r", "Новости"), ("iso-8859-2", "Zprávy ve čtvrtek"), ("windows-1253", "Νέα")],
)
def test_titles_are_read_in_the_encoding_that_the_page_names(name: str, title: str) -> None:
    link = f'<link rel="alternate" type="application/rss+xml" title="{title}" href="/f">'
    markup = f'<meta charset="{name}">{link}'
    assert feeds_in_page(markup.encode(name), SITE)[0].title == title


def test_a_youtube_page_gives_its_channel_by_canonical_link_or_data() -> None:
    feed = f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}"
    link = f'<link rel="canonical" href="https://www.youtube.com/channel/{CHANNEL}">'
    data = f'<script>var x = {{"externalId":"{CHANNEL}"}}</script>'
    for markup in (link, data):
        assert found_in(markup, "https://www.youtube.com/@ann")[0] == feed
    assert found_in(data, "https://evil.example/@ann") == []


def test_what_stands_in_comments_and_scripts_names_no_feed() -> None:
    markup = """<!-- <link rel="alternate" type="application/rss+xml" href="/old"> -->
      <SCRIPT>x = '<link rel="alternate" type="application/rss+xml" href="/js">'</SCRIPT>
      <link rel="alternate" type="application/rss+xml" href="/İ.xml">
      <!-- <link rel="alternate" type="application/rss+xml" href="/open">"""
    assert found_in(markup) == ["https://blog.example/İ.xml"]


@pytest.mark.parametrize(
    "markup",
    [
        '<link rel="alternate" type="application/rss+xml" title="News > World" href="/q">',
        "<link rel='alternate' type='application/rss+xml' title='<b>\"News\"</b>' href='/q'>",
        '<link rel="alternate" type="text/xml" href="/q">',
        '<link rel="alternate" type="application/x-rss+xml" href="/q">',
        '<link rel="alternate" type="application/rss" href="/q">',
        '<link rel="alternate" type="application/json" title="JSON Feed" href="/q">',
        '<link rel="alternate" title="RSS" href="/q">',
        '<link rel="rss" type="application/rss+xml" href="/q">',
        '<link type="application/atom+xml" href="/q">',
        '<link rel="alternate" type="application/rss+xml" href="feed:https://blog.example/q">',
        '<link rel="alternate" type="application/rss+xml" href="feed://blog.example/q">',
        '<link rel="alternate" type="application/rss+xml" href="/q#top">',
        '<a href="/q">RSS</a>',
        '<a href="/q"><img src="i.png" alt="Atom feed"></a>',
        "<style>" + "a{b:c} " * 200_000 + "</style>" + RSS % "/q",
    ],
)
def test_the_shapes_in_which_feeds_are_named(markup: str) -> None:
    (url,) = found_in(markup)
    assert url.partition(":")[2] == "//blog.example/q"


def test_a_link_is_taken_by_its_address_and_the_own_site_goes_first() -> None:
    markup = """<a href="https://friend.example/feed.xml">a friend</a>
      <a href="/list?type=rss">all</a> <a href="/birds">Feed the birds</a>"""
    assert found_in(markup) == [
        "https://blog.example/list?type=rss",
        "https://friend.example/feed.xml",
    ]


def test_a_base_counts_wherever_it_stands() -> None:
    assert found_in(RSS % "q" + '<base href="/sub/">') == ["https://blog.example/sub/q"]


def test_a_header_names_feeds_too() -> None:
    header = '</api>; rel="https://api.example/", </q>; Rel=alternate; type="application/atom+xml"'
    found = read_page(b"<p>Hello", SITE, header)
    assert [(one.url, one.source) for one in found.feeds] == [("https://blog.example/q", "head")]


def test_a_page_that_calls_itself_its_true_address_leads_to_no_other() -> None:
    markup = f'<link rel="canonical" href="{SITE}"><iframe src="{SITE}#x"></iframe>'
    assert read_page(markup.encode(), SITE).pages == ()


def test_pages_behind_a_page_are_told() -> None:
    markup = b"""<meta http-equiv=Refresh content="0; URL='/blog/'"><link rel=canonical href=/true>
      <frameset><frame src="top.html"><frame src="javascript:x()"></frameset>"""
    assert [one.url for one in read_page(markup, SITE).pages] == [
        "https://blog.example/blog/",
        "https://blog.example/true",
        "https://blog.example/2026/top.html",
    ]


@pytest.mark.parametrize("coding", ["latin-1", "utf-8", "utf-16"])
def test_a_page_is_read_in_its_encoding(coding: str) -> None:
    markup = f'<meta charset="{coding}"><title>\xe9</title>{RSS % "/é.xml"}'
    found = feeds_in_page(markup.encode(coding), SITE)
    assert [one.url for one in found] == ["https://blog.example/é.xml"]


def test_an_encoding_of_no_text_is_not_believed() -> None:
    markup = f'<meta charset="hex"><title>\xe9</title>{RSS % "/q"}'
    assert found_in_bytes(markup.encode("latin-1")) == ["https://blog.example/q"]


def found_in_bytes(markup: bytes) -> list[str]:
    return [candidate.url for candidate in feeds_in_page(markup, SITE)]


def test_a_directory_of_podcasts_tells_the_address_of_a_feed() -> None:
    found = feeds_in_page(b' {"results":[{"feedUrl":"https://pod.example/f.xml"}]}', SITE)
    assert [one.url for one in found] == ["https://pod.example/f.xml"]
    found = feeds_in_page(rb'{"feedUrl": "https:\/\/pod.example\/f.xml"}', SITE)
    assert [one.url for one in found] == ["https://pod.example/f.xml"]


def test_a_login_that_a_page_names_stays_there() -> None:
    markup = """<base href="https://me:secret@cdn.example/">
      <link rel="alternate" type="application/rss+xml" href="https://you:secret@pod.example/f">
      <link rel="alternate" type="application/rss+xml" href="/f">"""
    assert found_in(markup) == ["https://pod.example/f", "https://cdn.example/f"]
    found = feeds_in_page(b'{"feedUrl": "https://me:secret@pod.example/f.xml"}', SITE)
    assert [one.url for one in found] == ["https://pod.example/f.xml"]


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"\0\xff" * 100,
        b"<" * 10_000,
        b"<link " * 5_000,
        b"<!--",
        b'<meta http-equiv=refresh content="' + b" " * 3_000 + b'">',
        b'<a ="' * 9_000,
    ],
)
def test_junk_names_no_feeds_and_does_no_harm(junk: bytes) -> None:
    assert feeds_in_page(junk, SITE) == ()


def test_where_an_account_is_at_home_leads_to_its_feed_and_its_page() -> None:
    told = (
        b'{"subject":"acct:ann@quay.example","aliases":["https://social.quay.example/@ann"],"links":['
        b'{"rel":"self","type":"application/activity+json","href":"https://social.quay.example/users/ann"},'
        b'{"rel":"http://webfinger.net/rel/profile-page","type":"text/html",'
        b'"href":"https://me:secret@social.quay.example/@ann"}]}'
    )
    turned = (
        rb'{"links":[{"href":"https:\/\/social.quay.example\/@ann",'
        rb'"rel":"http:\/\/webfinger.net\/rel\/profile-page"}]}'
    )
    for answer in (told, turned):
        found = [(one.url, one.source) for one in feeds_in_page(answer, SITE)]
        assert found == [
            ("https://social.quay.example/@ann.rss", "service"),
            ("https://social.quay.example/@ann", "page"),
        ]
    assert feeds_in_page(b'{"links":[' + b"{" * 100_000, SITE) == ()
    assert feeds_in_page(b'{"rel":"http://webfinger.net/rel/profile-page"}', SITE) == ()
