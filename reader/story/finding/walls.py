"""What stands between a reader and a story: a question about cookies, a text that ends early."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from reader.model import Block
from reader.story.about.declared import strings
from reader.text import fold

ASKS: Final = "This page only asks about cookies; its story, if it has one, stands behind that."
ENDS_EARLY: Final = "Only the beginning of this story is free to read, so most of it is missing."
GONE: Final = "This page says that there is no story at its address."
GUARDED: Final = (
    "This page only wants to know whether a human asks for it; its story stands behind that."
)
LISTS: Final = "This page lists other stories and tells none itself."
GONE_WORDS: Final = 120
"""Words from which a page tells more than that there is nothing."""
TEASERS: Final = 4
"""Headings that are links, from which a page lists stories."""
TOLD: Final = 300
"""Characters of a paragraph that a list of stories doesn't have."""
SHORT: Final = 350
"""Words from which a text is more than a question or a beginning."""
MOSTLY: Final = 0.6
"""Share of the words that stand in blocks about cookies, where a page is about nothing else."""
ITEM: Final = 60
"""Characters of a line that says what is behind a wall."""
LAST: Final = 6
"""Blocks at the end among which an offer to read on stands."""

CONSENT = re.compile(
    r"\bcookies?\b|\bconsent\b|\bgdpr\b|\bdsgvo\b|\btracking\b|privacy\s+(?:policy|settings|choices|notice)|"
    r"legitimate\s+interest|personali[sz]ed\s+ads|store\s+and(?:/or)?\s+access|datenschutz|einwilligung|zustimmung|"
    r"zustimmen|traceurs?\b|consentement|donnees\s+personnelles|consentimiento|consenso|toestemming|zgod[aey]\b|"
    r"プライバシー|クッキー"
)
_OFFER = re.compile(
    r"(?:subscribe|sign\s+in|sign\s+up|log\s+in|register|become\s+a\s+(?:member|subscriber)).{0,60}\b(?:read|reading|continue|unlock|access|full)\b|"
    r"(?:continue|keep)\s+reading.{0,60}\b(?:subscri|account|free|trial|member)|already\s+(?:a\s+)?(?:subscriber|member)|"
    r"this\s+(?:article|story|content)\s+is\s+(?:only\s+)?(?:for|available\s+to)\s+(?:our\s+)?(?:paying\s+)?(?:subscribers|members)|"
    r"(?:weiterlesen|artikel\s+lesen).{0,60}\b(?:abo|plus|testen|anmelden|registrieren)|(?:nur|exklusiv)\s+fur\s+abonnent|bereits\s+abonnent|"
    r"(?:article|suite)\s+(?:est\s+)?reserve\w*\s+aux\s+abonnes|deja\s+abonne|"
    r"(?:contenido|articulo)\s+(?:exclusivo|solo)\s+para\s+suscriptores|riservat\w+\s+agli\s+abbonati|"
    r"会員限定|有料会員|ログインして続き"
)
_GONE = re.compile(
    r"\W*(?:error\W*)?(?:4(?:04|10)(?:\W*$|\s*[-–—|:]|\W+(?:error|not|page|seite|pagina)\b)|page\s+(?:not\s+found|could\s+not\s+be\s+found|(?:is\s+)?(?:missing|unavailable|gone))|not\s+found\W*$|"
    r"(?:oops|sorry|whoops|uh.?oh)\b.{0,40}\b(?:page|found|gone|exist|wrong)|(?:we\s+)?(?:can.?t|cannot|couldn.?t|could\s+not)\s+find\s+(?:that|this|the)\s+page|"
    r"(?:this|that|the)\s+(?:page|story|article|content)\s+(?:(?:you\s+.{0,40}\s)?(?:doesn.?t|does\s+not|no\s+longer)\s+exists?|(?:is|was|has\s+been)\s+(?:no\s+longer|not|removed|deleted|moved))|"
    r"(?:die\s+)?(?:seite|artikel)\s+(?:wurde\s+)?nicht\s+(?:gefunden|mehr\s+verfugbar)|page\s+(?:introuvable|non\s+trouvee)|"
    r"pagina\s+(?:no\s+(?:encontrada|existe)|non\s+trovata|nao\s+encontrada|niet\s+gevonden)|nie\s+znaleziono|strona\s+nie\s+istnieje|"
    r"страница\s+не\s+наидена|sayfa\s+bulunamadi|sidan\s+(?:kunde\s+inte\s+)?hitta|siden\s+(?:finnes|findes|ble)\s+ikke|"
    + fold("(?:お探しの)?ページ(?:が|は)見つかりません|页面不存在|找不到(?:该|此)?页面)")
)
_GUARD = re.compile(
    r"just\s+a\s+moment\W*$|attention\s+required\s*!|pardon\s+our\s+interruption|(?:please\s+)?verif(?:y|ying)\s+(?:that\s+)?you\s+are\s+(?:not\s+a\s+(?:ro)?bot|(?:a\s+)?human)|"
    r"are\s+you\s+(?:a\s+(?:robot|human)|human)\s*\?|(?:checking|verifying)\s+(?:if\s+the\s+site|your\s+(?:browser|connection)|the\s+security)|"
    r"(?:please\s+)?enable\s+(?:javascript|js)\s+and\s+(?:cookies|disable\s+any)|"
    r"(?:our\s+systems\s+have\s+detected\s+)?unusual\s+traffic\s+from\s+your|access\s+(?:denied|to\s+this\s+page\s+has\s+been\s+denied)\W*$|"
    r"(?:bitte\s+)?bestatigen\s+sie,?\s+dass\s+sie\s+(?:kein\s+(?:ro)?bot|ein\s+mensch)|verifiez\s+que\s+vous\s+etes\s+humain"
)
"""What stands above a page that keeps programs from a story."""
_CLOSED_TIERS: Final = frozenset(["locked", "premium", "paid", "subscription"])


def is_closed(meta: dict[str, list[str]], articles: Sequence[dict[str, Any]]) -> bool:
    """Whether a page declares that its story is not free to read (schema.org, Open Graph)."""
    for item in articles[:3]:
        free = item.get("isAccessibleForFree")
        if free is False or any(fold(v) == "false" for v in strings(free)):
            return True
    tiers = meta.get("article:content_tier", [])[:1]
    return any(fold(tier) in _CLOSED_TIERS for tier in tiers)


def holds_none(title: str, blocks: Sequence[Block], *, declared: str) -> str | None:
    """What a reader must know of a page that is no story: one that says that it isn't there, that
    keeps programs out, or that lists others; None for a story.

    ``title`` is its headline, ``declared`` what it calls itself (Open Graph's type).
    """
    texts = [b for b in blocks if b.text and b.kind not in ("image", "caption") and not b.role]
    if sum(map(_words, texts)) < GONE_WORDS:
        if _GONE.match(fold(title)):
            return GONE
        if _GUARD.match(fold(title)) or any(_GUARD.match(fold(b.text)) for b in texts):
            return GUARDED
    if declared.lower() == "article" or any(len(b.text) > TOLD for b in texts):
        return None
    heads = [b for b in texts if b.kind == "heading"]
    linked = sum(1 for b in heads if _is_link(b))
    return LISTS if linked >= TEASERS and linked * 4 >= len(heads) * 3 else None


def _is_link(block: Block) -> bool:
    """Whether nearly all words of a line are one link to another page."""
    return any(
        m.style == "link"
        and (m.end - m.start) * 10 >= 9 * len(block.text)
        and "#" not in (m.url or "")
        for m in block.marks
    )


def behind_wall(blocks: Sequence[Block], *, closed: bool) -> tuple[str | None, list[Block]]:
    """What a reader must know when ``blocks`` are no whole story, else None; and the blocks, of
    which those that only ask about cookies or offer to read on have a role.

    ``closed``: the page declares that its story is not free.
    """
    held = list(blocks)
    texts = [b for b in held if b.text and b.kind not in ("image", "caption")]
    if sum(map(_words, texts)) >= SHORT:
        return None, held
    own = [b for b in texts if b.role in (None, "promo")]
    words = sum(map(_words, own))
    asking = sum(_words(b) for b in own if CONSENT.search(fold(b.text)))
    if words and asking >= MOSTLY * words:
        return ASKS, [replace(b, role=b.role or "promo") if b in texts else b for b in held]
    offers = [b for b in texts[-LAST:] if len(b.text) < SHORT and _OFFER.search(fold(b.text))]
    if words and (closed or offers):
        return ENDS_EARLY, _with_offers(held, offers)
    return None, held


def _with_offers(blocks: list[Block], offers: Sequence[Block]) -> list[Block]:
    """``blocks`` with the role of those that offer to read on, and of the items and few words behind
    the first of them, which say what else one would pay for."""
    first = next((n for n, b in enumerate(blocks) if b in offers), len(blocks))
    return [
        replace(b, role="promo")
        if b in offers or (n > first and not b.role and b.text and len(b.text) <= ITEM)
        else b
        for n, b in enumerate(blocks)
    ]


def _words(block: Block) -> int:
    count = block.text.count(" ") + 1
    return count if block.text.isascii() else max(count, len(block.text) // 4)
