"""feeds.toml is edited block by block, and nothing else in it changes."""

from __future__ import annotations

import errno
import json
import os
import stat
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reader.config import files
from reader.config.edit import (
    RemovedBlock,
    add_feed,
    add_feeds,
    remove_feed,
    remove_view,
    rename_view,
    replace_url,
    restore,
)
from reader.config.read import read_config
from reader.config.settings import View
from reader.config.starter import starter_feeds
from reader.errors import ConfigError, NotFound
from reader.model import Subscription

A, B, C = "https://a.example/f", "https://b.example/f", "https://c.example/f"
TEXT = f"""\
# all my feeds

[defaults]   # for every one
refresh = "1h"

# the morning paper
# (long)
[[feed]]   # inline
url = '{A}' # where
tags = [  # many
  "x",
  "[[feed]]",
]
# about the tags

# ---- evening ----

# the evening paper
[[ "feed" ]]
"url"   =   "{B}"
title = \"\"\"
[[feed]]
url = "{C}"
\"\"\"
[feed.later]
word = 1

# keys begin here
[keys]
preset = "default"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "feeds.toml"
    target.write_text(TEXT)
    return target


def addresses(path: Path) -> list[str]:
    return [feed["url"] for feed in tomllib.loads(path.read_text())["feed"]]


def test_removing_takes_the_block_its_comments_and_nothing_else(path: Path) -> None:
    removed = remove_feed(path, A)
    start = TEXT.index("# the morning paper")
    end = TEXT.index("# ---- evening")
    assert path.read_text() == TEXT[:start] + TEXT[end:]
    assert removed.pieces == ((start, TEXT[start:end].encode()),)


def test_the_comment_directly_above_a_block_goes_with_it_and_a_lone_one_stays(path: Path) -> None:
    remove_feed(path, B)
    text = path.read_text()
    assert "# the evening paper" not in text
    assert "# ---- evening ----" in text
    assert "# keys begin here\n[keys]" in text
    assert "later" not in text
    assert addresses(path) == [A]


def test_restoring_gives_the_same_bytes(path: Path) -> None:
    for url in (A, B):
        removed = remove_feed(path, url)
        restore(path, removed)
        assert path.read_text() == TEXT


def test_removing_all_and_restoring_backwards_gives_the_same_bytes(path: Path) -> None:
    removed = [remove_feed(path, url) for url in (A, B)]
    assert "feed" not in tomllib.loads(path.read_text())
    for block in reversed(removed):
        restore(path, block)
    assert path.read_text() == TEXT


def test_a_removed_block_survives_as_plain_data(path: Path) -> None:
    removed = remove_feed(path, A)
    kept = RemovedBlock.from_data(json.loads(json.dumps(removed.as_data())))
    assert kept == removed
    restore(path, kept)
    assert path.read_text() == TEXT


def test_a_block_goes_back_beside_its_neighbour_when_the_file_was_edited(path: Path) -> None:
    removed = remove_feed(path, A)
    edited = "# a new first line, much longer than what was here before\n\n" + path.read_text()
    path.write_text(edited)
    restore(path, removed)
    assert addresses(path) == [A, B]
    assert "# the morning paper\n# (long)\n[[feed]]   # inline" in path.read_text()
    assert path.read_text().replace("# the evening paper", "").count("# ---- evening") == 1
    for line in edited.splitlines():
        assert line in path.read_text().splitlines()


def test_a_block_goes_to_the_end_when_its_neighbours_are_gone(path: Path) -> None:
    removed = remove_feed(path, A)
    path.write_text(f'[[feed]]\nurl = "{C}"')
    restore(path, removed)
    assert addresses(path) == [C, A]


def test_a_block_goes_into_a_new_file_when_the_old_one_is_gone(path: Path) -> None:
    removed = remove_feed(path, A)
    path.unlink()
    restore(path, removed)
    assert addresses(path) == [A]


def test_a_feed_that_was_added_again_is_not_doubled_by_restoring(path: Path) -> None:
    removed = remove_feed(path, A)
    add_feed(path, A)
    before = path.read_bytes()
    restore(path, removed)
    assert path.read_bytes() == before


def test_an_address_that_stands_twice_is_removed_whole_and_restored_whole(path: Path) -> None:
    text = TEXT + f'\n[[feed]]\nurl = "{A}"\n'
    path.write_text(text)
    removed = remove_feed(path, A)
    assert addresses(path) == [B]
    assert len(removed.pieces) == 2
    restore(path, removed)
    assert path.read_text() == text


def test_the_comment_that_begins_the_file_stays(path: Path) -> None:
    text = f'# my file\n[[feed]]\nurl = "{A}"\n'
    path.write_text(text)
    removed = remove_feed(path, A)
    assert path.read_text() == "# my file\n"
    restore(path, removed)
    assert path.read_text() == text


def test_adding_puts_a_block_at_the_end(path: Path) -> None:
    add_feed(path, C, title='The "C"\x1b[1m \\ paper', folder="World\nNews")
    assert path.read_text().startswith(TEXT)
    assert path.read_text()[len(TEXT) :] == (
        f'\n[[feed]]\nurl = "{C}"\ntitle = "The \\"C\\"[1m \\\\ paper"\nfolder = "World News"\n'
    )


def test_adding_makes_a_missing_file_with_only_that(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "down" / "feeds.toml"
    add_feed(path, A)
    assert path.read_text() == f'[[feed]]\nurl = "{A}"\n'


@pytest.mark.parametrize("ending", ["", "\n", "\n\n", "\n# a last word", "\n\n\n# more\n\n"])
def test_adding_keeps_every_byte_before(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "feeds.toml"
    text = f'[[feed]]\nurl = "{A}"{ending}'
    path.write_text(text)
    add_feed(path, B)
    assert path.read_text().startswith(text)
    assert addresses(path) == [A, B]


def test_adding_keeps_the_line_breaks_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    text = f'\ufeff[[feed]]\r\nurl = "{A}"\r\n# end'
    path.write_bytes(text.encode())
    add_feed(path, B, title="Bé")
    expected = f'{text}\r\n\r\n[[feed]]\r\nurl = "{B}"\r\ntitle = "Bé"\r\n'
    assert path.read_bytes() == expected.encode()


def test_removing_and_restoring_work_with_windows_line_breaks(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    text = "\ufeff" + TEXT.replace("\n", "\r\n").replace("morning", "mörning")
    path.write_bytes(text.encode())
    for url in (A, B):
        removed = remove_feed(path, url)
        restore(path, removed)
        assert path.read_bytes() == text.encode()


def test_adding_a_feed_that_is_there_is_refused(path: Path) -> None:
    with pytest.raises(ConfigError, match="there already"):
        add_feed(path, A)
    assert path.read_text() == TEXT


def test_adding_many_leaves_out_those_that_are_there(path: Path) -> None:
    feeds = [Subscription(A), Subscription(C, title="C", tags=("t",)), Subscription(C)]
    assert add_feeds(path, feeds) == (C,)
    assert addresses(path) == [A, B, C]
    assert add_feeds(path, feeds) == ()


def test_a_new_address_changes_only_the_address(path: Path) -> None:
    replace_url(path, B, C + '?"')
    assert path.read_text() == TEXT.replace(f'"{B}"', f'"{C}?\\""')
    replace_url(path, A, A + "2")
    assert f'url = "{A}2" # where' in path.read_text()


def test_a_new_address_that_is_there_already_is_refused(path: Path) -> None:
    with pytest.raises(ConfigError, match="there already"):
        replace_url(path, A, B)
    assert path.read_text() == TEXT


def test_an_unknown_address_is_not_found(path: Path) -> None:
    with pytest.raises(NotFound):
        remove_feed(path, C)
    with pytest.raises(NotFound):
        replace_url(path, C, A)
    with pytest.raises(NotFound):
        remove_feed(path.parent / "none.toml", A)
    assert path.read_text() == TEXT


@pytest.mark.parametrize(
    "text",
    [
        f'feed = [ {{url = "{A}"}}, {{url = "{B}"}} ]\n',
        f'feed = [ {{url = "{A}"}} ]\n[keys]\npreset = "default"\n',
        "feed = 5\n",
        "feed = [1]\n",
        f'[feed]\nurl = "{A}"\n',
        f'[[feed]]\nurl = "{A}"\n[[feed]\n',
    ],
)
def test_a_file_that_cannot_be_edited_safely_is_refused_untouched(path: Path, text: str) -> None:
    path.write_text(text)
    gone = RemovedBlock(C, ((0, f'[[feed]]\nurl = "{C}"\n'.encode()),))
    for edit in (
        lambda: add_feed(path, C),
        lambda: remove_feed(path, A),
        lambda: replace_url(path, A, C),
        lambda: restore(path, gone),
    ):
        with pytest.raises((ConfigError, NotFound)):
            edit()
        assert path.read_text() == text


def test_a_file_that_is_not_utf8_is_refused_untouched(path: Path) -> None:
    path.write_bytes(b"# \xff\n")
    with pytest.raises(ConfigError, match="UTF-8"):
        add_feed(path, A)
    assert path.read_bytes() == b"# \xff\n"


def test_the_mode_stays_and_no_other_file_is_left(path: Path) -> None:
    path.chmod(0o640)
    add_feed(path, C)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [item.name for item in path.parent.iterdir()] == ["feeds.toml"]


def test_a_symlink_stays_and_what_it_names_is_changed(path: Path, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    link = tmp_path / "sub" / "link.toml"
    link.symlink_to("../feeds.toml")
    remove_feed(link, A)
    assert link.is_symlink()
    assert addresses(path) == [B]


def test_a_dangling_symlink_is_filled(tmp_path: Path) -> None:
    link = tmp_path / "feeds.toml"
    link.symlink_to("dotfiles/feeds.toml")
    add_feed(link, A)
    assert link.is_symlink()
    assert addresses(tmp_path / "dotfiles" / "feeds.toml") == [A]


def test_a_folder_that_cannot_be_written_is_an_error_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="can't be written"):
        add_feed(tmp_path / "file" / "feeds.toml", A)


def test_a_full_disk_leaves_the_file_as_it_was_and_says_what_to_do(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = path.read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ConfigError) as caught:
        add_feed(path, "https://new.example/feed")
    assert str(caught.value) == "feeds.toml can't be written: No space left on device."
    assert caught.value.hint.startswith("Make room")
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_what_another_program_saves_meanwhile_is_kept(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync
    others = [TEXT + "# saved in an editor\n"]

    def slow_disk(handle: int) -> None:
        if others:
            path.write_text(others.pop())
        fsync(handle)

    monkeypatch.setattr(files.os, "fsync", slow_disk)
    add_feed(path, C)
    assert path.read_text().startswith(TEXT + "# saved in an editor\n")
    assert addresses(path) == [A, B, C]


def test_edits_at_the_same_time_lose_no_feed(path: Path) -> None:
    new = [f"https://{number}.example/f" for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda url: add_feed(path, url), new))
    assert path.read_text().startswith(TEXT)
    assert sorted(addresses(path)) == sorted([A, B, *new])


def test_the_starter_list_takes_edits(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_bytes(starter_feeds())
    whole = path.read_bytes()
    for url in addresses(path):
        removed = remove_feed(path, url)
        assert removed.pieces
        assert url not in addresses(path)
        restore(path, removed)
        assert path.read_bytes() == whole


VIEWS = """# top

[[view]]     # one
title = "One"   # its title
query = 'has:quotes'

# about two
[[view]]
query = "is:unread"
title = 'Two'
extra = 1

[[feed]]
url = "https://a.example/feed"
"""
ONE, TWO = View("One", "has:quotes"), View("Two", "is:unread")


def test_a_view_is_renamed_in_place(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(VIEWS, encoding="utf-8")
    rename_view(path, ONE, 'A "new"\none')
    assert path.read_text(encoding="utf-8") == VIEWS.replace('"One"', '"A \\"new\\" one"')
    with pytest.raises(NotFound):
        rename_view(path, ONE, "x")


@pytest.mark.parametrize("view", [ONE, TWO])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_view_is_taken_out_and_put_back_with_the_same_bytes(
    tmp_path: Path, view: View, newline: str
) -> None:
    path = tmp_path / "feeds.toml"
    before = VIEWS.replace("\n", newline).encode()
    path.write_bytes(before)
    removed = remove_view(path, view)
    assert read_config(path).views == ((TWO,) if view == ONE else (ONE,))
    assert read_config(path).subscriptions[0].url == "https://a.example/feed"
    kept = RemovedBlock.from_data(json.loads(json.dumps(removed.as_data())))
    assert kept == removed
    restore(path, kept)
    assert path.read_bytes() == before
    restore(path, kept)
    assert path.read_bytes() == before, "a view that is there is left alone"


def test_a_view_goes_back_beside_its_neighbour_in_a_file_edited_since(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(VIEWS, encoding="utf-8")
    removed = remove_view(path, ONE)
    path.write_text("# a line more\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    restore(path, removed)
    assert read_config(path).views == (ONE, TWO)


def test_views_in_an_inline_array_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    text = 'view = [{title = "One", query = "has:quotes"}]\n'
    path.write_text(text, encoding="utf-8")
    for edit in (lambda: remove_view(path, ONE), lambda: rename_view(path, ONE, "x")):
        with pytest.raises(ConfigError, match="can't be edited safely"):
            edit()
    assert path.read_text(encoding="utf-8") == text
