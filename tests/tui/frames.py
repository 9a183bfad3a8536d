"""Frames in tests: drawn when a test comes to rest, instead of each time a clock ticks.

Drawing takes most of a screen test's time, and what is drawn between two keys is seen by nobody.
So the pictures on the way are left out, and each helper that waits until nothing is under way
draws the whole screen once: a widget that can't be drawn fails the test, whatever it looks at.
The tests in ``tests/terminal`` and ``test_app_terminal.py`` see every frame.
"""

from __future__ import annotations

from typing import Any

import pytest
from textual._compositor import Compositor
from textual.app import App
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

_parse = Stylesheet._parse_rules
_parsed: dict[tuple[Any, ...], list[RuleSet]] = {}


def draw_at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the frames on the way, and read each stylesheet once for all tests."""

    def no_update(compositor: Compositor, *_: Any, **__: Any) -> None:
        compositor._dirty_regions.clear()

    def parse_once(sheet: Stylesheet, css: str, *more: Any, **named: Any) -> list[RuleSet]:
        key = (css, more, tuple(named.items()), tuple(sorted(sheet._variables.items())))
        if key not in _parsed:
            _parsed[key] = _parse(sheet, css, *more, **named)
        return _parsed[key]

    monkeypatch.setattr(Compositor, "render_update", no_update)
    monkeypatch.setattr(Stylesheet, "_parse_rules", parse_once)


def draw(app: App[Any]) -> None:
    """Draw the whole screen."""
    if app.is_running and app.screen.is_mounted:
        app.screen._compositor.render_strips()
