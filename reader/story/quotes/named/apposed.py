"""Where the name stands that follows what somebody is: behind a comma, or behind more than that."""

from __future__ import annotations

import re
from typing import Final

from reader.story.quotes.language import Language
from reader.story.quotes.said import Said

ONLY = re.compile(
    r", (?:who [a-z ]{2,30}\b(?:only|just) (?:by )?(?:his|her|their|a) (?:first|last|given|middle) name,"
    r"(?: as)?|(?:who was |who is )?(?:identified|named)(?: only| by \w+)? as|who (?:gave (?:his|her|their)"
    r" name|identified (?:him|her)self)(?: only| simply| just)? as|who asked to be (?:identified|named|known"
    r"|called) (?:only|simply|just) as) ([A-Z](?:\.|[\w’'-]+)(?: [A-Z][\w’'-]+){0,2})"
)
"""*the officer, who gave only his first name, Levan*"""
_WHERE = re.compile(r" (?:at|of|for|from|in|with|on|to) (?:the )?[^,.;:“”\"]{2,40}, (?=[A-Z])")
_ASIDE = re.compile(r" \([^()]{1,40}\)(?=, [^\W\d_a-zà-ÿа-яё])")
_PARTY = re.compile(r" \([^()]{1,40}\)")
_ONE_OF = re.compile(
    r" (?:из|des|delle|dei|degli|de (?:los|las)|z|d[oa]s|der|van de) [^,.;:“”«»„\"]{2,40},"
    r" (?=[^\W\d_a-zà-ÿą-žа-яё])"
)
_AT_WORK = re.compile(
    r" (?:all[ao]|all['’]|ai|agli|alle|aux?|à l[ae']|a l[ao]s?|para [ao]|[dn][ao]s?|del|de l[ao]s?"
    r"|del(?:l[aoe'’]|)|dei|degli|für|fürs|van|voor) ?[^,.;:“”«»„\"]{2,40}, (?=\w)"
)
"""*l’assessora regionale alla Protezione civile, Anna Lis*: where somebody has the role."""
_ONES: Final = frozenset("один одна un une uno una ein eine einer jeden jedna um uma een".split())


def behind_place(text: str, said: Said, lang: Language) -> int:
    """Where in ``text`` the comma stands, or would, behind the role at ``said`` and behind where that
    is: *her counterpart at StormLine, Ann Lee*; *le maire (sans étiquette), Ann Lee*."""
    at = said.end
    behind = _WHERE if lang.measured else _ONE_OF if _is_one(text, said) else _AT_WORK
    where = behind.match(text, at)
    at = where.end() - 2 if where else at
    aside = _ASIDE.match(text, at)
    party = None if aside or lang.measured else _PARTY.match(text, at)
    where = _AT_WORK.match(text, party.end()) if party else None  # la maire (DVG) de la commune
    return where.end() - 2 if where else aside.end() if aside else at


def _is_one(text: str, said: Said) -> bool:
    """Whether ``said`` is *one*, of those whom the next words tell."""
    return text[said.start : said.end].lower() in _ONES
