"""What the library screen says of itself: what happened, what still works, the key to press."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from reader.errors import ConfigError
from reader.frozen import frozen
from reader.library.due import UNREACHED
from reader.library.values import Counts, RefreshProgress
from reader.model import Feed, Selection
from reader.tui import times
from reader.tui.keys.keymap import Keymap, label

BAR_CELLS = 10


class Notice(NamedTuple):
    """One line under the header, its look, and the key to press with what it does."""

    text: str
    look: str
    key: str = ""


@frozen
class Around:
    """What a state depends on besides the list itself."""

    counts: Counts
    config_error: ConfigError | None
    warnings: tuple[str, ...]
    now: datetime
    keymap: Keymap

    def is_failing(self, feed: Feed | None) -> bool:
        """Whether the feed itself fails; while nothing can be reached, that is no feed's fault."""
        if feed is None or feed.failure is None:
            return False
        return self.counts.offline_since is None or feed.failure.kind not in UNREACHED


def notice_of(around: Around, feed: Feed | None) -> Notice | None:
    """The line for what is wrong; the chosen feed's own trouble comes first."""
    key = around.keymap.label
    if around.config_error is not None:
        error = f"! {str(around.config_error).rstrip('.')} — the last good list is in force"
        return Notice(error, "bad", f"{key('app.edit_feeds')} edits it")
    if feed is not None and around.is_failing(feed):
        keys = f"{key('feed.refresh')} tries again · {key('goto.problems')} why"
        return Notice(failing(feed, around), "bad", keys)
    if around.counts.offline_since is not None:
        since = times.since(around.counts.offline_since, around.now)
        stories = plural(around.counts.stories, "story", "stories")
        offline = f"Offline since {since} — reading the cache ({stories})"
        return Notice(offline, "warn", f"{key('app.refresh_all')} tries again")
    if around.counts.feeds == 0 and around.counts.stories:
        return Notice("There are no feeds to fetch yet", "dim", f"{key('app.add')} adds one")
    if around.warnings:
        more = f" (and {len(around.warnings) - 1} more)" if len(around.warnings) > 1 else ""
        return Notice(f"{around.warnings[0]}{more}", "warn", f"{key('app.edit_feeds')} edits it")
    return None


def failing(feed: Feed, around: Around) -> str:
    """Why a feed fails, since when, when it last went well, and when it is tried next."""
    if feed.failure is None:
        return ""
    words = [f"! {feed.title}: {feed.failure.message.rstrip('.')}"]
    if feed.failing_since is not None:
        tries = f" ({feed.failures} tries)" if feed.failures > 1 else ""
        words.append(f"since {times.since(feed.failing_since, around.now)}{tries}")
    if feed.good_at is not None:
        words.append(f"last good {times.since(feed.good_at, around.now)}")
    if feed.next_fetch_at is not None and feed.next_fetch_at > around.now:
        words.append(f"next try {times.stamp(feed.next_fetch_at, around.now)}")
    if feed.failure.hint:
        words.append(feed.failure.hint.rstrip("."))
    return " · ".join(words)


def empty_of(
    around: Around,
    selection: Selection,
    *,
    title: str,
    total: int,
    feed: Feed | None = None,
    query: str = "",
) -> tuple[str, ...]:
    """What an empty list says.

    ``title`` is ``""`` for the list of everything; ``total`` is how many stories the list would
    hold with those read; ``query`` is what was searched for.
    """
    key = around.keymap.label
    if query:
        return (
            "Nothing found.",
            f"No stored story matches “{query}”.",
            f"{label('escape')} brings the list back · {key('app.search')} searches again",
        )
    if around.counts.feeds == 0 and around.counts.stories == 0:
        return (
            "Nothing here yet.",
            f"{key('app.add')}  add a feed by its address",
            f"{key('app.help')}  all keys",
        )
    if selection.starred:
        return (
            "Nothing is starred yet.",
            f"{key('entry.toggle_star')} on a story stars it; starred stories always stay.",
            f"{key('goto.unread')}  all unread",
        )
    if selection.unread and total:
        return (
            "You are done.",
            f"Every story of {title} is read ({total:,})."
            if title
            else f"Every story is read ({total:,}).",
            f"{key('view.toggle_read')} shows those read · {key('app.refresh_all')} fetches news",
        )
    if feed is not None and feed.failure is not None and around.is_failing(feed):
        return (
            f"{feed.title} could not be read.",
            feed.failure.message,
            *([feed.failure.hint] if feed.failure.hint else []),
            f"{key('feed.refresh')} tries again · the other feeds go on",
        )
    return (
        f"No stories in {title} yet." if title else "No stories yet.",
        "They show here as soon as a refresh brings them.",
        f"{key('app.refresh_all')} fetches every feed now",
    )


def status_of(around: Around, progress: RefreshProgress | None, room: int = 200) -> str:
    """The right end of the header: the refresh that runs, or the last one; of the latter as much as
    fits into ``room`` cells, and at least when that was."""
    if progress is not None and not progress.finished:
        at, total, what = progress.done, progress.total, ""
        if progress.pages_total:
            at, total, what = progress.pages_done, progress.pages_total, " pages"
        done = BAR_CELLS * at // max(1, total)
        running = f"↻ {at}/{total}{what} {'█' * done}{'░' * (BAR_CELLS - done)}"
        running += f" {progress.new} new" if progress.new else ""
        return running + (f" · {progress.failed} failed" if progress.failed else "")
    counts = around.counts
    words = [plural(counts.feeds, "feed", "feeds"), plural(counts.stories, "story", "stories")]
    if counts.failing:
        words.insert(0, f"! {counts.failing} failing")
    if counts.last_refresh_at is not None:
        words.insert(0, f"↻ {times.ago(counts.last_refresh_at, around.now)}")
    while len(words) > 1 and len(" · ".join(words)) > room:
        words.pop()
    return " · ".join(words)


def plural(count: int, one: str, many: str) -> str:
    """``1 feed``, ``28 feeds``, ``12,431 stories``."""
    return f"{count:,} {one if count == 1 else many}"
