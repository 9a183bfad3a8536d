"""The starter subscriptions that come with the program."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_PLACES = (_PACKAGE / "starter.toml", _PACKAGE.parent / "feeds.toml")
"""In a wheel hatch puts the file into the package; a checkout has it at its top."""


def starter_feeds() -> bytes:
    """The shipped feeds.toml, to be copied to the user's own place; never edited where it lies.

    Raises FileNotFoundError when the installation is incomplete.
    """
    for path in _PLACES:
        if path.is_file():
            return path.read_bytes()
    raise FileNotFoundError("the starter feeds.toml is missing from this installation")
