"""The frame around the screens: the library, the keys in force, what works everywhere, and leaving."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from rich.console import RenderableType
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.notifications import Notify, SeverityLevel
from textual.screen import Screen

from reader.errors import ReaderError
from reader.text import clean_line
from reader.tui.background import begin
from reader.tui.drawing import themes
from reader.tui.drawing.repaint import Painting
from reader.tui.drawing.sizes import HEIGHTS, WIDTHS, terminal_size
from reader.tui.first import FirstScreen, driver_class
from reader.tui.going import Going
from reader.tui.kept import StoryScreens
from reader.tui.keys.dispatch import Keyed, bindings
from reader.tui.keys.keymap import DEFAULT, Keymap, read_keymap, use_plain_labels
from reader.tui.logfile import defect
from reader.tui.messages import NotPossible, Passing
from reader.tui.refresher import Refresher

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.model import Feed
    from reader.tui.ahead import Ahead
    from reader.tui.panes.feeds import FeedRow
    from reader.tui.screens.boxes.palette import Chosen
    from reader.tui.screens.story.frame import Neighbours

_log = logging.getLogger(__name__)
T = TypeVar("T")


class NowReading(Going, inherit_bindings=False):
    """The reader. ``library`` is open; ``entry_id`` is a story to show at once, ``quote`` the number
    of the quote to open it at."""

    TITLE = "Now Reading"
    CSS_PATH = Path(__file__).with_name("app.tcss")
    ENABLE_COMMAND_PALETTE = False
    # Textual declares the breakpoints as instance variables.
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [*WIDTHS]  # noqa: RUF012
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [*HEIGHTS]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("app.quit", priority=True),
        *bindings(
            "app.back",
            "app.suspend",
            "app.redraw",
            "app.help",
            "app.palette",
            "app.command",
            "app.undo",
            "app.refresh_all",
            "app.add",
            "app.search",
            "app.edit_feeds",
            "goto.feeds",
            "goto.unread",
            "goto.starred",
            "goto.quotes",
            "goto.problems",
            "goto.history",
            "goto.downloads",
        ),
        Binding("ctrl+c", "help_quit", show=False, system=True),
    ]

    def __init__(
        self, library: Library, *, entry_id: int | None = None, quote: int | None = None
    ) -> None:
        super().__init__(driver_class=driver_class())
        if self.no_color:
            from reader.tui.drawing.colourless import Colourless

            self._filters = [Colourless()]
        self.library = library
        self.refresher = Refresher(self, library)
        self.keymap: Keymap = DEFAULT
        self._is_plain = False
        """Whether signs are drawn as ASCII."""
        self.painting = Painting(self)
        self._first = FirstScreen(self)
        self.stories = StoryScreens(self)
        self._entry_id = entry_id
        self._quote = quote
        self.terminal = asyncio.Lock()
        """Held by the one program that may have the terminal in the reader's place."""
        self.borrower: asyncio.Task[object] | None = None
        """What runs that program now."""
        for theme in themes.OURS:
            self.register_theme(theme)
        for name in self.available_themes.keys() - themes.READABLE:
            self.unregister_theme(name)
        self.set_reactive(NowReading.theme, self._take_theme()[0])
        self._drawn_in = self.get_css_variables()
        self.stylesheet.set_variables(self._drawn_in)

    def on_mount(self) -> None:
        """Put theme and keys in force, open the first screens, and let the news come in."""
        from reader.tui.screens.library.screen import LibraryScreen

        self.take_config()
        if self.library.saved:
            self.say(self.library.saved, severity="warning", timeout=60)
        library = LibraryScreen(size=self.size)
        self.push_screen(library)
        if self._entry_id is None and not self.is_headless:
            self._first.hold(library)
        if self._entry_id is not None:
            screen = self.stories.take()
            screen.begin(self._entry_id, quote=self._quote)
            self.push_screen(screen)
        self.app_resume_signal.subscribe(self, lambda _: self.action_app_redraw())
        self.refresher.start()

    def on_resize(self, event: Resize) -> None:
        """Take the size that the terminal has now, if it is not the one that was told.

        Of two changes in one moment Textual may tell the older last: a signal is handled while the
        one before is, between its look at the size and its telling.
        """
        now = terminal_size(event.size)
        if not self.is_headless and now != event.size:
            self.post_message(Resize(now, now))

    def _handle_exception(self, error: Exception) -> None:
        """Textual's one way to its end by a fault of ours: the log keeps what it was, too.

        A screen that is being made when the reader leaves stays without its widgets; what it then
        misses is no fault.
        """
        if self.is_leaving:
            _log.warning("a screen was not made to its end: the reader left", exc_info=error)
            self._close_messages_no_wait()
            return
        _log.error("the reader ended by a fault of its own", exc_info=error)
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Tell the fault in the form of the command line, not with the stories at hand in it."""
        self.panic(defect(self._exception, self.library.paths.log))

    def refresh_css(self, animate: bool = True) -> None:
        """Read the styles anew; not when Textual asks for it though no colour changed, as at the
        start."""
        if (colours := self.get_css_variables()) != self._drawn_in:
            self._drawn_in = colours
            super().refresh_css(animate)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Textual's one way to the terminal: what stands there already is left out."""
        if self._first.is_held:
            return
        if self.is_elsewhere:
            self.painting.forget()
            return
        super()._display(screen, self.painting.less(renderable))

    @property
    def is_held(self) -> bool:
        """Whether nothing may be painted now, so that nothing need be drawn."""
        return self._first.is_held

    def show_story(
        self,
        entry_id: int,
        neighbours: Neighbours | None = None,
        *,
        quote: int | None = None,
        ahead: Ahead | None = None,
    ) -> None:
        """Go to a story of the list ``neighbours``, or to quote ``quote`` of it; the screen shows
        when it is filled. ``ahead`` is the story, when it was read already."""
        screen = self.stories.take()
        screen.begin(entry_id, neighbours, quote=quote, ahead=ahead)
        self._first.hold_story(screen)
        self.push_screen(screen)

    def on_not_possible(self, message: NotPossible) -> None:
        """Say why a key did nothing."""
        self.say(message.why)

    def on_story_shown(self) -> None:
        """The screen of a story is filled."""
        self._first.let_go()

    def exit(
        self,
        result: None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """Leave; before that, unseen, the first screen is drawn for the next start."""
        self.is_leaving = True
        if self.is_headless or return_code or message or self._first.was_asked:
            self.exit_now(return_code, message)
        else:
            begin(self, "leave", self._leave)

    def exit_now(self, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Leave at once; a program that has the terminal is ended before."""
        self.is_leaving = True
        leave = partial(super().exit, None, return_code, message)
        if self.borrower is None:
            leave()
        else:
            self.borrower.cancel()
            self.borrower.add_done_callback(lambda _: leave())

    async def _leave(self) -> None:
        try:
            await self._first.take()
        finally:
            self.exit_now()

    def keep_first_screen(self) -> None:
        """Keep what the next start shows; the library is closed."""
        self._first.keep(self.library)

    def take_config(self) -> None:
        """Put theme, colours and keys of feeds.toml in force, and tell what can't be used."""
        self.theme, warnings = self._take_theme()
        self._take_icons()
        library = self.library
        self.keymap, key_warnings = read_keymap(
            library.keys, library.key_preset, library.programs, library.macros, library.place_of
        )
        self.set_keymap(self.keymap.for_textual())
        if (screen := self.library_screen()) is not None and screen.is_mounted:
            screen.take_settings()
            screen.draw_bars()  # keys may be others, or be shown otherwise
        for each in (*warnings, *key_warnings):
            self.say(each, severity="warning", timeout=10)

    def _take_theme(self) -> tuple[str, Sequence[str]]:
        theme, warnings = themes.find(self.library.theme, self.library.colors)
        if theme.name not in self.available_themes:
            self.register_theme(theme)
        return theme.name, warnings

    def _take_icons(self) -> None:
        is_plain = self.library.icons == "ascii"
        use_plain_labels(is_plain)
        if is_plain != self._is_plain:
            from reader.tui.drawing.plain import Plain

            self._is_plain = is_plain
            kept = [each for each in self._filters if not isinstance(each, Plain)]
            self._filters = [*kept, *([Plain()] if is_plain else [])]
            if self._running:
                self.refresh_css(animate=False)

    # ---- what screens and panes use
    def say(
        self, text: str, *, severity: SeverityLevel = "information", timeout: float = 4
    ) -> None:
        """Tell the reader something in passing, in the place of the same words where they still
        stand; ``text`` may come from outside."""
        note = Passing(clean_line(text), "", severity, timeout)
        for shown in [each for each in self._notifications if each.message == note.message]:
            self._unnotify(shown, refresh=False)
        self.post_message(Notify(note))

    def tell_mistake(self) -> None:
        """Tell that this program made a mistake, which the log describes; the reader goes on."""
        words = "Something went wrong in this program; nothing stored is lost"
        self.say(words, severity="error", timeout=8)

    def tell_error(self, error: ReaderError) -> None:
        """Tell an error of ours, and what to do."""
        self.say(f"{error} {error.hint}".strip(), severity="error", timeout=8)

    async def attempt(self, work: Awaitable[T | None], otherwise: str = "") -> T | None:
        """Wait for ``work``; an error of ours is told to the reader, and None is the answer.

        ``otherwise`` is told when None is the answer of the work itself."""
        try:
            done = await work
        except ReaderError as error:
            self.tell_error(error)
            return None
        if done is None and otherwise:
            self.say(otherwise)
        return done

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open an address in the browser; a terminal's own gets the terminal meanwhile."""
        from reader.tui.outside.browser import browse

        self.run_worker(browse(self, url, ""), exit_on_error=False)

    def entries_changed(self, entry_ids: Sequence[int]) -> None:
        """Rows of these entries are out of date wherever they are shown."""
        from reader.tui.screens.library.screen import LibraryScreen
        from reader.tui.screens.lists.history import HistoryScreen
        from reader.tui.screens.lists.problems import ProblemsScreen

        for screen in self.screen_stack:
            if isinstance(screen, LibraryScreen | ProblemsScreen | HistoryScreen):
                screen.rows_changed(entry_ids)

    # ---- actions that work everywhere
    async def action_app_quit(self) -> None:
        self.exit()

    async def action_app_back(self) -> None:
        if len(self.screen_stack) > 2:
            self.pop_screen()
        else:
            self.exit()

    def action_app_suspend(self) -> None:
        self.action_suspend_process()

    def action_app_redraw(self) -> None:
        """Something else wrote over the screen."""
        self.painting.forget()
        self.painting.repaint(self.screen)

    def action_app_help(self) -> None:
        from reader.tui.screens.boxes.palette import HelpScreen

        self.push_screen(HelpScreen(self.screen))

    def action_app_palette(self) -> None:
        from reader.tui.screens.boxes.palette import PaletteScreen

        screen = self.screen
        if isinstance(screen, Keyed):
            self.push_screen(PaletteScreen(screen, self._feed_rows()), self._run_chosen)

    def action_app_command(self) -> None:
        from reader.tui.screens.boxes.command_line import CommandLine

        screen = self.screen
        if isinstance(screen, Keyed):
            self.push_screen(CommandLine(screen, self._feed_rows()), self._run_chosen)

    async def action_app_undo(self) -> None:
        change = await self.attempt(self.library.undo(), "Nothing to undo")
        if change is None:
            return
        self.say(f"Undone: {change.text}")
        self.entries_changed(change.entry_ids)

    def action_macro_run(self, number: int) -> None:
        """Run the commands of a macro, each when the one before has had its effect."""
        steps = self.keymap.steps[number - 1 : number]
        if steps and steps[0]:
            self.run_steps(steps[0])
        else:
            self.say("This macro can't be run: see nowreading check", severity="warning")

    def steps_ended(self, command_id: str) -> None:
        """A macro came to a command that nothing here answers."""
        title = self.keymap.by_id[command_id].title
        self.say(f"“{title}” can't be done here; the macro ended", severity="warning")

    def action_app_refresh_all(self) -> None:
        self.refresher.refresh()

    def action_app_add(self) -> None:
        from reader.tui.screens.boxes.add import AddScreen

        self.push_screen(AddScreen(), self._added)

    def action_app_edit_feeds(self) -> None:
        from reader.tui.outside.editor import edit_feeds

        self.run_worker(edit_feeds(self), exit_on_error=False)

    # ---- inside
    def _feed_rows(self) -> Sequence[FeedRow]:
        screen = self.library_screen()
        return screen.feeds.rows if screen is not None else ()

    async def _run_chosen(self, chosen: Chosen) -> None:
        from reader.tui.screens.boxes.chosen import run_chosen

        await run_chosen(self, chosen)

    def _added(self, feed: Feed | None) -> None:
        screen = self.library_screen()
        if feed is not None and screen is not None:
            screen.feed_added(feed)
