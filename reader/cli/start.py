"""The beginning of the program: the last screen first, where there is one, then all the rest."""

from __future__ import annotations

import sys

from reader.curtain import drop, raise_curtain


def run() -> int:
    """The entry point of the command; returns the exit code."""
    try:
        raise_curtain(sys.argv[1:])
        from reader.cli.main import run as run_command

        return run_command()
    except KeyboardInterrupt:
        return 130
    finally:
        drop()
