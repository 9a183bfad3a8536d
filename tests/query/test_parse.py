"""The grammar: what is read, how it is spelled, and where a mistake is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import InvalidQuery
from reader.query import EVERYTHING, All, Any, Filter, Node, Not, Pattern, Text, parse, write
from reader.query.hits import as_typed
from reader.query.parse import MAX_DEPTH, MAX_LENGTH, MAX_TERMS
from reader.query.repeats import written_out
from tests.query.trees import LEAVES, trees


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("", EVERYTHING),
        ("  ", EVERYTHING),
        ("ferry", Text("ferry")),
        ("fer*", Text("fer", is_prefix=True)),
        ('"two  winters"', Text("two winters")),
        ('"two win"*', Text("two win", is_prefix=True)),
        ("ferry pier", All((Text("ferry"), Text("pier")))),
        ("ferry AND pier", All((Text("ferry"), Text("pier")))),
        ("ferry -pier", All((Text("ferry"), Not(Text("pier"))))),
        ("NOT ferry", Not(Text("ferry"))),
        ("a OR b c", Any((Text("a"), All((Text("b"), Text("c")))))),
        ("(a OR b) c", All((Any((Text("a"), Text("b"))), Text("c")))),
        ("-(a b)", Not(All((Text("a"), Text("b"))))),
        ("title:ferry", Text("ferry", "title")),
        ('quote:"we counted"', Text("we counted", "quote")),
        ('said:"Maria Ohlsson"', Filter("said", "Maria Ohlsson")),
        ('said:"Maria Ohl"*', Filter("said", "Maria Ohl*")),
        ("said:ohl*", Filter("said", "ohl*")),
        ("IS:unread", Filter("is", "unread")),
        ("words:>800", Filter("words", ">800")),
        ("site:dock.example:80", Filter("site", "dock.example:80")),
        ("tag:-later", Filter("tag", "-later")),
        ("/dock|pier/", Pattern("dock|pier")),
        (r"/a\/b/", Pattern("a/b")),
        ("https://dock.example/a", Text("https://dock.example/a")),
        ("12:30", Text("12:30")),
        ("and/or", Text("and/or")),
        ("Dock: two", All((Text("Dock"), Text("two")))),
        ("Dock & Sons", All((Text("Dock"), Text("Sons")))),
        ("“ferry”", Text("“ferry”")),
        ('"OR"', Text("OR")),
        ("e-mail", Text("e-mail")),
    ],
)
def test_a_query_is_read_as_the_manual_says(query: str, tree: Node) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize(
    ("query", "position", "words"),
    [
        ("ferry tilte:pier", 6, "title:"),
        ("autor:x", 0, "author:"),
        ("xyzzy:x", 0, "title quote author"),
        ("a is:unraed", 5, "unread, read"),
        ("has:nothing", 4, "quotes, enclosure"),
        ("after:2026-02-30", 6, "a date such as"),
        ("older:soon", 6, "a time such as"),
        ("words:many", 6, "a number such as"),
        ("title:", 6, "takes a word"),
        ("title: ferry", 6, "takes a word"),
        ("title:(ferry)", 6, "takes a word"),
        ("title:/ferry/", 6, "takes a word"),
        ("(a", 0, "not closed"),
        ("a) b", 1, "closes nothing"),
        ("a OR", 4, "missing here. Add it, or take OR out."),
        ("OR a", 0, "missing here. Add it, or take OR out."),
        ("a AND OR b", 6, "missing here. Add it, or take AND out."),
        ("()", 1, "missing here. Add it, or take ( out."),
        ("(", 1, "missing here. Add it, or take ( out."),
        ("a NOT", 5, "missing here. Add it, or take NOT out."),
        ('a "b', 2, "not closed"),
        ("/(/", 1, "regular expression"),
        ("&", 0, "no letter or digit"),
        ("-", 0, "no letter or digit"),
        ("said:—", 5, "a name"),
    ],
)
def test_a_mistake_is_told_with_its_place(query: str, position: int, words: str) -> None:
    with pytest.raises(InvalidQuery) as caught:
        parse(query)
    assert caught.value.position == position
    assert words in f"{caught.value} {caught.value.hint}"


def test_a_query_has_bounds() -> None:
    assert parse("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH) == Text("a")
    for query in (
        "(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1),
        "NOT " * (MAX_DEPTH + 1) + "a",
        "a " * (MAX_TERMS + 1),
        "a" * (MAX_LENGTH + 1),
        "/" + "a" * 400 + "/",
    ):
        with pytest.raises(InvalidQuery):
            parse(query)


@given(st.recursive(LEAVES, trees, max_leaves=12))
def test_every_tree_is_spelled_so_that_it_is_read_back(tree: Node) -> None:
    assert parse(write(tree)) == tree


@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                [
                    "a",
                    '"',
                    "(",
                    ")",
                    "-",
                    "OR",
                    "AND",
                    "NOT",
                    "*",
                    "/",
                    ":",
                    "\\",
                    " ",
                    "is:",
                    "x:",
                    "words:",
                    "\x00",
                    "\n",
                    "é",
                    "'",
                    ";--",
                    "title:",
                    "said:",
                ]
            ),
            max_size=20,
        ).map("".join),
    )
)
def test_nothing_that_one_types_is_worse_than_an_invalid_query(text: str) -> None:
    try:
        tree = parse(text)
    except InvalidQuery as error:
        assert 0 <= error.position <= len(text)
    else:
        assert parse(write(tree)) == tree


@pytest.mark.parametrize(
    ("pattern", "pieces"),
    [
        ("ferr(y|ies)", 9),
        ("x{3}", 3),
        ("x{3,}", 3),
        ("x{0,99999999}", 1),
        (r"\d{4}-[0-9]{2}", 7),
        ("(?:ab{3}){10}c", 61),
        ("[]{9}a]{2}", 2),
        (r"\{99999\}", 7),
    ],
)
def test_what_an_expression_is_written_out_is_counted(pattern: str, pieces: int) -> None:
    assert written_out(pattern) == pieces


@pytest.mark.parametrize(
    "pattern", ["x{99999999}", "(?:x{1000}){1000}", "(?:(?:x|y{99}){99}){99}", ".{9999999}"]
)
def test_an_expression_that_takes_all_memory_to_write_out_is_refused(pattern: str) -> None:
    with pytest.raises(InvalidQuery, match="too often"):
        parse(f"/{pattern}/")


def test_an_expression_with_half_a_character_is_refused() -> None:
    with pytest.raises(InvalidQuery, match="no character"):
        parse("/a\udcff/")


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("ferr", "ferr*"),
        ('said:"Ada Bro', 'said:"Ada Bro"*'),
        ("sea said:bro", "sea said:bro*"),
        ('sea "old lig', 'sea "old lig"*'),
        ('"a \\"b', '"a \\"b"*'),
        ('"two winters"', '"two winters"'),
        ('/a"b/ sea', '/a"b/ sea*'),
        # A mistake yet: nothing stands in it, or what would close it is a part of it.
        ('said:"', 'said:"'),
        ('"a\\', '"a\\'),
    ],
)
def test_while_one_types_the_last_word_may_go_on_and_what_is_open_is_closed(
    query: str, asked: str
) -> None:
    assert as_typed(query) == asked
