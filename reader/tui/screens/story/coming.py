"""How a story comes to the screen and leaves it: opened, awaited by keys, its place kept."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reader.errors import NotFound, ReaderError
from reader.model import Position
from reader.tui.ahead import read_ahead, still_true
from reader.tui.background import begin
from reader.tui.layout.places import position_at
from reader.tui.messages import Settled, StoryShown
from reader.tui.screens.story.frame import Neighbours
from reader.tui.screens.story.hits import StoryHits

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from textual.timer import Timer
    from textual.worker import Worker

    from reader.library.values import OpenStory
    from reader.model import Story
    from reader.tui.ahead import Ahead

REST = 0.5
"""Seconds after a story is shown until the one that follows it is read."""
KEEP_SECONDS = 3.0
"""How often the place is kept while reading."""


class StoryComing(StoryHits, inherit_bindings=False):
    """The life of the story screen, one story after another."""

    def __init__(self) -> None:
        super().__init__()
        self._first_quote: int | None = None
        self._ahead: Ahead | None = None
        self._kept: tuple[int, Position] | None = None
        self._keeping: dict[int, Worker[None]] = {}
        """What keeps the places in stories left just now."""
        self._keeps: Timer | None = None
        self._wanted: object | None = None
        """What stands for the story on its way; None when none is."""
        self._is_ready = False
        self.mounted = asyncio.Event()
        """Whether the panes are there."""
        self._is_unseen = False
        """Whether the panes hold a story that was not asked for, while the screen is not shown."""
        self._filled: OpenStory | None = None
        """That story, once only painting it is left."""
        self._changes: int | None = None
        """How often the library had been changed at the last look."""
        self._looks_for: OpenStory | None = None
        """The story whose related ones are looked for."""

    def begin(
        self,
        entry_id: int,
        neighbours: Neighbours | None = None,
        *,
        quote: int | None = None,
        ahead: Ahead | None = None,
    ) -> None:
        """Show a story; the screen is about to be shown, or is on the screen.

        ``neighbours`` is the list it is opened from, ``quote`` the number of the quote it is opened
        at, ``ahead`` the story itself, when it was read before it was asked for.
        """
        if self._is_unseen:
            self._keep_filled(entry_id, neighbours if quote is None else None)
        else:
            self.leave()
        self.neighbours, self.root_id = neighbours, entry_id
        self._first_quote, self._ahead = quote, ahead
        self._wanted = object()  # keys wait from here on
        if self._is_ready:
            self.workers.cancel_group(
                self, "settings"
            )  # they are read before the story, or are here
            self._open_first()

    def _open_first(self) -> None:
        if self._keeps is not None:
            self._keeps.resume()
        self.open_entry(self.root_id)

    def _on_timer_update(self) -> None:
        """Textual's way to lay out and to draw. Panes that wait for a story are laid out together
        with it, as long as nothing may be painted."""
        is_held = getattr(self.app, "is_held", False)
        if not (is_held and self.opened is None and self.is_settling and self.looks_right):
            super()._on_timer_update()

    # ---- filled before it is asked for
    async def fill(
        self, opened: OpenStory, neighbours: Neighbours, is_wanted: Callable[[], bool]
    ) -> bool:
        """Put a story that may be asked for next into the panes, which nobody sees; whether it is
        there.  ``is_wanted()`` says whether this is still the time for it."""
        if not self.is_set:
            await self.take_settings()
        if not (is_wanted() and self._is_ready and self._wanted is None):
            return False
        if self.opened is not None and not self._is_unseen:
            return False
        self._is_unseen, self._filled = True, None
        self.neighbours, self.root_id = neighbours, opened.entry.id
        self._show(opened, opened.position, anew=True)
        return True

    def is_filled(self, opened: OpenStory) -> None:
        """The panes with this story are laid out and drawn."""
        if self._is_unseen and self.opened is opened:
            self._filled = opened

    def _keep_filled(self, entry_id: int, neighbours: Neighbours | None) -> None:
        """Forget what the panes hold unless it is the story asked for, drawn as it is to be."""
        filled, before = self._filled, self.neighbours
        if (
            filled is None
            or filled.entry.id != entry_id
            or neighbours is None
            or before is None
            or neighbours.query != before.query
            or not self.looks_right
        ):
            self._is_unseen, self._filled, self.opened = False, None, None
            self.forget()

    def leave(self) -> None:
        """Keep the place and forget the story: the reader is elsewhere."""
        self._wanted = None
        if self._keeps is not None:
            self._keeps.pause()
        if self.opened is None:
            return
        self.workers.cancel_node(self)
        self.keep_soon()
        self.opened = self._kept = self._looks_for = None
        self.is_set = False
        self.forget()
        self.run_worker(self.take_settings(), group="settings", exit_on_error=False)

    def on_mount(self) -> None:
        """Get ready for stories, and open the one that is waited for."""
        self.arrange_panes()
        self._keeps = self.set_interval(KEEP_SECONDS, self._tick, pause=True)
        self._is_ready = True
        self.mounted.set()
        if self._wanted is not None:
            self._open_first()
        else:
            self.run_worker(self.take_settings(), group="settings", exit_on_error=False)

    def on_screen_suspend(self) -> None:
        """Another screen is shown; whether the reader comes back to this one, the stack tells."""
        if self not in self.app.screen_stack:
            self.leave()

    async def on_unmount(self) -> None:
        """Keep the place when the reader is left from within a story."""
        await self._keep()

    @property
    def is_settling(self) -> bool:
        """Whether a story is on its way that keys are meant for, or in the pane that the reader is
        in what its last items will be."""
        waits = self.sheet == "more" and self._looks_for is not None
        return self._wanted is not None or waits

    # ---- opening
    def open_entry(self, entry_id: int, position: Position | None = None) -> None:
        """Show another story; ``position`` goes before the one kept for it."""
        self.bring(self._open, entry_id, position)

    def bring(self, work: Callable[..., Coroutine[Any, Any, object]], *args: object) -> None:
        """Run ``work(*args)``, which shows another story; keys wait until it is there."""
        self._wanted = wanted = object()

        async def bring() -> None:
            try:
                await work(*args)
            finally:
                self._is_there(wanted)

        begin(self, "open", bring)

    def _is_there(self, wanted: object) -> None:
        """The story that ``wanted`` stands for is shown, or will not be: keys go on."""
        if wanted is self._wanted:
            self._wanted = None
            self.post_message(Settled())

    async def _open(
        self,
        entry_id: int,
        position: Position | None,
        before: Callable[[], None] | None = None,
    ) -> bool:
        """Show a story; whether it is there and no other was wanted meanwhile.

        ``before`` is called right before the story is shown: a key that meets the new story must
        find everything that goes with it.
        """
        self._wanted = wanted = object()
        try:
            self.keep_soon()
            if not self.is_set:
                await self.take_settings()
            opened = await self.reader.attempt(self._read(entry_id))
            if wanted is not self._wanted:
                return False
            if opened is None:
                if self.opened is None:
                    self.dismiss()
                return False
            if before is not None:
                before()
            filled, self._filled, self._is_unseen = self._filled, None, False
            self._looks_for = None if opened.is_whole else opened
            if opened is filled and position is None:
                self.draw_bars()
                self.post_message(StoryShown())
            else:
                self._show(opened, position or opened.position, anew=position is None)
                self.call_after_refresh(self.post_message, StoryShown())
        finally:
            self._is_there(wanted)
        if not opened.entry.is_read:
            # Not this screen's work, which ends when the reader leaves it.
            self.reader.run_worker(self._mark_read(entry_id), exit_on_error=False)
        if not self.app.is_headless:
            begin(self, "ahead", self.read_follower)
        return True

    async def read_follower(self) -> None:
        """Read the story that follows in the list, once this one is being read."""
        await asyncio.sleep(REST)
        if self.neighbours is None or not self.is_of_the_list:
            return
        entry_id = self.neighbours.follower(self.root_id)
        if entry_id is not None and self._wanted is None:
            self._ahead = await read_ahead(self.library, entry_id)

    def come_late(self) -> None:
        """The story is waited for no longer before the screen is painted."""
        if self.opened is None and self.is_mounted:
            self.clear()

    def on_story_shown(self) -> None:
        """The story stands there, so that there is time for the stories that belong to it."""
        if self._looks_for is not None:
            begin(self, "related", self._lead_on, self._looks_for)

    async def _lead_on(self, opened: OpenStory) -> None:
        """Put the related stories at the end of read more."""
        try:
            whole = await self.reader.attempt(self.library.with_related(opened))
        finally:
            if self._looks_for is opened:
                self._looks_for = None
                self.post_message(Settled())
        if self.opened is None or self.opened.story is not opened.story:
            return
        more = opened.more if whole is None else whole.more
        self.opened = replace(self.opened, more=more, is_whole=True)
        self.more.complete(more)
        self.more_came()

    async def _mark_read(self, entry_id: int) -> None:
        await self.reader.attempt(self.library.set_read([entry_id], True, undoable=False))
        if self.opened is not None and self.opened.entry.id == entry_id:
            await self.refresh_entry()
        else:
            self.tell_lists([entry_id])

    async def _read(self, entry_id: int) -> OpenStory:
        """The story, as the library has it now; also when it was read before."""
        ahead, self._ahead = self._ahead, None
        if entry_id in self._keeping:
            await self._keeping[entry_id].wait()
        if ahead is None or ahead.opened.entry.id != entry_id:
            return await self.library.open_story(entry_id, related=False)
        return await still_true(self.library, ahead)

    async def show_entry(self, entry_id: int, before: Callable[[], None]) -> bool:
        """Show another story, with ``before`` done right before; whether it is there."""
        return await self._open(entry_id, None, before)

    # ---- while it is read
    async def _tick(self) -> None:
        await self._keep()
        await self.look_for_changes()

    async def look_for_changes(self) -> None:
        """Say when the library has another text of this story, or none any more."""
        left = self.opened
        if left is None or self._is_unseen or self.is_outdated:
            return
        with suppress(ReaderError):  # told where the reader asks for something
            changes = await self.library.change_count()
            if changes == self._changes:
                return
            self._changes = changes
            words = f"The text of this story was changed · {self.key_of('story.refresh')} shows it"
            try:
                stamp, is_same = await self.library.story_stamp(left.entry.id), True
                if stamp != left.stamp:
                    is_same = _texts(await self.library.story(left.entry.id)) == _texts(left.story)
            except NotFound:
                is_same, words = False, "This story is no longer in the library."
            if not is_same and self.opened is not None and self.opened.story is left.story:
                self.is_outdated = True
                self.hint(words)

    # ---- the place
    async def _keep(self) -> None:
        """Keep the place, when it changed."""
        kept = self._changed_place()
        if kept is not None:
            self._kept = kept
            await self.reader.attempt(self.library.keep_position(*kept))

    def keep_soon(self) -> None:
        """Keep the place, when it changed, while the reader is on the way elsewhere."""
        kept = self._changed_place()
        if kept is not None:
            self._kept = kept
            work = self.reader.attempt(self.library.keep_position(*kept))
            begun = {id_: each for id_, each in self._keeping.items() if not each.is_finished}
            self._keeping = {**begun, kept[0]: self.reader.run_worker(work, exit_on_error=False)}

    def _changed_place(self) -> tuple[int, Position] | None:
        if self.opened is None or self._is_unseen:
            return None
        place = (self.opened.entry.id, position_at(self.opened.story, self.body.place))
        return place if place != self._kept else None

    # ---- answered by the screen itself
    def _show(self, opened: OpenStory, position: Position | None, *, anew: bool = False) -> None:
        raise NotImplementedError

    def more_came(self) -> None:
        """Read more holds all of its items now."""
        raise NotImplementedError


def _texts(story: Story) -> tuple[str, ...]:
    return (story.headline, *(block.text for block in story.blocks))
