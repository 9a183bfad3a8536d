"""What the palette and the command line were left with, carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.tui.keys.dispatch import Keyed

if TYPE_CHECKING:
    from reader.tui.app import NowReading
    from reader.tui.screens.boxes.palette import Chosen


async def run_chosen(app: NowReading, chosen: Chosen) -> None:
    """Run a command, search where it is ``/`` and a query, go to a row of the feeds where it is
    ``@`` and its key, or carry a bulk command out."""
    if chosen is None:
        return
    if not isinstance(chosen, str):
        from reader.tui.screens.acts import tell_change

        change = await app.attempt(app.library.do_bulk(chosen), "Nothing was changed")
        tell_change(app, change)
        app.entries_changed(change.entry_ids if change is not None else ())
    elif chosen.startswith(("/", "@")):
        app.to_library(None)
        screen = app.library_screen()
        if screen is not None:
            show = screen.search.show if chosen.startswith("/") else screen.go_to_row
            screen.call_later(show, chosen[1:])
    elif isinstance(app.screen, Keyed):
        await app.screen.run_command(chosen)
