"""Quoting a story elsewhere: permalinks of quotes, and addresses that lead to the very words.

Text fragments follow the draft "URL Fragment Text Directives" of the WICG: ``#:~:text=`` with the
words, or for long ones their beginning and end, percent-encoded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import quote as percent_encoded

from reader import urls
from reader.model import HEADLINE, Span, Story

_WHOLE: Final = 80
"""Characters up to which a quotation is given whole; the draft advises against long ones."""
_ENDS: Final = 5
"""Words at the beginning and at the end of a longer one."""
_CONTEXT: Final = 3
"""Words before it that tell it from the same words further up."""
_WORD: Final = re.compile(r"\w[\w'’.,-]*\w|\w", re.UNICODE)


def permalink(entry_id: int, number: int) -> str:
    """What ``nowreading show`` and ``nowreading open`` take for one quote: ``7#q3``."""
    return f"{entry_id}#q{number}"


def fragment_link(url: str, story: Story, spans: Sequence[Span]) -> str:
    """``url`` with a text fragment that leads a browser to ``spans`` (in page order).

    ``url`` itself when nothing can be pointed at: no words, or not a web address.
    """
    directive = _directive(story, spans)
    if not directive or not urls.is_web(url):
        return url
    base, _, fragment = url.partition("#")
    fragment = fragment.partition(":~:")[0]
    return f"{base}#{fragment}:~:text={directive}"


def _directive(story: Story, spans: Sequence[Span]) -> str:
    """``[prefix-,]textStart[,textEnd]``, each percent-encoded."""
    if not spans:
        return ""
    first, last = spans[0], spans[-1]
    opening = _text(story, first.block)[first.start : first.end]
    closing = _text(story, last.block)[last.start : last.end]
    words = [*_WORD.finditer(opening)]
    last_words = [*_WORD.finditer(closing)]
    if not words or not last_words:
        return ""
    if len(spans) == 1 and len(opening) <= _WHOLE:
        start = opening[words[0].start() : words[-1].end()]
        directive = _encoded(start)
    else:
        ends = min(_ENDS, max(1, len(words) // 2) if len(spans) == 1 else _ENDS)
        start = opening[words[0].start() : words[: ends or 1][-1].end()]
        end = closing[last_words[-ends:][0].start() : last_words[-1].end()]
        directive = f"{_encoded(start)},{_encoded(end)}"
    if _stands_before(story, first, start):
        head = [*_WORD.finditer(_text(story, first.block)[: first.start])][-_CONTEXT:]
        if head:
            prefix = _text(story, first.block)[head[0].start() : head[-1].end()]
            return f"{_encoded(prefix)}-,{directive}"
    return directive


def _stands_before(story: Story, span: Span, start: str) -> bool:
    """Whether ``start`` stands further up in the story, so that a browser would stop there."""
    above = [_text(story, block) for block in range(HEADLINE, span.block)]
    above.append(_text(story, span.block)[: span.start])
    wanted = start.casefold()
    return any(wanted in text.casefold() for text in above)


def _encoded(text: str) -> str:
    # A hyphen is part of the directive's own syntax, and the one such sign that quoting leaves.
    return percent_encoded(" ".join(text.split()), safe="").replace("-", "%2D")


def _text(story: Story, block: int) -> str:
    if block == HEADLINE:
        return story.headline
    return story.blocks[block].text if 0 <= block < len(story.blocks) else ""
