"""Words told by their look alone, and what is said twice on purpose."""

from __future__ import annotations

from reader.model import Block, BlockKind, Mark, Story
from reader.story.finding.trim import trim
from reader.story.parts.arrange import mark_byline
from reader.story.read import read_fragment, read_page

PROSE = (
    "The lamplighter, whose round begins at the old quay, had filled the last of the lamps before "
    "the ferry came in with the letters from the mainland. "
)


def heading(text: str, url: str | None = None, level: int = 3) -> Block:
    marks = (Mark(0, len(text), "link", url),) if url else ()
    return Block("heading", text, marks, level)


def prose(text: str = PROSE * 2) -> Block:
    return Block("paragraph", text)


def test_spans_that_are_bold_by_their_style_part_a_story() -> None:
    parts = "".join(
        f"<p>{PROSE * 3}{n}</p><p><span {look}>Lamp number {n} of the quay</span></p>"
        for n, look in enumerate(
            ('class="strong"', 'style="color:#222;font-weight: bold"', 'style="font-weight:700"')
        )
    )
    page = f"<html><title>Lamps</title><body><article><h1>Lamps</h1>{parts}<p>{PROSE * 4}</p></article>"
    blocks = read_page(page.encode(), "https://quay.example/1").blocks
    assert [b.text for b in blocks if b.kind == "heading"] == [
        f"Lamp number {n} of the quay" for n in range(3)
    ]


def test_what_a_word_processor_wraps_a_whole_text_in_makes_none_of_it_bold() -> None:
    markup = (
        '<b style="font-weight:normal;" id="docs-internal-guid-1"><p>The lamp is lit.</p>'
        "<p>It was <b>not</b> lit before.</p></b>"
        '<p><b style="font-weight: normal">Nor was</b> this one.</p>'
    )
    known = Story(0, None, "Lamps", None, (), origin="feed", url="https://quay.example/1")
    story = read_fragment(markup, "html", known)
    bold = [b.text[m.start : m.end] for b in story.blocks for m in b.marks if m.style == "strong"]
    assert bold == ["not"]


def roles(blocks: list[Block]) -> list[str | None]:
    return [b.role for b in trim(blocks, "Lamps", "https://quay.example/1")]


def test_a_linked_heading_among_others_over_a_video_or_smaller_headings_is_the_storys_own() -> None:
    heads = [x for n in range(3) for x in (heading(f"{n}) A lamp"), prose(f"{PROSE * 2}{n}"))]
    video = Block("paragraph", "Video: film.example", role="promo")
    film = heading("4) The lamp that went out", "https://quay.example/review-of-the-lamp")
    assert roles([*heads, film, video, prose(PROSE * 3)])[-3:] == [None, "promo", None]
    list_of = heading("Lamps that were mended", "https://quay.example/list-of-lamps")
    under = [heading("By one person", level=4), Block("list_item", "Ann Lee", (), 1), prose()]
    assert roles([*heads, list_of, *under])[6:8] == [None, None]


def test_a_linked_heading_right_above_another_of_its_level_leads_on() -> None:
    heads = [x for n in range(3) for x in (heading(f"{n}) A lamp"), prose(f"{PROSE * 2}{n}"))]
    teaser = heading("More about the ferry and its letters", "https://quay.example/ferry")
    assert roles([*heads, teaser, heading("5) A lamp"), prose(PROSE * 3)])[6] == "read_more"


def test_captions_of_two_pictures_and_notes_may_say_the_same() -> None:
    def picture(name: str) -> Block:
        return Block("image", "", url=f"https://quay.example/{name}.jpg")

    def note(kind: BlockKind, number: int | None) -> Block:
        return Block(kind, "The lamps of the old quay, page nine", (), 1, number=number)

    caption = Block("caption", "The quay with all of its lamps lit")
    shown = [prose(), picture("one"), caption, prose(PROSE), picture("two"), caption]
    assert len(trim(shown, "Lamps")) == len(shown)
    notes = [prose(), note("list_item", 1), note("list_item", 2)]
    assert len(trim(notes, "Lamps")) == len(notes)
    again = [prose(), note("paragraph", None), note("paragraph", None)]
    assert len(trim(again, "Lamps")) == len(again) - 1


def test_a_line_of_nothing_but_the_authors_is_the_byline() -> None:
    authors = ["Ann Lee", "Jon Hale"]
    lines = [prose("Ann Lee/Jon Hale"), prose("Ann Lee and Tom Fry"), prose()]
    assert [b.role for b in mark_byline(lines, authors)] == ["byline", None, None]
