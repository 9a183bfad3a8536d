"""Colours of the reader's own (``[colors]`` of feeds.toml) over a theme, taken only where every word
can be read in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from textual.color import Color
from textual.theme import Theme

from reader.tui.drawing import pens

LEAST: Final = pens.LEAST
_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "text": ("foreground",),
    "background": ("background", "surface"),
    "panel": ("panel",),
    "accent": ("accent",),
    "link": ("primary",),
    "good": ("success",),
    "warn": ("warning",),
    "bad": ("error",),
    "muted": (),
}
"""What each colour of feeds.toml is in a theme; words get it as it is, without Textual's tint."""
_WORDS: Final[Mapping[str, str]] = {
    "text": "foreground",
    "muted": "text-muted",
    "accent": "text-accent",
    "link": "text-primary",
    "good": "text-success",
    "warn": "text-warning",
    "bad": "text-error",
}
_CHOSEN: Final = 0.16
"""How much of the colour of links the ground of the chosen row has."""


def own_theme(base: Theme, colors: Mapping[str, str]) -> Theme:
    """``base`` with the colours given (``#rrggbb``, by their names in feeds.toml).

    Its name tells it from others that were made before."""
    fields = {field: colors[name] for name in colors for field in _FIELDS[name]}
    words = {_WORDS[name]: colors[name] for name in colors if name in _WORDS and name != "text"}
    marks = "".join(f" {name}{colors[name]}" for name in sorted(colors))
    changed = replace(base, **fields)  # type: ignore[arg-type]
    ground = Color.parse(changed.background or "#000000")
    return replace(
        changed,
        name=f"{base.name}{marks}",
        dark=ground.brightness < 0.5,
        variables={**base.variables, **words},
    )


def unreadable(theme: Theme) -> tuple[str, ...]:
    """A sentence for each colour of words that is too close to a ground it stands on."""
    made = theme.to_color_system().generate()
    ground, panel = (Color.parse(made[name]) for name in ("background", "panel"))
    chosen = ground.blend(Color.parse(made["primary"]), _CHOSEN)
    grounds = {"background": ground, "panel": panel, "chosen row": chosen}
    marked = {
        words: Color.parse(made[f"{each}-muted"])
        for words, each in (("highlight", "warning"), ("search hit", "secondary"))
    }
    found = []
    for name, variable in _WORDS.items():
        ink = Color.parse(made[variable])
        under = {**grounds, **marked} if name == "text" else grounds
        place, worst = min(under.items(), key=lambda paper: contrast(ink, paper[1]))
        if (ratio := contrast(ink, worst)) < LEAST:
            found.append(
                f"[colors] {name}: {ink.hex6.lower()} on {worst.hex6.lower()} ({place}) has a contrast of"
                f" {ratio:.1f}; words need {LEAST}, so the theme keeps its colours"
            )
    return tuple(found)


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of WCAG 2.2, 1 to 21."""
    return pens.contrast(one.rgb, other.rgb)
