"""Cleaning, folding and sentences."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text import (
    MAX_MARKS,
    clean,
    clean_line,
    composed,
    fold,
    has_marks,
    is_plain,
    lower,
    lower_bytes,
    person,
    sentences,
    words_in,
    words_in_all,
)

ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
FAMILY = "\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b]0;title\x07",
        "\x1b[2J",
        "\x9b31m",
        "\x90q\x9c",
        "\x00\x08\x7f",
        "\u202eevil\u202c",
        "\u2066x\u2069",
        "\u200e\u200f\u061c",
        "\ud800\udfff",
        "\ufffe\uffff\U0001fffe\ufdd0",
        "x\U000e0041\U000e0042",
        "\ufeff\ufff9\u206a",
    ],
)
def test_nothing_that_steers_a_terminal_or_turns_reading_order_is_left(hostile: str) -> None:
    left = clean(f"before{hostile}after")
    assert left.startswith("before")
    assert left.endswith("after")
    for char in left:
        assert char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs", "Cn"}
        assert not 0x202A <= ord(char) <= 0x202E
        assert not 0x2066 <= ord(char) <= 0x206F
        assert not 0xE0000 <= ord(char) <= 0xE007F
        assert char not in "\u200e\u200f\u061c\ufeff"


def test_joiners_and_variation_selectors_stay() -> None:
    text = f"{FAMILY} می\u200cخواهم ❤\ufe0f"
    assert clean(text) == text


def test_the_three_flags_that_are_written_with_tags_stay_whole() -> None:
    assert clean(f"{ENGLAND}!") == f"{ENGLAND}!"


def test_tags_behind_a_flag_that_spell_nothing_known_are_dropped() -> None:
    assert clean("\U0001f3f4\U000e0078\U000e007f.") == "\U0001f3f4."


def test_right_to_left_scripts_stay_as_they_are() -> None:
    text = "שָׁלוֹם مرحبا"
    assert clean(text) == text


def test_a_pile_of_combining_marks_is_cut_to_what_scripts_need() -> None:
    assert clean("z" + "\u0301" * 40 + "!") == "z" + "\u0301" * MAX_MARKS + "!"


def test_every_mark_of_every_script_is_cut_and_joiners_hide_none() -> None:
    for code in range(0x10000):
        if unicodedata.category(chr(code)) in ("Mn", "Me"):
            assert clean("z" + chr(code) * 40) == "z" + chr(code) * MAX_MARKS
    for newer in "\u0897\u0ece\u1ad0":  # of Unicode 15 to 17, which not every Python knows
        assert clean("z" + newer * 40) == "z" + newer * MAX_MARKS
    for joiner in "\u200b\u200c\u200d\u2060\ufe0f\u034f":
        assert clean("z" + f"\u0301{joiner}" * 40 + "!") == "z" + f"\u0301{joiner}" * 3 + "!"


def test_letters_that_stand_between_marks_are_none() -> None:
    for word in ("བསྒྲུབས" * 3, "ໄວໆໆໆໆໆໆໆໆ", "اۥۥۥۥۥۥۥۥ", "नऽऽऽऽऽऽऽऽ"):
        assert clean(word) == word


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("Jose\u0301 Mu\u0308ller", "José Müller"),
        ("か\u3099", "が"),
        ("a\u0323\u0302", "\u1ead"),
        ("q\u0301", "q\u0301"),
        ("\u05e9\u05c1\u05bc \uf900 \u212b", "\u05e9\u05c1\u05bc \uf900 \u212b"),
        ("plain", "plain"),
    ],
)
def test_a_letter_and_its_accent_become_one_character(text: str, one: str) -> None:
    assert composed(text) == one


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_composed_text_means_the_same(text: str) -> None:
    assert unicodedata.normalize("NFD", composed(text)) == unicodedata.normalize("NFD", text)


def test_every_kind_of_line_break_becomes_a_newline() -> None:
    assert clean("a\r\nb\rc\u2028d\u2029e\x0bf\x0cg\x85h") == "a\nb\nc\nd\ne\nf\ng\nh"


def test_a_line_has_no_breaks_and_single_spaces() -> None:
    assert clean_line("  A \n\t title\u00a0 here ") == "A title here"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "P", "Z"])))
def test_plain_words_survive_cleaning(text: str) -> None:
    kept = [c for c in text if c not in "\u2028\u2029"]
    assert [c for c in clean(text) if c != "\n"] == kept


def test_folding_makes_case_and_accents_equal() -> None:
    assert fold("Élysée ÜBER") == fold("elysee uber")


@given(
    st.text(alphabet=st.sampled_from("Aa Éé“”’–…\u0301\u0302\u0327ßİıΣς\nZ"), max_size=20)
    | st.text()
)
def test_small_letters_and_folded_ones_are_those_of_the_long_way(text: str) -> None:
    assert lower(text) == text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    assert fold(text) == "".join(c for c in decomposed if not unicodedata.combining(c))


@given(
    st.text(
        alphabet=st.sampled_from("aZ ,“”’…\n\t\x1c\xa0\u200f\u2010\u2027\u2028éİΣ\ud800"),
        max_size=30,
    ),
    st.sampled_from([0, 198, 400]),
)
def test_small_letters_as_bytes_are_those_of_the_text(text: str, behind: int) -> None:
    text = "A " * (behind // 2) + text
    small = lower_bytes(text)
    plain = all(c in "\n“”’…\u2010\u2027" or " " <= c <= "~" for c in text)
    assert small == (text.lower().encode() if plain else None)


def test_text_with_every_accent_is_folded() -> None:
    accents = [chr(n) for n in range(0x300, 0x340)]
    assert fold("".join("a" + accent for accent in accents)) == "a" * len(accents)


def test_sentences_end_at_full_stops_but_not_at_titles_and_initials() -> None:
    text = "Mr. Sample met J. Example. He left! “Why?” Nobody knew"
    assert [text[a:b] for a, b in sentences(text)] == [
        "Mr. Sample met J. Example.",
        "He left!",
        "“Why?”",
        "Nobody knew",
    ]


@given(st.text(max_size=200))
def test_sentences_cover_every_word_once_and_in_order(text: str) -> None:
    spans = sentences(text)
    assert all(a < b for a, b in spans)
    assert all(x[1] <= y[0] for x, y in itertools.pairwise(spans))
    outside = list(text)
    for a, b in spans:
        outside[a:b] = " " * (b - a)
    assert not "".join(outside).strip()


def test_plain_text_is_what_cleaning_would_leave_as_it_is() -> None:
    for code in range(0x11000):
        char = chr(code)
        if is_plain(char):
            # The NUL keeps cleaning from taking the short way itself.
            assert clean("\x00" + char * (MAX_MARKS + 1)) == char * (MAX_MARKS + 1)
            assert char == " " or not char.isspace()


# Beyond these the ranges of marks hold letters too, of Hebrew and Tibetan for instance.
@given(st.text(st.characters(exclude_categories=["Mn", "Me"], max_codepoint=0x590)))
def test_text_without_combining_marks_has_no_piles_of_them(text: str) -> None:
    assert not has_marks(text)
    assert has_marks(f"{text}e\u0301")


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("jo@host.example (Jo Brandt)", "Jo Brandt"),
        ("<jo@host.example> (Jo Brandt)", "Jo Brandt"),
        ("Jo Brandt <jo@host.example>", "Jo Brandt"),
        ('"Jo Brandt" <jo@host.example>', "Jo Brandt"),
        ("Jo Brandt (jo@host.example)", "Jo Brandt"),
        ("jo@host.example", "jo@host.example"),
        ("jo@host.example ( )", "jo@host.example ( )"),
        ("Jo Brandt (Bay News)", "Jo Brandt (Bay News)"),
        ("Jo Brandt, Kim Li <kim@host.example>", "Jo Brandt, Kim Li"),
        ("@jo", "@jo"),
        ("", ""),
    ],
)
def test_an_author_given_as_for_a_mail_is_shown_by_name(author: str, name: str) -> None:
    assert person(author) == name


@pytest.mark.parametrize("flood", ["a@a.", "(", "<a@", '"', "a "])
def test_no_author_takes_long_to_name(flood: str) -> None:
    assert person(flood * 100_000 + "@") == flood * 100_000 + "@"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("The ferry is late", 4),
        ("d’été à l’île", 3),
        ("a\tb  c\n d", 4),
        ("町議会は月曜日、港の渡し船を運航しないと決めた。", 11),
        ("เรือข้ามฟาก", 4),
        ("배는 이번 겨울에 운항하지 않는다", 5),
        ("The ferry 渡し船 is late", 5),
    ],
)
def test_words_are_counted_also_where_no_spaces_part_them(text: str, words: int) -> None:
    assert words_in(text) == words


_TEXTS = st.lists(
    st.sampled_from(
        ["", "The ferry is late", "“d’été”", "a  b", "c\td", "e\nf", " g", "h ", "渡し船 is", "é"]
    )
)


@given(_TEXTS)
def test_words_of_several_texts_are_those_of_each(texts: list[str]) -> None:
    assert words_in_all(texts) == sum(map(words_in, texts))
