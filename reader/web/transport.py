"""One client for each fetch slot: httpx over httpcore over our own sockets.

Imported at the first fetch.  A client with one connection costs a fifth of the CPU of one pool
with a hundred, and making it is cheap because all share one TLS context.
"""

from __future__ import annotations

import asyncio
import importlib.util
import ssl
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from reader.web.addresses import literal, network_of
from reader.web.resolve import Resolver
from reader.web.slots import Place
from reader.web.wire import AddressCheck, Network

KEEPALIVE: Final = 15.0
"""Seconds after which an idle connection is not used again."""


@dataclass(frozen=True, slots=True)
class Route:
    """How a request travels: over TLS or not, verified or not, and through which proxy."""

    tls: bool
    verify: bool = True
    proxy: str | None = None
    private: bool = False
    """Whether private addresses were allowed; a connection is only used again by its like."""


class Contexts:
    """The TLS contexts, each made once, in a thread: it takes 120 ms."""

    def __init__(self) -> None:
        self._made: dict[bool, asyncio.Task[ssl.SSLContext]] = {}

    async def get(self, *, verify: bool) -> ssl.SSLContext:
        """The one context that checks certificates, or the one that does not.

        Raises ssl.SSLError when the certificates to trust can't be read.
        """
        if verify not in self._made:
            making = asyncio.to_thread(httpx.create_ssl_context, verify=verify)
            self._made[verify] = asyncio.get_running_loop().create_task(making)
        try:
            return await asyncio.shield(self._made[verify])
        except OSError as error:
            self._made.pop(verify, None)
            raise ssl.SSLError("the certificates to trust can't be read") from error


class Client:
    """A slot's client: one httpx transport with at most one connection.

    The transport is used without httpx's own client around it, which would read the addresses
    of redirects and keep cookies, neither of which is wanted here.
    """

    def __init__(self, resolver: Resolver, contexts: Contexts) -> None:
        self.place: Place | None = None
        self._network = Network(resolver)
        self._contexts = contexts
        self._transport: _Transport | None = None
        self._made_for: Route | None = None
        self._private = False
        """Whether the connection at hand was opened without the address check."""

    @property
    def connected(self) -> bool:
        """Whether the request under way (or the last one) opened a connection of its own."""
        return self._network.opened

    @property
    def met_nonsense(self) -> bool:
        """Whether that connection brought bytes that are no HTTP (after TLS, if there is any)."""
        wire = self._network.wire
        if wire is None or wire.get_extra_info("ssl_object") is not None:
            return False
        return bool(wire.beginning) and not wire.beginning.startswith(
            b"HTTP/"[: len(wire.beginning)]
        )

    async def send(
        self,
        url: httpx.URL,
        headers: list[tuple[bytes, bytes]],
        *,
        place: Place,
        route: Route,
        check: AddressCheck | None,
        connect_timeout: float,
    ) -> httpx.Response:
        """The response with its body still to be read (raw); raises what httpcore raises."""
        if self._transport is not None and not self._fits(place, route):
            await self.drop()
        if self._transport is None:
            self._transport = await self._make(route)
            self._made_for = route
        self.place, self._private = place, route.private
        self._network.check = check
        self._network.await_head(awaited=True)
        if all(name != b"host" for name, _ in headers):
            # httpx would put it there itself, but not for names that it does not know.
            headers = [(b"Host", url.netloc), *headers]
        request = httpx.Request(
            "GET", url, headers=headers, extensions={"timeout": {"connect": connect_timeout}}
        )
        response = await self._transport.handle_async_request(request)
        self._network.await_head(awaited=False)
        return response

    async def drop(self) -> None:
        """Close the connection and forget the transport."""
        transport, self._transport, self.place = self._transport, None, None
        if transport is not None:
            await transport.aclose()

    def _fits(self, place: Place, route: Route) -> bool:
        """Whether the client at hand may serve: its idle connection may never be a way round
        the address check."""
        made = self._made_for
        if made is None or made.proxy != route.proxy:
            return False
        if route.tls and (made.tls, made.verify) != (True, route.verify):
            return False
        return self.place != place or self._private == route.private

    async def _make(self, route: Route) -> _Transport:
        context = await self._contexts.get(verify=route.verify) if route.tls else None
        if route.proxy:
            return _Proxied(_pool(self._network, context, route.proxy))
        return _Direct(self._network, context)


class _Transport(httpx.AsyncBaseTransport):
    """httpx's interface; errors stay those of httpcore and of the network."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        answer = await self.exchange(
            httpcore.Request("GET", url, headers=request.headers.raw, extensions=request.extensions)
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Stream(answer))

    async def exchange(self, request: httpcore.Request) -> httpcore.Response:
        """The response, its body still to come."""
        raise NotImplementedError


class _Direct(_Transport):
    """One connection at a time, without a pool: a slot asks for nothing while it is in use."""

    def __init__(self, network: Network, context: ssl.SSLContext | None) -> None:
        self._network = network
        self._context = context
        self._origin: httpcore.Origin | None = None
        self._connection: httpcore.AsyncHTTP11Connection | None = None

    async def exchange(self, request: httpcore.Request) -> httpcore.Response:
        origin = request.url.origin
        connection = self._connection
        if connection is None or self._origin != origin or not _is_usable(connection):
            await self.aclose()
            connection = self._connection = await self._connect(request, origin)
            self._origin = origin
        return await connection.handle_async_request(request)

    async def aclose(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.aclose()

    async def _connect(
        self, request: httpcore.Request, origin: httpcore.Origin
    ) -> httpcore.AsyncHTTP11Connection:
        timeout = request.extensions["timeout"]["connect"]
        host = origin.host.decode("ascii")
        stream = await self._network.connect_tcp(host, origin.port, timeout)
        if origin.scheme == b"https":
            assert self._context is not None
            stream = await stream.start_tls(self._context, host, timeout)
        return httpcore.AsyncHTTP11Connection(origin, stream, keepalive_expiry=KEEPALIVE)


def _is_usable(connection: httpcore.AsyncHTTP11Connection) -> bool:
    """Whether it is idle, and the server has neither closed it nor said more than it was asked:
    what is left over would be taken for the answer to the next request."""
    if not connection.is_available() or connection.has_expired():
        return False
    # httpcore has no public way to its parser; without it no connection is used twice.
    parser = getattr(connection, "_h11_state", None)
    return parser is not None and not parser.trailing_data[0]


class _Proxied(_Transport):
    """Through a proxy, by httpcore's own pool of one connection."""

    def __init__(self, pool: httpcore.AsyncConnectionPool) -> None:
        self._pool = pool

    async def exchange(self, request: httpcore.Request) -> httpcore.Response:
        return await self._pool.handle_async_request(request)

    async def aclose(self) -> None:
        await self._pool.aclose()


class _Stream(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._answer.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        await self._answer.aclose()


def proxy_for(url: httpx.URL, chosen: str | None, environment: Mapping[str, str]) -> str | None:
    """The proxy for ``url``: the chosen one, else that of ``environment`` (:func:`environment`),
    where ``no_proxy`` is obeyed."""
    if chosen:
        return chosen
    found = environment.get(url.scheme) or environment.get("all")
    if not found or _is_direct(url, environment.get("no", "")):
        return None
    return found if "://" in found else f"http://{found}"


def _is_direct(url: httpx.URL, exceptions: str) -> bool:
    """Whether ``exceptions`` (``no_proxy``) names the host of ``url``: as a name, with its port, or
    by a network that holds its address."""
    port = url.port or (443 if url.scheme == "https" else 80)
    if any(proxy_bypass(f"{host}:{port}") for host in _names(url)):
        return True
    address = literal(url.raw_host.decode("ascii"))
    named = (network_of(one) for one in exceptions.split(","))
    return address is not None and any(
        network is not None and network.version == address.version and address in network
        for network in named
    )


def _names(url: httpx.URL) -> Iterator[str]:
    """The host of ``url`` as it is looked up, and in its own letters."""
    yield url.raw_host.decode("ascii")
    with suppress(ValueError):  # a name of signs that httpx does not know
        yield url.host


def environment() -> dict[str, str]:
    """The proxies that the environment names, by scheme."""
    return getproxies()


def _pool(
    network: Network, context: ssl.SSLContext | None, proxy: str | None
) -> httpcore.AsyncConnectionPool:
    return httpcore.AsyncConnectionPool(
        ssl_context=context,
        proxy=_proxy(proxy) if proxy else None,
        max_connections=1,
        max_keepalive_connections=1,
        keepalive_expiry=KEEPALIVE,
        network_backend=network,
    )


def _proxy(address: str) -> httpcore.Proxy:
    try:
        proxy = httpx.Proxy(address)
    except (ValueError, httpx.InvalidURL) as error:
        raise httpcore.ProxyError("the proxy's address can't be read") from error
    if not proxy.url.host:
        raise httpcore.ProxyError("the proxy's address names no host")
    if proxy.url.scheme.startswith("socks") and importlib.util.find_spec("socksio") is None:
        raise httpcore.ProxyError("SOCKS needs the package socksio")
    return httpcore.Proxy(
        url=httpcore.URL(
            scheme=proxy.url.raw_scheme,
            host=proxy.url.raw_host,
            port=proxy.url.port,
            target=proxy.url.raw_path,
        ),
        auth=proxy.raw_auth,
        headers=proxy.headers.raw,
    )
