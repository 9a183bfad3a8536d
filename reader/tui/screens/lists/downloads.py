"""The downloads screen: files that were kept of stories, to be played, found and taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.filesize import decimal
from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from reader.library.fetching.downloaded import Kept, kept_files, remove_file
from reader.tui import times
from reader.tui.background import begin
from reader.tui.drawing.parts import Part
from reader.tui.keys.commands import Context
from reader.tui.keys.dispatch import Keyed, keymap_of
from reader.tui.panes.downloads import DownloadsPane
from reader.tui.panes.lines import LineList
from reader.tui.screens.boxes.confirm import ConfirmScreen
from reader.tui.screens.lists.index import IndexScreen
from reader.tui.states import plural


class DownloadsScreen(IndexScreen, inherit_bindings=False):
    """The newest file is on top; enter opens the story it came with."""

    AUTO_FOCUS = "#downloads"
    CONTEXTS: ClassVar[tuple[Context, ...]] = ("app", "list", "downloads")
    BINDINGS: ClassVar[list[BindingType]] = [*Keyed.BINDINGS]

    def __init__(self) -> None:
        super().__init__()
        self.pane = DownloadsPane(id="downloads")

    def middle(self) -> Sequence[Widget]:
        return (self.pane,)

    def on_mount(self) -> None:
        """Look what is there."""
        begin(self, "downloads", self._read)

    def head(self) -> tuple[Sequence[Part], Sequence[Part]]:
        files = self.pane.items
        left = [Part("Downloads", "strong"), Part(f"  {plural(len(files), 'file', 'files')}")]
        return left, [Part(decimal(sum(each.size for each in files)), "dim")]

    def help_keys(self) -> Sequence[str]:
        if not self.pane.items:
            return ("app.back",)
        return "item.open", "download.play", "download.remove", "download.copy", "app.back"

    def key_names(self) -> Mapping[str, str]:
        return {"item.open": "its story"}

    @on(LineList.Moved, "#downloads")
    def _moved(self) -> None:
        self.draw_bars()

    @on(LineList.Opened, "#downloads")
    def _opened(self) -> None:
        kept = self.pane.chosen
        if kept is not None and kept.entry_id is not None:
            self.reader.show_story(kept.entry_id)
        else:
            self.reader.say("The story that this file came with is not in the library any more")

    @on(DownloadsPane.Asked)
    def _asked(self, message: DownloadsPane.Asked) -> None:
        kept, app = message.kept, self.reader
        if message.act == "play":
            begin(self, "play", self._play, kept)
        elif message.act == "copy":
            app.copy_to_clipboard(str(kept.path))
            app.say(f"Copied: {kept.path}")
        else:
            question = f"Delete the file {kept.path.name} ({decimal(kept.size)})?"

            def answered(yes: bool | None) -> None:
                if yes:
                    begin(self, "remove", self._remove, kept)

            app.push_screen(ConfirmScreen(question), answered)

    async def _play(self, kept: Kept) -> None:
        from reader.tui.outside.starting import open_with

        if self.reader.library.player:
            await open_with(self.reader, self.reader.library.player, str(kept.path))
        else:  # a browser might run what a publisher put into it
            where = f"It is at {kept.path}; [programs] player in feeds.toml says what plays it"
            self.reader.say(where)

    async def _remove(self, kept: Kept) -> None:
        app = self.reader
        await app.attempt(remove_file(app.library, kept.path))
        await self._read()

    async def _read(self) -> None:
        app = self.reader
        files = await app.attempt(kept_files(app.library))
        keymap = keymap_of(self)
        self.pane.now = times.now()
        self.pane.when_empty = (
            "No file was kept.",
            f"{keymap.label('entry.download')} on a story keeps the file that comes with it.",
            f"{keymap.label('app.back')} back",
        )
        self.pane.set_items(files or ())
        self.draw_bars()
