"""Every fault that arrives, or does not, by its name."""

from __future__ import annotations

import asyncio

import pytest

from reader.errors import FetchError
from reader.text import clean_line
from reader.web.fetch import Fetcher, Request, Settings
from tests.faultserver import TRICKS, FaultServer

QUICK = Settings(connect=0.5, stall=0.5)
"""Short patience, so that what never answers is soon known."""


async def outcome(fetcher: Fetcher, url: str, deadline: float = 1.0) -> str:
    try:
        await fetcher.get(Request(url, user_typed=url, deadline=deadline))
    except FetchError as error:
        assert error.message == clean_line(error.message)
        assert error.message.endswith((".", "…"))
        return error.kind
    return "ok"


@pytest.mark.parametrize("name", [trick.name for trick in TRICKS])
async def test_each_fault_comes_to_what_it_should(server: FaultServer, name: str) -> None:
    fetcher = Fetcher(QUICK)
    fault = server.fault(name)
    assert await outcome(fetcher, fault.url) in fault.outcomes
    assert server.canary_hits == 0
    await fetcher.close()


async def test_all_faults_together_leave_every_healthy_feed_whole(server: FaultServer) -> None:
    fetcher = Fetcher(Settings(connect=2.0, stall=3.0))
    faults = server.faults
    urls = [*(fault.url for fault in faults), *server.feed_urls()]
    found = await asyncio.gather(*(outcome(fetcher, url, 8.0) for url in urls))
    wrong = {
        fault.name: kind
        for fault, kind in zip(faults, found[: len(faults)], strict=True)
        if kind not in fault.outcomes
    }
    assert not wrong
    assert set(found[len(faults) :]) == {"ok"}
    assert server.canary_hits == 0
    await fetcher.close()


def test_there_are_more_than_sixty_faults_with_names_of_their_own() -> None:
    names = [trick.name for trick in TRICKS]
    assert len(set(names)) == len(names)
    assert sum(trick.outcomes != ("ok",) for trick in TRICKS) > 60
