"""Files and folders that the program makes."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from reader.errors import ReaderError
from reader.library.subscribing.subscriptions import Subscriptions
from reader.paths import find_paths, write_new

if TYPE_CHECKING:
    from reader.store.store import Store


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """The disk refuses whatever goes over ``size`` bytes of a file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_paths_are_told_where_this_folder_is_gone_or_a_home_is_nobodys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert find_paths(library=tmp_path / "l.db").library == tmp_path / "l.db"
    with pytest.raises(ReaderError, match=r"^l\.db can't be found: the folder"):
        find_paths(library=Path("l.db"))
    monkeypatch.chdir(tmp_path)
    assert find_paths(library=Path("l.db")).library == tmp_path / "l.db"
    with pytest.raises(ReaderError, match="nobody has that home"):
        find_paths(feeds=Path("~nobody-of-this-name/feeds.toml"))


def test_a_new_file_is_whole_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "story.md"
    with files_of_at_most(4096), pytest.raises(OSError, match="File too large"):
        write_new(path, b"x" * 10_000)
    assert not path.exists()
    write_new(path, b"tide")
    with pytest.raises(FileExistsError):
        write_new(path, b"ebb")
    assert path.read_bytes() == b"tide"


async def test_a_starter_list_that_the_disk_refuses_leaves_no_part_of_it(tmp_path: Path) -> None:
    feeds = tmp_path / "config" / "feeds.toml"
    subscriptions = Subscriptions(feeds, cast("Store", None))
    with files_of_at_most(100):
        await subscriptions.start_with_starter_list()
    assert not feeds.exists()
    await subscriptions.start_with_starter_list()
    assert feeds.read_bytes().count(b"[[feed]]") > 1
