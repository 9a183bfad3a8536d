"""The body: scrolling, the reading place, marks, selecting text, hostile text."""

from __future__ import annotations

from dataclasses import replace

from reader.library.values import MoreItem
from reader.model import HEADLINE, Block, Mark, Quote, Span, Speaker, Story
from reader.tui.layout.galley import Place
from reader.tui.panes.body import Body
from tests.tui.story_app import StoryApp, settled
from tests.tui.story_fixtures import BLOCKS, FakeLibrary, long_story, plain_story


def body_of(app: StoryApp) -> Body:
    return app.story_screen.body


def row_with(app: StoryApp, words: str) -> str:
    return next(row for row in app.rows if words in row)


async def test_j_and_k_move_by_a_row() -> None:
    app = StoryApp(entry_id=5)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("j", "j", "down", "k")
        await settled(pilot)
        assert body_of(app).top == 2


async def test_where_nothing_can_scroll_j_goes_on_by_paragraphs() -> None:
    app = StoryApp(FakeLibrary(plain_story(7, "Short", ["One.", "Two.", "Three."])), 7)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("j", "j")
        assert body_of(app).place == Place(1, 0)
        await pilot.press("k", "k", "k")
        assert body_of(app).place == Place(HEADLINE, 0)
        await pilot.press("G")
        assert body_of(app).place == Place(2, 0)


async def test_g_g_and_G_go_to_the_ends() -> None:
    app = StoryApp(entry_id=5)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("G")
        assert body_of(app).place == Place(59, 0)
        assert body_of(app).at_end
        await settled(pilot)
        assert "¶ 60/60 100% · end" in app.rows[0]
        await pilot.press("g", "g")
        assert body_of(app).place == Place(HEADLINE, 0)
        assert body_of(app).top == 0


async def test_half_a_page_is_half_the_height_of_the_text() -> None:
    app = StoryApp(entry_id=5)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        half = body_of(app).size.height // 2
        await pilot.press("ctrl+d", "pagedown")
        assert body_of(app).top == 2 * half
        await pilot.press("ctrl+u")
        assert body_of(app).top == half
        await pilot.press("pageup", "pageup")
        assert body_of(app).place == Place(HEADLINE, 0)


async def test_a_page_down_shows_the_next_rows_with_two_of_the_old() -> None:
    app = StoryApp(entry_id=5)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        body = body_of(app)
        await pilot.press("space")
        assert body.top == body.size.height - 2
        assert body.row == body.galley.row_of(body.galley.place_of(body.size.height))


async def test_a_new_width_keeps_the_place() -> None:
    app = StoryApp(entry_id=5)
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await pilot.press("space", "space", "space", "j", "j", "j")
        body = body_of(app)
        place = body.place
        assert place.block > 0
        for size in [(20, 24), (60, 12), (80, 24), (130, 40), (200, 50), (100, 30)]:
            await pilot.resize_terminal(*size)
            await settled(pilot)
            assert body.place == place
            assert body.top <= body.row < body.top + body.size.height


async def test_a_new_size_keeps_the_place_at_the_end_too() -> None:
    app = StoryApp(entry_id=5)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("G")
        body = body_of(app)
        place = body.place
        assert place.block == 59
        for size in [(80, 40), (80, 24), (200, 50), (120, 100), (40, 12), (80, 24)]:
            await pilot.resize_terminal(*size)
            await settled(pilot)
            assert body.place == place
            assert body.top <= body.row < body.top + body.size.height


async def test_every_row_is_as_wide_as_the_body_at_every_width() -> None:
    wide = plain_story(
        7, "山里的夜车 ❤️", ["山里的夜车，回来了。" * 9, "👩‍👩‍👧 e\u0301 🇫🇷 " * 30, "a\tb"]
    )
    app = StoryApp(FakeLibrary(wide), 7)
    async with app.run_test(size=(120, 40)) as pilot:
        for width in (120, 20, 33, 60, 81, 200):
            await pilot.resize_terminal(width, 40)
            await settled(pilot)
            body = body_of(app)
            strips = [body.render_line(y) for y in range(body.size.height)]
            assert {strip.cell_length for strip in strips} == {body.size.width}
            assert {sum(s.cell_length for s in strip) for strip in strips} == {body.size.width}


async def test_the_kinds_of_blocks_look_as_they_should() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 60)) as pilot:
        await settled(pilot)
        rows = [row[:82].rstrip() for row in app.rows]
        assert "     ▒ [i] A blue sleeping car under a platform roof" in rows
        assert "     ▒ One of the six cars at the depot, where the doors were rebuilt." in rows
        assert "     • Soup and bread until midnight" in rows
        assert "       ◦ also without milk" in rows
        assert "     │ Sleep is a public service, and so is breakfast." in rows
        assert "     Saint Vaast by the Water  23:02    14.00" in rows
        assert "           stops on request" in rows
        assert "     → Read more about the tunnel at Orrin Gap." in rows
        assert "   ▌ that rail since before my daughter was born.”" in rows


async def test_marks_and_the_current_quote_are_drawn_with_attributes_not_by_colour_alone() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 60)) as pilot:
        await settled(pilot)
        body = body_of(app)

        def attributes(words: str) -> set[str]:
            found = set()
            for y in range(body.size.height):
                for text, style, _ in body.render_line(y):
                    if words in text and style is not None:
                        found |= {a for a in ("bold", "italic", "underline") if getattr(style, a)}
            return found

        assert attributes("sleeping cars") == {"bold"}
        assert attributes("transport office") == {"underline"}
        assert attributes("A kitchen on wheels") == {"bold"}
        assert attributes("We asked people") == {"bold"}
        assert attributes("a toy for") == set()
        await pilot.press("n", "n", "n")
        await settled(pilot)
        assert attributes("We asked people") == set()
        assert attributes("a toy for") == {"bold"}


async def test_selecting_with_the_mouse_gives_the_words_of_the_story() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 60)) as pilot:
        await settled(pilot)
        body = body_of(app)
        first = body.galley.row_of(Place(4, 0))
        await pilot.mouse_down(body, offset=(3, first))
        await pilot.hover(body, offset=(11, first + 1))
        await pilot.mouse_up(body, offset=(11, first + 1))
        await pilot.pause()
        chosen = app.screen.get_selected_text()
        assert chosen is not None
        assert BLOCKS[4].text.startswith(chosen)
        assert chosen.startswith("“We asked")
        assert chosen.endswith("sleep,”")
        await pilot.press("ctrl+c")
        assert app.copied == [chosen]


async def test_a_selection_over_paragraphs_has_a_blank_line_between_them() -> None:
    app = StoryApp(FakeLibrary(plain_story(7, "Short", ["First one.", "Second one."])), 7)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        body = body_of(app)
        first, second = (body.galley.row_of(Place(block, 0)) for block in (0, 1))
        await pilot.mouse_down(body, offset=(1, first))
        await pilot.hover(body, offset=(70, second))
        await pilot.mouse_up(body, offset=(70, second))
        await pilot.pause()
        assert app.screen.get_selected_text() == "First one.\n\nSecond one."


async def test_a_selection_holds_whole_emoji() -> None:
    app = StoryApp(FakeLibrary(plain_story(7, "Short", ["ab👩‍👩‍👧‍👦cd"])), 7)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        body = body_of(app)
        row = body.galley.row_of(Place(0, 0))
        await pilot.mouse_down(body, offset=(5, row))
        await pilot.hover(body, offset=(8, row))
        await pilot.mouse_up(body, offset=(8, row))
        await pilot.pause()
        assert app.screen.get_selected_text() in ("ab👩‍👩‍👧‍👦", "ab")


async def test_a_double_click_does_not_select_the_story() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 60)) as pilot:
        await settled(pilot)
        await pilot.click(body_of(app), offset=(10, 8), times=2)
        await pilot.pause()
        assert not app.screen.get_selected_text()


async def test_a_click_takes_the_reader_to_that_paragraph() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 60)) as pilot:
        await settled(pilot)
        row = body_of(app).galley.row_of(Place(6, 0))
        await pilot.click(body_of(app), offset=(10, row))
        await settled(pilot)
        assert body_of(app).place.block == 6


async def test_the_wheel_takes_the_place_along() -> None:
    app = StoryApp(entry_id=5)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        body = body_of(app)
        body.scroll_to(y=30, animate=False)
        await settled(pilot)
        assert body.row == 30 or not body.galley.rows[30].parts
        assert f"¶ {body.place.block + 1}/60" in app.rows[0]
        assert body.place.block == 3


HOSTILE = (
    "Story [/b]",
    "[@click=app.quit]X[/]",
    "[gay men]",
    "[AP] Storm",
    "[red]not red[/red] \\[x] {y}",
)


def hostile_story(entry_id: int, text: str) -> Story:
    """A story with ``text`` wherever there are words."""
    return Story(
        entry_id,
        text,
        text,
        text,
        (Block("paragraph", f"“{text}”"), Block("heading", text, level=2)),
        quotes=(Quote(text, (Span(0, 1, 1 + len(text)),), "direct", Speaker(text), None, 0.9),),
        note=text,
    )


async def test_markup_from_outside_is_shown_letter_by_letter_in_every_pane() -> None:
    library = FakeLibrary(*(hostile_story(10 + n, text) for n, text in enumerate(HOSTILE)))
    for number, text in enumerate(HOSTILE, 10):
        library.entries[number] = replace(library.entries[number], feed_title=text)
        library.more[number] = (MoreItem(None, text, text, 3, text),)
    app = StoryApp(library, 10)
    async with app.run_test(size=(200, 50)) as pilot:
        for number, text in enumerate(HOSTILE, 10):
            app.story_screen.open_entry(number)
            await settled(pilot)
            shown = "\n".join(app.rows)
            assert shown.count(text) >= 9
            assert shown.count(text.upper()) >= 2
        assert app.is_running


async def test_nothing_that_steers_a_terminal_is_drawn() -> None:
    evil = "a\x1b]0;owned\x07 b\x1b[31m c\u202e d\x9b e\u2066 f"
    story = Story(
        7,
        evil,
        evil,
        evil,
        (Block("paragraph", evil, (Mark(0, 3, "link", "javascript:alert(1)"),)),),
        quotes=(Quote(evil, (Span(0, 0, 5),), "direct"),),
    )
    library = FakeLibrary(story)
    library.entries[7] = replace(library.entries[7], feed_title=evil)
    app = StoryApp(library, 7)
    async with app.run_test(size=(200, 50)) as pilot:
        await settled(pilot)
        shown = "".join(app.rows)
        assert not set(shown) & set("\x1b\x07\x9b\u202e\u2066")


async def test_a_long_story_draws_only_what_is_seen() -> None:
    app = StoryApp(FakeLibrary(long_story(8, 500)), 8)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        body = body_of(app)
        assert len(body.galley.rows) > 2000
        assert len(body._painter._strips) <= 2 * body.size.height
