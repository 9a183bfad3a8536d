"""Articles of another reader are there at once, and whole stories a little later."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from reader.errors import ParseError
from reader.later import digest_kept, keep_as_they_are, paragraphs_of
from reader.library import upkeep
from reader.library.library import Library
from reader.library.subscribing import newsboat
from reader.library.subscribing.newsboat import import_newsboat
from reader.model import Selection, Stretch
from reader.paths import Paths
from reader.store import bulk
from reader.store.store import Fetched, Store
from tests.library.newsboat_folder import MOUNTAIN, RIVER, make
from tests.store.indexed import check_speakers, check_words
from tests.store.making import digested, feed_of


async def bring(paths: Paths, folder: Path) -> Library:
    """An open library with the articles of newsboat's folder as they are."""
    library = await Library.open(paths)
    await import_newsboat(library, folder)
    return library


@pytest.fixture
def put_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """An import digests nothing before it ends."""
    monkeypatch.setattr(newsboat, "FIRST", 0)


async def words_agree(store: Store) -> None:
    """The indexes hold what the stories say."""
    assert store._writer is not None
    await store._writer.run(check_words)
    await store._writer.run(check_speakers)


@pytest.mark.usefixtures("put_off")
async def test_an_article_is_listed_found_and_read_before_it_is_digested(
    paths: Paths, tmp_path: Path
) -> None:
    library = await bring(paths, make(tmp_path / "newsboat", 30))
    try:
        assert await library.undigested() == 32
        assert await library.count(Selection(query="heron")) == 32
        assert await library.count(Selection(query='"we counted"')) == 32
        assert await library.count(Selection(query="said:ohlsson")) == 0
        assert await library.count(Selection(query="author:writer is:unread")) == 15
        (entry,) = (await library.page(Selection(), Stretch(limit=1))).entries
        assert [block.text for block in (await library.story(entry.id)).blocks] == [
            "The heron came 29 times.",
            "“We counted,” said Maria Ohlsson.",
        ]
        await words_agree(library._store)

        opened = await library.open_story(entry.id)
        assert [quote.text for quote in opened.story.quotes] == ["We counted,"]
        assert await library.undigested() == 31
        assert await library.count(Selection(query="said:ohlsson")) == 1
        assert (await library.entry(entry.id)).quote_count == 1
        await words_agree(library._store)
    finally:
        await library.close()


@pytest.mark.usefixtures("put_off")
async def test_the_newest_are_digested_first_and_at_last_all_are(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "BATCH", 7)
    library = await bring(paths, make(tmp_path / "newsboat", 30))
    try:
        told: list[tuple[int, int]] = []
        assert await library.digest_waiting(10, lambda *step: told.append(step)) == 10
        assert told[-1] == (10, 10)
        newest = (await library.page(Selection(query="feed:river"), Stretch(limit=10))).entries
        assert {entry.quote_count for entry in newest} == {1}
        assert await library.digest_waiting(1_000) == 22
        assert await library.undigested() == 0
        assert await library.digest_waiting(1_000) == 0
        (speaker,) = await library.speakers()
        assert (speaker.name, speaker.quotes, speaker.stories) == ("Maria Ohlsson", 32, 32)
        await words_agree(library._store)
    finally:
        await library.close()


@pytest.mark.usefixtures("put_off")
async def test_an_open_reader_digests_what_is_left(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_FIRST_REST", "_LEAST_REST", "_REST"):
        monkeypatch.setattr(upkeep, name, 0)
    library = await bring(paths, make(tmp_path / "newsboat", 20))
    await library.close()
    library = await Library.open(paths, start=True)
    try:
        assert library._keeping_up is not None
        await library._keeping_up
        assert await library.undigested() == 0
        assert await library.count(Selection(query="said:ohlsson")) == 22
    finally:
        await library.close()


@pytest.mark.usefixtures("put_off")
async def test_a_story_that_no_worker_can_read_stays_as_it_is(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = await bring(paths, make(tmp_path / "newsboat", 3))
    try:
        digest_many = library._network.digest_many
        (bad,) = (await library.page(Selection(query="feed:river"), Stretch(limit=1))).entries

        async def fail_over_one(job: str, batch, size: int):  # type: ignore[no-untyped-def]
            if any(kept.entry_id == bad.id for kept in batch):
                raise ParseError("It is broken on purpose", url="", kind="timeout")
            return await digest_many(job, batch, size)

        monkeypatch.setattr(library._network, "digest_many", fail_over_one)
        assert await library.digest_waiting(10) == 5
        assert await library.undigested() == 0
        assert (await library.open_story(bad.id)).story.blocks[0].text.startswith("The heron")
    finally:
        await library.close()


@pytest.mark.usefixtures("put_off")
async def test_an_article_that_its_feed_brings_again_is_not_called_changed(
    paths: Paths, tmp_path: Path
) -> None:
    library = await bring(paths, make(tmp_path / "newsboat", 3))
    try:
        feed = await library._store.feed_by_url(MOUNTAIN)
        assert feed is not None
        entry = digested("Mountain-1", "Mountain number 1", link=f"{MOUNTAIN}/1")
        applied = await library._store.apply(feed.id, feed_of(entry), Fetched(library._clock()))
        assert (applied.new, applied.updated) == (0, 0)
        assert await library.undigested() == 5
        assert await library.count(Selection(query="is:updated")) == 0
        assert await library.digest_waiting(10) == 5
        await words_agree(library._store)
    finally:
        await library.close()


@pytest.mark.slow
@pytest.mark.usefixtures("put_off")
async def test_an_import_that_was_killed_goes_on(paths: Paths, tmp_path: Path) -> None:
    folder = make(tmp_path / "newsboat", 3_000)
    command = (sys.executable, "-m", "reader", "import", "newsboat", str(folder))
    importing = await asyncio.create_subprocess_exec(
        *command,
        *("--feeds", str(paths.feeds), "--library", str(paths.library)),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    while stored(paths) < 1_000 and importing.returncode is None:  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    if importing.returncode is None:
        importing.send_signal(signal.SIGKILL)
    await importing.communicate()

    library = await Library.open(paths)
    try:
        before = await library.count(Selection())
        assert before >= 999
        brought = await import_newsboat(library, folder)
        assert before + brought.articles >= 3_002
        assert await library.count(Selection()) == 3_002
        assert await library.count(Selection(query="heron")) == 3_002
        assert not await library._store._read(bulk.is_unsettled)
        assert (await import_newsboat(library, folder)).articles == 0
    finally:
        await library.close()


def stored(paths: Paths) -> int:
    """How many entries the library has; 0 while there is none."""
    try:
        with closing(sqlite3.connect(f"file:{paths.library}?mode=ro", uri=True)) as con:
            return int(con.execute("SELECT count(*) FROM entry").fetchone()[0])
    except sqlite3.Error:
        return 0


async def test_the_index_of_a_broken_off_bulk_is_put_in_order_at_the_next_start(
    paths: Paths,
) -> None:
    store = await Store.open(paths.library)
    await store.gather()
    await store.close()
    store = await Store.open(paths.library)
    try:
        assert store._reworking is not None
        await store._reworking
        assert not await store._read(bulk.is_unsettled)
    finally:
        await store.close()


async def test_articles_that_are_here_already_are_left_alone(paths: Paths, tmp_path: Path) -> None:
    folder = make(tmp_path / "newsboat", 4)
    library = await bring(paths, folder)
    try:
        with closing(sqlite3.connect(folder / "cache.db")) as con:
            con.execute("UPDATE rss_item SET content = '<p>Other words</p>', unread = 1")
            con.execute(  # the same article under another guid
                "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread)"
                " SELECT 'other', title, author, url, feedurl, pubDate, content, 1 FROM rss_item"
                " WHERE guid = 'River-2'"
            )
            con.commit()
        assert (await import_newsboat(library, folder)).articles == 0
        assert await library.count(Selection(query="heron")) == 7
        assert await library.count(Selection(query=f"is:unread site:{RIVER[8:17]}")) == 2
    finally:
        await library.close()


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<p>One\ntwo</p><p>three<br>four</p>", ["One two", "three", "four"]),
        ("a &amp; b <b>c</b>d<!-- e -->", ["a & b cd"]),
        ("<style>p {}</style><SCRIPT>x</SCRIPT>y", ["y"]),
        ("1 < 2 and 3 > 2", ["1 < 2 and 3 > 2"]),
        ("<ul><li>a<li>b</ul>", ["a", "b"]),
        ("<p>a\x1b]0;x\x07b</p>", ["a]0;xb"]),
        ("&#27;[2Jx", ["[2Jx"]),
        ("<script>never ends", []),
        ("", []),
    ],
)
def test_markup_becomes_lines(markup: str, lines: list[str]) -> None:
    (read,) = keep_as_they_are([("https://a.example/", _document(markup))])
    assert not isinstance(read, str)
    assert [line for line in read[0].facts.text.split("\n\n") if line] == lines  # type: ignore[union-attr]
    assert paragraphs_of("a &amp;", "text") == ["a &amp;"]


def test_what_is_no_document_is_told() -> None:
    (told,) = keep_as_they_are([("https://a.example/", b"nothing")])
    assert isinstance(told, str)
    assert digest_kept([]) == ()


def _document(markup: str) -> bytes:
    import json

    item = {"id": "1", "title": "A title", "content_html": markup}
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [item]}
    return json.dumps(feed).encode()
