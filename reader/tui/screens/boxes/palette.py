"""Commands found by their words: the palette runs one, the help screen shows them all.

Both are fed by the command table alone, and show what works where they were opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Input, Label

from reader.frozen import frozen
from reader.library.bulk import BulkPlan
from reader.text import fold
from reader.tui.drawing.parts import Part, caret, fit, spread
from reader.tui.keys.commands import Command, Context
from reader.tui.keys.dispatch import Keyed, keymap_of
from reader.tui.keys.keymap import Keymap
from reader.tui.layout.wrap import wrap
from reader.tui.panes.lines import LineList
from reader.tui.panes.prompt import Prompt
from reader.tui.screens.boxes.box import Box
from reader.tui.screens.boxes.synonyms import SYNONYMS

if TYPE_CHECKING:
    from reader.tui.panes.feeds import FeedRow

MOST_ROWS: Final = 50
"""Feeds, folders and views that are offered at most."""
PLACES: Final[dict[Context, str]] = {
    "app": "Everywhere",
    "list": "In every list",
    "library": "In the library",
    "feeds": "On a feed",
    "entries": "On a story of the list",
    "problems": "On a feed that fails",
    "speakers": "On speakers and what they said",
    "downloads": "On a downloaded file",
    "story": "In a story",
    "body": "In the body",
    "quotes": "On a quote",
    "more": "On an item of read more",
    "program": "Programs of your own, on a story",
}
ORDER: Final[tuple[Context, ...]] = (
    "entries",
    "program",
    "feeds",
    "library",
    "problems",
    "speakers",
    "downloads",
    "story",
    "body",
    "quotes",
    "more",
    "list",
    "app",
)
"""What can be done to a story comes before how to move in a list."""


def nearest_first(focused: DOMNode | None) -> tuple[Context, ...]:
    """:data:`ORDER`, but before it the pane that has the keys; the body has few of its own, and
    comes behind those of every story."""
    here = focused.id if focused is not None else None
    own = [each for each in ORDER if each == here and each != "body"]
    return (*own, *(each for each in ORDER if each not in own))


@frozen
class Found:
    """A line: a command, the heading of those that follow, a feed, folder or view to go to, a
    search for ``query``, or a bulk command with its ``plan``; ``mistake`` is what is wrong at cell
    ``column`` of the prompt."""

    command: Command | None
    heading: str = ""
    query: str = ""
    plan: BulkPlan | None = None
    mistake: str = ""
    column: int = 0
    row: FeedRow | None = None


class CommandList(LineList[Found]):
    """Commands with their keys; ``with_help`` adds what each does."""

    with_help = False

    def key_of(self, item: Found) -> str:
        if item.command is not None:
            return item.command.id
        if item.row is not None:
            return f"@{item.row.key}"
        return f"# {item.heading}{item.query}{item.mistake}{item.plan.says if item.plan else ''}"

    def can_choose(self, item: Found) -> bool:
        chosen = item.command or item.row or item.query or item.plan
        return bool(chosen)

    def height_of(self, index: int) -> int:
        """As many lines as its words take; a mistake has its caret above them."""
        item, width = self.items[index], self.size.width
        if item.mistake:
            return 1 + len(self._words(item.mistake, width, "bad"))
        if item.command is not None:
            return len(self._rows_of(item.command, width))
        if item.query or item.row is not None:
            return 1
        said = item.plan.says if item.plan is not None else item.heading
        return len(self._words(said, width, "")) or 1

    def _words(self, text: str, width: int, look: str) -> list[list[Part]]:
        cuts = wrap(text, max(8, width - 3))
        return [[Part(" "), Part(text[cut.start : cut.end], look)] for cut in cuts]

    def _rows_of(self, command: Command, width: int) -> list[list[Part]]:
        """Title and help in as many rows as they take beside the keys."""
        title = command.title
        if not self.with_help or command.help == title:
            return [[Part(title)]]
        text = f"{title}  {command.help}"
        room = width - 4 - cell_len(keymap_of(self).labels(command.id))
        cuts = wrap(text, max(12, room))
        rows = [[Part("  "), Part(text[cut.start : cut.end], "dim")] for cut in cuts]
        end = cuts[0].end
        rows[0] = [Part(text[: min(len(title), end)]), Part(text[len(title) : end], "dim")]
        return rows

    def draw(self, item: Found, index: int, width: int, chosen: bool) -> list[list[Part]]:
        edge = Part("▎" if chosen else " ", "accent")
        if item.query:
            return [[edge, Part(" "), Part(fit(f"Search for “{item.query}”", width - 3))]]
        if item.row is not None:
            name, kind = Part(f"Go to {item.row.title}"), Part(item.row.kind, "dim")
            return [[edge, Part(" "), *spread([name], [kind], width - 3)]]
        if item.mistake:
            words = self._words(item.mistake, width, "bad")
            return [caret(item.column + 1, "", width - 1, "bad"), *words]
        if item.plan is not None:
            return [[edge, *row] for row in self._words(item.plan.says, width, "strong")]
        if item.command is None:
            return self._words(item.heading, width, "accent")
        keymap: Keymap = keymap_of(self)
        keys = keymap.labels(item.command.id)
        first, *others = self._rows_of(item.command, width)
        line = [edge, Part(" "), *spread(first, [Part(keys, "strong")], width - 3)]
        return [line, *([edge, Part(" "), *row] for row in others)]


Chosen = str | BulkPlan | None
"""What a list of commands is left with."""


class Finder(Box[Chosen]):
    """A prompt over a list of commands. Escape leaves; what enter does a subclass says."""

    TITLE_WORDS = ""
    EXAMPLE = "words of the command"
    WHEN_EMPTY = (
        "No command is called that.",
        "Feeds are imported and exported in the shell: nowreading --help",
        "esc closes",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down,ctrl+n", "step(1)", show=False),
        Binding("up,ctrl+p", "step(-1)", show=False),
        Binding("pagedown", "step(10)", show=False),
        Binding("pageup", "step(-10)", show=False),
    ]
    DEFAULT_CSS = """
    Finder {
        align: center middle;
        & > Vertical {
            width: 90%;
            max-width: 84;
            height: 90%;
            max-height: 36;
            background: $background;
            border: round $foreground 40%;
        }
        Label { padding: 0 1; text-style: bold; }
        Input {
            border: none;
            height: 1;
            padding: 0 1;
            background: $panel;
            &:focus { border: none; background: $panel; }
            & > .input--placeholder { color: $text-muted; }
        }
        CommandList > .lines--chosen-away { background: $panel; }
    }
    Finder.-short > Vertical { width: 100%; height: 100%; border: none; }
    """

    def compose(self) -> ComposeResult:
        """Title, prompt, list."""
        with Vertical():
            yield Label(self.TITLE_WORDS, markup=False)
            yield Prompt(placeholder=self.EXAMPLE)
            yield CommandList()

    def on_mount(self) -> None:
        """Show all; the prompt has the keys."""
        commands = self.query_one(CommandList)
        commands.can_focus = False
        commands.when_empty = self.WHEN_EMPTY
        self._fill("")
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """The list follows the words."""
        event.stop()
        self._fill(event.value)

    def action_leave(self) -> None:
        self.dismiss(None)

    def action_step(self, by: int) -> None:
        commands = self.query_one(CommandList)
        commands.choose_index(commands.cursor + by)

    def lines(self, words: Sequence[str]) -> list[Found]:
        """What is shown for these words."""
        raise NotImplementedError

    def _fill(self, text: str) -> None:
        commands = self.query_one(CommandList)
        commands.set_items(self.lines(fold(text).split()))
        commands.choose_index(0)


class PaletteScreen(Finder):
    """Finds a command that works here, and is left with its id to be run; or a row of the feeds
    pane, and is left with ``@`` and its key."""

    TITLE_WORDS = "Commands · esc closes"
    EXAMPLE = "words of a command, or of a feed's name"

    def __init__(self, here: Keyed, rows: Sequence[FeedRow] = ()) -> None:
        super().__init__()
        self._rows = [row for row in rows if row.kind != "heading"]
        self._commands = [
            command
            for command in keymap_of(here).commands
            if command.id not in ("app.palette", "app.command", "app.back")
            and here.answering(command) is not None
        ]
        order = nearest_first(here.focused)
        self._commands.sort(key=lambda command: order.index(command.context))

    def lines(self, words: Sequence[str]) -> list[Found]:
        """Those whose title is or begins with the words first, then those whose help holds them,
        those that only others call so last."""
        found = [each for each in self._commands if _matches(each, words)]
        if words:
            found.sort(key=lambda each: _distance(each, words))
        return [*map(Found, found), *self.places(words)]

    def places(self, words: Sequence[str]) -> list[Found]:
        """The feeds, folders and views whose titles have the words."""
        rows = (row for row in self._rows if words and _holds(row.title, words))
        return [Found(None, row=row) for row in islice(rows, MOST_ROWS)]

    def on_input_submitted(self) -> None:
        """Run the chosen one."""
        self._take()

    def on_line_list_opened(self) -> None:
        """Run the one clicked."""
        self._take()

    def _take(self) -> None:
        commands = self.query_one(CommandList)
        chosen = commands.chosen
        if chosen is None or chosen.command is not None or chosen.row is not None:
            self.dismiss(commands.key_of(chosen) if chosen is not None else None)


class HelpScreen(Finder):
    """All keys that work on ``here``, by place, with search."""

    TITLE_WORDS = "Keys · esc closes"

    def __init__(self, here: Screen[object]) -> None:
        super().__init__()
        self._order = nearest_first(here.focused)
        nodes: list[DOMNode] = [here.app, here, *here.query("*")]
        self._commands = [
            command
            for command in keymap_of(here).commands
            if any(hasattr(node, f"action_{command.action}") for node in nodes)
        ]

    def on_mount(self) -> None:
        """Each line says what the command does."""
        self.query_one(CommandList).with_help = True

    def on_input_submitted(self) -> None:
        """Enter closes too."""
        self.dismiss(None)

    def lines(self, words: Sequence[str]) -> list[Found]:
        """The commands of each place under its heading, the place at hand first."""
        lines: list[Found] = []
        keymap = keymap_of(self)
        for context in self._order:
            inside = [
                Found(command)
                for command in self._commands
                if command.context == context and _matches(command, words, keymap)
            ]
            lines += [Found(None, PLACES[context]), *inside] if inside else []
        return lines


def _matches(command: Command, words: Sequence[str], keymap: Keymap | None = None) -> bool:
    keys = keymap.labels(command.id).split(", ") if keymap else []
    return all(
        _holds(f"{command.title} {command.help} {SYNONYMS.get(command.id, '')}", (word,))
        or ("." in word and word in command.id)
        or any(fold(key) == word for key in keys)
        for word in words
    )


def _distance(command: Command, words: Sequence[str]) -> tuple[bool, bool, bool, int]:
    title = fold(command.title)
    begins = title.startswith(words[0])
    told = _holds(f"{title} {command.help}", words)
    return (not begins, not _holds(title, words), not told, len(title) if begins else 0)


def _holds(text: str, words: Sequence[str]) -> bool:
    folded = fold(text)
    return all(word in folded for word in words)
