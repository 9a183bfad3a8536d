"""A library with a few stories, fetched from a real server once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import Place, serving

HARBOUR = """\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Harbour Gazette</title><link>https://harbour.example/</link>
<item><title>Ferry &lt;b&gt; returns [/b] to the old pier &#x202e;2J</title>
<link>https://harbour.example/ferry</link><guid isPermaLink="false">ferry</guid>
<pubDate>Tue, 03 Mar 2026 10:00:00 GMT</pubDate>
<content:encoded><![CDATA[<p>The ferry came back on Tuesday after two winters in dock.</p>
<p>“We counted the days until she sailed again,” said Maria Ohlsson, the harbour master.</p>
<h2>What comes next</h2><ul><li>A new timetable</li><li>A *café* on deck</li></ul>
<p>See <a href="https://harbour.example/dock?utm_source=x">the dock’s own report</a> for more.</p>]]>
</content:encoded></item>
<item><title>Dock report: two winters of repairs</title><link>https://harbour.example/dock</link>
<guid isPermaLink="false">dock</guid><pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate>
<description>The yard replaced both engines and most of the deck over two winters.</description></item>
</channel></rss>
""".encode()
MOUNTAIN = b"""\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Mountain Post</title><id>urn:m</id>
<updated>2026-03-01T10:00:00Z</updated>
<entry><title>Snow closes the upper road</title><id>urn:m:1</id>
<link href="https://mountain.example/snow"/><updated>2026-03-01T10:00:00Z</updated>
<content type="text">The upper road is closed until Friday.</content></entry></feed>
"""
SITE = b"""<html><head><title>Two papers</title>
<link rel="alternate" type="application/rss+xml" href="/harbour.xml">
<link rel="alternate" type="application/atom+xml" href="/mountain.xml"></head></html>"""
DOCUMENTS = {
    "/harbour.xml": HARBOUR,
    "/mountain.xml": MOUNTAIN,
    "/page.html": b"<p>no feed</p>",
    "/site.html": SITE,
}


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a server that has two good feeds and a page that is none."""
    with serving(DOCUMENTS) as address:
        yield address


@pytest.fixture(scope="session")
def fetched(server: str, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A place whose feeds were fetched; tests that change it take ``place``."""
    place = Place(tmp_path_factory.mktemp("fetched"))
    place.feeds.write_text(
        f'# mine\n\n[[feed]]\nurl = "{server}/harbour.xml"\nfolder = "Local"\n\n'
        f'# high up\n[[feed]]\nurl = "{server}/mountain.xml"\ntitle = "The Mountain"\n'
    )
    done = place.run("refresh")
    assert (done.code, done.err) == (0, ""), done
    return place


@pytest.fixture
def place(fetched: Place, tmp_path: Path) -> Place:
    """A copy of the fetched place for one test."""
    shutil.copytree(fetched.folder, tmp_path / "copy")
    return Place(tmp_path / "copy")


@pytest.fixture
def empty(tmp_path: Path) -> Place:
    """A place with nothing in it."""
    return Place(tmp_path)
