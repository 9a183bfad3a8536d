"""The likeliest encoding of bytes of which nothing says what they are."""

from __future__ import annotations

import re
from typing import Final

SAMPLE: Final = 20_000
"""Bytes that are looked at, from the first that is no ASCII."""

_RUN = re.compile(rb"[\x80-\xff]{2,}")
_HIGH = re.compile(rb"[\x80-\xff]")


def guess_encoding(body: bytes) -> str:
    """The likeliest of the encodings that were common before UTF-8; Windows-1252 at worst."""
    first = _HIGH.search(body)
    start = first.start() if first else 0
    sample = body[start : start + SAMPLE]
    best, name = 1.0, "cp1252"
    if not _has_runs(sample):
        return name
    for candidate, (letters, usual) in _SCRIPTS.items():
        try:
            text = sample.decode(candidate, "ignore" if len(body) - start > SAMPLE else "strict")
        except UnicodeDecodeError:
            continue
        wide = [c for c in text if c > "\x7f"]
        score = sum(1 for c in wide if c in letters) / max(1, len(wide)) / usual
        if score > best:
            best, name = score, candidate
    return name


def _has_runs(sample: bytes) -> bool:
    """Whether most bytes over 7F stand side by side: in Latin scripts, accented letters do not."""
    high = sum(byte > 0x7F for byte in sample)
    paired = sum(len(run) for run in _RUN.findall(sample))
    return paired * 2 > high


def _letters(*ranges: tuple[int, int]) -> frozenset[str]:
    return frozenset(chr(n) for first, last in ranges for n in range(first, last + 1))


_KANA: Final = _letters((0x3041, 0x3096), (0x30A1, 0x30FC), (0x3001, 0x3002))
_CYRILLIC: Final = frozenset("аеиоуыійінтсрвлкмдпя")
_SCRIPTS: Final = {
    "cp932": (_KANA, 0.25),
    "euc-jp": (_KANA, 0.25),
    "cp949": (_letters((0xAC00, 0xD7A3)), 0.6),
    "gb18030": (
        frozenset("的是在了不有和人这中大为上个国我以要他时来用们到作地于出就分对成会可主发年"),
        0.06,
    ),
    "big5": (
        frozenset("的是在了不有和人這中大為上個國我以要他時來用們到作地於出就分對成會可主發年"),
        0.06,
    ),
    "cp1251": (_CYRILLIC | frozenset("«»—–"), 0.6),
    "koi8-u": (_CYRILLIC, 0.6),  # KOI8-R with four letters more
    "cp1253": (frozenset("αεηικλμνοπρσςτυάέήίόύ"), 0.66),
    "cp1255": (frozenset("אבהוילמםנרשת"), 0.62),
    "cp1256": (frozenset("اليمنورتبعدهةسفكحق"), 0.7),
    "cp874": (_letters((0xE01, 0xE4E)), 0.8),
}
"""By encoding: letters that are common in its texts, and the share of them that is usual.

Cyrillic, Greek and Hebrew letters lie on the same bytes: only how often each is used tells them apart.
"""
