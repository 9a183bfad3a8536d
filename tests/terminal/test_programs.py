"""Programs of the reader's own, run from the real program in a pseudo-terminal."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
import termios
from pathlib import Path

import pytest

from tests.terminal.driver import Terminal

STORY = "A bridge holds\n\nThe bridge was opened on Monday.\n\nIt holds, and nobody fell.\n"


@pytest.fixture
def story(tmp_path: Path) -> str:
    """A file that the reader opens as a story."""
    path = tmp_path / "bridge.txt"
    path.write_text(STORY)
    return str(path)


@pytest.fixture
def waiting(tmp_path: Path) -> Path:
    """A program that takes the terminal and keeps it."""
    path = tmp_path / "wait.py"
    path.write_text(WAITING)
    return path


async def test_a_story_is_piped_into_a_program_and_the_reader_comes_back(
    tmp_path: Path, story: str
) -> None:
    program = tmp_path / "count.py"
    program.write_text(
        "import sys\nprint('lines', len(sys.stdin.read().splitlines()), sys.argv[1:], flush=True)\n"
    )
    async with Terminal("open", story, home=tmp_path, size=(100, 30)) as reader:
        await reader.see("The bridge was opened")
        reader.press("|")
        await reader.see("Pipe the story")
        reader.press(f"{sys.executable} {program} 'a b' ; > $HOME", "enter")
        # No shell: the signs are words like any other.
        await reader.see("lines 5", "Enter: back")
        assert b"['a b', ';', '>', '$HOME']" in reader.raw
        reader.press("enter")
        await reader.see("The bridge was opened", gone="Enter: back")
        reader.press("|")
        await reader.see("Pipe the story")
        reader.press("no-such-program-at-all", "enter")
        # At once: no empty terminal to come back from.
        await reader.see("did not start", gone="Enter: back")


@pytest.mark.slow
async def test_the_browser_of_the_settings_gets_the_address_as_one_argument(
    tmp_path: Path,
) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(
        "<rss version='2.0'><channel><title>Town</title><item><title>Bridge</title>"
        "<link>https://news.example/a?b=$(id)&amp;c=;x</link>"
        "<description>The bridge was opened on Monday.</description></item></channel></rss>"
    )
    told = tmp_path / "told.txt"
    program = tmp_path / "browse.py"
    program.write_text(
        f"import sys, pathlib\npathlib.Path({str(told)!r}).write_text(repr(sys.argv[1:]))\n"
    )
    feeds = tmp_path / "config/nowreading/feeds.toml"
    feeds.parent.mkdir(parents=True)
    feeds.write_text(f"[programs]\nbrowser = ['{sys.executable}', '{program}', 'to={{}}']\n")
    async with Terminal("open", str(feed), home=tmp_path, size=(100, 30)) as reader:
        await reader.see("The bridge was opened")
        reader.press("o")
        await reader.see("has it")
        while not told.exists():
            await reader.see("The bridge was opened")
    assert told.read_text() == "['to=https://news.example/a?b=$(id)&c=;x']"


@pytest.mark.slow
async def test_the_reader_leaves_while_a_player_goes_on(tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(
        "<rss version='2.0'><channel><title>Town</title><item><title>Bridge</title>"
        "<description>The bridge was opened on Monday.</description>"
        "<enclosure url='https://news.example/one.mp3' type='audio/mpeg'/>"
        "</item></channel></rss>"
    )
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    program = tmp_path / "play.py"
    program.write_text(f"open({str(pipe)!r}).read()\n")
    feeds = tmp_path / "config/nowreading/feeds.toml"
    feeds.parent.mkdir(parents=True)
    feeds.write_text(f"[programs]\nplayer = ['{sys.executable}', '{program}']\n")
    async with Terminal("open", str(feed), home=tmp_path, size=(120, 40)) as reader:
        await reader.see("The bridge was opened")
        reader.press("e")
        await reader.see("has it: https://news.example/one.mp3")
        reader.press("ctrl+q")
        async with asyncio.timeout(60):
            assert await reader.process.wait() == 0
    with pipe.open("w"):  # the player still reads: it ends now
        pass


@pytest.mark.slow
async def test_a_file_that_comes_with_a_story_is_given_to_the_player(tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(
        "<rss version='2.0'><channel><title>Town</title><item><title>Bridge</title>"
        "<description>The bridge was opened on Monday.</description>"
        "<enclosure url='https://news.example/one.mp3' type='audio/mpeg' length='4200000'/>"
        "<enclosure url='https://news.example/two.mp3' type='audio/mpeg'/>"
        "</item></channel></rss>"
    )
    told = tmp_path / "told.txt"
    program = tmp_path / "play.py"
    program.write_text(f"import sys\nopen({str(told)!r}, 'a').write(sys.argv[1] + '\\n')\n")
    feeds = tmp_path / "config/nowreading/feeds.toml"
    feeds.parent.mkdir(parents=True)
    feeds.write_text(f"[programs]\nplayer = ['{sys.executable}', '{program}']\n")
    async with Terminal("open", str(feed), home=tmp_path, size=(120, 40)) as reader:
        shown = await reader.see("The bridge was opened", "one.mp3", "♪")
        assert "4.2 MB" in shown
        reader.press("e")
        await reader.see("has it: https://news.example/one.mp3")
        reader.press("3", "j", "enter")
        await reader.see("has it: https://news.example/two.mp3")
        while not (told.exists() and len(told.read_text().split()) == 2):
            await reader.see("The bridge was opened")
    assert set(told.read_text().split()) == {
        "https://news.example/one.mp3",
        "https://news.example/two.mp3",
    }


WAITING = """
import os, signal, sys, tty
sys.stdin.read()
# Not print: the signal may come while print writes, and then it ends the program.
signal.signal(signal.SIGINT, lambda *_: os.write(1, b'interrupted\\n'))
terminal = os.open(os.ctermid(), os.O_RDWR)
if 'raw' in sys.argv:
    tty.setraw(terminal)
# Not signal.pause: a signal that comes right before it would be dealt with after the next one.
told, tell = os.pipe()
os.set_blocking(tell, False)
signal.set_wakeup_fd(tell)
print('waiting', os.getpid(), '.', flush=True)
while True:
    os.read(told, 1)
"""


async def _wait_in(reader: Terminal, program: Path, *arguments: str) -> int:
    """Pipe the story into the program; its process."""
    await reader.see("The bridge was opened")
    reader.press("|")
    await reader.see("Pipe the story")
    reader.press(" ".join((sys.executable, str(program), *arguments)), "enter")
    return int(await reader.wrote(rb"waiting (\d+) \."))


@pytest.mark.parametrize("name", ["SIGTERM", pytest.param("SIGHUP", marks=pytest.mark.slow)])
async def test_a_program_on_the_terminal_ends_with_the_reader(
    tmp_path: Path, story: str, waiting: Path, name: str
) -> None:
    async with Terminal("open", story, home=tmp_path, size=(100, 30)) as reader:
        modes = termios.tcgetattr(reader._master)
        program = await _wait_in(reader, waiting, "raw")
        reader.process.send_signal(getattr(signal, name))
        assert await reader.end() == 0
        with pytest.raises(ProcessLookupError):
            os.kill(program, 0)
        assert termios.tcgetattr(reader._master)[:4] == modes[:4]


async def test_ctrl_c_is_for_the_program_on_the_terminal_alone(
    tmp_path: Path, story: str, waiting: Path
) -> None:
    async with Terminal("open", story, home=tmp_path, size=(100, 30)) as reader:
        program = await _wait_in(reader, waiting)
        reader.press("\x03")
        await reader.see("interrupted")
        os.kill(program, signal.SIGTERM)
        await reader.see("Enter: back")
        reader.press("enter")
        await reader.see("ended with code -15", "The bridge was opened")
        reader.press("ctrl+q")
        assert await reader.end() == 0


async def test_keys_typed_ahead_of_a_program_wait_until_the_reader_is_back(
    tmp_path: Path, story: str, waiting: Path
) -> None:
    async with Terminal("open", story, home=tmp_path, size=(100, 30)) as reader:
        await reader.see("The bridge was opened")
        # Both ask for the terminal at once: one after the other gets it.
        reader.press(f"|{sys.executable} {waiting}\r" * 2)
        for _ in range(2):
            running = int(await reader.wrote(rb"waiting (\d+) \."))
            reader.raw.clear()
            os.kill(running, signal.SIGTERM)
            await reader.wrote(rb"(Enter: back)")
            reader.press("enter")
        await reader.see("The bridge was opened", gone="Enter: back")
        reader.press("ctrl+q")
        assert await reader.end() == 0


async def test_a_terminal_stopped_with_ctrl_s_does_not_stop_the_reader(
    tmp_path: Path, story: str, waiting: Path
) -> None:
    async with Terminal("open", story, home=tmp_path, size=(100, 30)) as reader:
        await reader.see("The bridge was opened")
        reader.press(f"|{sys.executable} {waiting}\r")
        running = int(await reader.wrote(rb"waiting (\d+) \."))
        reader.press("\x13")  # nothing is written until the reader has the terminal again
        os.kill(running, signal.SIGTERM)
        reader.press("enter")
        await reader.see("The bridge was opened", gone="waiting")
        reader.press("ctrl+q")
        assert await reader.end() == 0


async def test_a_program_that_waits_for_the_terminal_is_not_begun_when_the_reader_ends(
    tmp_path: Path, story: str, waiting: Path
) -> None:
    feeds = tmp_path / "config/nowreading/feeds.toml"
    feeds.parent.mkdir(parents=True)
    feeds.write_text("")
    async with Terminal("open", story, home=tmp_path, size=(100, 30)) as reader:
        await reader.see("The bridge was opened")
        reader.press(f"|{sys.executable} {waiting}\r" * 2)
        await reader.wrote(rb"waiting (\d+) \.")
        reader.process.send_signal(signal.SIGTERM)
        assert await reader.end() == 0
        assert len(re.findall(rb"waiting \d+ ", reader.raw)) == 1
