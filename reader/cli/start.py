"""The beginning of the program: the last screen first, where there is one, then all the rest.

The reader itself, which is what is mostly asked for, is opened from here without the grammar of
the command line, which takes longer to build than a library to open.
"""

from __future__ import annotations

import gc
import os
import sys
import time

INTERRUPTED = 130
NOT_ASKED = ("ssl", "asyncio.sslproto", "bz2", "lzma", "mimetypes")
"""What is imported for what may never be done: asyncio's connections, shutil's archives, files that
Textual gives to a browser."""
_COLORS = ("auto", "standard", "256", "truecolor", "windows")
"""The colour systems of rich."""


def run() -> int:
    """The entry point of the command; returns the exit code."""
    # Everything is imported inside, so that Ctrl-C ends the program in silence from the start.
    try:
        from reader.curtain import asked, drop, raise_curtain
        from reader.unasked import put_off
    except KeyboardInterrupt:
        return INTERRUPTED
    try:
        _stay_within_a_day()
        _spare_textual()
        raise_curtain(sys.argv[1:])
        put_off(*NOT_ASKED)
        if asked() is not None:
            return _open_reader()
        return _run_verb()
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        drop()
        # Python looks through all modules for garbage before it ends: after a refresh a tenth of a
        # second in which nobody does anything else.
        gc.freeze()


def _stay_within_a_day() -> None:
    """Take UTC for a zone that is a day or more from it, as the system allows in ``TZ``: Python
    knows no such times."""
    if max(abs(time.timezone), abs(time.altzone)) >= 24 * 3600:
        os.environ["TZ"] = "UTC"
        time.tzset()


def _spare_textual() -> None:
    """Forget what the environment asks of Textual and it would stumble over: a log that can't be
    written, colours that it does not know."""
    log = os.environ.get("TEXTUAL_LOG", "")
    # pathlib is not needed for the first screen, and so not imported for this
    place = log if os.path.exists(log) else os.path.dirname(log) or os.curdir  # noqa: PTH110, PTH120
    if log and (os.path.isdir(log) or not os.access(place, os.W_OK)):  # noqa: PTH112
        del os.environ["TEXTUAL_LOG"]
    if os.environ.get("TEXTUAL_COLOR_SYSTEM", "auto") not in _COLORS:
        del os.environ["TEXTUAL_COLOR_SYSTEM"]


def _run_verb() -> int:
    from reader import compiled

    compiled.use("command")
    from reader.cli.main import run as run_command

    code = run_command()
    compiled.keep()
    return code


def _open_reader() -> int:
    from reader import compiled
    from reader.curtain import asked, drop

    at = asked()
    assert at is not None
    gc.disable()  # nothing of what is imported is garbage: the search for it takes a tenth of a start
    compiled.use("reader")
    try:
        from pathlib import Path

        from reader.cli import output
        from reader.paths import find_paths
        from reader.tui.run import run_reader

        output.prepare_streams()
        feeds = Path(at.feeds) if at.feeds else None
        library = Path(at.library) if at.library else None
        code = run_reader(find_paths(feeds, library))
        compiled.keep()
        return code
    except Exception as error:
        drop()
        from reader.cli.main import tell_failure

        return tell_failure(error)
