"""One story that is read: highlights, numbers of quotes, its full text, the reader's settings."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from reader.errors import NotFound
from reader.library.library import Library
from reader.library.reading.passages import text_of
from reader.model import Entry, Selection, Span
from reader.paths import Paths
from tests.faultserver import FaultServer
from tests.library.conftest import Clock, subscribe

TEXT = "The ferry\n\nIt sails at dawn.\n\n“We sail,” said Ada Brook. “We always sail.”\n\nThe end."


@pytest_asyncio.fixture(loop_scope="session")
async def short(paths: Paths, server: FaultServer, clock: Clock) -> AsyncIterator[Library]:
    """A library whose one feed gives summaries only, and fetches no pages by itself."""
    server.newsroom.summaries.add(server.newsroom.paths[0])
    subscribe(paths, server.feed_urls()[:1], more='[defaults]\nfull_text = "never"\n')
    library = await Library.open(paths, clock=clock)
    yield library
    await library.close()


async def story_in(library: Library, text: str = TEXT) -> int:
    document = await library.read_document(text.encode(), name="ferry.txt", keep=True)
    return document.stories[0][0].id


async def first_entry(library: Library) -> Entry:
    await library.refresh()
    return (await library.page(Selection())).entries[0]


async def test_the_source_of_a_story_is_what_came_without_what_steers_a_terminal(
    library: Library,
) -> None:
    page = "<html><head><meta charset='iso-8859-1'><title>Caf\xe9</title></head><body><article>"
    page += "<h1>Caf\xe9</h1>" + "<p>The caf\xe9 opens\x1b[2J at dawn, says nobody here.</p>" * 9
    document = await library.read_document(page.encode("latin-1"), name="a.html", keep=True)
    text, kind = await library.source(document.stories[0][0].id)
    assert (kind, text) == ("html", page.replace("\x1b", ""))
    text, kind = await library.source(await story_in(library))
    assert (kind, text) == ("text", TEXT)
    with pytest.raises(NotFound):
        await library.source(12345)


async def test_a_highlight_is_found_again_after_its_story_was_read_anew(library: Library) -> None:
    entry_id = await story_in(library)
    story = await library.story(entry_id)
    block = next(n for n, b in enumerate(story.blocks) if "sails at dawn" in b.text)
    start = story.blocks[block].text.index("at dawn")
    change = await library.highlight(entry_id, [Span(block, start, start + 7)])
    assert change.entry_ids == (entry_id,)
    (marked,) = await library.highlights(entry_id)
    assert (marked.text, marked.spans) == ("at dawn", (Span(block, start, start + 7),))
    assert (
        await story_in(library, TEXT.replace("\n\nIt sails", "\n\nA new line.\n\nIt sails"))
        == entry_id
    )
    (marked,) = (await library.open_story(entry_id)).highlights
    assert marked.spans == (Span(block + 1, start, start + 7),)
    await story_in(library, TEXT.replace("at dawn", "at noon"))
    (marked,) = await library.highlights(entry_id)
    assert marked.is_lost
    assert marked.text == "at dawn"


async def test_lost_highlights_come_last_and_all_are_told_with_their_stories(
    library: Library,
) -> None:
    entry_id = await story_in(library)
    story = await library.story(entry_id)
    last = len(story.blocks) - 1
    await library.highlight(entry_id, [Span(last, 0, 7)])
    await library.highlight(entry_id, [Span(0, 0, 8)])
    texts = [marked.text for marked in await library.highlights(entry_id)]
    assert texts == [story.blocks[0].text[:8], "The end"]
    everything = await library.all_highlights()
    assert [(entry.id, marked.text) for entry, marked in everything] == [
        (entry_id, text) for text in texts
    ]


async def test_a_highlight_taken_away_comes_back_by_undo(library: Library) -> None:
    entry_id = await story_in(library)
    await library.highlight(entry_id, [Span(0, 0, 4)])
    (marked,) = await library.highlights(entry_id)
    change = await library.remove_highlights([marked.highlight.id])
    assert change is not None
    assert change.text.startswith("Took a highlight away: “")
    assert await library.highlights(entry_id) == ()
    undone = await library.undo()
    assert undone is not None
    assert undone.entry_ids == (entry_id,)
    assert await library.highlights(entry_id) == (marked,)


async def test_a_quote_keeps_its_number_when_another_comes_before_it(library: Library) -> None:
    entry_id = await story_in(library)
    story = await library.story(entry_id)
    assert (await library.open_story(entry_id)).numbers == (1, 2)[: len(story.quotes)]
    first = text_of(story, story.quotes[0].spans)
    await story_in(library, TEXT.replace("“We sail", "“Wait,” said Bo Lind.\n\n“We sail"))
    again = await library.open_story(entry_id)
    place = [quote.text for quote in again.story.quotes].index(first)
    assert place == 1
    assert again.numbers[place] == 1
    assert again.numbers[0] == len(story.quotes) + 1
    assert (await library.kept_quotes(entry_id))[1] == first


async def test_the_full_text_of_one_story_takes_the_place_of_its_summary(short: Library) -> None:
    entry = await first_entry(short)
    before = await short.story(entry.id)
    assert before.origin == "feed"
    assert await short.fetch_full_text(entry.id)
    after = await short.story(entry.id)
    assert after.origin == "page"
    assert len(after.blocks) > len(before.blocks)
    assert not await short.fetch_full_text(entry.id)
    assert await short.story(entry.id) == after


async def test_a_story_without_address_has_no_full_text(library: Library) -> None:
    entry_id = await story_in(library)
    with pytest.raises(NotFound):
        await library.fetch_full_text(entry_id)


async def test_what_the_reader_likes_is_kept(library: Library) -> None:
    assert await library.setting("quotes.order") is None
    await library.keep_setting("quotes.order", "speaker")
    assert await library.setting("quotes.order") == "speaker"
