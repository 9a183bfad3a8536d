"""Feeds for the tests: every format in its plain form, and a generator of well-formed ones."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from hypothesis import strategies as st

URL = "https://harbour.example/news/feed.xml"

RSS20 = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"
  xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
  xmlns:slash="http://purl.org/rss/1.0/modules/slash/"
  xmlns:wfw="http://wellformedweb.org/CommentAPI/">
<channel>
  <title>Harbour &amp; Hill</title>
  <link>https://harbour.example/</link>
  <atom:link href="https://harbour.example/feed" rel="self" type="application/rss+xml"/>
  <description>News from the bay</description>
  <language>en-GB</language>
  <sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>
  <skipHours><hour>3</hour><hour>0</hour></skipHours>
  <image><url>https://harbour.example/i.png</url><title>Logo</title><link>x</link></image>
  <item>
    <title>The ferry &lt;em&gt;is&lt;/em&gt; back</title>
    <link>/2024/ferry</link>
    <guid isPermaLink="false">ferry-1</guid>
    <dc:creator>Mara Lindqvist</dc:creator>
    <pubDate>Tue, 05 Mar 2024 08:30:00 +0100</pubDate>
    <category>Sea</category><category domain="x">Town</category>
    <description>It came in at dawn.</description>
    <content:encoded><![CDATA[<p>It came in at <a href="/dawn">dawn</a>.</p>]]></content:encoded>
    <comments>https://harbour.example/2024/ferry#comments</comments>
    <slash:comments>4</slash:comments>
    <wfw:commentRss>https://harbour.example/2024/ferry/feed</wfw:commentRss>
    <enclosure url="https://harbour.example/a.mp3" type="audio/mpeg" length="1234"/>
  </item>
  <item><title>Two</title><guid>https://harbour.example/two</guid></item>
</channel></rss>"""

RSS10 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://harbour.example/"><title>Harbour</title>
  <link>https://harbour.example/</link><description>d</description>
  <items><rdf:Seq><rdf:li rdf:resource="https://harbour.example/1"/></rdf:Seq></items>
</channel>
<item rdf:about="https://harbour.example/1"><title>One</title>
  <link>https://harbour.example/1</link><dc:date>2024-03-05T08:30:00+01:00</dc:date>
  <dc:creator>Mara Lindqvist</dc:creator><dc:subject>Sea</dc:subject>
  <description>Short.</description></item>
</rdf:RDF>"""

ATOM10 = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://harbour.example/">
  <title type="html">Harbour &amp;amp; Hill</title><subtitle>News from the bay</subtitle>
  <link href="/" rel="alternate" type="text/html"/><link href="feed" rel="self"/>
  <id>tag:harbour.example,2024:feed</id><updated>2024-03-06T00:00:00Z</updated>
  <author><name>Harbour Desk</name></author>
  <entry>
    <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">The <em>ferry</em></div></title>
    <link href="2024/ferry"/><link rel="enclosure" href="a.mp3" type="audio/mpeg" length="9"/>
    <link rel="replies" type="text/html" href="2024/ferry#c"/>
    <id>tag:harbour.example,2024:1</id>
    <published>2024-03-05T08:30:00+01:00</published><updated>2024-03-06T00:00:00.25Z</updated>
    <author><name>Mara Lindqvist</name><email>mara@harbour.example</email></author>
    <category term="sea" label="Sea"/>
    <summary>It came in at dawn &amp; left.</summary>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It <br/>came</p></div></content>
  </entry>
  <entry><title>Plain &lt;b&gt;</title><id>tag:harbour.example,2024:2</id>
    <updated>2024-03-04T00:00:00Z</updated><content type="html">&lt;p&gt;x&lt;/p&gt;</content></entry>
</feed>"""

ATOM03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Harbour</title>
<link rel="alternate" type="text/html" href="https://harbour.example/"/>
<entry><title>One</title><link rel="alternate" type="text/html" href="https://harbour.example/1"/>
<id>tag:harbour.example,2003:1</id><issued>2003-12-13T18:30:02Z</issued>
<modified>2003-12-14T18:30:02Z</modified>
<content type="text/html" mode="escaped">&lt;p&gt;It came in.&lt;/p&gt;</content></entry></feed>"""

RSS091 = """<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
 "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>Harbour</title><link>https://harbour.example/</link>
<description>d</description><language>en</language>
<item><title>One</title><link>https://harbour.example/1</link></item></channel></rss>"""

RSS090 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>Harbour</title>
 <link>https://harbour.example/</link></channel>
 <item><title>One</title><link>https://harbour.example/1</link></item></rdf:RDF>"""

RSS092 = RSS091[RSS091.index("<rss") :].replace("0.91", "0.92")

CDF = """<?xml version="1.0"?><CHANNEL HREF="https://harbour.example/"><TITLE>Harbour</TITLE>
<ITEM HREF="https://harbour.example/1" LASTMOD="2024-03-05T08:30"><TITLE>One</TITLE>
<ABSTRACT>Short.</ABSTRACT></ITEM></CHANNEL>"""

PODCAST = """<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
 xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Harbour Radio</title>
 <itunes:author>Harbour Desk</itunes:author><itunes:subtitle>Talk</itunes:subtitle>
 <itunes:owner><itunes:name>H</itunes:name><itunes:email>h@harbour.example</itunes:email></itunes:owner>
 <itunes:category text="News"><itunes:category text="Daily"/></itunes:category>
 <item><title>Episode 1</title><guid isPermaLink="false">ep1</guid>
 <itunes:author>Mara Lindqvist</itunes:author><itunes:summary>Long talk</itunes:summary>
 <itunes:keywords>sea, town</itunes:keywords><itunes:duration>10:00</itunes:duration>
 <enclosure url="https://harbour.example/1.mp3" length="77" type="audio/mpeg"/>
 <media:group><media:content url="https://harbour.example/1.mp4" type="video/mp4" fileSize="99">
 <media:title>Other title</media:title><media:description>Other words</media:description>
 </media:content></media:group></item></channel></rss>"""

PLAIN = {
    "rss20": RSS20,
    "rss10": RSS10,
    "atom10": ATOM10,
    "podcast": PODCAST,
}
"""Feeds that the fast pass takes."""

ALL = {
    **PLAIN,
    "atom03": ATOM03,
    "rss090": RSS090,
    "rss091n": RSS091,
    "rss092": RSS092,
    "cdf": CDF,
}

_WORD = st.sampled_from(
    [
        "ferry",
        "dawn",
        "“quay”",
        "Ærø",
        "naïve",
        "fish & chips",
        "a < b",
        "&amp;",
        "&lt;i>x&lt;/i>",
        "<b>bold</b>",
        "<br/>",
        "100 %",
        "Ã©tÃ©",
        "  ",
        "日本",
        "\u202eodd",
        "x;y",
        "</p>",
        "AT&T;",
    ]
)
_TEXT = st.lists(_WORD, max_size=4).map(" ".join)
_ADDRESS = st.sampled_from(
    [
        "https://harbour.example/1",
        "/relative?a=1&b=2",
        "2.html",
        "",
        " http://harbour.example/sp ",
        "mailto:desk@harbour.example",
        "https://harbour.example/a&b;c",
        "tag:harbour.example,1:2",
        "http:///three",
        "https://harbour.example",
        "//other.example/x",
        "https://[bad",
        "?q=1",
    ]
)
_DATE = st.sampled_from(
    ["Tue, 05 Mar 2024 08:30:00 +0100", "2024-03-05T08:30:00Z", "yesterday", "", "2024", "5 Mar 24"]
)
_AUTHOR = st.sampled_from(
    [
        "Mara Lindqvist",
        "mara@harbour.example (Mara)",
        "mara@harbour.example",
        "",
        "A & B",
        "x <y@z.org>",
    ]
)


def _tag(name: str, text: str, attributes: str = "") -> str:
    return f"<{name}{attributes}>{escape(text)}</{name}>"


def _leaf(name: str, texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return texts.map(lambda text: _tag(name, text))


_ENCLOSURE = st.tuples(_ADDRESS, st.sampled_from(["audio/mpeg", "Image/PNG", ""])).map(
    lambda p: f"<enclosure url={quoteattr(p[0])} type={quoteattr(p[1])} length='12'/>"
)
_MEDIA = st.one_of(
    _ADDRESS.map(lambda a: f"<media:content url={quoteattr(a)} medium='image'/>"),
    _leaf("media:title", _TEXT),
    _leaf("media:description", _TEXT),
    _leaf("media:keywords", st.sampled_from(["a, b", "", "a,,a"])),
    st.just("<media:thumbnail url='https://harbour.example/t.png'/>"),
    st.just("<media:credit role='author'>Someone</media:credit>"),
)
_SHARED = st.one_of(
    _leaf("dc:creator", _AUTHOR),
    _leaf("dc:date", _DATE),
    _leaf("dc:subject", _TEXT),
    _leaf("dc:title", _TEXT),
    _leaf("dc:description", _TEXT),
    _leaf("dcterms:created", _DATE),
    _leaf("dcterms:modified", _DATE),
    _leaf("content:encoded", _TEXT),
    _leaf("itunes:author", _AUTHOR),
    _leaf("itunes:summary", _TEXT),
    _leaf("itunes:subtitle", _TEXT),
    _leaf("slash:comments", st.just("3")),
    _leaf("unknown:thing", _TEXT),
    _MEDIA,
    st.lists(_MEDIA, max_size=3).map(lambda m: f"<media:group>{''.join(m)}</media:group>"),
    _TEXT.map(lambda t: f"<itunes:category text={quoteattr(t)}/>"),
)
_RSS_PART = st.one_of(
    _leaf("title", _TEXT),
    _leaf("link", _ADDRESS),
    _leaf("description", _TEXT),
    _leaf("guid", _ADDRESS),
    _leaf("guid", st.sampled_from(["HTTP://a.example/1", "ferry-2", "2024/ferry", "tag:x,2:y/z"])),
    _ADDRESS.map(lambda a: _tag("guid", a, ' isPermaLink="false"')),
    _leaf("pubDate", _DATE),
    _leaf("author", _AUTHOR),
    _leaf("category", _TEXT),
    _leaf("comments", _ADDRESS),
    _leaf("oddity", _TEXT),
    _ENCLOSURE,
    _ADDRESS.map(lambda a: f"<atom:link rel='alternate' href={quoteattr(a)}/>"),
    st.just("<source url='https://other.example/feed'>Other</source>"),
    _SHARED,
)
_KIND = st.sampled_from(["", ' type="text"', ' type="html"', ' type="TEXT/HTML"'])
_XHTML = _TEXT.map(
    lambda t: (
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
        f"<p class='a' title={quoteattr(t)}>{escape(t)}<img src='x'/></p> tail</div></content>"
    )
)
_PERSON = st.tuples(_AUTHOR, st.sampled_from(["", "mara@harbour.example"])).map(
    lambda p: f"<author>{_tag('name', p[0])}{_tag('email', p[1])}<uri>x</uri></author>"
)
_ATOM_PART = st.one_of(
    *(
        st.tuples(_TEXT, _KIND).map(lambda p, n=name: _tag(n, p[0], p[1]))  # type: ignore[misc]
        for name in ("title", "summary", "content")
    ),
    _leaf("id", _ADDRESS),
    _leaf("updated", _DATE),
    _leaf("published", _DATE),
    _XHTML,
    _PERSON,
    st.tuples(
        _ADDRESS, st.sampled_from(["alternate", "enclosure", "related", "replies", "self"])
    ).map(lambda p: f"<link href={quoteattr(p[0])} rel='{p[1]}'/>"),
    _TEXT.map(lambda t: f"<category term={quoteattr(t)}/>"),
    st.just("<source><title>Other</title><id>x</id></source>"),
    _SHARED,
)
_PREFIXES = (
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
    ' xmlns:media="http://search.yahoo.com/mrss/"'
    ' xmlns:itunes="http://www.itunes.com/DTDs/PodCast-1.0.dtd"'
    ' xmlns:unknown="com-wordpress:feed-additions:1"'
)


def _items(name: str, part: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    item = st.lists(part, max_size=7).map(lambda parts: f"<{name}>{''.join(parts)}</{name}>")
    return st.lists(item, min_size=1, max_size=3).map("".join)


_SCOPE = st.sampled_from(["", ' xml:lang="de_AT"', ' xml:base="https://base.example/x/"'])
_HEAD = st.sampled_from(
    [
        "<title>T</title>",
        "<title>A &amp; B</title><link>/</link><ttl>90</ttl>",
        "<language>fr</language>",
        "<itunes:summary>A &lt;b>boat&lt;/b></itunes:summary>",
        "<description>D</description><itunes:summary>S</itunes:summary>",
    ]
)
RSS_FEEDS = st.tuples(_SCOPE, _HEAD, _items("item", _RSS_PART)).map(
    lambda p: (
        f'<rss version="2.0"{_PREFIXES} xmlns:atom="http://www.w3.org/2005/Atom"{p[0]}>'
        f"<channel>{p[1]}{p[2]}</channel></rss>"
    )
)
ATOM_FEEDS = st.tuples(_SCOPE, _items("entry", _ATOM_PART)).map(
    lambda p: (
        f'<feed xmlns="http://www.w3.org/2005/Atom"{_PREFIXES}{p[0]}><title>T</title>'
        f"<id>https://harbour.example/f</id>{p[1]}</feed>"
    )
)
FEEDS = st.one_of(RSS_FEEDS, ATOM_FEEDS)
"""Well-formed feeds, odd ones included."""
