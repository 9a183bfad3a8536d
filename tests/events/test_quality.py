"""How well stories of one event are found: labelled stories brought in one by one by their feeds.

``python -m tests.events.test_quality`` prints the figures and what went wrong.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

import pytest

from reader.store.store import Store
from tests.events.labelled import Score, labelled, score

PRECISION = 0.97
RECALL = {"tune": 0.8, "held": 0.8}


async def measure(name: str, folder: Path) -> Score:
    """The score of the stories of ``name``.txt in a new library."""
    store = await Store.open(folder / "library.db")
    try:
        return await score(store, labelled(name))
    finally:
        await store.close()


@pytest.mark.parametrize("name", ["tune", "held"])
async def test_stories_of_one_event_are_found_and_others_left_alone(
    name: str, tmp_path: Path
) -> None:
    found = await measure(name, tmp_path)
    wrong = [(one.title, other.title) for one, other in found.wrong]
    assert found.precision >= PRECISION, wrong
    assert found.recall >= RECALL[name], f"{found}"


def main() -> None:
    """Print the figures."""
    for name in ("tune", "held"):
        with tempfile.TemporaryDirectory() as folder:
            found = asyncio.run(measure(name, Path(folder)))
        sys.stdout.write(f"{name}: {len(labelled(name))} stories, {found}\n")
        for word, pairs in (("wrong", found.wrong), ("missed", found.missed)):
            for one, other in pairs:
                sys.stdout.write(f"  {word}: {one.title} | {other.title}\n")


if __name__ == "__main__":
    main()
