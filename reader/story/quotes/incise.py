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
_NAME: Final = r"[^\W\d_][^,.;:!?«»„“”\"()—–]{1,70}"
_INSERTED: Final = re.compile(
    r"(?:[,?!…]\s|[,?!…]?\s?[—–]\s?)"
    r"((?:[^\W\d_]{1,6}['’\s]){0,3}?)([^\W\d_]+(?:-t)?)"
    rf"(?:-(ils?|elles?)|\s({_NAME}?))(?=,?\s?[—–]|[,.;]|$)"
)
"""Up to three small words, the verb, its subject, and what ends the insertion."""


def inserted(line: Line, place: int, lang: Language) -> Said | None:
    """The speaker named between commas or dashes inside the quotation at token ``place``."""
    quote = line.tokens[place]
    if not (lang.elides or lang.dashes) or quote.end - quote.start > _WIDE:
        return None
    for match in _INSERTED.finditer(line.text, quote.start, quote.end - 1):
        lead, verb, pronoun, name = match.groups()
        if verb.lower().removesuffix("-t") not in lang.say or not _helps(lead, lang):
            continue
        if pronoun:
            start, end = match.span(3)
        elif _begins_name(name, lang):
            start, end = match.span(4)
        else:
            continue
        return Said(line.block, start, end, "after-verb", verb)
    return None


def _helps(lead: str, lang: Language) -> bool:
    """Whether the words before the verb are such as verbs have: *ha*, *se*, *s’*."""
    words = lead.lower().replace("’", "'").replace("'", "' ").split()
    helpers = lang.auxiliaries | lang.adverbs | lang.proclitics
    return all(word in helpers or word.rstrip("'") in helpers for word in words)


def _begins_name(name: str, lang: Language) -> bool:
    """Whether ``name`` begins like somebody: a capital, a pronoun, an article or a role."""
    first = re.split(r"['’\s]", name, maxsplit=1)[0]
    low = first.lower()
    if first[0].isupper() or low in lang.he or low in lang.she or low in lang.leads:
        return True
    return low in lang.determiners or low + "'" in lang.determiners
