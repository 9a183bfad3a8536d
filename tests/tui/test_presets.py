"""The keys of other readers: each preset holds together, and is what the reader sees and presses."""

from __future__ import annotations

import string
import tomllib
from pathlib import Path

import pytest

from reader.config.values import PRESETS as KNOWN
from reader.feed.newsboat.config import read_settings
from reader.feed.newsboat.keys import OPERATIONS
from reader.model import Selection
from reader.tui.app import NowReading
from reader.tui.keys.commands import BY_ID, COMMANDS
from reader.tui.keys.keymap import DEFAULT, clashes, preset_keys, read_keymap, sequence
from reader.tui.keys.presets import PRESETS
from reader.tui.screens.library.screen import LibraryScreen
from reader.tui.screens.story.screen import StoryScreen
from tests.tui.driving import press, rows, said, settle, shown
from tests.tui.shelf import open_library

UNREAD = Selection(unread=True)


def test_every_preset_that_feeds_toml_may_name_is_there() -> None:
    assert set(PRESETS) == set(KNOWN)


@pytest.mark.parametrize("name", KNOWN)
def test_a_preset_has_no_clash_no_dead_key_and_no_unknown_command(name: str) -> None:
    keys = preset_keys(name)
    assert list(clashes(keys)) == []
    assert set(PRESETS[name]) <= set(BY_ID)
    assert all(keys[command.id] for command in COMMANDS), "every command has a key"
    # Read as a user would write it, nothing in it is refused: no key without a name.
    everything = {each: ", ".join(these) for each, these in keys.items()}
    keymap, warnings = read_keymap(everything)
    assert warnings == ()
    assert {e: tuple(map(sequence, k)) for e, k in keymap.keys.items()} == {
        e: tuple(map(sequence, k)) for e, k in keys.items()
    }


@pytest.mark.parametrize("operation", [*OPERATIONS][:-1])
def test_a_key_that_newsboat_was_given_is_taken_from_what_has_it_here(operation: str) -> None:
    for key in set(string.printable[:94]) - set("g\"'\\#"):
        lines = read_settings(f"bind-key {key} {operation}").lines
        keys = tomllib.loads("\n".join(lines)).get("keys", {})
        _, warnings = read_keymap(keys, "newsboat")
        assert warnings == (), key


def test_a_name_that_is_unknown_is_the_default() -> None:
    assert preset_keys("mutt") == DEFAULT.keys


def test_the_users_keys_go_over_a_preset_and_clash_with_its_keys() -> None:
    keymap, warnings = read_keymap({"entry.toggle_star": "x"}, "eilmeldung")
    assert warnings == ()
    assert (keymap.keys["entry.toggle_star"], keymap.keys["entry.toggle_read"]) == (
        ("x",),
        ("r", "u"),
    )
    keymap, warnings = read_keymap({"entry.toggle_star": "u"}, "eilmeldung")
    assert keymap.keys["entry.toggle_star"] == ("m",), "its key in the preset"
    assert "“u” already is “Read or unread”" in warnings[0]
    _, warnings = read_keymap({"entry.toggle_star": "s"}, "eilmeldung")
    assert "Refresh all" in warnings[0]


@pytest.mark.slow
async def test_newsboats_keys_work_and_are_shown(tmp_path: Path) -> None:
    more = '[keys]\npreset = "newsboat"\n"app.help" = "f1"\n'
    library = await open_library(tmp_path, more=more)
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert "l show/hide read" in rows(app)[-2]
        assert rows(app)[-2].endswith("f1 help")
        await press(pilot, "N")
        assert await library.count(UNREAD) == 6
        await press(pilot, "U")
        assert await library.count(UNREAD) == 7
        await press(pilot, "n", "n", "p", "enter")
        assert isinstance(app.screen, StoryScreen)
        assert app.screen.opened is not None
        first = app.screen.opened.entry.id
        await press(pilot, "n")
        assert app.screen.opened.entry.id != first, "n is the next unread story"
        await press(pilot, "u")
        assert app.focused is not None and app.focused.id == "more"
        await press(pilot, "f1", *"urls")
        await press(pilot, "escape", "f1", *"undo")
        assert " U │" in shown(app)
        await press(pilot, "escape", "ctrl+p", *"read or unread")
        assert " N │" in shown(app)
        await press(pilot, "escape", "q")
        assert isinstance(app.screen, LibraryScreen)
        await press(pilot, "l")
        assert rows(app)[0].startswith(" All  ")
        await pilot.press("Q")
    assert app.return_code == 0
    assert not any("[keys]" in each for each in said(app))
    await library.close()


@pytest.mark.slow
async def test_eilmeldungs_keys_work_and_are_shown(tmp_path: Path) -> None:
    library = await open_library(tmp_path, more='[keys]\npreset = "eilmeldung"\n')
    app = NowReading(library)
    async with app.run_test(size=(200, 50)) as pilot:
        await settle(pilot)
        assert "m star" in rows(app)[-2] and "R all read" in rows(app)[-2]
        await press(pilot, "m", "j", "r")
        assert await library.count(Selection(starred=True)) == 1
        assert await library.count(UNREAD) == 6
        await press(pilot, "c")
        assert "f add" in rows(app)[-2] and "y copy link" in rows(app)[-2]
        await press(pilot, "y")
        assert said(app)[-1].startswith("Copied: https://news.example/story")
        await press(pilot, "f", "j", "R", "U")
        assert await library.count(UNREAD) == 6
        await press(pilot, "equals_sign", *"ferry", "enter", "backslash")
        assert "best first" in rows(app)[0]
    await library.close()


def test_keys_brought_from_a_config_of_newsboat_clash_with_none() -> None:
    config = "bind-key l open\nbind-key h quit\nbind-key d pagedown\nbind-key u pageup\nbind-key m toggle-article-read"
    tables = tomllib.loads("\n".join(read_settings(config).lines))
    keymap, warnings = read_keymap(tables["keys"], "newsboat")
    assert warnings == ()
    assert keymap.keys["item.open"] == ("l", "enter")
