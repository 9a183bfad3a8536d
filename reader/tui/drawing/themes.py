"""The themes offered: three of our own, and those of Textual's in which every colour is readable."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Final

from textual.theme import BUILTIN_THEMES, Theme

DARK: Final = Theme(
    name="evening",
    dark=True,
    primary="#8ab4f8",
    secondary="#9aa5b1",
    accent="#f2b866",
    foreground="#dfe3e8",
    background="#15181c",
    surface="#15181c",
    panel="#23282f",
    success="#8fd19e",
    warning="#f2c46d",
    error="#ff8f8f",
    variables={"text-muted": "#a3adb8"},
)
LIGHT: Final = Theme(
    name="morning",
    dark=False,
    primary="#1a4f9c",
    secondary="#4b5563",
    accent="#8a4b00",
    foreground="#1c2024",
    background="#fbfaf7",
    surface="#fbfaf7",
    panel="#e9e6df",
    success="#1f6b35",
    warning="#7a4a00",
    error="#a81e1e",
    variables={"text-muted": "#545c66"},
)
CONTRAST: Final = Theme(
    name="contrast",
    dark=True,
    primary="#b4dcff",
    secondary="#c8c8c8",
    accent="#ffd000",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#242424",
    success="#6cff8c",
    warning="#ffd000",
    error="#ffb0b0",
    variables={"text-muted": "#dcdcdc"},
)
"""Every word at 7 or more (WCAG 2.2, 1.4.6)."""
OURS: Final = (DARK, CONTRAST, LIGHT)
READABLE: Final = frozenset(
    {"textual-dark", "dracula", "flexoki", "rose-pine", "rose-pine-moon"}
    | {theme.name for theme in OURS}
)
"""The names of the themes offered: in each of them every word has a contrast of 4.5 or more."""
DEFAULT: Final = DARK.name


def find(wanted: str | None, colors: Mapping[str, str]) -> tuple[Theme, list[str]]:
    """The theme to use, with the reader's own colours where they can be read, and a sentence for
    all that can't be used."""
    name, warning = choose(wanted, READABLE)
    warnings = [warning] if warning else []
    theme = next((each for each in OURS if each.name == name), None) or BUILTIN_THEMES[name]
    if colors:
        from reader.tui.drawing.colours import own_theme, unreadable

        own = own_theme(theme, colors)
        wrong = unreadable(own)
        return (theme, [*warnings, *wrong]) if wrong else (own, warnings)
    return theme, warnings


def choose(wanted: str | None, available: frozenset[str]) -> tuple[str, str | None]:
    """The theme to use, and a sentence when the one wanted is not there."""
    if wanted is None or wanted in available:
        return wanted or DEFAULT, None
    usual = {"light": LIGHT.name, "dark": DARK.name}.get(wanted.strip().lower())
    near = [usual] if usual else difflib.get_close_matches(wanted, available, 1, 0.5)
    ours = [theme.name for theme in OURS]
    every = [*ours, *sorted(available.difference(ours))]
    hint = f"; did you mean “{near[0]}”?" if near else f"; there are {', '.join(every)}"
    return DEFAULT, f"[reading] theme: there is no theme “{wanted}”{hint}"
