"""What can be done with a story: marks, copies, the browser, fetching again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reader import urls
from reader.model import FILES_URL, PAGES_URL, Entry
from reader.tui.messages import RefreshMoved
from reader.tui.screens.acts import asks_first
from reader.tui.screens.boxes.tags import edit_tags
from reader.tui.screens.story.frame import StoryFrame
from reader.tui.states import plural


class StoryActs(StoryFrame, inherit_bindings=False):
    """The ``story.*`` commands that act on the story shown."""

    # ---- marks
    async def action_story_toggle_read(self) -> None:
        """Read or unread."""
        if (entry := await self._as_it_is()) is not None:
            await self.reader.attempt(self.library.set_read([entry.id], not entry.is_read))
            await self.refresh_entry()

    async def action_story_toggle_star(self) -> None:
        """Star, or take the star away."""
        if (entry := await self._as_it_is()) is not None:
            await self.reader.attempt(self.library.set_starred([entry.id], not entry.is_starred))
            await self.refresh_entry()

    async def action_story_tag(self) -> None:
        """Ask for the story's tags."""
        if self.opened is not None:
            await edit_tags(self.reader, self.opened.entry, self.refresh_entry)

    async def action_story_mark_seen(self) -> None:
        """Mark every story of the list read."""
        if self.neighbours is None:
            self.hint("This story was not opened from a list.")
            return
        question = "Mark every story of the list read?"
        if not asks_first(self.reader, "all_read", question, self._mark_seen_soon):
            await self._mark_seen()

    def _mark_seen_soon(self) -> None:
        self.run_worker(self._mark_seen(), exit_on_error=False)

    async def _mark_seen(self) -> None:
        if self.neighbours is not None:
            await self.reader.attempt(self.neighbours.mark_seen())
            await self.refresh_entry()

    async def action_story_delete(self) -> None:
        """Take the story out of the library and go on to the next."""
        if self.opened is None:
            return
        entry_id = self.opened.entry.id
        follower = None
        if self.neighbours is not None and not self.trail:
            follower = await self.reader.attempt(self.neighbours.next_id(self.root_id))
        change = await self.reader.attempt(self.library.delete([entry_id]))
        if change is None:
            return
        self.reader.entries_changed([entry_id])
        self.reader.say(f"{change.text} · {self.key_of('app.undo')} brings it back")
        self.opened = None
        if self.trail:
            self.action_story_back()
        else:
            await self.go_on(follower)

    async def action_app_undo(self) -> None:
        """Undo the last change; it may be one of this story."""
        self.drop_hint()  # what it says may be what is taken back
        await self.reader.action_app_undo()
        await self.refresh_entry()

    async def _as_it_is(self) -> Entry | None:
        """The entry as the library has it now: another program may have marked it since."""
        if self.opened is None:
            return None
        return await self.reader.attempt(self.library.entry(self.opened.entry.id))

    async def refresh_entry(self) -> None:
        """Read the marks of the story anew and tell the lists."""
        entry = await self._as_it_is()
        if entry is not None and self.opened is not None and self.opened.entry.id == entry.id:
            self.opened = replace(self.opened, entry=entry)
            self.draw_bars()
            self.tell_lists([entry.id])

    def tell_lists(self, entry_ids: Sequence[int]) -> None:
        """Rows of these entries are out of date."""
        self.reader.entries_changed(entry_ids)

    # ---- addresses and quotes
    def action_story_browse(self) -> None:
        """Open the page of the story, or the chosen link, in the browser."""
        self._browse(self._address(), "This story has no address.")

    async def action_story_browse_read(self) -> None:
        """The same, and mark the story read."""
        self.action_story_browse()
        if self.opened is not None and self._address() is not None:
            await self.reader.attempt(self.library.set_read([self.opened.entry.id], True))
            await self.refresh_entry()

    def action_story_comments(self) -> None:
        """Open the comments in the browser."""
        entry = self.opened.entry if self.opened else None
        self._browse(entry.comments_url if entry else None, "This story has no comments page.")

    def action_story_copy_link(self) -> None:
        """Copy the address of the story or of the chosen link."""
        url = self._address()
        if url is None:
            self.hint("There is no address to copy.")
            return
        self.reader.copy_to_clipboard(url)
        self.hint(f"Copied: {urls.show(url)}")

    def _address(self) -> str | None:
        """What ``o`` and ``y`` mean: in read more the chosen item, else the story."""
        if self.opened is None:
            return None
        if self.sheet == "more" and self.more.chosen is not None and self.more.count:
            link = self.more.items[self.more.chosen].link
            return link.url if link is not None else None
        return self.opened.story.url or self.opened.entry.link

    def _browse(self, url: str | None, otherwise: str) -> None:
        if url is None or not urls.is_web(url):
            self.hint(otherwise)
        else:
            self.app.open_url(url)

    # ---- files and programs
    async def action_story_picture(self) -> None:
        """Look at the picture that the story begins with: the kept one, else where it is."""
        from reader.tui.outside.programs import look_at

        if self.opened is not None:
            await look_at(self.reader, self.opened.entry, self.opened.story)

    async def action_story_play(self) -> None:
        """Play the chosen file of read more, else the first."""
        from reader.tui.outside.programs import play

        if self.opened is not None:
            await play(self.reader, self.opened.entry, self._file())

    def action_story_download(self) -> None:
        """Keep that file in the downloads folder."""
        from reader.tui.outside.programs import download

        if self.opened is not None:
            work = download(self.reader, self.opened.entry, self._file())
            self.reader.run_worker(work, exit_on_error=False)

    def action_story_save(self) -> None:
        """Write the story to a file."""
        from reader.tui.screens.acts import save_story

        if self.opened is not None:
            work = save_story(self.reader, self.opened.entry.id)
            self.reader.run_worker(work, exit_on_error=False)

    def action_story_pipe(self) -> None:
        """Ask for a program and run it with the story's text as its input."""
        from reader.tui.screens.boxes.pipe import ask_and_pipe

        if self.opened is not None:
            ask_and_pipe(self.reader, self.opened.entry.id)

    async def action_story_source(self) -> None:
        """Show what the story was read from."""
        from reader.tui.screens.story.markup import MarkupScreen

        opened = self.opened
        if opened is None:
            return
        found = await self.reader.attempt(self.library.source(opened.entry.id))
        if found is None or self.opened is None or self.opened.entry.id != opened.entry.id:
            return
        if found[0]:
            self.app.push_screen(MarkupScreen(opened.entry, opened.story, *found))
        else:
            self.hint("What this story was read from is not kept.")

    def action_program_run(self, number: int) -> None:
        """Run a program of the reader's own on the story, or on the chosen link."""
        from reader.tui.outside.own import run_program

        if self.opened is not None:
            work = run_program(self.reader, number, [self.opened.entry.id], url=self._address())
            self.reader.run_worker(work, exit_on_error=False)

    def _file(self) -> int:
        """The number of the enclosure that ``e`` and ``E`` mean."""
        chosen = self.more.chosen if self.sheet == "more" else None
        number = self.more.items[chosen].enclosure if chosen is not None else 0
        return number or 1

    # ---- the network
    _asks_for_news = False
    """Whether a refresh was asked for here, so that its end is told here."""

    def action_app_refresh_all(self) -> None:
        """Fetch every feed; what came is told at the end, and the story stays as it is."""
        self._asks_for_news = True
        self.hint("Fetching all feeds…")
        self.reader.action_app_refresh_all()

    def on_refresh_moved(self, message: RefreshMoved) -> None:
        """Tell how the refresh ended that was asked for here."""
        ended = self.reader.refresher.ended if self._asks_for_news else None
        if ended is None:
            return
        self._asks_for_news = False
        words = [plural(ended.new, "new story", "new stories") if ended.new else "Nothing new"]
        if ended.failed and ended.failed == ended.total:
            words = ["No feed could be fetched; what is stored is here"]
        elif ended.failed:
            failed = plural(ended.failed, "feed", "feeds")
            words.append(f"{failed} failed: {self.key_of('goto.problems')} says why")
        self.hint(" · ".join(words))

    def action_story_refresh(self) -> None:
        """Fetch this story's feed or page again."""
        self.run_worker(self._fetch_again(), group="again", exclusive=True, exit_on_error=False)

    async def _fetch_again(self) -> None:
        left = self.opened
        if left is None:
            return
        if left.entry.feed_url == FILES_URL:
            self.hint("This story came from a file; open the file again to read it anew.")
            return
        self.hint("Fetching this story again…")
        if left.entry.feed_url == PAGES_URL:
            done = await self.reader.attempt(self._refetched(left.entry.id))
        else:
            done = await self.reader.attempt(self._refreshed(left.entry.feed_id))
        if self.opened is None or self.opened.entry.id != left.entry.id:
            return
        if done is None:
            self.drop_hint()
        else:
            await self.reopen()
            self.hint(done)

    async def _refetched(self, entry_id: int) -> str:
        await self.library.refetch(entry_id)
        return "The page is as it is now."

    async def _refreshed(self, feed_id: int) -> str:
        results = await self.library.refresh(feed_ids=[feed_id])
        failed = next((each.failure for each in results if each.failure), None)
        if failed is not None:
            return f"{failed.message} {failed.hint}".strip()
        new = sum(each.new for each in results)
        return f"{new} new in this feed." if new else "Nothing new in this feed."

    def action_story_full_text(self) -> None:
        """Fetch the story's page and put its text in the place of the feed's."""
        self.run_worker(self._fetch_page(), group="again", exclusive=True, exit_on_error=False)

    async def _fetch_page(self) -> None:
        left = self.opened
        if left is None:
            return
        if left.story.origin != "feed" or left.entry.link is None:
            whole = "This is the full text." if left.story.origin == "page" else ""
            self.hint(whole or "This story has no page to fetch.")
            return
        self.hint("Fetching the full text…")
        fuller = await self.reader.attempt(self.library.fetch_full_text(left.entry.id))
        if self.opened is None or self.opened.entry.id != left.entry.id:
            return
        if fuller is None:
            self.drop_hint()
            return
        if fuller:
            await self.reopen()
            self.tell_lists([left.entry.id])
        self.hint("The full text is here." if fuller else "The page holds no more than this.")

    # ---- answered by the screen itself
    async def go_on(self, entry_id: int | None) -> None:
        """Show another story of the list, or leave when there is none."""
        raise NotImplementedError

    async def reopen(self) -> None:
        """Show the same story as the library has it now."""
        raise NotImplementedError

    def action_story_back(self) -> None:
        """Back to the story from which a link led here."""
        raise NotImplementedError
