"""What can be done with an entry from the list, and what the reader is told of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Final

from reader.model import Entry
from reader.text import clean_line
from reader.tui.keys.dispatch import keymap_of
from reader.tui.panes.entries import Act

if TYPE_CHECKING:
    from reader.library.values import Change
    from reader.tui.app import NowReading


async def act_on(app: NowReading, act: Act | int, entry: Entry) -> Change | None:
    """Do it, or run the program of that number; the change of state, None where there was none (or
    it failed, and was told)."""
    if isinstance(act, int):
        from reader.tui.outside.own import run_program

        _beside_keys(app, run_program(app, act, [entry.id]))
        return None
    return await _ACTS[act](app, entry)


def asks_first(app: NowReading, what: str, question: str, then: Callable[[], object]) -> bool:
    """Ask ``question`` where feeds.toml wants ``what`` to be confirmed, and on yes do what is to be
    done ``then``; whether that is so."""
    if what not in app.library.list_settings.confirm:
        return False
    from reader.tui.screens.boxes.confirm import ConfirmScreen

    def answered(yes: bool | None) -> None:
        if yes:
            then()

    app.push_screen(ConfirmScreen(question), answered)
    return True


def tell_change(app: NowReading, change: Change | None) -> None:
    """Say what was done, if it was, and which key takes it back."""
    if change is not None:
        app.say(f"{change.text} · {keymap_of(app).label('app.undo')} takes it back")


async def _toggle_read(app: NowReading, entry: Entry) -> Change | None:
    now = await _as_it_is(app, entry)
    return await app.attempt(app.library.set_read([now.id], not now.is_read)) if now else None


async def _toggle_star(app: NowReading, entry: Entry) -> Change | None:
    now = await _as_it_is(app, entry)
    return await app.attempt(app.library.set_starred([now.id], not now.is_starred)) if now else None


def _beside_keys(app: NowReading, work: Coroutine[object, object, object]) -> None:
    """Do what may take as long as another program or the network does; no key waits for it."""
    app.run_worker(work, exit_on_error=False)


async def _as_it_is(app: NowReading, entry: Entry) -> Entry | None:
    """The entry as the library has it now: its row may be older than the key before this one."""
    return await app.attempt(app.library.entry(entry.id))


async def _delete(app: NowReading, entry: Entry) -> Change | None:
    change = await app.attempt(app.library.delete([entry.id]))
    tell_change(app, change)
    return change


async def _browse(app: NowReading, entry: Entry) -> None:
    from reader.tui.outside.browser import browse

    _beside_keys(app, browse(app, entry.link, "This story has no address"))


async def _browse_read(app: NowReading, entry: Entry) -> Change | None:
    await _browse(app, entry)
    return await app.attempt(app.library.set_read([entry.id], True)) if entry.link else None


async def _save(app: NowReading, entry: Entry) -> None:
    _beside_keys(app, save_story(app, entry.id))


async def save_story(app: NowReading, entry_id: int) -> None:
    """Write a story to a file, and say where it lies."""
    path = await app.attempt(app.library.save_story(entry_id))
    if path is not None:
        app.say(f"Saved: {path}", timeout=8)


async def _comments(app: NowReading, entry: Entry) -> None:
    from reader.tui.outside.browser import browse

    _beside_keys(app, browse(app, entry.comments_url, "This story has no comments page"))


async def _copy_link(app: NowReading, entry: Entry) -> None:
    if not entry.link:
        app.say("This story has no address", severity="warning")
        return
    app.copy_to_clipboard(clean_line(entry.link))
    app.say(f"Copied: {entry.link}")


async def _tag(app: NowReading, entry: Entry) -> None:
    from reader.tui.screens.boxes.tags import edit_tags

    await edit_tags(app, entry)


async def _play(app: NowReading, entry: Entry) -> None:
    from reader.tui.outside.programs import play

    _beside_keys(app, play(app, entry))


async def _download(app: NowReading, entry: Entry) -> None:
    from reader.tui.outside.programs import download

    _beside_keys(app, download(app, entry))


async def _pipe(app: NowReading, entry: Entry) -> None:
    from reader.tui.screens.boxes.pipe import ask_and_pipe

    ask_and_pipe(app, entry.id)


_ACTS: Final[dict[Act, Callable[[NowReading, Entry], Awaitable[Change | None]]]] = {
    "toggle_read": _toggle_read,
    "toggle_star": _toggle_star,
    "delete": _delete,
    "browse": _browse,
    "comments": _comments,
    "copy_link": _copy_link,
    "tag": _tag,
    "play": _play,
    "download": _download,
    "pipe": _pipe,
    "browse_read": _browse_read,
    "save": _save,
}
