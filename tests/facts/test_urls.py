"""Addresses: what may be fetched, what is the same, what is shown."""

from __future__ import annotations

import pytest

from reader import urls


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org", "https://example.org:8080/a?b#c", "HTTPS://EXAMPLE.ORG/",
        "http://127.0.0.1:80/", "http://[::1]/", "https://caf\u00e9.example/", "http://u:p@h.example/",
    ],
)  # fmt: skip
def test_an_http_address_with_a_host_may_be_fetched(url: str) -> None:
    assert urls.is_web(url)


@pytest.mark.parametrize(
    "url",
    [
        "", "example.org", "//example.org", "ftp://example.org/", "file:///etc/passwd", "http://",
        "http:///path", "http://h:0/", "http://h:70000/", "http://h:x/", "http://[::1", "http://./",
        "http://good.example\\@evil.example/", "http://a b/", "nowreading:guide",
        "https://example.org/" + "a" * 9000, " http://example.org/", "\0http://example.org/",
    ],
)  # fmt: skip
def test_anything_else_may_not(url: str) -> None:
    assert not urls.is_web(url)


@pytest.mark.parametrize(
    "other",
    [
        "http://example.org/story",
        "https://www.example.org/story",
        "https://EXAMPLE.org/story/",
        "https://example.org./story",
        "https://example.org:443/story",
        "https://example.org/story#part",
        "https://example.org/story?utm_source=feed&utm_medium=rss",
        "https://example.org/story?fbclid=1",
    ],
)
def test_two_ways_to_write_an_address_are_the_same_page(other: str) -> None:
    assert urls.canonical(other) == urls.canonical("https://example.org/story")


@pytest.mark.parametrize(
    "other",
    [
        "https://example.org/other",
        "https://news.example.org/story",
        "https://example.org:8443/story",
        "https://example.org/story?id=2",
        "https://example.org/story#!part",
    ],
)
def test_another_page_is_another_page(other: str) -> None:
    assert urls.canonical(other) != urls.canonical("https://example.org/story")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/s?id=7&PHPSESSID=aa1", "https://a.example/s?id=7&PHPSESSID=bb2"),
        ("https://a.example/s;jsessionid=AA1?id=7", "https://a.example/s;jsessionid=BB2?id=7"),
        ("https://a.example/s?id=7&ASPSESSIONIDQQ=A", "https://a.example/s?id=7"),
        (f"https://a.example/s?id=7&sid={'0a' * 16}", f"https://a.example/s?id=7&sid={'1b' * 16}"),
    ],
)
def test_what_tells_visits_apart_tells_no_pages_apart(one: str, other: str) -> None:
    assert urls.canonical(one) == urls.canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/s?sid=26/11/24/7", "https://a.example/s?sid=26/11/24/8"),
        (f"https://a.example/s?sid={'0a' * 16}", f"https://a.example/s?sid={'1b' * 16}"),
        ("https://a.example/s?id=1&session_id=7", "https://a.example/s?id=1&session_id=8"),
        ("https://a.example/a;v=1", "https://a.example/a;v=2"),
    ],
)
def test_what_may_name_a_story_is_no_visit(one: str, other: str) -> None:
    assert urls.canonical(one) != urls.canonical(other)


def test_a_host_in_its_letters_and_in_punycode_is_the_same() -> None:
    assert urls.canonical("https://m\u00fcll.example/") == urls.canonical(
        "https://xn--mll-hoa.example/"
    )


def test_hosts_that_only_an_old_rule_takes_for_one_are_two() -> None:
    assert urls.canonical("https://fa\xdf.example/") == urls.canonical(
        "https://xn--fa-hia.example/"
    )
    assert urls.canonical("https://fa\xdf.example/") != urls.canonical("https://fass.example/")
    assert urls.show("https://FA\u1e9e.example/") == "https://xn--fa-hia.example/"
    assert (
        urls.show("https://\u03b2\u03cc\u03bb\u03bf\u03c2.example/")
        == "https://xn--nxasmm1c.example/"
    )
    assert urls.site("https://fa\xdf.example/") != urls.site("https://fass.example/")
    assert urls.show("https://a\u3002b\xe4.example/") == "https://a.xn--b-0fa.example/"


def test_the_order_of_the_query_does_not_matter_and_values_do() -> None:
    assert urls.canonical("http://h.example/?a=1&b=2") == urls.canonical(
        "http://h.example/?b=2&a=1"
    )
    assert urls.canonical("http://h.example/?a=1") != urls.canonical("http://h.example/?a=2")


def test_only_what_follows_people_is_stripped_and_the_rest_stays_as_it_was() -> None:
    assert (
        urls.strip_tracking("http://h.example/?b=%20x&utm_id=1&a=+")
        == "http://h.example/?b=%20x&a=+"
    )
    assert urls.strip_tracking("http://h.example/?id=%7e") == "http://h.example/?id=%7e"


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("example.org", "example.org"),
        ("caf\u00e9.example", "caf\u00e9.example"),
        ("\u65b0\u805e.example", "\u65b0\u805e.example"),
        ("\u0430\u0440\u0440\u04cf\u0435.example", "xn--80ak6aa92e.example"),
        ("p\u0430ypal.example", "xn--pypal-4ve.example"),
        ("\u03b1pple.example", "xn--pple-zld.example"),
        ("xn--80ak6aa92e.example", "xn--80ak6aa92e.example"),
    ],
)
def test_a_host_is_shown_in_its_letters_only_where_they_cannot_be_mistaken(
    host: str, shown: str
) -> None:
    assert urls.show(f"https://{host}/path") == f"https://{shown}/path"
    assert urls.site(f"https://www.{host}/") == shown


def test_an_address_is_shown_without_credentials_and_controls() -> None:
    assert urls.show("https://ann:secret@example.org:81/\x1b[2Ja") == "https://example.org:81/[2Ja"
    assert urls.show("http://[0:0::1]:80/") == "http://[::1]:80/"


def test_a_relative_address_is_made_absolute_and_spaces_are_quoted() -> None:
    assert urls.join("https://h.example/a/b", "../c d") == "https://h.example/c%20d"
    assert urls.join("https://h.example/a/b", " ht\ntp://x.example/ ") == "http://x.example/"
    assert urls.join("https://h.example/", "javascript:alert(1)") is None
    assert urls.join(None, "/only/a/path") is None
