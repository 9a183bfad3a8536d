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
THREADS: Final = "http://purl.org/syndication/thread/1.0"
XHTML: Final = "http://www.w3.org/1999/xhtml"
XML: Final = "http://www.w3.org/XML/1998/namespace"

PREFIXES: Final = {
    "atom": ATOM,
    "a10": ATOM,
    "rss": RSS1,
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

QUIET: Final = frozenset(
    [
        DC,
        DCTERMS,
        MEDIA,
        ITUNES,
        SLASH,
        SY,
        WFW,
        THREADS,
        "http://rssnamespace.org/feedburner/ext/1.0",
        "http://www.georss.org/georss",
        "http://www.w3.org/2003/01/geo/wgs84_pos#",
        "com-wordpress:feed-additions:1",
        "http://a9.com/-/spec/opensearch/1.1/",
        "http://a9.com/-/spec/opensearchrss/1.0/",
        "http://schemas.google.com/g/2005",
        "http://schemas.google.com/blogger/2008",
        "http://www.google.com/schemas/play-podcasts/1.0",
        "http://www.youtube.com/xml/schemas/2015",
        "https://podcastindex.org/namespace/1.0",
        "http://www.spotify.com/ns/rss",
        "http://www.rawvoice.com/rawvoiceRssModule/",
        "http://backend.userland.com/creativeCommonsRssModule",
        "http://webns.net/mvcb/",
        "http://www.smartnews.be/snf",
        "http://joinmastodon.org/ns#",
    ]
)
"""Namespaces whose elements, where no reader of ours names them, touch nothing in the model."""

RESERVED: Final = frozenset(
    (
        "abstract author author_detail authors base body category channel comments content "
        "contributor contributors copyright created created_parsed date date_parsed description "
        "description_detail email enclosure enclosures entries entry expirationdate expired feed "
        "fullitem generator guid guidislink height homepage href id image info issued "
        "issued_parsed item items keywords language lastbuilddate lastmod license link links "
        "managingeditor media_content media_thumbnail modified modified_parsed name newlocation "
        "pubdate published published_parsed publisher rights rss source subtitle subtitle_detail "
        "summary summary_detail tagline tags textinput title title_detail updated updated_parsed "
        "uri url validity webmaster where width"
    ).split()
)
"""Local names, in lower case, that mean something to feedparser when they have no namespace."""

_OTHER_SPELLINGS: Final = {
    "http://www.itunes.com/DTDs/Podcast-1.0.dtd": ITUNES,
    "http://www.itunes.com/DTDs/PodCast-1.0.dtd": ITUNES,
    "http://www.itunes.com/dtds/Podcast-1.0.dtd": ITUNES,
    "http://search.yahoo.com/mrss": MEDIA,
    "http://wellformedweb.org/commentAPI/": WFW,
}


def usual_name(tag: str) -> str:
    """``tag`` (``{namespace}name``) with the namespace in its usual spelling."""
    if tag[0] != "{":
        return tag
    namespace, _, name = tag[1:].partition("}")
    other = _OTHER_SPELLINGS.get(namespace)
    return f"{{{other}}}{name}" if other else tag
