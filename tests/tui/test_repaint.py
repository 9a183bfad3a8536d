"""What is written to the terminal: a small terminal of our own shows what Textual would show."""

from __future__ import annotations

import curses
import random
import re
import sys
from typing import TYPE_CHECKING, cast

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from reader.tui.drawing.cells import NARROW, SURE, erases_in_colour
from reader.tui.drawing.repaint import Canvas, Painting

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

WIDTH, HEIGHT = 40, 12
CONSOLE = Console(color_system="truecolor", force_terminal=True, legacy_windows=False)
STYLES = (
    Style(color="red"),
    Style(color="white", bold=True),
    Style(bgcolor="blue"),
    Style(color="white", bgcolor="blue", underline=True, dim=True),
    Style(color="#102030", bgcolor="#ffeedd", reverse=True),
)
TOKEN = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])|\x1b([M78])|(.)", re.DOTALL)
OFF = {22: {1, 2}, 23: {3}, 24: {4, 21}, 25: {5, 6}, 27: {7}, 28: {8}, 29: {9}}
Look = tuple[frozenset[int], str, str]
PLAIN: Look = (frozenset(), "", "")


class Terminal:
    """Knows places, regions that move, erasing, and characters with the look they were written in.

    Of a blank it keeps what can be seen of it.
    """

    def __init__(self, width_of: Callable[[str], int] = cell_len) -> None:
        self.width_of = width_of
        self.stays_on_line = False
        self.rows: list[list[tuple[str, Look]]] = [[(" ", PLAIN)] * WIDTH for _ in range(HEIGHT)]
        self.top, self.bottom = 0, HEIGHT - 1
        self.look = PLAIN

    def write(self, text: str) -> None:
        x = y = 0
        for numbers, letter, feed, char in TOKEN.findall(text):
            if letter == "H":
                row, _, column = numbers.partition(";")
                y, x = int(row or 1) - 1, int(column or 1) - 1
            elif letter == "C":
                x += int(numbers or 1)
                assert x < WIDTH
            elif letter in ("h", "l"):
                assert numbers == "?7"
                self.stays_on_line = letter == "l"
            elif feed in ("7", "8"):
                x = self._blanks_from(x, feed)
            elif letter == "m":
                self._take([int(each or 0) for each in numbers.split(";")])
            elif letter in ("K", "X"):
                assert numbers or letter == "K"
                end = WIDTH if letter == "K" else x + int(numbers)
                self.rows[y][x:end] = [(" ", seen(" ", self.look))] * (end - x)
                assert len(self.rows[y]) == WIDTH
            elif letter == "r":
                self.top, self.bottom = 0, HEIGHT - 1
                if numbers:
                    self.top, self.bottom = (int(each) - 1 for each in numbers.split(";"))
            elif feed == "M":
                self._move(-1)
            elif char == "\r":
                x = 0
            elif char == "\n":
                if y == self.bottom:
                    self._move(1)
                else:
                    y += 1
            elif char:
                cells = [char, *([""] * (self.width_of(char) - 1))][: self.width_of(char)]
                if x + len(cells) > WIDTH:
                    if self.stays_on_line:
                        continue
                    x, y = 0, y + 1
                self.rows[y][x : x + len(cells)] = [(each, seen(char, self.look)) for each in cells]
                x += len(cells)
            else:
                assert letter == "", letter
        assert self.look == PLAIN

    def _blanks_from(self, x: int, feed: str) -> int:
        if feed == "7":
            self.saved = x
        return self.saved if feed == "8" else x

    def _take(self, codes: list[int]) -> None:
        while codes:
            code = codes.pop(0)
            attributes, fore, back = self.look
            if code == 0:
                self.look = PLAIN
            elif code in (38, 48):
                count = 4 if codes[0] == 2 else 2
                colour = str(codes[:count])
                del codes[:count]
                self.look = (attributes, *((colour, back) if code == 38 else (fore, colour)))
            elif code in OFF:
                self.look = (attributes - OFF[code], fore, back)
            elif code < 30:
                self.look = (attributes | {code}, fore, back)
            elif code < 40 or 90 <= code < 100:
                self.look = (attributes, "" if code == 39 else str(code), back)
            else:
                self.look = (attributes, fore, "" if code == 49 else str(code))

    def _move(self, by: int) -> None:
        block = self.rows[self.top : self.bottom + 1]
        blank = [[(" ", self.look)] * WIDTH for _ in range(abs(by))]
        block = [*block[by:], *blank] if by > 0 else [*blank, *block[:by]]
        self.rows[self.top : self.bottom + 1] = block


def seen(char: str, look: Look) -> Look:
    """What can be seen of a character in this look."""
    attributes, _, back = look
    return (frozenset(), "", back) if char == " " and not attributes & {4, 7, 9, 21} else look


def line(text: str, style: Style, width: int = WIDTH) -> Strip:
    return Strip([Segment(text, style)]).adjust_cell_length(width, STYLES[0])


def full(strips: list[Strip]) -> LayoutUpdate:
    return LayoutUpdate([[strip] for strip in strips], Region(0, 0, WIDTH, HEIGHT))


def part(strips: list[Strip], rows: range) -> ChopsUpdate:
    spans = [(y, 0, WIDTH) for y in rows]
    return ChopsUpdate([{0: strip} for strip in strips], spans, [[WIDTH]] * HEIGHT)


def shows(terminal: Terminal, strips: list[Strip]) -> bool:
    expected = Terminal()
    expected.write(full(strips).render_segments(CONSOLE))
    return terminal.rows == expected.rows


@pytest.mark.parametrize("seed", range(6))
def test_the_terminal_shows_the_same_as_when_all_is_written(seed: int) -> None:
    chance = random.Random(seed)
    words = ["a story of the sea", "東京の話", "the same again", "", "one more line of it", "é ñ ü"]
    words += ["two words            far apart", "❝ quoted ❞ ★"]
    canvas, terminal = Canvas(CONSOLE), Terminal()
    strips = [line(chance.choice(words), chance.choice(STYLES)) for _ in range(HEIGHT)]
    terminal.write(canvas.changed(full(strips)).render_segments(CONSOLE))
    for _ in range(40):
        first = chance.randrange(HEIGHT - 1)
        rows = range(first, chance.randrange(first + 1, HEIGHT) + 1)
        strips = list(strips)
        if chance.random() < 0.5:
            by = chance.choice((-3, -1, 1, 2))
            block = strips[rows.start : rows.stop]
            strips[rows.start : rows.stop] = block[by:] + block[:by]
        for y in rows:
            if chance.random() < 0.2:
                strips[y] = line(chance.choice(words), chance.choice(STYLES))
        update = part(strips, rows) if chance.random() < 0.8 else full(strips)
        terminal.write(canvas.changed(update).render_segments(CONSOLE))
        assert shows(terminal, strips)
    again = Terminal()
    again.write(canvas.picture())
    assert shows(again, strips)


def test_a_moved_list_is_moved_by_the_terminal_and_costs_little() -> None:
    canvas = Canvas(CONSOLE)
    strips = [line(f"line {y} of a long list with words", STYLES[y % 3]) for y in range(HEIGHT + 2)]
    canvas.changed(full(strips[:HEIGHT]))
    moved = canvas.changed(part(strips[2:], range(HEIGHT))).render_segments(CONSOLE)
    assert f"\x1b[1;{HEIGHT}r\x1b[{HEIGHT};1H\n\n\x1b[r" in moved
    whole = part(strips[2:], range(HEIGHT)).render_segments(CONSOLE)
    assert len(moved) < len(whole) / 3
    assert canvas.changed(part(strips[2:], range(HEIGHT))).render_segments(CONSOLE) == ""


def test_a_line_with_emoji_is_written_whole_or_not_at_all() -> None:
    canvas = Canvas(CONSOLE)
    canvas.changed(full([line("", STYLES[0])] * HEIGHT))
    for end in "bc":
        strip = line(f"a 👩‍🚀 {end}", STYLES[0])
        written = canvas.changed(part([strip] * HEIGHT, range(1))).render_segments(CONSOLE)
        assert f"👩‍🚀 {end}\x1b[m" in written
        again = canvas.changed(part([strip] * HEIGHT, range(1))).render_segments(CONSOLE)
        assert again == ""


DOUBTFUL = ("👩‍👩‍👧‍👦 · 11:30", "❤️ 1 ☺️", "बंदरगाह परिषद", "cafe\u0301 \u0645\u0631")


def _alone(char: str) -> int:
    """The width of a character in a terminal that joins none."""
    return 2 if ord(char) > 0x1F000 else 1


def _least(char: str) -> int:
    return 0 if not (char.isascii() or char == "│") else 1


@pytest.mark.parametrize("text", DOUBTFUL)
@pytest.mark.parametrize("width_of", [_alone, _least, cell_len])
def test_whatever_width_a_terminal_gives_it_what_is_around_stands_where_it_belongs(
    text: str, width_of: Callable[[str], int]
) -> None:
    canvas, terminal = Canvas(CONSOLE), Terminal(width_of)
    terminal.write(
        canvas.changed(full([line("old" * 13, STYLES[2])] * HEIGHT)).render_segments(CONSOLE)
    )
    at_the_edge = line("", STYLES[0], WIDTH - cell_len(text))
    strips = [
        Strip([*line(text, STYLES[y % 3], 30), Segment("│ 17 │")]).adjust_cell_length(WIDTH)
        if y % 2
        else Strip([*at_the_edge, Segment(text, STYLES[y % 3])])
        for y in range(HEIGHT)
    ]
    terminal.write(canvas.changed(full(strips)).render_segments(CONSOLE))
    shown = ["".join(char for char, _ in row) for row in terminal.rows]
    for y, row in enumerate(terminal.rows):
        assert not re.search("[old]", shown[y]), "something old is left"
        if y % 2:
            assert "".join(char for char, _ in row[30:]).rstrip() == "│ 17 │"
        else:
            assert {char for char, _ in row[: WIDTH - cell_len(text)]} == {" "}
    assert all(text in shown[y] for y in range(1, HEIGHT, 2)) or width_of is not _alone


def test_what_was_forgotten_is_written_as_it_comes() -> None:
    canvas = Canvas(CONSOLE)
    canvas.changed(full([line("", STYLES[0])] * HEIGHT))
    canvas.forget()
    update = part([line("x", STYLES[0])] * HEIGHT, range(2))
    assert canvas.changed(update) is update


def test_characters_taken_for_narrow_are_narrow() -> None:
    narrow = [chr(code) for code in range(32, 0x2800) if NARROW.fullmatch(chr(code))]
    assert [char for char in narrow if cell_len(char) != 1] == []
    sure = [chr(code) for code in range(32, 0x20000) if SURE.fullmatch(chr(code))]
    assert [char for char in sure if cell_len(char) != 2 and char not in narrow] == []


class _App:
    """The parts of an app that painting asks for."""

    is_headless = False
    _batch_count = 0
    _running = True
    console = CONSOLE


def test_where_textual_is_made_otherwise_it_paints_by_itself(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    painting = Painting(cast("App[None]", _App()))
    first, second = full([line("x", STYLES[0])] * HEIGHT), full([line("y", STYLES[0])] * HEIGHT)
    assert painting.less(first) is not first
    monkeypatch.delattr(_App, "_batch_count")
    assert painting.less(second) is second
    assert painting.canvas is None
    assert "whole screens" in caplog.text
    assert painting.less(first) is first


def test_what_changes_nothing_is_not_written_at_all() -> None:
    painting = Painting(cast("App[None]", _App()))
    update = full([line("x", STYLES[0])] * HEIGHT)
    assert painting.less(update) is not None
    assert painting.less(update) is None
    painting.forget()
    assert painting.less(update) is not None


def test_a_python_without_curses_or_an_unknown_terminal_erases_in_no_colour(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def is_unknown(*_: object) -> None:
        raise curses.error("no such terminal")

    monkeypatch.setattr(curses, "setupterm", is_unknown)  # which asks once in a process only
    assert not erases_in_colour.__wrapped__()
    monkeypatch.setitem(sys.modules, "curses", None)
    assert not erases_in_colour.__wrapped__()
