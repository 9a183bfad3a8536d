"""From what a person types to the addresses where a feed may be. Pure: nothing is fetched here.

The order in which the library tries them: :func:`candidates` of the words typed; when the answer
is a page, what that page names (:mod:`reader.web.named`); when that is nothing, :func:`well_known`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from reader import urls
from reader.text import clean_line
from reader.web import services
from reader.web.addresses import is_public, literal

Source = Literal["typed", "service", "head", "link", "page", "well_known"]

WELL_KNOWN: Final = (
    "atom.xml",
    "feed.atom",
    "feed.xml",
    "feed/",
    "feed",
    "index.rss",
    "index.xml",
    "rss.xml",
    "rss/",
    "rss",
    "rss/feed.xml",
    "feed.json",
    "index.atom",
    "?feed=rss2",
    "feeds/posts/default",
    "blog-feed.xml",
)
_LOOKS_LIKE_FEED: Final = re.compile(
    r"(?:\.(?:rss|atom|rdf)|/(?:rss|feed|atom|feeds)/?|/(?:rss|feed|atom|index)\.(?:xml|json)"
    r"|[?&]feed=(?:rss2?|atom))$",
    re.IGNORECASE,
)
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d)", re.IGNORECASE)
_MISTYPED: Final = re.compile(r"^h{0,2}t{1,3}p{1,2}(s{0,2})(?:[:;]/*|//+)(?=[^/])", re.IGNORECASE)
"""``http`` and ``https`` with a letter or stroke too many or too few."""
_INSIDE: Final = re.compile(r"(?:^|[\s({<\[\"'«“‘:*|])(https?://[^\s<>\"“”«»\[\]]+)", re.IGNORECASE)
_MAILBOX: Final = re.compile(r"^(?:mailto|xmpp|sips?|im):", re.IGNORECASE)
_LOGIN: Final = re.compile(r"[^\s/?#:@]+:[^\s/?#@]*@")
_PORT: Final = re.compile(r":\d+$")
_HOST: Final = re.compile(
    r"(?:[^\s/?#@:.]+\.)+[^\s/?#@:.]{2,}|localhost|\[[0-9a-f:.]+\]", re.IGNORECASE
)
_AROUND: Final = "<>\"'“”„«»‹›‘’`*|\u200c\u200d "
"""What stands around an address that was copied from somewhere."""
_UNSEEN: Final = dict.fromkeys(map(ord, "\u200b\u2060\ufeff"))
"""Where a page let an address be broken, which goes along when it is copied."""
_PAIRS: Final = ("()", "[]", "{}")
_GIT: Final = re.compile(
    r"(?:(?:git\+)?(?:ssh|git|https?)://)?(?:git@)?((?:[\w-]+\.)+[\w-]+)(?::|/)([\w.-]+/[\w.-]+?)"
    r"(?:\.git)?/?"
)
"""Where a repository is to be cloned from."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address where a feed may be; ``title`` is what is said of it there, ``""`` for none.

    ``source`` tells how it was come by: ``typed`` may be a feed or a page, ``page`` is one that
    may name feeds, the others are feeds by all that is known.
    """

    url: str
    title: str = ""
    source: Source = "typed"


def candidates(address: str) -> tuple[Candidate, ...]:
    """What ``address`` may stand for, best first; empty when it is nothing to be fetched.

    Understood: feed and page addresses with or without scheme, ``feed:`` addresses, bare hosts,
    ``@user@host`` (Mastodon), ``@name.bsky.social`` (Bluesky), ``@name`` (YouTube), ``r/name`` and
    ``u/name`` (Reddit), ``!name@host`` (Lemmy), ``owner/repo`` (GitHub), ``hn WORDS`` (Hacker News;
    words alone are none: they may be meant for anything).  Slips of the pen and marks around an
    address are put right.
    """
    address = _tidied(address)
    short = _short_form(address)
    if short is not None:
        return short
    found: list[Candidate] = []
    for url in _with_scheme(address):
        if not _LOOKS_LIKE_FEED.search(url):
            found += [Candidate(feed, title, "service") for feed, title in services.feeds_of(url)]
        found.append(Candidate(url))
    if mailbox := re.fullmatch(r"([\w.-]+)@((?:[\w-]+\.)+[\w-]+)", address):
        found = [*_mastodon(*mailbox.groups()), *found]
    return once(found)


def well_known(url: str) -> tuple[Candidate, ...]:
    """Where feeds commonly lie: in the root of the site, its first folder, the folder of ``url``."""
    root = urljoin(url, "/")
    top = re.match(r"/[^/]+/", urlsplit(url).path)
    folders = (root, urljoin(url, top[0]) if top else root, urljoin(url, "."))
    return once(
        Candidate(base + path, source="well_known")
        for base in dict.fromkeys(folders)
        for path in WELL_KNOWN
    )


def is_root(url: str) -> bool:
    """Whether ``url`` is that of a whole site."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def once(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """``found`` without those that were already named."""
    first: dict[str, Candidate] = {}
    for candidate in found:
        first.setdefault(candidate.url, candidate)
    return tuple(first.values())


def _tidied(address: str) -> str:
    """``address`` without what was copied along with it."""
    address = clean_line(address).translate(_UNSEEN).replace("＠", "@").strip(f"{_AROUND},;")
    if re.match(r"https?%3a%2f%2f", address, re.IGNORECASE):
        address = unquote(address)
    address = re.sub(r"^(https?://)\s+", r"\1", address)
    if several := re.match(r"(https?://\S+)\s+https?://", address):
        address = several[1]
    if not re.match(r"[a-z+]+:/", address, re.IGNORECASE) and (inside := _INSIDE.search(address)):
        address = inside[1]
    if " " not in address:
        address = address.rstrip(",;:").replace("&amp;", "&")
        address = re.sub(r"(?:%20)+$", "", address)
        for pair in _PAIRS:
            address = _without_half(address.rstrip("*|"), *pair)
        address = re.sub(r"(?<=\w)\.$", "", address)
    return address


def _without_half(address: str, start: str, end: str) -> str:
    """``address`` without the bracket at its end that began outside of it, or both where all of it
    stands in them."""
    if address.startswith(start) and address.endswith(end) and start != "[":
        return address[1:-1]
    while address.rstrip(".,").endswith(end) and address.count(end) > address.count(start):
        address = address.rstrip(".,")[:-1]
    return address


def _short_form(address: str) -> tuple[Candidate, ...] | None:
    """The short ways to name a source; None when ``address`` is none of them."""
    if found := re.fullmatch(r"(?:acct:)?@?([\w.-]+)@((?:[\w-]+\.)+[\w-]+)", address):
        if address.startswith(("@", "acct:")):
            return _mastodon(*found.groups())
        return None
    if found := re.fullmatch(r"!([\w.-]+)@((?:[\w-]+\.)+[\w-]+)", address):
        community, host = found.groups()
        return (Candidate(f"https://{host}/feeds/c/{community}.xml", address, "service"),)
    if found := re.fullmatch(r"@((?:[\w-]+\.)+[\w-]+)|(did:(?:plc|web):[\w.:-]+)", address):
        handle = found[1] or found[2]
        return (Candidate(f"https://bsky.app/profile/{handle}/rss", address, "service"),)
    if re.fullmatch(r"@[\w-]+", address):
        return (Candidate(f"https://www.youtube.com/{address}", address, "page"),)
    if re.fullmatch(r"UC[\w-]{22}", address):
        return _services(f"https://www.youtube.com/channel/{address}")
    if re.fullmatch(r"/?(r|u|user)/[\w-]+(?:\+[\w-]+)*(?:/\w+)?/?", address):
        return _services(f"https://www.reddit.com/{address.strip('/')}")
    if re.fullmatch(r"[A-Za-z\d-]+/[\w.-]+", address) and not address.startswith("localhost/"):
        return _services(f"https://github.com/{address}")
    if address.startswith(("git", "ssh:")) and (found := _GIT.fullmatch(address)):
        return _services(f"https://{found[1]}/{found[2]}") or None
    if found := re.fullmatch(r"at://((?:did:(?:plc|web):)?[\w.-]+)(?:/.*)?", address):
        return (Candidate(f"https://bsky.app/profile/{found[1]}/rss", address, "service"),)
    if found := re.fullmatch(r"(?:hn|hacker ?news)[: ]\s*(.+)", address, re.IGNORECASE):
        words = found[1] + '"' * (found[1].count('"') % 2)  # the last one was taken off
        return (Candidate(*services.hacker_news(words), "service"),)
    return None


def _services(url: str) -> tuple[Candidate, ...]:
    return tuple(Candidate(feed, title, "service") for feed, title in services.feeds_of(url))


def _mastodon(user: str, host: str) -> tuple[Candidate, ...]:
    """An account of the fediverse: where Mastodon has its feed, the page that names it for other
    programs, and the place that tells where the account is at home (RFC 7033)."""
    account = quote(f"acct:{user}@{host}", safe=":@")
    return (
        Candidate(f"https://{host}/@{user}.rss", f"@{user}@{host}", "service"),
        Candidate(f"https://{host}/@{user}", source="page"),
        Candidate(f"https://{host}/.well-known/webfinger?resource={account}", source="page"),
    )


def _with_scheme(address: str) -> tuple[str, ...]:
    """``address`` as absolute addresses; two when it is not said whether it is http or https."""
    if _MAILBOX.match(address):
        return ()
    address = _mended(address)
    if _has_scheme(address):
        absolute = _normal(address)
        return (absolute,) if absolute is not None else ()
    bare = address.lstrip("/")
    if ":" in bare and literal(bare) is not None and not bare.startswith("["):
        bare = f"[{bare}]"
    bare = _with_plain_host(bare)
    host = re.split(r"[/?#]", bare, maxsplit=1)[0].rpartition("@")[2]
    if not _is_host(host):
        return ()
    schemes = ("http", "https") if _is_near(_PORT.sub("", host)) else ("https", "http")
    found = (_normal(f"{scheme}://{bare}") for scheme in schemes)
    return tuple(url for url in found if url is not None)


def _mended(address: str) -> str:
    """``address`` without the scheme of feeds, and with one scheme, rightly written, where it has any."""
    address = urls.FEED_SCHEME.sub("", address).removeprefix("://")
    if re.match(r"https?:[\\/]", address, re.IGNORECASE):
        address = address.replace("\\", "/")  # as browsers read them
    # A scheme put before an address that has one already, by a form that always puts one.
    address = re.sub(r"^(?:https?://)+(?=https?:/)", "", address, flags=re.IGNORECASE)
    return _MISTYPED.sub(lambda m: "https://" if m[1] else "http://", address)


def _has_scheme(address: str) -> bool:
    """Whether it begins with a scheme, and not with a host and its port or with a name and password."""
    scheme = _SCHEME.match(address)
    if scheme is None or _LOGIN.match(address):
        return False
    return not address[: scheme.end() - 1].lower().endswith((".", "localhost"))


def _is_host(host: str) -> bool:
    """Whether it can be a host: an address, a name with dots, or one word where a port follows."""
    name = _PORT.sub("", host)
    is_word = name != host and re.fullmatch(r"[a-z][\w-]*", name, re.IGNORECASE)
    return bool(_HOST.fullmatch(name) or is_word or literal(name) is not None)


def _with_plain_host(bare: str) -> str:
    """``bare`` with its host in ordinary letters, where it has dots and letters of full width."""
    end = re.search(r"[/?#]", bare)
    host = bare[: end.start()] if end else bare
    if host.isascii():
        return bare
    return unicodedata.normalize("NFKC", host).replace("\u3002", ".") + bare[len(host) :]


def _normal(address: str) -> str | None:
    """``address`` with scheme and host in small letters and without a place in its page."""
    url = urls.join(None, address)
    if url is None:
        return None
    parts = urlsplit(url)
    login, at, host = parts.netloc.rpartition("@")
    before = login + at if login else ""
    return urlunsplit(parts._replace(netloc=before + host.lower(), fragment=""))


def _is_near(host: str) -> bool:
    """Whether ``host`` lies in one's own network, where https is rare."""
    address = literal(host)
    if address is not None:
        return not is_public(address)
    return "." not in host or host.endswith((".localhost", ".local", ".lan", ".home.arpa"))
