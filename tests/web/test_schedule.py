"""When to ask again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from reader.web.schedule import (
    LONGEST,
    NEVER,
    after_failure,
    after_success,
    note_move,
    past_hours,
)

NOW = datetime(2026, 5, 4, 12, 10, tzinfo=UTC)
HALF_HOUR = 1800


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({}, 30),
        ({"cache-control": "max-age=60"}, 30),
        ({"cache-control": "public, max-age=7200"}, 120),
        ({"cache-control": "max-age=7200", "age": "1800"}, 90),
        ({"cache-control": 'Max-Age = "7200"'}, 120),
        ({"cache-control": "no-cache, max-age=7200"}, 30),
        ({"cache-control": "no-store", "expires": "Mon, 04 May 2026 15:10:00 GMT"}, 30),
        ({"cache-control": "s-maxage=7200"}, 30),
        ({"cache-control": "max-age=99999999999"}, 24 * 60),
        ({"expires": "Mon, 04 May 2026 13:10:00 GMT"}, 60),
        (
            {"expires": "Mon, 04 May 2026 13:10:00 GMT", "date": "Mon, 04 May 2026 10:10:00 GMT"},
            180,
        ),
        ({"expires": "0"}, 30),
        ({"expires": "Mon, 04 May 1998 13:10:00 GMT"}, 30),
        ({"expires": "Mon, 04 May 2098 13:10:00 GMT"}, 24 * 60),
        ({"expires": "Fri, 31 Dec 9999 23:59:59 -1200"}, 30),
    ],
)
def test_a_server_that_asks_for_longer_is_obeyed_up_to_a_day(
    headers: dict[str, str], minutes: int
) -> None:
    assert after_success(NOW, HALF_HOUR, headers) == NOW + timedelta(minutes=minutes)


def test_the_feeds_own_ttl_lengthens_and_the_users_week_stands() -> None:
    assert after_success(NOW, HALF_HOUR, {}, ttl=5400) == NOW + timedelta(seconds=5400)
    week = 7 * 86400
    assert after_success(NOW, week, {"cache-control": "max-age=60"}) == NOW + timedelta(days=7)


def test_skipped_hours_are_waited_out() -> None:
    assert past_hours(NOW, [12, 13]) == datetime(2026, 5, 4, 14, 0, tzinfo=UTC)
    assert past_hours(NOW, [11, 13]) == NOW
    assert past_hours(NOW.replace(hour=23), [23, 24]) == datetime(2026, 5, 5, 1, 0, tzinfo=UTC)
    assert past_hours(NOW, range(24)) == NOW
    assert past_hours(NOW, [12, -11, 25 + 12, 99]) == datetime(2026, 5, 4, 13, 0, tzinfo=UTC)
    assert past_hours(NOW.replace(hour=0), [0, 25]) == datetime(2026, 5, 4, 1, 0, tzinfo=UTC)


def test_each_failure_doubles_the_wait_give_or_take_a_fifth_up_to_a_day() -> None:
    random = Random(7)
    for failures, hours in ((1, 0.5), (2, 1), (3, 2), (4, 4), (7, 24), (400, 24)):
        wait = after_failure(NOW, HALF_HOUR, failures, "timeout", random) - NOW
        assert timedelta(hours=hours * 0.8) <= wait <= timedelta(hours=hours * 1.2)


def test_feeds_that_failed_together_are_not_asked_together() -> None:
    random = Random(7)
    assert len({after_failure(NOW, HALF_HOUR, 1, "dns", random) for _ in range(20)}) == 20


def test_an_interval_longer_than_a_day_is_not_shortened_by_failing() -> None:
    wait = after_failure(NOW, 7 * 86400, 3, "http", Random(7)) - NOW
    assert wait >= timedelta(days=7 * 0.8) > LONGEST


def test_retry_after_is_never_undercut_and_gone_is_for_ever() -> None:
    later = NOW + timedelta(hours=20)
    due = after_failure(NOW, HALF_HOUR, 1, "rate_limited", Random(7), retry_at=later)
    assert due == later
    assert after_failure(NOW, HALF_HOUR, 1, "gone", Random(7)) == NEVER


def test_a_move_is_adopted_after_three_sightings_over_a_day() -> None:
    move = None
    for hours in (0, 1, 2, 23):
        move = note_move(move, "https://new.example/feed", NOW + timedelta(hours=hours))
        assert move is not None and not move.is_adopted(NOW + timedelta(hours=hours))
    move = note_move(move, "https://new.example/feed", NOW + timedelta(hours=24))
    assert move is not None and move.is_adopted(NOW + timedelta(hours=24))


def test_a_clock_that_was_ahead_at_the_first_sighting_puts_no_move_off_for_long() -> None:
    move = note_move(None, "https://b.example/", NOW + timedelta(days=365))
    for days in (0, 0, 1):
        move = note_move(move, "https://b.example/", NOW + timedelta(days=days))
    assert move is not None
    assert move.is_adopted(NOW + timedelta(days=1))


def test_two_sightings_do_not_make_a_move_however_far_apart() -> None:
    move = note_move(None, "https://new.example/feed", NOW)
    move = note_move(move, "https://new.example/feed", NOW + timedelta(days=30))
    assert move is not None and not move.is_adopted(NOW + timedelta(days=30))


def test_another_target_or_none_at_all_starts_the_count_anew() -> None:
    move = note_move(None, "https://new.example/feed", NOW)
    other = note_move(move, "https://other.example/feed", NOW + timedelta(days=1))
    assert other is not None and other.times == 1
    assert note_move(move, None, NOW) is None
