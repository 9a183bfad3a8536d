"""On how many examples a property is tried: a few each time, all with the slow tests."""

from __future__ import annotations

import os
from typing import Final

from hypothesis import HealthCheck, settings

PROFILE: Final = "HYPOTHESIS_PROFILE"
"""Names the profile in the environment: ``quick``, ``thorough`` (that of the slow tests), or
``search``, which looks for examples that nobody has met yet.  The others always try the same, so that
a change fails by what it changed."""
_FEW: Final = 5
_ALL: Final = 100


def examples(number: int) -> int:
    """How many of ``number`` examples are tried now."""
    return number if os.environ.get(PROFILE, "quick") != "quick" else max(number // _FEW, 10)


def choose(*, slow: bool) -> None:
    """Take the profile that the environment names, or that of the slow tests, or the quick one.

    To be called before a module asks for :func:`examples`.
    """
    name = os.environ.setdefault(PROFILE, "thorough" if slow else "quick")
    settings.register_profile(
        name,
        max_examples=examples(_ALL),
        deadline=None,
        derandomize=name != "search",
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile(name)
