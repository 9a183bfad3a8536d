"""A page where a feed was: the feed that it names instead is told with the failure."""

from __future__ import annotations

from typing import Final

from reader.errors import ParseError
from reader.urls import show

HEAD: Final = 60_000
"""Bytes of the page that are looked at: its head is all that counts here."""


def with_discovered(error: ParseError, body: bytes, url: str) -> ParseError:
    """``error``, saying which feed the page ``body`` at ``url`` names when it names another one."""
    from reader.web.named import feeds_in_page

    if error.kind != "not_a_feed" or b"<" not in body[:4096]:
        return error
    told = (one.url for one in feeds_in_page(body[:HEAD], url) if one.source in ("head", "service"))
    named = next((address for address in told if address != url), None)
    if named is None:
        return error
    hint = f"The page names a feed: {show(named)}; add that one, then remove this."
    return ParseError(error.message, url=error.url, kind=error.kind, hint=hint)
