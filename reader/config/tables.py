"""The tables of feeds.toml as tomllib gives them: comparing them, and what tells them apart."""

from __future__ import annotations

import json
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


def view_mark(title: str, query: str) -> str:
    """What tells a view from the others: its title and its query, on one line."""
    return json.dumps([clean_line(title), clean_line(query)], ensure_ascii=False)


def mark_of(name: str, table: Any) -> str | None:
    """What tells a table of ``[[name]]`` from the others: a feed's address, a view's title and
    query, all that a rule says; None where it has none."""
    if name == "feed":
        return address(table)
    if name == "rule":
        return json.dumps(_sorted(table), ensure_ascii=False, default=str)
    title, query = (table.get(key) for key in ("title", "query")) if table else (None, None)
    if not isinstance(title, str) or not isinstance(query, str):
        return None
    return view_mark(title, query)


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return sorted((key, _sorted(item)) for key, item in value.items())
    return [_sorted(item) for item in value] if isinstance(value, list) else value
