"""People whom a story calls by their first names only: *her son, Karl, …*; *says Omar, 14*."""

from __future__ import annotations

import re
from typing import Final

from reader.story.quotes.language import Language

_AGE = re.compile(r", \d{1,2}[,.]")
STOPPED: Final = frozenset([". ", "! ", "? ", ": ", "; ", "… ", "” ", " “", "(“"])
"""What no word can end in: behind it only a first name of the lists stands for a person."""
_LEAD: Final = 24
_TRAIL: Final = 12


def is_called(low: str, text: str, start: int, end: int, lang: Language) -> bool:
    """Whether the word at ``start``..``end``, ``low`` in lower case, stands there for a person:
    after what the person is to somebody, or as a first name with an age or a verb of saying."""
    if " " in low or low in lang.no_names:
        return False
    lead = text[max(0, start - _LEAD) : start].rstrip()
    # Most capitals stand behind a stop, and what ends in one is no word.
    is_word = lead[-1:].isalpha() or lead[-1:] == ","
    if is_word and lead.split()[-1].lower().rstrip(",") in lang.kin:
        return True
    if low not in lang.first_names:
        return False
    before = lead.lower().split()
    after = text[end : end + _TRAIL].split(None, 1)
    said = (before and before[-1] in lang.say) or (after and after[0].strip(",.") in lang.say)
    return bool(said or _AGE.match(text, end, end + 6))
