"""Stories that older rules read are read anew, and what the reader made of them stays."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace

import pytest
import pytest_asyncio

from reader.errors import ParseError
from reader.library import rereading, upkeep
from reader.library.library import Library
from reader.model import RULES_VERSION, Entry, Selection, Span, Stretch
from reader.paths import Paths
from reader.store.store import Store
from tests.library.outdated import (
    PAGE_URL,
    SPEAKERS,
    as_read_by,
    everything,
    fill,
    grow_old,
    lose_sources,
    missed,
    mistaken,
    page,
)
from tests.store.indexed import check_speakers, check_words
from tests.store.making import NOW


@pytest_asyncio.fixture(loop_scope="session")
async def old(paths: Paths) -> AsyncIterator[Library]:
    """A library of eight stories, some of them read badly by older rules."""
    opened = await Library.open(paths)
    await fill(opened._store, 8)
    yield opened
    await opened.close()


async def entries_of(library: Library) -> list[Entry]:
    """All entries, the oldest first."""
    return [*(await library.page(Selection(), Stretch(limit=1_000))).entries][::-1]


async def is_right(library: Library, number: int) -> None:
    """Every story has its three quotes with their speakers, wherever one looks."""
    for entry in await entries_of(library):
        story = await library.story(entry.id)
        told = [(q.text[:10], q.speaker and q.speaker.name) for q in story.quotes]
        assert told == [("We counted", name) for name in SPEAKERS], entry.title
        assert (entry.quote_count, entry.link_count) == (3, len(story.links))
        assert len(story.blocks) == 5
    told_of = {row.name: (row.quotes, row.stories) for row in await library.speakers()}
    assert told_of == dict.fromkeys(SPEAKERS, (number, number))
    assert await library.count(Selection(query="said:brook")) == number
    assert await library.count(Selection(query="said:somebody")) == 0
    writer = library._store._writer
    assert writer is not None
    await writer.run(check_words)
    await writer.run(check_speakers)


async def test_stories_of_older_rules_are_what_todays_rules_make_of_them(old: Library) -> None:
    assert await old.outdated() == 8
    ids = [entry.id for entry in await entries_of(old)]
    stamps = [await old.story_stamp(each) for each in ids]
    told: list[tuple[int, int]] = []
    anew = await old.reread_waiting(lambda *step: told.append(step))
    assert [await old.story_stamp(each) for each in ids] == stamps, "no feed edited them"
    assert anew == (8, 6)
    assert told[-1] == (8, 8)
    assert await old.outdated() == 0
    await is_right(old, 8)
    assert await old.reread_waiting() == (0, 0)


async def test_what_is_the_same_is_not_written(paths: Paths) -> None:
    library = await Library.open(paths)
    try:
        await fill(library._store, 6, rules=[replace])
        before, changes = await everything(library._store), await library.change_count()
        assert await library.reread_waiting() == (6, 0)
        assert await everything(library._store) == before
        assert await library.change_count() == changes
        assert await library.outdated() == 0
    finally:
        await library.close()


async def test_marks_tags_and_what_was_deleted_stay(old: Library) -> None:
    first, _, third, fourth, *_ = [entry.id for entry in await entries_of(old)]
    await old.set_read([first, third], True)
    await old.set_starred([first], True)
    await old.set_tags([third], add=["birds"])
    await old.delete([fourth])
    before = await entries_of(old)
    assert (await old.reread_waiting()).changed == 6
    after = await entries_of(old)
    uncounted = {"quote_count": 0, "link_count": 0, "words": 0}
    assert [replace(e, **uncounted) for e in after] == [replace(e, **uncounted) for e in before]
    assert [e.is_starred for e in after] == [True] + 6 * [False]
    assert await old.count(Selection(query="tag:birds")) == 1
    assert {row.quotes for row in await old.speakers()} == {7}
    await old.undo()
    await is_right(old, 8)
    assert await old.count(Selection(unread=True)) == 6


async def test_highlights_and_numbers_of_quotes_are_found_again(old: Library) -> None:
    by_rules = [entry.id for entry in await entries_of(old)][:4]
    numbers = {id_: await old.quote_numbers(id_) for id_ in by_rules}
    said = {id_: [q.text for q in (await old.story(id_)).quotes] for id_ in by_rules}
    for id_ in by_rules:
        story = await old.story(id_)
        block = len(story.blocks) - 1
        start = story.blocks[block].text.index("why")
        await old.highlight(id_, [Span(block, start, start + 3)])
        start = story.blocks[0].text.index("weir")
        await old.highlight(id_, [Span(0, start, start + 4)])
    await old.reread_waiting()
    for id_ in by_rules:
        now = [quote.text for quote in (await old.story(id_)).quotes]
        found = dict(zip(await old.quote_numbers(id_), now, strict=True))
        assert len(found) == 3
        assert [found[number] for number in numbers[id_]] == said[id_]
        assert [m.text for m in await old.highlights(id_)] == ["weir", "why"]
        assert not any(marked.is_lost for marked in await old.highlights(id_))


async def test_a_story_on_the_screen_stays_and_is_highlighted_where_the_reader_sees_it(
    old: Library,
) -> None:
    entry = (await entries_of(old))[3]  # whose first two blocks were one
    opened = await old.open_story(entry.id)
    start = opened.story.blocks[1].text.index("day 2")
    await old.reread_waiting()
    await old.highlight(entry.id, [Span(1, start, start + 5)], opened.story)
    (on_screen,) = await old.highlights(entry.id, opened.story)
    assert on_screen.spans == (Span(1, start, start + 5),)
    (marked,) = (await old.open_story(entry.id)).highlights
    assert (marked.text, marked.spans[0].block) == ("day 2", 2)


async def test_without_its_markup_a_story_keeps_its_blocks(old: Library) -> None:
    await lose_sources(old._store)
    blocks = [(await old.story(e.id)).blocks for e in await entries_of(old)]
    assert (await old.reread_waiting()).changed == 6
    assert [(await old.story(e.id)).blocks for e in await entries_of(old)] == blocks
    assert {row.quotes for row in await old.speakers()} == {8}


async def test_a_page_that_says_nothing_any_more_keeps_its_text(old: Library) -> None:
    story = decode_with_other_words(page())
    id_ = await old._store.add_page(story, url=PAGE_URL, at=NOW)
    await grow_old(old._store)
    before = (await old.story(id_)).blocks
    await old.reread_waiting()
    assert (await old.story(id_)).blocks == before


def decode_with_other_words(entry):  # type: ignore[no-untyped-def]
    """A page whose text is another than what its markup gives now."""
    return as_read_by(
        lambda s: replace(s, blocks=tuple(replace(b, text=b.text[::-1]) for b in s.blocks[:2])),
        entry,
    )


async def test_a_page_is_called_what_better_rules_call_it(old: Library) -> None:
    older = as_read_by(lambda story: replace(missed(story), headline="Menu"), page())
    id_ = await old._store.add_page(replace(older, title="Menu"), url=PAGE_URL, at=NOW)
    await grow_old(old._store)
    await old.reread_waiting()
    assert (await old.entry(id_)).title == "A page"
    assert (await old.story(id_)).headline == "A page"
    writer = old._store._writer
    assert writer is not None
    await writer.run(check_words)
    await writer.run(check_speakers)


async def test_a_full_text_stays_one_under_the_title_of_its_feed(old: Library) -> None:
    entry = (await entries_of(old))[0]
    await old._store.keep_full_text(entry.id, as_read_by(missed, page()))
    await grow_old(old._store)
    await old.reread_waiting()
    assert (await old.entry(entry.id)).title == entry.title
    story = await old.story(entry.id)
    assert (story.origin, len(story.quotes)) == ("page", 3)
    assert {row.quotes for row in await old.speakers()} == {8}


async def test_a_story_that_came_again_meanwhile_stays_as_it_came(
    old: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = (await entries_of(old))[0]
    digest_many = old._network.digest_many

    async def while_a_refresh_brings_it(job: str, batch: object, size: int) -> object:
        found = await digest_many(job, batch, size)  # type: ignore[arg-type]
        await old._store.keep_full_text(entry.id, as_read_by(mistaken, page()))
        return found

    monkeypatch.setattr(old._network, "digest_many", while_a_refresh_brings_it)
    await old.reread_waiting()
    assert (await old.story(entry.id)).origin == "page"
    assert {row.name for row in await old.speakers()} == {*SPEAKERS, "Somebody Else"}


async def test_a_story_that_no_worker_can_read_stays_and_holds_up_no_other(
    old: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = (await entries_of(old))[0]
    before = await old.story(bad.id)
    digest_many = old._network.digest_many

    async def fail_over_one(job: str, batch, size: int):  # type: ignore[no-untyped-def]
        if any(story.entry_id == bad.id for story in batch):
            raise ParseError("It is broken on purpose", url="", kind="timeout")
        return await digest_many(job, batch, size)

    monkeypatch.setattr(old._network, "digest_many", fail_over_one)
    assert await old.reread_waiting() == (8, 5)
    assert await old.story(bad.id) == before
    assert await old.outdated() == 0


async def test_an_open_reader_reads_them_anew_piece_by_piece(
    old: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_FIRST_REST", "_LEAST_REST", "_LONGER_REST", "_REST"):
        monkeypatch.setattr(upkeep, name, 0)
    monkeypatch.setattr(rereading, "PIECE", 3)
    old.keep_up()
    assert old._keeping_up is not None
    await old._keeping_up
    assert await old.outdated() == 0
    await is_right(old, 8)


async def test_two_programs_do_it_at_once_and_nothing_is_counted_twice(
    old: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rereading, "BATCH", 1)
    other = await Library.open(old.paths)
    try:
        await asyncio.gather(old.reread_waiting(), other.reread_waiting())
        assert await other.outdated() == 0
        await is_right(other, 8)
    finally:
        await other.close()


async def test_a_newer_programs_stories_are_left_to_it(old: Library) -> None:
    for below in (0, 5):
        await old._store.put("rules", f"[{RULES_VERSION + 1}, {below}]")
        before = await everything(old._store)
        assert await old.outdated() == 0
        assert await old.reread_waiting() == (0, 0)
        assert await everything(old._store) == before


async def test_what_an_import_left_as_words_is_not_read_anew(old: Library) -> None:
    def leave_as_words(con: sqlite3.Connection) -> None:
        con.execute("UPDATE story SET digest_version = 0 WHERE entry_id > 2")

    await old._store._write(leave_as_words)
    assert (await old.reread_waiting()).read == 2


async def test_a_new_library_has_nothing_to_be_read_anew(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = await Library.open(paths)
    try:

        async def nobody_works(*_: object) -> None:
            raise AssertionError

        await fill(library._store, 3)
        await library._store.put("rules", f"[{RULES_VERSION}, 0]")
        monkeypatch.setattr(library._network, "digest_many", nobody_works)
        assert await library.outdated() == 0
        assert not await library.reread_some()
    finally:
        await library.close()
    with closing(sqlite3.connect(paths.library)) as con:
        (noted,) = con.execute("SELECT value FROM setting WHERE key = 'rules'").fetchone()
    assert json.loads(noted) == [RULES_VERSION, 0]


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_reading_anew_that_is_killed_goes_on_where_it_was(paths: Paths) -> None:
    store = await Store.open(paths.library)
    await fill(store, 300)
    await store.close()
    for _ in range(2):
        at_work = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "reader", "upkeep",
            *("--feeds", str(paths.feeds), "--library", str(paths.library)),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip
        before = state(paths)
        while at_work.returncode is None and state(paths) == before:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        if at_work.returncode is None:
            at_work.send_signal(signal.SIGKILL)
        await at_work.communicate()
    library = await Library.open(paths)
    try:
        anew = await library.reread_waiting()
        assert anew.read < 300
        await is_right(library, 300)
    finally:
        await library.close()


def state(paths: Paths) -> object:
    """How far it is, as noted in the file."""
    with closing(sqlite3.connect(f"file:{paths.library}?mode=ro", uri=True)) as con:
        return con.execute("SELECT value FROM setting WHERE key = 'rules'").fetchone()
