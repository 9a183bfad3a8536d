"""A word that only says when or how opens a sentence in any language, and is nobody."""

from __future__ import annotations

import pytest

from reader.model import Block
from reader.story.quotes import find_quotes

SENTENCES = {
    "de": ["{} sagte Karl Stein, die Boote seien „in einen Hinterhalt geraten“.",
           "{} erklärte der Minister, die Boote seien „in einen Hinterhalt geraten“."],
    "nl": ["{} zei Karel Stein dat de boten „in een hinderlaag waren gelokt”.",
           "{} verklaarde de minister dat de boten „in een hinderlaag waren gelokt”."],
    "sv": ["{} sade Karl Sten att båtarna hade ”lockats in i ett bakhåll”.",
           "{} sade ministern att båtarna hade ”lockats in i ett bakhåll”."],
    "da": ["{} sagde Karl Sten, at bådene var »blevet lokket i et baghold«."],
    "no": ["{} sa Karl Sten at båtene var «blitt lokket inn i et bakhold»."],
    "fr": ["{}, le ministre a déclaré que les bateaux étaient « tombés dans un piège affreux ».",
           "{} Jean Martin a déclaré que les bateaux étaient « tombés dans un piège affreux »."],
    "es": ["{}, el ministro dijo que los barcos habían “caído en una trampa terrible”.",
           "{} Juan Martín dijo que los barcos habían “caído en una trampa terrible”."],
    "it": ["{} il ministro ha detto che le barche erano «cadute in una trappola terribile».",
           "{} Carlo Sassi ha detto che le barche erano «cadute in una trappola terribile»."],
    "pt": ["{}, o ministro disse que os barcos tinham “caído numa armadilha terrível”.",
           "{} João Martins disse que os barcos tinham “caído numa armadilha terrível”."],
    "pl": ["{} minister powiedział, że łodzie „wpadły w straszną pułapkę”.",
           "{} Jan Kowal powiedział, że łodzie „wpadły w straszną pułapkę”."],
    "ru": ["{} министр заявил, что лодки «попали в страшную ловушку».",
           "{} Иван Громов заявил, что лодки «попали в страшную ловушку»."],
    "cs": ["{} ministr řekl, že lodě „upadly do hrozné pasti“.",
           "{} Jan Kovář řekl, že lodě „upadly do hrozné pasti“."],
    "tr": ["{} Ali Demir, teknelerin “korkunç bir tuzağa düştüğünü” söyledi."],
}  # fmt: skip
OPENERS = {
    "de": "andererseits bislang derzeit überdies indes offiziell sinngemäß anfangs demgegenüber",
    "nl": "aanvankelijk daarnaast overigens kennelijk desgevraagd helaas meteen onmiddellijk",
    "sv": "därför samtidigt slutligen däremot inledningsvis självklart förmodligen dessutom",
    "da": "derfor imidlertid endvidere tilsyneladende efterfølgende hidtil formentlig",
    "no": "derfor imidlertid likevel tilsynelatende sannsynligvis hittil etterpå",
    "fr": "auparavant parallèlement récemment dorénavant officiellement aussitôt",
    "es": "asimismo posteriormente previamente entretanto anoche oficialmente",
    "it": "successivamente intanto frattanto precedentemente dunque stamattina",
    "pt": "posteriormente entretanto recentemente todavia aliás oficialmente",
    "pl": "wcześniej tymczasem ponadto następnie oficjalnie niestety wówczas dziś",
    "ru": "ранее впоследствии недавно однако официально накануне сегодня",
    "cs": "dříve mezitím navíc následně oficiálně bohužel dnes",
    "tr": "ayrıca ardından böylece öncelikle nitekim maalesef",
}


@pytest.mark.parametrize("lang", SENTENCES)
def test_an_adverb_that_opens_the_sentence_is_nobody(lang: str) -> None:
    for sentence in SENTENCES[lang]:
        (plain,) = find_quotes("", [Block("paragraph", sentence.format("").lstrip(" ,"))], lang)
        assert plain.speaker is not None
        for word in OPENERS[lang].split():
            text = sentence.format(word.capitalize())
            (quote,) = find_quotes("", [Block("paragraph", text)], lang)
            assert quote.speaker is not None, text
            assert quote.speaker.name.lower() == plain.speaker.name.lower(), text


def test_a_word_for_a_time_alone_leaves_the_sentence_to_whom_it_is_about() -> None:
    text = (
        "Jan Kowal przyszedł wieczorem. Później powiedział, że łodzie „wpadły w straszną pułapkę”."
    )
    (quote,) = find_quotes("", [Block("paragraph", text)], "pl")
    assert quote.speaker is None or "Później" not in quote.speaker.name


@pytest.mark.parametrize(
    ("lang", "sentence", "verbs"),
    [
        ("de", "Karl Stein {}, die Boote seien „in einen Hinterhalt geraten“.",
         "befürchtete schätzte empfahl"),
        ("fr", "Jean Martin {} que les bateaux étaient « tombés dans un piège affreux ».",
         "annonça dénonça reconnut admit écrivit nia promit argua nuança poursuivit jugea"),
        ("es", "Juan Martín {} que los barcos habían “caído en una trampa terrible”.", "alegó"),
        ("it", "Carlo Sassi {} che le barche erano «cadute in una trappola terribile».",
         "riconobbe ammise insistette concluse smentì promise sostenne ripeté rilevò giudicò"),
        ("nl", "Karel Stein {} dat de boten „in een hinderlaag waren gelokt”.",
         "uitte redeneerde maande schatte verdedigde verlangde onthulde verwees beschreef"),
        ("pl", "Jan Kowal {}, że łodzie „wpadły w straszną pułapkę”.",
         "opowiedział nalegał przysiągł przewidział zalecił zażądał"),
        ("ru", "Иван Громов {}, что лодки «попали в страшную ловушку».",
         "счёл отрицал предсказал порекомендовал высказал"),
    ],
)  # fmt: skip
def test_verbs_of_saying_in_the_past(lang: str, sentence: str, verbs: str) -> None:
    for verb in verbs.split():
        (quote,) = find_quotes("", [Block("paragraph", sentence.format(verb))], lang)
        assert quote.speaker is not None, verb
        assert quote.speaker.name == " ".join(sentence.split()[:2]), verb
        assert quote.confidence >= 0.5, verb


TIMES = {
    "de": ["Zwei Tage später", "Anfang März", "Ende 2019", "Vergangene Woche", "Letzten Freitag",
           "Jeden Tag", "Drei Stunden nach dem Unfall", "Per Brief", "Vor Journalisten", "Live im Radio",
           "Gefragt nach den Gründen", "Eine Woche zuvor"],
    "nl": ["Vorige week", "Twee dagen later", "Begin maart", "Eind 2019", "Elke dag", "Vlak voor de start"],
    "sv": ["Förra veckan", "Två dagar senare", "Varje dag", "Trots kritiken", "Strax före starten"],
    "it": ["A Milano", "Su Twitter", "Alla fine del 2019"],
    "pl": ["W Gdańsku", "Po spotkaniu", "W zeszłym tygodniu", "Z kolei", "W trakcie debaty"],
    "ru": ["В Москве", "После встречи", "На прошлой неделе", "В свою очередь", "В ходе дебатов"],
}  # fmt: skip


@pytest.mark.parametrize("lang", TIMES)
def test_a_time_or_place_that_opens_the_sentence_is_nobody(lang: str) -> None:
    for sentence in SENTENCES[lang]:
        (plain,) = find_quotes("", [Block("paragraph", sentence.format("").lstrip())], lang)
        assert plain.speaker is not None
        for words in TIMES[lang]:
            text = sentence.format(words)
            (quote,) = find_quotes("", [Block("paragraph", text)], lang)
            assert quote.speaker is not None, text
            assert quote.speaker.name.lower() == plain.speaker.name.lower(), text


@pytest.mark.parametrize(
    ("lang", "text", "speaker"),
    [
        ("de", "Ein Jahr schwieg er. Ein Winter sagte, die Boote seien „in einen Hinterhalt geraten“.",
         "Ein Winter"),
        ("de", "Michael Ende sagte, die Boote seien „in einen Hinterhalt geraten“.", "Michael Ende"),
        ("de", "Die Woche schrieb, die Boote seien „in einen Hinterhalt geraten“.", "Die Woche"),
        ("it", "Il sindaco di Milano, Carlo Sassi, ha detto che le barche erano «cadute in una trappola».",
         "Carlo Sassi"),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_time_or_place(lang: str, text: str, speaker: str) -> None:
    (quote,) = find_quotes("", [Block("paragraph", text)], lang)
    assert quote.speaker is not None
    assert quote.speaker.name == speaker


@pytest.mark.parametrize(
    "opener",
    "Separately Previously Initially Subsequently Ironically Elsewhere Officially Notably".split(),
)
def test_an_english_adverb_before_a_name_is_no_part_of_it(opener: str) -> None:
    text = f"{opener} Carl Stone said that the boats were “lured into a terrible trap.”"
    (quote,) = find_quotes("", [Block("paragraph", text)], "en")
    assert quote.speaker is not None
    assert quote.speaker.name == "Carl Stone"


@pytest.mark.parametrize("verb", "echoed whined blogged shrugged raved huffed marveled".split())
def test_more_english_verbs_of_saying(verb: str) -> None:
    behind = f"“The boats were lured into a trap,” {verb} Carl Stone. Ann Lee had left."
    before = f"Ann Lee had left. The harbor master {verb} that the boats were “lured into a trap.”"
    for text, name in ((behind, "Carl Stone"), (before, "The harbor master")):
        (quote,) = find_quotes("", [Block("paragraph", text)], "en")
        assert quote.speaker is not None
        assert quote.speaker.name == name
        assert quote.confidence >= 0.5
