"""A parent to be killed: it tells its child's number and then waits for a job to end."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from reader.worker.pool import WorkerPool


async def main(job: str) -> None:
    pool = WorkerPool(1, program=(sys.executable, str(Path(__file__).parent / "jobs.py")))
    child = await pool.run("number", deadline=30)
    print(child, flush=True)
    await pool.run(job, sys.argv[2], deadline=1000)
    await asyncio.Event().wait()


asyncio.run(main(sys.argv[1]))
