"""What a search found in the story opened from it, or what was looked for in the story itself:
marked in the body, and ``n N`` between the hits."""

from __future__ import annotations

from reader.library.reading.found import hits_in
from reader.model import Story
from reader.tui.layout.galley import Place
from reader.tui.layout.places import start_of
from reader.tui.screens.hits import Hits
from reader.tui.screens.story.links import StoryLinks


class StoryHits(StoryLinks, Hits, inherit_bindings=False):
    """The hits of the story shown; none unless it was opened from a search or looked through."""

    _cleared = False
    """Whether the reader put the hits away: no story of this list has any then."""

    def forget(self) -> None:
        """Begin anew, and mark what is found in the stories of another list."""
        self._cleared = False
        self.hits = ()
        super().forget()

    @property
    def looked_through(self) -> Story | None:
        """The story shown."""
        return self.opened.story if self.opened is not None else None

    @property
    def hit_words(self) -> str:
        """Which hit the reader is at."""
        return self.words_of_hits

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

    def clear_hits(self) -> None:
        """Take the marks away; ``n`` and ``N`` go from quote to quote again."""
        self._cleared = True
        super().clear_hits()
