"""Highlights and the numbers of quotes: kept by their words, brought back by undo."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.errors import NotFound
from reader.model import Anchor, Selection
from reader.store.arriving.numbers import numbers_of
from reader.store.file.salvage import salvage
from reader.store.store import Store

from .making import LATER, NOW, bring, digested, minutes_ago, quote, subscribe

ANCHOR = Anchor("over the river", "The bridge ", " was opened", 0, 11)


async def story_in(store: Store, *texts: str) -> int:
    (feed,) = await subscribe(store, "https://a.example/feed")
    entry = digested("1", quotes=[quote(text) for text in texts], published_at=minutes_ago(5))
    await bring(store, feed, entry)
    return await store.last_id()


async def numbers(store: Store) -> list[tuple[int, str]]:
    return [(row.number, row.text) for row in await store.quotes(Selection(), None)]


async def test_a_highlight_is_kept_with_its_words_and_taken_away(store: Store) -> None:
    entry_id = await story_in(store)
    made, change = await store.add_highlight(entry_id, ANCHOR, NOW)
    assert (made.entry_id, made.anchor, made.made_at) == (entry_id, ANCHOR, NOW)
    assert (change.kind, change.entry_ids) == ("highlight", (entry_id,))
    assert change.text == "Highlighted a passage: “A bridge opens”"
    assert await store.highlights(entry_id) == (made,)
    gone = await store.remove_highlights([made.id], LATER)
    assert gone is not None
    assert gone.text == "Took a highlight away: “A bridge opens”"
    assert await store.highlights(entry_id) == ()
    assert await store.remove_highlights([made.id], LATER) is None


async def test_undo_takes_back_what_was_done_to_highlights(store: Store) -> None:
    entry_id = await story_in(store)
    made, _ = await store.add_highlight(entry_id, ANCHOR, NOW)
    await store.remove_highlights([made.id], LATER)
    undone = await store.undo()
    assert undone is not None
    assert undone.entry_ids == (entry_id,)
    assert await store.highlights(entry_id) == (made,)
    await store.undo()
    assert await store.highlights(entry_id) == ()


async def test_a_story_that_is_not_there_can_t_be_highlighted(store: Store) -> None:
    with pytest.raises(NotFound):
        await store.add_highlight(99, ANCHOR, NOW)


async def test_highlights_outlive_their_story_being_read_anew_and_deleted(store: Store) -> None:
    entry_id = await story_in(store)
    made, _ = await store.add_highlight(entry_id, ANCHOR, NOW)
    await store.keep_full_text(entry_id, digested("1", text="All is new.", origin="page"))
    assert await store.highlights(entry_id) == (made,)
    assert [each for _, each in await store.all_highlights()] == [made]
    await store.delete([entry_id], NOW)
    assert await store.all_highlights() == ()
    await store.undo()
    assert [each for _, each in await store.all_highlights()] == [made]


async def test_a_salvaged_library_has_its_highlights(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    store = await Store.open(path)
    entry_id = await story_in(store)
    made, _ = await store.add_highlight(entry_id, ANCHOR, NOW)
    await store.close()
    salvage(path)
    store = await Store.open(path)
    assert await store.highlights(entry_id) == (made,)
    await store.close()


async def test_quotes_are_numbered_in_page_order(store: Store) -> None:
    entry_id = await story_in(store, "We did it", "Yes")
    assert await numbers(store) == [(1, "We did it"), (2, "Yes")]
    assert await store.quote_numbers(entry_id) == (1, 2)
    assert await store.kept_quotes(entry_id) == {}


async def test_a_quote_keeps_its_number_when_its_story_is_read_anew(store: Store) -> None:
    entry_id = await story_in(store, "We did it", "Yes, of course we will")
    (feed,) = [feed.id for feed in await store.feeds() if not feed.is_builtin]
    texts = ["Who knows", "Yes, of course we will, all of us", "We did it"]
    entry = digested("1", text="Longer.", quotes=[quote(text) for text in texts])
    await bring(store, feed, entry)
    assert [number for number, _ in await numbers(store)] == [3, 2, 1]
    assert await store.quote_numbers(entry_id) == (3, 2, 1)
    await bring(store, feed, digested("1", text="Longer still.", quotes=[quote("Perhaps")]))
    assert await numbers(store) == [(4, "Perhaps")]
    assert (await store.kept_quotes(entry_id))[1] == "We did it"


async def test_the_full_text_of_a_story_nobody_opened_numbers_its_quotes_afresh(
    store: Store,
) -> None:
    entry_id = await story_in(store, "Yes")
    page = digested("1", quotes=[quote("No"), quote("Yes")], origin="page")
    await store.keep_full_text(entry_id, page)
    assert await numbers(store) == [(1, "No"), (2, "Yes")]


def test_numbers_follow_the_words_whatever_their_marks() -> None:
    assert numbers_of(["a", "b"], {}) == (1, 2)
    assert numbers_of(["It’s done.", "New", "Go"], {1: "Go!", 2: "It's done"}) == (2, 3, 1)
    assert numbers_of(["Same", "Same"], {1: "Same", 2: "Same"}) == (1, 2)
    assert numbers_of(["…"], {1: "Long gone"}) == (2,)
