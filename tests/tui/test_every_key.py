"""No dead keys: on the real screens, every key of every command runs that command, in each preset.

What the commands then do is asserted in the tests of each screen.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.dom import DOMNode
from textual.pilot import Pilot

from reader.library.library import Library
from reader.tui.app import NowReading
from reader.tui.keys.commands import COMMANDS, Command, Context
from reader.tui.keys.dispatch import Keyed
from reader.tui.keys.keymap import sequence
from reader.tui.keys.presets import PRESETS
from reader.tui.screens.library.screen import LibraryScreen
from reader.tui.screens.lists.downloads import DownloadsScreen
from reader.tui.screens.lists.problems import ProblemsScreen
from reader.tui.screens.lists.speakers import SpeakersScreen
from reader.tui.screens.story.screen import StoryScreen
from tests.tui.driving import press, settle
from tests.tui.shelf import open_library

Place = tuple[type[Keyed], str, str]
PLACES: dict[Context, Place] = {
    "app": (LibraryScreen, "", "entries"),
    "list": (LibraryScreen, "", "entries"),
    "library": (LibraryScreen, "", "entries"),
    "entries": (LibraryScreen, "", "entries"),
    "feeds": (LibraryScreen, "", "feeds"),
    "problems": (ProblemsScreen, "goto.problems", "problems"),
    "speakers": (SpeakersScreen, "goto.quotes", "said"),
    "downloads": (DownloadsScreen, "goto.downloads", "downloads"),
    "story": (StoryScreen, "item.open", "body"),
    "body": (StoryScreen, "item.open", "body"),
    "quotes": (StoryScreen, "item.open", "quotes"),
    "more": (StoryScreen, "item.open", "more"),
}
"""On which screen, opened by which command, in which pane the keys of a context are pressed."""
ELSEWHERE = {"speakers.sort": (SpeakersScreen, "goto.quotes", "speakers")}
"""Commands of one pane of their screen."""
LISTS: list[Place] = [
    PLACES["feeds"],
    PLACES["story"],
    PLACES["quotes"],
    PLACES["more"],
    (SpeakersScreen, "goto.quotes", "speakers"),
]
"""Where else the keys for moving in a list are pressed."""


def place_of(command: Command) -> Place:
    """Where the keys of a command are pressed."""
    return ELSEWHERE.get(command.id) or PLACES[command.context]


async def go(pilot: Pilot[None], place: Place) -> Keyed:
    """Be on that screen, in that pane."""
    app = pilot.app
    kind, command, pane = place
    while len(app.screen_stack) > 2:
        await app.pop_screen()
    library = app.screen
    assert isinstance(library, LibraryScreen)
    library.go("entries")
    if command:
        await library.run_command(command)
        await settle(pilot)
    screen = app.screen
    assert isinstance(screen, kind)
    screen.query_one(f"#{pane}").focus()
    await settle(pilot)
    return screen


def watch(screen: Keyed, command: Command, ran: list[str]) -> DOMNode:
    """Let ``ran`` know when the command runs, instead of what it does."""
    node = screen.answering(command)
    assert node is not None, f"{command.id} is answered by nothing on {screen}"

    def note(*_: object) -> None:
        ran.append(command.id)

    setattr(node, f"action_{command.action}", note)
    return node


@pytest.mark.slow
@pytest.mark.parametrize("preset", PRESETS)
async def test_every_key_runs_its_command(tmp_path: Path, preset: str) -> None:
    library = await open_library(tmp_path, more=f'[keys]\npreset = "{preset}"\n')
    app = NowReading(library)
    dead: list[str] = []
    async with app.run_test(size=(160, 40)) as pilot:
        await settle(pilot)
        contexts: dict[Place, list[Command]] = {}
        for command in COMMANDS:
            contexts.setdefault(place_of(command), []).append(command)
        for place in LISTS:
            contexts.setdefault(place, []).extend(c for c in COMMANDS if c.context == "list")
        for place, commands in contexts.items():
            screen = await go(pilot, place)
            ran: list[str] = []
            nodes = [(watch(screen, command, ran), command) for command in commands]
            for command in commands:
                for keys in app.keymap.keys[command.id]:
                    ran.clear()
                    await press(pilot, *sequence(keys))
                    if ran != [command.id]:
                        dead.append(f"{command.id} {keys} in {place[2]}: {ran}")
            for node, command in nodes:
                delattr(node, f"action_{command.action}")
    assert dead == []
    await library.close()


@pytest.mark.slow
async def test_every_command_is_in_the_palette_and_the_help_of_its_place(
    library: Library,
) -> None:
    from reader.tui.screens.boxes.palette import HelpScreen, PaletteScreen

    app = NowReading(library)
    async with app.run_test(size=(160, 40)) as pilot:
        await settle(pilot)
        for place in dict.fromkeys(map(place_of, COMMANDS)):
            screen = await go(pilot, place)
            here = {each.id for each in COMMANDS if place_of(each) == place}
            assert here <= {each.id for each in HelpScreen(screen)._commands}
            nowhere = {"app.palette", "app.command", "app.back"}
            assert here - nowhere <= {each.id for each in PaletteScreen(screen)._commands}
