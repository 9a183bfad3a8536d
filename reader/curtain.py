"""What stands on the terminal before the program is ready, and the terminal's state meanwhile.

:func:`raise_curtain` paints the picture of :mod:`reader.snapshot` on the alternate screen, with the
terminal already as Textual wants it, so that keys typed now wait there for it.  From then on one of
two things happens: Textual takes over (:meth:`Curtain.hand_over`), or the start fails and the
terminal is put back as it was (:func:`drop`).
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Any

from reader import snapshot

if TYPE_CHECKING:
    from collections.abc import Sequence

OPENING = "\x1b[?1049h"
"""To the alternate screen; Textual's own is left out while the curtain is up."""
_BEGIN = b"\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[H\x1b[2J"
_END = b"\x1b[?7h\x1b[?1049l\x1b[?25h"
_STDIN, _STDERR = 0, 2
_SIGNALS = ("SIGTERM", "SIGHUP", "SIGQUIT")


class Curtain:
    """A painted terminal; ``attributes`` are those it had before."""

    def __init__(self, attributes: list[Any]) -> None:
        self.attributes = attributes
        self._before: list[tuple[int, Any]] = []

    def _open(self, picture: bytes) -> None:
        import termios

        raw = [*self.attributes[:6], [*self.attributes[6]]]
        # Signals stay: Textual, which takes them for keys, is not there yet.
        raw[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
        raw[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
        raw[6][termios.VMIN] = 1
        for name in _SIGNALS:
            number = getattr(signal, name)
            if signal.getsignal(number) is signal.SIG_DFL:  # what nohup ignores stays ignored
                self._before.append((number, signal.signal(number, _drop_and_end)))
        self._before.append((signal.SIGTSTP, signal.signal(signal.SIGTSTP, signal.SIG_IGN)))
        termios.tcsetattr(_STDIN, termios.TCSANOW, raw)
        _write(_BEGIN + picture)

    def hand_over(self) -> None:
        """Another one has the terminal from here on, and puts it back at the end."""
        global _raised
        _raised = None

    def _close(self) -> None:
        import termios

        try:
            _write(_END)
            termios.tcsetattr(_STDIN, termios.TCSANOW, self.attributes)
        except (OSError, termios.error):
            return  # the terminal is gone
        finally:
            for number, handler in self._before:
                if signal.getsignal(number) in (_drop_and_end, signal.SIG_IGN):
                    signal.signal(number, handler)


_raised: Curtain | None = None
_asked: snapshot.Situation | None = None


def raised() -> Curtain | None:
    """The curtain, while it is up."""
    return _raised


def asked() -> snapshot.Situation | None:
    """Where the reader was started, if by a command line that leads to the first screen."""
    return _asked


def raise_curtain(arguments: Sequence[str]) -> bool:
    """Paint the first screen, if ``arguments`` lead to it and it is known; whether it was painted."""
    global _asked, _raised
    options = _options(arguments)
    if options is None or not _is_for_a_person():
        return False
    try:
        import termios

        size = os.get_terminal_size(_STDERR)
        _asked = snapshot.situation(*options, (size.columns, size.lines))
        picture = snapshot.read(_asked)
        if picture is None:
            return False
        curtain = Curtain(termios.tcgetattr(_STDIN))
    except (ImportError, OSError, ValueError):
        return False
    except termios.error:
        return False
    _raised = curtain
    curtain._open(picture)
    return True


def drop() -> None:
    """Put the terminal back as it was, if the curtain is still up."""
    global _raised
    curtain, _raised = _raised, None
    if curtain is not None:
        curtain._close()


def _options(arguments: Sequence[str]) -> tuple[str, str] | None:
    """``--feeds`` and ``--library`` of a command line that has nothing else on it."""
    found = {"--feeds": "", "--library": ""}
    words = iter(arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if name not in found:
            return None
        found[name] = value if equals else next(words, "")
        if not found[name]:
            return None
    return found["--feeds"], found["--library"]


def _is_for_a_person() -> bool:
    return os.environ.get("TERM", "") not in ("", "dumb") and all(
        os.isatty(number) for number in (_STDIN, 1, _STDERR)
    )


def _drop_and_end(number: int, _: object) -> None:
    drop()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def _write(data: bytes) -> None:
    sys.stderr.flush()
    while data:
        data = data[os.write(_STDERR, data) :]
