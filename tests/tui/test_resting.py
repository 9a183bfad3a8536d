"""Counts and progress wait for a moment between two keys."""

from __future__ import annotations

from time import monotonic
from typing import Any

import pytest
from textual.app import App

from reader.tui import background
from reader.tui.background import Later


class Timers:
    """Stands in for what has timers: they are asked for and run by hand."""

    def __init__(self) -> None:
        app: Any = App()
        app.last_key_at = 0.0
        self.app = app
        self.asked: list[float] = []

    def set_timer(self, seconds: float, work: Any) -> Timers:
        self.asked.append(seconds)
        self.work = work
        return self

    def stop(self) -> None:
        self.work = None


@pytest.fixture
def timers() -> Timers:
    return Timers()


def test_it_is_done_once_after_the_pause(timers: Timers) -> None:
    done: list[int] = []
    later = Later(timers, 1.0, lambda: done.append(1))  # type: ignore[arg-type]
    later.want()
    later.want()
    assert timers.asked == [1.0]
    assert later.is_waiting
    timers.work()
    assert done == [1]
    assert not later.is_waiting


def test_it_waits_while_a_key_has_just_come_but_not_for_ever(
    timers: Timers, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[int] = []
    later = Later(timers, 0.0, lambda: done.append(1))  # type: ignore[arg-type]
    later.want()
    timers.app.last_key_at = monotonic() + 1000
    timers.work()
    assert not done
    assert later.is_waiting
    monkeypatch.setattr(background, "monotonic", lambda: later._until + 1)
    timers.work()
    assert done == [1]


def test_what_is_dropped_is_not_done(timers: Timers) -> None:
    later = Later(timers, 1.0, lambda: None)  # type: ignore[arg-type]
    later.want()
    later.drop()
    assert timers.work is None
    assert not later.is_waiting
    later.want()
    assert timers.asked == [1.0, 1.0]
