"""The network under httpx: sockets of asyncio, opened only to addresses that may be reached.

Imported at the first fetch, since httpcore is heavy.  The check is made on the very address the
socket is connected to, so a name that answers differently the second time gains nothing.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Iterable
from typing import Any, Final

import httpcore

from reader.web.addresses import IPAddress
from reader.web.heads import Heads, NoHead
from reader.web.limits import Limit
from reader.web.resolve import Resolver

PATIENCE: Final = 0.3
"""Seconds after which the next address of a host is tried beside the one that keeps silent, as
RFC 8305 has it: a host may have many, and none but the last of them alive."""
HIGH_WATER: Final = 256 * 1024
"""Bytes kept unread before the server is made to wait."""
MAX_HEAD: Final = 200_000
"""Bytes that may come before a response begins in earnest (status lines, headers)."""
HEAD_BITE: Final = 8 * 1024
"""Bytes given to the HTTP parser at once until then: a flood of tiny lines costs it dearly."""

AddressCheck = Callable[[str, int, tuple[IPAddress, ...]], tuple[IPAddress, ...]]
"""Given host, port and addresses: those that may be connected to; raises when none may."""


class Wire(httpcore.AsyncNetworkStream, asyncio.Protocol):
    """One connection: httpcore's stream and asyncio's protocol in one object."""

    def __init__(self) -> None:
        self._head_left: int | None = None
        self._heads = Heads()
        self.beginning = b""
        """The first bytes that came, which tell HTTP from anything else."""
        self._transport: asyncio.Transport | None = None
        self._received = bytearray()
        self._at_end = False
        self._problem: BaseException | None = None
        self._reader: asyncio.Future[None] | None = None
        self._writer: asyncio.Future[None] | None = None
        self._paused_reading = False
        self._paused_writing = False

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Keep the bytes; make a server wait that sends faster than they are read."""
        if len(self.beginning) < 5:
            self.beginning += data[:5]
        self._received += data
        if len(self._received) > HIGH_WATER and self._transport and not self._paused_reading:
            self._paused_reading = True
            self._transport.pause_reading()
        _wake(self._reader)

    def eof_received(self) -> bool:
        """The server has said all it had to say."""
        self._at_end = True
        _wake(self._reader)
        return False

    def connection_lost(self, exc: BaseException | None) -> None:
        """The connection is gone."""
        self._at_end = True
        self._problem = exc
        _wake(self._reader)
        _wake(self._writer)

    def pause_writing(self) -> None:
        """The system's buffer is full."""
        self._paused_writing = True

    def resume_writing(self) -> None:
        """There is room again."""
        self._paused_writing = False
        _wake(self._writer)

    # What httpcore calls.

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next bytes, ``b""`` at the end.

        Raises httpcore.ReadError on a reset, RemoteProtocolError for what is no head or one
        without end.
        """
        while True:
            data = await self._next(max_bytes)
            if self._head_left is None:
                return data
            taken = self._as_head(data)
            if taken or not data:
                return taken

    def await_head(self, *, awaited: bool) -> None:
        """A head is awaited from now on, or no longer."""
        self._head_left = MAX_HEAD if awaited else None
        self._heads = Heads()

    async def _next(self, max_bytes: int) -> bytes:
        while not self._received and not self._at_end:
            self._reader = asyncio.get_running_loop().create_future()
            try:
                await self._reader
            finally:
                self._reader = None
        if not self._received and self._problem is not None:
            raise httpcore.ReadError(str(self._problem)) from self._problem
        if self._head_left is not None:
            max_bytes = min(max_bytes, HEAD_BITE)
            await asyncio.sleep(0)
        if len(self._received) <= max_bytes:
            data = bytes(self._received)
            self._received.clear()
        else:
            data = bytes(self._received[:max_bytes])
            del self._received[:max_bytes]
        if self._paused_reading and self._transport and len(self._received) < HIGH_WATER // 2:
            self._paused_reading = False
            self._transport.resume_reading()
        return data

    def _as_head(self, data: bytes) -> bytes:
        assert self._head_left is not None
        if not data:
            return self._heads.rest()
        self._head_left -= len(data)
        if self._head_left < 0:
            raise httpcore.RemoteProtocolError("the head has no end")
        try:
            return self._heads.take(data)
        except NoHead as error:
            raise httpcore.RemoteProtocolError("that is no head") from error

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send ``buffer``; raises httpcore.WriteError when the connection is gone."""
        if not buffer:
            return
        if self._transport is None or self._transport.is_closing():
            raise httpcore.WriteError("the connection is closed")
        self._transport.write(buffer)
        while self._paused_writing and not self._at_end:
            self._writer = asyncio.get_running_loop().create_future()
            try:
                await self._writer
            finally:
                self._writer = None

    async def aclose(self) -> None:
        """Close without waiting for the server's goodbye."""
        if self._transport is None:
            return
        if self._transport.get_extra_info("ssl_object") is None:
            self._transport.close()
        else:
            self._transport.abort()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """The same connection under TLS.

        Raises httpcore.ConnectTimeout, ssl.SSLError (also when the server hangs up) and OSError.
        """
        assert self._transport is not None
        if self._received:
            # Whoever stands in between put it there: it must not pass for what came safely.
            self._transport.abort()
            raise ssl.SSLError("something came before the handshake")
        self._heads = Heads()
        try:
            async with Limit(timeout):
                wrapped = await asyncio.get_running_loop().start_tls(
                    self._transport,
                    self,
                    ssl_context,
                    # No certificate names the root behind a name (RFC 6066, section 3).
                    server_hostname=(server_hostname or "").rstrip(".") or None,
                )
        except TimeoutError as error:
            self._transport.abort()
            raise httpcore.ConnectTimeout("the TLS handshake has no end") from error
        except ConnectionError as error:
            self._transport.abort()
            raise ssl.SSLError("the connection broke during the handshake") from error
        except BaseException:
            self._transport.abort()
            raise
        if wrapped is None:
            raise ssl.SSLError("the connection closed during the handshake")
        self._transport = wrapped
        return self

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks: ``ssl_object``, and whether an idle connection has gone stale."""
        if info == "is_readable":
            closing = self._transport is None or self._transport.is_closing()
            return closing or self._at_end or bool(self._received)
        if self._transport is None:
            return None
        if info == "server_addr":
            return self._transport.get_extra_info("peername")
        return self._transport.get_extra_info(info)


class Network(httpcore.AsyncNetworkBackend):
    """Opens connections for one fetch slot; ``check`` is set by the slot before each request."""

    def __init__(self, resolver: Resolver) -> None:
        self.check: AddressCheck | None = None
        self.wire: Wire | None = None
        """The connection opened last."""
        self.opened = False
        """Whether it was opened since this was last set to False."""
        self._resolver = resolver

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to an address of ``host`` that passes the check.

        Raises httpcore.ConnectTimeout, OSError from looking the name up as :class:`NameProblem`,
        OSError from connecting, and what the check raises.
        """
        try:
            async with Limit(timeout):
                try:
                    addresses = await self._resolver.addresses(host)
                except OSError as error:
                    raise NameProblem(str(error)) from error
                if self.check is not None:
                    addresses = self.check(host, port, addresses)
                wire = await _connect(addresses, port)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"no connection to {host}") from error
        wire.await_head(awaited=True)
        self.wire, self.opened = wire, True
        return wire

    def await_head(self, *, awaited: bool) -> None:
        """A head is awaited from now on, or no longer."""
        self.opened = self.opened and not awaited
        if self.wire is not None:
            self.wire.await_head(awaited=awaited)

    async def sleep(self, seconds: float) -> None:
        """Wait (httpcore's retries; unused here)."""
        await asyncio.sleep(seconds)


class NameProblem(Exception):
    """The name could not be looked up."""


async def _connect(addresses: tuple[IPAddress, ...], port: int) -> Wire:
    """A connection to the first of ``addresses`` that answers; raises OSError as the last does."""
    loop = asyncio.get_running_loop()
    if not addresses:
        raise OSError("the name has no address")
    tries: list[asyncio.Task[Wire]] = []
    won: Wire | None = None
    try:
        for address in addresses:
            tries.append(loop.create_task(_open(str(address), port)))
            is_last = len(tries) == len(addresses)
            while won is None and (waiting := [one for one in tries if not one.done()]):
                done, _ = await asyncio.wait(
                    waiting,
                    timeout=None if is_last else PATIENCE,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                won = next((one.result() for one in done if one.exception() is None), None)
                if not is_last:
                    break
            if won is not None:
                return won
        return tries[-1].result()
    finally:
        for one in tries:
            one.cancel()
        for found in await asyncio.gather(*tries, return_exceptions=True):
            if isinstance(found, Wire) and found is not won:
                await found.aclose()


async def _open(address: str, port: int) -> Wire:
    _, wire = await asyncio.get_running_loop().create_connection(Wire, address, port)
    return wire


def _wake(waiter: asyncio.Future[None] | None) -> None:
    if waiter is not None and not waiter.done():
        waiter.set_result(None)
