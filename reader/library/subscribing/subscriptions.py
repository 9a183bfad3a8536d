"""The subscriptions in force: feeds.toml when it can be read, else the last good list.

The list that was last in force lies in the store, so a broken or lost feeds.toml loses nothing.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reader import __version__
from reader.config.settings import Config, View
from reader.errors import ConfigError, NotFound, StoreError
from reader.fingerprint import fingerprint
from reader.frozen import frozen
from reader.model import Feed, FeedFailure, Subscription
from reader.paths import make_folder, write_new
from reader.store.store import Store, StoredChange
from reader.text import clean_line
from reader.urls import canonical, is_same_server, show, with_login_of, without_login

if TYPE_CHECKING:
    from reader.config.removed import RemovedBlock

REMOVED: Final = "feed_removed"
"""The kind of change that taking a feed out of feeds.toml is recorded as."""
ADDED: Final = "feed_added"
"""The kind of change that putting feeds into feeds.toml is recorded as."""
BROUGHT: Final = "brought_along"
"""The kind of change that putting feeds, views and rules of another reader into feeds.toml is recorded
as."""
VIEW_REMOVED: Final = "view_removed"
VIEW_ADDED: Final = "view_added"
VIEW_RENAMED: Final = "view_renamed"
"""The kinds of changes that are made to the views of feeds.toml."""
MOVED: Final = "feed_moved"
"""The kind of change that a feed's new address is recorded as."""
OF_THE_LIST: Final = frozenset(
    (ADDED, BROUGHT, REMOVED, VIEW_ADDED, VIEW_REMOVED, VIEW_RENAMED, MOVED)
)
"""The kinds of changes that :meth:`Subscriptions.undo` takes back, twice if need be."""
_REFUSED: Final = "move_refused "
_KNOWN_LIST: Final = "subscriptions"
_MADE_HERE: Final = "feeds_of_programs"
"""The setting that names the feeds which a program makes or filters; the programs themselves stand
in feeds.toml alone, so that nothing else can name one."""
_WITHOUT_PROGRAM: Final = FeedFailure(
    "program",
    "feeds.toml can't be read, and the program that makes or filters this feed stands there.",
    "Correct feeds.toml; see: nowreading check",
)


PutIn = tuple[str, Sequence[str], str]
"""What blocks were put into feeds.toml are called (``feed``, ``view``, ``rule``), what tells each from
the others (:func:`reader.config.tables.mark_of`), and what parts them from what stood above."""


@frozen
class Listed:
    """The list in force and all else that feeds.toml says, for another process: a broken file must
    mean the same there.  ``seen`` tells the file that it was read from, ``is_broken`` whether the
    file can't be read now."""

    config: Config
    in_force: tuple[Subscription, ...]
    unusable: dict[str, FeedFailure]
    seen: tuple[int, int] | None
    is_broken: bool


class Subscriptions:
    """feeds.toml at ``path`` kept in step with the store."""

    def __init__(self, path: Path, store: Store) -> None:
        self._path = path
        self._store = store
        self._seen: tuple[int, int] | None = None
        self.config = Config()
        self.error: ConfigError | None = None
        self.in_force: tuple[Subscription, ...] = ()
        self.unusable: dict[str, FeedFailure] = {}
        self._version = ""
        """What tells the list in force from others."""
        self._is_kept = True
        """Whether the store has the list in force, as far as is known here."""

    async def start_with_starter_list(self) -> None:
        """Put the starter list where no feeds.toml is."""
        from reader.config.starter import starter_feeds

        if self._path.exists():
            return
        # What goes wrong is told when the list is loaded: it is then missing.
        with contextlib.suppress(OSError):
            make_folder(self._path.parent)
            write_new(self._path, starter_feeds())

    async def load(self) -> bool:
        """Read feeds.toml unless it is the file read last time; whether anything changed."""
        from reader.config.parse import load_text
        from reader.config.read import read_text

        seen = self._stamp()
        if seen == self._seen and (seen is not None or self.error is not None):
            return False
        self._seen = seen
        before = (self.in_force, self.error and str(self.error), self.config)
        try:
            text = load_text(self._path)
            self.config = read_text(text, self._path)
        except ConfigError as error:
            self.error = error
            if not self.in_force:
                await self._take_last_good()
        else:
            self.error = None
            self.in_force = self.config.subscriptions
            self.unusable = dict(self.config.bad)
            self._version = _version_of(text)
            await self._keep()
        return before != (self.in_force, self.error and str(self.error), self.config)

    async def catch_up(self) -> None:
        """Bring the store's rows in step where the disk refused that before, if it lets us now."""
        if not self._is_kept:
            await self._keep()

    def listed(self) -> Listed:
        """What is in force, to be handed to another process."""
        broken = self.error is not None
        return Listed(self.config, self.in_force, self.unusable, self._seen, broken)

    def take(self, listed: Listed) -> None:
        """Let what another process has in force be in force here, until feeds.toml changes."""
        self.config, self.in_force = listed.config, listed.in_force
        self.unusable, self._seen = listed.unusable, listed.seen
        if listed.is_broken:
            self.error = ConfigError("can't be read.", path=self._path)

    def check_writable(self) -> None:
        """Raises ConfigError when feeds.toml is there but can't be read, and StoreError when the
        library can't be written, which keeps what undo needs: it is not edited then."""
        from reader.config.parse import ConfigMissing

        if self.error is not None and not isinstance(self.error, ConfigMissing):
            raise self.error
        self._store.check_writable()

    async def add(self, url: str, folder: str | None = None) -> str | None:
        """Add a block for ``url``, in ``folder``; what parts it from the file above, None where there was one
        already. Raises ConfigError."""
        from reader.config.edit import add_feed, parting

        parted = None
        if all(s.url != url for s in self.in_force) or self.error is not None:
            parted = parting(self._path)
            add_feed(self._path, url, folder=folder)
        await self._reload()
        return parted

    async def note_added(self, urls: Sequence[str], parted: str, text: str) -> None:
        """Log that feeds were put into feeds.toml, so that :meth:`undo` takes them out with what
        ``parted`` them from the file above."""
        await self._store.record_change(ADDED, text, {"urls": list(urls), "parted": parted})

    async def note_brought(self, blocks: Sequence[PutIn], text: str) -> None:
        """Log that blocks of several names were put into feeds.toml one after the other, so that
        :meth:`undo` takes them out."""
        put_in = [[name, list(marks), parted] for name, marks, parted in blocks]
        await self._store.record_change(BROUGHT, text, {"blocks": put_in})

    async def remove(self, url: str, text: str) -> StoredChange:
        """Take out the block of ``url``; the exact bytes go into the undo log.

        Raises NotFound or ConfigError."""
        from reader.config.edit import remove_feed

        self.check_writable()
        if all(s.url != url for s in self.in_force):
            raise NotFound(
                f"{url} is not among your feeds.", hint="See them with: nowreading check"
            )
        return await self._take_out(REMOVED, text, partial(remove_feed, self._path, url))

    async def _take_out(
        self, kind: str, text: str, remove: Callable[..., RemovedBlock]
    ) -> StoredChange:
        """Log what ``remove`` takes out, and then take it out: where the program dies in between,
        what is put back is there, which changes nothing."""
        data = remove(plan=True).as_data()
        change = await self._store.record_change(kind, text, data)
        try:
            remove()
        except (ConfigError, NotFound):
            await self._store.undo(change.id)
            raise
        await self._reload()
        return change

    async def undo(self, change: StoredChange) -> None:
        """Put back what ``change`` took out of feeds.toml, take out what it put there. Raises
        ConfigError or StoreError.

        To be called before the log forgets the change: a program that dies in between does it
        again."""
        from reader.config.edit import RemovedBlock, restore, take_out

        self._store.check_writable()
        if change.kind in (REMOVED, VIEW_REMOVED):
            restore(self._path, RemovedBlock.from_data(change.data))
            await self._reload()
        elif change.kind == ADDED:
            urls = map(clean_line, change.data["urls"])
            take_out(self._path, "feed", urls, change.data.get("parted", ""))
            await self._reload()
        elif change.kind == BROUGHT:
            for name, marks, parted in reversed(change.data["blocks"]):
                take_out(self._path, name, marks, parted)
            await self._reload()
        elif change.kind == MOVED:
            old, new = change.data["old"], change.data["new"]
            await self._store.put(_REFUSED + old, new)
            with contextlib.suppress(NotFound):  # taken out or changed by hand since
                await self._replace(new, old)
        elif change.kind in (VIEW_ADDED, VIEW_RENAMED):
            await self._undo_view(change)

    # ---- views
    async def save_view(self, view: View) -> StoredChange:
        """Add a block for ``view``. Raises ConfigError, also when its title or query is there."""
        from reader.config.edit import add_views, parting

        self.check_writable()
        parted = parting(self._path)
        if not add_views(self._path, [view]):
            there = next(
                v for v in self.config.views if view.title == v.title or view.query == v.query
            )
            raise ConfigError(
                f"has a view like this already: “{there.title}” ({there.query}).",
                path=self._path,
                key="view",
                hint="Give it another title.",
            )
        data = {"title": view.title, "query": view.query, "parted": parted}
        return await self._changed(VIEW_ADDED, f"Saved the view {view.title}", data)

    async def remove_view(self, view: View) -> StoredChange:
        """Take out the block of ``view``. Raises NotFound or ConfigError."""
        from reader.config.edit import remove_view

        self.check_writable()
        text = f"Removed the view {view.title}"
        return await self._take_out(VIEW_REMOVED, text, partial(remove_view, self._path, view))

    async def rename_view(self, view: View, title: str) -> StoredChange:
        """Give ``view`` another title. Raises NotFound or ConfigError."""
        from reader.config.edit import rename_view

        self.check_writable()
        rename_view(self._path, view, title)
        data = {"title": title, "query": view.query, "before": view.title}
        return await self._changed(VIEW_RENAMED, f"Renamed the view {view.title} to {title}", data)

    async def _changed(self, kind: str, text: str, data: dict[str, Any]) -> StoredChange:
        change = await self._store.record_change(kind, text, data)
        await self._reload()
        return change

    async def _undo_view(self, change: StoredChange) -> None:
        from reader.config.edit import rename_view, take_out
        from reader.config.tables import view_mark

        view = View(change.data["title"], change.data["query"])
        if change.kind == VIEW_ADDED:
            mark = view_mark(view.title, view.query)
            take_out(self._path, "view", [mark], change.data.get("parted", ""))
        else:
            with contextlib.suppress(NotFound):  # taken out or changed by hand since
                rename_view(self._path, view, change.data["before"])
        await self._reload()

    async def follow_move(self, feed: Feed, url: str) -> None:
        """Write the address that a feed has moved to into feeds.toml; undo takes that back for
        good.

        Nothing is done while feeds.toml can't be read or written, when there is a feed at
        ``url`` already, when the way leads from https to http, or when what the user chose for the
        old server alone (a login, headers) would be told to another one.
        """
        old = feed.url
        if old.startswith("https:") and not url.startswith("https:"):
            return
        chosen = next((one for one in self.in_force if one.url == old), None)
        if (chosen is None or _trusts(chosen)) and not is_same_server(old, url):
            return
        url = with_login_of(old, url)
        if self.error is not None or await self._store.get(_REFUSED + old) == url:
            return
        if await self._store.feed_by_url(url) is not None:
            return
        with contextlib.suppress(ConfigError, NotFound):
            await self._replace(old, url)
            text = f"{feed.title} has moved; feeds.toml names its new address {show(url)}"
            await self._store.record_change(MOVED, text, {"old": old, "new": url})

    async def _replace(self, old: str, new: str) -> None:
        from reader.config.edit import replace_url

        replace_url(self._path, old, new)
        await self._store.move_feed(old, new)
        await self._reload()

    def interval(self, url: str) -> int:
        """Seconds between two tries of a feed, as the list has it."""
        return next((s.refresh for s in self.in_force if s.url == url), 1800)

    async def _reload(self) -> None:
        self._seen = None
        self.error = None
        await self.load()

    async def _take_last_good(self) -> None:
        """Let the list that the store keeps be in force.  Feeds that a program makes or filters
        are not asked: unfiltered they would bring what the reader does not want."""
        self.in_force = await self._store.subscriptions()
        made = json.loads(await self._store.get(_MADE_HERE) or "[]")
        self.unusable = dict.fromkeys(made, _WITHOUT_PROGRAM)

    async def _keep(self) -> None:
        """Bring the store's rows in step; writes only when the list is another one."""
        made = [s.url for s in self.in_force if s.command or s.filter]
        if await self._store.get(_KNOWN_LIST) == self._version:
            self._is_kept = True
            return
        self._is_kept = False
        try:
            await self._store.put(_MADE_HERE, json.dumps(made))
            await self._store.keep_subscriptions(self.in_force)
            await self._store.put(_KNOWN_LIST, self._version)
        except StoreError:
            # On a read-only disk the list in the store stays as it was; reading goes on.
            return
        self._is_kept = True

    def _stamp(self) -> tuple[int, int] | None:
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size


def _version_of(text: str) -> str:
    """What tells the list that a feeds.toml holds from others, for a program that reads as this one
    does."""
    known = " ".join(Subscription.__slots__)  # type: ignore[attr-defined]
    return fingerprint(f"{__version__} {known}\n{text}".encode(), 12).hex()


def _trusts(chosen: Subscription) -> bool:
    """Whether its server is told, or believed, what no other one is."""
    secrets = chosen.headers or chosen.login_env or chosen.login_command or chosen.cookies
    return bool(secrets) or not chosen.verify_tls or without_login(chosen.url) != chosen.url


def meant_by(address: str) -> frozenset[str]:
    """The addresses, in their canonical form, that a typed one may mean: it need not be written as
    in feeds.toml."""
    from reader.web.discover import candidates

    return frozenset((canonical(address), *(canonical(one.url) for one in candidates(address))))
