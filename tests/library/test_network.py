"""How many processes digest."""

from __future__ import annotations

import os

import pytest

from reader.library.fetching.network import workers_alone, workers_beside


@pytest.mark.parametrize(
    ("cores", "alone", "beside"), [(None, 1, 1), (1, 1, 1), (2, 2, 1), (4, 4, 3), (16, 4, 4)]
)
def test_every_core_digests_up_to_four_and_one_less_beside_the_keys(
    monkeypatch: pytest.MonkeyPatch, cores: int | None, alone: int, beside: int
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert (workers_alone(), workers_beside()) == (alone, beside)
