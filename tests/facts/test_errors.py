"""What an error says to a reader."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

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


def test_other_errors_than_those_of_a_full_computer_are_none_of_it() -> None:
    for error in (ValueError("x"), RuntimeError("x"), OSError(2, "No such file"), OSError("x")):
        assert used_up(error) == ""
    assert used_up(OSError(12, "Cannot allocate memory")) == "memory"
