"""The prompt for the tags of a story: what is written there when it is left is what it has."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from textual.suggester import Suggester
from textual.widgets import Input

from reader.model import Entry
from reader.text import fold
from reader.tui.screens.acts import tell_change
from reader.tui.screens.boxes.ask import AskScreen
from reader.tui.states import plural

if TYPE_CHECKING:
    from reader.tui.app import NowReading


class TagScreen(AskScreen[tuple[str, ...]]):
    """Left with the names that stand in the prompt, or None."""

    TITLE_WORDS = "Tags of this story"
    EXAMPLE = "names, parted by blanks"
    KEYS = "→ completes a name · enter keeps them · esc leaves all as it was"

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the names."""
        event.stop()
        self.dismiss(names_in(event.value))


class TagManyScreen(AskScreen[tuple[str, ...]]):
    """Left with names to give, and with names to take away behind a ``-``; or None."""

    EXAMPLE = "names to give; -name takes it away"
    KEYS = "→ completes a name · enter does it · esc leaves all as it was"

    def __init__(self, number: int, suggester: Suggester) -> None:
        super().__init__("", suggester)
        self.title_words = f"Tags of {plural(number, 'story', 'stories')}"

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the names."""
        event.stop()
        self.dismiss(names_in(event.value))


class TagSuggester(Suggester):
    """Completes the last name with the most used tag that it begins."""

    def __init__(self, tags: Sequence[tuple[str, int]]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._names = [name for name, _ in sorted(tags, key=lambda tag: -tag[1])]

    async def get_suggestion(self, value: str) -> str | None:
        """The whole line with its last name completed."""
        before, _, last = value.rpartition(" ")
        typed = fold(last.lstrip("#"))
        if not typed:
            return None
        for name in self._names:
            if fold(name).startswith(typed) and len(name) >= len(typed):
                done = last + name[len(last.lstrip("#")) :]
                return f"{before} {done}" if before else done
        return None


def names_in(text: str) -> tuple[str, ...]:
    """``"#world  ferry"`` → ``("world", "ferry")``."""
    return tuple(dict.fromkeys(name for each in text.split() if (name := each.strip("#,"))))


async def edit_tags(
    app: NowReading, entry: Entry, when_done: Callable[[], Awaitable[None]] | None = None
) -> None:
    """Show the prompt; when it is left, give and take what differs, then ``when_done``. Undo takes
    it back."""
    known = await app.attempt(app.library.tags())
    if known is None:
        return

    async def keep(names: tuple[str, ...] | None) -> None:
        if names is None:
            return
        add = [name for name in names if name not in entry.tags]
        remove = [name for name in entry.tags if name not in names]
        if not add and not remove:
            return
        change = await app.attempt(app.library.set_tags([entry.id], add=add, remove=remove))
        if change is not None:
            tell_change(app, change)
            app.entries_changed(change.entry_ids)
            if when_done is not None:
                await when_done()

    value = " ".join(entry.tags)
    app.push_screen(TagScreen(f"{value} " if value else "", TagSuggester(known)), keep)


async def tag_many(
    app: NowReading, ids: Sequence[int], when_done: Callable[[Sequence[int]], None]
) -> None:
    """Show the prompt for many entries; when it is left, give and take what it says."""
    known = await app.attempt(app.library.tags())
    if known is None:
        return

    async def keep(names: tuple[str, ...] | None) -> None:
        add = [name for name in names or () if not name.startswith("-")]
        remove = [name.lstrip("-") for name in names or () if name.startswith("-")]
        if not add and not remove:
            return
        work = app.library.set_tags(ids, add=add, remove=remove)
        change = await app.attempt(work, "These have such tags already")
        tell_change(app, change)
        when_done(change.entry_ids if change is not None else ())

    app.push_screen(TagManyScreen(len(ids), TagSuggester(known)), keep)
