"""Whom a pronoun means that the story does not name, or names as one of a group:

*The taoiseach has spoken outside. “Stay at home,” he said.* · *Officials were blunt. “Stay at
home,” they said.* · *Rowan Ash, 31, steers the ferry. “You feel it go,” they said.*
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from reader.story.quotes.language import Language
from reader.story.quotes.named.fullnames import Gender

REACH: Final = 360
"""Characters before a pronoun in which its meaning is looked for."""
_PHRASE = re.compile(
    r"\b([Tt]he|[Aa]n?|[Oo]ne|[Aa]nother|[Hh]is|[Hh]er|[Tt]heir|[Mm]y|[Oo]ur|(?:[A-Z]\w+ )?[A-Z]\w+['’]s)"
    r"(?: [A-Z][\w’'-]*(?: (?:[A-Z][\w’'-]*|for|of|and|the)){0,6})?((?: [a-z][a-z’'-]+){1,4})"
)
_PLACE = re.compile(r" (?:for|of|at|from|with|in) (?:the |a )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,6}")
"""Where somebody belongs: *of Ferries United*."""
_THING = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|(?:[A-Z]\w+ )?[A-Z]\w+['’]s?"
    r"|[Ll]ast \w+['’]s)(?: [a-z0-9][\w’'-]+){0,2}? ([a-z][a-z-]+)\b"
)
_GROUP = re.compile(
    r"(?<![\w’'-])((?:(?:[Hh]undreds|[Dd]ozens|[Tt]housands|[Ss]cores|[Aa] (?:group|number|handful)) of )?"
    r"(?:(?:[Tt]he|[Tt]hese|[Tt]wo|[Tt]hree|[Ss]ome|[Ss]everal|[Mm]any|[Hh]is|[Hh]er|[Tt]heir|[Bb]oth"
    r"|[Aa]ll|[Oo]ther|[Mm]ost) )?(?:[A-Za-z][a-z’'-]* ){0,2}?([A-Za-z][a-z-]*s|[Pp]olice|[Pp]eople|[Ww]omen|[Mm]en))\b"
)
_WHAT = re.compile(
    r"((?:[A-Za-z][a-z’'-]* ){0,2}([A-Za-z][a-z-]*s|[Pp]olice|[Pp]eople)) (?:[a-z]+ed|found|saw|made|gave|met)(?: [a-z]+){0,2} what $"
)
_LINK = re.compile(r"(?:But|And|Yet|Then|So|Still) (?=[a-z])")
_PAIR = re.compile(
    r"(?<![\w’'-])[A-Z]\w+(?: [A-Z]\w+){0,2} and"
    r" (?:[A-Z]\w+(?: [A-Z]\w+){0,2}|(?:his|her|their) [a-z]+)"
)
_STARTS = re.compile(
    r"(?:^|[)\w] [–—] |[.!?]['’”\"]*\s+|\b(?:But|And|Yet|Then|Meanwhile,|Later,|However,) "
    r"|(?:^|[.!?]['’”\"]*\s+)(?:(?:On|In|At|By|After|Before|That|Last|This) [\w ]{2,30},"
    r"|(?:At|In|Outside|Inside|Near) the [a-z]+) )$"
)
_NAMED = re.compile(r",? [A-Z]")
_SHE: Final = ("woman", "girl", "lady")
_HE: Final = ("man", "boy")
_SHES: Final = frozenset(
    "wife mother daughter sister aunt niece grandmother granddaughter widow girlfriend actress"
    " waitress hostess landlady queen princess mum mom headmistress nun".split()
)
_HES: Final = frozenset(
    "husband father son brother uncle nephew grandfather grandson widower boyfriend actor waiter"
    " landlord king prince dad headmaster monk".split()
)


@dataclass(frozen=True, slots=True)
class Nominal:
    """Words for somebody, and where they stand."""

    words: str
    start: int
    definite: bool
    """Whether they begin with *the*, so that they may stand for a name."""


def somebody(
    text: str, end: int, inside: list[tuple[int, int]], gender: str, lang: Language
) -> Nominal | None:
    """The last words for one person before ``end`` of ``text`` that begin a sentence or have a verb
    of saying; none in the stretches ``inside`` or of the other ``gender``."""
    begin = max(0, end - REACH)
    found = None
    words = text[begin:end].replace(",", " ").split()
    if all(people.isdisjoint(words) for people in (lang.roles, lang.persons, lang.kin)):
        return None
    at = begin
    while match := _PHRASE.search(text, at, end):
        at = match.end(1)
        role, stop = _role_in(match.group(2), match.start(2), lang)
        if not role or _is_inside(match.start(), inside) or _gender(role) not in ("", gender):
            continue
        where = _PLACE.match(text, stop, end)
        if where:
            stop = where.end()
        elif _NAMED.match(text, stop, end):
            continue  # the skipper Ann Lee; her son, Karl
        after = text[stop : stop + 14].split()
        speaks = bool(after) and after[0].strip(",.;:") in lang.say
        owner = match.group(1).lower()
        if not speaks and owner in (lang.his if gender == "he" else lang.her if gender else ()):
            continue  # his father: he is more likely whose father it is
        if speaks or _STARTS.search(text, begin, match.start()):
            called = text[match.start() : stop]
            owned = "’s " in called or "'s " in called  # the ship’s owner: not named before
            found = Nominal(called, match.start(), called[:4].lower() == "the " and not owned)
    return found


def _role_in(words: str, start: int, lang: Language) -> tuple[str, int]:
    """The first of the ``words``, which stand at ``start``, that says what somebody is, and where it
    ends; no word where a verb or a preposition comes first."""
    end = start
    for word in words.split():
        end += 1 + len(word)
        if word in lang.roles or word in lang.kin or word in lang.persons:
            return word, end
        if word in lang.function or word in lang.actions:
            break
    return "", end


def thing(text: str, end: int, inside: list[tuple[int, int]], lang: Language) -> str | None:
    """What *it* means that says something: the last paper before ``end`` of ``text``, or the last
    group of people that begins a sentence or says something (*the company*); none in the stretches
    ``inside``, nor the paper that something was said in (*said in a statement*)."""
    begin = max(0, end - REACH)
    found = None
    for match in _THING.finditer(text, begin, end):
        noun = match.group(1)
        if noun not in lang.documents and noun not in lang.organisations:
            continue
        paper = noun in lang.documents and not _SAID_IN.search(text, begin, match.start())
        says = noun in lang.organisations and _SAYS.match(text, match.end(), end)
        starts = paper or says or _STARTS.search(text, begin, match.start())
        if starts and not _is_inside(match.start(), inside):
            found = match.group(0)
    return found


_SAID_IN = re.compile(r"\b(?:said|says|wrote|writes|added|adds|announced|posted|confirmed) in $")
_SAYS = re.compile(r" (?:said|says|added|wrote)\b")


def group(text: str, end: int, inside: list[tuple[int, int]], lang: Language) -> str | None:
    """The last words for several people before ``end`` of ``text`` that begin a sentence or have a
    verb of saying: *officials*, *Ann Lee and Tom Ash*; none in the stretches ``inside``."""
    begin = max(0, end - REACH)
    found = None
    last = -1
    for pattern in (_GROUP, _PAIR):
        for match in pattern.finditer(text, begin, end):
            if match.end() < last or _is_inside(match.start(), inside):
                continue
            if pattern is _GROUP and not _is_many(match.group(2).lower(), lang):
                continue
            after = text[match.end() : match.end() + 14].split()
            speaks = bool(after) and after[0].strip(",.;:") in lang.say
            if speaks or _STARTS.search(text, begin, match.start()):
                found, last = match.group(0), match.start()
    return _LINK.sub("", found) if found else None


def what_they(text: str, end: int, lang: Language) -> str | None:
    """Who *they* at ``end`` of ``text`` are in *union leaders rejected what they called “…”*."""
    match = _WHAT.search(text, max(0, end - REACH), end)
    if match is None or not _is_many(match.group(2).lower(), lang):
        return None
    words = match.group(1).split()
    links = lang.subordinators | lang.conjunctions | lang.prepositions
    begin = max((at + 1 for at, word in enumerate(words) if word.lower() in links), default=0)
    return " ".join(words[begin:])


def is_either(one: Nominal, several: str | None, text: str) -> bool:
    """Whether *they* means ``one`` who speaks for others or is kept secret (*a spokesperson*), who is
    named behind the words for ``several``."""
    if _EITHER.isdisjoint(one.words.split()):
        return False
    return several is None or text.rfind(several, 0, one.start) >= 0


_EITHER: Final = frozenset(["spokesperson", "source", "insider"])


def may_be_many(text: str, begin: int, end: int, lang: Language) -> bool:
    """Whether words for several people stand somewhere in ``text[begin:end]``."""
    if _PAIR.search(text, begin, end):
        return True
    return any(_is_many(m.group().lower(), lang) for m in _WORD.finditer(text, begin, end))


_WORD = re.compile(r"[A-Za-z][a-z-]+")


def _is_many(noun: str, lang: Language) -> bool:
    if noun in _MANY:
        return True
    one = noun.removesuffix("s")
    return one != noun and (one in lang.roles or one in lang.persons or one in lang.kin)


_MANY: Final = frozenset("police people men women children couple family team staff crew".split())


def _gender(role: str) -> Gender:
    if role in _SHES or role.endswith(_SHE):
        return "she"
    return "he" if role in _HES or role.endswith(_HE) else ""


def gender_of_words(words: str) -> Gender:
    """*she* for *the actress* and *the mum-of-three*, *he* for *the landlord*, else nothing."""
    return _gender(words.rpartition(" ")[2].partition("-of-")[0])


def _is_inside(start: int, inside: list[tuple[int, int]]) -> bool:
    return any(a <= start < b for a, b in inside)
