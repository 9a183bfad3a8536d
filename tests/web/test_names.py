"""Names of hosts: of every letter, with a dot behind them, and with many addresses."""

from __future__ import annotations

import asyncio
from ipaddress import IPv4Address

import pytest

from reader.errors import FetchError
from reader.web import wire
from reader.web.addresses import literal
from reader.web.fetch import Fetcher, Request, Settings
from reader.web.wire import Wire
from tests.faultserver import FaultServer


def leading(monkeypatch: pytest.MonkeyPatch, addresses: dict[str, tuple[str, ...]]) -> None:
    """Names lead to these addresses, and no others anywhere."""

    def look_up(host: str) -> tuple[IPv4Address, ...]:
        if host not in addresses:
            raise OSError(f"no such name: {host}")
        return tuple(IPv4Address(one) for one in addresses[host])

    monkeypatch.setattr("reader.web.resolve._look_up", look_up)


@pytest.mark.parametrize("host", ["💩.example", "xn--ls8h.example", "i❤.example", "☃.example"])
async def test_a_name_of_signs_is_asked_for_as_any_other(
    host: str, server: FaultServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("xn--ls8h.example", "xn--i-7iq.example", "xn--n3h.example")
    leading(monkeypatch, dict.fromkeys(names, ("127.0.0.1",)))
    port = server.port("feeds")
    url = f"http://{host}:{port}/feeds/0.rss20"
    assert (await fetcher.get(Request(url, user_typed=url))).status == 200
    assert server.seen[-1].headers["host"] in {f"{name}:{port}" for name in names}


async def test_a_name_of_signs_is_no_way_round_a_check_or_a_proxy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    leading(monkeypatch, {"xn--ls8h.example": ("10.0.0.1",)})
    for settings in (Settings(), Settings(proxy="http://127.0.0.1:1")):
        fetcher = Fetcher(settings)
        for host in ("💩.example", "①⓪.⓪.⓪.①"):
            with pytest.raises(FetchError) as caught:
                await fetcher.get(Request(f"http://{host}/feed"))
            assert caught.value.kind in ("blocked", "bad_url", "connection")
            assert caught.value.kind != "connection" or settings.proxy
        await fetcher.close()


async def test_a_certificate_is_good_for_its_name_with_a_dot_behind_it(
    server: FaultServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    leading(monkeypatch, {"localhost.": ("127.0.0.1",)})
    url = f"https://localhost.:{server.port('tls')}/tls_behind_http"
    assert (await fetcher.get(Request(url, user_typed=url))).status == 200


class Addresses:
    """Stands for the net: some addresses answer, some refuse, the others keep silent."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **said: str) -> None:
        self.tried: list[str] = []
        self.opened: list[Wire] = []
        self.three_tried = asyncio.Event()
        self._said = {address.replace("_", "."): word for address, word in said.items()}
        monkeypatch.setattr(wire, "PATIENCE", 0.01)
        monkeypatch.setattr(wire, "_open", self._open)

    async def _open(self, address: str, port: int) -> Wire:
        self.tried.append(address)
        if len(self.tried) == 3:
            self.three_tried.set()
        word = self._said.get(address[-1])
        if word == "refuses":
            raise ConnectionRefusedError(address)
        if word is None:
            await asyncio.Event().wait()
        self.opened.append(Wire())
        return self.opened[-1]

    async def connect(self, last: int) -> Wire:
        """A connection to the first of as many addresses that answers."""
        found = (literal(f"192.0.2.{number}") for number in range(1, last + 1))
        return await wire._connect(tuple(one for one in found if one is not None), 80)


async def test_of_many_addresses_the_last_is_reached_though_all_others_are_silent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    net = Addresses(monkeypatch, **{"9": "answers"})
    assert await net.connect(9) in net.opened
    assert len(net.tried) == 9
    assert all(task is asyncio.current_task() for task in asyncio.all_tasks())


async def test_a_second_address_is_left_alone_when_the_first_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    net = Addresses(monkeypatch, **{"1": "answers", "2": "answers"})
    await net.connect(2)
    assert net.tried == ["192.0.2.1"]


async def test_when_the_last_address_refuses_those_that_were_silent_are_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    net = Addresses(monkeypatch, **{"2": "refuses", "3": "refuses"})
    waiting = asyncio.create_task(net.connect(3))
    await net.three_tried.wait()
    for _ in range(20):
        await asyncio.sleep(0)
    assert not waiting.done()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_a_host_all_of_whose_addresses_refuse_refuses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    net = Addresses(monkeypatch, **{"1": "refuses", "2": "refuses"})
    with pytest.raises(ConnectionRefusedError):
        await net.connect(2)
    with pytest.raises(OSError, match="no address"):
        await net.connect(0)
