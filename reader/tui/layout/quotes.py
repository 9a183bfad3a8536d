"""How a quote reads: in the pane, in one line, and when it is copied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from reader.library.reading.quoting import fragment_link, permalink
from reader.model import HEADLINE, LIKELY_SPEAKER, SURE_SPEAKER, Entry, Quote, Span, Story
from reader.tui.layout.marks import CLOSING, PAIRS
from reader.tui.layout.pieces import date_words, safe
from reader.urls import show

UNATTRIBUTED: Final = "unattributed"


def speaker_name(quote: Quote) -> str | None:
    """The speaker to show, with ``?`` where it is not sure, or None."""
    if quote.speaker is None or quote.confidence < LIKELY_SPEAKER:
        return None
    return safe(quote.speaker.name) + ("" if quote.confidence >= SURE_SPEAKER else "?")


def speaker_role(quote: Quote) -> str | None:
    """What the story says the speaker is; only where a speaker is shown."""
    if speaker_name(quote) is None or quote.speaker is None or not quote.speaker.role:
        return None
    return safe(quote.speaker.role)


def quote_words(quote: Quote, story: Story) -> str:
    """The words on one line in the quotation marks that the story prints around them."""
    opening, closing = outer_marks(quote, story)
    return opening + " ↵ ".join(safe(quote.text).split("\n\n")).replace("\n", " ") + closing


def outer_marks(quote: Quote, story: Story) -> tuple[str, str]:
    """The marks that stand around the quote in the story, else curly ones."""
    opening, closing = "“", "”"
    if quote.spans:
        first, last = quote.spans[0], quote.spans[-1]
        before = _text(story, first.block)[: first.start][-1:]
        after = _text(story, last.block)[last.end :][:1]
        if before in PAIRS:
            opening, closing = before, after if after in CLOSING else PAIRS[before]
    return opening, closing


def place_words(quote: Quote) -> str:
    """``¶ 11``, ``¶ 18–19``, or ``headline``."""
    return spans_words(quote.spans)


def spans_words(spans: Sequence[Span]) -> str:
    """:func:`place_words` of any passage."""
    if not spans:
        return ""
    first, last = spans[0].block, spans[-1].block
    if first == HEADLINE:
        return "headline"
    return f"¶ {first + 1}" if first == last else f"¶ {first + 1}–{last + 1}"


def one_line(quote: Quote, story: Story) -> str:
    """``Matt Beard: ‘It is now time…’`` for the foot of a narrow screen."""
    return f"{speaker_name(quote) or UNATTRIBUTED}: {quote_words(quote, story)}"


def with_source(quote: Quote, entry: Entry, story: Story, number: int) -> str:
    """The quote as it is copied: words, speaker, headline, feed and date, its address, the one
    that leads to the words themselves, and the command that shows quote ``number`` here."""
    opening, closing = outer_marks(quote, story)
    lines = [opening + safe(quote.text) + closing]
    name, role = speaker_name(quote), speaker_role(quote)
    if name:
        lines.append(f"— {name}, {role}" if role else f"— {name}")
    lines += _source(entry, story, quote.spans)
    lines.append(f"nowreading show {permalink(entry.id, number)}")
    return "\n".join(lines)


def passage_with_source(text: str, spans: Sequence[Span], entry: Entry, story: Story) -> str:
    """A passage as it is copied: words, headline, feed and date, addresses."""
    return "\n".join([safe(text), *_source(entry, story, spans)])


def _source(entry: Entry, story: Story, spans: Sequence[Span]) -> list[str]:
    published = story.published_at or entry.published_at
    source = [safe(story.headline), entry.feed_title, date_words(published) if published else ""]
    lines = ["\n" + " · ".join(part for part in source if part)]
    url = story.url or entry.link
    if url:
        lines.append(show(url))
        exact = fragment_link(url, story, spans)
        lines += [show(exact)] if exact != url else []
    return lines


def speakers_of(quotes: Sequence[Quote]) -> tuple[str, ...]:
    """For each quote the name that it stands under with others of the same speaker.

    Somebody whose quotes are all doubtful has the ``?``; one doubtful quote beside sure ones makes
    nobody else of the speaker.
    """
    names = [speaker_name(quote) or UNATTRIBUTED for quote in quotes]
    sure = set(names)
    return tuple(name[:-1] if name[-1] == "?" and name[:-1] in sure else name for name in names)


def speakers(quotes: Sequence[Quote]) -> list[tuple[str, int]]:
    """Each speaker with the number of quotes, in the order of the story, unattributed last."""
    counts = Counter(speakers_of(quotes))
    return sorted(counts.items(), key=lambda each: each[0] == UNATTRIBUTED)


def _text(story: Story, block: int) -> str:
    if block == HEADLINE:
        return story.headline
    return story.blocks[block].text if 0 <= block < len(story.blocks) else ""
