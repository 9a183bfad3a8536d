"""The picture at the head of a page, and the caption that stands under it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from reader.model import Block
from reader.references import unescape
from reader.story.about.declared import pictures_told, plain, some
from reader.story.blocks.elements import is_hidden
from reader.story.blocks.pictures import (
    address,
    is_called_caption,
    is_counter,
    only_picture,
    words_drawn,
)
from reader.text import clean_line

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_LOOKED_AT: Final = 60
"""Pictures looked at that could lead."""
MAX_PICTURES: Final = 600
"""Pictures of a page, icons included."""
MAX_CAPTION: Final = 600
LEAST: Final = 12
"""Characters of a caption that is only declared, and found elsewhere on the page."""
BEGINNING: Final = 60
"""Characters with which that is told."""
HEAD: Final = 6
"""Blocks among which the lead's caption may stand a second time."""
BOXES: Final = 4
"""Boxes that end with a picture, the picture itself among them."""
LONG_CAPTION: Final = 150
"""Characters from which it is a paragraph of the story then."""
TITLED: Final = 3
"""What a caption counts under a picture that stands between the heading and the story."""
PARAGRAPH: Final = 80
"""Characters of a paragraph of the story."""
BEGUN: Final = 1_000
"""Characters of such paragraphs after which a picture leads no longer, when another is declared."""

_UNSEEN: Final = frozenset(["script", "style", "title", "noscript"])
_APART: Final = frozenset("nav aside footer header form noscript".split())
_NOT_A_LEAD = re.compile(
    r"logo|avatar|author|byline|icon|sprite|profile|headshot|gravatar|badge|banner-ad|advert|sponsor|related|teaser|sidebar|"
    r"recommend|promo|footer|nav|menu|newsletter|comment",
    re.I,
)
_RATIOS: Final = frozenset(
    [("16", "9"), ("4", "3"), ("3", "2"), ("9", "16"), ("3", "4"), ("2", "3"), ("21", "9")]
)
"""What some pages give as width and height, though it is only how one is to the other."""
_SHARED = re.compile(r"share|social", re.I)
"""Names of buttons, and of pictures with a caption that can be shared."""
_FRAME = re.compile(r"\b(?:image|figure|photo|picture)\b", re.I)
_NUMBER = re.compile(r"(?<!\d)(?!20\d\d|19\d\d)\d{7,12}(?!\d)")
_ENDING = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)$")
_SIZE = re.compile(r"[-_](?:\d{2,4}x\d{2,4}|scaled)(?=[-_.]|$)")
_WIDTH = re.compile(
    r"(?<!\bimg)(?<!\bdsc)(?<!\bpic)(?<!\bphoto)(?<!\bimage)[-_][1-9]\d{1,3}w?(?=\.|$)"
)
"""A width at the end of a name, not the number that a camera gives."""
_FILLER = re.compile(
    r"placeholder|paywall|banner|werbung|default(?!/files/)|fallback|logo|/ads?/", re.I
)
_SOURCE = re.compile(r"(?:^|&)(?:url|src|image|img)=((?:https?(?::|%3a)|/|%2f)[^&]+)", re.I)
"""The picture that a server is asked to give in another size."""
_CREDIT = re.compile(r"credit|copyright|source|photographer|urheber|quelle", re.I)


def lead_picture(root: _Element, base: str, declared: str | None) -> tuple[Block, ...]:
    """An image block and, where there is one, its caption; nothing when no picture leads.

    It is the first picture after the page's heading that is large enough; one that has the name
    of the ``declared`` picture (Open Graph) is preferred.
    """
    best: tuple[int, _Element, str] | None = None
    seen_heading = root.find(".//h1") is None
    holding: set[_Element] = set()
    looked = pictures = prose = 0
    for element in root.iter("h1", "img", "p"):
        if element.tag == "h1":
            seen_heading, prose = True, 0
            holding = set(element.iterancestors())
            continue
        if element.tag == "p":
            length = 0 if prose > BEGUN else sum(map(len, element.itertext()))
            prose += length if length >= PARAGRAPH else 0
            continue
        pictures += 1
        url = _usable(element, base)
        if url is None:
            continue
        looked += 1
        if looked > MAX_LOOKED_AT or pictures > MAX_PICTURES:
            break
        if declared and prose > BEGUN and not _is_declared(url, declared):
            continue
        rank = _rank(element, url, declared, holding if seen_heading else None)
        if rank and seen_heading and not prose and _has_caption(element):
            rank += TITLED
        if rank > 0 and (best is None or rank > best[0]):
            best = (rank, element, url)
    if best is None:
        return ()
    _, element, url = best
    image = Block("image", clean_line(element.get("alt") or "")[:1000], url=url)
    caption = caption_of(element) or _caption_told(root, url)
    return (image, Block("caption", caption)) if caption else (image,)


def _caption_told(root: _Element, url: str) -> str:
    """The caption that a page declares for a picture, when readers see it as well, elsewhere than
    beside the picture; "" for none."""
    for told, caption in pictures_told(root):
        if is_same_picture(told, url) and LEAST <= len(caption) <= MAX_CAPTION:
            begun = caption[:BEGINNING]
            for element in root.iter("*"):
                texts = (element.text, element.tail) if element.tag not in _UNSEEN else ()
                if any(text and " ".join(text.split()).startswith(begun) for text in texts):
                    return caption
    return ""


def is_same_picture(a: str | None, b: str | None) -> bool:
    """Whether two addresses show one picture, sizes aside."""
    return bool(a and b) and (a == b or (bool(_key(a)) and _key(a) == _key(b)))


def shares_number(a: str, b: str | None) -> bool:
    """Whether two addresses hold one long number, as those of one picture cut twice often do."""
    ours = set(_NUMBER.findall(a.partition("?")[0]))
    return not ours.isdisjoint(_NUMBER.findall((b or "").partition("?")[0]))


def with_lead(blocks: Sequence[Block], lead: Sequence[Block]) -> list[Block]:
    """``blocks`` with the lead picture and its caption at the head, unless they hold it."""
    held = list(blocks)
    if not lead:
        return held
    if len(lead) > 1 and (twice := _said_by(held, lead[1].text)):
        if len(lead[1].text) > LONG_CAPTION:
            lead = lead[:1]  # a paragraph with a picture in it
        else:
            held = [b for b in held if b is not twice]
    for number, block in enumerate(held):
        if block.kind == "image" and is_same_picture(block.url, lead[0].url):
            after = next((b for b in held[number + 1 :] if b.kind != "image"), None)
            if len(lead) > 1 and (after is None or after.kind != "caption"):
                held.insert(number + 1, lead[1])
            return held
    if len(lead) > 1 and any(b.kind == "caption" and b.text == lead[1].text for b in held[:6]):
        return held
    first = next((n for n, b in enumerate(held) if b.role != "standfirst"), len(held))
    return [*held[:first], *lead, *held[first:]]


def _said_by(blocks: Sequence[Block], caption: str) -> Block | None:
    """The paragraph at the head of ``blocks`` that says what the lead's caption says, though there
    may be no space between its parts there."""
    said = "".join(caption.split())
    plain = (b for b in blocks[:HEAD] if b.kind == "paragraph" and not b.marks)
    return next((b for b in plain if "".join(b.text.split()) == said), None)


def caption_of(img: _Element) -> str:
    """The caption of the figure around a picture, of the element named like one beside it, or the
    few words that stand alone with it in one box."""
    if found := _in_figure(img):
        return found
    holder = img
    boxed = ""
    framed = False
    for _ in range(6):
        parent = holder.getparent()
        if parent is None or parent.tag in ("body", "main", "html"):
            break
        holder = parent
        found = _caption_in(holder, img) if not framed or _holds_one(holder) else ""
        if found:
            return found
        if parent.tag == "article" or (framed and not _holds_one(holder)):
            break
        framed = framed or holder.tag == "figure"
        boxed = boxed or _words_beside(holder)
    return boxed or _in_attribute(img)


def _in_figure(img: _Element) -> str:
    """The caption of the nearest figure, however deep the picture lies in it, when it is the only one."""
    figure = next(img.iterancestors("figure"), None)
    if figure is None or not _holds_one(figure):
        return ""
    captions = list(some(figure.iterdescendants("figcaption"), 2))
    if len(captions) != 1 or is_hidden(captions[0]):
        return ""
    text = clean_line(" ".join(captions[0].itertext()))
    return _without_credit(captions[0], text) if 3 < len(text) <= MAX_CAPTION else ""


def _in_attribute(img: _Element) -> str:
    """The caption that a script shows with the picture in large."""
    for holder in (img, *some(img.iterancestors(), 2)):
        if value := holder.get("data-caption"):
            text = clean_line(plain(unescape(value[: 2 * MAX_CAPTION])))
            return text if 3 < len(text) <= MAX_CAPTION else ""
    return ""


def _holds_one(holder: _Element) -> bool:
    """Whether an element holds a single picture."""
    return sum(1 for _ in some(holder.iterdescendants("img"), 2)) == 1


def _words_beside(holder: _Element) -> str:
    """All words of a box that holds one picture, when they are few, unlinked and no heading."""
    if not _holds_one(holder):
        return ""
    words = clean_line(" ".join(_shown(holder))[: MAX_CAPTION + 50])
    if not 20 <= len(words) <= MAX_CAPTION:
        return ""
    apart = holder.iterdescendants("a", "h1", "h2", "h3", "h4", "time", "button", "ul", "iframe")
    return "" if next(apart, None) is not None else words


def _shown(holder: _Element) -> list[str]:
    """The words of an element, those of scripts left out."""
    return [
        text
        for text in holder.xpath(
            ".//text()[not(parent::script or parent::style or parent::noscript)]"
        )
        if text.strip()
    ]


def _belongs_to_another(caption: _Element, holder: _Element, img: _Element) -> bool:
    """Whether a caption in ``holder`` stands in a box there with another picture than ``img``."""
    ours = set(img.iterancestors())
    for around in caption.iterancestors():
        if around is holder or around in ours:
            return False
        if next(around.iterdescendants("img"), None) is not None:
            return True
    return False


def _caption_in(holder: _Element, img: _Element) -> str:
    if (
        sum(1 for _ in holder.iterdescendants("img")) > 3
        or len("".join(holder.itertext())) > 4 * MAX_CAPTION
    ):
        return ""
    for element in holder.iterdescendants():
        if element.tag == "figcaption" or (element.attrib and is_called_caption(element)):
            text = clean_line(" ".join(element.itertext()))
            fits = 3 < len(text) <= MAX_CAPTION and not is_hidden(element)
            if fits and not _belongs_to_another(element, holder, img):
                return _without_credit(element, text)
    return ""


def _without_credit(element: _Element, text: str) -> str:
    for part in element.iterdescendants():
        if part.attrib and _CREDIT.search(part.get("class") or ""):
            credit = clean_line(" ".join(part.itertext()))
            rest = clean_line(text.replace(credit, " ", 1)).strip(" |·–—") if credit else text
            if len(rest) > 10:
                return rest
    return text


def _usable(img: _Element, base: str) -> str | None:
    if is_counter(img) or words_drawn(img):
        return None
    sides = (img.get("width"), img.get("height"))
    for side in sides if sides not in _RATIOS else ():
        if side and side.isdigit() and int(side) < 120:
            return None
    url = address(img, base)
    return None if url is None or url.lower().partition("?")[0].endswith((".svg", ".gif")) else url


def _is_declared(url: str, declared: str | None) -> bool:
    return is_same_picture(url, declared) or shares_number(url, declared)


def _has_caption(img: _Element) -> bool:
    return next(img.iterancestors("figure"), None) is not None and bool(caption_of(img))


def _rank(
    img: _Element, url: str, declared: str | None, holding: Collection[_Element] | None
) -> int:
    """How likely a picture leads the story; 0 for never. The first of the highest wins.

    ``holding`` are the elements around the page's heading, whose names say nothing of a picture
    in them; None before there was one.
    """
    same = _is_declared(url, declared)
    seen_heading = holding is not None
    names = [img.get("class") or ""]
    in_figure = in_article = False
    for depth, around in enumerate(img.iterancestors()):
        if (
            around.tag in _APART
            and not (around.tag == "header" and seen_heading)
            and not (around.tag == "noscript" and only_picture(around))
            and not (around.tag == "aside" and (same or _FRAME.search(around.get("class") or "")))
        ):
            return 0
        if depth < 5 and around not in (holding or ()):
            names += [around.get("class") or "", around.get("id") or ""]
        in_figure = in_figure or around.tag in ("figure", "picture")
        in_article = in_article or around.tag in ("article", "main") or around.get("role") == "main"
    captioned = seen_heading and _is_captioned(img)
    in_figure = in_figure or captioned
    named = " ".join(names)
    if not same and (
        _NOT_A_LEAD.search(named)
        or _FILLER.search(url)
        or (_SHARED.search(named) and not captioned and not _has_caption(img))
    ):
        return 0
    return (
        3 * same + 3 * in_figure + 2 * seen_heading + in_article
        if same or in_figure or (seen_heading and in_article)
        else 0
    )


def _is_captioned(img: _Element) -> bool:
    """Whether what stands right behind a picture, or behind the boxes that end with it, is named a
    caption."""
    holder = img
    for _ in range(BOXES):
        after = holder.getnext()
        while after is not None and after.tag == "noscript":
            after = after.getnext()
        if after is not None:
            named = is_called_caption(after)
            return named and len(clean_line("".join(after.itertext())[:MAX_CAPTION])) > 3
        around = holder.getparent()
        if around is None or around.tag not in ("a", "div", "span"):
            return False
        holder = around
    return False


def _key(url: str | None) -> str:
    """The name of a picture's file without its ending and what tells its size."""
    try:
        place = urlsplit(url or "")
        asked = _SOURCE.search(place.query)
        path = unquote(asked.group(1).partition("?")[0] if asked else place.path)
    except ValueError:
        return ""
    name = _ENDING.sub("", path.rstrip("/").rsplit("/", 1)[-1].lower())
    name = _SIZE.sub("", name)
    return _WIDTH.sub("", name)
