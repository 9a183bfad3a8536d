"""Every fault that arrives, or does not, by its name."""

from __future__ import annotations

import asyncio

import httpcore
import httpx
import pytest

from reader.errors import FetchError
from reader.text import clean_line
from reader.web.fetch import Fetcher, Request, Settings
from reader.web.inflate import BodyTooLarge, InflateError
from reader.web.wire import NameProblem
from tests.faultserver import TRICKS, Fault, FaultServer
from tests.faultserver.faults_addresses import ADDRESSES
from tests.faultserver.faults_bodies import BODIES
from tests.faultserver.faults_content import CONTENT
from tests.faultserver.faults_drips import DRIPS
from tests.faultserver.faults_framing import FRAMING
from tests.faultserver.faults_heads import HEADS
from tests.faultserver.faults_http import HTTP
from tests.faultserver.faults_markup import MARKUP
from tests.faultserver.faults_redirects import REDIRECTS
from tests.faultserver.faults_tls import TLS
from tests.faultserver.faults_transport import TRANSPORT
from tests.faultserver.faults_waits import WAITS

EXPECTED_CAUSES = (
    type(None),
    OSError,
    NameProblem,
    InflateError,
    BodyTooLarge,
    httpx.InvalidURL,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
)
"""Any other exception behind a fault's name would be a mistake of ours."""
FAMILIES = {
    "transport": TRANSPORT,
    "tls": TLS,
    "drips": DRIPS,
    "framing": FRAMING,
    "heads": HEADS,
    "http": HTTP,
    "waits": WAITS,
    "redirects": REDIRECTS,
    "addresses": ADDRESSES,
    "bodies": BODIES,
    "content": CONTENT,
    "markup": MARKUP,
}


async def outcome(fetcher: Fetcher, url: str, deadline: float) -> str:
    try:
        await fetcher.get(Request(url, user_typed=url, deadline=deadline))
    except FetchError as error:
        assert isinstance(error.__cause__, EXPECTED_CAUSES), repr(error.__cause__)
        assert error.message == clean_line(error.message)
        assert error.message.endswith((".", "…"))
        return error.kind
    return "ok"


async def unexpected(fetcher: Fetcher, faults: list[Fault], deadline: float) -> dict[str, str]:
    """What went otherwise than it should, by the fault's name."""
    found = await asyncio.gather(*(outcome(fetcher, fault.url, deadline) for fault in faults))
    pairs = zip(faults, found, strict=True)
    return {fault.name: kind for fault, kind in pairs if kind not in fault.outcomes}


@pytest.mark.parametrize(
    "family",
    [
        pytest.param(one, marks=pytest.mark.slow if one in ("transport", "drips") else ())
        for one in FAMILIES
    ],
)
async def test_each_fault_of_a_family_comes_to_what_it_should(
    server: FaultServer, family: str
) -> None:
    fetcher = Fetcher(Settings(connect=3.0, stall=3.0))
    faults = [server.fault(trick.name) for trick in FAMILIES[family]]
    assert await unexpected(fetcher, faults, deadline=12.0) == {}
    assert server.canary_hits == 0
    await fetcher.close()


@pytest.mark.slow
async def test_all_faults_together_leave_every_healthy_feed_whole(server: FaultServer) -> None:
    fetcher = Fetcher(Settings(connect=5.0, stall=6.0))
    healthy = asyncio.gather(*(outcome(fetcher, url, 20.0) for url in server.feed_urls()))
    assert await unexpected(fetcher, list(server.faults), deadline=20.0) == {}
    assert set(await healthy) == {"ok"}
    assert server.canary_hits == 0
    await fetcher.close()


def test_there_are_many_faults_with_names_of_their_own() -> None:
    names = [trick.name for trick in TRICKS]
    assert len(set(names)) == len(names)
    assert sum(trick.outcomes != ("ok",) for trick in TRICKS) > 120
