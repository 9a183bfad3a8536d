"""Videos and sounds embedded in a page: a line that leads to each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.model import Block, Mark
from reader.story.blocks.elements import absolute
from reader.text import clean_line
from reader.urls import site

if TYPE_CHECKING:
    from lxml.etree import _Element

_HOSTS = re.compile(
    r"(?:^|\.)(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com|dailymotion\.com|soundcloud\.com|"
    r"spotify\.com|twitch\.tv|ted\.com|podcasts\.apple\.com|peertube\.\w+|bandcamp\.com)$"
)


def embedded(element: _Element, base: str | None) -> Block | None:
    """The line for a ``video``, ``audio``, ``iframe``, ``embed`` or ``object``; None when it leads
    nowhere, or to what nobody plays."""
    src = element.get("src") or element.get("data-src") or element.get("data") or ""
    if not src and (source := element.find(".//source")) is not None:
        src = source.get("src") or ""
    url = absolute(base, src)
    if url is None:
        return None
    if element.tag not in ("video", "audio") and not _HOSTS.search(site(url)):
        return None
    what = "Audio" if element.tag == "audio" else "Video"
    title = clean_line(element.get("title") or element.get("aria-label") or "")[:300]
    text = title or f"{what}: {site(url)}"
    return Block("paragraph", text, (Mark(0, len(text), "link", url),), role="promo")
