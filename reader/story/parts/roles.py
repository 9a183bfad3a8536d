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
from reader.text import fold

_READ_MORE: Final = (
    # English
    r"(?:read|see|find out|learn|discover|watch|listen)\s+(?:more|also|next|on|further)\b",
    r"read\s+(?:the\s+)?(?:full|entire|whole|rest)\b",
    r"(?:more|further)\s+(?:on|about|from|reading|stories|coverage|like)\b",
    r"(?:see|you may|you might|watch|read)\s+also\b",
    r"(?:you|we)\s+(?:may|might)\s+(?:also\s+)?(?:like|be\s+interested|recommend)\b",
    r"related(?:\s+(?:stories|story|articles?|reading|content|topics|coverage|posts?|links?|news))?\s*(?::|$)",
    r"recommended(?:\s+\w+)?\s*(?::|$)",
    r"(?:continue|keep)\s+reading\b",
    r"(?:also|don.t)\s+(?:read|miss)\b",
    r"(?:most\s+(?:read|popular|viewed|watched|shared|commented)|trending(?:\s+now)?|popular\s+(?:now|stories|articles))\b.{0,30}$",
    r"(?:meistgelesen|(?:les\s+)?plus\s+lus|(?:lo\s+)?mas\s+(?:leido|visto|leidas)|(?:i\s+)?piu\s+letti|mais\s+lidas|meest\s+gelezen)\b.{0,30}$",
    r"(?:read|watch|listen|explore|explainer|in depth|go deeper|background)\s*(?::|>|»|\|)",
    r"for\s+more\s+(?:on|about|information)\b.{0,80}(?:click|read|see|visit|here)",
    # German, Dutch
    r"(?:lesen|sehen|horen)\s+sie\s+(?:auch|mehr|hier|dazu|weiter)\b",
    r"mehr\s+(?:zum\s+thema|dazu|lesen|uber|aus|von)\b",
    r"(?:auch\s+interessant|zum\s+weiterlesen|weiterlesen|weiterfuhrende|lesetipp|siehe\s+auch)\b",
    r"(?:lees\s+(?:ook|meer|verder)|meer\s+(?:over|lezen)|zie\s+ook|bekijk\s+ook)\b",
    # French, Spanish, Italian, Portuguese
    r"(?:a\s+)?(?:lire|voir|ecouter|decouvrir)\s+(?:aussi|la\s+suite|egalement|plus)\b",
    r"(?:en\s+savoir\s+plus|pour\s+aller\s+plus\s+loin|sur\s+le\s+meme\s+sujet)\b",
    r"(?:lea?r?|ver|vea|lee)\s+(?:mas|tambien)\b|te\s+puede\s+interesar|mas\s+informacion\s*(?::|$)",
    r"(?:leggi|vedi|guarda|ascolta)\s+(?:anche|tutto|di\s+piu)\b|per\s+approfondire\b",
    r"(?:leia|veja|saiba|confira)\s+(?:mais|tambem)\b",
    # Russian, Polish, Turkish, Japanese, Chinese
    r"(?:читаите|смотрите|см\.?)\s+также\b|читать\s+далее\b|подробнее\s*(?::|$)",
    r"(?:czytaj|zobacz|przeczytaj)\s+(?:tez|rowniez|wiecej|takze|dalej)\b|wiecej\s+na\s+temat\b",
    r"(?:devamini\s+oku|ayrica\s+okuyun|ilgili\s+haber)",
    r"(?:続きを読む|関連記事|あわせて読みたい|延伸阅读|延伸閱讀|相关阅读|相關報導|阅读更多|閱讀更多|继续阅读)",
    # Nordic languages, Czech, Ukrainian, Romanian, Greek, Indonesian, Arabic, Hindi, Korean
    r"(?:las|læs|les|lue)\s+(?:mer|mere|ocksa|ogsa|mera|myos|lisaa)\b|se\s+(?:ocksa|ogsa)\b|mer\s+om\b.{0,60}:$",
    r"(?:ctete|prectete)\s+(?:si\s+)?(?:take|tez)\b|читаите\s+(?:також|еще)\b|citeste\s+(?:si|mai)\b",
    r"(?:baca\s+juga|xem\s+them|διαβαστε\s+(?:επισησ|ακομη))\b",
    *map(
        fold, ("(?:اقرأ|إقرأ|شاهد)\\s+(?:أيضا|المزيد)", "(?:यह|ये|इसे)\\s+भी\\s+पढ़", "관련\\s*기사")
    ),
)
_PROMO: Final = (
    r"(?:sign\s+up|subscribe|register)\b.{0,120}(?:newsletter|inbox|updates|email|alerts|podcast|channel|today|here|now|for\s+free)",
    r"(?:get|have)\b.{0,60}\b(?:newsletter|delivered|inbox)\b",
    r"get\s+(?:the\s+|our\s+)?(?:daily|weekly|breaking|latest|top)\b.{0,40}\bnews\s*$",
    r"(?:follow|like|join|find)\s+(?:us|me|him|her|them|@\w+|the\s+\w+)\b.{0,60}(?:twitter|facebook|instagram|linkedin|telegram|whatsapp|youtube|mastodon|bluesky|tiktok|google\s+news|\bx\b)",
    r"(?:download|get)\s+(?:the|our)\b.{0,40}\bapp\b",
    r"(?:advertisement|advertisment|sponsored(?:\s+content)?|anzeige|werbung|publicite|publicidade?|pubblicita|advertentie|реклама|reklama|reklam|広告)\s*$",
    r"(?:this\s+(?:article|story|post)|the\s+post)\b.{0,200}\b(?:(?:first\s+)?appeared|originally|first\s+published|is\s+republished|was\s+republished)\b",
    r"the\s+post\s.{1,250}\sappeared\s+first\s+on\s",
    r"(?:share|print|email|comments?|save|copy\s+link|share\s+this(?:\s+\w+)?|\d+\s+comments?|skip\s+(?:to|advertisement).{0,40})\s*$",
    r"(?:support\s+(?:us|our)|donate\b|become\s+a\s+(?:member|subscriber|supporter)).{0,160}$",
    r"(?:abonnieren\s+sie|jetzt\s+abonnieren|newsletter\b|hier\s+(?:klicken|abonnieren)|folgen\s+sie\s+uns|melden\s+sie\s+sich).{0,120}$",
    r"(?:abonnez-vous|inscrivez-vous|suivez-nous|suscribete|siguenos|iscriviti|seguici|assine|siga-nos)\b.{0,120}$",
    r"(?:all\s+rights\s+reserved|copyright\s+(?:\d|©|ⓒ|\(c\))|©\s*\d{4})",
    r"(?:subscribe|register|sign\s+(?:up|in)|log\s+in)\s+(?:now\s+)?to\s+(?:continue|keep|read|unlock|see)\b.{0,80}$",
    r"(?:sign|log)\s+in(?:\s+(?:or|to|with)\b.{0,80})?\s*$",
    r"(?:already\s+(?:a\s+)?(?:subscriber|subscribed|member|have\s+an\s+account|registered)|not\s+a\s+(?:subscriber|member))\b.{0,80}$",
    r"unlimited\s+(?:online\s+|digital\s+)?access\b.{0,120}$",
    r"(?:enjoy|access|get|read)\s+(?:unlimited|additional|more|all|exclusive)?\s*(?:additional\s+|premium\s+|subscriber-only\s+)?articles?\s+(?:per|a|from|each|across)\b.{0,80}$",
    r"(?:exclusive\s+articles\s+(?:by|from)|support\s+(?:local|independent|quality)\s+journalism|daily\s+puzzles?\b|share\s+your\s+thoughts\s+and\s+join|get\s+e-?mail\s+updates\b).{0,160}$",
    r"(?:push-nachrichten\b.{0,60}|alle\s+(?:\+|plus)-?artikel\b.{0,80}|jetzt\s+weiterlesen\b.{0,60}|monatlich\s+kundbar\b.{0,60})$",
    r"(?:like|liked|enjoy|enjoyed|love|loved)\s+(?:this|the|our)\s+(?:story|post|article|podcast|video)\b.{0,60}\b(?:share|pin|subscribe|follow|tell)\b",
    r"by\s+(?:entering|submitting|providing|signing|subscribing|clicking)\b.{0,140}\b(?:agree|consent|accept)\b",
    r"(?:thanks|thank\s+you)\s+for\s+(?:subscribing|signing\s+up)\b",
    r"\(?(?:this|our|some)\s+(?:\w+\s+)?(?:post|article|page|site|story|links?)\b.{0,60}\baffiliate\b",
    r"(?:reading\s+time|read\s+time|lesezeit|lesedauer|temps\s+de\s+lecture|tiempo\s+de\s+lectura|tempo\s+d[ei]\s+lett?ura|leestijd|czas\s+czytania|время\s+чтения)\b\W{0,4}.{0,24}$",
    r"\d{1,2}\s*(?:-\s*)?min(?:ute)?s?\s+read\s*$",
    r"a\s+version\s+of\s+this\s+(?:article|story|column|review|interview)\b.{0,40}\b(?:appear|was\b|is\b|ran\b|published)",
    r"our\s+standards\s*:",
    r"(?:story|article|(?:scroll|read)\s+(?:on|down))\s+continues?\s+(?:below|after)\b.{0,40}$",
    r"(?:artikel\s+wird\s+nach|der\s+artikel\s+geht\s+nach|la\s+suite\s+apres\s+(?:la|cette)|continua\s+(?:apos|despues|dopo|tras)|"
    r"dalszy\s+ciag\s+(?:materiału|artykułu)|artikeln\s+fortsatter|artikkelen\s+fortsetter|artiklen\s+fortsætter)\b.{0,60}$",
    r"(?:annons|annonse|annonce|mainos|inserzione)\s*$",
    r"(?:view|read)\s+(?:this|it)\s+(?:e-?mail|letter|newsletter)?\s*in\s+(?:your|a|the)\s+browser\b|"
    r"(?:our\s+mailing\s+address|want\s+to\s+change\s+how\s+you\s+(?:receive|get))\b",
    r"do\s+you\s+have\s+an\s+opinion\s+on\s+(?:the\s+issues|anything)\b",
    r"(?:purchase|obtain)\s+(?:licensing|reprint)\s+rights\b.{0,60}$",
    r"(?:post|leave|add|write)\s+a\s+(?:comment|reply)\b.{0,60}$",
    r"(?:©\s*)?(?:riproduzione|reproduccion|reproduction|reproducao)\s+(?:riservata|reservada|interdite|prohibida|proibida)\b.{0,60}$",
    r"(?:this\s+)?(?:page|video|content|player)\s+(?:can.?t|cannot|could\s+not|is\s+not)\s+(?:be\s+)?(?:play|load|display|available)\w*\b.{0,80}$",
    r"(?:この記事は(?:会員|有料)|会員登録|ログイン|無料会員|有料会員).{0,60}$",
)
_PROMO_WITHIN: Final = {
    "commission": r"[\W_]*.{0,160}\bwe\s+(?:may|might|can|will)?\s*(?:earn|receive|get)\s+(?:an?\s+)?(?:affiliate\s+|small\s+)?commissions?\b",
    "newsletter": r"[\W_]*.{0,120}\bnewsletters?\b.{0,100}\bsign\s+up\b.{0,30}$",
}
"""What may begin anywhere, by a word that stands in it: most lines are told by that alone."""
_CREDIT: Final = (
    r"(?:photo(?:graph)?s?|image|picture|illustration|video|graphic|credits?|source|foto|bild|fotos|crédit|credito|imagen|фото)\s*(?:by|credit|von|par|de|:|/|courtesy)",
    r"(?:©|\(c\)\s)",
    r"\(?(?:additional\s+)?(?:reporting|writing|editing|edited|translated|compiled)\s+by\b",
    r"[^.!?]{3,160}\bcontributed\s+(?:reporting\b|to\s+(?:this|the)\s+(?:report|story|article)\b).{0,40}$",
    r"(?:zrodło|kaynak|fuente|fonte|quelle|bron|kalla|kilde|lahde|zdroj|источник|джерело|المصدر|来源|來源|责任编辑|"
    r"責任編輯|责编)\s*[:：]\s*\S.{0,60}$",
    r".{1,12}\s" + fold("기자") + r"(?:\s+\S+@\S+)?$",
    r".{0,60}(?:/\s*(?:reuters|afp|ap|getty(?:\s+images)?|dpa|epa|efe|ansa|shutterstock|alamy)|\bvia\s+(?:getty|ap|reuters|afp))\b.{0,30}$",
)
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
    r"[\s,|·•–—-]*(?:(?:at|um|a|o)\s+)?(?:\d{1,2}(?:[:.h]|時)\d{2}(?:[:.]\d{2}|分)?|\d{1,2}時\d分)?\s*(?:[ap]\.?m\.?)?\s*(?:uhr|gmt|utc|[a-z]{2,4}t|z)?[\s.)]*$"
)
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
_READ_MORE_RE = re.compile(r"[\W_]*(?:" + "|".join(_READ_MORE) + ")")
_PROMO_RE = re.compile(r"[\W_]*(?:" + "|".join(_PROMO) + ")")
_PROMO_WITHIN_RE: Final = {word: later(pattern) for word, pattern in _PROMO_WITHIN.items()}
_CREDIT_RE = re.compile(r"[\W_]*(?:" + "|".join(_CREDIT) + ")")
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
    return out


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
    if near_top and is_date(text):
        return "date"
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
