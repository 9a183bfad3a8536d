"""From what a person types to where a feed may be."""

from __future__ import annotations

import pytest

from reader.web.discover import candidates, canonical, feeds_in_page, well_known

CHANNEL = "UC" + "a1B2" * 5 + "-_"
SITE = "https://blog.example/2026/post"


def addresses(typed: str) -> list[str]:
    return [candidate.url for candidate in candidates(typed)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("https://example.org/feed.xml", "https://example.org/feed.xml"),
        ("  <https://example.org/feed.xml>  ", "https://example.org/feed.xml"),
        ("example.org", "https://example.org"),
        ("example.org/news/feed", "https://example.org/news/feed"),
        ("example.org:8443/feed", "https://example.org:8443/feed"),
        ("//example.org/feed", "https://example.org/feed"),
        ("feed:https://example.org/feed", "https://example.org/feed"),
        ("feed://example.org/feed", "https://example.org/feed"),
        ("localhost:8000/feed", "http://localhost:8000/feed"),
        ("127.0.0.1:8000/feed", "http://127.0.0.1:8000/feed"),
        ("nas.lan/feed", "http://nas.lan/feed"),
        ("8.8.8.8/feed", "https://8.8.8.8/feed"),
        ("@ann@social.example", "https://social.example/@ann.rss"),
        ("https://social.example/@ann", "https://social.example/@ann.rss"),
        ("@ann.bsky.social", "https://bsky.app/profile/ann.bsky.social/rss"),
        ("https://bsky.app/profile/ann.example", "https://bsky.app/profile/ann.example/rss"),
        ("r/python", "https://www.reddit.com/r/python/.rss"),
        ("/r/python+rust/", "https://www.reddit.com/r/python+rust/.rss"),
        ("u/ann", "https://www.reddit.com/user/ann/.rss"),
        ("https://old.reddit.com/r/python/top", "https://www.reddit.com/r/python/top/.rss"),
        ("hn rust async", "https://hnrss.org/newest?q=rust+async"),
        ("quiet trams", "https://hnrss.org/newest?q=quiet+trams"),
        ("https://news.ycombinator.com/", "https://hnrss.org/frontpage"),
        ("https://news.ycombinator.com/user?id=ann", "https://hnrss.org/user?id=ann"),
        ("https://news.ycombinator.com/item?id=7", "https://hnrss.org/item?id=7"),
        ("ann/tool", "https://github.com/ann/tool/releases.atom"),
        ("github.com/ann", "https://github.com/ann.atom"),
        ("https://github.com/ann/tool.git", "https://github.com/ann/tool/releases.atom"),
        ("https://github.com/ann/tool/tags", "https://github.com/ann/tool/tags.atom"),
        (
            "https://github.com/ann/tool/tree/a/b",
            "https://github.com/ann/tool/commits/a/b.atom",
        ),
        ("https://github.com/ann/tool/tags.atom", "https://github.com/ann/tool/tags.atom"),
        (
            f"https://www.youtube.com/channel/{CHANNEL}",
            f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}",
        ),
        (
            "https://youtube.com/playlist?list=PL123",
            "https://www.youtube.com/feeds/videos.xml?playlist_id=PL123",
        ),
        ("https://www.youtube.com/@ann", "https://www.youtube.com/@ann"),
        ("ann.substack.com", "https://ann.substack.com/feed"),
        ("https://ann.substack.com/feed", "https://ann.substack.com/feed"),
        ("https://medium.com/@ann", "https://medium.com/feed/@ann"),
        ("ann.wordpress.com/about", "https://ann.wordpress.com/feed/"),
        ("ann.blogspot.com", "https://ann.blogspot.com/feeds/posts/default"),
        ("https://codeberg.org/ann/tool", "https://codeberg.org/ann/tool/releases.rss"),
        ("https://arxiv.org/list/cs.CL/recent", "https://rss.arxiv.org/rss/cs.CL"),
    ],
)  # fmt: skip
def test_what_is_typed_leads_to_the_feed(typed: str, first: str) -> None:
    assert addresses(typed)[0] == first


@pytest.mark.parametrize(
    "typed", ["", "   ", "ftp://example.org/", "file:///etc/passwd", "javascript:alert(1)", "words"]
)
def test_what_is_no_address_leads_nowhere(typed: str) -> None:
    assert candidates(typed) == ()


def test_a_bare_host_is_tried_with_https_and_then_http() -> None:
    assert addresses("example.org") == ["https://example.org", "http://example.org"]


def test_a_youtube_channel_offers_its_kinds_of_videos_apart() -> None:
    found = candidates(f"https://www.youtube.com/channel/{CHANNEL}")
    assert [c.title for c in found[:4]] == [
        "All videos",
        "Long videos only",
        "Shorts only",
        "Live streams only",
    ]
    assert found[1].url.endswith(f"playlist_id=UULF{CHANNEL[2:]}")


def test_the_page_itself_stays_the_last_candidate_of_a_known_service() -> None:
    assert addresses("https://github.com/ann/tool")[-1] == "https://github.com/ann/tool"


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


def test_a_canonical_link_is_told_once_it_names_another_address() -> None:
    markup = b'<link rel="canonical" href="https://blog.example/post">'
    assert canonical(markup, SITE) == "https://blog.example/post"
    assert canonical(markup, "https://blog.example/post") is None
    assert canonical(b"<p>None</p>", SITE) is None


def test_well_known_places_are_the_root_first_and_then_the_folder() -> None:
    found = [candidate.url for candidate in well_known("https://blog.example/news/today")]
    assert found[0] == "https://blog.example/atom.xml"
    assert "https://blog.example/rss/feed.xml" in found
    assert found.index("https://blog.example/feed/") < found.index(
        "https://blog.example/news/feed/"
    )
    assert len(well_known("https://blog.example/")) == len(found) // 2


@pytest.mark.parametrize("junk", [b"", b"\0\xff" * 100, b"<" * 10_000, b"<link " * 5_000, b"<!--"])
def test_junk_names_no_feeds_and_does_no_harm(junk: bytes) -> None:
    assert feeds_in_page(junk, SITE) == ()
