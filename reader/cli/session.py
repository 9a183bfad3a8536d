"""Running one verb over an open library."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Awaitable, Callable

from reader.cli import output
from reader.library.library import Library, waiting_for
from reader.paths import find_paths


def with_library(options: Namespace, verb: Callable[[Library, Namespace], Awaitable[int]]) -> int:
    """Open the library, run ``verb`` on it, close it; returns the verb's exit code.

    Raises ReaderError.
    """

    async def session() -> int:
        paths = find_paths(options.feeds, options.library)
        if wait := waiting_for(paths.library):
            output.tell(wait)
        library = await Library.open(paths)
        try:
            return await verb(library, options)
        finally:
            await library.close()

    return asyncio.run(session())


def need_list(library: Library) -> None:
    """Stop a verb that needs feeds.toml when it can't be used; tell its warnings.

    Raises ConfigError.
    """
    if library.config_error is not None:
        raise library.config_error
    for warning in library.warnings:
        output.tell(warning)
