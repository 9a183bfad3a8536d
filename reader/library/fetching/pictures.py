"""Lead pictures kept beside the library, so that they can be looked at without a network.

Only where feeds.toml has ``[reading] pictures = true``, and only at a refresh: a picture fetched
when its story is opened would tell its server so.  The folder is a cache: bounded, the files
fetched first go first, and nothing else of the library depends on it.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from tempfile import mkstemp
from typing import Final

from reader.errors import FeedError, NotFound
from reader.library.due import UNREACHED
from reader.library.fetching.network import Network
from reader.library.fetching.pages import typed_origin
from reader.model import Enclosure, Story
from reader.store.store import Store
from reader.urls import is_web, origin, show

log = logging.getLogger(__name__)

DONE_KEY: Final = "pictured_id"
"""The setting that holds the id of the newest entry whose picture was looked for."""
STORIES: Final = 300
"""The newest stories of a refresh whose pictures are fetched; of the older ones none is."""
AT_ONCE: Final = 6
MAX_BYTES: Final = 5_000_000
"""A picture larger than this is not kept."""
SECONDS: Final = 60.0
"""After so long no further picture is begun."""
FOLDER_BYTES: Final = 300_000_000
"""What all pictures together may take on the disk."""

_SIGNATURES: Final = (
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"GIF87a", ".gif"),
    (b"GIF89a", ".gif"),
)


def ending_of(body: bytes) -> str | None:
    """``.jpg``, ``.png``, ``.gif``, ``.webp`` or ``.avif`` by the first bytes; None for all else.

    What a server calls a picture may be a page or an SVG with a script in it.
    """
    for signature, ending in _SIGNATURES:
        if body.startswith(signature):
            return ending
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return ".webp"
    if body[4:12] in (b"ftypavif", b"ftypavis"):
        return ".avif"
    return None


def lead_picture(story: Story, enclosures: Iterable[Enclosure] = ()) -> str | None:
    """The address of the picture that ``story`` begins with: the one its page names, else the first
    of its text, else one that comes with it."""
    found = [story.lead_image, *(block.url for block in story.blocks if block.kind == "image")]
    found += [each.url for each in enclosures if (each.type or "").startswith("image/")]
    return next((url for url in found if url is not None and is_web(url)), None)


def picture_file(folder: Path, url: str) -> Path | None:
    """The picture at ``url`` as a file in ``folder``, when it is there."""
    name = _name(url)
    for ending in (".jpg", ".png", ".webp", ".gif", ".avif"):
        path = folder / f"{name}{ending}"
        if path.is_file():
            return path
    return None


def _name(url: str) -> str:
    import hashlib  # loads OpenSSL

    return hashlib.sha256(url.encode()).hexdigest()[:32]


class Pictures:
    """Fetches the lead pictures of new stories into ``folder``."""

    def __init__(self, store: Store, network: Network, folder: Path) -> None:
        self._store = store
        self._network = network
        self._folder = folder
        self._unreached: set[tuple[str, str, int]] = set()

    async def run(self, typed: Collection[str]) -> None:
        """Fetch what the stories stored since the last time begin with, within the bounds above.

        ``typed`` are the addresses of the subscriptions.  A picture that fails is not tried again.
        A disk that refuses ends it.  Raises StoreError.
        """
        done = int(await self._store.get(DONE_KEY) or 0)
        ids = await self._store.newer_stories(done, STORIES)
        if not ids:
            return
        queue = iter(await self._urls(ids))
        end = asyncio.get_running_loop().time() + SECONDS
        try:
            await asyncio.to_thread(self._folder.mkdir, parents=True, exist_ok=True)
            async with asyncio.TaskGroup() as group:
                for _ in range(AT_ONCE):
                    group.create_task(self._work(queue, tuple(typed), end))
            await asyncio.to_thread(make_room, self._folder)
        except* OSError as problems:
            log.warning("pictures: %s", problems.exceptions[0])
        await self._store.put(DONE_KEY, str(max(ids)))

    async def _urls(self, ids: Collection[int]) -> list[str]:
        found: dict[str, None] = {}
        for entry_id in ids:
            try:
                story, entry = await self._store.story(entry_id), await self._store.entry(entry_id)
            except NotFound:  # deleted meanwhile
                continue
            url = lead_picture(story, entry.enclosures)
            if url is not None:
                found[url] = None
        return list(found)

    async def _work(self, queue: Iterator[str], typed: Collection[str], end: float) -> None:
        for url in queue:
            if asyncio.get_running_loop().time() > end:
                return
            if origin(url) in self._unreached:
                continue
            try:
                await self._one(url, typed)
            except OSError:
                raise
            except Exception:
                # A fault of ours must not cost the other pictures, nor the end of the refresh.
                log.exception("picture %s", show(url))

    async def _one(self, url: str, typed: Collection[str]) -> None:
        if await asyncio.to_thread(picture_file, self._folder, url):
            return
        try:
            response = await self._network.get(
                url, kind="page", user_typed=typed_origin(url, typed), cap=MAX_BYTES
            )
        except FeedError as error:
            log.info("picture %s: %s", show(url), error)
            if error.kind in UNREACHED:
                self._unreached.add(origin(url))
            return
        ending = ending_of(response.body)
        if ending is not None:
            await asyncio.to_thread(_write, self._folder, _name(url) + ending, response.body)


def _write(folder: Path, name: str, body: bytes) -> None:
    """Make the file whole or not at all."""
    number, part = mkstemp(dir=folder, prefix=f"{name}-", suffix=".part")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(body)
        Path(part).replace(folder / name)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def make_room(folder: Path, most: int = FOLDER_BYTES) -> None:
    """Remove the files of ``folder`` that were fetched first until all are ``most`` bytes."""
    files = [(path.stat(), path) for path in folder.iterdir() if path.is_file()]
    left = sum(stat.st_size for stat, _ in files)
    for stat, path in sorted(files, key=lambda each: each[0].st_mtime):
        if left <= most:
            return
        path.unlink(missing_ok=True)
        left -= stat.st_size
