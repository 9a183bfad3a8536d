"""The forms of verbs that language files give by their stems."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_VOWELS: Final = frozenset("aeiou")


def forms(pairs: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Every ending of a pair on every stem of it; ``-`` is no ending."""
    return frozenset(
        stem + ending.replace("-", "")
        for endings, stems in pairs
        for stem in stems.split()
        for ending in endings.split()
    )


def weak_verbs(stems: str) -> tuple[frozenset[str], frozenset[str]]:
    """German forms of weak verbs by their stems: present and past, the participle with them; and
    the participles alone."""
    finite: set[str] = set()
    participles: set[str] = set()
    for stem in stems.split():
        link = "e" if stem.endswith(("t", "d", "chn", "ffn", "dm", "tm", "gn")) else ""
        past = stem + link + "te"
        participle = stem + link + "t"
        finite |= {participle, past, past + "n", stem + "en"}
        bare = stem.startswith(_UNPARTED) or stem.endswith("ier")
        participles.add(participle if bare else "ge" + participle)
    return frozenset(finite | participles), frozenset(participles)


_UNPARTED: Final = ("be", "emp", "ent", "er", "ge", "miss", "ver", "wider", "zer", "unter", "über")
"""Prefixes of German verbs that leave no room for *ge-*."""


def inflect(stems: str) -> tuple[frozenset[str], frozenset[str]]:
    """English forms of regular verbs: -s and -ed (the base is too often a noun); and -ing."""
    finite: set[str] = set()
    running: set[str] = set()
    for stem in stems.split():
        double = stem.endswith("+")  # "quip+" doubles its last letter
        base = stem.rstrip("+")
        if base.endswith("y") and base[-2] not in _VOWELS:
            finite |= {base[:-1] + "ies", base[:-1] + "ied"}
            running.add(base + "ing")
            continue
        finite.add(base + ("es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s"))
        root = base[:-1] if base.endswith("e") else base + base[-1] if double else base
        finite.add(root + "ed")
        running.add((base if base.endswith("ee") else root) + "ing")
    return frozenset(finite), frozenset(running)
