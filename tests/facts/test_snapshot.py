"""The file that holds the first screen: when it is shown, and when not."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from reader import snapshot
from reader.snapshot import Situation, is_drawing, mark_of, read, situation, write

PICTURE = "\x1b[H\x1b[1;38;2;1;2;3mÄ story\x1b[m\x1b[K\r\n\x1b[4Cmore \x1b[8Xé “x”"


class Shelf:
    """A library file, a feeds.toml, and the situation of a start."""

    def __init__(self, folder: Path) -> None:
        self.library, self.feeds = folder / "library.db", folder / "feeds.toml"
        self.library.write_bytes(b"library")
        self.feeds.write_text("")
        self.files = {"library": str(self.library), "feeds": str(self.feeds)}
        self.mark = mark_of(**self.files) or b""

    @property
    def at(self) -> Situation:
        return situation("", "", (80, 24))

    def keep(self, picture: str = PICTURE) -> bool:
        return write(self.at, **self.files, mark=self.mark, picture=picture)

    @property
    def kept(self) -> Path:
        return Path(self.at.path)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return Shelf(tmp_path)


def test_what_was_kept_is_read_again_for_this_user_only(shelf: Shelf) -> None:
    assert shelf.keep()
    assert read(shelf.at) == PICTURE.encode()
    assert shelf.kept.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in shelf.kept.parent.iterdir()] == ["screen"]


def test_another_library_option_size_or_day_has_no_picture(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.keep()
    assert read(situation("", "", (80, 25))) is None
    assert read(situation("other.toml", "", (80, 24))) is None
    assert read(situation("", "other.db", (80, 24))) is None
    monkeypatch.setattr(snapshot.time, "strftime", lambda _: "1999-01-01")
    assert read(shelf.at) is None


@pytest.mark.parametrize("name", ["TERM", "NO_COLOR", "COLORTERM", "TZ", "HOME"])
def test_another_terminal_or_zone_has_no_picture(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    shelf.keep()
    monkeypatch.setenv(name, "another")
    assert read(shelf.at) is None


def test_a_library_that_was_written_or_is_in_use_has_no_picture(shelf: Shelf) -> None:
    shelf.keep()
    wal = shelf.library.with_name("library.db-wal")
    wal.write_bytes(b"")
    assert read(shelf.at) is not None
    wal.write_bytes(b"change")
    assert read(shelf.at) is None
    wal.unlink()
    shelf.library.write_bytes(b"Library")
    os.utime(shelf.library, ns=(1, 1))
    assert read(shelf.at) is None


def test_a_feeds_toml_that_changed_or_went_has_no_picture(shelf: Shelf) -> None:
    shelf.keep()
    shelf.feeds.unlink()
    assert read(shelf.at) is None
    shelf.feeds.write_text("# mine")
    assert read(shelf.at) is None


def _cut(kept: Path) -> None:
    os.truncate(kept, kept.stat().st_size - 3)


def _other_byte(kept: Path) -> None:
    kept.write_bytes(kept.read_bytes().replace(b"story", b"Story"))


def _open_to_others(kept: Path) -> None:
    kept.chmod(0o640)


def _a_link(kept: Path) -> None:
    kept.rename(kept.with_name("elsewhere"))
    kept.symlink_to("elsewhere")


def _empty(kept: Path) -> None:
    kept.write_bytes(b"")


def _huge(kept: Path) -> None:
    kept.write_bytes(kept.read_bytes() + b" " * snapshot.MOST)


def _a_pipe(kept: Path) -> None:
    kept.unlink()
    os.mkfifo(kept, 0o600)


@pytest.mark.parametrize(
    "damage", [_cut, _other_byte, _open_to_others, _a_link, _empty, _huge, _a_pipe]
)
def test_a_damaged_file_is_none(shelf: Shelf, damage: Callable[[Path], None]) -> None:
    shelf.keep()
    damage(shelf.kept)
    assert read(shelf.at) is None


@pytest.mark.parametrize(
    "text",
    [
        "\x1b]0;title\x07",
        "\x1b[6n",
        "\x1b[?1049l",
        "\x1b[2J",
        "\x1bc",
        "\x1b",
        "\x1b[",
        "\x1b[1",
        "a\x07",
        "a\nb",
        "\x9b31m",
        "\x80m",
        "\x9fm",
        "a\x00b",
        "\x7f",
    ],
)
def test_what_does_more_than_draw_is_not_kept(shelf: Shelf, text: str) -> None:
    assert not is_drawing(text.encode())
    assert not shelf.keep(f"good {text} good")
    assert read(shelf.at) is None


def test_a_picture_of_unreasonable_size_is_not_kept(shelf: Shelf) -> None:
    assert not shelf.keep("x" * snapshot.MOST)
