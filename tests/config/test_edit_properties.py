"""Whatever stands in feeds.toml: no feed is lost, and every byte outside an edit stays."""

from __future__ import annotations

import tempfile
import tomllib
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.config.edit import add_feed, remove_feed, replace_url, restore
from reader.config.statements import statements
from tests.examples import examples

WORDS = st.text(st.sampled_from("aé#[]{}=,.:'\\ \tx"), max_size=8)
BLANKS = st.sampled_from(["", "\n", "\n\n", "  \n"])


def basic(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace("\t", "\\t") + '"'


def comment(text: str) -> str:
    return "# " + text.replace("\t", " ") + "\n"


@st.composite
def values(draw: st.DrawFn) -> str:
    word = draw(WORDS)
    return draw(
        st.sampled_from(
            [
                basic(word),
                "'''\n[[feed]]\nurl = 'x'\n" + word.replace("'", "") + "'''",
                '"""' + basic(word)[1:-1] + '\n# [[feed]]\n""" # after',
                f"[{basic(word)}, # in ] an array\n  [1, 2],\n]",
                f"{{ a = {basic(word)}, b.c = [1] }}",
                "1979-05-27T07:32:00Z # ] } when",
                "-1_000.5e3",
                "true",
            ]
        )
    )


@st.composite
def feeds(draw: st.DrawFn, number: int) -> str:
    header = draw(st.sampled_from(["[[feed]]", "[[ feed ]]  # x", '[["feed"]]', " [[feed]]"]))
    url = f"https://{number}.example/"
    pair = draw(st.sampled_from([f'url = "{url}"', f"'url'='{url}' # u", f'\t"url"  =  "{url}"  ']))
    more = [f"k{i} = {draw(values())}" for i in range(draw(st.integers(0, 2)))]
    rows = draw(st.permutations([pair, *more]))
    table = draw(st.sampled_from(["", "[feed.sub]\nx = 1\n", "# [[feed]]\n[[feed.subs]]\n"]))
    notes = "".join(comment(draw(WORDS)) for _ in range(draw(st.integers(0, 2))))
    return notes + header + "\n" + "\n".join(rows) + "\n" + table


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, int]:
    count = draw(st.integers(1, 4))
    parts = [draw(feeds(number)) for number in range(count)]
    others = [f"[{name}]\nk = {draw(values())}\n" for name in draw(st.sets(st.sampled_from("xyz")))]
    text = "top = 1\n" if draw(st.booleans()) else ""
    for part in _shuffled(draw, parts, others):
        text += draw(BLANKS) + (comment(draw(WORDS)) if draw(st.booleans()) else "")
        text += draw(BLANKS) + part
    text += draw(BLANKS) + (comment(draw(WORDS)) if draw(st.booleans()) else "")
    if draw(st.booleans()):
        text = text.rstrip("\n")
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return ("\ufeff" if draw(st.booleans()) else "") + text, count


def _shuffled(draw: st.DrawFn, parts: list[str], others: list[str]) -> list[str]:
    mixed = list(parts)
    for other in others:
        mixed.insert(draw(st.integers(0, len(mixed))), other)
    return mixed


def loaded(path: Path) -> dict[str, object]:
    return tomllib.loads(path.read_bytes().decode().removeprefix("\ufeff"))


def urls(path: Path) -> list[str]:
    feeds = loaded(path).get("feed", [])
    assert isinstance(feeds, list)
    return [feed["url"] for feed in feeds]


@settings(deadline=None)
@given(documents())
def test_the_statements_of_a_text_are_the_whole_text(document: tuple[str, int]) -> None:
    text = document[0].removeprefix("\ufeff")
    tomllib.loads(text)
    found = statements(text)
    assert "".join(text[one.start : one.end] for one in found) == text
    assert sum(one.kind == "array" and one.key == ("feed",) for one in found) == document[1]
    for one in found:
        if one.kind == "pair":
            tomllib.loads(f"k = {text[one.value_start : one.value_end]}")


@settings(max_examples=examples(25), deadline=None)
@given(documents(), st.data())
def test_a_removed_feed_comes_back_byte_for_byte(
    document: tuple[str, int], data: st.DataObject
) -> None:
    text, count = document
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "feeds.toml"
        path.write_bytes(text.encode())
        order = urls(path)
        assert len(order) == count
        gone = []
        for url in data.draw(st.lists(st.sampled_from(order), unique=True)):
            before, left = path.read_bytes(), [one for one in urls(path) if one != url]
            removed = remove_feed(path, url)
            ((at, piece),) = removed.pieces
            assert before[:at] + before[at + len(piece) :] == path.read_bytes()
            assert urls(path) == left
            gone.append(removed)
        for removed in reversed(gone):
            restore(path, removed)
        assert path.read_bytes() == text.encode()


@settings(max_examples=examples(25), deadline=None)
@given(documents(), st.data())
def test_a_feed_restored_in_any_order_loses_no_feed_and_no_comment(
    document: tuple[str, int], data: st.DataObject
) -> None:
    text, _ = document
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "feeds.toml"
        path.write_bytes(text.encode())
        before = loaded(path)
        order = urls(path)
        gone = [remove_feed(path, url) for url in data.draw(st.permutations(order))]
        for removed in data.draw(st.permutations(gone)):
            restore(path, removed)
        after = loaded(path)
        assert sorted(urls(path)) == sorted(order)
        assert sorted(map(repr, after.pop("feed"))) == sorted(map(repr, before.pop("feed")))  # type: ignore[call-overload]
        assert repr(after) == repr(before)
        assert Counter(path.read_text().split()) == Counter(text.split())


@settings(max_examples=examples(25), deadline=None)
@given(documents(), WORDS, WORDS)
def test_an_added_feed_leaves_every_byte_before_it(
    document: tuple[str, int], title: str, folder_name: str
) -> None:
    text, count = document
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "feeds.toml"
        path.write_bytes(text.encode())
        add_feed(path, "https://new.example/", title=title, folder=folder_name)
        assert path.read_bytes().startswith(text.encode())
        assert len(urls(path)) == count + 1


@settings(max_examples=examples(25), deadline=None)
@given(documents(), st.data())
def test_a_new_address_changes_only_that_value(
    document: tuple[str, int], data: st.DataObject
) -> None:
    text, _ = document
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "feeds.toml"
        path.write_bytes(text.encode())
        url = data.draw(st.sampled_from(urls(path)))
        replace_url(path, url, "https://new.example/x")
        after = path.read_bytes().decode()
        assert "https://new.example/x" in after
        for quote in "'\"":
            after = after.replace('"https://new.example/x"', quote + url + quote, 1)
            if after == text:
                break
            after = path.read_bytes().decode()
        assert after == text
