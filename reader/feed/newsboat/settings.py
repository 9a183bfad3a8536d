"""What newsboat's ``config`` comes to: rules, views, and lines for the other tables of feeds.toml."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

_TERMINAL: Final = frozenset("w3m lynx links links2 elinks less more vim nvim nano mutt".split())
"""Programs that draw on the terminal."""


@dataclass(slots=True)
class Settings:
    """A ``config``: views (title, query) and rules (query, actions) to be added, and for the rest
    of feeds.toml lines by the head of their table (``[reading]``) or block (``[[program]]``).

    ``without`` names what has no counterpart, in the order of the file."""

    views: list[tuple[str, str]] = field(default_factory=list)
    rules: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    tables: dict[str, list[str]] = field(default_factory=dict)
    programs: list[list[str]] = field(default_factory=list)
    macros: list[list[str]] = field(default_factory=list)
    highlights: list[list[str]] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    bound: dict[str, list[str]] = field(default_factory=dict)
    """The keys that operations are given."""

    @property
    def lines(self) -> tuple[str, ...]:
        """The tables, then the blocks, as lines of TOML."""
        found: list[str] = []
        blocks = [
            *self.tables.items(),
            *(("[[program]]", rows) for rows in self.programs),
            *(("[[macro]]", rows) for rows in self.macros),
            *(("[[highlight]]", rows) for rows in self.highlights),
        ]
        for head, rows in blocks:
            found += [*([""] if found else []), head, *rows]
        return tuple(found)

    def put(self, head: str, name: str, value: str | int | Sequence[str]) -> None:
        """Let a table say ``name = value``; of several such lines the last one counts."""
        rows = self.tables.setdefault(head, [])
        rows[:] = [row for row in rows if not row.startswith(f"{name} = ")]
        rows.append(f"{name} = {as_toml(value)}")

    def add_program(self, title: str, key: str, run: Sequence[str], *, pipe: bool = False) -> None:
        """A ``[[program]]``; with ``pipe`` it reads the story from its input."""
        rows = [f"title = {as_toml(title)}", f"key = {as_toml(key)}", f"run = {as_toml(list(run))}"]
        rows += ["pipe = true"] if pipe else []
        rows += ["terminal = true"] if pipe or run[0] in _TERMINAL else []
        self.programs.append(rows)


def as_toml(value: str | int | Sequence[str]) -> str:
    """A text, a number or a list of texts as feeds.toml writes it."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
