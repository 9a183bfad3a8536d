"""Who has a name: what the index of speakers lists."""

from __future__ import annotations

import pytest

from reader.naming import is_name


@pytest.mark.parametrize(
    "words",
    [
        "Maria Ohlsson",
        "Abby",
        "De Niro",
        "Von der Leyen",
        "El Baradei",
        "the Harbour Board",
        "The Department of Conservation",
        "the DEA",
        "Die FAZ",
        "Der AStA",
        "la Cruz Roja",
        "Médecins sans frontières",
        "Russia’s Defense Ministry",
        "ferry_hand7",
        "汉森",
        "محمد علي",
        "Мария Онегина",
    ],
)
def test_a_name_is_one(words: str) -> None:
    assert is_name(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "I",
        "They",
        "others",
        "the company",
        "The president",
        "a spokeswoman for the Harbour Board",
        "A Republican",
        "An Air Mobility spokesperson",
        "some analysts",
        "federal prosecutors",
        "his lawyer",
        "the prosecutor’s office",
        "Mozilla's manifesto",
        "der Finanzprofessor",
        "die CDU-Kandidatin",
        "Ihre Mutter",
        "le ministère russe de la Défense",
        "la madre de los menores",
        "Они",
        "она",
        "他",
        "彼女",
    ],
)
def test_what_is_somebody_else_in_another_story_is_none(words: str) -> None:
    assert not is_name(words)
