"""Patterns that are compiled late find what others do."""

from __future__ import annotations

import re

import pytest

from reader.patterns import later


def test_it_finds_what_a_compiled_pattern_finds() -> None:
    pattern = later("(b+)(c)?", re.IGNORECASE)
    assert pattern.findall("abc BB") == re.compile("(b+)(c)?", re.IGNORECASE).findall("abc BB")
    assert [match.span() for match in pattern.finditer("abc BB")] == [(1, 3), (4, 6)]
    assert pattern.sub("-", "abc BB") == "a- -"
    assert pattern.match("abc") is None
    assert pattern.fullmatch("bbC")
    assert (found := pattern.search("abc")) is not None and found.group(1) == "b"


def test_the_pattern_is_known_before_it_is_compiled() -> None:
    assert later("[ab]+").pattern == "[ab]+"


def test_a_mistake_in_it_is_told_when_it_is_used() -> None:
    pattern = later("(")
    with pytest.raises(re.error):
        pattern.search("a")


def test_what_a_pattern_has_not_is_asked_in_vain() -> None:
    with pytest.raises(AttributeError):
        later("a").compile  # type: ignore[attr-defined]  # noqa: B018
