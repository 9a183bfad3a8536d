"""The one table of commands: keys, palette, help screen, keymap check and manual come from it.

A command's id is ``noun.verb``; the pane or screen that answers it has the action
``action_noun_verb``.  Keys are Textual's key names or single characters; a sequence is keys parted
by a blank (``g g``), which the dispatcher in :mod:`reader.tui.keys.dispatch` knows and Textual does not.
"""

from __future__ import annotations

from reader.tui.keys import Command, Context
from reader.tui.keys.story_commands import STORY

__all__ = ["BY_ID", "COMMANDS", "Command", "Context"]

COMMANDS: tuple[Command, ...] = (
    # move: every list, the body included
    Command("move.down", "list", ("j", "down"), "Down", "One line or item down", counts=True),
    Command("move.up", "list", ("k", "up"), "Up", "One line or item up", counts=True),
    Command("move.top", "list", ("g g", "home"), "Top", "To the first line or item", short="top"),
    Command("move.bottom", "list", ("G", "end"), "Bottom", "To the last line or item"),
    Command(
        "move.half_down", "list", ("ctrl+d", "pagedown"), "Half a page down", "Half a page down"
    ),
    Command("move.half_up", "list", ("ctrl+u", "pageup"), "Half a page up", "Half a page up"),
    Command("pane.left", "app", ("h", "left"), "Pane to the left", "Go to the pane on the left"),
    Command(
        "pane.right", "app", ("l", "right"), "Pane to the right", "Go to the pane on the right"
    ),
    Command("pane.next", "app", ("tab",), "Next pane", "Go to the next pane"),
    Command("pane.previous", "app", ("shift+tab",), "Previous pane", "Go to the pane before"),
    Command("item.open", "list", ("enter",), "Open", "Open what is chosen", short="read"),
    # everywhere
    Command("app.back", "app", ("q", "escape"), "Back", "Back; q at the library quits"),
    Command("app.quit", "app", ("ctrl+q",), "Quit", "Quit from anywhere"),
    Command("app.suspend", "app", ("ctrl+z",), "Suspend", "To the shell; fg comes back"),
    Command("app.redraw", "app", ("ctrl+l",), "Redraw", "Draw the whole screen anew"),
    Command("app.help", "app", ("?",), "Help", "All keys, with search"),
    Command("app.palette", "app", ("ctrl+p",), "Commands", "Find a command, or a feed by its name"),
    Command(
        "app.command",
        "app",
        (":",),
        "Command line",
        "Run a command by its words, or search with a query",
        short="command line",
    ),
    Command("app.undo", "app", ("u",), "Undo", "Undo the last change"),
    Command(
        "app.refresh_all", "app", ("R",), "Refresh all", "Fetch every feed now", short="refresh all"
    ),
    Command("app.add", "app", ("a",), "Add a feed", "Add a feed by its address", short="add"),
    Command("app.search", "app", ("/",), "Search", "Find stories by their words, or with a query"),
    Command("goto.feeds", "app", ("g f",), "Go to feeds", "To the list of feeds", short="feeds"),
    Command("goto.unread", "app", ("g u",), "Go to unread", "All unread stories", short="unread"),
    Command(
        "goto.starred", "app", ("g s",), "Go to starred", "All starred stories", short="starred"
    ),
    Command(
        "goto.quotes",
        "app",
        ("g q",),
        "Go to speakers and quotes",
        "Who said what in all stored stories",
        short="quotes",
    ),
    Command(
        "goto.problems",
        "app",
        ("g p",),
        "Go to problems",
        "The feeds that fail: why, since when, what to do",
        short="problems",
    ),
    Command(
        "goto.history",
        "app",
        ("g h",),
        "Go to history",
        "Changes that can be taken back, the last first",
        short="history",
    ),
    Command(
        "goto.downloads",
        "app",
        ("g d",),
        "Go to downloads",
        "The files that were kept of stories",
        short="downloads",
    ),
    Command(
        "app.edit_feeds",
        "app",
        ("g e",),
        "Edit feeds.toml",
        "Open feeds.toml in your editor ($VISUAL, $EDITOR); what it says then is in force",
        short="edit",
    ),
    # library
    Command(
        "read.on",
        "library",
        ("space",),
        "Read on",
        "Open the next unread story",
        short="next unread",
    ),
    Command(
        "unread.next",
        "library",
        ("n",),
        "Next unread",
        "To the next unread story",
        counts=True,
        short="unread",
    ),
    Command(
        "unread.previous",
        "library",
        ("N",),
        "Previous unread",
        "To the unread story before",
        counts=True,
    ),
    Command(
        "unread.random",
        "library",
        ("ctrl+k",),
        "Any unread",
        "To any unread story of this list",
        short="any unread",
    ),
    Command(
        "feed.next_unread",
        "library",
        ("]",),
        "Next feed with unread",
        "To the next feed that has unread stories",
        short="next feed",
    ),
    Command(
        "feed.previous_unread",
        "library",
        ("[",),
        "Previous feed with unread",
        "To the feed before that has unread stories",
        short="feed before",
    ),
    Command("feed.next", "library", ("J",), "Next feed", "To the next feed, read or not"),
    Command("feed.previous", "library", ("K",), "Previous feed", "To the feed before, read or not"),
    Command(
        "feed.refresh", "library", ("r",), "Refresh feed", "Fetch this feed now", short="refresh"
    ),
    Command(
        "view.mark_seen",
        "library",
        ("A",),
        "Mark all read",
        "Mark every story of this list read",
        short="all read",
    ),
    Command(
        "view.toggle_read",
        "library",
        ("U",),
        "Show or hide read",
        "Show or hide stories already read; in the list of feeds, feeds without unread ones",
        short="show/hide read",
    ),
    Command(
        "search.within",
        "library",
        ("g /",),
        "Search this list",
        "Find stories of the list that is shown: the query begins with what it shows",
        short="search here",
    ),
    Command(
        "search.order",
        "library",
        ("ctrl+r",),
        "Best or newest first",
        "Order what a search found: the newest first, or the best first",
        short="best/newest first",
    ),
    Command(
        "view.order",
        "library",
        ("S",),
        "Oldest or newest first",
        "Turn this list around: the oldest story first, or the newest, or the order of its sort; it stays so",
        short="oldest/newest first",
    ),
    Command(
        "view.sort",
        "library",
        ("g o",),
        "Sort the list",
        "Put this list in order by title, then by author, by feed, by time again; it stays so",
        short="sort",
    ),
    Command(
        "view.save",
        "library",
        ("ctrl+s",),
        "Save the search",
        "Keep the search as a view among the feeds",
        short="save as a view",
    ),
    Command(
        "view.group",
        "library",
        ("Z",),
        "Group or ungroup",
        "One row for each event, or one for each story",
        short="group",
    ),
    Command(
        "feed.remove",
        "feeds",
        ("D",),
        "Remove feed or view",
        "Unsubscribe, the stories stay; a saved view is taken out",
        short="remove",
    ),
    Command(
        "view.rename",
        "feeds",
        ("e",),
        "Rename view",
        "Give a saved view another title",
        short="rename",
    ),
    Command(
        "entry.toggle_read", "entries", ("m",), "Read or unread", "Mark this story read or unread"
    ),
    Command(
        "entry.toggle_star", "entries", ("s",), "Star", "Star this story, or take the star away"
    ),
    Command(
        "entry.tag", "entries", ("t",), "Tags", "Give this story tags, or take them", short="tags"
    ),
    Command("entry.delete", "entries", ("D",), "Delete", "Take this story out of the library"),
    Command(
        "entry.browse",
        "entries",
        ("o",),
        "Open in browser",
        "Open the story's page in the browser",
        short="browser",
    ),
    Command(
        "entry.browse_read",
        "entries",
        ("O",),
        "Open in browser, mark read",
        "Open the story's page in the browser and mark the story read",
        short="browser, read",
    ),
    Command(
        "entry.mark_above",
        "entries",
        ("{",),
        "Mark all above read",
        "Mark every story above this one read",
        short="above read",
    ),
    Command(
        "entry.mark_below",
        "entries",
        ("}",),
        "Mark all below read",
        "Mark every story below this one read",
        short="below read",
    ),
    Command("entry.copy_link", "entries", ("y",), "Copy link", "Copy the story's address"),
    Command(
        "entry.comments", "entries", ("c",), "Comments", "Open the story's comments in the browser"
    ),
    Command(
        "rows.pick",
        "entries",
        ("V",),
        "Select several",
        "Select rows from here on: what is done then is done to all of them; again: end",
        short="select",
    ),
    Command(
        "group.toggle",
        "entries",
        ("z",),
        "Open out",
        "Show the stories that a row with ≡ stands for, or fold them up again",
        short="sources",
    ),
    Command("entry.play", "entries", ("e",), "Play", "Play the file that comes with the story"),
    Command(
        "entry.download", "entries", ("E",), "Download", "Keep the file that comes with the story"
    ),
    Command(
        "entry.save",
        "entries",
        ("W",),
        "Save as a file",
        "Write the story to a Markdown file in the folder for saved stories",
        short="save",
    ),
    Command(
        "entry.pipe", "entries", ("|",), "Pipe", "Run a program with the story's text as its input"
    ),
    # problems
    Command(
        "problem.retry", "problems", ("r",), "Try again", "Fetch this feed now", short="try again"
    ),
    Command(
        "problem.browse",
        "problems",
        ("o",),
        "Open the site",
        "Open the feed's site in the browser",
        short="site",
    ),
    Command(
        "problem.copy_link",
        "problems",
        ("y",),
        "Copy address",
        "Copy the feed's address",
        short="copy address",
    ),
    Command(
        "problem.remove",
        "problems",
        ("D",),
        "Remove feed",
        "Unsubscribe; its stories stay",
        short="remove",
    ),
    # downloads
    Command("download.play", "downloads", ("e",), "Play", "Play the file"),
    Command("download.copy", "downloads", ("y",), "Copy path", "Copy where the file lies"),
    Command("download.remove", "downloads", ("D",), "Delete the file", "Delete it, once confirmed"),
    # speakers
    Command(
        "speakers.sort",
        "speakers",
        ("s",),
        "Sort",
        "Sort speakers: most quoted, last quoted, by name",
    ),
    Command(
        "said.copy",
        "speakers",
        ("Y", "c"),
        "Copy quote",
        "Copy the quote with speaker and source",
        short="copy",
    ),
    Command(
        "said.export",
        "speakers",
        ("x",),
        "Export quotes",
        "Write the speaker's quotes to a Markdown file",
        short="export",
    ),
    *STORY,
)

BY_ID: dict[str, Command] = {command.id: command for command in COMMANDS}
_ELSEWHERE = {"unread.next": "story.next_unread", "view.mark_seen": "story.mark_seen"}


def elsewhere(command_id: str) -> str | None:
    """What a command of lists is called in a story, or the other way round: ``entry.tag`` is
    ``story.tag`` there. None where there is no such."""
    for listed, read in _ELSEWHERE.items():
        if command_id in (listed, read):
            return read if command_id == listed else listed
    place, _, action = command_id.partition(".")
    other = {"entry": f"story.{action}", "story": f"entry.{action}"}.get(place)
    return other if other in BY_ID else None
