"""Whom a story means by words that are no name, or by a name with more in front of it."""

from __future__ import annotations

import pytest

from reader.model import LIKELY_SPEAKER, SURE_SPEAKER, Block
from reader.story.quotes import find_quotes


def named(*paragraphs: str) -> list[str | None]:
    """The speakers as the pane shows them."""
    quotes = find_quotes("", [Block("paragraph", text) for text in paragraphs], "en")
    return [
        q.speaker.name if q.speaker and q.confidence >= LIKELY_SPEAKER else None for q in quotes
    ]


def test_who_is_brought_in_without_a_name_is_the_one_named_next_with_an_age() -> None:
    lead = "A lorry driver who told police he swerved to avoid “a very big cat” has been cleared."
    assert named(lead, "Wayne Stubbs, 36, was on the A39.") == ["Wayne Stubbs"]


def test_a_judge_is_not_the_one_who_is_named_next() -> None:
    lead = "A judge told the court it was “a very cruel trick” on Monday."
    assert named(lead, "Wayne Stubbs, 36, had denied fraud.") == ["A judge"]


def test_she_is_not_the_friend_named_in_her_own_sentence() -> None:
    first = "“I never slept,” Mara Quayle said."
    second = "She is friends with Lola Winter again. “Life is too short,” she joked."
    assert named(first, second) == ["Mara Quayle", "Mara Quayle"]


@pytest.mark.parametrize(
    "called", ["Hewlett-Packard CEO Carly Lee", "Journalist Jorge Lee", "Substitute Jaden Lee"]
)
def test_what_somebody_does_in_front_of_a_name_is_no_part_of_it(called: str) -> None:
    assert named(f"{called} was cross. “We lost two weeks,” Lee said.") == [
        " ".join(called.split()[-2:])
    ]


def test_a_member_of_a_party_without_a_name_is_nobody_else() -> None:
    assert named(
        "“We are far behind,” said an Iowa Democrat.", "“We are,” said a Nevada Democrat."
    ) == [
        "an Iowa Democrat",
        "a Nevada Democrat",
    ]


def test_an_agency_that_quotes_somebody_has_not_said_it() -> None:
    text = "State agency KTA quoted President Goran Stahl as saying the strait was “ours by law and history”."
    assert named(text) == ["Goran Stahl"]


def test_a_court_that_hears_something_has_not_said_it() -> None:
    assert named("Exeter magistrates heard that officers found “a scene of utter chaos”.") == [None]


def test_a_quotation_without_closing_mark_ends_before_who_says_it() -> None:
    text = "“It was orange, said Trevor Gant, who lives opposite. “I thought it was morning.”"
    quotes = find_quotes("", [Block("paragraph", text)], "en")
    assert [q.text for q in quotes] == ["It was orange,", "I thought it was morning."]
    assert named(text) == ["Trevor Gant", "Trevor Gant"]


@pytest.mark.parametrize(
    "lead",
    [
        "Secretary of State",
        "Leader of the Opposition",
        "Leader of Opposition",
        "Speaker of the House",
        "Minister for Health",
        "Minister of State for Home Affairs",
        "Chief of Staff",
        "Head of Policy",
        "Screaming",
        "Born",
    ],
)
def test_the_end_of_an_office_is_no_part_of_the_name_behind_it(lead: str) -> None:
    text = f"{lead} Marla Kemp opened the fair. “It rained all day,” she said."
    assert named(text) == ["Marla Kemp"]


def test_a_middle_name_is_kept_behind_of_and_at_the_beginning() -> None:
    assert named("Aunts of Ysolde Rose Kemp came. “It rained,” said Ysolde Rose Kemp.") == [
        "Ysolde Rose Kemp"
    ]
    assert named("Ewing Paul Kemp came late. “It rained,” Kemp said.") == ["Ewing Paul Kemp"]


def test_a_mother_is_not_the_boy_just_named() -> None:
    lead = "Kelly Marsden was cooking when little Alfie came in with a snake."
    assert named(lead, "“He held it like a hose,” said the mum-of-three.") == ["Kelly Marsden"]


def test_a_player_of_an_age_is_nobody_named_before() -> None:
    said = "“We waited for years,” said Heather Lund."
    wrote = "In a letter, one 11-year-old player wrote: “I hope you learn to be honest.”"
    assert named(said, wrote) == ["Heather Lund", "one 11-year-old player"]


def test_she_may_be_a_mum() -> None:
    text = "One mum told how guests looked on. ‘He did a jump and vanished,’ she said."
    assert named(text) == ["one mum"]


def test_a_title_tells_the_gender_of_a_full_name() -> None:
    text = "Mrs. Folasha Akin and Mr. Obinnu Okoro came. “It was late,” he said. “Yes,” she said."
    assert named(text) == ["Obinnu Okoro", "Folasha Akin"]


def test_whom_he_has_meant_is_not_whom_she_means() -> None:
    first = "Irina Dvali was an interpreter. “I had no face,” she said."
    second = "Her old chief, Zurabi Kiknadze, is more gloomy. “It is over,” he said."
    assert named(first, second, "“Leave out the goat,” she said.") == [
        "Irina Dvali",
        "Zurabi Kiknadze",
        "Irina Dvali",
    ]


@pytest.mark.parametrize(
    "called",
    ["Secretary of State", "Former secretary of state", "head of policy", "Chief of Staff"],
)
def test_who_has_an_office_is_named_without_it(called: str) -> None:
    assert named(f"{called} Ann Lee said it was “an important step.”") == ["Ann Lee"]


def test_who_speaks_for_a_secretary_is_not_the_secretary() -> None:
    assert named("A spokesman for Secretary Ann Lee said it was “an important step.”") == [
        "A spokesman for Secretary Ann Lee"
    ]


@pytest.mark.parametrize(
    "paper", ["POLITICO Massachusetts", "USA TODAY", "Massachusetts Democrats"]
)
def test_she_is_no_paper_and_no_party(paper: str) -> None:
    first = f"Mara Kemp told {paper} on Friday that she would stay."
    assert named(first, "“I never left,” she said.") == ["Mara Kemp"]


def test_a_chief_in_capitals_is_no_part_of_the_name() -> None:
    assert named("Chipmaker CEO Kim Sandoval resigned. “It’s over,” Sandoval said.") == [
        "Kim Sandoval"
    ]


def test_they_are_named_without_the_word_that_leads_to_them() -> None:
    assert named("But the protesters stayed. “Stop this now,” they chanted.") == ["the protesters"]


def test_they_may_be_one_spokesperson() -> None:
    text = "Holm Police said it was over. A spokesperson urged people to lock up. “Do,” they said."
    assert named(text) == ["a spokesperson"]
    first = "A spokesperson for Holm Council said engineers were at work. “We are safe,” they said."
    assert named(first) == ["a spokesperson for Holm Council"]


def test_they_are_those_named_behind_the_spokesperson() -> None:
    text = "A spokesperson for Holm Council kept silent. Residents were cross. “Go,” they said."
    assert named(text) == ["Residents"]


def test_whom_she_has_meant_before_is_not_more_likely_than_who_is_named_since() -> None:
    texts = [
        "Magistrate Xelen Tsakiri said the offence was “at the lower end of it all”.",
        "“The court has seen the vest,” she told the man.",
        "Outside court, the emu’s owner, Valli Purtell, said it was fit. “It ran for miles,” she said.",
    ]
    quotes = find_quotes("", [Block("paragraph", text) for text in texts], "en")
    assert quotes[-1].speaker is not None
    assert quotes[-1].speaker.name == "Valli Purtell"
    assert quotes[-1].confidence > SURE_SPEAKER
