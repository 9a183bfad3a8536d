"""Addresses that lead to the very words of a quote."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from reader.library.reading.quoting import fragment_link, permalink
from reader.model import HEADLINE, Block, Span, Story

URL = "https://news.example/story"


def link(text: str, words: str, *, url: str = URL, before: str = "", headline: str = "x") -> str:
    blocks = [Block("paragraph", part) for part in (before, text) if part]
    story = Story(1, None, headline, None, tuple(blocks))
    start = text.rindex(words)
    return fragment_link(url, story, [Span(len(blocks) - 1, start, start + len(words))])


def test_a_short_quote_is_given_whole() -> None:
    assert link("“It holds,” said Ada.", "It holds,") == f"{URL}#:~:text=It%20holds"


def test_a_long_quote_is_given_by_its_beginning_and_end() -> None:
    words = (
        "We asked people what they would give up their car for, and nearly all of them said sleep"
    )
    assert link(f"“{words},” she said.", words) == (
        f"{URL}#:~:text=We%20asked%20people%20what%20they,all%20of%20them%20said%20sleep"
    )


def test_a_quote_over_paragraphs_goes_from_the_first_to_the_last() -> None:
    story = Story(1, None, "x", None, (Block("paragraph", "“One."), Block("paragraph", "“Two.”")))
    assert fragment_link(URL, story, [Span(0, 1, 5), Span(1, 1, 5)]) == f"{URL}#:~:text=One,Two"


@pytest.mark.parametrize(
    ("words", "encoded"),
    [
        ("well-known", "well%2Dknown"),
        ("this, and that", "this%2C%20and%20that"),
        ("salt & pepper", "salt%20%26%20pepper"),
        ("50% #1 a=b", "50%25%20%231%20a%3Db"),
        ("Über 山", "%C3%9Cber%20%E5%B1%B1"),
    ],
)
def test_signs_that_mean_something_in_an_address_are_encoded(words: str, encoded: str) -> None:
    assert link(f"He said “{words}” twice.", words) == f"{URL}#:~:text={encoded}"


def test_words_that_stand_further_up_too_are_told_apart_by_the_words_before() -> None:
    found = link("Later he said it again: “Never,” and left.", "Never", before="“Never,” he said.")
    assert found == f"{URL}#:~:text=said%20it%20again-,Never"
    same = link("First “Never” then, at last, “Never” again.", "Never")
    assert same.endswith("#:~:text=then%2C%20at%20last-,Never")
    assert link("“Never,” he said.", "Never", headline="‘Never’, he says").endswith("text=Never")


def test_a_fragment_that_is_there_stays_and_an_older_directive_goes() -> None:
    assert link("“Yes.”", "Yes", url=f"{URL}#top").endswith("#top:~:text=Yes")
    assert link("“Yes.”", "Yes", url=f"{URL}#:~:text=No").endswith("story#:~:text=Yes")


def test_an_address_that_is_none_or_words_that_are_none_change_nothing() -> None:
    assert link("“Yes.”", "Yes", url="file:///tmp/x") == "file:///tmp/x"
    assert link("“…”", "…") == URL
    assert fragment_link(URL, Story(1, None, "x", None, ()), []) == URL


def test_the_headline_can_be_quoted() -> None:
    story = Story(1, None, "Mayor: ‘No more’", None, ())
    assert unquote(fragment_link(URL, story, [Span(HEADLINE, 8, 15)])).endswith("text=No more")


def test_no_word_is_cut() -> None:
    text = "“Don’t,” said O’Neill-Smith of the U.S. team."
    assert "Don%E2%80%99t" in link(text, "Don’t,")


def test_a_permalink_is_what_show_takes() -> None:
    assert permalink(7, 3) == "7#q3"
