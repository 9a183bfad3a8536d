"""In which order each list is: the reader's choice, kept over restarts."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reader.tui.keys.dispatch import keymap_of
from reader.tui.screens.library.view import View

if TYPE_CHECKING:
    from reader.tui.screens.library.screen import LibraryScreen

_ORDERS: Final = "orders"
"""The setting: a JSON object of lines of the feeds pane, by key, to the order of their list; lines
that are as feeds.toml has it are not in it."""
NAMES: Final = {
    "newest": "The newest story first",
    "oldest": "The oldest story first",
    "title": "By title",
    "-title": "By title, from the end",
    "author": "By author",
    "-author": "By author, from the end",
    "feed": "By feed",
    "-feed": "By feed, from the end",
}
"""The orders of a list, and what is said of each."""
_TURNED: Final = {"newest": "oldest", "oldest": "newest"}


class Orders:
    """The orders of the lists of ``screen``."""

    def __init__(self, screen: LibraryScreen) -> None:
        self._screen = screen
        self._chosen: dict[str, str] | None = None
        """None until they are read."""

    async def in_force(self, view: View) -> View:
        """``view`` in the order that its list has."""
        if view.query:
            return replace(view, order="newest")
        chosen = await self._read()
        return replace(view, order=chosen.get(view.row.key, self._screen.reader.library.order))

    async def turn(self) -> None:
        """Turn the list around; the chosen story stays chosen where it is met again soon."""
        now = self._screen.view.order
        turned = now.removeprefix("-") if now.startswith("-") else f"-{now}"
        await self._take(_TURNED.get(now, turned))

    async def sort(self) -> None:
        """By title, then by author, by feed, and by time again."""
        from reader.tui.screens.library.sorted import KEYS

        sorts = list(KEYS)
        now = self._screen.view.order.removeprefix("-")
        at = sorts.index(now) + 1 if now in KEYS else 0
        usual = self._screen.reader.library.order
        by_time = usual if usual in _TURNED else "newest"
        await self._take(sorts[at] if at < len(sorts) else by_time)

    async def _take(self, wanted: str) -> None:
        screen = self._screen
        library = screen.reader.library
        if screen.view.query:
            label = keymap_of(screen).label("search.order")
            screen.reader.say(f"{label} puts what a search found in another order")
            return
        chosen = await self._read()
        key = screen.view.row.key
        if wanted == library.order:
            chosen.pop(key, None)
        else:
            chosen[key] = wanted
        screen.open_view(screen.view)
        screen.reader.say(NAMES[wanted])
        await screen.reader.attempt(library.keep_setting(_ORDERS, json.dumps(chosen)))

    async def _read(self) -> dict[str, str]:
        if self._chosen is None:
            library = self._screen.reader.library
            kept = await self._screen.reader.attempt(library.setting(_ORDERS))
            self._chosen = _chosen(kept or "{}")
        return self._chosen


def _chosen(kept: str) -> dict[str, str]:
    try:
        found = json.loads(kept)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: order for key, value in found.items() if (order := _order(value)) in NAMES}


def _order(value: object) -> str:
    if isinstance(value, bool):  # what earlier versions kept: whether the oldest comes first
        return "oldest" if value else "newest"
    return value if isinstance(value, str) else ""
