"""Pages whose story is hidden, followed by others, or parted by bold lines alone."""

from __future__ import annotations

import json

import pytest

from reader.codec import decode_story, encode_story
from reader.model import Block, BlockKind, Mark, Story
from reader.story.about.months import read_day
from reader.story.finding.confirm import agree, confirmed, words
from reader.story.finding.trim import trim
from reader.story.parts.subheads import settle_subheads
from reader.story.read import plain_text, read_fragment, read_page

PROSE = "The beekeeper, who had waited for the lime trees, opened the hives before anyone in the village woke. "
OTHER = (
    "A tram, late again and empty, rolled past the closed bakery while the snow went on falling. "
)


def text_of(body: str, title: str = "Bees wake early") -> str:
    page = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return plain_text(read_page(page.encode(), "https://bees.example/a"))


def test_a_part_sent_late_stands_where_its_place_was_kept() -> None:
    body = (
        f'<main><h1>Bees wake early</h1><template id="B:0"></template><p>{OTHER * 4}</p></main>'
        f'<div hidden id="S:0"><p>{PROSE * 4}</p></div>'
    )
    text = text_of(body)
    assert text.index("beekeeper") < text.index("tram")


def test_a_story_hidden_until_its_script_has_run_is_read() -> None:
    body = f'<article style="visibility: hidden"><p>{PROSE * 9}</p><p>{PROSE.upper() * 9}</p></article>'
    assert "beekeeper" in text_of(body)


def test_a_small_hidden_part_stays_hidden() -> None:
    body = f'<article><p>{PROSE * 20}</p><p style="display:none">{OTHER}</p><p>{PROSE.upper() * 9}</p></article>'
    assert "tram" not in text_of(body)


def test_stories_that_follow_the_story_are_left_out() -> None:
    body = (
        f"<main><article><h1>Bees wake early</h1><p>{PROSE * 9}</p><p>{PROSE.upper() * 9}</p></article>"
        f"<article><h1>Trams in the snow</h1><p>{OTHER * 9}</p><p>{OTHER.upper() * 9}</p></article></main>"
    )
    text = text_of(body)
    assert "beekeeper" in text
    assert "tram" not in text


def test_spans_drawn_as_line_breaks_part_paragraphs() -> None:
    gap = '<span class="x br"></span><span class="x br"></span>'
    body = f"<article><div>{PROSE * 5}{gap}{OTHER * 5}{gap}{PROSE.upper() * 5}</div></article>"
    assert len(text_of(body).split("\n\n")) == 3


def paragraph(text: str, bold: bool = False) -> Block:
    return Block("paragraph", text, (Mark(0, len(text), "strong"),) if bold else ())


def test_bold_lines_part_a_story_that_has_no_headings() -> None:
    blocks = [
        paragraph(PROSE),
        paragraph("At the hives", bold=True),
        paragraph(PROSE),
        paragraph("In the village", bold=True),
        paragraph(OTHER),
    ]
    kinds = [b.kind for b in settle_subheads(blocks, "Bees wake early")]
    assert kinds == ["paragraph", "heading", "paragraph", "heading", "paragraph"]


def test_one_bold_line_or_bold_sentences_are_no_headings() -> None:
    one = [paragraph(PROSE), paragraph("At the hives", bold=True), paragraph(PROSE)]
    assert {b.kind for b in settle_subheads(one, "")} == {"paragraph"}
    said = [paragraph(PROSE), *[paragraph("It was cold.", bold=True), paragraph(PROSE)] * 2]
    assert {b.kind for b in settle_subheads(said, "")} == {"paragraph"}


def test_bold_lines_beside_headings_stay_as_they_are() -> None:
    blocks = [
        paragraph(PROSE),
        paragraph("At the hives", bold=True),
        paragraph(PROSE),
        Block("heading", "Later", level=2),
        paragraph(PROSE),
        paragraph("In the village", bold=True),
        paragraph(OTHER),
    ]
    assert sum(b.kind == "heading" for b in settle_subheads(blocks, "")) == 1


def test_a_heading_above_the_story_that_says_the_title_again_goes() -> None:
    blocks = [Block("heading", "Interview: Bees wake up early", level=2), paragraph(PROSE)]
    assert [b.kind for b in settle_subheads(blocks, "Bees wake early up")] == ["paragraph"]


def test_a_heading_whose_paragraph_is_not_confirmed_goes_with_it() -> None:
    blocks = [
        paragraph(PROSE),
        Block("heading", "Recommended to you", level=3),
        paragraph("We need your consent here."),
        paragraph(OTHER),
    ]
    kept = confirmed(blocks, words(PROSE + OTHER))
    assert [b.text for b in kept] == [PROSE, OTHER]


def test_words_of_chinese_and_japanese_are_counted_by_characters() -> None:
    assert len(words("渡轮今天离开了港口。")) == 9
    assert words("フェリー and ferry")[-2:] == ["and", "ferry"]
    assert (
        0.5
        < agree(words("渡轮今天离开了港口，乘客很多"), words("渡轮今天离开了港口，天气很好"))
        < 1
    )


def test_a_story_set_in_headings_alone_is_kept() -> None:
    blocks = [Block("heading", "Draw a poster", level=2), Block("heading", "Send it in", level=4)]
    assert trim(blocks, "Contest") == blocks


def test_a_stray_caption_tag_holds_plain_text() -> None:
    body = f"<article><div><caption>{PROSE * 5}</caption></div><p>{OTHER * 5}</p></article>"
    story = read_page(f"<body>{body}</body>".encode(), "https://bees.example/a")
    assert [b.kind for b in story.blocks] == ["paragraph", "paragraph"]


def numbered(markup: str) -> list[tuple[str, int | None]]:
    story = read_fragment(markup, "html", Story(0, None, "Bees", None, ()))
    return [(b.text, b.number) for b in story.blocks]


def test_items_of_a_numbered_list_keep_their_numbers() -> None:
    markup = "<ol start=3><li>Open the hive<ul><li>slowly</li></ul></li><li><p>Look</p><p>again</p></li><li value=9>Close it</li></ol>"
    assert numbered(markup) == [
        ("Open the hive", 3),
        ("slowly", None),
        ("Look", 4),
        ("again", None),
        ("Close it", 9),
    ]
    assert numbered("<ol start=99999999999><li>a</li></ol>") == [("a", 1)]
    assert numbered("<ul><li>a</li></ul>") == [("a", None)]


def test_numbers_of_a_list_are_stored_and_read_again() -> None:
    story = read_fragment(
        "<ol start=0><li>Open</li><li>Look</li></ol>", "html", Story(0, None, "x", None, ())
    )
    assert decode_story(encode_story(story)).blocks == story.blocks


def roles_of(blocks: list[Block]) -> list[str | None]:
    return [b.role for b in trim(blocks, "Bees wake early")]


def linked(text: str, url: str, kind: BlockKind = "heading") -> Block:
    return Block(kind, text, (Mark(0, len(text), "link", url),), 3)


def test_a_heading_that_is_a_link_leads_on_where_other_headings_are_none() -> None:
    heads = [Block("heading", f"Part {n}", level=2) for n in range(3)]
    body = [x for h in heads for x in (h, paragraph(PROSE * 2))]
    teaser = linked("Trams stand in the snow", "https://bees.example/trams")
    assert roles_of([*body, teaser, paragraph(OTHER * 2)])[-2:] == ["read_more", None]
    place = linked("Trams stand in the snow", "https://bees.example/a#trams")
    assert roles_of([*body, place, paragraph(OTHER * 2)])[-2:] == [None, None]
    items = [linked(f"Bee number {n}", f"https://bees.example/{n}") for n in range(3)]
    listed = [x for i in items for x in (i, paragraph(PROSE * 2 + i.text))]
    assert set(roles_of(listed)) == {None}


def test_what_is_said_about_the_author_at_the_end_has_its_role() -> None:
    blocks = [
        paragraph(PROSE),
        Block("heading", "About the author", level=3),
        paragraph("Ida keeps bees."),
    ]
    assert [b.role for b in settle_subheads(blocks, "")] == [None, "promo", "promo"]
    assert settle_subheads(blocks[1:], "") == blocks[1:]


def test_a_heading_that_says_another_declared_title_goes() -> None:
    blocks = [Block("heading", "How the bees woke the village", level=2), paragraph(PROSE)]
    held = settle_subheads(blocks, "Bees wake early", ["How the bees woke the village"])
    assert [b.kind for b in held] == ["paragraph"]


def test_a_heading_named_in_a_table_of_contents_stays() -> None:
    line = "How the great wheel came back to life"
    blocks = [
        Block("list_item", line, level=1),
        paragraph(PROSE * 2),
        Block("heading", line, level=2),
        paragraph(OTHER * 2),
    ]
    assert trim(blocks, "Bees wake early") == blocks


def test_a_line_of_short_links_above_the_story_is_its_menu() -> None:
    text = "News Sport Weather"
    marks = [Mark(0, 4, "link", "https://a.example/n"), Mark(5, 10, "link", "https://a.example/s")]
    marks.append(Mark(11, 18, "link", "https://a.example/w"))
    menu = Block("paragraph", text, tuple(marks))
    assert trim([menu, paragraph(PROSE * 2)], "Bees wake early") == [paragraph(PROSE * 2)]
    assert menu in trim([paragraph(PROSE * 2), menu, paragraph(OTHER * 2)], "Bees wake early")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published 2 March 2026, 08.30", "2026-03-02"),
        ("March 2nd, 2026", "2026-03-02"),
        ("2 de marzo de 2026", "2026-03-02"),
        ("le 1er février 2026", "2026-02-01"),
        ("2. března 2026 – 2. marca 2026", "2026-03-02"),
        ("Опубликовано 2 марта 2026", "2026-03-02"),
        ("2026年3月2日 10:00", "2026-03-02"),
        ("2026년 3월 2일", "2026-03-02"),
        ("02.03.2026", "2026-03-02"),
        ("2026-03-02", "2026-03-02"),
        ("3/4/2026", None),
        ("Thứ ba, 3/3/2026, 18:20", "2026-03-03"),
        ("31/12/2025", "2025-12-31"),
        ("12/31/2025", "2025-12-31"),
        ("32/13/2025", None),
        ("Tue Mar  3 18:20:11 GMT 2026", "2026-03-03"),
        ("32 March 2026", None),
        ("2 Marble 2026", None),
        ("Room 12, 2026", None),
    ],
)
def test_a_day_is_read_in_many_languages(line: str, day: str | None) -> None:
    found = read_day(line)
    assert (found.date().isoformat() if found else None) == day


def test_headings_and_codes_alone_do_not_make_a_page_of_data_a_story() -> None:
    data = json.dumps({"items": ["x" * 300, "https://a.example/" + "b" * 300], "n": [1, None]})
    page = f'<body><p>Loading</p><script type="application/json">{data}</script></body>'
    assert plain_text(read_page(page.encode(), "https://bees.example/a")) == "Loading"


def test_a_story_shown_is_not_replaced_by_the_one_in_its_data() -> None:
    data = json.dumps({"@type": "Article", "headline": "Bees", "articleBody": OTHER * 9})
    head = f'<script type="application/ld+json">{data}</script>'
    page = f"<html><head>{head}</head><body><article><p>{PROSE * 9}</p></article></body></html>"
    assert "tram" not in plain_text(read_page(page.encode(), "https://bees.example/a"))
