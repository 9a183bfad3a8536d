"""Where on a page the story is: the elements that hold it, by a scoring of paragraphs.

After the rules of the Readability family: paragraphs give points to the elements around them,
names of classes weigh, links count against, the winner takes in its like among its siblings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, Final

from reader.story.blocks.naming import Words
from reader.story.finding.outline import MAX_NAME, Node, outline
from reader.story.finding.prose import introduces
from reader.text import fold

if TYPE_CHECKING:
    from lxml.etree import _Element

ENOUGH: Final = 500
"""Characters of a reading that is taken without trying milder rules."""

_UNLIKELY: Final = Words(
    "-ad- ad-break agegate ai2html banner breadcrumbs combx comment community cover-wrap disqus extra "
    "footer gdpr header legends menu newsletter-sign pager pagination popup related remark replies rss "
    "shoutbox sidebar skyscraper social sponsor supplemental yom-remote "
    "rodape pie-de-pagina fusszeile sidfot pied-de-page barra-lateral"
)
_LIKELY: Final = Words("and article body column content main mathjax shadow")
_POSITIVE: Final = Words(
    "article blog body content entry h-entry hentry main page pagination post story text"
)
_NEGATIVE: Final = Words(
    "-ad- banner combx comment com- contact footer gdpr hidden masthead media meta "
    "outbrain promo related scroll share shopping shoutbox sidebar skyscraper sponsor tags etiquetas schlagwort mots-cles widget"
)
_COMMENTS = re.compile(
    r"(?:^|\s)(?:(?:user|reader|post|article)?-?comments?(?:-?(?:area|list|section|thread|wrapper|container|block))?|"
    r"commentlist|disqus_thread|kommentare|commentaires|comentarios|leserkommentare)(?=\s|$)",
    re.I,
)
_FOLDED = re.compile(r"accordi|collaps|toggle|faq", re.I)
"""What a part is called that opens when one asks for it, and is hidden until then."""
_HID = re.compile(r"(?:^|\s)hid(?:\s|$)", re.I)
_BYLINE: Final = Words("byline author dateline writtenby p-author")
_BYLINE_PARTS: Final = 200
"""Texts in an element from which it is more than a byline."""
_SENTENCE_LENGTH: Final = 60
"""Characters behind a byline that are none of it."""
_POST = re.compile(
    r"twitter-tweet|twitter-video|instagram-media|tiktok-embed|bluesky-embed|mastodon-embed|fb-post|reddit-",
    re.I,
)
_POST_LENGTH: Final = 3_000
_OFFERS: Final = Words(
    "newsletter-sign newsletter-subscri newslettersubscri newsletter-form newsletter-box newsletter-promo "
    "newsletter-widget current-issue kg-signup kg-cta"
)
OFFER: Final = 600
"""Characters of a box that offers a newsletter or the printed paper."""
_HEADER = re.compile("(?:sub-?)?header", re.I)
_SUBHEADER = re.compile("sub-?header", re.I)
_PARTS: Final = ("div", "section", "header")
_HEADINGS: Final = frozenset("h2 h3 h4 h5 h6".split())
_MODAL: Final = ("true", "dialog")
_ROLES: Final = frozenset("menu menubar complementary navigation alert alertdialog dialog".split())
_PHRASES: Final = frozenset("span b strong em i u abbr time".split())
_SCORED: Final = frozenset("section h2 h3 h4 h5 h6 p td pre".split())
_SUBHEADS: Final = frozenset(["h2", "h3", "h4"])
_BASE: Final = {
    "div": 5,
    "pre": 3,
    "td": 3,
    "blockquote": 3,
    **dict.fromkeys("address ol ul dl dd dt li form".split(), -3),
    **dict.fromkeys("h1 h2 h3 h4 h5 h6 th".split(), -5),
}
_THREAD = re.compile(r"schema\.org/(?:Question|DiscussionForumPosting)$")
_SENTENCE = re.compile(r"\.(?: |$)|[:：。！？!?]\s*$")
"""The end of a sentence, or of a line that calls for what stands under it."""
_LEVELS: Final = 5
_RUNNERS_UP: Final = 5


class Rules:
    """How strictly a page is read; milder ones are tried when too little comes out."""

    def __init__(self, *, unlikely: bool = True, weigh: bool = True, clean: bool = True) -> None:
        self.unlikely = unlikely
        self.weigh = weigh
        self.clean = clean

    def weight(self, node: Node) -> int:
        """What the names of class and id say: 25 for or against, for each of both."""
        if not self.weigh or node.ident == " ":
            return 0
        get = node.element.get
        return _weight((get("class") or "")[:MAX_NAME]) + _weight((get("id") or "")[:MAX_NAME])


@lru_cache(maxsize=8192)
def _weight(name: str) -> int:
    if _FOLDED.search(name):
        name = name.lower().replace("hidden", "")
    against = _NEGATIVE.stand_in(name) or _HID.search(name) is not None
    return 25 * _POSITIVE.stand_in(name) - 25 * against if name else 0


@lru_cache(maxsize=8192)
def _is_unlikely(ident: str) -> bool:
    return _UNLIKELY.stand_in(ident) and not _LIKELY.stand_in(ident)


@lru_cache(maxsize=8192)
def _names_comments(ident: str) -> bool:
    return _COMMENTS.search(ident) is not None


@lru_cache(maxsize=8192)
def _names_an_offer(ident: str) -> bool:
    return _OFFERS.stand_in(ident)


@lru_cache(maxsize=8192)
def _names_a_byline(ident: str) -> bool:
    return _BYLINE.stand_in(ident)


LADDER: Final = (
    Rules(),
    Rules(unlikely=False),
    Rules(unlikely=False, weigh=False),
    Rules(unlikely=False, weigh=False, clean=False),
)


def nodes_of(body: _Element, rules: Rules, title: str, *, told: bool = False) -> list[Node]:
    """The measured nodes of the page without what can't belong to the story.

    ``told``: stricter rules found one already, so that what readers say below it stays out.
    """
    state = {"byline": False, "title": not title}

    def refuse(node: Node) -> bool:
        if told and node.ident != " " and _names_comments(node.ident):
            return True
        return _refuses(node, rules, title, state)

    return outline(body, refuse)


def _refuses(node: Node, rules: Rules, title: str, state: dict[str, bool]) -> bool:
    element, tag = node.element, node.tag
    if not node.names and tag not in ("h1", "h2"):
        return False
    if "aria-modal" in node.names and (element.get("aria-modal"), element.get("role")) == _MODAL:
        return True
    if not state["byline"] and _is_byline(node):
        state["byline"] = True
        return True
    if not state["title"] and tag in ("h1", "h2"):
        state["title"] = _repeats("".join(element.itertext())[:1000], title)
        if state["title"]:
            return True
    if (
        node.ident != " "
        and _names_an_offer(node.ident)
        and sum(map(len, element.itertext())) <= OFFER
    ):
        return True
    if rules.unlikely and tag not in ("body", "a") and not _is_phrase(node):
        if "role" in node.names and element.get("role") in _ROLES:
            return True
        if node.ident != " " and _is_unlikely(node.ident) and not _heads_a_part(node):
            return not (node.within("table", 4) or node.within("code", 4) or holds_post(node))
    return False


def _is_phrase(node: Node) -> bool:
    """Whether it is a few words of a paragraph, such as the place that a report is from."""
    return node.tag in _PHRASES and node.parent is not None and node.parent.tag == "p"


def _heads_a_part(node: Node) -> bool:
    """Whether nothing makes it unlikely but "header": of a heading, of paragraphs, "subheader"."""
    rest, count = _HEADER.subn(" ", node.ident)
    if not count or _is_unlikely(rest):
        return False
    if node.tag in _HEADINGS or not _is_unlikely(_SUBHEADER.sub(" ", node.ident)):
        return True
    return node.tag in _PARTS and introduces(node.element)


def holds_post(node: Node) -> bool:
    """Whether most of it is a post of a social network, quoted in the story."""
    if node.text > _POST_LENGTH:
        return False
    posts = [
        e for e in node.element.iterdescendants("blockquote") if _POST.search(e.get("class") or "")
    ]
    if not posts:
        return False
    whole = len("".join(node.element.itertext()))
    return sum(len("".join(e.itertext())) for e in posts) > 0.5 * whole


def _is_byline(node: Node) -> bool:
    get = node.element.get
    if (
        get("rel") != "author"
        and "author" not in (get("itemprop") or "")
        and not _names_a_byline(node.ident)
        and not _names_a_byline(get("data-component") or get("data-testid") or "")
    ):
        return False
    texts = list(islice(node.element.itertext(), _BYLINE_PARTS))
    if _is_phrase(node) and len((node.element.tail or "").strip()) >= _SENTENCE_LENGTH:
        return False  # A sentence follows it, as behind the place that a report is from.
    return len(texts) < _BYLINE_PARTS and 0 < len(" ".join("".join(texts).split())) < 100


def _repeats(text: str, title: str) -> bool:
    ours, theirs = re.findall(r"\w+", fold(title)), re.findall(r"\w+", fold(text))
    if not ours or not theirs:
        return False
    fresh = [w for w in theirs if w not in set(ours)]
    return 1 - len(" ".join(fresh)) / len(" ".join(theirs)) > 0.75


def find_content(nodes: list[Node], rules: Rules) -> list[Node]:
    """The nodes that hold the story, in document order: the best one and siblings like it."""
    candidates = _score(nodes, rules)
    body = nodes[0]
    if not candidates:
        return [body]
    candidates.sort(key=lambda n: -(n.score or 0.0))
    best = _common(candidates[:_RUNNERS_UP])
    if best.tag == "body" or best.parent is None:
        return [body]
    if posts := _posts(best, nodes):
        return posts
    best = _widen(best, rules)
    found = _with_siblings(best) if best.parent is not None else [best]
    return _with_pieces(found, best, candidates)


def _score(nodes: list[Node], rules: Rules) -> list[Node]:
    scored: list[Node] = []
    for node in nodes:
        if node.text < 25 or not _is_scored(node):
            continue
        points = 1 + node.commas + 1 + min(node.text // 100, 3)
        for level, around in enumerate(node.ancestors(_LEVELS)):
            if around.tag == "html":
                break
            if around.score is None:
                around.score = float(_BASE.get(around.tag, 0) + rules.weight(around))
                scored.append(around)
            around.score += points / (1 if level == 0 else 2 if level == 1 else level * 3)
    for node in scored:
        node.score = (node.score or 0.0) * (1 - node.density)
    return scored


def _is_scored(node: Node) -> bool:
    if node.tag in _SCORED:
        return True
    return node.tag == "div" and (not node.has_block or node.own >= 25)


def _common(best: list[Node]) -> Node:
    """The best candidate, or the element around it that at least three good ones share."""
    top = best[0]
    limit = (top.score or 0.0) * 0.75
    others = [set(map(id, n.ancestors())) for n in best[1:] if (n.score or 0.0) >= limit]
    if len(others) >= 3:
        for around in top.ancestors():
            if around.tag == "body":
                break
            if sum(id(around) in held for held in others) >= 3:
                return around
    return top


def _widen(best: Node, rules: Rules) -> Node:
    """Up from the best candidate while what is around it scores better or holds nothing else."""
    if best.score is None:
        best.score = float(_BASE.get(best.tag, 0) + rules.weight(best))
    last = best.score
    least = last / 3
    around = best.parent
    while around is not None and around.tag != "body":
        if around.score is not None:
            if around.score < least:
                break
            if around.score > last:
                best = around
                break
            last = around.score
        around = around.parent
    around = best.parent
    while around is not None and around.tag != "body" and len(around.children) == 1:
        best = around
        around = best.parent
    if best.score is None:
        best.score = float(_BASE.get(best.tag, 0) + rules.weight(best))
    return best


def _with_siblings(best: Node) -> list[Node]:
    top = best.score or 0.0
    least = max(10.0, top * 0.2)
    names = best.element.get("class") or ""
    assert best.parent is not None

    def bonus(node: Node) -> float:
        return top * 0.2 if names and node.element.get("class") == names else 0.0

    beside = best.parent.children
    chosen = [n for n in beside if n is best or _belongs(n, least, bonus(n))]
    alike = sum(n.element.get("class") == names for n in chosen) if names else 0
    return _with_headings(chosen, beside) if alike > 1 else chosen


def _with_headings(chosen: list[Node], beside: Sequence[Node]) -> list[Node]:
    """``chosen`` of the nodes ``beside`` each other, and the headings right over one of them: the
    pieces of a story have boxes of their own, and its headings stand between these."""
    taken = set(map(id, chosen))
    return [
        node
        for node, after in zip_longest(beside, beside[1:])
        if id(node) in taken
        or (
            node.tag in _SUBHEADS
            and node.text > 0
            and node.linked == 0
            and after is not None
            and id(after) in taken
            and after is not chosen[0]
        )
    ]


def _posts(best: Node, nodes: Sequence[Node]) -> list[Node]:
    """The posts of the question or discussion (schema.org) in which the best candidate stands, []
    for fewer than two."""
    around = (best, *best.ancestors())
    thread = next((n for n in around if _THREAD.search(n.element.get("itemtype") or "")), None)
    if thread is None:
        return []
    inside = {thread.number}
    posts: list[Node] = []
    for node in nodes[thread.number + 1 :]:
        if node.parent is None or node.parent.number not in inside:
            continue
        if node.element.get("itemprop") == "text":
            posts.append(node)
        else:
            inside.add(node.number)
    return posts if len(posts) > 1 else []


def _with_pieces(found: list[Node], best: Node, candidates: list[Node]) -> list[Node]:
    """``found`` with the other pieces of a story that is cut into boxes of one class."""
    names = best.element.get("class")
    if not names:
        return found
    least = (best.score or 0.0) * 0.2
    taken = set(map(id, found))
    pieces = [
        node
        for node in candidates
        if node.tag == best.tag
        and node.element.get("class") == names
        and (node.score or 0.0) >= least
        and node.density < 0.25
        and id(node) not in taken
        and not any(id(around) in taken for around in node.ancestors())
        and best not in node.ancestors()
        and node not in best.ancestors()
    ]
    inner = {id(p) for p in pieces if any(a in pieces for a in p.ancestors())}
    return sorted([*found, *(p for p in pieces if id(p) not in inner)], key=lambda n: n.number)


def _belongs(node: Node, least: float, bonus: float) -> bool:
    if node.score is not None and node.score + bonus >= least:
        return True
    if node.tag != "p":
        return False
    if node.text > 80:
        return node.density < 0.25
    words = "".join(node.element.itertext())
    return node.text > 0 and node.linked == 0 and bool(_SENTENCE.search(words))
