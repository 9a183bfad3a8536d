"""The colours that words on the library screen are drawn with."""

from __future__ import annotations

from textual.color import Color
from textual.pilot import Pilot

from reader.tui.panes.keybar import OneLine
from reader.tui.panes.lines import LineList


def every_look(pilot: Pilot[None]) -> list[tuple[str, Color, Color]]:
    """Every pair of colours that the library screen draws words with."""
    found = []
    for widget in pilot.app.screen.query("*"):
        if isinstance(widget, LineList | OneLine) or widget.id == "preview":
            styles = {
                name: widget.get_component_rich_style(name) for name in widget.COMPONENT_CLASSES
            }
            styles[""] = widget.rich_style
            if isinstance(widget, LineList):
                # Of the chosen row the ground is one look's and the ink another's.
                styles |= {
                    f"chosen {name}": style for name, style in widget._styles(True)[0].items()
                }
            for name, style in styles.items():
                if style.color and style.bgcolor:
                    pair = (Color.from_rich_color(c) for c in (style.color, style.bgcolor))
                    found.append((f"{widget.id} {name}", *pair))
    return found
