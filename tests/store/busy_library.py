"""A program that lets feeds bring entries and makes marks until it is killed.

Run as ``python -m tests.store.busy_library LIBRARY SEED``; one line on stdout for each thing that
was acknowledged: ``read ID``, ``star ID``, ``delete ID``, ``applied GUID``.
"""

from __future__ import annotations

import asyncio
import random
import sys
from pathlib import Path

from reader.model import Selection, Stretch
from reader.store.store import Store
from tests.store.making import NOW, bring, digested, quote, subscribe


async def main(path: Path, seed: int) -> None:
    """Work until killed."""
    chance = random.Random(seed)
    store = await Store.open(path)
    feeds = await subscribe(store, *(f"https://s{n}.example/feed" for n in range(5)))

    async def refresh(feed: int) -> None:
        for n in range(seed * 1_000_000, seed * 1_000_000 + 1_000_000):
            entries = [
                digested(
                    f"{feed}-{n}-{k}",
                    f"Title {n}",
                    text=f"Text {chance.random()} " * chance.randrange(1, 400),
                    quotes=[quote("Hear, hear", f"Speaker {chance.randrange(9)}")],
                    links=[f"https://l.example/{chance.randrange(99)}"],
                )
                for k in range(chance.randrange(1, 9))
            ]
            await bring(store, feed, *entries, words_later=chance.random() < 0.8)
            for entry in entries:
                print("applied", entry.identity, flush=True)

    async def mark() -> None:
        while True:
            entries = (await store.page(Selection(unread=True), Stretch(limit=5))).entries
            for entry in entries[:3]:
                kind = chance.choice(["read", "star", "delete"])
                if kind == "read":
                    await store.set_read([entry.id], True, NOW)
                elif kind == "star":
                    await store.set_starred([entry.id], True, NOW)
                else:
                    await store.delete([entry.id], NOW)
                print(kind, entry.id, flush=True)
            await asyncio.sleep(0)

    await asyncio.gather(mark(), *(refresh(feed) for feed in feeds))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
