"""What the user chose for one feed's server: headers, name and password, certificates, proxy."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
from base64 import b64encode
from pathlib import Path

import pytest

from reader.errors import FetchError
from reader.feed.opml import write_opml
from reader.library.fetching.access import Access
from reader.library.library import Library
from reader.model import Subscription
from reader.paths import Paths
from tests.faultserver import FaultServer
from tests.library.conftest import Clock, subscribe

FEED = "https://quay.example/news/feed.xml"
SECRET = "mara:rope & tar"


def saying(path: Path, text: str, *, code: int = 0) -> tuple[str, ...]:
    """A program that prints ``text`` and counts its runs in ``path``."""
    script = f"import sys; open({str(path)!r}, 'a').write('x'); print({text!r}); sys.exit({code})"
    return sys.executable, "-c", script


@pytest.mark.parametrize(
    ("url", "counts"),
    [
        (FEED, True),
        ("https://quay.example/news/2024/ferry", True),
        ("https://quay.example/news/", True),
        ("https://quay.example/about", False),
        ("https://quay.example:8443/news/x", False),
        ("http://quay.example/news/x", False),
        ("https://quay.example.evil.example/news/x", False),
        ("mailto:x", False),
    ],
)
def test_a_choice_counts_for_its_feed_and_what_lies_beside_or_below(url: str, counts: bool) -> None:
    access = Access([Subscription(FEED, user_agent="Quay/1"), Subscription("https://b.example/")])
    assert (access.of(url) is not None) is counts


def test_of_two_choices_the_nearer_one_counts() -> None:
    near = Subscription("https://quay.example/news/feed.xml", user_agent="near")
    far = Subscription("https://quay.example/feed.xml", user_agent="far")
    assert Access([far, near]).of("https://quay.example/news/1") is near
    assert Access([near, far]).of("https://quay.example/2") is far


async def test_headers_and_agent_go_to_their_feed_only(paths: Paths, server: FaultServer) -> None:
    first, second = server.feed_urls()[:2]
    subscribe(paths, [second])
    with paths.feeds.open("a") as file:
        file.write(
            f'[[feed]]\nurl = "{first}"\nuser_agent = "Quay/1"\n'
            'headers = { "X-Key" = "abc", Accept-Language = "de" }\n'
        )
    library = await Library.open(paths)
    await library.refresh()
    await library.close()
    asked = server.last_headers(first)
    assert (asked["user-agent"], asked["x-key"], asked["accept-language"]) == (
        "Quay/1",
        "abc",
        "de",
    )
    assert "x-key" not in server.last_headers(second)
    assert server.last_headers(second)["user-agent"].startswith("NowReading/")


async def test_a_login_comes_from_a_command_once_and_is_shown_nowhere(
    paths: Paths, server: FaultServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    url = server.feed_urls()[0]
    command = json.dumps(saying(tmp_path / "runs", SECRET))
    subscribe(paths, [])
    paths.feeds.write_text(f'[[feed]]\nurl = "{url}"\nlogin_command = {command}\n')
    library = await Library.open(paths)
    for _ in range(2):
        await library.refresh()
    assert (
        server.last_headers(url)["authorization"] == f"Basic {b64encode(SECRET.encode()).decode()}"
    )
    assert (tmp_path / "runs").read_text() == "x"
    server.newsroom.broken.add(url.removeprefix(server.base("feeds") + "/"))
    results = await library.refresh()
    await library.close()
    everything = repr(results) + caplog.text + write_opml(library.subscriptions(), "x").decode()
    assert "rope" not in everything
    assert b64encode(SECRET.encode()).decode() not in everything


async def test_a_login_comes_from_the_environment(
    paths: Paths, server: FaultServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = server.feed_urls()[0]
    subscribe(paths, [])
    paths.feeds.write_text(f'[[feed]]\nurl = "{url}"\nlogin_env = "QUAY_LOGIN"\n')
    library = await Library.open(paths, clock=clock)
    (result,) = await library.refresh()
    assert result.failure is not None
    assert "QUAY_LOGIN" in result.failure.message
    assert server.seen == []
    monkeypatch.setenv("QUAY_LOGIN", SECRET)
    clock.forward(hours=12)
    (result,) = await library.refresh()
    await library.close()
    assert result.failure is None
    assert (
        server.last_headers(url)["authorization"] == f"Basic {b64encode(SECRET.encode()).decode()}"
    )


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [("no colon", 0, "printed no name:password"), (SECRET, 3, "ended with 3")],
)
async def test_a_command_without_a_login_is_that_feeds_error(
    tmp_path: Path, text: str, code: int, words: str
) -> None:
    chosen = Subscription(FEED, login_command=saying(tmp_path / "runs", text, code=code))
    access = Access([chosen])
    for _ in range(2):
        with pytest.raises(FetchError, match=words) as caught:
            await access.headers(chosen, chosen.url)
        assert "rope" not in str(caught.value)
    assert (tmp_path / "runs").read_text() == "xx", "it is asked again the next time"


async def test_a_command_may_print_much_and_leave_a_program_behind(tmp_path: Path) -> None:
    left = f"import time, os; open({str(tmp_path / 'left')!r}, 'w').write(str(os.getpid()))"
    script = (
        "import subprocess, sys, time, os\n"
        f"subprocess.Popen([sys.executable, '-c', {left + '; time.sleep(600)'!r}])\n"
        f"while not os.path.exists({str(tmp_path / 'left')!r}): time.sleep(0.01)\n"
        f"print({SECRET!r}); print('junk' * 100_000)"
    )
    chosen = Subscription(FEED, login_command=(sys.executable, "-c", script))
    headers = await Access([chosen]).headers(chosen, chosen.url)
    await asyncio.to_thread(kill_named_in, tmp_path / "left")
    assert headers["authorization"] == f"Basic {b64encode(SECRET.encode()).decode()}"


def kill_named_in(path: Path) -> None:
    while not (text := path.read_text()):
        pass
    os.kill(int(text), signal.SIGKILL)


async def test_a_command_that_is_not_there_is_that_feeds_error() -> None:
    chosen = Subscription(FEED, login_command=("no-such-program-at-all",))
    with pytest.raises(FetchError, match="No such file"):
        await Access([chosen]).headers(chosen, chosen.url)


async def test_a_command_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.library.fetching.access.SECONDS", 0.2)
    script = "import time; time.sleep(60)"
    chosen = Subscription(FEED, login_command=(sys.executable, "-c", script))
    with pytest.raises(FetchError, match="more than"):
        await Access([chosen]).headers(chosen, chosen.url)


async def test_a_feed_may_go_without_a_check_of_its_certificate_and_is_marked(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with FaultServer(feeds=1) as server:
        url = server.fault("certificate_self_signed").url
        subscribe(paths, [])
        paths.feeds.write_text(f'[[feed]]\nurl = "{url}"\nverify_tls = false\n')
        library = await Library.open(paths)
        (result,) = await library.refresh()
        (feed,) = await library.feeds()
        assert (result.failure, feed.verify_tls) == (None, False)
        paths.feeds.write_text(f'[[feed]]\nurl = "{url}"\n')
        await library.reload_config()
        (result,) = await library.refresh()
        (feed,) = await library.feeds()
        await library.close()
        assert result.failure is not None
        assert (result.failure.kind, feed.verify_tls) == ("tls", True)


async def test_everything_goes_through_the_proxy_of_the_configuration(
    paths: Paths, server: FaultServer
) -> None:
    subscribe(paths, ["http://news.example/feeds/0.rss"])
    proxy = server.base("feeds")
    with paths.feeds.open("a") as file:
        file.write(f'[network]\nproxy = "{proxy}"\n')
    library = await Library.open(paths)
    await library.refresh()
    await library.close()
    assert [s.path for s in server.seen] == ["http://news.example/feeds/0.rss"]
