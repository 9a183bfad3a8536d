"""From bytes to characters: byte order mark, HTTP, XML declaration, then what the bytes suggest.

The order is that of RFC 7303 (XML media types), section 3: a byte order mark outranks the
``charset`` parameter, which outranks the declaration in the document.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from typing import Final

from reader.charset import guess_encoding

_BOMS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SHAPES: Final = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    (b"{\0\0\0", "utf-32-le"),
    (b"\0\0\0{", "utf-32-be"),
    (b"{\0", "utf-16-le"),
    (b"\0{", "utf-16-be"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)
_DECLARATION = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([A-Za-z0-9._:-]{1,40})")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([^\s;\"']{1,40})", re.IGNORECASE)
_ALIASES: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-9": "cp1254",
    "tis-620": "cp874",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "csmacintosh": "mac-roman",
    "mac": "mac-roman",
    "ms-cyrl": "cp1251",
    "unicode": "utf-16",
    "iso-10646-ucs-2": "utf-16",
    "iso-10646-ucs-4": "utf-32",
    "ucs-2": "utf-16",
    "ucs-4": "utf-32",
    "csucs4": "utf-32",
    "csunicode": "utf-16",
}
"""Names as they are used on the web: each stands for its superset (WHATWG Encoding Standard)."""

_NARROW: Final = ("iso8859", "cp125", "cp874", "koi8", "mac-")
_AS_1252: Final = "nowreading.as-1252"
"""The name of what Python does with a byte that is not UTF-8 (:func:`_as_1252`)."""
_WIDE: Final = ("utf-16", "utf-32", "utf_16", "utf_32")
_NOT_TEXT: Final = frozenset(
    "base64 bz2 hex quopri rot13 uu zlib punycode idna undefined unicode-escape raw-unicode-escape "
    "charmap palmos".split()
)
"""Codecs of Python's that are no encoding of anybody's text."""


def http_charset(headers: Mapping[str, str]) -> str | None:
    """The ``charset`` of Content-Type, if there is one; ``headers`` have lower-case names."""
    found = _CHARSET.search(headers.get("content-type", ""))
    return found.group(1).lower() if found else None


def decode(body: bytes, headers: Mapping[str, str]) -> tuple[str, str | None]:
    """``body`` as characters, and a sentence when its own word about its encoding was wrong.

    Never fails: bytes that no encoding explains become U+FFFD.
    """
    for mark, name in _BOMS:
        if body.startswith(mark) and not (name == "utf-16-le" and body[2:4] == b"\0\0"):
            if name != "utf-8" and b"\0" not in body:
                # The mark of two bytes for each letter, and not one tag of such letters.
                body = body[len(mark) :]
                break
            return _decode_wide(body[len(mark) :], name), None
    is_wide = body[:300].count(0) > len(body[:300]) // 3
    for shape, name in _SHAPES:
        if body.startswith(shape) and (is_wide or (name == "cp037" and _is_ebcdic(body))):
            return _decode_shaped(body, name), None
    tried: list[str] = []
    for name in _claims(body, headers):
        text = None if _is_utf8_after_all(body, name) else _try(body, name)
        if text is not None:
            claimed = f"It says it is {tried[0]}, but it is {name}" if tried else None
            return text, claimed
        tried.append(name)
    text = decode_text(body)
    return text, f"It says it is {tried[0]}, but it is not" if tried else None


def decode_plainly(body: bytes, headers: Mapping[str, str]) -> str | None:
    """What :func:`decode` makes of ``body``, as most feeds are: UTF-8 that says so, or says nothing,
    from its first character ``<`` to its last byte.  None for any other."""
    if not body.startswith(b"<") or b"\0" in body or next(_claims(body, headers)) != "utf-8":
        return None
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None


def _is_ebcdic(body: bytes) -> bool:
    """Whether more elements end as EBCDIC writes them than as ASCII does."""
    return body.count(b"\x4c\x61") >= body.count(b"</")


def decode_text(body: bytes) -> str:
    """``body`` as characters when nothing says what it is."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _decode_wide(body[len(mark) :], name)
    text = _try(body, "utf-8")
    if text is None:
        text = _nearly_utf8(body)
    return text if text is not None else _decode_as(body, guess_encoding(body))


def _claims(body: bytes, headers: Mapping[str, str]) -> Iterator[str]:
    """The encodings that HTTP and the document name, best first, then UTF-8."""
    seen: set[str] = set()
    declared = _DECLARATION.match(body, 0, 400)
    names = (http_charset(headers), declared.group(1).decode("ascii").lower() if declared else None)
    for name in (*names, "utf-8"):
        if name and name not in seen:
            seen.add(name)
            yield name


def _try(body: bytes, name: str) -> str | None:
    name = _ALIASES.get(name, name)
    if name.startswith(_WIDE) and body[:1] not in (b"\xff", b"\xfe", b"\0") and b"\0" not in body:
        # It says it is wide, yet the declaration was read as ASCII: then it is not.
        return None
    try:
        info = codecs.lookup(name)
        if info.name in _NOT_TEXT or not info._is_text_encoding:
            return None
        if body.startswith(b"<") and not name.startswith(_WIDE) and info.decode(b"<")[0] != "<":
            return None  # EBCDIC, by its own word, that begins as ASCII does
        return body.decode(name)
    except UnicodeDecodeError as error:
        is_cut = error.reason == "unexpected end of data" and not body[: error.start].isascii()
        if name in ("utf-8", "utf8") and is_cut:
            # Cut off in the middle of the last character.
            return body[: error.start].decode("utf-8")
        if name in ("utf-8", "utf8"):
            return _with_surrogates(body)
    except (LookupError, UnicodeError, ValueError):
        return None
    if name == "cp1252":
        return body.decode("latin-1")
    return None


def _with_surrogates(body: bytes) -> str | None:
    """UTF-8 in which programs that think in UTF-16 wrote surrogates one by one (CESU-8); None when
    it is something else."""
    try:
        text = body.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _is_utf8_after_all(body: bytes, name: str) -> bool:
    """Whether ``body``, which claims to have a byte for each character, is UTF-8: text in one of
    these encodings, other than ASCII, is never UTF-8 by chance, and servers claim what they were
    set to twenty years ago."""
    try:
        is_narrow = codecs.lookup(name).name.startswith(_NARROW)
    except LookupError:
        return False
    return is_narrow and not body.isascii() and _try(body, "utf-8") is not None


def _nearly_utf8(body: bytes) -> str | None:
    """``body`` as UTF-8 with a few bytes of Windows-1252 in it, as programs write that put texts of
    many sources together, or with characters cut in two; None when it is something else.

    In no other encoding is every second character beyond ASCII one of UTF-8 by chance.
    """
    sound = body.decode("utf-8", "ignore")
    characters = len(sound) - len(sound.encode("ascii", "ignore"))
    faults = body.decode("utf-8", "replace").count("\ufffd") - sound.count("\ufffd")
    return body.decode("utf-8", _AS_1252) if faults <= characters else None


def _as_1252(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    wrong = error.object[error.start : error.end]
    # Two bytes and more begin a character whose end is missing.
    return _decode_as(wrong, "cp1252") if len(wrong) == 1 else "\ufffd", error.end


codecs.register_error(_AS_1252, _as_1252)


def _decode_wide(body: bytes, name: str) -> str:
    return body.decode(name, "replace")


def _decode_shaped(body: bytes, name: str) -> str:
    text = body.decode(name, "replace")
    if name != "cp037":
        return text
    declared = re.match(r"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})", text)
    other = _try(body, declared.group(1).lower()) if declared else None
    return other or text


def _decode_as(body: bytes, name: str) -> str:
    exact = _try(body, name)
    return exact if exact is not None else body.decode(name, "replace")
