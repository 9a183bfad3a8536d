"""The command line stays light, and imports go down the floors only."""

from __future__ import annotations

import json
import os
import subprocess
import sys
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


def modules_after(home: Path, *arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", REPORT, *arguments],
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
    [["--version"], ["--help"], ["list"], ["list", "--json", "words"], ["show", "1"], ["paths"]],
)
def test_light_verbs_import_no_heavy_library(tmp_path: Path, arguments: list[str]) -> None:
    loaded = modules_after(tmp_path, *arguments)
    assert "reader.cli.main" in loaded
    assert [name for name in HEAVY if name in loaded] == []
    assert [name for name in loaded if name.startswith(("reader.tui", "reader.web"))] == []


def test_the_version_is_told_without_the_library(tmp_path: Path) -> None:
    loaded = modules_after(tmp_path, "--version")
    assert not loaded & {"asyncio", "sqlite3", "reader.library.library", "platformdirs"}


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
