"""The child: takes one job after another from its pipe, alone with the bytes it was given.

It leaves when the pipe ends.  While a job runs the kernel keeps watch: over the parent
(:mod:`reader.worker.pipes`), and by a real-time timer, whose signal ends the process too.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import signal
import sys
from collections.abc import Callable
from typing import Any, Final

from reader import compiled
from reader.worker.frames import (
    BEGUN,
    ERROR,
    LEAVING,
    STRETCH,
    failure_of,
    frame,
    result_frames,
)
from reader.worker.pipes import (
    end_with_parent,
    give_way,
    own_pipes,
    read_frame,
    write,
)

MEMORY: Final = 1536 * 1024 * 1024
"""Bytes of address space; libraries take 200-400 MB of it without using them."""
NICENESS: Final = 5
"""The screen and the network come first; more would keep workers waiting on a busy machine."""
_SETTLING: Final = 4
"""Jobs after which modules and tables of words have come.  The search for garbage need not look at
them each time: a sixteenth of a digest."""
_RARELY: Final = 20_000
"""New values from which on garbage is searched for; by itself Python does it from 700 on."""


def find_job(kind: str) -> Callable[..., Any]:
    """The function behind ``kind``; imported at the first job, so that starting is cheap.

    What it will need is imported with it, before the clocks start.  Raises KeyError.
    """
    import reader.digest as digest
    import reader.feed.fast
    import reader.story.read

    if kind == "page":
        import reader.story.page  # noqa: F401
    elif kind in ("keep", "digest"):
        import reader.later as later

        return later.keep_as_they_are if kind == "keep" else later.digest_kept
    elif kind == "anew":
        import reader.anew as anew

        return anew.read_anew
    jobs: dict[str, Callable[..., Any]] = {
        "feed": digest.digest_feed,
        "page": digest.digest_page,
        "file": digest.digest_file,
        "get ready": _get_ready,
    }
    return jobs[kind]


def _get_ready() -> None:
    """Nothing: what other jobs need is imported by now."""


def main(find: Callable[[str], Callable[..., Any]] = find_job) -> None:
    """Serve jobs until the pipe ends; ``find`` gives the function behind a job's name."""
    source, sink, line = own_pipes()
    _limit()
    gc.set_threshold(_RARELY)
    end_with_parent(line)
    number = 0
    while (message := read_frame(source)) is not None:
        kind, args, seconds = pickle.loads(message)
        number += 1
        try:
            job = _find(find, kind)
            write(sink, frame(BEGUN, number))
            signal.setitimer(signal.ITIMER_REAL, seconds * STRETCH * 1.5 + 2)
            frames, exhausted = _answer(job, args)
            signal.setitimer(signal.ITIMER_REAL, 0)
            for piece in frames:
                write(sink, piece)
        except BrokenPipeError:
            return
        if exhausted:
            return
        if number == _SETTLING:
            compiled.keep()
        if number <= _SETTLING:
            gc.freeze()


def _find(find: Callable[[str], Callable[..., Any]], kind: str) -> Callable[..., Any]:
    """The job ``kind``; one that can't be found or imported fails when it is called."""
    try:
        return find(kind)
    except (LookupError, ImportError, MemoryError) as error:
        failure = error

    def fail(*_args: Any) -> None:
        raise failure

    return fail


def _answer(job: Callable[..., Any], args: tuple[Any, ...]) -> tuple[list[bytes], bool]:
    """The frames to send, and whether the process should end since its memory ran out."""
    url = next((a for a in reversed(args) if isinstance(a, str)), "")
    try:
        return list(result_frames(job(*args))), False
    except MemoryError as error:
        failure = failure_of(error, url)
    except (Exception, RecursionError) as error:
        return [frame(ERROR, failure_of(error, url))], False
    return [frame(LEAVING, failure)], True


def _limit() -> None:
    """No core files, bounded memory, no terminal's signals; ended by signals like any program."""
    for number in (signal.SIGINT, signal.SIGPIPE):
        signal.signal(number, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    except (ValueError, OSError):
        # Some systems (macOS) know the limit but refuse to set it; the deadline still holds.
        sys.stderr.flush()
    # A parent that is nice itself works beside an open reader.
    give_way(NICENESS, to_other_programs=os.nice(0) > 0)
