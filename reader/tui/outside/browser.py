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


async def browse(app: NowReading, url: str | None, missing: str, *, quietly: bool = False) -> bool:
    """Open ``url``; where there is none, or no browser, say so (``missing`` for the first).
    Whether it was opened, which is not told where ``quietly``."""
    if not url:
        app.say(missing, severity="warning")
        return False
    if not is_web(url):
        app.say(f"Only web addresses are opened, not {show(url)}", severity="warning")
        return False
    return await _open(app, url, quietly=quietly)


def has_browser(app: NowReading) -> bool:
    """Whether there is a browser, of feeds.toml or of the system."""
    try:
        return bool(app.library.browser) or webbrowser.get() is not None
    except webbrowser.Error:
        return False


async def browse_file(app: NowReading, path: Path) -> None:
    """Open a file of the reader's own, such as a kept picture."""
    await _open(app, path.as_uri())


async def _open(app: NowReading, url: str, *, quietly: bool = False) -> bool:
    if app.library.browser:
        return await _browse_with(app, app.library.browser, url, quietly=quietly)
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        hint = "y copies the address; [programs] browser in feeds.toml names one"
        app.say(f"No browser was found here; {hint}", severity="warning", timeout=8)
        return False
    if _takes_the_terminal(browser):
        words = [browser.name, *(word.replace("%s", url) for word in browser.args)]
        return await _browse_here(app, words)
    opened = await asyncio.to_thread(browser.open, url)
    if not opened:
        app.say("The browser did not start; y copies the address", severity="warning")
    elif not quietly:
        app.say(f"In the browser: {show(url)}")
    return opened


async def _browse_with(app: NowReading, program: Sequence[str], url: str, *, quietly: bool) -> bool:
    """Open ``url`` in the browser of feeds.toml."""
    if Path(program[0]).name not in TERMINAL_BROWSERS:
        return await open_with(app, program, url, quietly=quietly)
    return await _browse_here(app, arguments(program, url))


async def _browse_here(app: NowReading, words: Sequence[str]) -> bool:
    async with at_the_terminal(app):
        error = await run_here(words)
    if error:
        app.say(error, severity="warning")
    return not error


def _takes_the_terminal(browser: webbrowser.BaseBrowser) -> bool:
    return isinstance(browser, webbrowser.GenericBrowser) and not isinstance(
        browser, webbrowser.BackgroundBrowser
    )
