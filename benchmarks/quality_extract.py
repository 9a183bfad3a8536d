"""The rows on extraction: text, structure and facts of pages, and what reading them costs."""

from __future__ import annotations

import gzip
import importlib.util
import json
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.adapters import extract

LOOKED_AT = 100
"""The first pages of each source, which rules were tuned on; the others were never looked at."""

Case = dict[str, Any]
Row = tuple[str, str, str]


def rows(data: Path, half: str) -> list[Row]:
    """Label, value and goal of each row; raises FileNotFoundError without the gold."""
    folder = data / "extract"
    scorer = _scorer(folder / "score.py")
    found: dict[str, list[Any]] = defaultdict(list)
    costs: list[float] = []
    failures = 0
    for case, page in _cases(folder, half):
        begun = time.process_time()
        try:
            story = extract(page, case["url"])
        except Exception as error:  # Counted and named: no page may stop the reading.
            failures += 1
            story = {}
            print(f"! {case['id']}: {type(error).__name__}: {error}", file=sys.stderr)
        costs.append(time.process_time() - begun)
        found[case["source"]].append(scorer.score_case(case, story))
    sources = {source: scorer.agg(held) for source, held in found.items()}
    return [*_quality(sources), *_cost(costs, failures)]


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


def _cost(costs: list[float], failures: int) -> list[Row]:
    ordered = sorted(costs) or [0.0]
    middle, high = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        (
            f"CPU a page ({len(costs)}), median / p95",
            f"{middle * 1e3:.0f} / {high * 1e3:.0f} ms",
            "- / 150 ms",
        ),
        ("memory of the process, gold included", f"{memory:.0f} MB", "150 MB"),
        ("pages that could not be read", str(failures), "0"),
    ]


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
