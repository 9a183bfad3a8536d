"""feeds.toml is read whole, and every mistake names its line and column."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from reader.config import files
from reader.config.edit import add_feed
from reader.config.parse import ConfigMissing
from reader.config.read import read_config
from reader.config.settings import Rule, View
from reader.errors import ConfigError

WHOLE = """\
[defaults]
refresh = "2h"
keep = "90d"
prefetch = "never"
full_text = "never"

[[feed]]
url = "https://one.example/feed.xml"
title = "One"
folder = "World"
tags = ["daily", "daily", ""]

[[feed]]
url = "https://two.example/feed.xml"
refresh = "1d"
keep = 500
prefetch = "opened"
full_text = "always"

[[feed]]
url = "https://three.example/feed.xml"
keep = "forever"

[[view]]
title = "On record"
query = "has:quotes is:unread"

[[rule]]
when = "title:sponsored"
do = ["read", "tag:advert"]

[network]
allow_private = ["127.0.0.1:8080", "10.0.0.0/8"]

[reading]
theme = "nord"
measure = 66

[keys]
preset = "newsboat"
"quote.next" = "]"
story.back = "b"
"""


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "feeds.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def error_of(folder: Path, text: str | bytes) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        read_config(written(folder, text))
    return caught.value


def test_every_table_of_the_manual_is_read(tmp_path: Path) -> None:
    config = read_config(written(tmp_path, WHOLE))
    one, two, three = config.subscriptions
    assert (one.title, one.folder, one.tags) == ("One", "World", ("daily",))
    assert (one.refresh, one.keep, one.prefetch, one.full_text) == (
        7200,
        ("days", 90),
        "never",
        "never",
    )
    assert (two.refresh, two.keep, two.prefetch, two.full_text) == (
        86_400,
        ("entries", 500),
        "opened",
        "always",
    )
    assert three.keep is None
    assert config.views == (View("On record", "has:quotes is:unread"),)
    assert config.rules == (Rule("title:sponsored", ("read", "tag:advert")),)
    assert config.allow_private == ("127.0.0.1:8080", "10.0.0.0/8")
    assert (config.theme, config.measure, config.key_preset) == ("nord", 66, "newsboat")
    assert config.keys == {"quote.next": "]", "story.back": "b"}
    assert config.warnings == ()
    assert config.bad == ()


def test_an_empty_file_is_a_list_without_feeds(tmp_path: Path) -> None:
    config = read_config(written(tmp_path, ""))
    assert config.subscriptions == ()
    assert (config.measure, config.theme, config.key_preset) == (72, None, "default")


def test_only_the_address_is_needed(tmp_path: Path) -> None:
    (feed,) = read_config(written(tmp_path, '[[feed]]\nurl = "https://a.example/"')).subscriptions
    assert (feed.refresh, feed.keep, feed.full_text, feed.prefetch) == (
        1800,
        None,
        "auto",
        "starred",
    )


@pytest.mark.parametrize(
    ("text", "line", "column", "key"),
    [
        ('[[feed]]\nurl = "https://a.example/\n', 2, 26, None),
        ('[[feed]\nurl = "x"\n', 1, 7, None),
        ("[[feed]]\nurl 5\n", 2, 5, None),
        ("[[feed]]\nurl =", 2, 6, None),
        ("[[feed]]\nurl = 5\n", 2, 7, "url"),
        ('[[feed]]\ntitle = "no address"\n', 1, 3, "url"),
        (
            '[[feed]]\nurl = "https://a.example/"\n\n[[feed]]\n  title = 5\nurl = "b"',
            5,
            11,
            "title",
        ),
        ('[[feed]]\nurl = "https://a.example/"\nrefresh = "soon"\n', 3, 11, "refresh"),
        ('[[feed]]\nurl = "https://a.example/"\nrefresh = "5s"\n', 3, 11, "refresh"),
        ('[[feed]]\nurl = "https://a.example/"\nrefresh = 30\n', 3, 11, "refresh"),
        ('[[feed]]\nurl = "https://a.example/"\nkeep = 0\n', 3, 8, "keep"),
        ('[[feed]]\nurl = "https://a.example/"\nkeep = true\n', 3, 8, "keep"),
        ('[[feed]]\nurl = "https://a.example/"\ntags = "daily"\n', 3, 8, "tags"),
        ('[[feed]]\nurl = "https://a.example/"\nfull_text = "yes"\n', 3, 13, "full_text"),
        ("feed = 5\n", 1, 8, "feed"),
        ("feed = [1, 2]\n", 1, 8, "feed"),
        ('feed = "https://a.example/"\n', 1, 8, "feed"),
        ("[feed]\n", 1, 2, "feed"),
        ("[[defaults]]\n", 1, 3, "defaults"),
        ('[defaults]\nrefresh = "1y"\n', 2, 11, "refresh"),
        ("[reading]\nmeasure = 5\n", 2, 11, "measure"),
        ('[reading]\nmeasure = "wide"\n', 2, 11, "measure"),
        ("[reading]\ntheme = 3\n", 2, 9, "theme"),
        ('[keys]\npreset = "vi"\n', 2, 10, "preset"),
        ("[keys]\nquote.next = 5\n", 2, 14, "next"),
        ("[network]\nallow_private = [1]\n", 2, 17, "allow_private"),
        ('[[view]]\ntitle = "no query"\n', 1, 3, "query"),
        ('[[rule]]\nwhen = "x"\ndo = ["explode"]\n', 3, 6, "do"),
        ('[[rule]]\nwhen = "x"\ndo = []\n', 3, 6, "do"),
        ('text = """\n[[feed]]\n"""\n[[feed]]\nurl = 1\n', 5, 7, "url"),
        ('\ufeff[[feed]]\r\nurl = "u"\r\nkeep = "x"\r\n', 3, 8, "keep"),
    ],
)
def test_a_mistake_names_its_place(
    tmp_path: Path, text: str, line: int, column: int, key: str | None
) -> None:
    error = error_of(tmp_path, text)
    assert (error.line, error.column, error.key) == (line, column, key)
    assert str(error).startswith(f"feeds.toml:{line}:{column} ")
    assert error.hint


def test_a_byte_that_is_not_utf8_names_its_place(tmp_path: Path) -> None:
    error = error_of(tmp_path, 'title = "é"\nx = "'.encode() + b'\xff"\n')
    assert (error.line, error.column) == (2, 6)


def test_a_missing_file_is_an_error_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(ConfigMissing) as caught:
        read_config(tmp_path / "feeds.toml")
    assert "nowreading add" in caught.value.hint


def test_a_folder_in_place_of_the_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        read_config(tmp_path)


def test_a_file_that_never_ends_is_refused() -> None:
    if not os.path.exists("/dev/zero"):  # noqa: PTH110 - a device, not a file of ours
        pytest.skip("no /dev/zero on this system")
    with pytest.raises(ConfigError):
        read_config(Path("/dev/zero"))


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 20_000, "a = " + "{b=" * 20_000, "a = " + "9" * 10_000]
)
def test_values_that_break_the_parser_are_errors_of_the_file(tmp_path: Path, text: str) -> None:
    assert error_of(tmp_path, text).line == 1


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        (
            '[[feed]]\nurl = "https://a.example/"\n  titel = "A"\n',
            'feeds.toml:3:3 unknown key "titel"; did you mean title?',
        ),
        ("[defaults]\nrefesh = 1\n", 'feeds.toml:2:1 unknown key "refesh"; did you mean refresh?'),
        ("[[feeds]]\nurl = 1\n", 'feeds.toml:1:3 unknown key "feeds"; did you mean feed?'),
        ("\n[zzz]\n", 'feeds.toml:2:2 unknown key "zzz"; it is left alone.'),
        ("[reading]\nmesure = 3\n", 'feeds.toml:2:1 unknown key "mesure"; did you mean measure?'),
        ('"a\\u001b[2Jb" = 1\n', 'feeds.toml:1:1 unknown key "a[2Jb"; it is left alone.'),
    ],
)
def test_an_unknown_key_is_a_warning_with_the_nearest_known_one(
    tmp_path: Path, text: str, warning: str
) -> None:
    assert read_config(written(tmp_path, text)).warnings == (warning,)


def test_warnings_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = '[[feed]]\nurl = "https://a.example/"\nx = 1\n[y]\n[reading]\nz = 1\n'
    warnings = read_config(written(tmp_path, text)).warnings
    assert [warning.split()[0] for warning in warnings] == [
        "feeds.toml:3:1",
        "feeds.toml:4:2",
        "feeds.toml:6:1",
    ]


def test_an_address_that_stands_twice_counts_once_with_a_warning(tmp_path: Path) -> None:
    block = '[[feed]]\nurl = "https://a.example/"\n'
    config = read_config(written(tmp_path, f'{block}title = "First"\n{block}title = "Second"\n'))
    assert [feed.title for feed in config.subscriptions] == ["First"]
    assert config.warnings == (
        "feeds.toml:5:1 https://a.example/ stands here a second time; it counts once.",
    )


@pytest.mark.parametrize(
    "url",
    [
        "",
        "   ",
        "a.example/feed",
        "ftp://a.example/feed",
        "file:///etc/hosts",
        "javascript:alert(1)",
        "exec:ls",
        "http://",
        "https://:80/",
        "http://[::1/",
        "https://a.example:99999/",
        "https://a b.example/",
        "https://a.example/\\u001b]0;x",
        "https://a.example/" + "x" * 9000,
    ],
)
def test_an_unusable_address_is_that_feeds_error(tmp_path: Path, url: str) -> None:
    text = f'[[feed]]\nurl = "{url}"\n[[feed]]\nurl = "https://b.example/"\n'
    config = read_config(written(tmp_path, text))
    assert len(config.subscriptions) == 2
    ((bad, failure),) = config.bad
    assert bad == config.subscriptions[0].url
    assert failure.kind == "bad_url"
    assert failure.message
    assert failure.hint


def test_titles_are_cleaned(tmp_path: Path) -> None:
    text = '[[feed]]\nurl = "https://a.example/"\ntitle = "A\\u001b[31m\\u202e\\n B"\nfolder = "\\u0007"\n'
    (feed,) = read_config(written(tmp_path, text)).subscriptions
    assert feed.title == "A[31m B"
    assert feed.folder is None


def test_feeds_in_an_inline_array_are_read_too(tmp_path: Path) -> None:
    text = 'feed = [ {url = "https://a.example/"}, {url = "https://b.example/", x = 1} ]\n'
    config = read_config(written(tmp_path, text))
    assert [feed.url for feed in config.subscriptions] == [
        "https://a.example/",
        "https://b.example/",
    ]
    assert config.warnings[0].startswith('feeds.toml:1:1 unknown key "x"')


def test_times_beyond_every_calendar_are_the_longest_there_are(tmp_path: Path) -> None:
    rows = ('refresh = "9999999w"\nkeep = "9999999w"', f"keep = {10**30}")
    text = "".join(f'[[feed]]\nurl = "https://{n}.example/"\n{row}\n' for n, row in enumerate(rows))
    one, two = read_config(written(tmp_path, text)).subscriptions
    assert (one.refresh, one.keep) == (365 * 86_400, ("days", 36_500))
    assert two.keep == ("entries", 1_000_000_000)


def test_what_a_pipe_gives_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    url = "https://piped.example/feed"
    text = f'[[feed]]\nurl = "{url}"\n' + "# more than a pipe holds\n" * 20_000
    writer = threading.Thread(target=path.write_text, args=(text,))
    writer.start()
    assert [feed.url for feed in read_config(path).subscriptions] == [url]
    writer.join()


def test_a_pipe_that_nobody_writes_into_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    monkeypatch.setattr(files, "_SILENCE", 0.05)
    with pytest.raises(ConfigError, match="nothing was written into the pipe"):
        read_config(path)
    with pytest.raises(ConfigError, match="no ordinary file"):
        add_feed(path, "https://piped.example/feed")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[reading]\n[reading]\n", "feeds.toml:2:9 [reading] stands here a second time."),
        ('[[feed]]\nurl = "a"\nurl = "b"\n', "feeds.toml:3:10 A key stands here a second time."),
        ("[a.b]\n[a.b]\n", "feeds.toml:2:5 [a.b] stands here a second time."),
        ("x = " + "9" * 5000, "feeds.toml:1:1 A number has too many digits."),
    ],
)
def test_a_mistake_is_told_without_the_words_of_python(
    tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "feeds.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        read_config(tmp_path / "feeds.toml")
    assert str(caught.value) == said
