"""Which links of a story are worth fetching ahead of time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from reader.model import Link, Story
from reader.patterns import later
from reader.urls import canonical, is_web

STORIES: Final = 50
"""Stories whose links are looked through in one refresh."""
LINKS: Final = 12
"""Links of one story that are fetched, in page order."""

_FILE: Final = later(
    r"\.(?:mp[34]|m4[av]|webm|ogg|opus|wav|flac|avi|mov|mkv|jpe?g|png|gif|webp|avif|svg|pdf|epub"
    r"|zip|gz|xz|bz2|7z|rar|tar|dmg|exe|msi|deb|rpm|apk|iso|docx?|xlsx?|pptx?|csv|ics|rss|atom)$",
    re.IGNORECASE,
)
_SHARE: Final = later(
    r"^(?:[a-z-]+\.)*(?:facebook\.com/(?:sharer|share|dialog)|(?:twitter|x)\.com/(?:intent|share)"
    r"|linkedin\.com/(?:share|cws)|reddit\.com/submit|pinterest\.[a-z.]+/pin/create"
    r"|(?:t|telegram)\.me/share|wa\.me/|api\.whatsapp\.com/|whatsapp\.com/send|tumblr\.com/(?:widgets/)?share"
    r"|news\.ycombinator\.com/submitlink|bsky\.app/intent|getpocket\.com/(?:save|edit)"
    r"|addtoany\.com/|addthis\.com/|sharethis\.com/|share\.flipboard\.com/|instapaper\.com/)",
    re.IGNORECASE,
)
_ASIDE: Final = later(
    r"/(?:log-?in|sign-?(?:in|up)|register|subscribe|subscription|account|cart|checkout|donate"
    r"|privacy|terms|cookies?|contact|unsubscribe|share|print|wp-admin|feed)(?:[/.?]|$)",
    re.IGNORECASE,
)


def worth_fetching(story: Story) -> tuple[str, ...]:
    """The addresses of pages that ``story`` leads to, at most :data:`LINKS`: no media, no buttons
    that share it, nothing to sign in to, nothing twice, not the story itself."""
    seen = {canonical(story.url)} if story.url else set()
    found: list[str] = []
    for link in _pages(story.links):
        name = canonical(link)
        if name not in seen:
            seen.add(name)
            found.append(link)
    return tuple(found[:LINKS])


def _pages(links: Iterable[Link]) -> Iterable[str]:
    for link in links:
        if not link.url or link.kind == "media" or not is_web(link.url):
            continue
        parts = urlsplit(link.url)
        if _FILE.search(parts.path) or _ASIDE.search(parts.path):
            continue
        if parts.path in ("", "/") and not parts.query:
            continue  # a site's front page is other news tomorrow
        if not _SHARE.match(f"{(parts.hostname or '').removeprefix('www.')}{parts.path}"):
            yield link.url
