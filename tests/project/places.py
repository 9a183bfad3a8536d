"""Where the checkout is, and what git keeps of it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]


def kept_files() -> list[Path]:
    """The files under version control; skips the test outside a git checkout."""
    if not shutil.which("git") or not (TOP / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=TOP, capture_output=True, text=True, check=True
    ).stdout
    return [TOP / name for name in listed.split("\0") if name and (TOP / name).is_file()]
