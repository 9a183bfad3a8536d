"""How a story is shown: the width of its text, zen mode, the order of its quotes; all kept."""

from __future__ import annotations

from typing import Final

from textual import on

from reader.tui.panes.body import ZEN_MEASURE
from reader.tui.panes.quotes import Quotes
from reader.tui.screens.story_acts import StoryActs

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
        self.show_bars()

    # ---- quotes
    @on(Quotes.Reordered)
    async def _keep_order(self) -> None:
        kept = "speaker" if self.quotes.by_speaker else "page"
        await self.reader.attempt(self.library.keep_setting(_ORDER, kept))
