"""The downloads pane: files that were kept, each with its story, the newest first."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Literal

from rich.filesize import decimal
from textual.binding import BindingType
from textual.message import Message

from reader.tui import times
from reader.tui.drawing.parts import Part, fit, spread
from reader.tui.keys.dispatch import bindings
from reader.tui.messages import NotPossible
from reader.tui.panes.lines import LineList

if TYPE_CHECKING:
    from pathlib import Path

    from reader.library.fetching.downloaded import Kept

Act = Literal["play", "copy", "remove"]


class DownloadsPane(LineList["Kept"]):
    """Two lines for each file; what is done to one is posted upward as :class:`Asked`."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "download.play", "download.copy", "download.remove"
    )

    class Asked(Message):
        """The reader wants something done with a file."""

        def __init__(self, act: Act, kept: Kept) -> None:
            super().__init__()
            self.act = act
            self.kept = kept

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.now: datetime = times.now()

    def key_of(self, item: Kept) -> Path:
        return item.path

    def height_of(self, index: int) -> int:
        return 2

    def draw(self, item: Kept, index: int, width: int, chosen: bool) -> list[list[Part]]:
        edge = Part("▎" if chosen else " ", "accent")
        room = max(1, width - 3)
        size = [Part(decimal(item.size), "accent")]
        about = " · ".join(
            each for each in (item.feed, times.stamp(item.at, self.now), item.path.name) if each
        )
        return [
            [edge, Part(" "), *spread([Part(fit(item.title, room), "strong")], size, room)],
            [edge, Part(" "), Part(fit(about, room), "dim")],
        ]

    def action_download_play(self) -> None:
        self._ask("play")

    def action_download_copy(self) -> None:
        self._ask("copy")

    def action_download_remove(self) -> None:
        self._ask("remove")

    def _ask(self, act: Act) -> None:
        chosen = self.chosen
        self.post_message(
            self.Asked(act, chosen) if chosen else NotPossible("No file is kept here")
        )
