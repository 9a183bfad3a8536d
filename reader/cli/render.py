"""Stories, quotes and list rows as JSON values; sizes and times in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from reader.library.values import MoreItem
from reader.model import (
    Block,
    Entry,
    Link,
    Quote,
    Speaker,
    Story,
)

_UNITS: Final = ("bytes", "KB", "MB", "GB", "TB")


def moment(at: datetime | None) -> str | None:
    """A time as JSON has it: UTC, whole seconds, ``2017-07-07T00:00:00Z``."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if at else None


# ---- JSON: fields may be added, never renamed ------------------------------------------------


def entry_json(entry: Entry) -> dict[str, Any]:
    """A row of ``list --json``; ``event`` and ``copy`` are there for those that share one."""
    return {
        "id": entry.id,
        "feed": entry.feed_title,
        "feed_url": entry.feed_url,
        "title": entry.title,
        "url": entry.link,
        "published_at": moment(entry.published_at),
        "unread": not entry.is_read,
        "starred": entry.is_starred,
        "tags": list(entry.tags),
        **_together(entry),
    }


def _together(entry: Entry) -> dict[str, int]:
    """What an entry has in common with others of one event, and with copies of its story."""
    ids = {"event": entry.event_id, "copy": entry.copy_id}
    return {name: id_ for name, id_ in ids.items() if id_ is not None}


def story_json(
    entry: Entry,
    story: Story,
    cached: Mapping[str, int],
    numbers: Sequence[int] = (),
    related: Sequence[MoreItem] = (),
) -> dict[str, Any]:
    """A story; ``cached`` says which addresses are stories in the library (address to id),
    ``numbers`` what its quotes are called there, ``related`` which stories belong to it."""
    return {
        "id": entry.id,
        "feed": entry.feed_title,
        "feed_url": entry.feed_url,
        "url": story.url or entry.link,
        "kicker": story.kicker,
        "headline": story.headline or entry.title,
        "byline": story.byline or entry.author,
        "published_at": moment(story.published_at or entry.published_at),
        "blocks": [block_json(block) for block in story.blocks],
        "quotes": [quote_json(quote) for quote in story.quotes]
        if not numbers
        else [
            {**quote_json(quote), "number": number}
            for quote, number in zip(story.quotes, numbers, strict=False)
        ],
        "links": [link_json(link, cached) for link in story.links],
        "guid": entry.guid,
        "title": entry.title,
        "author": entry.author,
        "summary": entry.summary,
        "updated_at": moment(entry.updated_at),
        "categories": list(entry.categories),
        "comments_url": entry.comments_url,
        "lang": story.lang or entry.lang,
        "origin": story.origin,
        "note": story.note,
        "enclosures": [
            {"url": one.url, "type": one.type, "length": one.length, "title": one.title}
            for one in entry.enclosures
        ],
        **_together(entry),
        "related": [
            {"id": one.entry_id, "title": one.title, "source": one.note, "reason": one.reason}
            for one in related
        ],
    }


def block_json(block: Block) -> dict[str, Any]:
    """``kind`` and ``text``, and of the rest what the block has."""
    value: dict[str, Any] = {"kind": block.kind, "text": block.text}
    if block.level:
        value["level"] = block.level
    if block.role:
        value["role"] = block.role
    if block.url:
        value["url"] = block.url
    if block.number is not None:
        value["number"] = block.number
    if block.cells:
        value["cells"] = list(block.cells)
    return value


def quote_json(quote: Quote) -> dict[str, Any]:
    """A quote; ``spans`` are ``[block, start, end]``, block -1 is the headline."""
    return {
        "text": quote.text,
        "kind": quote.kind,
        "speaker": speaker_json(quote.speaker),
        "confidence": round(quote.confidence, 3),
        "spans": [[span.block, span.start, span.end] for span in quote.spans],
    }


def speaker_json(speaker: Speaker | None) -> dict[str, str | None] | None:
    """A speaker, role None where the story gives none."""
    return {"name": speaker.name, "role": speaker.role} if speaker else None


def link_json(link: Link, cached: Mapping[str, int]) -> dict[str, Any]:
    """A link and whether it is cached."""
    entry_id = cached.get(link.url) if link.url else None
    value = {
        "text": link.text,
        "url": link.url,
        "kind": link.kind,
        "cached": entry_id is not None,
    }
    return value if entry_id is None else {**value, "entry": entry_id}


def in_words(size: int) -> str:
    """A number of bytes for a reader: ``3.4 MB``."""
    value, unit = float(size), 0
    while value >= 1000 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return f"{value:.1f} {_UNITS[unit]}" if unit else f"{size} bytes"
