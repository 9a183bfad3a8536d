"""What lies under the pointer, as long as it is there."""

from __future__ import annotations

from textual.geometry import Offset
from textual.widget import Widget

Pointed = tuple[Widget | None, Offset | None]


def still_there(pointed: Pointed) -> Pointed:
    """The widget under the pointer and the place in its text, or nothing when it is gone.

    Textual takes what is drawn for what is there: it asks a notice that has gone for what it lay in,
    and ends the program when that is nothing.
    """
    widget, _ = pointed
    return pointed if widget is not None and widget.is_attached else (None, None)
