"""Widgets whose named looks are read from the stylesheet when they are first drawn with.

Textual reads every component class of every widget each time its styles are looked up: eight or
nine virtual nodes for each of our panes and bars, most of which are never drawn.  That took half of
the time in which a screen is opened.
"""

from __future__ import annotations

from typing import Any

from textual.css.styles import RenderStyles
from textual.dom import DOMNode
from textual.widget import Widget


class _WhenAsked(dict[str, RenderStyles]):
    """The component styles of a node; each is made when it is asked for."""

    def __init__(self, node: Widget, names: frozenset[str]) -> None:
        super().__init__()
        self._node = node
        self._names = names

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __missing__(self, name: str) -> RenderStyles:
        virtual = DOMNode(classes=name)
        virtual._attach(self._node)
        self._node.app.stylesheet.apply(virtual, animate=False)
        self[name] = virtual.styles
        return virtual.styles


class Looked(Widget):
    """A widget with component classes.

    This rests on two private names of Textual.  Were they others, these here would not be asked,
    and all would be as Textual does it.
    """

    _styles_read = -1

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        declared = getattr(super(), "_get_component_classes", None)
        if declared is not None:
            self._component_styles = _WhenAsked(self, declared())

    def _get_component_classes(self) -> frozenset[str]:  # type: ignore[override]
        """Textual asks when it has looked up the styles anew: those made before are forgotten."""
        self._component_styles.clear()
        read = getattr(self.app, "_css_update_count", 0)
        if read != self._styles_read:
            self._styles_read = read
            self.notify_style_update()
            self.refresh()
        return frozenset()
