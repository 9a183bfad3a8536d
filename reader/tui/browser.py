"""Opening an address in the reader's browser: http and https only, an argument list, no shell."""

from __future__ import annotations

import asyncio
import webbrowser
from typing import TYPE_CHECKING

from reader.urls import is_web, show

if TYPE_CHECKING:
    from reader.tui.app import NowReading


async def browse(app: NowReading, url: str | None, missing: str) -> None:
    """Open ``url``; where there is none, or no browser, say so (``missing`` for the first)."""
    if not url:
        app.say(missing, severity="warning")
        return
    if not is_web(url):
        app.say(f"Only web addresses are opened, not {show(url)}", severity="warning")
        return
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        app.say("No browser was found here; y copies the address", severity="warning")
        return
    if _takes_the_terminal(browser):
        with app.suspend():
            browser.open(url)
        return
    opened = await asyncio.to_thread(browser.open, url)
    if opened:
        app.say(f"In the browser: {show(url)}")
    else:
        app.say("The browser did not start; y copies the address", severity="warning")


def _takes_the_terminal(browser: webbrowser.BaseBrowser) -> bool:
    return isinstance(browser, webbrowser.GenericBrowser) and not isinstance(
        browser, webbrowser.BackgroundBrowser
    )
