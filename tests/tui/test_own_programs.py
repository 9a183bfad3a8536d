"""Programs of the reader's own on keys: found, run on a story, and told apart from other keys."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from reader.config.programs import Program
from reader.model import Selection, Stretch
from reader.tui.app import NowReading
from reader.tui.keys.keymap import read_keymap
from tests.tui.driving import press, said, settle, shown, until
from tests.tui.shelf import open_library

WRITES = """\
import json, os, sys
told = {"arguments": sys.argv[2:], "input": sys.stdin.read()}
with open(sys.argv[1] + ".part", "w") as file:
    json.dump(told, file)
os.rename(sys.argv[1] + ".part", sys.argv[1] + "/" + str(len(os.listdir(sys.argv[1]))))
sys.exit(len(sys.argv) > 4)
"""


class Own:
    """A program that writes down what it was given, a file each time."""

    def __init__(self, folder: Path) -> None:
        self.script = folder / "own.py"
        self.script.write_text(WRITES)
        self.out = folder / "out"
        self.out.mkdir()

    def block(self, key: str, *arguments: str, more: str = "") -> str:
        run = json.dumps([sys.executable, str(self.script), str(self.out), *arguments])
        return f'[[program]]\ntitle = "Note it"\nkey = "{key}"\nrun = {run}\n{more}\n'

    def given(self) -> list[dict[str, object]]:
        return [json.loads(each.read_text()) for each in sorted(self.out.iterdir())]


@pytest.fixture
def own(tmp_path: Path) -> Own:
    return Own(tmp_path)


async def test_a_key_runs_it_on_the_chosen_story_and_on_the_open_one(
    tmp_path: Path, own: Own
) -> None:
    block = own.block("ctrl+b", "{url}", "{title} · {feed}")
    app = NowReading(await open_library(tmp_path, more=block))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "ctrl+b")
        await until(pilot, lambda: len(own.given()) == 1)
        assert "Note it: Ferry crews reach a deal" in said(app)
        await press(pilot, "enter", "ctrl+b")
        await until(pilot, lambda: len(own.given()) == 2)
    arguments = ["https://news.example/story/5", "Ferry crews reach a deal · Harbour Post"]
    assert own.given() == [{"arguments": arguments, "input": ""}] * 2


async def test_a_sequence_gives_it_the_terminal_and_the_text(
    tmp_path: Path, own: Own, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.tui.outside.own.at_the_terminal", lambda app: nullcontext())
    block = own.block(", n", "{date}", more="pipe = true\nterminal = true")
    app = NowReading(await open_library(tmp_path, more=block))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "comma")
        assert "n note it" in shown(app)
        await press(pilot, "n")
        await until(pilot, lambda: len(own.given()) == 1)
    (given,) = own.given()
    assert given["arguments"] == ["2026-03-04"]
    assert str(given["input"]).startswith(
        "Ferry crews reach a deal\n\nhttps://news.example/story/5"
    )
    assert "“It holds,” said Ada Brook" in str(given["input"])


async def test_it_runs_on_every_selected_story(tmp_path: Path, own: Own) -> None:
    app = NowReading(await open_library(tmp_path, more=own.block("X", "{title}")))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "V", "j", "X")
        await until(pilot, lambda: len(own.given()) == 2)
    told = {str(each["arguments"]) for each in own.given()}
    assert told == {"['Ferry crews reach a deal']", "['Council counts the votes again']"}


async def test_one_that_fails_and_one_that_is_not_there_are_told(tmp_path: Path, own: Own) -> None:
    missing = '[[program]]\ntitle = "Gone"\nkey = "x"\nrun = ["no-such-program"]\n'
    block = own.block("X", "1", "2", "3") + missing
    app = NowReading(await open_library(tmp_path, more=block))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "X")
        ended = f"Note it: {sys.executable} ended with code 1"
        await until(pilot, lambda: ended in said(app))
        await press(pilot, "x")
        await until(pilot, lambda: any("no-such-program did not start" in s for s in said(app)))


async def test_one_that_is_not_there_gets_no_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.tui.outside.own.at_the_terminal", None)
    block = '[[program]]\ntitle = "Gone"\nkey = "X"\nrun = ["no-such-program"]\nterminal = true\n'
    app = NowReading(await open_library(tmp_path, more=block))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "X")
        await until(pilot, lambda: any("no-such-program did not start" in s for s in said(app)))


async def test_the_palette_and_the_help_name_it(tmp_path: Path, own: Own) -> None:
    app = NowReading(await open_library(tmp_path, more=own.block("X", "{title}")))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "question_mark", *"own.py")
        assert "Note it" in shown(app)
        await press(pilot, "escape", "ctrl+p", *"note", "enter")
        await until(pilot, lambda: len(own.given()) == 1)


async def test_its_key_is_a_letter_where_one_types(tmp_path: Path, own: Own) -> None:
    app = NowReading(await open_library(tmp_path, more=own.block("X", "{title}")))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "/", *"bridge", "escape", "X")
        await until(pilot, lambda: len(own.given()) == 1)


def test_a_key_that_is_taken_or_unknown_is_told_and_runs_nothing() -> None:
    programs = [
        Program("One", ("one",), key="s"),
        Program("Two", ("two",), key="b"),  # a word less, while one selects in the body
        Program("Three", ("three",), key="g"),
        Program("Four", ("four",), key="x"),
        Program("Five", ("five",), key="x"),
        Program("Six", ("six",), key="hyper+x"),
        Program("Seven", ("seven",), key=", x"),
        Program("Eight", ("eight",)),
    ]
    keymap, warnings = read_keymap({}, programs=programs)
    assert [sorted(keymap.keys[f"program.{n}"]) for n in range(1, 9)] == [
        [], [], [], ["x"], [], [], [", x"], [],
    ]  # fmt: skip
    assert [each.partition(":")[0] for each in warnings] == [
        f"[[program]] {title}" for title in ("One", "Two", "Three", "Five", "Six")
    ]
    assert warnings[3] == "[[program]] Five: “x” already is “Four” (program.4)"


async def test_what_a_rule_tells_is_given_to_the_program_for_it(tmp_path: Path, own: Own) -> None:
    run = json.dumps([sys.executable, str(own.script), str(own.out), "{}"])
    app = NowReading(await open_library(tmp_path, more=f"[programs]\nnotify = {run}\n"))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        found = (await app.library.page(Selection(), Stretch(limit=1))).entries
        app.refresher._tell(found)
        await until(pilot, lambda: len(own.given()) == 1)
    assert own.given()[0]["arguments"] == ["“Ferry crews reach a deal” (Harbour Post)"]
