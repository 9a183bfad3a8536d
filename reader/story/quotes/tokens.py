"""A paragraph as words, punctuation and quotations, cut into sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from reader.story.quotes.language import Language

_TOKEN = re.compile(
    r"(@\w+|[^\W_]+(?:(?:[-'’&@/]|\.(?![A-ZÄÖÜÉ][a-zäöü])|(?<=\d),(?=\d{3}))[^\W_]+)*(?:(?<=[sxzSXZ])['’](?=\s\w))?|--+|[^\w\s]|_+)"
)  # a stop before a capital and small letters ends a sentence that lacks its blank
_ENDS: Final = frozenset(".!?…。！？")
DASHES: Final = frozenset("–—-―") | {"--", "---"}
_SIGNS: Final = frozenset(".,;:!?…)]")
"""Signs that never are part of the word before them when a blank follows."""
_GOES_ON: Final = frozenset(")]}»,;:") | _ENDS | DASHES
"""What may stand after a stop without a sentence beginning there."""
_ROMAN: Final = frozenset("II III IV VI VII VIII IX XI XII XIII XIV XV XVI XVII XXIII".split())
_CONTRACTED = re.compile(r"['’](?:s|re|ve|d|ll|m)$")
QUOTE: Final = "\0"
"""The text of a token that stands for a whole quotation."""


@dataclass(slots=True, eq=False)
class About:
    """What is known about a quotation before its speaker is looked for."""

    last: str = ""
    """Its last character inside the marks."""
    begins: bool = False
    """Whether its first letter is a capital (or has no case)."""
    led: bool = False
    """Whether a comma or colon stands before it."""
    sentence: bool = False
    """Whether its words are a sentence said."""
    titled: bool = False
    """Whether its words look like a title."""
    shouted: bool = False
    """Whether a word for something many say stands before it (*chants of*)."""
    attribute: bool = False
    """Whether it is a few words in front of a noun (*a “wait and see” plan*)."""
    named: bool = False
    """Whether a definite article stands before it, where that often leads in a name."""
    speech: bool = False
    """Whether a verb that only what is said can stand before follows at once."""
    short: bool = False
    """Whether it is four or five characters of Chinese or Japanese."""
    two: bool = False
    """Whether it is two small words that end a clause."""
    few: bool = False
    """Whether it is two small words in a paragraph of prose."""
    phrase: bool = False
    """Whether it has small words in it, where nouns have capitals."""


NOT_QUOTED: Final = About()


class Token:
    """A word or one punctuation character.

    ``low`` is the lower-case form without ``’s``/``’re``… on pronouns.  Stories have thousands of
    these, so that whoever makes one sets its attributes himself: a constructor takes half the time.
    """

    __slots__ = ("end", "is_word", "low", "opens_sentence", "start", "text")

    quote = -1
    """Of a quotation, its number."""
    about: About = NOT_QUOTED
    """Of a quotation, what is known about it."""

    text: str
    low: str
    start: int
    end: int
    is_word: bool
    """Whether it is a word or number."""
    opens_sentence: bool

    @property
    def is_capital(self) -> bool:
        """Whether it is a word that begins with a capital letter (or a letter without case), or the
        name of an account (*@annlee*)."""
        first = self.text[0]
        return first.isupper() or (first == "@" and self.is_word)


class Quoted(Token):
    """The token that stands for a quotation, or for the part of it that lies in one block."""

    __slots__ = ("about", "quote")

    def __init__(self, number: int, start: int, end: int, about: About) -> None:
        self.text = self.low = QUOTE
        self.start = start
        self.end = end
        self.is_word = self.opens_sentence = False
        self.quote = number
        self.about = about


@dataclass(slots=True)
class Line:
    """One block as tokens; ``starts`` are the token numbers at which sentences begin."""

    block: int
    text: str
    tokens: list[Token] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    sentence_of: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    """The numbers of the tokens that are quotations."""
    _bounds: list[tuple[int, int]] = field(default_factory=list)

    def blanks(self, quote: Token) -> int:
        """How many blanks part the words inside the marks of the quotation ``quote``."""
        return self.text[quote.start + 1 : quote.end - 1].strip().count(" ")

    def sentence(self, at: int) -> tuple[int, int]:
        """The tokens ``a``..``b`` of the sentence that token ``at`` is in."""
        return self._bounds[self.sentence_of[at]]

    def bounds(self, number: int) -> tuple[int, int]:
        """The tokens ``a``..``b`` of sentence ``number``."""
        return self._bounds[number]

    def cut(self, starts: list[int]) -> None:
        """Cut it into sentences, which begin at the tokens ``starts``."""
        self.starts = starts
        self._bounds = list(pairwise([*starts, len(self.tokens)]))
        for number, (start, end) in enumerate(self._bounds):
            self.tokens[start].opens_sentence = True
            self.sentence_of += [number] * (end - start)


def read_line(block: int, text: str, quotes: Sequence[Quoted], lang: Language) -> Line:
    """``text`` as a :class:`Line`; ``quotes`` are the tokens of the quotations in it."""
    line = Line(block, text)
    at = 0
    stops: list[int] = []
    for quote in quotes:
        _words(line.tokens, stops, text, at, quote.start, lang)
        if quote.about.last in _ENDS:
            stops.append(len(line.tokens))
        line.places.append(len(line.tokens))
        line.tokens.append(quote)
        at = quote.end
    _words(line.tokens, stops, text, at, len(text), lang)
    _cut(line, stops)
    return line


def is_dash(token: Token) -> bool:
    """Whether ``token`` is a dash standing alone."""
    return token.text in DASHES


def _words(
    tokens: list[Token], stops: list[int], text: str, start: int, end: int, lang: Language
) -> None:
    """Adds the words of ``text[start:end]``, and to ``stops`` the numbers of those tokens after
    which a sentence may begin."""
    add = tokens.append
    held = text[start:end]
    last = start - 1
    for chunk in held.split(" "):
        first = last + 1
        last = first + len(chunk)
        # Most of what stands between two blanks is one word, or one and a sign behind it: both
        # are told without the pattern, whose first part a word of letters and figures is.  Most
        # are in small letters, and need no second string.
        if chunk.isalnum():
            token = Token()
            token.text = chunk
            token.low = chunk if chunk.islower() else chunk.lower()
            token.start = first
            token.end = last
            token.is_word = True
            token.opens_sentence = False
            add(token)
        elif (sign := chunk[-1:]) in _SIGNS and (word := chunk[:-1]).isalnum():
            add(_token(word, word if word.islower() else word.lower(), first, True))
            _sign(tokens, stops, sign, last - 1, lang)
        elif chunk:
            _chunk(tokens, stops, held, start, first - start, last - start, lang)


def _chunk(
    tokens: list[Token],
    stops: list[int],
    held: str,
    offset: int,
    at: int,
    end: int,
    lang: Language,
) -> None:
    """Adds the words of ``held[at:end]``; places in ``held`` are ``offset`` further on in the block.

    The pattern looks at two characters behind a word."""
    splits = lang.elides or bool(lang.clitics)
    while match := _TOKEN.search(held, at, end + 2):
        first = match.start()
        if first >= end:
            break
        word = match.group()
        at = match.end()
        first += offset
        if word.isalnum():
            tokens.append(_token(word, word.lower(), first, True))
        elif len(word) == 1:
            _sign(tokens, stops, word, first, lang)
        elif splits:
            _split_word(tokens, word, first, lang)
        else:
            low = word.lower().replace("’", "'")
            bare = _CONTRACTED.sub("", low)
            low = bare if bare in lang.pronouns else low
            tokens.append(_token(word, low, first, word[0].isalnum() or word[0] == "@"))


def _sign(tokens: list[Token], stops: list[int], sign: str, first: int, lang: Language) -> None:
    """Adds a punctuation character, which may end a sentence or belong to the word before it."""
    if sign in _ENDS:
        if sign == "." and tokens and _abbreviates(tokens[-1], first, lang):
            before = tokens[-1]
            before.text += "."
            before.low += "."
            before.end = first + 1
            stops.append(len(tokens) - 1)
            return
        stops.append(len(tokens))
    tokens.append(_token(sign, sign, first, False))


def _abbreviates(before: Token, at: int, lang: Language) -> bool:
    """Whether the stop at ``at`` belongs to the word ``before`` it."""
    if before.end != at or not before.is_word:
        return False
    bare = before.low
    return (
        bare in lang.abbreviations
        or (lang.nouns_capital and bare.isdigit() and len(bare) < 3)  # am 3. Juni
        or (lang.nouns_capital and before.text in _ROMAN)  # Benedikt XVI.
        or (len(bare) == 1 and before.text.isupper())
        or ("." in bare and bare.replace(".", "").isalpha() and len(bare) < 6)
    )


def _split_word(tokens: list[Token], word: str, start: int, lang: Language) -> None:
    """Adds ``l’homme`` as two words, and ``explique-t-il`` as verb and pronoun."""
    apostrophe = max(word.rfind("'", 0, 8), word.rfind("’", 0, 8))
    if lang.elides and 0 < apostrophe < len(word) - 1:
        cut = apostrophe + 1
        low = word[:cut].lower().replace("’", "'")
        tokens.append(_token(word[:cut], low, start, word[0].isalnum()))
        word, start = word[cut:], start + cut
    stem, hyphen, last = word.rpartition("-")
    if hyphen and last.lower() in lang.clitics:
        verb = stem.removesuffix("-t")
        tokens.append(_token(verb, verb.lower(), start, verb[0].isalnum()))
        start += len(word) - len(last)
        word = last
    tokens.append(_token(word, word.lower(), start, word[0].isalnum()))


def _token(text: str, low: str, start: int, is_word: bool) -> Token:
    token = Token()
    token.text = text
    token.low = low
    token.start = start
    token.end = start + len(text)
    token.is_word = is_word
    token.opens_sentence = False
    return token


def _cut(line: Line, stops: list[int]) -> None:
    """Marks where sentences begin: after ``.!?…`` (the tokens ``stops``) and before a capital, a
    mark or the end."""
    tokens = line.tokens
    if not tokens:
        return
    starts = [0]
    for stop in stops:
        at = stop + 1
        if at < len(tokens) and _ends(tokens[stop], tokens[at]):
            starts.append(at)
    line.cut(starts)


def _ends(stop: Token, after: Token) -> bool:
    """Whether a sentence begins with ``after``, right behind the possible end ``stop``."""
    if after.quote < 0:
        if after.is_word:
            if after.text[0].islower():
                return False
        elif after.text in _GOES_ON:
            return False
    if stop.is_word:  # with the stop of an abbreviation
        return (
            stop.low in ("p.m.", "a.m.", "jr.", "sr.", "inc.", "co.", "corp.")
            and after.is_capital
            and after.low in ("the", "he", "she", "it", "but", "in")
        )
    return True
