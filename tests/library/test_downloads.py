"""Files that come with stories: their names, their fetching, and what goes wrong."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import fcntl
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from reader.errors import DownloadError, FetchError, NotFound
from reader.library.fetching.downloads import TRIES, KeptFiles, file_name
from reader.library.library import Library
from reader.library.reading.more import size_in_words
from reader.model import Enclosure, Entry, Selection
from reader.paths import Paths
from tests.library.conftest import subscribe

SOUND = bytes(range(256)) * 3000
FEED = """<rss version="2.0"><channel><title>Harbour talk</title><item>
<title>Tides, and “more”/..</title><guid>1</guid><description>Half an hour.</description>
<enclosure url="{base}/show.mp3" type="audio/mpeg" length="768000"/>
<enclosure url="{base}/cut.mp3" type="audio/mpeg"/>
<enclosure url="{base}/gone.mp3" type="audio/mpeg"/>
<enclosure url="{other}/show.mp3" type="audio/mpeg"/>
</item></channel></rss>"""


class Station:
    """A server with a feed and its sound; counts what is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.base = self.other = ""

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split()[1].decode()
            self.asked.append(path)
            status, body, length = "200 OK", b"", None
            if path == "/feed.xml":
                body = FEED.format(base=self.base, other=self.other).encode()
            elif path == "/show.mp3":
                body = SOUND
            elif path == "/cut.mp3":
                body, length = SOUND[:1000], len(SOUND)
            else:
                status = "404 Not Found"
            writer.write(
                f"HTTP/1.1 {status}\r\nContent-Length: {length or len(body)}\r\n"
                "Connection: close\r\n\r\n".encode()
            )
            writer.write(body)
            await writer.drain()
        writer.close()


@pytest_asyncio.fixture(loop_scope="session")
async def station() -> AsyncIterator[Station]:
    made = Station()
    async with (
        await asyncio.start_server(made.answer, "127.0.0.1", 0) as one,
        await asyncio.start_server(made.answer, "127.0.0.2", 0) as two,
    ):
        made.base = f"http://127.0.0.1:{one.sockets[0].getsockname()[1]}"
        made.other = f"http://127.0.0.2:{two.sockets[0].getsockname()[1]}"
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def podcast(paths: Paths, station: Station) -> AsyncIterator[tuple[Library, Entry]]:
    subscribe(paths, [f"{station.base}/feed.xml"])
    library = await Library.open(paths)
    await library.refresh()
    yield library, (await library.page(Selection())).entries[0]
    await library.close()


async def test_a_file_is_kept_whole_under_a_name_of_ours(
    podcast: tuple[Library, Entry], paths: Paths
) -> None:
    library, entry = podcast
    steps: list[tuple[int, int | None]] = []
    path = await library.download(entry.id, on_bytes=lambda made, of: steps.append((made, of)))
    assert path.read_bytes() == SOUND
    assert path.parent == paths.downloads
    assert path.name.startswith("tides-and-more-")
    assert path.suffix == ".mp3"
    assert steps[-1] == (len(SOUND), len(SOUND))
    assert library.enclosure_file(entry, entry.enclosures[0]) == path
    assert [each.name for each in paths.downloads.iterdir()] == [path.name]


async def test_a_file_that_is_there_is_not_fetched_again(
    podcast: tuple[Library, Entry], station: Station
) -> None:
    library, entry = podcast
    first = await library.download(entry.id)
    assert await library.download(entry.id, 1) == first
    assert station.asked.count("/show.mp3") == 1


@pytest.mark.parametrize(("number", "kind"), [(2, "connection"), (3, "http"), (4, "blocked")])
async def test_a_file_that_can_not_be_had_leaves_nothing(
    podcast: tuple[Library, Entry], paths: Paths, number: int, kind: str
) -> None:
    """Cut short, not there, and at a private address that nobody typed."""
    library, entry = podcast
    with pytest.raises(FetchError) as caught:
        await library.download(entry.id, number)
    assert caught.value.kind == kind
    assert list(paths.downloads.iterdir()) == []


async def test_a_full_disk_is_told_and_leaves_nothing(
    podcast: tuple[Library, Entry], paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, entry = podcast

    def write(number: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("reader.library.fetching.downloads.os.write", write)
    with pytest.raises(DownloadError, match="No space left"):
        await library.download(entry.id)
    assert list(paths.downloads.iterdir()) == []


async def test_parts_that_killed_programs_left_are_taken_away(
    podcast: tuple[Library, Entry], paths: Paths
) -> None:
    library, entry = podcast
    paths.downloads.mkdir(parents=True)
    left, held, young, others = (
        paths.downloads / name
        for name in (
            "some-talk-0123456789-abcd_efg.part",
            "some-talk-0123456789-hijklmno.part",
            "some-talk-0123456789-pqrstuvw.part",
            "film.mkv.part",
        )
    )
    for part in (left, held, young, others):
        part.write_bytes(b"a part")
        if part is not young:
            os.utime(part, (0, 0))
    with held.open("rb") as writing:
        fcntl.flock(writing, fcntl.LOCK_EX)
        path = await library.download(entry.id)
        assert set(paths.downloads.iterdir()) == {path, held, young, others}
    path.unlink()
    await library.download(entry.id)
    assert not held.exists()


async def test_a_number_that_no_file_has_is_told(podcast: tuple[Library, Entry]) -> None:
    library, entry = podcast
    with pytest.raises(NotFound, match="no file 5"):
        await library.download(entry.id, 5)


async def test_read_more_lists_the_files_first(podcast: tuple[Library, Entry]) -> None:
    library, entry = podcast
    more = (await library.open_story(entry.id)).more
    assert [item.enclosure for item in more][:4] == [1, 2, 3, 4]
    assert more[0].title == "show.mp3"
    assert "0.8 MB" in more[0].note


@pytest.mark.parametrize(
    ("url", "type_", "title", "ending"),
    [
        ("https://a.example/x/../../etc/passwd", None, "../../../etc", ".bin"),
        ("https://a.example/a%2F..%2Fb.MP3?x=1", None, "", ".mp3"),
        ("https://a.example/episode", "audio/ogg; codecs=opus", "CON", ".ogg"),
        ("https://a.example/setup.exe", "audio/mpeg", "-rf *", ".bin"),
        ("https://a.example/run.sh", None, "\x1b]0;x\x07", ".bin"),
        ("https://a.example/s.mp3", None, "Ää ſø 漢字 " * 40, ".mp3"),
    ],
)
def test_nothing_from_outside_chooses_the_path(
    url: str, type_: str | None, title: str, ending: str
) -> None:
    entry = _entry(title)
    name = file_name(entry, Enclosure(url, type_))
    assert name == Path(name).name
    assert name.isascii()
    assert name[0].isalnum()
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert len(name) <= 80
    assert Path(name).suffix == ending
    assert name != file_name(entry, Enclosure(url + "&2", type_))


def _entry(title: str) -> Entry:
    return Entry(1, 1, title, datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("length", "said"), [(None, ""), (0, ""), (1, "1 KB"), (42_000, "42 KB"), (800_000, "0.8 MB")]
)
def test_how_large_a_file_is_stands_in_the_nearest_unit(length: int | None, said: str) -> None:
    assert size_in_words(length) == said


RULE = '[[rule]]\nwhen = "title:tides"\ndo = ["download"]\n'


async def test_a_rule_lets_the_files_of_new_stories_be_kept(paths: Paths, station: Station) -> None:
    subscribe(paths, [f"{station.base}/feed.xml"], more=RULE)
    library = await Library.open(paths)
    try:
        await library.refresh()
        assert "/show.mp3" not in station.asked  # a refresh waits for no file
        begun: list[str] = []
        done = await library.keep_wanted(lambda entry: begun.append(entry.title))
        assert [path.read_bytes() for path in done.paths] == [SOUND]
        assert (begun, done.failed) == (["Tides, and “more”/.."], ())
        await library.refresh()
        assert (await library.keep_wanted()).paths == ()
        assert station.asked.count("/show.mp3") == 1
    finally:
        await library.close()


async def test_a_file_that_is_wanted_is_fetched_by_whoever_comes_next(
    paths: Paths, station: Station
) -> None:
    subscribe(paths, [f"{station.base}/feed.xml"], more=RULE)
    library = await Library.open(paths)
    await library.refresh()
    await library.close()
    library = await Library.open(paths)
    try:
        assert len((await library.keep_wanted()).paths) == 1
    finally:
        await library.close()


async def test_a_file_that_cannot_be_had_is_told_and_tried_again_where_nobody_answered(
    paths: Paths, station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(paths, [f"{station.base}/feed.xml"], more=RULE)
    library = await Library.open(paths)
    try:
        await library.refresh()
        kind = "refused"

        async def fail(entry_id: int) -> Path:
            raise FetchError("Nobody answered.", url=f"{station.base}/{entry_id}", kind=kind)

        monkeypatch.setattr(library, "download", fail)
        told = [(await library.keep_wanted()).failed for _ in range(TRIES + 1)]
        assert told == [("Tides, and “more”/..: Nobody answered.",)] * TRIES + [()]
        (entry,) = (await library.page(Selection())).entries
        await library._store.file_tried(entry.id, 0)
        kind = "http"
        assert [bool((await library.keep_wanted()).failed) for _ in range(2)] == [True, False]
    finally:
        await library.close()


async def test_a_story_without_a_file_or_that_is_gone_is_not_waited_for(
    paths: Paths, station: Station
) -> None:
    subscribe(paths, [f"{station.base}/feed.xml"], more=RULE)
    library = await Library.open(paths)
    try:
        await library.refresh()
        (entry,) = (await library.page(Selection())).entries
        await library.delete([entry.id])
        await library._store.file_tried(999_999, 0)
        assert await library.keep_wanted() == KeptFiles((), ())
        assert await library._store.wanted_files() == []
    finally:
        await library.close()


@pytest.mark.parametrize(
    ("hint", "said"),
    [
        ("", "Try again later."),
        ("The fault lies with the server", "The fault lies with the server; try again later."),
    ],
)
async def test_a_file_that_fails_is_not_promised_to_be_asked_for_again(
    podcast: tuple[Library, Entry], monkeypatch: pytest.MonkeyPatch, hint: str, said: str
) -> None:
    library, entry = podcast

    async def refuse(url: str, **_: object) -> None:
        raise FetchError("Refused.", url=url, kind="refused", hint=hint, passes=True)

    monkeypatch.setattr(library._network, "get", refuse)
    for asked in (library.download(entry.id), library.follow("https://page.example/")):
        with pytest.raises(FetchError) as error:
            await asked
        assert error.value.hint == said


async def test_a_file_that_is_not_there_is_not_taken_for_a_feed(
    podcast: tuple[Library, Entry],
) -> None:
    library, entry = podcast
    with pytest.raises(FetchError, match="404") as error:
        await library.download(entry.id, 3)
    assert error.value.hint == "It may have moved, or be gone."
