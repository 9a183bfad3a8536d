"""A refresh over everything the web does to a feed reader, with healthy feeds among it.

Starts the fault server of the tests, runs ``nowreading refresh`` over all its faults and twenty
healthy feeds in a library of its own, and prints the time, the peak memory of all its processes
together, and whatever came out otherwise than it should.

    python benchmarks/faults.py --keys 120
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.refresh import Memory, at_home, our_command
from tests.faultserver import AUTHORITY, Fault, FaultServer

AIM_SECONDS = 90
AIM_MEGABYTES = 700
AIM_KEY = 100
"""Milliseconds of the 95th percentile."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one refresh came to: seconds, megabytes, and each feed's line by its address."""

    seconds: float
    resident: float
    proportional: float
    lines: dict[str, dict[str, object]]


async def refresh(folder: Path, urls: tuple[str, ...]) -> Run:
    """Refresh ``urls`` in a library in ``folder``."""
    command = [*our_command(folder, urls), "--json"]
    environment = at_home(str(folder)) | {"SSL_CERT_FILE": str(AUTHORITY)}
    started = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *command,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=environment,
    )
    memory = Memory(process.pid)
    memory.start()
    out, _ = await process.communicate()
    seconds = time.perf_counter() - started
    memory.stop()
    lines = {line["url"]: line for line in map(json.loads, out.decode().splitlines())}
    return Run(seconds, memory.resident, memory.proportional, lines)


def press_keys(folder: Path, healthy: tuple[str, ...], faults: tuple[str, ...], keys: int) -> None:
    """Print what a key costs in the open reader before and while ``faults`` are refreshed."""
    from benchmarks.pty_session import Session
    from benchmarks.refresh_keys import measure, say

    own = {"SSL_CERT_FILE": str(AUTHORITY), "TERM": "xterm-256color"}
    environment = at_home(str(folder)) | own
    command = our_command(folder, healthy)
    subprocess.run(command, env=environment, check=True, capture_output=True)
    command = [*command[:3], *command[4:]]  # the same without the verb: the reader opens
    with Session(command, size=(120, 40), environment=environment) as session:
        session.until(lambda screen: "1 of " in screen)
        session.drain(2)
        session.press("j")
        session.drain(1)
        idle = say("nothing to do", measure(session, keys, busy=False))
        our_command(folder, (*healthy, *faults))
        session.press("R")
        session.until(lambda screen: f"/{len(healthy) + len(faults)}" in screen)
        busy = say("faults coming in", measure(session, keys, busy=True))
        print(f"p95: {busy / idle:.2f} times the idle one (aim: under {AIM_KEY} ms)")
        session.leave("q")


def surprises(faults: tuple[Fault, ...], lines: dict[str, dict[str, object]]) -> list[str]:
    """What came out otherwise than the fault says, as lines to print."""
    found: list[str] = []
    for fault in faults:
        line = lines.get(fault.url)
        if line is None:
            found.append(f"{fault.name}: no line at all")
            continue
        error = line["error"]
        outcome = error["kind"] if isinstance(error, dict) else "ok"
        if outcome not in fault.feed:
            found.append(f"{fault.name}: {outcome}, not {' or '.join(fault.feed)}")
        elif fault.entries is not None and line["new"] != fault.entries:
            found.append(f"{fault.name}: {line['new']} entries, not {fault.entries}")
    return found


async def compare(feeds: int, only: str, keys: int) -> bool:
    """One run over the faults whose name holds ``only``; whether all was as it should be.

    Then, with ``keys``, the open reader while the same faults come in.
    """
    async with FaultServer(feeds=feeds, entries=10) as server:
        faults = tuple(fault for fault in server.faults if only in fault.name)
        urls = (*(fault.url for fault in faults), *server.feed_urls())
        with tempfile.TemporaryDirectory() as name:
            run = await refresh(Path(name), urls)
        healthy = sum(int(str(run.lines[url]["new"])) for url in server.feed_urls())
        odd = surprises(faults, run.lines)
        kinds = Counter(
            error["kind"] if isinstance(error := line["error"], dict) else "ok"
            for line in run.lines.values()
        )
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        print(f"{len(faults)} faults and {feeds} healthy feeds: {run.seconds:.1f} s", end="")
        print(f", {run.resident:.0f} MB ({run.proportional:.0f} with shared pages counted once)")
        print(f"{healthy} of {feeds * 10} healthy entries; canary hit {server.canary_hits} times")
        print(", ".join(f"{kind} {count}" for kind, count in kinds.most_common()))
        for line in odd:
            print(f"otherwise than it should: {line}")
        if keys:
            with tempfile.TemporaryDirectory() as name:
                addresses = tuple(fault.url for fault in faults)
                await asyncio.to_thread(press_keys, Path(name), server.feed_urls(), addresses, keys)
        within = run.seconds < AIM_SECONDS and run.resident < AIM_MEGABYTES
        return within and not odd and not server.canary_hits and healthy == feeds * 10


def main() -> None:
    """Run once; exit 1 when anything was not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--feeds", type=int, default=20, help="how many healthy feeds")
    parser.add_argument("--only", default="", help="only faults whose name holds this")
    parser.add_argument("--keys", type=int, default=0, help="keys to press in the open reader")
    chosen = parser.parse_args()
    raise SystemExit(0 if asyncio.run(compare(chosen.feeds, chosen.only, chosen.keys)) else 1)


if __name__ == "__main__":
    main()
