"""What a library of many stories costs: opening, lists, search, every filter, and room on the disk.

Builds libraries of made-up stories through the product's bulk path, once, into a folder, and prints
for each the CPU time of every question, asked for the first time and (the best of several) again, and
in brackets the wall time; what bulk changes, undo and pruning take (they are rolled back); the
bytes a story takes with its index, and how fast it was built; beside newsboat with the same stories
where it is installed.  Stories have 840 words (5.4 KB of HTML) up to 100,000, 120 in larger ones.

    python benchmarks/library.py --folder /some/disk --sizes 1000 100000
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import shelves
from benchmarks.stories import END, RARE, Press, feed_url
from reader.errors import InvalidQuery
from reader.model import Selection, Stretch
from reader.store.file import connect
from reader.store.keeping import retention
from reader.store.marked import PART
from reader.store.own import log, marks
from reader.store.store import Store

TIMES: Final = 7
MANY: Final = 20_000
"""Stories of a bulk change."""
SLOW: Final = 0.5
"""Seconds after which a question is asked once only."""
Ask = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: milliseconds of CPU and of wall time, what was found, what to reach, CPU
    when it was asked for the first time."""

    title: str
    cpu: float
    wall: float
    found: str
    reach: float | None = None
    first: float | None = None


class Questions:
    """What is asked of one library."""

    def __init__(self, store: Store, total: int) -> None:
        self._store = store
        self._press = Press(total, shelves.feeds_of(total), shelves.words_of(total))
        self._total = total

    async def rows(self) -> list[Row]:
        """Every question of the table."""
        common = self._common()
        words = self._press.vocabulary
        counted = (
            common, words[0], f"{common} is:unread", f"-{common}", f"{words[2]} {words[40]}",
            f"tag:{words[150]} {common}", f"has:enclosure {words[700]}", f'"{self._phrase()}"',
            f"said:{self._name()}", "words:>900",
        )  # fmt: skip
        asked: list[tuple[str, Ask, float | None]] = [
            *await self._lists(),
            *((title, self._search(query), reach) for title, query, reach in self._searches()),
            ("ranked: a common word", self._search(common, ranked=True), None),
            *((f"page of {query}", self._page(query), 30.0) for query in self._filters()),
            *((f"count of {query}", self._count(query), 30.0) for query in counted),
        ]
        return [await measure(title, ask, reach) for title, ask, reach in asked]

    async def _lists(self) -> list[tuple[str, Ask, float | None]]:
        store = self._store
        feed = await store.feed_by_url(feed_url(3))
        assert feed is not None
        story = (await store.page(Selection(), Stretch(limit=50))).entries[-1]
        words = story.title.split()[:6]
        return [
            ("first page of all", lambda: store.page(Selection()), 5),
            ("first page of unread", lambda: store.page(Selection(unread=True)), 5),
            ("first page of one feed", lambda: store.page(Selection(feed_id=feed.id)), 5),
            ("first page of a folder", lambda: store.page(Selection(folder="Folder 3")), 10),
            ("last page of all (G)", lambda: store.page(Selection(), Stretch(oldest=True)), 5),
            (
                "last page of unread (G)",
                lambda: store.page(Selection(unread=True), Stretch(oldest=True)),
                5,
            ),
            ("unread counts of all feeds", store.unread_counts, 5),
            ("feeds with their counts", store.feeds, None),
            ("a story", lambda: store.story(story.id), 5),
            ("stories that share words", lambda: store.related_titles(words, limit=40), 30),
            ("stories that link here", lambda: store.linking_here(story.id), 5),
            ("speakers, the first 200", lambda: store.speakers(200), 30),
            ("speakers, all", store.speakers, None),
            ("quotes of one speaker", lambda: store.quotes_by(self._press.people[300]), None),
        ]

    def _searches(self) -> list[tuple[str, str, float | None]]:
        words = self._press.vocabulary
        return [
            ("search: a rare word", RARE, 30),
            ("search: two words", f"{words[700]} {words[1500]}", 30),
            ("search: two common words", f"{words[2]} {words[40]}", 30),
            ("search: a common word, newest first", self._common(), 30),
            ("search: a beginning, narrow", f"{words[5000][:5]}*", 30),
            ("search: a beginning, wide", f"{words[5][:2]}*", 30),
            ("search: a beginning and a rare word", f"{RARE} {words[5][:1]}*", 30),
            ("search: a phrase", f'"{self._phrase()}"', 30),
            ("search: a phrase of common words", f'"{words[1]} {words[2]}"', 30),
            ("search: a phrase that is nowhere", f'"{words[20]} {words[21]} {words[22]}"', None),
            ("search: said by somebody", f"said:{self._name()}", 30),
            ("search: an expression", f"/{words[300]}.{{3,9}}{words[2]}/", None),
        ]

    def _filters(self) -> list[str]:
        words, name = self._press.vocabulary, self._name()
        return [
            f"title:{words[300]}", f'author:{name}', "feed:\"place 7\"", 'folder:"Folder 3"',
            f"tag:{words[150]}", "is:unread", "is:starred", "is:read", "is:updated", "is:tagged",
            "has:quotes", "has:enclosure", "has:fulltext", "after:2026-10-01", "before:2021",
            "older:30d", "newer:9999d", "lang:de", "lang:sw", "site:news7.example", "words:>900",
            "words:<9", "words:>90000", f"quote:{words[300]}", f"quote:{words[3]}",
            f"-{words[0]}", f"{words[900]} OR author:{name}", f"lang:sw OR {RARE}",
            f"is:starred -is:read {words[60]}", f"{words[3]} lang:sw", f"{RARE} OR is:starred",
            f"site:news7.example said:{name}", "is:updated OR is:tagged",
            f"tag:{words[150]} -{words[3]}", f'folder:"Folder 3" {words[700]}',
            f'feed:"place 7" {words[700]}', f"({words[3]} OR {words[7]}) -{words[0]}",
            f"is:starred -{words[0]}", f"is:unread after:2026-06 {words[900]}",
            f"has:enclosure {words[700]}", f"(is:starred OR tag:{words[150]}) {words[700]}",
        ]  # fmt: skip

    def _common(self) -> str:
        return self._press.vocabulary[3]

    def _name(self) -> str:
        return f'"{self._press.people[300]}"'

    def _phrase(self) -> str:
        """Four words that stand together in a story."""
        text = self._press.story(self._total // 2).html.partition("<p>")[2]
        return " ".join(text.replace("<", " <").split()[-9:-5])

    def _search(self, query: str, *, ranked: bool = False) -> Ask:
        selection = Selection(query=query, now=END)
        return lambda: self._store.search(selection, Stretch(limit=50), ranked=ranked)

    def _page(self, query: str) -> Ask:
        return lambda: self._store.page(Selection(query=query, now=END), Stretch(limit=50))

    def _count(self, query: str) -> Ask:
        return lambda: self._store.count(Selection(query=query, now=END))


async def measure(title: str, ask: Ask, reach: float | None) -> Row:
    """Ask once to warm up, then some times; the best of them."""
    best: tuple[float, float] | None = None
    first: float | None = None
    found: object = None
    for _ in range(TIMES + 1):
        cpu, wall = time.process_time(), time.perf_counter()
        try:
            found = await ask()
        except InvalidQuery as error:
            found = str(error)
        spent = (time.process_time() - cpu, time.perf_counter() - wall)
        best = spent if best is None else min(best, spent)
        first = spent[0] * 1000 if first is None else first
        if spent[1] > SLOW:
            break
    assert best is not None
    return Row(title, best[0] * 1000, best[1] * 1000, _said(found), reach, first)


def _said(found: Any) -> str:
    for name in ("entries", "hits"):
        if hasattr(found, name):
            return f"{len(getattr(found, name))} found"
    if isinstance(found, tuple | dict):
        return f"{len(found)} found"
    return str(found) if isinstance(found, int | str) else ""


class Changes:
    """What is changed in one library, in a transaction that is rolled back."""

    def __init__(self, path: Path, total: int) -> None:
        self._con = connect.open_writer(path)
        self._many = min(MANY, total // 2)

    def rows(self) -> list[Row]:
        """Bulk marks, undo, and pruning; a part is what one transaction does, and how long a mark waits
        for it at most."""
        con, part = self._con, PART["read"]
        con.execute("BEGIN IMMEDIATE")
        try:
            ids = list(range(1, self._many + 1))
            marks.set_read(con, ids, False, END)
            stories = f"of {self._many:,} stories"
            rows = [
                self._row(f"mark all read, {stories}", lambda: marks.set_read(con, ids, True, END)),
                self._row(f"undo, {stories}", lambda: marks.undo(con)),
                self._row("list of what can be undone", lambda: log.listed(con), 5),
                self._row(
                    f"a part of a bulk change ({part})",
                    lambda: marks.set_read(con, ids[:part], True, END), 100,
                ),
            ]  # fmt: skip
            marks.set_read(con, ids, True, END)
            con.execute("UPDATE feed SET keep = '[\"days\", 0]'")
            title = f"what may be pruned, {stories}"
            rows.append(self._row(title, lambda: retention.prunable(con, END), 1_000))
            some = ids[: retention.BATCH]
            title = f"a part of pruning ({retention.BATCH})"
            rows.append(self._row(title, lambda: retention.prune(con, some, END), 100))
            return rows
        finally:
            con.execute("ROLLBACK")
            con.close()

    def _row(self, title: str, change: Callable[[], object], reach: float | None = None) -> Row:
        cpu, wall = time.process_time(), time.perf_counter()
        found = change()
        spent = (time.process_time() - cpu, time.perf_counter() - wall)
        return Row(title, spent[0] * 1000, spent[1] * 1000, _said(found), reach)


async def look(path: Path, total: int) -> list[Row]:
    """The rows of one library."""
    began = time.process_time(), time.perf_counter()
    store = await Store.open(path)
    spent = time.process_time() - began[0], time.perf_counter() - began[1]
    rows = [Row("open the store", spent[0] * 1000, spent[1] * 1000, "")]
    try:
        rows += await Questions(store, total).rows()
    finally:
        await store.close()
    rows += Changes(path, total).rows()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows.append(Row("peak memory of this process, MB", peak, peak, ""))
    return rows


def print_rows(total: int, rows: list[Row]) -> None:
    """The table of one library."""
    print(
        f"\n{total:,} stories of {shelves.words_of(total)} words: CPU ms, first     again   (wall)  to reach"
    )
    for row in rows:
        reach = "" if row.reach is None else f"{row.reach:6.0f}"
        first = "" if row.first is None else f"{row.first:8.1f}"
        late = " !" if row.reach is not None and row.cpu > row.reach else ""
        print(
            f"  {row.title[:44]:44} {first:>8} {row.cpu:8.1f} ({row.wall:7.1f}) {reach:>6}{late:2} {row.found}"
        )


def print_room(total: int, path: Path, seconds: float) -> float:
    """How large a library is and how fast it was built; bytes a story."""
    each = path.stat().st_size / total
    print(f"  {'bytes a story, index included':44} {each:8.0f}")
    if seconds:
        print(f"  {'built, stories a second':44} {total / seconds:8.0f}  ({seconds:.0f} s)")
    return each


def compare(folder: Path, total: int, ours: float) -> None:
    """newsboat with the same stories: its room and its start."""
    home = shelves.newsboat_home(folder, total)
    each = (home / "cache.db").stat().st_size / total
    print(f"  {'newsboat: bytes a story':44} {each:8.0f}  ours are {ours / each:.2f} of it")
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    shelves.newsboat(home, "-x", "print-unread")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    wall = time.perf_counter() - began
    print(
        f"  {'newsboat: start to its counts of unread':44} {cpu * 1000:8.1f} ({wall * 1000:7.1f})"
    )


def measure_import(folder: Path, total: int) -> None:
    """How long it takes to bring newsboat's library of the same stories along, all processes
    counted; the new library is thrown away."""
    home = folder / f"imported-{total}"
    shutil.rmtree(home, ignore_errors=True)
    command = [
        *(sys.executable, "-m", "reader", "import", "newsboat"),
        str(shelves.newsboat_home(folder, total)),
        *("--feeds", str(home / "feeds.toml"), "--library", str(home / "library.db")),
    ]
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    each = (home / "library.db").stat().st_size / total
    shutil.rmtree(home)
    print(
        f"  {'import from newsboat, ms CPU a story':44} {cpu / total * 1000:8.2f}  ({wall:.0f} s)"
    )
    print(f"  {'imported, not digested yet: bytes a story':44} {each:8.0f}")


def _progress(done: int, seconds: float) -> None:
    if sys.stderr.isatty():
        print(f"\r{done:,} stories, {done / seconds:,.0f} a second ", end="", file=sys.stderr)


def main() -> None:
    """Build what is missing and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("--folder", type=Path, required=True, help="where libraries are built")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--build-only", action="store_true")
    parser.add_argument("--no-newsboat", action="store_true")
    parser.add_argument(
        "--import", action="store_true", dest="imports", help="import from newsboat"
    )
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for total in options.sizes:
        has_newsboat = bool(shutil.which("newsboat")) and not options.no_newsboat
        compared = has_newsboat and (total <= 100_000 or options.imports)
        seconds = shelves.build(options.folder, total, _progress, with_newsboat=compared)
        path = shelves.library_path(options.folder, total)
        if not options.build_only:
            print_rows(total, asyncio.run(look(path, total)))
        each = print_room(total, path, seconds)
        if compared:
            compare(options.folder, total, each)
        if compared and options.imports:
            measure_import(options.folder, total)


if __name__ == "__main__":
    main()
