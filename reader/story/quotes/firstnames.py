"""People whom a story calls by their first names only: *her son, Karl, …*; *says Omar, 14*."""

from __future__ import annotations

import re
from typing import Final

from reader.story.quotes.language import Language

_AGE = re.compile(r", \d{1,2}[,.]")
_TRAIL: Final = 12


def is_called(low: str, text: str, start: int, end: int, lang: Language) -> bool:
    """Whether the word at ``start``..``end``, ``low`` in lower case, stands there for a person:
    after what the person is to somebody, or as a first name with an age or a verb of saying."""
    before = text[text.rfind(" ", 0, max(0, start - 1)) + 1 : start].rstrip(" ,")
    if before in lang.kin:
        return low not in lang.no_names
    if low not in lang.first_names or low in lang.no_names:
        return False
    after = text[end : end + _TRAIL].split(None, 1)
    said = before in lang.say or (after and after[0].strip(",.") in lang.say)
    return bool(said or _AGE.match(text, end, end + 6))
