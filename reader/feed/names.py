"""Names of the vocabularies that feeds are written in."""

from __future__ import annotations

from typing import Final

ATOM: Final = "http://www.w3.org/2005/Atom"
RSS1: Final = "http://purl.org/rss/1.0/"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC: Final = "http://purl.org/dc/elements/1.1/"
DCTERMS: Final = "http://purl.org/dc/terms/"
CONTENT: Final = "http://purl.org/rss/1.0/modules/content/"
SLASH: Final = "http://purl.org/rss/1.0/modules/slash/"
SY: Final = "http://purl.org/rss/1.0/modules/syndication/"
WFW: Final = "http://wellformedweb.org/CommentAPI/"
MEDIA: Final = "http://search.yahoo.com/mrss/"
ITUNES: Final = "http://www.itunes.com/dtds/podcast-1.0.dtd"
XHTML: Final = "http://www.w3.org/1999/xhtml"
XML: Final = "http://www.w3.org/XML/1998/namespace"

PREFIXES: Final = {
    "atom": ATOM,
    "a10": ATOM,
    "rdf": RDF,
    "dc": DC,
    "dcterms": DCTERMS,
    "content": CONTENT,
    "slash": SLASH,
    "sy": SY,
    "wfw": WFW,
    "media": MEDIA,
    "itunes": ITUNES,
    "xhtml": XHTML,
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "georss": "http://www.georss.org/georss",
    "thr": "http://purl.org/syndication/thread/1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
"""The namespaces that prefixes stand for where a feed forgot to say so."""
