"""What all tests share: a slow machine fails none of them, and a new library is made once."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Lock

import pytest
from hypothesis import is_hypothesis_test

from reader.compiled import TOLD
from reader.store import access
from reader.store.file import connect, migrations
from tests.examples import choose

MAKE_THEM_REALLY = ("tests/store/test_migrations.py", "tests/store/test_two_programs.py")
"""Tests of the making of a library itself."""


def pytest_configure(config: pytest.Config) -> None:
    """Properties are tried on all their examples among the slow tests; programs that tests start
    share what they keep for the next start, and keep it out of the home of whoever runs them."""
    choose(slow=_are_slow(config))
    if TOLD not in os.environ:
        folder = tempfile.TemporaryDirectory(prefix="nowreading-tests-")
        os.environ[TOLD] = folder.name
        config.add_cleanup(folder.cleanup)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """So they are slow tests then."""
    if _are_slow(config):
        for item in items:
            if isinstance(item, pytest.Function) and is_hypothesis_test(item.obj):
                item.add_marker("slow")


def _are_slow(config: pytest.Config) -> bool:
    return bool(config.option.markexpr == "slow")


class _Mould:
    """A library as it is when it was just made.  To make one takes longer than most tests take."""

    def __init__(self, path: Path) -> None:
        with closing(connect.open_writer(path)) as connection:
            migrations.migrate(connection, path)
        self._file = sqlite3.connect(path, check_same_thread=False)
        self._lock = Lock()

    def migrate(self, connection: sqlite3.Connection, path: Path) -> bool:
        """As :func:`reader.store.file.migrations.migrate`; an empty file becomes a copy."""
        if connection.execute("PRAGMA page_count").fetchone() != (0,):
            return migrations.migrate(connection, path)
        connection.execute("PRAGMA synchronous = OFF")
        with self._lock:
            self._file.backup(connection)
        return True

    def close(self) -> None:
        self._file.close()


@pytest.fixture(scope="session")
def mould(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Mould]:
    """The library that others are copied from."""
    made = _Mould(tmp_path_factory.mktemp("mould") / "library.db")
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _moulded(
    request: pytest.FixtureRequest, mould: _Mould, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not request.node.nodeid.startswith(MAKE_THEM_REALLY):
        monkeypatch.setattr(access, "migrate", mould.migrate)
