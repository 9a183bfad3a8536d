"""The language of the pipe: frames of one kind byte, a length and a pickled body.

::

    J  parent → child   (kind, args, seconds)      a job
    B  child → parent   number                     the so manieth job begins: clocks start here
    P  child → parent   [entry, …]                 a part of the entries of the result that follows
    R  child → parent   result                     its ``entries`` are the parts, when any came
    E  child → parent   (message, url, kind, hint) what the job raised, as plain data
    X  child → parent   the same, and the child leaves (its memory ran out)
"""

from __future__ import annotations

import pickle
import struct
from collections.abc import Iterator
from dataclasses import is_dataclass, replace
from typing import Any, Final

from reader.errors import FeedError

HEADER: Final = struct.Struct(">cQ")
JOB, BEGUN, PART, RESULT, ERROR, LEAVING = b"J", b"B", b"P", b"R", b"E", b"X"
STRETCH: Final = 8
"""A job's seconds are those that its child has the processor; on a busy machine it may take so
many times as long."""
PART_SIZE: Final = 200
"""Entries in one frame: unpickling more at once would hold the event loop for longer than 5 ms."""

Failure = tuple[str, str, str, str]


def frame(kind: bytes, body: object) -> bytes:
    """One frame; raises what pickle raises for a body that cannot be sent."""
    data = pickle.dumps(body, protocol=pickle.HIGHEST_PROTOCOL)
    return HEADER.pack(kind, len(data)) + data


def result_frames(result: Any) -> Iterator[bytes]:
    """``result`` as frames: a feed with many entries goes in parts, the rest in one."""
    entries = getattr(result, "entries", ())
    if is_dataclass(result) and not isinstance(result, type) and len(entries) > PART_SIZE:
        for start in range(0, len(entries), PART_SIZE):
            yield frame(PART, entries[start : start + PART_SIZE])
        result = replace(result, entries=())
    yield frame(RESULT, result)


def failure_of(error: BaseException, url: str) -> Failure:
    """``error`` as plain data, whatever it is; an unforeseen one becomes the feed's own."""
    if isinstance(error, FeedError):
        return error.message, error.url, error.kind, error.hint
    if isinstance(error, MemoryError):
        return "Reading it takes more memory than a feed is given.", url, "too_large", ""
    name = type(error).__name__
    return f"Its contents can't be read ({name})", url, "parse", ""
