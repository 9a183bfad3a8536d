"""What a block is for: read-more lines, promotions, bylines, credits and dates told from the story.

Rules of thumb on the block's own words, in the languages whose phrases stand in the tables below.
A block keeps its place; its role says how the panes treat it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reader.model import Block, BlockRole
from reader.patterns import later
from reader.story.about.months import MONTH_NAMES
from reader.story.parts.phrases import CREDIT, PROMO, PROMO_WITHIN, READ_MORE
from reader.text import fold

_BYLINE = re.compile(
    r"(?:by|von|par|por|di|door|przez|автор|text|words|story|posted\s+by|written\s+by)\s*:?\s+"
    r"(?P<names>[^\W\d_][\w.'’-]*(?:\s+(?:[^\W\d_][\w.'’-]*|de|la|van|von|der|and|und|et|y|e|&|,)){0,12})",
    re.I,
)
_CAPITALISED = re.compile(r"[^\W\d_a-zß-öø-ÿ]")
_MONTHS: Final = (
    "jan feb mar apr may jun jul aug sep oct nov dec januar februar marz april mai juni juli august "
    "janvier fevrier mars avril juin juillet aout enero febrero marzo abril mayo junio julio agosto "
    "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre janeiro fevereiro marco maio "
    "junho julho setembro outubro novembro dezembro ene dic stycznia lutego marca kwietnia maja czerwca "
    "lipca sierpnia wrzesnia pazdziernika listopada grudnia ocak subat mart nisan mayis haziran temmuz "
    "agustos eylul ekim kasim aralik января февраля марта апреля мая июня июля августа сентября октября "
    "ноября декабря mei okt dez".split()
)
_DATE = re.compile(
    r"(?:(?:published|updated|posted|last\s+updated|first\s+published|modified|on|am|le|veroffentlicht|aktualisiert|stand|"
    r"publie|mis\s+a\s+jour|publicado|actualizado|pubblicato|aggiornato)\b[\s:,]*)*"
    r"(?:\w{2,12}[.,]?\s+)?"
    r"(?:\d{4}-\d\d?-\d\d?|\d{1,2}[./]\s?\d{1,2}[./]\s?\d{2,4}|\d{4}年\d{1,2}月\d{1,2}日|"
    r"\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:de\s+)?(?P<m1>\w+)\.?,?\s+(?:de\s+)?\d{4}|(?P<m2>\w+)\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})"
    r"[\s,|·•–—-]*(?:(?:at|um|a|o)\s+)?(?:\d{1,2}(?:[:.h]|時)\d{2}(?:[:.]\d{2}|分)?|\d{1,2}時\d分)?\s*(?:[ap]\.?m\.?)?\s*(?:uhr|gmt|utc|[a-z]{2,4}t|z)?[\s.)]*"
    r"(?:\((?:modific\w+|aggiornat\w+|updated|modified|edited|aktualisiert|mis a jour|actualizad\w+|atualizad\w+)\b[^()]{0,60}\))?$"
)
_DAY_ALONE = re.compile(
    r"(?:\w{2,12},\s+)?(?:(?P<m1>[^\W\d_]{3,10})\.?\s+\d{1,2}(?:st|nd|rd|th)?|"
    r"\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:de\s+)?(?P<m2>[^\W\d_]{3,10})\.?)"
)
"""A day without its year."""
_KOREAN_DAY = re.compile(
    r"(?:[\uac00-\ud7a3]{2,4}\s*:?\s*)?\d{4}(?:년\s?|\.\s?)\d{1,2}(?:월\s?|\.\s?)\d{1,2}(?:일|\.)?"
    r"(?:\s*오[전후])?(?:\s*\d{1,2}(?::|시\s?)\d{2}분?)?"
)
_POINTS = re.compile(r"\d{1,6}\s+points?\s+by\s+\S{1,60}\s+(?:\d{1,3}\s+\w+\s+ago|on\s)")
"""Who sent a story in, as boards of links say it."""
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WHEN = re.compile(r"(?:first\s+|last\s+)?(?:published|updated|posted|modified)\b")
_LETTERS = re.compile(r"[^\W\d_]+")
_ZONE = re.compile(
    r"[a-z]{1,3}t|utc|mon|tue|wed|thu|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
)
_TIME_WORDS: Final = frozenset(
    "published updated posted modified first last on at am pm a p m".split()
)
_CONSENT = re.compile(
    r"[\W_]*(?:um\s.{0,60}\b(?:eingebettete|externe)\w*\s+inhalte?\b"
    r"|(?:empfohlener|externer)\s+(?:redaktioneller\s+|externer\s+)?inhalt\b"
    r"|ein\s+klick\s+fur\s+den\s+datenschutz"
    r"|an\s+dieser\s+stelle\s+(?:finden\s+sie|befindet\s+sich|steht)\b.{0,60}\binhalt"
    r"|(?:we|this\s+\w+)\s+(?:need|requires?)\s+your\s+(?:consent|permission)\b"
    r"|(?:view|see)\s+this\s+(?:post|photo|video|tweet)\s+on\s+\w+\s*$"
    r"|pour\s+(?:afficher|voir)\s+ce\s+contenu\b|accept(?:er)?\s+(?:all\s+|les\s+)?cookies\b.{0,80}$"
    r"|para\s+ver\s+est[ea]\s+contenido\b)"
)
"""What stands where a site asks before it shows what another site holds."""
_CONSENT_LEADS: Final = (
    *("um", "empfohlener", "externer", "ein", "an", "we", "this", "view", "see", "pour", "accept"),
    "para",
)
"""What a match of it begins with."""
_LONGEST_LEAD: Final = max(map(len, _CONSENT_LEADS))
_FOLLOW = re.compile(
    r"\b(?:follow|find|reach|contact|email|e-mail|tweet(?:\s+at)?)\s+(?:him|her|them|us|me|the\s+author|"
    r"[^\W\d_]+\s[^\W\d_]+)\b.{0,120}(?:\btwitter\b|\bfacebook\b|\binstagram\b|\blinkedin\b|\bbluesky\b|\bmastodon\b|@\w)",
    re.I,
)
_NETWORKS: Final = ("twitter", "facebook", "instagram", "linkedin", "bluesky", "mastodon")
_CLOSING: Final = 3
"""Paragraphs at the end among which is what the writer says of himself."""
_OFFERS: Final = 2
_CLOCK_LENGTH: Final = 40
_CLOCK = re.compile(
    r"(?:(?:updated|posted|published|at|um|a|aktualisiert)\s+)*[0-2]?\d[:.h][0-5]\d(?::[0-5]\d)?\s*"
    r"(?:[ap]\.?m\.?|uhr|h)?\s*(?:\(?(?:gmt|utc|bst|c?e[sd]?t|p[sd]t|cest)(?:[+-]\d{1,2})?\)?)?\s*(?:,?\s*\d{1,2}\s+\w{3,9}\.?(?:\s+\d{4})?)?$"
)
_CONSENT_LENGTH: Final = 900
_FOLLOW_LENGTH: Final = 400
_READ_MORE_RE = re.compile(r"[\W_]*(?:" + "|".join(READ_MORE) + ")")
_PROMO_RE = re.compile(r"[\W_]*(?:" + "|".join(PROMO) + ")")
_PROMO_WITHIN_RE: Final = {word: later(pattern) for word, pattern in PROMO_WITHIN.items()}
_CREDIT_RE = re.compile(r"[\W_]*(?:" + "|".join(CREDIT) + ")")
_MARKS: Final = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("…", "."))
_SHORT: Final = 240
_TOP: Final = 8


def give_roles(blocks: Sequence[Block]) -> list[Block]:
    """``blocks`` with the roles that their words tell."""
    out: list[Block] = []
    prose = promos = 0
    listing = False
    for block in blocks:
        role = block.role or _role(block, near_top=prose < 2 and len(out) < _TOP)
        listing = block.kind == "list_item" and _goes_on(listing, out)
        if role is None and listing:
            role = "read_more"
        out.append(replace(block, role=role) if role else block)
        promos += role == "promo"
        prose += role is None and block.kind == "paragraph" and len(block.text) > _SHORT
    _mark_closing(out)
    if promos >= _OFFERS:
        _mark_offers(out)
    _mark_clocks(out)
    _mark_dated(out)
    return out


def _mark_dated(blocks: list[Block]) -> None:
    """The one heading that is a day, above all paragraphs: that of the story, as blogs print it."""
    dated = [n for n, b in enumerate(blocks) if b.kind == "heading" and is_date(b.text)]
    if len(dated) == 1 and not any(b.kind == "paragraph" for b in blocks[: dated[0]]):
        blocks[dated[0]] = replace(blocks[dated[0]], role="date")


def _mark_clocks(blocks: list[Block]) -> None:
    """The times of a live blog's posts."""
    for number, block in enumerate(blocks):
        if len(block.text) > _CLOCK_LENGTH or block.kind != "paragraph" or block.role is not None:
            continue
        if is_clock(block.text):
            blocks[number] = replace(block, role="date")


def _mark_offers(blocks: list[Block]) -> None:
    """A list of which two items advertise something advertises with the others, too."""
    start = 0
    for number in range(len(blocks) + 1):
        if number < len(blocks) and blocks[number].kind == "list_item":
            continue
        if number - start >= _OFFERS:
            run = blocks[start:number]
            if sum(b.role == "promo" for b in run) >= _OFFERS:
                blocks[start:number] = [replace(b, role=b.role or "promo") for b in run]
        start = number + 1


def _mark_closing(blocks: list[Block]) -> None:
    """Where to follow the writer, said in the last paragraphs, is no part of the story."""
    last = [n for n, b in enumerate(blocks) if b.kind == "paragraph" and b.role is None]
    for number in last[-_CLOSING:] if len(last) > _CLOSING else ():
        block = blocks[number]
        if is_date(block.text):
            blocks[number] = replace(block, role="date")
        elif len(block.text) <= _FOLLOW_LENGTH and _follows(block.text):
            blocks[number] = replace(block, role="promo")


def _follows(text: str) -> bool:
    """Whether the words say where to follow somebody; most name no place to do so."""
    if text.isascii():
        small = text.lower()
        if "@" not in small and not any(map(small.__contains__, _NETWORKS)):
            return False
    return _FOLLOW.search(text) is not None


def is_read_more(text: str) -> bool:
    """Whether the words begin like a line that leads to another story."""
    return len(text) <= _SHORT and bool(_READ_MORE_RE.match(fold(text)))


def byline_names(text: str) -> str | None:
    """The names in a line such as ``By Jane Doe``, or None when it is none."""
    found = _BYLINE.match(text)
    if not found or len(text) > 120:
        return None
    names = found.group("names").strip(" ,")
    rest = text[found.end() :].strip()
    before, _, last = names.rpartition(" ")
    if rest[:1].isdigit() and fold(last) in MONTH_NAMES:
        names = before.strip(" ,")  # By Ann Lee March 3, 2026
    if rest.startswith((".", "!", "?")) or not _names_capitalised(names):
        return None
    return names


def is_date(text: str) -> bool:
    """Whether the line holds a date and nothing else."""
    if len(text) > 100:
        return False
    folded = fold(text).strip()
    found = _DATE.match(folded)
    if not found:
        return bool(_WHEN.match(folded)) and _tells_only_when(folded)
    month = found.group("m1") or found.group("m2")
    return (
        month is None
        or month.rstrip(".") in MONTH_NAMES
        or any(month == m or (len(m) == 3 and month.startswith(m)) for m in _MONTHS)
    )


def _tells_only_when(folded: str) -> bool:
    """Whether a line of several times, as "Published … | Updated …", holds nothing else."""
    words = _LETTERS.findall(folded)
    months = [w for w in words if w[:3] in _MONTHS or w in _MONTHS]
    rest = [w for w in words if w not in months and w not in _TIME_WORDS]
    return bool(months) and any(map(str.isdigit, folded)) and all(map(_ZONE.fullmatch, rest))


def _is_day(folded: str) -> bool:
    """Whether the line holds a day of this year, as "Mar 3", and nothing else."""
    found = _DAY_ALONE.fullmatch(folded.strip()) if len(folded) <= _CLOCK_LENGTH else None
    return found is not None and (found["m1"] or found["m2"]) in MONTH_NAMES


def is_clock(text: str) -> bool:
    """Whether the line holds a time of day and nothing else, as above the posts of a live blog."""
    return len(text) <= _CLOCK_LENGTH and bool(_CLOCK.match(fold(text)))


def _role(block: Block, *, near_top: bool) -> BlockRole | None:
    text = block.text
    if block.kind in ("code", "image", "table_row") or not text or len(text) > _CONSENT_LENGTH:
        return None
    may_ask = block.kind != "caption" and _may_ask(text)
    if not may_ask and len(text) > _SHORT:
        return None
    folded = _folded(text[:_SHORT])
    if may_ask and _CONSENT.match(folded):
        return "promo"
    if len(text) > _SHORT:
        return None
    if block.kind != "caption" and _READ_MORE_RE.match(folded) and _leads_on(block, folded):
        return "read_more"
    if _promotes(folded):
        return "promo"
    if block.kind == "heading":
        return None
    if near_top and (is_date(text) or _is_day(folded) or _KOREAN_DAY.fullmatch(text)):
        return "date"
    if near_top and _POINTS.match(folded):
        return "byline"
    if near_top and "@" in text and _ADDRESS.fullmatch(text):
        return "byline"
    if near_top and byline_names(text):
        return "byline"
    if block.kind != "caption" and len(text) <= 160 and _CREDIT_RE.match(folded):
        return "credit"
    return None


def _promotes(folded: str) -> bool:
    """Whether the words, folded, offer something."""
    if _PROMO_RE.match(folded):
        return True
    return any(word in folded and of.match(folded) for word, of in _PROMO_WITHIN_RE.items())


def _may_ask(text: str) -> bool:
    """Whether :data:`_CONSENT` may match: most lines are told by their first word."""
    lead = text[:_LONGEST_LEAD]
    if not lead.isascii() or not lead[0].isalpha():
        return True
    return lead.lower().startswith(_CONSENT_LEADS)


def _folded(text: str) -> str:
    """``text`` folded; typographic marks alone don't make it slow."""
    if not text.isascii():
        for mark, plain in _MARKS:
            text = text.replace(mark, plain)
    return fold(text)


def _leads_on(block: Block, folded: str) -> bool:
    """Read-more words at the start of a sentence of the story are not enough: the line is short,
    or a link takes up much of it, or it has the form ``Read more: …``."""
    linked = sum(m.end - m.start for m in block.marks if m.style == "link")
    if linked * 3 >= len(block.text) or block.kind == "heading":
        return True
    return len(folded.split()) <= 18 and len(folded) <= 130


def _goes_on(listing: bool, before: Sequence[Block]) -> bool:
    """Whether an item belongs to a list under a read-more heading."""
    if listing:
        return True
    return bool(before) and before[-1].role == "read_more" and before[-1].kind != "list_item"


def _names_capitalised(names: str) -> bool:
    words = [w for w in re.split(r"[\s,&]+", names) if w]
    small = {
        "de",
        "la",
        "van",
        "von",
        "der",
        "and",
        "und",
        "et",
        "y",
        "e",
        "da",
        "di",
        "del",
        "du",
        "en",
        "i",
    }
    named = [w for w in words if w.lower() not in small]
    return 0 < len(named) <= 10 and all(_CAPITALISED.match(w) for w in named)
