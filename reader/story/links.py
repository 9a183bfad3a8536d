"""Where a story leads: its links in reading order, each once, with the sentence around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from reader.model import HEADLINE, Block, Link, LinkKind, Span
from reader.patterns import later
from reader.text import each_sentence
from reader.urls import canonical, join, path_and_query, site, strip_tracking

MAX_LINKS: Final = 5_000
MAX_SENTENCE: Final = 400
"""Characters of the sentence kept with a link."""

_SHARE_HOSTS = re.compile(
    r"(?:^|\.)(?:(?:facebook|linkedin|tumblr|xing|vk|pocket|getpocket|addtoany|addthis|sharethis|digg|flipboard|"
    r"instapaper|evernote|bufferapp)\.com|reddit\.com|pinterest\.\w+|t\.me|wa\.me|api\.whatsapp\.com|"
    r"(?:twitter|x)\.com|news\.ycombinator\.com|bsky\.app|threads\.net|mastodonshare\.com)$"
)
_SHARE_PATH = re.compile(
    r"/(?:sharer?(?:\.php)?|share(?:Article|-offsite)?|intent/\w+|submit(?:link)?|pin/create|dialog/(?:feed|share)|"
    r"shareArticle|send|add_to|save|compose)(?:[/?.]|$)",
    re.I,
)
_DROPPED_PATH = re.compile(
    r"/(?:tags?|topics?|authors?|autor(?:en|es)?|auteurs?|category|categories|kategorie|profile|profiles|contributors?|"
    r"byline|people|by|search|login|signin|sign-in|register|subscribe|subscriptions?|newsletters?|"
    r"account|privacy|terms|about-us|contact|advertise|cart)(?:/[^/]*){0,2}/?$",
    re.I,
)
_MEDIA_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|mp[34]|m4[av]|webm|ogg|ogv|mov|avi|wav)$", re.I
)
_MEDIA_HOSTS = re.compile(
    r"(?:^|\.)(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com|soundcloud\.com|spotify\.com|dailymotion\.com|"
    r"instagram\.com|tiktok\.com|twitch\.tv|flickr\.com|imgur\.com|podcasts\.apple\.com|bandcamp\.com)$"
)
_SOURCE_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|csv|tsv|odt|ods|rtf|pptx?|json|zip)$", re.I)
_SOURCE_HOSTS = re.compile(
    r"(?:^|\.)(?:gov|mil|int|europa\.eu|arxiv\.org|doi\.org|nature\.com|science\.org|ssrn\.com|pubmed\.ncbi\.nlm\.nih\.gov|"
    r"courtlistener\.com|documentcloud\.org|un\.org|who\.int|github\.com|gov\.\w\w|gouv\.fr|admin\.ch|bund\.de|bundestag\.de|"
    r"parliament\.uk|legislation\.gov\.uk|nih\.gov|zenodo\.org|osf\.io|medrxiv\.org|biorxiv\.org)$"
)
_SOURCE_WORDS = later(
    r"\b(?:report|study|paper|research|survey|poll|data(?:set)?|statement|press release|letter|document|filing|ruling|"
    r"judg(?:e?)ment|complaint|indictment|lawsuit|bill|transcript|findings|analysis|memo|review|audit|"
    r"studie|bericht|urteil|erklärung|gutachten|rapport|étude|communiqué|informe|estudio|comunicado|rapporto|studio|"
    r"onderzoek|relatório|estudo|доклад|исследование|raport|badani\w+|rapor|報告|报告|研究)\b",
    re.I,
)
_SOURCE_STEMS: Final = (
    *"report stud paper research survey poll data statement letter document filing ruling".split(),
    *"judg complaint indictment lawsuit bill transcript finding analysis memo review audit".split(),
    *"bericht urteil gutachten rapport informe comunicado onderzoek raport badani rapor".split(),
    "press release",
)
"""One of these stands in every match of :data:`_SOURCE_WORDS` that is ASCII."""
_SHARE_WORDS = re.compile(
    r"(?:share|tweet|pin it|email(?: this)?|print|whatsapp|facebook|twitter|x|linkedin|reddit|copy link|save|subscribe|"
    r"sign up|log in|sign in|teilen|partager|compartir|condividi|delen)$",
    re.I,
)
_LONGEST_SHARE: Final = 10
"""Characters of the longest of them."""
_LABEL = re.compile(
    r"^\W*(?:read more|read also|see also|related(?: \w+)?|more|lesen sie auch|mehr zum thema|lire aussi|"
    r"à lire aussi|lea también|leggi anche|lees ook|leia também|читайте также)\s*[:>»|–—-]+\s*",
    re.I,
)


def find_links(headline: str, blocks: Sequence[Block], url: str | None) -> tuple[Link, ...]:
    """The links of a story in reading order, deduplicated by :func:`reader.urls.canonical`.

    Links to share a story, to its tags and authors, and to places in the story itself are left
    out.  A read-more line without a link is an item with ``url`` None.  ``url`` is the story's.
    """
    found: list[Link] = []
    seen: dict[str, int] = {}
    own = canonical(url) if url else None
    for link in _all(blocks):
        if len(found) >= MAX_LINKS:
            break
        if link.url is None:
            found.append(link)
            continue
        key = canonical(link.url)
        if key == own or is_furniture(link.url, link.text):
            continue
        if key in seen:
            before = found[seen[key]]
            if (
                link.kind == "read_more"
                and before.kind == "inline"
                and len(link.text) > len(before.text)
            ):
                found[seen[key]] = _better(before, link)
            continue
        seen[key] = len(found)
        found.append(link)
    return tuple(found)


def is_furniture(url: str, text: str) -> bool:
    """Whether a link belongs to the site, not to the story: share, tag, author, account pages."""
    words = text.strip()
    if len(words) <= _LONGEST_SHARE and _SHARE_WORDS.match(words):
        return True
    return _is_of_site(url)


@lru_cache(maxsize=512)
def _is_of_site(url: str) -> bool:
    """Whether an address alone tells that."""
    try:
        path, query = path_and_query(url)
    except ValueError:
        return True
    if _shares(site(url)) and (_SHARE_PATH.search(path) or "url=" in query or "u=http" in query):
        return True
    return bool(_DROPPED_PATH.search(path))


@lru_cache(maxsize=512)
def _shares(host: str) -> bool:
    return bool(_SHARE_HOSTS.search(host))


@lru_cache(maxsize=512)
def _kind_of_host(host: str) -> LinkKind:
    if _MEDIA_HOSTS.search(host):
        return "media"
    return "source" if _SOURCE_HOSTS.search(host) else "inline"


def _all(blocks: Sequence[Block]) -> Iterator[Link]:
    for number, block in enumerate(blocks):
        if block.kind == "image" or not (block.marks or block.role or block.url):
            continue
        promo = block.role == "promo"
        if block.kind == "blockquote" and block.url:
            yield Link(
                strip_tracking(block.url),
                block.text[:80],
                "source",
                Span(number, 0, min(80, len(block.text))),
                block.text[:MAX_SENTENCE],
            )
        marks = [m for m in block.marks if m.style == "link" and m.url]
        if not marks:
            if block.role == "read_more" and block.kind not in ("heading",):
                yield _line_without_address(number, block)
            continue
        around = _Sentences("" if block.kind in ("code", "table_row") else block.text)
        for mark in marks:
            address = strip_tracking(mark.url or "")
            text = block.text[mark.start : mark.end].strip()
            if not text or not join(None, address):
                continue
            if promo and _kind(address, text, block) != "media":
                continue
            yield Link(
                address,
                text,
                _kind(address, text, block),
                Span(number, mark.start, mark.end),
                _sentence(block.text, around.at(mark.start), mark.start),
            )


def _line_without_address(number: int, block: Block) -> Link:
    text = block.text.strip()
    return Link(None, text, "read_more", Span(number, 0, len(block.text)), text[:MAX_SENTENCE])


def _kind(url: str, text: str, block: Block) -> LinkKind:
    kind = _kind_of_address(url)
    if kind == "media" or block.role != "read_more":
        return "source" if kind == "inline" and _names_source(text) else kind
    return "read_more"


@lru_cache(maxsize=512)
def _kind_of_address(url: str) -> LinkKind:
    """What an address alone says of a link."""
    kind = _kind_of_host(site(url))
    path, _ = path_and_query(url)
    if _MEDIA_FILE.search(path):
        return "media"
    return "source" if kind == "inline" and _SOURCE_FILE.search(path) else kind


def _names_source(text: str) -> bool:
    """Whether a link's words name something that a story may rest on."""
    if text.isascii():  # one word after the other is told at a fraction of the pattern's cost
        small = text.lower()
        if not any(map(small.__contains__, _SOURCE_STEMS)):
            return False
    return _SOURCE_WORDS.search(text) is not None


class _Sentences:
    """The sentences of a paragraph, cut only as far as somebody asks."""

    def __init__(self, text: str) -> None:
        self._left = each_sentence(text)
        self._found: list[tuple[int, int]] = []

    def at(self, place: int) -> tuple[int, int] | None:
        """Start and end of the sentence at ``place``."""
        while not self._found or self._found[-1][1] <= place:
            following = next(self._left, None)
            if following is None:
                break
            self._found.append(following)
        return next((s for s in reversed(self._found) if s[0] <= place < s[1]), None)


def _sentence(text: str, bounds: tuple[int, int] | None, at: int) -> str:
    if bounds is not None:
        start, end = bounds
        if end - start > MAX_SENTENCE:
            start = max(start, at - MAX_SENTENCE // 2)
            end = min(end, start + MAX_SENTENCE)
        return text[start:end].strip()
    return text[max(0, at - MAX_SENTENCE // 2) : at + MAX_SENTENCE // 2].strip()


def _better(before: Link, link: Link) -> Link:
    return Link(before.url, link.text, "read_more", before.span, before.sentence)


def label_off(text: str) -> str:
    """A read-more line without its label (``Read more: …``), for a search of the cache."""
    return _LABEL.sub("", text).strip()


__all__ = ["HEADLINE", "find_links", "is_furniture", "label_off"]
