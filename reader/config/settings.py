"""What feeds.toml says, as data."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from reader.frozen import frozen
from reader.model import FeedFailure, Subscription

if TYPE_CHECKING:
    from reader.config.highlighting import Highlighting, Wording
    from reader.config.macros import Macro
    from reader.config.programs import Program


@frozen
class View:
    """A ``[[view]]``: a saved query that looks like a feed."""

    title: str
    query: str


@frozen
class Rule:
    """A ``[[rule]]``: what is done (``read star hide notify download tag:NAME``) to new entries ``when``."""

    when: str
    do: tuple[str, ...]


@frozen
class ListSettings:
    """How the reader wants lists: the keys of ``[reading]`` that are about them."""

    feeds: str = "file"
    """As the ``file`` has them, by ``title``, or by their number of ``unread`` stories."""
    counts: str = "unread"
    """Beside feeds those ``unread``, or ``both`` these and all."""
    lines: int = 2
    """Lines that a story takes."""
    columns: tuple[str, ...] = ()
    """What one line has, of :data:`reader.config.values.COLUMNS`; empty: the usual ones."""
    date: str = ""
    """As strftime writes it; empty: as the program does."""
    scrolloff: int = 0
    """Rows kept in sight above and below the chosen one."""
    searches: int = 100
    """How many are remembered."""
    mark_read: str = "opened"
    """When stories are read: when they are ``opened``, or also when they are ``passed`` in a list."""
    confirm: tuple[str, ...] = ()
    """What is asked before it is done: ``quit``, ``all_read``."""


@frozen
class Config:
    """feeds.toml, read and checked.

    ``subscriptions`` stand in the order of the file, each address once, those with an unusable
    address included; ``bad`` says for each of these the address as written and why.  ``warnings``
    are sentences that begin with ``feeds.toml:LINE:COLUMN``.  ``keys`` are command ids to keys;
    ``programs`` and ``macros`` have keys of their own.  ``browser``, ``player``, ``viewer`` and
    ``notify`` are argument lists (empty: what the system has), ``downloads`` and ``saved`` folders.
    """

    subscriptions: tuple[Subscription, ...] = ()
    bad: tuple[tuple[str, FeedFailure], ...] = ()
    warnings: tuple[str, ...] = ()
    keys: dict[str, str] = field(default_factory=dict)
    key_preset: str = "default"
    allow_private: tuple[str, ...] = ()
    measure: int = 72
    group: bool = True
    order: str = "newest"
    pictures: bool = False
    lists: ListSettings = ListSettings()
    theme: str | None = None
    icons: str = "unicode"
    colors: dict[str, str] = field(default_factory=dict)
    views: tuple[View, ...] = ()
    rules: tuple[Rule, ...] = ()
    programs: tuple[Program, ...] = ()
    macros: tuple[Macro, ...] = ()
    highlightings: tuple[Highlighting, ...] = ()
    wordings: tuple[Wording, ...] = ()
    browser: tuple[str, ...] = ()
    player: tuple[str, ...] = ()
    viewer: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()
    downloads: str | None = None
    saved: str | None = None
    proxy: str | None = field(default=None, repr=False)
    automatic: bool = True
