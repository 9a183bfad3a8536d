"""Deflate, by Intel's library where it is installed, else by zlib: what one packs the other unpacks.

A digest packs every story and its markup.  With zlib that was the dearest of its steps, a tenth of
the whole; ISA-L takes a third of the time for 2 to 5 % more room.
"""

from __future__ import annotations

import zlib
from functools import cache
from typing import Final, Protocol, cast

_OURS: Final = (4, 1)
"""Levels of zlib, for what is kept and for what is replaced before long: 3 makes stories 3 % larger,
6 takes a quarter longer for 1 % less."""
_FAST: Final = (2, 1)
"""The same of ISA-L, where 3 takes half as long again as 2 for 1 % less room."""


class _Packer(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...
    def flush(self) -> bytes: ...


class _Library(Protocol):
    """What the two modules have in common, as far as it is used here."""

    def compress(self, data: bytes, /, level: int) -> bytes: ...
    def compressobj(self, level: int, *, zdict: bytes) -> _Packer: ...


def deflate(data: bytes, dictionary: bytes | None = None, *, quickly: bool = False) -> bytes:
    """``data`` as a zlib stream (RFC 1950), which can be unpacked with the same ``dictionary`` only;
    ``quickly`` at the price of room."""
    library, levels = _library()
    level = levels[quickly]
    if dictionary is None:
        return library.compress(data, level)
    packer = library.compressobj(level, zdict=dictionary)
    return packer.compress(data) + packer.flush()


@cache
def _library() -> tuple[_Library, tuple[int, int]]:
    """Imported when something is packed, which the reader's own process seldom does."""
    try:
        from isal import isal_zlib
    except ImportError:  # there is none for this kind of processor
        return cast(_Library, zlib), _OURS
    return cast(_Library, isal_zlib), _FAST
