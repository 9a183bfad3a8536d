"""The tables of a long feeds.toml, remembered as long as not one byte of it changes.

TOML is read by Python alone: a list of a thousand feeds takes a hundredth of a second at each start,
its tables as they were once read half a millisecond.  They lie with what may be deleted at any
time, readable for the user only, as a feeds.toml may hold what is nobody else's business.
"""

from __future__ import annotations

import marshal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from reader.compiled import folder
from reader.config.parse import Table, parse
from reader.fingerprint import fingerprint
from reader.snapshot import read_private, write_private

_NAME: Final = "feeds"
_MOST: Final = 30_000_000
_SIZE: Final = 16


def tables_of(text: str, path: Path) -> Table:
    """What :func:`reader.config.parse.parse` makes of ``text``. Raises ConfigError."""
    where = folder()
    if not where:
        return parse(text, path)
    file = str(Path(where) / _NAME)
    key = fingerprint(f"{sys.version}\n{text}".encode(), _SIZE)
    kept = read_private(file, _MOST) or b""
    # Damaged bytes must not be unpacked: marshal trusts them.
    if kept.startswith(key) and kept[_SIZE : 2 * _SIZE] == fingerprint(kept[2 * _SIZE :], _SIZE):
        tables: Table = marshal.loads(kept[2 * _SIZE :])
        return tables
    tables = parse(text, path)
    with suppress(OSError, ValueError):  # no room, or a date, which marshal does not know
        packed = marshal.dumps(tables)
        write_private(file, key + fingerprint(packed, _SIZE) + packed)
    return tables
