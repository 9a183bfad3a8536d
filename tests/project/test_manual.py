"""The manual names everything that there is, and nothing that there is not."""

from __future__ import annotations

import argparse
import json
import re
import typing
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, fields
from functools import partial

import pytest

from reader.cli import main, output
from reader.cli.parser import build_parser
from reader.config import highlighting, macros, programs, values
from reader.config.highlighting import ROW_COLORS, Highlighting
from reader.config.programs import PLACES, Program
from reader.config.settings import Config, ListSettings
from reader.config.values import KEYS
from reader.library.bulk import VERBS
from reader.model.library import FeedErrorKind, Subscription
from reader.query.filters import FILTERS, PARTS, STATES, UNITS
from reader.tui.drawing.themes import DEFAULT as DEFAULT_THEME
from reader.tui.drawing.themes import READABLE
from reader.tui.keys.keymap import DEFAULT
from reader.tui.keys.presets import PRESETS
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


def row_of(key: str, table: str) -> str:
    """What the table of feeds.toml says of a key, in its last cell."""
    rows = re.findall(r"^\| (`[^|]*) \| (`[^|]*) \| (.*) \|$", section("## feeds.toml"), re.M)
    (found,) = [
        told
        for keys, places, told in rows
        if f"`{key}`" in keys and re.search(rf"`\[+{table}\]+`", places)
    ]
    return str(found)


def in_quotes(text: str) -> set[str]:
    """The values in a text that stand there as in feeds.toml: `"evening"`."""
    return set(re.findall(r'`"([^"`]*)"`', text))


def choices() -> Iterator[tuple[str, str, Iterable[str]]]:
    """Every key of feeds.toml that takes some words and no others: key, table, the words."""
    tables = {
        "defaults": values.DEFAULT_KEYS,
        "feed": values.FEED_KEYS,
        "network": values.NETWORK_KEYS,
        "reading": {**values.READING_KEYS, **values.LIST_KEYS},
        "programs": values.PROGRAM_KEYS,
    }
    for table, keys in tables.items():
        for key, read in keys.items():
            if isinstance(read, partial) and "choices" in read.keywords:
                yield key, table, read.keywords["choices"]
    yield "columns", "reading", values.COLUMNS
    yield "theme", "reading", READABLE
    yield "preset", "keys", PRESETS
    yield "color", "highlight", ROW_COLORS
    yield "do", "rule", [*values.ACTIONS, "tag:NAME"]


@pytest.mark.parametrize(
    ("key", "table", "words"), list(choices()), ids=lambda one: one if isinstance(one, str) else ""
)
def test_every_value_of_a_key_stands_beside_it_and_no_other(
    key: str, table: str, words: Iterable[str]
) -> None:
    assert in_quotes(row_of(key, table)) == set(words)


def defaults() -> Iterator[tuple[str, str, object]]:
    """Every key of feeds.toml whose default is a value: key, table, the default."""
    config, lists = Config(), ListSettings()
    for key in (*values.READING_KEYS, *values.LIST_KEYS):
        yield key, "reading", getattr(lists if key in values.LIST_KEYS else config, key)
    usual = Subscription("https://a.example/")
    assert usual.refresh == values.seconds("30m")
    yield "refresh", "feed", "30m"
    for key in set(values.FEED_KEYS) - {"refresh", "verify_tls"}:  # of this the other value is told
        yield key, "feed", getattr(usual, key, None)
    for table, block in (("highlight", Highlighting("")), ("program", Program("", ("",)))):
        for each in fields(block):
            yield each.name, table, each.default if each.default is not MISSING else None
    yield "automatic", "network", config.automatic
    yield "theme", "reading", DEFAULT_THEME


@pytest.mark.parametrize(
    ("key", "table", "value"), sorted(each for each in defaults() if each[2] not in (None, (), ""))
)
def test_the_default_of_a_key_is_told(key: str, table: str, value: object) -> None:
    told = re.escape(json.dumps(value, ensure_ascii=False))
    assert re.search(rf"{told}`?[^`]{{0,25}}\bdefault|default `?{told}(?!\w)", row_of(key, table))


def test_every_value_of_is_and_has_stands_in_the_table_of_queries_and_no_other() -> None:
    for name, known in (("is", STATES), ("has", PARTS)):
        (told,) = re.findall(rf"^\| `{name}:[a-z]+` \| (.*) \|$", MANUAL, re.MULTILINE)
        assert set(re.findall(r"`([a-z]+)`", told)) == set(known)


def test_every_unit_of_age_stands_in_the_table_of_queries_and_no_other() -> None:
    (told,) = re.findall(r"^\| `newer:[^|]*\| (.*) \|$", MANUAL, re.MULTILINE)
    assert set(re.findall(r"`([a-z])`", told)) == set(UNITS)


def test_every_bulk_command_stands_in_its_table_and_no_other() -> None:
    written = " ".join(first_cells(section("### Bulk commands")))
    named = set(re.findall(r"`([a-z]+) (?:NAME )?QUERY`", written))
    assert named == set(VERBS)


def test_every_place_in_the_arguments_of_a_program_is_named_and_no_other() -> None:
    told = section("### Programs of your own").split("```")[-1]
    assert set(re.findall(r"`\{([a-z_]+)\}`", told)) == set(PLACES)


def test_every_exit_code_stands_in_its_table_and_no_other() -> None:
    codes = {output.DONE, output.PARTLY, output.UNUSABLE, main.INTERRUPTED}
    written = first_cells(section("### Exit codes"))
    assert {int(cell) for cell in written if cell.isdecimal()} == codes


def test_the_keys_of_blocks_are_read_by_the_tables_beside_them() -> None:
    beside = {"program": programs.KNOWN, "macro": macros.KNOWN, "highlight": highlighting.KNOWN}
    assert {name: KEYS[name] for name in beside} == {
        name: tuple(known) for name, known in beside.items()
    }


def as_typed(name: str) -> str:
    """A key as texts write it, as the table of commands has it: `Ctrl-D` is `ctrl+d`."""
    named = {"esc": "escape"}
    if name.lower().startswith("ctrl-"):
        return f"ctrl+{name[5:].lower()}"
    return named.get(name.lower(), name.lower()) if len(name) > 2 and " " not in name else name


def test_the_keys_that_the_readme_and_the_guide_tell_are_keys() -> None:
    known = {key for keys in DEFAULT.keys.values() for key in keys}
    readme = (TOP / "README.md").read_text(encoding="utf-8").split("\n## Keys\n")[1]
    rows = re.findall(r"^\| (`.*?) \| ", readme.split("\n## ")[0], re.MULTILINE)
    told = {name for row in rows for name in re.findall(r"`([^`]+)`", row)}
    guide = (TOP / "reader/library/guide.atom").read_text(encoding="utf-8")
    page = guide.split("<title>The keys on one page</title>")[1].split("</entry>")[0]
    told |= set(re.findall(r"<code>(?:\d(?=.))?([^<]+)</code>", page))
    assert len(told) > 30
    assert {name for name in told if as_typed(name) not in known} == set()


def test_every_kind_of_error_is_named() -> None:
    (line,) = re.findall(r"^The kinds of error: `([^`]*)`", MANUAL, re.MULTILINE)
    assert line.split() == list(typing.get_args(FeedErrorKind))
