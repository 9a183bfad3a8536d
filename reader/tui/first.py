"""The first screen: shown when it is whole, and kept at the end for the next start."""

from __future__ import annotations

import asyncio
import gc
import logging
import time
from typing import TYPE_CHECKING, Final

from reader import compiled, curtain, snapshot
from reader.tui.background import begin
from reader.tui.drawing.repaint import Canvas
from reader.tui.drawing.sizes import size_classes
from reader.tui.screens.library.screen import LibraryScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.driver import Driver
    from textual.screen import Screen
    from textual.timer import Timer

    from reader.library.library import Library
    from reader.tui.app import NowReading
    from reader.tui.screens.story.screen import StoryScreen

_log = logging.getLogger(__name__)
HOLD: Final = 1.0
"""Seconds after which the first screen shows as it is."""
IN_VAIN: Final = 10.0
"""Seconds after which it is done between keys that go on coming."""
HOLD_STORY: Final = 0.25
"""Seconds after which the screen of a story shows as it is."""
PREPARE_AFTER: Final = 0.2
"""Seconds without a key after the first screen until the screen for stories is made, unseen."""
TIDY_AFTER: Final = 0.4
"""Seconds without a key after that until the garbage of the start is looked for: it takes as long
as five keys."""
TAKE: Final = 2.0
"""Seconds that leaving may wait for the picture of the next start."""
LOOK: Final = 1 / 125


class FirstScreen:
    """Lets ``app`` paint nothing while its library screen fills: the picture of the last session
    stands there, or nothing does.  At the end the same screen is made once more, unseen."""

    def __init__(self, app: NowReading) -> None:
        self._app = app
        self._timer: Timer | None = None
        self.is_held = False
        """Whether nothing may be painted now."""
        self.was_asked = False
        """Whether the picture was asked for."""
        self._gets_ready = False
        self._picture = ""
        self._size = (0, 0)
        self._changes = -1

    # ---- at the start
    def hold(self, screen: LibraryScreen) -> None:
        """Paint nothing until ``screen`` is whole, another one is shown, or it takes too long."""
        self._app.hold_keys()
        self._hold(screen, HOLD, is_ready=lambda: is_whole(screen))

    def hold_story(self, screen: StoryScreen) -> None:
        """Keep what stands there until ``screen``, about to be shown, holds its story."""
        if not screen.is_mounted:
            screen.add_class(*size_classes(self._app.size), update=False)
        if not self._app.is_headless and self._timer is None:
            self._hold(screen, HOLD_STORY, when_late=screen.come_late)

    def _hold(
        self,
        screen: Screen[None],
        at_most: float,
        *,
        is_ready: Callable[[], bool] = lambda: False,
        when_late: Callable[[], None] = lambda: None,
    ) -> None:
        since = time.monotonic()

        def look() -> None:
            late = time.monotonic() - since > at_most
            if late or is_ready() or (screen.is_mounted and self._app.screen is not screen):
                if late:
                    when_late()
                self.let_go()

        self.is_held = True
        self._timer = self._app.set_interval(LOOK, look)

    def let_go(self) -> None:
        """Paint the screen as it is, and from here on what changes."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
            self.is_held = False
            self._app.painting.repaint(self._app.screen)
            self._app.screen._update_timer.resume()  # where it waited to be laid out
            self._app.let_keys_go()
        if not (gc.isenabled() or self._gets_ready):
            self._gets_ready = True
            begin(self._app, "get ready", self._get_ready)

    async def _get_ready(self) -> None:
        """Do what the first screen did not need, while the reader looks at it and types nothing."""
        await self._rest(PREPARE_AFTER)
        await self._app.stories.prepare()
        compiled.rest()
        await self._rest(TIDY_AFTER)
        tidy()

    async def _rest(self, seconds: float) -> None:
        """Wait until no key has come for so long; keys that go on coming are not waited for."""
        end = time.monotonic() + seconds
        latest = end + IN_VAIN
        while (left := end - time.monotonic()) > 0:
            await asyncio.sleep(left)
            end = min(self._app.last_key_at + seconds, latest)

    # ---- at the end
    async def take(self) -> None:
        """Make the picture for the next start; without one when that takes too long."""
        self.was_asked = True
        at, app = curtain.asked(), self._app
        if at is None:
            return
        self.is_held = True
        app.clear_notifications()
        try:
            async with asyncio.timeout(TAKE):
                await app.refresher.end()
                changes = await app.library.change_count()
                screen = LibraryScreen(id="next", size=app.size)
                await app.push_screen(screen)
                while not is_whole(screen):  # noqa: ASYNC110 - its parts come from several sides
                    await asyncio.sleep(LOOK)
                screen.header.leave_out_right()
                await _refreshed(screen)
        except TimeoutError:
            return
        canvas = Canvas(app.console)
        canvas.changed(screen._compositor.render_full_update())
        self._picture, self._changes = canvas.picture(), changes
        self._size = app.size.width, app.size.height

    def keep(self, library: Library) -> None:
        """Write the picture, once ``library`` is closed and if nobody else has changed it since."""
        at = curtain.asked()
        if at is None or not self._picture:
            return
        files = {"library": str(library.paths.library), "feeds": str(library.paths.feeds)}
        mark = snapshot.mark_of(**files)
        if mark is None or library.changes_on_disk() != self._changes:
            return
        here = snapshot.situation(at.feeds, at.library, self._size)
        try:
            snapshot.write(here, **files, mark=mark, picture=self._picture)
        except OSError:
            _log.warning("the first screen could not be kept", exc_info=True)


def tidy() -> None:
    """Let go of what the start left behind, two megabytes; what is here then stays, and need not be
    looked through again.  Only now is garbage looked for again: with the first frame the search
    would take as long as all the rest of that frame."""
    gc.collect()
    gc.freeze()
    gc.enable()


def is_whole(screen: LibraryScreen) -> bool:
    """Whether list, counts and preview are there."""
    if not screen.is_mounted or screen.is_opening or not screen.census.is_told:
        return False
    return bool(
        not screen.preview.display or screen.preview.shows_story or not screen.entries.items
    )


async def _refreshed(screen: LibraryScreen) -> None:
    done = asyncio.Event()
    screen.call_after_refresh(done.set)
    await done.wait()


def driver_class() -> type[Driver] | None:
    """Our way to the terminal; Textual's own where terminals are others."""
    try:
        from reader.tui.driver import BehindCurtain
    except ImportError:
        curtain.drop()
        return None
    return BehindCurtain
