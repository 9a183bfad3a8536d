"""The command ``nowreading``: finds the verb, runs it, turns errors into sentences and exit codes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Final

from reader.cli import output
from reader.cli.parser import build_parser
from reader.errors import ConfigError, FeedError, InvalidQuery, NotFound, ReaderError, used_up
from reader.paths import find_paths
from reader.text import clean

VERBS: Final = {
    "refresh": "fetching",
    "download": "fetching",
    "downloads": "fetching",
    "list": "reading",
    "count": "reading",
    "show": "reading",
    "open": "documents",
    "quotes": "speaking",
    "speakers": "speaking",
    "rules": "keeping",
    "views": "keeping",
    "prune": "keeping",
    "upkeep": "upkeep",
    "undo": "keeping",
    "tag": "keeping",
    "mark": "keeping",
    "add": "subscriptions",
    "remove": "subscriptions",
    "import": "subscriptions",
    "export": "subscriptions",
    "problems": "about",
    "check": "about",
    "paths": "about",
}
"""The module of each verb, imported when the verb is run; its function is ``run_VERB``."""

INTERRUPTED: Final = 130


def run() -> int:
    """The entry point of the command; returns the exit code."""
    try:
        code = main(sys.argv[1:])
        output.flush()
    except BrokenPipeError:
        output.forget_stdout()
        return output.DONE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        return tell_failure(error)
    return code


def tell_failure(error: Exception) -> int:
    """Tell what ended the program; its exit code. To be called where ``error`` is handled."""
    if isinstance(error, ReaderError):
        output.tell(str(error), error.hint)
        return exit_code(error)
    if what := used_up(error):
        output.tell(
            f"The computer gives this program no more {what}.",
            "Close other programs, or raise the limit (ulimit).",
        )
    else:
        _tell_defect()
    return output.UNUSABLE


def main(arguments: Sequence[str]) -> int:
    """Run the command with ``arguments``; returns the exit code, which ``docs/manual.md`` lists.

    Raises SystemExit for wrong usage, ``--help`` and ``--version``.
    """
    output.prepare_streams()
    options = build_parser().parse_args(arguments)
    try:
        if not options.verb:
            return _open_reader(options)
        if options.verb == "refresh":
            _begin_refresh(options)
        module = import_module(f"reader.cli.{VERBS[options.verb]}")
        verb: Callable[[argparse.Namespace], int] = getattr(module, f"run_{options.verb}")
        return verb(options)
    except InvalidQuery as error:
        _tell_query(error, getattr(options, "query", ()))
        return output.UNUSABLE
    except ReaderError as error:
        output.tell(str(error), error.hint)
        return exit_code(error)


def _begin_refresh(options: argparse.Namespace) -> None:
    """Start what takes as long as all that is imported for a refresh, before that is."""
    from reader.library.fetching.network import start_workers_early

    start_workers_early(find_paths(options.feeds, options.library))


def exit_code(error: ReaderError) -> int:
    """What an error that ended a verb means for the exit code."""
    if isinstance(error, (FeedError, NotFound)) and not isinstance(
        error, (ConfigError, InvalidQuery)
    ):
        return output.PARTLY
    return output.UNUSABLE


def _tell_query(error: InvalidQuery, words: Sequence[str]) -> None:
    """What is wrong with a query, and under it where."""
    query = " ".join(words)
    place = f" (at character {error.position + 1} of: {query})" if query else ""
    output.tell(f"{error}{place}", error.hint)


def _open_reader(options: argparse.Namespace) -> int:
    if not (output.is_terminal(sys.stdout) and sys.stdin.isatty()):
        output.tell(
            "The reader needs a terminal that can move its cursor; without one there are "
            "“nowreading list” and “nowreading show ID --plain”."
        )
        return output.UNUSABLE
    from reader.tui.run import run_reader

    return run_reader(find_paths(options.feeds, options.library))


def _tell_defect() -> None:
    """An error that is ours to mend: its trace, cleaned, since it may quote text from outside."""
    import traceback

    sys.stderr.write(clean(traceback.format_exc()))
    output.tell("This is a defect of nowreading.", "Please report it with the lines above.")
