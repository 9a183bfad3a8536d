"""``count``, and ``export read`` with ``import read``: numbers and read states for other programs."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.running import Place


def unread(place: Place) -> set[str]:
    return {row["title"].split()[0] for row in place.run("list", "--json", "is:unread").rows}


def mark_read(place: Place, *guids: str) -> None:
    done = place.run("import", "read", "-", stdin="\n".join(guids).encode())
    assert done.code == 0, done


def test_count_prints_one_number(place: Place) -> None:
    done = place.run("count")
    assert (done.code, done.out, done.err) == (0, "3\n", "")
    assert place.run("count", "title:dock").out == "1\n"
    assert place.run("count", "--json", "folder:Local").object == {"count": 2}
    done = place.run("count", "title:zebra")
    assert (done.code, done.out, done.err) == (0, "0\n", "")
    assert place.run("count", "(a").code == 2


def test_what_was_read_goes_out_and_comes_in(place: Place, tmp_path: Path) -> None:
    assert place.run("export", "read").code == 1
    mark_read(place, "dock", "urn:m:1", "nobody")
    assert unread(place) == {"Ferry"}
    done = place.run("export", "read")
    assert (done.code, sorted(done.out.splitlines())) == (0, ["dock", "urn:m:1"])
    assert place.run("undo").out == "Taken back: Marked 2 stories read.\n"
    assert len(unread(place)) == 3
    listed = tmp_path / "read"
    listed.write_text(done.out)
    done = place.run("import", "read", str(listed))
    assert (done.code, done.out) == (0, "Marked 2 stories read.\n")
    done = place.run("import", "read", str(listed), "--json")
    assert (done.code, done.object) == (0, {"lines": 2, "marked": 0, "left_out": 0})


def test_as_json_a_story_is_known_with_its_feed(place: Place, server: str) -> None:
    mark_read(place, "dock")
    (row,) = place.run("export", "read", "--json").rows
    assert row == {"feed_url": f"{server}/harbour.xml", "guid": "dock"}
    assert place.run("undo").code == 0
    mark_read(place, json.dumps({**row, "feed_url": f"{server}/mountain.xml"}))
    assert len(unread(place)) == 3
    mark_read(place, json.dumps(row))
    assert "Dock" not in unread(place)


def test_a_list_of_readings_that_is_none_marks_nothing(place: Place) -> None:
    for nothing in ("", "\n \n", '{"feed_url": 3, "guid": "dock"}', "{dock"):
        done = place.run("import", "read", "-", stdin=nothing.encode())
        assert done.code == 1
    assert done.err == "Lines that name no story were left out: 1.\n"
    assert len(unread(place)) == 3
    assert place.run("import", "read").code == 2
    assert place.run("import", "read", "/nowhere/at/all").code == 2
