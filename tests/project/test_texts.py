"""The project's texts: nothing of one machine, and documents that agree with the code."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

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


@pytest.mark.parametrize(
    "document", ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/manual.md"]
)
def test_links_between_documents_lead_somewhere(document: str) -> None:
    path = TOP / document
    for target in re.findall(r"\]\(([^)#\s]+)", path.read_text()):
        if "://" not in target:
            assert (path.parent / target).exists(), target


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
