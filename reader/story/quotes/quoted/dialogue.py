"""Dialogue led in by dashes, as Romance and Slavic prints have it:

*— Le pont est fermé, répondit Nora Blanc.* · *—Está cerrado —dijo Nora—. No se puede.*
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from reader.model import HEADLINE, Block
from reader.story.quotes.language import Language
from reader.story.quotes.quoted.spans import Found, Piece

DASH: Final = "dash"
"""The family of a quotation that a dash leads in."""
_LEAD = re.compile(r"\s*[—–―]\s*(?=[^\W_]|[¿¡…«„“\"])")
_CUT = re.compile(r"\s+[—–―]\s*|[—–―](?:\s+|(?=[.,;:]))")
_ATTACHED = re.compile(r"[—–―](?=[^\W\d_A-ZÁÉÍÓÚÑ])")
"""The dash before who speaks, in Spanish: *—Perdone —se disculpa Ana.*"""
_INSERT = re.compile(r"(,|(?<=[?!…]))\s+(?=((?:[^\W\d_]|['’-])+)(?:\s+([^\W\d_]+))?)")
_INNER = re.compile(r"(?<=[.!?…:”\"»])\s+[—–]\s+(?=[^\W\d_a-ząćęłńóśźżа-яё]|„)")
"""Where a speech begins in the middle of a Polish paragraph."""
_ASIDE = re.compile(r"[^\W\d_A-ZĄĆĘŁŃÓŚŹŻ][^.!?–—„”]{1,60}\.(?=\s+[—–]\s|\s*$|\s+[A-ZĄĆĘŁŃÓŚŹŻ])")
"""What may stand behind a dash at the end of a speech: *śmieje się.*"""
_SENTENCE = re.compile(r"[.!?…]['”\"»]?\s+(?![—–])")
_DASHED = re.compile(r"(?<![.!?…])\s[—–]\s")
_SPAN: Final = 200
_WORDS: Final = 6
_BACK: Final = 4
_MOST: Final = 200
_CLAUSE_END = re.compile(r"[,.;!?…]")
_ENDS: Final = frozenset('.!?…»”"')


def with_dialogue(
    found: list[Found], blocks: Mapping[int, Block], texts: Mapping[int, str], lang: Language
) -> list[Found]:
    """``found`` with the speeches of dialogues: runs of paragraphs that begin with a dash, of
    which one at least says who speaks."""
    if not lang.dashes:
        return found
    speeches: list[Found] = []
    run: list[Found] = []
    inner: list[Found] = []
    told = inner_told = False
    above = ""
    for number, text in texts.items():
        lead = _LEAD.match(text)
        led, above = above.endswith(":"), text.rstrip()
        prose = number != HEADLINE and blocks[number].kind == "paragraph"
        if not lead or not prose or text.rstrip()[-1:] not in _ENDS:
            speeches, run, told = speeches + (run if told else []), [], False
            if prose and lang.inner_dashes:
                parts, cue = _inner(number, text, lang)
                inner, inner_told = inner + parts, inner_told or cue
            continue
        parts, cue = _speeches(number, text, lead.end(), lang)
        run, told = run + parts, told or cue or led  # O treinador reclamou: ¶ — Isso aqui é …
    speeches += run if told else []
    if inner_told:
        found = _outside(found, inner)
    else:
        inner = []
    if not speeches and not inner:
        return found
    spoken = {speech.first.block for speech in speeches}
    kept = [quote for quote in found if quote.first.block not in spoken]
    speeches += inner
    return sorted([*kept, *speeches], key=lambda quote: (quote.first.block, quote.first.start))


def _inner(number: int, text: str, lang: Language) -> tuple[list[Found], bool]:
    """The speeches that dashes lead in behind sentences of a paragraph, and whether the speaker of
    one is told: *Nie wierzę w to. – Znam go – mówi Anna Lis.*"""
    parts: list[Found] = []
    told = False
    at = 0
    while lead := _INNER.search(text, at):
        end, at, cue = _speech_end(text, lead.end(), lang)
        told = told or cue or text[lead.start() - 1] == ":"
        stop = len(text[:end].rstrip())
        if at < len(text):  # so that the dash before what goes on leads it in
            at = max(lead.end(), at - _BACK)
        if cue or text[stop - 1 : stop] in _ENDS:
            parts.append(Found(DASH, [Piece(number, lead.start(), stop, lead.end(), stop)]))
    return parts, told


def _outside(found: list[Found], speeches: list[Found]) -> list[Found]:
    """``found`` without what lies in one of the ``speeches`` of its paragraph."""
    spoken: dict[int, list[Piece]] = {}
    for speech in speeches:
        spoken.setdefault(speech.first.block, []).append(speech.first)
    return [
        quote
        for quote in found
        if not any(
            piece.start <= quote.first.start < piece.end
            for piece in spoken.get(quote.first.block, ())[:_MOST]
        )
    ]


def _speeches(number: int, text: str, start: int, lang: Language) -> tuple[list[Found], bool]:
    """The speeches of one paragraph that begins at ``start``, and whether its speaker is told."""
    parts: list[Found] = []
    told = False
    at = start
    begin = 0
    while at < len(text):
        end, after, cue = _speech_end(text, at, lang)
        told = told or cue
        stop = len(text[:end].rstrip())
        if stop > at:
            parts.append(Found(DASH, [Piece(number, begin or 0, stop, at, stop)]))
        at = begin = after
    return parts, told


def _speech_end(text: str, at: int, lang: Language) -> tuple[int, int, bool]:
    """Where the speech that begins at ``at`` ends, where the next one begins, and whether words
    of saying stand between them."""
    for cut in _CUT.finditer(text, at):
        attached = (
            lang.drops_subject and cut.group()[0].isspace() and _ATTACHED.match(text, cut.end() - 1)
        )
        told = attached or _tells(text, cut.end(), lang)
        if not told and not _is_aside(text, cut.end(), lang):
            continue
        again = _CUT.search(text, cut.end())
        return cut.start(), (_past_stop(text, again.end()) if again else len(text)), True
    for cut in _INSERT.finditer(text, at):
        comma, first, second = cut.groups()
        if not comma and not first[0].islower():
            continue
        if not _is_saying(first, lang) and first.lower() not in lang.auxiliaries:
            continue
        if not _is_saying(first, lang) and not _is_saying(second or "", lang):
            continue
        end = _CLAUSE_END.search(text, cut.end())
        after = end.end() if end else len(text)
        while after < len(text) and text[after].isspace():
            after += 1
        if lang.verb_second:  # – Det är en skandal, sade Jan Lind. – Någon måste gå.
            dash = _CUT.match(text, after - 1) if after < len(text) else None
            after = dash.end() if dash else len(text)
        return cut.start() + len(comma), after, True
    return len(text), len(text), False


def _past_stop(text: str, at: int) -> int:
    """Past the stop that Spanish sets after the closing dash: *—dijo Nora—. No …*"""
    while at < len(text) and (text[at] in ".,;:" or text[at].isspace()):
        at += 1
    return at


def _is_aside(text: str, at: int, lang: Language) -> bool:
    """Whether a few small words up to the end of the sentence stand at ``at``: *macha ręką.*"""
    match = _ASIDE.match(text, at) if lang.inner_dashes else None
    if match is None or len(match.group().split()) > _WORDS:
        return False
    before = _SENTENCE.split(text[max(0, at - _SPAN) : at])[-1]
    return len(_DASHED.findall(before)) == 1  # no pair of dashes within a sentence


def _tells(text: str, at: int, lang: Language) -> bool:
    words = re.findall(r"(?:[^\W\d_]|['’-])+", text[at : at + 60])[:4]
    return any(_is_saying(word, lang) for word in words)


def _is_saying(word: str, lang: Language) -> bool:
    low = word.lower()
    return low in lang.say or low.split("-")[0] in lang.say
