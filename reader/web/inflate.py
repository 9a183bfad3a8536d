"""Bodies unpacked under a cap, a slice at a time: gzip, deflate, and brotli and zstd where at hand.

858 bytes of brotli or 40 KB of gzip can become gigabytes.  So the bytes are read raw, and what
comes out is counted while it comes out.
"""

from __future__ import annotations

import importlib
import re
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final, Protocol

SLICE: Final = 256 * 1024
"""Bytes made at most between two pauses, so that the event loop stays free."""
MAX_RATIO: Final = 200
"""How many times its packed size a body may be, once it is past :data:`RATIO_FROM` bytes.

Feeds come to 5-20; gzip can reach 1032.
"""
RATIO_FROM: Final = 4_000_000
MEMBERS: Final = 200
"""Members of gzip, which may all be empty, between two pauses."""
MAX_LAYERS: Final = 3
TWICE: Final = 1_000_000
"""Packed bytes up to which a body of brotli is unpacked a second time, to find where it ends."""
_GZIP_MAGIC: Final = b"\x1f\x8b"
_ZLIB_STARTS: Final = (b"x\x01", b"x\x9c", b"x\xda")
"""How zlib's format begins, but for ``x^``, which may be words."""
_ZSTD_FRAME: Final = re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18", re.DOTALL)
"""How a frame of Zstandard begins, be it one to be skipped (RFC 8878, section 3.1)."""
_NO_CODING: Final = frozenset(
    (
        "",
        "identity",
        "none",
        "binary",
        "7bit",
        "8bit",
        "utf-8",
        "utf8",
        "iso-8859-1",
        "chunked",
        "aws-chunked",
    )
)
"""Names under which servers send bodies as they are, most of them names of other things."""


class InflateError(Exception):
    """The body can't be unpacked; ``str()`` completes "The body …"."""


class BodyTooLarge(Exception):
    """The body is over the cap, or swells far beyond what a feed does."""


class Body:
    """Takes a body's raw chunks and gives its bytes.

    ``coding`` is the Content-Encoding header (``""`` for none), ``cap`` the most bytes that may
    arrive, and the most that may come out of any layer.  ``into`` takes the bytes instead of their
    being kept.  Raises InflateError for a coding that can't be unpacked here.
    """

    def __init__(self, coding: str, cap: int, into: Callable[[bytes], None] | None = None) -> None:
        self._cap = cap
        self._arrived = 0
        self._made = 0
        self._pieces: list[bytes] = []
        self._keeps = into is None
        self._take = into or self._pieces.append
        self._layers = _layers(coding)

    @property
    def size(self) -> int:
        """Bytes kept so far, packed or not, whichever is more."""
        return max(self._arrived, self._made)

    def add(self, chunk: bytes) -> Iterator[None]:
        """Take ``chunk``; yields after each slice, where the caller may let others run.

        Raises BodyTooLarge and InflateError.
        """
        if not self._arrived and self._keeps and chunk.startswith(_GZIP_MAGIC):
            # A packed file served as it lies on the disk: no feed and no page begins so.
            self._layers = self._layers or [_Zlib(is_gzip=True)]
        self._arrived += len(chunk)
        if self._arrived > self._cap:
            raise BodyTooLarge
        for piece in self._through(0, chunk):
            self._take(piece)
            yield

    def finish(self) -> bytes:
        """The whole body; raises InflateError when a packed one ends in the middle.

        Nothing at all is an empty body, however it is said to be packed.
        """
        if not self._arrived:
            return b""
        for number, layer in enumerate(self._layers):
            for piece in layer.finish():
                for last in self._through(number + 1, piece):
                    self._take(last)
        return b"".join(self._pieces)

    def _through(self, number: int, data: bytes) -> Iterator[bytes]:
        if number == len(self._layers):
            yield data
            return
        made = 0
        for piece in self._layers[number].pieces(data):
            made += len(piece)
            self._made += len(piece)
            self._check()
            yield from self._through(number + 1, piece)

    def _check(self) -> None:
        if self._made > self._cap * len(self._layers):
            raise BodyTooLarge
        if self._made > RATIO_FROM and self._made > MAX_RATIO * self._arrived:
            raise BodyTooLarge


class _Layer(Protocol):
    def pieces(self, data: bytes) -> Iterator[bytes]:
        """``data`` unpacked, in slices of at most :data:`SLICE` bytes."""

    def finish(self) -> Iterator[bytes]:
        """What is left at the end; raises InflateError when the end is missing."""


class _Zlib:
    """gzip (several members too) and deflate (with zlib's wrapper or raw), told by looking, also
    where one bears the name of the other.

    A body that is called gzip and is not packed at all passes through: many servers do that.
    """

    def __init__(self, *, is_gzip: bool) -> None:
        self._is_gzip = is_gzip
        self._head = b""
        self._plain = False
        self._unpack: Any = None
        self._ended = False
        self._members = 0
        """How many members of gzip are over."""

    def pieces(self, data: bytes) -> Iterator[bytes]:
        if self._plain:
            yield data
            return
        if self._unpack is None and not self._ended:
            data = self._head + data
            self._head = b""
            if len(data) < 2:
                self._head = data
                return
            if self._members and not data.startswith(_GZIP_MAGIC):
                self._ended = True
                return
            self._begin(data)
            if self._plain:
                yield data
                return
        while data and not self._ended:
            try:
                piece = self._unpack.decompress(data, SLICE)
            except zlib.error as error:
                raise InflateError("does not unpack") from error
            data = self._unpack.unconsumed_tail
            if piece:
                yield piece
            if self._unpack.eof:
                data = self._next_member(self._unpack.unused_data)
                if self._members % MEMBERS == 0:
                    yield b""

    def finish(self) -> Iterator[bytes]:
        if self._head and not self._members:
            yield self._head
        if self._unpack is not None and not self._ended:
            raise InflateError("ends in the middle")

    def _next_member(self, data: bytes) -> bytes:
        """Begin the member that may follow in ``data``; what of it is left to be unpacked."""
        self._members += 1
        self._unpack = None
        if self._is_gzip and len(data) < 2 and _GZIP_MAGIC.startswith(data):
            self._head = data
            return b""
        self._ended = not (self._is_gzip and data.startswith(_GZIP_MAGIC))
        if not self._ended:
            self._begin(data)
        return data

    def _begin(self, data: bytes) -> None:
        has_wrapper = data[0] & 15 == 8 and (data[0] << 8 | data[1]) % 31 == 0
        if data.startswith(_GZIP_MAGIC):
            self._is_gzip, bits = True, 31
        elif self._is_gzip and not data.startswith(_ZLIB_STARTS):
            self._plain, bits = True, 0
        else:
            self._is_gzip, bits = False, 15 if has_wrapper else -15
        if not self._plain:
            self._unpack = zlib.decompressobj(bits)


class _Brotli:
    """Brotli with a bound on what one call may make (brotli 1.2 and newer).

    It fails for good when one call brings the end of its stream and anything behind it.  Then the
    stream is unpacked once more, and its last part byte by byte; ``fresh`` makes what does that.
    """

    def __init__(self, decompressor: Any, fresh: Callable[[], Any] | None = None) -> None:
        self._unpack = decompressor
        self._fresh = fresh
        self._taken = bytearray()
        """What came before, as long as that is little enough to be unpacked twice."""
        self._given = 0

    def pieces(self, data: bytes) -> Iterator[bytes]:
        try:
            if self._unpack.is_finished():
                return  # what follows belongs to nothing
            try:
                for piece in self._unpacked(data):
                    self._given += len(piece)
                    yield piece
            except Exception as error:
                if self._fresh is None or isinstance(error, InflateError | BodyTooLarge):
                    raise
                yield from self._once_more(data, self._fresh())
            if self._fresh is not None:
                self._taken += data
            if len(self._taken) > TWICE:
                self._fresh = None
                self._taken.clear()
        except Exception as error:
            if isinstance(error, InflateError | BodyTooLarge):
                raise
            raise InflateError("does not unpack") from error

    def finish(self) -> Iterator[bytes]:
        if not self._unpack.is_finished():
            raise InflateError("ends in the middle")
        return iter(())

    def _unpacked(self, data: bytes) -> Iterator[bytes]:
        piece = self._unpack.process(data, output_buffer_limit=SLICE)
        # It may have taken everything in and still have more to give than the limit let out: it
        # has not when it gives nothing.
        while piece or not (self._unpack.can_accept_more_data() or self._unpack.is_finished()):
            yield piece
            piece = self._unpack.process(b"", output_buffer_limit=SLICE)

    def _once_more(self, data: bytes, unpack: Any) -> Iterator[bytes]:
        """What is still to come of the stream that ends in ``data``."""
        self._unpack, self._fresh = unpack, None
        known = self._given
        for part in (bytes(self._taken), *(data[at : at + 1] for at in range(len(data)))):
            for piece in self._unpacked(part):
                yield piece[known:]
                known = max(known - len(piece), 0)
            if self._unpack.is_finished():
                return


class _Zstd:
    """Zstandard by the module of Python 3.14, or the one that brings it to older ones.

    Its window is held to 8 MB, as RFC 9659 has it for the web; frames may follow one another, and
    behind the last one anything that is none.
    """

    def __init__(self, module: Any) -> None:
        self._module = module
        self._unpack = self._fresh()
        self._began = False
        self._head = b""
        """What came behind a frame, too little to tell whether it is one."""
        self._ended = False

    def pieces(self, data: bytes) -> Iterator[bytes]:
        try:
            while not self._ended and (data or not self._unpack.needs_input):
                self._began = True
                if self._unpack.eof:
                    data, self._head = self._head + data, b""
                    if len(data) < 4:
                        self._head = data
                        return
                    self._ended = not _ZSTD_FRAME.match(data)
                    if self._ended:
                        return
                    self._unpack = self._fresh()
                yield self._unpack.decompress(data, SLICE)
                data = self._unpack.unused_data if self._unpack.eof else b""
                if self._unpack.eof and not data:
                    return
        except (self._module.ZstdError, EOFError) as error:
            raise InflateError("does not unpack") from error

    def finish(self) -> Iterator[bytes]:
        if self._began and not self._unpack.eof:
            raise InflateError("ends in the middle")
        return iter(())

    def _fresh(self) -> Any:
        window = {self._module.DecompressionParameter.window_log_max: 23}
        return self._module.ZstdDecompressor(options=window)


@cache
def known_codings() -> str:
    """The codings to ask a server for, as Accept-Encoding has them: what can be unpacked here
    within bounds."""
    found = [name for name, module in (("br", brotli_module()), ("zstd", zstd_module())) if module]
    return ", ".join(["gzip", "deflate", *found])


def _layers(coding: str) -> list[_Layer]:
    names = [name.partition(";")[0].strip().lower() for name in coding.split(",")]
    names = [name for name in names if name not in _NO_CODING]
    if len(names) > MAX_LAYERS:
        raise InflateError("is packed too many times over")
    return [_layer(name) for name in reversed(names)]


def _layer(name: str) -> _Layer:
    if name in ("gzip", "x-gzip"):
        return _Zlib(is_gzip=True)
    if name == "deflate":
        return _Zlib(is_gzip=False)
    if name == "br" and (module := brotli_module()):
        return _Brotli(module.Decompressor(), module.Decompressor)
    if name == "zstd" and (module := zstd_module()):
        return _Zstd(module)
    raise InflateError("is packed in a way that this reader does not know")


@cache
def brotli_module() -> Any:
    """The library of brotli, when it can be held to a bound (1.2 and newer), else None."""
    try:
        module = importlib.import_module("brotli")
    except ImportError:
        return None
    decompressor = getattr(module, "Decompressor", None)
    return module if hasattr(decompressor, "can_accept_more_data") else None


@cache
def zstd_module() -> Any:
    """Python's own module of Zstandard, or its double for older versions, else None."""
    for name in ("compression.zstd", "backports.zstd"):
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    return None
