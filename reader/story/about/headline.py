"""The headline of a page, and the kicker where one heading holds both."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from reader.story.about.declared import some
from reader.story.about.headings import (
    LEAST,
    MAX_SPANS,
    PROSE,
    SECOND,
    above_prose,
    is_late,
    is_masthead,
    words_of,
)
from reader.story.about.titles import SEPARATOR, declared_titles, surest, whole_titles, without_site
from reader.story.blocks.elements import is_hidden
from reader.story.finding.confirm import words
from reader.story.parts.arrange import is_label, label_before, same_words
from reader.story.parts.roles import is_date, is_read_more
from reader.text import clean_line, fold

if TYPE_CHECKING:
    from lxml.etree import _Element

_KICKER = re.compile(
    r"kicker|over-?line|top-?line|dachzeile|spitzmarke|eyebrow|roof-?line|pre-?title|sur-?title|super-?title|top-?title|"
    r"supra|antetitulo|title[-_]{1,2}context|head-?tag|catch-?line|(?:^|[\s_-])label(?:$|[\s_-])",
    re.I,
)
_REPLIES = re.compile(
    r"\d+\s+(?:comments?|replies|reply|responses?|thoughts?|kommentare?|antworten|commentaires?|réponses?|respuestas|comentarios)\b|"
    r"(?:comments?|thoughts?|kommentare?|commentaires?|comentarios)\s+(?:on|to|zu|sur|sobre)\b",
    re.I,
)
"""The heading of what readers say."""
_NUMBERED = re.compile(r"\d")
"""What is in one word that is a headline, as that of a release."""
_DAY = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{4}\s*[|:–—-]\s*(?=\S{2})")
"""A day before a headline."""
LONG: Final = 5
"""Words of a heading that is the headline though it shares none with what is declared."""
LONGEST: Final = 220
"""Characters of a heading from which it is a summary, where a page declares a headline."""
MAX_HEADINGS: Final = 20
MAX_LINES: Final = 500
"""Elements that could be the headline where no heading is."""
_LABELS: Final = frozenset(["p", "div", "span", "a", "strong"])
_ASIDE: Final = frozenset(["a", "nav", "aside", "footer", "form"])
LABEL: Final = 6
"""Words of such a label at most."""
_Heading = tuple[str, str | None]
"""A headline, and the label before it."""


def find_title(
    root: _Element,
    meta: dict[str, list[str]],
    articles: list[dict[str, Any]],
    site: str,
    host: str = "",
) -> tuple[str, str | None]:
    """The headline, and the kicker in one heading with it or right above it."""
    title, kicker = _find_title(root, meta, articles, site, host)
    return title, kicker or _label_above(root, title)


def _label_above(root: _Element, title: str) -> str | None:
    """What is called a kicker and stands right before the heading that says the headline, or is a
    paragraph of a few words right before it in the header of a story."""
    for heading in some(root.iter("h1"), MAX_HEADINGS):
        if not same_words(words_of(heading), title):
            continue
        before = heading.getprevious()
        around = heading.getparent()
        if before is None and around is not None:
            before = around.getprevious()
        if before is None or before.tag not in _LABELS:
            continue
        label = clean_line(words_of(before)[:300])
        called = _KICKER.search(before.get("class") or "") is not None
        holder = before.getparent()
        headed = before.tag == "p" and len(before) == 0 and holder is not None
        if label and is_label(label) and (called or (headed and holder.tag == "header")):
            return label
    return None


def _find_title(
    root: _Element,
    meta: dict[str, list[str]],
    articles: list[dict[str, Any]],
    site: str,
    host: str,
) -> tuple[str, str | None]:
    """The headline, and the kicker where the heading holds both.

    What readers see stands in a heading; what is declared is often made for search engines, so
    it only tells which heading is meant, and where a label before the headline ends.  ``site``
    is the name of the site and ``host`` that of its server, either may be "".
    """
    page = clean_line(" ".join((root.findtext(".//title") or "").split()))[:1000]
    whole = whole_titles(meta, articles)
    declared = declared_titles(meta, articles, site)
    stripped = without_site(page, site, host)
    known = [t for t in (*declared, stripped, page) if t]
    sites = _squeezed_sites(site, host)
    heads = [
        h
        for h in (
            _heading(e, known, site)
            for e in some(root.iter("h1"), MAX_HEADINGS)
            if not is_masthead(e, host)
        )
        if h[0] and _squeezed(h[0]) not in sites and not _REPLIES.match(h[0])
        if not (known and len(h[0]) > LONGEST)
    ]
    named = _named(heads, [*whole, *declared]) or _named(heads, [stripped, page])
    named = named or _begins(heads, page)
    if named is None or same_words(named[0], page):
        parts = [p for p in SEPARATOR.split(page) if len(p.split()) >= LEAST]
        above = [_heading(e, known, site) for e in above_prose(root)]
        named = _said(above, parts) or named if named else _held(heads, known)
        named = named or _said(above, known) or _only(root, heads, known, declared)
        seconds = [_heading(e, known, site) for e in some(root.iter("h2"), SECOND)]
        seconds = [h for h in seconds if not _REPLIES.match(h[0])]
        named = named or _named(seconds, known) or _said(above, parts)
        named = named or _after_colon(root, page)
    if named is not None:
        named = (_DAY.sub("", named[0]), named[1])
        labelled = _with_label(named, whole, sites)
        sure = surest(meta, articles)
        return _under(root, named, sure) or _above(root, named, sure, page) or labelled or named
    best = declared[0] if declared else page
    if not heads and (shown := _shown_part(root, best) or _itemprop(root)):
        return shown, None
    return (declared[0] if declared else stripped or (heads[0][0] if heads else page)), None


def _itemprop(root: _Element) -> str:
    """What microdata calls the headline, where it is shown."""
    found = root.xpath("//*[@itemprop='headline'][not(@content)][not(self::meta)]")[:1]
    return clean_line(" ".join(found[0].itertext())[:1000]) if found else ""


def _shown_part(root: _Element, page: str) -> str:
    """The part of the window's title that stands alone on the page in bold or large letters."""
    parts = [*SEPARATOR.split(page), page.partition(": ")[2]]
    parts = [p for p in parts if p and len(p.split()) >= LEAST]
    if not parts or parts == [page]:
        return ""
    for element in some(root.iter("b", "strong", "font", "td", "div", "p", "span"), MAX_LINES):
        text = clean_line("".join(some(element.itertext(), MAX_SPANS))[:300])
        if text and (found := next((p for p in parts if same_words(p, text)), "")):
            return found
    return ""


def _squeezed(text: str) -> str:
    return "".join(words(fold(text)))


def _squeezed_sites(site: str, host: str) -> set[str]:
    """What the name of a site may look like in a heading: as declared, or its address."""
    bare = host.removeprefix("www.")
    return {s for s in map(_squeezed, (site, bare, bare.rpartition(".")[0])) if s}


def _under(root: _Element, named: _Heading, titles: list[str]) -> _Heading | None:
    """The second heading that says what is declared word for word, when the first says it otherwise.

    Many sites give search engines a first heading of their own, small or above the menu, and
    readers another in large letters under it.
    """
    known = fold(named[0])
    titles = [t for t in titles if len(t.split()) >= LEAST and not fold(t).startswith(known)]
    headed = seconds = 0
    for element in root.iter("h1", "h2", "p") if titles else ():
        headed += element.tag != "p"
        seconds += element.tag == "h2"
        begun = element.tag == "p" and headed and sum(map(len, element.itertext())) > PROSE
        if begun or seconds > SECOND:
            return None
        if element.tag != "h2":
            continue
        if any(e.tag in _ASIDE or is_hidden(e) for e in (element, *element.iterancestors())):
            continue
        parts = [element, *some(element.iterdescendants("span", "strong"), MAX_SPANS)]
        texts = [clean_line(" ".join(part.itertext())[:1000]) for part in parts]
        for title in titles:
            if any(same_words(text, title) for text in texts):
                return title, label_before(texts[0], title) or named[1]
    return None


def _above(root: _Element, named: _Heading, titles: list[str], page: str) -> _Heading | None:
    """What stands right above the first heading and is what is declared and in the window, when the
    heading says something else: it is a standfirst that looks like a headline to programs."""
    titles = [t for t in titles if len(t.split()) >= LEAST and fold(page).startswith(fold(t))]
    for heading in some(root.iter("h1"), 1) if titles and not _close(named[0], page) else ():
        above = heading.getprevious()
        if above is None or above.tag not in _LABELS or words_of(heading).split() == []:
            continue
        text = clean_line(words_of(above))
        if any(same_words(text, title) for title in titles) and not _close(named[0], text):
            return text, named[1]
    return None


def _with_label(named: _Heading, whole: list[str], sites: set[str]) -> _Heading | None:
    """The longer headline that two declared titles give, when a label stands before the heading
    that is no name of the site."""
    text, kicker = named
    for title in whole:
        before = title[: len(title) - len(text)].rstrip()
        if any(_squeezed(before).startswith(own) for own in sites):
            continue
        if (
            fold(title).endswith(fold(text))
            and before.endswith(":")
            and len(before.split()) <= LABEL
            and sum(same_words(title, other) for other in whole) >= 2
            and not kicker
        ):
            return title, None
    return None


def _named(heads: list[_Heading], titles: list[str]) -> _Heading | None:
    """The first heading that says what one of ``titles`` says; a label before that comes off."""
    for text, kicker in heads:
        for title in titles:
            if _close(text, title):
                label = label_before(text, title) if len(title.split()) >= 3 else None
                return (title, kicker or label) if label else (text, kicker)
    return None


def _said(heads: list[_Heading], titles: list[str]) -> _Heading | None:
    """The first heading that says one of ``titles`` word for word."""
    return next((h for h in heads if any(same_words(h[0], t) for t in titles)), None)


def _begins(heads: list[_Heading], page: str) -> _Heading | None:
    """The first heading that the page's title begins with."""
    return next((h for h in heads if page and fold(page).startswith(fold(h[0]))), None)


def _single(heads: list[_Heading]) -> _Heading | None:
    """The page's one heading."""
    heads = [h for h in heads if not is_read_more(h[0])]
    return heads[0] if len({text for text, _ in heads}) == 1 else None


def _held(heads: list[_Heading], known: list[str]) -> _Heading | None:
    """The page's one heading, when a part of what is declared holds it."""
    one = _single(heads)
    parts = (part for title in known for part in SEPARATOR.split(title))
    short = one is not None and (len(one[0].split()) >= LEAST - 1 or _NUMBERED.search(one[0]))
    return one if one and short and any(_holds(part, one[0]) for part in parts) else None


def _only(
    root: _Element, heads: list[_Heading], known: list[str], declared: list[str]
) -> _Heading | None:
    """The page's one heading, when it shares words with what is declared or nothing is; else it
    is a long one, and no story stands above it."""
    one = _single(heads)
    if one is None:
        return None
    count = len(one[0].split())
    if count >= LEAST and _shares_words(one[0], known):
        return one
    return one if count >= (LONG if declared else 4) and not is_late(root) else None


def _after_colon(root: _Element, page: str) -> _Heading | None:
    """What a second or third heading says that stands in the window after the site and a colon."""
    _, colon, told = page.partition(": ")
    if not colon or len(told.split()) < LEAST - 1:
        return None
    heads = some(root.iter("h2", "h3"), MAX_HEADINGS)
    texts = (clean_line(words_of(e)) for e in heads)
    return next(((text, None) for text in texts if same_words(text, told)), None)


def _holds(title: str, head: str) -> bool:
    """Whether a title holds the words of a heading in a row, and others."""
    inner, whole = " ".join(words(fold(head))), " ".join(words(fold(title)))
    return inner != whole and f" {inner} " in f" {whole} "


def _heading(element: _Element, known: list[str], site: str) -> _Heading:
    """The words of a heading without the label in it, and that label."""
    whole = clean_line(words_of(element))
    for part in some(element.iterdescendants(), MAX_SPANS):
        badge = clean_line(words_of(part)[:300])
        after = whole.removeprefix(badge).strip()
        if fold(badge) == "title:" and _is_one(after, known):
            return after, None
        rest = whole.removesuffix(badge).strip() if badge else whole
        if rest != whole and _is_one(rest, known):
            return rest, None
        if label := _label_of_another(whole, badge, known):
            return badge, label
        leads = len(badge.split()) >= LEAST and whole.startswith(badge)
        if leads and _is_one(badge, known) and not _KICKER.search(part.get("class") or ""):
            return badge, None
    for part in element.iterdescendants():
        if _KICKER.search(part.get("class") or ""):
            label = clean_line(words_of(part)[:300])
            rest = whole.replace(label, "", 1).strip(" :|–—-")
            label = label.strip(" :|")
            told = next((t for t in known if same_words(whole, t)), "")
            if told.startswith(f"{label}:"):
                return told, None
            if label and len(rest.split()) >= 3 and len(label.split()) <= 8:
                return rest, None if is_date(label) else label
    return whole, None


def _label_of_another(whole: str, part: str, known: list[str]) -> str:
    """The label before a ``part`` of a heading which is declared with another label before it, as
    "Town: What happened" where readers see "Culture" above "What happened"; "" for none."""
    if len(part.split()) < LEAST or not whole.endswith(part) or _is_one(whole, known):
        return ""
    label = whole.removesuffix(part).strip(" :|·–—")
    told = f": {fold(part)}"
    return label if is_label(label) and any(fold(t).endswith(told) for t in known) else ""


def _is_one(text: str, titles: list[str]) -> bool:
    return any(same_words(text, title) for title in titles)


def _shares_words(head: str, known: list[str]) -> bool:
    ours = {w for w in re.findall(r"\w+", fold(head)) if len(w) > 3}
    return not known or any(len(ours & set(re.findall(r"\w+", fold(t)))) >= 2 for t in known)


def _close(a: str, b: str) -> bool:
    """Whether one holds nearly all the words of the other."""
    left, right = words(fold(a)), words(fold(b))
    if not left or not right:
        return False
    if left == right:
        return True
    common = len(set(left) & set(right))
    return len(left) >= 3 and common >= 0.8 * len(set(left)) and common >= 0.55 * len(set(right))
