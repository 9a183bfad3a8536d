"""From what a person types to where a feed may be."""

from __future__ import annotations

import pytest

from reader.web.discover import candidates, well_known

CHANNEL = "UC" + "a1B2" * 5 + "-_"


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
        ("hacker news: quiet trams", "https://hnrss.org/newest?q=quiet+trams"),
        ("https://hn.algolia.com/?q=quiet+trams", "https://hnrss.org/newest?q=quiet+trams"),
        ("https://hn.algolia.com/", "https://hn.algolia.com/"),
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
        ("acct:ann@social.example", "https://social.example/@ann.rss"),
        ("ann@social.example", "https://social.example/@ann.rss"),
        ("https://social.example/@ann/1099", "https://social.example/@ann.rss"),
        ("https://here.example/@ann@social.example", "https://social.example/@ann.rss"),
        ("https://social.example/tags/trams", "https://social.example/tags/trams.rss"),
        ("!trams@lemmy.example", "https://lemmy.example/feeds/c/trams.xml"),
        ("did:plc:abc", "https://bsky.app/profile/did:plc:abc/rss"),
        ("@ann", "https://www.youtube.com/@ann"),
        (CHANNEL, f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}"),
        ("https://www.youtube.com/watch?v=x&list=RDx",) * 2,
        ("git@github.com:ann/tool.git", "https://github.com/ann/tool/releases.atom"),
        ("ssh://git@github.com/ann/tool.git", "https://github.com/ann/tool/releases.atom"),
        ("git+https://github.com/ann/tool", "https://github.com/ann/tool/releases.atom"),
        ("(r/python)", "https://www.reddit.com/r/python/.rss"),
        ("https://m.reddit.com/r/python/", "https://www.reddit.com/r/python/.rss"),
        ('hn "quiet trams"', "https://hnrss.org/newest?q=%22quiet+trams%22"),
        ("at://did:plc:abc/app.bsky.feed.post/x", "https://bsky.app/profile/did:plc:abc/rss"),
        ("＠ann@social.example", "https://social.example/@ann.rss"),
        ("https://social.example/web/@ann", "https://social.example/@ann.rss"),
        ("https://social.example/@ann/with_replies", "https://social.example/@ann.rss"),
        ("ann.wordpress.com/category/sea/page/2", "https://ann.wordpress.com/category/sea/feed/"),
        ("ann.blogspot.de/search/label/sea", "https://ann.blogspot.de/feeds/posts/default/-/sea"),
        ("https://overcast.fm/itunes1234/sea", "https://itunes.apple.com/lookup?id=1234&entity=podcast"),
        ("itms://itunes.apple.com/podcast/id1234", "https://itunes.apple.com/lookup?id=1234&entity=podcast"),
        ("r/python/top", "https://www.reddit.com/r/python/top/.rss"),
        ("reddit.com/r/a/top?t=week", "https://www.reddit.com/r/a/top/.rss?t=week"),
        ("reddit.com/domain/a.example", "https://www.reddit.com/domain/a.example/.rss"),
        ("reddit.com/search?q=trams", "https://www.reddit.com/search.rss?q=trams"),
        ("https://open.substack.com/pub/ann/p/x", "https://ann.substack.com/feed"),
        ("https://substack.com/@ann", "https://ann.substack.com/feed"),
        ("https://www.tumblr.com/ann", "https://ann.tumblr.com/rss"),
        ("ann.tumblr.com/tagged/sea", "https://ann.tumblr.com/tagged/sea/rss"),
        (
            "https://podcasts.apple.com/us/podcast/quay/id12345",
            "https://itunes.apple.com/lookup?id=12345&entity=podcast",
        ),
        ("https://dev.to/ann/a-post", "https://dev.to/feed/ann"),
        ("https://dev.to/t/python", "https://dev.to/feed/tag/python"),
    ],
)  # fmt: skip
def test_what_is_typed_leads_to_the_feed(typed: str, first: str) -> None:
    assert addresses(typed)[0] == first


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("HTTPS://Example.ORG/Feed", "https://example.org/Feed"),
        ("https://example.org/feed#top", "https://example.org/feed"),
        ("http:example.org/feed", "http://example.org/feed"),
        ("http:/example.org/feed", "http://example.org/feed"),
        ("http//example.org/feed", "http://example.org/feed"),
        ("htps://example.org/feed", "https://example.org/feed"),
        ("https://http://example.org/feed", "http://example.org/feed"),
        ("feed:http//example.org/feed", "http://example.org/feed"),
        ("podcast://example.org/feed", "https://example.org/feed"),
        ("web+rss:https://example.org/feed", "https://example.org/feed"),
        ("«https://example.org/feed»", "https://example.org/feed"),
        ("(https://example.org/feed)", "https://example.org/feed"),
        ("[RSS](https://example.org/feed)", "https://example.org/feed"),
        ("Feed: https://example.org/feed", "https://example.org/feed"),
        ("https://example.org/feed,", "https://example.org/feed"),
        (" <https://example.org/feed>, ", "https://example.org/feed"),
        ("https://example.org/feed?a=1&amp;b=2", "https://example.org/feed?a=1&b=2"),
        ("example.org.", "https://example.org"),
        ("\u200bexample.org", "https://example.org"),
        ("ｅｘａｍｐｌｅ．ｏｒｇ", "https://example.org"),
        ("例え。jp/ＡＢ", "https://例え.jp/ＡＢ"),
        ("ann:secret@example.org/feed", "https://ann:secret@example.org/feed"),
        ("nas:8080/feed", "http://nas:8080/feed"),
        ("::1", "http://[::1]"),
        ("[::1]:8080/feed", "http://[::1]:8080/feed"),
        ("feeds://example.org/feed", "https://example.org/feed"),
        ("(https://example.org/feed(1).xml)", "https://example.org/feed(1).xml"),
        ("https://example.org/feed(1).xml", "https://example.org/feed(1).xml"),
        ("see https://example.org/feed).", "https://example.org/feed"),
        ("{https://example.org/feed}", "https://example.org/feed"),
        ("*https://example.org/feed*", "https://example.org/feed"),
        ("example.org)", "https://example.org"),
        ("https://example.org/feed%20", "https://example.org/feed"),
        ("https://example.org/fe\u200bed", "https://example.org/feed"),
        ("https%3A%2F%2Fexample.org%2Ffeed", "https://example.org/feed"),
        ("https://example.org/a https://example.org/b", "https://example.org/a"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("http:// example.org/feed", "http://example.org/feed"),
        ("https;//example.org/feed", "https://example.org/feed"),
        ("://example.org/feed", "https://example.org/feed"),
        (r"https:\\example.org\feed", "https://example.org/feed"),
        ("https://@example.org/feed", "https://example.org/feed"),
    ],
)
def test_slips_of_the_pen_are_put_right(typed: str, meant: str) -> None:
    assert addresses(typed)[0] == meant


@pytest.mark.parametrize(
    "typed",
    [
        "mailto:ann@example.org",
        "/etc/passwd",
        "~/feed.xml",
        "data:text/xml,<rss/>",
        "",
        "   ",
        "ftp://example.org/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "words",
        "quiet trams",
        "BBC News",
    ],
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


def test_well_known_places_are_the_root_first_and_then_the_folder() -> None:
    found = [candidate.url for candidate in well_known("https://blog.example/news/today")]
    assert found[0] == "https://blog.example/atom.xml"
    assert "https://blog.example/rss/feed.xml" in found
    assert found.index("https://blog.example/feed/") < found.index(
        "https://blog.example/news/feed/"
    )
    assert len(well_known("https://blog.example/")) == len(found) // 2
    assert "https://blog.example/news/feed/" in [
        candidate.url for candidate in well_known("https://blog.example/news/2026/today")
    ]


def test_an_account_whose_feed_lies_elsewhere_is_looked_for_on_its_page_and_asked_after() -> None:
    assert [(one.url, one.source) for one in candidates("@ann@quay.example")][1:] == [
        ("https://quay.example/@ann", "page"),
        ("https://quay.example/.well-known/webfinger?resource=acct:ann@quay.example", "page"),
    ]
