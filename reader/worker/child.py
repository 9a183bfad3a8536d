"""The child: takes one job after another from its pipe, alone with the bytes it was given.

It leaves when the pipe ends.  While a job runs nobody reads the pipe, and a regular expression or
a C library may hold the interpreter, so the kernel keeps watch: anything that happens on the pipe
(the parent's end above all) and the end of a real-time timer are signals whose default is to end
the process.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import resource
import select
import signal
import sys
from collections.abc import Callable
from typing import Any, Final

from reader.worker.frames import (
    BEGUN,
    ERROR,
    HEADER,
    LEAVING,
    STRETCH,
    failure_of,
    frame,
    result_frames,
)

MEMORY: Final = 1536 * 1024 * 1024
"""Bytes of address space; libraries take 200-400 MB of it without using them."""
NICENESS: Final = 5
"""The screen and the network come first."""


def find_job(kind: str) -> Callable[..., Any]:
    """The function behind ``kind``; imported at the first job, so that starting is cheap.

    What it will need is imported with it, before the clocks start.  Raises KeyError.
    """
    import reader.digest as digest
    import reader.feed.fast
    import reader.story.read

    if kind == "page":
        import reader.story.page  # noqa: F401

    jobs: dict[str, Callable[..., Any]] = {
        "feed": digest.digest_feed,
        "page": digest.digest_page,
        "file": digest.digest_file,
        "redigest": digest.redigest,
    }
    return jobs[kind]


def main(find: Callable[[str], Callable[..., Any]] = find_job) -> None:
    """Serve jobs until the pipe ends; ``find`` gives the function behind a job's name."""
    source, sink = _own_pipes()
    _limit()
    while (message := _read_frame(source)) is not None:
        kind, args, seconds = pickle.loads(message)
        try:
            job = _find(find, kind)
            _write(sink, frame(BEGUN, None))
            _watch(source, seconds)
            frames, exhausted = _answer(job, args)
            _unwatch(source)
            for piece in frames:
                _write(sink, piece)
        except BrokenPipeError:
            return
        if exhausted:
            return


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


def _own_pipes() -> tuple[int, int]:
    """Move the pipes away from 0 and 1, so that nothing printed by a library ends up in them."""
    source, sink = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(null, fd)
    os.close(null)
    return source, sink


def _limit() -> None:
    """No core files, bounded memory, no terminal's signals; ended by signals like any program."""
    for number in (signal.SIGINT, signal.SIGPIPE):
        signal.signal(number, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGIO, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    except (ValueError, OSError):
        # Some systems (macOS) know the limit but refuse to set it; the deadline still holds.
        sys.stderr.flush()
    os.nice(NICENESS)


def _watch(source: int, seconds: float) -> None:
    """End this process when something happens on ``source`` or ``seconds`` are well over."""
    fcntl.fcntl(source, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(source, fcntl.F_SETFL, fcntl.fcntl(source, fcntl.F_GETFL) | os.O_ASYNC)
    signal.setitimer(signal.ITIMER_REAL, seconds * STRETCH * 1.5 + 2)
    poll = select.poll()
    poll.register(source, select.POLLIN)
    if poll.poll(0):
        # The parent left (or spoke out of turn) before the watch stood.
        os._exit(1)


def _unwatch(source: int) -> None:
    signal.setitimer(signal.ITIMER_REAL, 0)
    fcntl.fcntl(source, fcntl.F_SETFL, fcntl.fcntl(source, fcntl.F_GETFL) & ~os.O_ASYNC)


def _read_frame(source: int) -> bytes | None:
    header = _read(source, HEADER.size)
    if header is None:
        return None
    return _read(source, HEADER.unpack(header)[1])


def _read(source: int, size: int) -> bytes | None:
    pieces: list[bytes] = []
    while size:
        try:
            piece = os.read(source, min(size, 1 << 20))
        except ConnectionError:
            return None
        if not piece:
            return None
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _write(sink: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(sink, view) :]
