"""Pages and documents that come into the library one by one: followed links and opened files."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from reader.codec import decode_story
from reader.errors import FetchError, ParseError, ReaderError
from reader.library.fetching.network import Network
from reader.library.values import OpenedDocument
from reader.model import FILES_URL, PAGES_URL, DigestedEntry, Entry
from reader.store.store import Store
from reader.text import clean_line
from reader.urls import is_web, origin, show

MAX_FILE: Final = 40 * 1024 * 1024
_NO_PAGE: Final = re.compile(
    r"(?:image|audio|video|font)/|application/(?:pdf|zip|gzip|x-tar|epub\+zip|msword|vnd\.)"
)
_PDF: Final = b"%PDF-"


async def follow(store: Store, network: Network, url: str, typed: Iterable[str]) -> int:
    """The entry id of the page at ``url``: the cached one, else fetched now and kept.

    ``typed`` are the addresses the user chose: a private address is reached only at the origin of
    one of them (or when the configuration allows it).  Raises FeedError.
    """
    found = await store.cached([url])
    if url in found:
        return found[url]
    if not is_web(url):
        raise FetchError(
            f"{clean_line(url)[:200]} is not a web address.",
            url=url,
            kind="bad_url",
            hint="Only http and https addresses can be opened.",
        )
    entry = await fetch_page(network, url, user_typed=typed_origin(url, typed))
    return await store.add_page(entry, feed_url=PAGES_URL, url=url)


async def fetch_page(
    network: Network, url: str, *, user_typed: str | None, cap: int | None = None
) -> DigestedEntry:
    """Fetch and digest the page at ``url``, at most ``cap`` bytes of it. Raises FeedError."""
    response = await network.get(url, kind="page", user_typed=user_typed, cap=cap)
    if not response.body:
        raise FetchError(
            f"{show(url)} answered without a page.",
            url=url,
            kind="empty",
            hint="Press o to open it in the browser.",
        )
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if _NO_PAGE.match(kind) or response.body.startswith(_PDF):
        raise ParseError(
            f"{show(url)} is a file of another kind, not a page.",
            url=url,
            kind="parse",
            hint="Press o to open it in the browser.",
        )
    entry: DigestedEntry = await network.digest(
        "page", response.body, dict(response.headers), response.url
    )
    return entry


async def read_bytes(source: str | Path | bytes, network: Network) -> tuple[bytes, str, str | None]:
    """The bytes of a document, its name, and its address when it has one.

    Raises ReaderError when the file can't be read, FeedError when the address can't be fetched.
    """
    if isinstance(source, bytes):
        if len(source) > MAX_FILE:
            raise _too_large("Standard input")
        return source, "", None
    if isinstance(source, str) and is_web(source):
        response = await network.get(source, kind="feed", user_typed=source)
        return response.body, "", response.url
    path = Path(source)
    return await asyncio.to_thread(_read_file, str(source)), path.name, None


async def read_document(
    store: Store, network: Network, source: str | Path | bytes, name: str, *, keep: bool
) -> OpenedDocument:
    """Read a feed, page or plain text; with ``keep`` its stories go into ``nowreading:files``.

    Raises ReaderError.
    """
    body, file_name, url = await read_bytes(source, network)
    document = await network.digest("file", body, name or file_name, url)
    stories = []
    for digested in document.entries:
        if keep:
            place = digested.link or f"file:{name or file_name}#{digested.identity}"
            entry_id = await store.add_page(digested, feed_url=FILES_URL, url=place)
            stories.append((await store.entry(entry_id), await store.story(entry_id)))
        else:
            stories.append((_unstored(digested), decode_story(digested.story)))
    return OpenedDocument(document.feed_title, document.feed_link, tuple(stories))


async def refetch(store: Store, network: Network, url: str, typed: Iterable[str]) -> int:
    """Fetch the page at ``url`` again and keep it in place of the old one. Raises FeedError."""
    entry = await fetch_page(network, url, user_typed=typed_origin(url, typed))
    return await store.add_page(entry, feed_url=PAGES_URL, url=url)


def _unstored(digested: DigestedEntry) -> Entry:
    return Entry(
        id=0,
        feed_id=0,
        title=digested.title,
        sort_at=digested.published_at or datetime.now(UTC),
        guid=digested.guid,
        link=digested.link,
        comments_url=digested.comments_url,
        author=digested.author,
        summary=digested.summary,
        categories=digested.categories,
        lang=digested.lang,
        published_at=digested.published_at,
        updated_at=digested.updated_at,
        enclosures=digested.enclosures,
        words=digested.words,
        quote_count=digested.quote_count,
        link_count=digested.link_count,
    )


def _read_file(name: str) -> bytes:
    path = Path(name)
    if not name or ("://" in name and not path.exists()):
        raise ReaderError(
            f"{clean_line(name) or 'Nothing'} is neither a file nor an address on the web.",
            hint="Give a file, an http address, or - for standard input.",
        )
    try:
        with path.open("rb") as file:
            body = file.read(MAX_FILE + 1)  # asked of what may have no end and no size
    except OSError as error:
        raise ReaderError(
            f"{clean_line(str(path))} can't be read: {clean_line(error.strerror or str(error))}.",
            hint="Give a file, an http address, or - for standard input.",
        ) from error
    if len(body) > MAX_FILE:
        raise _too_large(clean_line(str(path)))
    return body


def _too_large(what: str) -> ReaderError:
    return ReaderError(f"{what} is larger than {MAX_FILE // 2**20} MB.", hint="Open a part of it.")


def typed_origin(url: str, typed: Iterable[str]) -> str | None:
    """``url`` when its origin is that of an address that the user typed, else None."""
    wanted = origin(url)
    for address in typed:
        try:
            if origin(address) == wanted:
                return url
        except ValueError:
            continue
    return None
