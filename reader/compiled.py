"""What Python makes again at each start, kept in one file: the code of the modules that the reader's
first screens need, the patterns they compile, the methods that their dataclasses write.

Most of a start is importing, and a fourth of that is finding and reading five hundred files and
compiling a hundred regular expressions and two hundred methods, to the same result each time.
Between :func:`use` and :func:`rest` all that is taken from the file; what is not in it, or is no
longer what it was made of, Python makes as ever, and :func:`keep` puts it in for the next start.
The reader, its workers, its refreshes and the verbs of the command line have a file each.
Only what modules declare is kept: patterns made of a search or of names in a story are other ones
each time, and nobody's words belong here.

A module is taken only while its source has the size and time that Python itself goes by, and lies
where the import system would look for it.  Imports next to nothing, since it comes before all else.
"""

from __future__ import annotations

import marshal
import os
import sys
import time
import zlib
from importlib import import_module
from importlib.machinery import ModuleSpec, SourceFileLoader
from types import CodeType, ModuleType
from typing import TYPE_CHECKING, Any, Final

from reader import __version__
from reader.snapshot import read_private, write_private

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Mapping

TOLD: Final = "NOWREADING_COMPILED"
"""The variable by which programs are told the folder."""
MAGIC: Final = b"nowreading-compiled 1\n"
MOST: Final = 48 * 1024 * 1024
"""Bytes of the largest file that is read or written; a start takes nine million."""
COMPILING: Final = 0.25
"""Seconds that :func:`keep` may take for modules that Python keeps nowhere
(``PYTHONDONTWRITEBYTECODE``); the others follow at the next starts."""
_NEVER_THE_SAME: Final = 4 | 128
"""Flags of patterns that depend on the locale or print something: ``re.LOCALE``, ``re.DEBUG``."""

_Place = tuple[str, str, bool]
"""The file of a module, the folder it was found from, and whether it is a package."""
_Mark = tuple[int, int]
"""Time (ns) and size of a file."""
_Piece = tuple[int, int, int]
"""Where in the file the code of a module is, its length, and its checksum."""
_Pattern = tuple[int, list[int], int, dict[str, int], tuple[str | None, ...]]
"""What ``_sre.compile`` is given beside the pattern."""


def folder() -> str:
    """Where the files are: as ``NOWREADING_COMPILED`` says, else with what may be deleted at any time
    (XDG base directories); ``""`` for nowhere."""
    told = os.environ.get(TOLD)
    if told is None:
        caches = os.environ.get("XDG_CACHE_HOME", "")
        if not os.path.isabs(caches):
            caches = os.path.join(os.path.expanduser("~"), ".cache")
        told = os.path.join(caches, "nowreading", "compiled")
    return told if os.path.isabs(told) else ""


def use(name: str) -> None:
    """From here on take what is in the file for programs of this ``name``; it need not be there."""
    global _start
    if where := folder():
        _start = _Start(os.path.join(where, name))
        _start.begin()


def rest() -> None:
    """The start is over: Python does all by itself again, and the memory is free."""
    if _start is not None:
        _start.end()


def keep() -> None:
    """Put into the file what was missing in it, if it can be written."""
    if _start is not None:
        _start.end()
        try:
            _start.write()
        except (OSError, ValueError, MemoryError):
            return  # a start without the file is a little longer


class _Start:
    """One start: what the file holds, and what was asked for beside it."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._situation = _situation()
        self._modules: dict[str, tuple[_Place, _Mark, _Piece]] = {}
        self._patterns: dict[tuple[str, int], _Pattern] = {}
        self._methods: dict[str, bytes] = {}
        self._new_modules: dict[str, _Place] = {}
        self._new_patterns: list[tuple[str, int]] = []
        self._new_methods: list[str] = []
        self._code = memoryview(b"")
        self._is_damaged = False
        self._before = frozenset(sys.modules)
        self._replaced: list[tuple[ModuleType, str, Any]] = []
        self._runs = False

    def begin(self) -> None:
        self._read()
        self._runs = True
        sys.meta_path.insert(0, self)
        self._replace("re._compiler", "compile", self._compile)
        self._replace("dataclasses", "exec", self._execute)

    def end(self) -> None:
        """Leave everything as it was, and note what came another way."""
        if not self._runs:
            return
        self._runs = False
        self._modules, self._patterns, self._methods, self._code = {}, {}, {}, memoryview(b"")
        sys.meta_path.remove(self)
        for module, name, before in self._replaced:
            if before is None:
                delattr(module, name)
            else:
                setattr(module, name, before)
        for name, module in list(sys.modules.items()):
            if name not in self._before and (place := _place_of(module)) is not None:
                self._new_modules[name] = place

    # ---- the file
    def _read(self) -> None:
        data = read_private(self._path, MOST) or b""
        if not data.startswith(MAGIC):
            return
        rest = memoryview(data)[len(MAGIC) :]
        size, check = int.from_bytes(rest[:4], "little"), int.from_bytes(rest[4:8], "little")
        index = rest[8 : 8 + size]
        if len(index) != size or zlib.adler32(index) != check:
            return
        situation, modules, patterns, methods = marshal.loads(index)
        if situation == self._situation:
            self._modules, self._patterns, self._methods = modules, patterns, methods
            self._code = rest[8 + size :]

    def write(self) -> None:
        """Write what this start asked for and what the file had before, if that is not the same.

        Raises OSError.
        """
        new = _made_by_python(self._new_modules)
        if not (new or self._new_patterns or self._new_methods or self._is_damaged):
            return
        self._read()  # again: others write there too
        kept = {
            name: (place, mark, bytes(code))
            for name, (place, mark, piece) in self._modules.items()
            if _mark_of(place[0]) == mark and (code := self._code_of(piece)) is not None
        }
        lost = {n: place for n, (place, _, _) in self._modules.items() if n not in kept}
        found = kept | _made_by_python(lost) | new
        modules, at = {}, 0
        for name, (place, mark, made) in found.items():
            modules[name] = place, mark, (at, len(made), zlib.adler32(made))
            at += len(made)
        patterns = self._patterns | {key: _analysed(*key) for key in self._new_patterns}
        methods = self._methods | {text: _written(text) for text in self._new_methods}
        contents: Any = (self._situation, modules, patterns, methods)
        index = marshal.dumps(contents)
        head = [each.to_bytes(4, "little") for each in (len(index), zlib.adler32(index))]
        if len(index) + at < MOST:
            codes = [made for _, _, made in found.values()]
            write_private(self._path, b"".join([MAGIC, *head, index, *codes]))

    # ---- modules: a finder of the import system (importlib.abc.MetaPathFinder)
    def find_spec(
        self, name: str, path: Iterable[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module ``name`` from the file, if the import system would find the same."""
        if (found := self._modules.get(name)) is None:
            return None
        (file, home, is_package), mark, piece = found
        if home not in (sys.path if path is None else path) or _mark_of(file) != mark:
            return None
        loader = _Loader(name, file, self._code_of(piece))
        spec = ModuleSpec(name, loader, origin=file, is_package=is_package)
        spec.has_location = True
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(os.path.dirname(file))
        return spec

    def _code_of(self, piece: _Piece) -> memoryview | None:
        at, size, check = piece
        code = self._code[at : at + size]
        if len(code) != size or zlib.adler32(code) != check:
            self._is_damaged = True
            return None
        return code

    # ---- what stands in for Python's own
    def _replace(self, module: str, name: str, value: Any) -> None:
        place = import_module(module)
        self._replaced.append((place, name, getattr(place, name, None)))
        setattr(place, name, value)

    def _compile(self, pattern: Any, flags: int = 0) -> re.Pattern[Any]:
        """Stands in for the compiler of regular expressions."""
        key = (pattern, int(flags))
        if type(pattern) is str and (kept := self._patterns.get(key)) is not None:
            made: re.Pattern[Any] = import_module("_sre").compile(pattern, *kept)
            return made
        made = self._replaced[0][2](pattern, flags)
        if type(pattern) is str and not made.flags & _NEVER_THE_SAME and _is_declared():
            self._new_patterns.append(key)
        return made

    def _execute(self, text: str, names: dict[str, Any], made: dict[str, Any]) -> None:
        """Stands in for ``exec`` in dataclasses, which write their methods as text."""
        kept = self._methods.get(text)
        if kept is None and _is_declared():
            self._new_methods.append(text)
        exec(text if kept is None else marshal.loads(kept), names, made)


class _Loader(SourceFileLoader):
    """Loads a module from the code it is given, at first; then, or without, as Python does."""

    def __init__(self, name: str, file: str, code: memoryview | None) -> None:
        super().__init__(name, file)
        self._code = code

    def get_code(self, fullname: str) -> CodeType | None:
        code, self._code = self._code, None
        return super().get_code(fullname) if code is None else marshal.loads(code)


_start: _Start | None = None


def _situation() -> tuple[object, ...]:
    """All that must be the same: the program, Python, and where it looks for modules.

    The first place is that of the script, or the current folder: nothing is taken from there that
    was not found there.
    """
    places = tuple((place, _mark_of(place)) for place in sys.path[1:])
    return __version__, sys.version, sys.flags.optimize, places


def _is_declared() -> bool:
    """Whether what is being compiled stands in a module: it is being imported, or
    :mod:`reader.patterns` had put that off."""
    frame = sys._getframe(1)
    while (above := frame.f_back) is not None:
        name = above.f_globals.get("__name__")
        if name == "reader.patterns" or (above.f_code.co_name == "<module>" and name != "__main__"):
            return True
        frame = above
    return False


def _mark_of(file: str) -> _Mark | None:
    try:
        found = os.stat(file)
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size


def _place_of(module: ModuleType) -> _Place | None:
    """Where a module came from, if Python found and loaded it by itself from a source file."""
    spec = getattr(module, "__spec__", None)
    if spec is None or type(spec.loader) is not SourceFileLoader or not spec.origin:
        return None
    is_package = spec.submodule_search_locations is not None
    home = os.path.dirname(spec.origin)
    return spec.origin, os.path.dirname(home) if is_package else home, is_package


def _made_by_python(places: Mapping[str, _Place]) -> dict[str, tuple[_Place, _Mark, bytes]]:
    """The marshalled code of modules: what Python keeps of them, where that is true, and else what
    it makes now, as many as :data:`COMPILING` allows."""
    found = {}
    until = time.monotonic() + COMPILING
    for name, place in places.items():
        mark = _mark_of(place[0])
        if mark is None:
            continue
        code = _kept_by_python(place[0], mark)
        if code is None and time.monotonic() < until:
            code = _made_now(name, place[0])
        if code is not None:
            found[name] = place, mark, code
    return found


def _kept_by_python(file: str, mark: _Mark) -> bytes | None:
    """The code in the ``.pyc`` of a source, which begins with four words: magic number, flags, time
    and size of the source (PEP 552)."""
    from importlib.util import MAGIC_NUMBER, cache_from_source

    words = (0, mark[0] // 10**9, mark[1])
    head = MAGIC_NUMBER + b"".join((w & 0xFFFFFFFF).to_bytes(4, "little") for w in words)
    try:
        with open(cache_from_source(file), "rb") as kept:
            data = kept.read()
    except (OSError, NotImplementedError):
        return None
    return data[len(head) :] if data.startswith(head) else None


def _made_now(name: str, file: str) -> bytes | None:
    """The code of a source; None when it is none any more."""
    try:
        code = SourceFileLoader(name, file).get_code(name)
    except (OSError, ImportError, SyntaxError, ValueError):
        return None
    return marshal.dumps(code) if code is not None else None


def _analysed(pattern: str, flags: int) -> _Pattern:
    """What the compiler of regular expressions makes of a pattern, as plain values."""
    parsed = import_module("re._parser").parse(pattern, flags)
    code = import_module("re._compiler")._code(parsed, flags)
    state = parsed.state
    names: list[str | None] = [None] * state.groups
    for name, number in state.groupdict.items():
        names[number] = name
    numbers = [int(each) for each in code]
    return int(flags | state.flags), numbers, state.groups - 1, dict(state.groupdict), tuple(names)


def _written(text: str) -> bytes:
    """The code of methods that a dataclass wrote as text."""
    return marshal.dumps(compile(text, "<string>", "exec", dont_inherit=True))
