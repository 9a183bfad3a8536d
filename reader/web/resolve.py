"""Names to addresses, off the event loop, in threads that never hold up the end of the program.

``loop.getaddrinfo`` shares a small pool of threads that Python waits for when it leaves; a name
server that does not answer would then keep a closed reader alive.  Each lookup here has a
daemon thread of its own; the fetch slots bound their number.
"""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from typing import Final

from reader.web.addresses import IPAddress, literal

KEPT: Final = 60.0
"""Seconds for which an answer is used again, so that fifty feeds of one host ask once."""


class Resolver:
    """Looks names up and remembers the answers for a minute."""

    def __init__(self) -> None:
        self._answers: dict[str, tuple[float, tuple[IPAddress, ...]]] = {}
        self._asking: dict[str, asyncio.Future[tuple[IPAddress, ...]]] = {}

    async def addresses(self, host: str) -> tuple[IPAddress, ...]:
        """The addresses of ``host`` in the system's order; raises OSError when there are none."""
        spelled = literal(host)
        if spelled is not None:
            return (spelled,)
        known = self._answers.get(host)
        if known is not None and time.monotonic() - known[0] < KEPT:
            return known[1]
        asking = self._asking.get(host)
        if asking is None:
            asking = self._asking[host] = _in_thread(host)
            asking.add_done_callback(lambda done: self._keep(host, done))
        return await asyncio.shield(asking)

    def _keep(self, host: str, done: asyncio.Future[tuple[IPAddress, ...]]) -> None:
        self._asking.pop(host, None)
        if not done.cancelled() and done.exception() is None:
            self._answers[host] = (time.monotonic(), done.result())


def _in_thread(host: str) -> asyncio.Future[tuple[IPAddress, ...]]:
    loop = asyncio.get_running_loop()
    future: asyncio.Future[tuple[IPAddress, ...]] = loop.create_future()

    def finish(found: tuple[IPAddress, ...] | None, error: OSError | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        elif found is not None:
            future.set_result(found)

    def ask() -> None:
        found: tuple[IPAddress, ...] | None = None
        error: OSError | None = None
        try:
            found = _look_up(host)
        except (OSError, UnicodeError) as problem:
            error = problem if isinstance(problem, OSError) else OSError(str(problem))
        if not loop.is_closed():
            try:
                loop.call_soon_threadsafe(finish, found, error)
            except RuntimeError:  # the loop closed in between: nobody waits any more
                return

    threading.Thread(target=ask, name=f"look up {host}", daemon=True).start()
    return future


def _look_up(host: str) -> tuple[IPAddress, ...]:
    found: dict[IPAddress, None] = {}
    for _, _, _, _, place in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM):
        address = literal(str(place[0]))
        if address is not None:
            found[address] = None
    if not found:
        raise OSError("the name has no address")
    return tuple(found)
