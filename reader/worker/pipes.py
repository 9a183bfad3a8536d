"""The child's side of the pipes: frames read and written, and an end that comes with the parent's.

While a job runs nobody reads the pipe, and a regular expression or a C library may hold the
interpreter, so the kernel keeps watch over a line of its own, on which nothing is ever said: the
parent's end is all that can happen on it, and that is a signal whose default is to end the process.
The pipe of the jobs would not do: the signal for a job that just came can be late, and comes while
the job runs.
"""

from __future__ import annotations

import fcntl
import os
import select
import signal
from contextlib import suppress
from pathlib import Path

from reader.worker.frames import HEADER


def own_pipes() -> tuple[int, int, int]:
    """Move the pipes away from 0, 1 and 2, so that nothing printed by a library ends up in them; the
    one to read from, the one to write to, and the line that ends with the parent."""
    source, sink, line = os.dup(0), os.dup(1), os.dup(2)
    null = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(null, fd)
    os.close(null)
    return source, sink, line


def give_way(niceness: int, *, to_other_programs: bool) -> None:
    """Be at least so nice.

    Linux may weigh niceness only within a session, of which each of these processes has one, and
    sessions all alike (``sched(7)``, autogroups): ``to_other_programs`` lowers that of this one.
    """
    now = os.nice(max(0, niceness - os.nice(0)))
    if to_other_programs:
        with suppress(OSError):
            Path("/proc/self/autogroup").write_text(str(now))


def end_with_parent(line: int) -> None:
    """From now on end this process when ``line`` does, whatever it is doing."""
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(line, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(line, fcntl.F_SETFL, fcntl.fcntl(line, fcntl.F_GETFL) | os.O_ASYNC)
    poll = select.poll()
    poll.register(line, select.POLLIN)
    if poll.poll(0):
        os._exit(1)  # the parent left before the watch stood


def read_frame(source: int) -> bytes | None:
    """The body of the next frame; None when the pipe ended."""
    header = _read(source, HEADER.size)
    if header is None:
        return None
    return _read(source, HEADER.unpack(header)[1])


def write(sink: int, data: bytes) -> None:
    """Write all of ``data``. Raises BrokenPipeError."""
    view = memoryview(data)
    while view:
        view = view[os.write(sink, view) :]


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
