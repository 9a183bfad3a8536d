"""Cookies that the user exported from a browser (``cookies.txt``, Netscape's form) for one feed.

The file is only read, and what stands in it is sent to the hosts it names and shown nowhere.
"""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

MAX_BYTES: Final = 1_000_000
"""A longer file is a mistake."""
MOST: Final = 100
"""Cookies of one request."""
LONGEST: Final = 8_000
"""Characters of them together."""
_HTTP_ONLY: Final = "#HttpOnly_"
_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE: Final = re.compile(r"[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e\"]*")


def read(path: str) -> str:
    """The text of a cookie file. Raises OSError, or ValueError that says what is wrong with it."""
    place = Path(path).expanduser()
    if place.exists() and not place.is_file():
        raise ValueError("there is no file, but something else")
    with place.open("rb") as file:
        body = file.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise ValueError("the file is longer than 1 MB")
    return body.decode("utf-8", "replace")


def header(text: str, url: str, now: float | None = None) -> str:
    """The ``Cookie`` header of a request for ``url``: those for its host and path that are not over
    (RFC 6265, section 5.4), the longest path first; ``""`` for none.  ``now`` is in seconds."""
    parts = urlsplit(url)
    host, path = (parts.hostname or "").lower(), parts.path or "/"
    moment = time.time() if now is None else now
    found: list[tuple[int, str]] = []
    for line in text.split("\n"):
        line = line.rstrip("\r").removeprefix(_HTTP_ONLY)
        fields = line.split("\t")
        if line.startswith("#") or len(fields) != 7:
            continue
        domain, below, root, secure, until, name, value = fields
        fits = (
            _is_of(host, domain, below.upper() == "TRUE")
            and _is_under(path, root)
            and (secure.upper() != "TRUE" or parts.scheme == "https")
            and not 0 < _seconds(until) < moment
        )
        if fits and _NAME.fullmatch(name) and _VALUE.fullmatch(value):
            found.append((-len(root), f"{name}={value}"))
    sent = ""
    for _, cookie in sorted(found, key=lambda each: each[0])[:MOST]:
        longer = f"{sent}; {cookie}" if sent else cookie
        if len(longer) > LONGEST:
            break
        sent = longer
    return sent


def _is_of(host: str, domain: str, below: bool) -> bool:
    domain = domain.lower().lstrip(".")
    if not domain or ("." not in domain.strip(".") and domain != host):
        return False
    return host == domain or (below and host.endswith(f".{domain}"))


def _is_under(path: str, root: str) -> bool:
    return path == root or path.startswith(root if root.endswith("/") else f"{root}/")


def _seconds(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0
