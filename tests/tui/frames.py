"""Frames in tests: drawn when a test comes to rest, instead of each time a clock ticks.

Drawing takes most of a screen test's time, and what is drawn between two keys is seen by nobody.
So the pictures on the way are left out, and each helper that waits until nothing is under way
draws what changed since: a widget that can't be drawn fails the test, whatever it looks at.
The tests in ``tests/terminal`` and ``test_app_terminal.py`` see every frame.
"""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary, WeakSet

import pytest
from textual._compositor import Compositor
from textual.app import App
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.geometry import Region
from textual.widget import Widget

_parse = Stylesheet._parse_rules
_parsed: dict[tuple[Any, ...], list[RuleSet]] = {}
_update = Compositor.update_widgets
_changed: WeakKeyDictionary[Compositor, WeakSet[Widget]] = WeakKeyDictionary()
"""The widgets that changed since the screen was drawn; a screen that is not here changed whole."""


def draw_at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the frames on the way, and read each stylesheet once for all tests."""

    def note(compositor: Compositor, widgets: set[Widget]) -> None:
        _update(compositor, widgets)
        if compositor in _changed:
            _changed[compositor].update(widgets)

    def no_update(compositor: Compositor, *_: Any, **__: Any) -> None:
        if compositor.size.region in compositor._dirty_regions:
            _changed.pop(compositor, None)
        compositor._dirty_regions.clear()

    def parse_once(sheet: Stylesheet, css: str, *more: Any, **named: Any) -> list[RuleSet]:
        key = (css, more, tuple(named.items()), tuple(sorted(sheet._variables.items())))
        if key not in _parsed:
            _parsed[key] = _parse(sheet, css, *more, **named)
        return _parsed[key]

    monkeypatch.setattr(Compositor, "update_widgets", note)
    monkeypatch.setattr(Compositor, "render_update", no_update)
    monkeypatch.setattr(Stylesheet, "_parse_rules", parse_once)


def draw(app: App[Any]) -> None:
    """Draw what changed on the screen."""
    if not (app.is_running and app.screen.is_mounted):
        return
    compositor = app.screen._compositor
    changed = _changed.get(compositor)
    if changed is None:
        compositor.render_strips()
    else:
        visible = compositor.visible_widgets
        for widget in changed | app.screen._dirty_widgets:
            if widget in visible:
                region, clip = visible[widget]
                widget.render_lines(_within(region, clip))
    _changed[compositor] = WeakSet()


def _within(region: Region, clip: Region) -> Region:
    """The part of a widget at ``region`` that is seen, as the widget counts."""
    return region.intersection(clip).translate((-region.x, -region.y))
