"""What fetching alone costs, by the shape of the client.

Serves made-up feeds on many loopback addresses from a process of its own and fetches them all,
once with the reader's own shape (a client for each fetch slot) and once with one httpx client
that pools a hundred connections.  Prints wall time, CPU for each request and peak memory.

    python benchmarks/fetch.py --feeds 1000 --latency 0 --state unchanged
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Sequence

BODY = 145_000
"""Bytes of a feed: the mean of public feeds."""
ETAG = '"quay"'


def addresses(count: int, port: int) -> list[str]:
    """``count`` feeds over as many loopback addresses, 200 on each network of 127.0.N.0."""
    return [f"http://127.0.{n // 200}.{2 + n % 200}:{port}/feed/{n}" for n in range(count)]


async def serve(latency: float) -> None:
    """Answer every request with 304 when it bears the validator, else with a feed."""
    item = (
        b"<item><title>Word</title><description>" + b"words and " * 600 + b"</description></item>"
    )
    body = (b'<rss version="2.0"><channel>' + item * (BODY // len(item) + 1) + b"</channel></rss>")[
        :BODY
    ]
    head = f"HTTP/1.1 200 OK\r\nETag: {ETAG}\r\nContent-Type: text/xml\r\n".encode()
    whole = head + b"Content-Length: %d\r\n\r\n" % len(body) + body
    same = f"HTTP/1.1 304 Not Modified\r\nETag: {ETAG}\r\n\r\n".encode()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                asked = await reader.readuntil(b"\r\n\r\n")
                if latency:
                    await asyncio.sleep(latency)
                writer.write(same if ETAG.encode() in asked else whole)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(talk, "0.0.0.0", 0, backlog=2000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


async def with_slots(urls: Sequence[str], etag: str | None) -> int:
    """Fetch with the reader's own fetcher; the number of bytes that came."""
    from reader.web.fetch import Fetcher, Request

    fetcher = Fetcher()

    async def one(url: str) -> int:
        response = await fetcher.get(Request(url, etag=etag, user_typed=url))
        return len(response.body)

    total = sum(await asyncio.gather(*(one(url) for url in urls)))
    await fetcher.close()
    return total


async def with_one_pool(urls: Sequence[str], etag: str | None) -> int:
    """Fetch with one httpx client that pools a hundred connections."""
    import httpx

    limits = httpx.Limits(max_connections=100, max_keepalive_connections=100)
    headers = {"If-None-Match": etag} if etag else {}

    async with httpx.AsyncClient(limits=limits, timeout=None, trust_env=False) as client:

        async def one(url: str) -> int:
            return len((await client.get(url, headers=headers)).content)

        return sum(await asyncio.gather(*(one(url) for url in urls)))


SHAPES: dict[str, Callable[[Sequence[str], str | None], Awaitable[int]]] = {
    "slots": with_slots,
    "one pool of 100": with_one_pool,
}


def measure(shape: str, urls: Sequence[str], etag: str | None) -> dict[str, object]:
    """One run, in this process."""

    async def run() -> int:
        return await SHAPES[shape](urls, etag)

    importlib.import_module("reader.web.transport")  # httpx too: what is measured is the fetching
    wall, cpu = time.perf_counter(), time.process_time()
    size = asyncio.run(run())
    cpu = time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "shape": shape,
        "wall_s": round(time.perf_counter() - wall, 2),
        "cpu_ms_each": round(cpu * 1000 / len(urls), 2),
        "peak_mb": round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024)),
        "mb": round(size / 1e6, 1),
    }


def main() -> None:
    """Start the server, measure each shape in a process of its own, print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--latency", type=float, default=0.0, help="milliseconds")
    parser.add_argument("--state", choices=("unchanged", "cold"), default="unchanged")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--shape", choices=tuple(SHAPES), help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serve:
        asyncio.run(serve(chosen.latency / 1000))
        return
    if chosen.shape:
        etag = ETAG if chosen.state == "unchanged" else None
        print(json.dumps(measure(chosen.shape, addresses(chosen.feeds, chosen.port), etag)))
        return
    again = [sys.executable, __file__, *sys.argv[1:]]
    server = subprocess.Popen(
        [*again, "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None and server.stdin is not None
    port = server.stdout.readline().strip()
    print(f"{chosen.feeds} feeds, {chosen.state}, {chosen.latency:g} ms, {os.cpu_count()} cores")
    for shape in SHAPES:
        subprocess.run([*again, "--shape", shape, "--port", port], check=True)
    server.stdin.close()
    server.wait()


if __name__ == "__main__":
    main()
