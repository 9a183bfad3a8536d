"""Bylines in other scripts and words, and names among what is no name: each in a page of its own."""

from __future__ import annotations

import pytest

from reader.story.read import read_page
from tests.story.article import HEADING, PROSE, SITE, declared, page, person

NAMED = {
    "in Japanese, by its class": (HEADING + "<p class=writer>山田花子</p>", "山田花子"),
    "in Japanese, said in a link": (HEADING + "<a class=info_name>著者：山田花子</a>", "山田花子"),
    "in Japanese, with the desk": (
        HEADING + "<p class=author>文● 山田花子／編集部</p>",
        "山田花子",
    ),
    "in Chinese, in a box": (
        HEADING + "<div class=author><span class=name>谢若含</span></div>",
        "谢若含",
    ),
    "in Chinese, behind the source": (
        HEADING + "<p><span>来源：海港网</span> <span>作者：王小明</span></p>",
        "王小明",
    ),
    "in Korean, with what she does": (
        HEADING + "<div class=byline><span class=name>김민수 기자</span></div>",
        "김민수",
    ),
    "in Turkish": (HEADING + "<div>Yazar: <a href=/yazar/a>Ayşe Kaya</a></div>", "Ayşe Kaya"),
    "in German, from a place": (
        HEADING + "<div>Aus Kellin berichtet <a href=/impressum/1>Marian Oakes</a></div>",
        "Marian Oakes",
    ),
    "in French, with an agency": (
        HEADING + "<p class=auteur>Par Marian Oakes avec AFP</p>",
        "Marian Oakes",
    ),
    "with the studio": (
        HEADING + "<em class=authorline>Von Marian Oakes, ARD-Studio Kellin</em>",
        "Marian Oakes",
    ),
    "behind a section": (
        HEADING + "<div class=article__author>Ferries · Marian Oakes, Tobias Fenn</div>",
        "Marian Oakes, Tobias Fenn",
    ),
    "for an agency": (
        HEADING + "<p class=byline>By Marian Oakes for The Associated Press</p>",
        "Marian Oakes",
    ),
    "linked, with the paper below": (
        HEADING + "<div>By <a href=/staff/1/oakes/>Marian Oakes</a><div>Kellin Mail</div></div>",
        "Marian Oakes",
    ),
    "linked to her address": (
        HEADING + "<p><a href='mailto:m.oakes@herald.example'>Marian Oakes</a> | Ferries</p>",
        "Marian Oakes",
    ),
    "linked to the address of a desk": (
        HEADING + "<p><a href='mailto:ferries@herald.example'>Kellin Ferries</a></p>",
        None,
    ),
    "behind day and minutes": (
        HEADING + "<div><span>May 4, 2026</span> · 5 min · Marian Oakes</div>",
        "Marian Oakes",
    ),
    "of one word": (
        HEADING + "<div><span class=author>Marian</span> <time>4.5.2026</time></div>",
        "Marian",
    ),
    "of one word, but no name": (
        HEADING + "<div><span class=author>Redaktion</span> <time>4.5.2026</time></div>",
        None,
    ),
}


@pytest.mark.parametrize("name", NAMED)
def test_a_writer_is_named_in_other_scripts_and_words(name: str) -> None:
    top, byline = NAMED[name]
    assert read_page(page(top=top), "https://herald.example/2026/ferry").byline == byline


HEADS = {
    "several names of one element": (
        "<meta property='dc:creator x:writer' content='Marian Oakes'>",
        "Marian Oakes",
    ),
    "a colon for a point": ("<meta name='DC:creator' content='Marian Oakes'>", "Marian Oakes"),
    "the site behind for": (
        SITE + declared(author=person("Marian Oakes for Harbour Post")),
        "Marian Oakes",
    ),
    "an institution for something": (
        SITE + declared(author=person("American Centre for Ferries")),
        "American Centre for Ferries",
    ),
}


@pytest.mark.parametrize("name", HEADS)
def test_a_writer_is_named_as_the_head_of_a_page_declares(name: str) -> None:
    head, byline = HEADS[name]
    assert read_page(page(head), "https://herald.example/2026/ferry").byline == byline


def test_whoever_keeps_a_site_is_not_the_writer() -> None:
    given = page(declared(author=person("siteadmin")), HEADING + "<p>By Marian Oakes</p>")
    assert read_page(given, "https://herald.example/1").byline == "Marian Oakes"


def test_people_of_the_story_that_are_linked_below_it_did_not_write_it() -> None:
    tags = "<p><a href=/people/ines-zell/>Ines Zell</a> <a href=/people/jon-hale/>Jon Hale</a></p>"
    given = page("<meta name=author content='News Desk'>", below=tags)
    assert read_page(given, "https://herald.example/1").byline == "News Desk"


def test_the_writer_is_the_one_told_of_below_the_story() -> None:
    about = "<h3>About the author</h3><p><strong>Marian Oakes</strong> writes of ferries.</p>"
    assert read_page(page(below=about), "https://herald.example/1").byline == "Marian Oakes"


@pytest.mark.parametrize("signed", ["【山田花子】", "（山田花子、佐藤太郎）"])
def test_japanese_papers_sign_in_brackets_behind_the_last_sentence(signed: str) -> None:
    told = "".join(
        f"<p>島と本土を結ぶ渡し船は、修理の費用を町が払うことに決まり、この冬も{n}便が運航を続ける。議会は火曜の夜遅くに採決した。</p>"
        for n in range(4)
    )
    last = f"<p>議長は「船がなければ島の暮らしは成り立たない」と述べ、次の議会で料金を決めるとした。{signed}</p>"
    given = page(top="<h1>渡し船、冬も運航へ</h1>").replace(PROSE.encode(), (told + last).encode())
    assert read_page(given, "https://herald.example/1").byline == signed.strip("【】（）").replace(
        "、", ", "
    )
