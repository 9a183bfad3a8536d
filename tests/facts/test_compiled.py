"""What a start takes from the file of the start before is what Python would have made."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from textwrap import dedent

import pytest

from reader import compiled
from reader.compiled import TOLD, _analysed
from tests.project.places import TOP

PACKAGE = {
    "shop/__init__.py": "from shop.till import Coin, NUMBER\n",
    "shop/till.py": """
        import re
        from dataclasses import dataclass

        NUMBER = re.compile(r"(?P<whole>[0-9]+)(?:[.](?P<rest>[0-9]{2}))?", re.ASCII)

        @dataclass(frozen=True, order=True)
        class Coin:
            value: int
            name: str = "penny"

        def fail():
            raise ValueError("no change")
    """,
}
START = """
import sys
from reader import compiled
compiled.use("trial")
import shop
{then}
compiled.keep()
print(type(shop.__spec__.loader).__name__, type(shop.till.__spec__.loader).__name__)
print(shop.Coin(2), shop.Coin(2) < shop.Coin(3), shop.NUMBER.match("12.50").groupdict())
"""
SAME = "Coin(value=2, name='penny') True {'whole': '12', 'rest': '50'}"
ANEW = "SourceFileLoader SourceFileLoader"
KEPT = "_Loader _Loader"


@dataclass
class Trial:
    """A package, a folder for what is kept, and a program that starts with both."""

    top: Path

    @property
    def file(self) -> Path:
        return self.top / "kept/trial"

    def write(self, files: dict[str, str], folder: str = "site") -> Path:
        for name, text in files.items():
            place = self.top / folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(dedent(text))
        return self.top / folder

    def start(self, then: str = "", *, places: tuple[str, ...] = ("site",), **other: str) -> str:
        paths = [*(str(self.top / place) for place in places), str(TOP)]
        done = subprocess.run(
            [sys.executable, "-c", START.format(then=then)],
            env={
                **{k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"},
                TOLD: str(self.file.parent),
                "PYTHONPATH": os.pathsep.join(paths),
                **other,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.strip()


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    made = Trial(tmp_path)
    made.write(PACKAGE)
    assert made.start() == f"{ANEW}\n{SAME}"
    return made


def test_the_next_start_takes_what_was_kept(trial: Trial) -> None:
    for each in trial.top.glob("site/shop/__pycache__/*"):
        each.unlink()
    assert trial.start() == f"{KEPT}\n{SAME}"
    assert not list(trial.top.glob("site/shop/__pycache__/*")), "nothing was compiled again"


def test_what_python_keeps_nowhere_is_kept_too(tmp_path: Path) -> None:
    made = Trial(tmp_path)
    made.write(PACKAGE)
    for expected in (ANEW, KEPT):
        assert made.start(PYTHONDONTWRITEBYTECODE="1") == f"{expected}\n{SAME}"
    assert not list(tmp_path.rglob("__pycache__"))


def test_what_is_added_takes_nothing_away(tmp_path: Path) -> None:
    made = Trial(tmp_path)
    made.write({**PACKAGE, "extra.py": "import re\nRE = re.compile('one more')\n"})
    made.start(PYTHONDONTWRITEBYTECODE="1")
    before = made.file.stat().st_ino
    more = "import extra; compiled.COMPILING = 0"
    assert made.start(more, PYTHONDONTWRITEBYTECODE="1").startswith(KEPT)
    assert made.file.stat().st_ino != before
    assert made.start(more, PYTHONDONTWRITEBYTECODE="1").startswith(KEPT)


def test_patterns_of_what_somebody_wrote_are_not_kept(tmp_path: Path) -> None:
    made = Trial(tmp_path)
    more = {
        "shop/till.py": PACKAGE["shop/till.py"]
        + """
        from reader.patterns import later

        LATER = later("declared here and asked later")

        def find(words):
            LATER.search(words)
            return re.compile(words).search(words)
    """
    }
    made.write(PACKAGE | more)
    for words in ("one story", "another story"):
        made.start(f"shop.till.find({words!r})")
        data = made.file.read_bytes()
        assert b"declared here and asked later" in data
        assert words.encode() not in data
    before = made.file.stat().st_ino
    made.start("shop.till.find('a third story')")
    assert made.file.stat().st_ino == before


def test_it_is_for_its_owner_only(trial: Trial) -> None:
    assert trial.file.stat().st_mode & 0o077 == 0
    trial.file.chmod(0o644)
    assert trial.start() == f"{ANEW}\n{SAME}"


def test_a_start_that_needs_nothing_new_writes_nothing(trial: Trial) -> None:
    before = trial.file.stat()
    assert trial.start().startswith(KEPT)
    assert trial.file.stat().st_ino == before.st_ino


def test_a_source_that_changed_is_read_again(trial: Trial) -> None:
    till = trial.top / "site/shop/till.py"
    till.write_text(till.read_text().replace("penny", "farthing"))
    assert trial.start().splitlines() == [
        "_Loader SourceFileLoader",
        SAME.replace("penny", "farthing"),
    ]
    assert trial.start() == f"{KEPT}\n{SAME.replace('penny', 'farthing')}"


def test_a_package_of_that_name_elsewhere_is_taken_where_python_would_take_it(trial: Trial) -> None:
    other = {name: text.replace("penny", "cent") for name, text in PACKAGE.items()}
    trial.write(other, "nearer")
    for _ in range(2):
        assert "cent" in trial.start(places=("nearer", "site"))
    assert "penny" in trial.start()


def test_a_part_of_a_package_is_not_taken_for_that_of_another(trial: Trial) -> None:
    """The package itself may have come before, from the folder of the script."""
    other = {name: text.replace("penny", "cent") for name, text in PACKAGE.items()}
    elsewhere = trial.write(other, "elsewhere")
    code = f"""
import sys
sys.path.insert(0, {str(elsewhere)!r})
import importlib.util
spec = importlib.util.spec_from_file_location(
    "shop", {str(elsewhere / "shop/__init__.py")!r},
    submodule_search_locations=[{str(elsewhere / "shop")!r}])
from reader import compiled
compiled.use("trial")
shop = sys.modules["shop"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(shop)
print(shop.Coin(2))
"""
    env = {
        TOLD: str(trial.file.parent),
        "PYTHONPATH": os.pathsep.join([str(trial.top / "site"), str(TOP)]),
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "cent" in done.stdout


def test_a_damaged_file_changes_nothing_and_is_mended(trial: Trial) -> None:
    whole = trial.file.read_bytes()
    dice = random.Random(4)
    for _ in range(8):
        data = bytearray(whole)
        for at in range(dice.randrange(4096), len(data), 4096):
            data[at] ^= dice.randrange(1, 256)
        trial.file.write_bytes(data[: dice.randrange(len(data))] if dice.random() < 0.5 else data)
        assert trial.start().endswith(SAME)
        assert trial.start() == f"{KEPT}\n{SAME}"


def test_one_damaged_module_is_read_again_and_mended(trial: Trial) -> None:
    data = bytearray(trial.file.read_bytes())
    at = data.rindex(b"no change")
    data[at] ^= 1
    trial.file.write_bytes(data)
    assert trial.start().endswith(SAME)
    assert bytes(trial.file.read_bytes()).count(b"no change") == 1


def test_what_another_python_kept_is_left_alone(trial: Trial) -> None:
    assert trial.start(then="assert sys.flags.optimize == 0").startswith(KEPT)
    assert trial.start(PYTHONOPTIMIZE="1") == f"{ANEW}\n{SAME}"


def test_errors_still_tell_file_and_line(trial: Trial) -> None:
    then = """
import inspect, traceback
try:
    shop.till.fail()
except ValueError:
    assert 'till.py", line 13, in fail' in traceback.format_exc(), traceback.format_exc()
assert "no change" in inspect.getsource(shop.till.fail)
assert shop.till.__file__.endswith("site/shop/till.py") and shop.__path__[0].endswith("site/shop")
assert shop.till.__cached__.endswith(".pyc") and shop.till.__package__ == "shop"
"""
    assert trial.start(then).startswith(KEPT)


def test_afterwards_python_does_all_by_itself(trial: Trial) -> None:
    then = """
import dataclasses, re
from re import _compiler
assert vars(dataclasses)["exec"] is not exec
compiled.rest()
assert "exec" not in vars(dataclasses) and _compiler.compile.__module__ == "re._compiler"
assert not [each for each in sys.meta_path if type(each).__module__ == "reader.compiled"]
"""
    assert trial.start(then).startswith(KEPT)


@pytest.mark.parametrize("place", ["", "relative/to/nothing", "/dev/null/under"])
def test_without_a_place_for_it_all_goes_on(trial: Trial, place: str) -> None:
    assert trial.start(NOWREADING_COMPILED=place) == f"{ANEW}\n{SAME}"


def test_it_lies_with_what_may_be_deleted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TOLD, raising=False)
    monkeypatch.setenv("HOME", "/somewhere")
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    assert compiled.folder() == "/somewhere/.cache/nowreading/compiled"
    monkeypatch.setenv("XDG_CACHE_HOME", "/tmp/caches")
    assert compiled.folder() == "/tmp/caches/nowreading/compiled"


@pytest.mark.parametrize(
    ("pattern", "flags"),
    [
        (r"(?P<year>\d{4})-(?P<month>\d\d)", 0),
        (r"(?i:a)(?P<x>b)?(?(x)c|d)\b", re.ASCII),
        (r"^\s*[^\W\d_]+(?<!x)(?=y)|(?P<q>['\"]).*?(?P=q)$", re.MULTILINE | re.DOTALL),
        ("[\u0400-\u04ff\u4e00-\u9fff\U0001f300-\U0001f5ff]{2,5}+", re.IGNORECASE),
        (r"(?x) a  b # c", re.VERBOSE),
        ("", 0),
    ],
)
def test_a_pattern_from_plain_values_is_the_pattern(pattern: str, flags: int) -> None:
    _sre = import_module("_sre")

    ours = _sre.compile(pattern, *_analysed(pattern, int(flags)))
    theirs = re.compile(pattern, flags)
    assert ours == theirs
    assert (ours.groups, ours.groupindex, ours.flags) == (
        theirs.groups,
        theirs.groupindex,
        theirs.flags,
    )
    text = "2026-11 Ab bc d 'q' \"x\"\n\u0416\u0436 \u65b0\u805e\u65b0 ab \U0001f300\U0001f301 xy"
    assert [m.span() for m in ours.finditer(text)] == [m.span() for m in theirs.finditer(text)]
