"""Pages that hold no story or only its beginning say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.model import Block, Mark
from reader.story.about.own import without_own
from reader.story.finding.walls import (
    ASKS,
    ENDS_EARLY,
    GONE,
    LISTS,
    behind_wall,
    holds_none,
    is_closed,
)
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
        ("shape-not-found-200", GONE),
        ("shape-index-page", LISTS),
        ("shape-phpbb", None),
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


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "Error 404: Not Found",
        "Page not found",
        "Sorry, we couldn’t find that page",
        "This page does not exist",
        "The page you are looking for no longer exists",
        "Seite nicht gefunden",
        "Page introuvable",
        "Página no encontrada",
        "Страница не найдена",
        "お探しのページは見つかりません",
        "页面不存在",
    ],
)
def test_a_page_says_that_nothing_is_there(title: str) -> None:
    said = [Block("paragraph", "Go back to the front page, or look for it.")]
    assert holds_none(title, said, declared="") == GONE
    assert holds_none(title, [Block("paragraph", PROSE * 9)], declared="") is None


@pytest.mark.parametrize(
    "title",
    [
        "404 days at sea",
        "Sorry seems to be the hardest word",
        "The page that nobody turned",
        "Not found wanting",
        "Missing boat found",
    ],
)
def test_headlines_that_begin_alike_are_headlines(title: str) -> None:
    assert holds_none(title, [Block("paragraph", PROSE * 2)], declared="") is None


def test_a_story_with_linked_headings_lists_no_others() -> None:
    def heading(text: str, place: str) -> Block:
        return Block("heading", text, (Mark(0, len(text), "link", place),), 2)

    teasers = [
        b
        for n in range(5)
        for b in (heading(f"Pan {n}", f"https://salt.example/{n}"), Block("paragraph", PROSE))
    ]
    assert holds_none("Salt", teasers, declared="website") == LISTS
    assert holds_none("Salt", teasers, declared="article") is None
    assert holds_none("Salt", [*teasers, Block("paragraph", PROSE * 4)], declared="") is None
    down = [heading(f"Pan {n}", f"https://salt.example/1#{n}") for n in range(5)]
    assert holds_none("Salt", down, declared="") is None
