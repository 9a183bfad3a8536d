"""Colours of the reader's own: they are shown as they are, or refused with the pair that is too close."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.color import Color

from reader.config.read import read_text
from reader.errors import ConfigError
from reader.library.library import Library
from reader.tui.app import NowReading
from reader.tui.drawing import themes
from reader.tui.drawing.colours import LEAST, contrast
from tests.tui.driving import press, said, settle
from tests.tui.looks import every_look
from tests.tui.shelf import open_library

AMBER = (
    '[colors]\nbackground = "#000000"\ntext = "#ffb000"\nmuted = "#c09020"\naccent = "#FFE0A0"\n'
)


def is_drawn(look: tuple[Color, Color], ink: str, paper: str) -> bool:
    """Whether it has these colours, but for what Textual rounds."""
    pairs = zip(look, map(Color.parse, (ink, paper)), strict=True)
    return all(
        abs(a - b) <= 1 for one, other in pairs for a, b in zip(one.rgb, other.rgb, strict=True)
    )


async def test_colours_are_shown_as_they_are_and_a_change_is_in_force_at_once(
    tmp_path: Path,
) -> None:
    library = await open_library(tmp_path, more=AMBER)
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        looks = {name: (ink, paper) for name, ink, paper in every_look(pilot)}
        assert is_drawn(looks["entries "], "#ffb000", "#000000")
        assert is_drawn(looks["entries lines--dim"], "#c09020", "#000000")
        assert is_drawn(looks["entries lines--accent"], "#ffe0a0", "#000000")
        assert all(contrast(ink, paper) >= LEAST for _, ink, paper in every_look(pilot))
        path = library.paths.feeds
        path.write_text(path.read_text().replace("#ffb000", "#00ff00"))
        await app.refresher.take_config()
        await settle(pilot)
        looks = {name: (ink, paper) for name, ink, paper in every_look(pilot)}
        assert is_drawn(looks["entries "], "#00ff00", "#000000")
        await press(pilot, "enter")
        assert said(app) == []


async def test_colours_in_which_words_can_not_be_read_are_told_and_not_used(
    tmp_path: Path,
) -> None:
    app = NowReading(await open_library(tmp_path, more='[colors]\nmuted = "#303030"\n'))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert app.theme == themes.DEFAULT
        (sentence,) = said(app)
        assert sentence.startswith("[colors] muted: #303030 on #")
        assert "has a contrast of 1." in sentence and "(chosen row)" in sentence


def test_a_light_ground_makes_a_light_theme() -> None:
    colors = {"background": "#ffffff", "panel": "#eeeeee", "text": "#101010"}
    theme, warnings = themes.find("morning", colors)
    assert (theme.dark, warnings) == (False, [])
    assert themes.find(None, {"background": "#ffffff"})[1] != []


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(Color.parse("#fff"), Color.parse("#000")) == 21
    assert round(contrast(Color.parse("#777"), Color.parse("#fff")), 2) == 4.48


@pytest.mark.parametrize("value", ['"red"', '"#fff"', "5", '"#ffb0001"'])
def test_a_mistake_names_its_place(value: str) -> None:
    with pytest.raises(ConfigError) as told:
        read_text(f"[colors]\n  text = {value}\n", Path("feeds.toml"))
    assert str(told.value).startswith('feeds.toml:2:10 text must be a colour such as "#ffb000"')


def test_an_unknown_colour_is_told_with_the_nearest() -> None:
    config = read_text('[colors]\nbackgrund = "#000000"\n', Path("feeds.toml"))
    assert config.warnings == ('feeds.toml:2:1 unknown key "backgrund"; did you mean background?',)


async def test_the_first_change_of_the_theme_is_seen(tmp_path: Path) -> None:
    library = await open_library(tmp_path)
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        path = library.paths.feeds
        path.write_text('[reading]\ntheme = "morning"\n' + path.read_text())
        await app.refresher.take_config()
        await settle(pilot)
        looks = {name: (ink, paper) for name, ink, paper in every_look(pilot)}
        assert is_drawn(looks["entries "], "#1c2024", "#fbfaf7")


def drawn(app: NowReading) -> list[tuple[str, ...]]:
    """How each row of the screen is drawn, from left to right."""
    strips = app.screen._compositor.render_strips()
    return [tuple(f"{each.text} {each.style}" for each in strip) for strip in strips]


async def test_a_screen_drawn_in_another_theme_is_drawn_anew_as_from_the_start(
    library: Library,
) -> None:
    screens = []
    for begun in ("evening", "morning"):
        app = NowReading(library)
        async with app.run_test(size=(120, 40)) as pilot:
            app.theme = begun
            await press(pilot, "enter")
            app.theme = "morning"
            await settle(pilot)
            screens.append(drawn(app))
    assert screens[0] == screens[1]


def test_a_theme_that_is_not_there_is_told_with_those_that_are() -> None:
    for wanted, told in (
        ("light", "did you mean “morning”?"),
        ("Dark", "did you mean “evening”?"),
        ("flexokki", "did you mean “flexoki”?"),
        ("zzz", "there are evening, contrast, morning, dracula, "),
    ):
        _, warnings = themes.find(wanted, {})
        assert len(warnings) == 1 and told in warnings[0]
