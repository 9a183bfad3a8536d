"""Links of the body: opened by their letters or a click."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from reader.library.values import Change, MoreItem, OpenStory
from reader.model import Block, Mark, Story
from reader.tui.layout.galley import Place
from tests.tui.story_app import StoryApp, foot, headline, press, settled
from tests.tui.story_fixtures import FakeLibrary, plain_story


def linked_story(text: str, *links: tuple[str, str]) -> Story:
    """Story 7 with links on words of its one paragraph."""
    marks = [Mark(text.index(w), text.index(w) + len(w), "link", url) for w, url in links]
    return Story(7, None, "Links", None, (Block("paragraph", text, tuple(marks)),))


async def test_f_puts_letters_beside_links_and_a_letter_opens_the_link_in_place() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 60)) as pilot:
        await settled(pilot)
        plain = app.rows
        await press(pilot, "f")
        assert foot(app).startswith("The letters beside a link open it here")
        letters = {h.letters: h.spot.url for h in app.story_screen.hints}
        assert letters == {
            "a": "https://valley.example/report",
            "s": "https://valley.example/tunnel",
            "d": None,
        }
        await press(pilot, "escape")
        assert app.rows == plain
        assert not app.left
        await press(pilot, "f", "x")
        assert app.rows == plain
        await press(pilot, "f", "a")
        assert headline(app) == "What the transport office counted"
        assert "‹ back to Night trains" in app.rows[0]
        await press(pilot, "backspace", "f", "s")
        assert ("follow", "https://valley.example/tunnel") in app.library.calls
        assert headline(app) == "How the chimney folds"
        await press(pilot, "f")
        assert foot(app).startswith("No link on this page. 3 shows all of them.")
        await press(pilot, "backspace", "f", "d")
        assert foot(app).startswith("This line has no address. / searches.")


async def test_a_second_key_opens_a_link_in_the_browser_by_its_letters() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 60)) as pilot:
        await settled(pilot)
        start = headline(app)
        await press(pilot, "B")
        assert foot(app).startswith("The letters beside a link open it in the browser   esc back")
        await press(pilot, "s")
        assert app.browsed == ["https://valley.example/tunnel"]
        assert headline(app) == start
        assert not app.story_screen.hints
        await press(pilot, "B", "d")
        assert foot(app).startswith("This link has no address of its own.")
        assert len(app.browsed) == 1
        await press(pilot, "B", "escape", "f", "s")
        assert headline(app) == "How the chimney folds", "f opens here again"
        assert len(app.browsed) == 1


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_in_read_more_letters_stand_beside_its_rows(size: tuple[int, int]) -> None:
    app = StoryApp()
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, "3")
        before = app.rows
        await press(pilot, "f")
        assert foot(app).startswith("The letters beside a row open it here")
        shown = [row for old, row in zip(before[:-1], app.rows, strict=False) if old != row]
        titles = [item.title for item in app.story_screen.more.items]
        here = app.story_screen.more.beginning_in_sight
        assert [hint.letters for hint in app.story_screen.hints] == list("asdf")[: len(here)]
        assert len(shown) == len(here) >= 2
        assert all(f" {'asdf'[n]} {titles[n]}" in row for n, row in zip(here, shown, strict=True))
        await press(pilot, "escape")
        assert app.rows == before
        await press(pilot, "B", "s")
        assert app.browsed == ["https://valley.example/tunnel"]
        assert app.story_screen.more.chosen == 1
        await press(pilot, "G", "f")
        assert app.story_screen.hints[-1].row == 3
        await press(pilot, app.story_screen.hints[-1].letters)
        assert headline(app) == "Bridges wait for money"
        assert not app.story_screen.hints
        assert not app.story_screen.more._letters


@pytest.mark.parametrize("height", [18, 24, 40])
async def test_letters_stand_in_the_text_that_a_sheet_leaves(height: int) -> None:
    app = StoryApp()
    async with app.run_test(size=(80, height)) as pilot:
        await settled(pilot)
        await press(pilot, "2")
        assert app.story_screen.sheet == "quotes"
        await press(pilot, "f")
        seen = "\n".join(app.rows)
        assert "March. Aareport by" in seen
        await press(pilot, "a")
        assert headline(app) == "What the transport office counted"
        await press(pilot, "backspace", "f", "pagedown")
        assert not app.story_screen.hints


async def test_letters_of_read_more_go_with_a_click_and_many_rows_have_two() -> None:
    library = FakeLibrary()
    library.more[1] = tuple(
        MoreItem(None, f"Bridge {n} of the valley line", "Valley Post", 3, "same words")
        for n in range(40)
    )
    app = StoryApp(library)
    async with app.run_test(size=(120, 90)) as pilot:
        await settled(pilot)
        await press(pilot, "3", "f")
        here = app.story_screen.more.beginning_in_sight
        assert here[0] == 0
        count = len(here)
        assert [hint.row for hint in app.story_screen.hints] == list(here)
        assert {len(hint.letters) for hint in app.story_screen.hints} == {1 + (count > 26)}
        await pilot.click(app.story_screen.more, offset=(5, 6))
        await settled(pilot)
        assert not app.story_screen.hints
        await press(pilot, "G", "f")
        assert app.story_screen.hints[-1].row == 39
        assert app.story_screen.hints[0].row > 0


async def test_letters_stand_right_before_their_links() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 60)) as pilot:
        await settled(pilot)
        before = app.rows
        await press(pilot, "f")
        changed = [(a, b) for a, b in zip(before[:-1], app.rows[:-1], strict=True) if a != b]
        assert len(changed) == 3
        assert any("March. Aareport by" in b for _, b in changed)
        assert any("sOrrin" in b for _, b in changed)
        assert any("aboutdthe tunnel" in b for _, b in changed)
        assert all(len(a) == len(b) for a, b in changed)


async def test_back_from_a_link_its_item_of_read_more_is_chosen_still() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        for steps, title in ((1, "How the chimney folds"), (2, "Bridges wait for money")):
            await press(pilot, "3", *["j"] * steps, "enter")
            assert headline(app) == title
            chosen = app.story_screen.trail[-1].item
            await press(pilot, "backspace")
            assert app.focused is app.story_screen.body
            number = app.story_screen.more.chosen
            assert number is not None and app.story_screen.more.items[number] == chosen
        await press(pilot, "3", "k", "k", "k", "enter", "backspace", "3")
        assert app.story_screen.more.chosen == 0


async def test_many_links_have_two_letters_and_the_first_narrows_them_down() -> None:
    words = [f"w{n:02}" for n in range(40)]
    story = linked_story(" ".join(words), *((w, f"https://x.example/{w}") for w in words))
    app = StoryApp(FakeLibrary(story), 7)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "f", "s")
        assert headline(app) == "Links"
        shown = "\n".join(app.rows)
        assert "sa" in shown
        assert "aa" not in shown
        await press(pilot, "d")
        assert app.library.calls[-2] == ("follow", "https://x.example/w28")
        assert headline(app) == "How the chimney folds"


async def test_a_click_on_a_link_opens_it_and_one_beside_it_does_not() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 60)) as pilot:
        await settled(pilot)
        body = app.story_screen.body
        text = app.story_screen.opened.story.blocks[3].text
        start = text.index("report by")
        row = body.galley.row_of(Place(3, start))
        x = body._left(body.size.width) + 2 + start - body.galley.rows[row].start
        await pilot.click(body, offset=(x - 4, row))
        await settled(pilot)
        assert headline(app) == "Night trains come back to the valley line"
        await pilot.click(body, offset=(x + 1, row))
        await settled(pilot)
        assert headline(app) == "What the transport office counted"


async def test_a_click_on_a_card_of_the_story_before_does_no_harm() -> None:
    app = StoryApp()
    async with app.run_test(size=(140, 40)) as pilot:
        await settled(pilot)
        screen, title = app.story_screen, headline(app)
        for message in (
            screen.more.Opened(screen.more, screen.more.count),
            screen.quotes.Opened(screen.quotes, screen.quotes.count),
            screen.quotes.Chosen(screen.quotes, screen.quotes.count),
        ):
            screen.post_message(message)
        await settled(pilot)
        assert headline(app) == title


async def test_a_fetch_that_fails_is_told_in_the_foot() -> None:
    story = linked_story("See there.", ("there", "https://x.example/there"))
    app = StoryApp(FakeLibrary(story), 7)
    app.library.offline = True
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "f", "a")
        assert foot(app).startswith("valley.example can't be reached. Try again when you are")
        assert headline(app) == "Links"


async def test_only_web_addresses_are_followed_and_none_steers_the_terminal() -> None:
    story = linked_story("See there.", ("there", "javascript:alert(1)\x1b]0;x\x07"))
    app = StoryApp(FakeLibrary(story), 7)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "f", "a")
        assert "is not a web address" in foot(app)
        assert not any(call[0] == "follow" for call in app.library.calls)
        assert not set("".join(app.rows)) & set("\x1b\x07")


async def test_letters_go_when_the_text_scrolls_or_the_size_changes() -> None:
    app = StoryApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "f")
        assert app.story_screen.hints
        app.story_screen.body.scroll_to(y=0, animate=False)
        await settled(pilot)
        assert not app.story_screen.hints
        await press(pilot, "space", "f")
        await pilot.resize_terminal(60, 20)
        await settled(pilot)
        assert not app.story_screen.hints


async def test_a_story_opens_at_a_quote_by_its_number() -> None:
    library = FakeLibrary(plain_story(9, "x", ["y"]))
    library.numbers[1] = (3, 1, 2)
    app = StoryApp(library, quote=2)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert app.story_screen.body.current_quote == 2
        assert app.story_screen.body.place.block == 14
        assert any("a toy for" in row for row in app.rows)
        await press(pilot, "Y")
        assert app.copied[0].endswith("nowreading show 1#q2")
    gone = StoryApp(library, quote=9)
    async with gone.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert foot(gone).startswith("This story has no quote 9 any more.")


class SlowDisk(FakeLibrary):
    """A library that writes marks only when it is allowed to, and takes a moment for a story."""

    def __init__(self) -> None:
        super().__init__()
        self.may_write = asyncio.Event()
        self.may_write.set()

    async def set_read(self, *args: Any, **kwargs: Any) -> Change | None:
        await self.may_write.wait()
        return await super().set_read(*args, **kwargs)

    async def open_story(self, entry_id: int, *, related: bool = True) -> OpenStory:
        await asyncio.sleep(0)
        return await super().open_story(entry_id, related=related)


async def test_the_way_back_is_there_as_soon_as_the_linked_story_is() -> None:
    library = SlowDisk()
    app = StoryApp(library)
    async with app.run_test(size=(120, 60)) as pilot:
        await settled(pilot)
        start = headline(app)
        library.may_write.clear()
        await pilot.press("f", "a")
        while headline(app) == start:
            await pilot.pause()
        await pilot.press("backspace")
        while headline(app) != start:
            assert "No link was followed" not in foot(app)
            await pilot.pause()
        library.may_write.set()
        await settled(pilot)
        assert headline(app) == start
        assert not app.story_screen.trail


async def test_of_two_stories_wanted_at_once_the_last_one_shows() -> None:
    library = SlowDisk()
    app = StoryApp(library)
    async with app.run_test(size=(120, 60)) as pilot:
        await settled(pilot)
        other = next(iter(set(library.stories) - {app.story_screen.root_id}))
        first = asyncio.create_task(app.story_screen.show_entry(other, lambda: None))
        await asyncio.sleep(0)
        assert await app.story_screen.show_entry(app.story_screen.root_id, lambda: None)
        assert not await first
        assert app.story_screen.opened.entry.id == app.story_screen.root_id
