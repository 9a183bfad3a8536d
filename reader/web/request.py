"""What to get and how, and what came: the values that a fetch starts and ends with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

USER_AGENT: Final = "NowReading/0.1 (feed reader)"


@dataclass(frozen=True, slots=True)
class Settings:
    """How to fetch. Sizes in bytes, times in seconds.

    ``allow_private`` holds hosts, ``host:port`` pairs and networks (CIDR).  ``stall`` is how
    long a server may stay silent, ``connect`` how long a connection may take.  ``proxy`` None
    means that of the environment.
    """

    concurrency: int = 64
    allow_private: tuple[str, ...] = ()
    user_agent: str = USER_AGENT
    proxy: str | None = None
    per_host: int = 2
    connect: float = 10.0
    stall: float = 15.0
    feed_cap: int = 40_000_000
    page_cap: int = 10_000_000
    file_cap: int = 4_000_000_000


@dataclass(frozen=True, slots=True)
class Request:
    """What to get. ``etag`` and ``last_modified`` go back verbatim as the server gave them.

    ``user_typed`` is the address that the user typed: its own origin may lie in a private
    network.  ``headers`` are the user's for this feed; they stay with their origin.
    ``deadline`` (seconds) counts from when its turn has come.  ``force`` asks even a host that
    wants to be left alone.  ``verify_tls`` False is the user's choice for this feed.  ``cap`` (bytes)
    is a lower limit than the settings' for its kind.  ``into`` takes the bytes as they come, in their
    order; the response's body is then empty.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    kind: Literal["feed", "page", "file"] = "feed"
    user_typed: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    deadline: float = 30.0
    force: bool = False
    verify_tls: bool = True
    cap: int | None = None
    into: Callable[[bytes], None] | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What came: ``url`` is where it came from, ``headers`` have lower-case names.

    ``moved_to`` is that address when every redirect on the way was a permanent one.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    not_modified: bool
    moved_to: str | None
