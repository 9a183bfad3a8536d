"""feeds.toml as data, with ``file:line:column`` for every mistake."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import urlsplit

from reader.config import values
from reader.config.parse import Table, load_text, parse
from reader.config.settings import Config, ListSettings, Rule, View
from reader.config.statements import place, statements
from reader.errors import ConfigError, InvalidQuery
from reader.model import MADE, FeedFailure, Subscription
from reader.query import parse as parse_query
from reader.text import clean, clean_line
from reader.urls import MAX_LENGTH, is_web, is_whole

if TYPE_CHECKING:
    from reader.config.macros import Macro
    from reader.config.places import Places
    from reader.config.programs import Program

T = TypeVar("T")
LONG: Final = 16_000
"""Characters from which on a list is long, some two hundred feeds: what its tables are is
remembered."""


def read_config(path: Path) -> Config:
    """feeds.toml at ``path``. Raises ConfigError (ConfigMissing when there is no such file)."""
    return read_text(load_text(path), path)


def read_text(text: str, path: Path) -> Config:
    """The same for text already loaded; ``path`` is for messages. Raises ConfigError."""
    return _Document(path, text, _tables(text, path)).config()


def _tables(text: str, path: Path) -> Table:
    if len(text) < LONG:
        return parse(text, path)
    from reader.config.remembered import tables_of

    return tables_of(text, path)


@dataclass
class _Document:
    """One reading of the file: the tables, where things stand, and what was found wrong."""

    path: Path
    text: str
    tables: Table
    warnings: list[tuple[int, str]] = field(default_factory=list)
    """Where (an index into ``body``) and what."""

    @property
    def body(self) -> str:
        """The text without a byte order mark: what line and column are counted in."""
        return self.text.removeprefix("\ufeff")

    @cached_property
    def places(self) -> Places:
        """Where things stand; looked for only when something is wrong."""
        from reader.config.places import Places

        return Places(statements(self.body))

    def config(self) -> Config:
        for name, value in self.tables.items():
            self._check_shape(name, value)
        subscriptions, bad = self._feeds()
        network = self._table("network", values.NETWORK_KEYS)
        reading = self._table("reading", {**values.READING_KEYS, **values.LIST_KEYS})
        lists = {key: reading.pop(key) for key in values.LIST_KEYS if key in reading}
        if "columns" in lists:
            lists.setdefault("lines", 1)
        colors = self._table("colors", values.COLOR_KEYS)
        usual = self._table("programs", values.PROGRAM_KEYS)
        keys, highlights = self._keys(), self._highlights()
        return Config(
            subscriptions=subscriptions,
            bad=bad,
            views=tuple(
                View(**self._full("view", i, values.VIEW_KEYS)) for i in self._numbers("view")
            ),
            rules=tuple(
                Rule(**self._full("rule", i, values.RULE_KEYS)) for i in self._numbers("rule")
            ),
            programs=self._programs(),
            macros=self._macros(),
            key_preset=keys.pop("preset", "default"),
            keys=keys,
            warnings=tuple(self._sentence(*found) for found in sorted(self.warnings)),
            colors=colors,
            lists=ListSettings(**lists),
            **highlights,
            **network,
            **reading,
            **usual,
        )

    def _check_shape(self, name: str, value: Any) -> None:
        if name in values.ARRAYS:
            if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
                raise self._error(f"{name} must be written as [[{name}]] blocks", (name,))
        elif name in values.TABLES:
            if not isinstance(value, dict):
                raise self._error(f"{name} must be written as a [{name}] table", (name,))
        else:
            self._warn_unknown((name,), (*values.ARRAYS, *values.TABLES))

    def _feeds(self) -> tuple[tuple[Subscription, ...], tuple[tuple[str, FeedFailure], ...]]:
        defaults = self._table("defaults", values.DEFAULT_KEYS)
        found: dict[str, Subscription] = {}
        bad: dict[str, FeedFailure] = {}
        for number in self._numbers("feed"):
            url = self._url(number)
            chosen = self._read(
                ("feed",), number, self.tables["feed"][number], values.FEED_KEYS, ("url",)
            )
            shown = clean_line(url)
            if shown in found:
                message = (
                    f"{shown or 'the empty address'} stands here a second time; it counts once."
                )
                self.warnings.append((self.places.key(("feed", "url"), number), message))
                continue
            chosen = {key: value for key, value in chosen.items() if value not in ("", ())}
            found[shown] = Subscription(url=shown, **{**defaults, **chosen})
            if failure := _bad_url(url, is_made="command" in chosen):
                bad[shown] = failure
            elif _holds_password(shown):
                message = "the address holds a password; login_env or login_command keeps it out."
                self.warnings.append((self.places.key(("feed", "url"), number), message))
        return tuple(found.values()), tuple(bad.items())

    def _url(self, number: int) -> str:
        table = self.tables["feed"][number]
        if "url" not in table:
            raise self._error("This [[feed]] has no url", ("feed",), number, key="url")
        url = table["url"]
        if not isinstance(url, str):
            raise self._error("url must be a text in quotation marks", ("feed", "url"), number)
        return url

    def _keys(self) -> dict[str, str]:
        table = self.tables.get("keys", {})
        preset = self._read(
            ("keys",),
            None,
            {key: value for key, value in table.items() if key == "preset"},
            {"preset": partial(values.choice, choices=values.PRESETS)},
        )
        for path, value in _flat(table):
            if path != ("preset",):
                preset[".".join(path)] = self._value(("keys", *path), None, value, values.line)
        return preset

    def _table(self, name: str, known: dict[str, values.Reader]) -> dict[str, Any]:
        return self._read((name,), None, self.tables.get(name, {}), known)

    def _numbers(self, name: str) -> range:
        return range(len(self.tables.get(name, ())))

    def _programs(self) -> tuple[Program, ...]:
        if not self._numbers("program"):
            return ()
        from reader.config.programs import KNOWN, NEEDED, Program

        blocks = (self._block("program", i, KNOWN, NEEDED) for i in self._numbers("program"))
        return tuple(Program(**block) for block in blocks)

    def _macros(self) -> tuple[Macro, ...]:
        if not self._numbers("macro"):
            return ()
        from reader.config.macros import KNOWN, NEEDED, Macro

        blocks = (self._block("macro", i, KNOWN, NEEDED) for i in self._numbers("macro"))
        return tuple(Macro(**block) for block in blocks)

    def _highlights(self) -> dict[str, Any]:
        if not self._numbers("highlight"):
            return {}
        from reader.config.highlighting import KNOWN, Misplaced, made_of, sorted_out

        found = []
        for number in self._numbers("highlight"):
            block = self._block("highlight", number, KNOWN, ())
            for key in sorted({"when", "words"} & set(block)):
                self._check_query(("highlight", key), number, block[key])
            try:
                found.append(made_of(block))
            except Misplaced as error:
                at = ("highlight", error.key) if error.key else ("highlight",)
                raise self._error(str(error), at, number, error.key or "when") from None
        return sorted_out(found)

    def _full(self, name: str, number: int, known: dict[str, values.Reader]) -> dict[str, Any]:
        """A block of which every key is needed, one of them a query."""
        found = self._block(name, number, known, known)
        self._check_query((name, values.QUERIES[name]), number, found[values.QUERIES[name]])
        return found

    def _block(
        self, name: str, number: int, known: dict[str, values.Reader], needed: Iterable[str]
    ) -> dict[str, Any]:
        found = self._read((name,), number, self.tables[name][number], known)
        for key in needed:
            if key not in found:
                raise self._error(f"This [[{name}]] has no {key}", (name,), number, key=key)
        return found

    def _check_query(self, at: tuple[str, ...], number: int, query: str) -> None:
        """A query that can't be read is that view's or rule's own trouble: a warning."""
        try:
            parse_query(query)
        except InvalidQuery as error:
            from reader.config.inside import place_inside

            message = f"{error} (character {error.position + 1} of the query) {error.hint}"
            start, end = self.places.span(at, number)
            inside = place_inside(self.body[start:end], error.position)
            self.warnings.append((start + inside, message.strip()))

    def _read(
        self,
        at: tuple[str, ...],
        number: int | None,
        table: Table,
        known: dict[str, values.Reader],
        also: tuple[str, ...] = (),
    ) -> dict[str, Any]:
        """The known keys of one table, read; unknown ones give a warning."""
        found: dict[str, Any] = {}
        for key, value in table.items():
            if key in known:
                found[key] = self._value((*at, key), number, value, known[key])
            elif key not in also:
                self._warn_unknown((*at, key), (*also, *known), number)
        return found

    def _value(
        self, at: tuple[str, ...], number: int | None, value: Any, reader: Callable[[Any], T]
    ) -> T:
        try:
            return reader(value)
        except values.BadValue as error:
            raise self._error(f"{at[-1]} must be {error}", at, number) from None

    def _warn_unknown(
        self, at: tuple[str, ...], known: Iterable[str], number: int | None = None
    ) -> None:
        key = clean_line(at[-1])
        near = difflib.get_close_matches(at[-1].lower(), list(known), 1, 0.5)
        guess = f"; did you mean {near[0]}?" if near else "; it is left alone."
        self.warnings.append((self.places.key(at, number), f'unknown key "{key}"{guess}'))

    def _sentence(self, at: int, message: str) -> str:
        line, column = place(self.body, at)
        return f"{self.path.name}:{line}:{column} {message}"

    def _error(
        self, message: str, at: tuple[str, ...], number: int | None = None, key: str | None = None
    ) -> ConfigError:
        line, column = place(self.body, self.places.value(at, number))
        return ConfigError(
            f"{message}.",
            path=self.path,
            line=line,
            column=column,
            key=key or at[-1],
            hint="Correct that line, then look with: nowreading check",
        )


def _flat(table: Table, above: tuple[str, ...] = ()) -> Iterable[tuple[tuple[str, ...], Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, (*above, key))
        else:
            yield (*above, key), value


def _holds_password(url: str) -> bool:
    """Whether ``url`` has a name and a password before its host."""
    if "@" not in url:
        return False
    try:
        return bool(urlsplit(url).password)
    except ValueError:
        return False


def _bad_url(url: str, *, is_made: bool = False) -> FeedFailure | None:
    """Why ``url``, as written in feeds.toml, can't be fetched; None when it can be tried.

    Of a feed that a program makes (``is_made``) it may be any name after ``exec:``."""
    if is_whole(url):
        return None
    if not url.strip():
        return FeedFailure("bad_url", "The address is empty.", "Write one into feeds.toml.")
    if len(url) > MAX_LENGTH:
        return FeedFailure("bad_url", "The address is too long.", "Correct it in feeds.toml.")
    if clean(url) != url or url.split() != [url]:
        return FeedFailure(
            "bad_url",
            "The address holds a blank or a control character.",
            "Correct it in feeds.toml.",
        )
    if url.startswith(MADE) and url != MADE:
        if is_made:
            return None
        return FeedFailure(
            "bad_url",
            "No program makes this feed.",
            'Write one beside its address: command = ["program", "argument"].',
        )
    if not is_web(url):
        return FeedFailure(
            "bad_url",
            "The address is not one of the web.",
            "It must begin with https:// or http:// and name a host; correct it in feeds.toml.",
        )
    return None
