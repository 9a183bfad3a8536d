"""What a key costs on the real screen: start, moving, opening, searching, memory, bytes written.

The program runs in a pseudo-terminal, beside a bare list in curses (the floor), a bare list in
Textual (the least a program with it can cost), and newsboat where it is installed, all in one run
and in turn, so that the ratios hold where the figures do not.

    python benchmarks/screen.py --stories 1000 20000 --sizes 80x24 120x40 200x50
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import bare_newsboat
from benchmarks.pty_session import Session
from benchmarks.shelf import RARE, Shelf

HERE: Final = Path(__file__).parent
KEYS: Final = 60
HELD: Final = 200
"""Keys at a hundred a second."""


@dataclass(frozen=True, slots=True)
class Program:
    """How a program is run, and what tells that it answered."""

    name: str
    command: Sequence[str]
    leave: str = "q"
    begin: str = ""
    """Keys that lead from the first screen to the list of stories."""

    def is_up(self, screen: str) -> bool:
        """Whether the first screen stands there with what it shows."""
        return ("All stories" if self.begin else "T0 ") in screen


def programs(shelf: Shelf) -> list[Program]:
    """Ours first, then what it is held against."""
    python = sys.executable
    found = [
        Program("nowreading", [python, "-m", "reader"]),
        Program("bare Textual list", [python, str(HERE / "bare_textual.py"), str(shelf.titles)]),
        Program("bare curses list", [python, str(HERE / "bare_curses.py"), str(shelf.titles)]),
    ]
    if bare_newsboat.is_installed():
        found.append(Program("newsboat", bare_newsboat.command(shelf.newsboat), "qq", "\r"))
    return found


def environment(shelf: Shelf) -> dict[str, str]:
    """A terminal of today, and nothing of the user's own."""
    return {
        "PATH": os.environ["PATH"],
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        **shelf.environment,
    }


# ---- start
@dataclass(slots=True)
class Start:
    """Milliseconds and megabytes."""

    first: float
    live: float
    cpu: float
    resident: float = 0.0
    proportional: float = 0.0


def start(program: Program, env: Mapping[str, str], size: tuple[int, int]) -> Start:
    """Until the first title stands there, and until a key is answered."""
    with Session(program.command, size=size, environment=env) as session:
        shown = session.until(program.is_up)
        if program.begin:
            session.press(program.begin)
            answered = session.until(lambda screen: "T1 " in screen)
        else:
            session.press("j")
            answered = session.until(lambda screen: _is_second_chosen(session))
        measured = Start(
            (shown - session.started) * 1000,
            (answered - session.started) * 1000,
            session.cpu() * 1000,
        )
        session.drain(1.0)
        measured.resident, measured.proportional = session.memory()
        session.leave(program.leave)
    return measured


def _is_second_chosen(session: Session) -> bool:
    """Whether the row of the second title bears a bar, or looks unlike the row of the third."""
    screen = session._screen
    lines = screen.display  # pyte makes it anew each time, as slowly as a program starts
    rows = {n: y for y, line in enumerate(lines) for n in (1, 2) if f"T{n} " in line}
    if len(rows) < 2 or "▎" in lines[rows[2]]:
        return False
    looks = []
    for y in rows.values():
        cell = screen.buffer[y][lines[y].index("T")]
        looks.append((cell.reverse, cell.bg))
    return "▎" in lines[rows[1]] or looks[0] != looks[1]


# ---- keys
@dataclass(slots=True)
class Keys:
    """Milliseconds until the first and the last byte of each answer, and its bytes."""

    first: list[float]
    settled: list[float]
    written: list[int]
    cpu: float

    def __str__(self) -> str:
        size = statistics.mean(self.written)
        return (
            f"{_two(self.first)}  settled {_two(self.settled)}  {size:6,.0f} bytes"
            f"  {self.cpu / len(self.written):5.1f} ms CPU"
        )


def press(session: Session, keys: Sequence[str], pause: float) -> Keys:
    """Press keys one by one, each after the answer to the one before."""
    found = Keys([], [], [], 0)
    before = session.cpu()
    for key in keys:
        at = session.press(key)
        chunks = session.answer(quiet=pause)
        if chunks:
            found.first.append((chunks[0][0] - at) * 1000)
            found.settled.append((chunks[-1][0] - at) * 1000)
        found.written.append(sum(len(data) for _, data in chunks))
    found.cpu = (session.cpu() - before) * 1000
    return found


def hold(session: Session, key: str) -> tuple[float, float]:
    """A key held down: how long after its last repeat (ms) the screen still changes, and bytes a
    repeat."""
    begin = len(session.chunks)
    for _ in range(HELD):
        at = session.press(key)
        while (left := at + 0.01 - time.monotonic()) > 0:
            session.read(left)
    session.answer(quiet=0.5, patience=0.5)
    chunks = session.chunks[begin:]
    return (chunks[-1][0] - at) * 1000, sum(len(data) for _, data in chunks) / HELD


def timed(session: Session, key: str, shows: Callable[[str], bool]) -> float:
    """Milliseconds from a key to a screen that answers ``shows``."""
    session.drain(0.3)
    _ = session.screen
    at = session.press(key)
    return (session.until(shows, 20) - at) * 1000


# ---- the table
def measure_start(shelf: Shelf, size: tuple[int, int], runs: int) -> None:
    """Print the table of starts, the programs taking turns."""
    env = environment(shelf)
    found: dict[str, list[Start]] = {}
    for _ in range(runs):
        for program in programs(shelf):
            found.setdefault(program.name, []).append(start(program, env, size))
    print(f"\nstart, {shelf.count:,} stories, {size[0]}x{size[1]}, median of {runs} (ms, MB)")
    print(f"{'':20} {'first text':>10} {'live':>8} {'CPU':>8} {'RSS':>7} {'PSS':>7}")
    for name, starts in found.items():
        first, live, cpu, rss, pss = (
            statistics.median(getattr(each, what) for each in starts)
            for what in ("first", "live", "cpu", "resident", "proportional")
        )
        print(f"{name:20} {first:10,.0f} {live:8,.0f} {cpu:8,.0f} {rss:7,.1f} {pss:7,.1f}")
    ours, bare = (
        statistics.median(each.live for each in found[name])
        for name in ("nowreading", "bare Textual list")
    )
    print(f"live start: {ours / bare:.2f} x the bare Textual list")


def measure_keys(shelf: Shelf, size: tuple[int, int]) -> None:
    """Print what keys cost in the list."""
    print(f"\nkeys in the list, {shelf.count:,} stories, {size[0]}x{size[1]} (ms p50/p95)")
    for program in programs(shelf):
        with Session(program.command, size=size, environment=environment(shelf)) as session:
            session.until(program.is_up)
            session.press(program.begin)
            session.drain(1.5)
            keys = press(session, "j" * KEYS, 0.06)
            rest = press(session, "j" * (KEYS // 3), 0.4)
            late, each = hold(session, "j")
            print(f"{program.name:20} j           {keys}")
            print(f"{'':20} j and rest  {rest}")
            print(f"{'':20} held        {late:6.1f} ms after the last  {each:6,.0f} bytes")
            if program.name == "nowreading":
                print(f"{'':20} half a page {press(session, [chr(4)] * (KEYS // 3), 0.06)}")
            session.leave(program.leave)


def measure_stories(shelf: Shelf, size: tuple[int, int]) -> None:
    """Print what opening, paging and searching cost."""
    print(f"\nstories, {shelf.count:,} stories, {size[0]}x{size[1]} (ms)")
    ours = programs(shelf)[0]
    with Session(ours.command, size=size, environment=environment(shelf)) as session:
        session.until(lambda screen: "T0 " in screen)
        session.drain(1.5)
        names = ["first story opened", "300 paragraphs", "10,000 paragraphs", "a story", "a story"]
        for number, name in enumerate(names):
            body = f"Body of {number} "
            ms = timed(session, "\r", lambda screen, body=body: "¶ 1/" in screen and body in screen)
            print(f"  {name:26} {ms:7.1f}")
            session.drain(0.3)
            if number in (1, 2):
                print(f"  {'page down in it':26} {press(session, [chr(4)] * 12, 0.06)}")
                print(f"  {'j in it':26} {press(session, 'j' * 20, 0.06)}")
                ms = timed(session, "G", lambda screen: "100%" in screen)
                print(f"  {'its end':26} {ms:7.1f}")
            ms = timed(session, "q", lambda screen: "¶ 1/" not in screen and "T0 " in screen)
            print(f"  {'back to the list':26} {ms:7.1f}")
            session.press("j")
        for query in (RARE, "ba te"):
            session.drain(0.5)
            session.press("/")
            session.drain(0.3)
            for letter in query[:-1]:
                session.press(letter)
                session.drain(0.25)
            at = session.press(query[-1])
            chunks = session.answer(quiet=0.3, patience=2)
            times = [round((t - at) * 1000, 1) for t, _ in chunks]
            print(f"  search, last key of {query!r:12} {times}")
            session.press("\x1b")
            session.drain(0.5)
            session.press("\x1b")
        session.drain(0.5)
        session.leave("\x11")
    if bare_newsboat.is_installed():
        newsboat = programs(shelf)[-1]
        with Session(newsboat.command, size=size, environment=environment(shelf)) as session:
            session.until(lambda screen: "All stories" in screen)
            session.press("\r")
            session.drain(1)
            for _ in range(3):
                ms = timed(session, "\r", lambda screen: "Body of " in screen)
                print(f"  {'newsboat opens':26} {ms:7.1f}")
                timed(session, "q", lambda screen: "Body of" not in screen)
                session.press("j")
            session.leave("qq")


def _two(values: Sequence[float]) -> str:
    if not values:
        return "     -/-     "
    ordered = sorted(values)
    return f"{statistics.median(ordered):6.1f}/{ordered[int(0.95 * (len(ordered) - 1))]:6.1f}"


def main() -> None:
    """Fill the libraries and print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--stories", type=int, nargs="+", default=[1_000, 20_000])
    parser.add_argument("--sizes", nargs="+", default=["80x24", "120x40", "200x50"])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=["start", "keys", "stories"])
    parser.add_argument("--folder", type=Path, help="where the libraries are made and kept")
    options = parser.parse_args()
    parts = options.only or ["start", "keys", "stories"]
    with tempfile.TemporaryDirectory(prefix="nowreading-screen-") as made:
        folder = options.folder or Path(made)
        for count in options.stories:
            shelf = Shelf(folder / str(count), count)
            shelf.fill()
            for words in options.sizes:
                columns, _, rows = words.partition("x")
                size = (int(columns), int(rows))
                if "start" in parts:
                    measure_start(shelf, size, options.runs)
                if "keys" in parts:
                    measure_keys(shelf, size)
                if "stories" in parts:
                    with tempfile.TemporaryDirectory() as copied:  # reading leaves marks
                        own = Shelf(Path(copied) / "shelf", count)
                        shutil.copytree(shelf.folder, own.folder)
                        measure_stories(own, size)
            sys.stdout.flush()


if __name__ == "__main__":
    main()
