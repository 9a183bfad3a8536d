"""Character references of HTML (``&amp;``, ``&#8217;``) as the characters that they stand for."""

from __future__ import annotations

import html
import re

_ENDLESS = re.compile(r"&#\d{9,}+;?")
"""More digits than any character has; of thousands Python makes no number at all."""


def unescape(text: str) -> str:
    """``text`` with its references read as browsers read them. Never fails."""
    try:
        return html.unescape(text)
    except ValueError:
        return html.unescape(_ENDLESS.sub("\ufffd", text))
