"""Opening an address in the reader's browser: http and https only, an argument list, no shell."""

from __future__ import annotations

import asyncio
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reader.tui.outside.elsewhere import at_the_terminal, run_here
from reader.tui.outside.starting import arguments, open_with
from reader.urls import is_web, show

if TYPE_CHECKING:
    from reader.tui.app import NowReading


TERMINAL_BROWSERS: Final = frozenset(
    "w3m lynx links links2 elinks www-browser browsh carbonyl cha".split()
)
"""Browsers that draw on the terminal."""


async def browse(app: NowReading, url: str | None, missing: str) -> None:
    """Open ``url``; where there is none, or no browser, say so (``missing`` for the first)."""
    if not url:
        app.say(missing, severity="warning")
        return
    if not is_web(url):
        app.say(f"Only web addresses are opened, not {show(url)}", severity="warning")
        return
    await _open(app, url)


async def browse_file(app: NowReading, path: Path) -> None:
    """Open a file of the reader's own, such as a kept picture."""
    await _open(app, path.as_uri())


async def _open(app: NowReading, url: str) -> None:
    if app.library.browser:
        await _browse_with(app, app.library.browser, url)
        return
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        app.say("No browser was found here; y copies the address", severity="warning")
        return
    if _takes_the_terminal(browser):
        await _browse_here(app, [browser.name, *(word.replace("%s", url) for word in browser.args)])
        return
    opened = await asyncio.to_thread(browser.open, url)
    if opened:
        app.say(f"In the browser: {show(url)}")
    else:
        app.say("The browser did not start; y copies the address", severity="warning")


async def _browse_with(app: NowReading, program: Sequence[str], url: str) -> None:
    """Open ``url`` in the browser of feeds.toml."""
    if Path(program[0]).name not in TERMINAL_BROWSERS:
        await open_with(app, program, url)
        return
    await _browse_here(app, arguments(program, url))


async def _browse_here(app: NowReading, words: Sequence[str]) -> None:
    async with at_the_terminal(app):
        error = await run_here(words)
    if error:
        app.say(error, severity="warning")


def _takes_the_terminal(browser: webbrowser.BaseBrowser) -> bool:
    return isinstance(browser, webbrowser.GenericBrowser) and not isinstance(
        browser, webbrowser.BackgroundBrowser
    )
