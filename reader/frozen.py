"""Values that cost little to declare: ``@frozen`` is what ``@dataclass(frozen=True, slots=True)`` is.

A dataclass writes and compiles six methods when its module is imported, a millisecond for each
class; the reader starts with seventy, and its first screen needs a dozen.  Here one method is
compiled, when the first value of a class is made, and the others are the same for all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field
from operator import attrgetter
from typing import Any, Final, TypeVar, dataclass_transform

T = TypeVar("T")
_NOT_GIVEN: Final = object()


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(declared: type[T]) -> type[T]:
    """Make of a class with annotated fields one whose instances are values: they have slots, are
    equal when their fields are, and raise FrozenInstanceError when one is set.

    Fields may have defaults, or a :func:`dataclasses.field` with ``default``, ``default_factory``
    and ``repr``.  Fields of a base class are not taken over, and ``super()`` without arguments is
    not to be had.  ``dataclasses.replace`` and ``fields`` know these classes.
    """
    body = {k: v for k, v in vars(declared).items() if k not in ("__dict__", "__weakref__")}
    annotations = body.get("__annotations__", {})
    defaults = {name: body.pop(name) for name in annotations if name in body}
    body |= {
        "__slots__": tuple(annotations),
        "__match_args__": tuple(annotations),
        "__dataclass_fields__": _Fields(annotations, defaults),
        "__init__": _first_of(defaults),
        "__eq__": _is_equal,
        "__hash__": _hash_of,
        "__repr__": _told,
        "__setattr__": _refuse,
        "__delattr__": _refuse,
        "__reduce__": _as_call,
        "_fields_of": attrgetter(*annotations),
        "_shown": tuple(name for name in annotations if getattr(defaults.get(name), "repr", True)),
    }
    made: type[T] = type(declared.__name__, declared.__bases__, body)
    return made


def changed(value: T, **fields: Any) -> T:
    """``value``, whose class is :func:`frozen` and has two fields at least, with other ``fields``:
    ``dataclasses.replace`` in a third of the time."""
    names, fields_of = type(value).__slots__, value._fields_of  # type: ignore[attr-defined]
    return type(value)(**{**dict(zip(names, fields_of(value), strict=True)), **fields})


class _Fields:
    """What :mod:`dataclasses` knows of a class, found out when it is asked for."""

    def __init__(self, annotations: dict[str, Any], defaults: dict[str, Any]) -> None:
        # With a docstring, or dataclass would make one from the signature, which takes longest.
        self._model = {"__doc__": "Fields.", "__annotations__": annotations, **defaults}

    def __get__(self, _: object, owner: type) -> Mapping[str, Field[Any]]:
        plain: type = type(owner.__name__, (), self._model)
        dataclass(init=False, repr=False, eq=False)(plain)
        found: Mapping[str, Field[Any]] = vars(plain)["__dataclass_fields__"]
        owner.__dataclass_fields__ = found  # type: ignore[attr-defined]
        return found


def _first_of(defaults: dict[str, Any]) -> Callable[..., None]:
    """An ``__init__`` that writes the one for all values of its class, and then calls that."""

    def first(self: Any, *args: Any, **named: Any) -> None:
        cls = type(self)
        if cls.__init__ is first:
            cls.__init__ = _written(cls, defaults)
        cls.__init__(self, *args, **named)

    return first


def _written(cls: type, defaults: dict[str, Any]) -> Callable[..., None]:
    names: dict[str, Any] = {"_not_given": _NOT_GIVEN}
    head, lines = ["self"], []
    for name in cls.__slots__:  # type: ignore[attr-defined]
        names[f"_set_{name}"] = getattr(cls, name).__set__
        default: Any = defaults.get(name, MISSING)
        factory: Any = MISSING
        if isinstance(default, Field):
            default, factory = default.default, default.default_factory
        if factory is not MISSING:
            names[f"_make_{name}"], default = factory, _NOT_GIVEN
            lines.append(f" if {name} is _not_given: {name} = _make_{name}()")
        if default is not MISSING:
            names[f"_default_{name}"] = default
        head.append(name if default is MISSING else f"{name}=_default_{name}")
        lines.append(f" _set_{name}(self, {name})")
    exec(f"def __init__({', '.join(head)}):\n" + "\n".join(lines), names)
    written: Callable[..., None] = names["__init__"]
    written.__qualname__ = f"{cls.__qualname__}.__init__"
    return written


# ---- what all of them share
def _is_equal(self: Any, other: Any) -> Any:
    if other.__class__ is self.__class__:
        return self._fields_of(self) == self._fields_of(other)
    return NotImplemented


def _hash_of(self: Any) -> int:
    return hash(self._fields_of(self))


def _told(self: Any) -> str:
    values = ", ".join([f"{name}={getattr(self, name)!r}" for name in self._shown])
    return f"{type(self).__qualname__}({values})"


def _refuse(self: object, name: str, _: object = None) -> None:
    raise FrozenInstanceError(f"{name} of a {type(self).__name__} can't be changed")


def _as_call(self: Any) -> tuple[type, tuple[object, ...]]:
    """How it is pickled and copied; workers send values by the thousand."""
    found = self._fields_of(self)
    return type(self), found if len(self.__slots__) > 1 else (found,)
