"""Parts of markup that are never shown: scripts, style sheets and comments, taken out.

Each search for an end that comes to nothing is made once, so that the time grows with the length
of the text only.
"""

from __future__ import annotations

import re
from typing import Final

_SCRIPT = re.compile(r"<([sS](?:[cC][rR][iI][pP][tT]|[tT][yY][lL][eE]))\b[^<>]*>")
"""Spelled out, so that the search goes from one ``<`` to the next."""
_START = re.compile(r"<!--|<(script|style)\b[^<>]*>", re.IGNORECASE)
_ENDS: Final = {
    "": re.compile("-->"),
    "script": re.compile(r"</script\s*>", re.IGNORECASE),
    "style": re.compile(r"</style\s*>", re.IGNORECASE),
}
_END_OF_TAG = re.compile("[^>]*>?")


def without_scripts(markup: str) -> str:
    """``markup`` without scripts and style sheets; one that never ends stays where it is."""
    if ("<s" in markup or "<S" in markup) and _SCRIPT.search(markup):
        return _cut(markup, _SCRIPT, "")
    return markup


def hides(markup: str) -> bool:
    """Whether a script, a style sheet or a comment begins in ``markup``."""
    return _START.search(markup) is not None


def without_hidden(markup: str) -> str:
    """``markup`` with a space for each script and style sheet, and nothing for a comment.

    A comment that never ends is over at its first ``>``, so that a slip hides no words.
    """
    return _cut(markup, _START, " ")


def _cut(markup: str, start: re.Pattern[str], gap: str) -> str:
    pieces: list[str] = []
    at = kept = 0
    missing: set[str] = set()
    while opening := start.search(markup, at):
        name = (opening[opening.lastindex] if opening.lastindex else "").lower()
        closing = None if name in missing else _ENDS[name].search(markup, opening.end())
        at = opening.end()
        if closing is not None:
            at = closing.end()
        else:
            missing.add(name)
            if name:
                continue
            at = _END_OF_TAG.match(markup, at).end()  # type: ignore[union-attr]
        # Programs write empty comments between a number and its unit.
        pieces += (markup[kept : opening.start()], gap if name else "")
        kept = at
    return "".join([*pieces, markup[kept:]])
