"""Changing the user's feeds.toml on disk: all or nothing, and never over another's change."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from reader.errors import ConfigError

_TRIES = 20
"""How often an edit starts again when the file changed under it."""


def rewrite(path: Path, edit: Callable[[bytes | None], bytes]) -> None:
    """Put ``edit(bytes on disk)`` in the place of ``path``; ``edit`` gets None for no file.

    The bytes go to a new file in the same folder, to the disk, and then over the old one, whose
    mode stays; a symlink stays and what it names is replaced.  Two programs wait for each other,
    and a change that an editor saves meanwhile is edited anew.  Raises ConfigError when the disk
    refuses, and what ``edit`` raises.
    """
    target = Path(os.path.realpath(path))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(target.parent):
            for _ in range(_TRIES):
                before = _bytes(target)
                after = edit(before)
                if after == before or _replace(target, before, after):
                    return
    except OSError as error:
        is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
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
