"""Stories that came in and of which a rule says that the reader be told."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.notifications import Notifications
from textual.widgets._toast import Toast

from reader.library.fetching.downloads import KeptFiles
from reader.library.library import Library
from reader.library.values import RefreshResult
from reader.model import Selection
from reader.tui.app import NowReading
from reader.tui.messages import Passing
from reader.tui.panes.entries import EntriesPane
from tests.tui.driving import press, said, settle, until


async def test_what_a_rule_tells_of_is_said_once_after_a_refresh(library: Library) -> None:
    ids = [entry.id for entry in (await library.page(Selection())).entries]
    library._store.to_notify = ids[:1]
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert said(app)[-1] == "A rule tells of “Ferry crews reach a deal” (Harbour Post)"
        told = len(said(app))
        await press(pilot, "R")
        assert not any("rule" in each for each in said(app)[told:])
        app.clear_notifications()
        app.refresher._tell(await library._store.entries(ids))
        await settle(pilot)
        (many,) = said(app)
        assert many.startswith("A rule tells of “Ferry crews reach a deal” (Harbour Post), “")
        assert many.endswith(" and 4 stories more")


def test_words_whose_time_ended_on_their_way_set_no_timer_for_a_time_before_now() -> None:
    late = Passing("too late", timeout=-5)
    assert late.has_expired
    assert Toast(late)._timeout > 0
    assert not Passing("in time", timeout=60).has_expired


async def test_words_that_come_too_late_for_the_screen_leave_the_reader_as_it_was(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = NowReading(library)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        # Not yet over when they are gathered, but when their place on the screen is made.
        monkeypatch.setattr(Notifications, "_reap", lambda self: self)
        app.say("too late", timeout=-5)
        await press(pilot, "j")
        entries = app.screen.query_one("#entries", EntriesPane)
        assert entries.cursor == 1


async def test_files_that_a_rule_wants_are_fetched_after_a_refresh_that_reached_somebody(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    ended = RefreshResult("https://f.example/", "F", "unchanged")

    async def refresh(**_: object) -> tuple[RefreshResult, ...]:
        return (ended,)

    async def keep_wanted() -> KeptFiles:
        asked.append(1)
        return KeptFiles((Path("one.mp3"),), ("Second show: Nobody answered.", "Third."))

    monkeypatch.setattr(library, "refresh", refresh)
    monkeypatch.setattr(library, "keep_wanted", keep_wanted)
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await until(pilot, lambda: bool(asked))
        await settle(pilot)
        assert said(app)[-1] == (
            "Kept 1 file of new stories · not kept: Second show: Nobody answered and 1 more · g d lists them"
        )
        ended = RefreshResult("https://f.example/", "F", "error")
        before = len(asked)
        await press(pilot, "R")
        await settle(pilot)
        assert len(asked) == before
