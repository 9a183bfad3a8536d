"""Filters and their values completed with tab while a query is typed."""

from __future__ import annotations

import pytest

from reader.library.library import Library
from reader.tui.app import NowReading
from reader.tui.screens.library.completion import completed
from tests.tui.driving import press, rows, settle, until

KNOWN = {"feed": ["Harbour Post", "Heron"], "tag": ["to do", "Yard"]}


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("ti", "title:"),
        ("ferry -fo", "ferry -folder:"),
        ("(un", None),
        ("is:u", "is:unread"),
        ("ferry OR (is:st", "ferry OR (is:starred"),
        ("has:q", "has:quotes"),
        ("feed:har", 'feed:"Harbour Post"'),
        ('feed:"harbour p', 'feed:"Harbour Post"'),
        ("feed:he", "feed:Heron"),
        ("feed:po", 'feed:"Harbour Post"'),
        ("feed:h", 'feed:"Harbour Post"'),
        ("feed:rbour", None),
        ("tag:d", 'tag:"to do"'),
        ("tag:y", "tag:Yard"),
        ("tag:TO", 'tag:"to do"'),
        ("tag:Yard", None),
        ("feed:x", None),
        ("author:a", None),
        ("f", None),
        ("", None),
        ('"ti', None),
        ("http://ti", None),
    ],
)
def test_the_last_word_is_completed(text: str, whole: str | None) -> None:
    assert completed(text, KNOWN) == whole


async def test_tab_completes_in_the_prompt_and_stays_there(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await press(pilot, "slash", *"fee")
        assert "⇥ completes" in rows(app)[-2] or "tab completes" in rows(app)[-2]
        await press(pilot, "tab", *"orb", "tab")
        await until(pilot, lambda: 'Search: feed:"Orbit Weekly"  2 stories' in rows(app)[0])
        await press(pilot, "tab")
        assert app.focused is not None and app.focused.id == "search"
        await press(pilot, *" is:un", "tab", "enter")
        assert 'feed:"Orbit Weekly" is:unread' in rows(app)[0]
