"""How a story is shown: width, zen, quotes by speaker, the note, the full text."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from textual.events import MouseScrollDown, MouseScrollUp

from reader.library.values import MoreItem
from reader.model import Quote, Span, Speaker, Story
from reader.tui.layout.galley import Place
from tests.tui.story_app import StoryApp, foot, place, press, settled
from tests.tui.story_fixtures import STORY, FakeLibrary, plain_story


def measure(app: StoryApp) -> int:
    return app.story_screen.body.galley.measure


async def test_plus_and_minus_change_the_width_which_is_kept() -> None:
    library = FakeLibrary()
    app = StoryApp(library, 5)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert measure(app) == 72
        await press(pilot, "space", "space", "j")
        left = place(app)
        await press(pilot, "-", "-")
        assert measure(app) == 64
        assert foot(app).startswith("64 columns")
        assert place(app) == left
        await press(pilot, "+", "=", "+")
        assert measure(app) == 76
        await press(pilot, "+")
        assert measure(app) == 77
        await press(pilot, "+")
        assert foot(app).startswith("77 columns: as wide as it goes.")
        await press(pilot, *["-"] * 16)
        assert measure(app) == 20
        assert foot(app).startswith("20 columns: no narrower.")
        await press(pilot, "+")
    again = StoryApp(library, 5)
    async with again.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert measure(again) == 24
    library.measure = 60
    anew = StoryApp(library, 5)
    async with anew.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert measure(anew) == 60


async def test_zen_shows_the_text_alone_with_the_paragraph_at_hand_lit() -> None:
    app = StoryApp(FakeLibrary(plain_story(7, "Calm", [f"Paragraph {n}." for n in range(6)])), 7)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        before = app.rows
        await press(pilot, "j", "j", "j", "z")
        screen = app.story_screen
        assert measure(app) == 62
        assert not (screen.head.display or screen.side.display or screen.outline.display)
        assert foot(app) == ""
        muted = screen.body.get_component_rich_style("body--dimmed").color

        def dim() -> list[bool]:
            strips = map(screen.body.render_line, range(screen.body.size.height))
            rows = [strip for strip in strips if "Paragraph" in strip.text]
            return [
                all(s.style is not None and s.style.color == muted for s in row if "Par" in s.text)
                for row in rows
            ]

        assert place(app) == Place(2, 0)
        assert dim() == [True, False, False, False, True, True]
        await press(pilot, "j")
        assert dim() == [True, True, False, False, False, True]
        await press(pilot, "n")
        assert foot(app).startswith("No direct quotes in this story.")
        await press(pilot, "+")
        assert foot(app).startswith("In zen mode the text is 62 columns wide.")
        await press(pilot, "escape")
        assert not app.left
        assert screen.head.display
        assert dim() == [False] * 6
        await press(pilot, "z", "z", "g", "g")
        assert app.rows == before
        await press(pilot, "z", "3")
        assert app.focused is screen.more
        assert screen.head.display


async def test_zen_at_every_size_keeps_the_place() -> None:
    app = StoryApp(entry_id=5)
    async with app.run_test(size=(200, 50)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "z")
        left = place(app)
        for size in [(80, 24), (20, 5), (120, 40)]:
            await pilot.resize_terminal(*size)
            await settled(pilot)
            assert place(app) == left
            assert measure(app) == min(62, size[0] - 3)


def quote_of(block: int, words: str, name: str) -> Quote:
    start = STORY.blocks[block].text.index(words)
    span = Span(block, start, start + len(words))
    return Quote(words, (span,), "direct", Speaker(name, "the cook"), "said", 0.9)


async def test_v_puts_quotes_together_by_speaker_and_stays_so() -> None:
    story = replace(
        STORY,
        quotes=(
            quote_of(4, "We asked people", "Ines"),
            quote_of(11, "There was one ring", "Tomas"),
            quote_of(12, "Now there are two rings", "Ines"),
        ),
    )
    library = FakeLibrary(story)
    app = StoryApp(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "j", "v")
        quotes = app.story_screen.quotes
        side = [row[83:].strip() for row in app.rows]
        assert side[1] == "QUOTES  3 by speaker"
        order = [row.removeprefix("▶ ") for row in side if re.match("(▶ )?(INES|TOMAS|“)", row)]
        assert [row.split("  ")[0] for row in order] == [
            "INES",
            "“We asked people”",
            "“Now there are two rings”",
            "TOMAS",
            "“There was one ring”",
        ]
        assert quotes.chosen_item == ("quote", 1)
        assert "TOMAS  1  the cook" in side, "the role is told once, beside the name"
        assert any(re.fullmatch(r"▶ “There was one ring” +¶ \d+", row) for row in side)
        await press(pilot, "g", "g", "j")
        assert place(app).block == 12
        assert app.story_screen.body.current_quote == 2
        await press(pilot, "1", "N")
        assert app.story_screen.body.current_quote == 1
        assert quotes.chosen_item == ("quote", 1)
    again = StoryApp(library)
    async with again.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert again.story_screen.quotes.by_speaker
        await press(pilot, "2", "v")
        assert not again.story_screen.quotes.by_speaker
        assert library.settings["story.quotes"] == "page"


def said_by(*names: str, doubtful: tuple[int, ...] = ()) -> Story:
    """A story of a sentence and its quote for each of ``names``; some speakers are not sure."""
    texts = [f"“Answer {n} of the hearing,” said {name}." for n, name in enumerate(names)]
    quotes = tuple(
        Quote(
            f"Answer {n} of the hearing,",
            (Span(n, 1, text.index("”")),),
            "direct",
            Speaker(name),
            "said",
            0.6 if n in doubtful else 0.9,
        )
        for n, (text, name) in enumerate(zip(texts, names, strict=True))
    )
    return replace(plain_story(7, "Hearing", texts), quotes=quotes)


async def test_a_doubtful_quote_stands_with_the_sure_ones_of_its_speaker_and_says_so() -> None:
    names = ("Ada Brook", "Ivo Brandt", "Ada Brook", "Lena Okafor")
    app = StoryApp(FakeLibrary(said_by(*names, doubtful=(2, 3))), 7)
    async with app.run_test(size=(200, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "v")
        outline = [row[:33].strip() for row in app.rows]
        start = outline.index("SPEAKERS 3")
        told = [row.removeprefix("▶ ").split() for row in outline[start + 2 : start + 5]]
        assert told == [["Ada", "Brook", "2"], ["Ivo", "Brandt", "1"], ["Lena", "Okafor?", "1"]]
        side = [row.rpartition("│")[2].strip() for row in app.rows]
        first = side.index("ADA BROOK  2")
        assert side[first + 1].startswith("▶ “Answer 0")
        assert re.fullmatch(r"Ada Brook\? +¶ 3", side[first + 3])
        assert side[first + 4] == "“Answer 2 of the hearing,”"
        assert "LENA OKAFOR?  1" in side
        await press(pilot, "j")
        assert place(app).block == 2
        assert app.rows[start + 2].startswith(" ▶ Ada Brook")


async def test_by_speaker_whoever_is_chosen_is_named_in_sight() -> None:
    names = ["Ada Brook", "Ivo Brandt"] * 10
    app = StoryApp(FakeLibrary(said_by(*names)), 7)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "v")
        quotes = app.story_screen.quotes

        def seen() -> tuple[str, str]:
            """The name over the chosen card, and the row of the card itself."""
            side = [row.rpartition("│")[2].strip() for row in app.rows]
            at = next(n for n, row in enumerate(side) if row.startswith("▶"))
            heads = [row for row in side[:at] if re.fullmatch("[A-Z ]+  10", row)]
            return heads[-1].split("  ")[0], side[at]

        for keys in [["j"]] * 13 + [["G"]] + [["k"]] * 12 + [["g", "g"]]:
            await press(pilot, *keys)
            item = quotes.chosen_item
            assert item is not None
            assert seen() == (names[item.number].upper(), seen()[1])
            assert f"“Answer {item.number} of" in seen()[1]
        await press(pilot, *["j"] * 8)
        before = quotes.chosen_item
        await pilot.click(quotes, offset=(5, 1))  # the name that stays in sight is no card
        await settled(pilot)
        assert quotes.chosen_item == before


async def test_the_wheel_moves_the_pane_under_it_and_nothing_else() -> None:
    app = StoryApp(FakeLibrary(said_by(*["Ada Brook", "Ivo Brandt"] * 10)), 7)
    app.library.more[7] = tuple(
        MoreItem(None, f"Bridge {n}", "Valley Post", 3, "same words") for n in range(20)
    )
    async with app.run_test(size=(200, 30)) as pilot:
        await settled(pilot)
        screen = app.story_screen
        panes = (screen.quotes, screen.more, screen.body, screen.outline)
        await press(pilot, "2", "j", "1")
        left = screen.quotes.chosen, screen.more.chosen, place(app)
        for pane in panes[:2]:
            for turn, top in ((MouseScrollDown, 2), (MouseScrollDown, 4), (MouseScrollUp, 2)):
                await pilot._post_mouse_events([turn], pane, offset=(5, 3), button=0)
                await settled(pilot)
                assert [each.scroll_y for each in panes] == [top * (each is pane) for each in panes]
            for turn, end in ((MouseScrollUp, 0), (MouseScrollDown, pane.max_scroll_y)):
                for _ in range(40):
                    await pilot._post_mouse_events([turn], pane, offset=(5, 3), button=0)
                await settled(pilot)
                assert pane.scroll_y == end
            assert end > 10
            pane.scroll_to(y=0, animate=False, force=True)
        assert (screen.quotes.chosen, screen.more.chosen, place(app)) == left


@pytest.mark.parametrize("size", [(20, 5), (20, 6), (40, 9), (80, 12)])
async def test_on_the_shortest_terminal_the_chosen_card_is_in_sight(size: tuple[int, int]) -> None:
    app = StoryApp()
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        for key in ("3", "2"):
            await press(pilot, key)
            assert any(row.startswith(" ▶ ") for row in app.rows)


async def test_the_note_of_a_story_stands_under_the_line_of_its_source() -> None:
    story = replace(plain_story(7, "Short", ["One."]), note="Only the summary is stored.")
    app = StoryApp(FakeLibrary(story), 7)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        rows = [row[:82].strip() for row in app.rows]
        note = rows.index("▸ Only the summary is stored.")
        assert rows[note - 1].startswith("VALLEY POST ·")


async def test_F_fetches_the_full_text_once() -> None:
    library = FakeLibrary(plain_story(7, "Short", ["One."]))
    library.page = replace(plain_story(7, "Short", ["One.", "Two.", "Three."]), origin="page")
    app = StoryApp(library, 7)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "F")
        assert foot(app).startswith("The full text is here.")
        assert any("Three." in row for row in app.rows)
        assert app.told[-1] == 7
        await press(pilot, "F")
        assert foot(app).startswith("This is the full text.")
        assert library.calls.count(("full text", 7)) == 1


async def test_F_says_when_the_page_holds_no_more_or_there_is_none() -> None:
    library = FakeLibrary(plain_story(7, "Short", ["One."]))
    library.stories[8] = replace(plain_story(8, "File", ["One."]), origin="file")
    library.entries[8] = replace(library.entries[7], id=8, link=None)
    app = StoryApp(library, 7)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "F")
        assert foot(app).startswith("The page holds no more than this.")
        app.story_screen.open_entry(8)
        await settled(pilot)
        await press(pilot, "F")
        assert foot(app).startswith("This story has no page to fetch.")
