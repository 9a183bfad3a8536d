"""The search of the library screen: the prompt, the list that follows it, and the way back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.errors import InvalidQuery
from reader.query import parse
from reader.query.hits import as_typed
from reader.tui.background import begin
from reader.tui.screens.library.view import View
from reader.tui.states import Notice

if TYPE_CHECKING:
    from reader.tui.screens.library.screen import LibraryScreen

EXAMPLES: Final = (
    'words  "a phrase"  -not  title:  feed:  said:NAME  is:unread  has:quotes  after:2026'
)

_RECENT: Final = "searches"
"""The setting that holds what was searched for, a JSON array, the last first."""
LONGEST: Final = 500
"""Characters of a query that is remembered."""


class Search:
    """Remembers where the reader was, so that leaving the search leads back there."""

    def __init__(self, screen: LibraryScreen) -> None:
        self._screen = screen
        self._before: tuple[View, int | None] | None = None
        self.mistake: Mistake | None = None
        """What is wrong with the query as it stands in the prompt, and where."""
        self._ranked = False
        self._tags: tuple[str, ...] = ()
        self._recent: tuple[str, ...] | None = None
        """What was searched for before, the last first; None until it is read."""

    @property
    def is_on(self) -> bool:
        """Whether the list shows a search, or its prompt is open."""
        return self._before is not None

    def begin(self) -> None:
        """Show the prompt."""
        screen = self._screen
        if self._before is None:
            chosen = screen.entries.chosen
            self._before = (screen.view, chosen.id if chosen else None)
        if screen.at != "entries":
            screen.go("entries")  # on a narrow screen what is found would not show
        screen.prompt.display = True
        screen.set_focus(screen.prompt)
        screen.prompt.select_all()  # typing begins anew, an arrow keeps what stands there
        screen.draw_bars()
        screen.prompt.begin_anew(self._recent or ())
        begin(screen, "tags", self._read_tags)

    def within(self, view: View) -> str:
        """The list that ``view`` shows, those read included where it is of a feed or folder, as the
        beginning of a query with a blank after it; ``""`` for the list of everything."""
        row, parts = view.row, [view.query] if view.query else []
        if not view.query:
            if row.feed is not None:
                same = [r for r in self._screen.feeds.rows if r.feed and r.title == row.title]
                parts.append(f"feed:{_quoted(row.title if len(same) == 1 else row.feed.url)}")
            elif row.kind == "folder" and row.selection.folder:
                parts.append(f"folder:{_quoted(row.selection.folder)}")
            elif row.saved is not None:
                parts.append(f"({row.saved.query})")
            elif row.selection.since is not None:
                parts.append(f"after:{row.selection.since.astimezone():%Y-%m-%d}")
            elif row.selection.starred:
                parts.append("is:starred")
            elif row.key == "unread" and view.hides_read:
                parts.append("is:unread")
        return f"{' '.join(parts)} " if parts else ""

    def completed(self, text: str) -> str | None:
        """``text`` with its last word completed, None when nothing begins so."""
        from reader.tui.screens.library.completion import completed

        rows = self._screen.feeds.rows
        feeds = [row.title for row in rows if row.kind == "feed"]
        folders = [row.title for row in rows if row.kind == "folder"]
        return completed(text, {"feed": feeds, "folder": folders, "tag": self._tags})

    async def _read_tags(self) -> None:
        tags = await self._screen.reader.attempt(self._screen.reader.library.tags()) or ()
        self._tags = tuple(name for name, _ in sorted(tags, key=lambda tag: -tag[1]))
        if self._recent is None:
            self._screen.prompt.begin_anew(await self._read_recent())

    async def _read_recent(self) -> tuple[str, ...]:
        library = self._screen.reader.library
        if self._recent is None:
            kept = await self._screen.reader.attempt(library.setting(_RECENT))
            if self._recent is None:  # a search that was quicker may have read and added to it
                self._recent = _recent(kept or "[]")
        return self._recent[: library.list_settings.searches]

    async def _remember(self, query: str) -> None:
        """Keep what was searched for, as many of the last as feeds.toml wants."""
        library = self._screen.reader.library
        before = await self._read_recent()
        if before[:1] == (query,) or len(query) > LONGEST:
            return
        others = (each for each in before if each != query)
        self._recent = (query, *others)[: library.list_settings.searches]
        await self._screen.reader.attempt(
            library.keep_setting(_RECENT, json.dumps(self._recent, ensure_ascii=False))
        )

    def show(self, query: str) -> None:
        """Show what ``query`` finds, as if it had been typed."""
        self.begin()
        self._screen.prompt.fill_quietly(query)
        self.end_typing(query)

    def follow(self, query: str) -> bool:
        """The query changed; whether it can be read. One that can't leaves the list as it is."""
        if self._before is None:
            return True
        self.mistake = mistake_in(query)
        if self.mistake is not None:
            self._screen.draw_bars()
            return False
        view, chosen = self._before
        if query:
            self._screen.open_view(replace(view, query=query, ranked=self._ranked))
        else:
            self._screen.open_view(view, chosen)
        self._screen.draw_bars()  # a mistake is mended, and what is looked for is on its way
        return True

    def end_typing(self, query: str) -> None:
        """On to the stories found; without a query back to where the reader was."""
        if not query:
            self.leave()
            return
        if self._screen.view.query != query and not self.follow(query):
            return
        self._screen.prompt.display = False
        begin(self._screen, "recent", self._remember, query, exclusive=False)
        self._screen.go("entries")

    def turn_order(self) -> None:
        """The best first, or the newest first again; also while the prompt shows."""
        screen = self._screen
        if self._before is None:
            screen.reader.say("Only what a search found can be put in another order")
            return
        self._ranked = not self._ranked
        if screen.view.query:
            chosen = screen.entries.chosen
            keeps = chosen.id if chosen is not None and not self._ranked else None
            screen.open_view(replace(screen.view, ranked=self._ranked), keeps)

    def forget(self) -> None:
        """Another list is opened; there is no way back."""
        self._before = self.mistake = None
        self._ranked = False
        self._screen.prompt.display = False
        self._screen.prompt.clear_quietly()

    def leave(self) -> None:
        """Back to the list as it was before, and the story chosen then."""
        before = self._before
        self.forget()
        if before is not None:
            self._screen.open_view(*before)
        self._screen.go("entries")


def _recent(kept: str) -> tuple[str, ...]:
    try:
        found = json.loads(kept)
    except ValueError:
        return ()
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()


def _quoted(value: str) -> str:
    plain = value.replace("\\", " ").replace('"', " ")
    return f'"{" ".join(plain.split())}"'


class Mistake(NamedTuple):
    """What is wrong with a query, the key to it, at which character it is, and that place in words."""

    text: str
    hint: str
    position: int
    place: str

    @property
    def notice(self) -> Notice:
        """As a line for where no caret can stand under the query."""
        return Notice(f"! {self.text}{self.place}", "bad", self.hint)

    @property
    def words(self) -> str:
        """As words beside the caret."""
        return f"{self.text} — {self.hint}" if self.hint else self.text


def mistake_in(query: str) -> Mistake | None:
    """What is wrong with ``query``, with the words that stand where it goes wrong."""
    try:
        parse(as_typed(query))
    except InvalidQuery as error:
        rest = query[error.position : error.position + 20].strip()
        at = f"character {error.position + 1}" if rest else "the end"
        place = f" — at {at}{f': “{rest}”' if rest else ''}"
        said = str(error).rstrip(".")
        return Mistake(said, error.hint, min(error.position, len(query)), place)
    return None
