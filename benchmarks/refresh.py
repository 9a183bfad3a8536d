"""What a whole ``nowreading refresh`` costs: fetch, digest, store.

Feeds of 145 KB in the mean with 22 entries each, over many loopback addresses; cold (an empty
library), unchanged (every feed answers 304) and one tenth changed.  Prints wall time, CPU and the
peak memory of all processes together (resident, shared pages counted in each; in brackets counted
once), beside newsboat where it is installed.

    python benchmarks/refresh.py --feeds 100 500 1000 --latency 0 100
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.feedserver import FeedServer, serving

MB = 1 << 20
STATES = ("cold", "unchanged", "one tenth changed")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds, and megabytes at the peak of all processes together."""

    wall: float
    cpu: float
    resident: float
    proportional: float


class Memory(threading.Thread):
    """Watches the memory of a process and all its children, where there is a /proc."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._over = threading.Event()
        self.resident = self.proportional = 0.0

    def run(self) -> None:
        """Look twenty times a second; twice a second at what is shared, which takes a millisecond
        for each process: at each look that was a thirtieth of two processors."""
        looks = 0
        while not self._over.wait(0.05):
            pids = _tree(self._pid)
            self.resident = max(self.resident, sum(map(_resident, pids)))
            if looks % 10 == 0:
                self.proportional = max(self.proportional, sum(map(_proportional, pids)))
            looks += 1

    def stop(self) -> None:
        """Stop looking."""
        self._over.set()
        self.join()


def _tree(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(below for child in children for below in _tree(int(child)))]


def _resident(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize() / MB
    except (OSError, IndexError):
        return 0.0


def _proportional(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def measure(command: Sequence[str], environment: dict[str, str]) -> Cost:
    """Run ``command`` to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(command, stdout=told, stderr=told, env=environment)
        memory = Memory(process.pid)
        memory.start()
        code = process.wait()
        wall = time.perf_counter() - started
        memory.stop()
        if code:
            told.seek(0)
            raise SystemExit(f"{command[0]} ended with {code}:\n{told.read()[-2000:].decode()}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu, memory.resident, memory.proportional)


def at_home(folder: str) -> dict[str, str]:
    """The environment of a program that finds nothing of the user's, all its folders in ``folder``.

    Python keeps what it compiles, as it does where a program is installed: without that every start
    of ours, and of each worker, would compile a hundred modules.
    """
    homes = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, **dict.fromkeys(homes, folder)}


def our_command(folder: Path, urls: Sequence[str]) -> Sequence[str]:
    """``nowreading refresh`` over a library in ``folder``."""
    feeds = folder / "feeds.toml"
    feeds.write_text("\n".join(f'[[feed]]\nurl = "{url}"\n' for url in urls))
    library = ("--feeds", str(feeds), "--library", str(folder / "library.db"))
    return (sys.executable, "-m", "reader", "refresh", *library)


def newsboat_command(folder: Path, urls: Sequence[str], *, threads: int = 1) -> Sequence[str]:
    """``newsboat -x reload`` over a cache in ``folder``."""
    (folder / "urls").write_text("".join(f"{url}\n" for url in urls))
    (folder / "config").write_text(f"reload-threads {threads}\n")
    paths = ("-u", folder / "urls", "-c", folder / "cache.db", "-C", folder / "config")
    return ("newsboat", *map(str, paths), "-x", "reload")


def newsboat_with_forty_threads(folder: Path, urls: Sequence[str]) -> Sequence[str]:
    """The same with as many threads as help it."""
    return newsboat_command(folder, urls, threads=40)


READERS: dict[str, Callable[[Path, Sequence[str]], Sequence[str]]] = {
    "nowreading": our_command,
    "newsboat": newsboat_command,
    "newsboat, 40 threads": newsboat_with_forty_threads,
}


def compare(server: FeedServer, latency: float, readers: Sequence[str]) -> None:
    """Every reader through every state; a line for each."""
    server.say(f"latency/{latency:g}")
    for reader in readers:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            environment = at_home(name)
            command = READERS[reader](folder, server.urls)
            for state in STATES:
                server.say("changed" if state == STATES[2] else "unchanged")
                cost = measure(command, environment)
                print(
                    f"{len(server.urls):5} feeds {latency:4g} ms  {reader:22}{state:18}"
                    f"{cost.wall:8.2f} s {cost.cpu:8.2f} s CPU"
                    f"{cost.resident:6.0f} MB ({cost.proportional:.0f})",
                    flush=True,
                )


def main() -> None:
    """Start a server for each number of feeds and compare the readers over it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--feeds", type=int, nargs="+", default=[100, 500, 1000])
    parser.add_argument("--latency", type=float, nargs="+", default=[0, 100], help="milliseconds")
    parser.add_argument("--readers", nargs="+", choices=tuple(READERS), default=tuple(READERS))
    chosen = parser.parse_args()
    readers = [name for name in chosen.readers if name == "nowreading" or shutil.which("newsboat")]
    if len(readers) < len(chosen.readers):
        print("newsboat is not installed: left out")
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for count in chosen.feeds:
        with serving(count) as server:
            for latency in chosen.latency:
                compare(server, latency, readers)


if __name__ == "__main__":
    main()
