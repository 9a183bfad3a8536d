"""Speakers inserted inside the marks, as French, Italian, Russian and Polish prints have it:
*« Oui, dit-elle, demain. »* · *«Siamo stanchi – ha spiegato Paolo Greco – e vogliamo …»*."""

from __future__ import annotations

import re
from typing import Final

from reader.story.quotes.language import Language
from reader.story.quotes.said import Said
from reader.story.quotes.tokens import Line

_WIDE: Final = 2000
"""Characters of a quotation that are searched for an insertion."""
_OPENS: Final = re.compile(r"(?:[,?!…]\s|[,?!…]?\s?[—–]\s?)(?=[^\W\d_])")
"""What parts an insertion from the words before it."""
_WORD: Final = re.compile(r"([^\W\d_]+)(?:['’]\s?|\s|(?=-))")
_PRONOUN: Final = re.compile(r"(?:-t)?-(ils?|elles?|on)\b")
_TURNED: Final = re.compile(r"-(?:t-)?(ils?|elles?|on) ([^\W\d_]+[éeiust])\b")
"""Pronoun and participle behind the helper, whatever verb that is: *a-t-il averti*."""
_NAME: Final = re.compile(r"[^\W\d_][^,.;:!?«»„“”\"()—–]{1,70}?(?=,?\s?[—–]|[,.;]|$)")
_CALLED: Final = re.compile(r",\s((?:[^\W\d_a-zß-ÿа-яё][\w’'-]+\s?){2,3})(?=[—–])")
"""The name behind a role and its comma: *– says the owner, Ann Lee –*."""
_ASIDE: Final = re.compile(r"([^.!?;:«»„”—–]{3,70}?),?\s?[—–]")
"""What follows the verb of an insertion up to the dash that ends it."""
_NAMING: Final = re.compile(r"[^\W\d_][\w’'-]*")
_LEADS: Final = 3
"""Words of an insertion before its verb: *ha*, *se lo ha*."""


def inserted(line: Line, place: int, lang: Language) -> Said | None:
    """The speaker named between commas or dashes inside the quotation at token ``place``."""
    quote = line.tokens[place]
    if not (lang.elides or lang.dashes) or quote.end - quote.start > _WIDE:
        return None
    for opening in _OPENS.finditer(line.text, quote.start, quote.end - 1):
        found = _insertion(line, opening.end(), quote.end - 1, lang)
        if found:
            return found
    return None


def _insertion(line: Line, at: int, end: int, lang: Language) -> Said | None:
    """The speaker in the insertion that begins at character ``at``: helpers, verb, subject."""
    text = line.text
    for _ in range(_LEADS + 1):
        word = _WORD.match(text, at, end)
        if word is None:
            turned = _TURNED.match(text, at, end) if lang.elides else None
            if turned is None:
                return None
            return Said(line.block, *turned.span(1), "after-verb", turned.group(2))
        low = word.group(1).lower()
        at = word.end()
        if _helps(low, lang) or _helps(low + "'", lang):
            continue
        if low not in lang.say:
            return _unknown(line, word.start(), at, end, lang)
        break
    else:
        return None
    pronoun = _PRONOUN.match(text, at, end)
    if pronoun:
        return Said(line.block, *pronoun.span(1), "after-verb", word.group(1))
    name = _NAME.match(text, at, end)
    if name is None or not _begins_name(name.group(), lang):
        return _unknown(line, word.start(), at, end, lang)  # независимый директор Анна Лис
    called = _CALLED.match(text, name.end(), end)
    span = called.span(1) if called else name.span()
    return Said(line.block, *span, "after-verb", word.group(1))


def _unknown(line: Line, first: int, at: int, end: int, lang: Language) -> Said | None:
    """The speaker behind a verb that no list has, whose word ends at ``at``: *« Oui, sourit-elle,
    demain. »*; *«Да, — успокаивает директор Анна Лис, — завтра»*."""
    text = line.text
    pronoun = _PRONOUN.match(text, at, end)
    if pronoun:
        return Said(line.block, *pronoun.span(1), "after-verb", text[first:at].strip())
    if text[first - 2] not in "—–" or not text[first].islower() or lang.elides:
        return None
    aside = _ASIDE.match(text, at, end)
    if aside is None:
        return None
    for word in _NAMING.finditer(text, at, aside.end(1)):
        low = word.group().lower()
        if word.group()[0].isupper() or low in lang.leads or low in lang.he or low in lang.she:
            span = word.start(), aside.end(1)
            return Said(line.block, *span, "unknown-verb", text[first:at].strip())
    return None


def _helps(low: str, lang: Language) -> bool:
    return low in lang.auxiliaries or low in lang.adverbs or low in lang.proclitics


def _begins_name(name: str, lang: Language) -> bool:
    """Whether ``name`` begins like somebody: a capital, a pronoun, an article or a role."""
    first = re.split(r"['’\s]", name, maxsplit=1)[0]
    low = first.lower()
    if first[0].isupper() or low in lang.he or low in lang.she or low in lang.leads:
        return True
    return low in lang.determiners or low + "'" in lang.determiners
