"""Dates in the forms that feeds use."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.feed.dates import parse_date


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Thu, 01 Jan 2004 19:48:21 GMT", (2004, 1, 1, 19, 48, 21)),
        ("Thu, 1 Jan 04 19:48 EST", (2004, 1, 2, 0, 48)),
        ("01 Jan 2004 19:48:21 +0530", (2004, 1, 1, 14, 18, 21)),
        ("Thursday, 01-Jan-2004 19:48:21 GMT", (2004, 1, 1, 19, 48, 21)),
        ("Thu, 01 Jan 2004 19:48:21 +02:00", (2004, 1, 1, 17, 48, 21)),
        ("Mo, 04 März 2024 10:00:00 +0100", (2024, 3, 4, 9)),
        ("mar., 05 févr. 2024 10:00:00 +0100", (2024, 2, 5, 9)),
        ("2003-12-31T10:14:55Z", (2003, 12, 31, 10, 14, 55)),
        ("2003-12-31T10:14:55.75-08:00", (2003, 12, 31, 18, 14, 55, 750000)),
        ("2003-12-31 10:14", (2003, 12, 31, 10, 14)),
        ("2003-12-31", (2003, 12, 31)),
        ("2003-12-31T24:00:00Z", (2004, 1, 1)),
        ("2016-12-31T23:59:60Z", (2017, 1, 1)),
        ("2003-12", (2003, 12, 1)),
        ("2003", (2003, 1, 1)),
        ("20031231T101455Z", (2003, 12, 31, 10, 14, 55)),
        ("Sun Jan 4 16:29:06 2004", (2004, 1, 4, 16, 29, 6)),
        ("1072864861", (2003, 12, 31, 10, 1, 1)),
        ("1072864861000", (2003, 12, 31, 10, 1, 1)),
        ("2004\ub144 05\uc6d4 28\uc77c  01:31:15", (2004, 5, 27, 16, 31, 15)),
    ],
)
def test_a_date_is_read(text: str, moment: tuple[int, ...]) -> None:
    assert parse_date(text) == datetime(*moment, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "yesterday",
        "0000-00-00",
        "2024-13-45",
        "Thu, 99 Jan 2004 10:00:00 GMT",
        "9" * 5000,
        "9999-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "12:30",
        "2024-01-01T99:00:00Z",
    ],
)
def test_what_is_no_date_is_none(text: str | None) -> None:
    assert parse_date(text) is None


@given(st.text(alphabet="0123456789-:TZ+ .,JanMonGMT/", max_size=40))
def test_no_text_makes_it_stumble(text: str) -> None:
    found = parse_date(text)
    assert found is None or 1900 <= found.year <= 2100
