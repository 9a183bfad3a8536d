"""Whether what somebody is called in a story is a name: *Maria Ohlsson* and *the Harbour Board* are
the same in another story, *she*, *the company* and *a spokesman* are somebody else there.

The words of all languages stand together, since a library holds stories of all of them.
"""

from __future__ import annotations

from typing import Final

from reader.text import UNSPACED

_PRONOUNS: Final = frozenset(
    # English, and what says no more than a pronoun
    "i we you he she it they who this that these those one another others someone somebody anyone"
    " everyone everybody nobody none some many most both all people officials authorities critics"
    " experts analysts researchers doctors witnesses residents"
    # German
    " ich wir du ihr er sie es man dieser diese dieses jener jene wer alle viele andere leute"
    # French, Spanish, Italian, Portuguese
    " je nous vous tu il elle ils elles on certains yo nosotros usted ustedes él ella ellos ellas"
    " io noi voi lui lei egli essi loro eu nós você vocês ele ela eles elas"
    # Dutch, Danish, Norwegian, Swedish
    " ik wij hij zij ze jullie jeg vi han hun dere hon jag ni"
    # Polish, Czech, Russian, Ukrainian, Turkish
    " ja my oni ona ono já я мы вы он она они оно ми ви він вона вони ben biz siz onlar"
    # Chinese, Japanese, Arabic
    " 我 我们 你 他 她 它 他们 她们 大家 他們 她們 我們 私 私たち 僕 俺 彼 彼女 彼ら هو هي هم أنا نحن".split()
)
_NOT_ONE: Final = frozenset(
    "a an some many several few two three four five six other another each every any no"
    " un une des quelques plusieurs una unos unas varios varias algunos algunas uno um uma uns umas"
    " een enkele en et ett ei flera flere bir".split()
)
"""Whoever stands behind these is somebody else each time."""
_ONE: Final = frozenset(
    "the one his her its their our my your this that these those"
    " le la les l' ce cet cette ces son sa ses leur leurs mon ma mes notre nos"
    " el los las su sus mi mis este esta estos estas ese esa"
    " il lo i gli suo sua suoi sue questo questa questi queste"
    " o os as seu sua seus suas esse essa de het zijn haar hun onze den det bu şu".split()
)
"""Who stands behind these has a name where its chief word is written like one."""
_GERMAN: Final = frozenset(
    "der die das dem den des ein eine einer eines einem einen kein keine seine ihre unsere meine"
    " sein ihr unser mein mehrere einige viele manche zwei drei jeder jede dieser diese dieses".split()
)
"""The same where every noun has a capital."""
_TIES: Final = frozenset(
    "of for and de du des del della di da do dos das von van vom für e y et und og och en i in".split()
)


def is_name(words: str) -> bool:
    """Whether ``words`` name somebody, so that they mean the same one in every story."""
    parts = words.replace("’", "'").split()
    first = parts[0].casefold() if parts else ""
    if not first or words.casefold() in _PRONOUNS:
        return False
    if UNSPACED.search(words) or not _has_case(words):
        return True
    rest = parts[1:]
    if rest and (first in _GERMAN or first in _NOT_ONE):
        return first in _GERMAN and _is_acronym(_chief(rest))
    if rest and first in _ONE:
        return _is_capital(_chief(rest))
    if words == words.lower():
        return any(not sign.isalpha() and not sign.isspace() for sign in words)  # a handle
    owned = any(part.endswith(("'s", "s'")) for part in parts[:-1])
    return not owned or _is_capital(parts[-1])


def _chief(parts: list[str]) -> str:
    """The word that the others belong to: the last before *of* and its like."""
    for at, part in enumerate(parts):
        if at and part in _TIES:
            return parts[at - 1]
    return parts[-1]


def _is_capital(word: str) -> bool:
    return word.lstrip("\"'“‘«(")[:1].isupper()


def _is_acronym(word: str) -> bool:
    return sum(sign.isupper() for sign in word.rpartition("-")[2]) > 1


def _has_case(words: str) -> bool:
    return words.upper() != words.lower()
