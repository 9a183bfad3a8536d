"""A story read before it is asked for: the one that the reader rests at, which the preview shows."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.errors import ReaderError
from reader.tui import times
from reader.tui.background import begin

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.library.values import OpenStory
    from reader.tui.screens.library.screen import LibraryScreen

REST: Final = 0.15
"""Seconds without a move after which the preview follows the list."""


class Ahead(NamedTuple):
    """A story, and the library's count of changes from before it was read."""

    changes: int
    opened: OpenStory


async def read_ahead(library: Library, entry_id: int) -> Ahead | None:
    """The story of an entry, None when it can't be read: opening it tells why."""
    try:
        changes = await library.change_count()
        return Ahead(changes, await library.open_story(entry_id))
    except ReaderError:
        return None


async def still_true(library: Library, ahead: Ahead) -> OpenStory:
    """The story of ``ahead`` as it would be read now: while nothing in the library has changed, only
    the place kept in it may be another."""
    opened = ahead.opened
    changes, position = await asyncio.gather(
        library.change_count(), library.position(opened.entry.id)
    )
    if changes != ahead.changes:
        return await library.open_story(opened.entry.id, related=False)
    return opened if position == opened.position else replace(opened, position=position)


class Follower:
    """Shows the chosen story of ``screen`` in its preview, and reads all that opening it will ask
    for: what follows a list whose reader rests."""

    def __init__(self, screen: LibraryScreen) -> None:
        self._screen = screen
        self.ahead: Ahead | None = None
        """The story that was read; None while there is none, or another was chosen since."""
        self._rests_until = 0.0
        """When the preview may follow the list, by the monotonic clock."""
        self._is_resting = False

    def follow(self, *, at_once: bool = False) -> None:
        """Show the chosen story once no other was chosen for :data:`REST`, or ``at_once``."""
        self._rests_until = monotonic() + REST
        at_once = at_once or not REST
        if at_once or not self._is_resting:  # what waits for rest need not be begun anew
            self._is_resting = True
            begin(self._screen, "preview", self._follow, at_once)

    def take(self) -> Ahead | None:
        """The story that was read ahead, which is the taker's then."""
        ahead, self.ahead = self.ahead, None
        return ahead

    async def _follow(self, at_once: bool) -> None:
        screen, app, filled = self._screen, self._screen.reader, None
        if at_once and screen.preview.display:
            filled = screen.entries.chosen
            await self._fill()
        while (left := self._rests_until - monotonic()) > 0:  # noqa: ASYNC110 - a key puts it off
            await asyncio.sleep(left)
        self._is_resting = False
        entry = screen.entries.chosen
        seen = entry if app.screen is screen else None  # else a story is read already
        self.ahead = await read_ahead(app.library, seen.id) if seen else None
        if (entry is not filled or not at_once) and screen.preview.display:
            await self._fill()
        if self.ahead is not None and not app.is_headless:
            await app.stories.fill(self.ahead.opened, screen.as_neighbours())

    async def _fill(self) -> None:
        screen, ahead = self._screen, self.ahead
        entry, story = screen.entries.chosen, None
        if entry is not None and ahead is not None and ahead.opened.entry.id == entry.id:
            story = ahead.opened.story
        elif entry is not None:
            try:
                story = await screen.reader.library.story(entry.id)
            except ReaderError:
                story = None  # the list's own words stand in; opening it tells what is wrong
        screen.preview.show(entry, story, times.now())
