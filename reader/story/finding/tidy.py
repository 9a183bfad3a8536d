"""What comes off a page before it is read: wordless elements, and stories that follow the story."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reader.story.about.declared import some
from reader.story.blocks.elements import is_hidden
from reader.story.finding.styled import head_by_class
from reader.story.parts.arrange import same_words
from reader.text import clean_line

if TYPE_CHECKING:
    from lxml.etree import _Element

_WORDLESS: Final = ("script", "style", "svg", "template", "link")
"""Elements that hold no word of a story; without them both readings are quicker."""
_APART: Final = ("nav", "footer", "select", "button", "dialog", "menu")
"""Elements that stand apart from a story by their name."""
MOST: Final = 4
"""One part in so many of a page's text is too much to stand apart."""
_LEVELS: Final = frozenset("123456")
_PLAYER: Final = (
    "//div[contains(@class, 'vjs-modal')] | //span[contains(@class, 'vjs-control-text')]"
)
"""What a player of videos says to those who can't see it."""
_DRAWN_BREAKS: Final = "//span[not(node())][contains(concat(' ', @class, ' '), ' br ')]"
_BOLD: Final = (
    "//span[@class='strong' or @class='bold' or (contains(@style, 'font-weight') and ("
    "contains(@style, 'bold') or contains(@style, 'weight:700') or contains(@style, 'weight: 700')))]"
)
"""Words that are bold by their look alone, as a heading in them is."""
_PULLED: Final = (
    "//div[contains(@class, 'pullquote') or contains(@class, 'pull-quote')]"
    "[not(ancestor::blockquote) and not(.//blockquote | .//div)]"
    " | //*[self::div or self::p][contains(@class, 'quote-text') or contains(@class, 'quote__text')]"
    "[not(ancestor::blockquote) and not(.//blockquote | .//div | .//p)]"
)
_NEAR: Final = 4
"""Elements around a link in the item of a list."""
HEADED: Final = 2
"""Paragraphs of one page that begin so, at least, where the first line is a heading."""
MAX_HEADING: Final = 110
"""Characters of such a line, at most."""
UNDER: Final = 80
"""Characters of the rest of such a paragraph, at least."""
_SHADOWS: Final = ("shadowrootmode", "shadowroot")
"""Attributes of the template that browsers show in the place of an element (shadow DOM)."""
_EDITING: Final = (
    "//span[@class='mw-editsection'] | //*[@id='siteSub']"
    " | //table[contains(@class, 'vertical-navbox') or contains(@class, 'ambox')]"
    " | //dl[contains(@class, 'postprofile')] | //span[@class='mw-cite-backlink']"
    " | //section[@aria-labelledby='article-byline']"
)
"""What a wiki has beside its headings for those who write it, its motto above every page, and
above a page the tables of others and of what is wrong with it; who wrote a post, in a forum."""
_BACK: Final = frozenset("↩ ↩︎ ↩\ufe0f ⤴ ↑ ^ ⏎".split())
"""What links behind notes show that lead back to their places in the story."""
_ANCHORS: Final = frozenset(["¶", "#", "§", "🔗"])
"""What links beside headings show that lead to the heading itself."""
_HEADINGS: Final = tuple(f"h{n}" for n in range(1, 7))
MAX_PARAGRAPHS: Final = 3_000
"""Paragraphs that are looked at to see what hides most of them."""
MAX_MOVED: Final = 20
"""Parts sent late that are moved to their places (each may lie in another one's)."""
LENGTH: Final = 1_500
"""Characters of a story that stands before others."""
MAX_STORIES: Final = 50


def reveal(root: _Element) -> None:
    """Show, in place, what the page ``root`` hides only until its scripts have run.

    React sends parts of a page late, as hidden elements ``S:0``, ``S:1`` … whose place is held
    by ``B:0``, ``B:1`` …; other sites hide the whole story until it is laid out, or send it as
    the templates of elements that draw themselves.  AMP's pictures have a name of their own, and
    headings may be headings by their role alone.
    """
    _place_late_parts(root)
    for template in list(root.iter("template")):
        if any(name in template.attrib for name in _SHADOWS):
            template.tag = "div"
    for picture in list(root.iter("amp-img", "amp-anim")):
        picture.tag = "img"
    for formula in root.xpath("//img[@aria-hidden][contains(@class, 'mwe-math')]"):
        del formula.attrib["aria-hidden"]  # what is read aloud instead is no text
    for heading in root.xpath("//*[@role='heading']"):
        level = heading.get("aria-level") or "2"
        if heading.tag in ("div", "span", "p") and level in _LEVELS:
            heading.tag = f"h{level}"
    for heading in list(root.iter(*_HEADINGS)):
        for link in list(heading.iter("a")):
            if (link.text or "").strip() in _ANCHORS and not len(link):
                drop(link)
    held: dict[_Element, int] = {}
    whole = 0
    for paragraph in some(root.iter("p"), MAX_PARAGRAPHS):
        length = sum(len(text) for text in paragraph.itertext())
        whole += length
        for around in paragraph.iterancestors():
            if around.attrib and around.tag not in ("html", "body"):
                held[around] = held.get(around, 0) + length
    for element, length in held.items():
        if whole > LENGTH and length * 2 > whole and is_hidden(element):
            for name in ("hidden", "style", "aria-hidden"):
                element.attrib.pop(name, None)


def _place_late_parts(root: _Element) -> None:
    """Move the first of the parts sent late to their places; the others are only shown."""
    places = {e.get("id"): e for e in root.xpath("//template[starts-with(@id, 'B:')]")}
    for number, late in enumerate(root.xpath("//*[@hidden][starts-with(@id, 'S:')]")):
        del late.attrib["hidden"]
        place = places.get("B:" + late.get("id")[2:])
        if number < MAX_MOVED and place is not None and late not in place.iterancestors():
            place.addnext(late)


def tidy(root: _Element, title: str) -> None:
    """Take from the page ``root``, in place, what both ways of reading would only stumble over.

    Its declared facts and lead picture must have been read before.
    """
    from lxml import etree

    etree.strip_elements(root, *_WORDLESS, with_tail=False)
    for link in (*root.xpath(_EDITING), *root.xpath(_PLAYER)):
        drop(link)
    for link in list(root.iter("a")):
        if _leads_back(link):
            drop(link)
    for pulled in root.xpath(_PULLED):
        pulled.tag = "blockquote"
    for span in root.xpath(_DRAWN_BREAKS):
        span.tag = "br"
    for span in root.xpath(_BOLD):
        span.tag = "strong"
    _part_headings(root)
    head_by_class(root)
    _drop_apart(root)
    for story in _following(root, title):
        parent = story.getparent()
        if parent is not None:
            parent.remove(story)


def _leads_back(link: _Element) -> bool:
    """Whether a link behind a note leads back to its place in the story."""
    return (
        (link.text or "").strip() in _BACK
        and not len(link)
        and (link.get("href") or "").startswith("#")
        and any(around.tag == "li" for around in some(link.iterancestors(), _NEAR))
    )


def _part_headings(root: _Element) -> None:
    """Part bold first lines of paragraphs, in place, from the words under them by a second break,
    where several paragraphs of a page begin so."""
    from lxml import etree

    breaks = list(some(filter(_is_under_heading, root.iter("br")), MAX_PARAGRAPHS))
    for element in breaks if len(breaks) >= HEADED else ():
        element.addprevious(etree.Element("br"))


def _is_under_heading(element: _Element) -> bool:
    """Whether a short bold line, no sentence, stands before a break and much more behind it; a
    question stays in one paragraph with its answer."""
    bold, paragraph = element.getprevious(), element.getparent()
    if bold is None or bold.tag not in ("b", "strong") or paragraph.tag != "p":
        return False
    if (
        bold.getprevious() is not None
        or (paragraph.text or "").strip()
        or (bold.tail or "").strip()
    ):
        return False
    text = clean_line("".join(bold.itertext())[: 2 * MAX_HEADING])
    ends = text.rstrip("\"'”’»)")[-1:]
    if not 3 <= len(text) <= MAX_HEADING or ends in ".:;,…?？":
        return False
    return sum(map(len, paragraph.itertext())) >= len(text) + UNDER


def _drop_apart(root: _Element) -> None:
    """Take out the parts of a page that are apart by their name, unless they hold much of it."""
    for footer in list(root.iterfind(".//blockquote//footer")):
        footer.tag = "p"  # It says whose words they are.
    for cite in root.iterfind(".//blockquote//cite"):
        if cite.tail and not cite.tail[0].isspace() and (cite.text or "").rstrip().endswith(":"):
            cite.tail = " " + cite.tail  # drawn on a line of its own
    whole = sum(map(len, root.itertext()))
    for part in list(root.iter(*_APART)):
        parent = part.getparent()
        if parent is not None and sum(map(len, part.itertext())) * MOST < whole:
            drop(part)


def drop(part: _Element) -> None:
    """Take an element out; the words after it stay."""
    parent = part.getparent()
    if parent is None:
        return
    if part.tail:
        before = part.getprevious()
        if before is None:
            parent.text = (parent.text or "") + part.tail
        else:
            before.tail = (before.tail or "") + part.tail
    parent.remove(part)


def _following(root: _Element, title: str) -> list[_Element]:
    """The stories under the first one, on a page that goes on and on with others.

    A story is an ``article`` with a main heading; the first must be long and headed ``title``.
    """
    stories: list[_Element] = []
    for element in root.iter("article"):
        if len(stories) >= MAX_STORIES:
            break
        within = any(around.tag == "article" for around in element.iterancestors())
        if not within and element.find(".//h1") is not None:
            stories.append(element)
    if len(stories) < 2:
        return []
    first = stories[0]
    heading = clean_line(" ".join(first.find(".//h1").itertext())[:1000])
    if not same_words(heading, title) or len("".join(first.itertext())) < LENGTH:
        return []
    return stories[1:]
