"""The story screen: body, quotes, read more. It routes; the panes do the work.

Choosing a quote moves the body, moving in the body moves the quotes and the links marked in read
more.  Following a link opens the page in place; the way back is a stack of stories and places.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on
from textual.binding import BindingType

from reader.model import Position
from reader.tui.keys.dispatch import Keyed, bindings
from reader.tui.layout.pieces import meta_line, pieces_of
from reader.tui.layout.places import near, place_at, position_at, quote_at, start_of
from reader.tui.layout.quotes import speakers_of
from reader.tui.panes.body import Body
from reader.tui.panes.outline import Outline
from reader.tui.panes.quotes import NO_QUOTES, Item, Quotes
from reader.tui.screens.story.coming import StoryComing

if TYPE_CHECKING:
    from reader.library.values import OpenStory
    from reader.tui.layout.galley import Place


class StoryScreen(StoryComing, inherit_bindings=False):
    """One story in three panes.

    The screen outlives a story: :meth:`begin` shows one, and when the reader leaves the screen it
    is emptied and waits for the next, since to make its panes anew takes longer than to fill them.
    """

    CSS_PATH = str(Path(__file__).parents[2] / "story.tcss")
    AUTO_FOCUS = "#body"
    BINDINGS: ClassVar[list[BindingType]] = [
        *Keyed.BINDINGS,
        *bindings(
            "app.back",
            "app.undo",
            "app.refresh_all",
            "pane.left",
            "pane.right",
            "pane.next",
            "pane.previous",
            "pane.body",
            "pane.quotes",
            "pane.more",
            "read.page",
            "quote.next",
            "quote.previous",
            "story.next",
            "story.next_unread",
            "story.previous",
            "story.back",
            "story.find",
            "story.source",
            "heading.next",
            "heading.previous",
            "story.refresh",
            "story.toggle_read",
            "story.toggle_star",
            "story.tag",
            "story.mark_seen",
            "story.delete",
            "story.browse",
            "story.browse_read",
            "story.save",
            "story.copy_link",
            "story.copy_quote",
            "story.comments",
            "story.picture",
            "story.play",
            "story.download",
            "story.pipe",
            "story.hints",
            "story.hints_browse",
            "story.full_text",
            "highlight.toggle",
            "story.zen",
            "story.words",
            "measure.wider",
            "measure.narrower",
        ),
    ]

    _picked: tuple[Place, Item] | None = None
    _speakers: tuple[str, ...] = ()
    """Under whose name each quote of the story stands."""

    # ---- filling the panes
    def _show(self, opened: OpenStory, position: Position | None, *, anew: bool = False) -> None:
        """Show a story at ``position``; one opened ``anew`` from a search at its first hit."""
        self.opened = opened
        story = opened.story
        self._picked, self.is_outdated = None, False
        self._speakers = speakers_of(story.quotes)
        self.drop_hints()
        self.quotes.show(story, opened.highlights)
        self.more.show(opened.more, is_whole=opened.is_whole)
        self.choose_again()
        self.outline.show(story)
        self.arrange_panes()
        meta = meta_line(opened.entry, story)
        marked = [each.spans for each in opened.highlights]
        self.look_for_hits()
        place = (self.first_hit if anew else None) or place_at(story, position)
        self.body.show(pieces_of(story, meta, self._when_empty()), story.quotes, place, marked)
        self.show_hits(0 if anew else None)
        self.color_words()
        self._follow_body()
        self._open_at_quote()

    def _when_empty(self) -> str:
        """What a story without a text says, and the keys that help."""
        assert self.opened is not None
        entry, story = self.opened.entry, self.opened.story
        link = story.url or entry.link
        ways = [
            f"{self.key_of('story.full_text')} fetches its page" if link else "",
            f"{self.key_of('story.browse')} opens it in the browser" if link else "",
            f"{self.key_of('story.play')} plays its file" if entry.enclosures else "",
        ]
        return f"This story came without a text. {' · '.join(filter(None, ways))}".strip()

    def more_came(self) -> None:
        """Read more holds all of its items now: its first is chosen where the reader waits."""
        self.choose_again()
        if self.sheet == "more" and self.more.chosen is None and self.more.count:
            self.more.choose(self.more.first_near or 0)
        self.draw_bars()

    def _open_at_quote(self) -> None:
        """Go to the quote that the first story is opened at."""
        number, self._first_quote = self._first_quote, None
        if number is None or self.opened is None:
            return
        numbers = self.opened.numbers or tuple(range(1, len(self.opened.story.quotes) + 1))
        if number in numbers:
            self.call_after_refresh(self._go_to_item, Item("quote", numbers.index(number)))
        else:
            self.hint(f"This story has no quote {number} any more.")

    async def reopen(self) -> None:
        """Show the same story as the library has it now, at the same place."""
        if self.opened is not None:
            here = position_at(self.opened.story, self.body.place)
            opened = await self.reader.attempt(self.library.open_story(self.opened.entry.id))
            if opened is not None:
                self._show(opened, here)

    # ---- the three panes in step
    @on(Body.Moved)
    def _body_moved(self) -> None:
        self.body_moved()
        self.moved_on()
        self._follow_body()

    def _follow_body(self) -> None:
        if self.opened is None:
            return
        place, quotes = self.body.place, self.opened.story.quotes
        number = quote_at(self.body.galley, quotes, place)
        item = Item("quote", number) if number is not None else None
        if self._picked is not None and self._picked[0] == place:
            item = self._picked[1]
            number = item.number if item.kind == "quote" else number
        self.body.current_quote = number
        self.body.choose_mark(item.number if item is not None and item.kind == "mark" else None)
        self.quotes.choose_item(item)
        self.more.mark_near(near(self.more.items, place))
        self.outline.mark(place.block, self._speakers[number] if number is not None else None)
        self.draw_bars()

    def _go_to_item(self, item: Item) -> None:
        """Bring a quote or a highlight into sight and make it the current one."""
        if self.opened is None:
            return
        if item.kind == "quote":
            spans = self.opened.story.quotes[item.number].spans
        else:
            spans = self.opened.highlights[item.number].spans
        if spans:
            self._picked = (start_of(spans), item)
            self.body.go_to_spans(spans)
        elif item.kind == "mark":
            self.hint("The words of this highlight are no longer in the story.")

    @on(Quotes.Chosen, "#quotes")
    def _quote_chosen(self, event: Quotes.Chosen) -> None:
        if event.number < self.quotes.count:  # another story may have come meanwhile
            self._go_to_item(self.quotes.item(event.number))

    @on(Quotes.Opened, "#quotes")
    def _quote_opened(self, event: Quotes.Opened) -> None:
        if event.number < self.quotes.count:  # another story may have come meanwhile
            self._go_to_item(self.quotes.item(event.number))
        self.action_pane_body()

    @on(Outline.Wanted)
    def _outline_wanted(self, event: Outline.Wanted) -> None:
        if event.place is not None:
            self.body.go_to(event.place, context=1)
        elif event.speaker in self._speakers:
            self._go_to_item(Item("quote", self._speakers.index(event.speaker)))

    async def action_app_back(self) -> None:
        """End the selection, zen mode or the sheet, escape the marks of a search too; else leave."""
        if self.body.is_selecting:
            self.drop_hint()
            self.body.end_selection()
            return
        if self.hits and self.last_key == "escape":
            self.clear_hits()
            return
        if self.body.zen:
            self.set_zen(False)
            return
        if self.is_narrow and self.sheet != "body":
            self.go_to_pane("body")
            return
        self.keep_soon()
        await self.reader.action_app_back()

    # ---- moving on
    def action_read_page(self) -> None:
        """A page down, then the next unread story."""
        if not self.body.page_down():
            self.bring(self._next, "next_unread_id")

    def action_story_next(self) -> None:
        """The next story of the list."""
        self.bring(self._next, "next_id")

    def action_story_next_unread(self) -> None:
        """The next unread story of the list."""
        self.bring(self._next, "next_unread_id")

    def action_story_previous(self) -> None:
        """The story before in the list."""
        self.bring(self._next, "previous_id")

    async def _next(self, which: Literal["next_id", "previous_id", "next_unread_id"]) -> None:
        entry_id: int | None = None
        if self.neighbours is not None:
            asked = getattr(self.neighbours, which)(self.root_id)
            entry_id = await self.reader.attempt(asked)
        if entry_id is None:
            words = {"next_id": "last", "previous_id": "first", "next_unread_id": "last unread"}
            back = self.key_of("app.back")
            self.hint(f"This is the {words[which]} story here. {back} goes to the list.")
        else:
            await self.go_on(entry_id)

    async def go_on(self, entry_id: int | None) -> None:
        """Show another story of the list, or leave when there is none."""
        if entry_id is None:
            await self.reader.action_app_back()
            return
        before, self.root_id = self.root_id, entry_id

        def leave_links() -> None:
            self.trail.clear()
            self.go_to_pane("body")

        if not await self._open(entry_id, None, leave_links) and self.root_id == entry_id:
            self.root_id = before

    def action_quote_next(self) -> None:
        """To the next quote; while what a search found is marked, to the next hit."""
        self.step_hit(1) if self.hits else self._step_quote(1)

    def action_quote_previous(self) -> None:
        """To the quote or hit before."""
        self.step_hit(-1) if self.hits else self._step_quote(-1)

    def _step_quote(self, by: int) -> None:
        if self.opened is None:
            return
        quotes = self.opened.story.quotes
        if not quotes:
            self.hint(NO_QUOTES)
            return
        galley, place = self.body.galley, self.body.place
        number = self.body.current_quote or 0
        first = start_of(quotes[number].spans)
        here, start = galley.order(place), galley.order(first)
        waits = by > 0 and start > here and galley.row_of(first) > self.body.row
        passed = by < 0 and start < here
        if not (waits or passed):
            number += by
        if 0 <= number < len(quotes):
            self._go_to_item(Item("quote", number))
        else:
            self.hint("That was the last quote." if by > 0 else "That is the first quote.")

    def action_heading_next(self) -> None:
        """To the next heading."""
        if not self.body.to_heading(1):
            self.hint("No heading below.")

    def action_heading_previous(self) -> None:
        """To the heading before."""
        if not self.body.to_heading(-1):
            self.hint("No heading above.")
