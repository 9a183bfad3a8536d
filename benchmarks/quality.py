"""Prints how well stories are read, measured on gold data that is not part of the project.

    python -m benchmarks.quality --data ../shared

The folder holds the gold and the scorers.  Each part of the table is a module of this package
with a function ``rows(data, half)``; a part whose gold is absent is skipped by name.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import sys
from pathlib import Path

PARTS = ("benchmarks.quality_quotes", "benchmarks.quality_extract")


def main(argv: list[str] | None = None) -> int:
    """Prints the table; 0 when at least one part could be measured, else 1."""
    if str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared"), help="folder of the gold")
    parser.add_argument(
        "--half", choices=["a", "b", "all"], default="all",
        help="a: the half that rules were tuned on, b: the half that was only looked at in sums",
    )  # fmt: skip
    options = parser.parse_args(argv)
    measured = False
    for name in PARTS:
        if importlib.util.find_spec(name) is None:
            continue
        part = importlib.import_module(name)
        try:
            rows: list[tuple[str, str, str]] = part.rows(options.data, options.half)
        except FileNotFoundError as error:
            print(f"{name.rpartition('_')[2]}: skipped, no {error.filename}")
            continue
        measured = True
        for label, value, goal in rows:
            print(f"{label:58s} {value:>22s}   goal {goal}")
    return 0 if measured else 1


if __name__ == "__main__":
    raise SystemExit(main())
