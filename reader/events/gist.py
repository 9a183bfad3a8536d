"""What a story is compared by: the terms of its title and first paragraphs, quotations, links.

A term is a number of 32 bits: 28 bits of a hash, and what kind of term it is.  Words are folded and
cut to their first letters, so that ``resigns`` and ``resigned`` are one; where words are written
without spaces, every two characters that follow one another are a word.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final
from zlib import crc32

from reader.events.common import common_words, empty_words, words_by_language
from reader.events.kinds import Kind, kind_of
from reader.text import UNSPACED, fold

IN_TITLE: Final = 1 << 31
COMMON: Final = 1 << 30
"""A word of news in general."""
STRONG: Final = 1 << 29
"""A quotation or an address, not a word."""
NAME: Final = 1 << 28
"""A word that is written with a capital letter inside a sentence."""
HASH: Final = NAME - 1
LEAD_WORDS: Final = 90
"""Words of the text that are looked at, those of the title not counted."""
QUOTE_WORDS: Final = 6
"""Words that a quotation must have to be told from chance; its first ones are compared."""
_LETTERS: Final = 6
_MOST_STRONG: Final = 6
_KINDS: Final[tuple[Kind, ...]] = ("story", "preview", "mixed")
_WORD: Final = re.compile(r"[^\W_]+")
_BREAK: Final = re.compile(r"[.!?:;\u2026\u2022]")
"""What a sentence may begin after: a capital letter there tells nothing."""
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Gist:
    """What a story is compared by. ``terms`` are those of its words, ``titles`` those of them that
    stand in the title, ``names`` those with capital letters, ``common`` those of news in general,
    ``strong`` its quotations and the addresses it leads to, all as hashes."""

    terms: frozenset[int]
    titles: frozenset[int]
    names: frozenset[int]
    common: frozenset[int]
    strong: frozenset[int]
    lang: str = ""
    """The language its small words are of, where that is plain."""
    kind: Kind = "story"


def gist_of(
    title: str, lead: str, *, quotes: Iterable[str] = (), addresses: Iterable[int] = ()
) -> Gist:
    """What the story under ``title`` that begins with ``lead`` is compared by.

    ``quotes`` are its direct quotations, ``addresses`` numbers that stand for where it leads.
    """
    titles = words_of(title)
    words = dict.fromkeys((*titles, *words_of(lead)[:LEAD_WORDS]))
    terms = {word: _hash(word) for word in words if not _is_empty(word)}
    strong = [_quote_term(text) for text in quotes]
    strong += [address & HASH for address in addresses]
    return Gist(
        terms=frozenset(terms.values()),
        titles=frozenset(terms[word] for word in titles if word in terms),
        names=frozenset(terms[word] for word in names_in(lead) if word in terms),
        common=frozenset(terms[word] for word in terms if word in _words()[1]),
        strong=frozenset(list(dict.fromkeys(filter(None, strong)))[:_MOST_STRONG]),
        lang=language_of(lead),
        kind=kind_of(title),
    )


def names_in(text: str) -> set[str]:
    """The words of ``text``, folded and cut, that have a capital letter inside a sentence."""
    found = set()
    end = 0
    for match in _WORD.finditer(text):
        word = match.group()
        if end and word[0].isupper() and not _BREAK.search(text, end, match.start()):
            found.add(_cut(fold(word)))
        end = match.end()
    return found


def language_of(text: str) -> str:
    """The language that most of the small words of ``text`` belong to; ``""`` when unsure."""
    tally: dict[str, int] = {}
    known = _languages()
    for word in _WORD.findall(text.lower())[:LEAD_WORDS]:
        for lang in known.get(word, ()):
            tally[lang] = tally.get(lang, 0) + 1
    if not tally:
        return ""
    first, *others = sorted(tally.items(), key=lambda pair: -pair[1])
    return first[0] if first[1] >= 3 and (not others or first[1] > others[0][1]) else ""


def words_of(text: str) -> list[str]:
    """The words of ``text`` in order, folded and cut; pairs of characters where there are no
    spaces."""
    found: list[str] = []
    for word in _WORD.findall(fold(text)):
        if word.isascii() or not UNSPACED.search(word):
            found.append(_cut(word))
            continue
        signs = UNSPACED.findall(word)
        found += [a + b for a, b in pairwise(signs)] or signs
        found += [_cut(part) for part in UNSPACED.sub(" ", word).split()]
    return found


def plain_words(text: str) -> list[str]:
    """The words of ``text``, folded, nothing cut: what is equal when two texts are the same."""
    return _WORD.findall(fold(text))


def pack(gist: Gist) -> bytes:
    """``gist`` as bytes: its language and kind, and its terms, four for each."""
    head = int.from_bytes(gist.lang.encode("ascii"), "big") << 8 | _KINDS.index(gist.kind)
    numbers = array("I", [head])
    for term in sorted(gist.terms):
        numbers.append(
            term
            | (IN_TITLE if term in gist.titles else 0)
            | (COMMON if term in gist.common else 0)
            | (NAME if term in gist.names else 0)
        )
    numbers.extend(term | STRONG for term in sorted(gist.strong))
    return numbers.tobytes()


def unpack(packed: bytes) -> Gist:
    """The gist that :func:`pack` was given."""
    head, *numbers = array("I", packed)
    words = [number for number in numbers if not number & STRONG]
    return Gist(
        terms=frozenset(number & HASH for number in words),
        titles=frozenset(number & HASH for number in words if number & IN_TITLE),
        names=frozenset(number & HASH for number in words if number & NAME),
        common=frozenset(number & HASH for number in words if number & COMMON),
        strong=frozenset(number & HASH for number in numbers if number & STRONG),
        lang=(head >> 8).to_bytes(3, "big").lstrip(b"\0").decode("ascii"),
        kind=_KINDS[head & 0xFF],
    )


def _quote_term(text: str) -> int | None:
    words = plain_words(text)
    return _hash('"' + " ".join(words[:QUOTE_WORDS])) if len(words) >= QUOTE_WORDS else None


def _cut(word: str) -> str:
    if len(word) > 4 and word.endswith("s"):
        word = word[:-1]
    return word[:_LETTERS]


def _is_empty(word: str) -> bool:
    if word.isdigit():
        return len(word) < 2 or _YEAR.fullmatch(word) is not None
    return len(word) < 2 or word in _words()[0]


@lru_cache(maxsize=1)
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """The words that say nothing and those that say little, cut like others."""
    empty = frozenset(_cut(fold(word)) for word in empty_words())
    return empty, frozenset(_cut(fold(word)) for word in common_words()) - empty


@lru_cache(maxsize=1)
def _languages() -> dict[str, tuple[str, ...]]:
    """Small word to the languages that have it; words of more than two tell none."""
    found: dict[str, tuple[str, ...]] = {}
    for lang, words in words_by_language().items():
        for word in words:
            found[word] = (*found.get(word, ()), lang)
    return {word: langs for word, langs in found.items() if len(langs) <= 2}


@lru_cache(maxsize=20_000)
def _hash(text: str) -> int:
    return crc32(text.encode("utf-8", "replace")) & HASH
