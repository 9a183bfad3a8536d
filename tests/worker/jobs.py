"""A child whose jobs misbehave, for the tests of the pool."""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path
from typing import Any

from reader.worker.child import find_job, main

PROGRAM = (sys.executable, str(Path(__file__)))
"""The command that starts it."""


def hang(begun: str = "") -> None:
    tell(begun)
    while True:
        pass


def labour(begun: str) -> int:
    """A tenth of a second of work."""
    tell(begun)
    end = time.process_time() + 0.1
    while time.process_time() < end:
        pass
    return os.getpid()


def regex(begun: str = "") -> None:
    tell(begun)
    re.match(r"(a*)*b", "a" * 60)


def tell(begun: str) -> None:
    """Say through the named pipe ``begun`` that the job runs."""
    if begun.startswith("/"):
        Path(begun).write_text("running")


def die(_url: str = "") -> None:
    os._exit(3)


def hoard(_url: str = "") -> None:
    bytearray(1 << 34)


def chatter() -> str:
    os.write(1, b"noise" * 100)
    print("more noise", flush=True)
    print("and more", file=sys.stderr, flush=True)
    return "done"


def echo(value: Any) -> Any:
    return value


def listen(word: str) -> str:
    """What is said through the named pipe ``word``."""
    return Path(word).read_text()


def number() -> int:
    return os.getpid()


def surroundings() -> dict[str, str]:
    """The variables that the child was given."""
    return dict(os.environ)


if __name__ == "__main__":
    ours = (hang, labour, regex, die, hoard, chatter, echo, listen, number, surroundings)
    mine = {f.__name__: f for f in ours}
    main(lambda kind: mine.get(kind) or find_job(kind))
