"""Titles and bylines as pages declare and show them, each the only thing that differs."""

from __future__ import annotations

import pytest

from reader.story.read import read_page
from tests.story.article import HEADING, SITE, TITLE, declared, page, person

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
    "the day behind the name": (
        page(top=HEADING + "<p class=byline>By Marian Oakes on Friday March 6, 2026 @08:00PM</p>"),
        "Marian Oakes",
    ),
    "a weekday behind the name": (
        page(top=HEADING + "<div class=author>Von Marian Oakes Fr, 6. März 2026</div>"),
        "Marian Oakes",
    ),
    "who drew the pictures": (
        page(top=HEADING + "<p class=author>Text von Marian Oakes Illustration von Ines Zell</p>"),
        "Marian Oakes",
    ),
    "an office after a comma": (
        page(declared(author=person("Marian Oakes, Director of Ferries"))),
        "Marian Oakes",
    ),
    "a card with one name": (
        page(top=HEADING + "<span class='author vcard'><a class='url fn n'>Marian</a></span>"),
        "Marian",
    ),
    "more names in a meta element": (
        page(
            declared(author=person("Marian Oakes"))
            + "<meta name=author content='Marian Oakes, Tobias Fenn'>"
        ),
        "Marian Oakes, Tobias Fenn",
    ),
    "the last name in a span of its own": (
        page(
            top=HEADING + "<p><span>Por <span class=b>Marian Oakes, </span><span class=b>Ines "
            "Zell</span> y <span class=last-byline>Tobias Fenn</span></span></p>"
        ),
        "Marian Oakes, Ines Zell, Tobias Fenn",
    ),
    "by the site, others by their writers": (
        page(
            head=SITE,
            top=HEADING + "<span class=post-author>Harbour Post</span>",
            below="<div class=more>"
            + "".join(
                f"<div><div><div><div><div><a href=/{n}>Boat {n}</a><span class=post-author>"
                f"{name}</span></div></div></div></div></div>"
                for n, name in enumerate(("Ines Zell", "Tobias Fenn", "Ada Brook"))
            )
            + "</div>",
        ),
        None,
    ),
    "one of many teasers": (
        page(
            below="<section>"
            + "".join(
                f"<div><div><div><div><div><div><p class=author-name>Von {name}</p></div></div>"
                "</div></div></div></div>"
                for name in ("Ines Zell", "Tobias Fenn", "Ada Brook", "Jon Hale")
            )
            + "</section>"
        ),
        None,
    ),
    "an institution": (
        page("<meta name=author content='Landesamt für Seen und Flüsse e. V.'>"),
        "Landesamt für Seen und Flüsse e. V",
    ),
    "a phrase that begins with by": (
        page(below="<p>von der Ringform zur Kastenform</p>"),
        None,
    ),
    "two names in bold above the story": (
        page(inside="<p><strong>Marian Oakes/Tobias Fenn</strong></p>"),
        "Marian Oakes, Tobias Fenn",
    ),
    "the byline of a teaser below": (
        page(
            below="<ul><li><div class=info><h2><a href=/7>An island counts its last lamps</a></h2>"
            "<span class=author>Ines Zell</span></div></li></ul>"
        ),
        None,
    ),
    "whom to follow": (
        page(
            below="<ul><li class=author-follow>Ines Zell</li><li class=author-follow>Jon Hale</li></ul>"
            "<div class=author-name>Marian Oakes</div>"
        ),
        "Marian Oakes",
    ),
    "who took the picture": (
        page(
            top=HEADING + "<figure><img src=/a.jpg><figcaption>The ferry. <a rel=author "
            "href=/p>Ines Zell</a></figcaption></figure><p class=byline>By Marian Oakes</p>"
        ),
        "Marian Oakes",
    ),
    "a day before the name": (
        page(
            top=HEADING + "<p>6 March 2026 <span>•</span> Marian Oakes in <a href=/c>Boats</a></p>"
        ),
        "Marian Oakes",
    ),
    "an American day and by": (
        page(top=HEADING + "<div><time>Mar 06, 2026</time> by Marian Oakes in Boats</div>"),
        "Marian Oakes",
    ),
    "a day before a place": (page(top=HEADING + "<p>6 March 2026 in Kellin Harbour</p>"), None),
    "a small picture called by the name": (
        page(
            top=HEADING + "<div><img alt='Marian Oakes, Ferries Writer' src=/m.png><div><p>Marian "
            "Oakes</p><p>Ferries Writer</p></div></div>"
        ),
        "Marian Oakes",
    ),
    "a picture of somebody with a caption": (
        page(
            top=HEADING
            + "<figure><img alt='Ada Brook' src=/b.jpg><figcaption>Ada Brook</figcaption></figure>"
        ),
        None,
    ),
    "a heading over a list of names": (
        page(
            top=HEADING
            + "<h6>Author(s)</h6><ul><li><a href=/?a=1>Marian A. Oakes</a><li>Tobias Fenn</ul>"
        ),
        "Marian A. Oakes, Tobias Fenn",
    ),
    "one word after posted by": (
        page(top=HEADING + "<div><span>Posted by Marian</span> <span>6.3.2026</span></div>"),
        "Marian",
    ),
    "a name in bold below the story": (
        page(inside="", below="").replace(
            b"</div></article>", b"<p align=right><strong>Marian Oakes</strong></p></div></article>"
        ),
        "Marian Oakes",
    ),
    "libraries list surnames first": (
        page(
            "<meta name=DC.creator content='Oakes, Marian'><meta name=DC.creator content='Fenn, T.'>"
        ),
        "Marian Oakes, T. Fenn",
    ),
    "degrees behind the name": (
        page(top=HEADING + "<p class=byline>By Marian Oakes, VMD, DACVB</p>"),
        "Marian Oakes",
    ),
    "a degree without a comma": (
        page("<meta name=author content='Marian Oakes M.P.H., R.D.'>"),
        "Marian Oakes",
    ),
    "her initials in a circle": (
        page(
            top=HEADING + "<div class=author><svg><text>MO</text></svg> <h3>Marian Oakes</h3></div>"
        ),
        "Marian Oakes",
    ),
    "the one person in the data": (
        page(
            '<script type="application/ld+json">{"@graph":[{"@type":"WebPage","name":"F"},'
            '{"@type":"Person","@id":"#p","name":"Marian Oakes"}]}</script>'
        ),
        "Marian Oakes",
    ),
}


@pytest.mark.parametrize("name", BYLINES)
def test_whoever_wrote_a_story_is_named_without_what_stands_around_the_name(name: str) -> None:
    given, byline = BYLINES[name]
    assert read_page(given, "https://herald.example/2026/ferry").byline == byline


TITLES = {
    "a style sheet in the heading": page(
        f"<title>{TITLE}</title>", f"<h1><style>.a{{color:red}}</style>{TITLE}</h1>"
    ),
    "a day before the headline": page(
        f"<title>06.03.2026 - {TITLE}</title>", f"<h1>06.03.2026 - {TITLE}</h1>"
    ),
    "a link and what it leads to": page(
        f"<title>{TITLE} - Harbour Post</title>{SITE}",
        f"<h1><a href=/1>{TITLE}</a> <span>(harbour.example)</span> <span>87</span></h1>",
    ),
    "what readers say": page(
        f"<title>{TITLE} - Harbour Post</title>{SITE}",
        "<div>Ferries</div>",
        below=f"<h2>15 Replies to “{TITLE}”</h2>",
    ),
    "a second heading above one of the story's parts": page(
        f"<title>{TITLE} | Harbour Post</title>",
        f"<h2>{TITLE}</h2>",
        below="<h1>But what councillors fear of the old ferry</h1>",
    ),
    "the archive of a blog": page(
        f"<title>Four Piers » Blog Archive » {TITLE}</title>",
        f"<h1><a href='https://herald.example'>Four Piers</a></h1><h2>{TITLE}</h2>",
    ),
    "a blog before a colon": page(
        f"<title>Herald Blog: {TITLE}</title>"
        f"<meta property='og:title' content='Herald Blog: {TITLE}'>"
        f"<meta name='twitter:title' content='Herald Blog: {TITLE}'>"
    ),
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
    "a heading that sums the story up": page(
        f"<title>{TITLE} | Harbour Post</title>{SITE}",
        f"<h1>{'Learn why the old ferry will run for another winter, and who pays. ' * 5}</h1>",
    ),
    "the site first, large letters": page(
        f"<title>Harbour Post - {TITLE}</title>", f"<font size=5><b>{TITLE}</b></font>"
    ),
}


@pytest.mark.parametrize("name", TITLES)
def test_a_headline_is_what_readers_see_without_badge_and_site(name: str) -> None:
    assert read_page(TITLES[name], "https://herald.example/2026/ferry").headline == TITLE
