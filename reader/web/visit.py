"""One hop of a fetch: the checks, the turn at the host, the exchange, the verdict."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from reader import urls
from reader.errors import FetchError
from reader.web import failures
from reader.web.addresses import Allowed, IPAddress, is_public, spelled_out
from reader.web.inflate import Body, BodyTooLarge, InflateError, known_codings
from reader.web.limits import Limit
from reader.web.redirects import STATUSES, Hop, next_hop
from reader.web.request import Request, Response, Settings
from reader.web.slots import Hosts, Place, Slots, place_of

if TYPE_CHECKING:
    import httpx

    from reader.web.transport import Client, Route
    from reader.web.wire import AddressCheck

_ACCEPT: Final = {
    "feed": "application/atom+xml, application/rss+xml, application/feed+json, "
    "application/json;q=0.9, application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.6, */*;q=0.5",
    "page": "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8",
    "file": "*/*",
}
_BREATH: Final = 0.004
"""Seconds of work after which the event loop gets its turn."""
_LARGE: Final = 4_000_000
"""Bytes from which a body is large: only few of that size are read at once."""
_SENDABLE: Final = re.compile(r"[\x21-\x7e\x80-\xff]([\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?")
_FIRST_ONLY: Final = frozenset(("content-type", "etag", "last-modified", "retry-after", "location"))
"""Headers of which the first counts when a server sends several."""
_LONGEST_VALIDATOR: Final = 4096
"""Characters; servers refuse requests with lines of 8 KB, those too whose own they are."""
_CONDITIONS_REFUSED: Final = frozenset((400, 412, 431))
"""Statuses of servers that find fault with a validator they gave; they are asked without it."""


@dataclass(frozen=True, slots=True)
class Means:
    """What all fetches share.

    ``proxies`` are those of the environment, by scheme; ``large`` is held by the few that may
    read a large body at the same time.
    """

    settings: Settings
    allowed: Allowed
    hosts: Hosts
    slots: Slots[Client]
    proxies: Mapping[str, str]
    large: AbstractAsyncContextManager[None]


class Visit:
    """One hop of one request: the checks, the turn, the exchange, the verdict."""

    def __init__(self, means: Means, request: Request, hop: Hop, left: float) -> None:
        self.left = left
        """Seconds of the deadline that are left; waiting for a turn does not count."""
        self._means = means
        self._settings = means.settings
        self._request = request
        self._hop = hop
        self._noun = request.kind
        self._silent = False
        self._patience = means.settings.connect

    async def make(self) -> Response | Hop:
        """The answer, or the next hop. Raises FetchError."""
        url = self._parse()
        place = place_of(self._hop.url)
        route = self._route(url)
        self._refuse_held(place)
        async with self._means.hosts.turn(place):
            self._refuse_held(place)
            self._refuse_silent(place)
            async with self._means.slots.lend(place) as client:
                return await self._ask(client, url, place, route)

    def _parse(self) -> httpx.URL:
        import httpx

        try:
            try:
                url = httpx.URL(self._hop.url)
            except httpx.InvalidURL as refused:
                # It knows no names of pictures and signs, which there are all the same.
                bare = urls.with_ascii_host(self._hop.url)
                if bare is None:
                    raise refused from None
                url = httpx.URL(bare)
            host = url.raw_host.decode("ascii")
        except (httpx.InvalidURL, ValueError) as error:
            raise FetchError(
                f"{urls.show(self._hop.url)[:200]} is not an address on the web.",
                url=self._request.url,
                kind="redirect" if self._hop.seen else "bad_url",
                hint="Check the spelling of the host.",
            ) from error
        if not host:
            raise FetchError("The address names no host.", url=self._request.url, kind="bad_url")
        return url

    def _route(self, url: httpx.URL) -> Route:
        from reader.web.transport import Route, proxy_for

        proxy = proxy_for(url, self._settings.proxy, self._means.proxies)
        route = Route(url.scheme == "https", self._is_verified(), proxy, self._is_typed_origin())
        if proxy:
            self._check_literal(url)
        return route

    def _is_verified(self) -> bool:
        """Whether the certificate is checked: always, but at the host for which the user chose
        otherwise, which a redirect may have left."""
        return self._request.verify_tls or urls.site(self._hop.url) != urls.site(self._request.url)

    def _is_typed_origin(self) -> bool:
        typed = self._request.user_typed
        if typed is None:
            return False
        try:
            return urls.origin(typed) == urls.origin(self._hop.url)
        except ValueError:
            return False

    def _check_literal(self, url: httpx.URL) -> None:
        """Behind a proxy only an address that is spelled out can be checked."""
        host = url.raw_host.decode("ascii")
        address = spelled_out(host)
        if address is not None and not self._is_typed_origin():
            self._check(host, url.port or (443 if url.scheme == "https" else 80), (address,))

    def _check(
        self, host: str, port: int, addresses: tuple[IPAddress, ...]
    ) -> tuple[IPAddress, ...]:
        """Those of ``addresses`` that may be reached; raises FetchError ``blocked``."""
        allowed = self._means.allowed
        open_to_us = tuple(a for a in addresses if is_public(a) or allowed.permits(host, port, a))
        if not open_to_us:
            raise failures.blocked_failure(self._hop.url, host)
        return open_to_us

    def _refuse_held(self, place: Place) -> None:
        until = self._means.hosts.held_until(place)
        if until is not None and not self._request.force:
            raise failures.held_failure(self._hop.url, until)

    def _refuse_silent(self, place: Place) -> None:
        if self._means.hosts.is_silent(place) and not self._request.force:
            raise failures.silent_failure(self._hop.url)

    async def _ask(
        self, client: Client, url: httpx.URL, place: Place, route: Route
    ) -> Response | Hop:
        had_connection = client.place == place
        done = False
        try:
            try:
                answer = await self._timed(client, url, place, route)
            except Exception as error:
                if not (had_connection and not client.connected and failures.is_stale(error)):
                    raise
                await client.drop()
                answer = await self._timed(client, url, place, route)
            done = True
            return answer
        except FetchError:
            raise
        except TimeoutError as error:
            seconds = min(self._request.deadline, self._settings.stall)
            seconds = self._request.deadline if self.left <= 0.01 else seconds
            raise failures.timeout_failure(
                self._hop.url,
                seconds,
                connected=client.connected or had_connection,
                noun=self._noun,
            ) from error
        except InflateError as error:
            raise failures.inflate_failure(self._hop.url, str(error), self._noun) from error
        except BodyTooLarge as error:
            raise failures.too_large_failure(self._hop.url, self._cap, self._noun) from error
        except Exception as error:
            if route.proxy and not client.connected:
                raise failures.proxy_failure(self._hop.url) from error
            raise self._failure(error, client) from error
        finally:
            if client.connected and not self._silent:
                self._means.hosts.note_answer(place)
            if not done:
                await client.drop()

    def _failure(self, error: Exception, client: Client) -> FetchError:
        import httpcore

        if isinstance(error, httpcore.TimeoutException):
            self._silent = True
            self._means.hosts.note_silence(place_of(self._hop.url))
            return failures.timeout_failure(
                self._hop.url, self._patience, connected=client.connected, noun=self._noun
            )
        return failures.exception_failure(self._hop.url, error, met_nonsense=client.met_nonsense)

    async def _timed(
        self, client: Client, url: httpx.URL, place: Place, route: Route
    ) -> Response | Hop:
        import httpcore

        loop = asyncio.get_running_loop()
        started = loop.time()
        limit = Limit(min(self.left, self._settings.stall))
        self._patience = min(self._means.hosts.patience(self._settings.connect), self.left)
        try:
            async with limit:
                check: AddressCheck | None = None
                if not (route.private or route.proxy):
                    check = self._check
                response = await client.send(
                    url,
                    self._headers(),
                    place=place,
                    route=route,
                    check=check,
                    connect_timeout=self._patience,
                )
                if response.status_code == HTTPStatus.REQUEST_TIMEOUT and not client.connected:
                    raise httpcore.ReadError("said of the time before this request")
                try:
                    return await self._judge(response, limit, started + self.left)
                finally:
                    await response.aclose()
        finally:
            self.left -= loop.time() - started - limit.granted

    def _headers(self) -> list[tuple[bytes, bytes]]:
        request = self._request
        etag, last_modified = self._validators()
        named = {
            "user-agent": self._settings.user_agent,
            "accept": _ACCEPT[request.kind],
            "accept-encoding": "identity" if request.kind == "file" else known_codings(),
            "if-none-match": etag,
            "if-modified-since": last_modified,
            **self._hop.headers,
        }
        return [
            (name.encode("latin-1"), value.encode("latin-1", "replace"))
            for name, value in named.items()
            if _SENDABLE.fullmatch(value)
        ]

    def _validators(self) -> tuple[str, str]:
        """The etag and the date to send back, each ``""`` where there is none that can be sent."""
        if not self._hop.conditional:
            return "", ""
        etag, last_modified = (
            one if len(one) <= _LONGEST_VALIDATOR and _SENDABLE.fullmatch(one) else ""
            for one in (self._request.etag or "", self._request.last_modified or "")
        )
        return etag, last_modified

    @property
    def _cap(self) -> int:
        settings = self._settings
        caps = {"feed": settings.feed_cap, "page": settings.page_cap, "file": settings.file_cap}
        cap = caps[self._request.kind]
        return min(cap, self._request.cap or cap)

    async def _judge(self, response: httpx.Response, limit: Limit, end: float) -> Response | Hop:
        status, headers = response.status_code, _headers(response)
        if status in STATUSES:
            raw = next((v for n, v in response.headers.raw if n.lower() == b"location"), None)
            return next_hop(self._hop, status, raw)
        conditional = any(self._validators())
        if conditional and status in _CONDITIONS_REFUSED:
            return replace(self._hop, conditional=False)
        if status == 304 and conditional:
            async for _ in response.aiter_raw():
                pass  # there is none, but the connection is free for others only after it
            return self._response(status, headers, b"")
        if not 200 <= status < 300:
            raise self._unwelcome(status, headers)
        return self._response(status, headers, await self._body(response, headers, limit, end))

    def _response(self, status: int, headers: Mapping[str, str], body: bytes) -> Response:
        moved = self._hop.url if self._hop.seen and self._hop.permanent else None
        return Response(self._hop.url, status, headers, body, status == 304, moved)

    def _unwelcome(self, status: int, headers: Mapping[str, str]) -> FetchError:
        failure = failures.status_failure(
            self._hop.url, status, headers, datetime.now(UTC), self._noun
        )
        if failure.retry_at is not None:
            self._means.hosts.hold(place_of(self._hop.url), failure.retry_at)
        return failure

    async def _body(
        self,
        response: httpx.Response,
        headers: Mapping[str, str],
        limit: Limit,
        end: float,
    ) -> bytes:
        declared = headers.get("content-length", "")
        if declared.isdecimal() and int(declared[:18]) > self._cap:
            raise BodyTooLarge
        loop = asyncio.get_running_loop()
        into = self._request.into
        body = Body(headers.get("content-encoding", ""), self._cap, into)
        paused = loop.time()
        async with AsyncExitStack() as held:
            is_large = False
            async for chunk in response.aiter_raw():
                if not (is_large or into) and body.size > _LARGE:
                    is_large = True
                    limit.reschedule(None)
                    await held.enter_async_context(self._means.large)
                    end += (waited := loop.time() - paused)
                    self.left += waited
                limit.reschedule(min(end + limit.granted, loop.time() + self._settings.stall))
                for _ in body.add(chunk):
                    if loop.time() - paused > _BREATH:
                        await asyncio.sleep(0)
                        paused = loop.time()
            return body.finish()


def _headers(response: httpx.Response) -> dict[str, str]:
    """The headers as text, latin-1 (RFC 9110 section 5.5), several of a name joined by commas."""
    found: dict[str, str] = {}
    for raw_name, raw_value in response.headers.raw:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        if name not in found:
            found[name] = value
        elif name not in _FIRST_ONLY:
            found[name] = f"{found[name]}, {value}"
    return found
