"""Stories read anew by today's rules, from what is kept of them: their markup, else their blocks.

Pure functions, run in a worker process as those of :mod:`reader.digest` are.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from reader.codec import decode_story, source_in
from reader.digest import from_story, read_source, summary_of
from reader.model import DigestedEntry, StoredStory, Story
from reader.urls import join

_RELATIVE: Final = re.compile(
    rb"(?:\b(?:href|src|srcset|poster|data-[a-z-]+)\s*=\s*[\"']?|\]\()\s*"
    rb"(?![a-z][a-z0-9+.-]*:|//|#|[\"'\s>]|\Z)([^\s\"'<>)]+)",
    re.I,
)
"""An address in markup, or in text that looks like Markdown, that needs another one to start from."""
_TRIED: Final = 50
_SHARED: Final = 0.8
"""Share of the words of the shorter reading that the other one has too."""


def read_anew(kept: Sequence[StoredStory]) -> tuple[tuple[int, DigestedEntry | None], ...]:
    """What each story is by today's rules, by entry id; None for one that is what it was, or whose
    bytes are damaged."""
    return tuple((one.entry_id, _anew(one)) for one in kept)


def _anew(kept: StoredStory) -> DigestedEntry | None:
    from reader.story.read import plain_text

    try:
        known = decode_story(kept.body)
        markup = source_in(kept.source, kept.body)
    except (ValueError, zlib.error):
        return None
    story = _read(kept, known, markup)
    if story == known:
        return None
    entry = from_story(story, markup, kept.source_type, known.url or "")
    if kept.summary != summary_of(plain_text(known)):  # it is the publisher's own
        entry = replace(entry, summary=kept.summary)
    return entry


def _read(kept: StoredStory, known: Story, markup: bytes) -> Story:
    """The story in the markup; by its blocks where the markup is gone, or isn't enough."""
    from reader.story.read import look_through

    if markup and _is_enough(kept, known, markup):
        story = read_source(markup, kept.source_type, replace(known, byline=kept.author))
        if _is_of_one_text(known, story):
            return story
    return look_through(known)


def _is_enough(kept: StoredStory, known: Story, markup: bytes) -> bool:
    """Whether all that a story was read from is kept.

    Of a page it is.  Texts are also entries of a feed kept as a file, which the text alone doesn't
    tell; and what addresses in an entry start from may have stood elsewhere in its feed.
    """
    if known.origin == "page":
        return True
    if known.origin == "file" and kept.source_type == "text":
        return False
    relative = [
        found[1].decode("utf-8", "replace")
        for _, found in zip(range(_TRIED), _RELATIVE.finditer(markup), strict=False)
    ]
    if not relative:
        return True
    led_to = set(_addresses(known))
    return any(join(known.url, address) in led_to for address in relative)


def _addresses(story: Story) -> Iterator[str | None]:
    for block in story.blocks:
        yield block.url
        for mark in block.marks:
            yield mark.url
    for link in story.links:
        yield link.url


def _is_of_one_text(known: Story, story: Story) -> bool:
    """Whether two readings agree so far that the markup can't have been misunderstood."""
    before, now = _words(known), _words(story)
    return len(before & now) >= _SHARED * min(len(before), len(now)) and bool(now or not before)


def _words(story: Story) -> set[str]:
    return {word for block in story.blocks for word in block.text.split()}
