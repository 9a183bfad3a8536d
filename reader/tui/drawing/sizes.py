"""The sizes at which the screens are laid out differently, and the style classes of each."""

from __future__ import annotations

import shutil
from typing import Final

from textual.geometry import Size

WIDTHS: Final = ((0, "-narrow"), (100, "-normal"), (160, "-wide"))
"""From how many columns on, and the class."""
HEIGHTS: Final = ((0, "-short"), (20, "-tall"))


def size_classes(size: Size) -> tuple[str, str]:
    """The classes that Textual gives a screen of this size."""
    width = [name for least, name in WIDTHS if size.width >= least]
    height = [name for least, name in HEIGHTS if size.height >= least]
    return width[-1], height[-1]


def terminal_size(otherwise: Size) -> Size:
    """Columns and rows of the terminal now, as Textual's driver asks for them; ``otherwise`` where
    there is none."""
    return Size(*shutil.get_terminal_size((otherwise.width, otherwise.height)))
