"""Which keys run which commands: the command table with the user's changes, checked.

Textual takes a keymap without a word about unknown ids, clashes, or keys that it can never see;
so the user's ``[keys]`` are checked here first, and only what holds is put in force.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

from textual.keys import KEY_NAME_REPLACEMENTS, Keys, _character_to_key

from reader.tui.keys.commands import BY_ID, COMMANDS, Command, Context

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.config.macros import Macro
    from reader.config.programs import Program

    PlaceOf = Callable[[tuple[str, ...], int | None], str]
    Warn = Callable[[str, str, int | None], None]
    """Told of a command or kind of block, what is wrong with its keys, and which block it is."""

_MODIFIERS: Final = frozenset({"ctrl", "alt", "shift", "super", "meta"})
_NAMES: Final = frozenset(key.value for key in Keys) | frozenset(KEY_NAME_REPLACEMENTS.values())
_LABELS: Final = {
    "enter": "↵",
    "escape": "esc",
    "question_mark": "?",
    "slash": "/",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
    "shift+tab": "⇧tab",
    "pagedown": "pgdn",
    "pageup": "pgup",
    "backspace": "⌫",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}
_PLAIN: Final = {
    "enter": "enter",
    "shift+tab": "shift-tab",
    "backspace": "backspace",
    "up": "up",
    "down": "down",
    "left": "left",
    "right": "right",
}
"""Keys whose signs not every font has, in words."""
_shown: Final = dict(_LABELS)
"""How keys are shown now."""
_INSIDE: Final[dict[Context, frozenset[Context]]] = {
    "feeds": frozenset({"library", "list", "app"}),
    "entries": frozenset({"library", "list", "app"}),
    "body": frozenset({"story", "list", "app"}),
    "quotes": frozenset({"story", "list", "app"}),
    "more": frozenset({"story", "list", "app"}),
    "library": frozenset({"list", "app"}),
    "problems": frozenset({"list", "app"}),
    "speakers": frozenset({"list", "app"}),
    "downloads": frozenset({"list", "app"}),
    "story": frozenset({"list", "app"}),
    "program": frozenset({"entries", "library", "story", "body", "quotes", "more", "list", "app"}),
    "list": frozenset({"app"}),
    "app": frozenset(),
}

KeySequence = tuple[str, ...]


def normal_key(key: str) -> str:
    """The name Textual has for ``key``: ``?`` is ``question_mark``, ``ctrl-d`` is ``ctrl+d``."""
    key = key.strip()
    if len(key) == 1:
        return _character_to_key(key)
    head, _, base = key.replace("-", "+").rpartition("+")
    base = _character_to_key(base) if len(base) == 1 else base
    return f"{head.lower()}+{base}" if head else base.lower()


def sequence(keys: str) -> KeySequence:
    """``"g f"`` → ``("g", "f")``, each key by the name Textual has for it."""
    return tuple(normal_key(key) for key in keys.split())


def label(keys: str) -> str:
    """How a key or sequence is shown to a reader: ``ctrl+p`` as ``^p``, ``g f`` as ``g f``."""
    return " ".join(_label(key) for key in sequence(keys))


def use_plain_labels(is_plain: bool) -> None:
    """Show keys in words where their signs are not in every font, or with signs again."""
    _shown.update(_PLAIN if is_plain else _LABELS)
    _label.cache_clear()


@dataclass(frozen=True)
class Keymap:
    """The keys in force. ``keys`` maps every command id to its keys, none, one or several."""

    keys: Mapping[str, tuple[str, ...]]
    changed: frozenset[str] = field(default=frozenset())
    """Ids of the commands whose keys are not those of the table."""
    own: tuple[Command, ...] = ()
    """The commands that run programs and macros of the reader's own, beside those of the table."""
    steps: tuple[tuple[str, ...], ...] = ()
    """The ids of the commands that each macro runs; none for one that can't be run."""

    @cached_property
    def commands(self) -> tuple[Command, ...]:
        """All commands there are."""
        return (*COMMANDS, *self.own)

    @cached_property
    def by_id(self) -> Mapping[str, Command]:
        """All commands by their ids."""
        return {**BY_ID, **{command.id: command for command in self.own}}

    @cached_property
    def sequences(self) -> dict[KeySequence, tuple[Command, ...]]:
        """Sequences of two keys or more, with the commands they run, one for each context; keys of
        the reader's own commands too, of which Textual knows nothing."""
        found: dict[KeySequence, tuple[Command, ...]] = {}
        for command in self.commands:
            for keys in map(sequence, self.keys[command.id]):
                if len(keys) > 1 or command.is_own:
                    found[keys] = (*found.get(keys, ()), command)
        return found

    @cached_property
    def prefixes(self) -> frozenset[KeySequence]:
        """Every beginning of a sequence that is not a whole one."""
        return frozenset(keys[:length] for keys in self.sequences for length in range(1, len(keys)))

    @cached_property
    def moving(self) -> frozenset[str]:
        """Single keys that only move about in a list, wherever they are pressed."""
        found = (
            sequence(keys)
            for command_id, each in self.keys.items()
            for keys in each
            if command_id.startswith("move.")
        )
        return frozenset(keys[0] for keys in found if len(keys) == 1)

    def label(self, command_id: str) -> str:
        """The first key of a command as shown to a reader; ``""`` when it has none."""
        keys = self.keys[command_id]
        return label(keys[0]) if keys else ""

    def labels(self, command_id: str) -> str:
        """All keys of a command as shown to a reader."""
        return ", ".join(label(keys) for keys in self.keys[command_id])

    def called(self, words: str, begun: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The keys that are shown to a reader as ``words``, behind what was ``begun`` of a
        sequence; none where no command has them."""
        every = (sequence(keys) for each in self.keys.values() for keys in each)
        for keys in (("escape",), *every):
            rest = keys[len(begun) :]
            if rest and keys[: len(begun)] == begun and label(" ".join(rest)) == words:
                return rest
        return ()

    def for_textual(self) -> dict[str, str]:
        """What ``App.set_keymap`` takes: only the changed commands.

        A sequence is handed over as it is: Textual never sees such a key, which takes the old one
        out of force, and the dispatcher runs the sequence.
        """
        return {
            command_id: ",".join(" ".join(sequence(keys)) for keys in self.keys[command_id])
            or "no key"
            for command_id in self.changed
        }


DEFAULT: Final = Keymap({command.id: command.keys for command in COMMANDS})


def read_keymap(
    user: Mapping[str, str],
    preset: str = "default",
    programs: Sequence[Program] = (),
    macros: Sequence[Macro] = (),
    place_of: PlaceOf | None = None,
) -> tuple[Keymap, tuple[str, ...]]:
    """The keymap of a preset with the user's ``[keys]`` over it and the keys of ``programs`` and
    ``macros`` beside them, and a sentence for each one that can't be used, after where that stands.

    A value is a key (``x``, ``ctrl+x``, ``f5``), a sequence (``g x``), several of them parted by
    commas, or empty for no key.  A key that an unchanged command has in the same place is a clash
    and left out; so is one that is the beginning of a sequence, or a sequence that begins with a
    key in force.
    """
    warnings: list[str] = []

    def warn(command_id: str, problem: str, number: int | None) -> None:
        at = ("keys", command_id) if number is None else (command_id, "key")
        warnings.append(f"{place_of(at, number)} {problem}" if place_of else problem)

    keys, chosen = _users_keys(user, preset_keys(preset), warn)
    changed = frozenset(each for each in keys if keys[each] != DEFAULT.keys[each])
    own, runs = _add_own(keys, programs, macros, warn)
    return Keymap(keys, changed | chosen, own, runs), tuple(warnings)


def _users_keys(
    user: Mapping[str, str], base: dict[str, tuple[str, ...]], warn: Warn
) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """``base`` with the keys of ``user`` that can be used, and the commands that these are for."""
    wanted: dict[str, tuple[str, ...]] = {}
    for command_id, value in user.items():
        if command_id == "preset":
            continue
        problem = _unknown(command_id) or _misnamed(BY_ID[command_id], _alternatives(value))
        if problem:
            warn(command_id, problem, None)
        else:
            wanted[command_id] = _alternatives(value)
    keys = {**base, **wanted}
    # One that goes back to its usual key may take it from another, which is looked at again.
    while clashing := next(
        ((each, told) for each in wanted if (told := _clash(BY_ID[each], keys))), None
    ):
        command_id, problem = clashing
        warn(command_id, problem, None)
        del wanted[command_id]
        keys[command_id] = base[command_id]
    return keys, frozenset(wanted)


def _add_own(
    keys: dict[str, tuple[str, ...]],
    programs: Sequence[Program],
    macros: Sequence[Macro],
    warn: Warn,
) -> tuple[tuple[Command, ...], tuple[tuple[str, ...], ...]]:
    """Add the keys of programs and macros to ``keys``; their commands, and the steps of each macro."""
    own = _own_commands(programs, macros)
    steps = tuple(_steps(macro, programs) for macro in macros)
    owners: tuple[Program | Macro, ...] = (*programs, *macros)
    for command, each in zip(own, owners, strict=True):
        problem = _misnamed(command, (each.key,))
        keys[command.id] = (" ".join(each.key.split()),) if each.key else ()
        problem = problem or _clash(command, keys, own)
        if command.macro and isinstance(unknown := steps[command.macro - 1], str):
            problem = unknown
        if problem:
            kind = "macro" if command.macro else "program"
            warn(kind, problem, (command.macro or command.program) - 1)
            keys[command.id] = ()
    return own, tuple(each if isinstance(each, tuple) else () for each in steps)


def _own_commands(programs: Sequence[Program], macros: Sequence[Macro]) -> tuple[Command, ...]:
    ours = (
        Command(f"program.{number}", "program", (), each.title, " ".join(each.run), program=number)
        for number, each in enumerate(programs, 1)
    )
    macro = (
        Command(f"macro.{number}", "app", (), each.title, ", ".join(each.do), macro=number)
        for number, each in enumerate(macros, 1)
    )
    return (*ours, *macro)


def _steps(macro: Macro, programs: Sequence[Program]) -> tuple[str, ...] | str:
    """The ids of what ``macro`` runs, or a sentence about the one that is not there."""
    from reader.config.macros import PROGRAM

    titles = {f"{PROGRAM}{each.title}": f"program.{n}" for n, each in enumerate(programs, 1)}
    for step in macro.do:
        if step not in BY_ID and step not in titles:
            near = difflib.get_close_matches(step, (*BY_ID, *titles), 1, 0.5)
            hint = f"; did you mean “{near[0]}”?" if near else ""
            return f"[[macro]] {macro.title}: there is no command “{step}”{hint}"
    return tuple(titles.get(step, step) for step in macro.do)


def preset_keys(name: str) -> dict[str, tuple[str, ...]]:
    """The whole table of keys of a preset; one that is not known is the default."""
    if name == "default":
        return dict(DEFAULT.keys)
    from reader.tui.keys.presets import PRESETS

    changes = PRESETS.get(name, {})
    return {**DEFAULT.keys, **{each: _alternatives(keys) for each, keys in changes.items()}}


def meet(one: Context, other: Context) -> bool:
    """Whether keys of both contexts are in force at one moment."""
    return one == other or other in _INSIDE[one] or one in _INSIDE[other]


def clashes(keys: Mapping[str, tuple[str, ...]]) -> Iterable[str]:
    """A sentence for each command whose keys are not free, over a whole table."""
    for command in COMMANDS:
        problem = _clash(command, keys)
        if problem:
            yield problem


def _alternatives(value: str) -> tuple[str, ...]:
    if value.strip() == ",":
        return ("comma",)
    return tuple(" ".join(part.split()) for part in value.split(",") if part.strip())


def _unknown(command_id: str) -> str | None:
    if command_id in BY_ID:
        return None
    near = difflib.get_close_matches(command_id, BY_ID, 1, 0.5)
    hint = f"; did you mean “{near[0]}”?" if near else ""
    return f"[keys] {command_id}: there is no such command{hint}"


def _misnamed(command: Command, wanted: Iterable[str]) -> str | None:
    for keys in wanted:
        for key in sequence(keys):
            *modifiers, base = key.split("+")
            known = base in _NAMES or _is_one_key(base)
            if not known or not _MODIFIERS.issuperset(modifiers):
                return f"{_place_of(command)}: no key is called “{key}”"
    return None


def _is_one_key(base: str) -> bool:
    return len(base) == 1 or base in {_character_to_key(chr(code)) for code in range(33, 127)}


def _place_of(command: Command) -> str:
    """Where feeds.toml says which key it has."""
    if command.is_own:
        return f"[[{'macro' if command.macro else 'program'}]] {command.title}"
    return f"[keys] {command.id}"


def _clash(
    command: Command, keys: Mapping[str, tuple[str, ...]], own: Sequence[Command] = ()
) -> str | None:
    mine = [sequence(each) for each in keys[command.id]]
    for other in (*COMMANDS, *own):
        is_free = other.id not in keys or other.id == command.id
        if is_free or not meet(command.context, other.context):
            continue
        for their_keys in map(sequence, keys[other.id]):
            for my_keys in mine:
                shorter = min(len(my_keys), len(their_keys))
                if my_keys[:shorter] == their_keys[:shorter]:
                    return _clash_sentence(command, my_keys, other, their_keys)
    return None


def _clash_sentence(
    command: Command, mine: KeySequence, other: Command, theirs: KeySequence
) -> str:
    shown, place = label(" ".join(mine)), _place_of(command)
    if mine == theirs:
        return f"{place}: “{shown}” already is “{other.title}” ({other.id})"
    return (
        f"{place}: “{shown}” can't stand beside "
        f"“{label(' '.join(theirs))}”, “{other.title}” ({other.id})"
    )


@cache
def _label(key: str) -> str:
    if key in _shown:
        return _shown[key]
    *modifiers, base = key.split("+")
    shown = _shown.get(base, base)
    for code in range(33, 127):
        if _character_to_key(chr(code)) == base:
            shown = chr(code)
    prefix = "".join("^" if each == "ctrl" else f"{each}-" for each in modifiers)
    return prefix + shown
