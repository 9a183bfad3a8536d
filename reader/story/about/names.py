"""Names of people as pages write them: one name from another, names from roles and addresses."""

from __future__ import annotations

import re
from typing import Final

from reader.patterns import later
from reader.story.about.declared import plain
from reader.text import clean_line, fold

MAX_NAME: Final = 60
"""Characters of a name."""
MAX_NAMES: Final = 20
"""Names taken from one page."""

_NOT_A_NAME = later(
    r"https?://|@|\d|^the (?:author|writer|editor)s?$|\b(?:types?|topics?|categor(?:y|ies)|tags?)\b|\b(?:staff|editor|editors|editorial|newsroom|desk|admin|redaktion|redaction|redacción|subscribe|follow|share|"
    r"contributor|correspondent|reporter|updated|published|posted|view|all|more|about|comments?|read|min|by the|profile|bio|twitter|facebook|email|"
    r"sponsored|gesponserte|reports|service|propos|inhalte|creative commons|cc|license|attribution|studio|bureau|büro)\b",
    re.I,
)
_APART = later(
    r"\s*(?:,|;|\||/|／|、|，|；|\band\b|&|\bund\b|\by\b|\bet\b|\b(?:with|mit|avec|con|met|med)\b|\bи\b|\be\b(?![.])|\n)\s*"
)
_FOR = re.compile(r"\s+(?:for|für|pour|para|per)(?:\s+the)?$", re.I)
"""What stands between a name and that of the site it wrote for."""
_POINTS = re.compile(r"\s+[·•]\s+")
_MAIL_AFTER = re.compile(r"(?<=\w)[\s,|·–-]+<?[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,60})+>?$")
"""An address behind a name."""
WRITTEN_BY: Final = (
    r"(?:écrit|rédigé|publié|posté|proposé)\s+par|(?:escrito|publicado|redactado|enviado|postado)\s+por|"
    r"(?:scritto|pubblicato|inserito|a\s+cura)\s+(?:da|di)|(?:geschreven|geplaatst|gepubliceerd)\s+door|"
    r"(?:skriven|publicerad|skrevet|publisert)\s+av|(?:skrevet|udgivet)\s+af|kirjoittanut|"
    r"(?:napisał|opracował|autorstwa|przygotował)a?|napsala?|(?:опубликовал|написал)а?|"
    r"بقلم|كتبت?(?=\s*:)|लेखक(?=\s*:)|מאת|tác\s+giả(?=\s*:)|โดย"
)
"""How a page says who wrote it, in the languages in which that is more than one word."""
_BY = later(
    r"^\s*(?:(?:(?:written|posted|published|submitted|reported|created|contributed|recipe|words|photos|authored|reviewed|"
    r"(?:(?:view\s+)?all\s+)?(?:articles|posts|stories)|"
    r"veröffentlicht|geschrieben|erstellt|verfasst|ein\s+artikel|post\s+author|author)(?:\s*&\s*\w+)?)?\s*(?:by|von)\b|par\b|por\b|di\b|door\b|"
    rf"(?:{WRITTEN_BY})\b|"
    r"text\s+(?:und|and|et|y)\s+\w+\s*:|interview\s*:|(?:text|story)\b(?:\s+(?:by|von)\b)?|aut(?:h?or|eur)(?:e|s|in|en)?(?:[/:*_]in(?:nen)?)?\b|skrevet\s+av\b|av\b|"
    r"(?:yazar|haber|muhabir|penulis|tekst|teksti|szerző)\s*:|penulis\b|oleh\b|írta\b|aus\s+[^\W\d_][\w .-]{1,30}\s+bericht(?:et|en)\b|"
    r"автор|текст|από|作者|著者|(?:本[报報]|新[华華]社|[驻駐]\w{1,4})?[记記]者(?=[\s:：])|撰文|文|取材・文)\s*[:：●]?\s*",
    re.I,
)
_NO_AUTHOR = later(
    r"https?:|www\.|[@\[\]<>{}=]|^\d+$|^\d+\s*\w+$|"
    r"^(?:no author|unknown|(?:(?:word\s?press|wp|site|web)[\s_-]?)?admin(?:istrator)?|web\s?master|super\s?user|none|null|undefined|author|authors|fail|staff|anonymous|editor|redaktion|contributors?|"
    r"jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)$",
    re.I,
)
_ADDRESS = re.compile(r"^\s*(?:https?:)?//|^\s*www\.|^\S+@\S+\.\w+$", re.I)
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,4}$", re.I)
_DEGREE = later(
    r"(?:M\.?D|Ph\.?\s?D|D\.?V\.?M|D\.?O|R\.?N|R\.?D|J\.?D|M\.?B\.?A|B\.?A|B\.?Sc?|M\.?A|M\.?Sc?|CPA|CFA|CFP|CEPF|LCSW|"
    r"Ed\.?D|MPH|Esq|Jr|Sr|II|III)\.?[®™]?$|.{2,12}[®™]$",
    re.I,
)
_LETTERS = later(
    r"(?!(?:AFP|AP|DPA|EFE|ANSA|UPI|EPA|KNA|APA|SID|ANI|PTI|IANS|TASS|BBC|CNN)$)[A-Z]{2,5}(?:-[A-Z]{1,3})?$"
)
"""What stands behind the name of a person as a degree does, and is no agency."""
_DEGREES = later(
    r"(?<=\w)\s+(?:M\.P\.H|M\.D|Ph\.D|MPH|MD|PhD|R\.N|R\.D|D\.O|D\.V\.M|DVM|VMD)\.?(?:\s.*)?$"
)
"""A degree behind a name, and what follows it."""
_ROLE_AFTER = later(
    r"\s+(?:[-–—|·•]|,)\s+.*$|\s+(?:CEO|CTO|CFO|COO|Founder|Co-Founder)\b.*$|"
    r"\s+(?:Manager|Editor|Reporter|Correspondent|Director|Writer|Contributor|Consultant)$",
)
_TITLED_ROLE = later(
    r"\s+\w+\s+(?:Manager|Editor|Reporter|Correspondent|Director|Writer|Contributor|Consultant)$"
)
_PLACE_AFTER = later(
    r"\s+(?:(?:in|aus|from|reports?\s+from|reporting\s+(?:from|in))\s+[^\W\d_a-z].*|"
    r"(?i:(?:for\s+)?(?:the\s+)?(?:associated\s+press|reuters|afp|dpa|efe|ansa|upi|bloomberg(?:\s+news)?|agence\s+france-presse)))$"
)
"""Where somebody writes from, or for which agency."""
_WEEKDAY: Final = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun|"
    r"(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|mo|di|mi|do|fr|sa|so|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b\.?"
)
_MONTH: Final = (
    r"(?:jan|feb|m[aä]r|apr|avr|abr|ma[iy]|jui?n|jui?l|aug|ao[uû]|ago|sept?|o[ck]t|nov|de[cz]|dic|déc|fév|ene)"
    r"[^\W\d_]{0,7}\b\.?"
)
_WHEN_AFTER = later(
    rf"(?:\s+|\s*[,|·–—]\s*)(?:(?:stand|(?:last\s+|zuletzt\s+)?(?:updated|published|aktualisiert))(?:\s+on)?\s*:?\s*)?(?:(?:am|on|at|le|el|il|op|den|vom)\s+)?"
    rf"(?:{_WEEKDAY},?\s*)?(?:{_MONTH}\s+)?\d.*$|"
    rf"\s+am\s+{_WEEKDAY}.*$|\s+on\s+{_WEEKDAY},?\s+{_MONTH}.*$",
    re.I,
)
"""A day or time behind a name."""
_OTHER_HAND = later(
    r"\s+(?:illustrations?|fotos?|photos?|photograph[sy]?|bilder|videos?|translation|übersetzung)\s*(?::|(?:by|von|par|de)\b).*$|"
    r"[\s,–—-]+special\s+(?:to|for)\b.*$|[\s／]+(?:イラスト|写真|撮影|翻訳者?|訳者|摄影|攝影)(?:[\s:：].*)?$",
    re.I,
)
"""Who did something else for the story, or for whom it was written."""
_ANOTHER: Final = re.compile(
    r"\s*(?:(?:photographs?|illustrations?)\s*(?::|by\b)|"
    r"(?:photos?|fotos?|bilder|bild|image|фото|zdjęcia|사진|写真|图片?)\s*[:：])",
    re.I,
)
_ROLE = later(
    r"\b(?:correspondent|reporter|columnist|journalist|critic|producer|photographer|bureau chief|"
    r"attorney|educator|expert|director|dietiti?cian|dietitian|nutritionist|specialist|therapist|columnist|horticulturalist|"
    r"(?:redakteur|korrespondent|reporter)(?:in)?|journaliste|redactora?|periodista|corresponsal|giornalista|verslaggever|redacteur)\b",
    re.I,
)
_WIDE_NAME = later(r"[\u3040-\u30ff\u3400-\u9fff々・ー\s]{2,12}$")
_WIDE_PERSON = later(
    r"(?:[\u3400-\u9fff々]{2,4}|[\u3400-\u9fff々]{1,3}\s?[\u3040-\u30ff\u3400-\u9fff々ー]{1,5}|"
    r"[\u30a1-\u30faー]{2,10}・[\u30a1-\u30fa・ー]{2,14}|[\uac00-\ud7a3]{2,4})$"
)
_WIDE_OTHER = later(
    r"[社部局网網報报課室]$|新[聞闻]|通[信讯訊]|編集|编辑|[记記]者|取材|記事|一覧|特集|最新|最後|公式|運営|委員|"
    r"[协協]会|大学|研究|写真|動画|チーム|ライター|プロフィール|来源|來源|뉴스|신문|기자|편집|일보|방송|기사"
)
"""What is in the name of a paper, a desk or a menu and in none of a person."""
_CASELESS_NAME = later(
    r"(?=.{4,40}$)(?:[\u0590-\u05ff\u0600-\u06ff]{2,14}(?:[ -][\u0590-\u05ff\u0600-\u06ff]{2,14}){1,3}|"
    r"[\u0900-\u0dff]{2,16}(?: [\u0900-\u0dff.]{1,16}){1,3}|[\u0e00-\u0e7f]{2,16} [\u0e00-\u0e7f]{2,20})$"
)
_CASELESS_OTHER = later(
    "وكال|تحرير|مراسل|قناة|جريدة|صحيفة|موقع|أخبار|فريق|מערכת|חדשות|סוכנות|न्यूज|समाचार|डेस्क|टीम|ब्यूरो|संवाददाता|एजेंसी|ข่าว|กอง"
)
"""What is in the name of a paper, a desk or an agency and in none of a person."""
_WIDE_ROLE = later(r"\s*(?:기자|특파원|논설위원|[记記]者|\s著|\s監?訳)$")
_NOBLE: Final = frozenset("Von Di Av Par Por Door di".split())
_PARTICLES: Final = frozenset(
    "de la le van von der den al bin ibn del da di do dos das du ten ter el".split()
)
_INNER: Final = _PARTICLES | {"the", "y", "e", "i", "und"}


def names_in(values: list[str], site: str) -> list[str]:
    """Single names out of author values as declared or shown, each once, the site's own left out."""
    found: list[str] = []
    for value in values:
        if (
            _ADDRESS.search(value)
            or _ANOTHER.match(value)
            or fold(clean_line(plain(value))) == fold(site)
        ):
            continue
        value = re.sub(r"\([^()]{0,80}\)", " ", without_by(clean_line(plain(value))))
        value = _MAIL_AFTER.sub("", value)
        value = _OTHER_HAND.sub("", _WHEN_AFTER.sub("", value))
        first = value.partition(" | ")[0]
        value = first if is_name(first.strip(), short=False) else _piece(value)
        for name in _parts(value):
            name = _without_site(single_name(name), site)
            if not name or len(name) > MAX_NAME or _NO_AUTHOR.search(name):
                continue
            if fold(name) == fold(site) or (found and _is_degree(name, found[-1])):
                continue
            if found and (_ROLE.search(name) or _begins_like(name, site)):
                continue
            if (site or found) and _HOST.match(name):
                continue
            if fold(name) not in map(fold, found):
                found.append(name)
    return found[:MAX_NAMES]


def _piece(value: str) -> str:
    """Of pieces parted by points, such as "Politics · Ann Lee", the first that begins with a name."""
    pieces = _POINTS.split(value)
    named = (p for p in pieces if is_marked_name(single_name(_APART.split(p)[0])))
    return next(named, value) if len(pieces) > 1 else value


def _parts(value: str) -> list[str]:
    """What a value names, one by one; the name of an institution, such as "Office of Woods and
    Lakes", is one."""
    parts = _APART.split(value)
    people = [part for part in parts if is_name(single_name(part), short=True)]
    return parts if people or len(parts) > 2 else [value]


def _is_degree(text: str, before: str) -> bool:
    """Whether what stands behind a name is a degree, or letters like those of one."""
    if _DEGREE.match(text) or (before != before.upper() and _LETTERS.match(text)):
        return True
    first, _, rest = text.partition(" ")
    return bool(rest) and first.isupper() and _DEGREE.match(first) is not None


def _begins_like(name: str, site: str) -> bool:
    """Whether the first word is the site's, as in "MDR Thüringen" on mdr.de."""
    own = fold(site).removeprefix("www.").removeprefix("the ").partition(".")[0].split()
    return bool(own) and fold(name).split()[0] == own[0]


def is_sites_own(name: str, site: str, host: str) -> bool:
    """Whether a name is that of a site, as it calls itself or in the name of its server, or begins
    with its first word as its accounts do ("Herald D" on The Herald's pages), or is plainly that of
    a desk ("Staff Reporter") or of a paper in Chinese, Japanese or Korean."""
    bare = _squeezed(name)
    if _WIDE_OTHER.search(name) or _HOST.fullmatch(name):
        return True
    if " " in name and _NOT_A_NAME.search(name):
        return True
    labels = host.removeprefix("www.").split(".")[:-1]
    return bare in map(_squeezed, (site, *labels)) or _begins_like(name, site)


def _squeezed(text: str) -> str:
    return "".join(re.findall(r"\w+", fold(text))).removeprefix("the")


def _without_site(name: str, site: str) -> str:
    """A name of two words and more without the site's own after it."""
    if site and fold(name).endswith(" " + fold(site)):
        short = _FOR.sub("", name[: -len(site)].strip(" ,-–—|"))
        return short if len(short.split()) >= 2 else name
    return name


def without_by(text: str) -> str:
    """``text`` without "by" before it; "Von" before one word belongs to a name."""
    found = _BY.match(text)
    if not found:
        return text
    rest = text[found.end() :]
    bare = found.group().strip() in _NOBLE
    return text if bare and len(rest.split()) < 2 else rest


def single_name(text: str) -> str:
    """A name without "by" before it and a role after it."""
    name = clean_line(without_by(text)).strip(" .·•→|-–—»«")
    name = name if name.isascii() else _WIDE_ROLE.sub("", name)
    name = _without_initials(_DEGREES.sub("", name) if name.count(" ") > 1 else name)
    placed = _PLACE_AFTER.sub("", name)
    name = placed if len(placed.split()) >= 2 else name
    short = _ROLE_AFTER.sub("", name)
    if short == name or len(short.split()) < 2:
        return name
    titled = _TITLED_ROLE.sub("", name)
    return titled if titled != name and len(titled.split()) >= 2 else short


def _without_initials(name: str) -> str:
    """A name without its initials before it, as a picture of them leaves there."""
    initials, _, rest = name.partition(" ")
    words = rest.split()
    return rest if len(words) > 1 and initials == "".join(w[0] for w in words) else name


def is_name(text: str, *, short: bool) -> bool:
    """Whether ``text`` looks like a person's name; ``short``: one word will do."""
    if short and _WIDE_NAME.match(text):
        return True
    words = text.split()
    least = 1 if short else 2
    if not least <= len(words) <= 5 or _NOT_A_NAME.search(text):
        return False
    if len(words) > 1 and len({word.lower() for word in words}) == 1:
        return False
    if short and len(words) < 3:
        return True
    first, *inner, last = words
    return (
        (
            first[0].isupper()
            or first.lower() in (_INNER if short else _PARTICLES)
            or (short and _has_no_case(first))
        )
        and (last[0].isupper() or (short and _has_no_case(last)))
        and all(w[0].isupper() or w.lower() in _INNER or _has_no_case(w) for w in inner)
    )


def is_marked_name(text: str) -> bool:
    """Whether ``text`` looks like a whole name where a page says that somebody is named; one in
    Chinese, Japanese or Korean, or of letters without capitals, looks like any other word there."""
    if is_name(text, short=False):
        return True
    return not text.isascii() and (is_wide_name(text) or _is_caseless_name(text))


def _is_caseless_name(text: str) -> bool:
    """Whether ``text`` may be a person's name in Arabic, Hebrew, Thai or a script of India."""
    return bool(_CASELESS_NAME.match(text)) and not _CASELESS_OTHER.search(text)


def is_wide_name(text: str) -> bool:
    """Whether ``text`` may be a person's name in Chinese, Japanese or Korean."""
    return bool(_WIDE_PERSON.match(text)) and not _WIDE_OTHER.search(text)


def _has_no_case(word: str) -> bool:
    """Whether a word begins like one of a script without capitals, or with a mark."""
    return word[0].lower() == word[0].upper()


def says_by(text: str) -> bool:
    """Whether the words begin like a byline."""
    return bool(_BY.match(text))
