"""Subscription lists in and out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import ParseError
from reader.feed.opml import read_outline, write_opml
from reader.model import Subscription

LIST = b"""<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
<outline text="World"><outline text="Asia" title="Asia">
  <outline type="rss" text="Bay" title="Bay News" xmlUrl="https://bay.example/feed" htmlUrl="x"/>
</outline><outline type="rss" text="Hill" xmlUrl="feed://hill.example/feed" category="/a,b"/></outline>
<outline text="Old" type="rss" url="http://old.example/rss"/>
<outline text="A file" xmlUrl="file:///etc/hosts"/>
<outline text="Script" xmlUrl="javascript:alert(1)"/>
<outline text="Again" xmlUrl="http://www.bay.example/feed/"/>
</body></opml>"""


def test_folders_titles_and_tags_are_read() -> None:
    assert read_outline(LIST).subscriptions == (
        Subscription("https://bay.example/feed", title="Bay News", folder="World/Asia"),
        Subscription("http://hill.example/feed", title="Hill", folder="World", tags=("a", "b")),
        Subscription("http://old.example/rss", title="Old"),
    )


def test_what_is_not_taken_is_reported_with_its_reason() -> None:
    outline = read_outline(LIST)
    assert outline.title == "Mine"
    assert [(r.title, r.address) for r in outline.rejected] == [
        ("A file", "file:///etc/hosts"),
        ("Script", "javascript:alert(1)"),
        ("Again", "http://www.bay.example/feed/"),
    ]
    assert all(r.reason for r in outline.rejected)


_NAME = (
    st.text(
        alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")),
        min_size=1,
        max_size=20,
    )
    .map(lambda s: " ".join(s.replace("/", "").split()))
    .filter(bool)
)


@given(
    st.lists(
        st.tuples(_NAME, st.lists(_NAME, max_size=3)), max_size=6, unique_by=lambda pair: pair[0]
    )
)
def test_what_is_written_is_read_back(rows: list[tuple[str, list[str]]]) -> None:
    subscriptions = tuple(
        Subscription(
            f"https://n{n}.example/feed?a=1&b=2", title=name, folder="/".join(path) or None
        )
        for n, (name, path) in enumerate(rows)
    )
    read = read_outline(write_opml(subscriptions, "List & more")).subscriptions
    again = read_outline(write_opml(read, "List & more")).subscriptions
    assert again == read
    assert [s.url for s in read] == [s.url for s in subscriptions]


def test_nothing_is_expanded_or_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("treasure")
    body = (
        f'<!DOCTYPE opml [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y "yy">]><opml><body>'
        '<outline text="&x;&y;" xmlUrl="https://a.example/"/></body></opml>'
    )
    with pytest.raises(ParseError, match="not safe"):
        read_outline(body.encode())


def test_folders_nest_no_deeper_than_ten() -> None:
    body = (
        "<opml><body>"
        + '<outline text="f">' * 150
        + '<outline text="x" xmlUrl="https://a.example/"/>'
    )
    (found,) = read_outline(body.encode()).subscriptions
    assert found.folder == "/".join(["f"] * 10)


def test_a_file_written_by_hand_is_mended() -> None:
    body = b'<opml><body><outline text="Fish & chips" xmlUrl=https://a.example/f></body>'
    assert read_outline(body).subscriptions == (
        Subscription("https://a.example/f", title="Fish & chips"),
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("FEED:https://a.example/f", "https://a.example/f"),
        ("feed:a.example/f", "http://a.example/f"),
        (" https://a.example/f\n", "https://a.example/f"),
        ("feed://https://a.example/f", "https://a.example/f"),
        ("itpc://a.example/f", "http://a.example/f"),
        ("PODCAST:https://a.example/f", "https://a.example/f"),
    ],
)
def test_addresses_are_taken_however_they_are_written(written: str, meant: str) -> None:
    body = f'<opml><body><outline text="A" xmlUrl="{written}"/></body></opml>'
    assert [one.url for one in read_outline(body.encode()).subscriptions] == [meant]


def test_a_list_in_a_list_is_told_and_not_fetched() -> None:
    body = b"""<opml><body><outline text="More" type="include" url="https://a.example/more.opml"/>
      <outline text="A" xmlUrl="https://a.example/f"/></body></opml>"""
    outline = read_outline(body)
    assert [one.url for one in outline.subscriptions] == ["https://a.example/f"]
    assert [(r.title, r.address) for r in outline.rejected] == [
        ("More", "https://a.example/more.opml")
    ]


def test_names_of_elements_may_bear_a_prefix() -> None:
    body = b"""<o:opml xmlns:o="http://opml.org/spec2"><o:body>
      <o:outline text="A" xmlUrl="https://a.example/f"/></o:body></o:opml>"""
    assert read_outline(body).subscriptions == (Subscription("https://a.example/f", title="A"),)


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"words", b"<rss/>", b"\x00" * 100])
def test_other_files_are_refused(body: bytes) -> None:
    with pytest.raises(ParseError):
        read_outline(body)


def test_names_and_passwords_stay_out_of_an_export() -> None:
    body = write_opml((Subscription("https://mara:rope@a.example:8443/f?x=@"),), "List")
    assert b"rope" not in body
    assert read_outline(body).subscriptions[0].url == "https://a.example:8443/f?x=@"


def test_a_title_that_only_repeats_the_address_is_none() -> None:
    text = b"""<opml version="2.0"><body>
    <outline text="https://bay.example/feed" xmlUrl="https://bay.example/feed"/>
    <outline xmlUrl="https://hill.example/feed"/></body></opml>"""
    assert [each.title for each in read_outline(text).subscriptions] == [None, None]


def test_a_folder_that_lies_too_deep_is_told_and_its_feeds_stand_in_the_one_above() -> None:
    opened = "".join(f'<outline text="F{n}">' for n in range(1, 13))
    feed = '<outline text="Deep" xmlUrl="https://deep.example/feed"/>'
    body = f"<opml version='2.0'><body>{opened}{feed}{'</outline>' * 12}</body></opml>"
    outline = read_outline(body.encode())
    (one,) = outline.subscriptions
    assert one.folder == "/".join(f"F{n}" for n in range(1, 11))
    assert [(each.title, each.address) for each in outline.rejected] == [("F11", ""), ("F12", "")]
    assert "10 deep" in outline.rejected[0].reason
