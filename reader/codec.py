"""A story as bytes and back: compact JSON, zlib-compressed; what the worker sends and the store keeps."""

from __future__ import annotations

import json
import zlib
from datetime import datetime
from typing import Any

from reader.model import Block, Link, Mark, Quote, Span, Speaker, Story

VERSION = 1
MAX_BYTES = 64 * 1024 * 1024
"""A stored story never inflates to more than this."""


def encode_story(story: Story) -> bytes:
    """``story`` without its ``entry_id`` as bytes."""
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
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8"), 4)  # 6 takes a third longer for 2 % less


def decode_story(data: bytes, entry_id: int = 0) -> Story:
    """The story in ``data``; raises ValueError when the bytes are not one."""
    inflater = zlib.decompressobj()
    try:
        text = inflater.decompress(data, MAX_BYTES)
        if inflater.unconsumed_tail:
            raise ValueError("story too large")
        d: dict[str, Any] = json.loads(text)
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


def _from_block(b: Block) -> list[Any]:
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
