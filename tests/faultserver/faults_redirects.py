"""Redirects: circles, dead ends, forbidden targets, and those that simply work."""

from __future__ import annotations

from collections.abc import Callable

from tests.faultserver.exchange import Exchange, Handler, Trick, whole
from tests.faultserver.faults_transport import FEED

_OK = ("ok",)


def _to(target: str | Callable[[Exchange], str], status: int = 302) -> Handler:
    async def handle(exchange: Exchange) -> None:
        location = target if isinstance(target, str) else target(exchange)
        await exchange.answer(f"{status} Elsewhere", b"", ("Location", location))

    return handle


def _canary(host: str) -> Handler:
    return _to(lambda exchange: f"http://{host}:{exchange.base('canary').rpartition(':')[2]}/hit")


async def _no_location(exchange: Exchange) -> None:
    await exchange.answer("301 Moved Permanently")


def _blocked(name: str, handler: Handler) -> Trick:
    return Trick(f"redirect_to_{name}", handler, ("blocked",))


TARGET = Trick("target", whole(FEED), _OK, entries=1)
CHAIN = tuple(
    Trick(f"step_{n}", _to(f"/step_{n + 1}" if n < 9 else "/target"), _OK, entries=1)
    for n in range(10)
)
REDIRECTS = (
    TARGET,
    *CHAIN,
    Trick("one_step_too_many", _to("/step_0"), ("redirect",)),
    Trick("circle_of_one", _to("/circle_of_one"), ("redirect",)),
    Trick("circle_of_two", _to("/circle_back"), ("redirect",)),
    Trick("circle_back", _to("/circle_of_two"), ("redirect",)),
    Trick("no_location", _no_location, ("redirect",)),
    Trick("empty_location", _to(""), ("redirect",)),
    Trick("location_is_no_address", _to("http://[not/an/address"), ("redirect",)),
    Trick("location_with_a_bad_port", _to("http://127.0.0.1:99999/x"), ("redirect",)),
    _blocked("a_file", _to("file:///etc/hostname")),
    _blocked("ftp", _to("ftp://127.0.0.1/feed")),
    _blocked("script", _to("javascript:alert(1)")),
    _blocked("data", _to("data:application/rss+xml,<rss/>")),
    _blocked("loopback", _canary("127.0.0.1")),
    _blocked("loopback_by_name", _canary("localhost")),
    _blocked("loopback_as_number", _canary("2130706433")),
    _blocked("loopback_in_hex", _canary("0x7f000001")),
    _blocked("loopback_cut_short", _canary("127.1")),
    _blocked("loopback_mapped", _canary("[::ffff:127.0.0.1]")),
    _blocked("loopback_nat64", _canary("[64:ff9b::7f00:1]")),
    _blocked("loopback_6to4", _canary("[2002:7f00:1::]")),
    _blocked("loopback_ipv6", _canary("[::1]")),
    _blocked("any_address", _canary("0.0.0.0")),
    _blocked("private_network", _to("http://10.1.2.3/feed")),
    _blocked("metadata_service", _to("http://169.254.169.254/latest/meta-data/")),
    _blocked("carrier_network", _to("http://100.64.0.1/")),
    _blocked("second_origin", _to(lambda exchange: exchange.base("second") + "/steal")),
    *(
        Trick(f"moved_{status}", _to("/target", status), _OK, entries=1)
        for status in (301, 302, 303, 307, 308)
    ),
    Trick("moved_with_fragment", _to("/target#entries"), _OK, entries=1),
    Trick(
        "moved_without_scheme",
        _to(lambda exchange: exchange.base("faults").removeprefix("http:") + "/target"),
        _OK,
        entries=1,
    ),
)
