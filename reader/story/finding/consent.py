"""A box that asks about cookies comes off a page before it is read.

Its sentences are as long as a story's and stand first, so that both ways of reading may take it
for the story; sites name its element as they like.  It is told by a button that says yes, among
words that are mostly about cookies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final

from reader.story.about.declared import some
from reader.story.finding.walls import CONSENT
from reader.text import fold

if TYPE_CHECKING:
    from lxml.etree import _Element

BUTTON: Final = 40
"""Characters on a button, at most."""
BOX: Final = 3_000
"""Characters of a box that asks, at most."""
EACH: Final = 130
"""Characters of it for each word about cookies, at most."""
FEWEST: Final = 2
"""Such words, at least."""
MOST: Final = 2
"""One part in so many of a page's text is too much to be a box beside a story."""
MAX_BUTTONS: Final = 400
MAX_AROUND: Final = 12
"""Elements around a button that are looked at."""
MAX_PIECES: Final = 1_500
"""Pieces of text in one of them that are looked at."""

_YES = re.compile(
    r"(?:(?:i\s+)?(?:accept|agree|consent|allow)|(?:yes|ok(?:ay)?|sure),?\s+i\s+(?:accept|agree)|got\s+it|ok(?:ay)?|"
    r"(?:alles?\s+)?(?:akzeptieren|zustimmen|annehmen|erlauben)|(?:alle\s+)?cookies\s+(?:akzeptieren|erlauben)|"
    r"einverstanden|ich\s+stimme\s+zu|(?:tout\s+|j.\s?)?accepte[rz]?|aceptar|acepto|accett[ao]|aceitar|aceito|"
    r"(?:alles\s+)?(?:akkoord|accepteren|toestaan)|akceptuje|zgadzam\s+sie|zaakceptuj|przejdz\s+do\s+serwisu|"
    r"godkann|acceptera|godta|tillad|accepter|hyvaksy|prijmout|souhlasim|kabul\s+et|принять|согласен|同意|"
    + fold("すべて(?:同意|許可)|同意する|接受")
    + r")(?:\s+(?:and\s+|und\s+|et\s+|y\s+|e\s+)?\w{2,14}){0,3}\W*$"
)
_WORDLESS: Final = ("script", "style", "noscript", "template")


def drop_consent(body: _Element) -> None:
    """Take from a page, in place, the boxes that ask about cookies beside its text."""
    whole: int | None = None
    for button in some(filter(_says_yes, body.iter("button", "a", "input")), MAX_BUTTONS):
        box = _box_around(button, body)
        parent = box.getparent() if box is not None else None
        if box is None or parent is None:
            continue
        if whole is None:
            whole = sum(map(len, _words_in(body)))
        if sum(map(len, _words_in(box))) * MOST < whole:
            tail = box.tail
            box.clear()
            box.tail = tail


def _says_yes(element: _Element) -> bool:
    if element.tag == "input":
        text = element.get("value") or ""
    elif element.tag == "a" and not _does_something(element):
        return False
    else:
        text = element.text or ""
        if len(element):
            text = "".join(some(element.itertext(), MAX_AROUND))
    text = text.strip()
    return 2 <= len(text) <= BUTTON and _YES.match(fold(text)) is not None


def _does_something(link: _Element) -> bool:
    """Whether a link is a button and leads nowhere."""
    place = link.get("href") or ""
    return not place or place[0] == "#" or place.startswith("javascript:")


def _box_around(button: _Element, body: _Element) -> _Element | None:
    """The largest element around a button whose words are mostly about cookies, or None."""
    found = None
    for around in some(button.iterancestors(), MAX_AROUND):
        if around is body or around.tag in ("body", "html"):
            break
        text = " ".join(filter(None, islice(_words_in(around), MAX_PIECES)))
        if len(text) > BOX:
            break
        told = len(CONSENT.findall(fold(text)))
        if told >= FEWEST and len(text) <= EACH * told:
            found = around
        elif found is not None:
            break
    return found


def _words_in(element: _Element) -> Iterator[str]:
    """The words in an element that readers see, piece by piece, some of them empty."""
    for part in element.iter():
        pieces = ["" if part.tag in _WORDLESS else part.text]
        if part is not element:
            pieces.append(part.tail)
        for piece in pieces:
            yield " ".join((piece or "").split())
