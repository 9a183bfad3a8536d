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
SHORT: Final = 350
"""Words from which a text is more than a question or a beginning."""
MOSTLY: Final = 0.6
"""Share of the words that stand in blocks about cookies, where a page is about nothing else."""
LAST: Final = 6
"""Blocks at the end among which an offer to read on stands."""

_CONSENT = re.compile(
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
_CLOSED_TIERS: Final = frozenset(["locked", "premium", "paid", "subscription"])


def is_closed(meta: dict[str, list[str]], articles: Sequence[dict[str, Any]]) -> bool:
    """Whether a page declares that its story is not free to read (schema.org, Open Graph)."""
    for item in articles[:3]:
        free = item.get("isAccessibleForFree")
        if free is False or any(fold(v) == "false" for v in strings(free)):
            return True
    tiers = meta.get("article:content_tier", [])[:1]
    return any(fold(tier) in _CLOSED_TIERS for tier in tiers)


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
    asking = sum(_words(b) for b in own if _CONSENT.search(fold(b.text)))
    if words and asking >= MOSTLY * words:
        return ASKS, [replace(b, role=b.role or "promo") if b in texts else b for b in held]
    offers = [b for b in texts[-LAST:] if len(b.text) < SHORT and _OFFER.search(fold(b.text))]
    if words and (closed or offers):
        return ENDS_EARLY, [replace(b, role="promo") if b in offers else b for b in held]
    return None, held


def _words(block: Block) -> int:
    count = block.text.count(" ") + 1
    return count if block.text.isascii() else max(count, len(block.text) // 4)
