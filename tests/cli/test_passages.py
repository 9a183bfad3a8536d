"""One quote with its context, highlights, and stories opened by their ids."""

from __future__ import annotations

import asyncio
import json

import pytest

from reader.library.library import Library
from reader.model import Span
from reader.paths import find_paths
from tests.cli.running import Place

QUOTE = "“We counted the days until she sailed again,” — Maria Ohlsson, harbour master"


def ferry(place: Place) -> str:
    return str(place.run("list", "title:ferry", "--json").object["id"])


def highlight(place: Place, entry: str, words: str) -> None:
    """Highlight ``words`` of a story, as the reader would."""

    async def mark() -> None:
        library = await Library.open(find_paths(place.feeds, place.library))
        story = await library.story(int(entry))
        block = next(n for n, b in enumerate(story.blocks) if words in b.text)
        start = story.blocks[block].text.index(words)
        await library.highlight(int(entry), [Span(block, start, start + len(words))])
        await library.close()

    asyncio.run(mark())


def test_one_quote_comes_with_its_paragraph_its_source_and_a_link_to_its_words(
    fetched: Place,
) -> None:
    out = fetched.run("show", f"{ferry(fetched)}#q1").out
    first, context, source, link = [*out.strip().split("\n\n")[:2], *out.strip().split("\n")[-2:]]
    assert first == QUOTE
    assert "said Maria Ohlsson" in context or "Maria Ohlsson" in context
    assert "Harbour Gazette · 2026-03-0" in source
    assert link.endswith("#:~:text=We%20counted%20the%20days%20until%20she%20sailed%20again")


def test_one_quote_as_json_has_its_number_context_and_source(fetched: Place) -> None:
    entry = ferry(fetched)
    value = fetched.run("show", f"{entry}#q1", "--json").object
    assert (value["id"], value["number"]) == (int(entry), 1)
    assert value["text"] == "We counted the days until she sailed again,"
    assert value["text"] in value["context"][0]
    assert value["feed"] == "Harbour Gazette"
    assert value["link"].startswith(f"{value['url']}#:~:text=")


def test_a_story_is_opened_by_its_id_and_printed_where_there_is_no_screen(fetched: Place) -> None:
    entry = ferry(fetched)
    assert fetched.run("open", entry).out == fetched.run("show", entry).out
    assert fetched.run("open", f"{entry}#q1").out == fetched.run("show", f"{entry}#q1").out
    assert fetched.run("open", "999999").code == 1


def test_highlights_are_exported_with_their_stories(place: Place) -> None:
    entry = ferry(place)
    assert place.run("export", "highlights").code == 1
    highlight(place, entry, "came back on Tuesday")
    highlight(place, entry, "counted the days")
    done = place.run("export", "highlights")
    assert done.code == 0
    assert done.out.startswith("## Ferry \\<b\\> returns \\[/b\\] to the old pier 2J\n")
    assert "\n> came back on Tuesday\n>\n> [in the story](<http" in done.out
    assert "\n> counted the days\n>\n> — Maria Ohlsson, harbour master\n>\n> [in" in done.out
    assert place.run("export", "highlights", "--markdown").out == done.out
    assert "\n  came back on Tuesday\n" in place.run("export", "highlights", "--plain").out
    first, second = place.run("export", "highlights", "--json").rows
    assert (first["id"], first["text"], first["lost"]) == (
        int(entry),
        "came back on Tuesday",
        False,
    )
    assert first["link"].endswith("#:~:text=came%20back%20on%20Tuesday")
    assert first["quote"] is None
    assert second["quote"]["speaker"]["name"] == "Maria Ohlsson"


def test_all_quotes_are_exported(fetched: Place) -> None:
    assert fetched.run("export", "quotes").out == fetched.run("quotes").out
    assert fetched.run("export", "quotes", "--json").rows == fetched.run("quotes", "--json").rows


@pytest.mark.parametrize("form", ["", "--json", "--markdown"])
def test_a_quote_that_the_story_has_no_more_is_still_told(place: Place, form: str) -> None:
    first = "The boat\n\nIt sails.\n\n“We sail at dawn,” said Ada Brook. “Nobody sleeps.”\n"
    path = place.folder / "boat.txt"

    async def keep(text: str) -> int:
        path.write_text(text)
        library = await Library.open(find_paths(place.feeds, place.library))
        document = await library.read_document(str(path), keep=True)
        await library.close()
        return document.stories[0][0].id

    entry = asyncio.run(keep(first))
    assert asyncio.run(keep("The boat\n\nIt sails.\n\nNobody says anything now.\n")) == entry
    done = place.run("show", f"{entry}#q1", *filter(None, [form]))
    assert done.code == 0
    assert "We sail at dawn" in done.out
    if form == "--json":
        assert json.loads(done.out)["lost"] is True
    else:
        assert "This quote is no longer in the story." in done.out
    assert place.run("show", f"{entry}#q9").code == 1
