"""``views``, ``rules``, ``prune``, ``undo``, ``tag`` and ``import newsboat`` on the command line."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from reader.cli import upkeep
from tests.cli.running import Place
from tests.library.newsboat_folder import make

MORE = """
[[view]]
title = "With quotes"
query = "has:quotes"
[[view]]
title = "Bad"
query = "(a"
[[rule]]
when = "title:dock"
do = ["read", "tag:Yard"]
"""


def entry_id(place: Place, query: str) -> str:
    return str(place.run("list", "--json", query).object["id"])


def test_views_are_listed_with_counts(place: Place) -> None:
    place.feeds.write_text(place.feeds.read_text() + MORE)
    good, bad = place.run("views", "--json").rows
    assert good == {
        "title": "With quotes", "query": "has:quotes", "unread": 1, "total": 1, "error": None, "counted": True,
    }  # fmt: skip
    assert bad["error"] == "This ( is not closed."
    done = place.run("views")
    assert done.code == 0
    assert done.out.splitlines()[0].split() == "1 of 1 With quotes (has:quotes)".split()
    assert "feeds.toml:" in done.err and "not closed" in done.err


def test_trying_rules_says_what_they_find_and_changes_nothing(place: Place) -> None:
    place.feeds.write_text(place.feeds.read_text() + MORE)
    (rule,) = place.run("rules", "--try", "--json").rows
    assert (rule["found"], rule["do"]) == (1, ["read", "tag:Yard"])
    assert rule["newest"][0]["title"].startswith("Dock report")
    assert place.run("list", "is:read").code == 1


def test_without_views_or_rules_the_verbs_end_with_1(fetched: Place) -> None:
    assert fetched.run("views").code == 1
    assert fetched.run("rules", "--try").code == 1


def test_tags_are_given_shown_taken_away_and_undone(place: Place) -> None:
    dock = entry_id(place, "title:dock")
    done = place.run("tag", dock, "Yard", "+to do")
    assert (done.code, done.out) == (
        0,
        "Tagged 1 story #Yard #to do: “Dock report: two winters of repairs”.\n",
    )
    assert place.run("list", "tag:yard", "--json").object["tags"] == ["Yard", "to do"]
    assert place.run("tag", dock, "=yard", "--json").object["tags"] == ["to do"]
    assert place.run("tag", dock, "=yard").code == 1
    assert [row["text"] for row in place.run("undo", "--list", "--json").rows] == [
        "Took #yard from 1 story: “Dock report: two winters of repairs”",
        "Tagged 1 story #Yard #to do: “Dock report: two winters of repairs”",
    ]
    assert place.run("undo").out == (
        "Taken back: Took #yard from 1 story: “Dock report: two winters of repairs”.\n"
    )
    assert place.run("undo").code == 0
    assert place.run("list", "is:tagged").code == 1
    assert place.run("undo").code == 1
    assert place.run("undo", "--list").code == 1


def test_a_bulk_command_is_one_change(place: Place) -> None:
    done = place.run("mark", "read", "folder:Local", "--dry-run")
    assert (done.code, done.out) == (0, "Mark 2 stories read: nothing was changed.\n")
    assert place.run("count").out == "3\n"
    done = place.run("mark", "read", "folder:Local")
    assert (done.code, done.out) == (0, "Marked 2 stories read.\n")
    assert place.run("count").out == "1\n"
    assert place.run("mark", "read", "folder:Local").code == 1
    assert place.run("mark", "tag", '"to do"', "title:dock", "--json").object["done"]
    assert place.run("count", 'tag:"to do"').out == "1\n"
    assert place.run("undo").code == 0 and place.run("undo").code == 0
    assert place.run("count").out == "3\n"
    assert place.run("mark", "read", "title:zebra").code == 1


@pytest.mark.parametrize("words", [("reed", "a"), ("read",), ("tag", "x"), ("read", "(a")])
def test_a_bulk_command_that_is_none_changes_nothing(place: Place, words: tuple[str, ...]) -> None:
    done = place.run("mark", *words)
    assert (done.code, done.out) == (2, "")
    assert done.err
    assert place.run("undo").code == 1


def test_a_bulk_command_that_is_none_is_told_with_the_nearest_one(place: Place) -> None:
    assert place.run("mark", "raed", "feed:x").err.startswith(
        "mark has no command raed; the nearest is read.\nThere are: read, unread, "
    )
    assert place.run("mark", "").err.startswith("mark has no command ''.")
    assert place.run("mark", "tag", "x").err.endswith("Write: mark tag NAME QUERY\n")


def test_prune_says_what_would_go(place: Place) -> None:
    text = place.feeds.read_text().replace('folder = "Local"', 'folder = "Local"\nkeep = "1d"')
    place.feeds.write_text(text)
    done = place.run("prune", "--dry-run")
    assert done.code == 0
    assert done.out.startswith("0 stories would go; the library takes ")  # none is read
    assert place.run("prune").out.startswith("0 stories went")


def test_newsboat_is_imported_from_where_it_keeps_its_files(
    empty: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    make(home / ".newsboat", 5)
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    done = empty.run("import", "newsboat", "--json")
    assert (done.code, done.object["articles"]) == (0, 8)


def test_what_newsboats_config_says_goes_into_feeds_toml_as_it_is_printed(
    empty: Place, tmp_path: Path
) -> None:
    folder = make(tmp_path / "newsboat", 5)
    config = 'text-width 66\nbind-key y open-in-browser\nhighlight article "ferry" red\n'
    for text, keys in ((config, {"entry.copy_link": ""}), ('highlight article "ferry" red\n', {})):
        (folder / "config").write_text(text)
        done = empty.run("import", "newsboat", str(folder), "--json")
        said = tomllib.loads(done.object["config"])
        assert said["keys"]["preset"] == "newsboat"
        assert keys.items() <= said["keys"].items()
        assert said["highlight"][0]["words"] == "/ferry/"
    with empty.feeds.open("a") as file:
        file.write("\n" + done.object["config"] + "\n")
    assert "no mistakes" in empty.run("check").err


def test_newsboat_is_imported(empty: Place, tmp_path: Path) -> None:
    folder = make(tmp_path / "newsboat", 5)
    done = empty.run("import", "newsboat", str(folder), "--json")
    assert done.code == 0
    assert (len(done.object["added"]), done.object["articles"]) == (3, 8)
    assert "query feed “Odd” was left out" in done.err
    assert "exec:script.sh-now runs" in done.err
    assert len(empty.run("list", "is:unread", "--json").rows) > 0
    again = empty.run("import", "newsboat", str(folder))
    assert again.out == "Added 0 feeds (3 were there already), 0 views, 0 rules and 0 articles.\n"
    assert 'preset = "newsboat"' in again.err and "preset" not in again.out
    assert empty.run("import", "newsboat", str(tmp_path / "none")).code == 1
    assert empty.run("import", "opml").code == 2


def test_a_bar_tells_how_long_the_rest_of_its_stage_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(upkeep.time, "monotonic", lambda: now)
    bar = upkeep.Bar()
    assert bar.line("articles", 0, 400) == f"{'░' * 20} 0 of 400 articles brought along"
    now += 10
    line = bar.line("articles", 100, 400)
    assert line == f"{'█' * 5}{'░' * 15} 100 of 400 articles brought along, 0:30 left"
    now += 50  # a stage of its own has a pace of its own
    assert "left" not in bar.line("index", 0, 8)
    now += 20
    assert bar.line("index", 2, 8).endswith(", 1:00 left")
    assert bar.line("index", 8, 8).startswith("█" * 20 + " 8 of 8 ")
