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
]
"""Where a command's keys work: ``list`` is every pane one moves in, ``app`` everywhere."""


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

    @property
    def action(self) -> str:
        """The name of the action without its ``action_``."""
        return self.id.replace(".", "_")
