"""Highlights in a story: made by mouse or keys, shown, listed, taken away."""

from __future__ import annotations

from dataclasses import replace

from textual.pilot import Pilot

from reader.model import Anchor, Block, Highlight
from reader.tui.layout.galley import Place
from tests.tui.story_app import StoryApp, foot, place, press, settled
from tests.tui.story_fixtures import BLOCKS, NOW, STORY, FakeLibrary, plain_story

SAID = "We asked people what they would give up their car for, and they said sleep,"
TEXTS = ("One is here. Two is here, and longer.", "Three. Four.")


def marked(app: StoryApp) -> list[str]:
    return [each.anchor.text for each in app.library.marks]


def short_app() -> StoryApp:
    return StoryApp(FakeLibrary(plain_story(7, "Short", TEXTS)), 7)


def bars(app: StoryApp) -> dict[str, str]:
    """The sign in the gutter of each row with words, by the words."""
    body = app.story_screen.body
    left = body._left(body.size.width)
    rows = [strip.text for strip in map(body.render_line, range(body.size.height))]
    return {row[left + 2 :].strip(): row[left] for row in rows if row.strip()}


async def drag(pilot: Pilot[None], app: StoryApp, first: Place, last: Place) -> None:
    """Select with the mouse from one place to another of the same column of text."""
    body = app.story_screen.body
    left = body._left(body.size.width) + 2
    start, end = ((left + at.offset, body.galley.row_of(at) - body.top) for at in (first, last))
    await pilot.mouse_down(body, offset=start)
    await pilot.hover(body, offset=end)
    await pilot.mouse_up(body, offset=end)
    await settled(pilot)


async def test_H_highlights_the_sentence_or_quote_at_hand_and_on_it_takes_it_away() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "H")
        assert marked(app) == [STORY.headline]
        assert foot(app).startswith("Highlighted · u takes it back")
        await press(pilot, "H")
        assert marked(app) == []
        assert foot(app).startswith("Took a highlight away · u brings it back")
        await press(pilot, "u")
        assert marked(app) == [STORY.headline]
        assert "brings it back" not in foot(app)  # it was brought back
        await press(pilot, "n", "H")
        assert marked(app) == [STORY.headline, SAID]
        await press(pilot, "u")
        assert marked(app) == [STORY.headline]
        assert [each.text for each in app.story_screen.opened.highlights] == [STORY.headline]


async def test_a_highlight_is_drawn_with_a_bar_of_its_own_and_listed_under_its_heading() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 60)) as pilot:
        await settled(pilot)
        before = bars(app)
        assert "◆" not in before.values()
        await press(pilot, "n", "H")
        signs = bars(app)
        rows = [words for words, sign in signs.items() if sign in "◆┃"]
        assert [signs[words] for words in rows] == ["◆", "┃"]
        assert rows[0].startswith("“We asked people")
        side = [row[83:].strip() for row in app.rows]
        heading = side.index("HIGHLIGHTS  1")
        assert side[heading + 2].split() == ["◆", "¶", "5"]
        assert side[heading + 3].startswith("We asked people")
        await press(pilot, "H")
        assert bars(app) == before
        assert not any("HIGHLIGHTS" in row for row in app.rows)


async def test_what_the_mouse_selected_is_highlighted_over_paragraphs_too() -> None:
    app = short_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await drag(pilot, app, Place(0, 13), Place(1, 6))
        await press(pilot, "H")
        assert marked(app) == ["Two is here, and longer.\n\nThree."]
        assert app.screen.get_selected_text() is None
        await drag(pilot, app, Place(0, 17), Place(0, 24))
        await press(pilot, "H")
        assert marked(app) == []
        await drag(pilot, app, Place(0, 4), Place(0, 6))
        await press(pilot, "H")
        assert marked(app) == ["is"]


async def test_what_is_selected_is_copied_with_its_source_or_alone() -> None:
    app = short_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await drag(pilot, app, Place(0, 13), Place(1, 6))
        assert foot(app).startswith("H highlight   Y copy with source")
        await press(pilot, "Y")
        assert foot(app).startswith("Copied what is selected with its source.")
        copied = app.copied[-1].splitlines()
        assert copied[:3] == ["Two is here, and longer.", "", "Three."]
        assert copied[4].startswith("Short · Valley Post")
        await press(pilot, "ctrl+c")
        assert foot(app).startswith("Copied the selected words.")
        assert app.copied[-1].rstrip() == "Two is here, and longer.\n\nThree."
        await press(pilot, "escape")
        assert not app.left
        await press(pilot, "j", "V")
        assert foot(app).startswith("H highlight   Y copy with source")
        await press(pilot, "Y")
        assert app.copied[-1].startswith("One is here.\n")
        await press(pilot, "q", "Y")
        assert foot(app).startswith("No direct quotes in this story.")


async def test_the_chosen_highlight_is_the_one_drawn_strong() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 60)) as pilot:
        await settled(pilot)

        def strong() -> str:
            """The bold words of paragraphs; in a row what is bold besides colours is chosen."""
            body = app.story_screen.body
            strips = [body.render_line(y) for y in range(5, body.size.height)]
            bold = [s.text for strip in strips for s in strip if s.style and s.style.bold]
            return " ".join(bold)

        await press(pilot, "n", "H")
        await drag(pilot, app, Place(7, 0), Place(7, 10))
        await press(pilot, "H", "2", "G")
        assert app.story_screen.quotes.chosen_item == ("mark", 1)
        assert BLOCKS[7].text[:4] in strong()
        assert "gave up" not in strong() and "asked people" not in strong()
        await press(pilot, "k")
        assert "We asked people" in strong()
        assert BLOCKS[7].text[:9] not in strong()
        await press(pilot, "g", "g")
        assert "We asked people" in strong()


async def test_V_selects_by_sentences_and_words() -> None:
    app = short_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)

        def selected() -> str | None:
            return app.screen.get_selected_text()

        await press(pilot, "j", "V")
        assert selected() == "One is here."
        assert foot(app).startswith("H highlight")
        await press(pilot, "V")
        assert selected() == "Two is here, and longer."
        await press(pilot, "j")
        assert selected() == "Two is here, and longer.\n\nThree."
        await press(pilot, "k")
        assert selected() == "Two is here, and longer."
        await press(pilot, "b", "b")
        assert selected() == "Two is here,"
        await press(pilot, "w")
        assert selected() == "Two is here, and"
        await pilot.press("ctrl+c")
        assert app.copied == ["Two is here, and"]
        await press(pilot, "escape")
        assert selected() is None
        assert not app.left
        assert foot(app).startswith("space")
        await press(pilot, "V", "q")
        assert selected() is None
        assert not app.left
        await drag(pilot, app, Place(0, 4), Place(0, 6))
        assert (selected() or "").strip() == "is"
        await press(pilot, "escape")
        assert selected() is None
        assert not app.left
        await press(pilot, "g", "g", "j", "w", "H")
        assert marked(app) == ["One is here."]
        assert place(app) == Place(0, 0)


async def test_what_is_selected_can_be_read() -> None:
    app = short_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "j", "V")
        body = app.story_screen.body
        strips = [body.render_line(y) for y in range(body.size.height)]
        words = {
            text: style.color != style.bgcolor and style.bgcolor != body.rich_style.bgcolor
            for strip in strips
            for text, style, _ in strip
            if style is not None and text.strip()
        }
        assert words["One is here."]
        assert not words[" Two is here, and longer."]


async def test_a_selection_made_with_keys_scrolls_along() -> None:
    app = StoryApp(entry_id=5)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "V", *["j"] * 40)
        body = app.story_screen.body
        end = body.selected_spans()[-1]
        row = body.galley.row_of(Place(end.block, end.end - 1))
        assert body.top <= row < body.top + body.size.height


async def test_in_the_quotes_pane_H_and_Y_are_about_the_chosen_card() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "j", "H")
        assert marked(app)[0].startswith("There was one ring")
        await press(pilot, "G")
        assert app.story_screen.quotes.chosen_item == ("mark", 0)
        assert place(app).block == 11
        await press(pilot, "Y")
        lines = app.copied[0].split("\n")
        assert lines[0].startswith("There was one ring")
        assert "Night trains come back to the valley line · Valley Post · 2 May 2024" in lines
        assert "#:~:text=There%20was" in lines[-1]
        await press(pilot, "H")
        assert marked(app) == []


async def test_a_highlight_whose_words_are_gone_is_listed_and_can_be_taken_away() -> None:
    app = StoryApp()
    lost = Anchor("Words that stood here once", "", "", 2, 5)
    app.library.marks.append(Highlight(9, 1, lost, NOW))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "G")
        side = " ".join(" ".join(row[83:].split()) for row in app.rows)
        assert "◆ no longer in the story Words that stood here once" in side
        assert foot(app).startswith("The words of this highlight are no longer in the story.")
        await press(pilot, "H")
        assert marked(app) == []


async def test_a_highlight_is_at_its_words_when_the_story_was_read_anew() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "n", "H")
        blocks = (Block("paragraph", "A new beginning."), *BLOCKS)
        app.library.stories[1] = replace(STORY, blocks=blocks, quotes=())
        await press(pilot, "r")
        (found,) = app.story_screen.opened.highlights
        assert [span.block for span in found.spans] == [5]
        assert app.story_screen.quotes.display


async def test_hostile_words_in_a_highlight_are_shown_letter_by_letter() -> None:
    evil = "[/b] [@click=app.quit]X[/] a\x1b]0;owned\x07 b\x9b31m c\u202e d"
    app = StoryApp(FakeLibrary(plain_story(7, "Short", [evil])), 7)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "j", "H")
        shown = "\n".join(app.rows)
        assert shown.count("[@click=app.quit]X[/]") == 2
        assert not set(shown) & set("\x1b\x07\x9b\u202e")
        await press(pilot, "2", "Y")
        assert not set(app.copied[0]) & set("\x1b\x07\x9b\u202e")


async def test_an_empty_story_has_nothing_to_highlight() -> None:
    app = StoryApp(FakeLibrary(plain_story(7, "", [])), 7)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "V", "w", "b", "j", "H")
        assert marked(app) == []
        assert foot(app).startswith("There is no text to highlight here.")
