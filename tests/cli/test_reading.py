"""``list``, ``show``, ``quotes``, ``speakers``: the library on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Place

HEADLINE = "Ferry <b> returns [/b] to the old pier 2J"


def entry_id(place: Place, *words: str) -> str:
    return str(place.run("list", "--json", *words).object["id"])


def test_list_prints_a_row_for_each_story_newest_first(fetched: Place) -> None:
    done = fetched.run("list")
    assert (done.code, done.err) == (0, "")
    rows = done.out.splitlines()
    assert [row.split("  ")[-1] for row in rows] == [
        f"Harbour Gazette: {HEADLINE}",
        "Harbour Gazette: Dock report: two winters of repairs",
        "The Mountain: Snow closes the upper road",
    ]
    assert all("●" in row for row in rows)


def test_list_as_json_has_the_fields_that_scripts_know(fetched: Place, server: str) -> None:
    first, *_ = fetched.run("list", "--json").rows
    first.pop("id")
    assert first == {
        "feed": "Harbour Gazette",
        "feed_url": f"{server}/harbour.xml",
        "title": HEADLINE,
        "url": "https://harbour.example/ferry",
        "published_at": "2026-03-03T10:00:00Z",
        "unread": True,
        "starred": False,
        "tags": [],
    }


def test_list_takes_a_query(fetched: Place) -> None:
    for query, number in (
        ("winters dock", 2),
        ("title:winters title:dock", 1),
        ("feed:harb", 2),
        ("harb*", 1),
        ('"DOCK REPORT"', 1),
        ("said:ohlsson OR title:snow", 2),
        ("is:read", 0),
        ("-- -engines", 2),
        ("folder:local NOT cafe", 1),
    ):
        assert len(fetched.run("list", "--json", *query.split(" ")).rows) == number, query


def test_a_query_that_cannot_be_read_is_told_with_its_place(fetched: Place) -> None:
    done = fetched.run("list", "ferry", "tilte:dock")
    assert (done.code, done.out) == (2, "")
    first, second = done.err.splitlines()
    assert first == "There is no filter tilte:. (at character 7 of: ferry tilte:dock)"
    assert second.startswith("Did you mean title:?")


def test_quotes_takes_a_query(fetched: Place) -> None:
    assert len(fetched.run("quotes", "said:Ohlsson", "--json").rows) == 1
    assert len(fetched.run("quotes", 'quote:"days until"', "--json").rows) == 1
    assert fetched.run("quotes", "said:Nobody").code == 1


def test_list_stops_at_the_limit(fetched: Place) -> None:
    assert len(fetched.run("list", "--limit", "2", "--json").rows) == 2
    assert len(fetched.run("--json", "list", "--limit=1").rows) == 1


def test_list_without_a_match_ends_with_1(fetched: Place) -> None:
    done = fetched.run("list", "submarine")
    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines() == [
        "No story was found.",
        "The grammar of queries: nowreading list --help",
    ]


def test_an_empty_library_says_what_to_do(empty: Place) -> None:
    done = empty.run("list")
    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines()[1] == "Fetch some with: nowreading refresh"


def test_a_story_is_shown_as_plain_text_with_quotes_and_links(fetched: Place) -> None:
    done = fetched.run("show", entry_id(fetched, "title:ferry"), "--plain")
    assert done.code == 0
    paragraphs = done.out.strip().split("\n\n")
    assert paragraphs[0].splitlines()[0] == HEADLINE
    assert "The ferry came back on Tuesday after two winters in dock." in paragraphs
    assert "• A new timetable\n• A *café* on deck" in paragraphs
    at = paragraphs.index("QUOTES")
    assert paragraphs[at + 1] == (
        "q1 “We counted the days until she sailed again,” — Maria Ohlsson, harbour master"
    )
    assert paragraphs[at + 2] == "READ MORE"
    assert paragraphs[at + 3] == "• the dock’s own report\n  https://harbour.example/dock"


def test_the_source_of_a_story_is_printed_as_it_came(fetched: Place) -> None:
    ferry = entry_id(fetched, "title:ferry")
    done = fetched.run("show", ferry, "--source")
    assert done.code == 0
    assert done.out.startswith(
        "<p>The ferry came back on Tuesday after two winters in dock.</p>\n<p>“We"
    )
    assert '<a href="https://harbour.example/dock?utm_source=x">' in done.out
    found = fetched.run("show", ferry, "--source", "--json").object
    assert found == {"id": int(ferry), "type": "html", "source": done.out.rstrip("\n")}
    snow = entry_id(fetched, "title:snow")
    assert fetched.run("show", snow, "--source", "--json").object["type"] == "text"
    assert fetched.run("show", "99999", "--source").code == 1


def test_a_story_as_json_has_blocks_quotes_and_links(fetched: Place) -> None:
    story = fetched.run("show", entry_id(fetched, "title:ferry"), "--json").object
    assert list(story)[:11] == [
        "id",
        "feed",
        "feed_url",
        "url",
        "kicker",
        "headline",
        "byline",
        "published_at",
        "blocks",
        "quotes",
        "links",
    ]
    assert story["headline"] == HEADLINE
    assert story["published_at"] == "2026-03-03T10:00:00Z"
    assert [block["kind"] for block in story["blocks"]] == [
        "paragraph",
        "paragraph",
        "heading",
        "list_item",
        "list_item",
        "paragraph",
    ]
    (quote,) = story["quotes"]
    assert set(quote) == {"text", "kind", "speaker", "confidence", "spans", "number"}
    assert quote["speaker"]["name"] == "Maria Ohlsson"
    ((block, start, end),) = quote["spans"]
    assert story["blocks"][block]["text"][start:end] == quote["text"]
    (link,) = story["links"]
    assert link["url"] == "https://harbour.example/dock"
    assert (link["cached"], link["entry"]) == (True, int(entry_id(fetched, "title:dock")))


def test_a_story_as_markdown_shows_its_text_letter_by_letter(fetched: Place) -> None:
    out = fetched.run("show", entry_id(fetched, "title:ferry"), "--markdown").out
    assert out.startswith("# Ferry \\<b\\> returns \\[/b\\] to the old pier 2J\n")
    assert "\n- A new timetable\n- A \\*café\\* on deck\n" in out
    assert "\n## What comes next\n" in out
    assert "- [the dock’s own report](https://harbour.example/dock)" in out


@pytest.mark.parametrize("form", ["--plain", "--markdown", "--json"])
def test_one_quote_can_be_shown(fetched: Place, form: str) -> None:
    done = fetched.run("show", f"{entry_id(fetched, 'ferry')}#q1", form)
    assert done.code == 0
    assert "We counted the days" in done.out
    assert "Maria Ohlsson" in done.out
    assert "two winters" not in done.out


@pytest.mark.parametrize("number", ["0", "2", "999999999"])
def test_a_quote_that_is_not_there_ends_with_1(fetched: Place, number: str) -> None:
    done = fetched.run("show", f"{entry_id(fetched, 'ferry')}#q{number}")
    assert (done.code, done.out) == (1, "")
    assert "has no quote" in done.err


def test_a_story_that_is_not_there_ends_with_1(fetched: Place) -> None:
    done = fetched.run("show", "999999999999")
    assert (done.code, done.out) == (1, "")
    assert done.err


@pytest.mark.parametrize("word", ["", "x", "-1", "1.5", "1#q", "1#qx", "٣", "9" * 19])
def test_what_is_no_id_is_wrong_usage(fetched: Place, word: str) -> None:
    assert fetched.run("show", word).code == 2


def test_quotes_are_listed_with_speaker_and_permalink(fetched: Place) -> None:
    done = fetched.run("quotes")
    assert done.code == 0
    first, second = done.out.splitlines()
    assert first == "“We counted the days until she sailed again,” — Maria Ohlsson, harbour master"
    assert second.strip().startswith(
        f"{entry_id(fetched, 'ferry')}#q1  {HEADLINE} (Harbour Gazette"
    )
    (row,) = fetched.run("quotes", "ferry", "--json").rows
    assert (row["number"], row["speaker"]["name"]) == (1, "Maria Ohlsson")
    (row,) = fetched.run("list", "ferry", "--json").rows
    markdown = fetched.run("quotes", "ferry", "--markdown").out
    assert markdown.startswith("> “We counted")
    assert f"](<{row['url']}>) (Harbour Gazette, " in markdown


def test_quotes_without_a_match_end_with_1(fetched: Place) -> None:
    assert fetched.run("quotes", "snow").code == 1


def test_speakers_are_listed(fetched: Place) -> None:
    (row,) = fetched.run("speakers", "--json").rows
    assert (row["name"], row["quotes"], row["stories"]) == ("Maria Ohlsson", 1, 1)
    assert row["feeds"] == ["Harbour Gazette"]
    assert "Maria Ohlsson" in fetched.run("speakers").out


def test_global_options_stand_before_or_after_the_verb(fetched: Place) -> None:
    before = fetched.run("--json", "list", "snow")
    after = fetched.run("list", "snow", "--json")
    assert before == after
    assert before.object["title"] == "Snow closes the upper road"


def test_a_text_is_read_also_where_no_library_can_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    place = Place(tmp_path / "file")
    done = place.run("open", "-", "--json", stdin=b"A word.\n\nAnother.\n")
    assert done.code == 0
    assert done.object["headline"] == "Standard input"
    assert "can't be" in done.err
    assert place.run("count").code == 2
