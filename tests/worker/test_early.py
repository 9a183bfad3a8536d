"""Children started before there is a pool, or an event loop."""

from __future__ import annotations

import os

import pytest

from reader.worker import early
from reader.worker.pool import WorkerPool

FEED = b"""<rss version="2.0"><channel><title>Harbour News</title>
<item><guid>1</guid><title>Ferry back</title><description>The ferry is back.</description></item>
</channel></rss>"""


@pytest.fixture
def _started() -> None:
    """One child, started without a loop."""
    early.start(1)


@pytest.mark.usefixtures("_started")
async def test_a_child_started_early_does_the_work_of_a_pool() -> None:
    started = early.take()
    pids = [child._program.pid for child in started]
    assert not early.take()
    pool = WorkerPool(1, started=started)
    try:
        for number in range(3):
            url = f"http://a.example/{number}"
            feed = await pool.run("feed", FEED, {}, url, frozenset(), deadline=30)
            assert [entry.title for entry in feed.entries] == ["Ferry back"]
        assert [child._program.pid for child in pool._all] == pids
    finally:
        await pool.close()


@pytest.mark.usefixtures("_started")
async def test_one_that_ended_meanwhile_is_replaced() -> None:
    started = early.take()
    os.kill(started[0]._program.pid, 9)
    pool = WorkerPool(1, started=started)
    try:
        feed = await pool.run("feed", FEED, {}, "http://a.example/", frozenset(), deadline=30)
        assert feed.title == "Harbour News"
    finally:
        await pool.close()


def test_one_that_cannot_be_started_is_left_to_the_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(early, "PROGRAM", ("/nowhere/python",))
    early.start(1)
    assert not early.take()
