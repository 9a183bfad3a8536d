"""When two entries are one story: the same address, or the same words."""

from __future__ import annotations

from typing import Final

from reader.events.gist import plain_words
from reader.fingerprint import fingerprint
from reader.text import lower, lower_bytes
from reader.urls import path_and_query

LONG: Final = 60
"""Words from which a text tells by itself; a shorter one only together with its title."""
_LONG: Final = 12 * LONG
"""Characters in which there are so many words mostly."""
_SHORT: Final = 5
_TITLE_LETTERS: Final = 12
_ALIKE: Final = 0.5


def same_text_key(title: str, text: str) -> int:
    """A number that two entries with the same words share; 0 for too few words to tell.

    A long text may stand under different titles (an agency's story in several papers), a short one
    tells only with the same title.
    """
    if (small := lower_bytes(text)) is not None:
        told = _on_one_line(small)
        if told.count(b" ", 0, _LONG) >= LONG - 1 or told.count(b" ") >= LONG - 1:
            return _number(told)
    words = lower(text).split()
    whole = " ".join(words)
    letters = len(whole) - len(words) + 1 if words else 0
    if letters < _SHORT * 4:
        return 0
    if len(words) < LONG and letters < LONG * 5:
        heading = plain_words(title)
        if sum(map(len, heading)) < _TITLE_LETTERS and title.isascii():
            return 0
        whole = " ".join([*heading, "/", *words])
    return _number(whole.encode("utf-8", "replace"))


def _on_one_line(text: bytes) -> bytes:
    """The words of ``text``, whose white space is blanks and line breaks, with a blank between two."""
    line = b" ".join(filter(None, text.split(b"\n")))
    return b" ".join(line.split()) if b"  " in line else line.strip(b" ")


def _number(words: bytes) -> int:
    return int.from_bytes(fingerprint(words, 8), "big", signed=True) or 1


def same_titles(one: str, other: str) -> bool:
    """Whether two titles over one address are versions of each other: most of their words are the
    same, and all of their numbers (episodes of a show are not)."""
    first, second = set(plain_words(one)), set(plain_words(other))
    if any(any(map(str.isdigit, word)) for word in first ^ second):
        return False
    return len(first & second) >= _ALIKE * len(first | second)


def address_tells(url: str) -> bool:
    """Whether an address can be that of one story: not a site's front page."""
    try:
        path, query = path_and_query(url)
    except ValueError:
        return False
    return bool(path.strip("/") or query)
