"""A refresh over everything the web does to a feed reader, together with healthy feeds."""

from __future__ import annotations

import time

import pytest

from reader.library.library import Library
from reader.model import Selection
from reader.paths import Paths
from tests.faultserver import AUTHORITY, FaultServer
from tests.library.conftest import subscribe


@pytest.mark.slow
@pytest.mark.timeout(400)
async def test_every_fault_gets_its_name_and_every_healthy_entry_comes_in(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY))
    async with FaultServer(feeds=20, entries=10) as server:
        subscribe(paths, [*(f.url for f in server.faults), *server.feed_urls()])
        library = await Library.open(paths)
        try:
            started = time.monotonic()
            results = {r.url: r for r in await library.refresh()}
            print(f"refreshed {len(results)} feeds in {time.monotonic() - started:.1f} s")
            healthy = [results[url] for url in server.feed_urls()]
            assert sum(r.new for r in healthy) == 200
            wrong: list[tuple[object, ...]] = []
            for fault in server.faults:
                result = results[fault.url]
                outcome = result.failure.kind if result.failure else "ok"
                if outcome not in fault.feed:
                    wrong.append((fault.name, outcome, fault.feed, result.failure))
                elif fault.entries is not None and result.new != fault.entries:
                    wrong.append((fault.name, f"{result.new} entries", fault.entries, None))
            assert wrong == []
            assert server.canary_hits == 0
            assert {role: n for role, n in server.most_at_once.items() if n > 2} == {}
            assert await library.count(Selection()) >= 200
        finally:
            await library.close()
