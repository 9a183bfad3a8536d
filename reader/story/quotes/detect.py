"""Which language a story is in: by its script, then by its commonest words and letters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from operator import itemgetter
from typing import Final

from reader.patterns import later
from reader.text import lower, lower_bytes

_WORD: Final = re.compile(r"[^\W\d_]+")
_PLAIN: Final = re.compile("[ -~\u2010-\u2027]*+")
_PLAIN_WORD: Final = re.compile("[a-z]+")
"""What :data:`_WORD` finds in small letters of ASCII with any typographic marks, three times as
quickly."""
_ONLY_LETTERS: Final = bytes(c if chr(c).islower() and c < 128 else 32 for c in range(256))
"""For ``bytes.translate``: a blank for all that is no small letter of ASCII."""
_OTHER_SCRIPT: Final = later("[\u0400-\u04ff\u0600-\u06ff\u3040-\u30ff\u4e00-\u9fff]")
_SAMPLE: Final = 1500
"""Characters of a story that are looked at."""
_OPENING: Final = 600
"""Characters that tell English in most stories of it."""
_SCRIPT: Final = 600
"""Characters whose script is looked at."""
_SURE: Final = 4.0
"""The least score with which another language than the declared one is believed."""
_AHEAD: Final = 2.5
"""How many times the score of the declared language it must have."""
_LEAST: Final = 2.0
_FAR_AHEAD: Final = 4.0
_CLEAR: Final = 1.3
"""The same of a headline or a sentence, which have few words: less, but next to nothing for the
declared language, and more than for any other, since most languages are none of those here."""
_CLEARLY: Final = 2.4
"""A little less than that: sums of fractions are not exact."""
_LESS: Final = 0.99
_FOREIGN: Final = frozenset("ășțőűđơư")
"""Letters of languages that nothing here reads (Romanian, Hungarian, Vietnamese)."""
_FIRST: Final = itemgetter(0)
_SECOND: Final = itemgetter(1)
_ALONE: Final = 1.5
"""What a word counts that one language alone has; one of n languages counts 1/n, and a third of it
when it is a single letter."""

_COMMON: Final = {
    "en": "the of and to in that is was for it with as his on by at he from are have said not be this but they we you were who will would has had their been which she her what there about after says told up out into could more when than did its how my your asked over",
    "de": "der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es sie er wird war hat dass bei aus nach wir ich um einen einer noch nur wie über so sagte vor zum zur man aber sind haben werden kein keine schon wurde worden seine ihre habe sei mehr nichts wenn weil dann doch unter seit gegen müssen können damit zwei jahren",
    "fr": "le la les de des et un une en que qui dans pour pas sur au plus par est il ne se du ce cette sont nous vous je on avec mais ont été aux selon elle son sa ses était très tout comme leur dit ai déclaré qu personne demain avait fait cela aussi chez après avant deux même toute tous sans entre depuis encore plusieurs ans gouvernement jour leurs toutefois",
    "es": "el la los de que y en un una del las por con no su para es al lo como más se ha dijo según sin sobre pero esta este hay son fue ya muy están sus está hemos nos qué ni cuando eso desde todo dice mientras porque hasta donde quien cada vez hace también nada ella ellos nuestra nuestro hacia años ser así tiene hubo cuenta llega pide ciudad gobierno mañana",
    "it": "il di che la e un una per in del della non sono le con si da gli dei nel è ha al ho lo detto alla dal dalla più anche i ci mi ma come questo questa nella sui sulla delle ai noi lui lei così hanno abbiamo stato tra su perché chi nessun nessuna nuovo nuova governo dopo prima ancora ogni dalle dagli degli dello nello proprio molto tutti tutta suo sua loro quando senza essere anni",
    "pt": "o de que e do da em um uma para com não os as no na por dos se foi mais ao é disse pela pelo das à eu são como mas está ele ela seu sua isso este esta nos ser muito já também tem há temos nunca vai afirmou declarou ninguém duas depois antes ainda todos cada sem quando até diz governo anos pelas foram essa seus suas outra outro mesmo porque onde segundo nesta neste",
    "nl": "de het een van en in is dat op te zijn voor met niet die er aan om ook als hij zegt ze we zij wij maar naar door bij nog werd wordt worden heeft hebben uit dit nu zei aldus ik was geen meer zo wat weer over kan volgens onze jaar deze dan toch heel veel moet kunnen haar hem onder tegen tussen twee daar waar weten gaat",
    "pl": "w i na z się nie do to że jest o jak po za od przez dla tym są ale który oraz nad pod przed we ze tak już jego jej tego co był była być czy też będzie może tylko jednak bardzo kiedy została został lat które którzy roku nas mnie ich",
    "tr": "ve bir bu da de için ile çok olarak daha gibi olan ne kadar sonra dedi ama o var diye söyledi bunu ise göre hiç şöyle ben biz değil en yok oldu olduğunu olduğu ancak olması kendi şu bizim sizin gün yıl yeni ettiği eden edildi etti yapılan konuşan açıklama başkanı bakanı",
    "sv": "och det att som en på är av för med den till inte har ett om jag vi var sade men så han hon från säger kan de nu ska också",
    "da": "og det at som en på er af for med den til ikke har et om jeg vi var siger men så han hun fra kan de nu skal også blev efter være",
    "no": "og det at som en på er av for med den til ikke har et om jeg vi var sier men så han hun fra kan de nå skal også ble etter være",
    "cs": "se na je že ve jsem po pro za jak ale by jako si tak který od už jsou byl při podle není jeho může jen nebo řekl však která které",
}  # fmt: skip
"""The commonest words of each language, as in any count of running text."""
_PAIRS: Final = {
    "de": "ung sch cht ich", "fr": "eau aux tion eux", "es": "ción ñ ñ ado", "it": "zion gli ett ità",
    "pt": "ção nh lh ões", "nl": "ij ij aa oe", "pl": "sz cz rz prz",
    "tr": "lar ler yor ğı", "cs": "ř ě ů ní", "en": "th th ing wh",
}  # fmt: skip
"""Runs of letters that are commoner in a language than in its neighbours."""
_LETTERS: Final = {
    "de": "ßßäöü", "es": "ññ¿¿¡¡áíóú", "pt": "ããõõçáíóú", "fr": "êêîîûûœçèé", "it": "ììòòèàù",
    "pl": "łłąęśśżźćń", "tr": "ğğşşııöüç", "sv": "ååäö", "da": "æøå", "no": "æøå", "cs": "řřěěůů",
}  # fmt: skip
"""Letters that speak for a language, twice where it has them nearly alone."""
_MANY: Final = 8.0
"""A score of common words that needs no letters beside it."""
_LETTERS_COUNT: Final = 4
"""How much the letters count for a language at most."""
_WEIGHT: Final[dict[str, list[tuple[str, float]]]] = {}
for _code, _words in _COMMON.items():
    for _word in _words.split():
        _WEIGHT.setdefault(_word, []).append((_code, 0.0))
for _word, _codes in _WEIGHT.items():
    _share = (_ALONE if len(_codes) == 1 else 1 / len(_codes)) / (1 if len(_word) > 1 else 3)
    _WEIGHT[_word] = [(code, _share) for code, _ in _codes]


def detect(texts: Iterable[str]) -> str:
    """The language most likely used in ``texts``: by script, then by its commonest words.

    Looks at the first 1,500 characters at most; ``en`` when nothing speaks for another.
    """
    text = _sample(texts)
    for enough in (_OPENING, _SAMPLE):
        if _speaks_plainly(lower_bytes(text[:enough]), "en", others_at_most=_LESS):
            return "en"
    sample = lower(text)
    script = _script(sample)
    if script:
        return script
    scores = _scores(text, sample)
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] > scores["en"] else "en"


def decide(declared: str | None, texts: Iterable[str]) -> str:
    """The language of ``texts``, of which a feed or page says ``declared`` (``en``, ``de-AT``).

    Feeds of many languages declare one: what the words say plainly counts for more than that.
    """
    if not declared or _UNSAID.match(declared.strip().lower()):
        return detect(texts)
    code = declared.strip().lower()[:2]
    code = _SAME.get(code, code)
    text = _sample(texts)
    if _speaks_plainly(lower_bytes(text[:_OPENING]), code, others_at_most=_LESS):
        return code  # as most stories do
    small = lower_bytes(text)
    if _speaks_plainly(small, code, others_at_most=_CLEARLY):
        return code
    sample = lower(text) if small is None else small.decode()
    script = _script(sample)
    if script:
        near = code in _SCRIPTS.get(script, ())
        return code if near else script
    if code not in _COMMON:
        latin = next((char for char in text if char.isalpha()), "") < "\u0370"
        if code in _OF_SCRIPTS and latin:
            return detect([text])
        # A page in a language that nothing here reads may stand in its template's name.
        return "en" if _is_english(text, sample) else code
    scores = _scores(text, sample)
    best = max(scores, key=lambda each: scores[each])
    plain = scores[best] >= _SURE and scores[best] > _AHEAD * scores[code]
    if not plain and scores[best] >= _LEAST and _FOREIGN.isdisjoint(sample):
        others = max(score for each, score in scores.items() if each != best)
        plain = scores[best] > max(_FAR_AHEAD * scores[code], _CLEAR * others)
    return best if plain else code


def _is_english(text: str, sample: str) -> bool:
    """Whether ``text``, which is ``sample`` in small letters, is English far rather than any other
    language."""
    scores = _scores(text, sample)
    own = scores.pop("en")
    return own >= _MANY and own > _AHEAD * max(scores.values())


_UNSAID: Final = re.compile("(?:und|mul|mis|zxx|xx|x|i)(?:[-_]|$)|[^a-z]|$")
"""What is declared and names no language."""
_SAME: Final = {"nb": "no", "nn": "no", "zt": "zh"}
_SCRIPTS: Final = {"ru": ("ru", "uk", "be", "bg", "sr", "mk", "kk"), "ar": ("ar", "fa", "ur")}
"""Languages that share a script with the one it is taken for."""
_OF_SCRIPTS: Final = frozenset(["ru", "uk", "be", "bg", "ja", "zh", "ar", "fa", "ur"])


def _sample(texts: Iterable[str]) -> str:
    parts: list[str] = []
    size = 0
    for text in texts:
        parts.append(text[:_SAMPLE])
        size += len(text)
        if size > _SAMPLE:
            break
    return " ".join(parts)[:_SAMPLE]


def _speaks_plainly(sample: bytes | None, code: str, *, others_at_most: float) -> bool:
    """Whether the commonest words alone tell that ``sample`` (:func:`reader.text.lower_bytes`) is
    ``code``: they count enough for it, and for all other languages together less than
    ``others_at_most`` of that.  Said of ASCII with typographic marks only."""
    if sample is None or code not in _COMMON or b"\n" in sample:
        return False
    shares = _shares_for(code)
    # What _PLAIN_WORD would find, in a ninth of the time.
    letters = sample.translate(_ONLY_LETTERS)
    found = list(filter(None, map(shares.get, letters.split())))
    own: float = sum(map(_FIRST, found))
    others: float = sum(map(_SECOND, found))
    return own >= _MANY and others < others_at_most * own


@cache
def _shares_for(code: str) -> dict[bytes, tuple[float, float]]:
    """What each common word (in UTF-8) counts for ``code``, and what it counts at most for another
    language."""
    return {
        word.encode(): (
            sum(share for each, share in shares if each == code),
            max((share for each, share in shares if each != code), default=0.0),
        )
        for word, shares in _WEIGHT.items()
    }


def _scores(text: str, sample: str) -> dict[str, float]:
    """What speaks for each language in ``text``, which is ``sample`` in small letters."""
    scores = dict.fromkeys(_COMMON, 0.0)
    pattern = _PLAIN_WORD if _PLAIN.fullmatch(sample) else _WORD
    for word in filter(_WEIGHT.__contains__, pattern.findall(sample)):
        for code, share in _WEIGHT[word]:
            scores[code] += share
    if max(scores.values()) < _MANY:
        words = [word.lstrip("\"“”„«»‘’'(") for word in text.split()]
        small = " ".join(word for word in words if not word[:1].isupper())  # no names
        if not sample.isascii():
            for code, letters in _LETTERS.items():
                scores[code] += min(_LETTERS_COUNT, sum(map(small.count, letters)))
        for code, runs in _PAIRS.items():
            scores[code] += min(2.0, 0.25 * sum(map(small.count, runs.split())))
    return scores


def _script(sample: str) -> str | None:
    if not _OTHER_SCRIPT.search(sample, 0, _SCRIPT):
        return None
    letters = kana = han = cyrillic = arabic = 0
    for char in sample[:_SCRIPT]:
        if "a" <= char <= "z":
            letters += 1
        elif "\u3040" <= char <= "\u30ff":
            kana += 1
        elif "\u4e00" <= char <= "\u9fff":
            han += 1
        elif "\u0400" <= char <= "\u04ff":
            cyrillic += 1
        elif "\u0600" <= char <= "\u06ff":
            arabic += 1
    if kana + han > letters / 2 and kana + han:
        return "ja" if kana * 8 > han else "zh"
    if arabic > letters:
        return "ar"
    if cyrillic > letters:
        ukrainian = sum(sample.count(letter, 0, _SCRIPT) for letter in "іїєґ")
        russian = sum(sample.count(letter, 0, _SCRIPT) for letter in "ыэёъ")
        return "uk" if ukrainian > russian else "ru"
    return None
