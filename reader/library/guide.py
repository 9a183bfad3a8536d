"""The guide: a built-in feed with stories about the reader, there without any network."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

from reader.fingerprint import fingerprint
from reader.library.fetching.network import Network
from reader.model import GUIDE_URL, DigestedFeed
from reader.store.store import Fetched, Store

KEY: Final = "guide"
GUIDE_HOST: Final = "nowreading.invalid"
"""The host in the addresses of the guide's stories; it can never be reached (RFC 2606)."""


async def install_guide(store: Store, network: Network, now: datetime) -> None:
    """Put the guide into the library, or its new version when the program brought one.

    Marks and tombstones stay: a guide story that was deleted does not come back.
    """
    body = Path(__file__).with_name("guide.atom").read_bytes()
    version = fingerprint(body, 8).hex()
    if await store.get(KEY) == version:
        return
    feed = await store.feed_by_url(GUIDE_URL)
    if feed is None:
        return
    known = await store.validators(feed.id)
    digested: DigestedFeed = await network.digest(
        "feed", body, {"content-type": "application/atom+xml"}, GUIDE_URL, known.entry_hashes
    )
    await store.apply(feed.id, digested, Fetched(now, body_hash=version))
    await store.put(KEY, version)
