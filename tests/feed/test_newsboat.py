"""What newsboat wrote: its ``urls`` file, and filter expressions as queries."""

from __future__ import annotations

import pytest

from reader.feed.newsboat import query_of, read_urls
from reader.query import parse

RIVER = "https://a.example/feed"


@pytest.mark.parametrize(
    ("expression", "query"),
    [
        ('unread = "yes"', "is:unread"),
        ('unread != "yes"', "-is:unread"),
        ('title =~ "linux|free bsd"', 'title:linux OR title:"free bsd"'),
        ('(title =~ "a" or content =~ "b c") and tags # "x y"', '(title:a OR "b c") tag:"x y"'),
        ('content !~ "^a.*b/"', r"-/^a.*b\//"),
        ('flags # "sx"', "tag:flag-s tag:flag-x"),
        ("age < 7", "newer:7d"),
        ("age between 2:7", "newer:7d older:2d"),
        ('feedtitle = "River News" and author =~ "Lee"', 'feed:"River News" author:Lee'),
        ('enclosure_url != ""', "--has:enclosure"),
    ],
)
def test_filter_expressions_become_queries(expression: str, query: str) -> None:
    assert query_of(expression) == query
    parse(query)


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("", "it ends too soon"),
        ("unread", "it ends too soon"),
        ('unread = "yes" and', "it ends too soon"),
        ("(age < 7", "a bracket is not closed"),
        ('unread = "yes")', "“)” was not expected"),
        ("(" * 30 + "age < 7", "its brackets go too deep"),
        ("age < x", "queries have no “age < x”"),
        ('guid = "1"', "queries have no “guid =”"),
        ('title = ""', "“” has nothing to search for"),
        ("a ; b", "“;” was not expected"),
        ('"', '“"” was not expected'),
    ],
)
def test_what_no_query_can_say_is_told(expression: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        query_of(expression)
    assert str(caught.value) == message


def test_odd_lines_of_urls_do_no_harm() -> None:
    assert read_urls('\ufeff\n  # a\n"\n"" ""\n').feeds == ()
    assert read_urls(f"{RIVER}\n{RIVER} twice\n").feeds[0].tags == ()


def test_what_follows_a_hash_is_for_people() -> None:
    (feed,) = read_urls(f'{RIVER}#part news "#1 of all" # the "best" one\n').feeds
    assert (feed.url, feed.tags) == (f"{RIVER}#part", ("news", "#1 of all"))
