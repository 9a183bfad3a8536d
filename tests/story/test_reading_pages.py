"""Encodings, facts and choices on whole pages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.model import Block, Mark
from reader.story.about.dates import read_time
from reader.story.about.declared import linked_data
from reader.story.about.lead import is_same_picture
from reader.story.blocks.markup import decode, flatten, parse_page
from reader.story.finding.confirm import agree, combine, confirmed, words
from reader.story.finding.prose import prose_text
from reader.story.finding.trim import trim
from reader.story.read import plain_text, read_page

PROSE = "The ferry to the islands, which had been waiting since dawn, left the harbour with every seat taken. "


def page(head: str = "", body: str = "", **attributes: str) -> bytes:
    """A page with some prose around ``body``."""
    return f"<html><head>{head}</head><body><article>{body}<p>{PROSE * 3}</p><p>{PROSE.upper() * 3}</p></article></body></html>".encode()


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        ("Fähre – „gut“", "cp1252", "iso-8859-1"),
        ("Паром ушёл в море", "cp1251", "windows-1251"),
        ("フェリーが出ました", "shift_jis", "Shift_JIS"),
        ("渡轮离开了港口", "gb18030", "gb2312"),
        ("페리가 떠났다", "cp949", "euc-kr"),
        ("Prom wypłynął", "iso8859-2", "ISO-8859-2"),
        ("フェリー", "iso2022_jp", "iso-2022-jp"),
    ],
)
def test_the_declared_encoding_is_read(text: str, encoding: str, label: str) -> None:
    body = f'<meta charset="{label}"><p>{text}</p>'.encode(encoding)
    assert text in decode(body)
    assert text in decode(f"<p>{text}</p>".encode(encoding), label)


def test_utf8_wins_over_a_wrong_declaration_and_a_broken_byte() -> None:
    assert "Fähre" in decode(b'<meta charset="gbk">' + "Fähre".encode())
    assert "Fähre" in decode("Fähre".encode() + b" \xff ")
    assert decode("Fähre".encode("utf-16")) == "Fähre"
    assert decode(b"\xef\xbb\xbfx") == "x"


def test_a_deep_document_is_made_shallow_with_its_words_kept() -> None:
    assert flatten("<p>a<b><i>c</i></b>d</p>", depth=1).split() == ["<p>a", "c", "d</p>"]


def test_the_heading_that_readers_see_is_the_headline() -> None:
    head = '<title>Ferry: all you need to know | Herald</title><meta property="og:title" content="Ferry left, islands glad"><meta property="og:site_name" content="Herald">'
    story = read_page(page(head, "<h1>Ferry left with islands glad</h1>"), "https://a.example/1")
    assert story.headline == "Ferry left with islands glad"


def test_the_name_of_the_site_comes_off_a_title() -> None:
    head = "<title>Ferry leaves the harbour at last | The Herald</title>"
    assert (
        read_page(page(head), "https://a.example/1").headline == "Ferry leaves the harbour at last"
    )


def test_a_visible_byline_names_the_author() -> None:
    story = read_page(
        page("<title>x</title>", '<div class="byline">By Ann Lee and Bo Ek</div>'),
        "https://a.example/1",
    )
    assert story.byline == "Ann Lee, Bo Ek"
    assert "Bo Ek" not in plain_text(story)


def test_the_language_comes_from_the_page() -> None:
    assert read_page(b'<html lang="de-AT"><p>Wort</p>', "https://a.example/1").lang == "de-at"


def test_a_base_element_makes_addresses_absolute() -> None:
    body = page(
        '<base href="https://cdn.example/d/">', '<p>Go <a href="x">there</a>, it is said.</p>'
    )
    assert [k.url for k in read_page(body, "https://a.example/1").links] == [
        "https://cdn.example/d/x"
    ]


def test_navigation_sidebars_and_comments_are_left_out() -> None:
    extra = '<nav><a href="/a">World news of all kinds</a></nav><div class="sidebar"><p>Most read of today, in a list.</p></div><div id="comments"><p>First comment, by a reader!</p></div>'
    text = plain_text(read_page(page("<title>x</title>", extra), "https://a.example/1"))
    assert "The ferry to the islands" in text
    assert not any(w in text for w in ("World news", "Most read", "First comment"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-03-14T09:30:00+01:00", "2026-03-14T08:30:00+00:00"),
        ("2026-03-14", "2026-03-14T00:00:00+00:00"),
        ("20260314", "2026-03-14T00:00:00+00:00"),
        ("2026-03-14T09:30:00.123Z", "2026-03-14T09:30:00+00:00"),
        ("Sat, 14 Mar 2026 09:30:00 GMT", "2026-03-14T09:30:00+00:00"),
        ("1066-10-14", None),
        ("soon", None),
        ("2026-13-99", None),
    ],
)
def test_declared_times_become_utc(value: str, expected: str | None) -> None:
    found = read_time(value)
    assert (found.isoformat() if found else None) == expected


def test_articles_in_a_graph_come_before_web_pages() -> None:
    root = parse_page(
        '<script type="application/ld+json">{"@graph":[{"@type":"WebPage","headline":"w"},{"@type":["NewsArticle"],"headline":"n"}]}</script>'
    )
    assert [item["headline"] for item in linked_data(root)] == ["n", "w"]


def test_one_picture_in_two_sizes_is_one_picture() -> None:
    assert is_same_picture(
        "https://a.example/p/ferry-800x400.jpg", "https://b.example/q/ferry-1200x630.webp"
    )
    assert not is_same_picture("https://a.example/ferry.jpg", "https://a.example/goat.jpg")


# Two readings side by side

STORY = [
    Block("paragraph", PROSE + str(n) + " boats came and went before the noon bell rang twice.")
    for n in range(20)
]


def text_of(blocks: list[Block]) -> str:
    """The texts of ``blocks``, one a line."""
    return "\n".join(b.text for b in blocks)


def test_blocks_that_the_other_reading_lacks_go_when_they_are_short() -> None:
    extra = Block("paragraph", "Subscribe now")
    reading = combine([*STORY[:10], extra, *STORY[10:]], list, lambda: text_of(STORY))
    assert reading.blocks == STORY
    assert reading.agreement > 0.9


def test_long_paragraphs_lists_and_headings_stay_inside_the_story() -> None:
    inside = [
        Block("heading", "Noon", level=2),
        Block("list_item", "a boat", level=1),
        Block("paragraph", "Unseen words " * 20),
    ]
    blocks = [*STORY[:10], *inside, *STORY[10:]]
    assert confirmed(blocks, words(text_of(STORY))) == blocks


def test_the_longer_reading_wins_where_both_disagree_and_it_is_prose() -> None:
    other = [Block("paragraph", "Cookies help us to serve you, accept them all or choose.")]
    reading = combine(other, lambda: [*other, *STORY], lambda: text_of(STORY))
    assert reading.blocks == STORY


BESIDE = [
    Block(
        "paragraph", f"In letter {n} a reader asks, at some length, why no goat was ever counted."
    )
    for n in range(24)
]


def test_two_readings_that_agree_outvote_ours_where_it_misses_the_beginning() -> None:
    page = [*STORY, *STORY[:10], *BESIDE]
    reading = combine(BESIDE[:15], lambda: page, lambda: text_of([*STORY, *STORY[:10]]))
    assert reading.blocks == [*STORY, *STORY[:10]]
    assert reading.agreement >= 0.7


def test_ours_stays_where_two_others_that_agree_begin_as_it_does_and_go_on() -> None:
    page = [*STORY, *BESIDE, *BESIDE, *BESIDE]
    reading = combine(STORY, lambda: page, lambda: text_of(page))
    assert reading.blocks == STORY


def test_the_prose_of_a_page_is_read_where_neither_reading_found_it() -> None:
    stub = [Block("paragraph", "Open daily from nine to five.")]
    shelf = [Block("list_item", f"Item {n}: rope, four metres", level=1) for n in range(150)]
    reading = combine(stub, lambda: [*stub, *shelf, *STORY], lambda: text_of([*stub, *shelf]))
    assert reading.blocks == STORY


def test_ours_stays_and_is_called_uncertain_where_the_other_is_no_better() -> None:
    listed = [replace(b, kind="list_item", text=b.text[:60]) for b in STORY]
    reading = combine(
        listed, lambda: listed, lambda: "Quite other words that nobody wrote here, and not many."
    )
    assert reading.blocks == listed
    assert reading.agreement < 0.6


def test_ours_is_certain_when_the_prose_of_the_page_agrees_with_it() -> None:
    reading = combine(STORY, lambda: STORY, lambda: "Quite other words, and not many.")
    assert reading.blocks == STORY
    assert reading.agreement > 0.9


def test_agreement_is_one_for_the_same_words_and_none_for_others() -> None:
    assert agree(words("a b c d e"), words("a b c d e")) == 1.0
    assert agree(words("a b c d e"), words("f g h i j")) == 0.0


def test_teasers_said_twice_are_kept_once_and_headings_over_nothing_go() -> None:
    teaser = Block("list_item", "Support local journalism today, please.", level=1)
    ending = Block("heading", "More news", level=2)
    assert trim([STORY[0], teaser, teaser, ending], "T") == [STORY[0], teaser]


def test_two_readings_that_share_nothing_are_put_together_in_page_order() -> None:
    first = [Block("paragraph", f"{n} {PROSE}So it was said.") for n in range(12)]
    second = [
        Block(
            "paragraph",
            f"{n} Quite another part of it was told on the same page, by hands unknown to all, long after the boats.",
        )
        for n in range(12)
    ]
    reading = combine(second, lambda: [*first, *second], lambda: text_of(first))
    assert reading.blocks == [*first, *second]


def test_a_story_cut_into_boxes_of_one_class_is_read_whole() -> None:
    def box(n: int) -> str:
        said = f"Part {n}, told at length, with commas, by those who saw it. " * 6
        return f'<div class="grid"><div class="chunk-body"><p>{said}</p><p>{said.upper()}</p></div><div class="ad-slot">Ad</div></div>'

    text = plain_text(
        read_page(
            f"<html><body>{''.join(box(n) for n in range(4))}</body></html>".encode(),
            "https://a.example/1",
        )
    )
    assert [n for n in range(4) if f"Part {n}, told" in text] == [0, 1, 2, 3]


def test_where_both_readings_fail_the_prose_of_the_whole_page_is_the_story() -> None:
    menu = [Block("paragraph", "Home", (Mark(0, 4, "link", "https://a.example/"),))] * 9
    page = [*menu, Block("heading", "Noon", level=2), *STORY, *menu]
    assert combine(menu, lambda: page, lambda: "Accept all cookies.").blocks == page[9:-9]


def test_prose_is_told_by_length_and_links_and_takes_in_short_lines_among_it() -> None:
    long = Block("paragraph", PROSE * 3)
    short = Block("paragraph", "And so it left.")
    linked = Block("paragraph", PROSE * 2, (Mark(0, 150, "link", "https://a.example/"),))
    heading = Block("heading", "At sea", level=2)
    alone = Block("paragraph", "Subscribe")
    text = prose_text([alone, linked, heading, long, short, long, linked, alone])
    assert text.split("\n") == [heading.text, long.text, short.text, long.text]


def test_menus_and_footers_go_before_a_page_is_read_unless_they_hold_it() -> None:
    body = f"<footer><p>{PROSE * 3}</p><p>{PROSE.upper() * 3}</p></footer>"
    text = plain_text(read_page(f"<html><body>{body}</body></html>".encode(), "https://a.example/"))
    assert "ferry" in text
    body = f"<article><p>{PROSE * 4}</p><nav>Sailings</nav> and home<p>{PROSE.upper() * 4}</p></article>"
    text = plain_text(read_page(f"<html><body>{body}</body></html>".encode(), "https://a.example/"))
    assert "Sailings" not in text
    assert "and home" in text


@pytest.mark.parametrize(
    ("text", "encoding"), [("Die Fähre „Möwe“ fährt – später.", "cp1252"), ("Паром ушёл", "cp1251")]
)
def test_what_is_declared_as_utf8_and_is_none_is_guessed(text: str, encoding: str) -> None:
    body = (
        b'<meta charset="utf-8"><p>' + text.encode(encoding) + b"</p>" + b"<p>more words</p>" * 99
    )
    assert text in decode(body, "utf-8")
