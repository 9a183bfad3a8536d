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


def test_one_of_a_couple_has_the_surname_printed_once() -> None:
    first = "When Tom and Bridget Pell sold their house, friends said they were mad."
    assert named(first, "“It rained in,” Bridget says.", "“It did,” says Tom.") == [
        "Bridget Pell",
        "Tom Pell",
    ]


def test_her_husband_is_the_one_of_her_surname() -> None:
    first = "Tom and Bridget Pell run the mill."
    assert named(first, "“It rained in,” Bridget says.", "Her husband added: “For a year.”") == [
        "Bridget Pell",
        "Tom Pell",
    ]


def test_two_names_joined_are_no_couple_where_the_first_has_a_surname() -> None:
    texts = "Tom Hale and Bridget Pell met.", "“It rained,” said Tom.", "“It did,” said Pell."
    assert named(*texts) == ["Tom Hale", "Bridget Pell"]


def test_he_is_not_his_own_father() -> None:
    first = "“Sorry,” says Dario Benn, who owns the place."
    second = "He was born in Ferrara. His father fixed tractors. “We had nothing,” he says."
    assert named(first, second) == ["Dario Benn", "Dario Benn"]


def test_his_father_who_speaks_is_he() -> None:
    text = "His father said it was late. “We had nothing,” he added."
    assert named("“Sorry,” says Dario Benn.", text) == ["Dario Benn", "his father"]


def test_who_replies_is_the_one_to_whom_it_was_put() -> None:
    first = "Mr Justice Fergal Roe said that Michael Tansey had been “less than frank with us”."
    second = "The other side’s lawyer had put it to Mr Tansey that the fence walked. He replied: “It’s soft ground.”"
    assert named(first, second) == ["Fergal Roe", "Michael Tansey"]


def test_a_detective_with_two_titles_is_the_detective() -> None:
    first = "Asked by her lawyer, Marla Quint, Detective Sgt. Owen Bratt said the man had left."
    assert named(first, "“Not in my opinion,” the detective said.") == ["Owen Bratt"]


@pytest.mark.parametrize("trade", ["rancher", "publican", "showrunner", "dancer"])
def test_a_trade_with_an_article_is_who_was_named_with_it(trade: str) -> None:
    first = f"The youngest brother, {trade} Wade Hollis, wants it stopped."
    assert named(first, f"“He brought charts,” the {trade} said.") == ["Wade Hollis"]


def test_several_of_a_trade_do_not_make_a_name_longer() -> None:
    first = "Surfers Kai Rowe and Jess Maddern, both 17, heard him."
    assert named(first, "Kai said: ‘We slid out to him on the boards.’") == ["Kai Rowe"]


def test_letters_behind_a_name_are_none_of_it() -> None:
    first = "Fiona Brannigan KC said the fence “appeared to have legs”."
    assert named(first, "“It moved,” Ms Brannigan said.") == ["Fiona Brannigan", "Fiona Brannigan"]


def test_an_office_of_many_words_is_the_name_behind_it() -> None:
    first = "The Special Adviser to the President on Media, Dr. Carl Fasasi, called it “a very sad day”."
    assert named(first) == ["Carl Fasasi"]
    assert named("Counsel for the plaintiff, Fiona Bran, said it “appeared to walk”.") == [
        "Fiona Bran"
    ]


def test_a_man_called_by_a_first_name_is_he() -> None:
    text = "On Monday a man called Orrin drove me to the river. “That’s her,” he said."
    assert named(text) == ["Orrin"]


def test_they_are_who_rejected_what_they_called_so() -> None:
    text = "Talks ended after union leaders rejected what they called “an insulting and odd” offer."
    assert named(text) == ["union leaders"]


def test_an_account_that_writes_is_named_as_it_is() -> None:
    texts = "“Come back,” the parish council replied.", "@wick_walker wrote: “I never left home.”"
    assert named(*texts) == ["the parish council", "@wick_walker"]
    assert named("“Very good reporter. Very good.”—@annlee at the fair") == ["@annlee"]


@pytest.mark.parametrize("called", ["Chef", "Parent", "Trustee"])
def test_a_word_for_somebody_in_front_of_a_name_is_no_part_of_it(called: str) -> None:
    text = f"{called} Marco Dunning made his name at the late Spit. “I got bored,” he said."
    assert named(text) == ["Marco Dunning"]


def test_the_minister_is_the_one_of_two_who_spoke_last() -> None:
    first = "“She’s left out the bit where you build it,” Prime Minister Lachlan Muir said."
    second = "Energy Minister Paul Ngo called it “heroic beyond measure”. “I say that with love,” the minister added."
    assert named(first, second) == ["Lachlan Muir", "Paul Ngo", "Paul Ngo"]


def test_she_is_who_begins_the_sentence_behind_a_few_words() -> None:
    first = "“Mack deserved better,” Tritons coach Jill Sorensen said. “He’ll be back.”"
    second = (
        "In softball, Pine Ridge senior Ella Whitcomb threw a no-hitter. “I’m tired,” she said."
    )
    assert named(first, second)[-1] == "Ella Whitcomb"


def test_who_reads_a_diary_aloud_has_not_written_it() -> None:
    text = (
        "Dulaney’s late wife, Ruth, fed them. In her diary, which their daughter Carol read aloud, "
    )
    assert named(f"{text}she noted the menu and then: “Frank cried.”") == ["Ruth"]


def test_she_is_a_name_of_no_list_that_begins_the_sentence_with_a_question_mark() -> None:
    text = (
        "Whole streets are gone. Le Thi Hoa lost her kitchen. “First the hens went,” she recalls."
    )
    (quote,) = find_quotes("", [Block("paragraph", text)], "en")
    assert quote.speaker is not None
    assert quote.speaker.name == "Le Thi Hoa"
    assert LIKELY_SPEAKER <= quote.confidence < SURE_SPEAKER


def test_a_first_name_of_both_is_whom_he_means() -> None:
    first = "Head coach Ceri Davies tore into his players after they lost."
    assert named(first, "‘We bottled it, no other word,’ he said.") == ["Ceri Davies"]


def test_a_lawmaker_just_brought_in_is_the_lawmaker() -> None:
    first = "“We should go,” Jens Uhl told the radio."
    second = (
        "An SPD lawmaker, who asked not to be named, was blunter. “He threw it,” the lawmaker said."
    )
    assert named(first, second) == ["Jens Uhl", "the lawmaker"]


def test_the_rancher_is_who_is_called_so_not_who_spoke_last() -> None:
    first = "Sen. Grant Hollis wants the dam. His brother, rancher Wade Hollis, wants it stopped."
    second = "Grant Hollis said the graves would be moved “with all due reverence”."
    assert named(first, second, "“He brought charts,” the rancher said.")[-1] == "Wade Hollis"


def test_he_is_not_the_one_whom_he_describes() -> None:
    first = "George Will wrote a column on Friday. Will called on the party to back Chris Lee,"
    assert named(f"{first} whom he describes as having “the bearing of a governor.”") == [
        "George Will"
    ]


def test_a_name_of_no_list_that_begins_the_paragraph_before_is_she_with_a_question_mark() -> None:
    texts = ["Kim Ito saw the crash from her window.", "“It was so quiet then,” she said."]
    (quote,) = find_quotes("", [Block("paragraph", text) for text in texts], "en")
    assert quote.speaker is not None
    assert quote.speaker.name == "Kim Ito"
    assert LIKELY_SPEAKER <= quote.confidence < SURE_SPEAKER
