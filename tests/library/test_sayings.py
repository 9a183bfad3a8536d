"""Who is who over the whole library, and one quotation in several outlets."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.library.sayings import sayings
from reader.model import Entry, QuoteRow, Speaker
from tests.tui.shelf import NOW, Item, Shelf, open_library


def row(entry_id: int, text: str, number: int = 1) -> QuoteRow:
    """A quote of Ada Brook."""
    entry = Entry(entry_id, entry_id, f"Story {entry_id}", NOW, feed_title=f"Feed {entry_id}")
    return QuoteRow(entry, number, text, "direct", Speaker("Ada Brook"), 0.9)


def sources(*rows: QuoteRow) -> list[list[int]]:
    """The stories of each saying."""
    return [[each.entry.id for each in one.sources] for one in sayings(rows)]


LONG = "We counted the days until she sailed again, and now she does"


def test_the_same_words_in_other_marks_are_one_saying() -> None:
    assert sources(row(2, LONG), row(1, LONG.upper().replace(",", " –"))) == [[2, 1]]


@pytest.mark.parametrize("shorter", ["counted the days until she sailed again", LONG[:36]])
def test_a_shortened_printing_belongs_to_the_whole_one(shorter: str) -> None:
    assert sources(row(3, shorter), row(2, LONG)) == [[3, 2]]
    assert sources(row(3, LONG), row(2, shorter)) == [[3, 2]]
    (saying,) = sayings([row(3, shorter), row(2, LONG)])
    assert saying.text == LONG


def test_few_words_are_one_saying_only_when_all_are_the_same() -> None:
    assert sources(row(3, "the days"), row(2, LONG), row(1, "The days!")) == [[3, 1], [2]]


def test_what_was_said_twice_in_a_story_was_said_twice() -> None:
    assert sources(row(1, LONG, 1), row(1, LONG, 2)) == [[1], [1]]


def test_where_no_spaces_are_written_each_character_counts_as_a_word() -> None:
    assert sources(row(2, "橋は月曜日に開通しました"), row(1, "月曜日に開通")) == [[2, 1]]


def test_thousands_of_quotes_are_put_together() -> None:
    rows = [row(n, f"{LONG} for the {n % 900}th time in all these years") for n in range(4000)]
    assert len(sayings(rows)) == 900


def story(text: str, ago: int) -> Item:
    return Item(f"Story of {ago}", ago, link=f"https://a.example/{ago}", body=f"<p>{text}</p>")


async def test_a_surname_belongs_to_the_full_name_of_its_own_story_only(tmp_path: Path) -> None:
    shelf = Shelf(
        "Harbour Post",
        None,
        (
            story(
                "“The bridge will hold for a century,” said Anna Smith, an engineer.</p>"
                "<p>“Nobody should doubt the new steel,” Smith said.",
                10,
            ),
            story("“The ferry was always the better idea,” said John Smith, a sailor.", 20),
            story("“Tolls will have to pay for both of them,” Smith said.", 30),
        ),
    )
    library = await open_library(tmp_path, (shelf,))
    try:
        found = {each.name: each.quotes for each in await library.speakers()}
        assert found == {"Anna Smith": 2, "John Smith": 1, "Smith": 1}
        named = await library.speakers_named("smith")
        assert named[0] == "Anna Smith"
        assert set(named) == {"Anna Smith", "John Smith", "Smith"}
        assert await library.speakers_named("SMITH anna") == ("Anna Smith",)
        said = await library.quotes_by("Anna Smith")
        assert [one.text for one in said] == [
            "The bridge will hold for a century,",
            "Nobody should doubt the new steel,",
        ]
    finally:
        await library.close()
