"""Who is meant, outside English, by what somebody is, by a verb without a subject, and by names that
nothing parts from the words around them."""

from __future__ import annotations

import pytest

from reader.model import LIKELY_SPEAKER, Block
from reader.story.quotes import find_quotes

Named = list[str | None]


def named(lang: str, *paragraphs: str) -> Named:
    quotes = find_quotes("", [Block("paragraph", text) for text in paragraphs], lang)
    return [
        quote.speaker.name if quote.speaker and quote.confidence >= LIKELY_SPEAKER else None
        for quote in quotes
    ]


@pytest.mark.parametrize(
    ("lang", "text", "name"),
    [
        (
            "es",
            "Claudio Lis no huyó. “Perdí yo y nadie más”, dijo el técnico del Rayo.",
            "Claudio Lis",
        ),
        (
            "fr",
            "Karim Lis est là. « Le pain attendra demain », a dit le gérant de la boutique.",
            "Karim Lis",
        ),
        (
            "de",
            "Nils Moor lachte. „Ich spüre nichts mehr“, rief der Kreisläufer des TSV Holm.",
            "Nils Moor",
        ),
        (
            "it",
            "Kwame Lis esulta. «Volevo solo crossare la palla», ammette il ghanese.",
            "Kwame Lis",
        ),
        (
            "pt",
            "Rui Lis falou. «Quem não corre fica em casa», avisou o antigo treinador.",
            "Rui Lis",
        ),
        (
            "nl",
            "Stef Lis won. ‘Ik zag de streep pas laat’, zei de renner van Vlaanderen.",
            "Stef Lis",
        ),
        ("pl", "Jan Lis wstał. „Rzeka wstaje bardzo wcześnie” – tłumaczy flisak.", "Jan Lis"),
        ("tr", "Onur Lis sustu. “Annem de evde izledi” dedi 19 yaşındaki futbolcu.", "Onur Lis"),
    ],
)
def test_what_somebody_is_means_the_one_just_named(lang: str, text: str, name: str) -> None:
    assert named(lang, text) == [name]


@pytest.mark.parametrize(
    ("lang", "text", "name"),
    [
        (
            "fr",
            "Anne Lis parle. « On fait ce qu’on peut », ajoute cette mère de trois enfants.",
            "Anne Lis",
        ),
        (
            "ru",
            "Говорит Максим Дробот. «Я думал, что рельсы для красоты», — признался студент Егор.",
            "студент Егор",
        ),
    ],
)
def test_this_mother_is_who_just_spoke_and_a_student_with_a_name_is_not(
    lang: str, text: str, name: str
) -> None:
    assert named(lang, text) == [name]


def test_where_the_one_just_named_is_a_man_she_is_whom_the_story_is_about() -> None:
    assert named(
        "es",
        "Berta Lis calla. Berta Lis sonríe.",
        "Habla Ana, su hermana, y Berta Lis escucha.",
        "Su editor, Ramón Gil, la acompaña.",
        "La novelista zanja: «Tengo un perro y con eso me basta».",
    ) == ["Berta Lis"]


def test_the_coach_of_the_others_is_somebody_else() -> None:
    text = "O capitão, Rui Lis, sorriu. Já o técnico adversário falou numa vitória «sem grandes espinhas»."
    assert named("pt", text) != ["Rui Lis"]


def test_what_somebody_is_means_nobody_of_the_same_sentence() -> None:
    text = "Başkan Gülsüm Lis’in “Neden attınız?” sorusuna futbolcu, “Müdür bey öyle istedi” dedi."
    assert named("tr", text)[-1] != "Gülsüm Lis"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        (
            "es",
            "Ana Lis tiene 73 años. Aprendió el oficio de su suegro. «Yo solo cosía cuerdas viejas», recuerda.",
        ),
        (
            "it",
            "Ana Lis non si ferma. Le offerte? Rifiutate tutte. «Volevano vestirmi da ape», dice.",
        ),
        ("pt", "Ana Lis sorri. Aprendeu tudo com o pai. «Só dizia palavrões em alemão», conta."),
    ],
)
def test_a_verb_without_a_subject_means_the_one_just_named(lang: str, text: str) -> None:
    assert named(lang, text) == ["Ana Lis"]


def test_on_is_nobody() -> None:
    text = "La piste criminelle n’est « pas privilégiée à ce stade », indique-t-on de source policière."
    assert named("fr", text) == [None]


def test_who_is_named_inside_the_marks_may_be_meant_later() -> None:
    text = "« Oui, a dit le patron, Luc Martel, 58 ans. Demain. » Il se dit « prêt à tout recommencer »."
    assert named("fr", text)[0] == "Luc Martel"


def test_an_office_of_the_same_firm_is_whom_the_story_has_named() -> None:
    assert (
        named(
            "ja",
            "会見した冨樫浩一社長は「まだ五合目だ」と述べた。同社長は「影響はゼロではない」と話した。",
        )[-1]
        == "冨樫浩一"
    )


def test_a_defendant_has_the_full_name() -> None:
    assert named(
        "ja",
        "会社員、沢井俊介被告（４６）の公判が開かれた。沢井被告は「一生をかけて償いたい」と述べた。",
    ) == ["沢井俊介"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("村民王德顺抱着一只母鸡坐着。“房子没了可以再盖，人在就好。”他告诉记者。", "王德顺"),
        ("“放在鞋盒里，谁会这样做呢？”被告人刘桂芬低着头说。", "被告人刘桂芬"),
        ("分析师杜宇在研报中写道，行业“正在慢慢回归理性”。", "分析师杜宇"),
    ],
)
def test_chinese_names_end_where_they_end(text: str, name: str) -> None:
    assert named("zh", text) == [name]
