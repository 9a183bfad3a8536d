"""The first screen as the last session left it: a small file that can be shown at once.

It holds what the library screen would show, as characters for the terminal, and when that is still
true: the library and feeds.toml unchanged since, on the same day, in a terminal of the same size
and kind, by the same version of the program.  Imports next to nothing, since it is read before
anything else.
"""

from __future__ import annotations

import os
import time
import zlib

from reader import __version__

MAGIC = b"nowreading-screen 2"
MOST = 512 * 1024
"""Bytes of the largest file that is written or read."""
FIELDS = 6
_FINALS = frozenset(b"mHKXC")
"""What an escape of a picture may end with: looks, places, erasing."""


class Situation:
    """Where the program is started: only a picture of the same situation is shown."""

    __slots__ = ("feeds", "library", "size", "state")

    def __init__(self, feeds: str, library: str, size: tuple[int, int], state: str) -> None:
        self.feeds = feeds
        """The ``--feeds`` given, absolute; ``""`` for none."""
        self.library = library
        self.size = size
        """Columns and rows."""
        self.state = state
        """The folder of the file; it may not be there."""

    @property
    def path(self) -> str:
        """The file."""
        return os.path.join(self.state, "screen")

    def words(self) -> bytes:
        """All that must be the same, but for the library itself, as one line."""
        names = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "TERM", "COLORTERM", "NO_COLOR", "TZ")
        found = (os.environ.get(name, "\x01") for name in (*names, "TEXTUAL_COLOR_SYSTEM"))
        today = time.strftime("%Y-%m-%d")
        parts = (__version__, today, f"{self.size}", self.feeds, self.library, *found)
        return repr(parts).encode("utf-8", "surrogateescape")


def situation(feeds: str, library: str, size: tuple[int, int]) -> Situation:
    """The situation now, for these options and this size of the terminal."""
    home = os.path.expanduser("~")
    state = os.environ.get("XDG_STATE_HOME", "").strip() or os.path.join(home, ".local/state")
    feeds = os.path.abspath(os.path.expanduser(feeds)) if feeds else ""
    library = os.path.abspath(os.path.expanduser(library)) if library else ""
    return Situation(feeds, library, size, os.path.join(state, "nowreading"))


def mark_of(library: str, feeds: str) -> bytes | None:
    """What is another one when library or feeds.toml change; None while changes are under way.

    With a ``-wal`` file beside it a library is in use, or was not closed.
    """
    marks = []
    try:
        if os.path.exists(library + "-wal") and os.stat(library + "-wal").st_size:
            return None
        for path in (library, feeds):
            found = os.stat(path)
            marks.append(f"{found.st_dev} {found.st_ino} {found.st_size} {found.st_mtime_ns}")
    except FileNotFoundError:
        if len(marks) != 1:  # there need be no feeds.toml
            return None
    except OSError:
        return None
    return " · ".join(marks).encode()


def write(at: Situation, *, library: str, feeds: str, mark: bytes, picture: str) -> bool:
    """Keep ``picture``, for this user's eyes only; False when it is too large or no good.

    Raises OSError.
    """
    shown = picture.encode("utf-8", "replace")
    body = b"\0".join((at.words(), os.fsencode(library), os.fsencode(feeds), mark, shown))
    if len(body) > MOST or not is_drawing(shown) or body.count(b"\0") != FIELDS - 2:
        return False
    write_private(at.path, b"%s %08x\n%s" % (MAGIC, zlib.crc32(body), body))
    return True


def forget(at: Situation) -> None:
    """There is no picture of the next start."""
    try:
        os.unlink(at.path)
    except OSError:
        return


def read(at: Situation) -> bytes | None:
    """What shows the first screen, if it would be the same now; None otherwise.

    A file that is damaged, somebody else's, or open to others is none.
    """
    head, _, body = (read_private(at.path, MOST + 64) or b"").partition(b"\n")
    parts = body.split(b"\0")
    if head != b"%s %08x" % (MAGIC, zlib.crc32(body)) or len(parts) != FIELDS - 1:
        return None
    words, library, feeds, mark, shown = parts
    if words != at.words() or mark != mark_of(os.fsdecode(library), os.fsdecode(feeds)):
        return None
    return shown if is_drawing(shown) else None


def is_drawing(shown: bytes) -> bool:
    """Whether these bytes only draw: text, looks, places, erasing, and no other control."""
    text, *escapes = shown.split(b"\x1b")
    for each in escapes:
        end = 1
        while end < len(each) and each[end] in b"0123456789;":
            end += 1
        if each[:1] != b"[" or end >= len(each) or each[end] not in _FINALS:
            return False
        text += each[end + 1 :]
    plain = text.replace(b"\r\n", b"")
    if any(byte < 32 or byte == 127 for byte in set(plain)):
        return False
    return not any(b"\x80" <= each[:1] <= b"\x9f" for each in plain.split(b"\xc2")[1:])


# ---- files for this user's eyes only, which nobody else can have written
def read_private(path: str, most: int) -> bytes | None:
    """What the file holds; None when it is not there, is somebody else's, is open to others, is a
    link, or is larger than ``most`` bytes."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            kept = os.fstat(handle)
            if kept.st_uid != os.geteuid() or kept.st_mode & 0o077 or kept.st_size > most:
                return None
            return file.read(most)
    except OSError:
        return None


def write_private(path: str, data: bytes) -> None:
    """Put ``data`` where ``path`` says, in one step, with the folders that are missing.

    Raises OSError.
    """
    os.makedirs(os.path.dirname(path), exist_ok=True)
    made = f"{path}.{os.getpid()}"
    handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(made, path)
    except BaseException:
        os.unlink(made)
        raise
