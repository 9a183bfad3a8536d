"""How sure a speaker is, by the words between the speaker and the quotation."""

from __future__ import annotations

from reader.model import LIKELY_SPEAKER, SURE_SPEAKER, Block, Quote
from reader.story.quotes import find_quotes

FILLER = "and the long road that leads from the harbor past the mill to the hills "


def quotes(*paragraphs: str) -> tuple[Quote, ...]:
    return find_quotes("", [Block("paragraph", text) for text in paragraphs], "en")


def test_a_verb_of_saying_beside_the_words_is_surer_than_one_far_away() -> None:
    near, far = (
        quotes(f"Nora Field said the dam {words}was “a wall with a grudge against us.”")[0]
        for words in ("", 2 * FILLER)
    )
    assert near.confidence >= SURE_SPEAKER > far.confidence >= LIKELY_SPEAKER


def test_the_paragraph_before_is_trusted_less_the_more_words_stand_between() -> None:
    near, far = (
        quotes(
            f"“The dam is safe for a hundred years,” Nora Field said{words}.",
            "“We have looked at every stone in it.”",
        )[1]
        for words in ("", " at the mill, " + FILLER + FILLER)
    )
    assert near.speaker == far.speaker
    assert near.confidence > far.confidence >= LIKELY_SPEAKER


def test_words_that_somebody_else_says_in_between_do_not_count() -> None:
    short, long = (
        quotes(
            f"“The dam is safe,” Nora Field said. “{said}” There was applause. “We built it well.”"
        )[-1]
        for said in ("It is.", "It is safe as it was " + FILLER + FILLER + "in my father’s time.")
    )
    assert short.confidence == long.confidence >= SURE_SPEAKER


def test_marks_without_words_are_looked_at_only_so_far() -> None:
    said = "“We built it well,” said Nora Field. " + "“!” " * 2000 + "“We did.”"
    assert quotes(said)[0].confidence >= SURE_SPEAKER
