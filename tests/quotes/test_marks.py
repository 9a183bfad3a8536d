"""Every style of quotation mark, and everything that only looks like one."""

from __future__ import annotations

import pytest

from reader.model import Block, Quote
from reader.story.quotes import find_quotes


def read(*paragraphs: str, lang: str = "en", headline: str = "") -> tuple[Quote, ...]:
    return find_quotes(headline, [Block("paragraph", text) for text in paragraphs], lang)


def words(*paragraphs: str, lang: str = "en") -> list[str]:
    return [quote.text for quote in read(*paragraphs, lang=lang)]


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("“", "”"),
        ("‘", "’"),
        ('"', '"'),
        ("'", "'"),
        ("``", "''"),
        ("''", "''"),
        ("«", "»"),
        ("« ", " »"),
        ("«\u00a0", "\u00a0»"),
        ("»", "«"),
        ("‹", "›"),
        ("„", "“"),
        ("„", "”"),
        ("‚", "‘"),
        ("”", "”"),
        ("“", "“"),
        ("“", '"'),
        ('"', "”"),
    ],
)
def test_a_quotation_is_found_in_every_style_of_marks(opening: str, closing: str) -> None:
    text = f"{opening}We will open the gate at noon,{closing} said Ann Lee."
    (quote,) = read(text)
    assert quote.text == "We will open the gate at noon,"
    assert quote.speaker is not None
    assert quote.speaker.name == "Ann Lee"


@pytest.mark.parametrize(("opening", "closing"), [("「", "」"), ("『", "』")])
def test_corner_marks_hold_a_quotation(opening: str, closing: str) -> None:
    text = f"山田市長は{opening}橋は来年まで閉鎖する必要がある{closing}と述べた。"
    (quote,) = read(text, lang="ja")
    assert quote.text == "橋は来年まで閉鎖する必要がある"
    assert quote.speaker is not None
    assert quote.speaker.name == "山田市長"


@pytest.mark.parametrize(
    "text",
    [
        "The millers’ prices and the bakers' reply hung on Agnes' door.",
        "In the ’90s and the '80s rock ’n’ roll ruled the farmers’ halls.",
        "Norway's coast, Norway’s ferries and four o’clock tea.",
        "A 9'4\" plank lay 50' from the 3\" pipe.",
        "Auto’s en fiets’n die ’s nachts buiten staan.",
        "These so-called ‘bargains’ came from a “sale”.",
        "He drove a “limo” and called it a “cab”.",
        "He bound “Moths of the Fens” and lost “The Gull’s Year”.",
    ],
)
def test_what_is_no_quotation_is_not_listed(text: str) -> None:
    assert words(text) == []


LONG = "The gate at the far end of the quay was shut at dusk and the last of the boats had come in by then."


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("Ann Lee said she was “deeply unhappy” with it.", ["deeply unhappy"]),
        ("Ann Lee called the gate “a disgrace” to the town.", ["a disgrace"]),
        ("According to Ann Lee, it is “no good” to them.", ["no good"]),
        ("Ann Lee said the “old guard” had gone.", []),
        ("Ann Lee spoke, said little and paid for “two teas” there.", []),
        ("Ann Lee said she was “unhappy” with it.", []),
    ],
)
def test_two_words_close_behind_a_verb_of_saying_are_listed(text: str, listed: list[str]) -> None:
    assert words(f"{text} {LONG}") == listed


def test_two_words_in_a_headline_are_no_quotation() -> None:
    assert words("Ann Lee vows to be ‘more careful’ with the gate.") == []


def test_nested_marks_belong_to_the_outer_quotation() -> None:
    assert words("“Grandad called it ‘the beast’ and we said ‘old Bess’,” Mia Cruz wrote.") == [
        "Grandad called it ‘the beast’ and we said ‘old Bess’,"
    ]


def test_three_marks_in_a_row_close_both_quotations() -> None:
    assert words("''She only ever says, 'We shall see,''' Mr. Poole said.") == [
        "She only ever says, 'We shall see,'"
    ]


def test_doubled_marks_are_taken_for_one() -> None:
    (quote,) = read("““The gate is open,”” said Ann Lee.")
    assert quote.text.strip("“”") == "The gate is open,"


def test_a_missing_closing_mark_ends_with_the_paragraph() -> None:
    assert words("Olga Pratt said: “The pump ran dry by noon.", "Nobody refilled it.") == [
        "The pump ran dry by noon."
    ]


def test_a_missing_closing_mark_does_not_swallow_the_next_quotation() -> None:
    found = words("“We did it, she said. “And we would again,” she added.")
    assert found[-1] == "And we would again,"


def test_a_quotation_over_paragraphs_is_one_quote_with_a_span_in_each() -> None:
    (quote,) = read("Ann Lee said: “One came first.", "“Then another.", "“Then the last.”", "End.")
    assert [span.block for span in quote.spans] == [0, 1, 2]
    assert quote.text == "One came first.\n\nThen another.\n\nThen the last."


def test_a_long_quotation_in_guillemets_goes_on_in_the_next_paragraph() -> None:
    (quote,) = read(
        "Jeanne Morel a écrit :", "« Le four est froid.", "« Le pain attendra. »", lang="fr"
    )
    assert len(quote.spans) == 2
    assert quote.speaker is not None
    assert quote.speaker.name == "Jeanne Morel"


def test_brackets_and_ellipsis_stay_in_the_words() -> None:
    assert words("A guard said: ‘Two came [by boat] early… the rest walked.’") == [
        "Two came [by boat] early… the rest walked."
    ]


def test_spans_leave_the_outer_marks_out() -> None:
    text = "She said: « Il pleut sur la ville. »"
    (quote,) = read(text, lang="fr")
    (span,) = quote.spans
    assert text[span.start : span.end] == "Il pleut sur la ville."


def test_an_attribute_left_over_from_markup_is_no_quotation() -> None:
    assert words('<tweet id="7711569400765" author="The Daily Gate Post">Hello.') == []
