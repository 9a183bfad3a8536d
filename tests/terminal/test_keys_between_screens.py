"""Keys pressed at any moment while one screen takes another's place: each acts on what will stand there."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.terminal.driver import KEYS, Terminal
from tests.terminal.libraries import reader_over
from tests.tui.shelf import Item, Shelf

TITLES = ("Ferry crews agree", "Probe finds ice", "Comet returns")
TEXTS = ("Boats sail again at dawn", "Dust hides a frozen lake", "Nobody alive saw its tail")
SAID = ("It floats", "We dug deep", "Look up")
AGO = (5, 60, 90)
GUIDE = 4
"""Stories of the guide, which stand above."""
STEPS = 12


def shelf() -> Shelf:
    """Three stories, each of which leads to the next, and the last to the first."""
    items = []
    for number, (title, text, said, ago) in enumerate(zip(TITLES, TEXTS, SAID, AGO, strict=True)):
        leads_to = f"https://news.example/story/{AGO[(number + 1) % 3]}"
        body = (
            f'<p>{text}, <a href="{leads_to}">as told there</a>.</p>'
            f"<p>“{said},” said Ada Brook.</p>"
        )
        items.append(Item(title, ago, body=body))
    return Shelf("Orbit Weekly", None, tuple(items))


@dataclass
class Reader:
    """What keys lead to: in the list at row ``row``, or in story ``story`` at the end of ``trail``."""

    row: int = 0
    story: int | None = None
    trail: list[int] = field(default_factory=list)
    in_links: bool = False
    starred: set[int] = field(default_factory=set)

    def keys(self) -> list[str]:
        """The keys whose effect is foretold here."""
        if self.story is None:
            return ["j"] * (self.row < 2) + ["k"] * (self.row > 0) + ["enter"] * 4 + ["s"]
        keys = ["q", "s", "backspace", "backspace"]
        keys += ["J"] * (self.row < 2) + ["K"] * (self.row > 0)
        return keys + (["enter"] * 4 + ["1"] if self.in_links else ["3"] * 3 + ["n", "j"])

    def press(self, key: str) -> None:
        """Follow a key."""
        if key in "jk":
            self.row += {"j": 1, "k": -1}[key] if self.story is None else 0
        elif key == "enter" and self.story is not None:
            self.trail.append(self.story)
            self.story, self.in_links = (self.story + 1) % 3, False
        elif key in ("enter", "J", "K"):
            self.row += {"enter": 0, "J": 1, "K": -1}[key]
            self.story, self.trail, self.in_links = self.row, [], False
        elif key == "backspace" and self.trail:
            self.story, self.in_links = self.trail.pop(), False
        elif key == "s":
            self.starred ^= {self.row if self.story is None else self.story}
        elif key == "q":
            self.story, self.trail, self.in_links = None, [], False
        elif key in "13":
            self.in_links = key == "3"

    async def is_seen(self, terminal: Terminal) -> None:
        """Wait until the screen shows just this."""
        if self.story is None:
            await terminal.see(f"{GUIDE + self.row + 1} of ", "All unread  ", gone="¶ 1/")
            return
        back = (
            f"back to {TITLES[self.trail[-1]]}" if self.trail else f"· {GUIDE + self.row + 1} of "
        )
        star = self.story in self.starred
        wanted = (back, TEXTS[self.story], "★" if star else TITLES[self.story])
        await terminal.see(*wanted, gone=None if star else "★")


def in_one_piece(*keys: str) -> str:
    """The keys as one text, which is written at once."""
    return "".join(KEYS.get(key, key) for key in keys)


async def _begin(terminal: Terminal) -> None:
    """Go to the first of the three stories."""
    await terminal.see(*TITLES, "1 of ")
    terminal.press("j" * GUIDE)
    await terminal.see(f"{GUIDE + 1} of ")


@pytest.mark.parametrize(
    ("seed", "times"),
    [(1, 3), pytest.param(2, 30, marks=pytest.mark.slow)],
    ids=["three walks", "thirty walks"],
)
async def test_no_key_is_lost_between_screens(tmp_path: Path, seed: int, times: int) -> None:
    chance = random.Random(seed)
    async with await reader_over(tmp_path, shelf(), size=(120, 40)) as terminal:
        await _begin(terminal)
        reader = Reader()
        for walk in range(times):
            keys = []
            for _ in range(STEPS):
                keys.append(chance.choice(reader.keys()))
                reader.press(keys[-1])
            if walk % 2:
                terminal.press(in_one_piece(*keys))
            else:
                for key in keys:  # each somewhere into what the one before led to
                    terminal.press(key)
                    await asyncio.sleep(chance.random() * 0.04)
            try:
                await reader.is_seen(terminal)
            except AssertionError as error:
                raise AssertionError(f"after {keys}: {error}") from None
        assert await terminal.end_with("ctrl+q") == 0


@pytest.mark.slow
async def test_the_way_into_a_linked_story_and_back_in_one_piece(tmp_path: Path) -> None:
    async with await reader_over(tmp_path, shelf(), size=(120, 40)) as terminal:
        await _begin(terminal)
        way = ("enter", "n", "3", "enter", "backspace", "q", "j", "enter", "3", "enter")
        terminal.press(in_one_piece(*way))
        await terminal.see("back to Probe finds ice", TEXTS[2])
        terminal.press(in_one_piece("backspace", "q"))
        await terminal.see(f"{GUIDE + 2} of ", "All unread  ", gone="¶ 1/")
        assert await terminal.end_with("q") == 0
