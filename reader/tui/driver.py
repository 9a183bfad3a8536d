"""Textual's way to a terminal on which the first screen stands already."""

from __future__ import annotations

from textual.drivers.linux_driver import LinuxDriver

from reader.curtain import OPENING, raised


class BehindCurtain(LinuxDriver):
    """Goes on where :mod:`reader.curtain` stopped: no second alternate screen, which would be
    blank, and at the end the terminal becomes what it was before the curtain."""

    def start_application_mode(self) -> None:
        """Take the terminal over."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        curtain = raised()
        if curtain is not None:
            self.attrs_before = curtain.attributes
            curtain.hand_over()

    def write(self, data: str) -> None:
        """Write to the terminal."""
        if raised() is None or data != OPENING:
            super().write(data)
