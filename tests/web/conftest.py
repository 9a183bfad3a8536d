"""A running fault server, and a fetcher that is closed again."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from reader.web.fetch import Fetcher
from tests.faultserver import AUTHORITY, FaultServer


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests speak to loopback, whatever the environment says of proxies."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FaultServer]:
    """The fault server with seven healthy feeds, one of each format."""
    monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY))
    async with FaultServer(feeds=7) as running:
        yield running


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    """A fetcher with the usual settings."""
    made = Fetcher()
    yield made
    await made.close()
