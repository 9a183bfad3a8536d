"""Keys for files and programs, where there is nothing to play or run."""

from __future__ import annotations

import asyncio
import signal
import sys
import webbrowser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from reader.model import Enclosure, Story
from reader.tui.app import NowReading
from reader.tui.outside import programs
from reader.tui.outside.editor import editor, to_edit
from reader.tui.outside.elsewhere import at_the_terminal
from reader.tui.outside.starting import arguments
from tests.tui.driving import press, settle, shown, until
from tests.tui.shelf import SHELVES, open_library


def test_an_address_takes_the_place_kept_for_it_else_the_end() -> None:
    assert arguments(["mpv"], "https://a.example/") == ["mpv", "https://a.example/"]
    assert arguments(["p", "--url={}", "-x"], "u") == ["p", "--url=u", "-x"]


async def test_ctrl_c_ends_nothing_while_the_terminal_changes_hands() -> None:
    @contextmanager
    def suspend() -> Iterator[None]:
        signal.raise_signal(signal.SIGINT)
        yield
        signal.raise_signal(signal.SIGINT)

    said: list[str] = []
    app: Any = SimpleNamespace(
        terminal=asyncio.Lock(),
        is_leaving=False,
        suspend=suspend,
        go_on_here=lambda: said.append("here"),
    )
    before = signal.getsignal(signal.SIGINT)
    async with at_the_terminal(app):
        signal.raise_signal(signal.SIGINT)
        said.append("lent")
    assert said == ["lent", "here"]
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize("key", ["e", "E"])
async def test_a_story_without_files_says_so(tmp_path: Path, key: str) -> None:
    library = await open_library(tmp_path, SHELVES)
    app = NowReading(library)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await press(pilot, key)
        assert "No file comes with this story" in _told(app)
        await press(pilot, "enter")
        app.clear_notifications()
        await press(pilot, key)
        assert "No file comes with this story" in _told(app)
        app.clear_notifications()
        await press(pilot, "3", key)  # a pane with nothing in it
        assert "No file comes with this story" in _told(app)


async def test_where_nothing_plays_a_file_the_setting_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def none() -> None:
        raise webbrowser.Error

    monkeypatch.setattr("webbrowser.get", none)
    told: list[str] = []
    library = SimpleNamespace(player=(), browser=(), enclosure_file=lambda entry, each: None)
    app: Any = SimpleNamespace(library=library, say=lambda text, **how: told.append(text))
    entry: Any = SimpleNamespace(
        enclosures=(Enclosure("https://x.example/bells.mp3", "audio/mpeg"),)
    )
    await programs.play(app, entry)
    assert told == ["Nothing plays it: [programs] player in feeds.toml names a player"]


async def test_a_story_without_a_picture_says_so(tmp_path: Path) -> None:
    app = NowReading(await open_library(tmp_path, SHELVES))
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "i")
        assert "This story begins with no picture" in _told(app)


async def test_the_viewer_gets_the_kept_picture_else_its_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[Path] = []
    given: list[str] = []

    async def started(app: Any, program: Sequence[str], what: str) -> None:
        given.append(what)

    monkeypatch.setattr(programs, "open_with", started)
    library = SimpleNamespace(viewer=("feh",), picture=lambda url: next(iter(kept), None))
    app: Any = SimpleNamespace(library=library)
    story = Story(1, None, "Lamps", None, (), lead_image="https://x.example/a.png")
    await programs.look_at(app, SimpleNamespace(enclosures=()), story)  # type: ignore[arg-type]
    kept.append(tmp_path / "a.png")
    await programs.look_at(app, SimpleNamespace(enclosures=()), story)  # type: ignore[arg-type]
    assert given == ["https://x.example/a.png", str(tmp_path / "a.png")]


async def test_the_pipe_asks_and_escape_runs_nothing(tmp_path: Path) -> None:
    library = await open_library(tmp_path, SHELVES)
    app = NowReading(library)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        for way in ((), ("enter",)):
            await press(pilot, *way, "|")
            assert type(app.screen).__name__ == "PipeScreen"
            await press(pilot, "escape")
            assert type(app.screen).__name__ != "PipeScreen"


async def test_feeds_toml_is_edited_and_what_it_says_is_in_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = await open_library(tmp_path, SHELVES)
    program = tmp_path / "append.py"
    program.write_text(
        "import sys\n"
        "with open(sys.argv[1], 'a', encoding='utf-8') as file:\n"
        '    file.write(\'\\n[[view]]\\ntitle = "Long ones"\\nquery = "words:>9"\\n\')\n'
    )
    monkeypatch.setenv("VISUAL", f"{sys.executable} {program}")
    monkeypatch.setattr("reader.tui.outside.editor.at_the_terminal", lambda app: nullcontext())
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "g", "e")
        await until(pilot, lambda: "Long ones" in shown(app))
        monkeypatch.setenv("VISUAL", "no-such-editor")
        await press(pilot, "g", "e")
        await until(pilot, lambda: "no-such-editor did not start" in _told(app))


def test_the_editor_is_the_readers_and_begins_at_the_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("EDITOR", "/usr/bin/vim -n")
    monkeypatch.delenv("VISUAL", raising=False)
    assert editor() == ["/usr/bin/vim", "-n"]
    assert to_edit(editor(), Path("feeds.toml"), 12) == ["/usr/bin/vim", "-n", "+12", "feeds.toml"]
    assert to_edit(["code", "-w"], Path("feeds.toml"), 12) == ["code", "-w", "feeds.toml"]
    monkeypatch.setenv("VISUAL", "it's")
    assert editor() == ["it's"]
    monkeypatch.delenv("VISUAL")
    monkeypatch.delenv("EDITOR")
    assert editor() == []
    (tmp_path / "vi").touch(0o755)
    assert editor() == ["vi"]


def test_the_title_of_a_file_is_cleaned() -> None:
    from reader.library.reading.more import _last_part

    assert _last_part(Enclosure("https://a.example/x/%1b]0;y.mp3").url).isprintable()


def _told(app: NowReading) -> str:
    return " ".join(note.message for note in app._notifications)
