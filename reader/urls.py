"""Addresses: what may be fetched, when two are the same, and how one is shown."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from reader.fingerprint import fingerprint
from reader.patterns import later
from reader.text import clean

MAX_LENGTH: Final = 8192
_TRACKING: Final = frozenset(
    (
        "fbclid gclid dclid msclkid twclid yclid igshid mc_cid mc_eid mkt_tok _hsenc _hsmi "
        "at_medium at_campaign ns_mchannel ns_source ns_campaign ns_linkname ns_fee cmpid ocid "
        "ftag wt_mc spm vero_id oly_anon_id oly_enc_id __twitter_impression"
    ).split()
)
_PLAIN: Final = later(
    r"https?://(?:www\.(?=[a-z0-9]))?((?!www\.)[a-z0-9][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)+)"
    r"((?:/[\w.~!$&'()*+,=:@%-]*)*)",
    re.ASCII,
)
"""An address with nothing to fold but scheme, ``www.`` and a slash at the end: most are."""
_WHOLE: Final = later(
    r"https?://[a-z0-9][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)+(?:/[\w.~!$&'()*+,=:@%-]*)*"
    r"(?:\?[\w.~!$&'()*+,=:@%/?;-]+)?(?:#[\w.~!$&'()*+,=:@%/?;-]+)?",
    re.ASCII,
)
"""An absolute address in which there is nothing to mend."""
FEED_SCHEME: Final = later(
    r"^(?:web\+)?(?:feeds?|rss|podcast|pcast|itpc|itmss?|view-source):/*(?=[^/])", re.IGNORECASE
)
"""What stands before an address so that a program for feeds is called with it."""
_SESSIONS: Final = frozenset(("phpsessid", "jsessionid", "oscsid", "zenid", "cfid", "cftoken"))
"""Parameters in which servers hand out a new visit each time; nothing else bears these names."""
_SESSION_STEP: Final = later(r";(?:jsessionid|phpsessid)=[^/;]*", re.IGNORECASE)
_SESSION_HASH: Final = later(r"[0-9a-f]{32}", re.IGNORECASE)
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_NOT_IN_NETLOC: Final = re.compile(r"[\s\\\x00-\x20<>^`{|}]")
"""What no host holds; browsers and libraries read a backslash there differently."""
_DOTS: Final = re.compile("[.\u3002\uff0e\uff61]")
_DEVIANT: Final = ("\xdf", "\u03c2", "\u200c", "\u200d")
"""Letters that Python takes for others in names of hosts, and the web no longer does (UTS 46): two
hosts that differ in them alone may be two people's."""
_OWN_LETTERS: Final = frozenset(
    ["CJK", "HIRAGANA", "KATAKANA", "HANGUL", "ARABIC", "HEBREW", "THAI", "DEVANAGARI", "BENGALI",
     "TAMIL", "GEORGIAN", "ETHIOPIC", "KHMER", "TELUGU"]
)  # fmt: skip
"""Scripts whose letters nobody takes for Latin ones."""


def is_web(url: str) -> bool:
    """Whether ``url`` is an absolute http or https address with a host."""
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in _DEFAULT_PORTS
            and url[:1] > " "  # what stands before it would be passed over
            and bool((parts.hostname or "").strip("."))
            and len(url) <= MAX_LENGTH
            and parts.port != 0
            and not _NOT_IN_NETLOC.search(parts.netloc)
        )
    except ValueError:
        return False


def is_whole(url: str) -> bool:
    """Whether ``url`` is plainly an absolute address in which there is nothing to mend; most are."""
    return len(url) <= MAX_LENGTH and _WHOLE.fullmatch(url) is not None


def join(base: str | None, url: str) -> str | None:
    """``url`` made absolute against ``base``, or None when it is no http(s) address."""
    if is_whole(url):
        return url
    url = "".join(clean(url).split("\n")).replace("\t", "").strip()
    if not url:
        return None
    if is_whole(url):
        return url
    try:
        absolute = urljoin(base, url) if base else url
    except ValueError:
        return None
    if not is_web(absolute):
        return None
    return (
        quote(absolute, safe="!#$%&'()*+,/:;=?@[]~|\u200d", encoding="utf-8")
        if (" " in absolute)
        else absolute
    )


def strip_tracking(url: str) -> str:
    """``url`` without the query parameters that only follow people around."""
    if "?" not in url:
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if not parts.query or not _has_tracking(parts.query):
        return url
    kept = [piece for piece in parts.query.split("&") if not _is_tracking(piece.partition("=")[0])]
    return urlunsplit(parts._replace(query="&".join(kept)))


@lru_cache(maxsize=2048)
def canonical(url: str) -> str:
    """What two addresses of the same page have in common: for comparing, never for fetching.

    Scheme and ``www.`` folded, host in lower case, default port, fragment (but ``#!``), tracking
    parameters, those of a visit and a trailing slash dropped, query sorted.
    """
    if plain := _plain(url):
        return f"https://{plain[1]}{plain[2].rstrip('/')}"
    return _canonical(url)


def _canonical(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
        host = ascii_host((parts.hostname or "").rstrip(".")).removeprefix("www.")
        port = parts.port
    except ValueError:
        return url
    if not host:
        return url
    if port and port not in (80, 443):
        host = f"{host}:{port}"
    asked = parse_qsl(parts.query, keep_blank_values=True)
    query = sorted(
        p for p in asked if not (_is_tracking(p[0]) or _is_visit(*p, alone=len(asked) < 2))
    )
    path = _SESSION_STEP.sub("", parts.path) if ";" in parts.path else parts.path
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    return urlunsplit(("https", host, path.rstrip("/"), urlencode(query), fragment))


def key(url: str) -> int:
    """What all spellings of one address have in common, as a signed 64-bit number."""
    found = fingerprint(canonical(url).encode("utf-8", "replace"), 8)
    return int.from_bytes(found, "big", signed=True)


@lru_cache(maxsize=1024)
def _plain(url: str) -> re.Match[str] | None:
    """Whether ``url`` is as most are; each link of a story is asked for it several times."""
    return _PLAIN.fullmatch(url)


def path_and_query(url: str) -> tuple[str, str]:
    """Where ``url`` leads on its host. Raises ValueError when it can't be taken apart."""
    if plain := _plain(url):
        return plain[2], ""
    parts = urlsplit(url)
    return parts.path, parts.query


@lru_cache(maxsize=256)
def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of ``url``; raises ValueError when it has none."""
    parts = urlsplit(url)
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise ValueError(f"not a web address: {url!r}")
    return parts.scheme, parts.hostname.lower(), parts.port or _DEFAULT_PORTS[parts.scheme]


def show(url: str) -> str:
    """``url`` for a reader: its true host, no credentials.

    A host whose letters could be taken for others is spelled in punycode.
    """
    url = clean(url)
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return url
    if not host:
        return url
    return urlunsplit(parts._replace(netloc=_honest_host(host) + port))


def without_feed_scheme(address: str) -> str:
    """``address`` without ``feed:`` and its like, as http where it names no other scheme."""
    bare = FEED_SCHEME.sub("", address, count=1)
    if bare == address or bare[:6].lower().startswith(("http:", "https:")):
        return bare
    return f"http://{bare}"


def without_login(url: str) -> str:
    """``url`` without the name and password that may stand before its host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])) if "@" in url else url


def with_login_of(old: str, url: str) -> str:
    """``url`` with the name and password of ``old``, if that has any."""
    login, at, _ = urlsplit(old).netloc.rpartition("@")
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{login}@{parts.netloc}")) if at else url


def is_same_origin(one: str, other: str) -> bool:
    """Whether two addresses have scheme, host and port in common."""
    try:
        return origin(one) == origin(other)
    except ValueError:
        return False


def is_same_server(old: str, url: str) -> bool:
    """Whether ``url`` leads to the origin of ``old``, or to that by https where it was http."""
    try:
        (scheme, host, port), now = origin(old), origin(url)
    except ValueError:
        return False
    secure = {("https", host, port), ("https", host, 443)} if scheme == "http" else set()
    return now in {(scheme, host, port), *secure}


def site(url: str) -> str:
    """The host of ``url`` without ``www.``, for a reader; ``""`` when it has none."""
    if plain := _plain(url):
        return plain[1]
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return _honest_host(clean(host)).removeprefix("www.")


def _honest_host(host: str) -> str:
    """``host`` as it may be shown: in its own letters only where they can't be mistaken."""
    if ":" in host:
        try:
            return f"[{ipaddress.ip_address(host)}]"
        except ValueError:
            return host
    if host.isascii() or all(_is_plain(label) for label in host.split(".")):
        return host
    return ascii_host(host)


def _is_plain(label: str) -> bool:
    """Whether ``label`` is ASCII, Latin with accents, or in scripts that are unlike Latin."""
    if label.isascii():
        return True
    scripts = {unicodedata.name(c, "?").split()[0] for c in label if not c.isascii()}
    if scripts == {"LATIN"}:
        return all(unicodedata.normalize("NFD", c)[0].isascii() for c in label)
    return scripts <= _OWN_LETTERS and not any(c.isascii() and c.isalpha() for c in label)


def ascii_host(host: str) -> str:
    """``host`` as it is looked up; what is no name at all with its letters escaped."""
    if host.isascii():
        return host.lower()
    try:
        return ".".join(_ascii_label(label) for label in _DOTS.split(host))
    except UnicodeError:
        return host.encode("ascii", "backslashreplace").decode("ascii")


def with_ascii_host(url: str) -> str | None:
    """``url`` with its host as it is looked up; None when that is no name."""
    parts = urlsplit(url)
    login, at, place = parts.netloc.rpartition("@")
    name, colon, port = place.partition(":")
    host = ascii_host(name)
    if "\\" in host:
        return None
    return urlunsplit(parts._replace(netloc=login + at + host + colon + port))


def _ascii_label(label: str) -> str:
    small = label.lower()
    if any(letter in small for letter in _DEVIANT):
        return "xn--" + small.encode("punycode").decode("ascii")
    return label.encode("idna").decode("ascii").lower()


def _is_tracking(name: str) -> bool:
    name = name.lower()
    return name.startswith("utm_") or name in _TRACKING


def _is_visit(name: str, value: str, *, alone: bool) -> bool:
    """Whether a parameter tells one visit from another, and not pages.  ``sid`` may be the number
    of a story, but is none as a long hash beside what names the page."""
    name = name.lower()
    return (
        name in _SESSIONS
        or name.startswith("aspsessionid")
        or (name == "sid" and not alone and _SESSION_HASH.fullmatch(value) is not None)
    )


def _has_tracking(query: str) -> bool:
    return any(_is_tracking(piece.partition("=")[0]) for piece in query.split("&"))
