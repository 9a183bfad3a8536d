"""Draw docs/screenshot.svg: the guide's first story in three panes, as the program shows it.

Run it as ``python docs/screenshot.py`` after a change that a reader sees.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
import time
from pathlib import Path

from reader.library.library import Library
from reader.model import Selection
from reader.paths import Paths
from reader.tui.app import NowReading

OUT = Path(__file__).with_name("screenshot.svg")
SIZE = (120, 36)


async def draw(folder: Path) -> str:
    """The SVG of the story screen over a library that holds only the guide."""
    feeds = folder / "feeds.toml"
    feeds.write_text("")
    library = await Library.open(Paths(feeds, folder / "library.db", folder / "log"), start=True)
    try:
        first = (await library.page(Selection())).entries[0]
        app = NowReading(library, entry_id=first.id)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause(1)
            await pilot.press("n", "n")
            await pilot.pause(1)
            return without_fonts_from_outside(app.export_screenshot(title="nowreading"))
    finally:
        await library.close()


def without_fonts_from_outside(svg: str) -> str:
    """The drawing with the viewer's own monospaced font: nothing is fetched to show it."""
    svg = re.sub(r"@font-face\s*{[^}]*}\s*", "", svg)
    return svg.replace("Fira Code", "DejaVu Sans Mono")


def main() -> None:
    """Draw the picture in a fixed zone, so that it is the same everywhere."""
    os.environ["TZ"] = "UTC"
    time.tzset()
    with tempfile.TemporaryDirectory() as folder:
        OUT.write_text(asyncio.run(draw(Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    main()
