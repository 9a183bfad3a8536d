"""What a page declares in JSON-LD is read also where it is nearly JSON."""

from __future__ import annotations

import pytest

from reader.story.about.mended import mended
from reader.story.read import read_page

PROSE = (
    "The salt works dry their pans in August, when the wind comes from the land and rain is rare. "
)


def _page(data: str) -> str:
    text = "".join(f"<p>{n}. {PROSE * 2}</p>" for n in range(4))
    return (
        f'<html><head><title>Salt | Paper</title><script type="application/ld+json">{data}</script>'
        f"</head><body><article><h1>Salt in August</h1>{text}</article></body></html>"
    )


@pytest.mark.parametrize(
    "data",
    [
        '{"@type": "NewsArticle", "author": [{"@type": "Person", "name": "Ann Lee",},], "datePublished": "2026-03-01T10:00:00Z",}',
        '{ // by the theme\n"@type": "NewsArticle", /* who */ "author": "Ann Lee", "datePublished": "2026-03-01"}',
        '/* <![CDATA[ */\n{"@type": "Article", "author": {"name": "Ann Lee"}, "datePublished": "2026-03-01",}\n/* ]]> */',
        '{"@type": "NewsArticle", "description": "She said "never" to\nus", "author": {"@type": "Person", "name": "Ann Lee"}, "datePublished": "2026-03-01"}',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;author&quot;: &quot;Ann Lee&quot;, &quot;datePublished&quot;: &quot;2026-03-01&quot;}",
        '{"@type": ["Article", "ReportageNewsArticle"], "author": "Ann Lee", "datePublished": "2026-03-01"}{"@type": "WebSite"}',
        '{"@type": "BlogPosting", "author": "Ann Lee", "datePublished": "2026-03-01", "url": "https://a.example/b//c,}"',
    ],
)
def test_who_and_when_are_read_from_what_is_nearly_json(data: str) -> None:
    story = read_page(_page(data).encode(), "https://paper.example/1")
    assert story.byline == "Ann Lee"
    assert story.published_at is not None
    assert story.published_at.date().isoformat() == "2026-03-01"


def test_strings_stay_as_they_are() -> None:
    assert mended('{"a": "x // y, ] /* z */", "b": 1,}') == {"a": "x // y, ] /* z */", "b": 1}


@pytest.mark.parametrize("text", ["", "{", "[" * 9_000, '"' * 9_001, "/*" * 9_000, '{"@type": "WebSite" "x"}'])  # fmt: skip
def test_of_what_is_no_json_nothing_is_read(text: str) -> None:
    assert mended(text) is None
