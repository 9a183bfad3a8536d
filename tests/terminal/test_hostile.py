"""Nothing from a feed steers the terminal: every payload bears a marker inside its escape, and no
marker may reach the terminal inside one."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from tests.faultserver.exchange import Trick, whole
from tests.faultserver.server import FaultServer
from tests.terminal.driver import Terminal

ESCAPES = [
    "\x1b]0;{}\x07",
    "\x1b]2;{}\x1b\\",
    "\x1b]4;1;{}\x07",
    "\x1b]8;;http://{}/\x1b\\x\x1b]8;;\x1b\\",
    "\x1b]9;{}\x07",
    "\x1b]52;c;{}\x07",
    "\x1b]133;A;{}\x07",
    "\x1b]777;notify;{}\x07",
    "\x1b]1337;File={}\x07",
    "\x1b[{}m",
    "\x1b[2J\x1b[{}H",
    "\x1b[c\x1b[>{}c\x1b[6n",
    "\x1bP{}\x1b\\",
    "\x1b_{}\x1b\\",
    "\x1b^{}\x1b\\",
    "\x1bX{}\x1b\\",
    "\x1bk{}\x1b\\",
    "\x9b{}m",
    "\x9d0;{}\x9c",
    "\x90{}\x9c",
    "\x9f{}\x9c",
    "\u202e{}\u202c",
    "\u2066{}\u2069",
    "[b]{}[/b] [@click=app.quit]{}[/] [/]",
]
_SEQUENCE = re.compile(
    r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?"  # OSC
    r"|\x1b[PX^_k].*?(?:\x1b\\|$)"  # DCS, SOS, PM, APC, title
    r"|\x1b\[[0-?]*[ -/]*[@-~]?"  # CSI
    r"|[\x80-\x9f][^\x1b]{0,200}"  # C1
    r"|[\u202a-\u202e\u2066-\u2069].{0,200}",
    re.DOTALL,
)


def _payload(number: int) -> str:
    """Every escape, its marker inside, in one stretch of text of XML's own characters."""
    return " ".join(
        escape.replace("{}", f"73{number:02}{index:02}9") for index, escape in enumerate(ESCAPES)
    )


def _as_references(text: str) -> str:
    """``text`` as HTML character references, which reach the reader where raw bytes would not."""
    return "".join(f"&#{ord(c)};" if ord(c) < 32 or ord(c) > 126 else html.escape(c) for c in text)


def _feed() -> bytes:
    """A JSON feed, whose strings may hold any control character."""
    import json

    item = {
        "id": "1",
        "url": "http://127.0.0.1:1/story?" + _payload(1),
        "external_url": "http://127.0.0.1:1/" + _payload(2),
        "title": "Storm [/b] " + _payload(3),
        "authors": [{"name": "A. Sample " + _payload(4)}],
        "tags": [_payload(5)],
        "summary": _payload(6),
        "content_html": f"<h2>{_as_references(_payload(7))}</h2>"
        f"<p>“{_as_references(_payload(8))} it is so,” said Ann {_as_references(_payload(9))}.</p>"
        f"<p><a href='http://127.0.0.1:1/{_as_references(_payload(10))}'>"
        f"{_as_references(_payload(11))}</a></p><pre>{_as_references(_payload(12))}</pre>"
        f"<figure><img src='http://127.0.0.1:1/a.png' alt='{_as_references(_payload(13))}'>"
        f"<figcaption>{_as_references(_payload(14))}</figcaption></figure>",
    }
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Feed [red]" + _payload(15),
        "items": [item],
    }
    return json.dumps(feed).encode()


TRICKS = (
    Trick("hostile", whole(_feed(), ("Content-Type", "application/feed+json")), ("ok",)),
    Trick("reason", whole(b"no", status="404 " + "\x1b]0;7316009\x07 gone"), ("http",)),
)


def live_markers(raw: bytes) -> list[str]:
    """The markers that stand inside an escape sequence of ``raw``."""
    text = raw.decode("utf-8", "replace")
    return [m for sequence in _SEQUENCE.findall(text) for m in re.findall(r"73\d{4}9", sequence)]


def test_the_search_for_live_markers_finds_every_escape() -> None:
    for escape in ESCAPES[:-1]:
        assert live_markers(escape.replace("{}", "7300019").encode()) != [], escape


@pytest.mark.slow
async def test_no_payload_of_a_feed_reaches_the_terminal_alive(tmp_path: Path) -> None:
    async with FaultServer(feeds=1, entries=2, tricks=TRICKS) as server:
        feeds = tmp_path / "config/nowreading/feeds.toml"
        feeds.parent.mkdir(parents=True)
        title = "".join(f"\\u{ord(c):04x}" for c in "Mine \x1b]0;7317009\x07 \x9b31m")
        feeds.write_text(
            f'[[feed]]\nurl = "{server.fault("hostile").url}"\n'
            f'[[feed]]\nurl = "{server.fault("reason").url}"\ntitle = "{title}"\n'
            f'folder = "{title}"\n'
        )
        async with Terminal(home=tmp_path, size=(160, 50)) as reader:
            await reader.see("1 new above · g g shows them")
            reader.press("g", "g")
            await reader.see("Storm [/b]")
            reader.press("enter")
            await reader.see("QUOTES", "READ MORE", "7303")
            for key in ("n", "3", "enter", "2", "Y", "y", "1", "J", "q"):
                reader.press(key)
            await reader.see("LIBRARY")
            reader.press("?", "quit")
            await reader.see("Quit from anywhere")
            reader.press("escape")
            await reader.see("LIBRARY", gone="Keys · esc closes")
            reader.press("g", "f", "j", "j", "j", "j", "j", "j", "j")
            await reader.see("404")
            reader.press("/")
            await reader.see("a phrase")
            reader.press("s", "t", "o", "r", "m")
            await reader.see("Storm [/b]")
            reader.press("ctrl+q")
            assert await reader.end() == 0
            raw = await reader.written()
    assert b"7303009" in raw
    assert live_markers(raw) == []
