"""Cookies of a file: which a request gets, and that nobody else sees them."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

from reader.config.read import read_text
from reader.errors import ConfigError, FetchError
from reader.feed.opml import write_opml
from reader.library.fetching.access import Access
from reader.library.fetching.cookies import LONGEST, MAX_BYTES, header
from reader.library.library import Library
from reader.model import Subscription
from reader.paths import Paths
from tests.faultserver import FaultServer

URL = "https://news.quay.example/members/feed.xml"


def line(domain: str, name: str, **more: str) -> str:
    """A line of a cookie file."""
    fields = {"below": "TRUE", "root": "/", "secure": "FALSE", "until": "0", "value": "v", **more}
    return "\t".join(
        (
            domain,
            fields["below"],
            fields["root"],
            fields["secure"],
            fields["until"],
            name,
            fields["value"],
        )
    )


@pytest.mark.parametrize(
    ("cookie", "is_sent"),
    [
        (line("news.quay.example", "a"), True),
        (line(".quay.example", "a"), True),
        (line(".quay.example", "a", below="FALSE"), False),
        (line("quay.example", "a", below="FALSE"), False),
        (line("news.quay.example", "a", below="FALSE"), True),
        (line("ews.quay.example", "a"), False),
        (line(".example", "a"), False),
        (line("", "a"), False),
        (line("other.example", "a"), False),
        (line("#HttpOnly_.quay.example", "a"), True),
        (line("# quay.example", "a"), False),
        (line(".quay.example", "a", root="/members"), True),
        (line(".quay.example", "a", root="/member"), False),
        (line(".quay.example", "a", root="/members/feed.xml"), True),
        (line(".quay.example", "a", root="/other/"), False),
        (line(".quay.example", "a", secure="TRUE"), True),
        (line(".quay.example", "a", until="999"), False),
        (line(".quay.example", "a", until="1001"), True),
        (line(".quay.example", "a", until="soon"), True),
        (line(".quay.example", "a b"), False),
        (line(".quay.example", "a", value="x;y"), False),
        (line(".quay.example", "a", value="x\x0by"), False),
        ("a=v", False),
    ],
)
def test_a_request_gets_the_cookies_of_its_host_and_path(cookie: str, is_sent: bool) -> None:
    found = header(f"# Netscape HTTP Cookie File\n\n{cookie}\n", URL, now=1000)
    assert found == ("a=v" if is_sent else "")


def test_secure_ones_go_over_tls_only_the_longest_path_first_and_bounded() -> None:
    text = "\n".join((line(".quay.example", "a"), line(".quay.example", "b", root="/members")))
    assert header(text, URL, now=0) == "b=v; a=v"
    safe = line(".quay.example", "a", secure="TRUE")
    assert header(safe, URL.replace("https", "http"), now=0) == ""
    many = "\n".join(line(".quay.example", f"c{n}", value="x" * 200) for n in range(1000))
    assert 0 < len(header(many, URL, now=0)) <= LONGEST


async def test_they_go_to_their_server_and_are_shown_nowhere(
    paths: Paths, server: FaultServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    first, second = server.feed_urls()[:2]
    jar = tmp_path / "cookies.txt"
    host = first.split("/")[2].split(":")[0]
    jar.write_text(line(host, "key", value="rope&tar", below="FALSE"))
    paths.feeds.parent.mkdir(parents=True)
    paths.feeds.write_text(
        f'[[feed]]\nurl = "{first}"\ncookies = "{jar}"\n[[feed]]\nurl = "{second}"\n'
    )
    library = await Library.open(paths)
    results = await library.refresh()
    assert server.last_headers(first)["cookie"] == "key=rope&tar"
    assert "cookie" not in server.last_headers(second)
    jar.unlink()
    results += await library.refresh()
    failure = next(each.failure for each in results if each.url == first and each.failure)
    assert failure.message == "Its cookies can't be read: No such file or directory."
    everything = repr(results) + caplog.text + write_opml(library.subscriptions(), "x").decode()
    await library.close()
    assert "rope" not in everything
    assert "rope" not in paths.library.read_bytes().decode("latin-1")


@pytest.mark.parametrize("kind", ["pipe", "folder", "large"])
async def test_a_file_that_is_none_is_that_feeds_error(tmp_path: Path, kind: str) -> None:
    jar = tmp_path / "jar"
    if kind == "pipe":
        os.mkfifo(jar)
    elif kind == "folder":
        jar.mkdir()
    else:
        jar.write_bytes(b"#" * (MAX_BYTES + 1))
    one = Subscription(URL, cookies=str(jar))
    with pytest.raises(FetchError, match="Its cookies can't be read"):
        await Access([one]).headers(one, URL)


def test_the_path_is_a_whole_one() -> None:
    feed = '[[feed]]\nurl = "https://a.example/"\ncookies = '
    (one,) = read_text(f'{feed}"~/c.txt"\n', Path("feeds.toml")).subscriptions
    assert one.cookies == "~/c.txt"
    with pytest.raises(ConfigError, match="cookies must be the path of a file"):
        read_text(f'{feed}"c.txt"\n', Path("feeds.toml"))
