"""Where redirects lead and what travels along."""

from __future__ import annotations

import pytest

from reader.errors import FetchError
from reader.web.redirects import MAX_HOPS, Hop, first_hop, next_hop


def follow(hop: Hop, location: str, status: int = 302) -> Hop:
    return next_hop(hop, status, location.encode())


def test_a_name_and_password_in_the_address_become_a_header() -> None:
    hop = first_hop("https://ann:p%40ss@example.org/feed", {})
    assert hop.url == "https://example.org/feed"
    assert hop.headers["authorization"] == "Basic YW5uOnBAc3M="


def test_a_header_of_the_user_wins_over_the_address() -> None:
    hop = first_hop("https://ann:x@example.org/", {"Authorization": "Bearer t"})
    assert hop.headers == {"authorization": "Bearer t"}


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/other", "https://example.org/other"),
        ("other", "https://example.org/a/other"),
        ("../up", "https://example.org/up"),
        ("?q=1", "https://example.org/a/feed?q=1"),
        ("//cdn.example/feed", "https://cdn.example/feed"),
        ("https://elsewhere.example/f#part", "https://elsewhere.example/f"),
        ("/caf\u00e9", "https://example.org/caf\u00e9"),
    ],
)
def test_a_location_is_taken_relative_to_the_address(location: str, target: str) -> None:
    assert follow(first_hop("https://example.org/a/feed", {}), location).url == target


def test_secrets_stay_with_their_origin_and_do_not_come_back() -> None:
    secrets = {"Authorization": "Bearer t", "X-Key": "k", "Cookie": "c", "Accept-Language": "nl"}
    hop = first_hop("https://example.org/feed", secrets)
    assert follow(hop, "/same").headers["x-key"] == "k"
    for elsewhere in ("http://example.org/", "https://example.org:444/", "https://x.example/"):
        away = follow(hop, elsewhere)
        assert away.headers == {"accept-language": "nl"}
        assert follow(away, "https://example.org/back").headers == {"accept-language": "nl"}


def test_credentials_that_a_redirect_names_are_not_used() -> None:
    hop = follow(first_hop("https://example.org/feed", {}), "https://a:b@x.example/feed")
    assert hop.url == "https://x.example/feed"
    assert hop.headers == {}


def test_a_move_is_permanent_only_when_every_step_was() -> None:
    start = first_hop("https://example.org/0", {})
    assert follow(follow(start, "/1", 301), "/2", 308).permanent
    assert not follow(follow(start, "/1", 301), "/2", 302).permanent
    assert not follow(follow(start, "/1", 307), "/2", 301).permanent


def test_the_eleventh_redirect_is_one_too_many() -> None:
    hop = first_hop("https://example.org/0", {})
    for number in range(1, MAX_HOPS + 1):
        hop = follow(hop, f"/{number}")
    with pytest.raises(FetchError) as caught:
        follow(hop, "/again")
    assert caught.value.kind == "redirect"


def test_a_circle_is_named_by_the_place_it_passes() -> None:
    hop = follow(first_hop("https://example.org/a", {}), "/b")
    with pytest.raises(FetchError, match=r"circle by way of https://example\.org/a\."):
        follow(hop, "/a#elsewhere")


@pytest.mark.parametrize(
    ("location", "kind"),
    [
        (b"", "redirect"),
        (b"   ", "redirect"),
        (b"http://", "redirect"),
        (b"http://[::1", "redirect"),
        (b"https://example.org:0/", "redirect"),
        (b"file:///etc/passwd", "blocked"),
        (b"gopher://example.org/", "blocked"),
        (b"JavaScript:alert(1)", "blocked"),
        (b"mailto:x@example.org", "blocked"),
    ],
)
def test_a_location_that_is_no_web_address_is_refused(location: bytes, kind: str) -> None:
    with pytest.raises(FetchError) as caught:
        next_hop(first_hop("https://example.org/a", {}), 302, location)
    assert caught.value.kind == kind


@pytest.mark.parametrize(
    "url", ["", "example.org", "ftp://example.org/", "http://", "http://h:99999/", "https:///path"]
)
def test_an_address_that_is_none_is_a_bad_url(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        first_hop(url, {})
    assert caught.value.kind == "bad_url"


def test_a_question_of_consent_is_answered_once_and_at_no_other_host() -> None:
    asked = b"https://consent.youtube.com/m?continue=https%3A%2F%2Fwww.youtube.com%2F%40quay&gl=DE"
    first = first_hop("https://www.youtube.com/@quay", {"accept-language": "de"})
    again = next_hop(first, 302, asked)
    assert again.url == first.url
    assert dict(again.headers) == {"accept-language": "de", "cookie": "SOCS=CAI"}
    assert next_hop(again, 302, asked).url == asked.decode()
    elsewhere = next_hop(again, 302, b"https://quay.example/")
    assert dict(elsewhere.headers) == {"accept-language": "de"}
    own = first_hop("https://www.youtube.com/@quay", {"cookie": "a=b"})
    assert next_hop(own, 302, asked).url == asked.decode()
