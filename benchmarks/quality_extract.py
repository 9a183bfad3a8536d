"""Extraction quality and cost on the shared pages: one table, and the same on two halves by site.

Run as ``python -m benchmarks.quality_extract --data ../shared [--limit 60]``.  ``--data`` is the
folder that holds ``extract/score.py`` and ``extract/dev``; without it nothing is measured.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import os
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

from benchmarks.adapters import extract

Case = dict[str, Any]


def main() -> int:
    """Print the table; 1 when the data are not there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=os.environ.get("NOWREADING_SHARED", "../shared"))
    parser.add_argument("--limit", type=int, default=0, help="pages of each source")
    options = parser.parse_args()
    folder = Path(options.data) / "extract"
    if not (folder / "score.py").is_file():
        print(f"skipped: no pages in {folder}", file=sys.stderr)
        return 1
    report(folder, options.limit)
    return 0


def report(folder: Path, limit: int = 0) -> None:
    """Measure the pages of ``folder`` and print what came out."""
    scorer = _load(folder / "score.py")
    rows: dict[str, dict[str, list[Any]]] = {
        name: defaultdict(list) for name in ("all", "half a", "half b")
    }
    costs: list[float] = []
    failures = 0
    for case, page in _cases(folder, limit):
        begun = time.process_time()
        try:
            story = extract(page, case["url"])
        except Exception as error:  # Counted and named: no page may crash the reading.
            failures += 1
            story = {}
            print(f"! {case['id']}: {type(error).__name__}: {error}", file=sys.stderr)
        costs.append(time.process_time() - begun)
        row = scorer.score_case(case, story)
        for name in ("all", half(case["url"])):
            rows[name][case["source"]].append(row)
    for name, sources in rows.items():
        print(f"\n{name}")
        result = {source: scorer.agg(found) for source, found in sorted(sources.items())}
        for source, measures in result.items():
            print(f"  {source:<12} {_line(measures)}")
    print(f"\n{_cost(costs)}, failures {failures}")


def half(url: str) -> str:
    """``half a`` or ``half b``, the same for every page of a site."""
    return f"half {'ab'[crc32(urlsplit(url).netloc.encode()) % 2]}"


def _cases(folder: Path, limit: int) -> Iterator[tuple[Case, bytes]]:
    taken: dict[str, int] = defaultdict(int)
    with gzip.open(folder / "dev" / "cases.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            taken[case["source"]] += 1
            if not limit or taken[case["source"]] <= limit:
                with gzip.open(folder / "dev" / "html" / f"{case['id']}.html.gz") as page:
                    yield case, page.read()


def _line(measures: dict[str, Any]) -> str:
    found = [f"n {measures['n']:>4}"]
    found += [f"text {measures['text']['f1']:.3f}"] if measures.get("text") else []
    found += [f"snippets {measures['snippets_f1']:.3f}"] if measures.get("snippets_f1") else []
    found += [f"structure {measures['structure']:.3f}"] if measures.get("structure") else []
    found += [f"{name} {value:.3f}" for name, value in measures["meta"].items()]
    return "  ".join(found)


def _cost(costs: list[float]) -> str:
    ordered = sorted(costs) or [0.0]
    middle, high = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"CPU a page: median {middle * 1e3:.0f} ms, p95 {high * 1e3:.0f} ms; memory {memory:.0f} MB"
    )


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("extract_score", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    raise SystemExit(main())
