"""Modules that are imported when something is asked of them, though others import them by name.

``asyncio`` imports ``ssl`` for connections that the reader's first screen does not make: a tenth of
a start and four megabytes.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any


def put_off(*names: str) -> None:
    """Let each of these modules be imported when something of it is first used."""
    for name in names:
        sys.modules.setdefault(name, _Unasked(name))


class _Unasked(ModuleType):
    """Stands where a module would; from the first question on it has all that the module has."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # asked by the import system, of every module
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        module = import_module(self.__name__)
        vars(self).update(vars(module))
        return getattr(module, name)
