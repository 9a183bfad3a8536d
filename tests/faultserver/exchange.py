"""One connection as a fault sees it: what was asked, and bytes to send or withhold."""

from __future__ import annotations

import asyncio
import gzip
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field


class Over(Exception):
    """The handler has had its say: close the connection."""


@dataclass
class Exchange:
    """A request (``path`` is empty before one was read) and the way back.

    ``base`` gives the addresses of the server's ports by role, ``stopping`` is set when the
    server stops, which ends every stall.
    """

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    base: Callable[[str], str]
    stopping: asyncio.Event
    path: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    async def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.writer.write(data)
        await self.writer.drain()

    async def answer(
        self,
        status: str = "200 OK",
        body: bytes = b"",
        *headers: tuple[str, str],
        length: int | None = None,
    ) -> None:
        """A whole response with Content-Length (``length``, when it is to be a lie)."""
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}"]
        lines += [f"{name}: {value}" for name, value in headers]
        await self.send("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)

    async def stall(self) -> None:
        """Say nothing more until the server stops."""
        await self.stopping.wait()
        raise Over

    async def drip(self, data: bytes, pause: float = 0.02) -> None:
        """Send ``data`` over and over, a byte at a time, until the server stops."""
        while not self.stopping.is_set():
            for number in range(len(data)):
                await self.send(data[number : number + 1])
                await asyncio.sleep(pause)
        raise Over

    def reset(self) -> None:
        """Close so that the client sees a reset, not an end."""
        plug: socket.socket = self.writer.get_extra_info("socket")
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()
        raise Over

    def over(self) -> None:
        """Close the connection."""
        raise Over


Handler = Callable[[Exchange], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Trick:
    """A fault before it has an address.

    ``outcomes`` are the kinds that are right for it, ``ok`` when the bytes are to arrive;
    ``feed`` is what the whole of fetch and digest may come to.  ``port`` is the role of the port
    it stands on; ``speaks_first`` means that it acts before any request is read.
    """

    name: str
    handler: Handler
    outcomes: tuple[str, ...]
    feed: tuple[str, ...] = ()
    port: str = "faults"
    scheme: str = "http"
    speaks_first: bool = False
    entries: int | None = None
    """How many entries are to be found, where that is certain."""


def whole(
    body: bytes,
    *headers: tuple[str, str],
    status: str = "200 OK",
    kind: str = "application/rss+xml",
) -> Handler:
    """A handler that answers with ``body``."""

    async def handle(exchange: Exchange) -> None:
        await exchange.answer(status, body, ("Content-Type", kind), *headers)

    return handle


def raw(*pieces: bytes) -> Handler:
    """A handler that sends ``pieces`` as they are and closes."""

    async def handle(exchange: Exchange) -> None:
        for piece in pieces:
            await exchange.send(piece)
        exchange.over()

    return handle


def packed(body: bytes) -> bytes:
    """``body`` as gzip, always the same bytes."""
    return gzip.compress(body, mtime=0)
