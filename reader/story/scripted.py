"""Stories that a page holds only as data: in JSON-LD, or in the JSON that its script would draw."""

from __future__ import annotations

import html
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from reader.model import Block
from reader.story.declared import linked_data, some, strings
from reader.story.markup import parse_fragment
from reader.story.plain import paragraphs, read_blocks
from reader.story.walker import Walker

if TYPE_CHECKING:
    from lxml.etree import _Element

FEW: Final = 60
"""Words under which what a page shows may be no more than "Loading"."""
ENOUGH: Final = 40
"""Words that data must hold to be the story."""
MAX_JSON: Final = 2 * 1024 * 1024
"""Characters of one script that are read."""
MAX_SCRIPTS: Final = 20
MAX_VALUES: Final = 50_000
"""Values of one script that are looked at."""
PARAGRAPH: Final = 60
"""Characters from which a string with a full stop can be a paragraph."""

LONG: Final = 150
"""Words of a declared body that is more than a summary."""
TIMES: Final = 4
"""So many times the words that are shown make it the story."""
_PROGRAMS: Final = frozenset(["", "text/javascript", "application/javascript", "module"])
_ASSIGNED = re.compile(
    r"\s*(?:(?:window|self|globalThis)\.|var\s|let\s|const\s)\s*[\w$.]{1,80}\s*=\s*(?:JSON\.parse\(\s*)?(?=[{\[\"])"
)
"""The beginning of a program that only keeps the data which another one draws."""
_TAG = re.compile(r"<(?:/?[a-zA-Z][a-zA-Z0-9-]*(?:\s[^<>]*)?/?)>")
_SENTENCE = re.compile(r"[.!?…][\"'”’»)]?(?:\s|$|<)|[。！？]")


def scripted_blocks(root: _Element, base: str) -> list[Block]:
    """The story that the page ``root`` holds as data, [] when there is none.

    ``articleBody`` of JSON-LD comes first; else, of all JSON on the page, the strings that read
    like paragraphs and stand at the same place of their objects, those that are longest together.
    """
    for item in linked_data(root):
        for text in strings(item.get("articleBody"))[:1]:
            found = _blocks([text], base)
            if words_in(found) >= ENOUGH:
                return found
    best: list[Block] = []
    for script in some(root.iter("script"), MAX_SCRIPTS * 5):
        kind = (script.get("type") or "").lower()
        text = (script.text or "")[:MAX_JSON]
        if kind.endswith("json") and "ld+json" not in kind:
            found = _blocks(_longest(_load(text)), base)
        elif kind in _PROGRAMS and (assigned := _ASSIGNED.match(text)):
            found = _blocks(_longest(_value(text, assigned.end())), base)
        else:
            continue
        best = max(best, found, key=words_in)
    return best if words_in(best) >= ENOUGH else []


def declared_body(text: str, base: str, shown: int) -> list[Block]:
    """The blocks of an ``articleBody`` that holds the story of a page which shows ``shown`` words
    of it, [] unless that is so much more."""
    least = max(LONG, TIMES * shown)
    found = _blocks([text], base) if len(text) > 2 * least else []
    return found if words_in(found) >= least else []


def words_in(blocks: list[Block]) -> int:
    """The words of ``blocks``; of a script without spaces, half of its characters."""
    text = " ".join(b.text for b in blocks if b.kind != "image")
    return max(text.count(" ") + 1 if text else 0, 0 if text.isascii() else _wide(text) // 2)


def _wide(text: str) -> int:
    return sum(1 for c in text if "\u3040" <= c <= "\u9fff")


def _load(text: str) -> object:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _value(text: str, start: int) -> object:
    """The JSON value that begins at ``start`` of a program; one written as a string is read too."""
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(text, start)
    except (ValueError, RecursionError):
        return None
    return _load(value) if isinstance(value, str) else value


def _longest(data: object) -> list[str]:
    places: dict[str, list[str]] = defaultdict(list)
    for place, value in _strings(data):
        spaced = len(value) >= PARAGRAPH and " " in value.strip()
        if (spaced or _wide(value[:200]) > PARAGRAPH // 3) and _SENTENCE.search(value):
            places[place].append(value)
    return max(places.values(), key=lambda held: sum(map(len, held)), default=[])


def _strings(data: object) -> Iterator[tuple[str, str]]:
    """Every string with its place: the names of the objects around it, without numbers."""
    stack: list[tuple[str, object]] = [("", data)]
    for _ in range(MAX_VALUES):
        if not stack:
            return
        place, value = stack.pop()
        if isinstance(value, str):
            yield place, value
        elif isinstance(value, dict):
            stack.extend((f"{place}/{name}"[:500], v) for name, v in reversed(value.items()))
        elif isinstance(value, list):
            stack.extend((place, v) for v in reversed(value))


def _blocks(texts: list[str], base: str) -> list[Block]:
    found: list[Block] = []
    for text in texts:
        if "&lt;p" in text[:200]:
            text = html.unescape(text)
        if _TAG.search(text):
            body = parse_fragment(text)
            found += Walker(base, media=False).walk(body) if body is not None else []
        else:
            found += read_blocks(paragraphs(html.unescape(text)), base)
    return found
