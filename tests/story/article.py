"""A page with one story, to which a test adds what it is about."""

from __future__ import annotations

import json

SITE = '<meta property="og:site_name" content="Harbour Post">'
TITLE = "Council votes to keep the old ferry running"
PROSE = "".join(
    f"<p>The ferry that carried islanders to the mainland since 196{n} will run for another winter, "
    "after councillors voted late on Tuesday to pay for its repair in the yard at Kellin.</p>"
    for n in range(5)
)
HEADING = f"<h1>{TITLE}</h1>"


def page(head: str = "", top: str = HEADING, below: str = "", inside: str = "") -> bytes:
    """A page with a story of five paragraphs."""
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8>{head}</head><body><main><article>"
        f"{top}<div class=article-body>{inside}{PROSE}</div>{below}</article></main></body></html>"
    ).encode()


def declared(**more: object) -> str:
    """The story's JSON-LD."""
    told = {"@type": "NewsArticle", "headline": TITLE, **more}
    return f'<script type="application/ld+json">{json.dumps(told)}</script>'


def person(name: object) -> dict[str, object]:
    return {"@type": "Person", "name": name}
