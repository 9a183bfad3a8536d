"""The preview: what stands under its headline."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reader.model import Entry
from reader.tui.panes.preview import PreviewPane
from tests.tui.shelf import NOW


@pytest.mark.parametrize("width", range(24, 60))
def test_what_stands_under_the_headline_is_broken_at_its_dots_only(width: int) -> None:
    pane = PreviewPane()
    name = "The Gazette of the Northern Harbour"
    when = NOW - timedelta(days=1)
    pane.show(Entry(1, 1, "Ferry", when, feed_title=name, words=300), None, NOW)
    told = ["".join(part.text for part in row).strip() for row in pane._lines(width)[1:]]
    assert " ".join(told).split() == [*name.split(), *"· yesterday · 15:00 · 1 min".split()]
    for line in told:
        assert not line.startswith(("·", "min"))
