"""Stories that one moves past in a list are read, where feeds.toml says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reader.tui.background import begin
from reader.tui.keys.dispatch import keymap_of
from reader.tui.keys.keymap import sequence

if TYPE_CHECKING:
    from textual.timer import Timer

    from reader.tui.screens.library.screen import LibraryScreen

REST = 0.4
"""Seconds without a move after which what was passed is marked, as one change."""
_ONWARD: Final = ("move.down", "move.half_down", "unread.next")
"""Commands that pass a row; a jump to the end of the list passes none."""


class Passed:
    """Watches the chosen row of the list of ``screen``."""

    def __init__(self, screen: LibraryScreen) -> None:
        self._screen = screen
        self._last: int | None = None
        self._ids: dict[int, None] = {}
        self._timer: Timer | None = None

    def moved(self) -> None:
        """Another row may be chosen than before."""
        screen, entries = self._screen, self._screen.entries
        before, chosen = self._last, entries.chosen
        self._last = chosen.id if chosen is not None else None
        wanted = screen.reader.library.list_settings.mark_read == "passed"
        if not wanted or before in (None, self._last) or screen.is_opening or entries.is_picking:
            return
        keys = keymap_of(screen).keys
        onward = {sequence(each)[-1] for name in _ONWARD for each in keys[name]}
        if not entries.has_focus or screen.last_key not in onward:
            return
        at = next((n for n, item in enumerate(entries.items) if item.id == before), entries.cursor)
        rows = [item.id for item in entries.items[at : entries.cursor]]
        self._ids.update(dict.fromkeys(entries.stands_for(rows)))
        if self._timer is not None:
            self._timer.stop()
        self._timer = screen.set_timer(REST, self._rested)

    def _rested(self) -> None:
        begin(self._screen, "passed", self._mark, exclusive=False)

    async def _mark(self) -> None:
        ids, self._ids = list(self._ids), {}
        library = self._screen.reader.library
        change = await self._screen.reader.attempt(library.set_read(ids, True)) if ids else None
        if change is not None:
            self._screen.rows_changed(change.entry_ids)
