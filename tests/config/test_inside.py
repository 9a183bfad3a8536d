"""A mistake inside a query is told by the line and column where it stands in feeds.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.config.inside import place_inside
from reader.config.read import read_text
from reader.text import clean_line

CASES = [
    ('query = "is:purple"', "purple"),
    ("query = 'is:purple'", "purple"),
    ('query = "title:\\"two winters\\" is:purple"', "purple"),
    ('query = "\\u0061 is:purple"', "purple"),
    ('query = """\nferry\n  is:purple"""', "purple"),
    ('query = """ferry \\\n   is:purple"""', "purple"),
    ("query = '''\nferry   is:purple'''", "purple"),
    ('query    =   "   ferry     is:purple   "  # here', "purple"),
    ('query = "東京 is:purple"', "purple"),
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("line", "wrong"), CASES)
def test_the_place_is_that_of_the_word_in_the_file(line: str, wrong: str, newline: str) -> None:
    text = f'# top\n[[view]]\ntitle = "T"\n{line}\n'.replace("\n", newline)
    (warning,) = read_text(text, Path("feeds.toml")).warnings
    place = re.match(r"feeds\.toml:(\d+):(\d+) is: takes", warning)
    assert place is not None, warning
    row = text.replace("\r\n", "\n").split("\n")[int(place[1]) - 1]
    assert row[int(place[2]) - 1 :].startswith(wrong)


def test_a_query_that_ends_too_soon_is_told_at_its_closing_mark() -> None:
    text = '[[rule]]\nwhen = "ferry OR"\ndo = ["read"]\n'
    (warning,) = read_text(text, Path("feeds.toml")).warnings
    assert warning.startswith("feeds.toml:2:17 ")
    assert text.split("\n")[1][16] == '"'


@given(st.text(st.sampled_from('ab "\\\t東é'), max_size=20), st.integers(0, 30))
def test_every_character_is_found_where_it_is_spelled(text: str, at: int) -> None:
    spelled = '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"'
    assert tomllib.loads(f"x = {spelled}")["x"] == text
    line = clean_line(text)
    place = place_inside(spelled, at)
    if at < len(line):
        found = spelled[place : place + 2] if spelled[place] == "\\" else spelled[place]
        assert {"\\\\": "\\", '\\"': '"', "\\t": " "}.get(found, found) == line[at]
    else:
        assert place <= len(spelled) - 1
