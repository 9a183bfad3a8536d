"""Stories that a page holds only as data: in JSON-LD, or in the JSON that its script would draw."""

from __future__ import annotations

import html
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from reader.model import Block
from reader.references import unescape
from reader.story.about.declared import linked_data, some, strings
from reader.story.blocks.markup import parse_fragment
from reader.story.blocks.plain import paragraphs, read_blocks
from reader.story.blocks.walker import Walker

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
TYPED: Final = 3
"""Paragraphs at one place from which it is looked for what stands between them."""
_KINDS: Final = ("type", "kind", "__typename", "_type", "blockType", "component", "tagName")
_LABELS: Final = frozenset(
    (*_KINDS, *"id key slug url href src style level align lang alt size variant format".split())
)
_ELEMENTS: Final = {
    "h2": re.compile(r"head(?!er)|sub-?title|^h[2-6]$", re.I),
    "li": re.compile(r"list|bullet|^li$|^[uo]l$", re.I),
    "blockquote": re.compile(r"quot", re.I),
}
"""What objects call themselves that are no paragraphs."""
_PROSE = re.compile(r"para|text|^p$", re.I)
_ADDRESS = re.compile(r"(?:https?:/)?/\S*$|\s*$")
_PROGRAMS: Final = frozenset(["", "text/javascript", "application/javascript", "module"])
_ASSIGNED = re.compile(
    r"\s*(?:(?:window|self|globalThis)\.|var\s|let\s|const\s)\s*[\w$.]{1,80}\s*=\s*(?:JSON\.parse\(\s*)?(?=[{\[\"])"
)
"""The beginning of a program that only keeps the data which another one draws."""
_WIDE = re.compile("[\u3040-\u9fff]")
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
    return len(_WIDE.findall(text))


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
    """The strings that read like paragraphs and stand at one place, those that are longest
    together, with what their neighbours say that they are parts of the same story."""
    places: dict[str, list[str]] = defaultdict(list)
    for place, value, _ in _strings(data):
        if _is_paragraph(value):
            places[place].append(value)
    best = max(places, key=lambda place: sum(map(len, places[place])), default="")
    found = places[best]
    return found if len(found) < TYPED else _with_neighbours(data, best) or found


def _is_paragraph(value: str) -> bool:
    spaced = len(value) >= PARAGRAPH and " " in value.strip()
    wide = _wide(value[:200]) > PARAGRAPH // 3
    return (spaced or wide) and _SENTENCE.search(value) is not None


def _with_neighbours(data: object, best: str) -> list[str]:
    """The paragraphs at the place ``best``, and as markup the headings, items and quotations that
    their objects are beside; [] when the objects don't say what they are."""
    around = best.rpartition("/")[0]
    found: list[str] = []
    for place, value, kind in _strings(data):
        above, _, key = place.rpartition("/")
        if place == best and _is_paragraph(value) and not _ELEMENTS["li"].search(kind):
            found.append(value)
        elif above == around and kind and key not in _LABELS and not _ADDRESS.match(value):
            tag = next((t for t, named in _ELEMENTS.items() if named.search(kind)), None)
            if tag is None and (place != best or not _PROSE.search(kind)):
                continue
            words = value if _TAG.search(value) else html.escape(value, quote=False)
            found.append(f"<{tag or 'p'}>{words}</{tag or 'p'}>")
    return found


def _strings(data: object) -> Iterator[tuple[str, str, str]]:
    """Every string with its place (the names of the objects around it, without numbers) and with
    what the nearest object that tells it says that it is."""
    stack: list[tuple[str, object, str]] = [("", data, "")]
    for _ in range(MAX_VALUES):
        if not stack:
            return
        place, value, kind = stack.pop()
        if isinstance(value, str):
            yield place, value, kind
        elif isinstance(value, dict):
            told = next((v for k in _KINDS if isinstance(v := value.get(k), str)), kind)[:80]
            stack.extend((f"{place}/{name}"[:500], v, told) for name, v in reversed(value.items()))
        elif isinstance(value, list):
            stack.extend((place, v, kind) for v in reversed(value))


def _blocks(texts: list[str], base: str) -> list[Block]:
    found: list[Block] = []
    for text in texts:
        if "&lt;p" in text[:200]:
            text = unescape(text)
        if _TAG.search(text):
            body = parse_fragment(text)
            found += Walker(base, media=False).walk(body) if body is not None else []
        else:
            found += read_blocks(paragraphs(unescape(text)), base)
    return found
