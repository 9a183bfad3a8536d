"""Files that come with an entry (enclosures), kept in the reader's own folder for downloads.

A name is a slug of the story's headline and a hash of the file's address, so that nothing from
outside chooses a path and one file has one name.  A file is written under a ``.part`` name made
exclusively, and gets its own name only when it is whole.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from tempfile import mkstemp
from time import time
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from reader.errors import DownloadError, FetchError, NotFound
from reader.frozen import frozen
from reader.library.due import UNREACHED
from reader.model import Enclosure, Entry
from reader.paths import make_folder
from reader.text import fold
from reader.urls import is_web, show

if TYPE_CHECKING:
    from reader.config.macros import Macro
    from reader.config.programs import Program
    from reader.library.fetching.network import Network
    from reader.library.subscribing.subscriptions import Subscriptions
    from reader.paths import Paths
    from reader.store.store import Store

OnBytes = Callable[[int, int | None], None]
"""Told how many bytes are there, of how many when the server said so."""

SECONDS: Final = 6 * 3600.0
"""How long one file may take; a server that falls silent is given up long before."""
TRIES: Final = 5
"""How often a file that a rule wants is tried whose server can't be reached."""
_SLUG: Final = 60
_EXTENSIONS: Final = {
    "audio/mpeg": ".mp3",
    "audio/mp3": ".mp3",
    "audio/mp4": ".m4a",
    "audio/x-m4a": ".m4a",
    "audio/aac": ".aac",
    "audio/ogg": ".ogg",
    "audio/opus": ".opus",
    "audio/flac": ".flac",
    "audio/wav": ".wav",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
    "video/quicktime": ".mov",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "application/pdf": ".pdf",
    "application/epub+zip": ".epub",
    "application/x-bittorrent": ".torrent",
}
_ENDING: Final = re.compile(r"\.[a-z0-9]{1,5}")
_PART: Final = re.compile(r"[a-z0-9-]+-[0-9a-f]{10}-[a-z0-9_]{8}\.part")
"""The names of files that are being fetched: that of :func:`file_name`, and a few letters."""
_YOUNG: Final = 3600
"""Seconds since the last writing to a part that is never taken for one left behind."""
_RUNNABLE: Final = frozenset(
    ".exe .com .bat .cmd .msi .scr .ps1 .sh .desktop .app .jar .lnk .url".split()
)
"""Endings by which a file might be run when opened; such a file is called ``.bin``."""


def file_name(entry: Entry, enclosure: Enclosure) -> str:
    """The name of the enclosure's file: ASCII letters, digits, hyphens, one dot, at most 80
    long."""
    import hashlib  # loads OpenSSL

    slug = re.sub(r"[^a-z0-9]+", "-", fold(enclosure.title or entry.title)).strip("-")
    mark = hashlib.sha256(enclosure.url.encode()).hexdigest()[:10]
    return f"{slug[:_SLUG].strip('-') or 'file'}-{mark}{_ending(enclosure)}"


def _ending(enclosure: Enclosure) -> str:
    path = unquote(urlsplit(enclosure.url).path)
    own = PurePosixPath(path).suffix.lower()
    said = _EXTENSIONS.get((enclosure.type or "").partition(";")[0].strip().lower())
    ending = own if _ENDING.fullmatch(own) else said or ".bin"
    return ".bin" if ending in _RUNNABLE else ending


def chosen(entry: Entry, number: int) -> Enclosure:
    """Enclosure ``number`` of the entry, from 1. Raises NotFound."""
    if not 1 <= number <= len(entry.enclosures):
        has = len(entry.enclosures)
        raise NotFound(
            f"The story has no file {number}." if has else "No file comes with this story.",
            hint=f"It has {has}: 1 to {has}." if has > 1 else "",
        )
    return entry.enclosures[number - 1]


def stored_file(folder: Path, entry: Entry, enclosure: Enclosure) -> Path | None:
    """The enclosure's file when it was downloaded before."""
    path = folder / file_name(entry, enclosure)
    return path if path.is_file() else None


@frozen
class KeptFiles:
    """What came of files that a rule wanted: those that are there now, and a sentence for each that
    could not be had."""

    paths: tuple[Path, ...]
    failed: tuple[str, ...]


class Downloads:
    """The part of the library that knows of files beside stories, and of the user's programs."""

    paths: Paths
    _store: Store
    _network: Network
    _list: Subscriptions

    @property
    def browser(self) -> tuple[str, ...]:
        """``[programs] browser``, an argument list; empty for the system's own."""
        return self._list.config.browser

    @property
    def player(self) -> tuple[str, ...]:
        """``[programs] player``, an argument list; empty for none."""
        return self._list.config.player

    @property
    def notifier(self) -> tuple[str, ...]:
        """``[programs] notify``, an argument list; empty for none."""
        return self._list.config.notify

    @property
    def programs(self) -> tuple[Program, ...]:
        """The ``[[program]]`` blocks, in the order of the file."""
        return self._list.config.programs

    @property
    def macros(self) -> tuple[Macro, ...]:
        """The ``[[macro]]`` blocks, in the order of the file."""
        return self._list.config.macros

    def place_of(self, at: tuple[str, ...], number: int | None = None) -> str:
        """Where a key of feeds.toml stands: ``feeds.toml:LINE:COLUMN``; reads the file."""
        from reader.config.where import place_of

        return place_of(self.paths.feeds, at, number)

    @property
    def downloads(self) -> Path:
        """The folder for downloaded files."""
        own = self._list.config.downloads
        return self.paths.feeds.parent / Path(own).expanduser() if own else self.paths.downloads

    def enclosure_file(self, entry: Entry, enclosure: Enclosure) -> Path | None:
        """The enclosure's file when it was downloaded."""
        return stored_file(self.downloads, entry, enclosure)

    @property
    def viewer(self) -> tuple[str, ...]:
        """``[programs] viewer``, an argument list; empty for the browser."""
        return self._list.config.viewer

    def picture(self, url: str) -> Path | None:
        """The lead picture at ``url`` as a file, when it was kept at a refresh."""
        from reader.library.fetching.pictures import picture_file

        return picture_file(self.paths.pictures, url)

    async def download(
        self, entry_id: int, number: int = 1, *, on_bytes: OnBytes | None = None
    ) -> Path:
        """Fetch enclosure ``number`` (from 1) of an entry, unless it is there; the file's path.

        Raises NotFound, FetchError and DownloadError.
        """
        entry = await self._store.entry(entry_id)
        typed = [one.url for one in self._list.in_force]
        enclosure = chosen(entry, number)
        return await fetch_enclosure(
            self._network, self.downloads, entry, enclosure, typed=typed, on_bytes=on_bytes
        )

    async def keep_wanted(self, on_file: Callable[[Entry], None] | None = None) -> KeptFiles:
        """Fetch the files of new stories that a rule wants kept, the first of each, the oldest
        story first; ``on_file`` is told before each.

        One whose server could not be reached is tried again the next times, others are given up.
        May be cancelled: what is not whole stays wanted. Raises DownloadError when the disk
        refuses, and StoreError."""
        kept: list[Path] = []
        failed: list[str] = []
        for entry_id, tries in await self._store.wanted_files():
            again = None
            try:
                entry = await self._store.entry(entry_id)
                if on_file is not None:
                    on_file(entry)
                kept.append(await self.download(entry_id))
            except NotFound:  # deleted meanwhile
                pass
            except FetchError as error:
                failed.append(f"{entry.title}: {error}")
                if error.kind in UNREACHED and tries + 1 < TRIES:
                    again = tries + 1
            await self._store.file_tried(entry_id, again)
        return KeptFiles(tuple(kept), tuple(failed))


async def fetch_enclosure(
    network: Network,
    folder: Path,
    entry: Entry,
    enclosure: Enclosure,
    *,
    typed: Iterable[str],
    on_bytes: OnBytes | None = None,
) -> Path:
    """Fetch the enclosure into ``folder``; the path of the whole file.

    A file that is there already is not fetched again.  ``typed`` are the addresses the user chose.
    Raises FetchError, and DownloadError when the disk refuses; neither leaves a part behind.
    """
    found = stored_file(folder, entry, enclosure)
    if found is not None:
        return found
    if not is_web(enclosure.url):
        raise FetchError(
            f"{show(enclosure.url)} is not a web address.", url=enclosure.url, kind="bad_url"
        )
    path = folder / file_name(entry, enclosure)
    try:
        with _part_of(path) as (number, part):
            sink = _Sink(number, enclosure.length, on_bytes)
            await _fetch(network, enclosure.url, typed, sink)
            await asyncio.to_thread(os.fsync, number)
            _take_name(part, path)
    except OSError as error:
        raise DownloadError(
            f"{path.name} could not be kept: {error.strerror}.",
            hint=f"Look at {folder}; nothing else was touched.",
        ) from error
    return path


async def _fetch(network: Network, url: str, typed: Iterable[str], sink: _Sink) -> None:
    from reader.library.fetching.pages import typed_origin

    mine = typed_origin(url, typed)
    try:
        await network.get(url, kind="file", user_typed=mine, deadline=SECONDS, into=sink.write)
    except FetchError:
        # What the disk refuses comes back as an answer that broke off.
        if sink.problem is not None:
            raise sink.problem from None
        raise


@contextmanager
def _part_of(path: Path) -> Iterator[tuple[int, Path]]:
    """A new open file for ``path``, made exclusively; its first name is gone at the end."""
    import fcntl  # not where a story is only listed

    make_folder(path.parent)
    _sweep(path.parent)
    number, name = mkstemp(dir=path.parent, prefix=f"{path.stem}-", suffix=".part")
    part = Path(name)
    try:
        with suppress(OSError):  # a disk that knows no locks
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield number, part
    finally:
        os.close(number)
        part.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Take away the parts that programs left which were killed; whoever writes one holds its
    lock, and one just made may have none yet."""
    import fcntl

    for part in folder.glob("*.part"):
        with suppress(OSError):
            if not _PART.fullmatch(part.name) or time() - part.stat().st_mtime < _YOUNG:
                continue
            number = os.open(part, os.O_RDWR | os.O_NOFOLLOW)
            try:
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
                part.unlink()
            finally:
                os.close(number)


def _take_name(part: Path, path: Path) -> None:
    """Give the part its name; a file that came by that name meanwhile is the same one and stays."""
    try:
        path.hardlink_to(part)
    except FileExistsError:
        return
    except OSError:  # no hard links on this disk
        path.touch(exist_ok=False)
        part.replace(path)


class _Sink:
    """Writes what comes to an open file, and remembers why that went wrong."""

    def __init__(self, number: int, whole: int | None, on_bytes: OnBytes | None) -> None:
        self.problem: OSError | None = None
        self._number = number
        self._whole = whole
        self._on_bytes = on_bytes
        self._made = 0

    def write(self, piece: bytes) -> None:
        view = memoryview(piece)
        try:
            while view:
                view = view[os.write(self._number, view) :]
        except OSError as error:
            self.problem = error
            raise
        self._made += len(piece)
        if self._on_bytes is not None:
            self._on_bytes(self._made, self._whole)
