"""What an error says to a reader."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.errors import ConfigError, FetchError, ReaderError, used_up
from reader.model import FeedFailure


def test_a_config_error_names_file_line_and_column() -> None:
    error = ConfigError("expected a value.", path=Path("a/feeds.toml"), line=4, column=9)
    assert str(error) == "feeds.toml:4:9 expected a value."


def test_a_feed_error_becomes_the_failure_that_is_kept_on_the_feed() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    error = FetchError("Too often.", url="http://a", kind="rate_limited", retry_at=at, hint="Wait.")
    assert error.failure() == FeedFailure("rate_limited", "Too often.", "Wait.", at)
    assert isinstance(error, ReaderError)


@pytest.mark.parametrize(
    ("why", "until", "kept", "told"),
    [
        ("", None, "Feeds are tried again by themselves.", "Try again later."),
        (
            "It sleeps",
            None,
            "It sleeps; feeds are tried again by themselves.",
            "It sleeps; try again later.",
        ),
        (
            "",
            datetime(2026, 1, 1, tzinfo=UTC),
            "Feeds are asked again by themselves when that time is over.",
            "Try again later.",
        ),
    ],
)
def test_only_feeds_of_the_list_are_promised_another_try(
    why: str, until: datetime | None, kept: str, told: str
) -> None:
    error = FetchError("No.", url="http://a", kind="http", retry_at=until, hint=why, passes=True)
    assert (error.failure().hint, error.hint) == (kept, told)
    error.not_added()
    assert error.hint.lower().endswith("nothing was added; try again later.")
    for_good = FetchError("No.", url="http://a", kind="http", hint="Never.")
    for_good.not_added()
    assert (for_good.failure().hint, for_good.hint) == ("Never.", "Never.")


def test_other_errors_than_those_of_a_full_computer_are_none_of_it() -> None:
    for error in (ValueError("x"), RuntimeError("x"), OSError(2, "No such file"), OSError("x")):
        assert used_up(error) == ""
    assert used_up(OSError(12, "Cannot allocate memory")) == "memory"
