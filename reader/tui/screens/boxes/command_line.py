"""The command line: a command by its words or id, a search, or a bulk command with its number."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final, cast

from rich.cells import cell_len
from textual.timer import Timer
from textual.widgets import Input

from reader.errors import InvalidQuery
from reader.library.bulk import VERBS, BulkCommand, BulkPlan, read_bulk
from reader.text import fold
from reader.tui.background import begin
from reader.tui.keys.commands import BY_ID
from reader.tui.keys.dispatch import Keyed
from reader.tui.screens.boxes.palette import CommandList, Found, PaletteScreen

if TYPE_CHECKING:
    from reader.tui.app import NowReading
    from reader.tui.panes.feeds import FeedRow

PAUSE: Final = 0.08
"""Seconds without a key after which it is counted what a bulk command would change."""

NOWHERE: Final = "No feed, folder or view is called that"
NEAR: Final = 0.82
"""How like a command words must be to mean it; *reader* is not *read*."""


class CommandLine(PaletteScreen):
    """The palette that takes ids, queries and bulk commands too: left with an id, with ``/`` and a
    query, or with what a bulk command was found to change."""

    TITLE_WORDS = "Command line · esc closes"
    EXAMPLE = "a command · words to find · read, star, tag NAME … QUERY"
    NAMES: ClassVar[dict[str, str]] = {
        "undo": "goto.history",
        **dict.fromkeys(("q", "q!", "qa", "wq", "quit", "exit"), "app.quit"),
    }
    """What some words mean here, whatever else they match."""

    def __init__(self, here: Keyed, rows: Sequence[FeedRow] = ()) -> None:
        super().__init__(here, rows)
        self._bulk: BulkCommand | None = None
        self._line = Found(None)
        """What is said of the bulk command: that it is counted, what it changes, or a mistake."""
        self._pause: Timer | None = None

    def lines(self, words: Sequence[str]) -> list[Found]:
        """The bulk command; the command of that id or name, those with the words, and the search."""
        typed = self.query_one(Input).value
        text = typed.strip().lstrip(":").strip()
        if text.startswith("/"):
            return [Found(None, query=text[1:].strip())] if text[1:].strip() else []
        lead = len(typed) - len(typed.lstrip(" :"))
        command = read_bulk(typed[lead:])
        if command != self._bulk:
            self._begin_counting(command, lead)
        if command is not None and command.is_whole:
            return [*self._titled(text), self._line]
        if words[:1] == ["goto"] and len(words) > 1:
            places = self.places(words[1:]) or [Found(None, heading=NOWHERE)]
            return [*places, Found(None, query=text)]
        named = self._named(text)
        others = [each for each in super().lines(words) if each not in named]
        usage = [Found(None, heading=f"{command.usage} …")] if command is not None else []
        commands = [each for each in others if each.row is None]
        search = [Found(None, query=text)] if text else []
        feeds = [each for each in others if each.row is not None]
        meant = [] if usage or named or others else self._near(text)
        return [*usage, *named, *commands, *search, *feeds, *meant]

    def _titled(self, text: str) -> list[Found]:
        """The commands whose whole title was typed."""
        return [Found(each) for each in self._commands if fold(each.title) == fold(text)]

    def _named(self, text: str) -> list[Found]:
        """The commands that ``text`` is the id or another name of."""
        found = [Found(each) for each in self._commands if each.id == text.casefold()]
        return [*found, Found(BY_ID[self.NAMES[text]])] if text in self.NAMES else found

    def _near(self, text: str) -> list[Found]:
        """What may have been meant where nothing is called so."""
        verb, titles = fold(text).split(" ")[0], {fold(c.title): c for c in self._commands}
        for act in VERBS:
            if difflib.get_close_matches(verb, (act,), 1, NEAR):
                return [Found(None, heading=f"Perhaps {BulkCommand(act, '').usage}")]
        return [
            Found(titles[near]) for near in difflib.get_close_matches(fold(text), titles, 1, NEAR)
        ]

    def _begin_counting(self, command: BulkCommand | None, lead: int) -> None:
        """Count, after a pause, what ``command`` would change; it began at character ``lead``."""
        self._bulk = command
        self._line = Found(None, heading="counting …")
        if self._pause is not None:
            self._pause.stop()
        self.workers.cancel_group(self, "plan")
        if command is not None and command.is_whole:
            self._pause = self.set_timer(
                PAUSE, lambda: begin(self, "plan", self._count, command, lead)
            )

    async def _count(self, command: BulkCommand, lead: int) -> None:
        library = cast("NowReading", self.app).library
        try:
            plan = await library.plan_bulk(command)
        except InvalidQuery as error:
            prompt = self.query_one(Input)
            before = cell_len(prompt.value[: lead + command.at + error.position])
            words = f"{error} {error.hint}".strip()
            column = max(0, before - round(prompt.scroll_offset.x))
            self._line = Found(None, mistake=words, column=column)
        else:
            nothing = f"{command.says(0)}: nothing would change"
            self._line = Found(None, plan=plan) if plan.ids else Found(None, heading=nothing)
        if command == self._bulk:
            self._fill(self.query_one(Input).value)

    def _take(self) -> None:
        """Leave with what is chosen; a bulk command only once its number has been shown."""
        chosen = self.query_one(CommandList).chosen
        if chosen is not None and chosen.query:
            self.dismiss(f"/{chosen.query}")
        elif chosen is not None and isinstance(chosen.plan, BulkPlan):
            self.dismiss(chosen.plan)
        else:
            super()._take()
