"""Small files made to kill a parser: each is read, or named, in linear time."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from reader.errors import ParseError
from reader.feed.parse import parse_feed
from reader.feed.referee import MAX_INSIDE
from tests.feed.samples import URL

SIZE = 150_000


def rss(items: str) -> str:
    return f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'


def nested(tag: str, depth: int) -> str:
    return f"<{tag}>" * depth + f"</{tag}>" * depth


ENTITIES = "".join(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 40))
FEEDS = {
    "an author of a@a.a.a": rss(
        f"<item><foo><bar/></foo><author>{'a@' + 'a.' * SIZE}!</author></item>"
    ),
    "many such": rss(f"<item><foo><bar/></foo><author>{'a@a.a.' * (SIZE // 6)}!</author></item>"),
    "attributes": rss("<item " + " ".join(f'a{n}="x"' for n in range(100_000)) + "/>"),
    "attributes without quotes": rss("<item " + " ".join(f"a{n}=x" for n in range(50_000)) + "/>"),
    "a flood of <": rss("<item/>" + "<" * SIZE),
    "a flood of <a": rss("<item/>" + "<a" * SIZE),
    "open quotes": rss("<item/>" + '<a b="' * (SIZE // 6)),
    "mixed quotes": rss("<item/>" + "<a b='<c d=\"" * (SIZE // 12)),
    "deep nesting": rss("<item/>" + nested("a", SIZE // 20)),
    "deep nesting without end": rss("<item/>" + "<a>" * (SIZE // 3)),
    "deep folders of categories": rss(
        '<item xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd">'
        + nested("i:category", 20_000)
        + "</item>"
    ),
    "CDATA without end": rss("<item/>" + "<![CDATA[" * (SIZE // 9)),
    "CDATA around end tags": "<rss><channel><item/>" + "<x><![CDATA[</x>" * (SIZE // 30),
    "CDATA without end among items": "<rss><channel>" + "<item><x><![CDATA[" * (SIZE // 18),
    "CDATA without end in many elements": "<rss><channel>"
    + "".join(f"<item><x{n}><![CDATA[" for n in range(SIZE // 20)),
    "quotes in a title": rss(f"<item><title>{'&lt;a&quot;' * (SIZE // 12)}&lt;/b></title></item>"),
    "remarks": "<!--x-->" * (SIZE // 8) + rss("<item/>"),
    "comments without end": rss("<item/>" + "<!--" * (SIZE // 4)),
    "instructions": rss("<item/>" + "<?" * (SIZE // 2)),
    "declarations": rss("<item/>" + "<!" * (SIZE // 2)),
    "ampersands": rss(f"<item><title>{'&' * SIZE}</title></item>"),
    "half a tag in a title": rss(
        f"<item><title>{'&lt;a b=&quot;' * (SIZE // 15)}&lt;/b></title></item>"
    ),
    "scripts in a title": rss(f"<item><title>{'&lt;script>' * (SIZE // 11)}&lt;/b></title></item>"),
    "categories": rss(f"<item><q><r/></q>{'<category>x</category>' * (SIZE // 22)}</item>"),
    "namespaces": "<rss version='2.0' "
    + " ".join(f"xmlns:n{n}='u:{n}'" for n in range(9000))
    + ">"
    + f"<channel>{'<n1:a/>' * 3000}<item/></channel></rss>",
    "spaces": rss(f"<item{' ' * SIZE}/>"),
    "equals signs": rss(f"<item {'=' * SIZE}/>"),
    "a long name": rss(f"<item/><{'a' * SIZE}"),
    "a long line": rss(f"<item><title>{'word ' * (SIZE // 5)}</title></item>"),
    "a long date": rss(f"<item><q><r/></q><pubDate>{'1 ' * SIZE}</pubDate></item>"),
    "NULs": rss("<item/>").replace("<title>", "<title>\0\0\0"),
    "a bomb of entities": f'<!DOCTYPE rss [<!ENTITY a0 "lol">{ENTITIES}]>'
    + rss("<item><title>&a39;</title></item>"),
    "one entity, often": f'<!DOCTYPE rss [<!ENTITY a "{"a" * 200}">]>'
    + rss(f"<item><title>{'&a;' * 9000}</title></item>"),
    "empty items": rss("<item/>" * 5000),
    "items without end": "<rss><channel>" + "<item>" * 5000,
    "a number of many digits": rss(f"<item><title>a &#{'9' * 6000};</title></item>"),
    "a number of many digits, escaped": rss(f"<item><title>a &amp;#{'9' * 6000};</title></item>"),
    "a pile of accents": rss(f"<item><title>{'a' + chr(0x301) * SIZE}</title></item>"),
}


@pytest.mark.parametrize("what", FEEDS)
def test_it_is_read(what: str) -> None:
    feed = parse_feed(FEEDS[what].encode(), {}, URL)
    assert len(feed.entries) >= 1


def test_of_a_body_of_countless_elements_the_words_are_kept() -> None:
    words = "<b>a</b><i/>" * MAX_INSIDE
    body = f'<div xmlns="http://www.w3.org/1999/xhtml"><q><r/></q>{words}end</div>'
    items = f"<item><title>One</title><description>{body}</description></item>" * 2
    entries = parse_feed(rss(f"{items}<item><title>Two</title></item>").encode(), {}, URL).entries
    assert [entry.title for entry in entries] == ["One", "One", "Two"]
    for entry in entries[:2]:
        assert entry.summary.count("<b>") < MAX_INSIDE
        assert entry.summary.count("<b>") > MAX_INSIDE // 3
        assert entry.summary.count("a</b>") + entry.summary.count("aa") > MAX_INSIDE // 2
        assert "end" in entry.summary


def test_random_bytes_are_no_feed() -> None:
    with pytest.raises(ParseError) as caught:
        parse_feed(random.Random(1).randbytes(1_000_000), {}, URL)
    assert caught.value.kind == "not_a_feed"


def test_random_bytes_inside_a_feed_are_survived() -> None:
    for seed in range(5):
        noise = random.Random(seed).randbytes(100_000)
        feed = parse_feed(b"<rss><channel><item><title>x</title>" + noise, {}, URL)
        assert feed.entries[0].title.startswith("x")


def test_entities_that_name_files_or_addresses_are_left_alone(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("treasure")
    for kind in ("SYSTEM", 'PUBLIC "x"'):
        text = f'<!DOCTYPE rss [<!ENTITY x {kind} "{secret.as_uri()}">]>' + rss(
            "<item><title>a&x;b</title></item>"
        )
        assert parse_feed(text.encode(), {}, URL).entries[0].title == "a&x;b"
    text = f'<!DOCTYPE rss SYSTEM "{secret.as_uri()}">' + rss("<item><title>a</title></item>")
    assert parse_feed(text.encode(), {}, URL).entries[0].title == "a"


def test_harmless_entities_of_the_document_are_known() -> None:
    head = '<!DOCTYPE rss [<!ENTITY paper "Harbour News"><!ENTITY dash "&#8212;">]>'
    feed = parse_feed(
        (head + rss("<item><title>&paper; &dash; &amp;</title></item>")).encode(), {}, URL
    )
    assert feed.entries[0].title == "Harbour News — &"
