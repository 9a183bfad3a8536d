"""The preview pane: the beginning of the chosen story, its quotes, and how many links lead on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar, Final

from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from reader.model import LIKELY_SPEAKER, SURE_SPEAKER, Entry, Quote, Story
from reader.text import clean, clean_line
from reader.tui import times
from reader.tui.drawing.looks import Looked
from reader.tui.drawing.parts import Part, fit, strip_of
from reader.tui.keys.commands import BY_ID
from reader.tui.keys.dispatch import IN_LISTS, bindings
from reader.tui.layout.wrap import wrap

PARAGRAPHS = 12
QUOTES = 6
MEASURE = 72
_BOUND: Final = "\u00a0"
"""A blank at which no line is broken."""
ON_ITS_STORY: Final = (
    "entry.toggle_read",
    "entry.toggle_star",
    "entry.tag",
    "entry.delete",
    "entry.browse",
    "entry.browse_read",
    "entry.copy_link",
    "entry.comments",
    "entry.play",
    "entry.download",
    "entry.save",
    "entry.pipe",
)
"""What is done to the story shown, as in the list beside it."""


class PreviewPane(Looked, can_focus=True, inherit_bindings=False):
    """A glance at a story; looking at it marks nothing."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(*IN_LISTS, *ON_ITS_STORY)
    LOOKS: ClassVar[tuple[str, ...]] = ("strong", "dim", "accent")
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"preview--{look}" for look in LOOKS}
    DEFAULT_CSS = """
    PreviewPane {
        width: 1fr;
        height: 1fr;
        & > .preview--strong { text-style: bold; }
        & > .preview--dim { color: $text-muted; }
        & > .preview--accent { color: $text-accent; }
    }
    """

    class Opened(Message):
        """The story shown is to be opened."""

    class Asked(Message):
        """``action`` of the list is to be run on the story shown."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._entry: Entry | None = None
        self._story: Story | None = None
        self._today: datetime = times.now()
        self._set: list[list[Part]] | None = None
        self._strips: dict[int, Strip] = {}
        self._top = 0

    @property
    def shows_story(self) -> bool:
        """Whether there is anything on it."""
        return self._entry is not None

    @property
    def shown_id(self) -> int | None:
        """The entry that it shows; None for none."""
        return self._entry.id if self._entry is not None else None

    def show(self, entry: Entry | None, story: Story | None, today: datetime) -> None:
        """Show the beginning of ``story``, or what the list knows while it is fetched."""
        if entry is None or self._entry is None or entry.id != self._entry.id:
            self._top = 0
        self._entry, self._story, self._today = entry, story, today
        self._set_anew()
        self.refresh()

    # ---- actions
    def action_move_down(self, count: int = 1) -> None:
        self._scroll(count)

    def action_move_up(self, count: int = 1) -> None:
        self._scroll(-count)

    def action_move_top(self) -> None:
        self._scroll(-self._top)

    def action_move_bottom(self) -> None:
        self._scroll(len(self._rows()))

    def action_move_half_down(self) -> None:
        self._scroll(max(1, self.size.height // 2))

    def action_move_half_up(self) -> None:
        self._scroll(-max(1, self.size.height // 2))

    def action_item_open(self) -> None:
        if self._entry is not None:
            self.post_message(self.Opened())

    def action_program_run(self, number: int) -> None:
        self.post_message(self.Asked(f"program_run({number})"))

    def on_mouse_scroll_down(self) -> None:
        self._scroll(3)

    def on_mouse_scroll_up(self) -> None:
        self._scroll(-3)

    def on_resize(self) -> None:
        self._set_anew()

    def _forget_looks(self) -> None:
        super()._forget_looks()
        self._strips.clear()

    # ---- drawing
    def render_line(self, y: int) -> Strip:
        """The strip of screen line ``y`` of this widget."""
        rows, at = self._rows(), self._top + y
        if at >= len(rows):
            return Strip.blank(self.size.width, self.look())
        strip = self._strips.get(at)
        if strip is None:
            looks = {
                part.look: self.look(f"preview--{part.look}") for part in rows[at] if part.look
            }
            strip = self._strips[at] = strip_of(rows[at], looks, self.size.width, self.look())
        return strip

    def _scroll(self, lines: int) -> None:
        most = max(0, len(self._rows()) - self.size.height)
        self._top = max(0, min(self._top + lines, most))
        self.refresh()

    def _set_anew(self) -> None:
        self._set = None
        self._strips.clear()

    def _rows(self) -> list[list[Part]]:
        if self._set is None:
            self._set = self._lines(self.size.width - 2)
        return self._set

    def _lines(self, width: int) -> list[list[Part]]:
        entry = self._entry
        if entry is None:
            return []
        measure = max(8, min(width, MEASURE))
        story = self._story
        lines = _wrapped(entry.title or "(no title)", measure, "strong")
        lines += _wrapped(self._about(entry), measure, "dim")
        for paragraph in _paragraphs(entry, story):
            lines += [[], *_wrapped(paragraph, measure)]
        if story is not None and story.note:
            lines += [[], *_wrapped(story.note, measure, "dim")]
        quotes = story.quotes if story else ()
        if quotes:
            lines += [[], [Part(" "), Part(f"❝ {_number(len(quotes), 'quote')}", "accent")]]
            for quote in quotes[:QUOTES]:
                lines.append([Part(" "), Part(fit(_said(quote), measure))])
        if story is not None and story.links:
            links = _number(len(story.links), "link")
            lines += [[], [Part(" "), Part(f"↗ {links}", "accent")]]
        return lines

    def _about(self, entry: Entry) -> str:
        moment = entry.published_at or entry.sort_at
        words = [clean_line(entry.feed_title), times.day(moment, self._today), times.clock(moment)]
        words.append(f"{entry.minutes}{_BOUND}min" if entry.words else "link")
        return f"{_BOUND}· ".join(word for word in words if word)  # a line may end with a dot


def _asking(action: str) -> Callable[[PreviewPane], object]:
    return lambda pane: pane.post_message(pane.Asked(action))


for _each in ON_ITS_STORY:
    setattr(PreviewPane, f"action_{BY_ID[_each].action}", _asking(BY_ID[_each].action))


def _wrapped(text: str, measure: int, look: str = "") -> list[list[Part]]:
    text = clean(text)
    rows = [text[cut.start : cut.end].replace(_BOUND, " ") for cut in wrap(text, measure)]
    return [[Part(" "), Part(row, look)] for row in rows]


def _paragraphs(entry: Entry, story: Story | None) -> list[str]:
    if story is None:
        return [entry.summary] if entry.summary else []
    shown = [
        block.text
        for block in story.blocks
        if block.kind in ("paragraph", "blockquote", "list_item", "heading")
        and block.role is None
        and block.text
    ]
    return shown[:PARAGRAPHS]


def _said(quote: Quote) -> str:
    text = quote.text.split("\n", 1)[0]
    if quote.speaker is None or quote.confidence < LIKELY_SPEAKER:
        return f"“{text}”"
    doubt = "?" if quote.confidence < SURE_SPEAKER else ""
    return f"{quote.speaker.name}{doubt}: “{text}”"


def _number(count: int, thing: str) -> str:
    return f"1 {thing}" if count == 1 else f"{count} {thing}s"
