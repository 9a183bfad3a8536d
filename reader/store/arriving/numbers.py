"""Numbers of quotes that stay: ``7#q3`` means the same words after the story was read anew.

A story read for the first time numbers its quotes from 1 in page order.  When another reading takes
its place, numbers and words of the old one are kept; a quote that is found again keeps its number,
a new one gets the next that no quote of the story ever had.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Final

from reader.codec import quotes_in
from reader.text import fold

_ALIKE: Final = 0.6
"""Share of the longer of two texts that the shorter one, which it begins or ends with, must
have."""


def keep_numbers(con: sqlite3.Connection, entry_id: int) -> None:
    """Remember the quotes of a story under their numbers, before the story is replaced."""
    texts = quote_texts(con, entry_id)
    con.executemany(
        "INSERT OR REPLACE INTO quote_number (entry_id, number, text) VALUES (?, ?, ?)",
        [
            (entry_id, number, text)
            for number, text in zip(
                numbers_of(texts, kept_quotes(con, entry_id)), texts, strict=True
            )
        ],
    )


def quote_numbers(con: sqlite3.Connection, entry_id: int) -> tuple[int, ...]:
    """The number of each quote of a story, in page order."""
    return numbers_of(quote_texts(con, entry_id), kept_quotes(con, entry_id))


def kept_quotes(con: sqlite3.Connection, entry_id: int) -> dict[int, str]:
    """Number to words of every quote that earlier readings of a story had; mostly none."""
    rows = con.execute("SELECT number, text FROM quote_number WHERE entry_id = ?", (entry_id,))
    return dict(rows.fetchall())


def numbers_of(texts: Sequence[str], kept: Mapping[int, str]) -> tuple[int, ...]:
    """Numbers for the quotes ``texts``, when ``kept`` says what the numbers meant before."""
    if not kept:
        return tuple(range(1, len(texts) + 1))
    left = {number: _key(text) for number, text in sorted(kept.items())}
    keys = [_key(text) for text in texts]
    found: dict[int, int] = {}
    for is_same in (str.__eq__, _is_alike):
        for place, key in enumerate(keys):
            if place not in found:
                number = next((n for n, known in left.items() if is_same(key, known)), None)
                if number is not None:
                    found[place] = number
                    del left[number]
    fresh = max(kept) + 1
    numbers = []
    for place in range(len(texts)):
        if place not in found:
            found[place] = fresh
            fresh += 1
        numbers.append(found[place])
    return tuple(numbers)


def quote_texts(con: sqlite3.Connection, entry_id: int) -> list[str]:
    """The words of each quote of a story, in page order: they are kept in the story alone."""
    row = con.execute("SELECT body FROM story WHERE entry_id = ?", (entry_id,)).fetchone()
    try:
        return [quote.text for quote in quotes_in(row[0])] if row is not None else []
    except ValueError:  # damaged: what it said is lost
        return []


def _key(text: str) -> str:
    return "".join(sign for sign in fold(text) if sign.isalnum())


def _is_alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if not short or len(short) < _ALIKE * len(long):
        return False
    return long.startswith(short) or long.endswith(short)
