"""Who said it: every rule, pronouns, roles, and when to name nobody."""

from __future__ import annotations

import pytest

from reader.model import Block, Quote
from reader.story.quotes import find_quotes


def read(*paragraphs: str, lang: str | None = "en", headline: str = "") -> tuple[Quote, ...]:
    return find_quotes(headline, [Block("paragraph", text) for text in paragraphs], lang)


def speakers(*paragraphs: str, lang: str | None = "en") -> list[str | None]:
    return [
        quote.speaker.name if quote.speaker and quote.confidence >= 0.5 else None
        for quote in read(*paragraphs, lang=lang)
    ]


@pytest.mark.parametrize(
    ("paragraphs", "names"),
    [
        (["“We go on,” Ann Lee said."], ["Ann Lee"]),
        (["“We go on,” said Ann Lee."], ["Ann Lee"]),
        (["“We go on,” said the ferry’s owner, Ann Lee."], ["Ann Lee"]),
        (["“We go on,” Ann Lee, the ferry’s owner, told reporters on Monday."], ["Ann Lee"]),
        (["“Do we go on?” Ann Lee asked."], ["Ann Lee"]),
        (["Ann Lee said that “nothing is going to stop us” this year."], ["Ann Lee"]),
        (["Ann Lee stood up slowly, saying “nothing is going to stop us”."], ["Ann Lee"]),
        (["Ann Lee, who owns the ferry, said: “We go on.”"], ["Ann Lee"]),
        (["According to Ann Lee, the plan is “doomed from the very start”."], ["Ann Lee"]),
        (["The plan is “doomed from the start”, according to Ann Lee."], ["Ann Lee"]),
        (["Ann Lee spoke first. “We go on,” she said. “We always have.”"], ["Ann Lee", "Ann Lee"]),
        (["“We go on,” said Ann Lee.", "“We always have done.”"], ["Ann Lee", "Ann Lee"]),
        (["Ann Lee said:", "“We go on.”"], ["Ann Lee"]),
        (["“We go on,” she said."], ["she"]),
        (["“We go on,” said Ann Lee.", "“We do not,” said Bob Roe."], ["Ann Lee", "Bob Roe"]),
        (["“It leaks,” she wrote of the boat, “but it floats.”"], ["she", "she"]),
        (["“We go on” whatever happens next, said Ann Lee."], ["Ann Lee"]),
        (["“We go on whatever happens.”", "— Ann Lee"], ["Ann Lee"]),
        (["Critics, Ann Lee wrote, “have never once sailed a boat”."], ["Ann Lee"]),
    ],
)
def test_the_speaker_is_found(paragraphs: list[str], names: list[str]) -> None:
    assert speakers(*paragraphs) == names


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["The pool was empty.", "“A lifeguard ought to have been here this morning.”"],
        ["A band played a song called “we shall not be moved again”."],
        ["The reporter was asked, “Have you ever been to sea?”"],
    ],
)
def test_nobody_is_named_where_nobody_is_known(paragraphs: list[str]) -> None:
    assert all(name is None for name in speakers(*paragraphs))


@pytest.mark.parametrize(
    ("lang", "paragraph", "name"),
    [
        ("de", "„Die Brücke bleibt bis Freitag zu“, sagte Nora Weiss.", "Nora Weiss"),
        ("de", "Am Montag erklärte der Bürgermeister: „Wir fangen neu an.“", "der Bürgermeister"),
        ("de", "„Die Brücke bleibt bis Freitag zu“, so Weiss.", "Weiss"),
        ("fr", "« Le pont reste fermé », a déclaré Nora Blanc.", "Nora Blanc"),
        ("fr", "« Le pont reste fermé », explique-t-elle.", "elle"),
        ("fr", "Selon Nora Blanc, le pont est « fermé pour tout l’hiver ».", "Nora Blanc"),
        ("es", "«El puente sigue cerrado», dijo Nora Blanco.", "Nora Blanco"),
        ("it", "«Il ponte resta chiuso», ha detto Nora Bianchi.", "Nora Bianchi"),
        ("pt", "“A ponte continua fechada”, disse Nora Branco.", "Nora Branco"),
        ("nl", "‘De brug blijft nog dicht’, zegt Nora de Wit.", "Nora de Wit"),
        ("ru", "«Мост закрыт до пятницы», — сказала Нора Белова.", "Нора Белова"),
        ("pl", "„Most jest zamknięty do piątku” – powiedziała Nora Biała.", "Nora Biała"),
        ("tr", "Nora Beyaz, “Köprü cuma gününe kadar kapalı” dedi.", "Nora Beyaz"),
        ("ja", "山田市長は「橋は来年まで閉鎖する」と述べた。", "山田市長"),
        ("zh", "李华说：“大桥明年之前不会开放。”", "李华"),
        ("sv", "”Bron är stängd till fredag”, säger Nora Vit.", "Nora Vit"),
    ],
)
def test_speakers_are_found_in_every_language_with_a_file(
    lang: str, paragraph: str, name: str
) -> None:
    assert speakers(paragraph, lang=lang) == [name]


def test_a_speaker_comes_with_the_role_the_story_gives() -> None:
    (quote,) = read("Ann Lee, head of Ferries United, said: “We go on.”")
    assert quote.speaker is not None
    assert quote.speaker.role == "head of Ferries United"
    (quote,) = read("“We go on,” said harbour master Ann Lee.")
    assert quote.speaker is not None
    assert (quote.speaker.name, quote.speaker.role) == ("Ann Lee", "harbour master")


def test_a_short_name_finds_the_full_name_and_keeps_the_role() -> None:
    quotes = read("Ann Lee, head of Ferries United, said: “We go on.”", "“For ever,” Lee added.")
    assert {quote.speaker for quote in quotes} == {quotes[0].speaker}


def test_a_pronoun_means_the_person_of_that_gender_nearest_before() -> None:
    assert speakers("Greta Hall met Simon Pike. “It was useful,” she said.") == ["Greta Hall"]
    assert speakers("Greta Hall met Simon Pike. “It was useful,” he said.") == ["Simon Pike"]


def test_a_name_inside_a_quotation_is_not_what_a_pronoun_means() -> None:
    text = "Greta Hall was tired. “Ask Mary Stone about it,” she said."
    assert speakers(text) == ["Greta Hall"]


def test_where_nobody_is_named_no_place_names_him() -> None:
    blocks = [Block("paragraph", "B"), Block("blockquote", "said — workers’")]
    (quote,) = find_quotes("", blocks, "es")
    assert quote.speaker is None
    assert quote.mention is None


def test_the_mention_is_the_place_that_names_the_speaker() -> None:
    text = "Greta Hall was tired. “I was up all night,” she said."
    (quote,) = read(text)
    assert quote.mention is not None
    assert text[quote.mention.start : quote.mention.end] == "she"


def test_a_sure_rule_has_more_confidence_than_a_guess() -> None:
    sure, guess = read("“We go on,” said Ann Lee.", "“We always have done.”")
    assert sure.confidence >= 0.75 > guess.confidence


def test_the_headlines_quotation_is_listed_once_with_the_bodys_speaker() -> None:
    quotes = read("“We lost it all,” said Kay Ross.", headline="“We lost it all”: a town mourns")
    assert [q.speaker.name if q.speaker else None for q in quotes] == ["Kay Ross"]


def test_a_headline_printed_again_in_the_body_is_listed_once_without_speaker() -> None:
    headline = "‘The town has started to flood again’"
    quotes = find_quotes(headline, [Block("paragraph", headline), Block("paragraph", "It rains.")])
    assert len(quotes) == 1
    assert quotes[0].spans[0].block == -1
    assert quotes[0].speaker is None


def test_a_speaker_taken_over_is_no_surer_than_where_it_was_found() -> None:
    first, second = read("The river ran high in May.", "“The boats were gone.” “All of them.”")
    assert second.confidence <= first.confidence < 0.5


def test_a_few_words_do_not_take_the_speaker_of_the_paragraph_before() -> None:
    quotes = read("“We go on,” said Ann Lee.", "It was “a very good day for boats” in all.")
    assert quotes[1].confidence < 0.5


def test_two_headings_with_the_same_words_are_not_both_left_out() -> None:
    blocks = [Block("heading", "‘No hard feelings at all’"), Block("paragraph", "It rained."),
              Block("heading", "‘No hard feelings at all’")]  # fmt: skip
    assert [quote.text for quote in find_quotes("", blocks, "en")] == [
        "No hard feelings at all",
        "No hard feelings at all",
    ]


def test_a_paragraph_that_repeats_a_longer_quotation_is_left_out() -> None:
    blocks = [Block("paragraph", "“We waited ten years for this bridge,” said Ann Lee."),
              Block("paragraph", "“We waited ten years”")]  # fmt: skip
    (quote,) = find_quotes("", blocks, "en")
    assert quote.text == "We waited ten years for this bridge,"


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("When President Lee’s ferry sank, Mr. Lee wept.", "President Lee"),
        ("Former Mayor Lee wept.", "Mayor Lee"),
        ("Prime Minister Lee wept.", "Prime Minister Lee"),
        ("Mr. Lee wept.", "Mr. Lee"),
    ],
)
def test_a_surname_alone_has_its_title_and_no_word_that_leads_the_sentence(
    before: str, name: str
) -> None:
    assert speakers(before, "“We go on,” Mr. Lee said.") == [name]
