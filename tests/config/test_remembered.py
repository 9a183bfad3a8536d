"""The tables of a long feeds.toml are remembered as long as it says the same."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from reader.compiled import TOLD
from reader.config import parse, read
from reader.errors import ConfigError

FEED = '[[feed]]\nurl = "https://p{}.example/rss"\ntitle = "Päper {}"\ntags = ["a", "b"]\n'
LIST = "".join(FEED.format(n, n) for n in range(read.LONG // 60))


class Loads:
    """How often TOML was read."""

    def __init__(self) -> None:
        self.times = 0
        self._loads = tomllib.loads

    def __call__(self, text: str) -> object:
        self.times += 1
        return self._loads(text)


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Loads:
    counted = Loads()
    monkeypatch.setattr(tomllib, "loads", counted)
    monkeypatch.setenv(TOLD, str(tmp_path / "caches" / "compiled"))
    return counted


def kept(tmp_path: Path) -> Path:
    return tmp_path / "caches" / "compiled" / "feeds"


def test_a_long_list_is_read_once_and_means_the_same(loads: Loads, tmp_path: Path) -> None:
    place = tmp_path / "feeds.toml"
    first = read.read_text(LIST, place)
    assert (loads.times, kept(tmp_path).stat().st_mode & 0o777) == (1, 0o600)
    assert read.read_text(LIST, place) == first
    assert loads.times == 1
    assert first.subscriptions[7].title == "Päper 7"


def test_another_letter_is_another_list(loads: Loads, tmp_path: Path) -> None:
    read.read_text(LIST, tmp_path / "feeds.toml")
    other = read.read_text(LIST.replace("Päper 7", "Päper X"), tmp_path / "feeds.toml")
    assert loads.times == 2
    assert other.subscriptions[7].title == "Päper X"


@pytest.mark.parametrize("place", [0, 20, 40, -1])
def test_damaged_bytes_are_not_believed(loads: Loads, tmp_path: Path, place: int) -> None:
    whole = read.read_text(LIST, tmp_path / "feeds.toml")
    data = bytearray(kept(tmp_path).read_bytes())
    data[place] ^= 0x55
    kept(tmp_path).write_bytes(data)
    assert read.read_text(LIST, tmp_path / "feeds.toml") == whole
    assert loads.times == 2
    assert read.read_text(LIST, tmp_path / "feeds.toml") == whole
    assert loads.times == 2, "the damaged file is replaced"


def test_what_others_may_read_or_write_is_not_believed(loads: Loads, tmp_path: Path) -> None:
    read.read_text(LIST, tmp_path / "feeds.toml")
    kept(tmp_path).chmod(0o644)
    read.read_text(LIST, tmp_path / "feeds.toml")
    assert loads.times == 2


def test_a_short_list_and_one_with_a_day_leave_nothing(loads: Loads, tmp_path: Path) -> None:
    read.read_text(FEED, tmp_path / "feeds.toml")
    with_day = read.read_text(LIST + "since = 2026-11-24\n", tmp_path / "feeds.toml")
    assert (len(with_day.warnings), kept(tmp_path).exists()) == (1, False)


def test_where_nothing_may_be_kept_the_list_is_read_each_time(
    loads: Loads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    for where in ("", str(tmp_path / "file" / "below")):
        monkeypatch.setenv(TOLD, where)
        assert read.read_text(LIST, tmp_path / "feeds.toml").subscriptions
    assert loads.times == 2


def test_a_mistake_is_told_each_time(loads: Loads, tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(ConfigError, match="a second time"):
            read.read_text(LIST + "[network]\n[network]\n", tmp_path / "feeds.toml")
    assert (loads.times, kept(tmp_path).exists()) == (2, False)


def test_the_text_itself_is_what_is_edited(tmp_path: Path) -> None:
    assert parse.parse(LIST, tmp_path) == tomllib.loads(LIST)
