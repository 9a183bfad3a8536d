"""Servers that ask to be left alone, in every way there is to say until when; and those that lead
round and round.  Each that is obeyed stands on a port of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from tests.faultserver.exchange import Exchange, Handler, Trick, whole
from tests.faultserver.faults_transport import FEED

_TOO_MANY = "429 Too Many Requests"
_BUSY = "503 Service Unavailable"
_MADE = timedelta(hours=3)


def _wait(
    name: str, value: str | Callable[[datetime], str], *outcomes: str, line: str = _BUSY
) -> Trick:
    async def handle(exchange: Exchange) -> None:
        said = value if isinstance(value, str) else value(datetime.now(UTC) + _MADE)
        await exchange.answer(line, b"later", ("Retry-After", said))

    return Trick(name, handler=handle, outcomes=outcomes or ("rate_limited",), port=f"own_{name}")


def _round(status: int) -> Handler:
    """Leads to itself under an address that is another one each time."""

    async def handle(exchange: Exchange) -> None:
        asked = exchange.path.partition("?")[0]
        await exchange.answer(f"{status} On", b"", ("Location", f"{asked}?n={len(exchange.path)}x"))

    return handle


def _place(*lines: str) -> Handler:
    """A redirect with these Location lines; ``{}`` is the canary's host and port."""

    async def handle(exchange: Exchange) -> None:
        canary = exchange.base("canary").removeprefix("http://")
        pairs = [("Location", line.replace("{}", canary)) for line in lines]
        await exchange.answer("302 Found", b"", *pairs)

    return handle


_KEPT_OUT = ("blocked", "redirect", "dns", "bad_url")
WAITS = (
    _wait("busy_until_a_date_of_old", lambda at: f"{at:%A, %d-%b-%y %H:%M:%S GMT}"),
    _wait("busy_until_a_date_of_c", lambda at: f"{at:%a %b %d %H:%M:%S %Y}"),
    _wait("busy_until_a_date_of_another_zone", lambda at: f"{at:%a, %d %b %Y %H:%M:%S +0000}"),
    _wait("busy_until_an_iso_date", lambda at: f"{at:%Y-%m-%dT%H:%M:%SZ}", "rate_limited", "http"),
    _wait("busy_until_the_past", "Wed, 21 Oct 2015 07:28:00 GMT", "http"),
    _wait("busy_until_the_end_of_time", "Fri, 31 Dec 9999 23:59:59 GMT"),
    _wait("busy_until_no_day", "Fri, 99 Foo 99999 99:99:99 GMT", "http"),
    _wait("busy_for_less_than_nothing", "-5", "http"),
    _wait("busy_for_no_time", "0", "http"),
    _wait("busy_for_a_part_of_a_second", "0.5", "rate_limited", "http"),
    _wait("busy_for_many_digits", "9" * 5_000),
    _wait("busy_for_a_power", "1e9", "http"),
    _wait("busy_for_a_list", "60, 120", "rate_limited", "http"),
    _wait("busy_for_digits_of_another_script", "\u00b2\u00b3", "http"),
    _wait("busy_for_words_with_escapes", "\x1b[2J\x9b31m", "http", "protocol"),
    _wait("too_many_until_the_past", "Wed, 21 Oct 2015 07:28:00 GMT", line=_TOO_MANY),
    _wait("too_many_for_less_than_nothing", "-1", line=_TOO_MANY),
    Trick("goes_on_for_ever", _round(302), ("redirect",)),
    Trick("goes_on_for_ever_for_good", _round(301), ("redirect",)),
    Trick("two_places", _place("/target", "http://{}/hit"), ("ok",), entries=1),
    Trick("a_place_with_a_canary_behind_it", _place("http://{}/hit", "/target"), _KEPT_OUT),
    Trick("a_place_without_scheme_elsewhere", _place("//{}/hit"), _KEPT_OUT),
    Trick("a_place_in_capitals", _place("HTTP://{}/hit"), _KEPT_OUT),
    Trick("a_place_after_blanks", _place("   http://{}/hit  "), _KEPT_OUT),
    Trick("a_place_with_one_stroke", _place("http:/{}/hit"), (*_KEPT_OUT, "http")),
    Trick("a_place_with_strokes_turned_round", _place("\\\\{}\\hit"), (*_KEPT_OUT, "http")),
    Trick("a_place_with_a_line_in_it", _place("/target%0d%0aHost:%20{}"), (*_KEPT_OUT, "http")),
    Trick("a_place_of_letters", _place("/\u00fc\u00df\u00e9"), (*_KEPT_OUT, "http")),
    Trick("a_place_with_a_blank", _place("/a target"), (*_KEPT_OUT, "http")),
    Trick("a_place_that_is_only_a_question", _place("?"), ("redirect", "ok")),
    Trick("a_place_that_is_only_a_mark", _place("#here"), ("redirect", "ok")),
    Trick("a_place_above_the_root", _place("/../../../target"), ("ok",), entries=1),
    Trick("a_place_safe_and_private", _place("https://{}/hit"), _KEPT_OUT),
    Trick("a_place_of_a_mixed_host", _place("http://127.0.0.1.{}/hit"), (*_KEPT_OUT, "redirect")),
    Trick("a_body_with_a_redirect", whole(FEED, ("Location", "http://127.0.0.1:1/"), status="200 OK"), ("ok",), entries=1),
)  # fmt: skip
