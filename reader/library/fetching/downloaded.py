"""The files that were kept of stories (podcasts, papers): listed, and taken away."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reader.errors import DownloadError, NotFound
from reader.frozen import frozen
from reader.library.fetching.downloads import file_name
from reader.model import Selection, Stretch

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.model import Cursor

_OURS: Final = re.compile(r"[a-z0-9-]+-[0-9a-f]{10}\.[a-z0-9]{1,5}")
"""The names that downloads are given (:func:`file_name`): in a folder that others use too, no other
file is listed, drawn or deleted."""
_AT_ONCE: Final = 500
_MOST: Final = 20_000
"""The newest stories with files among which those of the files here are looked for."""


@frozen
class Kept:
    """A file of the downloads folder: ``size`` in bytes, when it was written (UTC), and the story
    it came with; ``entry_id`` None and the title its name where that is not known any more."""

    path: Path
    size: int
    at: datetime
    title: str
    feed: str = ""
    entry_id: int | None = None
    number: int = 1


async def kept_files(library: Library) -> tuple[Kept, ...]:
    """The downloaded files, the newest first. Raises StoreError, and DownloadError when the folder
    can't be read."""
    files = await asyncio.to_thread(_files, library.downloads)
    unknown = {each.path.name: each for each in files}
    found: dict[str, Kept] = {}
    looked, older = 0, None
    while unknown and looked < _MOST:
        page = await library.page(Selection(query="has:enclosure"), _stretch(older))
        for entry in page.entries:
            for number, enclosure in enumerate(entry.enclosures, 1):
                kept = unknown.pop(file_name(entry, enclosure), None)
                if kept is not None:
                    about = (entry.title, entry.feed_title, entry.id, number)
                    found[kept.path.name] = Kept(kept.path, kept.size, kept.at, *about)
        looked, older = looked + len(page.entries), page.older
        if older is None:
            break
    return tuple(found.get(each.path.name, each) for each in files)


async def remove_file(library: Library, path: Path) -> None:
    """Take a downloaded file away; it can be fetched again. Raises NotFound when it is none,
    DownloadError when the disk refuses."""
    if path.parent != library.downloads or not _OURS.fullmatch(path.name):
        raise NotFound(f"{path.name} is not one of the downloaded files.")
    try:
        await asyncio.to_thread(path.unlink)
    except FileNotFoundError:
        raise NotFound(f"{path.name} is gone already.") from None
    except OSError as error:
        raise DownloadError(f"{path.name} could not be deleted: {error.strerror}.") from error


def _stretch(older: Cursor | None) -> Stretch:
    return Stretch(older_than=older, limit=_AT_ONCE)


def _files(folder: Path) -> list[Kept]:
    try:
        paths = list(folder.iterdir()) if folder.is_dir() else []
    except OSError as error:
        raise DownloadError(f"{folder} can't be read: {error.strerror}.") from error
    found = []
    for path in paths:
        with suppress(OSError):  # it went meanwhile
            if _OURS.fullmatch(path.name) and path.is_file():
                status = path.stat()
                at = datetime.fromtimestamp(status.st_mtime, UTC)
                found.append(Kept(path, status.st_size, at, path.name))
    return sorted(found, key=lambda each: (each.at, each.path.name), reverse=True)
