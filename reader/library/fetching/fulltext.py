"""When a feed's entry deserves its whole page, and when the page that came is really the story."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from reader.codec import decode_story
from reader.model import DigestedEntry, DigestedFeed, Story, Subscription
from reader.text import fold, may_be_unspaced, words_in
from reader.urls import is_web

NEWEST: Final = 10
"""Entries of one feed whose pages one refresh may ask for: the newest ones."""
SURPLUS: Final = 1.2
"""How many times as long as the feed's text a page's must be."""
SURPLUS_WORDS: Final = 40
"""How many words more than the feed's text a page's must have."""
SHARED: Final = 1 / 3
"""Share of the longer words of headline and summary that the page must hold too: a wall that asks
for cookies or money holds none."""
FEWEST_BEGUN: Final = 5
"""Words before an ellipsis that tell a story: fewer may begin any page."""
NOTE: Final = (
    "Only the feed's own text is here, since the page could not be fetched;"
    " press o to open it in the browser."
)

_ELLIPSES: Final = ("…", "...")
_CUT: Final = re.compile(r"\s*[\[(]?(?:…|\.\.\.)[\])]?\s*$")
_LONG_WORD: Final = re.compile(r"[^\W\d_]{5,}")
_UNSPACED_WORD: Final = re.compile("[\u30a0-\u30ff\u3400-\u9fff]{2,}")
"""Chinese characters and katakana; hiragana is mostly endings, which all texts share."""


def wanted(subscription: Subscription | None, feed: DigestedFeed) -> frozenset[str]:
    """The identities of the entries whose pages are to be fetched ahead of time if they are new:
    at most :data:`NEWEST`, newest first."""
    choice = subscription.full_text if subscription else "never"
    if choice == "never":
        return frozenset()
    chosen = [e for e in feed.entries if (e.is_teaser or choice == "always") and e.link]
    dated = [e for e in chosen if e.published_at]
    dated.sort(key=lambda e: e.published_at, reverse=True)  # type: ignore[arg-type,return-value]
    newest = [*dated, *(e for e in chosen if not e.published_at)]
    fetchable = (entry.identity for entry in newest if is_web(entry.link or ""))
    return frozenset(islice(fetchable, NEWEST))


def is_fuller(page: DigestedEntry, summary: Story) -> bool:
    """Whether ``page`` is the story that ``summary`` (read from the feed) announces, and longer."""
    text = " ".join(block.text for block in summary.blocks)
    words = words_in(text)
    if page.words > words and _goes_on(page, text):
        return True
    if page.words < max(words * SURPLUS, words + SURPLUS_WORDS):
        return False
    wanted_words = _long_words(f"{summary.headline} {text[:2000]}")
    if len(wanted_words) < 4:
        return True
    story = decode_story(page.story)
    found = _long_words(" ".join([story.headline, *(block.text for block in story.blocks)]))
    return len(wanted_words & found) >= SHARED * len(wanted_words)


def _goes_on(page: DigestedEntry, text: str) -> bool:
    """Whether ``text`` breaks off with an ellipsis, and ``page`` has what stands before it and goes
    on there: then it need not be much longer."""
    cut = _CUT.search(text)
    if cut is None:
        return False
    begun = " ".join(fold(text[: cut.start()]).split())
    if words_in(begun) < FEWEST_BEGUN:
        return False
    blocks = decode_story(page.story).blocks
    whole = " ".join(fold(" ".join(block.text for block in blocks)).split())
    at = whole.find(begun)
    rest = whole[at + len(begun) :]
    return at >= 0 and words_in(rest) > 1 and not rest.lstrip(" [(").startswith(_ELLIPSES)


def _long_words(text: str) -> frozenset[str]:
    """Words of five letters and more; of scripts without spaces each two characters in a row."""
    if not may_be_unspaced(text) or not (runs := _UNSPACED_WORD.findall(text)):
        return frozenset(fold(word) for word in _LONG_WORD.findall(text))
    return frozenset(run[at : at + 2] for run in runs for at in range(len(run) - 1))
