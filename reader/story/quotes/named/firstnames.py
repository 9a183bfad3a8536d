"""People whom a story calls by their first names only: *her son, Karl, …*; *says Omar, 14*."""

from __future__ import annotations

import re
from typing import Final

from reader.story.quotes.language import Language

_AGE = re.compile(r", \d{1,2}[,.]")
_LEAD: Final = 24
_TRAIL: Final = 12
_CALLED: Final = frozenset(["name", "named"])


def is_called(text: str, start: int, end: int, lang: Language, *, kin: bool = False) -> bool:
    """Whether the first name at ``start``..``end`` stands there for a person: after what that is to
    somebody, with an age, or beside a verb of saying; where ``kin``, only the first of these."""
    lead = text[max(0, start - _LEAD) : start].rstrip(" ,—–-")
    before = lead[lead.rfind(" ") + 1 :].lower().lstrip("—–-«")
    if lang.measured:
        before = before.removeprefix("great-")  # her great-aunt, Lottie
    if lang.measured and before == "called":
        who = lead[: -len("called")].split()
        return bool(who) and (who[-1] in lang.persons or who[-1] in lang.kin)  # a man called Omar
    if kin:
        return before in lang.kin
    if (
        before in lang.kin
        or (lang.measured and before in lang.persons)
        or before in _CALLED
        or before in lang.say
    ):
        return True
    after = text[end : end + _TRAIL].split(None, 1)
    said = after and after[0].strip(",.") in lang.say
    return bool(said or _AGE.match(text, end, end + 6))
