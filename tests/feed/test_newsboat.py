"""What newsboat wrote: its ``urls`` file, and filter expressions as queries."""

from __future__ import annotations

import pytest

from reader.feed.newsboat.filters import query_of
from reader.feed.newsboat.urls import read_urls
from reader.model import Subscription
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
    assert read_urls(f'{RIVER} "~"').feeds[0].title is None
    assert read_urls(f"\0{RIVER}").feeds == ()


def test_what_follows_a_hash_is_for_people() -> None:
    (feed,) = read_urls(f'{RIVER}#part news "#1 of all" # the "best" one\n').feeds
    assert (feed.url, feed.tags) == (f"{RIVER}#part", ("news", "#1 of all"))


def test_programs_become_argument_lists() -> None:
    found = read_urls(
        '"exec:~/bin/tides  \'low water\' 3" sea "~Tides"\n'
        f'"filter:~/bin/cut -n 5:{RIVER}" river\n'
        "file:///var/log/my%20feed.xml\n"
        "exec:a/x-y\n"
        '"exec:b/x y"\n'
        '"exec:b/x y"\n'
    )
    assert found.feeds == (
        Subscription(
            "exec:tides-low-water-3", "Tides", "sea", ("sea",),
            command=("~/bin/tides", "low water", "3"),
        ),
        Subscription(RIVER, folder="river", tags=("river",), filter=("~/bin/cut", "-n", "5")),
        Subscription("exec:var/log/my-feed.xml", command=("cat", "/var/log/my feed.xml")),
        Subscription("exec:x-y", command=("a/x-y",)),
        Subscription("exec:x-y-2", command=("b/x", "y")),
    )  # fmt: skip
    assert found.left_out == ()
    assert found.renamed[f"filter:~/bin/cut -n 5:{RIVER}"] == RIVER
    assert found.renamed["exec:b/x y"] == "exec:x-y-2"
    assert (
        found.programs[1]
        == f"{RIVER} runs '~/bin/cut' -n 5 at each refresh (filter in feeds.toml)."
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("exec:", "it names no program"),
        ('"exec:curl x | sed s/a/b/"', "its command needs a shell"),
        ("exec:$HOME/bin/x", "its command needs a shell"),
        ("filter:x:ftp://a.example/", "its filter stands before no address"),
        ("gopher://a.example/", "it is no address of the web"),
    ],
)
def test_what_is_no_argument_list_is_told(line: str, reason: str) -> None:
    found = read_urls(line)
    assert found.feeds == ()
    assert reason in found.left_out[0]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ((RIVER, f"filter:a:{RIVER}"), "without this filter"),
        ((f"filter:a:{RIVER}", RIVER), "with a filter"),
        ((f"filter:a:{RIVER}", f"filter:b:{RIVER}"), "with another filter"),
        ((RIVER, f"{RIVER} again"), None),
        ((f"filter:a:{RIVER}", f"filter:a:{RIVER} again"), None),
    ],
)
def test_an_address_with_and_without_a_filter_is_one_feed_and_that_is_told(
    lines: tuple[str, str], told: str | None
) -> None:
    found = read_urls("\n".join(lines))
    assert found.feeds == read_urls(lines[0]).feeds
    why = f"{lines[1]} was left out: the feed at its address stands above {told}."
    assert found.left_out == ((why,) if told else ())


def test_a_feed_marked_so_is_hidden() -> None:
    assert [feed.hidden for feed in read_urls(f'{RIVER} news "!The River"\n').feeds] == [True]
