"""A pool of one child whose jobs misbehave."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from reader.worker.pool import WorkerPool
from tests.worker.jobs import PROGRAM


@pytest.fixture
async def pool() -> AsyncIterator[WorkerPool]:
    pool = WorkerPool(1, program=PROGRAM)
    yield pool
    await pool.close()
