"""What a command is: an id, the keys of its context, and the words it is found and explained by."""

from __future__ import annotations

from typing import Literal

from reader.frozen import frozen

Context = Literal[
    "app",
    "list",
    "library",
    "feeds",
    "entries",
    "story",
    "body",
    "quotes",
    "more",
    "problems",
    "speakers",
    "downloads",
    "program",
]
"""Where a command's keys work: ``list`` is every pane one moves in, ``app`` everywhere, ``program``
where a story is chosen or open."""


@frozen
class Command:
    """One thing a reader can do. ``counts`` says whether ``5`` before the key means five times."""

    id: str
    context: Context
    keys: tuple[str, ...]
    title: str
    help: str
    counts: bool = False
    short: str = ""
    """What it is called where there is little room; the title in small letters when empty."""
    program: int = 0
    """The number, from 1, of the ``[[program]]`` of feeds.toml that it runs; 0 for all others."""

    macro: int = 0
    """The number, from 1, of the ``[[macro]]`` that it runs; 0 for all others."""

    @property
    def is_own(self) -> bool:
        """Whether feeds.toml made it, so that Textual knows nothing of it."""
        return bool(self.program or self.macro)

    @property
    def action(self) -> str:
        """The name of the action without its ``action_``."""
        if self.is_own:
            return "program_run" if self.program else "macro_run"
        return self.id.replace(".", "_")

    def call(self, count: int = 0) -> str:
        """The action as it is run: with the number of the program or macro, or the count where it counts."""
        given = self.program or self.macro or (count if self.counts else 0)
        return f"{self.action}({given})" if given else self.action
