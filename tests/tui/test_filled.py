"""A story put into the unseen story screen before it is asked for, and what must still hold then."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot

from reader.library.library import Library
from reader.model import Selection
from reader.tui import kept
from reader.tui.app import NowReading
from reader.tui.screens.library.screen import LibraryScreen
from reader.tui.screens.story import coming
from reader.tui.screens.story.screen import StoryScreen
from tests.tui.driving import press, rows, settle, shown

SIZES = [(80, 24), (120, 40), (200, 50)]


def library_of(app: NowReading) -> LibraryScreen:
    screen = app.screen
    assert isinstance(screen, LibraryScreen)
    return screen


async def fill(pilot: Pilot[Any], app: NowReading) -> StoryScreen:
    """What the program does while the reader rests at a row; a pilot's programs never do."""
    await settle(pilot)
    screen = library_of(app)
    assert screen.follower.ahead is not None
    await app.stories.fill(screen.follower.ahead.opened, screen.as_neighbours())
    story = app.stories._kept
    assert story is not None
    return story


def count_shows(screen: StoryScreen, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The entries of the stories that are put into the panes from here on."""
    found: list[int] = []
    show = screen._show

    def note(opened: Any, *more: Any, **named: Any) -> None:
        found.append(opened.entry.id)
        show(opened, *more, **named)

    monkeypatch.setattr(screen, "_show", note)
    return found


@pytest.mark.parametrize("size", SIZES)
async def test_it_is_shown_as_if_it_had_been_opened_then(
    library: Library, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = NowReading(library)
    async with app.run_test(size=size) as pilot:
        story = await fill(pilot, app)
        assert story._filled is not None
        assert story not in app.screen_stack
        again = count_shows(story, monkeypatch)
        await press(pilot, "enter")
        assert app.screen is story
        assert again == []
        filled = rows(app)
        await press(pilot, "q", "enter")
        assert len(again) == 1
        assert rows(app) == filled
        assert "Ferry crews reach a deal" in shown(app)


async def test_nothing_is_marked_or_kept_of_a_story_that_was_not_opened(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        story = await fill(pilot, app)
        assert story.opened is not None
        entry_id = story.opened.entry.id
        await press(pilot, "j")
        await fill(pilot, app)
        assert story.opened.entry.id != entry_id
        await story._keep()
        story.keep_soon()
        await settle(pilot)
        for each in (entry_id, story.opened.entry.id):
            entry = await library.entry(each)
            assert entry is not None and not entry.is_read
            assert await library.position(each) is None


async def test_another_story_asked_for_is_the_one_that_is_shown(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        story = await fill(pilot, app)
        library_of(app).follower.ahead = None
        await press(pilot, "j", "enter")
        assert app.screen is story
        assert "Council counts the votes again" in shown(app)
        assert "Ferry crews" not in shown(app)
        await press(pilot, "q", "k", "enter")
        assert "Ferry crews reach a deal" in shown(app)


async def test_what_changed_meanwhile_is_shown(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        story = await fill(pilot, app)
        assert story.opened is not None
        await library.set_starred([story.opened.entry.id], True)
        await press(pilot, "enter")
        assert "★" in rows(app)[0]


async def test_opened_from_a_search_its_hits_are_marked(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        story = await fill(pilot, app)
        ahead = library_of(app).follower.ahead
        assert ahead is not None
        await press(pilot, "slash", *"ferry", "enter")
        chosen = library_of(app).entries.chosen
        assert chosen is not None and chosen.id == ahead.opened.entry.id
        library_of(app).follower.ahead = ahead
        await press(pilot, "enter")
        assert story.hits
        assert "hit 1 of" in rows(app)[-1]


async def test_a_terminal_of_another_size_is_filled_by_the_story_all_the_same(
    library: Library,
) -> None:
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await fill(pilot, app)
        await pilot.resize_terminal(120, 40)
        await press(pilot, "enter")
        narrow = rows(app)
        await press(pilot, "q", "enter")
        assert rows(app) == narrow
        assert "READ MORE" in shown(app)


async def test_a_long_story_is_not_set_before_it_is_asked_for(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "LONGEST", 5)
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        story = await fill(pilot, app)
        assert story._filled is None and story.opened is None
        await press(pilot, "enter")
        assert "Ferry crews reach a deal" in shown(app)


async def test_a_key_ends_it_at_any_step(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        story = await fill(pilot, app)
        opened, neighbours = story.opened, library_of(app).as_neighbours()
        assert opened is not None
        for steps in range(12):
            left = steps

            def is_still_wanted() -> bool:
                nonlocal left
                left -= 1
                return left >= 0

            again = replace(opened)
            story._filled = None
            if await story.fill(again, neighbours, is_still_wanted):
                await kept._come_to_rest(story, is_still_wanted)
                assert story._filled is None
        await press(pilot, "enter")
        assert "Ferry crews reach a deal" in shown(app)
        await press(pilot, "q")
        assert story.opened is None and not story._is_unseen


async def test_the_story_that_follows_is_read_while_one_is_read(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coming, "REST", 0.0)
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "enter")
        story = app.screen
        assert isinstance(story, StoryScreen)
        await story.read_follower()
        assert story._ahead is not None
        asked: list[int] = []
        open_story = library.open_story

        async def note(entry_id: int, **how: Any) -> Any:
            asked.append(entry_id)
            return await open_story(entry_id, **how)

        monkeypatch.setattr(library, "open_story", note)
        await press(pilot, "J")
        assert "Council counts the votes again" in shown(app)
        assert asked == []
        await press(pilot, "K")
        assert "Ferry crews reach a deal" in shown(app)
        assert len(asked) == 1


async def test_nothing_follows_the_last_story_or_one_that_a_link_led_to(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coming, "REST", 0.0)
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "G", "enter")
        story = app.screen
        assert isinstance(story, StoryScreen) and story.opened is not None
        await story.read_follower()
        assert story._ahead is None
        story.root_id += 1
        await story.read_follower()
        assert story._ahead is None


async def test_the_styles_of_a_story_are_read_before_textual_takes_its_screen(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From Python 3.12 on the panes get their styles on the way in, and none later."""
    (entry, *_) = (await library.page(Selection(unread=True))).entries
    app = NowReading(library, entry_id=entry.id)
    known: list[bool] = []
    register = app._register

    def note(parent: Any, *widgets: Any, **named: Any) -> Any:
        if any(isinstance(widget, StoryScreen) for widget in widgets):
            (path,) = widgets[0].css_path
            known.append(app.stylesheet.has_source(str(path), ""))
        return register(parent, *widgets, **named)

    monkeypatch.setattr(app, "_register", note)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
    assert known == [True]


async def test_zen_mode_ends_with_the_story_that_it_was_for(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "z")
        story = app.screen
        assert isinstance(story, StoryScreen) and story.body.zen
        await press(pilot, "g", "u", "j", "enter")
        assert isinstance(app.screen, StoryScreen) and not app.screen.body.zen
        assert "QUOTES" in shown(app)
