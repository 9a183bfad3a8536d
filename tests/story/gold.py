"""The golden stories: an input file beside the kicker, headline, blocks, quotes and links read from it.

``NAME.fragment.html`` and ``NAME.fragment.txt`` are contents of a feed's entry, ``NAME.page.html``
whole pages, ``NAME.txt`` plain texts; ``NAME.json`` holds what is expected and, for fragments,
the entry's title, and for pages the encoding that the header claims.
"""

from __future__ import annotations

from pathlib import Path

from reader.model import Story
from reader.story.read import read_fragment, read_page, read_text

GOLDEN = Path(__file__).parent / "golden"
URL = "https://herald.example/2026/bridge"
INPUTS = sorted(p.name for p in GOLDEN.iterdir() if p.suffix != ".json")


def read(name: str, title: str, charset: str | None) -> Story:
    """The story in a golden input, read by the function that its name asks for."""
    if ".page." in name:
        return read_page((GOLDEN / name).read_bytes(), URL, charset=charset)
    text = (GOLDEN / name).read_text(encoding="utf-8")
    if ".fragment." in name:
        kind = "text" if name.endswith(".txt") else "html"
        return read_fragment(text, kind, Story(0, None, title, None, (), url=URL))
    return read_text(text)
