"""A story as bytes and back: compact JSON, zlib-compressed; what the worker sends and the store keeps.

The markup that a story was read from is kept beside it, deflated with the story's text as the
dictionary: they share most of their words.
"""

from __future__ import annotations

import json
import zlib
from datetime import datetime
from typing import Any

from reader.model import (
    Block,
    Link,
    Mark,
    Quote,
    QuoteFacts,
    Span,
    Speaker,
    Story,
    StoryFacts,
)
from reader.urls import key

VERSION = 1
MAX_BYTES = 64 * 1024 * 1024
"""A stored story never inflates to more than this."""
_LEVEL = 3
"""Of zlib: 6 takes twice as long for 6 % less."""
_LOOK_BACK = 32 * 1024
_HAS_DICTIONARY = 0x20
"""The flag of zlib's second byte (RFC 1950, section 2.2)."""
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def encode_story(story: Story) -> bytes:
    """``story`` without its ``entry_id`` as bytes."""
    return zlib.compress(_to_text(story), _LEVEL)


def encode_with_source(story: Story, source: bytes) -> tuple[bytes, bytes]:
    """:func:`encode_story`, and ``source``, the markup that it was read from, packed."""
    text = _to_text(story)
    packer = zlib.compressobj(_LEVEL, zdict=text[-_LOOK_BACK:])
    return zlib.compress(text, _LEVEL), packer.compress(source) + packer.flush()


def pack_source(source: bytes, body: bytes) -> bytes:
    """``source`` (zlib) deflated anew, with the text of ``body`` as the dictionary, unless it is so
    already."""
    if not source or source[1] & _HAS_DICTIONARY:
        return source
    packer = zlib.compressobj(_LEVEL, zdict=_dictionary(body))
    return packer.compress(zlib.decompress(source)) + packer.flush()


def unpack_source(packed: bytes, body: bytes) -> bytes:
    """The zlib-compressed source that :func:`pack_source` was given."""
    if not packed:
        return b""
    unpacker = zlib.decompressobj(zdict=_dictionary(body))
    return zlib.compress(unpacker.decompress(packed) + unpacker.flush())


def facts_of(story: Story) -> StoryFacts:
    """What is indexed of ``story``."""
    return StoryFacts(
        origin=story.origin,
        text="\n\n".join([block.text for block in story.blocks if block.text]),
        quotes=tuple(
            QuoteFacts(
                q.text,
                q.kind,
                q.speaker.name if q.speaker else None,
                q.speaker.role if q.speaker else None,
                q.confidence,
            )
            for q in story.quotes
        ),
        links=tuple(dict.fromkeys(key(link.url) for link in story.links if link.url)),
    )


def _dictionary(body: bytes) -> bytes:
    """The end of the stored text, as much as deflate can look back on."""
    return zlib.decompress(body)[-_LOOK_BACK:]


def _to_text(story: Story) -> bytes:
    data = {
        "v": VERSION,
        "kicker": story.kicker,
        "headline": story.headline,
        "byline": story.byline,
        "blocks": [_from_block(b) for b in story.blocks],
        "quotes": [_from_quote(q) for q in story.quotes],
        "links": [
            [k.url, k.text, k.kind, _from_span(k.span) if k.span else None, k.sentence]
            for k in story.links
        ],
        "origin": story.origin,
        "url": story.url,
        "lang": story.lang,
        "published_at": story.published_at.isoformat() if story.published_at else None,
        "note": story.note,
        "lead_image": story.lead_image,
    }
    return _ENCODER.encode(data).encode("utf-8")


def decode_story(data: bytes, entry_id: int = 0) -> Story:
    """The story in ``data``; raises ValueError when the bytes are not one."""
    try:
        d: dict[str, Any] = json.loads(_inflated(data))
        return Story(
            entry_id=entry_id,
            kicker=d["kicker"],
            headline=d["headline"],
            byline=d["byline"],
            blocks=tuple(_to_block(b) for b in d["blocks"]),
            quotes=tuple(_to_quote(q) for q in d["quotes"]),
            links=tuple(
                Link(url, text_, kind, Span(*span) if span else None, sentence)
                for url, text_, kind, span, sentence in d["links"]
            ),
            origin=d["origin"],
            url=d["url"],
            lang=d["lang"],
            published_at=datetime.fromisoformat(d["published_at"]) if d["published_at"] else None,
            note=d["note"],
            lead_image=d.get("lead_image"),
        )
    except (zlib.error, KeyError, TypeError) as error:
        raise ValueError("not a stored story") from error


def texts_of(data: bytes) -> tuple[list[str], list[str], list[str]]:
    """The texts of a stored story's blocks, those of its quotes, and its speakers' names, without
    making a story: a third of the time. Raises ValueError when the bytes are not one."""
    try:
        d = json.loads(_inflated(data))
        texts = [row[1] for row in d["blocks"] if row[1]]
        quotes = [row[0] for row in d["quotes"]]
        return texts, quotes, [row[3][0] for row in d["quotes"] if row[3]]
    except (zlib.error, KeyError, IndexError, TypeError) as error:
        raise ValueError("not a stored story") from error


def _inflated(data: bytes) -> bytes:
    inflater = zlib.decompressobj()
    text = inflater.decompress(data, MAX_BYTES)
    if inflater.unconsumed_tail:
        raise ValueError("story too large")
    return text


def _from_block(b: Block) -> list[Any]:
    if not (b.marks or b.level or b.role or b.url or b.cells or b.number is not None):
        return [b.kind, b.text]
    marks = [[m.start, m.end, m.style, m.url] for m in b.marks]
    row: list[Any] = [b.kind, b.text, marks, b.level, b.role, b.url, list(b.cells)]
    if b.number is not None:
        return [*row, b.number]
    while len(row) > 2 and not row[-1]:
        row.pop()
    return row


def _to_block(row: list[Any]) -> Block:
    row = row + [(), 0, None, None, (), None][len(row) - 2 :]
    kind, text, marks, level, role, url, cells, number = row
    held = tuple(Mark(*m) for m in marks)
    return Block(kind, text, held, level, role, url, tuple(cells), number)


def _from_span(span: Span) -> list[int]:
    return [span.block, span.start, span.end]


def _from_quote(q: Quote) -> list[Any]:
    speaker = [q.speaker.name, q.speaker.role] if q.speaker else None
    mention = _from_span(q.mention) if q.mention else None
    return [q.text, [_from_span(s) for s in q.spans], q.kind, speaker, q.cue, q.confidence, mention]


def _to_quote(row: list[Any]) -> Quote:
    text, spans, kind, speaker, cue, confidence, *more = row
    mention = more[0] if more else None
    return Quote(
        text,
        tuple(Span(*s) for s in spans),
        kind,
        Speaker(*speaker) if speaker else None,
        cue,
        confidence,
        Span(*mention) if mention else None,
    )
