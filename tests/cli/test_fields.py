"""The manual names every field of what the verbs print with ``--json``, and no other."""

from __future__ import annotations

import asyncio
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from reader.cli.render import block_json, link_json, story_json
from reader.library.library import Library
from reader.model import Block, Enclosure, Entry, Link, Span, Story
from reader.paths import find_paths
from tests.cli.running import Place, serving
from tests.library.newsboat_folder import make

SECTION = (
    (Path(__file__).parents[2] / "docs/manual.md")
    .read_text(encoding="utf-8")
    .split("\n### JSON\n")[1]
    .split("\n## ")[0]
)
TALK = (
    "<rss version='2.0'><channel><title>Talk</title>"
    "<item><title>Tides</title><guid>1</guid><enclosure url='{address}/tides.mp3'/></item>"
    "<item><title>Ebb</title><guid>2</guid></item></channel></rss>"
)
FEEDS = """
[[feed]]
url  = "exec:talk"
command = ["cat", "{folder}/talk.xml"]
keep = 1

[[feed]]
url = "{address}/nothing.xml"

[[view]]
title = "Boats"
query = "ferry"

[[rule]]
when = "ferry"
do   = ["star"]
"""
LIST = "<opml version='2.0'><body><outline xmlUrl='https://a.example/'/></body></opml>"
STEPS = """
refresh
download | download title:tides
downloads
list
show ID --source | show title:ferry --source
quotes
export quotes
speakers
speakers NAME | speakers ohlsson
count
tag | tag title:ferry later
undo --list
undo
mark | mark read feed:talk
views
rules --try
upkeep
export highlights
export opml
export read
import read | import read {folder}/read
prune | prune --dry-run
problems
check
paths
add | add {address}/more.xml
remove | remove {address}/more.xml
import opml | import opml {folder}/list.opml
import newsboat | import newsboat {folder}/newsboat
"""


def fields(value: str) -> set[str]:
    """The names at the top of an object as the manual writes it: ``{"id", "newest": [{…}]}``."""
    inside = value[1:-1]
    while inside != (inside := re.sub(r"\{[^{}]*\}|\[[^\[\]]*\]", "", inside)):
        pass
    return set(re.findall(r'"([a-z_]+)"', inside))


def told() -> dict[str, set[str]]:
    """What the table says that each verb prints."""
    rows = re.findall(r"^\| (`[^|]*`) \| `(\{.*?\})`", SECTION, re.MULTILINE)
    return {
        verb: fields(value) for names, value in rows for verb in re.findall(r"`([^`]+)`", names)
    }


@pytest.fixture(scope="module")
def printed(fetched: Place, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """What each verb prints in a library that has something for it."""
    folder = tmp_path_factory.mktemp("fields") / "place"
    shutil.copytree(fetched.folder, folder)
    place, found = Place(folder), {}
    make(folder / "newsboat", 2)
    (folder / "list.opml").write_text(LIST)
    (folder / "read").write_text("dock\n")
    with serving({"/tides.mp3": b"ID3 tides", "/more.xml": TALK.encode()}) as address:
        (folder / "talk.xml").write_text(TALK.format(address=address))
        with place.feeds.open("a") as file:
            file.write(FEEDS.format(folder=folder, address=address))
        for step in STEPS.strip().split("\n"):
            verb, _, line = step.partition(" | ")
            if verb == "export highlights":
                asyncio.run(highlight(place))
            words = (line or verb).format(folder=folder, address=address).split()
            if words[0] in ("show", "tag", "download"):
                words[1] = str(place.run("list", words[1], "--json").object["id"])
            done = place.run(*words, "--json")
            assert done.out, (step, done)
            found[verb] = done.rows
    return found


async def highlight(place: Place) -> None:
    """Highlight the first letters of some story, as the reader would."""
    library = await Library.open(find_paths(place.feeds, place.library))
    await library.highlight(1, [Span(0, 0, 3)])
    await library.close()


def test_every_verb_that_prints_json_stands_in_the_table_and_no_other() -> None:
    steps = {step.partition(" | ")[0] for step in STEPS.strip().split("\n")}
    assert set(told()) == steps


@pytest.mark.parametrize("verb", sorted(told()))
def test_the_fields_of_a_verb_stand_in_the_table_and_no_others(
    verb: str, printed: dict[str, list[Any]]
) -> None:
    for row in printed[verb]:
        assert set(row) - {"event", "copy"} == told()[verb]


def test_every_field_of_a_story_its_blocks_and_its_links_is_named() -> None:
    at = datetime(2026, 3, 3, tzinfo=UTC)
    sound = Enclosure("https://a.example/")
    entry = Entry(1, 1, "T", at, enclosures=(sound,), event_id=1, copy_id=2)
    block = Block("heading", "a", (), 2, "byline", "https://a.example/", ("a",), 1)
    link = Link("https://a.example/", "a", "inline")
    value = story_json(entry, Story(1, None, "T", None, (block,)), {})
    names = {
        *value,
        *block_json(block),
        *link_json(link, {"https://a.example/": 2}),
        *value["enclosures"][0],
    }
    assert names == names & set(re.findall(r'[`"]([a-z_]+)(?:\[\])?[`"]', SECTION))
