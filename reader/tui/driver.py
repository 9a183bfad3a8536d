"""Textual's way to a terminal on which the first screen stands already, and which may go away."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import termios
import tty
from codecs import IncrementalDecoder, getincrementaldecoder
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size

from reader.curtain import OPENING, raised
from reader.tui.terminal import MOUTHFUL, FrameWriter, KeyReader, never_waiting

if TYPE_CHECKING:
    from textual.message import Message

AGAIN: Final = f"{OPENING}\x1b[?25l\x1b[?1004h\x1b[?2004h\x1b[?7l"
"""The alternate screen, no cursor, focus and pastes told, no wrapped lines: what a shell may have
undone while the program was stopped."""


def _lenient(encoding: str) -> Callable[[], IncrementalDecoder]:
    """What reads keys: bytes that are no text are passed over.

    Textual's own ends the program at the first: at an é typed in a terminal set to Latin-1, at
    Alt and a letter where that sets the eighth bit, at a picture that was pasted.
    """
    return partial(getincrementaldecoder(encoding), errors="ignore")


linux_driver.getincrementaldecoder = _lenient  # type: ignore[assignment,attr-defined]
linux_driver.WriterThread = FrameWriter  # type: ignore[assignment,attr-defined]


class BehindCurtain(LinuxDriver):
    """Goes on where :mod:`reader.curtain` stopped: no second alternate screen, which would be
    blank, and at the end the terminal becomes what it was before the curtain."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._keys: KeyReader | None = None
        """What reads keys; None where a thread does, and while the terminal is given away."""

    _reads_in_loop = False
    _is_on = False
    """Whether the terminal is ours: keys are read and frames are written."""
    _stopping: asyncio.Handle | None = None
    """The last stop that was asked for; none any more if it was done."""

    def start_application_mode(self) -> None:
        """Take the terminal over, unless that was done already."""
        if self._is_on:
            return
        self._key_thread = None
        own = never_waiting(self.fileno, os.O_RDONLY)
        self._reads_in_loop = own is not None
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._is_on = self._key_thread is not None  # it is none where the program was stopped again
        if own is not None and self._is_on:
            self._keys = KeyReader(own, _lenient("utf-8")(), self.process_message, self._ended)
        elif own is not None:
            os.close(own)
        curtain = raised()
        if curtain is not None:
            self.attrs_before = curtain.attributes
            curtain.hand_over()

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        self._is_on = False
        super().stop_application_mode()

    def _sigtstp_application(self, *_: object) -> None:
        """The program is to stop: it does so from the loop.

        Textual writes to the terminal right here, where what the signal interrupted may hold the
        lock that writing asks for.
        """
        with contextlib.suppress(RuntimeError):  # the loop has ended
            self._stopping = self._loop.call_soon_threadsafe(super()._sigtstp_application)

    def _sigcont_application(self, *_: object) -> None:
        """The program may go on; it will from the loop."""
        if self._stopping is not None:
            self._stopping.cancel()
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._go_on)

    def _go_on(self) -> None:
        """Take the terminal again; nothing says that it had been given back.

        It had not if the program was stopped by a signal that none notices (SIGSTOP), or not at
        all: the end of a terminal's session is told as SIGHUP and SIGCONT.  Textual would take the
        terminal over a second time, and read keys with two threads, of which one never ends.
        """
        if getattr(self._app, "is_leaving", False):
            return
        if not self._is_on:
            super()._sigcont_application()
            return
        with contextlib.suppress(OSError, termios.error):  # a terminal that is gone
            if os.tcgetpgrp(self.fileno) != os.getpgrp():
                return  # it goes on behind another program
            modes = termios.tcgetattr(self.fileno)
            modes[tty.LFLAG] = self._patch_lflag(modes[tty.LFLAG])
            modes[tty.IFLAG] = self._patch_iflag(modes[tty.IFLAG])
            termios.tcsetattr(self.fileno, termios.TCSANOW, modes)
            self.write(AGAIN)
            self._enable_mouse_support()
            size = Size(*self._get_terminal_size())
            for message in (self.SignalResume(), events.Resize(size, size)):
                self.send_message(message)

    def disable_input(self) -> None:
        """Read no more keys than were typed till now."""
        if self._keys is not None:
            self._keys.stop()
            self._keys = None
        super().disable_input()

    def _ended(self) -> None:
        """The terminal is gone."""
        getattr(self._app, "exit_now", self._app.exit)()

    def run_input_thread(self) -> None:
        """Read keys until the terminal is given away: all that were typed till then.  There is
        nothing to do where the loop reads them.

        Textual reads once more and drops the rest, such as what a key held down sent meanwhile.
        """
        if self._reads_in_loop:
            return
        super().run_input_thread()
        parser = XTermParser(self._debug)
        decode = _lenient("utf-8")().decode
        with contextlib.suppress(OSError):
            while select.select([self.fileno], [], [], 0)[0]:
                data = os.read(self.fileno, MOUTHFUL)
                if not data:
                    break
                for message in parser.feed(decode(data)):
                    self.process_message(message)

    def send_message(self, message: Message) -> None:
        """Hand a key or event to the app, without a task each."""
        if self._reads_in_loop:
            self._app.post_message(message)
        else:
            self._loop.call_soon_threadsafe(self._app.post_message, message)

    def write(self, data: str) -> None:
        """Write to the terminal."""
        if raised() is None or data != OPENING:
            super().write(data)
