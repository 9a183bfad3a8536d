"""What a key costs in the open reader while hundreds of feeds come in for the first time.

The program runs in a pseudo-terminal.  First it has nothing to do; then feeds are added to its
feeds.toml, a refresh is asked for, and the same keys are pressed while it runs.  What is measured is
the time from a key to the row that it leads to.

    python benchmarks/refresh_keys.py --feeds 200
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.feedserver import serving
from benchmarks.pty_session import Session
from benchmarks.refresh import at_home

FIRST = 6
"""Feeds that are in the library before."""
PAUSE = 0.1
"""Seconds between an answer and the next key."""


def measure(session: Session, keys: int, *, busy: bool) -> list[float]:
    """Milliseconds from each of ``keys`` keys to its row; ``busy``: only while a refresh runs."""
    times: list[float] = []
    for number in range(keys):
        key, place = ("j", 3) if number % 2 == 0 else ("k", 2)
        asked = re.compile(rf"^ (?:row )?{place} of \d", re.MULTILINE)
        at = session.press(key)
        seen = session.until(lambda screen, asked=asked: bool(asked.search(screen)), 20)
        times.append((seen - at) * 1000)
        session.drain(PAUSE)
        if busy and "↻ now" in session.screen[0]:
            break
    return times


def say(name: str, times: Sequence[float]) -> float:
    """Print a row; the 95th percentile."""
    p95 = statistics.quantiles(times, n=20)[18]
    print(
        f"{name:28}{len(times):4} keys   p50 {statistics.median(times):6.1f} ms"
        f"   p95 {p95:6.1f} ms   max {max(times):6.1f} ms",
        flush=True,
    )
    return p95


def main() -> None:
    """Start a server and the reader; press keys before and while the feeds come in."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--keys", type=int, default=120)
    chosen = parser.parse_args()
    with serving(chosen.feeds) as server, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = at_home(name) | {"TERM": "xterm-256color"}
        rows = [f'[[feed]]\nurl = "{url}"\n' for url in server.urls]
        feeds = folder / "feeds.toml"
        feeds.write_text("\n".join(rows[:FIRST]))
        places = ("--feeds", str(feeds), "--library", str(folder / "library.db"))
        program = (sys.executable, "-m", "reader")
        subprocess.run(
            [*program, "refresh", *places], env=environment, check=True, capture_output=True
        )
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        with Session([*program, *places], size=(120, 40), environment=environment) as session:
            session.until(lambda screen: "1 of " in screen)
            session.drain(2)
            session.press("j")
            session.drain(1)
            idle = say("nothing to do", measure(session, chosen.keys, busy=False))
            feeds.write_text("\n".join(rows))
            session.press("R")
            session.until(lambda screen: f"/{chosen.feeds}" in screen)
            busy = say(f"{chosen.feeds} feeds coming in", measure(session, chosen.keys, busy=True))
            print(f"p95: {busy / idle:.2f} times the idle one; {session.screen[0].strip()[-60:]}")
            session.leave("q")


if __name__ == "__main__":
    main()
