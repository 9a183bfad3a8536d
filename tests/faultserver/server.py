"""The server: real sockets on loopback, one port for each role, every request counted."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.faultserver.exchange import Exchange, Over, Trick
from tests.faultserver.healthy import Newsroom
from tests.faultserver.tricks import TRICKS

CERTIFICATES = Path(__file__).parent / "certificates"
AUTHORITY = CERTIFICATES / "authority.pem"
"""What a client must trust (SSL_CERT_FILE) for the port ``tls`` to be good."""
_TLS_ROLES = {
    "tls": "good",
    "tls_expired": "expired",
    "tls_wrong_name": "wrong_name",
    "tls_self_signed": "self_signed",
    "tls_not_yet_valid": "not_yet_valid",
    "tls_weak": "weak",
    "tls_old_digest": "old_digest",
    "tls_no_names": "no_names",
    "tls_wrong_use": "wrong_use",
    "tls_odd_subject": "odd_subject",
}
_SILENT_ROLES = ("refused", "full", "canary")
MAX_HEAD = 64 * 1024


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault with its address; see :class:`tests.faultserver.exchange.Trick`."""

    name: str
    url: str
    outcomes: tuple[str, ...]
    feed: tuple[str, ...]
    entries: int | None = None

    @property
    def arrives(self) -> bool:
        """Whether its bytes are to be fetched without an error."""
        return self.outcomes == ("ok",)


@dataclass(frozen=True, slots=True)
class Seen:
    """A request that came in."""

    role: str
    path: str
    headers: dict[str, str]


class FaultServer:
    """``async with FaultServer(feeds=30) as server:``

    ``faults`` are all the faults with their addresses, ``feed_urls()`` the healthy feeds,
    ``seen`` and ``count(path)`` the requests so far, ``canary_hits`` the connections to the port
    that nobody may touch, ``opened[role]`` the connections a port ever had, and
    ``most_at_once[role]`` the most at a time.
    """

    def __init__(
        self, *, feeds: int = 20, entries: int = 10, tricks: Sequence[Trick] = TRICKS
    ) -> None:
        self.seen: list[Seen] = []
        self.canary_hits = 0
        self.most_at_once: Counter[str] = Counter()
        self.opened: Counter[str] = Counter()
        self.newsroom = Newsroom(feeds, entries)
        self._tricks = {(t.port, f"/{t.name}"): t for t in tricks}
        self._first = {t.port: t for t in tricks if t.speaks_first}
        self._open: Counter[str] = Counter()
        self._held: defaultdict[str, list[asyncio.StreamReader]] = defaultdict(list)
        self._ports: dict[str, int] = {}
        self._hosts: dict[str, str] = {}
        self._servers: list[asyncio.Server] = []
        self._plugs: list[socket.socket] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()

    async def __aenter__(self) -> Self:
        """Open every port."""
        roles = dict.fromkeys(["feeds", "second", *(port for port, _ in self._tricks)])
        for role in roles:
            if role not in _SILENT_ROLES:
                await self._listen(role)
        await self._listen("canary")
        self._refuse()
        self._fill()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End every stall and close every port."""
        self._stopping.set()
        for server in self._servers:
            server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for server in self._servers:
            await server.wait_closed()
        for plug in self._plugs:
            plug.close()

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Every fault, with the address to ask."""
        return tuple(self.fault(trick.name) for trick in self._tricks.values())

    def fault(self, name: str) -> Fault:
        """The fault of that name."""
        trick = next(t for t in self._tricks.values() if t.name == name)
        url = f"{self.base(trick.port, trick.scheme)}/{trick.name}"
        return Fault(trick.name, url, trick.outcomes, trick.feed or trick.outcomes, trick.entries)

    def feed_urls(self) -> tuple[str, ...]:
        """The healthy feeds, in every format in turn."""
        base = self.base("feeds")
        return tuple(f"{base}/{path}" for path in self.newsroom.paths)

    def base(self, role: str, scheme: str | None = None) -> str:
        """``http://host:port`` of a port; https where its role says TLS."""
        if role == "nowhere":
            return f"{scheme or 'http'}://no-such-host.invalid"
        if scheme in (None, "http") and role in _TLS_ROLES and scheme is None:
            scheme = "https"
        return f"{scheme or 'http'}://{self._hosts[role]}:{self._ports[role]}"

    def port(self, role: str) -> int:
        """The number of a port."""
        return self._ports[role]

    def last_headers(self, url: str) -> dict[str, str]:
        """The headers of the last request for ``url``, a feed."""
        path = url.removeprefix(self.base("feeds"))
        return next(each.headers for each in reversed(self.seen) if each.path == path)

    def count(self, path: str) -> int:
        """How often a path was asked for, over all ports."""
        return sum(seen.path == path for seen in self.seen)

    def open_now(self, role: str) -> int:
        """How many connections a port holds."""
        return self._open[role]

    async def _listen(self, role: str) -> None:
        host = "127.0.0.2" if role == "second" else "127.0.0.1"
        context = None
        if role in _TLS_ROLES:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.set_ciphers("DEFAULT:@SECLEVEL=0")  # the weak ones are not taken otherwise
            context.load_cert_chain(CERTIFICATES / f"{_TLS_ROLES[role]}.pem")

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await self._accept(role, reader, writer)

        server = await asyncio.start_server(serve, host, 0, ssl=context, limit=MAX_HEAD)
        self._servers.append(server)
        self._hosts[role], self._ports[role] = server.sockets[0].getsockname()[:2]

    def _refuse(self) -> None:
        """A port that is taken, but where nobody listens."""
        plug = socket.socket()
        plug.bind(("127.0.0.1", 0))
        self._keep("refused", plug)

    def _fill(self) -> None:
        """A port whose queue is full: connecting to it never ends (on Linux)."""
        plug = socket.socket()
        plug.bind(("127.0.0.1", 0))
        plug.listen(0)
        self._keep("full", plug)
        for _ in range(4):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(plug.getsockname())
            self._plugs.append(filler)

    def _keep(self, role: str, plug: socket.socket) -> None:
        self._plugs.append(plug)
        self._hosts[role], self._ports[role] = plug.getsockname()[:2]

    async def _accept(
        self, role: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.opened[role] += 1
        self._held[role].append(reader)
        self._open[role] += 1
        try:
            await self._count(role)
            await self._talk(role, Exchange(reader, writer, self.base, self._stopping))
        except (Over, ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the end of a connection is what the client is tested for
        finally:
            self._open[role] -= 1
            self._held[role].remove(reader)
            self._tasks.discard(task)
            writer.transport.close() if not self._stopping.is_set() else writer.transport.abort()

    async def _count(self, role: str) -> None:
        """Note how many connections are held; one that the client has left is not counted, even
        when the answer to it still goes on."""
        await asyncio.sleep(0)
        held = sum(not reader.at_eof() for reader in self._held[role])
        self.most_at_once[role] = max(self.most_at_once[role], held)

    async def _talk(self, role: str, exchange: Exchange) -> None:
        if role == "canary":
            self.canary_hits += 1
            exchange.over()
        if role in self._first:
            await self._first[role].handler(exchange)
        while not self._stopping.is_set():
            await self._read_head(role, exchange)
            path = exchange.path.partition("?")[0]
            trick = self._tricks.get((role, path))
            if trick is not None:
                await trick.handler(exchange)
            else:
                await self.newsroom.answer(exchange)

    async def _read_head(self, role: str, exchange: Exchange) -> None:
        try:
            head = await exchange.reader.readuntil(b"\r\n\r\n")
        except asyncio.LimitOverrunError:
            raise Over from None
        first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
        words = first.split(" ")
        exchange.path = words[1] if len(words) > 1 else ""
        pairs = (line.partition(":") for line in lines)
        exchange.headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        self.seen.append(Seen(role, exchange.path, dict(exchange.headers)))
