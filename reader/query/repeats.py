"""How large a regular expression becomes once its counted repetitions are written out.

What looks for expressions writes ``x{99999999}`` out before it looks, in one step that no limit of
time ends and that takes all the memory there is.
"""

from __future__ import annotations

import re
from typing import Final

LARGEST: Final = 20_000
"""Characters, classes and groups; to write out as many takes some 30 ms."""
_PIECE: Final = re.compile(
    r"""\\.                                       # escaped
      | \[ \^? \]? (?: \\. | [^]\\] )* \]         # a class
      | (?P<open> \( )
      | (?P<close> \) )
      | \{ (?P<least> [0-9]+ ) (?: ,[0-9]* )? \}  # the piece before, at least so often
      | .
    """,
    re.VERBOSE | re.DOTALL,
)


def written_out(pattern: str) -> int:
    """The pieces of ``pattern``, each as often as it must be there at least."""
    around: list[int] = []
    total = last = 0
    for piece in _PIECE.finditer(pattern):
        if piece["open"]:
            around.append(total)
            total = last = 0
        elif piece["close"]:
            last = total
            total += around.pop() if around else 0
        elif piece["least"]:
            times = max(int(piece["least"][:12]), 1)
            total += last * (times - 1)
            last *= times
        else:
            last = 1
            total += 1
    return total
