"""Text from outside made safe to keep and to show, and cut into sentences.

:func:`clean` is the one function at both borders: where text enters the model, and where it
leaves for the terminal.  It is idempotent.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from reader.patterns import later

MAX_MARKS: Final = 6
"""Combining marks kept in a row; no script needs more, and piles of them climb over other lines."""

_FLAG_TAGS: Final = frozenset(
    "".join(chr(0xE0000 + ord(c)) for c in code) + "\U000e007f"
    for code in ("gbeng", "gbsct", "gbwls")
)
_BREAKS = later("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_TAGS = later("(\U0001f3f4?)([\U000e0000-\U000e007f]+)")
_UNSAFE = later(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x9f"  # C0 but tab and newline, DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # bidi marks, embeddings, overrides, isolates
    "\u00ad\ufeff\ufff9-\ufffb"  # soft hyphen, byte order mark, interlinear annotation
    "\ufdd0-\ufdef\ud800-\udfff"  # non-characters, lone surrogates
    + "".join(f"{chr(p + 0xFFFE)}-{chr(p + 0xFFFF)}" for p in range(0, 0x110000, 0x10000))
    + "]"
)
_SUSPECT = later(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f"
    "\ufdd0-\ufdef\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e007f]"
    "|[\U0001fffe-\U0010ffff]"
)
_COMBINING: Final = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a"
    "\u07a6-\u07b0\u07eb-\u07f3\u07fd\u0816-\u0819\u081b-\u0823\u0825-\u0827\u0829-\u082d"
    "\u0859-\u085b\u0897-\u089f\u08ca-\u08e1\u08e3-\u0902\u093a\u093c\u0941-\u0948\u094d"
    "\u0951-\u0957\u0962\u0963\u0981\u09bc\u09c1-\u09c4\u09cd\u09e2\u09e3\u09fe-\u0a02\u0a3c"
    "\u0a41-\u0a51\u0a70\u0a71\u0a75\u0a81\u0a82\u0abc\u0ac1-\u0ac8\u0acd\u0ae2\u0ae3"
    "\u0afa-\u0b01\u0b3c\u0b3f\u0b41-\u0b44\u0b4d-\u0b56\u0b62\u0b63\u0b82\u0bc0\u0bcd\u0c00"
    "\u0c04\u0c3c\u0c3e-\u0c40\u0c46-\u0c56\u0c62\u0c63\u0c81\u0cbc\u0cbf\u0cc6\u0ccc\u0ccd"
    "\u0ce2\u0ce3\u0d00\u0d01\u0d3b\u0d3c\u0d41-\u0d44\u0d4d\u0d62\u0d63\u0d81\u0dca"
    "\u0dd2-\u0dd6\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u0f18\u0f19"
    "\u0f35\u0f37\u0f39\u0f71-\u0f7e\u0f80-\u0f84\u0f86\u0f87\u0f8d-\u0fbc\u0fc6\u102d-\u1030"
    "\u1032-\u1037\u1039\u103a\u103d\u103e\u1058\u1059\u105e-\u1060\u1071-\u1074\u1082"
    "\u1085\u1086\u108d\u109d\u135d-\u135f\u1712-\u1714\u1732\u1733\u1752\u1753\u1772\u1773"
    "\u17b4\u17b5\u17b7-\u17bd\u17c6\u17c9-\u17d3\u17dd\u180b-\u180f\u1885\u1886\u18a9"
    "\u1920-\u1922\u1927\u1928\u1932\u1939-\u193b\u1a17\u1a18\u1a1b\u1a56\u1a58-\u1a60\u1a62"
    "\u1a65-\u1a6c\u1a73-\u1a7f\u1ab0-\u1b03\u1b34\u1b36-\u1b3a\u1b3c\u1b42\u1b6b-\u1b73"
    "\u1b80\u1b81\u1ba2-\u1ba5\u1ba8\u1ba9\u1bab-\u1bad\u1be6\u1be8\u1be9\u1bed\u1bef-\u1bf1"
    "\u1c2c-\u1c33\u1c36\u1c37\u1cd0-\u1cd2\u1cd4-\u1ce0\u1ce2-\u1ce8\u1ced\u1cf4\u1cf8\u1cf9"
    "\u1dc0-\u1dff\u200b-\u200d\u2060-\u2064\u20d0-\u20f0\u2cef-\u2cf1\u2d7f\u2de0-\u2dff"
    "\u302a-\u302d\u3099\u309a\ua66f-\ua672\ua674-\ua67d\ua69e\ua69f\ua6f0\ua6f1\ua802\ua806"
    "\ua80b\ua825\ua826\ua82c\ua8c4\ua8c5\ua8e0-\ua8f1\ua8ff\ua926-\ua92d\ua947-\ua951"
    "\ua980-\ua982\ua9b3\ua9b6-\ua9b9\ua9bc\ua9bd\ua9e5\uaa29-\uaa2e\uaa31\uaa32\uaa35\uaa36"
    "\uaa43\uaa4c\uaa7c\uaab0\uaab2-\uaab4\uaab7\uaab8\uaabe\uaabf\uaac1\uaaec\uaaed\uaaf6"
    "\uabe5\uabe8\uabed\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f"
)
"""Marks over, under and around letters (Mn and Me of Unicode), and what has no width: piles of marks
could hide behind joiners. Up to U+FFFF, where a look at a character costs the same for all."""
_PILE = later(f"[{_COMBINING}]{{{MAX_MARKS + 1},}}")
_MARK = later(f"[{_COMBINING}]")
_DECOMPOSED = later("[^\\W\\d_][\u0300-\u036f\u3099\u309a]{1,6}")
_PLAIN_WORDS = re.compile("[ -~\u2010-\u2027]*+")
"""ASCII and the marks of good typography: two ranges, which are compared as quickly as bytes."""
_ONE_CASE_BUT_ASCII = re.compile("[\n -~\u2010-\u2027]*+")
_SEEN: Final = bytes([10, *range(32, 127)])
_MARKS_ALONE: Final = re.compile(b"(?:\xe2\x80[\x90-\xa7])*+")
"""The same marks in UTF-8."""
_LOOKED_AT: Final = 200
"""Characters that tell most text in other letters."""
_UNSPACED_LEADS: Final = bytes({0xE0, 0xE1, *range(0xE3, 0xEA), 0xEF, 0xF0})
_SENTENCE_END = later(  # one class first, so that the search runs at the speed of a scan
    r"[.!?…。！？](?:(?<=[.!?…])[.!?…]*[\"'”’»)\]]*(?=\s+[\"'“‘«„(\[]*[^\Wa-z_])"
    r"|(?<=[。！？])[。！？]*[」』”]?)"
)
_ABBREVIATIONS: Final = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "rev",
        "gen",
        "gov",
        "sen",
        "rep",
        "st",
        "lt",
        "col",
        "sgt",
        "capt",
        "jr",
        "sr",
        "vs",
        "no",
        "inc",
        "ltd",
        "co",
        "corp",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "e.g",
        "i.e",
        "u.s",
        "u.k",
        "bzw",
        "z.b",
        "d.h",
    ]
)

_LAST_LETTER: Final = "\u02ff"
"""The last character before the first that stands over another one."""
_FEW_ACCENTS: Final = 8
_LONGEST_WORD: Final = 40
"""Characters before a full stop in which an abbreviation stands, with the marks around it."""

_MAILBOX: Final = later(
    r"\s*(?:<?[^\s@<>()]+@[^\s@<>()]+>?\s*\((?P<behind>[^()]+)\)|\"?(?P<before>[^@<>()\"]+)\"?\s*[<(][^\s@<>()]+@[^\s@<>()]+[>)])\s*"
)
UNSPACED: Final = later(
    "[\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
    "|[\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*"
    "|[\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6][\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece]*"
    "|[\u1000-\u102a\u103f\u1780-\u17b3][\u102b-\u103e\u17b4-\u17d3]*"
)
"""A character, with its marks, of a script that writes words without spaces between them."""


def clean(text: str) -> str:
    """``text`` without anything that could steer a terminal or turn reading order around.

    Out: C0 but newline and tab, DEL, C1, bidi controls, LRM/RLM/ALM, tag characters (but in the
    three flag emoji that use them), non-characters, lone surrogates, soft hyphens; carriage
    returns and separators become newlines; a pile of combining marks is cut to six.
    ZWJ, ZWNJ and variation selectors stay.
    """
    if _PLAIN_WORDS.fullmatch(text):
        return text
    if not _is_printable(text) and _SUSPECT.search(text):
        text = _BREAKS.sub("\n", text)
        text = _TAGS.sub(_keep_flag, text)
        text = _UNSAFE.sub("", text)
    if has_marks(text):
        text = _PILE.sub(lambda m: m.group()[:MAX_MARKS], text)
    return text


def _is_printable(text: str) -> bool:
    """Whether there is nothing in ``text`` but characters to be seen and the usual white space.

    Most text is so, and to know it takes a fifth of the time of looking for what is unsafe."""
    return text.isprintable() or (
        text.replace("\n", "").replace("\t", "").replace("\u00a0", "").isprintable()
    )


def is_plain(text: str) -> bool:
    """Whether :func:`clean` leaves ``text`` as it is and all its white space is blanks.

    So it is with most text, and to know it takes a third of the time of cleaning."""
    return _PLAIN_WORDS.fullmatch(text) is not None or (text.isprintable() and not has_marks(text))


def has_marks(text: str) -> bool:
    """Whether there are combining marks in ``text``, piled up or not."""
    return not text.isascii() and _MARK.search(text) is not None


def composed(text: str) -> str:
    """``text`` with each letter and the accents that follow it as the one character that means the
    same, where there is one, as most texts have it (*e* and U+0301 as *é*; か and U+3099 as が): words
    are found and compared so. All else stays as it is."""
    if text.isascii() or not _DECOMPOSED.search(text):
        return text
    return _DECOMPOSED.sub(lambda m: unicodedata.normalize("NFC", m.group()), text)


def may_be_unspaced(text: str) -> bool:
    """Whether there may be characters of :data:`UNSPACED` in ``text``: a look at its bytes."""
    if text.isascii():
        return False
    data = text.encode("utf-8", "replace")
    return len(data.translate(None, _UNSPACED_LEADS)) != len(data)


def words_in(text: str) -> int:
    """How many words ``text`` holds; where words are not parted by spaces, one for each two
    characters."""
    if not text:
        return 0
    is_folded = "  " not in text and "\n" not in text and "\t" not in text
    parted = text.count(" ") + 1 if is_folded else len(text.split())
    if not may_be_unspaced(text):
        return parted
    return max(parted, len(UNSPACED.findall(text)) // 2)


def words_in_all(texts: Iterable[str]) -> int:
    """:func:`words_in` of all ``texts`` together; mostly told by one look at them as one."""
    found = list(filter(None, texts))
    whole = " ".join(found)
    is_folded = "  " not in whole and "\n" not in whole and "\t" not in whole
    if not is_folded or may_be_unspaced("".join([t for t in found if not t.isascii()])):
        return sum(map(words_in, found))
    return whole.count(" ") + 1 if whole else 0


def clean_line(text: str) -> str:
    """:func:`clean`, on one line: every run of white space becomes one space, ends stripped."""
    return " ".join(clean(text).split())


def person(author: str) -> str:
    """The name of an author who is given as for a mail, ``address (Name)`` (RSS 2.0) or
    ``Name <address>`` (RFC 5322); any other as it is."""
    found = _MAILBOX.fullmatch(author[:400]) if "@" in author else None
    name = (found["behind"] or found["before"] or "").strip() if found else ""
    return name or author


def lower(text: str) -> str:
    """``text.lower()``; typographic marks alone don't make it slow."""
    small = None if text.isascii() else lower_bytes(text)
    return text.lower() if small is None else small.decode()


def lower_bytes(text: str) -> bytes | None:
    """``text.lower()`` as UTF-8, where that is told by a look at its bytes: there is nothing in it
    but ASCII that can be seen, line breaks and typographic marks; else None."""
    if not _ONE_CASE_BUT_ASCII.fullmatch(text, 0, _LOOKED_AT):
        return None
    data = text.encode("utf-8", "surrogatepass")
    if not _MARKS_ALONE.fullmatch(data.translate(None, _SEEN)):
        return None
    return data.lower()


def fold(text: str) -> str:
    """``text`` for comparing: case and accents folded (``É`` and ``e`` are the same)."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", text.casefold())
    accents = [c for c in set(folded) if c > _LAST_LETTER and unicodedata.combining(c)]
    if len(accents) > _FEW_ACCENTS:
        return folded.translate(dict.fromkeys(map(ord, accents)))
    for accent in accents:
        folded = folded.replace(accent, "")
    return folded


def fold_quickly(text: str) -> str:
    """:func:`fold`, but that ``’`` may have become ``'``: where it is all that is no ASCII, as in
    most English, that takes a tenth of the time."""
    plain = text.replace("’", "'")
    return plain.lower() if plain.isascii() else fold(text)


class _Plain(dict[int, int]):
    """Every character to one that is compared instead, found out when it is first met."""

    def __missing__(self, code: int) -> int:
        folded = fold(chr(code))
        self[code] = ord(folded) if len(folded) == 1 else code
        return self[code]


_PLAIN: Final = _Plain()


_FOLDED: Final = later("[^\x00-\x7f“”‘’„‚–—…]")
"""What may be another character when it is folded, capitals of ASCII aside."""


def fold_in_place(text: str) -> str:
    """:func:`fold` character by character: offsets in the result are offsets in ``text``."""
    if text.isascii() or not _FOLDED.search(text):
        return text.lower()
    return text.translate(_PLAIN)


_MARKS: Final = (("“", '"'), ("”", '"'), ("’", "'"), ("‘", "'"), ("–", "-"), ("—", "-"), ("…", "."), ("\u00a0", " "))  # fmt: skip


def fold_words(text: str) -> str:
    """:func:`fold_in_place` for looking for words only: marks between them may be others.  Text
    that is ASCII but for its marks, as most English is, takes a sixth of the time."""
    if not text.isascii():
        plain = text
        for mark, other in _MARKS:
            plain = plain.replace(mark, other)
        if not plain.isascii():
            return fold_in_place(text)
        text = plain
    return text.lower()


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of one paragraph as ``(start, end)``; together they cover all its words."""
    return list(each_sentence(text))


def each_sentence(text: str) -> Iterator[tuple[int, int]]:
    """:func:`sentences`, one after the other, for those who need only the first few."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        stop, end = match.span()
        if match.group() == "." and _is_shortened(text, start, stop):
            continue
        yield start, end
        start = end
        while start < len(text) and text[start].isspace():
            start += 1
    if start < len(text):
        yield start, len(text)


def _is_shortened(text: str, start: int, stop: int) -> bool:
    """Whether the word before a full stop is an abbreviation or an initial."""
    word = text[max(start, stop - _LONGEST_WORD) : stop].rsplit(None, 1)[-1:] or [""]
    last = word[0].lower().strip("\"'“‘(")
    return last in _ABBREVIATIONS or (len(last) == 1 and "a" <= last <= "z")


def _keep_flag(match: re.Match[str]) -> str:
    flag, tags = match.groups()
    return flag + tags if flag and tags in _FLAG_TAGS else flag
