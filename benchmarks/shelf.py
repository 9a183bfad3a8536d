"""A small library of generated stories for measuring the screen, and the same stories as others keep
them."""

from __future__ import annotations

import asyncio
import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from benchmarks import bare_newsboat
from reader.codec import encode_story
from reader.library.library import Library
from reader.model import Block, DigestedEntry, DigestedFeed, Quote, Span, Speaker, Story
from reader.paths import Paths
from reader.store.arriving.entries import apply_many
from reader.store.store import Fetched

FEEDS = 40
LONG, LONGEST = 300, 10_000
"""Paragraphs of the second and third newest story."""
RARE = "zanzibar"
"""A word of one story in a thousand."""
BATCH = 500


@dataclass(frozen=True)
class Shelf:
    """``count`` stories under ``folder``: a library, a list of titles, a newsboat cache."""

    folder: Path
    count: int

    @property
    def environment(self) -> dict[str, str]:
        """Where the program finds this library and nothing else."""
        return {
            "HOME": str(self.folder),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "XDG_DATA_HOME": str(self.folder / "data"),
            "XDG_STATE_HOME": str(self.folder / "state"),
            "XDG_CACHE_HOME": str(self.folder / "cache"),
        }

    @property
    def titles(self) -> Path:
        """A line for each story, newest first."""
        return self.folder / "titles.txt"

    @property
    def newsboat(self) -> Path:
        """The folder of newsboat's cache."""
        return self.folder / "newsboat"

    @cached_property
    def now(self) -> datetime:
        """The newest story came in a minute ago."""
        return datetime.now(UTC).replace(microsecond=0)

    def fill(self) -> None:
        """Make all three, where they are missing."""
        done = self.folder / "done"
        if done.exists():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        asyncio.run(self._fill_library())
        self.titles.write_text("\n".join(title(n) for n in range(self.count)), encoding="utf-8")
        if bare_newsboat.is_installed():
            bare_newsboat.fill(self.newsboat, self._as_html())
        done.touch()

    async def _fill_library(self) -> None:
        config = self.folder / "config/nowreading/feeds.toml"
        config.parent.mkdir(parents=True, exist_ok=True)
        config.write_text(
            "[reading]\ngroup = false\n\n"  # made-up words make up events
            + "".join(
                f'[[feed]]\nurl = "http://127.0.0.1:9/{n}"\ntitle = "Feed number {n}"\n'
                f'folder = "Folder {n % 5}"\n'
                for n in range(FEEDS)
            )
        )
        library = self.folder / "data/nowreading/library.db"
        paths = Paths(config, library, self.folder / "state/nowreading/log")
        opened = await Library.open(paths, start=True)
        try:
            ids = [feed.id for feed in await opened.feeds() if not feed.is_builtin]
            store = opened._store
            for begin in range(0, self.count, BATCH):
                shelves: list[list[DigestedEntry]] = [[] for _ in ids]
                for number in range(begin, min(begin + BATCH, self.count)):
                    shelves[number % len(ids)].append(self._entry(number))
                batch = [
                    (id_, DigestedFeed("A feed", None, "en", tuple(entries), len(entries)))
                    for id_, entries in zip(ids, shelves, strict=True)
                    if entries
                ]
                await store._write(apply_many, batch, at=self.now)
            later = self.now + timedelta(days=300)
            for id_ in ids:
                await store.unchanged(id_, Fetched(self.now, later))
            await store.settle()
        finally:
            await opened.close()

    def _date(self, number: int) -> datetime:
        return self.now - timedelta(minutes=1 + 7 * number)

    def _entry(self, number: int) -> DigestedEntry:
        texts = paragraphs(number)
        said = f"Nobody knew of number {number} before"
        blocks = (
            *(Block("paragraph", text) for text in texts),
            Block("paragraph", f"“{said},” said Ann Sample."),
        )
        quote = Quote(
            said,
            (Span(len(texts), 1, 1 + len(said)),),
            "direct",
            Speaker("Ann Sample"),
            "said",
            0.95,
        )
        story = Story(
            0, None, title(number), None, blocks, (quote,), published_at=self._date(number)
        )
        return DigestedEntry(
            identity=f"g{number}",
            entry_hash=str(number),
            guid=f"g{number}",
            link=f"http://127.0.0.1:9/story/{number}",
            title=title(number),
            author=None,
            summary=texts[0][:300],
            published_at=self._date(number),
            updated_at=None,
            story=encode_story(story),
            source=zlib.compress(_html(texts).encode()),
            source_type="html",
            words=sum(len(text.split()) for text in texts),
            quote_count=1,
        )

    def _as_html(self) -> Iterator[tuple[str, str, datetime]]:
        for number in range(self.count):
            yield title(number), _html(paragraphs(number)), self._date(number)


def title(number: int) -> str:
    """The title of a story; 0 is the newest."""
    chance = random.Random(number)
    return f"T{number} " + " ".join(_word(chance) for _ in range(chance.randint(4, 11)))


def paragraphs(number: int) -> list[str]:
    """The text of a story; the first paragraph begins with the words ``Body of`` and its number."""
    chance = random.Random(-number - 1)
    many = {1: LONG, 2: LONGEST}.get(number, chance.randint(8, 16))
    texts = [
        " ".join(_word(chance) for _ in range(chance.randint(20, 80))).capitalize() + "."
        for _ in range(many)
    ]
    texts[0] = f"Body of {number} {texts[0]}"
    if number % 1000 == 7:
        texts[1] = f"They went to {RARE}. {texts[1]}"
    return texts


def _word(chance: random.Random) -> str:
    """Words as often as in a language: few often, most seldom."""
    return WORDS[min(int(chance.paretovariate(0.6)) - 1, len(WORDS) - 1)]


def _made_up() -> list[str]:
    chance = random.Random(4)
    words: dict[str, None] = {}
    while len(words) < 20_000:
        syllables = 1 + (len(words) >= 40) + (len(words) >= 900) + (len(words) >= 9000)
        words[
            "".join(
                chance.choice("bcdfglmnprstvw") + chance.choice("aeiou") for _ in range(syllables)
            )
        ] = None
    return list(words)


WORDS = _made_up()


def _html(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)
