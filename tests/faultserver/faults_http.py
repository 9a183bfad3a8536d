"""Statuses that are no feed. Those that ask to be left alone stand on ports of their own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.faultserver.exchange import Exchange, Trick, whole

PAGE = b"<html><title>Sorry</title><body>Sorry.</body></html>"


def _status(line: str, *outcomes: str, port: str = "faults") -> Trick:
    return Trick(
        f"status_{line.split()[0]}",
        whole(PAGE, status=line, kind="text/html"),
        outcomes or ("http",),
        port=port,
    )


def _alone(name: str, line: str, *headers: tuple[str, str], outcome: str = "rate_limited") -> Trick:
    return Trick(name, whole(PAGE, *headers, status=line), (outcome,), port=f"own_{name}")


async def _busy_until_a_date(exchange: Exchange) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
    await exchange.answer("503 Service Unavailable", PAGE, ("Retry-After", date))


HTTP = (
    _status("400 Bad Request"),
    _status("401 Unauthorized"),
    _status("402 Payment Required"),
    _status("403 Forbidden"),
    _status("404 Not Found"),
    _status("406 Not Acceptable"),
    _status("410 Gone", "gone"),
    _status("418 I'm a teapot"),
    _status("451 Unavailable For Legal Reasons"),
    _status("500 Internal Server Error"),
    _status("502 Bad Gateway"),
    _status("504 Gateway Timeout"),
    _status("520 Unknown"),
    _status("799 Nothing Anybody Knows"),
    _status("300 Multiple Choices"),
    Trick("status_304_unasked", whole(b"", status="304 Not Modified"), ("http", "protocol")),
    Trick(
        "reason_with_escapes",
        whole(PAGE, status="404 \x1b]0;owned\x07 \x9b31m gone"),
        ("http", "protocol"),
    ),
    _alone("too_many_requests", "429 Too Many Requests", ("Retry-After", "120")),
    _alone("too_many_requests_for_years", "429 Too Many Requests", ("Retry-After", "999999999")),
    _alone("too_many_requests_no_time", "429 Too Many Requests"),
    _alone("too_many_requests_nonsense", "429 Too Many Requests", ("Retry-After", "soon-ish")),
    _alone("busy_for_a_minute", "503 Service Unavailable", ("Retry-After", "60")),
    Trick("busy_until_a_date", _busy_until_a_date, ("rate_limited",), port="own_busy_date"),
    _alone("busy", "503 Service Unavailable", outcome="http"),
)
