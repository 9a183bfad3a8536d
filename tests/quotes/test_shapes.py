"""Who is named for shapes of sentences that the gold stories have once or not at all."""

from __future__ import annotations

import pytest

from reader.model import LIKELY_SPEAKER, Block
from reader.story.quotes import find_quotes


def speakers(lang: str | None, *paragraphs: str, headline: str = "") -> list[str | None]:
    """The speakers shown for the quotations of the story, in order."""
    quotes = find_quotes(headline, [Block("paragraph", text) for text in paragraphs], lang)
    return [
        quote.speaker.name if quote.speaker and quote.confidence >= LIKELY_SPEAKER else None
        for quote in quotes
    ]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("The pair left with what police called “a remarkable amount of soup.”", "police"),
        (
            "It was a defeat that Ann Lee, the senator who wrote the bill, called “a gift to all.”",
            "Ann Lee",
        ),
        (
            "The case ended in a ruling that Ann Lee, writing for the court, called “a long walk.”",
            "Ann Lee",
        ),
        (
            "Among those who stayed was Ann Lee, 91, who said she had seen “far worse than this.”",
            "Ann Lee",
        ),
        (
            "Asked if she would resign over it, the minister, Ann Lee, replied: “I would not.”",
            "Ann Lee",
        ),
        ("At one point, Ann Lee says, Bob Roe turned and whispered: “Where are we?”", "Bob Roe"),
        (
            "A man accused of stealing a bell had asked whether bronze was “the brown one”.",
            "A man",
        ),
        (
            "Shares fell after the company cut its outlook, citing “a market without houses.”",
            "the company",
        ),
        (
            "Lawmakers grilled him, with one, Rep. Ann Lee of Ohio, telling him it was “a long no.”",
            "Ann Lee",
        ),
    ],
)
def test_an_english_sentence_names_its_speaker(sentence: str, name: str) -> None:
    assert speakers("en", sentence) == [name]


@pytest.mark.parametrize(
    ("lang", "sentence", "name"),
    [
        ("es", "La respuesta de Ana Lis: «No nos vamos a ir de aquí».", "Ana Lis"),
        ("es", "Nadie opina lo mismo: «Esto aguanta», ironiza el sargento Pau Ribes.", "Pau Ribes"),
        ("it", "Dura la replica del segretario, Ugo Lis: «Parte, ma senza di noi».", "Ugo Lis"),
        ("fr", "Avant d’ajouter : « Nous ne partirons pas d’ici. »", None),
        ("fr", "L’idée est venue à tous « en regardant une vache ».", None),
        ("de", "Ihr Film erzählt, so Ines Moor, „vom Warten als Beruf“.", "Ines Moor"),
        (
            "de",
            "Er hat eine Ruhe, die die Jury als „fast schon unverschämt“ lobte.",
            "die Jury",
        ),
        ("de", "Den Plan lobte im Landtag Ines Moor, „weil er Mut macht“.", None),
        ("pt", "O juiz Rui Lis diz que alertou a cidade. “Mandei o laudo”, ironizou.", "Rui Lis"),
        ("ru", "«Снега не будет», — сказал РИА синоптик Павел Дрозд.", "Павел Дрозд"),
        ("ja", "村井監督によると、石田選手は前夜「どうしても眠れない」と話した。", "石田選手"),
        ("zh", "有关部门在通报中称，“积水才是真正的考验”。", "有关部门"),
        ("no", "Samferdselsminister Ola Viken mener det er «urimelig og utidig».", "Ola Viken"),
    ],
)
def test_a_sentence_of_another_language_names_its_speaker_or_nobody(
    lang: str, sentence: str, name: str | None
) -> None:
    assert speakers(lang, sentence) == [name]


def test_a_long_role_of_several_parts_is_whole() -> None:
    text = "Der Gesundheits-, Sozial- und Bildungsdirektor Pierre Alain sagte: „Wir warten.“"
    (quote,) = find_quotes("", [Block("paragraph", text)], "de")
    assert quote.speaker is not None
    assert quote.speaker.name == "Pierre Alain"


def test_what_it_said_is_what_the_report_said() -> None:
    paragraphs = (
        "The report was released on Monday. “Nobody was told,” it says.",
        "“Nobody asked,” it added.",
    )
    assert speakers("en", *paragraphs) == ["the report", "the report"]


def test_it_that_nothing_explains_stays_a_doubtful_it() -> None:
    (quote,) = find_quotes("", [Block("paragraph", "“Nobody was told,” it says.")], "en")
    assert quote.speaker is not None
    assert quote.speaker.name == "it"
    assert quote.confidence < 0.75


def test_two_who_speak_in_turn_go_on_in_turn() -> None:
    turns = (
        "“You knew,” said Tom Reeve.",
        "“I did not,” said Hilary Nash.",
        "“You signed it.”",
        "“I signed nothing.”",
    )
    assert speakers("en", *turns) == ["Tom Reeve", "Hilary Nash", "Tom Reeve", "Hilary Nash"]


def test_nobody_is_named_for_a_turn_that_the_next_one_contradicts() -> None:
    turns = (
        "“You knew,” said Tom Reeve.",
        "“I did not,” said Hilary Nash.",
        "“You signed it.”",
        "“Read it,” said Tom Reeve.",
    )
    assert speakers("en", *turns)[2] is None


def test_nobody_is_named_for_a_question_behind_a_short_answer() -> None:
    assert speakers("en", "“Home,” Mr. Lowe says.", "“All night?”") == ["Mr. Lowe", None]


def test_he_is_whom_a_transcript_names_by_his_surname() -> None:
    paragraphs = ("MR. WELLER: “He has read it.”", "Weller was pressed. “Ask them,” he said.")
    assert speakers("en", *paragraphs)[1] == "Weller"


def test_his_mother_is_she_without_a_name() -> None:
    paragraphs = (
        "Police Chief Wanda Greer said officers came.",
        "Boone’s mother, reached by phone, wept. “He was a sweet boy,” she said.",
    )
    assert speakers("en", *paragraphs) == ["Boone’s mother"]


def test_a_headline_of_an_interview_names_who_is_asked() -> None:
    headline = "‘I never learned to swim’: Ingrid Solheim on forty years of lighthouses"
    assert speakers("en", "Ingrid Solheim wrote a book.", headline=headline) == ["Ingrid Solheim"]


def test_a_headline_that_names_a_topic_names_nobody() -> None:
    headline = "Council meeting live: ‘Somebody in this room moved the bins’"
    assert speakers("en", "The mayor opened the meeting.", headline=headline) == [None]


def test_a_quotation_without_closing_mark_ends_before_who_says_it() -> None:
    paragraphs = ('"We are closed, the sign said. Nobody came.', '"So be it," Ann Lee said.')
    quotes = find_quotes("", [Block("paragraph", text) for text in paragraphs], "en")
    assert [quote.text for quote in quotes] == ["We are closed,", "So be it,"]


@pytest.mark.parametrize("goes", ["as the saying goes", "as the old adage goes"])
def test_nobody_is_named_for_a_saying(goes: str) -> None:
    text = f"Ann Lee smiled. “A stitch in time saves nine,” {goes}, and the council agreed."
    assert speakers("en", text) == [None]


@pytest.mark.parametrize(
    "text",
    [
        "Ministerul a anunțat că „nu va fi nicio schimbare în acest an”, a declarat Ion Pop.",
        "Az önkormányzat szerint „nincs ok az aggodalomra”, mondta Kiss Péter polgármester.",
        "Bộ trưởng nói: “Chúng tôi không thể chờ đợi.” Ông ấy cho biết thêm vào tuần tới.",
        "장관은 “우리는 기다릴 수 없다”고 말했다. 김 대변인은 “내일 발표하겠다”고 밝혔다.",
    ],
)
def test_a_page_said_to_be_english_in_a_language_nobody_reads_names_no_junk(text: str) -> None:
    assert set(speakers("en", text)) == {None}


def test_a_name_before_a_colon_speaks_in_any_language() -> None:
    text = "Η δήμαρχος της Αστυπάλαιας: «Περιμένουμε φάρμακα εδώ και τρεις μέρες.»"
    assert speakers("el", text) == ["Η δήμαρχος της Αστυπάλαιας"]


@pytest.mark.parametrize(
    ("lang", "first", "second", "name"),
    [
        ("en", "D’Andre Pope laughed.", "“I had to,” the point guard said.", "D’Andre Pope"),
        (
            "fr",
            "Solène Arbogast est là.",
            "« Je broute », répond la romancière.",
            "Solène Arbogast",
        ),
        ("de", "Jannis Koch ist da.", "„Ich warte“, verrät der Schauspieler.", "Jannis Koch"),
    ],
)
def test_what_somebody_is_stands_for_the_only_name_nearby(
    lang: str, first: str, second: str, name: str
) -> None:
    assert speakers(lang, first, second) == [name]
    assert speakers(lang, f"{first} {second}") == [name]
