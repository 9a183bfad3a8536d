"""The search of the library screen: the prompt, the list that follows it, and the way back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.tui.screens.view import View

if TYPE_CHECKING:
    from reader.tui.screens.library import LibraryScreen

CLASS = "-searching"
"""On the screen while the prompt shows."""


class Search:
    """Remembers where the reader was, so that leaving the search leads back there."""

    def __init__(self, screen: LibraryScreen) -> None:
        self._screen = screen
        self._before: tuple[View, int | None] | None = None

    @property
    def is_on(self) -> bool:
        """Whether the list shows a search, or its prompt is open."""
        return self._before is not None

    def begin(self) -> None:
        """Show the prompt."""
        screen = self._screen
        if self._before is None:
            chosen = screen.entries.chosen
            self._before = (screen.view, chosen.id if chosen else None)
        screen.add_class(CLASS)
        screen.prompt.focus()

    def follow(self, words: tuple[str, ...]) -> None:
        """The words changed."""
        if self._before is not None:
            view, chosen = self._before
            if words:
                self._screen.open_view(replace(view, words=words))
            else:
                self._screen.open_view(view, chosen)

    def end_typing(self, words: tuple[str, ...]) -> None:
        """On to the stories found; without words back to where the reader was."""
        if not words:
            self.leave()
            return
        self._screen.remove_class(CLASS)
        if self._screen.view.words != words:
            self.follow(words)
        self._screen.go("entries")

    def forget(self) -> None:
        """Another list is opened; there is no way back."""
        self._before = None
        self._screen.remove_class(CLASS)
        self._screen.prompt.clear_quietly()

    def leave(self) -> None:
        """Back to the list as it was before, and the story chosen then."""
        before = self._before
        self.forget()
        if before is not None:
            self._screen.open_view(*before)
        self._screen.go("entries")
