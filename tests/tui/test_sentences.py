"""What a selection made with keys grows by, and the letters beside links."""

from __future__ import annotations

from reader.library.values import MoreItem
from reader.model import HEADLINE, Block, Link, Mark, Span, Story
from reader.tui.layout.galley import Galley, Place
from reader.tui.layout.links import LETTERS, hints_of, spot_at, spots_of
from reader.tui.layout.pieces import pieces_of
from reader.tui.layout.sentences import (
    end_moved,
    sentence_after,
    sentence_at,
    spans_between,
    units,
)

STORY = Story(
    1,
    "Kicker",
    "Two lines",
    None,
    (
        Block("paragraph", "One is here. Two is here."),
        Block("paragraph", ""),
        Block("code", "a = 1.\nb = 2. C"),
        Block("paragraph", " Three."),
    ),
)
PIECES = pieces_of(STORY, "META")


def test_the_sentence_at_a_place_is_the_one_there_else_the_next_else_the_last() -> None:
    assert sentence_at(PIECES, Place(HEADLINE, 3)) == Span(HEADLINE, 0, 9)
    assert sentence_at(PIECES, Place(0, 0)) == Span(0, 0, 12)
    assert sentence_at(PIECES, Place(0, 12)) == Span(0, 13, 25)
    assert sentence_at(PIECES, Place(1, 0)) == Span(2, 0, 15)
    assert sentence_at(PIECES, Place(9, 0)) == sentence_at(PIECES, Place(3, 1))
    assert sentence_at((), Place(0, 0)) is None


def test_code_is_one_sentence_and_other_lines_than_blocks_are_none() -> None:
    assert [span.block for span in units(PIECES, "sentence")] == [HEADLINE, 0, 0, 2, 3]
    assert sentence_after(PIECES, Place(2, 0)) == units(PIECES, "sentence")[-1]
    assert sentence_after(PIECES, Place(3, 3)) is None


def test_an_end_moves_by_sentences_and_words_and_stays_behind_the_start() -> None:
    start, end = Place(0, 0), Place(0, 12)
    assert end_moved(PIECES, start, end, 1, "sentence") == Place(0, 25)
    assert end_moved(PIECES, start, Place(0, 25), 1, "sentence") == Place(2, 15)
    assert end_moved(PIECES, start, end, 1, "word") == Place(0, 16)
    assert end_moved(PIECES, start, end, -1, "word") == Place(0, 6)
    assert end_moved(PIECES, start, Place(0, 3), -1, "word") == Place(0, 3)
    assert end_moved(PIECES, start, end, -1, "sentence") == end
    assert end_moved(PIECES, start, Place(3, 7), 1, "sentence") == Place(3, 7)


def test_a_passage_has_a_span_for_each_block_without_blanks_at_its_ends() -> None:
    assert spans_between(PIECES, Place(0, 12), Place(3, 7)) == (
        Span(0, 13, 25),
        Span(2, 0, 15),
        Span(3, 1, 7),
    )
    assert spans_between(PIECES, Place(0, 12), Place(0, 13)) == ()


def linked(text: str, *words: str, items: tuple[MoreItem, ...] = ()) -> Story:
    marks = tuple(
        Mark(text.index(word), text.index(word) + len(word), "link", f"https://x.example/{word}")
        for word in words
    )
    return Story(1, None, "Head", None, (Block("paragraph", text, marks),))


def test_links_are_those_of_read_more_and_the_other_marks() -> None:
    story = linked("See alpha and beta.", "alpha", "beta")
    link = Link("https://x.example/beta", "beta", "inline", Span(0, 14, 18))
    nowhere = Link(None, "See", "read_more", Span(0, 0, 3))
    items = (MoreItem(link, "beta", "", None), MoreItem(nowhere, "See", "", None))
    spots = spots_of(Galley(pieces_of(story, ""), 40), items)
    assert [(s.start, s.url, s.item) for s in spots] == [
        (0, None, 1),
        (4, "https://x.example/alpha", None),
        (14, "https://x.example/beta", 0),
    ]
    assert spot_at(spots, Place(0, 15)) == spots[2]
    assert spot_at(spots, Place(0, 18)) is None


def test_letters_stand_before_the_first_cell_in_sight_of_each_link() -> None:
    story = linked("山 alpha is far away, and beta goes on here.", "alpha", "goes on")
    galley = Galley(pieces_of(story, ""), 24)
    spots = spots_of(galley, ())
    first = galley.row_of(Place(0, 0))
    hints = hints_of(galley, spots, 0, 10)
    assert [(h.letters, h.row - first, h.x) for h in hints] == [("a", 0, 2), ("s", 1, 8)]
    assert [h.letters for h in hints_of(galley, spots, first + 1, 10)] == ["a"]
    assert hints_of(galley, spots, 0, first) == ()
    assert hints_of(Galley((), 24), spots, 0, 10) == ()


def test_a_link_that_runs_on_into_the_screen_has_its_letters_there() -> None:
    story = linked("alpha " * 10, "alpha " * 9)
    galley = Galley(pieces_of(story, ""), 20)
    first = galley.row_of(Place(0, 0))
    (hint,) = hints_of(galley, spots_of(galley, ()), first + 1, 1)
    assert (hint.row, hint.x) == (first + 1, -1)


def test_no_letters_begin_others() -> None:
    words = [f"w{n:02}" for n in range(60)]
    story = linked(" ".join(words), *words)
    galley = Galley(pieces_of(story, ""), 30)
    labels = [hint.letters for hint in hints_of(galley, spots_of(galley, ()), 0, 100)]
    assert len(set(labels)) == 60
    assert {len(label) for label in labels} == {2}
    assert set("".join(labels)) <= set(LETTERS)
