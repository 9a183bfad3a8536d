"""The fault server itself: what it serves is what it says."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import feedparser
import pytest

from reader.web.fetch import Fetcher, Request
from tests.faultserver import TRICKS, FaultServer
from tests.faultserver.words import headline, tale

ROOT = Path(__file__).parents[2]


async def body(url: str) -> bytes:
    fetcher = Fetcher()
    response = await fetcher.get(Request(url, user_typed=url))
    await fetcher.close()
    return response.body


@pytest.mark.parametrize(
    ("number", "version"),
    list(enumerate(["rss20", "atom10", "json11", "rss10", "rss092", "rss091u", "atom03"])),
)
async def test_a_healthy_feed_is_of_its_format_and_whole(number: int, version: str) -> None:
    async with FaultServer(feeds=7, entries=10) as server:
        found = await body(server.feed_urls()[number])
        path = server.newsroom.paths[number]
        titles = [t.title for t in server.newsroom.tales(path, server.base("feeds"))]
    if version == "json11":
        feed = json.loads(found)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert [item["title"] for item in feed["items"]] == titles
        return
    parsed = feedparser.parse(found)
    assert not parsed.bozo
    assert parsed.version == version
    assert [entry.title for entry in parsed.entries] == titles


async def test_a_published_tale_comes_first_and_changes_the_validator() -> None:
    async with FaultServer(feeds=1, entries=3) as server:
        url, path = server.feed_urls()[0], server.newsroom.paths[0]
        fetcher = Fetcher()
        first = await fetcher.get(Request(url, user_typed=url))
        etag = first.headers["etag"]
        server.newsroom.publish(path)
        second = await fetcher.get(Request(url, etag=etag, user_typed=url))
        assert not second.not_modified
        assert len(feedparser.parse(second.body).entries) == 4
        await fetcher.close()


async def test_the_links_of_a_story_lead_to_pages_of_the_same_server() -> None:
    async with FaultServer(feeds=1, entries=3) as server:
        site = server.base("feeds")
        newest = server.newsroom.tales(server.newsroom.paths[0], site)[0]
        for text, url in newest.links:
            assert text.encode() in await body(url)


def test_a_tale_is_the_same_each_time_and_holds_the_quotes_it_names() -> None:
    for number in range(60):
        one = tale(number, "http://site.example", neighbours=(number + 1,))
        assert one == tale(number, "http://site.example", neighbours=(number + 1,))
        assert one.title == headline(number)
        text = "\n".join(one.paragraphs)
        for quote in one.quotes:
            assert all(part.rstrip(".") in text for part in quote.text.split("\n\n"))
            assert quote.speaker in text


async def test_ports_that_ask_to_be_left_alone_serve_nothing_else() -> None:
    async with FaultServer() as server:
        faults = {fault.name: fault for fault in server.faults}
    limited = [fault for fault in faults.values() if "rate_limited" in fault.outcomes]
    assert len(limited) >= 5
    for fault in limited:
        port = fault.url.split("/")[2]
        assert [f.name for f in faults.values() if f.url.split("/")[2] == port] == [fault.name]


def test_every_fault_says_what_is_to_become_of_it() -> None:
    assert len({trick.name for trick in TRICKS}) == len(TRICKS) >= 60
    assert all(trick.outcomes for trick in TRICKS)


async def test_it_runs_from_the_command_line_and_prints_subscriptions() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faultserver", "--feeds", "3", "--faults",
        cwd=ROOT, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    text = ""
    while text.count("[[feed]]") < 3 + len(TRICKS) or not text.endswith("\n\n"):
        text += (await process.stdout.readline()).decode()
    feeds = tomllib.loads(text)["feed"]
    assert len({feed["url"] for feed in feeds}) == 3 + len(TRICKS)
    assert b"The Quay" in await body(feeds[0]["url"])
    process.terminate()
    await process.wait()
