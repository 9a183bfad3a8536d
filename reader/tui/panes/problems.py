"""The problems pane: feeds that fail, each with its cause and what to do; one unfolds to all facts."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Final

from textual.binding import BindingType
from textual.message import Message

from reader.model import Feed, FeedErrorKind
from reader.tui import times
from reader.tui.drawing.parts import Part, fit, spread
from reader.tui.keys.dispatch import bindings
from reader.tui.layout.wrap import wrap
from reader.tui.messages import NotPossible
from reader.tui.panes.lines import LineList
from reader.urls import show

NAMES: Final[dict[FeedErrorKind, str]] = {
    "bad_url": "bad address",
    "dns": "no such server",
    "refused": "connection refused",
    "connection": "connection lost",
    "protocol": "no proper HTTP",
    "tls": "certificate",
    "timeout": "too slow",
    "too_large": "too large",
    "http": "answered with an error",
    "redirect": "redirect",
    "blocked": "private address",
    "moved": "moved",
    "gone": "gone",
    "rate_limited": "asked too often",
    "not_a_feed": "not a feed",
    "empty": "empty answer",
    "encoding": "unreadable letters",
    "parse": "broken feed",
    "store": "library",
    "program": "program",
}
"""What each kind of failure is called on the screen."""
_INDENT: Final = 3


class ProblemsPane(LineList[Feed]):
    """Feeds with a failure. Enter unfolds the chosen one; its other acts are posted upward."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "problem.retry", "problem.browse", "problem.copy_link", "problem.remove"
    )

    class Asked(Message):
        """The reader wants something done with ``feed``: the verb of the command's id."""

        def __init__(self, act: str, feed: Feed) -> None:
            super().__init__()
            self.act = act
            self.feed = feed

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.now: datetime = times.now()
        self._unfolded: set[int] = set()

    def key_of(self, item: Feed) -> int:
        return item.id

    # ---- actions
    def action_item_open(self) -> None:
        """Show all that is known of the chosen feed, or fold it again."""
        if self.chosen is not None:
            self._unfolded ^= {self.chosen.id}
            self.set_items(self.items)
            self.forget_drawings()

    def action_problem_retry(self) -> None:
        self._ask("retry")

    def action_problem_browse(self) -> None:
        self._ask("browse")

    def action_problem_copy_link(self) -> None:
        self._ask("copy_link")

    def action_problem_remove(self) -> None:
        self._ask("remove")

    def _ask(self, act: str) -> None:
        chosen = self.chosen
        self.post_message(self.Asked(act, chosen) if chosen else NotPossible("No feed fails"))

    # ---- drawing
    def height_of(self, index: int) -> int:
        return len(self._lines(self.items[index], self.size.width)) + 1

    def draw(self, item: Feed, index: int, width: int, chosen: bool) -> list[list[Part]]:
        edge = Part("▎" if chosen else " ", "accent")
        return [*([edge, *line] for line in self._lines(item, width)), []]

    def _lines(self, feed: Feed, width: int) -> list[list[Part]]:
        failure = feed.failure
        if failure is None:
            return [[Part("  "), Part(fit(feed.title, width - 4))]]
        room = max(8, width - _INDENT - 2)
        title = [Part("! ", "bad"), Part(fit(feed.title, room), "strong")]
        lines = [spread(title, [Part(self._facts(feed), "dim")], width - 2)]
        if feed.id in self._unfolded:
            for text in (failure.message, failure.hint):
                lines += [_indented(text[cut.start : cut.end]) for cut in wrap(text, room) if text]
            for name, value in self._details(feed):
                fact = f"{name:<11}{fit(value, max(1, room - 11))}"
                lines.append(_indented(fact, "dim"))
        else:
            lines.append(_indented(fit(failure.message, room)))
            if failure.hint:
                lines.append(_indented(fit(failure.hint, room), "accent"))
        return lines

    def _facts(self, feed: Feed) -> str:
        assert feed.failure is not None
        words = [NAMES[feed.failure.kind]]
        if feed.failing_since is not None:
            words.append(f"since {times.since(feed.failing_since, self.now)}")
        if feed.failures > 1:
            words.append(f"{feed.failures} tries")
        return " · ".join(words)

    def _details(self, feed: Feed) -> list[tuple[str, str]]:
        moments = (
            ("last try", feed.fetched_at),
            ("last good", feed.good_at),
            ("next try", feed.next_fetch_at),
        )
        lines = [("address", show(feed.url))]
        if feed.link:
            lines.append(("site", show(feed.link)))
        if feed.folder:
            lines.append(("folder", feed.folder))
        if not feed.verify_tls:
            lines.append(("TLS", "certificate not checked (verify_tls = false)"))
        for name, moment in moments:
            if moment is not None:
                lines.append((name, _when(moment, self.now)))
            elif name == "last good":
                lines.append((name, "never"))
        lines.append(("stories", f"{feed.total:,} stored, all readable"))
        return lines


def _indented(text: str, look: str = "") -> list[Part]:
    return [Part(" " * (_INDENT - 1)), Part(text, look)]


def _when(moment: datetime, now: datetime) -> str:
    if moment > now:
        day = "" if times.midnight(moment) == times.midnight(now) else times.date(moment, now)
    else:
        day = times.day(moment, now)
    return f"{day} {times.clock(moment)}".strip()
