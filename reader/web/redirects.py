"""Where a redirect leads, and what may travel along: pure rules.

RFC 9110 section 15.4 for the statuses, the Fetch standard for dropping credentials when a
redirect leaves the origin.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from reader import urls
from reader.errors import FetchError

STATUSES: Final = frozenset((301, 302, 303, 307, 308))
PERMANENT: Final = frozenset((301, 308))
MAX_HOPS: Final = 10
_MAY_TRAVEL: Final = frozenset(("accept", "accept-language", "user-agent"))
"""Headers of the user that go along to another origin; any other could carry a secret."""
_CONSENT: Final = frozenset(("consent.youtube.com", "consent.google.com"))
"""Where visitors from Europe are sent who have not said whether they may be followed."""
_CONSENT_SAID: Final = "SOCS=CAI"
"""The cookie that tells that this was asked.  No other is ever kept, so there is nobody to follow."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One request of a chain: ``url`` bears no credentials, they stand in ``headers``."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    seen: tuple[str, ...] = ()
    permanent: bool = True
    """Whether every redirect so far was a permanent one."""
    conditional: bool = True
    """Whether the validators are sent: not once a server found fault with them."""


def first_hop(url: str, headers: Mapping[str, str]) -> Hop:
    """The start of a chain; raises FetchError ``bad_url`` when ``url`` is no web address."""
    if not urls.is_web(url):
        raise FetchError(
            f"{urls.show(url)[:200] or 'Nothing'} is not an address on the web.",
            url=url,
            kind="bad_url",
            hint="An address starts with https:// or http:// and names a host.",
        )
    bare, authorization = _without_credentials(url)
    kept = {name.lower(): value for name, value in headers.items()}
    if authorization is not None:
        kept.setdefault("authorization", authorization)
    return Hop(bare, kept)


def next_hop(hop: Hop, status: int, location: bytes | None) -> Hop:
    """The hop that ``location`` names; raises FetchError ``redirect`` or ``blocked``."""
    target = _target(hop, location)
    if "cookie" not in hop.headers and urls.origin(target)[1] in _CONSENT:
        return replace(hop, headers={**hop.headers, "cookie": _CONSENT_SAID})
    if target in hop.seen or target == hop.url:
        raise FetchError(
            f"The address leads round in a circle by way of {_short(target)}.",
            url=hop.url,
            kind="redirect",
            hint="The site is set up wrongly, or wants a login; look for another feed address.",
        )
    if len(hop.seen) >= MAX_HOPS:
        raise FetchError(
            f"The address leads on more than {MAX_HOPS} times.",
            url=hop.url,
            kind="redirect",
            hint="The site is set up wrongly; look for another feed address.",
        )
    bare, _ = _without_credentials(target)
    headers = hop.headers
    if urls.origin(bare) != urls.origin(hop.url):
        headers = {name: value for name, value in headers.items() if name in _MAY_TRAVEL}
    permanent = hop.permanent and status in PERMANENT
    return Hop(bare, headers, (*hop.seen, hop.url), permanent, hop.conditional)


def _target(hop: Hop, location: bytes | None) -> str:
    text = _text(location or b"").strip()
    if not text:
        raise FetchError(
            "The server says that the feed lies elsewhere, but not where.",
            url=hop.url,
            kind="redirect",
            hint="The site is set up wrongly; look for another feed address.",
        )
    try:
        target = urljoin(hop.url, text)
        scheme = urlsplit(target).scheme
        target = urlunsplit(urlsplit(target)._replace(fragment=""))
    except ValueError:
        target, scheme = "", ""
    if scheme not in ("http", "https", ""):
        raise FetchError(
            f"The server leads to an address of the kind {_short(scheme)}:, which is not fetched.",
            url=hop.url,
            kind="blocked",
            hint="Only http and https addresses are fetched.",
        )
    if not urls.is_web(target):
        raise FetchError(
            "The server leads to something that is no address.",
            url=hop.url,
            kind="redirect",
            hint="The site is set up wrongly; look for another feed address.",
        )
    return target


def _text(location: bytes) -> str:
    """A Location header as text: UTF-8 as servers send it, else latin-1."""
    try:
        return location.decode()
    except UnicodeDecodeError:
        return location.decode("latin-1")


def _without_credentials(url: str) -> tuple[str, str | None]:
    parts = urlsplit(url)
    userinfo, at, host = parts.netloc.rpartition("@")
    if not at:
        return url, None
    name, _, password = userinfo.partition(":")
    pair = f"{unquote(name)}:{unquote(password)}".encode()
    return urlunsplit(parts._replace(netloc=host)), f"Basic {b64encode(pair).decode()}"


def _short(url: str) -> str:
    shown = urls.show(url)
    return shown if len(shown) <= 120 else shown[:119] + "…"
