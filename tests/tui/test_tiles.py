"""Tiles show what Textual's compositor would show, whole and where something changed."""

from __future__ import annotations

import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip

from reader.library.library import Library
from reader.tui.app import NowReading
from reader.tui.drawing.cells import Cell
from reader.tui.drawing.repaint import KEPT, Canvas
from reader.tui.drawing.tiles import Layout, Tile, Tiles, dirty_tiles
from tests.tui.driving import press, settle
from tests.tui.story_app import StoryApp, settled
from tests.tui.story_app import press as press_in_story

SIZES = [(80, 24), (120, 40), (200, 50)]
CONSOLE = Console(color_system="truecolor", force_terminal=True, legacy_windows=False)
Signs = list[tuple[str, Style | None]]


def signs(strip: Strip) -> Signs:
    """The characters of a line, each with its look, however the line is cut into segments."""
    return [(sign, each.style) for each in strip for sign in each.text]


def joined(tiles: Tiles) -> list[Signs]:
    """The lines that tiles make up; they cover the screen."""
    rows: dict[int, list[tuple[int, Strip]]] = {}
    for y, x, strip, start, end in tiles.tiles:
        rows.setdefault(y, []).append((x, strip.crop(start, end)))
    assert sorted(rows) == list(range(tiles.size.height))
    return [signs(Strip.join([each for _, each in sorted(rows[y])])) for y in sorted(rows)]


def whole(compositor: Compositor) -> list[Signs]:
    """The screen by tiles."""
    compositor._dirty_regions.add(compositor.size.region)
    return joined(dirty_tiles(compositor, None)[1])


def as_textual_draws(compositor: Compositor) -> list[Signs]:
    return [signs(strip) for strip in compositor.render_strips()]


@pytest.mark.parametrize("size", SIZES)
async def test_the_library_also_under_a_message(library: Library, size: tuple[int, int]) -> None:
    app = NowReading(library)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        assert whole(app.screen._compositor) == as_textual_draws(app.screen._compositor)
        app.say("Something that lies over the list", timeout=60)
        await settle(pilot)
        assert any("lies over" in line for line in _rows(app.screen._compositor))
        assert whole(app.screen._compositor) == as_textual_draws(app.screen._compositor)
        await press(pilot, "question_mark")
        assert whole(app.screen._compositor) == as_textual_draws(app.screen._compositor)


def _rows(compositor: Compositor) -> list[str]:
    return [strip.text for strip in compositor.render_strips()]


@pytest.mark.parametrize("size", SIZES)
async def test_a_story_in_each_of_its_panes(size: tuple[int, int]) -> None:
    app = StoryApp()
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        for keys in ("n", "3", "2", "1", "space"):
            await press_in_story(pilot, keys)
            assert whole(app.screen._compositor) == as_textual_draws(app.screen._compositor)


async def test_only_what_changed_is_drawn_and_the_places_are_worked_out_once() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        compositor = app.screen._compositor
        compositor._dirty_regions.clear()
        layout, tiles = dirty_tiles(compositor, None)
        assert tiles.tiles == []
        compositor._dirty_regions.update({Region(3, 5, 7, 2), Region(0, 39, 120, 1)})
        again, tiles = dirty_tiles(compositor, layout)
        assert again is layout
        assert {(tile.y, tile.x, tile.end - tile.start) for tile in tiles.tiles} == {
            (5, 3, 7),
            (6, 3, 7),
            (39, 0, 120),
        }
        assert not compositor._dirty_regions
        app.story_screen.body.styles.height = 3
        await settled(pilot)
        assert dirty_tiles(compositor, layout)[0] is not layout


def test_what_lies_beyond_the_screen_is_no_tile() -> None:
    assert list(Layout({}, Region(0, 0, 9, 2).size).tiles([(0, 0, 9), (5, 0, 9), (-1, 0, 9)])) == []


def _row(text: str, width: int) -> Strip:
    return Strip([Segment(text, Style(color="red"))]).adjust_cell_length(width)


def test_a_part_of_a_row_leaves_the_rest_of_the_line_as_it_was() -> None:
    canvas, size = Canvas(CONSOLE), Region(0, 0, 10, 2).size
    full = [Tile(y, 0, _row(text, 10), 0, 10) for y, text in enumerate(("aaaaaaaaaa", "bbbbb"))]
    canvas.changed(Tiles(full, size))
    part = Tile(0, 4, _row("xyz12", 5), 1, 3)
    canvas.changed(Tiles([part], size))
    assert _text(canvas, 0) == "aaaayzaaaa"
    assert _text(canvas, 1) == "bbbbb     "


DOUBTFUL = "● 👩‍👩‍👧‍👦 said it in a long title"


@pytest.mark.parametrize("at_first", [0, 16], ids=["over the row", "with the row"])
def test_what_lay_under_a_message_is_written_whole_where_its_width_is_in_doubt(
    at_first: int,
) -> None:
    # A terminal may show the family as one or as four: the end of the row stands elsewhere then.
    canvas, size = Canvas(CONSOLE), Region(0, 0, 30, 1).size
    row, message = _row(DOUBTFUL, 30), _row("Copied", 14)
    canvas.changed(Tiles([Tile(0, 0, row, 0, at_first or 30)], size))
    canvas.changed(Tiles([Tile(0, 16, message, 0, 14)], size))
    canvas.changed(Tiles([Tile(0, 16, row, 16, 30)], size))
    fresh = Canvas(CONSOLE)
    fresh.changed(Tiles([Tile(0, 0, row, 0, 30)], size))
    assert canvas._lines == fresh._lines


def test_what_lies_behind_a_message_does_not_reach_into_it() -> None:
    canvas, size = Canvas(CONSOLE), Region(0, 0, 30, 1).size
    row, message = _row(DOUBTFUL, 30), _row("Copied", 6)
    canvas.changed(Tiles([Tile(0, 0, row, 0, 30)], size))
    canvas.changed(Tiles([Tile(0, 12, message, 0, 6)], size))
    canvas.changed(Tiles([Tile(0, 20, row, 20, 30)], size))
    assert "Copied" in _text(canvas, 0)


def _text(canvas: Canvas, y: int) -> str:
    cells: list[Cell] = [cell for cell in canvas._lines[y] if cell is not None]
    return "".join(sign for sign, _ in cells)


def test_cells_are_kept_for_rows_drawn_lately_only() -> None:
    canvas, size = Canvas(CONSOLE), Region(0, 0, 5, 1).size
    for number in range(3 * KEPT):
        canvas.changed(Tiles([Tile(0, 0, _row(f"{number:5}", 5), 0, 5)], size))
        assert len(canvas._kept) <= KEPT
    assert _text(canvas, 0) == f"{3 * KEPT - 1:5}"
