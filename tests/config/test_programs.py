"""``[[program]]``: what of a story stands in an argument list, and what is no place of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.config.programs import Program
from reader.config.read import read_config, read_text
from reader.errors import ConfigError

STORY = {"url": "https://a.example/1", "title": "-rf “it's” $(x); {url}", "text": "One\n\nTwo"}


def test_each_element_is_one_argument_whatever_stands_in_the_story() -> None:
    program = Program("Keep", ("keep", "--to={url}", "x{title}", "{text}", "{}", "{{url}} {1}"))
    assert program.arguments(STORY) == [
        "keep",
        "--to=https://a.example/1",
        "x-rf “it's” $(x); {url}",
        "One\n\nTwo",
        "https://a.example/1",
        "{url} {1}",
    ]
    assert program.places == {"url", "title", "text"}


def test_words_of_a_publisher_are_no_option() -> None:
    assert Program("Keep", ("keep", "{title}")).arguments(STORY)[1].startswith(" -rf")


def test_a_block_is_read_with_what_it_leaves_out(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(
        '[[program]]\ntitle = "Keep"\nrun = ["keep", "{url}"]\n\n'
        '[[program]]\ntitle = "Page"\nkey = ", p"\nrun = "less"\npipe = true\nterminal = true\n'
    )
    assert read_config(path).programs == (
        Program("Keep", ("keep", "{url}")),
        Program("Page", ("less",), key=", p", pipe=True, terminal=True),
    )


@pytest.mark.parametrize(
    ("block", "line", "column", "says"),
    [
        ('title = "T"\n', 1, 3, "This [[program]] has no run."),
        ('run = ["x"]\n', 1, 3, "This [[program]] has no title."),
        ('title = "T"\nrun = []\n', 3, 7, "run must be a program and its arguments"),
        (
            'title = "T"\nrun = ["x", "{titel}"]\n',
            3,
            7,
            "run must be without {titel}; there is {title}",
        ),
        ('title = "T"\nrun = ["{url}"]\n', 3, 7, "run must be a program that is named"),
        ('title = "T"\nrun = ["x"]\npipe = "yes"\n', 4, 8, "pipe must be true or false"),
        ('title = "T"\nrun = ["x"]\nkey = 5\n', 4, 7, "key must be a text"),
    ],
)
def test_a_mistake_names_its_place(block: str, line: int, column: int, says: str) -> None:
    with pytest.raises(ConfigError) as told:
        read_text(f"[[program]]\n{block}", Path("feeds.toml"))
    assert str(told.value).startswith(f"feeds.toml:{line}:{column} {says}")
