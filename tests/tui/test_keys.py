"""Keys: the command table holds together, the user's keys are checked, sequences and counts work."""

from __future__ import annotations

import pytest
from textual.app import App
from textual.widget import Widget

from reader.library.library import Library
from reader.tui.app import NowReading
from reader.tui.keys.commands import COMMANDS
from reader.tui.keys.dispatch import Keyed, bindings
from reader.tui.keys.keymap import DEFAULT, Keymap, clashes, label, meet, read_keymap, sequence


def test_no_two_commands_of_the_table_share_a_key_in_one_place() -> None:
    assert list(clashes(DEFAULT.keys)) == []


def test_ids_and_actions_of_the_table_are_unique() -> None:
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)
    assert len({command.action for command in COMMANDS}) == len(COMMANDS)


def test_every_command_has_a_key_a_title_and_words_of_help() -> None:
    assert all(command.keys and command.title and command.help for command in COMMANDS)


def test_keys_in_different_places_do_not_meet() -> None:
    assert not meet("feeds", "entries")
    assert not meet("library", "story")
    assert meet("entries", "app")
    assert meet("list", "story")


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ("?", "?"),
        ("ctrl+p", "^p"),
        ("g f", "g f"),
        ("enter", "↵"),
        ("G", "G"),
        ("/", "/"),
        ("]", "]"),
        ("escape", "esc"),
        ("shift+tab", "⇧tab"),
        ("space", "space"),
        ("comma", ","),
    ],
)
def test_a_key_is_shown_as_a_reader_knows_it(keys: str, shown: str) -> None:
    assert label(keys) == shown


def test_keys_get_the_names_that_textual_has_for_them() -> None:
    assert sequence("? ctrl-d G") == ("question_mark", "ctrl+d", "G")


def test_a_good_key_is_taken() -> None:
    keymap, warnings = read_keymap({"entry.toggle_star": "x"})
    assert warnings == ()
    assert keymap.keys["entry.toggle_star"] == ("x",)
    assert keymap.for_textual() == {"entry.toggle_star": "x"}


def test_several_keys_and_sequences_are_taken() -> None:
    keymap, warnings = read_keymap({"goto.feeds": "g x, f5"})
    assert warnings == ()
    assert keymap.keys["goto.feeds"] == ("g x", "f5")
    assert ("g", "x") in keymap.sequences


def test_an_empty_value_takes_the_key_away() -> None:
    keymap, warnings = read_keymap({"entry.delete": ""})
    assert warnings == ()
    assert keymap.keys["entry.delete"] == ()
    assert keymap.label("entry.delete") == ""


def test_an_unknown_command_is_told_with_the_nearest_one() -> None:
    keymap, warnings = read_keymap({"entry.togle_star": "x"})
    assert keymap == Keymap(DEFAULT.keys)
    assert "entry.togle_star" in warnings[0] and "“entry.toggle_star”" in warnings[0]


@pytest.mark.parametrize("value", ["ctlr+x", "ctrl+foo", "bigkey", "g bigkey"])
def test_a_key_that_no_keyboard_has_is_told(value: str) -> None:
    keymap, warnings = read_keymap({"entry.toggle_star": value})
    assert keymap.keys == DEFAULT.keys
    assert "no key is called" in warnings[0]


def test_a_clash_is_told_and_left_out() -> None:
    keymap, warnings = read_keymap({"entry.toggle_star": "m"})
    assert keymap.keys["entry.toggle_star"] == ("s",)
    assert "“m” already is “Read or unread”" in warnings[0]


def test_a_key_of_another_place_is_no_clash() -> None:
    _, warnings = read_keymap({"feed.remove": "m"})
    assert warnings == ()


def test_two_commands_may_swap_their_keys() -> None:
    keymap, warnings = read_keymap({"entry.toggle_star": "m", "entry.toggle_read": "s"})
    assert warnings == ()
    assert keymap.keys["entry.toggle_read"] == ("s",)


def test_a_single_key_that_begins_a_sequence_is_told() -> None:
    keymap, warnings = read_keymap({"entry.toggle_star": "g"})
    assert keymap.keys["entry.toggle_star"] == ("s",)
    assert "“g” can't stand beside “g g”" in warnings[0]


def test_a_sequence_that_begins_with_a_key_in_force_is_told() -> None:
    keymap, warnings = read_keymap({"goto.feeds": "u f"})
    assert keymap.keys["goto.feeds"] == ("g f",)
    assert "“u f” can't stand beside “u”" in warnings[0]


class Pane(Widget, can_focus=True):
    """Writes down what it was asked to do."""

    BINDINGS = bindings("move.down", "move.top", "item.open", "entry.toggle_star")

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []

    def action_move_down(self, count: int = 1) -> None:
        self.done.append(f"down {count}")

    def action_move_top(self) -> None:
        self.done.append("top")

    def action_item_open(self) -> None:
        self.done.append("open")

    def action_entry_toggle_star(self) -> None:
        self.done.append("star")


class Place(Keyed):
    """A screen with counts."""

    takes_counts = True
    BINDINGS = bindings("app.back")

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []

    def compose(self):  # type: ignore[no-untyped-def]
        yield Pane()

    def action_goto_feeds(self) -> None:
        self.done.append("feeds")

    def action_app_back(self) -> None:
        self.done.append("back")


class KeysApp(App[None]):
    """One screen, with the user's keys in force."""

    def __init__(self, user: dict[str, str] | None = None, *, counts: bool = True) -> None:
        super().__init__()
        self.keymap, _ = read_keymap(user or {})
        self.place = Place()
        type(self.place).takes_counts = counts

    def on_mount(self) -> None:
        self.set_keymap(self.keymap.for_textual())
        self.push_screen(self.place)


async def done(app: KeysApp, *keys: str) -> list[str]:
    async with app.run_test() as pilot:
        await pilot.press("tab")
        pane = app.place.query_one(Pane)
        pane.focus()
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        return pane.done + app.place.done


async def test_a_single_key_runs_its_command() -> None:
    assert await done(KeysApp(), "j", "enter") == ["down 1", "open"]


async def test_a_sequence_runs_on_the_pane_first_then_on_the_screen() -> None:
    assert await done(KeysApp(), "g", "g", "g", "f") == ["top", "feeds"]


async def test_an_unknown_end_of_a_sequence_does_nothing() -> None:
    assert await done(KeysApp(), "g", "j", "j") == ["down 1"]


async def test_escape_ends_a_sequence_without_going_back() -> None:
    assert await done(KeysApp(), "g", "escape", "f") == []


async def test_a_count_reaches_the_command_that_takes_one() -> None:
    assert await done(KeysApp(), "1", "0", "j", "j") == ["down 10", "down 1"]


async def test_a_count_is_dropped_by_a_command_that_takes_none() -> None:
    assert await done(KeysApp(), "3", "s", "j") == ["star", "down 1"]


async def test_escape_takes_a_count_back_without_going_back() -> None:
    assert await done(KeysApp(), "3", "escape", "j") == ["down 1"]


async def test_a_zero_alone_is_no_count() -> None:
    assert await done(KeysApp(), "0", "j") == ["down 1"]


async def test_where_counts_are_off_digits_are_left_alone() -> None:
    assert await done(KeysApp(counts=False), "3", "j") == ["down 1"]


async def test_the_users_key_is_in_force_and_the_old_one_is_not() -> None:
    app = KeysApp({"entry.toggle_star": "x", "move.down": "ctrl+n"})
    assert await done(app, "s", "x", "j", "ctrl+n", "2", "ctrl+n") == ["star", "down 1", "down 2"]


async def test_a_sequence_can_be_given_to_a_command_that_had_a_key() -> None:
    assert await done(KeysApp({"entry.toggle_star": "g x"}), "s", "g", "x") == ["star"]


async def test_a_key_can_be_given_to_a_command_that_had_a_sequence() -> None:
    app = KeysApp({"move.top": "t"})
    assert await done(app, "g", "g", "t") == ["top"]


@pytest.mark.parametrize("key", [*"!.;<>|#'é", "full_stop", "question_mark", "f12", "alt+x"])
def test_every_key_of_a_keyboard_can_be_named(key: str) -> None:
    keymap, warnings = read_keymap({"entry.toggle_star": key, "entry.pipe": "", "app.help": ""})
    assert warnings == ()
    assert sequence(keymap.keys["entry.toggle_star"][0]) == sequence(key)


async def test_a_refresh_is_told_of_each_key(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[None] = []
    monkeypatch.setattr(library, "make_room", lambda: told.append(None))
    async with NowReading(library).run_test() as pilot:
        assert not told
        await pilot.press("?", "x")
        assert len(told) == 2
