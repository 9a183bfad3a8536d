"""Lines around a story that are none of it, and headings that are told from what stands beside."""

from __future__ import annotations

import pytest

from reader.model import Story
from reader.story.read import read_page
from tests.story.article import HEADING, PROSE, TITLE, declared, page

URL = "https://herald.example/2026/ferry"


def story_of(given: bytes) -> Story:
    return read_page(given, URL)


def roles_of(story: Story, words: str) -> list[str | None]:
    return [b.role for b in story.blocks if words in b.text]


AFTER = {
    "Haberin Devamı": "promo",
    "Continue lendo abaixo": "promo",
    "Dalsza część artykułu pod materiałem wideo": "promo",
    "Deel dit artikel:": "promo",
    "Puedes seguir a Harbour Post en Facebook y X": "promo",
    "Ακολουθήστε την Όχθη στο Google News": "promo",
    "Возврат к списку": "promo",
    "Back to all news": "promo",
    "Original-Content von: Polizei Oberlinden": "credit",
    "（原标题：旧渡船还要再走一程）": "credit",
    "한지민 기자(hanjm@eunhaeng.example)": "credit",
    "Devamını oku": "read_more",
    "Share prices fell": None,
    "Siga means go in three languages": None,
}


@pytest.mark.parametrize("line", AFTER)
def test_a_line_after_the_story_has_the_role_that_its_words_tell(line: str) -> None:
    given = page().replace(b"</div></article>", f"<p>{line}</p></div></article>".encode())
    assert roles_of(story_of(given), line) == [AFTER[line]]


ABOVE = {
    "Mar 3": "date",
    "Tuesday, 3 March": "date",
    "Mar 3 ferries": None,
    "6 min read·Mar 3, 2026": "promo",
    "Member-only story": "promo",
    "Kellin –": "byline",
    "Kellin Bay": None,
}


@pytest.mark.parametrize("line", ABOVE)
def test_a_line_above_the_story_has_the_role_that_its_words_tell(line: str) -> None:
    assert roles_of(story_of(page(inside=f"<p>{line}</p>")), line) == [ABOVE[line]]


def test_a_heading_above_the_story_that_is_a_day_is_its_day_unless_there_are_several() -> None:
    day = "<h2>Tuesday, 3 March 2026</h2>"
    assert roles_of(story_of(page(inside=day)), "3 March") == ["date"]
    diary = page(inside=day).replace(
        b"</div></article>", b"<h2>4 March 2026</h2><p>Rain.</p></div></article>"
    )
    assert roles_of(story_of(diary), "March") == [None, None]


def test_a_heading_above_the_story_that_is_a_sentence_parts_nothing() -> None:
    story = story_of(page(inside="<h2>The board pays for the repair.</h2>"))
    assert [b.kind for b in story.blocks if "The board pays" in b.text] == ["paragraph"]
    kept = story_of(page(inside="<h2>The board pays for it</h2>"))
    assert [b.kind for b in kept.blocks if "The board pays" in b.text] == ["heading"]


def test_words_of_a_headline_that_nobody_sees_are_left_out() -> None:
    heading = f"<h1><span class=visually-hidden>Live.</span> {TITLE}</h1>"
    assert story_of(page(top=heading)).headline == TITLE
    whole = f"<h1><span class=visually-hidden>{TITLE}</span></h1>"
    assert story_of(page(top=whole)).headline == TITLE


SUMMARY = "The money comes out of the fund that was meant for the bridge"


def test_the_declared_headline_above_another_first_heading_is_the_one() -> None:
    head = f"<title>{TITLE} - Harbour Post</title><meta property='og:title' content='{TITLE}'>"
    given = page(head, f"<div class=title>{TITLE}</div><h1>{SUMMARY}</h1>")
    story = story_of(given)
    assert story.headline == TITLE
    assert roles_of(story, SUMMARY) == ["standfirst"]
    assert (
        story_of(page("", f"<div class=title>{TITLE}</div><h1>{SUMMARY}</h1>")).headline == SUMMARY
    )


def test_what_a_heading_has_for_its_context_is_a_kicker() -> None:
    top = f"<div><span class=title__context>Press release</span>{HEADING}</div>"
    story = story_of(page(top=top))
    assert (story.kicker, story.headline) == ("Press release", TITLE)
    assert not roles_of(story, "Press release")


def test_headings_between_the_boxes_of_a_story_are_kept() -> None:
    pieces = PROSE.split("</p>")[:-1]
    boxes = [f"<div class=piece>{piece}</p></div>" for piece in pieces]
    inner = "".join(boxes[:2]) + "<h2>What comes next</h2>" + "".join(boxes[2:])
    given = (
        f"<html><body><article>{HEADING}{inner}<h2>Also in the news</h2></article></body></html>"
    )
    headings = [b.text for b in story_of(given.encode()).blocks if b.kind == "heading"]
    assert headings == ["What comes next"]


@pytest.mark.parametrize(
    "line",
    [
        "<a class=topic__time href=/2026/03/03/>18:20, 3 марта 2026</a>",
        "<time class=head__date>3 марта 2026, 18:20</time>",
        "<i>Tue Mar  3 18:20:11 GMT 2026</i>",
        "<span class=date>Thứ ba, 3/3/2026, 18:20 (GMT+7)</span>",
    ],
)
def test_a_day_is_read_from_a_line_above_the_story(line: str) -> None:
    found = story_of(page(top=f"{line}{HEADING}")).published_at
    assert found is not None
    assert found.date().isoformat() == "2026-03-03"


def test_a_strong_summary_in_korean_is_the_standfirst() -> None:
    said = "위원회, 다리 기금으로 수리비 내기로"
    given = page(declared(), inside=f"<strong class=media_end_summary>{said}</strong><br><br>")
    assert roles_of(story_of(given), said) == ["standfirst"]


@pytest.mark.parametrize(
    ("top", "day"),
    [
        (f"{HEADING}<div>This story is from March 3, 2026</div>", None),
        (f"{HEADING}<div>Released: March 3, 2026</div>", "2026-03-03"),
        (f"{HEADING}<p>最終更新日：2026年3月3日<br>港湾委員会</p>", "2026-03-03"),
        (f"{HEADING}<h6>Tuesday, 3 March 2026</h6>", "2026-03-03"),
        (f"<p>Tuesday, 3 March 2026</p>{HEADING}", None),
        (f"{HEADING}<p>The council of March 3, 2026 met again</p>", None),
    ],
)
def test_a_day_alone_in_a_line_under_the_headline_is_the_storys(top: str, day: str | None) -> None:
    found = story_of(page(top=top)).published_at
    assert (found.date().isoformat() if found else None) == day
