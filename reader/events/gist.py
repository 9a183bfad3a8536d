"""What a story is compared by: the terms of its title and first paragraphs, quotations, links.

A term is a number of 28 bits, a hash.  Words are folded and
cut to their first letters, so that ``resigns`` and ``resigned`` are one; where words are written
without spaces, every two characters that follow one another are a word.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain, compress, count, islice, pairwise
from typing import Final, NamedTuple
from zlib import crc32

from reader.events.common import common_words, empty_words, words_by_language
from reader.events.kinds import Kind, kind_of
from reader.text import UNSPACED, fold, fold_quickly

HASH: Final = (1 << 28) - 1
SCORE: Final = 1
"""Set in a number of two parts: a score, a vote, a time of day."""
LEAD_WORDS: Final = 70
"""Words of the text that are looked at, those of the title not counted."""
QUOTE_WORDS: Final = 6
"""Words that a quotation must have to be told from chance; its first ones are compared."""
_LETTERS: Final = 6
_PLAIN: Final = 3
_MOST_STRONG: Final = 6
_IN_TITLE: Final = 1 << 31
_COMMON: Final = 1 << 30
_STRONG: Final = 1 << 29
_NAME: Final = 1 << 28
_PARTED: Final = 0x10
"""Set in the first number of a gist whose terms are parted."""
_PARTS: Final = 8
"""Into so many the terms of a packed gist are parted: see :func:`pack`."""
_WORDS: Final = 2 + _PARTS
_KINDS: Final[tuple[Kind, ...]] = ("story", "preview", "mixed", "daily")
_WORD: Final = re.compile(r"[^\W_]+")
_PARTED_WORD: Final = re.compile(r"([^\W_]+)")
_BREAK: Final = re.compile(r"[.!?:;\u2026\u2022]")
"""What a sentence may begin after: a capital letter there tells nothing."""
_NUMBER: Final = re.compile(r"\d+(?:[.,:–-]\d+|[ \u00a0\u202f]\d{3}(?!\d))*")
_THOUSANDS: Final = re.compile(r"[.,\s](?=\d{3}(?!\d))")
_SCORE: Final = re.compile("[:–]")
_MOST_NUMBERS: Final = 40
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Gist:
    """What a story is compared by. ``terms`` are those of its words, ``titles`` those of them that
    stand in the title, ``names`` those with capital letters, ``common`` those of news in general,
    ``strong`` its quotations and the addresses it leads to, ``numbers`` those written in digits
    (``5.9``, ``3-1``, ``1,200``; no years), all as hashes."""

    terms: frozenset[int]
    titles: frozenset[int]
    names: frozenset[int]
    common: frozenset[int]
    strong: frozenset[int]
    lang: str = ""
    """The language its small words are of, where that is plain."""
    kind: Kind = "story"
    numbers: frozenset[int] = frozenset()


NOTHING: Final = Gist(frozenset(), frozenset(), frozenset(), frozenset(), frozenset())


def gist_of(
    title: str, lead: str, *, quotes: Iterable[str] = (), addresses: Iterable[int] = ()
) -> Gist:
    """What the story under ``title`` that begins with ``lead`` is compared by.

    ``quotes`` are its direct quotations, ``addresses`` numbers that stand for where it leads.
    """
    heading, text = _Words(), _Words()
    heading.read(title, 4 * LEAD_WORDS)
    read = lead[: text.read(lead, LEAD_WORDS)]
    numbers: frozenset[int] = frozenset()
    if heading.has_numbers or text.has_numbers or len(title) > 8 * LEAD_WORDS:
        numbers = frozenset(islice(_numbers(f"{title}\n{read}"), _MOST_NUMBERS))
    strong = [_quote_term(quote) for quote in islice(quotes, _MOST_STRONG)]
    strong += [address & HASH for address in addresses]
    return Gist(
        terms=frozenset(heading.terms | text.terms),
        titles=frozenset(heading.terms),
        names=frozenset(text.names),
        common=frozenset(heading.common | text.common),
        strong=frozenset(list(dict.fromkeys(filter(None, strong)))[:_MOST_STRONG]),
        lang=text.language,
        kind=kind_of(title),
        numbers=numbers,
    )


class _Words:
    """The terms of a text."""

    def __init__(self) -> None:
        self.terms: set[int] = set()
        self.names: set[int] = set()
        self.common: set[int] = set()
        self.has_numbers = False
        """Whether there may be numbers in what was taken in."""
        self._languages: Iterable[tuple[str, ...]] = ()

    def read(self, text: str, most: int) -> int:
        """Take in the first words of ``text``; where they end."""
        parts = _PARTED_WORD.split(text, most)  # a gap, a word, a gap, … and the rest
        words = parts[1::2]
        if not words:
            return 0
        known = map(_KNOWN.__getitem__, words)
        terms, common, capitals, self._languages, runs, numbers = zip(*known, strict=True)
        self.has_numbers = any(numbers)
        self.terms.update(terms)
        self.common.update(common)
        for at in compress(count(1), capitals[1:]):
            gap = parts[2 * at]
            if gap == " " or not _BREAK.search(gap):
                self.names.add(capitals[at])
        for word in compress(words, runs):
            self.terms.update([_term(part)[0] for part in _unspaced(word)])
        self.terms.discard(0)
        self.common.discard(0)
        return len(text) - len(parts[-1])

    @property
    def language(self) -> str:
        """The language that most of the small words belong to; ``""`` when unsure."""
        told = list(chain.from_iterable(self._languages))
        tally = {lang: told.count(lang) for lang in set(told)}
        most = max(tally.values(), default=0)
        first = [lang for lang, words in tally.items() if words == most]
        return first[0] if most >= _PLAIN and len(first) == 1 else ""


def _unspaced(word: str) -> list[str]:
    """Every two characters that follow one another, and what else stands between them."""
    signs = UNSPACED.findall(word)
    return [a + b for a, b in pairwise(signs)] + UNSPACED.sub(" ", word).split()


def _numbers(text: str) -> Iterator[int]:
    """The numbers of ``text``: ``1,200``, ``1.200`` and ``1 200`` are one, ``3:1`` is ``3-1``."""
    for number in _NUMBER.findall(text):
        if not _YEAR.fullmatch(number):
            whole = _THOUSANDS.sub("", number).replace(",", ".")
            score = _SCORE.sub("-", whole)
            found = _hash("#" + score)
            yield found | SCORE if "-" in score else found & ~SCORE


def plain_words(text: str) -> list[str]:
    """The words of ``text``, folded, nothing cut: what is equal when two texts are the same."""
    return _WORD.findall(fold(text))


def pack(gist: Gist) -> bytes:
    """``gist`` as bytes: its language and kind, and its terms, four for each.

    Terms are parted by what they are, so that every set of them is a stretch or two.
    """
    titles, names, common = gist.titles, gist.names, gist.common
    title, other = gist.terms & titles, gist.terms - titles
    title_names, title_words = title & names, title - names
    other_names, other_words = other & names, other - names
    parts = (
        title_names & common,
        title_names - common,
        title_words - common,
        title_words & common,
        other_words & common,
        other_names & common,
        other_names - common,
        other_words - common,
    )
    head = number_of(gist.lang) << 8 | _PARTED | _KINDS.index(gist.kind)
    stretches = [*map(sorted, parts), sorted(gist.strong), sorted(gist.numbers)]
    ends = accumulate(map(len, stretches[:-1]))
    return array("I", [head, *ends, *chain.from_iterable(stretches)]).tobytes()


def unpack(packed: bytes) -> Gist:
    """The gist that :func:`pack` was given. Raises ValueError for damaged bytes."""
    whole = array("I", packed)
    if len(whole) < _WORDS or not whole[0] & _PARTED:
        return _unpack_flagged(whole)
    named, told, titled, plain, common, known, other, end, strong = whole[1:_WORDS]
    words = whole[_WORDS:]
    return Gist(
        terms=frozenset(words[:end]),
        titles=frozenset(words[:plain]),
        names=frozenset(words[:told] + words[common:other]),
        common=frozenset(words[:named] + words[titled:known]),
        strong=frozenset(words[end:strong]),
        lang=_language(whole[0]),
        kind=_kind(whole[0] & ~_PARTED),
        numbers=frozenset(words[strong:]),
    )


class Glance(NamedTuple):
    """What a packed gist holds, without making one of it: terms, those of the title and which of
    these are common, what is strong, numbers; ``lang`` is a number that stands for its language, 0
    for none."""

    terms: array[int]
    titles: array[int]
    common: array[int]
    strong: array[int]
    numbers: array[int]
    lang: int


def glance(packed: bytes) -> Glance | None:
    """A look into a packed gist; None for one that an older program packed. Raises ValueError for
    damaged bytes."""
    whole = array("I", packed)
    if len(whole) < _WORDS or not whole[0] & _PARTED:
        return None
    named, _, titled, plain, _, _, _, end, strong = whole[1:_WORDS]
    words, rest = whole[_WORDS : _WORDS + end], whole[_WORDS + end :]
    common = words[:named] + words[titled:plain]
    strong -= end
    return Glance(words, words[:plain], common, rest[:strong], rest[strong:], whole[0] >> 8)


def titles_in(packed: bytes) -> array[int] | None:
    """The terms of the title in a packed gist; None for one that an older program packed. Raises
    ValueError for damaged bytes."""
    whole = array("I", packed)
    if len(whole) < _WORDS or not whole[0] & _PARTED:
        return None
    return whole[_WORDS : _WORDS + whole[4]]


def number_of(lang: str) -> int:
    """The number that stands for a language in a packed gist."""
    return int.from_bytes(lang.encode("ascii"), "big")


def _unpack_flagged(numbers: array[int]) -> Gist:
    """A gist as an older program packed it: four bits of each number say what it is."""
    head, *rest = numbers
    kind = _kind(head)
    words = [number for number in rest if not number & _STRONG]
    return Gist(
        terms=frozenset([number & HASH for number in words]),
        titles=frozenset([number & HASH for number in words if number & _IN_TITLE]),
        names=frozenset([number & HASH for number in words if number & _NAME]),
        common=frozenset([number & HASH for number in words if number & _COMMON]),
        strong=frozenset([number & HASH for number in rest if number & _STRONG]),
        lang=_language(head),
        kind=kind,
    )


def _language(head: int) -> str:
    return (head >> 8).to_bytes(3, "big").lstrip(b"\0").decode("ascii")


def _kind(head: int) -> Kind:
    if head & 0xFF >= len(_KINDS):
        raise ValueError("a gist of no known kind")
    return _KINDS[head & 0xFF]


def _quote_term(text: str) -> int | None:
    words = _first_words(text[: 40 * QUOTE_WORDS])
    return _hash('"' + " ".join(words)) if len(words) == QUOTE_WORDS else None


def _first_words(text: str) -> list[str]:
    """The first ``QUOTE_WORDS`` of :func:`plain_words`, less where there are not so many."""
    if len(text) > _SOME:  # most are told by less than half of it; the word it ends in may be cut
        words = _PARTED_WORD.split(fold_quickly(text[:_SOME]), QUOTE_WORDS + 1)[1::2]
        if len(words) > QUOTE_WORDS:
            return words[:QUOTE_WORDS]
    return _PARTED_WORD.split(fold_quickly(text), QUOTE_WORDS)[1::2]


_SOME: Final = 15 * QUOTE_WORDS


class _Word(NamedTuple):
    """What a word is to a story, each a column of the words of a text: its term (0 for one that says
    nothing, and for a run of a script without spaces), the same where it is one of news in general
    and where it is written with a capital letter, else 0, the languages that it tells, whether it
    is such a run, and whether there are digits in it."""

    term: int
    common: int
    capital: int
    languages: tuple[str, ...]
    is_run: bool
    has_digits: bool


class _Known(dict[str, _Word]):
    """What is known of words, found out when one is first met: stories share most of theirs."""

    def __missing__(self, word: str) -> _Word:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        small = word.lower()
        is_run = not word.isascii() and UNSPACED.search(word) is not None
        term, is_common = (0, False) if is_run else _term(small)
        capital = term if word[0] != small[0] else 0
        languages = _languages().get(small, ())
        common = term if is_common else 0
        found = _Word(term, common, capital, languages, is_run, not word.isalpha())
        self[word] = found
        return found


_MOST_KNOWN: Final = 30_000
_KNOWN: Final = _Known()


def _term(word: str) -> tuple[int, bool]:
    """The term of a word, 0 for one that says nothing, and whether it is one of news in general."""
    cut = _cut(fold(word))
    empty, common = _lists()
    if cut.isdigit():
        says_nothing = len(cut) < 2 or _YEAR.fullmatch(cut) is not None
    else:
        says_nothing = len(cut) < 2 or cut in empty
    return (0, False) if says_nothing else (_hash(cut), cut in common)


def _cut(word: str) -> str:
    if len(word) > 4 and word.endswith("s"):
        word = word[:-1]
    return word[:_LETTERS]


@lru_cache(maxsize=1)
def _lists() -> tuple[frozenset[str], frozenset[str]]:
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


def _hash(text: str) -> int:
    return crc32(text.encode("utf-8", "replace")) & HASH
