"""Several commands on one key: each after the one before, over screens, ended by what can't be done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual import events

from reader.config.macros import Macro
from reader.config.read import read_config, read_text
from reader.config.where import place_of
from reader.errors import ConfigError
from reader.model import Selection
from reader.tui.app import NowReading
from reader.tui.keys.keymap import read_keymap
from reader.tui.screens.library.screen import LibraryScreen
from tests.tui.driving import chosen, press, said, settle, shown, until
from tests.tui.shelf import open_library


def block(key: str, *do: str) -> str:
    return f'[[macro]]\ntitle = "Mine"\nkey = "{key}"\ndo = {json.dumps(do)}\n'


async def test_each_command_comes_after_the_one_before(tmp_path: Path) -> None:
    more = block(", s", "entry.toggle_star", "entry.toggle_read", "unread.next")
    library = await open_library(tmp_path, more=more)
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "comma")
        assert "s mine" in shown(app)
        await press(pilot, "s")
        await until(pilot, lambda: chosen(pilot) == "Council counts the votes again")
        await press(pilot, "comma", "s")
        await until(pilot, lambda: chosen(pilot) == "Probe finds ice under the dust")
        starred = (await library.page(Selection(starred=True))).entries
        assert [each.title for each in starred] == [
            "Ferry crews reach a deal",
            "Council counts the votes again",
        ]
        assert all(each.is_read for each in starred)
    await library.close()


async def test_what_lists_and_stories_both_have_is_done_in_either(tmp_path: Path) -> None:
    more = block("X", "entry.toggle_star", "unread.next", "story.toggle_star")
    library = await open_library(tmp_path, more=more)
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "X")
        await until(pilot, lambda: "Council counts the votes again" in shown(app))
        await settle(pilot)
        assert await library.count(Selection(starred=True)) == 2
        await press(pilot, "q", "X")
        await until(pilot, lambda: chosen(pilot) == "Probe finds ice under the dust")
        await settle(pilot)
        starred = (await library.page(Selection(starred=True))).entries
        assert [each.title for each in starred] == [
            "Ferry crews reach a deal",
            "Probe finds ice under the dust",
        ]
        assert said(app) == []
    await library.close()


async def test_keys_typed_so_far_are_shown_as_they_are_typed(tmp_path: Path) -> None:
    library = await open_library(tmp_path, more=block(", s", "entry.toggle_star"))
    app = NowReading(library)
    async with app.run_test(size=(80, 16)) as pilot:
        await settle(pilot)
        await press(pilot, "comma")
        assert shown(app).splitlines()[-1].startswith(" , … ")
    await library.close()


async def test_commands_of_the_screen_that_one_opens_follow_and_keys_wait(tmp_path: Path) -> None:
    more = block(
        "X", "item.open", "story.toggle_star", "story.next", "story.toggle_star", "app.back"
    )
    library = await open_library(tmp_path, more=more)
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "X", "j")
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen))
        assert await library.count(Selection(starred=True)) == 2
        assert chosen(pilot) == "Probe finds ice under the dust", "j came after all of it"
        await press(pilot, "g", "g", "ctrl+p", *"mine", "enter")
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen))
        assert await library.count(Selection(starred=True)) == 0
    await library.close()


async def test_a_key_that_leaves_ends_it(tmp_path: Path) -> None:
    library = await open_library(tmp_path)
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        app.run_steps(["entry.toggle_star", "unread.next"] * 6)
        app.post_message(events.Key("ctrl+q", None))
        await pilot.pause()
    assert app.is_leaving
    assert await library.count(Selection(starred=True)) < 6
    await library.close()


async def test_what_can_not_be_done_here_ends_it(tmp_path: Path) -> None:
    more = block("X", "entry.toggle_star", "story.zen", "entry.delete")
    library = await open_library(tmp_path, more=more)
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "X")
        await until(
            pilot, lambda: said(app)[-1:] == ["“Zen mode” can't be done here; the macro ended"]
        )
        assert await library.count(Selection(starred=True)) == 1
        assert await library.count(Selection()) == 7
        await press(pilot, "j", "s")
        assert await library.count(Selection(starred=True)) == 2
    await library.close()


async def test_a_box_that_asks_ends_it_and_takes_the_keys(tmp_path: Path) -> None:
    library = await open_library(tmp_path, more=block("X", "entry.tag", "entry.delete"))
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "X", *"pier", "enter")
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen))
        assert await library.count(Selection(query="tag:pier")) == 1
        assert await library.count(Selection()) == 7
    await library.close()


def test_a_block_is_read_and_its_mistakes_have_places(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text('[[macro]]\ntitle = "T"\ndo = ["app.undo", "app.undo"]\n')
    assert read_config(path).macros == (Macro("T", ("app.undo", "app.undo")),)
    for bad in ("[]", '"app.undo"', "[3]", json.dumps(["app.undo"] * 21)):
        with pytest.raises(ConfigError, match="do must be an array") as error:
            read_text(f'[[macro]]\ntitle = "T"\ndo = {bad}\n', path)
        assert (error.value.line, error.value.column) == (3, 6)
    with pytest.raises(ConfigError, match="has no do"):
        read_text('[[macro]]\ntitle = "T"\n', path)


def test_a_key_that_is_taken_and_a_command_that_is_not_there_are_told_with_their_places(
    tmp_path: Path,
) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(
        '[keys]\n"quote.nxet" = "x"\nentry.toggle_star = "m"\n'
        '[[program]]\ntitle = "P"\nrun = ["p"]\nkey = "j"\n'
        + block(", a", "app.undo", "program:P", "program:Q")
        + block("s", "app.undo")
    )
    config = read_config(path)

    def told(at: tuple[str, ...], number: int | None) -> str:
        return place_of(path, at, number)

    keymap, warnings = read_keymap(config.keys, "default", config.programs, config.macros, told)
    assert [each.split(" ", 1)[0] for each in warnings] == [
        "feeds.toml:2:1",
        "feeds.toml:3:1",
        "feeds.toml:7:1",
        "feeds.toml:10:1",
        "feeds.toml:14:1",
    ]
    assert "did you mean “quote.next”?" in warnings[0]
    assert "no command “program:Q”; did you mean “program:P”?" in warnings[3]
    assert "“s” already is “Star”" in warnings[4]
    assert keymap.steps == ((), ("app.undo",))
    assert keymap.keys["macro.1"] == keymap.keys["macro.2"] == ()
