"""What a new entry is compared by, made where it is digested: who stores it has one thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from reader.events.copies import same_text_key
from reader.events.gist import LEAD_WORDS, gist_of, pack
from reader.frozen import changed
from reader.model import Compared, DigestedEntry, StoryFacts

OLD: Final = timedelta(days=30)
"""How far behind the newest story of its feed one that comes in is no news any more."""
_LEAD_CHARACTERS: Final = 8 * LEAD_WORDS


def compared(title: str, facts: StoryFacts, *, is_news: bool = True) -> Compared:
    """What the entry under ``title`` is compared by; of old news (``is_news`` false) only what
    copies are known by."""
    key = same_text_key(title, facts.text)
    if not is_news:
        return Compared(key, None)
    quotes = (quote.text for quote in facts.quotes if quote.kind == "direct")
    lead = facts.text[:_LEAD_CHARACTERS]
    return Compared(key, pack(gist_of(title, lead, quotes=quotes, addresses=facts.links)))


def with_compared(entries: Sequence[DigestedEntry]) -> tuple[DigestedEntry, ...]:
    """``entries``, which a feed brings at one time, each with what it is compared by."""
    newest = max((e.published_at for e in entries if e.published_at), default=None)
    found = []
    for entry in entries:
        if entry.facts is not None:
            at = entry.published_at
            is_news = newest is None or at is None or newest - at <= OLD
            made = compared(entry.title, entry.facts, is_news=is_news)
            entry = changed(entry, compared=made)
        found.append(entry)
    return tuple(found)
