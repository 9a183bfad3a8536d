"""How a story is shown: the width of its text and the order of its quotes, which are kept; zen mode,
and words that stand out."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from textual import on

from reader.library.reading.found import words_in
from reader.tui.background import begin
from reader.tui.panes.body import ZEN_MEASURE
from reader.tui.panes.quotes import Quotes
from reader.tui.screens.story.acts import StoryActs

if TYPE_CHECKING:
    from reader.config.highlighting import Wording
    from reader.model import Story

NARROWEST: Final = 20
WIDEST: Final = 200
STEP: Final = 4
"""Columns that one key press makes the text wider or narrower."""

_MEASURE: Final = "story.measure"
_ORDER: Final = "story.quotes"


class StoryLook(StoryActs, inherit_bindings=False):
    """The commands that change how stories look, and what is kept of them."""

    is_set = False
    """Whether stories are shown so."""
    shows_words = True
    """Whether words that feeds.toml highlights stand out."""

    async def take_settings(self) -> None:
        """Show the story as the reader likes stories."""
        kept = await self.reader.attempt(self.library.setting(_MEASURE))
        chosen, _, configured = (kept or "").partition(" of ")
        order = await self.reader.attempt(self.library.setting(_ORDER))
        measure = self.library.measure
        # A measure set in feeds.toml since then goes before the one chosen with the keys.
        if chosen.isdecimal() and configured == str(measure):
            measure = min(max(NARROWEST, int(chosen)), WIDEST)
        if measure != self.body.widest:
            self.body.set_measure(measure)
        self.quotes.by_speaker = order == "speaker"
        self.is_set = True

    # ---- the width of the text
    async def action_measure_wider(self) -> None:
        """Make the text wider."""
        await self._step_measure(STEP)

    async def action_measure_narrower(self) -> None:
        """Make the text narrower."""
        await self._step_measure(-STEP)

    async def _step_measure(self, by: int) -> None:
        if self.body.zen:
            self.hint(f"In zen mode the text is {ZEN_MEASURE} columns wide.")
            return
        now = self.body.galley.measure
        wanted = min(max(NARROWEST, now + by), WIDEST, self.body.roomy)
        if wanted == now or (by > 0) != (wanted > now):
            self.hint(f"{now} columns: " + ("as wide as it goes." if by > 0 else "no narrower."))
            return
        self.body.set_measure(wanted)
        self.hint(f"{wanted} columns")
        kept = f"{wanted} of {self.library.measure}"
        await self.reader.attempt(self.library.keep_setting(_MEASURE, kept))

    # ---- zen
    def action_story_zen(self) -> None:
        """The text alone, or everything again."""
        self.set_zen(not self.body.zen)

    def set_zen(self, zen: bool) -> None:
        """Hide everything but the text, or show it again."""
        self.set_class(zen, "-zen")
        if zen:
            self.go_to_pane("body")
        self.body.zen = zen
        self.arrange_panes()
        self.draw_bars()

    # ---- words that feeds.toml highlights
    def action_story_words(self) -> None:
        """Show or hide them, in this story and all others."""
        if not self.library.wordings:
            self.hint("feeds.toml highlights no words: [[highlight]] with words = … does.")
            return
        self.shows_words = not self.shows_words
        self.hint(f"Words that feeds.toml highlights: {'shown' if self.shows_words else 'hidden'}")
        self.color_words()

    def color_words(self) -> None:
        """Draw them in the story shown; it stands there before they are looked for."""
        given = self.library.wordings
        if given and self.opened is not None:
            begin(self, "words", self._color_words, self.opened.story, given)

    async def _color_words(self, story: Story, given: Sequence[Wording]) -> None:
        found, slow = await asyncio.to_thread(words_in, story, given if self.shows_words else ())
        if self.opened is None or self.opened.story is not story:
            return
        self.body.color(found)
        if slow:
            self.hint(f"[[highlight]] of feeds.toml takes too long here: words = {slow[0]}")

    # ---- quotes
    @on(Quotes.Reordered)
    async def _keep_order(self) -> None:
        kept = "speaker" if self.quotes.by_speaker else "page"
        await self.reader.attempt(self.library.keep_setting(_ORDER, kept))
