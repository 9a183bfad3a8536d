"""Headlines of pages that show none in a heading: what is declared, without site, section and day."""

from __future__ import annotations

import pytest

from reader.story.read import read_page
from tests.story.article import SITE, TITLE, declared, page

OTHER = "灯台の売却、町議会は結論を先送り"
DASHED = f"{TITLE} – and why"

DECLARED = {
    "a section before the site": (f"<title>{TITLE} | News | Harbour Post</title>{SITE}", TITLE),
    "a day before the site": (f"<title>{TITLE} - 4 May 2026 - Harbour Post</title>{SITE}", TITLE),
    "a comma before the site": (f"<title>{TITLE}, Harbour Post</title>{SITE}", TITLE),
    "a guillemet before the address": (f"<title>{TITLE} « Herald</title>", TITLE),
    "the address before a guillemet": (f"<title>Herald » {TITLE}</title>", TITLE),
    "a colon behind the site": (f"<title>Harbour Post: {TITLE}</title>{SITE}", TITLE),
    "a wave before the site": (f"<title>{TITLE} ~ Harbour Post</title>{SITE}", TITLE),
    "a slash before the site": (f"<title>{TITLE} / Harbour Post</title>{SITE}", TITLE),
    "a star before the site": (f"<title>{TITLE} ⋆ Harbour Post</title>{SITE}", TITLE),
    "an archive between them": (f"<title>Herald » Blog Archive » {TITLE}</title>", TITLE),
    "a colon that is its own": (f"<title>Salvage: {TITLE}</title>{SITE}", f"Salvage: {TITLE}"),
    "a Japanese colon before the site": (
        f"<meta property='og:site_name' content='港新聞'><title>{OTHER}：港新聞</title>",
        OTHER,
    ),
    "a bar before a Japanese site that nothing names": (f"<title>{OTHER} | 港新聞</title>", OTHER),
    "an underscore before a Chinese site": (
        "<title>灯塔出售方案未获通过_海港网</title>",
        "灯塔出售方案未获通过",
    ),
    "a section before a Chinese site": (
        "<meta property='og:site_name' content='海港网'><title>灯塔出售方案未获通过--社会--海港网</title>",
        "灯塔出售方案未获通过",
    ),
    "its own dash": (
        f"<title>{DASHED} | Harbour Post</title><meta property='og:title' content='{DASHED}'>"
        + declared(headline=DASHED),
        DASHED,
    ),
}


@pytest.mark.parametrize("name", DECLARED)
def test_what_a_page_declares_is_its_headline_without_what_stands_around_it(name: str) -> None:
    head, headline = DECLARED[name]
    assert read_page(page(head, top=""), "https://herald.example/1").headline == headline
