"""Lines that are subheads by their class alone, and lines that call for what stands under them."""

from __future__ import annotations

import pytest

from reader.model import Block
from reader.story.finding.confirm import confirmed, words
from reader.story.read import read_page
from tests.story.article import HEADING, PROSE, page

HEAD = "What the repair will cost"
URL = "https://herald.example/2026/ferry"
CALLED = (
    *("subhead", "sub-heading", "article__subtitle", "zwischentitel", "intertitre", "crosshead"),
    *("ladillo", "sottotitolo", "tussenkop", "mellanrubrik", "komidashi", "h2"),
)


def kinds(given: bytes) -> list[tuple[str, str]]:
    """The blocks of a page that say ``HEAD``, and those beside them."""
    return [(b.kind, b.text[:40]) for b in read_page(given, URL).blocks if b.text.startswith(HEAD)]


@pytest.mark.parametrize("name", CALLED)
@pytest.mark.parametrize("tag", ["p", "div"])
def test_a_line_between_paragraphs_is_the_heading_that_its_class_says(name: str, tag: str) -> None:
    line = f"<{tag} class='{name}'>{HEAD}</{tag}>"
    first, rest = PROSE.split("</p>", 1)
    given = page(top=HEADING).replace(PROSE.encode(), f"{first}</p>{line}{rest}".encode())
    assert kinds(given) == [("heading", HEAD)]


def test_a_line_under_the_headline_and_a_sentence_are_none() -> None:
    line = f"<p class=subhead>{HEAD}</p>"
    assert ("heading", HEAD) not in kinds(page(top=HEADING + line))
    first, rest = PROSE.split("</p>", 1)
    given = page(top=HEADING).replace(
        PROSE.encode(), f"{first}</p><p class=subhead>{HEAD} the island.</p>{rest}".encode()
    )
    assert "heading" not in dict(kinds(given))


def test_the_place_that_a_report_is_from_stays_with_its_sentence() -> None:
    begun = PROSE.replace("<p>", "<p><span class=dateline>KELLIN (AP) — </span>", 1)
    given = page(top=HEADING).replace(PROSE.encode(), begun.encode())
    assert read_page(given, URL).blocks[0].text.startswith("KELLIN (AP) — The ferry")


def test_a_line_with_a_colon_stays_above_the_list_that_it_calls_for() -> None:
    story = [line.removeprefix("<p>") for line in PROSE.split("</p>") if line]
    blocks = [
        Block("paragraph", story[0]),
        Block("paragraph", "These are the boats that run:"),
        Block("list_item", "the old ferry, twice a day", level=1),
        Block("paragraph", "Call the yard:"),
        Block("list_item", "the new ferry, once a day", level=1),
        Block("paragraph", story[1]),
    ]
    kept = confirmed(blocks, words(" ".join(story)))
    assert [b for b in blocks if b not in kept] == [blocks[3]]


@pytest.mark.parametrize("line", ["That is what it does:", "船は冬も走るのか？"])
def test_a_short_paragraph_above_a_program_belongs_to_the_story(line: str) -> None:
    code = "\n".join(f"depth[{n}] = tide(harbour, day + {n}, hour=6, minute=0)" for n in range(12))
    body = (
        f"<p>{line}</p><div class=hl><div><pre>{code}</pre></div></div><p>It prints each depth.</p>"
    )
    given = f"<html><head><title>Tides</title></head><body><article>{body}</article></body></html>"
    blocks = read_page(given.encode(), URL).blocks
    assert [b.kind for b in blocks] == ["paragraph", "code", "paragraph"]
