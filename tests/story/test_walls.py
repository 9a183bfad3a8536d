"""Pages that hold no story or only its beginning say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.model import Block, Mark
from reader.story.about.own import without_own
from reader.story.finding.walls import ASKS, ENDS_EARLY, behind_wall, is_closed
from reader.story.read import read_page

GOLDEN = Path(__file__).parent / "golden"
PROSE = (
    "The salt works dry their pans in August, when the wind comes from the land and nothing rains. "
)


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("not-free-to-read", ENDS_EARLY),
        ("wall-told-by-its-words", ENDS_EARLY),
        ("asks-about-cookies-only", ASKS),
        ("recipe", None),
        ("cookie-wall", None),
    ],
)
def test_a_page_says_what_it_holds_back(name: str, note: str | None) -> None:
    page = (GOLDEN / f"{name}.page.html").read_bytes()
    assert read_page(page, "https://herald.example/1").note == note


def test_a_long_story_about_cookies_is_a_story() -> None:
    long = [Block("paragraph", f"{n} Cookies need your consent. {PROSE * 4}") for n in range(9)]
    assert behind_wall(long, closed=True) == (None, long)


def test_a_short_story_that_names_cookies_once_is_a_story() -> None:
    short = [Block("paragraph", PROSE), Block("paragraph", "She bakes cookies."), Block("paragraph", PROSE)]  # fmt: skip
    assert behind_wall(short, closed=False) == (None, short)


def test_a_page_without_words_holds_nothing_back() -> None:
    assert behind_wall([], closed=True) == (None, [])


@pytest.mark.parametrize("free", [False, "false", "False"])
def test_a_page_declares_that_it_is_not_free(free: object) -> None:
    assert is_closed({}, [{"isAccessibleForFree": free}])
    assert is_closed({"article:content_tier": ["locked"]}, [])
    assert not is_closed({"article:content_tier": ["metered"]}, [{"isAccessibleForFree": True}])


def test_a_line_that_leads_only_to_the_page_itself_is_left_out() -> None:
    mark = Mark(0, 9, "link", "https://salt.example/pans?utm_source=x")
    line = Block("paragraph", "Read more", (mark,), role="read_more")
    text = Block("paragraph", "Read more of the salt.", (mark,))
    own = frozenset({"https://salt.example/pans"})
    assert without_own([line, text], own) == [Block("paragraph", "Read more of the salt.")]
    assert without_own([line, text], frozenset()) == [line, text]
