"""Feeds that arrive whole and are ill inside. What the digest makes of them stands in ``feed``.

``("ok", ...)`` means that what can be read is to be read; none of them may crash, hang or reach
a file or the network.
"""

from __future__ import annotations

import random
from functools import cache

from tests.faultserver.exchange import Exchange, Handler, Trick, whole
from tests.faultserver.faults_transport import FEED

_OK = ("ok",)
_EITHER = ("ok", "parse", "not_a_feed", "encoding", "timeout")


def _rss(*items: str, head: str = "", title: str = "Ill") -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{head}<rss version="2.0"><channel>'
        f"<title>{title}</title><link>http://site.example/</link><description>d</description>"
        f"{''.join(items)}</channel></rss>"
    ).encode("utf-8", "surrogatepass")


def _item(number: int, title: str = "Fine", body: str = "Words.", extra: str = "") -> str:
    return (
        f"<item><guid>i{number}</guid><title>{title}</title><description>{body}</description>"
        f"{extra}</item>"
    )


def _ill(name: str, body: bytes, *feed: str, entries: int | None = None) -> Trick:
    return Trick(name, whole(body), _OK, feed=feed or _OK, entries=entries)


def _late(name: str, make: Handler, *feed: str) -> Trick:
    return Trick(name, make, _OK, feed=feed)


@cache
def _noise() -> bytes:
    return random.Random("noise").randbytes(1_000_000)


async def _random_megabyte(exchange: Exchange) -> None:
    await exchange.answer("200 OK", _noise(), ("Content-Type", "application/rss+xml"))


async def _entity_over_the_network(exchange: Exchange) -> None:
    head = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{exchange.base("canary")}/entity">]>'
    await exchange.answer("200 OK", _rss(_item(1, "&x;"), head=head))


async def _doctype_over_the_network(exchange: Exchange) -> None:
    head = f'<!DOCTYPE rss SYSTEM "{exchange.base("canary")}/rss.dtd">'
    await exchange.answer("200 OK", _rss(_item(1), head=head))


async def _five_megabyte_line(exchange: Exchange) -> None:
    await exchange.answer("200 OK", _rss(_item(1, body="word " * 1_000_000), _item(2)))


async def _attribute_flood(exchange: Exchange) -> None:
    attributes = " ".join(f'a{n}="{n}"' for n in range(100_000))
    body = _rss(_item(1), f"<item {attributes}><title>Flooded</title></item>")
    await exchange.answer("200 OK", body)


_LAUGHS = (
    "<!DOCTYPE rss [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    + "]>"
)
_LONG = "<!DOCTYPE rss [<!ENTITY long '" + "x" * 100_000 + "'>]>"
_ESCAPES = "".join(
    ("\x1b]0;MARK1\x07", "\x1b]8;;http://evil.example/MARK2\x1b\\", "\x1b[2JMARK3", "\x1bPMARK4\x1b\\",
     "\x1b_MARK5\x1b\\", "\x9b31mMARK6", "\x1b]52;c;TUFSSzc=\x07", "\x1b[6nMARK8", "\x1b[200~MARK9")
)  # fmt: skip
_BIDI = "safe\u202eexe.gpj\u2066 \u200f\u061cend\U000e0041\U000e0042"
CONTENT = (
    _ill("xml_cut_short", FEED[: len(FEED) - 200], "ok", "parse"),
    _ill("xml_not_closed", _rss(_item(1), "<item><title>Open", _item(2)), "ok", "parse"),
    _ill("bare_ampersands", _rss(_item(1, "Fish & chips", "R & D < all")), entries=1),
    _ill("unknown_entities", _rss(_item(1, "Caf&eacute; &nbsp;&bogus;")), entries=1),
    _ill("billion_laughs", _rss(_item(1, "&a9;"), head=_LAUGHS), *_EITHER),
    _ill("quadratic_blow_up", _rss(_item(1, "&long;" * 1000), head=_LONG), *_EITHER),
    _ill(
        "entity_from_a_file",
        _rss(_item(1, "&x;"), head=('<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>')),
        *_EITHER,
    ),
    _late("entity_over_the_network", _entity_over_the_network, *_EITHER),
    _late("doctype_over_the_network", _doctype_over_the_network, *_EITHER),
    _ill("nested_deeply", _rss(_item(1, body="<div>" * 50_000), _item(2)), *_EITHER),
    _ill(
        "escaped_and_nested_deeply",
        _rss(_item(1, body="&lt;div&gt;" * 50_000 + "deep"), _item(2)),
        *_EITHER,
    ),
    _late("five_megabyte_line", _five_megabyte_line, *_EITHER),
    _late("attribute_flood", _attribute_flood, *_EITHER),
    _late("random_megabyte", _random_megabyte, "not_a_feed", "parse", "encoding"),
    _ill("less_than_flood", _rss(_item(1))[:-15] + b"<" * 300_000, *_EITHER),
    _ill(
        "long_author", _rss(_item(1, extra=f"<author>{'a@' + 'a.' * 30_000}!</author>")), *_EITHER
    ),
    _ill("lone_surrogate", _rss(_item(1, "Half &#xD800; a letter"), _item(2)), *_EITHER),
    _ill("nul_bytes", _rss(_item(1, "Nul\0l")), *_EITHER),
    _ill("terminal_escapes", _rss(_item(1, _ESCAPES, _ESCAPES), title=_ESCAPES), "ok", "parse"),
    _ill(
        "terminal_escapes_as_references",
        _rss(_item(1, _ESCAPES.translate({27: "&#27;", 7: "&#7;", 0x9B: "&#x9b;"}))),
        "ok",
        "parse",
    ),
    _ill("bidi_overrides", _rss(_item(1, _BIDI, _BIDI)), entries=1),
    _ill(
        "markup_for_textual",
        _rss(_item(1, "Story [/b]"), _item(2, "[@click=app.quit]X[/]"), _item(3, "[AP] Storm")),
        entries=3,
    ),
    _ill("same_guid_over_and_over", _rss(*(_item(1, f"Take {n}") for n in range(9))), "ok"),
    _ill(
        "no_guid_no_link_no_title",
        _rss("<item><description>Only this</description></item>"),
        entries=1,
    ),
    _ill(
        "dates_out_of_this_world",
        _rss(
            _item(1, extra="<pubDate>Thu, 32 Foo 99999 99:99:99 +9999</pubDate>"),
            _item(2, extra="<pubDate>Fri, 01 Jan 2999 00:00:00 GMT</pubDate>"),
        ),
        entries=2,
    ),
    _ill("no_entries", _rss(), entries=0),
    _ill("ten_thousand_entries", _rss(*(_item(n, f"Number {n}") for n in range(10_000)))),
    _ill("charset_lie", FEED.replace(b"utf-8", b"us-ascii", 1), entries=1),
    _ill(
        "utf_16_without_mark",
        FEED.decode().replace("utf-8", "utf-16", 1).encode("utf-16-le"),
        "ok",
        "parse",
        "encoding",
        "not_a_feed",
    ),
    _ill("charset_unknown", FEED.replace(b"utf-8", b"x-klingon", 1), "ok", "parse", "encoding"),
)
