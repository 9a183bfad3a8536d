"""What the library does for one story that is being read: opening, highlights, its full text."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from reader.errors import NotFound, StoreCorrupt
from reader.library.fetching.network import Network
from reader.library.subscribing.subscriptions import Subscriptions
from reader.library.upkeep import Upkeep
from reader.library.values import Change, Marked, MoreItem, OpenStory
from reader.model import Entry, Span, Story, TextType
from reader.paths import Paths
from reader.store.store import Store, StoredChange

_SETTING: Final = "reader."
"""What the names of the reader's own settings begin with in the store."""


class Reading(Upkeep):
    """The part of the library that the story screen uses most."""

    paths: Paths
    _store: Store
    _network: Network
    _list: Subscriptions
    _clock: Callable[[], datetime]

    async def open_story(self, entry_id: int, *, related: bool = True) -> OpenStory:
        """All that the story screen needs; marks nothing. Raises NotFound.

        Without the ``related`` stories, which may take longer to find than all the rest,
        :meth:`with_related` finds them."""
        from reader.library.reading.highlights import marked
        from reader.library.reading.more import own_items

        stored = await self._store.stored(entry_id)
        if stored.kept is not None:
            await self.digest(stored.kept)
            stored = await self._store.stored(entry_id)
        story = self._store.decoded(stored.body, entry_id)
        opened = OpenStory(
            entry=stored.entry,
            story=story,
            more=await own_items(self._store, stored.entry, story),
            position=stored.position,
            highlights=marked(stored.highlights, story),
            numbers=stored.numbers,
            is_whole=False,
            stamp=stored.stamp,
        )
        return await self.with_related(opened) if related else opened

    async def story_stamp(self, entry_id: int) -> str:
        """What is another one when the text of a story may be, but not when only the rules by
        which it is read are. Raises NotFound."""
        return await self._store.story_stamp(entry_id)

    async def with_related(self, opened: OpenStory) -> OpenStory:
        """The same story with the related ones at the end of what it leads to."""
        from reader.library.reading.related import related_items

        shown = [item.entry_id for item in opened.more if item.entry_id is not None]
        found = await related_items(self._store, opened.entry, opened.story, shown)
        return replace(opened, more=(*opened.more, *found), is_whole=True)

    async def source(self, entry_id: int) -> tuple[str, TextType]:
        """What a story was read from, as it came, cleaned, and whether that is markup; ``""`` when
        it is not kept. Raises NotFound, and StoreCorrupt when the bytes are damaged."""
        from reader.library.reading.sources import source_text

        story = await self._store.story(entry_id)
        packed, kind = await self._store.source(entry_id)
        try:
            is_page = story.origin == "page"
            return await asyncio.to_thread(source_text, packed, kind, is_page=is_page), kind
        except ValueError as error:
            damaged = f"The source of story {entry_id} is damaged."
            raise StoreCorrupt(damaged, path=self.paths.library) from error

    async def related(self, entry_id: int) -> tuple[MoreItem, ...]:
        """The cached stories that belong to one: of its event, linking to it, with the same people
        or words. Raises NotFound."""
        from reader.library.reading.related import related_items

        entry = await self._store.entry(entry_id)
        story = await self._store.story(entry_id)
        return tuple(await related_items(self._store, entry, story, ()))

    # ---- quotes by number
    async def quote_numbers(self, entry_id: int) -> tuple[int, ...]:
        """The number of each quote of a story, in page order; it stays when the story is read
        anew."""
        return await self._store.quote_numbers(entry_id)

    async def kept_quotes(self, entry_id: int) -> dict[int, str]:
        """Number to words of the quotes that earlier readings of a story had."""
        return await self._store.kept_quotes(entry_id)

    # ---- highlights: on disk when the call returns
    async def highlight(
        self, entry_id: int, spans: Sequence[Span], story: Story | None = None
    ) -> Change:
        """Highlight ``spans`` (in page order, at least one) of a story, which is given when it is
        on the screen: the stored one may have been read anew since. Raises NotFound."""
        from reader.library.reading.highlights import add

        story = story or await self._store.story(entry_id)
        _, done = await add(self._store, story, spans, self._clock())
        return change_of(done)

    async def remove_highlights(self, ids: Sequence[int]) -> Change | None:
        """Take highlights away; None when there were none."""
        done = await self._store.remove_highlights(ids, self._clock())
        return change_of(done) if done else None

    async def highlights(self, entry_id: int, story: Story | None = None) -> tuple[Marked, ...]:
        """The highlights of a story, the stored one or that on the screen, in page order, the lost
        ones last. Raises NotFound."""
        from reader.library.reading.highlights import marked_in

        story = story or await self._store.story(entry_id)
        return await marked_in(self._store, story)

    async def all_highlights(self) -> tuple[tuple[Entry, Marked], ...]:
        """Every highlight with its entry, newest entry first."""
        from reader.library.reading.highlights import everything

        return await everything(self._store)

    # ---- the page of an entry
    async def fetch_full_text(self, entry_id: int) -> bool:
        """Fetch the page of a feed's entry and put its text in the place of the feed's.

        False when the page holds no more than the feed gave: then nothing is changed.
        Raises FeedError, NotFound.
        """
        from reader.library.fetching.fulltext import is_fuller
        from reader.library.fetching.pages import fetch_page, typed_origin

        entry = await self._store.entry(entry_id)
        if entry.link is None:
            raise NotFound("This story has no address.", hint="There is nothing to fetch.")
        typed = [s.url for s in self._list.in_force]
        wanted = typed_origin(entry.link, typed)
        page = await fetch_page(self._network, entry.link, user_typed=wanted)
        if not is_fuller(page, await self._store.story(entry_id)):
            return False
        await self._store.keep_full_text(entry_id, page)
        return True

    # ---- a story as a file
    @property
    def saved_stories(self) -> Path:
        """The folder for stories that are written to files."""
        own = self._list.config.saved
        return self.paths.feeds.parent / Path(own).expanduser() if own else self.paths.saved

    async def save_story(self, entry_id: int) -> Path:
        """Write a story to a Markdown file of its own; the same story as before to the same one.

        Raises NotFound, and DownloadError when the disk refuses."""
        from reader.library.reading.saving import write_story

        opened = await self.open_story(entry_id, related=False)
        return await asyncio.to_thread(write_story, self.saved_stories, opened.entry, opened.story)

    # ---- how the reader likes it
    async def setting(self, name: str) -> str | None:
        """What :meth:`keep_setting` kept under ``name``."""
        return await self._store.get(_SETTING + name)

    async def keep_setting(self, name: str, value: str) -> None:
        """Keep how the reader likes something, over restarts."""
        await self._store.put(_SETTING + name, value)


def change_of(done: StoredChange) -> Change:
    """A stored change as the faces see it."""
    return Change(done.id, done.text, done.entry_ids, done.at)
