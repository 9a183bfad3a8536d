"""Whose words they are where another clause, a title or a place stands beside the name."""

from __future__ import annotations

import pytest

from reader.model import LIKELY_SPEAKER, Block, Speaker
from reader.story.quotes import find_quotes


def named(*paragraphs: str, headline: str = "", lang: str = "en") -> list[str | None]:
    """The speakers as the pane shows them."""
    quotes = find_quotes(headline, [Block("paragraph", text) for text in paragraphs], lang)
    return [
        q.speaker.name if q.speaker and q.confidence >= LIKELY_SPEAKER else None for q in quotes
    ]


@pytest.mark.parametrize(
    ("paragraphs", "speakers"),
    [
        (
            ["Nora Field asked for more time, an idea that Petra Holm called “a gift to the sea.”"],
            ["Petra Holm"],
        ),
        (
            ["As Petra, our oldest diver, likes to put it, “The sea keeps no diary.”"],
            ["Petra"],
        ),
        (
            ["Nora, critics say “the dam was never safe to begin with.” Is that so?"],
            ["critics"],
        ),
        (
            ["“Everybody has a boat now,” the harbour master, Colin Reed, boomed."],
            ["Colin Reed"],
        ),
        (
            ["“Everybody has a boat now,” the harbour master, Colin Reed, informed us."],
            ["Colin Reed"],
        ),
        (
            [
                "Born in Ames, Walter Holm left school at 14 after telling a teacher that algebra was"
                " “a lot of letters with nothing to say.”"
            ],
            ["Walter Holm"],
        ),
        (
            [
                "A spokesman for the regulator, Ofdam, declined to say whether it would act, but"
                " noted that its powers were “not limited to stern letters.”"
            ],
            ["A spokesman for the regulator"],
        ),
        (
            ["“They cheat,” said the diver, who gave only his first name, Levan."],
            ["Levan"],
        ),
        (
            ["LEE: Twice wrong. As I told him last week, “If it works there it works here.”"],
            ["LEE"],
        ),
        (
            [
                "Dom visits Nora Field’s great-aunt, Lottie, at home. “I’d have bought it,” she says."
            ],
            ["Lottie"],
        ),
    ],
)
def test_the_words_are_given_to_whom_the_clause_names(
    paragraphs: list[str], speakers: list[str]
) -> None:
    assert named(*paragraphs) == speakers


def test_a_widow_with_the_same_surname_does_not_make_him_a_woman() -> None:
    first = "Colin Reed, who built boats, died on Sunday."
    second = "Mr. Reed liked to say he had invented nothing. “The wood did it,” he told a paper."
    assert named(first, second, "Mrs. Reed died in 2011.") == ["Colin Reed"]


def test_a_knight_is_called_by_the_first_name() -> None:
    first = "Dame Harriet Pell was asked about the dinner."
    assert named(first, "“I attend the dinner,” Dame Harriet replied.") == ["Harriet Pell"]


def test_a_house_where_people_meet_is_nobody_whom_she_could_be() -> None:
    first = "The novelist is seated when I arrive, at Il Faggio, her choice, where it is loud."
    assert "Il Faggio" not in named(first, "“Nervous is for others,” she says.")


def test_a_meal_with_somebody_in_a_headline_speaks_not() -> None:
    headline = "Lunch with Nora Field: ‘I never finish my own books’"
    assert named("She is already seated.", headline=headline) == ["Nora Field"]


def test_a_day_in_brackets_and_a_rubric_in_capitals_are_nobody() -> None:
    assert "May 3" not in named("Your note (“The long road ahead,” May 3) says it is mended.")
    words = "TOP READ — “How They Lost It,” by the Mail’s Evan Sorkin: “They can’t run a bath.”"
    assert named(words)[-1] == "Evan Sorkin"


def test_what_people_are_told_in_the_sentence_before_is_not_said_by_them() -> None:
    assert named("We are told that there is no choice. “Everyone has one.”") == [None]


@pytest.mark.parametrize(
    "called", ["the dental nurse", "the retired plumber", "the Italian", "the marine biologist"]
)
def test_a_trade_means_who_spoke_last(called: str) -> None:
    first = "Paolo Greco had seen it with Milan Hart, but was not amused."
    second = "“It was a joke,” Greco told reporters."
    assert named(first, second, f"“Not a good one,” {called} added.")[-1] == "Paolo Greco"


def test_somebody_without_a_name_outside_a_place_is_he() -> None:
    first = "Maka Tserel, an adviser, said by phone that she had “full trust in the talks.”"
    second = "At the bakery a teenager counted coins, he said, for bread. “It is dear,” he said."
    assert named(first, second)[-1] == "a teenager"


def test_a_few_words_far_from_the_paragraph_before_are_given_to_nobody() -> None:
    first = "“Plan to throw one away,” Nora Field said at the retro of the year before last."
    second = (
        "The papers about the queue which the office had chosen a long while ago and which nobody"
        " in the building had ever opened, let alone read, held “a promise in most cases” and a map."
    )
    assert named(first, second)[-1] is None


@pytest.mark.parametrize(
    ("lang", "paragraphs", "speakers"),
    [
        ("fr", ["Nora Blanc a refusé Munich. Pourquoi ? « Parce que j’aime chez moi. »"], None),
        (
            "it",
            ["Ogni sera alle sette Bianca Forni legge. «All’inizio venivano in due», racconta."],
            ["Bianca Forni"],
        ),
        (
            "it",
            [
                "Un gol di Alessio Manni regala il derby.",
                "«È per mio padre», ha detto l’attaccante.",
            ],
            ["Alessio Manni"],
        ),
        (
            "nl",
            [
                "Bioloog Kees Wijn prijst het boek. Wel plaatst hij een kanttekening: ‘Tien is weinig.’"
            ],
            ["Kees Wijn"],
        ),
        (
            "pt",
            [
                "A ministra, Teresa Salgado, lamentou a posição, que classificou como “um capricho de quem não cresce”."
            ],
            ["Teresa Salgado"],
        ),
        (
            "pt",
            [
                "Para o politólogo Rui Barrosa, o chumbo é provável. “Ninguém quer ir a votos agora.”"
            ],
            ["Rui Barrosa"],
        ),
        (
            "pt",
            [
                "O Presidente recusou comentar. “Falarei depois”, limitou-se a dizer aos jornalistas."
            ],
            ["O Presidente"],
        ),
        (
            "pl",
            [
                "Jak mówi w rozmowie z Radiem Wisła ekspertka Julia Zareba, „nikt nie da ani grosza”."
            ],
            ["Julia Zareba"],
        ),
        (
            "pl",
            ["– Nogi same niosły – cieszył się strzelec jedynego gola, 19-letni Kacper Duda."],
            ["Kacper Duda"],
        ),
        (
            "pl",
            [
                "Trener Marek Olszewski był wzruszony: – Rano w pracy, a wieczorem taki mecz – mówił."
            ],
            ["Marek Olszewski"],
        ),
        (
            "ru",
            ["Одна из соседок, Нина Зуева, назвала это «издевательством над людьми»."],
            ["Нина Зуева"],
        ),
        (
            "ru",
            ["В мастерской Бориса Ланского тихо.", "Ланской молчит. «Не жалко», — говорит он."],
            ["Борис Ланской"],
        ),
        (
            "ru",
            ["По словам тренера Виктора Самохина, это «плохая шутка осени»."],
            ["Виктор Самохин"],
        ),
        ("tr", ["Rıza Usta bakır kalaylıyor. “Bakır küser” diyor gülerek."], ["Rıza Usta"]),
        (
            "ja",
            ["大原健太郎首相は会見した。", "首相は「まずは物価高に全力を挙げる」と強調した。"],
            ["大原健太郎"],
        ),
        (
            "ja",
            [
                "船頭の古川忠雄さん（82）が綱を解く。",
                "古川さんに尋ねると、「船が決めることだ」と答えた。",
            ],
            ["古川忠雄"],
        ),
        ("ja", ["「無我夢中だった。何も覚えていない」。三浦は声を震わせた。"], ["三浦"]),
        ("zh", ["董事长韩立致歉：“误判了市场。”", "谈到传闻，他回应称：“没有计划。”"], ["韩立"]),
        (
            "zh",
            ["退休教師林文雄特地從臺中北上。「我太太就是在這裡認識的，」他說。"],
            ["林文雄"],
        ),
    ],
)
def test_other_languages_name_whom_their_sentences_mean(
    lang: str, paragraphs: list[str], speakers: list[str] | None
) -> None:
    found = named(*paragraphs, lang=lang)
    if speakers is None:
        assert "Pourquoi" not in found
        return
    assert found[-1] is not None
    assert speakers[-1] in found[-1]


def test_an_inner_quotation_that_ends_with_the_outer_one_leaves_nothing_behind() -> None:
    text = "„Opa hat gesagt: ‚Eine Glocke verzeiht nichts‘“, erinnert sich Anna Lis."
    quotes = find_quotes("", [Block("paragraph", text)], "de")
    assert [q.text for q in quotes] == ["Opa hat gesagt: ‚Eine Glocke verzeiht nichts‘"]
    assert quotes[0].speaker is not None
    assert quotes[0].speaker.name == "Anna Lis"


def test_a_match_in_a_headline_is_nobody() -> None:
    headline = "Derby al Rivalto, Manni in lacrime: «Per mio padre, lassù»"
    body = "Un gol di Alessio Manni regala il derby al Rivalto."
    assert named(body, headline=headline, lang="it") == ["Alessio Manni"]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "The plan drew fire, with the club’s chair, Ann Lee, describing it as “a gift to the sea.”",
            ["Ann Lee"],
        ),
        (
            "The plan drew fire, with Ann Lee, the club’s chair, describing it as “a gift to the sea.”",
            ["Ann Lee"],
        ),
        (
            "In talks with Norland, Ann Lee aimed at the club, saying it was “a gift to the sea.”",
            ["Ann Lee"],
        ),
        ("Maria Bell was in Tides. “I never sleep,” the Emmy nominee said.", ["Maria Bell"]),
        ("“We are done,” Dr. Ann Lee and Sen. Tom Ash said.", ["Ann Lee and Tom Ash"]),
        ("The group Save the Sea posted: “They want a wall.”", ["The group Save the Sea"]),
        (
            "Johnny “Two Boats” Lee said the dam was “never safe to begin with.”",
            ["Johnny “Two Boats” Lee"],
        ),
        ("“It’s over,” the paper quoted Ann Lee as saying.", ["Ann Lee"]),
        ("The mayor quoted her grandmother as saying, “Never trust a dry river.”", ["grandmother"]),
        ("The 2019 report found that the wall was “unfit for any purpose.”", ["The 2019 report"]),
        ("Asked twice, Ann Lee spoke up. “Is it yours?” Tom Ash said he had no idea.", ["Ann Lee"]),
    ],
)
def test_shapes_of_agencies_and_papers(text: str, speakers: list[str]) -> None:
    found = named(text)
    assert len(found) == len(speakers)
    for name, speaker in zip(found, speakers, strict=True):
        assert name is not None
        assert name.endswith(speaker)


@pytest.mark.parametrize(
    ("lang", "text", "speaker"),
    [
        ("es", "“Pensé que era un camión”, relató a EFE Remedios Casal.", "Remedios Casal"),
        ("it", "Tra gli sfollati c’è Armando Tosi. «Ho preso il cane», racconta.", "Armando Tosi"),
        (
            "it",
            "«È tutto sotto controllo», dice l’assessora regionale alla Sanità, Marta Guli.",
            "Marta Guli",
        ),
        ("fr", "Pour le maire (sans étiquette), Bruno Castel, c’est « un vrai coup ».", "Castel"),
        (
            "de",
            "Analyst Tom Reimers von der Hansabank sieht es so. „Spät, aber gut“, schreibt er.",
            "Tom Reimers",
        ),
        ("nl", "Dat zegt curator Ellen Hoek. ‘Wij kijken ernaar’, zegt zij.", "Ellen Hoek"),
        ("ru", "«Роста цен не будет», — подчеркнули в пресс-службе ведомства.", "ведомства"),
        ("ru", "«Мы нашли воду», — сказал глава отряда, профессор Пётр Осокин.", "Осокин"),
        ("zh", "居民孙桂兰昨天来了。“等了十年。”她笑着说。", "孙桂兰"),
    ],
)
def test_shapes_of_papers_elsewhere(lang: str, text: str, speaker: str) -> None:
    found = named(text, lang=lang)[-1]
    assert found is not None
    assert found.endswith(speaker)


def test_a_firm_is_not_the_woman_who_speaks() -> None:
    first = "Bakkersketen Broodmans is dinsdag failliet. Dat bevestigt curator Ellen Hoek."
    assert named(first + " ‘Wij kijken ernaar’, zegt zij.", lang="nl") == ["Ellen Hoek"]


def test_a_few_german_words_behind_a_firm_are_no_name() -> None:
    text = "Ohne den Schnitt sei das Unternehmen „in zwei Jahren Geschichte“, sagte Jörn Petri."
    assert named(text, lang="de") == ["Jörn Petri"]


def test_one_of_a_party_is_not_its_leader() -> None:
    text = "– To drzwi do piekła – mówił jeden z posłów SPD, partii kanclerza Olafa Sola, w środę."
    assert named(text, lang="pl") == ["jeden z posłów SPD"] or named(text, lang="pl") == ["jeden"]


def test_a_surname_in_another_case_gets_no_first_name_that_nobody_knows() -> None:
    first = "Politik Xandra Stanjury čeká."
    second = "„Naším zájmem je co nejrychlejší předání moci,“ řekl Stanjura."
    assert named(first, second, lang="cs") == ["Stanjura"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "„Wer es träumt, der kann es tun!“, sagt der."),
        ("fr", "Rappelons que, selon elle, c’est « aux meilleures pratiques du monde »."),
        ("de", "Wenn man etwas anderes erzählt: „Wir haben es ja immer gewusst.“"),
    ],
)
def test_small_words_are_nobody(lang: str, text: str) -> None:
    assert not {"der", "c’", "Wenn man"} & {str(name) for name in named(text, lang=lang)}
    assert not any(name and name.startswith("Wenn") for name in named(text, lang=lang))


@pytest.mark.parametrize(
    ("paragraphs", "speaker"),
    [
        (["“It holds,” said Piet van Dongen.", "Van Dongen said: “We sail.”"], "Piet van Dongen"),
        (["“It holds,” Van Dongen said.", "Piet van Dongen left."], "Piet van Dongen"),
        (["“It holds,” said Piet van Dongen.", "“We sail,” said van Dongen."], "Piet van Dongen"),
        (["Carlos dos Anjos came.", "Dos Anjos added: “We sail.”"], "Carlos dos Anjos"),
        (["Nora Dongen came. “We sail,” Van Dongen said."], "Van Dongen"),
        (["Dennis de Wit came with Ada Holm.", "“We sail,” De Wit said."], "Dennis de Wit"),
    ],
)
def test_a_surname_with_its_particle_is_that_of_the_full_name(
    paragraphs: list[str], speaker: str
) -> None:
    assert named(*paragraphs)[-1] == speaker


def test_a_particle_is_no_role() -> None:
    quotes = find_quotes("", [Block("paragraph", "Ada von der Mark came. “So be it,” von der Mark said.")], "en")  # fmt: skip
    assert quotes[0].speaker == Speaker("Ada von der Mark")
