"""A story as bytes and back, zlib-compressed; what the worker sends and the store keeps.

Version 2 is a line of JSON, then the texts of the blocks, a line break after each: what must be
looked for in many stories is read without the rest.  The JSON has the length of each text; what a
quote or link says is not said twice where it stands in the text.  Version 1, JSON with everything in
its place, is read as before.

The markup that a story was read from is kept beside it, deflated with the story's text as the
dictionary: they share most of their words.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import accumulate
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

VERSION = 2
MAX_BYTES = 64 * 1024 * 1024
"""A stored story never inflates to more than this."""
_LOOK_BACK = 32 * 1024
_HAS_DICTIONARY = 0x20
"""The flag of zlib's second byte (RFC 1950, section 2.2)."""
_BLOCK: list[Any] = [[], 0, None, None, [], None]
"""What a block mostly is beside length and kind: marks, level, role, url, cells, number."""
_QUOTE: list[Any] = [0, None, None, 0.0, None]
"""What a quote mostly is beside spans and kind: its own text, speaker, cue, confidence, mention."""
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def encode_story(story: Story) -> bytes:
    """``story`` without its ``entry_id`` as bytes."""
    from reader.deflate import deflate

    return deflate(_to_text(story))


def encode_with_source(
    story: Story, source: bytes, *, quickly: bool = False
) -> tuple[bytes, bytes]:
    """:func:`encode_story`, and ``source``, the markup that it was read from, packed."""
    from reader.deflate import deflate

    text = _to_text(story)
    packed = deflate(source, text[-_LOOK_BACK:], quickly=quickly)
    return deflate(text, quickly=quickly), packed


def pack_source(source: bytes, body: bytes) -> bytes:
    """``source`` (zlib) deflated anew, with the text of ``body`` as the dictionary, unless it is so
    already."""
    if not source or source[1] & _HAS_DICTIONARY:
        return source
    from reader.deflate import deflate

    return deflate(zlib.decompress(source), _dictionary(body))


def unpack_source(packed: bytes, body: bytes) -> bytes:
    """The zlib-compressed source that :func:`pack_source` was given."""
    return zlib.compress(source_in(packed, body)) if packed else b""


def source_in(packed: bytes, body: bytes) -> bytes:
    """The markup in what :func:`pack_source` gave for the story ``body``; empty when none is kept."""
    if not packed:
        return b""
    unpacker = zlib.decompressobj(zdict=_dictionary(body))
    return unpacker.decompress(packed) + unpacker.flush()


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
    texts = {-1: story.headline, **{n: block.text for n, block in enumerate(story.blocks)}}
    head = [
        VERSION,
        story.kicker,
        story.headline,
        story.byline,
        [_from_block(b) for b in story.blocks],
        [_from_quote(q, texts) for q in story.quotes],
        [_from_link(k, texts) for k in story.links],
        story.origin,
        story.url,
        story.lang,
        story.published_at.isoformat() if story.published_at else None,
        story.note,
        story.lead_image,
    ]
    return "\n".join([_ENCODER.encode(head), *(b.text for b in story.blocks), ""]).encode("utf-8")


def decode_story(data: bytes, entry_id: int = 0) -> Story:
    """The story in ``data``; raises ValueError when the bytes are not one."""
    try:
        raw = _inflated(data)
        if raw.startswith(b"{"):
            return _decode_first(json.loads(raw), entry_id)
        head, text = _parts(raw)
        _, kicker, headline, byline, rows, quotes, links, *rest = head
        origin, url, lang, published_at, note, lead_image = rest
        blocks = tuple(_to_blocks(rows, text))
        texts = {-1: headline, **{n: block.text for n, block in enumerate(blocks)}}
        return Story(
            entry_id=entry_id,
            kicker=kicker,
            headline=headline,
            byline=byline,
            blocks=blocks,
            quotes=tuple(_to_quote(row, texts) for row in quotes),
            links=tuple(_to_link(row, texts) for row in links),
            origin=origin,
            url=url,
            lang=lang,
            published_at=datetime.fromisoformat(published_at) if published_at else None,
            note=note,
            lead_image=lead_image,
        )
    except (zlib.error, KeyError, IndexError, TypeError) as error:
        raise ValueError("not a stored story") from error


def text_of(data: bytes) -> str:
    """The texts of a stored story's blocks, a line break after each, without making a story: a tenth
    of the time. Raises ValueError when the bytes are not one."""
    try:
        raw = _inflated(data)
        if raw.startswith(b"{"):
            return "".join(f"{row[1]}\n" for row in json.loads(raw)["blocks"])
    except (zlib.error, KeyError, IndexError, TypeError) as error:
        raise ValueError("not a stored story") from error
    return raw[raw.index(b"\n") + 1 :].decode("utf-8")


def bytes_of(data: bytes) -> bytes | None:
    """A stored story as it was before it was packed: a line of JSON, then its text, for seeing quickly
    that something can't be in it; None for one of version 1. Raises ValueError when the bytes are
    not one."""
    try:
        raw = _inflated(data)
    except zlib.error as error:
        raise ValueError("not a stored story") from error
    return None if raw.startswith(b"{") else raw


def head_and_text(data: bytes) -> tuple[str, str]:
    """The line of a stored story that says what its text is, for looking whether something may be
    in it at all, and :func:`text_of`. Raises ValueError when the bytes are not one."""
    try:
        raw = _inflated(data)
    except zlib.error as error:
        raise ValueError("not a stored story") from error
    if raw.startswith(b"{"):
        return raw.decode("utf-8"), text_of(data)
    head, _, text = raw.partition(b"\n")
    return head.decode("utf-8"), text.decode("utf-8")


def quotes_in(data: bytes) -> tuple[Quote, ...]:
    """The quotes of a stored story, without making one. Raises ValueError when the bytes are none."""
    try:
        raw = _inflated(data)
        if raw.startswith(b"{"):
            return tuple(map(_first_quote, json.loads(raw)["quotes"]))
        head, text = _parts(raw)
        texts = {-1: head[2]}
        place = 0
        for number, row in enumerate(head[4]):
            length = row if isinstance(row, int) else row[0]
            texts[number] = text[place : place + length]
            place += length + 1
        return tuple(_to_quote(row, texts) for row in head[5])
    except (zlib.error, KeyError, IndexError, TypeError) as error:
        raise ValueError("not a stored story") from error


def said_in(data: bytes) -> list[str]:
    """The words of each quote of a stored story, without making any. Raises ValueError when the
    bytes are not one."""
    try:
        raw = _inflated(data)
        if raw.startswith(b"{"):
            return [quote.text for quote in map(_first_quote, json.loads(raw)["quotes"])]
        head, text = _parts(raw)
        if not head[5]:
            return []
        places = list(
            accumulate(
                (row if isinstance(row, int) else row[0] for row in head[4]), _after, initial=0
            )
        )
        return [
            row[2]
            if len(row) > 2 and isinstance(row[2], str)
            else "\n\n".join(_cut_out(row[0], places, text, head[2]))
            for row in head[5]
        ]
    except (zlib.error, KeyError, IndexError, TypeError) as error:
        raise ValueError("not a stored story") from error


def _after(place: int, length: int) -> int:
    """Where a block begins that follows one of ``length`` at ``place``."""
    return place + length + 1


def _cut_out(numbers: list[int], places: list[int], text: str, headline: str) -> Iterator[str]:
    """The texts of spans, given by threes."""
    for at in range(0, len(numbers), 3):
        block, start, end = numbers[at : at + 3]
        if block < 0:
            yield headline[start:end]
        elif block + 1 < len(places):
            length = places[block + 1] - places[block] - 1
            yield text[places[block] + start : places[block] + min(end, length)]


def _inflated(data: bytes) -> bytes:
    inflater = zlib.decompressobj()
    text = inflater.decompress(data, MAX_BYTES)
    if inflater.unconsumed_tail:
        raise ValueError("story too large")
    if not inflater.eof:
        raise ValueError("story cut short")
    return text


def _parts(raw: bytes) -> tuple[list[Any], str]:
    head, text = raw.decode("utf-8").split("\n", 1)
    return json.loads(head), text


def _from_block(b: Block) -> Any:
    length = len(b.text)
    marks = [[m.start, m.end, m.style, m.url] for m in b.marks] if b.marks else []
    if not (b.level or b.role or b.url is not None or b.cells or b.number is not None):
        if marks:
            return [length, b.kind, marks]
        return length if b.kind == "paragraph" else [length, b.kind]
    return _cut([length, b.kind, marks, b.level, b.role, b.url, list(b.cells), b.number], _BLOCK)


def _to_blocks(rows: list[Any], text: str) -> Iterator[Block]:
    place = 0
    for row in rows:
        if isinstance(row, int):
            yield Block("paragraph", text[place : place + row])
            place += row + 1
            continue
        length, kind, marks, level, role, url, cells, number = row + _BLOCK[len(row) - 2 :]
        held = tuple(Mark(*m) for m in marks)
        said = text[place : place + length]
        yield Block(kind, said, held, level, role, url, tuple(cells), number)
        place += length + 1


def _from_span(span: Span) -> list[int]:
    return [span.block, span.start, span.end]


def _from_quote(q: Quote, texts: Mapping[int, str]) -> list[Any]:
    speaker = [q.speaker.name, q.speaker.role] if q.speaker else None
    mention = _from_span(q.mention) if q.mention else None
    spans = [number for span in q.spans for number in _from_span(span)]
    said = 0 if _said(q.spans, texts) == q.text else q.text
    return _cut([spans, q.kind, said, speaker, q.cue, q.confidence, mention], _QUOTE)


def _to_quote(row: list[Any], texts: Mapping[int, str]) -> Quote:
    numbers, kind, said, speaker, cue, confidence, mention = row + _QUOTE[len(row) - 2 :]
    spans = tuple(Span(*numbers[n : n + 3]) for n in range(0, len(numbers), 3))
    return Quote(
        said if isinstance(said, str) else _said(spans, texts),
        spans,
        kind,
        Speaker(*speaker) if speaker else None,
        cue,
        confidence,
        Span(*mention) if mention else None,
    )


def _from_link(k: Link, texts: Mapping[int, str]) -> list[Any]:
    if k.span is None:
        return [k.url, k.text, k.kind, None, k.sentence]
    said = 0 if _said((k.span,), texts) == k.text else k.text
    place = texts.get(k.span.block, "").find(k.sentence) if k.sentence else -1
    sentence = k.sentence if place < 0 else [place, len(k.sentence)]
    return [k.url, said, k.kind, _from_span(k.span), sentence]


def _to_link(row: list[Any], texts: Mapping[int, str]) -> Link:
    url, said, kind, numbers, sentence = row
    span = Span(*numbers) if numbers else None
    if span is None:
        return Link(url, said, kind, None, sentence)
    if isinstance(sentence, list):
        start, length = sentence
        sentence = texts[span.block][start : start + length]
    return Link(url, _said((span,), texts) if said == 0 else said, kind, span, sentence)


def _said(spans: Iterable[Span], texts: Mapping[int, str]) -> str:
    return "\n\n".join([texts.get(s.block, "")[s.start : s.end] for s in spans])


def _cut(row: list[Any], usual: list[Any]) -> list[Any]:
    """``row`` without the columns at its end that are as usual; the first two stay."""
    for value in reversed(usual):
        if row[-1] != value:
            break
        row.pop()
    return row


def _decode_first(d: dict[str, Any], entry_id: int) -> Story:
    """A story as version 1 kept it."""
    return Story(
        entry_id=entry_id,
        kicker=d["kicker"],
        headline=d["headline"],
        byline=d["byline"],
        blocks=tuple(_first_block(b) for b in d["blocks"]),
        quotes=tuple(_first_quote(q) for q in d["quotes"]),
        links=tuple(
            Link(url, text, kind, Span(*span) if span else None, sentence)
            for url, text, kind, span, sentence in d["links"]
        ),
        origin=d["origin"],
        url=d["url"],
        lang=d["lang"],
        published_at=datetime.fromisoformat(d["published_at"]) if d["published_at"] else None,
        note=d["note"],
        lead_image=d.get("lead_image"),
    )


def _first_block(row: list[Any]) -> Block:
    row = row + [(), 0, None, None, (), None][len(row) - 2 :]
    kind, text, marks, level, role, url, cells, number = row
    return Block(kind, text, tuple(Mark(*m) for m in marks), level, role, url, tuple(cells), number)


def _first_quote(row: list[Any]) -> Quote:
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
