"""The same tales in every feed format there is, and as web pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from email.utils import format_datetime
from html import escape

from tests.faultserver.words import Tale


def rss20(title: str, site: str, tales: Sequence[Tale]) -> bytes:
    """RSS 2.0 with ``content:encoded``."""
    items = "".join(
        f"<item><title>{escape(t.title)}</title><link>{site}/story/{t.number}</link>"
        f'<guid isPermaLink="false">tale-{t.number}</guid>'
        f"<dc:creator>{escape(t.author)}</dc:creator>"
        f"<pubDate>{format_datetime(t.published_at, usegmt=True)}</pubDate>"
        f"<category>{escape(t.town)}</category>"
        f"<description>{escape(t.summary)}</description>"
        f"<content:encoded><![CDATA[{t.html()}]]></content:encoded></item>\n"
        for t in tales
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>{escape(title)}</title><link>{site}/</link>"
        f"<description>Made up</description><language>en</language>\n{items}</channel></rss>"
    ).encode()


def rss092(title: str, site: str, tales: Sequence[Tale]) -> bytes:
    """RSS 0.92: bodies escaped in the description, neither dates nor guids."""
    return _old_rss("0.92", title, site, tales)


def rss091(title: str, site: str, tales: Sequence[Tale]) -> bytes:
    """RSS 0.91, with its document type."""
    return _old_rss("0.91", title, site, tales)


def rss10(title: str, site: str, tales: Sequence[Tale]) -> bytes:
    """RSS 1.0 (RDF)."""
    places = "".join(f'<rdf:li rdf:resource="{site}/story/{t.number}"/>' for t in tales)
    items = "".join(
        f'<item rdf:about="{site}/story/{t.number}"><title>{escape(t.title)}</title>'
        f"<link>{site}/story/{t.number}</link><dc:creator>{escape(t.author)}</dc:creator>"
        f"<dc:date>{t.published_at.isoformat()}</dc:date>"
        f"<description>{escape(t.summary)}</description>"
        f"<content:encoded><![CDATA[{t.html()}]]></content:encoded></item>\n"
        for t in tales
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f'<channel rdf:about="{site}/"><title>{escape(title)}</title><link>{site}/</link>'
        f"<description>Made up</description><items><rdf:Seq>{places}</rdf:Seq></items></channel>\n"
        f"{items}</rdf:RDF>"
    ).encode()


def atom10(title: str, site: str, tales: Sequence[Tale]) -> bytes:
    """Atom 1.0."""
    entries = "".join(
        f'<entry><title type="text">{escape(t.title)}</title><id>tag:{t.number}</id>'
        f'<link rel="alternate" href="{site}/story/{t.number}"/>'
        f"<author><name>{escape(t.author)}</name></author>"
        f"<published>{t.published_at.isoformat()}</published>"
        f"<updated>{t.published_at.isoformat()}</updated>"
        f"<summary>{escape(t.summary)}</summary>"
        f'<content type="html">{escape(t.html())}</content></entry>\n'
        for t in tales
    )
    updated = tales[0].published_at.isoformat() if tales else "2026-01-01T00:00:00Z"
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">'
        f'<title>{escape(title)}</title><id>{site}/</id><link href="{site}/"/>'
        f"<updated>{updated}</updated>\n{entries}</feed>"
    ).encode()


def atom03(title: str, site: str, tales: Sequence[Tale]) -> bytes:
    """Atom 0.3, as old blogs still send it."""
    entries = "".join(
        f"<entry><title>{escape(t.title)}</title><id>tag:{t.number}</id>"
        f'<link rel="alternate" type="text/html" href="{site}/story/{t.number}"/>'
        f"<author><name>{escape(t.author)}</name></author>"
        f"<issued>{t.published_at.isoformat()}</issued>"
        f"<modified>{t.published_at.isoformat()}</modified>"
        f'<content type="text/html" mode="escaped">{escape(t.html())}</content></entry>\n'
        for t in tales
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#">'
        f"<title>{escape(title)}</title>"
        f'<link rel="alternate" type="text/html" href="{site}/"/>'
        f"<modified>2026-03-02T06:00:00Z</modified>\n{entries}</feed>"
    ).encode()


def json11(title: str, site: str, tales: Sequence[Tale]) -> bytes:
    """JSON Feed 1.1."""
    items = [
        {
            "id": f"tale-{t.number}",
            "url": f"{site}/story/{t.number}",
            "title": t.title,
            "content_html": t.html(),
            "summary": t.summary,
            "date_published": t.published_at.isoformat(),
            "authors": [{"name": t.author}],
            "tags": [t.town],
        }
        for t in tales
    ]
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": title,
            "home_page_url": f"{site}/",
            "language": "en",
            "items": items,
        }
    ).encode()


FORMATS: dict[str, tuple[Callable[[str, str, Sequence[Tale]], bytes], str]] = {
    "rss20": (rss20, "application/rss+xml; charset=utf-8"),
    "atom10": (atom10, "application/atom+xml"),
    "json11": (json11, "application/feed+json"),
    "rss10": (rss10, "application/rdf+xml"),
    "rss092": (rss092, "text/xml; charset=utf-8"),
    "rss091": (rss091, "application/xml"),
    "atom03": (atom03, "application/atom+xml; charset=utf-8"),
}
"""Name → (writer, media type)."""


def story_page(tale: Tale, site: str) -> bytes:
    """A tale as a web page with the furniture that pages have."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(tale.title)}'
        f' - The Quay</title><link rel="canonical" href="{site}/story/{tale.number}"></head><body>'
        '<header><nav><a href="/">Home</a> <a href="/about">About</a></nav></header>'
        f"<main><article><h1>{escape(tale.title)}</h1>"
        f'<p class="byline">By {escape(tale.author)}</p>\n{tale.html()}</article></main>'
        "<footer><p>The Quay is made up.</p></footer></body></html>"
    ).encode()


def site_page(title: str, feeds: Sequence[tuple[str, str]]) -> bytes:
    """A site's front page; ``feeds`` are (media type, address) pairs for its head."""
    links = "".join(
        f'<link rel="alternate" type="{kind}" title="{escape(title)}" href="{escape(url)}">'
        for kind, url in feeds
    )
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{escape(title)}</title>{links}'
        f"</head><body><h1>{escape(title)}</h1><p>Nothing to read here but feeds.</p></body></html>"
    ).encode()


def _old_rss(version: str, title: str, site: str, tales: Sequence[Tale]) -> bytes:
    items = "".join(
        f"<item><title>{escape(t.title)}</title><link>{site}/story/{t.number}</link>"
        f"<description>{escape(t.html())}</description></item>\n"
        for t in tales
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="{version}"><channel>'
        f"<title>{escape(title)}</title><link>{site}/</link><description>Made up</description>"
        f"<language>en</language>\n{items}</channel></rss>"
    ).encode()
