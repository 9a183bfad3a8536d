"""``[[macro]]``: several commands on one key, run one after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from reader.config import values
from reader.frozen import frozen

MOST: Final = 20
"""Commands of one macro."""
PROGRAM: Final = "program:"
"""What the name of a step begins with that runs a ``[[program]]``, by its title."""


@frozen
class Macro:
    """One ``[[macro]]``: ``do`` are ids of commands, or :data:`PROGRAM` and a title; ``key`` what
    runs it (empty: only the palette does)."""

    title: str
    do: tuple[str, ...]
    key: str = ""


def steps(value: Any) -> tuple[str, ...]:
    """The commands of a macro; one may come twice. Raises BadValue."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise values.BadValue('an array of commands such as ["entry.browse", "entry.toggle_star"]')
    found = tuple(step for each in value if (step := values.line(each)))
    if not 0 < len(found) <= MOST:
        raise values.BadValue(f"an array of 1 to {MOST} commands")
    return found


KNOWN: Final[dict[str, Callable[[Any], Any]]] = {
    "title": values.needed_line,
    "do": steps,
    "key": values.line,
}
"""How the keys of a ``[[macro]]`` are read."""
NEEDED: Final = ("title", "do")
