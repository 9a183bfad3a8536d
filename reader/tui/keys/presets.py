"""Keys of other readers: what ``[keys] preset`` of feeds.toml may name, as changes to the table.

What a key does there is done here by the command that comes nearest; keys of theirs that mean
nothing here are left out, and what they push aside has a key of its own.  Sources: the chapter on
operations in newsboat's manual (2.36), and eilmeldung's table of inputs (1.4).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

PRESETS: Final[Mapping[str, Mapping[str, str]]] = {
    "default": {},
    "newsboat": {
        "app.quit": "Q, ctrl+q",
        "unread.next": "n",
        "unread.previous": "p",
        "story.next_unread": "n",
        "feed.next_unread": "ctrl+n, ]",
        "entry.toggle_read": "N",
        "story.toggle_read": "N",
        "view.toggle_read": "l",
        "pane.right": "right",
        "pane.more": "u, 3",
        "story.hints": "#, f",
        "story.source": "ctrl+u, S",
        "move.half_up": "pageup",
        "entry.download": "e",
        "story.download": "e",
        "entry.play": "E",
        "story.play": "E",
        "download.play": "E, e",
        "entry.save": "s, W",
        "story.save": "s, W",
        "entry.tag": "ctrl+e, t",
        "story.tag": "ctrl+e, t",
        # pushed aside
        "app.undo": "U",
        "entry.toggle_star": "*",
        "story.toggle_star": "*",
        "quote.next": ">",
        "quote.previous": "<",
    },
    "eilmeldung": {
        "app.refresh_all": "s",
        "entry.toggle_read": "r, u",
        "story.toggle_read": "r, u",
        "entry.toggle_star": "m",
        "story.toggle_star": "m",
        "view.mark_seen": "R",
        "story.mark_seen": "R",
        "app.add": "c f",
        "feed.remove": "c d",
        "view.rename": "c w",
        "entry.copy_link": "c y, y",
        "story.copy_link": "c y, y",
        "rows.pick": "f, V",
        "story.full_text": "x, F",
        "app.search": "/, =",
        "search.order": "\\, ctrl+r",
        "story.find": "\\",
        "move.half_down": "ctrl+f, ctrl+d, pagedown",
        "move.half_up": "ctrl+b, ctrl+u, pageup",
        # pushed aside
        "app.undo": "U",
        "view.toggle_read": "H",
        "feed.refresh": "g r",
        "story.refresh": "g r",
        "entry.comments": "C",
        "story.comments": "C",
        "said.copy": "Y",
        "speakers.sort": "\\",
        "measure.wider": "+",
    },
}
"""Command id to keys, written as a reader writes them under ``[keys]``."""
