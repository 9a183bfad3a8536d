"""Whoever changes what stories read like raises the number of the rules, so that libraries notice."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.anew import read_anew
from reader.digest import digest_feed, digest_page
from reader.model import DigestedEntry, StoredStory
from tests.digest import rules
from tests.story.gold import GOLDEN, INPUTS, URL


def test_the_number_of_the_rules_is_raised_when_gold_stories_read_differently() -> None:
    assert rules.forgotten() == ""


def test_a_forgotten_number_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "NOTED", tmp_path / "rules.json")
    rules.note(rules.RULES_VERSION)
    assert rules.forgotten() == ""
    now = rules.gold()
    monkeypatch.setattr(rules, "gold", lambda: {**now, "de.toml": "other", "new": "story"})
    assert "1 read differently" in rules.forgotten()
    assert "(de.toml)" in rules.forgotten()
    rules.note(rules.RULES_VERSION - 1)
    assert "Run: python -m tests.digest.rules" in rules.forgotten()


def test_raising_it_notes_what_stories_read_like(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "story.py"
    copy.write_text(rules.NUMBER.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(rules, "NUMBER", copy)
    monkeypatch.setattr(rules, "NOTED", tmp_path / "rules.json")
    rules.main(["--same"])
    assert rules.noted() == (rules.RULES_VERSION, rules.gold())
    rules.main([])
    assert rules.noted()[0] == rules.RULES_VERSION + 1
    assert f"\nRULES_VERSION: Final = {rules.RULES_VERSION + 1}\n" in copy.read_text("utf-8")
    assert str(rules.RULES_VERSION + 1) in capsys.readouterr().out


@pytest.mark.parametrize("charset", ["", "; charset=iso-8859-1", "; charset=utf-8"])
@pytest.mark.parametrize("all_of_them", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_the_same_rules_read_a_stored_page_as_they_did_before(
    charset: str, all_of_them: bool
) -> None:
    pages = [(GOLDEN / name).read_bytes() for name in INPUTS if ".page." in name]
    odd = [page for page in pages if not is_utf8(page)]
    assert len(odd) > 3
    headers = {"content-type": f"text/html{charset}"}
    read = [digest_page(page, headers, URL) for page in (pages if all_of_them else odd)]
    assert [entry.title for entry in read if differs(entry)] == []


def is_utf8(page: bytes) -> bool:
    """Whether a page is in the usual encoding."""
    try:
        page.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def test_the_same_rules_read_a_stored_entry_as_they_did_before() -> None:
    feeds = sorted((Path(__file__).parent / "golden").glob("*.xml"))
    entries = [
        entry
        for path in feeds
        for entry in digest_feed(path.read_bytes(), {}, URL, frozenset()).entries
    ]
    assert len(entries) == 8
    assert [entry.identity for entry in entries if differs(entry)] == []


def differs(entry: DigestedEntry) -> bool:
    """Whether a story digested just now reads differently from what is stored of it."""
    kept = StoredStory(1, entry.story, entry.source, entry.source_type, entry.author, entry.summary)
    ((_, found),) = read_anew([kept])
    return found is not None
