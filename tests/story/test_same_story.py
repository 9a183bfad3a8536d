"""A page tells the same story however it is written down: in upper case, on more lines, inside more
boxes, with attributes that mean nothing, under a question about cookies."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from lxml import etree, html

from reader.model import Story
from reader.story.blocks.markup import decode
from reader.story.page import read_article
from tests.story.gold import GOLDEN, INPUTS, URL

OTHERWISE = (
    "empty",
    "story-in-script",
    "report-button-in-chinese",
    "ruby-and-vertical",
    "portal-indonesian",
)
"""Two of which a change takes the story or has none to keep; three so short that a question about
cookies, or a line of initials, is much of them."""
PAGES = [n for n in INPUTS if n.endswith(".page.html") and n.partition(".")[0] not in OTHERWISE]
BLOCKS = "p|div|section|article|ul|ol|h[1-6]|figure|header|footer|main|aside|nav"
VERBATIM = re.compile(r"(<(pre|textarea|script|style|noscript)\b.*?</\2\s*>)", re.I | re.S)
ASKS = (
    "<div class=u7><h2>Before you go on</h2><p>We keep cookies on your device for personalised ads, if "
    "you give your consent; more about cookies stands in our privacy policy.</p>"
    "<button>Accept all</button></div>"
)


def _outside(page: str, change: Callable[[str], str]) -> str:
    """``page`` changed where white space means nothing."""
    pieces = VERBATIM.split(page)
    return "".join(change(p) if n % 3 == 0 else p * (n % 3 == 1) for n, p in enumerate(pieces))


def _upper(page: str) -> str:
    return _outside(page, lambda t: re.sub(r"</?[a-z]\w*(?=[\s>])", lambda m: m[0].upper(), t))


def _pretty(page: str) -> str:
    return _outside(page, lambda t: re.sub(rf">(?=</?(?:{BLOCKS})\b)", ">\n    ", t))


def _noisy(page: str) -> str:
    noise = ' data-v-7c2f="" data-track="comment-share" data-aos="fade-up"'
    return _outside(
        page, lambda t: re.sub(r"<(p|div|h[1-6]|ul|li|figure)(?=[\s>])", rf"<\1{noise}", t)
    )


def _boxed(page: str) -> str:
    page = re.sub(r"(<body\b[^<>]*>)", r"\1" + "<div>" * 12, page, count=1, flags=re.I)
    return re.sub(r"</body>", "</div>" * 12 + "</body>", page, flags=re.I)


def _asking(page: str) -> str:
    return re.sub(r"(<body\b[^<>]*>)", rf"\1{ASKS}", page, count=1, flags=re.I)


def _as_xml(page: str) -> str:
    root = html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
    return f'<?xml version="1.0"?>\n{etree.tostring(root, encoding="unicode", method="xml")}'


def _read(page: str) -> Story:
    return read_article(page, URL)


@pytest.mark.parametrize("change", [_upper, _pretty, _noisy, _boxed, _asking, _as_xml])
@pytest.mark.parametrize("name", PAGES[::4])
def test_a_page_written_down_otherwise_tells_the_same(
    name: str, change: Callable[[str], str]
) -> None:
    page = decode((GOLDEN / name).read_bytes())
    assert _read(change(page)) == _read(page)
