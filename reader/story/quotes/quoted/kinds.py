"""Whether quoted words are a sentence said, a few words taken over, a scare word or a title."""

from __future__ import annotations

import re
from typing import Final, Literal

from reader.patterns import later
from reader.story.quotes.language import Language
from reader.story.quotes.quoted.marks import ALL_MARKS
from reader.story.quotes.said import ASKED, SHOWN, Said
from reader.story.quotes.tokens import Line, Token

Kind = Literal["direct", "partial", "scare", "title"]
_WORD = re.compile(r"[^\W_]+(?:['’.&][^\W_]+)*")
_HELPERS: Final = 2
"""Words between a quotation and its verb: *ha*, *se lo*."""
_ARTICLES: Final = frozenset(["Der", "Die", "Das", "Ein", "Eine"])
_SHORT: Final = 5
"""Characters that hardly are a sentence of Chinese or Japanese."""
_WORTH: Final = 4
_NAMES: Final = 6
"""Words of the longest name of a work told by its place alone."""
_ENOUGH: Final = 250
"""Characters that hold more words than any name or title has."""
_NEXT = re.compile(r"[,\s–—-]*(?:[^\W\d_]['’])?([^\W\d_]+)")
_WIDE = later("[\u3040-\u9fff]")
_EDGE: Final = "".join(ALL_MARKS) + " \t\u00a0([{…¿¡"
_CLOSERS: Final = "".join(ALL_MARKS) + " \t\u00a0"
_STOPS: Final = ".!?…。！？"
_DASHES: Final = ("–", "—", "-")
_BESIDE: Final = frozenset(["after", "after-verb", "unknown-verb"])
_STRONG: Final = frozenset(["cue-before", "weak-cue", "after-verb", "reported", "according"])
_LED: Final = frozenset(["weak-cue", "cue-before", "participle"])
_CLAUSE_ENDS: Final = frozenset(".,;?!")
_WEAK: Final = frozenset(
    ["sentence-subject", "paragraph-before", "subject-before", "sandwich", "hint-before"]
)
_TAKEN: Final = frozenset(["same-paragraph", "line-before", "reported", "sentence-before"])
_TOLD: Final = frozenset(["told", "tells"])
"""Verbs whose object, and not what is said, stands right behind them."""
_LEADING: Final = frozenset(["cue-before", "participle", "colon"])


def kind_of(inner: str, before: str, after: str, lang: Language) -> Kind:
    """The kind of the quotation ``inner``, between the texts ``before`` and ``after`` of its block.

    *scare* is one or two words that are no utterance of their own, *title* the name of a work,
    a show or a thing; both are not listed.
    """
    if before.endswith("="):
        return "title"  # an attribute of markup left in the text
    words = _WORD.findall(inner[:_ENOUGH])
    if not words:
        return "scare"
    if lang.works and _is_work(words, inner, before, after, lang):
        return "title"
    if _is_named_within(words, inner, before, lang):
        return "title"
    wide = not inner.isascii() and (_WIDE.search(inner) is not None or _is_caseless(inner))
    last = inner.rstrip(_CLOSERS)[-1:]
    begins = inner.lstrip(_EDGE)[:1]
    sentence = (begins.isupper() or begins.isdigit() or wide) and (
        last in ".!?…,，—–-。！？" or after.lstrip()[:1] in (",", "，")
    )
    lead = before.rstrip()[-1:]
    if not sentence and begins.isupper() and len(words) > 2:
        # the stop stands outside the marks: he said: “We lost two weeks”.
        stopped = after[:1] in (".", "")
        alone = (not lead or lead in _STOPS) and not lang.nouns_capital
        dashed = lang.dashes and after.lstrip()[:1] in _DASHES and (not lead or lead in _STOPS)
        sentence = dashed or (stopped and (lead == ":" or alone))
    if sentence and lang.nouns_capital and last not in ".!?…,":
        sentence = not lead or lead in ".:!?,“«"  # a comma after a name does not make it a sentence
    if not sentence and begins.isupper() and len(words) == 2 and lang.proper_capitals:
        sentence = after[:1] == "." and lead in ("", ":")  # Il risponde: «Non so».
        if sentence:
            return "direct"
    whole = not before.strip() and not after.strip()
    if whole and begins.isupper() and len(words) > 3:
        return "direct"
    alone = before.rstrip()[-1:] in ("", "。") and after.strip()[:1] in ("", "。", "と")
    if wide and alone and len(inner) > _SHORT:
        return "direct"  # 「…」 on a line of its own
    if lang.code == "ja" and len(inner) > _SHORT and _ends_sentence(inner, after):
        return "direct"
    if not sentence and not wide and len(inner.split()) == 1:
        return "scare"
    if lang.foreign and not sentence and _is_foreign(words, lang):
        return "title"
    if not wide and _is_title(words, inner, lang):
        return "title"
    if lang.nouns_capital and not sentence and _is_name(words, inner, before, lang):
        return "title"
    if wide:
        if len(inner) <= _SHORT and last not in _STOPS + ",，":
            return "scare"
    elif len(words) < 3:
        return "scare"
    return "direct" if sentence else "partial"


def _ends_sentence(inner: str, after: str) -> bool:
    """Whether Japanese words are a sentence: a stop stands in them, or they end in a verb or an
    adjective where *that* or a stop follows."""
    return "。" in inner or (inner[-1] in _FINAL and after.lstrip()[:1] in ("と", "。", ""))


_FINAL: Final = frozenset("たるいだかすむくうつぬぶよねぞわん")
"""How Japanese sentences end."""


def headline_kind(inner: str, lang: Language) -> Kind:
    """The kind of ``inner`` in a headline, where capitals tell no title: with the pronoun and the
    verb of a sentence it is said (*‘We Are Not Going Back’*)."""
    lows = [word.lower().replace("’", "'") for word in _WORD.findall(inner[:_ENOUGH])]
    if not lang.measured or len(lows) < _WORTH:
        return "title"
    at = next((at for at, low in enumerate(lows) if low.partition("'")[0] in _SPEAKERS), None)
    if at is None:
        return "title"
    says = "'" in lows[at] or any(low in lang.auxiliaries or low in lang.verbs for low in lows[at:])
    return "direct" if says else "title"


_SPEAKERS: Final = frozenset("i we you he she they it".split())


def is_pair(inner: str, lang: Language) -> bool:
    """Whether the quotation is two small words that end a clause inside the marks, so that a verb of
    saying before them tells them from scare words: *called the plan “too late,”*."""
    if inner.count(" ") != 1 or not inner[:1].islower() or not lang.measured:
        return False
    return inner[-1:] in _CLAUSE_ENDS


def is_few(inner: str, text: str, start: int, lang: Language) -> bool:
    """Whether the quotation at ``start`` of ``text`` is two small words in a paragraph of prose, which
    a verb of saying close by tells from scare words: *said she was “deeply unhappy” with it*. Short
    lines are headlines, and a noun behind its article (*the “old guard”*) is a scare word."""
    if inner.count(" ") != 1 or not inner[:1].islower() or not lang.measured:
        return False
    if len(text) < _PROSE or text.rstrip(_CLOSERS)[-1:] not in _STOPS:
        return False
    lead = text[max(0, start - _LEAD) : start].split()
    return not lead or lead[-1].lower() not in lang.determiners


_PROSE: Final = 100
"""Characters that a paragraph has at least, which headlines seldom have."""
_LEAD: Final = 12
"""Characters that hold the word before a quotation."""


def is_short(inner: str) -> bool:
    """Whether ``inner`` is so few characters of Chinese or Japanese that only a verb of saying
    tells it from a scare word."""
    return _WORTH <= len(inner) <= _SHORT and _WIDE.search(inner) is not None


def is_speech(inner: str, text: str, end: int, lang: Language) -> bool:
    """Whether the words behind the quotation, whose marks end at ``end`` of ``text``, make it a
    speech: *“Set dayanıyor” dedi*, *「…」と述べた*."""
    if lang.code == "en" or lang.nouns_capital:
        return False
    tail = text[end : end + 40]
    if lang.code == "ja":
        told = tail[1:14]
        if told.startswith("いう") and not told.startswith(("いうこと", "いう。")):
            told = told[2:]  # 「…」という言葉
        return tail.startswith("と") and any(stem in told for stem in lang.cjk_after)
    if not lang.say:
        return False
    if not lang.verb_last and " " not in inner.strip() and inner.rstrip(_EDGE)[-1:] not in _STOPS:
        return False
    if not inner.lstrip(_EDGE)[:1].isupper():
        return False
    at = 0
    for _ in range(_HELPERS + 1):
        match = _NEXT.match(tail, at)
        if match is None:
            return False
        low = match.group(1).lower()
        if low in lang.say or (low.endswith(lang.past_endings) and low not in lang.function):
            return True
        if low not in lang.have and low not in lang.proclitics:
            return False
        at = match.end()
    return False


def said_kind(kind: Kind, token: Token, said: Said | None) -> Kind:
    """``kind`` of the quotation ``token`` now that its speaker is known: what somebody says in so
    many words is no title and no scare word (“No,” the minister said)."""
    if said is not None and said.named:
        return "title"
    if said is ASKED and token.about.begins:
        return "direct"
    if token.about.speech and said is not None and not said.nobody:
        return "direct"
    far = said is None or said.nobody or said.rule in _WEAK | _TAKEN
    if kind == "partial" and token.about.named and token.about.begins and far:
        return "title"  # In der „Aktion für alle“ sind …
    if kind == "partial" and token.about.attribute and (said is None or said.rule in _WEAK):
        return "scare"
    shown = token.about.shouted or said is SHOWN
    loud = token.about.begins or token.about.last in ("!", "?")
    if kind in ("scare", "title") and shown and loud:
        return "partial" if token.about.last not in _STOPS else "direct"
    if kind not in ("scare", "title") or said is None or said.nobody:
        return kind
    if kind == "scare" and token.about.two and said.rule in _LED:
        return "partial"
    if kind == "scare" and token.about.few and _takes_over(said) and not token.about.attribute:
        return "partial"
    if kind == "scare" and token.about.short and said.rule in _STRONG:
        return "partial"
    if kind == "title" and token.about.phrase and said.rule in _STRONG:
        return "partial"
    if kind == "title" and said.cue in _TOLD and not token.about.led and said.close:
        return kind  # she told “Fox and Friends,”
    leads = said.rule in _LEADING and token.about.begins and token.about.last in _STOPS + ","
    if said.near and (said.rule in _BESIDE or leads):
        return "direct"
    if (
        token.about.led
        and token.about.begins
        and token.about.last in _STOPS
        and said.rule in _LEADING | {"weak-cue"}
    ):
        return "direct"
    if token.opens_sentence and token.about.begins and token.about.last in _STOPS:
        return "direct"
    return kind


def _takes_over(said: Said) -> bool:
    """Whether two quoted words are taken over from whoever ``said`` names: by *according to*, or a
    verb of saying or calling close before them, with no comma between."""
    if said.rule == "according":
        return True
    if said.far >= _CLOSE or said.commas:
        return False
    calls = said.rule == "weak-cue" and (said.cue or "").lower().startswith(_CALLING)
    return calls or said.rule in _SAYING


_SAYING: Final = frozenset(["cue-before", "participle"])
_CLOSE: Final = 10
"""Words between a verb of saying and two words that are taken over."""
_CALLING: Final = tuple("call describ dismiss characteri denounc condemn depict brand deem".split())
"""How verbs begin that say what somebody calls something."""


def is_shouted(line: Line, place: int, lang: Language) -> bool:
    """Whether a word for something many say stands before the quotation (*chants of*)."""
    at = place - 1
    while at > 0 and (line.tokens[at].text in ",:" or line.tokens[at].low in lang.of):
        at -= 1
    return at >= 0 and line.tokens[at].low in lang.shouts


def is_attribute(line: Line, place: int, lang: Language) -> bool:
    """Whether a few quoted words stand between a small word and a noun they belong to."""
    tokens = line.tokens
    quote = tokens[place]
    if place == 0 or place + 1 >= len(tokens) or lang.code != "en" or quote.about.last in ".,!":
        return False
    before, after = tokens[place - 1], tokens[place + 1]
    noun = (
        after.text.islower()
        and after.low not in lang.function
        and (after.low not in lang.actions or before.low in lang.determiners)
    )
    words = line.blanks(quote) < 5
    return (
        before.is_word
        and words
        and (noun or (after.is_capital and before.low in lang.determiners))
        and not after.low.endswith(("ed", "ing", "ly"))
    )


def _is_caseless(inner: str) -> bool:
    """Whether the words are in letters without capitals (Arabic, Hebrew, Korean)."""
    start = inner[:_ENOUGH]
    return start.lower() == start.upper()


def _is_named_within(words: list[str], inner: str, before: str, lang: Language) -> bool:
    """Whether a capital in the middle of a sentence makes the words a name, where only names and
    sentences have one: *la autora de «Los ríos callados», Ann Lee*."""
    if not lang.proper_capitals or len(words) > _NAMES or not words[0][0].isupper():
        return False
    if inner.rstrip(_CLOSERS)[-1:] in _STOPS + ",":
        return False
    lead = before.split()[-1:]
    low = lead[0].lower().replace("’", "'") if lead and before[-1:] in " \u00a0'’" else ""
    low = low.rpartition("'")[0] + "'" if low.endswith("'") else low
    bound = (
        *(lang.determiners, lang.prepositions, lang.of),
        *(lang.works, lang.labels, lang.calendar),
    )
    return any(low in words for words in bound) and low not in lang.that and low not in lang.cues


def _is_work(words: list[str], inner: str, before: str, after: str, lang: Language) -> bool:
    """Whether the words beside a comma tell that it is a work: *la novela, «…», sale*; *«…», la serie
    que*."""
    if lang.code == "en" or len(words) > _NAMES or inner.rstrip(_CLOSERS)[-1:] in _STOPS + ",":
        return False
    if not words[0][0].isupper():
        return False
    behind = _BEHIND.match(after)
    article, noun = (behind.group(1).lower(), behind.group(2).lower()) if behind else ("", "")
    if noun in lang.works and article in lang.determiners:
        return True
    lead = before.rstrip()
    if lead[-1:] != "," or after.lstrip()[:1] != ",":
        return False
    return lead[:-1].split()[-1:] != [] and lead[:-1].split()[-1].lower() in lang.works


_BEHIND = re.compile(r",\s+([^\W\d_]+)\s+([^\W\d_]+)")


def _is_title(words: list[str], inner: str, lang: Language) -> bool:
    """Whether nearly every word begins with a capital and nothing ends like a sentence."""
    if lang.nouns_capital or not 2 <= len(words) <= 12:
        return False
    if inner.rstrip()[-1:] in "!?":
        return False
    small = [word for word in words if word[0].islower()]
    content = [word for word in words if word.lower() not in lang.function or word[0].isupper()]
    return (
        all(word.lower() in lang.function for word in small)
        and len(content) >= 2
        and len(small) <= len(words) / 2
    )


def _is_name(words: list[str], inner: str, before: str, lang: Language) -> bool:
    """Where all nouns have capitals: whether the words are nouns only and stand as a name, that
    is not after *als*, a verb of saying or punctuation."""
    if len(words) > 7 or inner.rstrip()[-1:] in ".!?" or "[" in inner:
        return False
    if words[-1].islower() and words[-1].isalpha():
        return False  # no name ends so: einen „Betrag in Höhe von zwei Euro an“
    lead = before.rstrip()
    last = lead.split()[-1].lower() if lead.split() else ""
    if not lead or lead[-1] in ",:;" or last in lang.keeps or last in lang.cues:
        return False
    if words[0][0].islower():
        return False
    if last in lang.prepositions and words[0] in _ARTICLES:
        return True  # Mit „Die stille Post“
    low = [
        word
        for word in words
        if word[0].islower() and (word in lang.ours or word not in lang.function)
    ]
    return not low or (len(low) <= len(words) / 2 and all(len(word) <= 3 for word in low))


def _is_foreign(words: list[str], lang: Language) -> bool:
    """Whether small words of another language stand in it and none of this one: *Let it be*."""
    lows = {word.lower() for word in words}
    return not lows.isdisjoint(lang.foreign) and lows.isdisjoint(lang.function)
