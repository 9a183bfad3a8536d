"""``add``, ``remove``, ``import``, ``export``, ``check``, ``paths``: the list on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.compiled import TOLD
from tests.cli.running import Place, run

OPML = b"""\
<?xml version="1.0"?><opml version="2.0"><head><title>t</title></head><body>
<outline text="News"><outline type="rss" text="One" xmlUrl="https://one.example/feed"/></outline>
<outline type="rss" text="Two" xmlUrl="https://two.example/feed"/></body></opml>
"""


def test_add_fetches_the_feed_and_makes_the_list(empty: Place, server: str) -> None:
    done = empty.run("add", f"{server}/harbour.xml")
    assert (done.code, done.err) == (0, "")
    assert done.out == "Added Harbour Gazette with 2 stories.\n"
    assert f'url = "{server}/harbour.xml"' in empty.feeds.read_text()
    assert len(empty.run("list", "--json").rows) == 2


def test_add_tells_the_other_feeds_of_a_site(empty: Place, server: str) -> None:
    done = empty.run("add", f"{server}/site.html")
    assert (done.code, done.out) == (0, "Added Harbour Gazette with 2 stories.\n")
    assert f"{server}/mountain.xml (Mountain Post: 1 story, the last of 2026-03-01)" in done.err
    told = empty.run("add", f"{server}/site.html", "--json").object
    assert told["others"] == [
        {"url": f"{server}/mountain.xml", "title": "Mountain Post", "entries": 1}
    ]


def test_add_puts_a_feed_into_a_folder(empty: Place, server: str) -> None:
    address = f"{server}/harbour.xml"
    done = empty.run("add", address, "--folder", "By the sea")
    assert (done.code, done.out) == (0, "Added Harbour Gazette in By the sea with 2 stories.\n")
    assert 'folder = "By the sea"' in empty.feeds.read_text()
    assert len(empty.run("list", 'folder:"By the sea"', "--json").rows) == 2
    again = empty.run("add", address, "--folder", "Elsewhere")
    told = "Harbour Gazette is there already in By the sea, with 2 stories.\n"
    assert (again.code, again.out) == (0, told)
    assert "Elsewhere" not in empty.feeds.read_text()
    assert empty.run("undo").code == 0
    assert "[[feed]]" not in empty.feeds.read_text()


def test_add_keeps_every_byte_that_was_there(place: Place, server: str) -> None:
    text = place.feeds.read_text().replace("mountain", "elsewhere")
    place.feeds.write_text(text)
    done = place.run("add", f"{server}/mountain.xml", "--json")
    assert (done.object["title"], done.object["entries"]) == ("Mountain Post", 1)
    assert place.feeds.read_text().startswith(text)


@pytest.mark.parametrize("address", ["/page.html", "/none.xml"])
def test_add_of_what_is_no_feed_changes_nothing(empty: Place, server: str, address: str) -> None:
    done = empty.run("add", server + address)
    assert (done.code, done.out) == (1, "")
    assert done.err
    assert not empty.feeds.exists()


def test_remove_takes_the_block_and_leaves_the_stories(place: Place, server: str) -> None:
    text = place.feeds.read_text()
    done = place.run("remove", f"{server}/mountain.xml")
    assert (done.code, done.err) == (0, "")
    assert place.feeds.read_text() == text[: text.index("# high up")]
    assert place.run("list", "snow").code == 0


def test_remove_takes_the_title_too(place: Place, server: str) -> None:
    assert place.run("remove", "the mountain", "--json").object == {
        "url": f"{server}/mountain.xml",
        "removed": True,
    }


def test_a_feed_is_known_by_its_own_title_and_however_its_address_is_written(
    place: Place, server: str
) -> None:
    bare = server.removeprefix("http://")
    text = place.feeds.read_text()
    for name in ("harbour gazette", f"feed://{bare}/harbour.xml", f"{bare}/harbour.xml"):
        assert place.run("remove", name).out.startswith("Removed the feed Harbour Gazette")
        place.feeds.write_text(text)


def test_add_says_so_when_the_feed_is_there_already(place: Place, server: str) -> None:
    text = place.feeds.read_text()
    done = place.run("add", f"<{server}/harbour.xml#top>")
    assert (done.code, done.out) == (0, "Harbour Gazette is there already, with 2 stories.\n")
    assert place.feeds.read_text() == text


def test_remove_of_an_unknown_feed_ends_with_1(place: Place) -> None:
    text = place.feeds.read_text()
    done = place.run("remove", "https://other.example/")
    assert (done.code, done.out) == (1, "")
    assert place.feeds.read_text() == text


def test_a_title_that_two_feeds_bear_removes_neither(place: Place) -> None:
    text = place.feeds.read_text().replace("The Mountain", "Harbour gazette")
    place.feeds.write_text(text)
    done = place.run("remove", "harbour gazette")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("More than one feed is called that.\n")
    assert place.feeds.read_text() == text


def test_import_adds_the_feeds_of_an_opml_file_with_folders(empty: Place, tmp_path: Path) -> None:
    (tmp_path / "list.opml").write_bytes(OPML)
    done = empty.run("import", "opml", str(tmp_path / "list.opml"))
    assert (done.code, done.out) == (0, "Added 2 feeds; 0 were there already.\n")
    assert 'title = "One"\nfolder = "News"' in empty.feeds.read_text()
    again = empty.run("import", "opml", "-", "--json", stdin=OPML)
    assert again.object == {"added": [], "known": 2}


def test_import_tells_what_it_leaves_out(empty: Place) -> None:
    files = "".join(f'<outline text="File {n}" xmlUrl="file:///{n}"/>' for n in range(12))
    body = OPML.replace(b"</body>", files.encode() + b"</body>")
    done = empty.run("import", "opml", "-", stdin=body)
    assert (done.code, done.out) == (0, "Added 2 feeds; 0 were there already.\n")
    assert done.err.startswith("File 0 was left out: only http and https addresses")
    assert "File 10" not in done.err
    assert "2 others were left out too." in done.err
    assert len(empty.run("import", "opml", "-", "--json", stdin=body).object["left_out"]) == 12


def test_the_list_of_feeds_is_json_a_line_for_each_when_that_is_asked_for(fetched: Place) -> None:
    done = fetched.run("export", "opml", "--json")
    assert done.code == 0
    assert [(row["title"], row["folder"], row["tags"]) for row in done.rows] == [
        ("Harbour Gazette", "Local", []),
        ("The Mountain", None, []),
    ]
    assert all(row["url"].startswith("http://127.0.0.1:") for row in done.rows)


def test_one_is_told_as_one(empty: Place) -> None:
    body = b'<opml version="2.0"><body><outline xmlUrl="https://one.example/f"/></body></opml>'
    said = empty.run("import", "opml", "-", stdin=body).out
    assert said == "Added 1 feed; 0 were there already.\n"
    said = empty.run("import", "opml", "-", stdin=body).out
    assert said == "Added 0 feeds; 1 was there already.\n"
    assert empty.run("check").err == "feeds.toml: 1 feed, no mistakes.\n"


def test_import_of_what_is_no_opml_changes_nothing(empty: Place) -> None:
    done = empty.run("import", "opml", "-", stdin=b"not xml")
    assert done.code == 1
    assert not empty.feeds.exists()
    assert empty.run("import", "opml", str(empty.folder / "none.opml")).code == 2


def test_export_gives_what_import_takes(place: Place, tmp_path: Path) -> None:
    exported = place.run("export", "opml")
    assert exported.code == 0
    other = Place(tmp_path / "other")
    assert other.run("import", "opml", "-", stdin=exported.out.encode()).code == 0
    urls = place.run("check", "--json").object["feeds"]
    assert other.run("check", "--json").object["feeds"] == urls


def test_a_feed_without_a_title_is_exported_with_its_own(fetched: Place) -> None:
    assert "Harbour Gazette" not in fetched.feeds.read_text()
    assert 'title="Harbour Gazette"' in fetched.run("export", "opml").out


def test_check_tells_mistakes_with_their_places(place: Place) -> None:
    assert place.run("check").err == "feeds.toml: 2 feeds, no mistakes.\n"
    place.feeds.write_text('[[feed]]\nurl = "ftp://a.example/"\ntitel = "A"\n')
    done = place.run("check")
    assert done.code == 1
    assert 'feeds.toml:3:1 unknown key "titel"; did you mean title?' in done.err
    assert "ftp://a.example/: " in done.err
    report = place.run("check", "--json").object
    assert report["bad"][0]["kind"] == "bad_url"
    assert len(report["warnings"]) == 1


def test_check_names_the_servers_whose_certificates_are_not_checked(place: Place) -> None:
    place.feeds.write_text('[[feed]]\nurl = "https://a.example/"\nverify_tls = false\n')
    done = place.run("check")
    assert done.code == 0
    assert "https://a.example/: the server's certificate is not checked" in done.err
    assert place.run("check", "--json").object["unchecked"] == ["https://a.example/"]


def test_check_tells_keys_that_the_reader_cannot_use(place: Place) -> None:
    text = place.feeds.read_text()
    place.feeds.write_text(f'{text}[keys]\n"quote.next" = "x"\n')
    assert place.run("check").err == "feeds.toml: 2 feeds, no mistakes.\n"
    place.feeds.write_text(f'{text}[keys]\n"quote.nxet" = "x"\n')
    (warning,) = place.run("check", "--json").object["warnings"]
    assert "quote.next" in warning
    line = text.count("\n") + 2
    assert warning.startswith(f"feeds.toml:{line}:1 ")
    place.feeds.write_text(f'{text}[[macro]]\ntitle = "M"\nkey = "j"\ndo = ["app.undo"]\n')
    (warning,) = place.run("check", "--json").object["warnings"]
    assert warning.startswith(f"feeds.toml:{line + 1}:1 [[macro]] M: “j” already is “Down”")


def test_paths_are_those_in_force(empty: Place) -> None:
    paths = empty.run("paths", "--json").object
    assert paths["feeds"] == str(empty.feeds)
    assert paths["library"] == str(empty.library)
    assert str(empty.feeds) in empty.run("paths").out
    assert not empty.library.exists()


def test_paths_follow_the_xdg_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TOLD)
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    paths = run("paths", "--json").object
    assert paths["feeds"] == str(tmp_path / "config" / "nowreading" / "feeds.toml")
    assert paths["library"] == str(tmp_path / "data" / "nowreading" / "library.db")
    assert paths["compiled"] == str(tmp_path / "cache" / "nowreading" / "compiled")


def test_a_file_that_is_no_library_is_refused_untouched(place: Place) -> None:
    place.library.write_bytes(b"a letter, not a library")
    done = place.run("list")
    assert (done.code, done.out) == (2, "")
    assert "library.db" in done.err
    assert place.library.read_bytes() == b"a letter, not a library"
