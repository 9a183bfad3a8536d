"""Titles and bylines as pages declare and show them, each the only thing that differs."""

from __future__ import annotations

import json

import pytest

from reader.story.read import read_page

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


SITE = '<meta property="og:site_name" content="Harbour Post">'

BYLINES = {
    "lists in lists": (
        page(declared(author=[[person("Marian Oakes")], person("Tobias Fenn")])),
        "Marian Oakes, Tobias Fenn",
    ),
    "a role after the name": (
        page(declared(author=person("Marian Oakes, Transport correspondent"))),
        "Marian Oakes",
    ),
    "entities in a name": (page(declared(author=person("Marian O&#039;Okes"))), "Marian O'Okes"),
    "the site besides": (
        page(top=HEADING + "<p class=byline>By Marian Oakes | Harbour Post | March 4, 2026</p>"),
        "Marian Oakes",
    ),
    "items of a list": (
        page(
            top=HEADING
            + "<ul class=authors><li><a href=/a>Marian Oakes</a><li><a href=/b>Tobias Fenn</a></ul>"
        ),
        "Marian Oakes, Tobias Fenn",
    ),
    "two spans of one class": (
        page(
            top=HEADING + "<div class=author-names><span class=author-name>Marian Oakes</span>"
            "<span class=author-name>Tobias Fenn</span></div>"
        ),
        "Marian Oakes, Tobias Fenn",
    ),
    "two links to authors": (
        page(
            top=HEADING
            + "<p>By <a rel=author href=/a>Marian Oakes</a> and <a rel=author href=/b>Tobias Fenn</a></p>"
        ),
        "Marian Oakes, Tobias Fenn",
    ),
    "a place after the name": (
        page(top=HEADING + "<p class=byline>Marian Oakes in Kellin</p>"),
        "Marian Oakes",
    ),
    "a place after a comma": (
        page(top=HEADING + "<p class=autor>Von Marian Oakes, Kellin</p>"),
        "Marian Oakes",
    ),
    "an agency after the name": (
        page(top=HEADING + "<p class=byline>By Marian Oakes Associated Press</p>"),
        "Marian Oakes",
    ),
    "the class of a signature": (
        page(top=HEADING + "<p class=article-signature>di Marian Oakes</p>"),
        "Marian Oakes",
    ),
    "somebody who comments": (
        page(
            below="<div class=comments><div class=comment-author>Ship Lover</div><p>Nice.</p></div>"
        ),
        None,
    ),
    "a teaser below the story": (
        page(
            below="<a href=/other><span>Another boat</span> <span>Von Ines Zell, Kellin</span></a>"
        ),
        None,
    ),
    "two names in bold above the story": (
        page(inside="<p><strong>Marian Oakes/Tobias Fenn</strong></p>"),
        "Marian Oakes, Tobias Fenn",
    ),
}


@pytest.mark.parametrize("name", BYLINES)
def test_whoever_wrote_a_story_is_named_without_what_stands_around_the_name(name: str) -> None:
    given, byline = BYLINES[name]
    assert read_page(given, "https://herald.example/2026/ferry").byline == byline


TITLES = {
    "a badge in the heading": page(
        f"<title>{TITLE}</title>", f"<h1>{TITLE} <span>Exclusive</span></h1>"
    ),
    "the time it takes": page(
        f"<title>{TITLE}</title>", f"<h1>{TITLE}<small>4 min read</small></h1>"
    ),
    "microdata and no heading": page(
        f"<title>Harbour Post</title>{SITE}", f"<div itemprop=headline>{TITLE}</div>"
    ),
    "an underscore before the site": page(
        f"<title>{TITLE}_Harbour Post</title>{SITE}", f"<div>{TITLE}</div>"
    ),
    "the site in brackets": page(f"<title>{TITLE} (Harbour Post)</title>{SITE}", "<div></div>"),
    "a long site that nothing names": page(
        f"<title>{TITLE} | The Very Long Name of Our Local Paper</title>", f"<div>{TITLE}</div>"
    ),
    "the site first, large letters": page(
        f"<title>Harbour Post - {TITLE}</title>", f"<font size=5><b>{TITLE}</b></font>"
    ),
}


@pytest.mark.parametrize("name", TITLES)
def test_a_headline_is_what_readers_see_without_badge_and_site(name: str) -> None:
    assert read_page(TITLES[name], "https://herald.example/2026/ferry").headline == TITLE
