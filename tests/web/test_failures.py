"""Statuses and Retry-After as sentences and times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from reader.errors import FetchError
from reader.web import failures
from reader.web.failures import (
    LONGEST_WAIT,
    UNNAMED_WAIT,
    blocked_failure,
    inflate_failure,
    retry_after,
    silent_failure,
    status_failure,
    timeout_failure,
    too_large_failure,
)

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
URL = "https://www.example.org/feed.xml"


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(seconds=120)),
        (" 7 ", timedelta(seconds=7)),
        ("1.5", timedelta(seconds=1.5)),
        ("999999999999999", LONGEST_WAIT),
        ("9" * 40, LONGEST_WAIT),
        ("9" * 400, LONGEST_WAIT),
        ("Mon, 04 May 2026 12:30:00 GMT", timedelta(minutes=30)),
        ("Monday, 04-May-26 13:00:00 GMT", timedelta(hours=1)),
        ("Mon, 04 May 2026 13:30:00 +0100", timedelta(minutes=30)),
        ("Mon, 04 May 2099 12:30:00 GMT", LONGEST_WAIT),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_WAIT),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_at_most_a_day(value: str, wait: timedelta) -> None:
    assert retry_after(value, NOW) == NOW + wait


@pytest.mark.parametrize(
    "value",
    [
        *(None, "", "0", "-5", "soon", "Sun, 03 May 2026 12:00:00 GMT", "99/99/9999", "\u0663"),
        "Fri, 31 Dec 9999 23:59:59 -1200",
        "Mon, 01 Jan 0001 00:00:00 +1200",
    ],
)
def test_a_retry_after_that_says_nothing_is_ignored(value: str | None) -> None:
    assert retry_after(value, NOW) is None


@pytest.mark.parametrize(
    ("status", "kind"),
    [(404, "http"), (410, "gone"), (429, "rate_limited"), (503, "http"), (999, "http")],
)
def test_a_status_has_its_kind_and_stands_in_the_message(status: int, kind: str) -> None:
    failure = status_failure("https://example.org/", status, {}, NOW, "feed")
    assert failure.kind == kind
    assert str(status) in failure.message


@pytest.mark.parametrize("status", [300, 304, 305, 400, 401, 407, 418, 421, 500, 511, 999])
def test_every_status_says_what_to_do(status: int) -> None:
    assert status_failure("https://example.org/", status, {}, NOW, "feed").hint


def test_429_without_a_time_waits_a_quarter_of_an_hour_and_503_with_one_waits_for_it() -> None:
    many = status_failure("https://example.org/", 429, {}, NOW, "feed")
    assert many.retry_at == NOW + UNNAMED_WAIT
    busy = status_failure("https://example.org/", 503, {"retry-after": "60"}, NOW, "feed")
    assert (busy.kind, busy.retry_at) == ("rate_limited", NOW + timedelta(seconds=60))


@pytest.mark.parametrize(
    ("failure", "kind", "message"),
    [
        (
            blocked_failure(URL, "10.0.0.1"),
            "blocked",
            "example.org lies in a private network and was not asked for.",
        ),
        (
            too_large_failure(URL, 20_000_000, "feed"),
            "too_large",
            "The feed is larger than the 20 MB that are read at most.",
        ),
        (
            timeout_failure(URL, 30, connected=True, noun="page"),
            "timeout",
            "example.org did not send the page within 30 seconds.",
        ),
        (
            timeout_failure(URL, 30, connected=False, noun="page"),
            "timeout",
            "No connection to example.org within 30 seconds.",
        ),
        (silent_failure(URL), "timeout", "example.org did not answer other requests just now."),
        (
            inflate_failure(URL, "breaks off", "feed"),
            "encoding",
            "The feed as the server sent it breaks off.",
        ),
    ],
)
def test_a_failure_names_the_site_and_what_went_wrong(
    failure: FetchError, kind: str, message: str
) -> None:
    assert (failure.kind, failure.message) == (kind, message)
    assert failure.hint
    assert failure.url == URL


@pytest.mark.parametrize(
    "failure",
    [
        failures.status_failure("http://a.example/", 503, {}, NOW, "page"),
        failures.status_failure("http://a.example/", 429, {}, NOW, "page"),
        failures.held_failure("http://a.example/", NOW),
        failures.timeout_failure("http://a.example/", 9, connected=True, noun="page"),
        failures.silent_failure("http://a.example/"),
        failures.inflate_failure("http://a.example/", "is torn", "page"),
        failures.exception_failure("http://a.example/", OSError("x"), met_nonsense=False),
    ],
)
def test_what_passes_is_promised_to_feeds_alone(failure: FetchError) -> None:
    assert failure.hint.lower().endswith("try again later.")
    assert "by themselves" in failure.failure().hint
