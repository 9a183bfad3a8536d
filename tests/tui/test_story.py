"""The story screen: every key a reader may press in a story, and what it does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.errors import FetchError
from reader.library.values import RefreshResult
from reader.model import HEADLINE, PAGES_URL, Enclosure, Position
from reader.tui.layout.galley import Place
from tests.tui.story_app import StoryApp, foot, headline, place, press, settled
from tests.tui.story_fixtures import ENTRY, NOW, FakeLibrary, plain_story


class List:
    """A list of stories in the order given; the first of ``read`` ids are read."""

    title = "All unread"
    query = ""

    def __init__(self, *ids: int, read: tuple[int, ...] = ()) -> None:
        self.ids = ids
        self.read = read
        self.seen = 0

    def place(self, entry_id: int) -> str:
        return f"{self.ids.index(entry_id) + 1} of {len(self.ids)}"

    def follower(self, entry_id: int) -> int | None:
        return next(iter(self.ids[self.ids.index(entry_id) + 1 :]), None)

    async def next_id(self, entry_id: int) -> int | None:
        after = self.ids[self.ids.index(entry_id) + 1 :]
        return after[0] if after else None

    async def previous_id(self, entry_id: int) -> int | None:
        before = self.ids[: self.ids.index(entry_id)]
        return before[-1] if before else None

    async def next_unread_id(self, entry_id: int) -> int | None:
        after = self.ids[self.ids.index(entry_id) + 1 :]
        return next((each for each in after if each not in self.read), None)

    async def mark_seen(self) -> None:
        self.seen += 1


# ---- opening


async def test_a_story_without_a_text_says_so_and_what_helps() -> None:
    file = Enclosure("https://valley.example/14.mp3", "audio/mpeg", 5)
    for link, enclosures, words in (
        ("https://valley.example/7", (), "F fetches its page · o opens it in the browser"),
        (None, (file,), "e plays its file"),
        (None, (), ""),
    ):
        library = FakeLibrary(replace(plain_story(7, "Sound", []), url=link))
        library.entries[7] = replace(library.entries[7], link=link, enclosures=enclosures)
        app = StoryApp(library, 7)
        async with app.run_test(size=(120, 40)) as pilot:
            await settled(pilot)
            body = " ".join(row[:82].strip() for row in app.rows[1:8])
            assert "▸ This story came without a text." in body
            assert words in body
            await press(pilot, "j", "G", "n", "k", "space")


async def test_a_story_that_left_the_library_is_read_on_and_says_so() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        app.library.change += 1
        del app.library.stories[1]
        await app.story_screen.look_for_changes()
        await settled(pilot)
        assert foot(app).startswith("This story is no longer in the library.")
        await press(pilot, "j", "n")
        assert " changed ¶" in app.rows[0]
        assert "READ MORE" in "".join(app.rows)


async def test_opening_marks_the_story_read_and_tells_the_lists() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert ("set_read", (1,), True) in app.library.calls
        assert app.told == [1]
        assert app.library.changes == []


async def test_a_story_that_is_gone_is_said_and_the_screen_leaves() -> None:
    app = StoryApp(entry_id=77)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert "There is no story 77." in app.said[0]
        assert app.story_screen not in app.screen_stack


async def test_the_place_is_kept_and_come_back_to() -> None:
    library = FakeLibrary()
    app = StoryApp(library, 5)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "space", "j", "q")
        assert app.left
        left = place(app)
    kept = library.positions[5]
    assert (kept.block, kept.offset) == left
    assert library.stories[5].blocks[kept.block].text[kept.offset :].startswith(kept.anchor)
    again = StoryApp(library, 5)
    async with again.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert place(again) == left
        body = again.story_screen.body
        assert body.top <= body.row < body.top + 5


async def test_the_place_is_kept_while_reading() -> None:
    app = StoryApp(entry_id=5)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        await app.story_screen._keep()
        kept = app.library.positions[5]
        assert (kept.block, kept.offset) == place(app)


# ---- quotes


async def test_n_and_N_go_from_quote_to_quote_and_both_panes_mark_it() -> None:
    app = StoryApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        screen = app.story_screen
        await press(pilot, "n")
        assert (screen.body.current_quote, place(app).block) == (0, 4)
        await press(pilot, "n")
        assert (screen.body.current_quote, place(app).block) == (1, 11)
        assert screen.quotes.chosen == 1
        body = screen.body
        assert body.top <= body.row < body.top + body.size.height
        await press(pilot, "n")
        assert screen.body.current_quote == 2
        await press(pilot, "n")
        assert foot(app).startswith("That was the last quote.")
        await press(pilot, "N", "N")
        assert screen.body.current_quote == 0
        await press(pilot, "N")
        assert foot(app).startswith("That is the first quote.")


async def test_choosing_a_quote_scrolls_the_body_to_it() -> None:
    app = StoryApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "j", "j")
        assert place(app).block == 14
        assert app.story_screen.body.current_quote == 2
        assert any("a toy for" in row for row in app.rows[:12])
        await press(pilot, "k")
        assert place(app).block == 11


async def test_enter_on_a_quote_goes_to_the_body_at_it() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "j", "enter")
        assert app.focused is app.story_screen.body
        assert place(app).block == 11


async def test_moving_in_the_body_moves_the_quotes_pane() -> None:
    app = StoryApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert app.story_screen.quotes.chosen == 0
        await press(pilot, *["j"] * 18)
        assert place(app).block > 4
        assert app.story_screen.quotes.chosen == 1
        await press(pilot, "g", "g")
        assert app.story_screen.quotes.chosen == 0


async def test_speakers_are_shown_with_doubt_or_not_at_all() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        side = [row[83:] for row in app.rows]
        assert any("▶ INES ALBRECHT" in row for row in side)
        assert any("TOMAS FERRAND?" in row and "the cook" in row for row in side)
        assert any("unattributed" in row and "¶ 15" in row for row in side)
        assert not any("UNION" in row for row in side)


async def test_a_story_without_quotes_folds_the_pane_away_and_says_so_when_asked() -> None:
    app = StoryApp(entry_id=3)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        screen = app.story_screen
        assert not screen.quotes.display
        await press(pilot, "n")
        assert foot(app).startswith("No direct quotes in this story.")
        await press(pilot, "2")
        assert any("No direct quotes in this story." in row for row in app.rows)
        await press(pilot, "1")
        assert not screen.quotes.display
        await press(pilot, "tab")
        assert app.focused is screen.more


async def test_a_story_that_is_seen_whole_is_not_at_its_beginning() -> None:
    app = StoryApp(entry_id=3)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert app.rows[0].endswith("¶ 1/1 100% · end")
        assert "2 quotes –   3 more –" in foot(app)
        await press(pilot, "2")
        assert foot(app).split() == ["q", "back", "?", "help"]


async def test_Y_copies_the_quote_with_its_source() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "n", "n", "Y")
        lines = app.copied[0].split("\n")
        assert lines[0].startswith("“There was one ring")
        assert "— Tomas Ferrand?, the cook" in lines
        assert "Night trains come back to the valley line · Valley Post · 2 May 2024" in lines
        assert lines[-3] == "https://valley.example/night-trains"
        assert lines[-2].startswith("https://valley.example/night-trains#:~:text=There%20was%20one")
        assert lines[-1] == "nowreading show 1#q2"


# ---- panes


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_one_two_three_and_tab_go_to_the_panes(size: tuple[int, int]) -> None:
    app = StoryApp()
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        screen = app.story_screen
        assert app.focused is screen.body
        for keys, pane in [
            (("2",), screen.quotes),
            (("3",), screen.more),
            (("1",), screen.body),
            (("tab",), screen.quotes),
            (("tab",), screen.more),
            (("tab",), screen.body),
            (("shift+tab",), screen.more),
            (("h",), screen.body),
            (("l",), screen.quotes),
            (("left",), screen.body),
            (("right",), screen.quotes),
        ]:
            await press(pilot, *keys)
            assert app.focused is pane
            assert pane.size.height > 0


async def test_on_a_narrow_screen_the_panes_are_sheets_that_escape_closes() -> None:
    app = StoryApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        screen = app.story_screen
        assert not screen.side.display
        height = screen.body.size.height
        await press(pilot, "2")
        assert screen.quotes.size.height > 4
        assert 4 < screen.body.size.height < height
        await press(pilot, "escape")
        assert not screen.side.display
        assert not app.left
        await press(pilot, "3", "q")
        assert not app.left
        await press(pilot, "q")
        assert app.left


async def test_a_sheet_that_opens_hides_no_part_of_the_current_quote() -> None:
    app = StoryApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        body = app.story_screen.body
        await press(pilot, "n", "n")
        spans = app.story_screen.opened.story.quotes[1].spans  # type: ignore[union-attr]
        first, last = (body.galley.row_of(Place(s.block, s.end - 1)) for s in spans)
        first -= 2
        while last < body.top + body.size.height - 1:  # until the quote stands at the very end
            await press(pilot, "k")
        await press(pilot, "n")
        assert last == body.top + body.size.height - 1
        await press(pilot, "2")
        assert body.current_quote == 1
        assert body.size.height < 15
        assert body.top <= first < last < body.top + body.size.height
        await press(pilot, "escape", "3", "escape")
        assert body.top <= first < last < body.top + body.size.height


async def test_keys_typed_at_once_reach_the_sheet_they_opened() -> None:
    app = StoryApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("2", "j", "3", "j")
        await settled(pilot)
        assert app.story_screen.quotes.chosen == 1
        assert app.story_screen.more.chosen == 1


async def test_the_wide_screen_has_an_outline_with_speakers() -> None:
    app = StoryApp()
    async with app.run_test(size=(200, 50)) as pilot:
        await settled(pilot)
        left = [row[:33] for row in app.rows]
        assert any("▸ Top" in row for row in left)
        assert any("A kitchen on wheels" in row for row in left)
        assert any("▶ Ines Albrecht" in row and row.rstrip().endswith("1") for row in left)
        await press(pilot, "]")
        assert any("▸ A kitchen on wheels" in row[:34] for row in app.rows)
        await pilot.click(app.story_screen.outline, offset=(6, 2))
        await settled(pilot)
        assert place(app) == Place(HEADLINE, 0)


async def test_brackets_go_from_heading_to_heading() -> None:
    app = StoryApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "]")
        assert place(app) == Place(5, 0)
        await press(pilot, "]")
        assert place(app) == Place(5, 0)
        assert "No heading below." in app.rows[-1]
        await press(pilot, "[")
        assert place(app) == Place(HEADLINE, 0)
        await press(pilot, "[")
        assert "No heading above." in app.rows[-1]


# ---- read more


async def test_read_more_shows_what_is_cached_and_says_what_its_signs_mean() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        side = [row[83:].rstrip() for row in app.rows]
        ends = {
            words: next(row[-1] for row in side if words in row)
            for words in ("report by the", "Orrin Gap", "the tunnel at", "Bridges wait")
        }
        assert ends == {
            "report by the": "●",
            "Orrin Gap": "○",
            "the tunnel at": "⌕",
            "Bridges wait": "●",
        }
        assert any("● cached  ○ not cached  ⌕ no address" in row for row in side)


async def test_a_cached_item_opens_in_place_and_backspace_comes_back_to_the_paragraph() -> None:
    app = StoryApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "n", "n", "j", "j")
        left = place(app)
        await press(pilot, "3", "g", "g", "enter")
        assert headline(app) == "What the transport office counted"
        assert app.focused is app.story_screen.body
        assert "‹ back to Night trains" in app.rows[0]
        await press(pilot, "space", "backspace")
        assert headline(app) == "Night trains come back to the valley line"
        assert place(app) == left
        await press(pilot, "backspace")
        assert "No link was followed" in foot(app)


async def test_the_way_back_is_a_stack() -> None:
    library = FakeLibrary()
    library.more[2] = library.more[1][3:]
    app = StoryApp(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "3", "enter", "j", "3", "enter")
        assert headline(app) == "Bridges wait for money"
        await press(pilot, "backspace")
        assert headline(app) == "What the transport office counted"
        await press(pilot, "backspace")
        assert headline(app) == "Night trains come back to the valley line"


async def test_an_item_that_is_not_cached_is_fetched_and_opened() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "3", "j", "enter")
        assert ("follow", "https://valley.example/tunnel") in app.library.calls
        assert headline(app) == "How the chimney folds"


async def test_a_fetch_in_progress_is_shown() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        app.story_screen.more.set_fetching(1)
        app.story_screen.draw_bars()
        await settled(pilot)
        assert any("fetching…" in row for row in app.rows[:-1])
        assert "↻ fetching…" in app.rows[-1]


async def test_a_failed_fetch_says_why_and_what_to_do() -> None:
    app = StoryApp()
    app.library.offline = True
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "3", "j", "enter")
        assert headline(app) == "Night trains come back to the valley line"
        shown = " ".join(row[83:].strip() for row in app.rows)
        assert "valley.example can't be reached." in shown
        assert "Try again when you are online." in shown
        assert app.story_screen.more.state(1) == "failed"
        app.library.offline = False
        await press(pilot, "enter")
        assert headline(app) == "How the chimney folds"


async def test_an_item_without_address_says_which_key_searches() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "3", "j", "j", "enter")
        assert foot(app).startswith("This line has no address. / searches.")


async def test_the_links_of_the_paragraph_are_marked_and_enter_leads_to_them() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "]")
        while place(app).block < 6:
            await press(pilot, "j")
        assert any("▏ Orrin Gap" in row[83:] for row in app.rows)
        await press(pilot, "enter")
        assert app.focused is app.story_screen.more
        assert app.story_screen.more.chosen == 1


async def test_enter_in_a_paragraph_without_links_says_so() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        assert foot(app).startswith("No link in this paragraph. 3 shows where the story leads.")


# ---- moving on


async def test_space_pages_down_and_then_opens_the_next_unread_story() -> None:
    app = StoryApp(neighbours=List(1, 2, 3, read=(2,)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        pages = 0
        while not app.story_screen.body.at_end:
            await press(pilot, "space")
            pages += 1
        assert pages > 1
        assert "next unread" in app.rows[-1]
        await press(pilot, "space")
        assert headline(app) == "Bridges wait for money"
        await press(pilot, "space")
        assert "last unread story" in foot(app)


async def test_J_and_K_go_through_the_list() -> None:
    app = StoryApp(neighbours=List(3, 1, 2))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert "‹ All unread · 2 of 3" in app.rows[0]
        await press(pilot, "J")
        assert headline(app) == "What the transport office counted"
        assert "3 of 3" in app.rows[0]
        await press(pilot, "J")
        assert "last story" in foot(app)
        await press(pilot, "K", "K")
        assert headline(app) == "Bridges wait for money"
        await press(pilot, "K")
        assert "first story" in foot(app)


async def test_J_after_following_a_link_goes_on_from_the_story_of_the_list() -> None:
    app = StoryApp(neighbours=List(1, 5))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "3", "enter", "J")
        assert headline(app) == "A long report, read slowly"
        await press(pilot, "backspace")
        assert headline(app) == "A long report, read slowly"


async def test_without_a_list_J_says_that_there_is_nothing() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "J")
        assert "q goes to the list" in foot(app)


# ---- acts


async def test_m_and_s_toggle_the_marks_and_u_takes_them_back() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "m")
        assert app.library.entries[1].read_at is None
        assert "● unread" in app.rows[0]
        await press(pilot, "u")
        assert app.library.entries[1].read_at == NOW
        assert "● unread" not in app.rows[0]
        await press(pilot, "s")
        assert "★" in app.rows[0]
        await press(pilot, "s")
        assert "★" not in app.rows[0]
        assert set(app.told) == {1}


async def test_A_marks_the_list_read() -> None:
    around = List(1, 2)
    app = StoryApp(neighbours=around)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "A")
        assert around.seen == 1


async def test_D_deletes_and_shows_the_next_story() -> None:
    app = StoryApp(neighbours=List(1, 2))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "D")
        assert ("delete", (1,)) in app.library.calls
        assert app.said[-1] == "Deleted one story · u brings it back"
        assert headline(app) == "What the transport office counted"
        assert 1 not in app.library.positions
        await press(pilot, "D")
        assert app.left


async def test_deleting_a_page_that_was_followed_goes_back_to_the_story() -> None:
    app = StoryApp(neighbours=List(1, 5))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "3", "enter", "D")
        assert ("delete", (2,)) in app.library.calls
        assert headline(app) == "Night trains come back to the valley line"


async def test_o_y_and_c_use_the_addresses_of_the_story() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "o", "y", "c")
        assert app.browsed == [
            "https://valley.example/night-trains",
            "https://valley.example/night-trains/comments",
        ]
        assert app.copied == ["https://valley.example/night-trains"]


async def test_in_read_more_o_and_y_use_the_chosen_link() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "3", "j", "o", "y")
        assert app.browsed == ["https://valley.example/tunnel"]
        assert app.copied == ["https://valley.example/tunnel"]
        await press(pilot, "j", "o", "y")
        assert app.browsed == ["https://valley.example/tunnel"]
        assert foot(app).startswith("There is no address to copy.")


async def test_only_web_addresses_are_opened() -> None:
    library = FakeLibrary(replace(plain_story(7, "Odd", ["x"]), url="file:///etc/passwd"))
    library.entries[7] = replace(library.entries[7], comments_url="javascript:alert(1)")
    app = StoryApp(library, 7)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "o", "c")
        assert app.browsed == []


async def test_r_fetches_the_feed_of_the_story_again_and_keeps_the_place() -> None:
    app = StoryApp(entry_id=5)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "j")
        left = place(app)
        await press(pilot, "r")
        assert ("refresh", [1]) in app.library.calls
        assert foot(app).startswith("2 new in this feed.")
        assert place(app) == left


async def test_r_that_fails_no_longer_says_that_it_fetches() -> None:
    class Offline(FakeLibrary):
        async def refresh(self, **asked: object) -> tuple[RefreshResult, ...]:
            raise FetchError("Nobody answered.", url="https://valley.example/", kind="refused")

    app = StoryApp(Offline(), entry_id=5)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "r")
        await settled(pilot)
        assert "Fetching" not in foot(app)


async def test_r_fetches_a_page_again() -> None:
    library = FakeLibrary()
    library.entries[2] = replace(ENTRY, id=2, feed_url=PAGES_URL)
    app = StoryApp(library, 2)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "r")
        assert ("refetch", 2) in library.calls


# ---- sizes


@pytest.mark.slow
@pytest.mark.parametrize("size", [(20, 5), (40, 12), (99, 19), (160, 10), (300, 100)])
async def test_no_size_and_no_key_is_too_much(size: tuple[int, int]) -> None:
    app = StoryApp(neighbours=List(1, 2, 3))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, *"n2jk3j1Gk]", "tab", "l", "escape", "ctrl+u", "space", "J")
        assert all(len(row) <= size[0] for row in app.rows)
        assert len(app.rows) == size[1]


async def test_resizing_from_wide_to_narrow_and_back_keeps_the_pane() -> None:
    app = StoryApp()
    async with app.run_test(size=(200, 50)) as pilot:
        await settled(pilot)
        await press(pilot, "3", "j")
        for width, height in [(80, 24), (20, 5), (120, 40), (300, 100), (60, 15)]:
            await pilot.resize_terminal(width, height)
            await settled(pilot)
            assert app.focused is app.story_screen.more
            assert app.story_screen.more.chosen == 1
            assert app.story_screen.more.size.height > 0


async def test_a_kept_place_beyond_the_story_is_no_trouble() -> None:
    library = FakeLibrary()
    library.positions[3] = Position(40, 900, "gone")
    app = StoryApp(library, 3)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert headline(app) == "Bridges wait for money"


async def test_a_full_stop_goes_to_the_next_unread_story() -> None:
    app = StoryApp(neighbours=List(1, 2, 3, read=(2,)))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, ".")
        assert headline(app) == "Bridges wait for money"
        await press(pilot, ".")
        assert "last unread story here" in foot(app)
