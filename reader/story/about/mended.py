"""JSON as pages hold it that no parser of JSON takes: with comments, commas before what closes,
quotation marks inside of strings, or the entities of HTML for its own marks."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from reader.references import unescape

MAX_COMMENTS: Final = 50
"""Comments in one script; a text with more of their beginnings is no JSON."""
MAX_TYPES: Final = 20
"""Types among which that of an article is looked for."""
_EXTRAS = re.compile(r'"(?:[^"\\]|\\.)*+"?|/\*.*?\*/|//[^\n]*|,(?=\s*+[}\]])', re.S)
"""Strings, which stay (one that never ends, too: looked for from each mark it would take for ever), and
what stands beside them that is none of JSON."""
_TYPE = re.compile(r'"@type"\s{0,9}:\s{0,9}(?="|\[)')
_TOLD: Final = ("headline", "author", "datePublished", "dateModified", "image", "publisher")
"""What is read of an object that can't be read as a whole."""
_DECODER: Final = json.JSONDecoder(strict=False)


def mended(text: str) -> object:
    """The data of a script that is nearly JSON, None where nothing can be made of it."""
    if '"' not in text and "&quot;" in text:
        text = unescape(text)
        if (data := _read(text)) is not None:
            return data
    if text.count("/*") <= MAX_COMMENTS:
        text = _EXTRAS.sub(_without, text)
        if (data := _read(text)) is not None:
            return data
    return _pieces(text)


def _read(text: str) -> object:
    try:
        data, _ = _DECODER.raw_decode(text.strip())
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict | list) else None


def _without(found: re.Match[str]) -> str:
    """A string as it is; nothing, or a space, for all else."""
    return found[0] if found[0][0] == '"' else " "


def _pieces(text: str) -> dict[str, Any] | None:
    """An object of the first type that names an article, with those of its values that can be read."""
    held: dict[str, Any] = {}
    for found in list(_TYPE.finditer(text))[:MAX_TYPES]:
        kind = _value(text, found.end())
        kinds = kind if isinstance(kind, list) else [kind]
        if any(isinstance(k, str) and k.endswith(("Article", "Posting")) for k in kinds):
            held["@type"] = kind
            break
    for name in _TOLD if held else ():
        at = re.search(rf'"{name}"\s{{0,9}}:\s{{0,9}}', text)
        value = _value(text, at.end()) if at else None
        if value is not None:
            held[name] = value
    return held or None


def _value(text: str, start: int) -> Any:
    try:
        value, _ = _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        return None
    return value
