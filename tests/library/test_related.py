"""Which cached stories read more offers, why, and in which order."""

from __future__ import annotations

from pathlib import Path

from reader.library.library import Library
from reader.library.values import MoreItem
from reader.model import Selection
from tests.tui.shelf import Item, Shelf, open_library

QUAKE = "<p>A magnitude 7.1 earthquake struck off Arica in northern Chile before dawn on Tuesday. {}</p>"
SAID = "<p>“We can still hear voices under the stones,” said Pablo Vega, a volunteer.</p>"


def item(title: str, ago: int, body: str, link: str) -> Item:
    return Item(title, ago, link=link, body=body)


SHELVES = (
    Shelf(
        "Harbour Post",
        "World",
        (
            item(
                "Strong earthquake shakes northern Chile near Arica",
                50,
                QUAKE.format("Harbour.") + SAID,
                "https://harbour.example/quake",
            ),
            item(
                "Volunteers train for the worst",
                60 * 24 * 9,
                "<p>“One hour is all you have,” said Pablo Vega.</p>",
                "https://harbour.example/train",
            ),
        ),
    ),
    Shelf(
        "Night Desk",
        "World",
        (
            item(
                "Earthquake in Chile: rescuers search Arica",
                40,
                QUAKE.format("Night."),
                "https://night.example/quake",
            ),
            item(
                "What we read today",
                20,
                '<p>A long <a href="https://harbour.example/quake/50">read</a> for the evening.</p>',
                "https://night.example/links",
            ),
        ),
    ),
    Shelf(
        "Mirror Site",
        "World",
        (
            item(
                "Strong earthquake shakes northern Chile near Arica",
                45,
                QUAKE.format("Harbour.") + SAID,
                "https://mirror.example/quake",
            ),
        ),
    ),
)


async def related(library: Library, feed: str, ago: int) -> list[MoreItem]:
    """What read more offers below the links of a story."""
    entries = (await library.page(Selection())).entries
    entry = next(e for e in entries if e.feed_title == feed and (e.link or "").endswith(f"/{ago}"))
    return [each for each in (await library.open_story(entry.id)).more if each.section]


async def test_the_surest_come_first_each_with_its_reason(tmp_path: Path) -> None:
    library = await open_library(tmp_path, SHELVES)
    try:
        found = await related(library, "Harbour Post", 50)
        assert [(one.section, one.title, one.reason) for one in found] == [
            ("event", "Earthquake in Chile: rescuers search Arica", "same event"),
            ("linking", "What we read today", "links here"),
            ("related", "Volunteers train for the worst", "same people: Pablo Vega"),
        ]
        assert found[0].note.startswith("Night Desk · ")
    finally:
        await library.close()


async def test_a_story_is_not_related_to_its_copies_and_of_copies_one_is_shown(
    tmp_path: Path,
) -> None:
    library = await open_library(tmp_path, SHELVES)
    try:
        titles = [one.title for one in await related(library, "Mirror Site", 45)]
        assert "Strong earthquake shakes northern Chile near Arica" not in titles
        found = [one for one in await related(library, "Night Desk", 40) if one.section == "event"]
        assert [one.note.split(" · ")[0] for one in found] == ["Mirror Site"]
    finally:
        await library.close()


async def test_a_single_name_makes_no_two_people_one(tmp_path: Path) -> None:
    shelf = Shelf(
        "Harbour Post",
        None,
        (
            item(
                "Bridge", 10, "<p>“It will hold for ever,” Smith said.</p>", "https://a.example/a"
            ),
            item(
                "Ferry", 20, "<p>“It sails when it sails,” Smith said.</p>", "https://a.example/b"
            ),
        ),
    )
    library = await open_library(tmp_path, (shelf,))
    try:
        assert await related(library, "Harbour Post", 10) == []
    finally:
        await library.close()
