"""Words looked for in a text that is shown in a body: marked there, and ``n N`` between them."""

from __future__ import annotations

from bisect import bisect_left

from reader.library.reading.found import hits_in
from reader.model import HEADLINE, Span, Story
from reader.tui.keys.dispatch import Keyed
from reader.tui.keys.keymap import label as key_label
from reader.tui.layout.galley import Place
from reader.tui.panes.body import Body


class Hits(Keyed, inherit_bindings=False):
    """A screen whose ``body`` shows a text that words can be looked for in."""

    body: Body
    hits: tuple[Span, ...] = ()

    # ---- for the screen
    @property
    def looked_through(self) -> Story | None:
        """The text, as a story; None while there is none."""
        raise NotImplementedError

    def hint(self, words: str) -> None:
        """Say something until the reader moves on."""
        raise NotImplementedError

    # ---- what was found
    @property
    def words_of_hits(self) -> str:
        """``hit 3 of 12``; ``""`` when there are no hits."""
        if not self.hits:
            return ""
        at = self.body.hit
        return f"hit {at + 1 if at is not None else '–'} of {len(self.hits)}"

    def show_hits(self, hit: int | None = 0) -> None:
        """Mark the hits; the one of number ``hit`` is the one that the reader is at."""
        self.body.find(self.hits, hit if self.hits else None)

    def clear_hits(self) -> None:
        """Take the marks away."""
        self.hits = ()
        self.show_hits()
        self.draw_bars()

    def action_story_find(self) -> None:
        """Ask for words, and go to where they stand."""
        from reader.tui.screens.boxes.find import FindScreen

        self.app.push_screen(FindScreen(), self.find)

    def find(self, words: str | None) -> None:
        """Mark ``words``, of the last at least the beginning, and go to the first of them from
        here on, or of all when there is none."""
        if words is None or self.looked_through is None:
            return
        self.hits = hits_in(self.looked_through, '"{}"*'.format(words.replace('"', " ")))
        self.show_hits(None)
        self.draw_bars()
        if not self.hits:
            self.hint(f"“{words}” does not stand in this story.")
        elif self._orders()[-1] < self.body.galley.order(self.body.place):
            self._go_to_hit(0)
        else:
            self.step_hit(1)

    def _orders(self) -> list[tuple[int, int]]:
        galley = self.body.galley
        return [galley.order(Place(span.block, span.start)) for span in self.hits]

    def step_hit(self, by: int) -> None:
        """To the next hit, or (-1) the one before; from where the reader is by now."""
        orders = self._orders()
        here = self.body.galley.order(self.body.place)
        at = self.body.hit
        if at is not None and orders[at] == here:
            number = at + by
        else:
            number = bisect_left(orders, here) - (by < 0)
        if 0 <= number < len(self.hits):
            self._go_to_hit(number)
        else:
            which = "That was the last hit." if by > 0 else "That is the first hit."
            self.hint(f"{which} {key_label('escape')} puts the marks away.")

    def _go_to_hit(self, number: int) -> None:
        self.body.find(self.hits, number)
        span = self.hits[number]
        if span.block == HEADLINE:
            self.body.action_move_top()
            self.body.step_to(Place(HEADLINE, span.start))
        else:
            self.body.go_to_spans((span,))
        self.draw_bars()
