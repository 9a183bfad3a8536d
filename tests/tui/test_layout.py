"""Layout: every character once, no row too wide, places found again."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.library.reading.written import story_markdown, story_plain
from reader.model import HEADLINE, Block, BlockKind, Position, Quote, Span, Story
from reader.tui.layout.galley import Galley, Place
from reader.tui.layout.pieces import Piece, meta_line, pieces_of, safe
from reader.tui.layout.places import place_at, position_at, quote_at, where_am_i
from reader.tui.layout.runs import layers_of, runs
from reader.tui.layout.tables import column_widths
from reader.tui.layout.wrap import fold, graphemes, shorten, snap, wrap
from tests.tui.story_fixtures import BLOCKS, ENTRY, QUOTES, STORY, long_story

SIGNS = "abc dé fg  h\u00a0i-/ ‘“x”’ 中文字「本」。 한국 👩‍👩‍👧 🇫🇷 ❤️ e\u0301\u0302 ก็ \u200dz…—"
texts = st.text(st.sampled_from(SIGNS + "    "), max_size=200)


def without_blanks(text: str) -> str:
    return "".join(text.split(" ")).replace("\n", "").replace("\t", "").replace("\u3000", "")


def width_of(text: str) -> int:
    return sum(sign.width for sign in graphemes(text))


@pytest.mark.parametrize("kind", get_args(BlockKind))
def test_every_kind_of_block_is_set_and_written(kind: BlockKind) -> None:
    block = Block(kind, "ferry", level=2, url="https://a.example/", cells=("ferry",))
    story = replace(STORY, blocks=(block,), links=(), quotes=())
    galley = Galley(pieces_of(story, ""), 72)
    assert any("ferry" in galley.pieces[row.piece].text for row in galley.rows)
    assert "ferry" in story_plain(ENTRY, story)
    assert "ferry" in story_markdown(ENTRY, story)


@given(texts, st.integers(1, 90))
def test_wrapped_rows_hold_every_character_once_and_in_order(text: str, width: int) -> None:
    rows = wrap(text, width)
    assert without_blanks("".join(text[a:b] for a, b in rows)) == without_blanks(text)
    assert all(before.end <= after.start for before, after in pairwise(rows))


@given(texts, st.integers(1, 90))
def test_no_wrapped_row_is_wider_than_the_measure(text: str, width: int) -> None:
    for start, end in wrap(text, width):
        assert width_of(text[start:end]) <= max(width, 4)


@given(texts, st.integers(4, 90))
def test_no_cut_falls_inside_a_grapheme(text: str, width: int) -> None:
    borders = {sign.start for sign in graphemes(text)} | {len(text)}
    for start, end in wrap(text, width):
        assert start in borders
        assert end in borders or text[end : end + 1] in " \u00a0"


@given(st.text(st.sampled_from(SIGNS + "\n\t"), max_size=200), st.integers(4, 60))
def test_folded_code_keeps_every_character(text: str, width: int) -> None:
    rows = fold(text, width)
    assert "".join(text[a:b] for a, b in rows) == text.replace("\n", "")
    assert all(width_of(text[a:b]) <= width for a, b in rows)


def test_words_are_broken_at_blanks() -> None:
    text = "one two three four"
    assert [text[a:b] for a, b in wrap(text, 9)] == ["one two", "three", "four"]


def test_a_long_word_after_a_blank_leaves_no_empty_row() -> None:
    text = " waterfowl-watchers"
    assert all(text[a:b].strip() for a, b in wrap(text, 9))


def test_a_no_break_space_is_not_broken_at() -> None:
    text = "take 10\u00a0km more"
    assert [text[a:b] for a, b in wrap(text, 9)] == ["take", "10\u00a0km", "more"]


def test_a_long_address_is_broken_after_a_slash() -> None:
    text = "https://valley.example/archive/2024/may/night-trains"
    rows = [text[a:b] for a, b in wrap(text, 30)]
    assert rows[0].endswith("/")
    assert "".join(rows) == text


def test_closing_marks_do_not_begin_a_row_of_chinese() -> None:
    text = "山里的夜车，回来了。"
    rows = [text[a:b] for a, b in wrap(text, 10)]
    assert all(row[0] not in "，。" for row in rows)
    assert "".join(rows) == text


def test_a_family_emoji_stays_whole() -> None:
    text = "a👩‍👩‍👧‍👦b"
    rows = [text[a:b] for a, b in wrap(text, 2)]
    assert "👩‍👩‍👧‍👦" in rows


def test_shortening_says_that_something_is_missing() -> None:
    assert shorten("night trains", 6) == "night…"
    assert shorten("夜の列車", 5) == "夜の…"
    assert shorten("short", 9) == "short"
    assert shorten("short", 0) == ""


def test_a_selection_is_widened_to_whole_graphemes() -> None:
    text = "a❤️b"
    assert snap(text, 2, 3) == (1, 3)
    assert snap("plain", 1, 3) == (1, 3)


pieces = st.lists(
    st.builds(
        Piece,
        block=st.integers(0, 0),
        text=texts,
        look=st.sampled_from(["paragraph", "list_item", "code", "caption"]),
        lead=st.sampled_from(["", "• ", "│ │ "]),
        gap=st.integers(0, 2),
    ),
    max_size=6,
)


@given(pieces, st.integers(4, 90))
def test_the_rows_of_a_galley_cover_all_texts_and_fit_the_measure(
    found: list[Piece], measure: int
) -> None:
    galley = Galley(found, measure)
    for index, piece in enumerate(found):
        rows = [row for row in galley.rows if row.piece == index]
        words = "".join(piece.text[p.start : p.end] for row in rows for p in row.parts)
        assert without_blanks(words) == without_blanks(piece.text)
    for row in galley.rows:
        text = found[row.piece].text
        for part in row.parts:
            assert part.x + width_of(text[part.start : part.end]) <= measure


@pytest.mark.parametrize("measure", [1, 7, 16, 40, 72, 120])
def test_a_story_covers_all_its_text_at_every_measure(measure: int) -> None:
    galley = Galley(pieces_of(STORY, meta_line(ENTRY, STORY)), measure)
    for index, piece in enumerate(galley.pieces):
        rows = [row for row in galley.rows if row.piece == index]
        found = sorted({(p.start, p.end) for row in rows for p in row.parts})
        words = "".join(piece.text[a:b] for a, b in found)
        wanted = piece.text.replace(" | ", "") if piece.look == "table_row" else piece.text
        assert without_blanks(words) == without_blanks(wanted)


@pytest.mark.parametrize("measure", [8, 20, 72])
def test_a_place_is_on_its_row_at_every_measure(measure: int) -> None:
    galley = Galley(pieces_of(STORY, ""), measure)
    for block, offset in [(0, 0), (0, 80), (11, 40), (16, 14), (18, 30), (19, 5)]:
        row = galley.rows[galley.row_of(Place(block, offset))]
        assert galley.pieces[row.piece].block == block
        assert any(part.start <= offset <= part.end for part in row.parts)


def test_the_headline_stands_under_the_kicker_and_over_the_line_of_facts() -> None:
    found = pieces_of(STORY, meta_line(ENTRY, STORY))
    assert [piece.look for piece in found[:3]] == ["kicker", "headline", "meta"]
    facts = found[2].text
    assert facts.replace("\u00a0", " ").startswith("VALLEY POST · 2 May 2024 · Mara Quill · 2")
    rows = [facts[start:end].split("\u00a0") for start, end in wrap(facts, 26)]
    assert [" ".join(row) for row in rows] == [
        "VALLEY POST · 2 May 2024 ·",
        "Mara Quill · 277 words ·",
        "1 min",
    ], "figures stay with what they count, and no line begins with a dot"


@pytest.mark.parametrize(("known", "told"), [(1200, "1,200 words"), (0, "1 word"), (1, "1 word")])
def test_the_words_of_a_story_are_those_of_its_entry_else_counted(known: int, told: str) -> None:
    story = replace(STORY, blocks=(Block("paragraph", "Rain."),))
    facts = meta_line(replace(ENTRY, words=known), story).replace("\u00a0", " ")
    assert f"· {told} ·" in facts


def test_an_image_and_its_caption_stand_together() -> None:
    galley = Galley(pieces_of(STORY, ""), 72)
    image, caption = (galley.row_of(Place(block, 0)) for block in (1, 2))
    assert galley.rows[image].lead == "▒ [i] "
    assert caption == image + 1


def test_table_cells_stand_in_columns() -> None:
    galley = Galley(pieces_of(STORY, ""), 72)
    rows = [galley.rows[galley.row_of(Place(block, 0))] for block in (15, 16, 17)]
    assert len({tuple(part.x for part in row.parts) for row in rows}) == 1
    assert len(rows[0].parts) == 3


def test_a_table_too_wide_shares_the_room_and_a_far_too_wide_one_is_stacked() -> None:
    piece = Piece(0, "a" * 50 + " | b", "table_row", cells=((0, 50), (53, 54)))
    assert column_widths([piece], 40) == [37, 1]
    assert column_widths([piece], 10) is None
    assert all(len(row.parts) <= 1 for row in Galley([piece], 10).rows)


def test_the_place_is_found_by_its_words_after_the_story_changed() -> None:
    kept = position_at(STORY, Place(6, 4))
    changed = Story(1, None, "Another", None, (Block("paragraph", "New first paragraph."), *BLOCKS))
    assert place_at(changed, kept) == Place(7, 4)
    assert place_at(STORY, kept) == Place(6, 4)


def test_a_place_whose_words_are_gone_falls_back_on_its_numbers() -> None:
    short = Story(1, None, "Short", None, (Block("paragraph", "Only this."),))
    assert place_at(short, Position(6, 90, "words that are gone")) == Place(0, 10)
    assert place_at(short, None) == Place(HEADLINE, 0)
    assert place_at(short, Position(-7, 3, "x")) == Place(HEADLINE, 3)


def test_the_quote_before_the_reader_is_the_one_there_else_the_next_else_the_last() -> None:
    galley = Galley(pieces_of(STORY, ""), 72)
    assert quote_at(galley, QUOTES, Place(HEADLINE, 0)) == 0
    assert quote_at(galley, QUOTES, Place(4, 10)) == 0
    assert quote_at(galley, QUOTES, Place(6, 0)) == 1
    assert quote_at(galley, QUOTES, Place(12, 3)) == 1
    assert quote_at(galley, QUOTES, Place(19, 0)) == 2
    assert quote_at(galley, (), Place(0, 0)) is None


def test_where_am_i_counts_paragraphs_percent_and_minutes() -> None:
    story = long_story()
    galley = Galley(pieces_of(story, ""), 72)
    assert where_am_i(galley, Place(HEADLINE, 0), 60, 0, False) == "¶ 1/60 0% · 17 min left"
    assert where_am_i(galley, Place(29, 0), 60, 0.47, False) == "¶ 30/60 47% · 9 min left"
    assert where_am_i(galley, Place(59, 0), 60, 1, True) == "¶ 60/60 100% · end"


def test_layers_are_laid_over_one_another() -> None:
    galley = Galley(pieces_of(STORY, ""), 72)
    piece = next(piece for piece in galley.pieces if piece.block == 4)
    found = runs(layers_of(piece, QUOTES, 0), 0, len(piece.text))
    assert [run.styles for run in found] == [("current",), ()]
    assert piece.text[found[0].start : found[0].end].startswith("“We asked")
    assert piece.text[found[0].start : found[0].end].endswith("sleep,”")


def test_control_characters_that_got_through_become_signs_of_the_same_length() -> None:
    hostile = "a\x1b[31mb\u202ec\x9bd"
    assert safe(hostile) == "a�[31mb�c�d"
    assert cell_len(safe(hostile)) == len(hostile)


def test_an_empty_story_has_a_headline_and_no_trouble() -> None:
    galley = Galley(pieces_of(Story(1, None, "", None, ()), ""), 72)
    assert galley.place_of(0) == Place(HEADLINE, 0)
    assert galley.row_of(Place(3, 5)) == galley.row_of(Place(HEADLINE, 0))
    assert Galley((), 10).row_of(Place(0, 0)) == 0


def test_a_quote_without_spans_is_no_trouble() -> None:
    galley = Galley(pieces_of(STORY, ""), 72)
    assert quote_at(galley, (Quote("x", (), "direct"),), Place(0, 0)) == 0
    assert quote_at(galley, (Quote("x", (Span(99, 0, 1),), "direct"),), Place(0, 0)) == 0


def test_items_of_a_numbered_list_show_their_numbers() -> None:
    blocks = tuple(
        Block("list_item", "Open the hive", level=n // 11 + 1, number=n) for n in (9, 11)
    )
    drawn = pieces_of(Story(0, None, "Bees", None, blocks), "")[-2:]
    assert [(p.lead, p.hang) for p in drawn] == [("9. ", "   "), ("  11. ", "      ")]


def test_a_cell_leads_to_the_character_that_stands_there() -> None:
    text = "ab漢👩‍👩‍👧‍👦cd"
    galley = Galley((Piece(0, text, "list_item", lead="• ", hang="  "),), 40)
    row = galley.row_of(Place(0, 0))
    emoji, after = text.index("👩"), text.index("cd")
    expected = [0, 1, 2, 2, emoji, emoji, after, after + 1, len(text), len(text)]
    assert [galley.character_at(row, 2 + x) for x in range(10)] == [(0, at) for at in expected]
    assert galley.character_at(row, 0) == galley.character_at(row, -3) == (0, 0)
    assert galley.character_at(row - 1, 5) == (0, 0)


def test_in_a_table_a_cell_leads_to_the_character_of_its_column() -> None:
    cells = ((0, 4), (5, 8))
    galley = Galley((Piece(0, "left mid", "table_row", cells=cells),), 40)
    row = next(n for n, each in enumerate(galley.rows) if each.parts)
    second = galley.rows[row].parts[1]
    assert galley.character_at(row, second.x + 1) == (0, 6)
    assert galley.character_at(row, second.x - 1) == (0, 4)
    assert galley.character_at(row, 1) == (0, 1)


def test_who_wrote_a_story_is_named_without_an_address() -> None:
    entry = replace(ENTRY, author="jo@host.example (Jo Brandt)")
    line = meta_line(entry, replace(STORY, byline=None))
    assert "Jo Brandt" in line and "@" not in line
