"""Links of a story: opened in place from read more, by their letters or a click, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from textual import on

from reader import urls
from reader.errors import ReaderError
from reader.tui.layout.links import Hint, Spot, spot_at, spots_of
from reader.tui.layout.places import near, position_at
from reader.tui.panes.body import Body
from reader.tui.panes.more import More
from reader.tui.screens.story.frame import Left
from reader.tui.screens.story.marks import StoryMarks

if TYPE_CHECKING:
    from textual import events

    from reader.model import Link, Position


class StoryLinks(StoryMarks, inherit_bindings=False):
    """Following links and coming back."""

    hints: tuple[Hint, ...] = ()
    """The links that wait for their letters; none when no letters are shown."""
    _typed = ""
    _is_growing = False
    """Whether the body gets the room of a sheet, so that it will be set once more."""
    _came_from: Left | None = None
    """The story come back to, until its item is chosen again."""
    _to_browser = False
    """Whether letters open their links in the browser."""

    # ---- letters beside links
    @property
    def mode(self) -> str:
        """What the keys mean now."""
        if not self.hints:
            return super().mode
        return "browse" if self._to_browser else "hints"

    def action_story_hints(self) -> None:
        """Put letters beside the links on the screen, or the rows of read more."""
        self._show_hints(to_browser=False)

    def action_story_hints_browse(self) -> None:
        """The same; they open their links in the browser."""
        self._show_hints(to_browser=True)

    def _show_hints(self, *, to_browser: bool) -> None:
        if self.opened is None:
            return
        if self.sheet == "more" and self.more.count:
            self.hints = self.more.hint()
        else:
            self._is_growing = self.is_narrow and self.sheet != "body"
            rows = self.size.height if self._is_growing else None
            self.go_to_pane("body")
            self.hints = self.body.hint(spots_of(self.body.galley, self.more.items), rows)
        self._typed, self._to_browser = "", to_browser
        if self.hints:
            self.draw_bars()
        else:
            self.hint(f"No link on this page. {self.key_of('pane.more')} shows all of them.")

    async def on_key(self, event: events.Key) -> None:
        """While letters are shown every key is one of them, or puts them away."""
        if not self.hints:
            await super().on_key(event)
            return
        event.stop()
        event.prevent_default()
        self._type(event.character or "")

    def _type(self, letter: str) -> None:
        self._typed += letter
        left = [hint for hint in self.hints if hint.letters.startswith(self._typed)]
        chosen = left[0].spot if letter and left and left[0].letters == self._typed else None
        if not letter or not left or chosen:
            self.drop_hints()
        else:
            pane = self.more if self.sheet == "more" else self.body
            pane.show_hints(left)
        if chosen and self.sheet == "more":
            self.more.choose(chosen.item)
        if chosen and self._to_browser:
            self._browse(chosen.url, "This link has no address of its own.")
        elif chosen:
            self._go_to_spot(chosen)

    def body_moved(self) -> None:
        """Put the letters away with the rows they stood in; a sheet that goes leaves them there."""
        if self._is_growing and self.hints:
            self._is_growing = False
            left = [each for each in self.hints if each.letters.startswith(self._typed)]
            self.body.show_hints(left)
        elif self.sheet != "more":  # else they do not stand in the text
            self.drop_hints()

    def drop_hints(self) -> None:
        """Put the letters away."""
        if self.hints:
            self.hints = ()
            self.body.show_hints(())
            self.more.show_hints(())
            self.draw_bars()

    # ---- clicks
    @on(Body.Clicked)
    def _body_clicked(self, event: Body.Clicked) -> None:
        if self.opened is None:
            return
        self.drop_hints()
        self.body.step_to(event.place)
        spot = spot_at(spots_of(self.body.galley, self.more.items), event.place)
        if spot is not None:
            self._go_to_spot(spot)

    def _go_to_spot(self, spot: Spot) -> None:
        if spot.item is not None:
            self._follow_item(spot.item)
        elif spot.url is not None and urls.is_web(spot.url):
            self._start(self._follow_address(spot.url))
        else:
            self.hint(f"{urls.show(spot.url or '')} is not a web address.")

    def _start(self, work: Coroutine[object, object, None]) -> None:
        self.run_worker(work, group="follow", exclusive=True, exit_on_error=False)

    # ---- read more
    @on(More.Opened, "#more")
    def _more_opened(self, event: More.Opened) -> None:
        # Another story may have come meanwhile, or be on its way.
        self.drop_hints()
        if self.opened is not None and event.number < self.more.count:
            self._follow_item(event.number)

    @on(More.Chosen, "#more")
    def _more_chosen(self) -> None:
        self.drop_hints()
        self.draw_bars()

    @on(Body.LinkWanted)
    def _link_wanted(self) -> None:
        found = near(self.more.items, self.body.place)
        if found:
            self.more.choose(found[0])
            self.go_to_pane("more")
        else:
            key = self.key_of("pane.more")
            self.hint(f"No link in this paragraph. {key} shows where the story leads.")

    # ---- following
    def _follow_item(self, number: int) -> None:
        """Go where an item leads: keys wait for what is stored, not for the network."""
        from reader.library.reading.more import link_text

        item = self.more.items[number]
        if item.enclosure:
            self._start(self.action_story_play())
        elif item.entry_id is not None:
            self.bring(self._step_into, item.entry_id)
        elif item.link is not None and item.link.url:
            self._start(self._follow_link(number, item.link))
        else:
            self.search_for(link_text(item.link) if item.link is not None else item.title)

    async def _follow_link(self, number: int, link: Link) -> None:
        """Fetch the page of an item and show it, unless the reader went elsewhere meanwhile."""
        left = self.opened
        self.more.set_fetching(number)
        self.draw_bars()
        try:
            entry_id = await self.library.follow(link)
        except ReaderError as error:
            if self.opened is left:
                words = self._went_wrong(error)
                self.more.set_failed(number, words)
                self.hint(words) if self.sheet != "more" else self.draw_bars()
            return
        if self.opened is left:
            await self._step_into(entry_id)

    async def _follow_address(self, url: str) -> None:
        left = self.opened
        self.hint(f"Fetching {urls.show(url)}…")
        try:
            entry_id = await self.library.follow(url)
        except ReaderError as error:
            if self.opened is left:
                self.hint(self._went_wrong(error))
            return
        if self.opened is left:
            await self._step_into(entry_id)

    def _went_wrong(self, error: ReaderError) -> str:
        hint = error.hint or f"{self.key_of('story.browse')} opens it in the browser."
        return f"{error} {hint}"

    async def _step_into(self, entry_id: int) -> None:
        if self.opened is None:
            return
        story = self.opened.story
        chosen = self.more.chosen if self.more.count else None
        left = Left(
            self.opened.entry.id,
            story.headline,
            position_at(story, self.body.place),
            self.more.items[chosen] if chosen is not None else None,
        )

        def leave() -> None:
            self.trail.append(left)
            self.go_to_pane("body")

        await self.show_entry(entry_id, leave)

    def action_story_back(self) -> None:
        """Back to the paragraph where the link was followed."""
        if not self.trail:
            self.hint(f"No link was followed. {self.key_of('app.back')} goes to the list.")
            return
        self._came_from = left = self.trail.pop()
        self.go_to_pane("body")
        self.open_entry(left.entry_id, left.position)

    def choose_again(self) -> None:
        """Choose the item of read more that was followed, as soon as it is there."""
        left, opened = self._came_from, self.opened
        if left is None or opened is None or left.entry_id != opened.entry.id:
            self._came_from = None
            return
        for number, item in enumerate(self.more.items):
            if left.item is not None and (item.link, item.title) == (
                left.item.link,
                left.item.title,
            ):
                self.more.choose(number)
                self._came_from = None
                return

    # ---- answered by the screen itself
    def bring(self, work: Callable[..., Coroutine[Any, Any, object]], *args: object) -> None:
        """Run ``work(*args)``, which shows another story; keys wait until it is there."""
        raise NotImplementedError

    async def show_entry(self, entry_id: int, before: Callable[[], None]) -> bool:
        """Show another story, with ``before`` done right before; whether it is there."""
        raise NotImplementedError

    def open_entry(self, entry_id: int, position: Position | None = None) -> None:
        """Show another story; ``position`` goes before the one kept for it."""
        raise NotImplementedError
