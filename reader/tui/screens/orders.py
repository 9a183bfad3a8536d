"""Which lists begin with their oldest story: the reader's choice for each, kept over restarts."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reader.tui.keys.dispatch import keymap_of
from reader.tui.screens.view import View

if TYPE_CHECKING:
    from reader.tui.screens.library import LibraryScreen

_ORDERS: Final = "orders"
"""The setting: a JSON object of lines of the feeds pane, by key, to whether their list begins with
the oldest story; lines that are as feeds.toml has it are not in it."""


class Orders:
    """The orders of the lists of ``screen``."""

    def __init__(self, screen: LibraryScreen) -> None:
        self._screen = screen
        self._chosen: dict[str, bool] | None = None
        """None until they are read."""

    async def in_force(self, view: View) -> View:
        """``view`` in the order that its list has."""
        chosen = await self._read()
        wanted = chosen.get(view.row.key, self._screen.reader.library.is_oldest_first)
        return replace(view, oldest_first=wanted and not view.query)

    async def turn(self) -> None:
        """Turn the list around; the chosen story stays chosen where it is met again soon."""
        screen = self._screen
        if screen.view.query:
            label = keymap_of(screen).label("search.order")
            screen.reader.say(f"{label} puts what a search found in another order")
            return
        chosen = await self._read()
        usual = screen.reader.library.is_oldest_first
        key = screen.view.row.key
        wanted = not chosen.get(key, usual)
        if wanted == usual:
            chosen.pop(key, None)
        else:
            chosen[key] = wanted
        screen.open_view(screen.view)
        screen.reader.say("The oldest story first" if wanted else "The newest story first")
        library = screen.reader.library
        await screen.reader.attempt(library.keep_setting(_ORDERS, json.dumps(chosen)))

    async def _read(self) -> dict[str, bool]:
        if self._chosen is None:
            library = self._screen.reader.library
            kept = await self._screen.reader.attempt(library.setting(_ORDERS))
            self._chosen = _chosen(kept or "{}")
        return self._chosen


def _chosen(kept: str) -> dict[str, bool]:
    try:
        found = json.loads(kept)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, bool)}
