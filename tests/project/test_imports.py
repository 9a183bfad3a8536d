"""The command line stays light, and imports go down the floors only."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.project.places import TOP

HEAVY = ["feedparser", "httpx", "lxml", "rich", "selectolax", "textual", "trafilatura"]
REPORT = """
import json, sys
from reader.cli.main import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print("MODULES " + json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


INSTALL_GUIDE = """
import asyncio, sys
from reader.library.library import Library
from reader.paths import find_paths

async def main():
    await (await Library.open(find_paths(None, None), start=True)).close()

asyncio.run(main())
print("MODULES []", file=sys.stderr)
"""
FIRST_SCREEN = """
import json, sys
from reader.cli import start
from reader.unasked import put_off
put_off(*start.NOT_ASKED)
import asyncio
from reader.cli import output
from reader.paths import find_paths
from reader.tui import ahead
from reader.tui.run import NowReading, Library
from reader.tui.first import is_whole
from reader.tui.screens.library.screen import LibraryScreen

async def main():
    upkeep = sys.modules["reader.library.upkeep"]
    # Both would begin before a busy computer has drawn the screen.
    upkeep._FIRST_REST = ahead.REST = 3600
    library = await Library.open(find_paths(None, None), start=True, beside=True)
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        while not (isinstance(app.screen, LibraryScreen) and is_whole(app.screen)):
            await pilot.pause()
        print("MODULES " + json.dumps(sorted(sys.modules)), file=sys.__stderr__)
        app.exit_now()
    await library.close()

asyncio.run(main())
"""
FIRST_FEED = """
import json, sys
from reader.worker.child import find_job
item = "<item><title>Rain</title><description>“It fell,” said Ann Lee.</description></item>"
feed = f"<rss version='2.0'><channel><title>Weather</title>{item}</channel></rss>"
find_job("feed")(feed.encode(), {}, "https://a.example/", frozenset())
print("MODULES " + json.dumps(sorted(sys.modules)), file=sys.stderr)
"""
NOT_ON_THE_FIRST_SCREEN = """
    _bz2 ctypes curses email hashlib _hashlib http httpx importlib.resources logging.handlers _lzma
    lxml multiprocessing secrets
    shlex _ssl unittest urllib.request webbrowser xml zipfile
    reader.cli.main reader.cli.parser reader.digest reader.events reader.feed reader.later reader.web
    reader.config.edit reader.library.bulk reader.library.subscribing.newsboat
    reader.library.reading.highlights reader.library.reading.more reader.library.fetching.pages reader.library.fetching.pictures reader.library.refreshing reader.library.reading.related reader.library.sayings reader.store.arriving.arrivals
    reader.store.grouping.events reader.store.listing.leading reader.store.file.salvage reader.store.listing.sets reader.story
    reader.tui.outside.browser reader.tui.screens.boxes.command_line reader.tui.screens.library.completion reader.tui.outside.elsewhere
    reader.tui.screens.boxes.palette reader.tui.outside.programs reader.tui.outside.starting reader.tui.panes.body reader.tui.panes.cards
    reader.tui.screens.boxes.add reader.tui.screens.boxes.ask reader.tui.screens.lists.index reader.tui.screens.boxes.pipe
    reader.tui.screens.boxes.saving reader.tui.screens.lists.speakers reader.tui.screens.story.screen
    reader.tui.screens.boxes.tags textual.widgets._markdown textual.widgets._data_table
""".split()
"""Modules, each with what is in it, that are imported when they are needed."""


def modules_after(home: Path, *arguments: str, code: str = REPORT) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=TOP,
        env={**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": "", "XDG_DATA_HOME": ""},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    last = done.stderr.splitlines()[-1]
    assert last.startswith("MODULES "), done.stderr
    return set(json.loads(last.removeprefix("MODULES ")))


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["--help"],
        ["list"],
        ["list", "--json", "words"],
        ["count"],
        ["show", "1"],
        ["paths"],
    ],
)
def test_light_verbs_import_no_heavy_library(tmp_path: Path, arguments: list[str]) -> None:
    loaded = modules_after(tmp_path, *arguments)
    assert "reader.cli.main" in loaded
    assert [name for name in HEAVY if name in loaded] == []
    assert [name for name in loaded if name.startswith(("reader.tui", "reader.web"))] == []


def test_the_version_is_told_without_the_library(tmp_path: Path) -> None:
    loaded = modules_after(tmp_path, "--version")
    assert not loaded & {"asyncio", "sqlite3", "reader.library.library", "platformdirs"}


@pytest.mark.slow
def test_the_first_screen_imports_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    feeds = tmp_path / ".config/nowreading/feeds.toml"
    feeds.parent.mkdir(parents=True)
    feeds.touch()
    modules_after(tmp_path, code=INSTALL_GUIDE)
    loaded = modules_after(tmp_path, code=FIRST_SCREEN)
    assert "reader.tui.screens.library.screen" in loaded
    ours = {name for name in loaded if name.startswith("reader")}
    unneeded = [
        name
        for name in NOT_ON_THE_FIRST_SCREEN
        if any(each == name or each.startswith(f"{name}.") for each in loaded)
    ]
    assert unneeded == []
    assert len(ours) < 160, "many small modules take as long as one large one"


def test_a_worker_imports_what_well_formed_feeds_need(tmp_path: Path) -> None:
    loaded = modules_after(tmp_path, code=FIRST_FEED)
    assert "reader.feed.fast" in loaded
    assert not loaded & {"feedparser", "reader.feed.referee", "reader.feed.repair", "trafilatura"}
    assert not loaded & {"_hashlib", "importlib.resources", "reader.anew", "reader.later"}


def test_no_test_module_imports_another() -> None:
    """What several need stands beside them in a module of its own."""
    found = [
        f"{path.relative_to(TOP)}: {line}"
        for path in sorted((TOP / "tests").rglob("test_*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.match(r"from tests\.(\w+\.)*test_\w+ import", line)
        and f".{path.stem} " not in line  # a program that a test runs
    ]
    assert found == []


def test_the_contract_about_textual_leaves_out_no_room_but_the_faces() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    (bound,) = (
        each["source_modules"]
        for each in contracts
        if "textual" in each.get("forbidden_modules", ())
    )
    rooms = {path.stem for path in (TOP / "reader").iterdir() if (path / "__init__.py").exists()}
    modules = {path.stem for path in (TOP / "reader").glob("*.py")}
    faces = {"__init__", "__main__", "cli", "tui"}
    assert bound == sorted(f"reader.{name}" for name in (rooms | modules) - faces)


def test_imports_keep_to_the_contracts() -> None:
    pytest.importorskip("importlinter", reason="import-linter is not installed")
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"],
        cwd=TOP,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
