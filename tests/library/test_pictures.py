"""Lead pictures are there on the train, where the reader wants that."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reader.library.fetching.pictures import ending_of, lead_picture, make_room
from reader.library.library import Library
from reader.model import Block, Selection, Story
from reader.paths import Paths
from tests.cli.running import serving
from tests.library.conftest import Clock, subscribe

PNG = b"\x89PNG\r\n\x1a\n" + b"lamp" * 40
PICTURES = {
    "/lamp.png": PNG,
    "/page.jpg": b"<html>not here</html>",
    "/big.png": PNG + b"x" * 6_000_000,
}


def _feed(address: str) -> bytes:
    items = "".join(
        f"<item><title>{name}</title><guid>{name}</guid><description>&lt;p&gt;The {name} is"
        f' seen.&lt;/p&gt;</description><enclosure url="{address}/{name}" type="image/png"'
        ' length="1"/></item>'
        for name in ("lamp.png", "page.jpg", "big.png", "none.png")
    )
    return f"<rss version='2.0'><channel><title>Lamps</title>{items}</channel></rss>".encode()


@pytest.fixture
def site() -> Iterator[str]:
    documents = dict(PICTURES)
    with serving(documents) as address:
        documents["/feed.xml"] = _feed(address)
        yield address


async def _refreshed(paths: Paths, site: str, clock: Clock, more: str) -> Library:
    subscribe(paths, [f"{site}/feed.xml"], more=more)
    library = await Library.open(paths, clock=clock)
    await library.refresh()
    return library


async def test_only_pictures_are_kept_and_only_where_that_was_chosen(
    paths: Paths, site: str, clock: Clock
) -> None:
    for more, kept in [("", []), ("[reading]\npictures = true\n", [PNG])]:
        library = await _refreshed(paths, site, clock, more)
        try:
            stories = [
                await library.open_story(entry.id)
                for entry in (await library.page(Selection())).entries
            ]
            leads = {lead_picture(each.story, each.entry.enclosures) for each in stories}
            assert leads == {f"{site}{name}" for name in (*PICTURES, "/none.png")}
            found = [library.picture(url) for url in leads if url is not None]
            assert [path.read_bytes() for path in found if path is not None] == kept
        finally:
            await library.close()
        paths.library.unlink()


async def test_a_disk_that_refuses_costs_pictures_and_nothing_else(
    paths: Paths, site: str, clock: Clock
) -> None:
    paths.library.parent.mkdir(parents=True)
    paths.pictures.write_text("a file where the folder should be")
    library = await _refreshed(paths, site, clock, "[reading]\npictures = true\n")
    try:
        assert (await library.counts()).unread == 4
    finally:
        await library.close()
    assert paths.pictures.read_text() == "a file where the folder should be"


def test_the_picture_that_the_page_names_goes_before_those_of_the_text() -> None:
    blocks = (Block("image", "", url="javascript:x"), Block("image", "", url="https://x.example/b"))
    story = Story(1, None, "Lamps", None, blocks)
    assert lead_picture(story) == "https://x.example/b"
    assert lead_picture(replace(story, lead_image="https://x.example/a")) == "https://x.example/a"
    assert lead_picture(replace(story, blocks=())) is None


@pytest.mark.parametrize(
    ("body", "ending"),
    [
        (b"\xff\xd8\xff\xe0", ".jpg"),
        (PNG, ".png"),
        (b"GIF89a", ".gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", ".webp"),
        (b"\0\0\0\x20ftypavif", ".avif"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"RIFF\0\0\0\0WAVE", None),
        (b"", None),
    ],
)
def test_what_is_a_picture_is_told_by_its_first_bytes(body: bytes, ending: str | None) -> None:
    assert ending_of(body) == ending


def test_the_first_fetched_go_first_when_the_folder_is_full(tmp_path: Path) -> None:
    for age, name in enumerate(["new", "middle", "old"]):
        path = tmp_path / name
        path.write_bytes(b"x" * 10)
        os.utime(path, (1000 - age, 1000 - age))
    make_room(tmp_path, 20)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["middle", "new"]
    make_room(tmp_path, 20)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["middle", "new"]


async def test_a_fault_of_ours_costs_one_picture_and_not_the_refresh(
    paths: Paths, site: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(body: bytes) -> str | None:
        if b"html" in body:
            raise RuntimeError("no such case")
        return ".png"

    monkeypatch.setattr("reader.library.fetching.pictures.ending_of", broken)
    library = await _refreshed(paths, site, clock, "[reading]\npictures = true\n")
    try:
        assert (await library.counts()).unread == 4
        assert library.picture(f"{site}/lamp.png") is not None
    finally:
        await library.close()
