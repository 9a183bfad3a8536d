"""The reader's highlights in a story, and the selection they are made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on

from reader.library.reading.passages import overlap, text_of
from reader.model import Span
from reader.tui.layout.quotes import passage_with_source, with_source
from reader.tui.layout.sentences import sentence_at
from reader.tui.panes.body import Body
from reader.tui.panes.quotes import NO_QUOTES
from reader.tui.screens.story.look import StoryLook

if TYPE_CHECKING:
    from textual import events


class StoryMarks(StoryLook, inherit_bindings=False):
    """``H``, ``V`` and ``Y``."""

    async def action_highlight_toggle(self) -> None:
        """Highlight what is selected or at hand, or take the highlight there away."""
        if self.opened is None:
            return
        spans, ids = self._meant()
        if ids:
            done = await self.reader.attempt(self.library.remove_highlights(ids))
            words = done and f"{done.text} · {self.key_of('app.undo')} brings it back"
        elif spans:
            entry_id, story = self.opened.entry.id, self.opened.story
            done = await self.reader.attempt(self.library.highlight(entry_id, spans, story))
            words = done and f"Highlighted · {self.key_of('app.undo')} takes it back"
        else:
            words = "There is no text to highlight here."
        self.body.end_selection()
        if words:
            await self.show_highlights()
            self.hint(words)

    def _meant(self) -> tuple[tuple[Span, ...], list[int]]:
        """The passage that ``H`` is about, and the highlights there that it takes away."""
        assert self.opened is not None
        marks = self.opened.highlights
        item = self.quotes.chosen_item if self.sheet == "quotes" else None
        if item is not None and item.kind == "mark":
            return (), [marks[item.number].highlight.id]
        selected = self.body.selected_spans()
        if selected:
            inside = [each for each in marks if _covers(each.spans, selected)]
            return selected, [each.highlight.id for each in inside]
        spans = self.opened.story.quotes[item.number].spans if item else self._at_hand()
        return spans, [each.highlight.id for each in marks if overlap(each.spans, spans)]

    def _at_hand(self) -> tuple[Span, ...]:
        """The current quote when the reader is at it, else the sentence at the reading place."""
        assert self.opened is not None
        place, number = self.body.place, self.body.current_quote
        if number is not None:
            quote = self.opened.story.quotes[number]
            if any(s.block == place.block and s.start <= place.offset < s.end for s in quote.spans):
                return quote.spans
        span = sentence_at(self.body.galley.pieces, place)
        return (span,) if span else ()

    async def show_highlights(self) -> None:
        """Show the highlights as the library has them now."""
        if self.opened is None:
            return
        entry_id, story = self.opened.entry.id, self.opened.story
        marks = await self.reader.attempt(self.library.highlights(entry_id, story))
        if marks is None or self.opened is None or self.opened.entry.id != entry_id:
            return
        self.opened = replace(self.opened, highlights=marks)
        self.body.mark([each.spans for each in marks])
        self.quotes.mark(marks)
        self.arrange_panes()
        self.draw_bars()

    async def action_app_undo(self) -> None:
        """Undo the last change; it may be one of this story."""
        await super().action_app_undo()
        await self.show_highlights()

    # ---- selecting with keys
    async def on_key(self, event: events.Key) -> None:
        """Escape ends a selection, and only that."""
        if event.key == "escape" and self.body.selected_spans():
            event.stop()
            event.prevent_default()
            self.drop_hint()
            self.body.end_selection()
        else:
            await super().on_key(event)

    @on(Body.SelectionMoved)
    def _selection_moved(self) -> None:
        """Show the keys that act on it."""
        if self.mode in ("select", "selected"):
            self.drop_hint()
        self.draw_bars()

    # ---- copying
    def action_copy_text(self) -> None:
        """Copy the selected words alone; Textual looks elsewhere when there are none."""
        super().action_copy_text()
        self.hint("Copied the selected words.")

    def action_story_copy_quote(self) -> None:
        """Copy what is selected, else the chosen highlight, else the current quote with its
        speaker; each with its source."""
        if self.opened is None:
            return
        entry, story = self.opened.entry, self.opened.story
        selected = self.body.selected_spans() if self.sheet == "body" else ()
        if selected:
            copied = passage_with_source(text_of(story, selected), selected, entry, story)
            self.reader.copy_to_clipboard(copied)
            self.hint("Copied what is selected with its source.")
            return
        item = self.quotes.chosen_item if self.sheet == "quotes" else None
        if item is not None and item.kind == "mark":
            marked = self.opened.highlights[item.number]
            copied = passage_with_source(marked.text, marked.spans, entry, story)
            self.reader.copy_to_clipboard(copied)
            self.hint("Copied the highlight with its source.")
            return
        place = self.body.current_quote
        if place is None:
            self.hint(NO_QUOTES)
            return
        number = self.opened.numbers[place] if self.opened.numbers else place + 1
        self.reader.copy_to_clipboard(with_source(story.quotes[place], entry, story, number))
        self.hint(f"Copied quote {number} with its source.")


def _covers(spans: Sequence[Span], inner: Sequence[Span]) -> bool:
    return bool(spans) and all(
        any(s.block == i.block and s.start <= i.start and i.end <= s.end for s in spans)
        for i in inner
    )
