"""A small app that shows nothing but the story screen, with what the screen asks of the reader's."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from textual.app import App
from textual.pilot import Pilot

import reader.tui
from reader.errors import ReaderError
from reader.tui.drawing import themes
from reader.tui.keys.keymap import read_keymap
from reader.tui.layout.galley import Place
from reader.tui.screens.story.frame import Neighbours
from reader.tui.screens.story.screen import StoryScreen
from tests.tui.frames import draw
from tests.tui.story_fixtures import FakeLibrary

T = TypeVar("T")


class StoryApp(App[None], inherit_bindings=False):
    """Shows one story; keeps what was said, copied, opened and told to the lists."""

    CSS_PATH = [  # noqa: RUF012
        str(Path(reader.tui.__file__).with_name(name)) for name in ("app.tcss", "story.tcss")
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (160, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]  # noqa: RUF012

    def __init__(
        self,
        library: Any = None,
        entry_id: int = 1,
        neighbours: Neighbours | None = None,
        quote: int | None = None,
    ) -> None:
        super().__init__()
        self.library = library or FakeLibrary()
        self.keymap, _ = read_keymap(self.library.keys)
        self.story_screen = StoryScreen()
        self.story_screen.begin(entry_id, neighbours, quote=quote)
        self.said: list[str] = []
        self.copied: list[str] = []
        self.browsed: list[str] = []
        self.told: list[int] = []
        self.left = False
        for theme in themes.OURS:
            self.register_theme(theme)
        self.theme = themes.DARK.name

    def on_mount(self) -> None:
        self.push_screen(self.story_screen)

    @property
    def rows(self) -> list[str]:
        """The text on the screen, row by row."""
        return [strip.text.rstrip() for strip in self.screen._compositor.render_strips()]

    def say(self, text: str, **how: Any) -> None:
        self.said.append(text)

    async def attempt(self, work: Awaitable[T]) -> T | None:
        try:
            return await work
        except ReaderError as error:
            self.say(f"{error} {error.hint}".strip())
            return None

    def entries_changed(self, entry_ids: Sequence[int]) -> None:
        self.told.extend(entry_ids)

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        self.browsed.append(url)

    def copy_to_clipboard(self, text: str) -> None:
        self.copied.append(text)

    async def action_app_back(self) -> None:
        self.left = True

    async def action_app_undo(self) -> None:
        await self.library.undo()


async def settled(pilot: Pilot[None]) -> None:
    """Wait for the story to be open and everything told."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    draw(pilot.app)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys and wait for what they did."""
    await pilot.press(*keys)
    await settled(pilot)


def headline(app: StoryApp) -> str:
    """The headline of the story shown."""
    assert app.story_screen.opened is not None
    return app.story_screen.opened.story.headline


def foot(app: StoryApp) -> str:
    """What the last row says."""
    return app.rows[-1].strip()


def place(app: StoryApp) -> Place:
    """The reading place."""
    return app.story_screen.body.place
