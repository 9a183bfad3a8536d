"""Bars of one line: the header, the notice under it, and the keys at the bottom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.strip import Strip

from reader.tui.drawing.looks import Looked
from reader.tui.drawing.parts import Part, spread, strip_of, width_of
from reader.tui.keys.commands import BY_ID, COMMANDS, Command, Context
from reader.tui.keys.dispatch import KeyClicked, keymap_of
from reader.tui.keys.keymap import Keymap, label

if TYPE_CHECKING:
    from textual.events import Click


class OneLine(Looked):
    """One line with words at both ends; the left ones give way. A click on a key, or on the words
    behind it, is posted as :class:`KeyClicked`."""

    leads_to = ""
    """The command whose key a click on the first words is: a sign and what it is about."""

    LOOKS: ClassVar[tuple[str, ...]] = ("strong", "dim", "accent", "key", "good", "warn", "bad")
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"line--{look}" for look in LOOKS}
    DEFAULT_CSS = """
    OneLine {
        height: 1;
        background: $panel;
        & > .line--strong { text-style: bold; }
        & > .line--dim { color: $text-muted; }
        & > .line--accent { color: $text-accent; }
        & > .line--key { color: $text-accent; text-style: bold; }
        & > .line--good { color: $text-success; }
        & > .line--warn { color: $text-warning; }
        & > .line--bad { color: $text-error; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._left: list[Part] = []
        self._right: list[Part] = []

    def show(self, left: Sequence[Part], right: Sequence[Part] = ()) -> None:
        """Show other words; the same ones cost nothing."""
        if (list(left), list(right)) != (self._left, self._right):
            self._left, self._right = list(left), list(right)
            self.refresh()

    def leave_out_right(self) -> None:
        """Show only the words on the left, until others are shown."""
        self.show(self._left)

    def render_line(self, y: int) -> Strip:
        """The strip of screen line ``y`` of this widget."""
        width = self.size.width
        if y:
            return Strip.blank(width, self.look())
        line = self._line(width)
        looks = {part.look: self.look(f"line--{part.look}") for part in line if part.look}
        return strip_of(line, looks, width, self.look())

    def on_click(self, event: Click) -> None:
        """Post the key that was clicked, or whose words were; of ``n/N`` the one pointed at."""
        event.stop()
        if self.leads_to and event.x <= width_of(self._left[:2]):
            self.post_message(KeyClicked(keymap_of(self).label(self.leads_to)))
            return
        key, at = "", 0
        for part in self._line(self.size.width):
            end = at + cell_len(part.text)
            if part.look == "key":
                key = part.text
            elif part.look or part.text.isspace():
                key = ""
            if event.x < end:
                one, other = key.split("/", 1) if "/" in key[1:] else (key, "")
                if other and part.look == "key" and event.x - at > cell_len(one):
                    one = other
                if one:
                    self.post_message(KeyClicked(one))
                return
            at = end

    def _line(self, width: int) -> list[Part]:
        return [Part(" "), *spread(self._left, self._right, max(1, width - 2))]


class KeyBar(OneLine):
    """The keys that matter here, as many as there is room for, and always the one for help."""

    _asked: tuple[object, ...] | None = None
    """What :meth:`show_keys` was last asked for, while that is what stands there."""

    def show(self, left: Sequence[Part], right: Sequence[Part] = ()) -> None:
        """Show other words; the same ones cost nothing."""
        self._asked = None
        super().show(left, right)

    def show_keys(
        self,
        command_ids: Sequence[str],
        *,
        always: Sequence[str] = ("app.help",),
        names: Mapping[str, str] | None = None,
        escapes: bool = False,
    ) -> None:
        """Show commands with their keys, the most important first.

        ``names`` says what a command does here, where that is not what it does elsewhere;
        ``escapes``: back is escape here, whatever other key it has elsewhere.
        """
        keymap = keymap_of(self)
        asked = (
            id(keymap),
            keymap.labels("item.open"),
            self.size.width,
            tuple(command_ids),
            tuple(always),
            names,
            escapes,
        )
        if asked == self._asked:
            return
        right = _join([_key_parts(keymap, each) for each in always])
        room = self.size.width - 2 - width_of(right) - 3
        shown: list[list[Part]] = []
        for command_id in command_ids:
            parts = _key_parts(keymap, command_id, (names or {}).get(command_id))
            if escapes and command_id == "app.back":
                parts = [Part(label("escape"), "key"), *parts[1:]]
            if width_of(_join([*shown, parts])) > room:
                break
            if parts:
                shown.append(parts)
        self.show(_join(shown), right)
        self._asked = asked

    def show_pending(self, typed: Sequence[str], contexts: Sequence[Context]) -> None:
        """Show how a sequence that was begun can go on."""
        keymap = keymap_of(self)
        begun = tuple(typed)
        ways = [
            [Part(label(" ".join(keys[len(begun) :])), "key"), Part(f" {_name(command)}")]
            for keys, commands in keymap.sequences.items()
            for command in commands
            if keys[: len(begun)] == begun and command.context in contexts
        ]
        self.show([Part(f"{label(' '.join(begun))} …  ", "strong"), *_join(ways, "  ")])

    def show_count(self, count: int) -> None:
        """Show the count typed so far."""
        ids = [command.id for command in COMMANDS if command.counts]
        keymap = keymap_of(self)
        ways = [_key_parts(keymap, each) for each in ids]
        self.show([Part(f"{count} …  ", "strong"), *_join(ways)])


def _key_parts(keymap: Keymap, command_id: str, name: str | None = None) -> list[Part]:
    key = keymap.label(command_id)
    return [Part(key, "key"), Part(f" {name or _name(BY_ID[command_id])}")] if key else []


def _name(command: Command) -> str:
    return command.short or command.title.lower()


def _join(groups: Sequence[Sequence[Part]], between: str = "   ") -> list[Part]:
    joined: list[Part] = []
    for group in groups:
        if joined and group:
            joined.append(Part(between))
        joined += group
    return joined
