"""``refresh`` and ``problems``: fetching on the command line."""

from __future__ import annotations

from tests.cli.running import Place


def test_refresh_tells_what_came_in(place: Place) -> None:
    place.library.unlink()
    done = place.run("refresh")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "Harbour Gazette: 2 new",
        "The Mountain: 1 new",
        "2 feeds, 3 new",
    ]


def test_refresh_as_json_has_a_line_for_each_subscription(place: Place, server: str) -> None:
    feeds = place.feeds.read_text()
    place.feeds.write_text(
        f'{feeds}[[feed]]\nurl = "{server}/page.html"\n[[feed]]\nurl = "{server}/none.xml"\n'
        '[[feed]]\nurl = "ftp://files.example/feed"\n'
    )
    done = place.run("refresh", "--json")
    assert done.code == 1
    assert done.err == ""
    assert [(row["url"].removeprefix(server), row["status"]) for row in done.rows] == [
        ("/harbour.xml", "unchanged"),
        ("/mountain.xml", "unchanged"),
        ("/page.html", "error"),
        ("/none.xml", "error"),
        ("ftp://files.example/feed", "error"),
    ]
    for row in done.rows:
        assert set(row) == {"url", "status", "new", "updated", "error"}
    assert [row["error"] and row["error"]["kind"] for row in done.rows] == [
        None,
        None,
        "not_a_feed",
        "http",
        "bad_url",
    ]
    assert set(done.rows[2]["error"]) == {"kind", "message", "retry_at"}


def test_refresh_of_due_feeds_skips_those_just_fetched(place: Place) -> None:
    rows = place.run("refresh", "--due", "--json").rows
    assert [row["status"] for row in rows] == ["skipped", "skipped"]


def test_a_quiet_refresh_says_nothing_but_what_stops_it(place: Place, server: str) -> None:
    feeds = place.feeds.read_text()
    place.library.unlink()
    place.feeds.write_text(f'{feeds}odd = 1\n[[feed]]\nurl = "{server}/none.xml"\n')
    done = place.run("refresh", "--quiet")
    assert (done.code, done.out, done.err) == (1, "", "")
    assert place.run("count").out == "3\n"
    place.feeds.write_text(feeds)
    done = place.run("refresh", "--quiet", "--due")
    assert (done.code, done.out, done.err) == (0, "", "")
    place.feeds.write_text("[[feed")
    done = place.run("refresh", "--quiet")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("feeds.toml:1:")


def test_refresh_without_feeds_says_what_to_do(empty: Place) -> None:
    done = empty.run("refresh")
    assert (done.code, done.out) == (2, "")
    assert "nowreading add" in done.err
    empty.feeds.write_text("")
    assert empty.run("refresh").code == 1


def test_a_broken_list_stops_refresh_and_not_the_list(place: Place) -> None:
    place.feeds.write_text('[[feed]]\nurl = "x\n')
    for verb in (["refresh"], ["check"], ["export", "opml"], ["add", "http://127.0.0.1/"]):
        done = place.run(*verb)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith("feeds.toml:2:9 ")
    assert place.run("list").code == 0
    assert place.feeds.read_text() == '[[feed]]\nurl = "x\n'


def test_unknown_keys_are_told_at_refresh(place: Place) -> None:
    place.feeds.write_text("[readin]\n" + place.feeds.read_text())
    done = place.run("refresh")
    assert done.code == 0
    assert done.err == 'feeds.toml:1:2 unknown key "readin"; did you mean reading?\n'


def test_problems_lists_sick_feeds_with_cause_and_advice(place: Place, server: str) -> None:
    assert place.run("problems", "--json").rows == []
    place.feeds.write_text(f'[[feed]]\nurl = "{server}/none.xml"\ntitle = "Gone\\u001b[2J"\n')
    assert place.run("refresh").code == 1
    (row,) = place.run("problems", "--json").rows
    assert (row["url"], row["title"], row["kind"], row["tries"]) == (
        f"{server}/none.xml",
        "Gone[2J",
        "http",
        1,
    )
    assert row["message"]
    assert row["since"]
    assert row["next_try"]
    assert row["last_good"] is None
    lines = place.run("problems").out.splitlines()
    assert lines[0].startswith("Gone[2J: ")
    assert lines[1] == f"    {server}/none.xml"


def test_refresh_tells_of_the_stories_that_a_rule_wants_told(place: Place) -> None:
    rule = '[[rule]]\nwhen = "title:dock"\ndo = ["notify", "star"]\n'
    place.feeds.write_text(place.feeds.read_text() + rule)
    place.library.unlink()
    done = place.run("refresh")
    assert done.code == 0
    *_, told, summary = done.out.splitlines()
    assert told.startswith(
        "To be told of: Dock report: two winters of repairs · Harbour Gazette · "
    )
    assert summary == "2 feeds, 3 new"
    assert "told of" not in place.run("refresh").out, "once"
    place.library.unlink()
    done = place.run("refresh", "--json")
    assert [set(row) for row in done.rows] == [{"url", "status", "new", "updated", "error"}] * 2
    assert "To be told of: Dock report" in done.err


def test_refresh_says_nothing_of_a_rule_that_finds_nothing(place: Place) -> None:
    rule = '[[rule]]\nwhen = "title:volcano"\ndo = ["notify"]\n'
    place.feeds.write_text(place.feeds.read_text() + rule)
    place.library.unlink()
    assert "told" not in place.run("refresh").out


def test_refresh_keeps_the_files_that_a_rule_wants(place: Place, server: str) -> None:
    sound = f'<enclosure url="{server}/harbour.xml" type="audio/mpeg"/>'
    feed = place.folder / "talk.xml"
    feed.write_text(
        '<rss version="2.0"><channel><title>Talk</title><item><title>Tides</title>'
        f"<guid>1</guid>{sound}</item></channel></rss>"
    )
    rule = '[[rule]]\nwhen = "has:enclosure"\ndo = ["download"]\n'
    made = f'[[feed]]\nurl = "exec:talk"\ncommand = ["cat", "{feed}"]\n'
    place.feeds.write_text(place.feeds.read_text() + made + rule)
    done = place.run("refresh")
    assert "Kept: " in done.err
    assert [row["title"] for row in place.run("downloads", "--json").rows] == ["Tides"]
    assert "Kept" not in place.run("refresh").err


def test_a_login_in_an_address_is_in_no_output_and_no_export(place: Place, server: str) -> None:
    secret = server.replace("//", "//ann:s3cret@")
    place.feeds.write_text(f'[[feed]]\nurl = "{secret}/none.xml"\n')
    for verb in (["refresh"], ["problems"], ["check"], ["export", "opml"], ["list"]):
        done = place.run(*verb)
        assert done.out + done.err, verb
        assert "s3cret" not in done.out + done.err, verb
    done = place.run("problems", "--json")
    assert done.object["title"] == f"{server}/none.xml"
    assert "s3cret" not in done.object["message"] + done.object["hint"]
