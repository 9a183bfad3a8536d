"""What the tests of the whole program share: where its files lie."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a list of no feeds, so that nothing but the guide is there."""
    feeds = tmp_path / "config/nowreading/feeds.toml"
    feeds.parent.mkdir(parents=True)
    feeds.write_text("")
    return tmp_path
