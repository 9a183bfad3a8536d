"""Rows that feeds.toml highlights: a sign and a colour, in every list, as long as the query holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.config.highlighting import Highlighting
from reader.config.read import read_text
from reader.errors import ConfigError
from reader.tui.app import NowReading
from tests.tui.driving import library_screen, press, rows, settle, until
from tests.tui.shelf import open_library

BLOCKS = """
[[highlight]]
when = "title:ferry OR title:comet"
color = "warn"
mark = "!"
[[highlight]]
when = "feed:harbour is:unread"
"""


def marked(app: NowReading) -> list[str]:
    """The highlighted titles on the screen."""
    found = (row.partition(sign)[2].strip() for row in rows(app) for sign in "!◆" if sign in row)
    return [each.split("  ")[0] for each in found]


def colors(pilot: Pilot[None], title: str) -> set[str]:
    """The colours that the words of a title are drawn in."""
    pane = library_screen(pilot).entries
    strips = map(pane.render_line, range(pane.size.height))
    segments = [part for strip in strips for part in strip if title in part.text]
    return {str(part.style.color) for part in segments if part.style is not None}


async def test_rows_stand_out_by_a_sign_and_a_colour(tmp_path: Path) -> None:
    library = await open_library(tmp_path, more=BLOCKS)
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert marked(app) == [
            "Ferry crews reach a deal",
            "Bridge over the Tarn opens",
            "Storm closes the northern pass",
            "A comet comes back",
        ]
        (warn,) = colors(pilot, "A comet comes back")
        assert warn not in colors(pilot, "Bakers strike") | colors(pilot, "Storm closes")
        assert colors(pilot, "Storm closes") != colors(pilot, "Bakers strike")
        await press(pilot, "n", "n", "n", "m")
        await until(pilot, lambda: "Bridge over the Tarn opens" not in marked(app))
        await press(pilot, "u")
        await until(pilot, lambda: "Bridge over the Tarn opens" in marked(app))
        await press(pilot, "slash", *"ferry", "enter")
        await until(pilot, lambda: marked(app) == ["Ferry crews reach a deal"])
        await press(pilot, "ctrl+r")
        await until(pilot, lambda: marked(app) == ["Ferry crews reach a deal"])
        await press(pilot, "escape", "S")
        await until(pilot, lambda: len(marked(app)) == 4)
    await library.close()


async def test_what_can_not_be_read_highlights_nothing(tmp_path: Path) -> None:
    library = await open_library(tmp_path, more='[[highlight]]\nwhen = "(a"\n')
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert marked(app) == []
        assert "not closed" in library.warnings[0]
    await library.close()


def test_a_block_is_read_and_its_mistakes_have_places() -> None:
    path = Path("feeds.toml")
    assert read_text('[[highlight]]\nwhen = "a"\n', path).highlightings == (Highlighting("a"),)
    for key, bad in (("color", '"red"'), ("mark", '"ab"'), ("mark", '""'), ("mark", '"界"')):
        with pytest.raises(ConfigError, match=f"{key} must be") as error:
            read_text(f'[[highlight]]\nwhen = "a"\n{key} = {bad}\n', path)
        assert (error.value.line, error.value.column) == (3, len(key) + 4)
    with pytest.raises(ConfigError, match="has no when"):
        read_text("[[highlight]]\n", path)
