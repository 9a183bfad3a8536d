"""What is told without a pattern is what the pattern tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Block
from reader.story.quotes import detect, find, tokens
from reader.story.quotes.language import CODES, language
from reader.story.quotes.named import couples, names
from reader.story.quotes.quoted import blockquotes, marks

_PIECES = st.sampled_from(
    ["Ann Lee", "said", "Mr.", "U.S.", "a.m.", "Jones’", "Jones'", "don’t", "l’homme", "dit-elle"]
) | st.sampled_from(
    [" ", "  ", "\u00a0", "\n", "\t", ".", ",", "...", "…", "!”", "(", ")]", "--", "_", "é", "3"]
)
_TEXTS = st.lists(_PIECES, max_size=14).map("".join) | st.text(max_size=40)
_CODES = st.sampled_from(["en", "fr", "de", "tr", "it", "ja"])


@given(_TEXTS, _CODES)
def test_words_cut_at_blanks_are_the_words_of_the_whole_text(text: str, code: str) -> None:
    lang = language(code)
    short: list[tokens.Token] = []
    whole: list[tokens.Token] = []
    stops: tuple[list[int], list[int]] = ([], [])
    tokens._words(short, stops[0], text, 0, len(text), lang)
    tokens._chunk(whole, stops[1], text, 0, 0, len(text), lang)
    assert [_facts(token) for token in short] == [_facts(token) for token in whole]
    assert stops[0] == stops[1]
    for token in short:
        assert token.text.rstrip(".") in text[token.start : token.end]


def _facts(token: tokens.Token) -> tuple[str, str, int, int, bool, bool]:
    return (
        token.text,
        token.low,
        token.start,
        token.end,
        token.is_word,
        token.opens_sentence,
    )


@given(_TEXTS)
def test_runs_of_capitals_stand_where_the_pattern_finds_them(text: str) -> None:
    found = [(match.group(), match.start()) for match in names._RUN.finditer(text)]
    assert names._capitals(text, language("en")) == found


_COUPLES = st.sampled_from(
    ["Ann", "Tom", "Élise", "Lee", "O’Dell", "and", " and ", " ", "said", "."]
)


@given(st.lists(_COUPLES, max_size=9).map("".join))
def test_where_couples_are_named_the_look_before_finds_something(text: str) -> None:
    assert couples._JOINED.search(text) or not couples._COUPLE.search(text)


@given(_TEXTS)
def test_marks_are_found_in_plain_text_as_in_any_other(text: str) -> None:
    # With a letter that is not ASCII the pattern has to look.
    others = marks.glyphs(text + " é")
    assert bool(marks.glyphs(text)) == bool(others)


@given(_TEXTS)
def test_the_words_of_plain_text_are_those_of_the_pattern(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        short = blockquotes.fold(text)
        patch.setattr(blockquotes, "lower_bytes", lambda _: None)
        assert short == blockquotes.fold(text)


@given(
    st.lists(st.sampled_from([*sorted(find._SMALL)[:9], "thereof", "pier,", "Zug"]), max_size=200)
)
def test_english_that_the_first_words_tell_is_told_by_all(words: list[str]) -> None:
    texts = [" ".join(words[at : at + 30]) for at in range(0, len(words), 30)]
    with pytest.MonkeyPatch.context() as patch:
        short = find._reads_english(texts)
        patch.setattr(find, "_OPENING", 0)
        assert short == find._reads_english(texts)


@given(_TEXTS)
def test_plain_words_are_counted_like_others(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        short = detect._scores(text, text.lower())
        patch.setattr(detect, "_PLAIN_WORD", detect._WORD)
        assert short == detect._scores(text, text.lower())


_SMALL_WORDS = st.lists(st.sampled_from(sorted(detect._WEIGHT)), max_size=60).map(" ".join)


@given(_SMALL_WORDS, st.sampled_from(sorted(detect._COMMON)))
def test_a_language_that_its_words_tell_plainly_is_told_at_once(text: str, code: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        short = detect.decide(code, [text]), detect.detect([text])
        patch.setattr(detect, "_speaks_plainly", lambda *_, **__: False)
        assert short == (detect.decide(code, [text]), detect.detect([text]))


@pytest.mark.parametrize("code", sorted(CODES))
def test_words_for_kin_end_in_letters_by_which_they_are_told(code: str) -> None:
    assert all(word[-1].isalpha() for word in language(code).kin)


def test_quotations_of_several_stories_are_those_of_each() -> None:
    texts = ["Nothing was said.", "“Go,” said Ann Lee.", "“Stay here,” he said.", "", "„Ich gehe jetzt nach Hause“, sagte Ute Ost."]  # fmt: skip
    stories = [("Ferry", [Block("paragraph", text)], "en") for text in texts]
    assert find.find_all(stories) == [find.find_quotes(*story) for story in stories]
    assert [len(found) for found in find.find_all(stories)] == [0, 1, 1, 0, 1]
    assert find.find_all([]) == []
