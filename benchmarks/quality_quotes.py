"""The rows on quotations and speakers."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import time
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.adapters import find

Row = tuple[str, str, str]
Documents = list[dict[str, Any]]


def rows(data: Path, half: str) -> list[Row]:
    """Label, value and goal of each row; raises FileNotFoundError without the gold."""
    folder = data / "quotes"
    scorer = _scorer(folder / "score.py")
    news = _in_half(_load(folder / "polnear.dev.jsonl"), half)
    german = _in_half(_load(folder / "dewikinews.dev.jsonl"), half)
    micro = _load(folder / "micro.jsonl")
    found, cost = _read(news, use_lang=False)
    us, _ = scorer.score(news, found)
    bare = [{**document, "ignore": [], "other_marks": []} for document in news]
    strict, _ = scorer.score(bare, found)
    de, _ = scorer.score(german, _read(german, use_lang=True)[0])
    small, _ = scorer.score(micro, _read(micro, use_lang=True)[0])
    speaker, multi = us["speaker"], us["multi_paragraph"]
    return [
        (
            f"quotes, US news ({us['gold']}), overlap F1 / ignore rules off",
            f"{us['overlap']['F1']} / {strict['overlap']['F1']}",
            "99.0 / 98.0",
        ),
        (
            "speaker right / quote and speaker F1",
            f"{speaker['acc']} / {us['e2e']['F1']}",
            "93 / 91",
        ),
        ("pronoun as speaker, its place right", f"{speaker['pronoun']}", "88"),
        (
            "speaker resolved to the person",
            _count(speaker["resolved_acc"], speaker["resolved_n"]),
            "88",
        ),
        ("no speaker where gold has none", _count(speaker["null_acc"], speaker["null_n"]), "60"),
        (
            "quotations over several paragraphs",
            _count(multi["recall_overlap"], multi["gold"]),
            "100",
        ),
        (f"German ({de['gold']}), quote and speaker F1", f"{de['e2e']['F1']}", "75"),
        (
            "micro set: F1 / speaker",
            f"{small['overlap']['F1']} / {small['speaker']['acc']}",
            "100 / 95",
        ),
        ("CPU for 1,000 words, in all stories", f"{cost:.1f} ms", "5 ms"),
        ("CPU of a fixed loop on this machine just now", f"{_reference():.0f} ms", "100 ms"),
    ]


def _read(documents: Documents, *, use_lang: bool) -> tuple[dict[str, Any], float]:
    """What the product finds, by document; and its CPU time in ms for 1,000 words."""
    start = time.process_time()
    found = {
        document["id"]: {
            "quotes": find(document["text"], document.get("lang") if use_lang else None)
        }
        for document in documents
    }
    spent = time.process_time() - start
    words = sum(len(document["text"].split()) for document in documents)
    return found, 1e6 * spent / max(words, 1)


def _reference() -> float:
    """CPU time in ms of two million additions: what a busy or slow machine adds to the row
    before; the best of three."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        total = 0
        for number in range(2_000_000):
            total += number & 7
        best = min(best, time.process_time() - start)
    return 1000 * best


def _count(percent: float | None, total: int) -> str:
    """A percentage, or counts where there are fewer than 50."""
    if percent is None:
        return "none"
    if total < 50:
        return f"{round(percent * total / 100)} of {total}"
    return f"{percent} ({total})"


def _in_half(documents: Documents, half: str) -> Documents:
    if half == "all":
        return documents
    odd = half == "b"
    return [
        document
        for document in documents
        if (int(hashlib.md5(document["id"].encode()).hexdigest(), 16) % 2 == 1) == odd
    ]


def _load(path: Path) -> Documents:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _scorer(path: Path) -> ModuleType:
    if not path.exists():
        raise FileNotFoundError(2, "no scorer", str(path))
    spec = importlib.util.spec_from_file_location("quotes_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
