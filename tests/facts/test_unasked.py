"""Modules that are put off are there when something is asked of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.faultserver.server import CERTIFICATES
from tests.project.places import TOP

TLS = """
import sys
from reader.unasked import put_off
put_off("ssl", "asyncio.sslproto")
import asyncio
assert not {"_ssl", "_hashlib"} & set(sys.modules), "loaded before anything is asked"

async def say(reader, writer):
    writer.write(b"hello")
    writer.close()

async def main():
    import ssl
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(sys.argv[1])
    server = await asyncio.start_server(say, "127.0.0.1", 0, ssl=theirs)
    ours = ssl.create_default_context()
    ours.check_hostname, ours.verify_mode = False, ssl.CERT_NONE
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=ours)
    print((await reader.read()).decode())
    writer.close()
    server.close()

asyncio.run(main())
assert sys.modules["ssl"].__spec__ is not None
"""


def run(code: str, *arguments: str | Path) -> str:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(
        command, cwd=TOP, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_asyncio_speaks_tls_though_it_was_imported_without() -> None:
    assert run(TLS, CERTIFICATES / "self_signed.pem") == "hello"


def test_a_module_that_is_there_already_stays() -> None:
    code = "import json; from reader.unasked import put_off; put_off('json'); import json as again"
    assert run(f"{code}; print(again is json, again.dumps([1]))") == "True [1]"


def test_what_a_module_lacks_is_a_mistake_that_names_it() -> None:
    code = """
from reader.unasked import put_off
put_off("colorsys")
import colorsys
try:
    colorsys.no_such_thing
except AttributeError as error:
    print(error)
from colorsys import rgb_to_hsv
print(rgb_to_hsv(0, 0, 0))
"""
    told = run(code).splitlines()
    assert "no_such_thing" in told[0]
    assert told[1] == "(0.0, 0.0, 0)"


WORK = """
from reader.cli.start import NOT_ASKED
from reader.unasked import put_off
put_off(*NOT_ASKED)
import asyncio, sys
from reader.worker.pool import WorkerPool

async def main():
    pool = WorkerPool(1)
    item = "<item><title>Rain</title><description>It fell. </description></item>"
    feed = f"<rss version='2.0'><channel><title>Weather</title>{item * 20_000}</channel></rss>"
    digested = await pool.run("feed", feed.encode(), {}, "https://a.example/", frozenset(), deadline=120)
    print(digested.title)
    await pool.close()

asyncio.run(main())
assert "_ssl" not in sys.modules
"""


def test_what_a_worker_does_loads_no_openssl() -> None:
    assert run(WORK) == "Weather"
