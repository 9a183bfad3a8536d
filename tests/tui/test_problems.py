"""The problems view: which feeds fail and why, trying one again, its site, and unsubscribing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from reader.library.library import Library
from reader.library.values import RefreshProgress, RefreshResult
from reader.model import FeedFailure
from reader.tui.app import NowReading
from reader.tui.panes.problems import NAMES
from reader.tui.screens.library.screen import LibraryScreen
from reader.tui.screens.lists.problems import ProblemsScreen
from tests.tui.driving import press, rows, said, settle, shown
from tests.tui.shelf import NOW, SHELVES, Item, Shelf, fill, open_library

SICK = (
    Shelf(
        "Closed Gate",
        "World",
        failure=FeedFailure(
            "http", "The server answered 403.", "The site may refuse readers; try its site."
        ),
    ),
    Shelf(
        "Page Instead",
        None,
        failure=FeedFailure(
            "not_a_feed",
            "This is a web page, not a feed [/b]\x1b[31m: " + "it goes on and on " * 12,
            "Its feed is at https://page-instead.example/rss.",
        ),
    ),
)


class Recording(Library):
    """Notes which feeds a refresh was asked for, and makes them well."""

    asked: list[Sequence[int] | None]

    async def refresh(
        self,
        *,
        feed_ids: Sequence[int] | None = None,
        due_only: bool = False,
        on_progress: Callable[[RefreshProgress], None] | None = None,
    ) -> tuple[RefreshResult, ...]:
        if not due_only:
            self.asked.append(feed_ids)
            await fill(self, (Shelf("Closed Gate", "World", (Item("Open again", 1),)),))
        return ()


@pytest_asyncio.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    opened = await open_library(tmp_path, (*SHELVES, *SICK))
    await fill(opened, SICK)  # a second try
    opened.__class__ = Recording
    opened.asked = []  # type: ignore[attr-defined]
    yield opened
    await opened.close()


async def test_the_feeds_that_fail_are_listed_with_cause_and_remedy(
    library: Library, browsed: list[str]
) -> None:
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "g", "p")
        screen = app.screen
        assert isinstance(screen, ProblemsScreen)
        text = shown(app)
        assert "Problems  2 feeds" in rows(app)[0]
        assert "! Closed Gate" in text and "answered with an error · since 15:00 · 2 tries" in text
        assert "The server answered 403." in text
        assert "The site may refuse readers; try its site." in text
        assert "not a feed · since" in text
        assert "last good" not in text

        await press(pilot, "j", "enter")
        text = shown(app)
        assert " ".join(text.replace("▎", " ").split()).count("it goes on and on") == 12, (
            "the whole message"
        )
        assert "\x1b" not in text
        assert "last good  never" in text, text
        assert f"next try   {(NOW + timedelta(hours=1)).strftime('%H:%M')}" in text
        assert "https://page-instead.example/feed.xml" in text
        await press(pilot, "enter")
        assert "last good" not in shown(app)

        await press(pilot, "o", "y")
        assert browsed == ["https://page-instead.example/feed.xml"]
        assert app.clipboard == "https://page-instead.example/feed.xml"

        await press(pilot, "k", "r")
        ids = {feed.title: feed.id for feed in await library.feeds()}
        assert library.asked == [[ids["Closed Gate"]]]  # type: ignore[attr-defined]
        assert [feed.title for feed in screen.pane.items] == ["Page Instead"]

        await press(pilot, "D")
        assert "No feed has a problem." in shown(app)
        assert b"page-instead" not in library.paths.feeds.read_bytes()
        await press(pilot, "u")
        assert [feed.title for feed in screen.pane.items] == ["Page Instead"]
        await press(pilot, "q")
        assert b"page-instead" in library.paths.feeds.read_bytes()
        assert isinstance(app.screen, LibraryScreen)
        assert "! 1 failing" in rows(app)[0]


@pytest.mark.parametrize("size", [(20, 5), (120, 40), (200, 50)])
async def test_the_problem_of_the_chosen_feed_is_chosen_and_shows_at_every_size(
    library: Library, size: tuple[int, int]
) -> None:
    app = NowReading(library)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, LibraryScreen)
        feed = next(feed for feed in await library.feeds() if feed.title == "Page Instead")
        screen.feeds.choose(f"feed {feed.id}")
        await press(pilot, "g", "p", "enter")
        problems = app.screen
        assert isinstance(problems, ProblemsScreen)
        assert problems.pane.chosen is not None and problems.pane.chosen.id == feed.id
        assert "! Page Ins"[: size[0] - 5] in shown(app)
        assert all(len(row) <= size[0] for row in rows(app))
        assert said(app) == []


def test_every_kind_of_failure_has_a_name() -> None:
    from typing import get_args

    from reader.model import FeedErrorKind

    assert set(NAMES) == set(get_args(FeedErrorKind))
    assert len(set(NAMES.values())) == len(NAMES)
