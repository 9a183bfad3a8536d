"""The command as a whole: usage, exit codes, streams, pipes, terminals, ``open``."""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import resource
import shutil
import struct
import subprocess
import sys
import termios
from contextlib import suppress
from pathlib import Path

import pytest

from reader import __version__
from reader.cli import main as cli_main
from reader.cli import output, start
from reader.cli.main import VERBS, exit_code, main
from reader.cli.parser import build_parser
from reader.compiled import TOLD
from reader.errors import (
    ConfigError,
    FetchError,
    InvalidQuery,
    NotFound,
    ParseError,
    ReaderError,
    StoreBusy,
)
from tests.cli.running import Place, run

STORY = """\
Local news

Bakers keep their oven

The bakers of Mill Lane will keep their wood-fired oven, the council decided on Monday.

“It has burned since my grandmother's day,” said Petra Lindqvist, who runs the bakery.

Read more about the ovens of the old town.
"""
PAGE = b"""\
<!doctype html><html><head><title>Bridge opens</title></head><body><article><h1>Bridge opens</h1>
<p>The new bridge over the river opened on Friday, a year later than was planned by the town.</p>
<p>Some two thousand people walked across it before the first cars were let through at noon.</p>
</article></body></html>
"""


def command(*arguments: str, **settings: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "reader", *arguments], **settings)  # type: ignore[call-overload, no-any-return]


AT_THE_END = """
import atexit, gc, sys
atexit.register(lambda: print("looked at:", len(gc.get_objects()) < 1_000))
from reader.cli.start import run
sys.exit(run())
"""
"""The command, and whether at its end few objects are left to be looked through for garbage."""


@pytest.mark.parametrize("arguments", [["paths"], ["--version"]])
def test_at_its_end_the_command_leaves_the_garbage_alone(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", AT_THE_END, *arguments], capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("looked at: True\n")


def test_the_version_is_that_of_the_package() -> None:
    done = run("--version")
    assert (done.code, done.out) == (0, f"nowreading {__version__}\n")


def test_help_names_every_verb_and_the_exit_codes() -> None:
    done = run("--help")
    assert done.code == 0
    for verb in VERBS:
        assert f"\n    {verb} " in done.out
    assert "exit codes: 0 done;" in done.out


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself_and_has_a_module(verb: str) -> None:
    done = run(verb, "--help")
    assert done.code == 0
    assert "--json" in done.out
    module = __import__(f"reader.cli.{VERBS[verb]}", fromlist=["x"])
    assert callable(getattr(module, f"run_{verb}"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["lst"],
        ["list", "--frob"],
        ["list", "--limit", "0"],
        ["list", "--limit", "many"],
        ["show"],
        ["show", "1", "2"],
        ["--feeds"],
        ["--lib", "x", "list"],
        ["import", "csv", "x"],
        ["list", "--\x1b[2Jx"],
    ],
)
def test_wrong_usage_ends_with_2_and_says_where_help_is(arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    sentence, hint = done.err.splitlines()
    assert sentence.endswith(".")
    assert hint.endswith("--help")
    assert "\x1b" not in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lst"], "There is no lst here; the nearest is list.\nSee: nowreading --help\n"),
        (["export", "oplm"], "There is no oplm here; the nearest is opml.\nSee: nowreading export --help\n"),
        (["search", "ferry"], "There is no search here; list does that.\nSee: nowreading --help\n"),
        (["export"], "The following arguments are required: opml|quotes|highlights|read.\nSee: nowreading export --help\n"),
        (["prune", "--dryrun"], "“nowreading prune” takes no --dryrun; the nearest is --dry-run.\nSee: nowreading prune --help\n"),
        (["count", "--limit", "3"], "“nowreading count” takes no --limit.\nSee: nowreading count --help\n"),
        (["add", "a", "b"], "“nowreading add” has no use for “b”; what is one thing stands in quotes.\nSee: nowreading add --help\n"),
    ],
)  # fmt: skip
def test_what_is_nearly_right_is_told_what_it_may_mean(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert (done.code, done.out, done.err) == (2, "", said)


def test_the_last_form_asked_for_counts() -> None:
    options = build_parser().parse_args(["--json", "list", "--plain"])
    assert options.form == "plain"
    assert build_parser().parse_args(["list"]).form == ""


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConfigError("x", path=Path("f")), 2),
        (StoreBusy("x", path=Path("l")), 2),
        (InvalidQuery("x", position=0), 2),
        (ReaderError("x"), 2),
        (NotFound("x"), 1),
        (FetchError("x", url="u", kind="dns"), 1),
        (ParseError("x", url="u", kind="parse"), 1),
    ],
)
def test_an_error_ends_with_the_code_of_the_manual(error: ReaderError, code: int) -> None:
    assert exit_code(error) == code


def test_text_is_cleaned_again_where_it_leaves(capsys: pytest.CaptureFixture[str]) -> None:
    output.say("a\x1b]0;title\x07b\u202ec\x9bd\ne")
    output.say_json({"k\x1b": ["\x9b1m\u2028", {"n": 1, "t": ("\u202e",)}]})
    output.tell("one\x1b[31m\ntwo", "hint\r\n")
    out, err = capsys.readouterr()
    assert out == 'a]0;titlebcd\ne\n{"k": ["1m\\n", {"n": 1, "t": [""]}]}\n'
    assert err == "one[31m two\nhint\n"


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("short", 5, "short"),
        ("longer", 5, "long…"),
        ("日本語", 6, "日本語"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301"),
        ("ab", 1, ""),
        ("", 0, ""),
    ],
)
def test_a_progress_line_is_cut_by_cells(text: str, columns: int, expected: str) -> None:
    assert output.cut(text, columns) == expected


def test_without_a_terminal_the_reader_points_to_the_verbs(tmp_path: Path) -> None:
    done = run("--library", str(tmp_path / "library.db"))
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1
    assert "nowreading list" in done.err
    assert "show ID --plain" in done.err
    assert list(tmp_path.iterdir()) == []


def on_a_terminal(
    tmp_path: Path,
    *arguments: str,
    keys: tuple[tuple[bytes, ...], bytes] | None = None,
    stdin: bytes | None = None,
    **environment: str,
) -> tuple[int, bytes]:
    """Run the command on a pseudo-terminal of 100 columns; its exit code and all it wrote.

    ``keys`` are (texts, keys): once all texts were drawn, the keys are pressed.  ``stdin`` comes
    through a pipe instead of the terminal.  So little is read at a time that screens are met half
    painted, as on a busy machine.
    """
    own, other = pty.openpty()
    fcntl.ioctl(own, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    # A width that the tests' own runner put there would stand before the terminal's.
    ours = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
    process = command(
        *arguments,
        stdin=other if stdin is None else subprocess.PIPE,
        stdout=other,
        stderr=other,
        env={**ours, "HOME": str(tmp_path), **environment},
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(1, termios.TIOCSCTTY, 0),
    )
    os.close(other)
    if stdin is not None and process.stdin is not None:
        process.stdin.write(stdin)
        process.stdin.close()
    written = b""
    try:
        while chunk := os.read(own, 150):
            written += chunk
            if keys and all(text in written for text in keys[0]):
                os.write(own, keys[1])
                keys = None
    except OSError:
        pass  # Linux says the other end was closed with EIO, others with an empty read
    except BaseException:
        process.kill()
        raise
    finally:
        os.close(own)
        process.wait()
    return process.returncode, written


def test_on_a_dumb_terminal_the_reader_points_to_the_verbs(tmp_path: Path) -> None:
    code, written = on_a_terminal(tmp_path, TERM="dumb")
    assert code == 2
    assert b"nowreading list" in written
    assert b"\x1b" not in written


def test_progress_is_one_line_on_a_terminal_and_wiped_at_the_end(place: Place) -> None:
    place.library.unlink()
    options = ["--feeds", str(place.feeds), "--library", str(place.library)]
    code, written = on_a_terminal(place.folder, *options, "refresh", TERM="xterm")
    assert code == 0
    *lines, last, end = written.split(b"\r\n")
    assert end == b""
    assert last == b"2 feeds, 3 new"
    assert b"2 of 2 feeds" in lines[0]
    assert lines[0].split(b"\r\x1b[K")[-1] == b"Harbour Gazette: 2 new"


def test_rows_are_cut_to_the_width_of_the_terminal(place: Place) -> None:
    text = place.feeds.read_text().replace("The Mountain", "The Mountain " * 20)
    place.feeds.write_text(text)
    options = ["--feeds", str(place.feeds), "--library", str(place.library)]
    code, written = on_a_terminal(place.folder, *options, "list", "snow", TERM="xterm")
    (row, end) = written.decode().split("\r\n")
    assert (code, end, len(row), row[-1]) == (0, "", 100, "…")


def test_a_story_is_as_wide_on_a_terminal_as_the_list_says(place: Place) -> None:
    place.feeds.write_text(place.feeds.read_text() + "[reading]\nmeasure = 30\n")
    options = ["--feeds", str(place.feeds), "--library", str(place.library)]
    story = place.run("list", "ferry", "--json").object["id"]
    code, written = on_a_terminal(place.folder, *options, "show", str(story), TERM="xterm")
    assert code == 0
    lines = written.decode().split("\r\n")
    assert "The ferry came back on Tuesday" in lines
    assert "after two winters in dock." in lines


@pytest.mark.parametrize("piped", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_open_on_a_terminal_shows_the_story_screen(empty: Place, piped: bool) -> None:
    path = empty.folder / "story.txt"
    path.write_text(STORY)
    options = ["--feeds", str(empty.feeds), "--library", str(empty.library)]
    code, written = on_a_terminal(
        empty.folder,
        *options,
        "open",
        "-" if piped else str(path),
        keys=((b"grandmother", b"READ MORE"), b"\x11"),
        stdin=STORY.encode() if piped else None,
        TERM="xterm-256color",
    )
    assert code == 0
    assert b"\x1b[?1049h" in written
    assert b"\x1b[?1049l" in written
    assert "READ MORE" in written.decode()


def test_open_prints_where_no_terminal_gives_keys(empty: Place) -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "reader", "--feeds", str(empty.feeds)]
    ended = subprocess.run(
        [*command, "--library", str(empty.library), "open", "-"],
        input=STORY.encode(),
        stdout=theirs,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "TERM": "xterm-256color"},
        check=False,
    )
    os.close(theirs)
    written = b""
    with suppress(OSError):  # the end of a terminal is an error on Linux
        while piece := os.read(ours, 65536):
            written += piece
    os.close(ours)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"grandmother" in written
    assert b"\x1b[?1049h" not in written


def test_a_closed_pipe_ends_the_command_quietly(place: Place) -> None:
    options = ["--feeds", str(place.feeds), "--library", str(place.library)]
    process = command(*options, "list", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout and process.stderr
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), err) == (0, b"")


@pytest.mark.parametrize("closed", [(0,), (1,), (0, 1, 2)])
def test_streams_that_were_closed_before_lead_nowhere(
    fetched: Place, closed: tuple[int, ...]
) -> None:
    options = ["--feeds", str(fetched.feeds), "--library", str(fetched.library)]
    before = fetched.library.read_bytes()[:100]
    process = command(
        *options,
        "list",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: [os.close(number) for number in closed],
    )
    out, err = process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert bool(out) == (1 not in closed)
    assert fetched.library.read_bytes()[:100] == before


@pytest.mark.parametrize("verb", [("list",), ("list", "--json"), ("export", "opml")])
def test_a_disk_that_is_full_for_the_result_is_told(fetched: Place, verb: tuple[str, ...]) -> None:
    options = ["--feeds", str(fetched.feeds), "--library", str(fetched.library)]
    with Path("/dev/full").open("wb") as full:
        process = command(*options, *verb, stdout=full, stderr=subprocess.PIPE)
        _, err = process.communicate()
    assert process.returncode == 2
    assert err.startswith(b"The result can't be written: No space left on device.\n")
    assert err.count(b"\n") == 2


def test_letters_that_the_encoding_lacks_are_no_error(fetched: Place) -> None:
    options = ["--feeds", str(fetched.feeds), "--library", str(fetched.library)]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    for form in ("--plain", "--json"):
        process = command(*options, "quotes", form, stdout=subprocess.PIPE, env=environment)
        out, _ = process.communicate()
        assert process.returncode == 0
        assert b"We counted the days" in out
        assert out.isascii()


@pytest.mark.parametrize("zone", ["UTC+99", "<+25>-25"])
def test_a_zone_a_day_or_more_from_utc_is_taken_for_utc(fetched: Place, zone: str) -> None:
    options = ("--feeds", str(fetched.feeds), "--library", str(fetched.library))
    environment = {**os.environ, "TZ": zone}
    with command(*options, "list", stdout=subprocess.PIPE, env=environment) as process:
        out, _ = process.communicate()
    assert process.returncode == 0
    assert b"2026-03-03" in out


def test_open_prints_a_plain_text_into_a_pipe(empty: Place) -> None:
    (empty.folder / "story.txt").write_text(STORY)
    done = empty.run("open", str(empty.folder / "story.txt"))
    assert (done.code, done.err) == (0, "")
    assert "Bakers keep their oven" in done.out
    assert "Petra Lindqvist" in done.out
    story = empty.run("open", str(empty.folder / "story.txt"), "--json").object
    assert [quote["speaker"]["name"] for quote in story["quotes"]] == ["Petra Lindqvist"]
    assert story["links"][-1]["kind"] == "read_more"
    assert empty.run("list").code == 1


def test_open_reads_standard_input(empty: Place) -> None:
    done = empty.run("open", "-", "--json", stdin=PAGE)
    assert done.code == 0
    assert done.object["headline"] == "Bridge opens"
    assert [block["kind"] for block in done.object["blocks"]] == ["paragraph", "paragraph"]


def test_open_prints_a_feed_with_its_entries(empty: Place, server: str) -> None:
    done = empty.run("open", f"{server}/harbour.xml", "--json")
    assert done.code == 0
    feed = done.object
    assert (feed["feed"], feed["link"]) == ("Harbour Gazette", "https://harbour.example/")
    assert [entry["guid"] for entry in feed["entries"]] == ["ferry", "dock"]
    assert empty.run("open", f"{server}/harbour.xml").out.count("\n---\n") == 1


def test_open_of_what_cannot_be_had_says_why(empty: Place, server: str) -> None:
    done = empty.run("open", str(empty.folder / "none.txt"))
    assert (done.code, done.out) == (2, "")
    assert "none.txt" in done.err
    done = empty.run("open", f"{server}/none.xml")
    assert (done.code, done.out) == (1, "")
    assert done.err


@pytest.mark.parametrize("source", ["", "http://", "ftp://a.example/x", "https://[::1"])
def test_open_of_what_is_no_address_says_so(empty: Place, source: str) -> None:
    done = empty.run("open", source)
    assert (done.code, done.out) == (2, "")
    assert f"{source or 'Nothing'} is neither a file nor an address on the web." in done.err


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="asks for a file without an end")
@pytest.mark.parametrize("verb", [("open",), ("import", "opml")])
def test_a_file_without_an_end_is_too_large(empty: Place, verb: tuple[str, ...]) -> None:
    done = empty.run(*verb, "/dev/zero")
    assert done.code
    assert done.err.splitlines()[0].endswith(
        ("is larger than 40 MB.", "is too large for a list of subscriptions.")
    )


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes on Linux only")
@pytest.mark.parametrize("verb", [("list",), ("undo",), ("speakers", "ad\udce9")])
def test_arguments_and_folders_whose_names_are_not_utf8_are_no_defect(
    fetched: Place, tmp_path: Path, verb: tuple[str, ...]
) -> None:
    shutil.copytree(fetched.folder, tmp_path / "jos\udce9")
    done = Place(tmp_path / "jos\udce9").run(*verb)
    assert done.code in (0, 1)
    assert len(done.err.splitlines()) <= 1
    assert done.out.count("\n") >= 2 or verb[0] != "list"


@pytest.mark.parametrize("library", ["loop/x.db", "a" * 300, "loop", "file/x/library.db"])
def test_a_library_that_can_lie_nowhere_is_one_sentence(tmp_path: Path, library: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "file").write_text("mine")
    done = run("--library", str(tmp_path / library), "list")
    assert (done.code, done.out) == (2, "")
    assert "can't be" in done.err
    assert len(done.err.splitlines()) == 2


def test_on_a_full_disk_reading_goes_on_and_a_change_says_why_not(fetched: Place) -> None:
    """No byte can be written: not even the file that SQLite wants beside a library."""
    before = fetched.library.read_bytes()
    listed = _without_room(fetched, "list", "--plain")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert listed.stdout == fetched.run("list", "--plain").out
    done = _without_room(fetched, "tag", listed.stdout.split()[0], "later")
    assert (done.returncode, done.stdout) == (2, "")
    assert "the disk is full" in done.stderr
    assert fetched.library.read_bytes() == before


def _without_room(place: Place, *verb: str) -> subprocess.CompletedProcess[str]:
    places = ("--feeds", str(place.feeds), "--library", str(place.library))
    return subprocess.run(
        [sys.executable, "-m", "reader", *places, *verb],
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)),
    )


def test_a_defect_is_told_with_a_clean_trace(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(options: object) -> int:
        raise RuntimeError("quoted \x1b[2J from outside")

    monkeypatch.setattr("reader.cli.about.run_paths", fail)
    monkeypatch.setattr("sys.argv", ["nowreading", "paths"])
    assert cli_main.run() == 2
    err = capsys.readouterr().err
    assert "RuntimeError: quoted [2J from outside" in err
    assert err.splitlines()[-2] == "This is a defect of nowreading."


@pytest.mark.parametrize(
    ("error", "what"),
    [
        (MemoryError(), "memory"),
        (OSError(errno.EMFILE, "Too many open files"), "open files"),
        (RuntimeError("can't start new thread"), "threads"),
    ],
)
def test_what_the_computer_has_no_more_of_is_no_defect(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    what: str,
) -> None:
    def fail(options: object) -> int:
        raise error

    monkeypatch.setattr("reader.cli.about.run_paths", fail)
    monkeypatch.setattr("sys.argv", ["nowreading", "paths"])
    assert cli_main.run() == 2
    told = capsys.readouterr().err
    assert told.splitlines()[0] == f"The computer gives this program no more {what}."
    assert "defect" not in told


def test_what_the_environment_asks_of_textual_in_vain_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for log, is_kept in ((tmp_path / "log", True), (tmp_path, False), (tmp_path / "no/log", False)):
        monkeypatch.setenv("TEXTUAL_LOG", str(log))
        start._spare_textual()
        assert ("TEXTUAL_LOG" in os.environ) == is_kept, log
    for colors, is_kept in (("truecolor", True), ("bogus", False)):
        monkeypatch.setenv("TEXTUAL_COLOR_SYSTEM", colors)
        start._spare_textual()
        assert ("TEXTUAL_COLOR_SYSTEM" in os.environ) == is_kept, colors


def test_an_interrupted_command_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(options: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("reader.cli.about.run_paths", interrupt)
    monkeypatch.setattr("sys.argv", ["nowreading", "paths"])
    assert cli_main.run() == 130


def test_what_a_verb_compiled_is_there_for_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept/command"
    monkeypatch.setenv(TOLD, str(kept.parent))
    first, second = (on_a_terminal(tmp_path, "paths") for _ in range(2))
    assert first == second
    assert first[0] == 0
    assert b"reader.cli.about" in kept.read_bytes()


def test_main_gives_the_exit_code(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["paths", "--feeds", str(tmp_path / "feeds.toml")]) == 0
    assert "feeds.toml" in capsys.readouterr().out
