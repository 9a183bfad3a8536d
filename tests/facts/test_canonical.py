"""Addresses of one page have one canonical form, by the short way as by the long one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import urls

_PIECE = st.text("abcwWZ019-_/.:?#@%&=+;,~! é", max_size=9)


@given(
    st.sampled_from(["http://", "https://", "HTTP://", "https://www.", "ftp://", ""]),
    _PIECE,
    st.sampled_from(["", ".com", "example.org", "www.a.example", ".x/"]),
    _PIECE,
)
def test_the_short_way_gives_what_the_long_one_gives(
    scheme: str, one: str, host: str, two: str
) -> None:
    url = f"{scheme}{one}{host}{two}"
    assert urls.canonical(url) == urls._canonical(url)


_LINK = st.text("abwZ019-_/.:?#&=+;,~!%", max_size=12)


@given(
    st.sampled_from(["http://", "https://", "https://www."]),
    st.sampled_from(["a.example", "b-c.org", "x.y.z", "no"]),
    st.sampled_from(["", "/", "?", "#", "/?"]),
    _LINK,
    st.sampled_from([None, "https://a.example/x/y?z", "http://b-c.org/"]),
)
def test_a_whole_address_is_joined_to_nothing(
    scheme: str, host: str, sign: str, rest: str, base: str | None
) -> None:
    url = f"{scheme}{host}{sign}{rest}"
    with pytest.MonkeyPatch.context() as patch:
        short = urls.join(base, url)
        patch.setattr(urls, "_WHOLE", re.compile("(?!)"))
        long = urls.join(base, url)
    plain = urls._PLAIN.fullmatch(url) is not None  # of which //./ and such stay as they are
    assert short == (url if plain else long)


@pytest.mark.parametrize(
    "spelling",
    [
        "http://quay.example/story",
        "https://www.quay.example/story/",
        "https://QUAY.example:443/story?utm_source=feed#top",
        "http://quay.example:443/story",
        "https://quay.example:80/story",
    ],
)
def test_spellings_of_one_page_are_the_same(spelling: str) -> None:
    assert urls.canonical(spelling) == "https://quay.example/story"


def test_another_port_is_another_page() -> None:
    assert urls.canonical("http://quay.example:81/story") == "https://quay.example:81/story"
