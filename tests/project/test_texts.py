"""The project's texts: nothing of one machine, and documents that agree with the code."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from dataclasses import fields

import pytest

from reader.model import Block, Link, Mark, Quote, Span, Story
from tests.project.places import TOP, kept_files

MACHINE = re.compile(
    rb"(?<![\w.])/(?:"
    + b"|".join([b"work", b"farm", b"root", b"opt", b"home/[a-z]+", b"Users"])
    + rb")/"
)
REGISTRY = re.compile(rb"files\.python" + rb"hosted|py" + rb"pi\.org")


def test_no_file_names_a_place_of_one_machine() -> None:
    found = []
    for path in kept_files():
        body = path.read_bytes()
        if b"\0" in body[:8000] or path.samefile(__file__):
            continue
        found += [
            f"{path.relative_to(TOP)}: {match.group().decode()}"
            for pattern in (MACHINE, REGISTRY)
            for match in pattern.finditer(body)
        ]
    assert found == []


def test_the_key_tables_of_the_manual_agree_with_the_commands() -> None:
    done = subprocess.run(
        [sys.executable, "docs/keys.py", "--check"],
        cwd=TOP,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


DOCUMENTS = sorted(path.relative_to(TOP).as_posix() for path in TOP.glob("*.md")) + sorted(
    path.relative_to(TOP).as_posix() for path in TOP.glob("docs/*.md")
)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_between_documents_lead_somewhere(document: str) -> None:
    path = TOP / document
    for target, place in re.findall(r"\]\(([^)#\s]*)(?:#([^)\s]+))?\)", path.read_text("utf-8")):
        if "://" in target:
            continue
        other = path.parent / target if target else path
        assert other.exists(), target
        assert not place or place in places_in(other.read_text("utf-8")), place


def places_in(text: str) -> set[str]:
    """What a link may name behind ``#``: the headings, as they are shown on the web."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_file_that_a_document_names_is_there(document: str) -> None:
    text = (TOP / document).read_text("utf-8")
    named = re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.(?:py|sql|toml|md))`", text)
    roots = (TOP, TOP / "reader", TOP / "reader/story")
    assert [each for each in named if not any((root / each).is_file() for root in roots)] == []


def test_the_architecture_draws_every_folder_and_no_module_that_is_gone() -> None:
    text = (TOP / "docs/architecture.md").read_text("utf-8")
    drawing = text[text.index("```\nreader/\n") :].split("```")[1]
    modules = {path.name for path in (TOP / "reader").rglob("*.py")}
    folders = {path.parent.name for path in (TOP / "reader").rglob("*.py")} - {"reader"}
    assert set(re.findall(r"\b[a-z_]+\.py\b", drawing)) <= modules
    assert folders <= set(re.findall(r"^ +([a-z]+)/", drawing, re.MULTILINE))


@pytest.mark.parametrize("value", [Story, Block, Mark, Span, Quote, Link], ids=lambda v: v.__name__)
def test_the_architecture_tells_every_part_of_a_story(value: type) -> None:
    text = (TOP / "docs/architecture.md").read_text("utf-8")
    told = re.search(rf"`{value.__name__}\(([^`]*)\)`", text)
    assert told
    plain = re.sub(r":[^,]*| \| None", "", told[1])
    assert plain.split(", ") == [field.name for field in fields(value)]


def test_the_architecture_names_the_packages_that_are_needed() -> None:
    text = (TOP / "docs/architecture.md").read_text("utf-8")
    (row,) = re.findall(r"^\| packages [^|]*\| (.*) \|$", text, re.MULTILINE)
    needed = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.split(r"[^\w-]", each)[0] for each in needed}
    # These two are asked for in the place of others that need them.
    assert {name for name in names if not re.search(rf"\b{name}\b", row)} == {
        "sniffio",
        "lxml-html-clean",
    }


def test_no_test_module_imports_another() -> None:
    found = [
        f"{path.relative_to(TOP)}: {name}"
        for path in (TOP / "tests").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (getattr(node, "module", None) or "", *(each.name for each in node.names))
        if name.rpartition(".")[2].startswith("test_")
    ]
    assert found == []


def test_the_readme_begins_with_the_two_commands() -> None:
    commands = re.findall(r"^```sh\n(.*?)\n```", (TOP / "README.md").read_text(), re.M | re.S)
    assert commands[0].startswith("python3 -m venv .venv && ")
    assert commands[0].endswith("/nowreading")
    assert commands[1].startswith("python3 -m venv .venv && ")
    assert "pytest" in commands[1]
    assert all("\n" not in command for command in commands[:2])


def test_the_checks_run_the_readmes_own_test_command() -> None:
    wanted = re.search(r"sed -n '([^\n]*)' README\.md", (TOP / ".ci/run").read_text())
    assert wanted
    found = subprocess.run(
        ["sed", "-n", wanted[1], "README.md"], cwd=TOP, capture_output=True, text=True, check=True
    )
    commands = re.findall(r"^```sh\n(.*?)\n```", (TOP / "README.md").read_text(), re.M | re.S)
    assert commands[1] == f"python3 {found.stdout.strip()}"
