"""How many processes digest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reader.library.fetching.network import (
    Network,
    start_workers_early,
    workers_alone,
    workers_beside,
)
from reader.paths import Paths
from reader.worker import early


@pytest.mark.parametrize(
    ("cores", "alone", "beside"), [(None, 1, 1), (1, 1, 1), (2, 2, 1), (4, 4, 3), (16, 4, 4)]
)
def test_every_core_digests_up_to_four_and_one_less_beside_the_keys(
    monkeypatch: pytest.MonkeyPatch, cores: int | None, alone: int, beside: int
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert (workers_alone(), workers_beside()) == (alone, beside)


@pytest.mark.parametrize(
    ("cores", "feeds", "number"),
    [(2, 5, 1), (4, 5, 3), (4, 2, 2), (16, 50, 3), (1, 5, 0), (4, 0, 0)],
)
def test_before_a_first_refresh_other_cores_than_ones_own_are_given_workers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cores: int, feeds: int, number: int
) -> None:
    assert _started_early(monkeypatch, tmp_path, cores, feeds) == number


def test_where_there_is_a_library_no_worker_is_started_before_it_is_open(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "library.db").touch()
    assert _started_early(monkeypatch, tmp_path, 4, 5) == 0


def test_where_there_is_no_list_no_worker_is_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "feeds.toml").mkdir()
    assert _started_early(monkeypatch, tmp_path, 4, None) == 0


async def test_a_worker_that_was_started_early_ends_unasked_with_the_network() -> None:
    early.start(1)
    (child,) = early._started
    await Network().close()
    assert not child.alive
    assert not early.take()


def _started_early(
    monkeypatch: pytest.MonkeyPatch, folder: Path, cores: int, feeds: int | None
) -> int:
    """How many are started where the list has so many feeds."""
    asked: list[int] = []
    monkeypatch.setattr(early, "start", asked.append)
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    paths = Paths(folder / "feeds.toml", folder / "library.db", folder / "log")
    if feeds is not None:
        blocks = (f'[[feed]]\nurl = "https://{n}.example/feed"\n' for n in range(feeds))
        paths.feeds.write_text("".join(blocks))
    start_workers_early(paths)
    return sum(asked)
