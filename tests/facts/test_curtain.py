"""Who is shown the last screen before the program has begun."""

from __future__ import annotations

import os
from collections.abc import Sequence

import pytest

from reader import curtain, snapshot

STREAMS = (0, 1, 2)


@pytest.fixture
def looked_for(monkeypatch: pytest.MonkeyPatch) -> list[snapshot.Situation]:
    """The situations whose last screen was looked for; there never is one."""
    found: list[snapshot.Situation] = []

    def read(situation: snapshot.Situation) -> None:
        found.append(situation)

    monkeypatch.setattr(snapshot, "read", read)
    monkeypatch.setattr(curtain, "_asked", None)
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((80, 24)))
    return found


def start(
    monkeypatch: pytest.MonkeyPatch,
    *arguments: str,
    term: str = "xterm",
    terminals: Sequence[int] = STREAMS,
) -> None:
    """What is done at a start with these arguments, on such a terminal."""
    monkeypatch.setenv("TERM", term)
    monkeypatch.setattr(os, "isatty", lambda number: number in terminals)
    assert not curtain.raise_curtain(arguments)


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ((), ("", "")),
        (("--library", "/a.db"), ("", "/a.db")),
        (("--library=/a.db", "--feeds", "/b.toml"), ("/b.toml", "/a.db")),
    ],
)
def test_the_last_screen_is_looked_for_where_the_reader_is_opened(
    monkeypatch: pytest.MonkeyPatch,
    looked_for: list[snapshot.Situation],
    arguments: tuple[str, ...],
    options: tuple[str, str],
) -> None:
    start(monkeypatch, *arguments)
    (situation,) = looked_for
    assert (situation.feeds, situation.library) == options
    assert curtain.asked() is situation


@pytest.mark.parametrize(
    "arguments", [("list",), ("--library",), ("--library=",), ("--version",), ("--feeds", "a", "x")]
)
def test_no_screen_is_looked_for_where_something_else_is_asked(
    monkeypatch: pytest.MonkeyPatch,
    looked_for: list[snapshot.Situation],
    arguments: tuple[str, ...],
) -> None:
    start(monkeypatch, *arguments)
    assert (looked_for, curtain.asked()) == ([], None)


@pytest.mark.parametrize("term", ["", "dumb"])
def test_no_screen_is_looked_for_on_a_terminal_that_shows_none(
    monkeypatch: pytest.MonkeyPatch, looked_for: list[snapshot.Situation], term: str
) -> None:
    start(monkeypatch, term=term)
    assert (looked_for, curtain.asked()) == ([], None)


@pytest.mark.parametrize("elsewhere", STREAMS)
def test_no_screen_is_looked_for_where_a_stream_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch, looked_for: list[snapshot.Situation], elsewhere: int
) -> None:
    start(monkeypatch, terminals=[number for number in STREAMS if number != elsewhere])
    assert (looked_for, curtain.asked()) == ([], None)
