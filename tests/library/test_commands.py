"""Feeds that programs make: printed by one, or made by one of what a server sent."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest

from reader.errors import FetchError
from reader.library.library import Library
from reader.library.refreshing import commands
from reader.library.refreshing.commands import output
from reader.library.subscribing.outlines import export_opml, import_opml
from reader.model import Selection, Stretch
from reader.paths import Paths
from tests.faultserver import FaultServer
from tests.library.conftest import Clock

MADE = "exec:herons"
FEED = (
    '<rss version="2.0"><channel><title>Herons</title><item><title>{0}</title>'
    "<guid>{0}</guid><link>https://a.example/{0}</link></item></channel></rss>"
)


def python(code: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", code, *arguments]


def write(paths: Paths, *blocks: tuple[str, str, list[str]]) -> None:
    paths.feeds.parent.mkdir(parents=True, exist_ok=True)
    paths.feeds.write_text(
        "\n".join(f'[[feed]]\nurl = "{url}"\n{key} = {json.dumps(v)}\n' for url, key, v in blocks)
    )


async def test_a_feed_is_what_its_program_prints(
    paths: Paths, tmp_path: Path, clock: Clock
) -> None:
    source = tmp_path / "what “it's” $(prints).xml"
    source.write_text(FEED.format("one"))
    write(
        paths, (MADE, "command", python("import sys; print(open(sys.argv[1]).read())", str(source)))
    )
    library = await Library.open(paths, clock=clock)
    try:
        (result,) = await library.refresh()
        assert (result.status, result.new, result.failure) == ("new", 1, None)
        (result,) = await library.refresh()
        assert (result.status, result.new) == ("unchanged", 0)
        source.write_text(FEED.format("two"))
        (result,) = await library.refresh()
        assert result.new == 1
        entries = (await library.page(Selection(), Stretch(limit=5))).entries
        assert {entry.link for entry in entries} == {
            "https://a.example/one",
            "https://a.example/two",
        }
        (feed,) = [feed for feed in await library.feeds() if not feed.is_builtin]
        assert (feed.url, feed.title, feed.total) == (MADE, "Herons", 2)
        assert MADE.encode() not in await export_opml(library)
    finally:
        await library.close()


async def test_what_a_server_sends_goes_through_the_filter(
    paths: Paths, server: FaultServer, clock: Clock
) -> None:
    url = server.feed_urls()[0]
    keeps = "import sys; s = sys.stdin.read(); a, b = s.find('<item>'), s.find('</item>') + 7;"
    cut = f"{keeps} print(s[:a] + s[a:b] + s[s.rfind('</item>') + 7:])"
    write(paths, (url, "filter", python(cut)))
    library = await Library.open(paths, clock=clock)
    try:
        (result,) = await library.refresh()
        assert (result.new, result.failure) == (1, None)
    finally:
        await library.close()


async def test_stories_that_are_edited_may_be_unread_again(
    paths: Paths, tmp_path: Path, clock: Clock
) -> None:
    made = {}
    blocks = []
    for name in ("again", "stays"):
        made[name] = tmp_path / f"{name}.xml"
        made[name].write_text(FEED.format(name))
        code = "import sys; print(open(sys.argv[1]).read())"
        blocks.append((f"exec:{name}", "command", python(code, str(made[name]))))
    write(paths, *blocks)
    text = paths.feeds.read_text().replace(
        'url = "exec:again"', 'url = "exec:again"\nunread_on_update = true'
    )
    paths.feeds.write_text(text)
    library = await Library.open(paths, clock=clock)
    try:
        await library.refresh()
        ids = {e.guid: e.id for e in (await library.page(Selection())).entries}
        await library.set_read(list(ids.values()), True)
        await library.refresh()
        assert await library.count(Selection(unread=True)) == 0
        for name, path in made.items():
            path.write_text(path.read_text().replace("<title>" + name, f"<title>{name}, corrected"))
        results = await library.refresh()
        assert [each.updated for each in results] == [1, 1]
        unread = (await library.page(Selection(unread=True))).entries
        assert [(each.id, each.title) for each in unread] == [(ids["again"], "again, corrected")]
    finally:
        await library.close()


async def test_a_program_that_fails_is_that_feeds_error(paths: Paths, clock: Clock) -> None:
    broken = "import sys; print('herons are away', file=sys.stderr); sys.exit(3)"
    write(paths, (MADE, "command", python(broken)), ("exec:nobody", "title", []))
    paths.feeds.write_text(paths.feeds.read_text().replace("title = []", 'title = "Nobody"'))
    library = await Library.open(paths, clock=clock)
    try:
        results = await library.refresh()
        told = {result.url: result.failure for result in results}
        failure = told[MADE]
        assert failure is not None
        assert failure.kind == "program"
        assert failure.message.endswith("ended with code 3: herons are away.")
        unmade = told["exec:nobody"]
        assert unmade is not None
        assert (unmade.kind, unmade.message) == ("bad_url", "No program makes this feed.")
        assert (await library.counts()).offline_since is None
    finally:
        await library.close()


async def test_while_feeds_toml_is_broken_a_feed_is_not_stored_without_its_filter(
    paths: Paths, server: FaultServer, clock: Clock
) -> None:
    filtered, plain = server.feed_urls()[:2]
    write(paths, (filtered, "filter", python("import sys; sys.exit(3)")), (plain, "tags", ["a"]))
    await (await Library.open(paths, clock=clock)).close()
    paths.feeds.write_text("[[feed")
    library = await Library.open(paths, clock=clock)
    try:
        assert library.config_error is not None
        told = {result.url: result for result in await library.refresh()}
        assert told[plain].new == 4
        failure = told[filtered].failure
        assert failure is not None
        assert (failure.kind, told[filtered].new) == ("program", 0)
        assert "feeds.toml can't be read" in failure.message
        write(paths, (filtered, "tags", ["a"]), (plain, "tags", ["a"]))
        await library.reload_config()
        told = {result.url: result for result in await library.refresh()}
        assert (told[filtered].new, told[filtered].failure) == (4, None)
    finally:
        await library.close()


async def test_no_list_from_elsewhere_brings_a_program(paths: Paths) -> None:
    outline = (
        '<opml version="2.0"><body><outline text="x" xmlUrl="exec:rm" command="rm" filter="rm"/>'
        '<outline text="y" xmlUrl="https://y.example/" command="rm" filter="rm"/></body></opml>'
    )
    library = await Library.open(paths)
    try:
        imported = await import_opml(library, outline.encode())
        assert imported.added == ("https://y.example/",)
        assert len(imported.left_out) == 1
        (one,) = library.subscriptions()
        assert (one.command, one.filter) == ((), ())
    finally:
        await library.close()


async def test_what_is_printed_comes_whole_and_the_input_goes_in() -> None:
    body = os.urandom(50_000) * 60
    echo = python("import sys, shutil; shutil.copyfileobj(sys.stdin.buffer, sys.stdout.buffer)")
    assert await output(echo, body, url=MADE) == body


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["no-such-program"], "The program no-such-program did not start: No such file"),
        (python("print()"), "printed nothing."),
        (python("print('x' * 3_000_000)"), "printed more than 1 MB."),
        (python("import signal; print(1, flush=True); signal.pause()"), "took more than"),
        (python("raise SystemExit(2)"), "ended with code 2."),
    ],
)
async def test_bounds_and_failures_are_told(
    words: list[str], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "MOST", 1_000_000)
    monkeypatch.setattr(commands, "SECONDS", 1.0 if "pause" in words[-1] else 60.0)
    with pytest.raises(FetchError) as told:
        await output(words, b"", url=MADE)
    assert message in str(told.value)
    assert told.value.kind == "program"


async def test_a_refresh_that_ends_ends_the_program_and_what_it_started(tmp_path: Path) -> None:
    line = tmp_path / "line"
    os.mkfifo(line)
    starts = (
        "import subprocess, sys; subprocess.Popen([sys.executable, '-c',"
        " 'import sys, signal; f = open(sys.argv[1], \"w\"); signal.pause()', sys.argv[1]]).wait()"
    )
    task = asyncio.create_task(output(python(starts, str(line)), b"", url=MADE))
    reader = await asyncio.to_thread(os.open, line, os.O_RDONLY)  # until both are there
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(os.read, reader, 1) == b""  # nobody is left who could write
    os.close(reader)


async def test_a_program_runs_also_where_nobody_has_a_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "gone"))
    said = await output([sys.executable, "-c", "print('here')"], b"", url="exec:x")
    assert said == b"here\n"
