"""How well stories of one event are found: labelled stories brought in one by one by their feeds.

``python -m tests.events.test_quality`` prints the figures and what went wrong.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from reader.store.store import Store
from tests.events.labelled import Labelled, Score, labelled, score

PRECISION = 0.97
RECALL = 0.8


async def measure(names: Sequence[str], folder: Path) -> Score:
    """The score of the stories of these files, each in a new library."""
    right = 0
    wrong: list[tuple[Labelled, Labelled]] = []
    missed: list[tuple[Labelled, Labelled]] = []
    for name in names:
        store = await Store.open(folder / f"{name}.db")
        try:
            found = await score(store, labelled(name))
        finally:
            await store.close()
        right += found.right
        wrong += found.wrong
        missed += found.missed
    return Score(right, tuple(wrong), tuple(missed))


@pytest.mark.slow
@pytest.mark.parametrize(
    "names", [("tune", "alike"), ("held", "fresh", "blind")], ids=["tuned on", "not tuned on"]
)
async def test_stories_of_one_event_are_found_and_others_left_alone(
    names: Sequence[str], tmp_path: Path
) -> None:
    found = await measure(names, tmp_path)
    wrong = [(one.title, other.title) for one, other in found.wrong]
    assert found.precision >= PRECISION, wrong
    assert found.recall >= RECALL, f"{found}"


def main() -> None:
    """Print the figures."""
    for names in (
        ("tune",),
        ("held",),
        ("fresh",),
        ("near",),
        ("later",),
        ("alike",),
        ("blind",),
        ("held", "fresh", "later"),
    ):
        with tempfile.TemporaryDirectory() as folder:
            found = asyncio.run(measure(names, Path(folder)))
        number = sum(len(labelled(name)) for name in names)
        sys.stdout.write(f"{' and '.join(names)}: {number} stories, {found}\n")
        if len(names) > 1:
            continue
        for word, pairs in (("wrong", found.wrong), ("missed", found.missed)):
            for one, other in pairs:
                sys.stdout.write(f"  {word}: {one.title} | {other.title}\n")


if __name__ == "__main__":
    main()
