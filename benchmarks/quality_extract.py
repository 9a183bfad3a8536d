"""The rows on extraction: text, structure and facts of pages, and what reading them costs."""

from __future__ import annotations

import gzip
import importlib.util
import json
import logging
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from benchmarks.adapters import extract

LOOKED_AT = 100
"""The first pages of each source, which rules were tuned on; the others were never looked at."""

PEER: Final = 5
"""One page in so many is also read by trafilatura alone, as a measure of the machine."""
LARGEST: Final = 60

Case = dict[str, Any]
Row = tuple[str, str, str]


def rows(data: Path, half: str) -> list[Row]:
    """Label, value and goal of each row; raises FileNotFoundError without the gold."""
    folder = data / "extract"
    scorer = _scorer(folder / "score.py")
    found: dict[str, list[Any]] = defaultdict(list)
    costs: list[float] = []
    peer: list[tuple[float, float]] = []
    failures = 0
    for number, (case, page) in enumerate(_cases(folder, half)):
        begun = time.process_time()
        try:
            story = extract(page, case["url"])
        except Exception as error:  # Counted and named: no page may stop the reading.
            failures += 1
            story = {}
            print(f"! {case['id']}: {type(error).__name__}: {error}", file=sys.stderr)
        costs.append(time.process_time() - begun)
        if number % PEER == 0:
            peer.append((costs[-1], _peer_cost(page)))
        found[case["source"]].append(scorer.score_case(case, story))
    sources = {source: scorer.agg(held) for source, held in found.items()}
    return [*_quality(sources), *_cost(costs, peer, failures), _memory(folder)]


def _quality(sources: dict[str, Any]) -> list[Row]:
    out: list[Row] = []
    for source, goal in (("scrapinghub", ".972"), ("wcxb", "-"), ("defuddle", "-")):
        if source in sources:
            out.append(
                (
                    f"{source} ({sources[source]['n']}), text F1",
                    _f(sources[source]["text"]["f1"]),
                    goal,
                )
            )
    out += [
        (f"{source} ({sources[source]['n']}), snippets F1", _f(sources[source]["snippets_f1"]), "-")
        for source in ("trafilatura", "postlight")
        if source in sources
    ]
    if "fundus" in sources:
        news = sources["fundus"]
        parts, facts = news["struct"], news["meta"]
        out += [
            (
                f"news pages, fundus ({news['n']}), text F1 / structure",
                f"{_f(news['text']['f1'])} / {_f(news['structure'])}",
                "- / .90",
            ),
            (
                "  subheads / lead caption",
                f"{_f(parts['h']['f1'])} / {_f(facts.get('lead_caption'))}",
                ".92 / .60",
            ),
            ("  title / author", f"{_f(facts['title'])} / {_f(facts['author'])}", ".90 / .90"),
            (
                "  lead image / date",
                f"{_f(facts.get('lead_image'))} / {_f(facts['date'])}",
                ".85 / -",
            ),
        ]
    if "mozilla" in sources:
        view = sources["mozilla"]
        out.append(
            (
                f"Firefox Reader View ({view['n']}), text F1 / structure",
                f"{_f(view['text']['f1'])} / {_f(view['structure'])}",
                "- / .95",
            )
        )
    return out


def _cost(costs: list[float], peer: list[tuple[float, float]], failures: int) -> list[Row]:
    middle, high = _middle_and_high(costs)
    ours, theirs = _middle_and_high([a for a, _ in peer]), _middle_and_high([b for _, b in peer])
    return [
        (
            f"CPU a page ({len(costs)}), median / p95",
            f"{middle * 1e3:.0f} / {high * 1e3:.0f} ms",
            "- / 150 ms",
        ),
        (
            f"  every {PEER}th page: trafilatura.extract alone; ours is so many times that",
            f"{theirs[0] * 1e3:.0f} / {theirs[1] * 1e3:.0f} ms; "
            f"{ours[0] / theirs[0]:.2f} / {ours[1] / theirs[1]:.2f}",
            "-",
        ),
        ("pages that could not be read", str(failures), "0"),
    ]


def _middle_and_high(costs: list[float]) -> tuple[float, float]:
    ordered = sorted(costs) or [0.0]
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]


def _peer_cost(page: bytes) -> float:
    """CPU seconds of trafilatura, as it comes, for the text of a page."""
    from trafilatura import extract as peer

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    begun = time.process_time()
    peer(page)
    return time.process_time() - begun


def _memory(folder: Path) -> Row:
    """The most memory that a process of its own takes, which reads the largest pages in turn."""
    pages = sorted((folder / "dev" / "html").iterdir(), key=lambda p: -p.stat().st_size)
    names = [str(p) for p in pages[:LARGEST]]
    done = subprocess.run(
        [sys.executable, "-c", _READER, *names], capture_output=True, text=True, check=True
    )
    return (
        f"memory of a process, after the {LARGEST} largest pages",
        f"{int(done.stdout) / 1024:.0f} MB",
        "150 MB",
    )


_READER = """
import gzip, sys
from reader.story.read import read_page
for name in sys.argv[1:]:
    with gzip.open(name) as page:
        read_page(page.read(), "https://a.example/1")
with open("/proc/self/status") as status:
    print(next(line.split()[1] for line in status if line.startswith("VmHWM")))
"""
"""What is run there; ``ru_maxrss`` would hold the memory of the process that started it, too."""


def _f(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _cases(folder: Path, half: str) -> Iterator[tuple[Case, bytes]]:
    taken: dict[str, int] = defaultdict(int)
    with gzip.open(folder / "dev" / "cases.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            case = _flat(json.loads(line))
            taken[case["source"]] += 1
            if half == "all" or (half == "a") == (taken[case["source"]] <= LOOKED_AT):
                with gzip.open(folder / "dev" / "html" / f"{case['id']}.html.gz") as page:
                    yield case, page.read()


def _flat(case: Case) -> Case:
    """``case`` with a list of lists of names made one list, which the scorer can't read."""
    names = case["gold"].get("authors") or []
    case["gold"]["authors"] = [
        n for held in names for n in (held if isinstance(held, list) else [held])
    ]
    return case


def _scorer(path: Path) -> ModuleType:
    if not path.is_file():
        raise FileNotFoundError(2, "no such file", str(path))
    spec = importlib.util.spec_from_file_location("extract_score", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
