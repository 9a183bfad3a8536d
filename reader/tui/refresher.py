"""The news coming in while the reader is open: at the start, each minute, and when asked.

Progress goes to the screen as messages; nothing here changes a list or a selection.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from textual.worker import Worker

from reader.errors import ReaderError, StoreBusy
from reader.tui.background import Later, begin
from reader.tui.keys.dispatch import Keyed
from reader.tui.messages import RefreshMoved
from reader.tui.states import plural

if TYPE_CHECKING:
    from reader.library.library import Library, RefreshProgress
    from reader.model import Entry
    from reader.tui.app import NowReading

EVERY: Final = 60.0
"""Seconds between looks for feeds that are due."""
REST: Final = 0.25
"""Seconds from one showing of the progress to the next."""
_LOOK: Final = 0.005
TOLD: Final = 3
"""Stories of which a rule tells that are named; of the rest the number is told."""


class Refresher:
    """Runs one refresh at a time in the background of ``app``."""

    def __init__(self, app: NowReading, library: Library) -> None:
        self._app = app
        self._library = library
        self._worker: Worker[None] | None = None
        self._keeping: Worker[None] | None = None
        """What fetches the files that rules want."""
        self._asks_all = False
        """Whether all feeds were asked for while those due were being fetched."""
        self.progress: RefreshProgress | None = None
        """Of the refresh that is running, or None."""
        self.ended: RefreshProgress | None = None
        """How the last one ended; None while one runs, and when it was stopped."""
        self._only_due = False
        self._resting = Later(app, REST, self._go_on)
        """Waits while nothing more of the progress is shown."""
        self._untold = False

    @property
    def is_running(self) -> bool:
        """Whether a refresh is running now."""
        return self._worker is not None and self._worker.is_running

    @property
    def _is_on_pages(self) -> bool:
        """Whether all feeds of the running refresh are in."""
        return self.progress is not None and bool(self.progress.pages_total)

    def start(self) -> None:
        """Fetch what is due now, and look again each minute; only read feeds.toml where it says that
        nothing is fetched unless the reader asks."""
        self.refresh(due_only=True)
        self._app.set_interval(EVERY, lambda: self.refresh(due_only=True))

    def refresh(self, feed_ids: Sequence[int] | None = None, *, due_only: bool = False) -> None:
        """Fetch all feeds, some of them, or those due; feeds being fetched are not begun anew.

        All feeds asked for while only those due are fetched follow at its end: the first look for
        due feeds begins with the program, and no key pressed meanwhile may be lost.  Pages being
        fetched ahead of time make way: they wait in the library for the next refresh.
        """
        if self.is_running and not (self._is_on_pages and not due_only):
            if self._only_due and feed_ids is None and not due_only:
                self._asks_all = True
            elif not due_only:
                self._app.say("A refresh is running already")
            return
        self._only_due, self._asks_all = due_only, False
        self._worker = begin(self._app, "refresh", self._run, feed_ids, due_only)

    def stop(self) -> bool:
        """Stop a running refresh; what came in stays. Returns whether one was running."""
        if not self.is_running or self._worker is None:
            return False
        self._asks_all = False
        self._worker.cancel()
        return True

    async def end(self) -> None:
        """The same, and wait until nothing more comes in."""
        if self.stop():
            while self.is_running:  # noqa: ASYNC110 - waiting for a worker would swallow a cancel
                await asyncio.sleep(_LOOK)

    async def _run(self, feed_ids: Sequence[int] | None, due_only: bool) -> None:
        self.ended = None
        try:
            await self.take_config()
            if due_only and not self._library.fetches_by_itself:
                return
            results = await self._library.refresh(
                feed_ids=feed_ids, due_only=due_only, on_progress=self._moved
            )
            await self.take_config()  # a feed that moved has its new address there
            self._tell(await self._library.take_notices())
            if any(result.status in ("new", "unchanged") for result in results):
                self._keep_files()
        except StoreBusy:
            if not due_only:
                self._app.say("Another Now Reading is refreshing this library; its news shows here")
        except ReaderError as error:
            self._app.tell_error(error)
        finally:
            self.progress = None
            self._post(None)
        if self._asks_all:
            self._asks_all = self._only_due = False
            await self._run(None, due_only=False)

    async def take_config(self) -> None:
        """Read feeds.toml again if it changed; what it says is in force then."""
        if await self._library.reload_config():
            self._app.take_config()

    def _tell(self, entries: Sequence[Entry]) -> None:
        """Say which stories came in that a rule wants the reader to be told of."""
        if not entries:
            return
        names = [f"“{entry.title}” ({entry.feed_title})" for entry in entries[:TOLD]]
        rest = len(entries) - len(names)
        more = f" and {plural(rest, 'story', 'stories')} more" if rest else ""
        self._app.say(f"A rule tells of {', '.join(names)}{more}", timeout=12)
        if self._library.notifier:
            from reader.tui.outside.starting import notify

            begin(self._app, "notify", notify, self._app, f"{', '.join(names)}{more}")

    def _keep_files(self) -> None:
        """Fetch the files of stories that a rule wants kept, beside all else."""
        if self._keeping is None or not self._keeping.is_running:
            self._keeping = begin(self._app, "files", self._fetch_files)

    async def _fetch_files(self) -> None:
        done = await self._app.attempt(self._library.keep_wanted())
        if done is None or not (done.paths or done.failed):
            return
        words = (
            [f"Kept {plural(len(done.paths), 'file', 'files')} of new stories"]
            if done.paths
            else []
        )
        if done.failed:
            more = len(done.failed) - 1
            also = f" and {more} more" if more else ""
            words.append(f"not kept: {done.failed[0].rstrip('.')}{also}")
        lists = f"{self._app.keymap.label('goto.downloads')} lists them"
        self._app.say(" · ".join([*words, lists]), timeout=8)

    def _moved(self, progress: RefreshProgress) -> None:
        """Show it, unless something was shown just now: drawing takes longer than a key may."""
        self.progress = None if progress.finished else progress
        self.ended = progress if progress.finished else None
        if progress.finished or not self._resting.is_waiting:
            self._post(progress)
            self._rest()
        else:
            self._untold = True

    def _rest(self) -> None:
        self._resting.drop()
        self._untold = False
        self._resting.want()

    def _go_on(self) -> None:
        if self._untold and self.progress is not None:
            self._post(self.progress)
            self._rest()

    def _post(self, progress: RefreshProgress | None) -> None:
        for screen in self._app.screen_stack:
            # The screen that Textual lays under all others draws the whole terminal anew for whatever
            # message it gets.
            if isinstance(screen, Keyed):
                screen.post_message(RefreshMoved(progress))
