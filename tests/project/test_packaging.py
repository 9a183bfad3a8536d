"""What is installed is whole, and what is pinned can be trusted."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import reader
from reader.config.read import read_config, read_text
from reader.config.starter import starter_feeds
from tests.project.places import TOP, kept_files

PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]
LOCK = (TOP / "requirements.lock").read_text()


def test_the_starter_list_of_the_checkout_is_found_and_good() -> None:
    assert starter_feeds() == (TOP / "feeds.toml").read_bytes()
    config = read_config(TOP / "feeds.toml")
    assert 12 <= len(config.subscriptions) <= 28
    assert config.bad == ()
    assert config.warnings == ()
    assert all(feed.folder and feed.title for feed in config.subscriptions)
    assert all(feed.url.startswith("https://") for feed in config.subscriptions)


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_the_wheel_holds_the_starter_list_and_every_data_file(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=TOP,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    (wheel,) = tmp_path.glob("nowreading-*.whl")
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    script = "from reader.config import starter; import sys; print(starter.__file__, file=sys.stderr); sys.stdout.buffer.write(starter.starter_feeds())"
    found = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={"PYTHONPATH": str(site)},
        capture_output=True,
        check=True,
    )
    assert str(site) in found.stderr.decode()
    assert found.stdout == (TOP / "feeds.toml").read_bytes()
    assert read_text(found.stdout.decode(), Path("feeds.toml")).subscriptions
    kept = {path.relative_to(TOP).as_posix() for path in kept_files()}
    missing = {name for name in kept if name.startswith("reader/") and not (site / name).is_file()}
    assert missing == set()


def test_the_version_agrees_everywhere() -> None:
    assert importlib.metadata.version("nowreading") == reader.__version__
    changes = (TOP / "CHANGELOG.md").read_text()
    newest = re.search(r"^## \[(\d[^\]]*)\]", changes, re.MULTILINE)
    assert "## [Unreleased]" in changes or (newest and newest[1] == reader.__version__)


def test_the_lock_pins_names_versions_and_hashes_and_no_addresses() -> None:
    requirements = LOCK.replace("\\\n", "").splitlines()
    assert requirements
    for requirement in requirements:
        assert re.fullmatch(
            r"[a-z0-9-]+==[A-Za-z0-9.+!]+\s*(;[^#]+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*",
            requirement,
        ), requirement[:100]
    assert "://" not in LOCK
    assert "@" not in LOCK


@pytest.mark.parametrize(
    "requirement", [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
)
def test_everything_asked_for_is_pinned(requirement: str) -> None:
    name = re.split(r"[<>=~!\[; ]", requirement)[0].lower().replace("_", "-")
    assert re.search(rf"^{re.escape(name)}==", LOCK, re.MULTILINE), name


def test_textual_is_pinned_to_a_minor_version() -> None:
    (textual,) = [one for one in PROJECT["dependencies"] if one.startswith("textual")]
    assert re.fullmatch(r"textual>=(\d+)\.(\d+),<\1\.\d+", textual)


def test_no_lock_file_that_names_hosts_is_kept() -> None:
    assert TOP / "uv.lock" not in kept_files()
