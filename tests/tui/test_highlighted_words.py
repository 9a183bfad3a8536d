"""Words that feeds.toml highlights in the texts of stories."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest

from reader.config.highlighting import Highlighting, Wording
from reader.config.read import read_text
from reader.errors import ConfigError
from reader.library.reading import found
from reader.library.reading.found import hits_in, words_in
from reader.model import Block, Span, Story
from tests.tui.story_app import StoryApp, foot, press, settled
from tests.tui.story_fixtures import FakeLibrary, plain_story

TEXT = "The ferry sails at noon. Two ferries, one pier: the FERRY waits."


def drawn(app: StoryApp, color: str) -> list[str]:
    """The words that stand on the screen in this colour."""
    body = app.story_screen.body
    look = body.get_component_rich_style(f"body--word_{color}")
    strips = [body.render_line(y) for y in range(body.size.height)]
    return [
        part.text
        for strip in strips
        for part in strip
        if part.style is not None and part.style.reverse and part.style.color == look.color
    ]


class Slow:
    """An expression that never comes to an end in its time."""

    asked: ClassVar[list[float]] = []

    def finditer(self, text: str, timeout: float, concurrent: bool) -> object:
        self.asked.append(timeout)
        raise TimeoutError


def library(*wordings: Wording) -> FakeLibrary:
    given = FakeLibrary(plain_story(7, "A ferry", [TEXT, "And the pier."]))
    given.wordings = wordings
    return given


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_words_stand_out_in_their_colours_and_one_key_hides_them(
    size: tuple[int, int],
) -> None:
    app = StoryApp(library(Wording("/ferr(y|ies)/", "warn"), Wording('pier OR "at noon"')), 7)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        assert drawn(app, "warn") == ["ferry", "ferry", "ferries", "FERRY"]
        assert drawn(app, "accent") == ["at noon", "pier", "pier"]
        await press(pilot, "+", "z")
        assert drawn(app, "warn"), "another width keeps them"
        await press(pilot, "z", "M")
        assert foot(app).startswith("Words that feeds.toml highlights: hidden")
        assert drawn(app, "warn") == drawn(app, "accent") == []
        await press(pilot, "M")
        assert foot(app).startswith("Words that feeds.toml highlights: shown")
        assert drawn(app, "warn") == ["ferry", "ferry", "ferries", "FERRY"]


async def test_without_such_words_the_key_says_how_to_have_them() -> None:
    app = StoryApp(library(), 7)
    async with app.run_test(size=(100, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "M")
        assert foot(app).startswith("feeds.toml highlights no words: [[highlight]] with words")


async def test_an_expression_that_takes_too_long_is_told_and_the_others_are_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(found, "_compiled", lambda pattern: Slow())
    app = StoryApp(library(Wording("/slow/"), Wording("ferry")), 7)
    async with app.run_test(size=(100, 24)) as pilot:
        await settled(pilot)
        assert "takes too long here: words = /slow/" in foot(app)
        assert drawn(app, "accent") == ["ferry", "ferry", "FERRY"]


def test_time_is_shared_by_all_paragraphs(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Slow.asked = []
    monkeypatch.setattr(found, "_compiled", lambda pattern: Slow())
    story = Story(1, None, "x", None, (Block("paragraph", "y"),) * 50)
    assert words_in(story, [Wording("/y/"), Wording("y")])[1] == ("/y/",)
    assert hits_in(story, "/y/") == ()
    assert len(asked) == 2, "once for each of the two, and not for each paragraph"


def test_of_two_for_one_place_the_first_lies_above() -> None:
    story = Story(1, None, "x", None, (Block("paragraph", "a pier"),))
    span = Span(0, 2, 6)
    both = [Wording("pier", "bad"), Wording("/pie./", "good"), Wording('"', "warn")]
    assert words_in(story, both) == (((span, "good"), (span, "bad")), ())


def test_blocks_are_for_rows_or_for_words() -> None:
    path = Path("feeds.toml")
    text = '[[highlight]]\nwhen = "a"\n[[highlight]]\nwords = "/b+/"\ncolor = "bad"\n'
    config = read_text(text, path)
    assert config.highlightings == (Highlighting("a"),)
    assert config.wordings == (Wording("/b+/", "bad"),)
    for more, column in (('when = "a"', 8), ('mark = "!"', 8)):
        with pytest.raises(ConfigError, match="is for rows, words is for texts") as error:
            read_text(f'[[highlight]]\nwords = "b"\n{more}\n', path)
        assert (error.value.line, error.value.column) == (3, column)
    with pytest.raises(ConfigError, match=r"has no when \(for rows\) and no words"):
        read_text("[[highlight]]\n", path)
    (warning,) = read_text('[[highlight]]\nwords = "/(/"\n', path).warnings
    assert warning.startswith("feeds.toml:2:11 This is no regular expression")
