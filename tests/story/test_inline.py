"""The words of a block while it is read: cleaned and folded, whatever they are made of."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.story.blocks.inline import Line
from reader.text import clean

_WORDS = ("a", "word ", " word", "two words", "é", "“so”", "日本")
_SPACES = ("", " ", "\n", "\t", "  ", "\u00a0", "\u200b", "\u3000", "\x85", "\u2028")
_MARKS = ("e\u0301", "\u0301" * 5, "\u20d0" * 4, "\u0e31" * 4)
_SIGNS = ("\x1c", "\x00", "\u202e", "\u00ad", "\u200d", "\ufe0f", "\U0001f3f4", "\U000e0067")
_PIECES = st.sampled_from(_WORDS + _SPACES + _MARKS + _SIGNS)


@given(st.lists(st.lists(_PIECES, max_size=4).map("".join), max_size=5))
def test_a_line_is_the_clean_text_with_its_white_space_folded(texts: list[str]) -> None:
    line = Line()
    for text in texts:
        line.add(text)
    whole = "".join(clean(text).replace("\u200b", " ") for text in texts)
    assert line.take() == (clean(" ".join(whole.split())), ())


@given(st.lists(st.tuples(_PIECES, st.booleans()), max_size=6))
def test_marks_stand_at_the_words_they_were_opened_for(texts: list[tuple[str, bool]]) -> None:
    line = Line()
    for text, is_strong in texts:
        if is_strong:
            line.open("strong")
        line.add(text)
        if is_strong:
            line.close()
    whole, marks = line.take()
    for mark in marks:
        words = whole[mark.start : mark.end]
        assert words and words == words.strip(" ")
    assert line.take() == ("", ())
