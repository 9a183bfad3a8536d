"""The tables of feeds.toml as tomllib gives them: comparing them, and the address of a feed."""

from __future__ import annotations

from typing import Any

from reader.text import clean_line

Tables = dict[str, Any]


def same(left: Any, right: Any) -> bool:
    """Equal in values and types, whatever a number like nan thinks of itself."""
    return repr(_sorted(left)) == repr(_sorted(right))


def address(feed: Any) -> str | None:
    """The address of a feed's table as :class:`reader.model.Subscription` gives it."""
    url = feed.get("url") if isinstance(feed, dict) else None
    return clean_line(url) if isinstance(url, str) else None


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return sorted((key, _sorted(item)) for key, item in value.items())
    return [_sorted(item) for item in value] if isinstance(value, list) else value
