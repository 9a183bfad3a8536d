"""The head of an answer as the HTTP parser takes it: what browsers forgive is mended or left out.

The parser refuses a whole answer for one line that is no header, for a blank before a colon or for
an empty line too many.  Servers send all of these (PHP that printed a warning, home-made boxes),
and browsers read on.  Lengths, codings and control characters are left to the parser.
"""

from __future__ import annotations

import re
from typing import Final

MAX_LINES: Final = 4000
"""Lines of one head; the parser takes its time for each."""
_TOKEN: Final = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_WORDS: Final = rb"[^\r\n]*"
_GOOD: Final = re.compile(
    rb"HTTP/%b\r?\n(?:%b:%b\r?\n(?:[ \t]%b\r?\n)*)*\r?\n" % (_WORDS, _TOKEN, _WORDS, _WORDS)
)
_END: Final = re.compile(rb"\n\r*\n")
_HEADER: Final = re.compile(rb"(%b)[ \t]*(:.*)" % _TOKEN, re.DOTALL)
_EARLY: Final = re.compile(rb"HTTP/\S+[ \t]+1(?!01)\d\d(?!\d)")
_AS_IT_IS: Final = re.compile(
    rb"^(?:transfer-encoding[ \t]*:[ \t]*identity|content-length[ \t]*:)[ \t]*\r?\n", re.I | re.M
)
"""What says that nothing is done to the body, in words that HTTP has no more, or names no length."""
_BEGINNING: Final = b"HTTP/"


class NoHead(Exception):
    """What came is no head of HTTP, or one of too many lines."""


class Heads:
    """The heads of one answer: :meth:`take` gives what may go to the parser."""

    def __init__(self) -> None:
        self._kept = bytearray()
        self._over = False

    def take(self, data: bytes) -> bytes:
        """The mended head and what came behind it, ``b""`` as long as the head is not whole.

        Early answers (1xx) are left out.  Raises NoHead.
        """
        if self._over:
            return data
        looked = max(len(self._kept) - 200, 0)
        self._kept += data
        while True:
            if self._kept.startswith((b"\r", b"\n")):
                self._kept = self._kept.lstrip(b"\r\n")
            if not _BEGINNING.startswith(self._kept[:5]):
                raise NoHead
            found = _END.search(self._kept, looked)
            if found is None:
                return b""
            head = bytes(self._kept[: found.end()])
            del self._kept[: found.end()]
            if not _EARLY.match(head):
                self._over = True
                return _mended(head) + self.rest()
            looked = 0

    def rest(self) -> bytes:
        """What was kept back, when nothing more comes."""
        kept, self._kept = bytes(self._kept), bytearray()
        return kept


def _mended(head: bytes) -> bytes:
    if head.count(b"\n") > MAX_LINES:
        raise NoHead
    head = _AS_IT_IS.sub(b"", head)
    if _GOOD.fullmatch(head):
        return head
    first, *lines = (line.rstrip(b"\r") for line in head.rstrip(b"\r\n").split(b"\n"))
    kept = [first]
    belongs = False  # whether a line that goes on belongs to one that was kept
    for line in lines:
        if line[:1] in (b" ", b"\t"):
            if belongs:
                kept.append(line)
            continue
        header = _HEADER.fullmatch(line)
        belongs = header is not None
        if header:
            kept.append(header[1] + header[2])
    return b"\r\n".join(kept) + b"\r\n\r\n"
