"""Regular expressions that are compiled when they are first asked something.

To compile one takes up to eight milliseconds where it names many ranges of characters; the first
screen, and every verb of the command line, asks few of those that its modules declare.
"""

from __future__ import annotations

import re
from typing import Any, Final, cast

_METHODS: Final = ("finditer", "findall", "fullmatch", "match", "search", "split", "sub", "subn")


def later(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What ``re.compile`` gives, as far as one asks it for matches or for its ``pattern``.

    A mistake in ``pattern`` is raised when it is first used (``re.error``).
    """
    return cast("re.Pattern[str]", _Later(pattern, flags))


class _Later:
    """Answers the first question with what it compiles, and has its methods as its own then."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        vars(self).update((method, getattr(compiled, method)) for method in _METHODS)
        return getattr(compiled, name)
