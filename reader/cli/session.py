"""Running one verb over an open library."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from reader.cli import output
from reader.errors import StoreError
from reader.library.library import Library, waiting_for
from reader.paths import Paths, find_paths


def with_library(
    options: Namespace,
    verb: Callable[[Library, Namespace], Awaitable[int]],
    *,
    lent: bool = False,
) -> int:
    """Open the library, run ``verb`` on it, close it; returns the verb's exit code.

    With ``lent`` a verb that keeps nothing runs on an empty one where there is none to be opened,
    which is told.  Raises ReaderError.
    """

    async def session() -> int:
        paths = find_paths(options.feeds, options.library)
        if wait := waiting_for(paths.library):
            output.tell(wait)
        try:
            library = await Library.open(paths)
        except StoreError as error:
            if not lent:
                raise
            output.tell(str(error), error.hint)
            return await _on_empty(paths, verb, options)
        return await _run(library, verb, options)

    return asyncio.run(session())


async def _on_empty(
    paths: Paths, verb: Callable[[Library, Namespace], Awaitable[int]], options: Namespace
) -> int:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="nowreading-") as folder:
        library = await Library.open(replace(paths, library=Path(folder) / "library.db"))
        return await _run(library, verb, options)


async def _run(
    library: Library, verb: Callable[[Library, Namespace], Awaitable[int]], options: Namespace
) -> int:
    try:
        return await verb(library, options)
    finally:
        await library.close()


def need_list(library: Library) -> None:
    """Stop a verb that needs feeds.toml when it can't be used; tell its warnings.

    Raises ConfigError.
    """
    if library.config_error is not None:
        raise library.config_error
    for warning in library.warnings:
        output.tell(warning)
