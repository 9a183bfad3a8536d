"""A list that can't be counted in a moment is there all the same, and says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.store.file import limits
from reader.tui.app import NowReading
from tests.tui.driving import press, rows, said, settle, shown, titles, until
from tests.tui.shelf import Item, Shelf, open_library

SHELF = (
    Shelf(
        "Coast",
        None,
        (
            Item("Weather for the week", 3, body="<p>A small whale was seen once.</p>"),
            Item("The whale", 60, body="<p>One small whale after another.</p>"),
            Item("Bread", 90, body="<p>The ovens are cold.</p>"),
        ),
    ),
)


async def test_what_takes_long_to_count_is_shown_without_a_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = await open_library(tmp_path, SHELF)
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        before = said(app)
        monkeypatch.setattr(limits, "MOMENT", -1.0)
        await press(pilot, "slash", *'"small whale"')
        await until(pilot, lambda: "2 stories or more · newest first" in rows(app)[0])
        assert titles(pilot) == ["Weather for the week", "The whale"]
        await press(pilot, "enter", "j")
        assert "2 of 2+" in shown(app)
        assert said(app) == before, "nothing went wrong"
    await library.close()
