"""Safe connections that are none: certificates of every wrong kind, and breaks behind a good one."""

from __future__ import annotations

from tests.faultserver.exchange import Exchange, Trick, whole
from tests.faultserver.faults_transport import FEED, HEAD

_REFUSED = {
    "certificate_not_yet_valid": "tls_not_yet_valid",
    "certificate_weak": "tls_weak",
    "certificate_of_an_old_digest": "tls_old_digest",
    "certificate_without_names": "tls_no_names",
    "certificate_for_other_use": "tls_wrong_use",
    "certificate_of_escapes": "tls_odd_subject",
}


async def _cut_in_body(exchange: Exchange) -> None:
    await exchange.answer("200 OK", FEED[:200], length=len(FEED))
    exchange.writer.transport.abort()
    exchange.over()


async def _ends_without_goodbye(exchange: Exchange) -> None:
    await exchange.send(HEAD + b"\r\n" + FEED)
    exchange.over()


async def _to_an_expired_one(exchange: Exchange) -> None:
    await exchange.answer("302 On", b"", ("Location", exchange.base("tls_expired") + "/hit"))


async def _to_no_tls_elsewhere(exchange: Exchange) -> None:
    await exchange.answer("302 On", b"", ("Location", exchange.base("canary") + "/hit"))


def _safe(name: str, handler: object, *outcomes: str, entries: int | None = None) -> Trick:
    assert callable(handler)
    return Trick(name, handler, outcomes, port="tls", scheme="https", entries=entries)


TLS = (
    *(
        Trick(name, whole(FEED), ("tls",), port=port, scheme="https")
        for name, port in _REFUSED.items()
    ),
    _safe("tls_cut_in_body", _cut_in_body, "connection"),
    _safe("tls_ends_without_goodbye", _ends_without_goodbye, "ok", entries=1),
    _safe("tls_leads_to_an_expired_certificate", _to_an_expired_one, "tls", "blocked"),
    _safe("tls_leads_to_no_tls_elsewhere", _to_no_tls_elsewhere, "blocked"),
)
