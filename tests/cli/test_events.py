"""What the command line says of stories that belong together."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cli.running import Place, serving

_FEED = """\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>{name}</title><link>https://{name}.example/</link>
<item><title>{title}</title><link>https://{name}.example/quake</link>
<guid isPermaLink="false">quake</guid><pubDate>Tue, 03 Mar 2026 1{hour}:00:00 GMT</pubDate>
<description>A magnitude 7.1 earthquake struck off Arica in northern Chile before dawn on Tuesday.
“We can still hear voices under the stones,” said Pablo Vega, a volunteer. {name}</description></item>
<item><title>The same {hour} ferry returns to the old pier</title><link>https://wire.example/ferry</link>
<guid isPermaLink="false">ferry</guid><pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate>
<description>The ferry came back after two winters in dock.</description></item>
</channel></rss>
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A library of two feeds that tell of one event and share a story."""
    documents = {
        "/harbour.xml": _FEED.format(
            name="harbour", title="Strong earthquake shakes northern Chile near Arica", hour=1
        ),
        "/night.xml": _FEED.format(
            name="night", title="Earthquake in Chile: rescuers search Arica", hour=2
        ),
    }
    with serving({path: text.encode() for path, text in documents.items()}) as address:
        there = Place(tmp_path_factory.mktemp("events"))
        there.feeds.write_text(
            "".join(f'[[feed]]\nurl = "{address}{path}"\n' for path in documents)
        )
        assert there.run("refresh").code == 0
        yield there


def test_list_as_json_says_which_stories_belong_together(place: Place) -> None:
    rows = place.run("list", "--json").rows
    quakes = [row for row in rows if "quake" in row["url"]]
    assert len(quakes) == 2
    assert quakes[0]["event"] == quakes[1]["event"]
    assert all("copy" not in row for row in quakes)
    ferries = [row for row in rows if "ferry" in row["url"]]
    assert len(ferries) == 2
    assert ferries[0]["copy"] == ferries[1]["copy"]
    assert ferries[0]["event"] != quakes[0]["event"]


def test_show_as_json_names_related_stories_with_the_reason(place: Place) -> None:
    first, second = (row for row in place.run("list", "--json").rows if "quake" in row["url"])
    shown = place.run("show", str(first["id"]), "--json").object
    assert shown["event"] == first["event"]
    (related,) = shown["related"]
    assert (related["id"], related["title"]) == (second["id"], second["title"])
    assert related["reason"] == "same event"
    assert related["source"].startswith("harbour")


def test_show_lists_related_stories_with_their_ids_after_the_links(place: Place) -> None:
    first, second = (row for row in place.run("list", "--json").rows if "quake" in row["url"])
    plain = place.run("show", str(first["id"])).out.strip().split("\n\n")
    assert plain[-2] == "RELATED"
    assert plain[-1].startswith(f"{second['id']}  {second['title']} (harbour · ")
    assert plain[-1].endswith(" 2026 · same event)")
    markdown = place.run("show", str(first["id"]), "--markdown").out
    assert f"## Related\n\n- {second['title']} (harbour · " in markdown
    assert markdown.rstrip().endswith(f"; {second['id']})")


def test_a_speaker_quoted_in_two_papers_said_it_once(place: Place) -> None:
    speakers = place.run("speakers", "--json").rows
    assert [(row["name"], row["stories"]) for row in speakers] == [("Pablo Vega", 2)]
    (saying,) = place.run("speakers", "vega", "--json").rows
    assert saying["text"].startswith("We can still hear voices")
    assert saying["speaker"]["name"] == "Pablo Vega"
    assert [source["feed"] for source in saying["sources"]] == ["night", "harbour"]
    plain = place.run("speakers", "pablo", "vega")
    newest = saying["sources"][0]
    assert f"{newest['id']}#q{newest['number']}  {newest['headline']} (night, " in plain.out
    assert "also in: harbour" in plain.out
    assert plain.out.count("We can still hear voices") == 1
    markdown = place.run("speakers", "vega", "--markdown").out
    assert [markdown.count(f"](<{source['url']}>) (") for source in saying["sources"]] == [1, 1]


def test_a_surname_alone_finds_no_other_person(place: Place) -> None:
    done = place.run("speakers", "rojas")
    assert done.code == 1
    assert "Nobody" in done.err
