"""Languages: their files, and telling one from another."""

from __future__ import annotations

import pytest

from reader.model import Block
from reader.story.quotes import find_quotes
from reader.story.quotes.detect import decide, detect
from reader.story.quotes.language import CODES, language

SAMPLES = {
    "en": "The bridge has been closed since Monday and it is not known when it will open to the public.",
    "de": "Die Brücke ist seit Montag gesperrt und es ist nicht bekannt, wann sie wieder für alle öffnet.",
    "fr": "Le pont est fermé depuis lundi et on ne sait pas quand il sera rouvert pour les habitants.",
    "es": "El puente está cerrado desde el lunes y no se sabe cuándo lo abrirán para los vecinos.",
    "it": "Il ponte è chiuso da lunedì e non si sa quando sarà di nuovo aperto per gli abitanti della zona.",
    "pt": "A ponte está fechada desde segunda e não se sabe quando será aberta para os moradores da zona.",
    "nl": "De brug is sinds maandag dicht en het is niet bekend wanneer die weer voor iedereen open gaat.",
    "ru": "Мост закрыт с понедельника, и неизвестно, когда его снова откроют.",
    "pl": "Most jest zamknięty od poniedziałku i nie wiadomo, kiedy się go otworzy dla mieszkańców.",
    "tr": "Köprü pazartesi gününden beri kapalı ve ne zaman açılacağı çok kişi için de belli değil, ama bu olan bir şey.",
    "ja": "橋は月曜日から閉鎖されており、いつ開通するかは分かっていません。",
    "zh": "大桥自周一起关闭，目前尚不清楚何时重新开放。",
    "sv": "Bron är stängd sedan i måndags och det är inte känt när den öppnar för alla som bor här.",
}


@pytest.mark.parametrize("code", SAMPLES)
def test_a_language_is_told_by_its_words_or_script(code: str) -> None:
    assert detect([SAMPLES[code]]) == code


def test_no_text_counts_as_english() -> None:
    assert detect([]) == detect(["1234"]) == "en"


@pytest.mark.parametrize("code", CODES)
def test_every_language_has_a_file_that_loads_once(code: str) -> None:
    assert language(code) is language(code)
    data = language(code)
    assert data.say or data.cjk_after or data.cjk_before or data.adverbs


def test_a_language_without_a_file_is_empty_and_no_error() -> None:
    assert language("xx").say == frozenset()


def test_regular_english_verbs_are_inflected() -> None:
    data = language("en")
    assert {"replies", "replied", "admitted", "argues"} <= data.say
    assert {"replying", "admitting", "arguing"} <= data.saying


def test_foreign_names_do_not_make_a_short_english_text_foreign() -> None:
    assert (
        detect(["“We go,” Jürgen Böhm said.", "“Até logo,” João Simão of São Paulo said."]) == "en"
    )


SHORT = {
    "en": "“We lost two weeks,” the mayor said.",
    "de": "„Wir prüfen das“, sagte ein Sprecher der Stadt.",
    "fr": "« Personne ne passe », a prévenu la mairie.",
    "es": "«No hay sitio para todos», dijo la alcaldesa.",
    "it": "«Non c’è posto per tutti», ha detto la sindaca.",
    "pt": "“Não há lugar para todos”, disse a autarca.",
    "nl": "“Er is geen plaats voor iedereen”, zegt de burgemeester.",
    "pl": "„Nie ma miejsca dla wszystkich” – powiedział burmistrz.",
    "uk": "«Місця для всіх немає», — сказала міська голова.",
    "ar": "قال الوزير: «لا مكان للجميع».",
}


@pytest.mark.parametrize("code", SHORT)
def test_one_short_sentence_tells_its_language(code: str) -> None:
    assert detect([SHORT[code]]) == code


@pytest.mark.parametrize("code", ["de", "fr", "es", "it", "pt", "nl", "pl", "ru", "ja", "zh"])
def test_an_item_in_another_language_than_its_feed_declares_is_read_in_its_own(code: str) -> None:
    assert decide("en-US", [SAMPLES[code]]) == code
    assert decide("en-US", [SAMPLES["en"]]) == "en"
    assert decide(code, [SAMPLES["en"]]) == "en"


@pytest.mark.parametrize("code", SAMPLES)
def test_what_a_feed_declares_holds_where_the_words_do_not_contradict(code: str) -> None:
    assert decide(code, [SAMPLES[code]]) == code
    if code not in ("ru", "ja", "zh"):
        assert decide(code, ["Ann Lee: “OK.”"]) == code


def test_languages_that_share_a_script_keep_what_their_feed_declares() -> None:
    assert decide("bg", ["„Мостът е затворен“, каза кметът."]) == "bg"
    assert decide("fa", ["پل بسته است"]) == "fa"
    assert decide("nb-NO", ["«Broa er stengt», sier ordføreren."]) == "no"


def test_a_story_of_a_mixed_feed_has_its_speakers() -> None:
    text = "« Le pont est fermé depuis hier et pour longtemps », a prévenu la maire, Nora Blanc."
    quote = find_quotes("", [Block("paragraph", text)], "en")[0]
    assert quote.speaker is not None
    assert quote.speaker.name == "Nora Blanc"


@pytest.mark.parametrize("code", [code for code in SHORT if code != "en"])
def test_one_short_sentence_overrules_a_feed_that_declares_english(code: str) -> None:
    assert decide("en", [SHORT[code]]) == code


@pytest.mark.parametrize(
    "headline",
    [
        "Chancellor faces revolt over ‘tax on grandparents’",
        "Mayor hits back at ‘whingers’ over Christmas tree",
        "“How much?” I asked.",
    ],
)
def test_an_english_headline_is_english(headline: str) -> None:
    assert detect([headline]) == "en"


def test_a_declared_language_that_the_opening_speaks_holds() -> None:
    opening = SAMPLES["en"] + " Norhaven" * 60
    assert decide("en", [opening, SAMPLES["de"] * 9]) == "en"
    assert decide("en", ["Norhaven " * 60, SAMPLES["de"] * 9]) == "de"


@pytest.mark.parametrize("declared", ["und", "mul", "zxx", "x-default", "xx", "", " de-AT", "*"])
def test_what_names_no_language_is_none(declared: str) -> None:
    assert decide(declared, [SAMPLES["de"]]) == "de"


@pytest.mark.parametrize("declared", ["fi", "hu-HU", "ro"])
def test_english_under_the_name_of_a_language_that_nothing_reads(declared: str) -> None:
    assert decide(declared, [SAMPLES["en"]]) == "en"


@pytest.mark.parametrize(
    ("declared", "text"),
    [
        ("fi", "Silta on ollut suljettuna maanantaista, eikä kukaan tiedä, milloin se avataan."),
        ("ro", "Podul este închis de luni și nu se știe când va fi redeschis pentru locuitori."),
        (
            "ca",
            "El pont és tancat des de dilluns i no se sap quan el tornaran a obrir per als veïns.",
        ),
        ("id", "Jembatan itu ditutup sejak Senin dan belum diketahui kapan akan dibuka di sana."),
        (
            "af",
            "Die brug is sedert Maandag gesluit en dit is nie bekend wanneer dit weer oopgaan nie.",
        ),
    ],
)
def test_such_a_language_keeps_its_name(declared: str, text: str) -> None:
    assert decide(declared, [text]) == declared
