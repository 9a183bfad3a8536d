"""The quotations of a story, from its headline and blocks."""

from __future__ import annotations

import operator
import re
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from reader.model import HEADLINE, Block, Quote, Span, Speaker
from reader.story.quotes.clause.owners import owner
from reader.story.quotes.clause.plausible import is_addressed
from reader.story.quotes.detect import decide
from reader.story.quotes.language import Language, language
from reader.story.quotes.named.names import find_people
from reader.story.quotes.named.who import Who
from reader.story.quotes.quoted.blockquotes import BLOCK, with_blockquotes
from reader.story.quotes.quoted.dialogue import DASH, with_dialogue
from reader.story.quotes.quoted.kinds import (
    Kind,
    headline_kind,
    is_few,
    is_pair,
    is_short,
    is_speech,
    kind_of,
    said_kind,
)
from reader.story.quotes.quoted.marks import ALL_MARKS
from reader.story.quotes.quoted.repeats import without_repeats
from reader.story.quotes.quoted.spans import Found, Piece, pair_blocks
from reader.story.quotes.said import Said
from reader.story.quotes.signatures import may_sign
from reader.story.quotes.speakers import Attribution
from reader.story.quotes.tokens import About, Line, Quoted, read_line
from reader.story.quotes.trust import confidence
from reader.text import lower

_TEXT_KINDS: Final = frozenset(["paragraph", "heading", "blockquote", "list_item", "caption"])
_TEXT_ROLES: Final = (None, "standfirst")
_DASHES: Final = frozenset("—–―")
_BEFORE_DASH: Final = (". – ", "? – ", "! – ", ": – ")
_ANYWHERE: Final = ("colon", "signature")
"""Rules that need no words of the language."""
_TAKEN: Final = frozenset(
    ["paragraph-before", "same-paragraph", "sentence-subject", "line-before", "sentence-before"]
)
"""Rules that name somebody from elsewhere than the quotation's own verb."""
_MOST: Final = 4000
"""Quotations that are listed; no story has more."""
_INSERTED = re.compile(r"[^.!?«»—–]{0,100}")
"""The rest of an insertion behind the speaker: *, 58 ans*."""
_DEFINITE: Final = frozenset(["der", "die", "das", "dem", "den", "des"])
_LEADING: Final = "".join(ALL_MARKS) + " \t\u00a0([{…"
_TRAILING: Final = "".join(ALL_MARKS) + " \t\u00a0"


def find_quotes(
    headline: str, blocks: Sequence[Block], lang: str | None = None
) -> tuple[Quote, ...]:
    """Every quotation of the story, in page order, the headline's first.

    ``lang`` is a language code (``en``, ``de-AT``), which words that plainly speak another
    language overrule; None means to detect it.  Scare words, titles
    of works and what only repeats another quotation are left out.  Linear in the length of the
    text; never raises.
    """
    return find_all([(headline, blocks, lang)])[0]


def find_all(
    stories: Iterable[tuple[str, Sequence[Block], str | None]],
) -> list[tuple[Quote, ...]]:
    """:func:`find_quotes` of each of several stories, one step after the other: they take less time
    so (:func:`reader.story.read.read_fragments`)."""
    found: dict[int, tuple[Quote, ...]] = {}
    steps = {number: _find(*story) for number, story in enumerate(stories)}
    while steps:
        for number, step in list(steps.items()):
            try:
                next(step)
            except StopIteration as end:
                found[number] = end.value
                del steps[number]
    return [found[number] for number in range(len(found))]


_Steps = Generator[None, None, tuple[Quote, ...]]
"""What comes to the quotations of a story, a step at a time."""


def _find(headline: str, blocks: Sequence[Block], lang: str | None) -> _Steps:
    title = headline.strip()
    texts = {HEADLINE: headline} if title else {}
    for number, block in enumerate(blocks):
        if block.kind not in _TEXT_KINDS or block.role not in _TEXT_ROLES or is_reference(block):
            continue
        text = block.text.strip()
        if text and text != title:
            texts[number] = block.text
    paired = pair_blocks(texts.items())
    quoting = bool(paired) or any(block.kind == "blockquote" for block in blocks)
    if not quoting and not any(_has_dash(text) for text in texts.values()):
        return ()
    lang = decide(lang, texts.values())
    if lang == "en" and not _reads_english(texts.values()):
        lang = ""  # a language nobody here reads: quotations, but nobody who says them
    yield
    reading = _Reading(texts, dict(enumerate(blocks)), language(lang))
    return (yield from reading.quotes(paired))


@dataclass(slots=True)
class _Reading:
    """One story being read."""

    texts: dict[int, str]
    blocks: dict[int, Block]
    lang: Language
    found: list[Found] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    tokens: dict[int, Quoted] = field(default_factory=dict)

    def quotes(self, paired: list[Found]) -> _Steps:
        """The quotations worth listing, of those whose marks make pairs and of others."""
        paired = with_dialogue(paired, self.blocks, self.texts, self.lang)
        self.found = with_blockquotes(paired, self.blocks, self.texts, self.lang)[:_MOST]
        if not self.found:
            return ()
        self.kinds = [self._kind(found) for found in self.found]
        if self.lang.nouns_capital or self.lang.proper_capitals:
            for number in range(1, len(self.found)):
                if self.kinds[number] == "partial" and self._is_next_title(number):
                    self.kinds[number] = "title"
        yield
        said = yield from self._said()
        yield
        quoted: dict[int, list[tuple[int, int]]] = {}
        for number, found in enumerate(self.found):
            for piece in found.pieces:
                quoted.setdefault(piece.block, []).extend(self._stretches(piece, said.get(number)))
        kept: list[tuple[int, Found]] = []
        for number, found in enumerate(self.found):
            before = said.get(number - 1)
            self.kinds[number] = said_kind(
                self.kinds[number], self.tokens[number], said.get(number)
            )
            if self.kinds[number] in ("partial", "scare") and self._goes_on(number):
                self.kinds[number] = "direct"
                own = said.get(number)
                if before and not before.nobody and (own is None or own.rule == "sandwich"):
                    said[number] = before.again("same-paragraph")
            if self.kinds[number] in ("scare", "title"):
                continue
            kept.append((number, found))
        tellers = [said.get(number) for number, _ in kept]
        who: Who | None = None
        if any(teller and not teller.nobody for teller in tellers):
            people = find_people(self.texts, quoted, self.lang)
            who = Who(people, self.lang, self.texts, quoted)
            yield
        quotes = [
            self._quote(number, found, teller, who)
            for (number, found), teller in zip(kept, tellers, strict=True)
        ]
        return tuple(without_repeats([quote for quote in quotes if quote.text], self.texts))

    def _stretches(self, piece: Piece, said: Said | None) -> list[tuple[int, int]]:
        """Where the words of ``piece`` stand that its speaker says: without the insertion that names
        the speaker (*« Oui, dit le patron, Luc Martel, 58 ans. Non. »*)."""
        within = said and not said.nobody and said.block == piece.block
        if not (said and within and piece.start < said.start < said.end < piece.end):
            return [(piece.start, piece.end)]
        stop = _INSERTED.match(self.texts[piece.block], said.end, piece.end)
        end = stop.end() if stop else said.end
        return [(piece.start, said.start), (end, piece.end)]

    def _is_next_title(self, number: int) -> bool:
        """Whether nothing but a comma or *and* parts the quotation from the title of a work."""
        before, here = self.found[number - 1].last, self.found[number].first
        if self.kinds[number - 1] != "title" or before.block != here.block:
            return False
        text = self.texts[here.block]
        between = text[before.end : here.start].replace(",", " ").split()
        begins = text[here.inner_start : here.inner_start + 1].isupper()
        return begins and len(between) < 2 and all(word in self.lang.and_ for word in between)

    def _goes_on(self, number: int) -> bool:
        """Whether the quotation is the second half of a sentence that its speaker's name parts:
        “The truth,” he said, “is …”"""
        if number == 0 or self.kinds[number - 1] != "direct":
            return False
        before, here = self.found[number - 1].last, self.found[number].first
        if before.block != here.block:
            return False
        stop = self.texts[here.block][here.end : here.end + 1]
        if self.tokens[number].about.last not in ".!?…," and stop not in (".", ""):
            return False
        between = self.texts[here.block][before.end : here.start].strip()
        parted = self.tokens[number - 1].about.last == "," or between.startswith(",")
        return parted and between.endswith(",") and len(between) < 90

    def _kind(self, found: Found) -> Kind:
        first, last = found.first, found.last
        if len(found.pieces) > 1 or found.family in (BLOCK, DASH):
            return "direct"
        text = self.texts[first.block]
        before = text[max(0, first.start - 40) : first.start]
        after = text[last.end : last.end + 30]
        inner = text[first.inner_start : last.inner_end].strip()
        is_work = self.lang.code == "ja" and text[first.start] == "『"
        if is_work and not is_speech(inner, text, last.end, self.lang):
            return "title"
        kind = kind_of(inner, before, after, self.lang)
        block = self.blocks.get(first.block)
        if kind == "title" and (block is None or block.kind == "heading"):
            return headline_kind(inner, self.lang)
        return kind

    def _about(self, number: int, piece: Piece, inner: str) -> About:
        first = inner.lstrip(_LEADING)[:1]
        lead = self.texts[piece.block][max(0, piece.start - 5) : piece.start].rstrip()
        return About(
            last=inner.rstrip(_TRAILING)[-1:],
            begins=bool(first) and first == first.upper(),
            led=lead[-1:] in (",", ":"),
            sentence=self.kinds[number] == "direct",
            titled=self.kinds[number] in ("scare", "title"),
            named=self.lang.nouns_capital and lead[-4:].strip().lower() in _DEFINITE,
            speech=is_speech(inner, self.texts[piece.block], piece.end, self.lang),
            short=is_short(inner),
            two=is_pair(inner, self.lang),
            few=is_few(inner, self.texts[piece.block], piece.start, self.lang),
            phrase=self.lang.nouns_capital and _has_small_words(inner),
        )

    def _said(self) -> Generator[None, None, dict[int, Said | None]]:
        """Who says each quotation, by its number."""
        by_block: dict[int, list[Quoted]] = {}
        for number, found in enumerate(self.found):
            for piece in found.pieces:
                inner = self.texts[piece.block][piece.inner_start : piece.inner_end].strip()
                about = self._about(number, piece, inner)
                token = Quoted(number, piece.start, piece.end, about)
                self.tokens.setdefault(number, token)
                by_block.setdefault(piece.block, []).append(token)
        yield
        goes_on = {piece.block for found in self.found for piece in found.pieces[1:]}
        order = list(self.texts)
        index = {block: place for place, block in enumerate(order)}
        # Forgotten at the end of this step: thousands of words, whose room is that of the next
        # story's then, and still in the processor's caches.
        lines: dict[int, Line] = {}

        def line(block: int) -> Line:
            if block not in lines:
                lines[block] = read_line(
                    block, self.texts[block], by_block.get(block, []), self.lang
                )
            return lines[block]

        def before(block: int) -> Line | None:
            place = index[block]
            if place == 0 or (block in self.blocks and self.blocks[block].kind == "heading"):
                return None  # a heading's words are nobody's who spoke above it
            if order[place - 1] == HEADLINE and self.texts[HEADLINE].rstrip()[-1:] not in ".:":
                return None
            return line(order[place - 1])

        def after(block: int) -> Line | None:
            place = index[block] + 1
            while place < len(order) and order[place] in goes_on:
                place += 1  # behind the last paragraph of the quotation
            if place < len(order) and may_sign(self.texts[order[place]]):
                return line(order[place])
            return None

        def end_of(number: int) -> tuple[Line, int] | None:
            if len(self.found[number].pieces) < 2:
                return None
            last = line(self.found[number].last.block)
            return last, next(p for p, t in enumerate(last.tokens) if t.quote == number)

        rules = Attribution(self.lang, line, before, after, end_of)
        for block in by_block:
            rules.paragraph(line(block))
        return rules.said

    def _quote(self, number: int, found: Found, said: Said | None, who: Who | None) -> Quote:
        spans = []
        for piece in found.pieces:
            start, end = _strip(self.texts[piece.block], piece.inner_start, piece.inner_end)
            if start < end:
                spans.append(Span(piece.block, start, end))
        text = "\n\n".join(self.texts[span.block][span.start : span.end] for span in spans)
        speaker: Speaker | None = None
        sure = 0.0
        mention = None
        lang = self.lang
        known = lang.cues or lang.cjk_after or lang.cjk_before
        if said and not known and not said.nobody:
            plain = said.rule in _ANYWHERE and _is_name(
                self.texts[said.block][said.start : said.end]
            )
            said = said if plain else None  # without words for saying only the plainest
        if who and said and not said.nobody:
            said = owner(said, self.texts[said.block], self.lang)
            speaker, trust = who.speaker(said)
            sure = round(confidence(said, self.kinds[number], self.lang) * trust, 2)
            if speaker and said.rule in _TAKEN and is_addressed(text, speaker.name):
                speaker, sure = None, 0.0
            mention = Span(said.block, said.start, said.end) if speaker else None
        kind = "direct" if self.kinds[number] == "direct" else "partial"
        return Quote(
            text,
            tuple(spans),
            "direct" if kind == "direct" else "partial",
            speaker,
            said.cue if said else None,
            sure,
            mention,
        )


def is_reference(block: Block) -> bool:
    """Whether the block is an entry of an encyclopedia's list of sources, whose quoted words are
    titles: *^ Lee, Ann (2024). "…". The Herald.*"""
    return block.kind == "list_item" and block.text.startswith("^")


def _reads_english(texts: Iterable[str]) -> bool:
    """Whether one word in 25 of a longer text is a small English one, as one in four is; of a
    shorter text one word at all."""
    sample = " ".join(islice(texts, _LOOKED_AT))[:_SAMPLE]
    if len(_SMALL.intersection(lower(sample[:_OPENING]).split()[:-1])) > _DISTINCT:
        return True  # and so it is with the rest
    words = lower(sample).split()
    if len(_SMALL.intersection(words)) > _DISTINCT:
        return True
    words = [word for word in words if word[-1].isalpha() or word[0].isalpha()]
    small = sum([word in _SMALL for word in words])
    if len(words) < _FEW:
        return small > 0 or len(words) < _VERY_FEW or _has_english(words)
    return 25 * small >= len(words)


def _has_english(words: list[str]) -> bool:
    english = language("en")
    known = english.function | english.cues
    found = {word.strip(".,:;!?“”") for word in words} & known
    return sum(len(word) > 1 for word in found) > 1


_LOOKED_AT: Final = 12
_SAMPLE: Final = 1200
_OPENING: Final = 400
"""Characters that tell English in most stories of it."""
_FEW: Final = 40
_VERY_FEW: Final = 8
"""Words that tell no language."""
_DISTINCT: Final = 4
_SMALL: Final = frozenset(
    "the of and to in is that for on said was with it as he she his her at by from be are".split()
)


def _has_dash(text: str) -> bool:
    """Whether a dash begins the text or a sentence in it, as it may lead in what somebody says."""
    if text.lstrip()[:1] in _DASHES:
        return True
    return " – " in text and any(lead in text for lead in _BEFORE_DASH)


def _is_name(words: str) -> bool:
    """Whether ``words`` of any language end in a name, or have one of two words in them."""
    capitals = [not word[:1].islower() for word in words.split()]
    return capitals[-1:] == [True] or any(map(operator.and_, capitals, capitals[1:]))


def _has_small_words(inner: str) -> bool:
    words = inner.split()
    return len(words) > 2 and any(word.islower() for word in words[1:-1])


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
