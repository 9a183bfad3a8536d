"""A paragraph as words, punctuation and quotations, cut into sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from reader.story.quotes.language import Language

_TOKEN = re.compile(
    r"[^\W_]+(?:(?:[-'’&@/]|\.(?![A-ZÄÖÜÉ][a-zäöü]))[^\W_]+)*|--+|[^\w\s]|_+"
)  # a stop before a capital and small letters ends a sentence that lacks its blank
_ENDS: Final = frozenset(".!?…。！？")
_DASHES: Final = frozenset("–—-―") | {"--", "---"}
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
    phrase: bool = False
    """Whether it has small words in it, where nouns have capitals."""


NOT_QUOTED: Final = About()


@dataclass(slots=True)
class Token:
    """A word, one punctuation character, or a quotation (``quote`` is then its number).

    ``low`` is the lower-case form without ``’s``/``’re``… on pronouns.
    """

    text: str
    low: str
    start: int
    end: int
    quote: int = -1
    opens_sentence: bool = False
    about: About = NOT_QUOTED
    """Of a quotation."""

    @property
    def is_word(self) -> bool:
        """Whether it is a word or number."""
        return self.text[0].isalnum()

    @property
    def is_capital(self) -> bool:
        """Whether it is a word that begins with a capital letter (or a letter without case)."""
        return self.text[0].isupper()


@dataclass(slots=True)
class Line:
    """One block as tokens; ``starts`` are the token numbers at which sentences begin."""

    block: int
    text: str
    tokens: list[Token] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    sentence_of: list[int] = field(default_factory=list)

    def sentence(self, at: int) -> tuple[int, int]:
        """The tokens ``a``..``b`` of the sentence that token ``at`` is in."""
        number = self.sentence_of[at]
        return self.bounds(number)

    def bounds(self, number: int) -> tuple[int, int]:
        """The tokens ``a``..``b`` of sentence ``number``."""
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.tokens)
        return self.starts[number], end


def read_line(block: int, text: str, quotes: list[Token], lang: Language) -> Line:
    """``text`` as a :class:`Line`; ``quotes`` are the tokens of the quotations in it."""
    line = Line(block, text)
    at = 0
    for quote in quotes:
        _words(line.tokens, text, at, quote.start, lang)
        line.tokens.append(quote)
        at = quote.end
    _words(line.tokens, text, at, len(text), lang)
    _cut(line)
    return line


def is_dash(token: Token) -> bool:
    """Whether ``token`` is a dash standing alone."""
    return token.text in _DASHES


def _words(tokens: list[Token], text: str, start: int, end: int, lang: Language) -> None:
    pronouns = lang.pronouns
    add = tokens.append
    splits = lang.elides or bool(lang.clitics)
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        first, last = match.span()
        if word == "," or word == ";":
            add(Token(word, word, first, last))
            continue
        low = word.lower()
        if word == "." and tokens and tokens[-1].end == first and tokens[-1].is_word:
            before = tokens[-1]
            bare = before.low
            if (
                bare in lang.abbreviations
                or (lang.nouns_capital and bare.isdigit() and len(bare) < 3)  # am 3. Juni
                or (len(bare) == 1 and before.text.isupper())
                or ("." in bare and bare.replace(".", "").isalpha() and len(bare) < 6)
            ):
                before.text += "."
                before.low += "."
                before.end = last
                continue
        if low.isalnum():
            add(Token(word, low, first, last))
            continue
        if "’" in low:
            low = low.replace("’", "'")
        if len(low) > 2:
            bare = _CONTRACTED.sub("", low)
            if bare in pronouns:
                low = bare
        if splits:
            _split_word(tokens, word, first, lang)
            continue
        add(Token(word, low, first, last))


def _split_word(tokens: list[Token], word: str, start: int, lang: Language) -> None:
    """Adds ``l’homme`` as two words, and ``explique-t-il`` as verb and pronoun."""
    apostrophe = max(word.rfind("'", 0, 8), word.rfind("’", 0, 8))
    if lang.elides and 0 < apostrophe < len(word) - 1:
        cut = apostrophe + 1
        low = word[:cut].lower().replace("’", "'")
        tokens.append(Token(word[:cut], low, start, start + cut))
        word, start = word[cut:], start + cut
    stem, hyphen, last = word.rpartition("-")
    if hyphen and last.lower() in lang.clitics:
        verb = stem.removesuffix("-t")
        tokens.append(Token(verb, verb.lower(), start, start + len(verb)))
        start += len(word) - len(last)
        word = last
    tokens.append(Token(word, word.lower(), start, start + len(word)))


def _cut(line: Line) -> None:
    """Marks where sentences begin: after ``.!?…`` and before a capital, a mark or the end."""
    tokens = line.tokens
    number = 0
    begin = True
    ended = False
    for place, token in enumerate(tokens):
        if ended and (token.quote >= 0 or not (token.is_word and token.text[0].islower())):
            if token.text in ")]}»" or (
                not token.is_word and token.quote < 0 and token.text in _ENDS
            ):
                pass
            elif token.text not in ",;:–—" and token.text not in _DASHES:
                begin = True
        ended = False
        if begin:
            line.starts.append(place)
            token.opens_sentence = True
            number = len(line.starts) - 1
            begin = False
        line.sentence_of.append(number)
        if token.quote >= 0:
            ended = token.about.last in _ENDS
        elif token.text in _ENDS:
            ended = True
        elif token.is_word and token.text[-1] == "." and place + 1 < len(tokens):
            ended = (
                token.low in ("p.m.", "a.m.", "jr.", "sr.", "inc.", "co.", "corp.")
                and tokens[place + 1].is_capital
                and tokens[place + 1].low in ("the", "he", "she", "it", "but", "in")
            )
