"""The one story screen that is kept for all stories, and the others where one lies over it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from reader.tui.layout.wrap import wrap
from reader.tui.sizes import size_classes

if TYPE_CHECKING:
    from reader.tui.app import NowReading
    from reader.tui.screens.story import StoryScreen

_log = logging.getLogger(__name__)
NAME: Final = "story"


class StoryScreens:
    """Gives ``app`` a story screen when one is to be shown."""

    def __init__(self, app: NowReading) -> None:
        self._app = app
        self._kept: StoryScreen | None = None

    def take(self) -> StoryScreen:
        """A screen that is not on the stack: the one kept, unless a story lies under another."""
        from reader.tui.screens.story import StoryScreen

        if self._kept is None:
            self._keep(StoryScreen())
        assert self._kept is not None
        return StoryScreen() if self._kept in self._app.screen_stack else self._kept

    def prepare(self) -> None:
        """Make the screen that will be kept, so that the first story opens as fast as the others.

        Nothing public of Textual makes a screen without showing it.  Where what does is not as
        expected, that is logged, and the first story makes its screen itself.
        """
        if self._kept is not None:
            return
        wrap("…", 1)  # the pattern that it asks takes as long to compile as a story to set
        screen = self.take()
        # Or all its styles would be looked up anew when it is shown.
        screen.add_class(*size_classes(self._app.size), update=False)
        try:
            self._app._load_screen_css(screen)
            self._app._get_screen(screen)
        except Exception:
            _log.warning("no story screen was made ahead", exc_info=True)

    def _keep(self, screen: StoryScreen) -> None:
        self._kept = screen
        self._app.install_screen(screen, NAME)
