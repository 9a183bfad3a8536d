"""The index of speakers: who is quoted, what they said, and the way to the story."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from textual.timer import Timer

from reader.library.library import Library
from reader.library.values import Saying
from reader.tui.app import NowReading
from reader.tui.screens.library.screen import LibraryScreen
from reader.tui.screens.lists.quotes_file import free_path
from reader.tui.screens.lists.speakers import FIRST_SAID, MOST_SAID, SpeakersScreen
from reader.tui.screens.story.screen import StoryScreen
from tests.tui.driving import press, rows, said, settle, shown, until
from tests.tui.shelf import SHELVES, Item, Shelf, open_library

TALK = (
    "<p>The harbour was quiet on Monday morning.</p>"
    "<p>“We will not sail today,” said Mira Vale, who leads the crews.</p>"
    "<p>“Nobody asked the crews before the ships were sold,” she added.</p>"
)
MORE = (
    Shelf("Coast [b]Daily[/b]", "World", (Item("Crews stay [/b] on land", 2, body=TALK),)),
    Shelf("Night Post", None, (Item("The crews speak", 90, body=TALK),)),
)


@pytest_asyncio.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    opened = await open_library(tmp_path, (*SHELVES, *MORE))
    yield opened
    await opened.close()


def names(screen: SpeakersScreen) -> list[str]:
    return [row.name for row in screen.speakers.items]


async def test_a_name_has_room_before_all_else_on_every_screen(tmp_path: Path) -> None:
    name = "Wilhelmina Oosterhuis"
    body = f"<p>“The dyke will hold,” said {name}, who measures it each day.</p>"
    library = await open_library(tmp_path, (Shelf("Coast", None, (Item("Dyke", 2, body=body),)),))
    for width, head in (
        (40, ["name", "quotes", "last"]),
        (80, ["name", "quotes", "stories", "last", "seen", "in"]),
        (120, ["name", "quotes", "stories", "last"]),
    ):
        app = NowReading(library)
        async with app.run_test(size=(width, 24)) as pilot:
            await settle(pilot)
            await press(pilot, "g", "q")
            assert rows(app)[1].split("│")[0].split() == head
            assert name[:16] in rows(app)[2]
            assert rows(app)[2].index(" 1 ") + 1 == rows(app)[1].index("quotes") + 5
    await library.close()


async def test_who_is_quoted_and_what_they_said(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "g", "q")
        screen = app.screen
        assert isinstance(screen, SpeakersScreen)
        assert names(screen) == ["Ada Brook", "Mira Vale"]
        assert "2 speakers · most quoted" in rows(app)[0]
        assert rows(app)[1].split() == ["name", "quotes", "stories", "last", "seen", "in"]
        assert "▎ Ada Brook" in rows(app)[2]
        assert rows(app)[2].split()[3:5] == ["7", "7"]
        assert "“It holds,”" in shown(app)
        await press(pilot, "s")
        assert names(screen) == ["Mira Vale", "Ada Brook"], "by the last story"
        text = shown(app)
        assert text.index("“We will not sail today,”") < text.index("“Nobody asked the crews")
        assert "Coast [b]Daily[/b] · Crews stay [/b] on land" in text
        assert "+1 more" in text and "also in Night Post" in text
        await press(pilot, "x")
        written = (tmp_path / "quotes-mira-vale.md").read_text(encoding="utf-8")
        assert written.startswith("# Mira Vale\n\n> We will not sail today,\n")
        assert "[Crews stay \\[/b\\] on land](<https://news.example/story/2>)" in written
        assert written.count("\n> We will not sail today,\n") == 1, "said once, printed twice"
        assert "Night Post · [The crews speak]" in written
        await press(pilot, "x")
        assert (tmp_path / "quotes-mira-vale-2.md").exists(), "nothing is overwritten"

        await press(pilot, "enter", "j", "Y")
        assert app.clipboard.startswith("“Nobody asked the crews before the ships were sold,”")
        assert "— Mira Vale" in app.clipboard and "Crews stay [/b] on land" in app.clipboard
        await press(pilot, "enter")
        assert isinstance(app.screen, StoryScreen)
        assert app.screen.body.current_quote == 1
        await press(pilot, "q")
        assert app.screen is screen and screen.said.cursor == 1
        await press(pilot, "q", "q")
        assert isinstance(app.screen, LibraryScreen)


async def test_the_newest_quotes_show_first_and_the_rest_follows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = tuple(
        Item(f"Dyke {n}", n, body=f"<p>“Metre {n} of the dyke will hold,” said Ada Brook.</p>")
        for n in range(1, 2 * FIRST_SAID)
    )
    library = await open_library(tmp_path, (Shelf("Coast", None, items),))
    asked: list[int | None] = []
    quotes_by = library.quotes_by

    async def noted(name: str, *, limit: int | None = None) -> tuple[Saying, ...]:
        asked.append(limit)
        return await quotes_by(name, limit=limit)

    monkeypatch.setattr(library, "quotes_by", noted)
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "g", "q")
        screen = app.screen
        assert isinstance(screen, SpeakersScreen)
        await until(pilot, lambda: len(screen.said.items) == len(items))
        assert asked == [FIRST_SAID, MOST_SAID]
        assert "“Metre 1 of the dyke will hold,”" in shown(app)
        assert screen.said.cursor == 0
    await library.close()


async def test_speakers_are_filtered_by_parts_of_their_names(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "g", "q", "slash", *"val", "enter")
        screen = app.screen
        assert isinstance(screen, SpeakersScreen)
        assert names(screen) == ["Mira Vale"]
        assert screen.speakers.has_focus
        for width in (120, 60, 40):
            await pilot.resize_terminal(width, 40)
            await settle(pilot)
            assert rows(app)[0].startswith(" Speakers  val  "), "what is looked for has room"
        await pilot.resize_terminal(120, 40)
        await settle(pilot)
        assert "“We will not sail today,”" in shown(app)
        assert any("Mira Vale" in row and "│" in row for row in rows(app)), "side by side"
        await press(pilot, "slash", *"xyz")
        await until(pilot, lambda: "Nobody is called that." in shown(app))
        assert "esc shows all" in shown(app), "q would be typed"
        await press(pilot, "enter")
        assert "q shows all" in shown(app)
        assert "sail" not in shown(app)
        await press(pilot, "q")
        assert len(names(screen)) == 2
        await press(pilot, "slash", "z", "escape", "tab", "c", "h")
        assert len(names(screen)) == 2 and screen.speakers.has_focus
        assert said(app)[-1] == "Copied the quote with its source"
        for size in ((200, 50), (20, 5), (80, 24)):
            await pilot.resize_terminal(*size)
            await press(pilot, "l", "h")
            assert "Ada Brook" in shown(app)
            assert all(len(row) <= size[0] for row in rows(app))


async def test_a_filter_that_leaves_out_the_chosen_speaker_chooses_the_first(
    tmp_path: Path,
) -> None:
    said_by = [name for name in ("Nora Quist", "Ada Brook", "Eleanor Platt") for _ in range(2)]
    body = "".join(f"<p>“The dyke holds {n},” said {who}.</p>" for n, who in enumerate(said_by))
    library = await open_library(tmp_path, (Shelf("Coast", None, (Item("Dyke", 2, body=body),)),))
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "g", "q")
        screen = app.screen
        assert isinstance(screen, SpeakersScreen)
        screen.speakers.choose("Ada Brook")
        index = screen.speakers.cursor
        await press(pilot, "slash", *"nor", "enter")
        assert sorted(names(screen)) == ["Eleanor Platt", "Nora Quist"]
        assert index > 0 and screen.speakers.cursor == 0
    await library.close()


async def test_a_filter_given_up_does_not_come_back_by_a_timer_that_had_rung(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "g", "q", "slash")
        screen = app.screen
        assert isinstance(screen, SpeakersScreen)
        rung: list[Callable[[], None]] = []

        def ring(seconds: float, callback: Callable[[], None]) -> Timer:
            rung.append(callback)
            return Timer(screen.prompt, 1_000)

        monkeypatch.setattr(screen.prompt, "set_timer", ring)
        await press(pilot, "z")
        screen.prompt.action_leave()
        for callback in rung:
            callback()
        await settle(pilot)
        assert rung and len(names(screen)) == 2


async def test_a_library_without_quotes_says_so(tmp_path: Path) -> None:
    library = await open_library(tmp_path, ())
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "g", "q", "enter", "Y", "x", "enter", "q", "q")
        assert isinstance(app.screen, LibraryScreen)
    await library.close()


def test_a_file_is_named_after_the_speaker_and_lies_in_the_folder(tmp_path: Path) -> None:
    assert free_path(tmp_path, "Élise O’Hara").name == "quotes-elise-o-hara.md"
    assert free_path(tmp_path, "../..").name == "quotes-speaker.md"
    assert free_path(tmp_path, "王毅").parent == tmp_path
