"""What can be done to many entries of the list at once, each as one change that undo takes back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Final

from reader.text import clean_line
from reader.tui.screens.acts import tell_change
from reader.tui.states import plural

if TYPE_CHECKING:
    from reader.library.values import Change
    from reader.tui.app import NowReading

Ids = Sequence[int]
Done = Callable[[Ids], None]
Mark = Callable[[Ids, bool], "Awaitable[Change | None]"]
MOST_PAGES: Final = 20
"""Pages that the browser is asked to open at once; stories that a program is run on."""
MOST_ADDRESSES: Final = 1_000
MOST_FILES: Final = 500
"""Stories that are written to files at once."""


async def act_on_many(
    app: NowReading, act: str | int, ids: Ids, when_done: Done
) -> tuple[Change | None, bool]:
    """Do it to all, or run the program of that number on all: the change of state, None for none,
    and whether it is done now.

    Where names are asked for first, ``when_done`` is called with the entries in the end.
    """
    many = plural(len(ids), "story", "stories")
    if act == "toggle_read":
        return await _toggled(app, ids, app.library.set_read), True
    if act == "toggle_star":
        return await _toggled(app, ids, app.library.set_starred), True
    if act == "delete":
        change = await app.attempt(app.library.delete(ids), f"{many} were gone already")
        tell_change(app, change)
        return change, True
    if act == "tag":
        from reader.tui.screens.boxes.tags import tag_many

        await tag_many(app, ids, when_done)
        return None, False
    if act == "browse":
        return None, await _browse(app, ids)
    if act == "browse_read":
        if not await _browse(app, ids):
            return None, False
        return await app.attempt(app.library.set_read(ids, True)), True
    if act == "download":
        return None, _download(app, ids)
    if act == "save":
        return None, await _save(app, ids)
    if isinstance(act, int):
        return None, _run(app, act, ids)
    if act == "copy_link":
        return None, await _copy_links(app, ids)
    app.say("This is done to one story at a time", severity="warning")
    return None, False


async def _toggled(app: NowReading, ids: Ids, mark: Mark) -> Change | None:
    """Mark all that is not marked yet; when all are, take the mark from all."""
    change = await app.attempt(_on_or_off(ids, mark), "Nothing was changed")
    tell_change(app, change)
    return change


async def _on_or_off(ids: Ids, mark: Mark) -> Change | None:
    change = await mark(ids, True)
    return change if change is not None else await mark(ids, False)


def _run(app: NowReading, program: int, ids: Ids) -> bool:
    from reader.tui.outside.own import run_program

    if _are_too_many(app, f"run it {len(ids)} times", ids):
        return False
    app.run_worker(run_program(app, program, ids), exit_on_error=False)
    return True


def _are_too_many(app: NowReading, does: str, ids: Ids) -> bool:
    if len(ids) > MOST_PAGES:
        app.say(f"That would {does}; {MOST_PAGES} is the most", severity="warning")
    return len(ids) > MOST_PAGES


async def _browse(app: NowReading, ids: Ids) -> bool:
    from reader.tui.outside.browser import browse

    if _are_too_many(app, f"open {len(ids)} pages", ids):
        return False
    links = await _links(app, ids)
    if not links:
        app.say("These stories have no address", severity="warning")
        return False
    quietly = len(links) > 1
    opened = [await browse(app, link, "", quietly=quietly) for link in links]
    if quietly and any(opened):
        app.say(f"In the browser: {plural(sum(opened), 'page', 'pages')}")
    return True


def _download(app: NowReading, ids: Ids) -> bool:
    if _are_too_many(app, f"fetch {len(ids)} files", ids):
        return False
    app.run_worker(_download_all(app, ids), exit_on_error=False)
    return True


async def _download_all(app: NowReading, ids: Ids) -> None:
    """One file after the other: the first that comes with each story."""
    from reader.tui.outside.programs import download

    has_any = False
    for entry_id in ids:
        entry = await app.attempt(app.library.entry(entry_id))
        if entry is not None and entry.enclosures:
            has_any = True
            await download(app, entry)
    if not has_any:
        app.say("No file comes with these stories", severity="warning")


async def _save(app: NowReading, ids: Ids) -> bool:
    if len(ids) > MOST_FILES:
        app.say(
            f"That would write {len(ids):,} files; {MOST_FILES} is the most", severity="warning"
        )
        return False
    for entry_id in ids:
        if await app.attempt(app.library.save_story(entry_id)) is None:
            return False
    folder = app.library.saved_stories
    app.say(f"Saved {plural(len(ids), 'story', 'stories')} in {folder}", timeout=8)
    return True


async def _copy_links(app: NowReading, ids: Ids) -> bool:
    links = await _links(app, ids[:MOST_ADDRESSES])
    if not links:
        app.say("These stories have no address", severity="warning")
        return False
    app.copy_to_clipboard("\n".join(clean_line(link) for link in links))
    app.say(f"Copied {plural(len(links), 'address', 'addresses')}")
    return True


async def _links(app: NowReading, ids: Ids) -> list[str]:
    found = []
    for entry_id in ids:
        entry = await app.attempt(app.library.entry(entry_id))
        if entry is not None and entry.link:
            found.append(entry.link)
    return found
