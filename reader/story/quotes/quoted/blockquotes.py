"""Block quotations: quoted as a whole where a cue, a cite or a signature says so, and pull quotes
that only repeat the body."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from reader.model import Block
from reader.story.quotes.language import Language
from reader.story.quotes.quoted.marks import ALL_MARKS
from reader.story.quotes.quoted.spans import Found, Piece
from reader.text import lower_bytes

BLOCK: Final = "block"
"""The family of a quotation that is a block quotation without marks of its own."""
_SIGNED = re.compile(r"\s+[—–―-]+\s*[^\W\d_][^—–―]{1,80}$")
_NAME = r"[^\W\d_a-zà-ÿ][\w.'’-]*"
_SIGNATURE = re.compile(
    rf"\s*(?:[—–―-]+\s*{_NAME}[^.!?]{{0,100}}|{_NAME}(?: {_NAME}){{1,3}}(?:, [^.!?]{{3,80}})?)\s*"
)
"""*— Ann Lee (@annlee)*; *Ann Lee, skipper*: a block that only says whose the one before it is."""
_LEADS: Final = (":", "：")
_WORDS = re.compile(r"[^\W_]+")
_ONLY_WORDS: Final = bytes(c if c < 128 and chr(c).isalnum() else 32 for c in range(256))
"""For ``bytes.translate``: what :data:`_WORDS` finds, and blanks."""


def fold(text: str) -> str:
    """``text`` as its words only, in lower case: for finding the same words again."""
    small = lower_bytes(text)
    if small is not None:  # in a third of the time
        return b" ".join(small.translate(_ONLY_WORDS).split()).decode()
    return " ".join(_WORDS.findall(text.lower()))


def with_blockquotes(
    found: list[Found], blocks: Mapping[int, Block], texts: Mapping[int, str], lang: Language
) -> list[Found]:
    """``found`` with block quotations taken whole where something introduces or signs them, and
    without those that repeat the body."""
    if not any(block.kind == "blockquote" for block in blocks.values()):
        return found
    body = " \n ".join(fold(texts[n]) for n in texts if n < 0 or blocks[n].kind != "blockquote")
    body += " \n " + _said_in_body(found, blocks, texts)  # pulled without its *she said*
    pulled: set[int] = set()
    whole: dict[int, Found] = {}
    order = list(texts)
    signed = _signed(order, blocks, texts)
    for place, number in enumerate(order):
        if number < 0 or blocks[number].kind != "blockquote" or number in signed.values():
            continue
        if len(fold(texts[number]).split()) > 2 and fold(_unsigned(texts[number])) in body:
            pulled.add(number)
            continue
        before = order[place - 1] if place else None
        if before in whole:
            whole[number] = whole[before]
            whole[number].pieces.append(_piece(number, texts[number]))
        elif _is_marked(texts[number]):
            continue
        elif number in signed or _is_introduced(blocks[number], texts, before, lang):
            whole[number] = Found(BLOCK, [_piece(number, texts[number])])
    kept = [f for f in found if f.first.block not in pulled and f.first.block not in whole]
    return sorted(
        [*kept, *{id(f): f for f in whole.values()}.values()],
        key=lambda f: (f.first.block, f.first.start),
    )


def _said_in_body(found: list[Found], blocks: Mapping[int, Block], texts: Mapping[int, str]) -> str:
    """The words of all quotations outside block quotations, one behind the other."""
    pieces = (piece for quote in found for piece in quote.pieces)
    return " ".join(
        fold(texts[piece.block][piece.inner_start : piece.inner_end])
        for piece in pieces
        if piece.block >= 0 and blocks[piece.block].kind != "blockquote"
    )


def _signed(
    order: list[int], blocks: Mapping[int, Block], texts: Mapping[int, str]
) -> dict[int, int]:
    """The block quotations that a block of their own signs, and that block: a dash and a name, or
    a name and what its bearer is, behind their last paragraph."""
    signed: dict[int, int] = {}
    run: list[int] = []
    for number in order:
        if number < 0 or blocks[number].kind != "blockquote":
            run = []
        elif run and _SIGNATURE.fullmatch(texts[number]):
            signed.update(dict.fromkeys(run, number))
            run = []
        else:
            run.append(number)
    return signed


def _piece(number: int, text: str) -> Piece:
    end = len(_unsigned(text))
    return Piece(number, 0, end, 0, end)


def _unsigned(text: str) -> str:
    match = _SIGNED.search(text)
    return text[: match.start()] if match else text


def _is_marked(text: str) -> bool:
    return text[:1] in ALL_MARKS


def _is_introduced(
    block: Block, texts: Mapping[int, str], before: int | None, lang: Language
) -> bool:
    if block.url or _SIGNED.search(block.text):
        return True
    lead = texts[before].rstrip() if before is not None else ""
    last = _WORDS.findall(lead[-30:].lower())
    return lead.endswith(_LEADS) or (bool(last) and last[-1] in lang.say and lead[-1].isalnum())
