"""Where things lie on this computer: XDG folders through platformdirs (imported only when asked)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

APP = "nowreading"


@dataclass(frozen=True, slots=True)
class Paths:
    """The three files the program keeps."""

    feeds: Path
    """feeds.toml, the user's own."""
    library: Path
    """library.db; data, not cache."""
    log: Path

    @property
    def downloads(self) -> Path:
        """Where files that come with stories are kept, unless feeds.toml says otherwise."""
        return self.library.with_name("downloads")

    @property
    def saved(self) -> Path:
        """Where stories are written to files, unless feeds.toml says otherwise."""
        return self.library.with_name("saved")

    @property
    def pictures(self) -> Path:
        """Where lead pictures are kept for offline, when feeds.toml wants that."""
        return self.library.with_name("pictures")


def find_paths(feeds: Path | None = None, library: Path | None = None) -> Paths:
    """The paths in force; ``feeds`` and ``library`` override what the system says.

    Raises ReaderError where one of them can't be told.
    """
    from platformdirs import PlatformDirs

    dirs = PlatformDirs(APP, appauthor=False)
    return Paths(
        feeds=_absolute(feeds) if feeds else Path(dirs.user_config_dir) / "feeds.toml",
        library=_absolute(library) if library else Path(dirs.user_data_dir) / "library.db",
        log=Path(dirs.user_state_dir) / "log",
    )


def _absolute(path: Path) -> Path:
    try:
        path = path.expanduser()
        return path if path.is_absolute() else Path.cwd() / path
    except (OSError, RuntimeError) as error:
        from reader.errors import ReaderError

        known = isinstance(error, RuntimeError)
        why = "nobody has that home" if known else "the folder that this was started in is gone"
        raise ReaderError(f"{path} can't be found: {why}.", hint="Give the whole path.") from error


def make_folder(folder: Path) -> None:
    """Make ``folder`` and what is missing above it, however deep it lies; it may be there.

    Raises OSError.  Path.mkdir calls itself for each folder above, which Python ends at a thousand.
    """
    missing = []
    while not os.path.isdir(folder) and folder != folder.parent:  # noqa: PTH112 - no error for long names
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir(exist_ok=True)


def write_new(path: Path, data: bytes) -> None:
    """Write ``data`` to a file that is not there yet: all of it, or no file is left.

    Raises OSError, FileExistsError among them.
    """
    with path.open("xb") as file:
        try:
            file.write(data)
            file.flush()
        except OSError:
            path.unlink(missing_ok=True)
            raise
