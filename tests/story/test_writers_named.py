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
    "in French, written": (HEADING + "<p>Écrit par : Odile Marchand</p>", "Odile Marchand"),
    "in Polish, on a page of hers": (
        HEADING + "<div><a href=/autor/anna-krol/611>Anna Król</a></div>",
        "Anna Król",
    ),
    "by what the page was tested with": (
        HEADING + "<div data-test-tag=byline><a href=/av/7>Oskar Lindhe</a></div>",
        "Oskar Lindhe",
    ),
    "with the place behind": (
        HEADING + "<div class=signature><b class=signature__author>Lia Barreto</b>"
        "<div class=signature__location>Vila Serena</div></div>",
        "Lia Barreto",
    ),
    "with what she does behind": (
        HEADING + "<ul class=authors><li><span>Marloes de Wit</span><span>verslaggever</span></ul>",
        "Marloes de Wit",
    ),
    "in Arabic": (HEADING + "<a class=author-link href=/author/s>سلمى حداد</a>", "سلمى حداد"),
    "in Arabic, a desk": (HEADING + "<span class=author>فريق التحرير</span>", None),
    "in Hindi": (HEADING + "<span class=author>लेखक: किरण वर्मा</span>", "किरण वर्मा"),
    "in Greek": (HEADING + "<p class=author>Από Ελένη Ράπτη</p>", "Ελένη Ράπτη"),
    "in Hungarian, by its class": (HEADING + "<p class=szerzo>Kovács Réka</p>", "Kovács Réka"),
    "in front of her address": (
        HEADING + "<b>Gil Arden</b> <a href='mailto:list@a.example'>gil.arden at a.example</a>",
        "Gil Arden",
    ),
    "before the day": (HEADING + "<p>By Harold Finn March 3, 2026</p>", "Harold Finn"),
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


SIGNED = (
    ("<p style='text-align:right'><b>Lê Phương</b></p>", "Lê Phương"),
    ("<p><strong>Thanh Trúc - Minh Hải</strong></p>", "Thanh Trúc, Minh Hải"),
    ("<p>윤서현 기자 yoon@gangbyeon.example</p>", "윤서현"),
    ("<p>[강변신문=윤서현 기자(yoon@gangbyeon.example)]</p>", None),
    ("<p><b>Lê Phương</b> sẽ trả lời.</p>", None),
)


@pytest.mark.parametrize(("signed", "byline"), SIGNED)
@pytest.mark.parametrize("owner", ["Harbour Post", "Herald", "강변신문"])
def test_who_signs_a_story_wrote_it_when_only_the_paper_is_declared(
    signed: str, byline: str | None, owner: str
) -> None:
    told = SITE + declared(author={"@type": "Organization", "name": owner})
    given = page(told, inside="").replace(b"</div></article>", f"{signed}</div></article>".encode())
    assert read_page(given, "https://herald.example/1").byline == (byline or owner)


def test_a_writer_whom_a_page_declares_is_not_the_one_who_signs() -> None:
    told = SITE + declared(author=person("Marian Oakes"))
    given = page(told).replace(b"</div></article>", b"<p><b>Ann Lee</b></p></div></article>")
    assert read_page(given, "https://herald.example/1").byline == "Marian Oakes"


@pytest.mark.parametrize(
    ("account", "byline"), [("Harbour D", "MARIAN OAKES"), ("Ines Zell", "Ines Zell"), ("", None)]
)
def test_a_name_in_capitals_above_the_story_counts_where_the_site_itself_is_declared(
    account: str, byline: str | None
) -> None:
    told = SITE + (declared(author=person(account)) if account else "")
    given = page(told, inside="<p><strong>MARIAN OAKES</strong></p>")
    assert read_page(given, "https://herald.example/1").byline == byline


def test_the_byline_of_a_link_to_another_story_is_not_the_storys() -> None:
    text = "The boats went out at dawn and came back at noon, all but two of them. " * 12
    link = f"<a href=/2><h3>Boats return late again</h3><p>{text}</p><h6>By Ann Lee</h6></a>"
    assert read_page(page(below=link), "https://herald.example/1").byline is None


def test_a_page_of_ones_own_names_its_writer_as_it_declares_her() -> None:
    head = "<meta name=author content='Lena Maur'><meta property=og:site_name content='Lena Maur'>"
    given = page(head, below="<div class=author-card>Lena Maur Reader in River Engineering</div>")
    assert read_page(given, "https://herald.example/1").byline == "Lena Maur"
