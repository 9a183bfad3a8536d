"""The user's feeds.toml on disk: read in time, changed all or nothing and never over another's
change."""

from __future__ import annotations

import contextlib
import errno
import os
import select
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from reader.errors import ConfigError
from reader.paths import make_folder

_TRIES: Final = 20
"""How often an edit starts again when the file changed under it."""
_SILENCE: Final = 5.0
"""Seconds that a pipe may say nothing: one without a writer would be waited for for ever."""


def read_start(path: Path, most: int) -> bytes:
    """The first ``most`` bytes of a file, or of what a pipe gives until its end.

    Raises OSError, TimeoutError among them.
    """

    def at_once(name: str, flags: int) -> int:
        return os.open(name, flags | os.O_NONBLOCK)

    with open(path, "rb", buffering=0, opener=at_once) as file:
        body = bytearray()
        while len(body) < most:
            piece = file.read(most - len(body))
            if piece:
                body += piece
                continue
            is_over = piece is not None and (body or not path.is_fifo())
            if is_over or not _has_more(file.fileno()):
                break
        return bytes(body)


def _has_more(pipe: int) -> bool:
    """Whether something was written, rather than the last writer gone. Raises TimeoutError."""
    waiting = select.poll()
    waiting.register(pipe, select.POLLIN)
    events = waiting.poll(_SILENCE * 1000)
    if not events:
        raise TimeoutError(errno.ETIMEDOUT, "nothing was written into the pipe")
    return bool(events[0][1] & select.POLLIN)


def rewrite(path: Path, edit: Callable[[bytes | None], bytes]) -> None:
    """Put ``edit(bytes on disk)`` in the place of ``path``; ``edit`` gets None for no file.

    The bytes go to a new file in the same folder, to the disk, and then over the old one, whose
    mode stays; a symlink stays and what it names is replaced.  Two programs wait for each other,
    and a change that an editor saves meanwhile is edited anew.  Raises ConfigError when the disk
    refuses, and what ``edit`` raises.
    """
    target = Path(os.path.realpath(path))
    if os.path.exists(target) and not os.path.isfile(target):  # noqa: PTH110, PTH113 - loops
        raise ConfigError(
            "is no ordinary file and can't be changed.",
            path=path,
            line=0,
            hint="Name another file with --feeds.",
        )
    try:
        make_folder(target.parent)
        with _one_at_a_time(target.parent):
            for _ in range(_TRIES):
                before = _bytes(target)
                after = edit(before)
                if after == before or _replace(target, before, after):
                    return
    except OSError as error:
        is_full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        raise ConfigError(
            f"can't be written: {error.strerror}.",
            path=path,
            line=0,
            hint="Make room on the disk; the file is as it was."
            if is_full
            else f"Look at the rights of {target.parent}.",
        ) from error
    words = "is being changed by another program."
    raise ConfigError(words, path=path, line=0, hint="Try again.")


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _replace(target: Path, before: bytes | None, after: bytes) -> bool:
    """Whether ``after`` took the place of ``before``; not when the file is another by now."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after)
            file.flush()
            _keep_rights(target, file.fileno())
            os.fsync(file.fileno())
        if _bytes(target) != before:
            return False
        Path(name).replace(target)
        _sync_folder(target.parent)
        return True
    finally:
        Path(name).unlink(missing_ok=True)


def _keep_rights(target: Path, handle: int) -> None:
    """The new file gets mode and owner of the old one, or the mode any new file would get."""
    try:
        old = target.stat()
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        os.fchmod(handle, 0o666 & ~mask)
        return
    with contextlib.suppress(PermissionError):
        os.fchown(handle, old.st_uid, old.st_gid)
    os.fchmod(handle, old.st_mode & 0o7777)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Wait until no other process edits in ``folder``; nothing is left behind."""
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
