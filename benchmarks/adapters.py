"""The product's own functions in the formats of the scorers, and nothing more."""

from __future__ import annotations

from typing import Any

from benchmarks.plain import cut
from reader.model import LIKELY_SPEAKER, Block
from reader.story.quotes import find_quotes


def find(text: str, lang: str | None = None) -> list[dict[str, Any]]:
    """The quotations of a plain text as the quotes pane shows them, in offsets of ``text``."""
    headline, blocks, places = cut(text)
    found: list[dict[str, Any]] = []
    for quote in find_quotes(headline, blocks, lang):
        speaker = None
        if quote.speaker and quote.mention and quote.confidence >= LIKELY_SPEAKER:
            at = places[quote.mention.block]
            start, end = at + quote.mention.start, at + quote.mention.end
            speaker = {
                "text": text[start:end],
                "name": quote.speaker.name,
                "role": quote.speaker.role,
                "start": start,
                "end": end,
            }
        first, last = quote.spans[0], quote.spans[-1]
        found.append(
            {
                "start": places[first.block] + first.start,
                "end": places[last.block] + last.end,
                "kind": quote.kind,
                "speaker": speaker,
                "confidence": quote.confidence,
            }
        )
    return found


def extract(html: bytes, url: str) -> dict[str, Any]:
    """The story on a page, as the extraction scorer wants it."""
    from reader.story.blocks.markup import decode
    from reader.story.page import read_article

    story = read_article(decode(html), url)
    blocks = [_block(block) for block in story.blocks if block.role not in _LEFT_OUT]
    blocks = _captions_joined(blocks)
    lead = story.lead_image or next((b["url"] for b in blocks if b["type"] == "image"), None)
    caption = next((b["caption"] for b in blocks[:6] if b.get("caption")), None)
    return {
        "title": story.headline,
        "byline": story.byline,
        "authors": story.byline.split(", ") if story.byline else [],
        "date": story.published_at.isoformat() if story.published_at else None,
        "lead_image": {"url": lead, "caption": caption},
        "blocks": blocks,
    }


_LEFT_OUT = ("byline", "date", "promo", "read_more", "standfirst")
_TYPES = {
    "paragraph": "p",
    "heading": "h",
    "blockquote": "quote",
    "list_item": "li",
    "code": "code",
    "image": "image",
    "caption": "caption",
    "table_row": "table",
}


def _block(block: Block) -> dict[str, Any]:
    found: dict[str, Any] = {"type": _TYPES[block.kind], "text": block.text, "level": block.level}
    if block.kind == "image":
        found |= {"url": block.url, "alt": block.text, "text": ""}
    if block.kind == "table_row":
        found["text"] = "\t".join(block.cells)
    if block.kind == "caption":
        found |= {"caption": block.text, "text": ""}
    found["links"] = [
        {"text": block.text[m.start : m.end], "url": m.url}
        for m in block.marks
        if m.style == "link"
    ]
    return found


def _captions_joined(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Captions inside their pictures, and the rows of one table as one block."""
    out: list[dict[str, Any]] = []
    for block in blocks:
        before = out[-1] if out else {}
        if block["type"] == "caption" and before.get("type") == "image":
            before["caption"] = block["caption"]
        elif block["type"] == "table" and before.get("type") == "table":
            before["text"] += "\n" + block["text"]
            before["links"] += block["links"]
        else:
            out.append(block)
    return out
