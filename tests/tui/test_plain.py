"""Signs and lines as ASCII, for fonts that have no others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

from reader.tui.app import NowReading
from reader.tui.drawing.plain import SIGNS
from reader.tui.keys.keymap import label, use_plain_labels
from tests.tui.driving import press, rows, settle, shown
from tests.tui.shelf import open_library

LETTERS = "“”‘’–—é"
"""What texts may hold; letters of a story stay."""


@pytest.fixture(autouse=True)
def _signs_again() -> Iterator[None]:
    yield
    use_plain_labels(False)


def test_each_sign_becomes_one_cell_of_ascii() -> None:
    assert all(
        len(put) == 1 and put.isascii() and cell_len(sign) == 1 for sign, put in SIGNS.items()
    )


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_every_screen_is_drawn_with_ascii(tmp_path: Path, size: tuple[int, int]) -> None:
    library = await open_library(tmp_path, more='[reading]\nicons = "ascii"\n')
    app = NowReading(library)
    async with app.run_test(size=size) as pilot:
        for keys in (
            (),
            ("?",),
            ("escape", "s", "enter"),
            ("2",),
            ("3",),
            ("q", "g", "q"),
            ("q", "g", "p"),
        ):
            await press(pilot, *keys)
            await settle(pilot)
            odd = {char for char in shown(app) if not char.isascii()} - set(LETTERS)
            assert odd == set(), keys
    await library.close()


async def test_signs_come_back_when_feeds_toml_says_so(tmp_path: Path) -> None:
    library = await open_library(tmp_path, more='[reading]\nicons = "ascii"\n')
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert rows(app)[-2].startswith(" enter read")
        path = library.paths.feeds
        path.write_text(path.read_text().replace('"ascii"', '"unicode"'))
        await app.refresher.take_config()
        await settle(pilot)
        assert rows(app)[-2].startswith(" ↵ read")
        assert "●" in shown(app)
    assert label("enter") == "↵"
    await library.close()
