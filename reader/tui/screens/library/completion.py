"""What a query that is being typed may go on with: the names of filters, and values that are known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from reader.query.filters import FILTERS, PARTS, STATES
from reader.text import clean_line, fold

FIXED: Final[Mapping[str, Sequence[str]]] = {"is": STATES, "has": PARTS}
"""Filters whose values are always the same."""
_NAME: Final = re.compile(r"(?:^|(?<=[\s(-]))([A-Za-z]{2,})$")
_VALUE: Final = re.compile(r'(?:^|(?<=[\s(-]))([A-Za-z]+):("?)([^"\s()]*|(?<=")[^"]*)$')
_BARE: Final = re.compile(r"[^\s\"()*:]+")


def completed(text: str, known: Mapping[str, Sequence[str]]) -> str | None:
    """``text`` with its last word completed: to the name of a filter, or to one of its values in
    ``known``; None when nothing begins so."""
    if found := _VALUE.search(text):
        name, quote, begun = found[1].lower(), found[2], found[3]
        values = (*FIXED.get(name, ()), *known.get(name, ()))
        lines = [clean_line(value).replace('"', "") for value in values]
        begun = fold(begun)
        begin = [line for line in lines if fold(line).startswith(begun)]
        # One of which a later word begins so is meant where none does itself.
        for line in begin or [line for line in lines if f" {begun}" in fold(line)]:
            if fold(line) != begun:
                bare = _BARE.fullmatch(line) and not quote
                return text[: found.end(1) + 1] + (line if bare else f'"{line}"')
        return None
    if found := _NAME.search(text):
        begun = found[1].lower()
        for name in FILTERS:
            if name.startswith(begun):
                return text[: found.start(1)] + f"{name}:"
    return None
