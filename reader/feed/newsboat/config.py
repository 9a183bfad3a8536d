"""newsboat's ``config`` file, line by line.

Only what reads as such is taken: no line of it is run, and what has no counterpart is named.
Source of the rules: newsboat's manual, section "Configuration Commands".
"""

from __future__ import annotations

import json
import re
from typing import Final

from reader.feed.newsboat.commands import NAMED, NEEDLESS, READERS
from reader.feed.newsboat.keys import BOOKMARK, OPERATIONS, OWN, meet
from reader.feed.newsboat.settings import Settings
from reader.feed.newsboat.urls import parts
from reader.text import clean_line

_USES_PROXY: Final = re.compile(r"^\s*use-proxy\s+\"?yes", re.MULTILINE)


def read_settings(text: str) -> Settings:
    """What the lines of a ``config`` mean here."""
    found = Settings()
    for line in text.lstrip("\ufeff").splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, *values = parts(line)
        if name in NEEDLESS:
            continue
        try:
            READERS[name](found, values)
        except (KeyError, ValueError, IndexError):
            told = clean_line(" ".join((name, *values[:2])) if name in NAMED else name)[:100]
            if told not in found.without:
                found.without.append(told)
    if not _USES_PROXY.search(text):
        found.tables.pop("[network]", None)
    _drop_bookmarks(found)
    _give_keys(found)
    return found


def _drop_bookmarks(found: Settings) -> None:
    """Without a ``bookmark-cmd`` there is nothing that a macro could call."""
    if any(rows[0] == 'title = "Bookmark"' for rows in found.programs):
        return
    empty = [rows for rows in found.macros if json.dumps(BOOKMARK) in rows[-1]]
    found.macros = [rows for rows in found.macros if rows not in empty]
    found.without += [f"macro {json.loads(rows[0].removeprefix('title = '))}" for rows in empty]


def _give_keys(found: Settings) -> None:
    """The keys of the operations that were given some, and of those that lose one thereby."""
    taken = {key: operation for operation, keys in found.bound.items() for key in keys}
    for operation, (commands, usual) in OPERATIONS.items():
        # Two may share a key, as the next feed in lists and the next story in a story.
        kept = [key for key in usual if key in OPERATIONS[taken.get(key, operation)][1]]
        keys = list(dict.fromkeys((*found.bound.get(operation, ()), *kept)))
        if set(keys) != set(usual):
            for command in commands.split():
                found.put("[keys]", f'"{command}"', ", ".join(keys))
    for own, usual in OWN.items():
        keys = [key for key in usual if not _is_lost(own, key, taken.get(key))]
        if len(keys) < len(usual):
            found.put("[keys]", f'"{own}"', ", ".join(keys))


def _is_lost(own: str, key: str, operation: str | None) -> bool:
    """Whether a command of ours gives its key to the operation that was given it."""
    if operation is None or key in OPERATIONS[operation][1]:
        return False
    return any(meet(own, command) for command in OPERATIONS[operation][0].split())
