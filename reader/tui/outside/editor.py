"""feeds.toml in the reader's own editor, which has the terminal until it ends; what it says then is
in force at once."""

from __future__ import annotations

import os
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reader.tui.outside.elsewhere import at_the_terminal, run_here

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.tui.app import NowReading

_USUAL: Final = ("sensible-editor", "vi", "nano", "emacs")
"""What is looked for where ``VISUAL`` and ``EDITOR`` name nothing."""
_GO_TO_LINES: Final = frozenset("vi vim nvim nano emacs micro kak mg joe jed".split())
"""Editors that begin at line 12 when ``+12`` stands before the file."""


def editor() -> list[str]:
    """The program and its arguments; empty where there is none."""
    for name in ("VISUAL", "EDITOR"):
        value = os.environ.get(name, "").strip()
        if value:
            try:
                return shlex.split(value)
            except ValueError:
                return [value]
    return next(([name] for name in _USUAL if shutil.which(name)), [])


def to_edit(words: list[str], path: Path, line: int | None) -> list[str]:
    """``words`` to begin at ``line`` of a file, where the editor is known to do that."""
    place = [f"+{line}"] if line and Path(words[0]).name in _GO_TO_LINES else []
    return [*words, *place, str(path)]


def _mistake(library: Library) -> int | None:
    """The line of feeds.toml that is wrong, or has an unknown key."""
    if library.config_error is not None:
        return library.config_error.line
    told = (warning.split(":") for warning in library.warnings)
    return next((int(parts[1]) for parts in told if parts[1:] and parts[1].isdigit()), None)


async def edit_feeds(app: NowReading) -> None:
    """Edit feeds.toml, at its mistake if it has one, then read it again and fetch what is due."""
    words = editor()
    if not words:
        app.say("No editor was found; the variable EDITOR names one", severity="warning")
        return
    library = app.library
    async with at_the_terminal(app):
        failed = await run_here(to_edit(words, library.paths.feeds, _mistake(library)))
    if failed:
        app.say(failed, severity="warning")
    await app.refresher.take_config()
    screen = app.library_screen()
    if screen is not None:
        screen.census.take()
    app.refresher.refresh(due_only=True)
