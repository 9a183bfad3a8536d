"""The first screen of the last session stands on the terminal before the program is ready."""

from __future__ import annotations

import signal
import sqlite3
import termios
from pathlib import Path

import pytest

from reader import snapshot
from reader.compiled import TOLD
from tests.terminal.driver import Terminal

PAINTED = b"\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[H\x1b[2J"
"""How a terminal is painted before Textual is there."""
TEXTUAL = b"\x1b[?1004h"
"""What Textual writes when it takes the terminal."""
LEFT = b"\x1b[?1049l"
SIZE = (80, 24)
GUIDE = "Terminal reader opens every story"
WAITING = "import signal\nwhile True:\n    signal.pause()\n"
"""In the place of Textual: a start that takes for ever."""


def _library(home: Path) -> Path:
    return home / "data/nowreading/library.db"


async def _session(home: Path, *keys: str, size: tuple[int, int] = SIZE) -> bytes:
    """Open the reader, press keys, leave; what it wrote."""
    async with Terminal(home=home, size=size) as reader:
        await reader.see(GUIDE, "1 of")
        reader.press(*keys, "ctrl+q")
        assert await reader.end() == 0
        return await reader.written()


def _painted_before(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As after a session; the library is a file of no use."""
    _library(home).parent.mkdir(parents=True)
    _library(home).write_bytes(b"no library at all" * 400)
    environment = Terminal(home=home)._environment
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    at = snapshot.situation("", "", SIZE)
    files = {"library": str(_library(home)), "feeds": str(home / "config/nowreading/feeds.toml")}
    mark = snapshot.mark_of(**files)
    assert mark is not None
    assert snapshot.write(at, **files, mark=mark, picture="\x1b[1mLast session\x1b[m")
    return Path(at.path)


def _is_cooked(terminal: Terminal) -> bool:
    modes = termios.tcgetattr(terminal._master)
    return bool(modes[3] & termios.ICANON and modes[3] & termios.ECHO and modes[0] & termios.ICRNL)


async def test_the_next_start_shows_the_same_at_once_and_loses_no_key(home: Path) -> None:
    assert not (await _session(home)).startswith(PAINTED)
    assert (home / "state/nowreading/screen").stat().st_mode & 0o777 == 0o600
    async with Terminal(home=home, size=SIZE) as reader:
        picture = await reader.see(GUIDE, "^p commands")
        # Whole before anything of Textual's, however late a busy machine lets this test look.
        assert b"commands" in reader.raw.partition(TEXTUAL)[0]
        reader.press("j")
        await reader.see("2 of")
        assert reader.raw.startswith(PAINTED)
        assert reader.raw.count(b"\x1b[?1049h") == 1
        reader.press("k")
        await reader.see_whole(picture.splitlines()[1:])
        reader.press("ctrl+q")
        assert await reader.end() == 0
        assert _is_cooked(reader)


@pytest.mark.slow
async def test_a_library_that_changed_is_not_shown_as_it_was(home: Path) -> None:
    await _session(home)
    with sqlite3.connect(_library(home)) as database:
        database.execute("UPDATE entry SET starred_at = 1 WHERE id = 1")
    database.close()
    assert not (await _session(home)).startswith(PAINTED)


async def test_a_start_that_fails_puts_the_terminal_back_and_then_tells_why(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _painted_before(home, monkeypatch)
    async with Terminal(home=home, size=SIZE) as reader:
        assert await reader.end() == 2
        written = await reader.written()
        assert _is_cooked(reader)
    assert written.startswith(PAINTED)
    assert b"library" in written.split(LEFT)[1]


@pytest.mark.parametrize("way", ["SIGTERM", "SIGHUP", "ctrl+c", "an error"])
async def test_a_start_that_is_ended_puts_the_terminal_back(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    _painted_before(home, monkeypatch)
    textual = tmp_path / "instead/textual/__init__.py"
    textual.parent.mkdir(parents=True)
    textual.write_text("raise RuntimeError('no')\n" if way == "an error" else WAITING)
    environment = {"PYTHONPATH": str(textual.parents[1])}
    async with Terminal(home=home, size=SIZE, environment=environment) as reader:
        if way != "an error":
            await reader.see("Last session")
            assert not _is_cooked(reader)
        if way == "ctrl+c":
            reader.press("\x03")
        elif way.startswith("SIG"):
            reader.process.send_signal(getattr(signal, way))
        code = await reader.end()
        written = await reader.written()
        assert _is_cooked(reader)
    if way == "ctrl+c":
        # 130, or what a shell tells as 130: when Python is interrupted in a text that it executes, as
        # it makes a dataclass, it ends by the signal, although we return a code of our own.
        assert code in (130, -signal.SIGINT)
    else:
        assert code == (2 if way == "an error" else -getattr(signal, way))
    assert written.startswith(PAINTED)
    assert LEFT in written


async def test_in_a_terminal_of_another_size_or_kind_nothing_is_painted(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _painted_before(home, monkeypatch)
    textual = tmp_path / "instead/textual/__init__.py"
    textual.parent.mkdir(parents=True)
    textual.write_text("raise SystemExit(7)\n")
    ways = [((81, 24), {}), (SIZE, {"NO_COLOR": "1"}), (SIZE, {"TERM": "xterm"}), (SIZE, {})]
    painted = []
    for size, other in ways:
        environment = {"PYTHONPATH": str(textual.parents[1]), **other}
        async with Terminal(home=home, size=size, environment=environment) as reader:
            assert await reader.end() == 7
            painted.append((await reader.written()).startswith(PAINTED))
    assert painted == [False, False, False, True]


async def test_what_python_compiled_for_it_is_there_at_the_next_start(home: Path) -> None:
    kept = home / "compiled/reader"
    for _ in range(2):
        async with Terminal(home=home, environment={TOLD: str(kept.parent)}) as reader:
            await reader.see(GUIDE, "1 of")
            reader.press("ctrl+q")
            assert await reader.end() == 0
        assert b"textual.app" in kept.read_bytes()
