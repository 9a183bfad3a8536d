"""Queries of every shape, as trees."""

from __future__ import annotations

from hypothesis import strategies as st

from reader.query import All, Any, Filter, Node, Not, Pattern, Text

VALUES = st.one_of(
    st.from_regex(r"[a-zé0-9][a-zé0-9'&.-]{0,8}", fullmatch=True),
    st.from_regex(r'[a-z][a-z"\\/():* -]{0,8}[a-z]', fullmatch=True).map(
        lambda text: " ".join(text.split())
    ),
    st.sampled_from(["OR", "AND", "NOT", "東京", "a:b"]),
)
LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.builds(Text, VALUES, st.sampled_from(["", "title", "quote"]), st.booleans()),
    st.builds(Filter, st.sampled_from(["author", "feed", "folder", "tag", "said"]), VALUES),
    st.sampled_from(
        [
            Filter("is", "unread"),
            Filter("has", "quotes"),
            Filter("words", ">=20"),
            Filter("older", "30d"),
            Filter("after", "2026-01-31"),
            Pattern(r"a/b|\d+ c"),
        ]
    ),
)


def trees(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Nodes over ``children``, as the parser builds them: no list inside a list of its kind."""
    some = st.lists(children, min_size=2, max_size=4)
    return st.one_of(
        some.map(lambda nodes: All(tuple(n for n in nodes if not isinstance(n, All)))),
        some.map(lambda nodes: Any(tuple(n for n in nodes if not isinstance(n, Any)))),
        children.map(Not),
    ).filter(lambda n: isinstance(n, Not) or len(n.nodes) > 1)
