"""The manual names everything that there is, and nothing that there is not."""

from __future__ import annotations

import argparse
import re
import typing
from collections.abc import Iterator

import pytest

from reader.cli.parser import build_parser
from reader.config.values import KEYS
from reader.model.library import FeedErrorKind
from reader.query.filters import FILTERS
from tests.project.places import TOP

MANUAL = (TOP / "docs/manual.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    """What stands under a heading, up to the next of the same depth or a higher one."""
    depth = heading.index(" ")
    begin = MANUAL.index(f"\n{heading}\n")
    end = re.search(rf"^#{{2,{depth}}} ", MANUAL[begin + len(heading) + 2 :], re.MULTILINE)
    return MANUAL[begin : begin + len(heading) + 2 + end.start()] if end else MANUAL[begin:]


def first_cells(text: str) -> list[str]:
    """The first cell of every row of its tables."""
    return re.findall(r"^\| ((?:`[^`]*`|[^|`])+?) \|", text, re.MULTILINE)


def verbs() -> dict[str, argparse.ArgumentParser]:
    """The grammar of each verb."""
    for action in build_parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    raise AssertionError("there are no verbs")


def options(parser: argparse.ArgumentParser) -> Iterator[str]:
    """The options of a parser as they are typed."""
    for action in parser._actions:
        yield from (each for each in action.option_strings if each.startswith("--"))


def test_every_verb_stands_in_the_table_of_verbs_and_no_other() -> None:
    table = section("## The command line").split("| global option |")[0]
    written = " ".join(first_cells(table))
    assert {match.split()[0] for match in re.findall(r"`([a-z][^`]*)`", written)} == set(verbs())


@pytest.mark.parametrize("verb", sorted(verbs()))
def test_every_option_of_a_verb_stands_beside_it_or_among_the_global_ones(verb: str) -> None:
    text = section("## The command line")
    rows = "".join(row for row in text.splitlines() if row.startswith(f"| `{verb}"))
    everywhere = text[text.index("| global option |") : text.index("### Exit codes")]
    assert [each for each in options(verbs()[verb]) if each not in rows + everywhere] == []


def test_every_filter_stands_in_the_table_of_queries_and_no_other() -> None:
    written = " ".join(first_cells(section("### Queries")))
    assert set(re.findall(r"`([a-z]+):", written)) == set(FILTERS)


def test_every_key_of_feeds_toml_stands_in_its_table_and_no_other() -> None:
    found = {
        (key, table)
        for keys, places in re.findall(
            r"^\| (`[^|]*) \| (`[^|]*) \|", section("## feeds.toml"), re.M
        )
        for key in re.findall(r"`([a-z_]+)`", keys)
        for table in re.findall(r"`\[+([a-z]+)\]+`", places)
    }
    assert found == {(key, table) for table, keys in KEYS.items() for key in keys}


def test_every_kind_of_error_is_named() -> None:
    (line,) = re.findall(r"^The kinds of error: `([^`]*)`", MANUAL, re.MULTILINE)
    assert line.split() == list(typing.get_args(FeedErrorKind))
