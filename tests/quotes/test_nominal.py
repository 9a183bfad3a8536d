"""Pronouns that mean somebody without a name, several people, or one who goes by *they*."""

from __future__ import annotations

import pytest

from reader.model import LIKELY_SPEAKER, Block
from reader.story.quotes import find_quotes
from reader.story.quotes.clause.plausible import is_addressed
from reader.story.quotes.language import language
from reader.story.quotes.named.nominal import group, may_be_many, somebody


def speakers(text: str, lang: str = "en") -> list[str | None]:
    blocks = [Block("paragraph", part) for part in text.split("\n\n")]
    return [
        quote.speaker.name if quote.speaker and quote.confidence >= LIKELY_SPEAKER else None
        for quote in find_quotes("", blocks, lang)
    ]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The taoiseach has just spoken. “Nobody should be out,” he said.", "the taoiseach"),
        (
            "It was loud, a spokeswoman for Acme said. “We are sorry,” she said.",
            "a spokeswoman for Acme",
        ),
        ("A neighbour came by. “It was loud,” she said.", "a neighbour"),
        ("Parents at the gate were angry. “We were never told,” they said.", "Parents"),
        ("Ann Lee and Tom Ash were angry. “We were never told,” they said.", "Ann Lee and Tom Ash"),
        ("Lee and his aides left early. “We were never told,” they said.", "Lee and his aides"),
        ("Rowan Ash, 31, steers the ferry. “You feel it go,” they said.", "Rowan Ash"),
        ("The Norse were angry at Lee. “We were never told,” they said.", None),
    ],
)
def test_a_pronoun_is_who_it_means(text: str, speaker: str | None) -> None:
    assert speakers(text) == [speaker]


def test_somebody_goes_by_they_where_the_story_says_so() -> None:
    text = (
        "Poet Ash Delgado and baker Quinn Oliver opened it in May. Delgado, who uses they/them"
        " pronouns, does the talking.\n\n“Bread is the only form I trust,” they said."
    )
    assert speakers(text) == ["Ash Delgado"]


def test_they_is_nobody_where_two_may_be_meant() -> None:
    text = "Ann Lee met Tom Ash on Monday at noon by the river. “We agree,” they said."
    assert speakers(text) in ([None], ["Ann Lee and Tom Ash"])


def test_an_apposition_or_another_gender_is_not_somebody() -> None:
    lang = language("en")
    text = "The skipper Ann Lee left. Her son, Karl, stayed. A policewoman came. "
    assert somebody(text, len(text), [], "he", lang) is None
    found = somebody(text, len(text), [], "she", lang)
    assert found is not None
    assert found.words == "A policewoman"
    assert not found.definite


def test_things_are_no_group() -> None:
    lang = language("en")
    assert group("The boats left early. ", 22, [], lang) is None
    assert group("Some residents left early. ", 26, [], lang) == "Some residents"
    assert may_be_many("Tom Ash and Ann Lee", 0, 19, lang)
    assert not may_be_many("Tom Ash left Ann Lee", 0, 20, lang)


@pytest.mark.parametrize(
    ("words", "name", "addressed"),
    [
        ("Morning, Curtis.", "Curtis Hale", True),
        ("Morning, Mrs. Tate. How’s the hip?", "Ann Tate", True),
        ("Curtis, come here.", "Curtis Hale", True),
        ("I am Curtis Hale, and I drive.", "Curtis Hale", False),
        ("We saw it. They said, Curtis knows.", "Curtis Hale", False),
        ("Morning.", "Curtis Hale", False),
    ],
)
def test_words_that_speak_to_somebody_are_told(words: str, name: str, addressed: bool) -> None:
    assert is_addressed(words, name) is addressed


def test_who_speaks_behind_the_last_paragraph_of_a_quotation_is_its_speaker() -> None:
    text = (
        "He went along with Geingob to the gate.\n\n“This time it was different.\n\n“I never read"
        " the omens,” Mbumba said."
    )
    assert speakers(text) == ["Mbumba"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We waited,” the company said in a statement. It called for “an end to all of this.”",
         "the company"),
        ("“We waited,” the charity said in a letter. It called for “an end to all of this.”",
         "the charity"),
        ("Northmere Water rejected it. “We waited,” it said in a statement. “We did,” it said.",
         "Northmere Water"),
        ("“We waited,” the mayor said. The report was cross. It called it “an end to all of this.”",
         "The report"),
    ],
)  # fmt: skip
def test_it_is_not_the_statement_that_somebody_made(text: str, speaker: str) -> None:
    assert speakers(text)[-1].lower() == speaker.lower()


def test_words_of_an_unknown_language_have_no_speaker() -> None:
    text = (
        "Uthe umasipala uphezu kwayo imizamo yesixazululo sesikhathi eside. “Sizotshala amaphoyisa"
        " ukuthi abhekane nabo,” kusho uZungu. " + "Nokho ukhale ngenkinga yokuthi bahlale. " * 12
    )
    assert speakers(text) == [None]


def test_entries_of_a_list_of_sources_are_no_quotations() -> None:
    entry = "^ Lee, Ann (2024). “How the bridge was built and why it fell.” The Herald."
    assert find_quotes("", [Block("list_item", entry)], "en") == ()
