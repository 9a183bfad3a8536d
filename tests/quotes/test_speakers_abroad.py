"""Whom other languages than English mean by a pronoun, a dropped subject, an office or a trade."""

from __future__ import annotations

import pytest

from reader.model import LIKELY_SPEAKER, Block
from reader.story.quotes import find_quotes

BROUGHT_IN = [
    ("fr", "Une voisine est sous le choc. « On n’a rien vu venir », dit-elle.", "une voisine"),
    (
        "fr",
        "Paul Morin est jugé depuis lundi. La mère de la victime pleure. « Je veux comprendre »,"
        " dit-elle.",
        "la mère de la victime",
    ),
    (
        "nl",
        "Het proces tegen Jan Smit is begonnen. De moeder van het slachtoffer huilde. „Jij hebt"
        " mijn leven afgepakt”, zei ze.",
        "de moeder van het slachtoffer",
    ),
    (
        "de",
        "Jan Schmidt steht vor Gericht. Die Mutter des Opfers weinte. „Ich will es verstehen“,"
        " sagte sie.",
        "die Mutter des Opfers",
    ),
    (
        "es",
        "Juan Pérez declaró el lunes. La madre de la víctima lloraba. «Quiero entenderlo», añadió"
        " ella.",
        "la madre de la víctima",
    ),
    (
        "es",
        "Juan Pérez declaró el lunes. La madre de la víctima lloraba. «Quiero entenderlo», dijo.",
        "La madre de la víctima",
    ),
    (
        "ru",
        "Иван Петров не пришёл. Мать погибшего плакала. «Я хочу понять», — сказала она.",
        "мать погибшего",
    ),
]
MEANT = [
    (
        "es",
        "La ministra de Vivienda, Lourdes Arrieta, defendió la ley. “Es buena”, dijo.\n\nEl portavoz"
        " Ginés Caballero la rechazó. “No vale”, replicó.\n\nPreguntada por las quejas, la titular"
        " de Vivienda restó importancia a todo: “Hablamos todos los días con ellos”.",
        "Lourdes Arrieta",
    ),
    (
        "tr",
        "Oyuncu Pelin Aksu sahneye döndü.\n\nYönetmen Levent Karahan, “Onu ağlarken gördüm” diye"
        " anlatıyor. Ünlü oyuncu ise o günü “Kendime ağladım, çok ağladım” sözleriyle hatırlıyor.",
        "Pelin Aksu",
    ),
    ("es", "Jon Olabarri lo admitió. «Hay que ganar», insistió el de Azpeitia.", "Jon Olabarri"),
    (
        "ru",
        "«Это не прихоть». Голос Романа Касторова не дрожит. «Это вопрос жизни», — настаивает"
        " пчеловод.",
        "Роман Касторов",
    ),
    (
        "pl",
        "„To nie kaprys”. Głos Rafała Kastora nie drży. „To kwestia życia” – podkreśla pszczelarz.",
        "Rafał Kastor",
    ),
    (
        "de",
        "Oberstaatsanwalt Bernd Loosen war zufrieden. Zuletzt hatte der Angeklagte gesagt: „Ich war"
        " es nicht.“",
        "der Angeklagte",
    ),
    (
        "it",
        "Teresa Galli era in aula. Incalzata da Corrado Vissi, la donna ha ammesso: «Ero stanca e"
        " mi sono addormentata».",
        "Teresa Galli",
    ),
]

VIEWS = [
    (
        "es",
        "Habló ayer Juan Pérez. A su juicio, la norma es «un brindis al sol de los ricos».",
        "Pérez",
    ),
    (
        "it",
        "Ieri Mario Rossi. A suo dire, la sanzione è «del tutto sproporzionata e ingiusta».",
        "Rossi",
    ),
    (
        "pt",
        "O deputado João Silva falou. Na sua opinião, a lei é «um brinde ao sol dos ricos».",
        "Silva",
    ),
    ("fr", "Paul Morin a parlé. À ses yeux, Ottawa « rit du monde depuis vingt ans ».", "Morin"),
    ("de", "Jan Schmidt sprach. Seiner Meinung nach ist es „ein Schlag ins Gesicht“.", "Schmidt"),
    (
        "pl",
        "Jan Nowak milczał. Jego zdaniem protesty to „histeria kilku emerytek w parku”.",
        "Nowak",
    ),
    ("pl", "Mówił o tym Jan Nowak. Zdaniem Nowaka to „zły pomysł i strata czasu”.", "Jan Nowak"),
    (
        "pl",
        "Mówiła Anna Kowalska. Zdaniem Kowalskiej to „zły pomysł i strata czasu”.",
        "Anna Kowalska",
    ),
    (
        "ru",
        "Выступил Игорь Громов. По словам Громова, мост «обеспечен на много лет».",
        "Игорь Громов",
    ),
]
CLAUSES = [
    (
        "fr",
        "Paul Morin est venu. « Oui, a-t-il ricané, demain nous partirons tous. »",
        "Paul Morin",
    ),
    ("it", "“Aspettiamo le perizie”, si è limitato a dire Vissio.", "Vissio"),
    ("es", "“Esperamos los informes”, se limitó a decir Vissio.", "Vissio"),
    ("it", "“Mio fratello era con me”. Così in aula Teresa Galli, la sorella.", "Teresa Galli"),
    ("pt", "“Cada exceção é um buraco”, reclamou, sob reserva, um auxiliar.", "um auxiliar"),
    (
        "pl",
        "„Nie szukam alibi” – powiedział po porażce z Odrą (0:2) trener Mateusz Jopek.",
        "Mateusz Jopek",
    ),
    (
        "pt",
        "O treinador Marcelo Veiga reclamou do gramado:\n\n— Isso aqui é um pasto, não um campo.",
        "Marcelo Veiga",
    ),
    ("tr", "Son savunmasında “Pişmanım, çok pişmanım” diyen sanık, af diledi.", "sanık"),
    ("tr", "“Kızım geri gelmeyecek” diyen Sultan Koç, karara sevindi.", "Sultan Koç"),
]
JUST_NAMED = [
    (
        "es",
        "El juez Federico Anchorena procesó a Raúl Baigorria. “Se enriqueció”, escribió. Raúl"
        " Baigorria se defendió ayer. “Es una persecución”, dijo el acusado.",
        "Raúl Baigorria",
    ),
    (
        "ru",
        "К Клавдии Седых приезжает на снегоходе фельдшер Рустам Гареев. «Бабушка крепче нас с вами»,"
        " — смеется медик.",
        "Рустам Гареев",
    ),
    (
        "nl",
        "Trainer Edwin Plantinga baalde. Doelpuntenmaker Kees Sok keek er anders naar. ‘We kunnen"
        " voetballen’, vond de spits.",
        "Kees Sok",
    ),
    (
        "zh",
        "新华社东京4月2日电（记者郭丹）气象厅官员高桥健2日说，地震“不排除引发海啸”。"
        "他呼吁居民“远离海岸地区”。",
        "高桥健",
    ),
]
JAPANESE = [
    (
        "米国のダニエル・ハワード国務長官は「扉は開いている」と述べた。"
        "ハワード氏は「圧力も続ける」と付け加えた。",
        "ダニエル・ハワード",
    ),
    ("韓国の趙明熙外相が訪米した。趙氏は「結束が重要だ」と応じた。", "趙明熙"),
    ("西脇京子被告の公判があった。被告は「生活が苦しかった」と認めた。", "西脇京子"),
    (
        "村瀬里美氏は「改革は遅れた」とみる。同氏によると、競合は「すでに次の段階に入っている」という。",
        "村瀬里美氏",
    ),
    (
        "店主の松谷誠さん(72)が店を閉めた。"
        "シャッターを下ろした松谷さんは「明日から何をしようか」とつぶやいた。",
        "松谷誠",
    ),
    ("専門家の間では「膠着状態が続く」との見方が多い。", "専門家"),
]


def last_speaker(lang: str, text: str) -> str | None:
    """The speaker of the last quotation of ``text`` as the pane shows it."""
    blocks = [Block("paragraph", part) for part in text.split("\n\n")]
    quote = find_quotes("", blocks, lang)[-1]
    return quote.speaker.name if quote.speaker and quote.confidence >= LIKELY_SPEAKER else None


@pytest.mark.parametrize(("lang", "text", "speaker"), BROUGHT_IN)
def test_a_pronoun_may_mean_somebody_without_a_name(lang: str, text: str, speaker: str) -> None:
    assert last_speaker(lang, text) == speaker


@pytest.mark.parametrize(("lang", "text", "speaker"), MEANT)
def test_an_office_or_a_trade_means_who_is_called_so(lang: str, text: str, speaker: str) -> None:
    assert last_speaker(lang, text) == speaker


@pytest.mark.parametrize(("text", "speaker"), JAPANESE)
def test_a_japanese_surname_or_office_means_the_full_name(text: str, speaker: str) -> None:
    assert last_speaker("ja", text) == speaker


@pytest.mark.parametrize(("lang", "text", "speaker"), VIEWS)
def test_a_view_is_its_owners(lang: str, text: str, speaker: str) -> None:
    assert str(last_speaker(lang, text)).endswith(speaker)


@pytest.mark.parametrize(("lang", "text", "speaker"), CLAUSES)
def test_who_says_it_is_told_in_a_clause_of_many_words(lang: str, text: str, speaker: str) -> None:
    assert last_speaker(lang, text) == speaker


@pytest.mark.parametrize(("lang", "text", "speaker"), JUST_NAMED)
def test_words_for_somebody_mean_whom_the_last_sentence_named(
    lang: str, text: str, speaker: str
) -> None:
    assert str(last_speaker(lang, text)).endswith(speaker)


def test_a_speech_of_the_north_ends_with_who_speaks_unless_a_dash_follows() -> None:
    text = "– Det här är en skandal, sade Karl Lind. {}Någon måste avgå."
    for dash, said in (("– ", "Någon måste avgå."), ("", "Det här är en skandal,")):
        quotes = find_quotes("", [Block("paragraph", text.format(dash))], "sv")
        assert quotes[-1].text == said


def test_a_czech_surname_in_another_case_is_the_same_person() -> None:
    text = "„Plán není,“ řekla Jana Malá. Podle Malé je to „velmi vážné pro všechny“."
    assert last_speaker("cs", text) == "Jana Malá"
