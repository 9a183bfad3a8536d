"""The one story screen that is kept for all stories, and the others where one lies over it.

While the reader rests at a row of a list, the kept screen, which nobody sees, is filled with that
story, laid out and drawn: when the story is asked for, only what differs on the terminal is left to
be written.  This is done in steps of a few milliseconds, and a key ends it.
"""

from __future__ import annotations

import asyncio
import logging
from importlib import import_module
from typing import TYPE_CHECKING, Final

from textual.widgets._toast import ToastRack

from reader.tui.drawing.sizes import size_classes
from reader.tui.layout.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.library.values import OpenStory
    from reader.tui.app import NowReading
    from reader.tui.screens.story.frame import Neighbours
    from reader.tui.screens.story.screen import StoryScreen

_log = logging.getLogger(__name__)
NAME: Final = "story"
_NEEDED: Final = (
    "reader.library.reading.highlights",
    "reader.library.reading.more",
    "reader.library.reading.related",
    *(f"reader.tui.panes.{each}" for each in ("painter", "body", "cards", "more", "quotes")),
    "reader.tui.panes.outline",
    "reader.tui.screens.story.acts",
    "reader.tui.screens.story.screen",
)
"""What opening a story asks, and what the screen is made of; each takes a few milliseconds to
import."""
LONGEST: Final = 40_000
"""Characters of a story that is set before it is asked for: some ten milliseconds, in one go."""
ROUNDS: Final = 100
"""How often messages may lead to messages until a screen has come to rest."""
LAYOUTS: Final = 3
"""How often a screen may be laid out until it stays as it is."""


class StoryScreens:
    """Gives ``app`` a story screen when one is to be shown."""

    def __init__(self, app: NowReading) -> None:
        self._app = app
        self._kept: StoryScreen | None = None

    def take(self) -> StoryScreen:
        """A screen that is not on the stack: the one kept, unless a story lies under another."""
        if self._kept is None:
            self._keep(self._make())
        assert self._kept is not None
        return self._make() if self._kept in self._app.screen_stack else self._kept

    async def prepare(self) -> None:
        """Make the screen that will be kept, so that the first story opens as fast as the others;
        in steps, between which keys are answered.

        Nothing public of Textual makes a screen without showing it.  Where what does is not as
        expected, that is logged, and the first story makes its screen itself.
        """
        for name in _NEEDED if self._kept is None else ():
            import_module(name)
            await asyncio.sleep(0)
        if self._kept is not None:
            return
        wrap("…", 1)  # the pattern that it asks takes as long to compile as a story to set
        screen = self.take()
        # Or all its styles would be looked up anew when it is shown.
        screen.add_class(*size_classes(self._app.size), update=False)
        await asyncio.sleep(0)
        try:
            if screen not in self._app.screen_stack:
                self._app._get_screen(screen)
                screen.was_styled()
        except Exception:
            _log.warning("no story screen was made ahead", exc_info=True)

    def _make(self) -> StoryScreen:
        """A new screen.  Its styles are read first: on Python 3.12 and later Textual composes a
        screen that is pushed before it reads them, and the panes would never have theirs."""
        from reader.tui.screens.story.screen import StoryScreen

        screen = StoryScreen()
        self._read_styles(screen)
        return screen

    def _read_styles(self, screen: StoryScreen) -> None:
        """Read the stylesheet of the screen.  Textual would then parse all the others again, and
        look up the styles of all that is shown, to which these rules say nothing."""
        sheet = self._app.stylesheet
        for path in screen.css_path:
            if not sheet.has_source(str(path), ""):
                sheet.read(path)
                sheet.parse()

    async def fill(self, opened: OpenStory, neighbours: Neighbours) -> None:
        """Fill the kept screen with a story that may be asked for next, and draw it unseen."""
        app, begun = self._app, self._app.last_key_at
        await self.prepare()
        screen = self._kept

        def is_wanted() -> bool:
            return app.last_key_at == begun and screen not in app.screen_stack

        if screen is None or sum(len(block.text) for block in opened.story.blocks) > LONGEST:
            return
        await screen.mounted.wait()
        if screen.focused is None:
            screen.set_focus(screen.body)
        for rack in screen.query(ToastRack):  # Textual would lay all out anew for it
            rack.display = bool(rack.children)
        await _come_to_rest(screen, is_wanted)  # the panes have a size before they are filled
        if not await screen.fill(opened, neighbours, is_wanted):
            return
        await _come_to_rest(screen, is_wanted)
        for _ in app.painting.draw_unseen(screen) if is_wanted() else ():
            await asyncio.sleep(0)
            if not is_wanted():
                return
        if is_wanted():
            screen.is_filled(opened)

    def _keep(self, screen: StoryScreen) -> None:
        self._kept = screen
        self._app.install_screen(screen, NAME)


async def _come_to_rest(screen: StoryScreen, is_wanted: Callable[[], bool]) -> None:
    """Let messages on a screen that is not shown arrive, and lay it out until it stays as it is."""
    for _ in range(LAYOUTS):
        for _ in range(ROUNDS):
            await asyncio.sleep(0)
            if not is_wanted():
                return
            pumps = [screen, *screen.walk_children()]
            if all(each._message_queue.empty() for each in pumps):
                break
        if screen._size == screen.app.size and not screen._layout_required:
            break
        screen._refresh_layout(screen.app.size)
        screen._layout_required = False
