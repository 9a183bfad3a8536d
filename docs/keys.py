"""Write the tables of keys in docs/manual.md from the one table of commands.

Run it after a change of ``reader/tui/keys/commands.py``: ``python docs/keys.py``.  With ``--check`` it
only says whether the manual agrees (exit code 1 when not); a test does that.
"""

from __future__ import annotations

import sys
from pathlib import Path

from reader.tui.keys.commands import BY_ID, COMMANDS, Command
from reader.tui.keys.keymap import DEFAULT, preset_keys
from reader.tui.keys.presets import PRESETS

MANUAL = Path(__file__).with_name("manual.md")
BEGIN, END = "<!-- keys: begin -->\n", "<!-- keys: end -->"
CONTEXTS = {
    "list": "In every list, and in the body",
    "app": "Everywhere",
    "library": "In the library",
    "feeds": "In the list of feeds",
    "entries": "In a list of stories",
    "story": "In a story",
    "body": "In the body of a story",
    "quotes": "In the quotes of a story",
    "more": "In read more",
    "problems": "In the list of problems",
    "speakers": "Among speakers and their quotes",
    "downloads": "In the list of downloads",
}
NAMES = {
    "ctrl": "Ctrl",
    "shift": "Shift",
    "escape": "Esc",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "backspace": "Backspace",
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "home": "Home",
    "end": "End",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "|": "\\|",
}


def key_name(key: str) -> str:
    """A key as a reader knows it: ``ctrl+d`` is ``Ctrl-D``, ``g g`` stays ``g g``."""
    return " ".join(_one_name(one) for one in key.split(" "))


def tables(commands: tuple[Command, ...] = COMMANDS) -> str:
    """The tables as Markdown, one for each context that has commands."""
    parts = []
    for context, title in CONTEXTS.items():
        rows = [command for command in commands if command.context == context]
        if rows:
            lines = [f"### {title}", "", "| keys | what | command |", "|---|---|---|"]
            lines += [_row(command) for command in rows]
            parts.append("\n".join(lines) + "\n")
    left = {command.context for command in commands} - set(CONTEXTS)
    if left:
        raise ValueError(f"contexts without a title: {sorted(left)}")
    return "\n".join(parts)


def presets() -> str:
    """The keys in which the presets differ from the table, side by side."""
    names = [name for name in PRESETS if PRESETS[name]]
    keys = {name: preset_keys(name) for name in names}
    ids = [c.id for c in COMMANDS if any(keys[n][c.id] != DEFAULT.keys[c.id] for n in names)]
    head = f"| what | default | {' | '.join(names)} | command |"
    lines = ["### Presets", "", head, "|---" * (len(names) + 3) + "|"]
    for each in ids:
        cells = [_keys(DEFAULT.keys[each])]
        cells += [
            _keys(keys[n][each]) if keys[n][each] != DEFAULT.keys[each] else "" for n in names
        ]
        lines.append(f"| {BY_ID[each].title} | {' | '.join(cells)} | `{each}` |")
    return "\n".join(lines) + "\n"


def with_tables(manual: str) -> str:
    """The manual with its tables as they must be."""
    before, _, rest = manual.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{tables()}\n{presets()}\n{END}{after}"


def main(arguments: list[str]) -> int:
    """Write the manual, or with ``--check`` compare; returns the exit code."""
    manual = MANUAL.read_text(encoding="utf-8")
    wanted = with_tables(manual)
    if manual == wanted:
        return 0
    if "--check" in arguments:
        print("docs/manual.md disagrees with reader/tui/keys/commands.py: run python docs/keys.py")
        return 1
    MANUAL.write_text(wanted, encoding="utf-8")
    return 0


def _one_name(key: str) -> str:
    *held, last = key.split("+") if len(key) > 1 else [key]
    if not held:
        return NAMES.get(last, last)
    return "-".join([*(NAMES[one] for one in held), NAMES.get(last, last.upper())])


def _keys(keys: tuple[str, ...]) -> str:
    return ", ".join(f"`{key_name(key)}`" for key in keys)


def _row(command: Command) -> str:
    keys = _keys(command.keys)
    counts = " (takes a count)" if command.counts else ""
    return f"| {keys} | {command.help}{counts} | `{command.id}` |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
