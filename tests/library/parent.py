"""A reader without a screen, to be watched or killed: it refreshes beside itself, tells the number of
the process that does it, and in the end which modules it has imported."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from reader.library.library import Library
from reader.paths import Paths


async def main() -> None:
    feeds, library = map(Path, sys.argv[1:])
    opened = await Library.open(Paths(feeds, library, library.with_name("log")), beside=True)
    task = asyncio.create_task(opened.refresh())
    while opened._beside is None or opened._beside._running is None:  # noqa: ASYNC110
        await asyncio.sleep(0)
    print(opened._beside._running.pid, flush=True)
    await task
    await opened.close()
    print(json.dumps(sorted(sys.modules)))


asyncio.run(main())
