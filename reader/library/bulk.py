"""Bulk commands: something done to every entry that a query finds, known by number before it is
done.

::

    read QUERY   unread QUERY   star QUERY   unstar QUERY   delete QUERY
    tag NAME QUERY   untag NAME QUERY        (a name with blanks in quotation marks)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from reader.errors import InvalidQuery
from reader.frozen import frozen
from reader.query import All, Filter, Node, Not, parse, write
from reader.text import clean_line

if TYPE_CHECKING:
    from datetime import datetime

    from reader.store.store import Store, StoredChange

BulkAct = Literal["read", "unread", "star", "unstar", "tag", "untag", "delete"]
VERBS: Final[dict[BulkAct, str]] = {
    "read": "Mark {} read",
    "unread": "Mark {} unread",
    "star": "Star {}",
    "unstar": "Take the star from {}",
    "tag": "Tag {} #{name}",
    "untag": "Take #{name} from {}",
    "delete": "Delete {}",
}
"""What each command does to so many stories."""
_NAMED: Final = ("tag", "untag")
_STATES: Final[dict[str, Node]] = {
    "read": Filter("is", "unread"),
    "unread": Filter("is", "read"),
    "star": Not(Filter("is", "starred")),
    "unstar": Filter("is", "starred"),
}
"""What entries must be for the command to change them."""
_WORD: Final = re.compile(r"\s*([a-z]+)(?:\s+|$)")
_NAME: Final = re.compile(r'(?:"([^"]*)"|(\S+))(?:\s+|$)')


@frozen
class BulkCommand:
    """A bulk command as it was typed; ``query`` begins at character ``at`` of it."""

    act: BulkAct
    query: str
    name: str = ""
    at: int = 0

    @property
    def usage(self) -> str:
        """How it is written: ``tag NAME QUERY``."""
        return f"{self.act} {'NAME ' if self.act in _NAMED else ''}QUERY"

    @property
    def is_whole(self) -> bool:
        """Whether there is a query, and a name where one is needed."""
        return bool(self.query) and (bool(self.name) or self.act not in _NAMED)

    def says(self, number: int) -> str:
        """``Mark 1,234 stories read``."""
        stories = "1 story" if number == 1 else f"{number:,} stories"
        return VERBS[self.act].format(stories, name=self.name)


@frozen
class BulkPlan:
    """What a bulk command would change: exactly the entries ``ids``."""

    command: BulkCommand
    ids: tuple[int, ...]

    @property
    def says(self) -> str:
        """What will be done, and to how many."""
        return self.command.says(len(self.ids))


def read_bulk(text: str) -> BulkCommand | None:
    """``text`` as a bulk command; None when it begins with none."""
    verb = _WORD.match(text)
    act = next((each for each in VERBS if verb and each == verb[1]), None)
    if verb is None or act is None:
        return None
    at, name = verb.end(), ""
    if act in _NAMED and (found := _NAME.match(text, at)):
        at, name = found.end(), clean_line(found[1] or found[2] or "").lstrip("#")
    return BulkCommand(act, text[at:].strip(), name, at)


async def plan(store: Store, command: BulkCommand, now: datetime) -> BulkPlan:
    """Find what ``command`` would change. Raises InvalidQuery, its position in the query."""
    node = parse(command.query)
    if not command.is_whole:
        raise InvalidQuery(f"Written as {command.usage}.", position=0)
    state = _STATES.get(command.act)
    query = write(All((node, state))) if state is not None else command.query
    ids = await store.found_by(query, now)
    if command.name:
        add, remove = _tags(command)
        ids = await store.tagged_anew(ids, add=add, remove=remove)
    return BulkPlan(command, ids)


async def carry_out(store: Store, done: BulkPlan, now: datetime) -> StoredChange | None:
    """Do what was planned, as one change that undo takes back; None when nothing changed."""
    act, ids = done.command.act, done.ids
    if act in ("read", "unread"):
        return await store.set_read(ids, act == "read", now)
    if act in ("star", "unstar"):
        return await store.set_starred(ids, act == "star", now)
    if act == "delete":
        return await store.delete(ids, now)
    add, remove = _tags(done.command)
    return await store.set_tags(ids, now, add=add, remove=remove)


def _tags(command: BulkCommand) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return ((command.name,), ()) if command.act == "tag" else ((), (command.name,))
