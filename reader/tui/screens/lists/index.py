"""What the screens beside library and story share: a header, a list or two, and the keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.widget import Widget

from reader.tui.drawing.parts import Part
from reader.tui.keys.commands import Context
from reader.tui.keys.dispatch import Keyed
from reader.tui.panes.keybar import KeyBar, OneLine

if TYPE_CHECKING:
    from reader.tui.app import NowReading


class IndexScreen(Keyed, inherit_bindings=False):
    """A subclass says what is in the middle, what the header tells, and which keys matter."""

    takes_counts = True
    DEFAULT_CSS = """
    IndexScreen {
        #middle { height: 1fr; layout: vertical; }
        &.-short #keys { display: none; }
        #filter { display: none; dock: bottom; }
        &.-filtering #filter { display: block; }
    }
    """
    CONTEXTS: ClassVar[tuple[Context, ...]] = ("app", "list")

    def __init__(self) -> None:
        super().__init__()
        self.header = OneLine(id="header")
        self.keys = KeyBar(id="keys")

    def compose(self) -> ComposeResult:
        """Header, what a subclass has, keys."""
        yield self.header
        yield Container(*self.middle(), id="middle")
        yield self.keys

    @property
    def reader(self) -> NowReading:
        """The app, with the library."""
        from reader.tui.app import NowReading

        assert isinstance(self.app, NowReading)
        return self.app

    def middle(self) -> Sequence[Widget]:
        """The widgets between header and keys."""
        raise NotImplementedError

    def head(self) -> tuple[Sequence[Part], Sequence[Part]]:
        """The words at the left and right end of the header."""
        raise NotImplementedError

    def help_keys(self) -> Sequence[str]:
        """Ids of the commands to show at the bottom, the most important first."""
        raise NotImplementedError

    def key_names(self) -> Mapping[str, str]:
        """What commands do here, where that is not what they do elsewhere."""
        return {}

    def draw_bars(self) -> None:
        """Bring header and keys up to date."""
        if not self.is_mounted:
            return
        self.header.show(*self.head())
        if self.pending_keys:
            self.keys.show_pending(self.pending_keys, self.CONTEXTS)
        elif self.count:
            self.keys.show_count(self.count)
        else:
            self.keys.show_keys(self.help_keys(), names=self.key_names())

    def on_resize(self) -> None:
        """Bars hold what there is room for."""
        self.call_after_refresh(self.draw_bars)
