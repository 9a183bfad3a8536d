"""Addresses in feeds made absolute, with a short cut for the plain ones that most are."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from reader.urls import MAX_LENGTH, join

_PLAIN = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?:/[!-:<-~]*)?\Z")
_SCHEME = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]*:")
_SLASHES = re.compile(r"^([A-Za-z][A-Za-z0-9+-.]*://)(/*)")


def is_plain(address: str) -> bool:
    """Whether ``address`` is absolute already and joining would give it back as it is."""
    return (
        _PLAIN.match(address) is not None
        and address[-1] not in "?#"
        and "?#" not in address
        and len(address) <= MAX_LENGTH
    )


def is_path(name: str) -> bool:
    """Whether the name of an entry is a relative path, which means something with its base only.

    Other names are kept letter for letter (RFC 4287, section 4.2.6.1).
    """
    return "/" in name and not _SCHEME.match(name)


def may_lead(name: str) -> bool:
    """Whether the name of an entry can be its address, as RSS takes it to be where nothing is said:
    a bare word or number, as many feeds have, leads nowhere."""
    return "/" in name


def resolve(base: str, address: str) -> str:
    """``address`` made absolute as feedparser does it, whatever its scheme."""
    if is_plain(address):
        return address
    try:
        return urljoin(base, _SLASHES.sub(r"\1", address))
    except ValueError:
        return ""


def absolute(base: str | None, address: str) -> str | None:
    """``address`` as an absolute http(s) address, or None when it is none."""
    return address if is_plain(address) else join(base, address)
