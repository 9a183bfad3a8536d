"""Paragraphs that only the other reading holds go back to their places, and nothing else does."""

from __future__ import annotations

from collections.abc import Sequence

from reader.model import Block, Mark
from reader.story.finding.confirm import shingles, words
from reader.story.finding.missed import with_missed

FIRST = "The ferry left the old pier at dawn on Monday with forty people and two dogs on board."
LOST = "Repairs took longer than planned because the only yard that builds such ramps had closed over the winter."
LAST = (
    "In a week the timetable will be that of the years before, with three crossings on every day."
)


def _runs(text: str) -> list[tuple[str, ...]]:
    return shingles(words(text))


def _put_back(page: Sequence[Block], kept: Sequence[str] = (FIRST, LAST)) -> list[str]:
    """The texts of a story of ``kept`` beside another reading of all paragraphs of ``page``."""
    found = [b for b in page if b.text in kept]
    theirs = " ".join(b.text for b in page if b.kind in ("paragraph", "list_item"))
    told = with_missed(found, _runs(" ".join(kept)), _runs(theirs), lambda: page, _runs)
    return [b.text for b in told]


def _line(text: str) -> Block:
    return Block("paragraph", text)


def _title(text: str) -> Block:
    return Block("heading", text, (Mark(0, len(text), "link", "https://a.example/2"),), level=3)


def test_a_lost_paragraph_goes_back_between_its_neighbours() -> None:
    assert _put_back([_line(FIRST), _line(LOST), _line(LAST)]) == [FIRST, LOST, LAST]


def test_it_goes_back_under_its_heading_with_the_picture_between() -> None:
    page = [
        _line(FIRST),
        Block("heading", "The ramp", level=2),
        Block("image", "", url="https://a.example/ramp.jpg"),
        Block("caption", "The ramp in May"),
        _line(LOST),
        _line(LAST),
    ]
    assert _put_back(page) == [FIRST, "The ramp", "", "The ramp in May", LOST, LAST]


def test_the_first_paragraph_goes_back_in_front() -> None:
    page = [_title("Another story"), _line(LOST), _line(FIRST), _line(LAST)]
    assert _put_back(page) == [LOST, FIRST, LAST]


def test_a_list_is_none_of_a_storys_first_lines() -> None:
    page = [Block("list_item", LOST, level=1), _line(FIRST), _line(LAST)]
    assert _put_back(page) == [FIRST, LAST]


def test_the_teaser_under_a_title_that_is_a_link_stays_out() -> None:
    page = [_line(FIRST), _title("Another story"), _line(LOST), _line(LAST)]
    assert _put_back(page) == [FIRST, LAST]


def test_so_do_an_offer_over_its_link_and_the_words_under_a_picture() -> None:
    page = [_line(FIRST), _line(LOST), _title("Sign up"), _line(LAST)]
    assert _put_back(page) == [FIRST, LAST]
    page = [_line(FIRST), Block("image", "", url="https://a.example/1.jpg"), _line(LOST)]
    assert _put_back([*page, _line(LAST)]) == [FIRST, LAST]


def test_what_stands_behind_the_story_stays_out() -> None:
    assert _put_back([_line(FIRST), _line(LAST), _line(LOST)]) == [FIRST, LAST]


def test_the_page_is_not_asked_for_a_few_words() -> None:
    def never() -> list[Block]:
        raise AssertionError

    found = [_line(FIRST), _line(LAST)]
    runs = _runs(f"{FIRST} {LAST}")
    assert with_missed(found, runs, _runs(f"{FIRST} Advertisement {LAST}"), never, _runs) == found
