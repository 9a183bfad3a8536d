"""What the rules read like at their present number: gold stories and words of languages as hashes.

After a change of the rules: ``python -m tests.digest.rules`` raises ``RULES_VERSION`` by one and notes
them anew, so that every library reads its stories anew.  ``--same`` notes them under the same number,
for a change by which no story reads differently.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reader.model import RULES_VERSION
from tests.quotes.stories import read

TESTS = Path(__file__).parents[1]
LANGUAGES = TESTS.parent / "reader" / "story" / "languages"
NOTED = Path(__file__).with_name("rules.json")
NUMBER = TESTS.parent / "reader" / "model" / "story.py"
_NUMBER = re.compile(r"^RULES_VERSION: Final = (\d+)$", re.M)


def gold() -> dict[str, str]:
    """What every gold story and every language says, as a hash, by name."""
    return {name: _hash(value) for name, value in sorted(_values())}


def _values() -> Iterator[tuple[str, Any]]:
    for path in LANGUAGES.glob("*.toml"):
        yield path.name, tomllib.loads(path.read_text(encoding="utf-8"))
    for path in TESTS.glob("*/golden/*.json"):
        yield f"{path.parts[-3]} {path.stem}", json.loads(path.read_text(encoding="utf-8"))
    for path in (TESTS / "quotes").rglob("*.txt"):
        for story in read(path):
            blocks = [block.text for block in story.blocks]
            yield f"{path.stem} {story.name}", [story.headline, blocks, story.gold]


def _hash(value: Any) -> str:
    told = json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.blake2b(told.encode(), digest_size=4).hexdigest()


def noted() -> tuple[int, dict[str, str]]:
    """The number under which gold stories were noted last, and how they read then."""
    found = json.loads(NOTED.read_text(encoding="utf-8"))
    return found["version"], found["gold"]


def note(version: int) -> None:
    """Note how they read now."""
    told = {"version": version, "gold": gold()}
    NOTED.write_text(json.dumps(told, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


def main(options: list[str]) -> None:
    """Raise the number, unless ``--same``, and note."""
    source = NUMBER.read_text(encoding="utf-8")
    (number,) = _NUMBER.findall(source)
    version = int(number) + ("--same" not in options)
    NUMBER.write_text(_NUMBER.sub(f"RULES_VERSION: Final = {version}", source), encoding="utf-8")
    note(version)
    print(f"The rules have the number {version} now.")


def forgotten() -> str:
    """What has to be done since the rules read differently from what is noted; empty: nothing."""
    version, before = noted()
    now = gold()
    changed = [name for name in before.keys() & now.keys() if before[name] != now[name]]
    if version == RULES_VERSION and not changed:
        return ""
    return (
        f"Of the stories and words beside the tests {len(changed)} read differently from number"
        f" {version} of the rules ({', '.join(sorted(changed)[:3])}); the number is {RULES_VERSION}."
        " Run: python -m tests.digest.rules"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
