"""What a search found in the story opened from it, or what was looked for in the story itself:
marked in the body, and ``n N`` between the hits."""

from __future__ import annotations

from bisect import bisect_left

from reader.library.found import hits_in
from reader.model import HEADLINE, Span
from reader.tui.layout.galley import Place
from reader.tui.layout.places import start_of
from reader.tui.screens.story_links import StoryLinks


class StoryHits(StoryLinks, inherit_bindings=False):
    """The hits of the story shown; none unless it was opened from a search or looked through."""

    hits: tuple[Span, ...] = ()
    _cleared = False
    """Whether the reader put the hits away: no story of this list has any then."""

    def forget(self) -> None:
        """Begin anew, and mark what is found in the stories of another list."""
        self._cleared = False
        self.hits = ()
        super().forget()

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

    def action_story_find(self) -> None:
        """Ask for words, and go to where they stand."""
        from reader.tui.screens.find import FindScreen

        self.app.push_screen(FindScreen(), self.find)

    def find(self, words: str | None) -> None:
        """Mark ``words``, of the last at least the beginning, and go to the first of them from
        here on, or of all when there is none."""
        if words is None or self.opened is None:
            return
        self.hits = hits_in(self.opened.story, '"{}"*'.format(words.replace('"', " ")))
        self.show_hits(None)
        self.show_bars()
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
            self.hint("That was the last hit." if by > 0 else "That is the first hit.")

    def _go_to_hit(self, number: int) -> None:
        self.body.find(self.hits, number)
        span = self.hits[number]
        if span.block == HEADLINE:
            self.body.action_move_top()
            self.body.step_to(Place(HEADLINE, span.start))
        else:
            self.body.go_to_spans((span,))
        self.show_bars()
