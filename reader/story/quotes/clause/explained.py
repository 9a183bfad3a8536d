"""The name that an apposition before *who* explains: *Ann Lee, the skipper, who*; *Ann Lee, 19, of Hull, who*."""

from __future__ import annotations

from reader.story.quotes.clause.phrases import Phrase, phrase_before
from reader.story.quotes.language import Language
from reader.story.quotes.tokens import Line


def before_place(line: Line, place: Phrase, start: int, lang: Language) -> Phrase | None:
    """*Ann Lee* in *Ann Lee, 19, of Hull, who*, where Hull is ``place``."""
    tokens = line.tokens
    at = place[0] - 2
    if at - 2 <= start or tokens[at].text != "," or tokens[at + 1].low not in ("of", "from"):
        return None
    at -= 2 if tokens[at - 1].text.isdigit() and tokens[at - 2].text == "," else 0
    name = phrase_before(line, at, start, lang)
    return name if name and tokens[name[1] - 1].is_capital else None


def before_apposition(line: Line, phrase: Phrase, start: int, lang: Language) -> Phrase:
    """The name, or what somebody is to somebody, that the apposition ``phrase`` explains: *Ann Lee,
    the skipper, who*; *her aunt, a weaver, who*."""
    tokens = line.tokens
    first = tokens[phrase[0]]
    explains = first.text.islower() and first.low in lang.articles | {"the"}
    if not explains or phrase[0] - 1 <= start or tokens[phrase[0] - 1].text != ",":
        return phrase
    whole = phrase_before(line, phrase[0] - 1, start, lang)
    if whole is None:
        return phrase
    last = tokens[whole[1] - 1]
    named = last.is_capital or last.low in lang.kin or last.low in lang.roles
    return (whole[0], phrase[1]) if named else phrase
