"""Feeds whose letters, numbers, dates or entities are made to trip a reader; all arrive whole."""

from __future__ import annotations

from tests.faultserver.exchange import Exchange, Handler, Trick, whole
from tests.faultserver.faults_content import _EITHER, _ill, _item, _rss
from tests.faultserver.faults_transport import FEED

_OK = ("ok",)
_NO_FEED = ("parse", "not_a_feed")


def _json(name: str, text: str, *feed: str, entries: int | None = None) -> Trick:
    body = text.encode("utf-8", "surrogatepass")
    handler = whole(body, kind="application/feed+json")
    return Trick(name, handler, _OK, feed=feed or _OK, entries=entries)


def _items(text: str) -> str:
    return f'{{"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [{text}]}}'


def _named(name: str, kind: str, body: bytes, entries: int | None = 1) -> Trick:
    return Trick(name, whole(body, kind=kind), _OK, entries=entries)


def _canary(name: str, text: str) -> Trick:
    """A feed with one good entry that names the canary where a careless parser would go."""

    async def handle(exchange: Exchange) -> None:
        body = text.replace("CANARY", exchange.base("canary"))
        await exchange.answer("200 OK", body.encode(), ("Content-Type", "application/xml"))

    return Trick(name, handle, _OK, feed=_EITHER)


def _late(name: str, make: Handler, *feed: str) -> Trick:
    return Trick(name, make, _OK, feed=feed)


def _megabytes(head: str, piece: str, times: int, tail: str) -> Handler:
    async def handle(exchange: Exchange) -> None:
        body = (head + piece * times + tail).encode()
        await exchange.answer("200 OK", body, ("Content-Type", "application/rss+xml"))

    return handle


_START = '<rss version="2.0"><channel><title>Ill</title><item><guid>i1</guid>'
_END = "</item><item><guid>i2</guid><title>After</title></item></channel></rss>"
_DATES = (
    "1 2 3", "0", "-1", "99999999999999999999", "2024-02-30", "2024-13-01T25:61:61Z",
    "Mon, 31 Feb 2024 00:00:00 GMT", "24:00", "2024-W09-2", "2024-366", "Tue Mar 5 08:30:00 2024",
    "5. marts 2024 kl. 8.30", "05/03/2024", "1709627400", "1709627400000", "2024-03-05T08:30:00+99:99",
    "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "\u0662\u0660\u0662\u0664-03-05", "now", "NaN",
)  # fmt: skip
_PLAIN = FEED.decode()
_ASCII = FEED.decode().encode("ascii", "xmlcharrefreplace").decode()
_EBCDIC = _ASCII.replace("utf-8", "cp037", 1).encode("cp037")
MARKUP = (
    _named("in_ebcdic", "application/xml", _EBCDIC),
    _named("in_utf_32", "application/xml", _PLAIN.replace("utf-8", "utf-32", 1).encode("utf-32")),
    _named("in_utf_16_called_utf_8", "application/xml", _PLAIN.encode("utf-16")),
    *(
        _named(f"charset_is_{name.replace('-', '_')}", f"application/xml; charset={name}", FEED)
        for name in ("cp037", "unicode_escape", "utf-7", "idna", "undefined", "unknown-8bit")
    ),
    *(
        _named(f"json_in_{name.replace('-', '_')}", "application/feed+json", _items(
            '{"id": "1", "content_text": "a"}'
        ).encode(name))
        for name in ("utf-16-le", "utf-32-be", "utf-16")
    ),
    _named("mark_twice", "application/xml", b"\xef\xbb\xbf" * 2 + FEED),
    _named("charset_of_http_lies", "application/xml; charset=utf-16", FEED),
    _named("charset_is_a_codec", "application/xml; charset=zlib", FEED),
    _named("charset_is_a_sentence", 'application/xml; charset="; rm -rf /"', FEED),
    _named("kind_is_a_picture", "image/png", FEED),
    _named("nul_between_letters", "application/xml", FEED.replace(b"<item>", b"<item>\0\0")),
    _canary("stylesheet_elsewhere", f'<?xml-stylesheet href="CANARY/x"?>{_START}{_END}'),
    _canary(
        "included_by_xinclude",
        f'{_START}<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="CANARY/x"/>{_END}',
    ),
    _canary(
        "entities_of_parameters",
        f'<!DOCTYPE rss [<!ENTITY % a SYSTEM "CANARY/a"> %a; <!ENTITY b "%a;">]>{_START}{_END}',
    ),
    _canary("schema_elsewhere", _START.replace("<rss", '<rss schemaLocation="CANARY"') + _END),
    _ill(
        "a_subset_of_a_megabyte",
        _rss(_item(1), head=f"<!DOCTYPE rss [{'<!ELEMENT a (b)>' * 60_000}]>"),
        *_EITHER,
    ),
    _ill("attributes_by_default", _rss(_item(1), head=(
        '<!DOCTYPE rss [<!ATTLIST guid isPermaLink CDATA "true" x CDATA "y">]>'
    )), entries=1),
    _late("attribute_of_megabytes", _megabytes(f'{_START}<x y="', "word ", 900_000, f'"/>{_END}'), "ok"),
    _late("title_of_megabytes", _megabytes(f"{_START}<title>", "word ", 900_000, f"</title>{_END}"), "ok"),
    _late("entity_flood", _megabytes(f"{_START}<title>", "&amp;", 600_000, f"</title>{_END}"), "ok"),
    _late("reference_flood", _megabytes(f"{_START}<title>", "&#65;", 600_000, f"</title>{_END}"), "ok"),
    _late("cdata_flood", _megabytes(_START, "<![CDATA[x]]>", 200_000, _END), *_EITHER),
    _late("comment_flood", _megabytes(_START, "<!--x-->", 300_000, _END), *_EITHER),
    _late("instruction_flood", _megabytes(_START, "<?x y?>", 300_000, _END), *_EITHER),
    _late("empty_item_flood", _megabytes(_START, "</item><item>", 60_000, _END), "ok"),
    _late("category_flood", _megabytes(_START, "<category>x</category>", 100_000, _END), "ok"),
    _late("enclosure_flood", _megabytes(
        _START, '<enclosure url="http://site.example/a.mp3"/>', 40_000, _END
    ), "ok"),
    _late("script_flood", _megabytes(
        f"{_START}<description>", "&lt;script&gt;", 150_000, f"</description>{_END}"
    ), *_EITHER),
    _ill("numbers_of_many_digits", _rss(
        _item(1, f"a &#{'9' * 6000};"), _item(2, f"a &amp;#{'9' * 6000};"), _item(3)
    ), entries=3),
    _late("beginnings_of_tags_in_a_script", _megabytes(
        f"{_START}<description>&lt;script>", "x&lt;", 200_000, f"</description>{_END}"
    ), "ok"),
    _late("attributes_that_stick_together", _megabytes(
        f"{_START}<description>&lt;p ", "a=&quot;1&quot;", 60_000, f"></description>{_END}"
    ), "ok"),
    _late("elements_in_a_body", _megabytes(
        f"{_START}<description>", "<b>a</b>", 100_000, f"</description>{_END}"
    ), "ok"),
    _ill("items_in_items", _rss("<item>" * 3_000 + "</item>" * 3_000), *_EITHER),
    _ill(
        "dates_of_every_kind",
        _rss(*(_item(n, extra=f"<pubDate>{text}</pubDate>") for n, text in enumerate(_DATES))),
        entries=len(_DATES),
    ),
    _ill("links_of_every_kind", _rss(*(
        _item(n, f"Fine {n}", extra=f"<link>{text}</link>")
        for n, text in enumerate(("javascript:x", "//", "http://", "a b", "http://[", "\u202e", "#"))
    )), entries=7),
    _ill("one_guid_for_other_stories", _rss(*(
        f"<item><guid>same</guid><link>http://site.example/{n}</link><title>Story {n}</title></item>"
        for n in range(5)
    )), entries=5),
    _json("json_nested_deeply", "[" * 200_000, *_NO_FEED),
    _json("json_objects_nested_deeply", _items('{"id": "1", "x": ' + '{"a":' * 100_000), *_EITHER),
    _json("json_numbers_that_are_none", _items(
        '{"id": NaN, "content_text": "a"}, {"id": -Infinity, "content_text": "b"}'
    ), entries=2),
    _json("json_numbers_without_end", _items(
        f'{{"id": {"9" * 100_000}, "content_text": "a"}}, {{"id": 1e999999, "content_text": "b"}}'
    ), entries=2),
    _json("json_keys_twice", _items('{"id": "1", "id": "2", "content_text": "a"}'), entries=1),
    _json("json_half_letters", _items(r'{"id": "1", "content_text": "a\ud800b", "title": "\udc00"}'),
          entries=1),
    _json("json_of_other_types", _items('1, null, "x", [], {"id": "1", "title": [1], "tags": 5}'),
          entries=1),
    _json("json_items_by_name", '{"version": "https://jsonfeed.org/version/1", "items": {"a": 1}}',
          *_NO_FEED),
    _json("json_escapes", _items(r'{"id": "1", "title": "\u001b]0;x\u0007", "content_text": "\u0000"}'),
          entries=1),
    _json("json_with_a_mark", "\ufeff" + _items('{"id": "1", "content_text": "a"}'), entries=1),
)  # fmt: skip
