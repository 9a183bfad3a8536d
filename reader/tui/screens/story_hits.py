"""What a search found in the story opened from it: marked in the body, and ``n N`` between the hits."""

from __future__ import annotations

from bisect import bisect_left

from reader.library.found import hits_in
from reader.model import HEADLINE, Span
from reader.tui.layout.galley import Place
from reader.tui.layout.places import start_of
from reader.tui.screens.story_links import StoryLinks


class StoryHits(StoryLinks, inherit_bindings=False):
    """The hits of the story shown; none unless it was opened from a search."""

    hits: tuple[Span, ...] = ()
    _cleared = False
    """Whether the reader put the hits away: no story of this list has any then."""

    def empty(self) -> None:
        """Show nothing, and mark what is found in the stories of another list."""
        self._cleared = False
        self.hits = ()
        super().empty()

    @property
    def hit_words(self) -> str:
        """``hit 3 of 12``; ``""`` when there are no hits."""
        if not self.hits:
            return ""
        at = self.body.hit
        return f"hit {at + 1 if at is not None else '–'} of {len(self.hits)}"

    def look_for_hits(self) -> None:
        """Find what the search asked for in the story that is to be shown."""
        query = self.neighbours.query if self.neighbours is not None else ""
        self.hits = ()
        if query and not self._cleared and self.opened is not None and self.is_of_the_list:
            self.hits = hits_in(self.opened.story, query)

    @property
    def is_of_the_list(self) -> bool:
        """Whether the story shown is one of the list, and not one that a link led to."""
        return self.opened is not None and self.opened.entry.id == self.root_id

    @property
    def first_hit(self) -> Place | None:
        """Where the first hit of the text is; where the headline has one, the story's beginning."""
        return start_of(self.hits) if self.hits else None

    def show_hits(self, hit: int | None = 0) -> None:
        """Mark the hits; the one of number ``hit`` is the one that the reader is at."""
        self.body.find(self.hits, hit if self.hits else None)

    def clear_hits(self) -> None:
        """Take the marks away; ``n`` and ``N`` go from quote to quote again."""
        self._cleared = True
        self.hits = ()
        self.show_hits()
        self.show_bars()

    def step_hit(self, by: int) -> None:
        """To the next hit, or (-1) the one before; from where the reader is by now."""
        galley = self.body.galley
        orders = [galley.order(Place(span.block, span.start)) for span in self.hits]
        here = galley.order(self.body.place)
        at = self.body.hit
        if at is not None and orders[at] == here:
            number = at + by
        else:
            number = bisect_left(orders, here) - (by < 0)
        if 0 <= number < len(self.hits):
            self.body.find(self.hits, number)
            span = self.hits[number]
            if span.block == HEADLINE:
                self.body.action_move_top()
                self.body.step_to(Place(HEADLINE, span.start))
            else:
                self.body.go_to_spans((span,))
            self.show_bars()
        else:
            self.hint("That was the last hit." if by > 0 else "That is the first hit.")
