"""Input made to hurt: deep nesting, unclosed tags, floods, control characters, odd encodings."""

from __future__ import annotations

import re
import time

import pytest

from reader.later import paragraphs_of
from reader.model import Story
from reader.story import links
from reader.story.blocks import markup, walker
from reader.story.blocks.inline import MAX_CHARS
from reader.story.blocks.markup import MAX_ATTRIBUTES, parse_page
from reader.story.blocks.walker import MAX_BLOCKS
from reader.story.read import plain_text, read_fragment, read_page, read_text

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f]")


def fragment(markup: str, title: str = "T") -> Story:
    """The story in ``markup``."""
    return read_fragment(markup, "html", Story(0, None, title, None, (), url="https://a.example/x"))


def page(markup: str) -> Story:
    """The story on a page with ``markup`` as its body."""
    text = f"<html><head><title>A title of words</title></head><body>{markup}</body></html>"
    return read_page(text.encode(), "https://a.example/x")


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "ul", "li", "table", "q", "figure", "a"])
@pytest.mark.parametrize("closed", [True, False])
def test_ten_thousand_nested_elements_keep_their_words(tag: str, closed: bool) -> None:
    markup = f"<{tag}>" * 10_000 + "deep words" + f"</{tag}>" * 10_000 * closed
    story = fragment(f"<p>before</p>{markup}<p>after</p>")
    assert "deep words" in plain_text(story)
    assert "before" in plain_text(story)
    assert "after" in plain_text(story)


def test_a_page_of_ten_thousand_nested_elements_is_read() -> None:
    words = "The words stand at the very bottom, below ten thousand others, and are read. " * 4
    story = page("<div>" * 10_000 + f"<p>{words}</p>" + "</div>" * 10_000)
    assert "at the very bottom" in plain_text(story)


@pytest.mark.slow
@pytest.mark.parametrize(
    "markup",
    [
        "<" * 50_000,
        "<a " * 20_000,
        "<p" + " x=y" * 20_000 + ">words",
        "<p " + "".join(f'a{n}="1"' for n in range(100_000)) + ">words",
        "<p " + " ".join(f"=a{n}" for n in range(100_000)) + ">words",
        "<p " + " ".join(f"<a{n}" for n in range(100_000)) + ">words",
        "<p " + " ".join(f"a{n}=<1" for n in range(100_000)) + ">words",
        "<script>" + "x<" * 100_000,
        "<a/b=" * 50_000,
        f'<p title="{"x" * 1_000_000}">words</p>',
        "&" * 50_000,
        "&amp" * 50_000,
        "<!--" * 20_000,
        "<![CDATA[" * 5_000 + "words",
        "</p>" * 10_000,
        "<br>" * 10_000 + "words",
        "<b></b>" * 5_000 + "words",
        "<p>" * 10_000,
        "\0" * 10_000 + "words",
        "<table>" + "<tr><td>" * 2_000,
        "<img src=x>" * 5_000,
        "<svg><script>" * 3_000,
        "\u0301" * 20_000,
        "[" * 30_000,
        "**" * 20_000,
        "By " * 20_000,
        "a. " * 20_000,
        "http://" * 10_000,
    ],
)
def test_floods_are_read_without_an_error(markup: str) -> None:
    begun = time.process_time()
    for story in (fragment(markup), page(markup), read_text(markup)):
        assert len(story.blocks) <= MAX_BLOCKS
        assert not CONTROLS.search(plain_text(story))
    assert time.process_time() - begun < 30  # Against hanging, not a measure of speed.


@pytest.mark.parametrize("entity", ["&#27;", "&#x202e;", "&#x1b;", "&#155;", "&#7;", "&#x2066;"])
@pytest.mark.parametrize(
    "place",
    [
        "<p>a{}b</p>",
        "<h2>a{}b</h2>",
        "<img src=/x.jpg alt='a{}b'>",
        "<pre>a{}b</pre>",
        "<table><tr><td>a{}b<td>c<tr><td>d<td>e</table>",
    ],
)
def test_controls_written_as_entities_never_reach_a_block(entity: str, place: str) -> None:
    story = fragment(place.format(entity), title=f"T{entity}")
    texts = (
        [story.headline]
        + [b.text for b in story.blocks]
        + [c for b in story.blocks for c in b.cells]
    )
    assert not any(CONTROLS.search(t) for t in texts)


@pytest.mark.parametrize("around", ["{}", "<p>{}</p>", "&lt;p&gt;{}&lt;/p&gt;"])
def test_a_reference_of_countless_digits_is_one_unreadable_letter(around: str) -> None:
    number = f"&#{'9' * 6000};"
    for told in (number, number.replace("&", "&amp;")):
        markup = around.format(f"It came {told} in.")
        assert "It came" in plain_text(fragment(markup, title="T"))
        assert "It came" in " ".join(paragraphs_of(markup, "html"))


def test_controls_in_what_a_page_declares_are_cleaned() -> None:
    head = (
        '<title>A &#27;[31mred&#x202e; title here</title><meta name="author" content="Eve&#27;l &#x202e;Doe">'
        '<meta property="og:image" content="https://x.example/a&#27;.jpg">'
    )
    story = read_page(
        f"<html><head>{head}</head><body><p>Words.</p></body></html>".encode(), "https://a.example/"
    )
    assert not CONTROLS.search(f"{story.headline}{story.byline}{story.lead_image}")


def test_controls_and_bidi_in_addresses_are_gone() -> None:
    story = fragment('<p><a href="https://good.example/&#x202e;gpj.exe&#27;[2J">picture</a></p>')
    assert not any(CONTROLS.search(link.url or "") for link in story.links)


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "java\nscript:alert(1)",
        "java\tscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<b>x",
        "vbscript:x",
        "file:///etc/passwd",
        "mailto:a@b.example",
        "tel:123",
        "http://",
        "https://[::1",
        "https://a.example:99999999/",
    ],
)
def test_only_web_addresses_become_links(href: str) -> None:
    story = fragment(f'<p><a href="{href}">words</a></p>')
    assert story.links == ()
    assert all(m.url is None for b in story.blocks for m in b.marks)
    assert plain_text(story) == "words"


def test_markup_of_the_screen_stays_letter_by_letter() -> None:
    text = "Story [/b] [@click=app.quit]X[/] [AP] {x} [gay men]"
    assert plain_text(fragment(f"<p>{text}</p>")) == text


def test_a_block_longer_than_allowed_goes_on_in_the_next() -> None:
    words = "word " * 20_000
    story = fragment(f"<p>{words}</p>")
    assert all(len(b.text) <= MAX_CHARS for b in story.blocks)
    assert " ".join(b.text for b in story.blocks) == words.strip()


def test_blocks_and_links_of_a_story_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walker, "MAX_BLOCKS", 300)
    monkeypatch.setattr(links, "MAX_LINKS", 100)
    story = fragment("".join(f'<p><a href="/{n}">word {n}</a></p>' for n in range(320)))
    assert len(story.blocks) == 300
    assert len(story.links) == 100


@pytest.mark.parametrize(
    "charset", ["utf-8", "nonsense", "rot13", "zip", "idna", "utf-16", "", None]
)
def test_any_charset_label_is_survived(charset: str | None) -> None:
    story = read_page(
        "<p>Ärger über die Fähre am Übergang</p>".encode(), "https://a.example/", charset=charset
    )
    assert isinstance(story, Story)


def test_an_empty_page_and_bytes_that_are_no_markup_are_survived() -> None:
    for body in (b"", b"\0" * 100, bytes(range(256)) * 40, b"%PDF-1.7 ...", b"\xff\xfe", b"<?xml"):
        assert isinstance(read_page(body, "https://a.example/"), Story)


def test_linked_data_that_is_broken_or_deep_is_passed_over() -> None:
    for data in (
        "{",
        "[" * 100_000,
        '{"@type":"NewsArticle","headline":{"a":[1]},"author":[[[{}]]],"image":5,"datePublished":7}',
        "null",
    ):
        head = f'<title>A title of words</title><script type="application/ld+json">{data}</script>'
        story = read_page(
            f"<html><head>{head}</head><body><p>Words.</p></body></html>".encode(),
            "https://a.example/",
        )
        assert story.headline == "A title of words"


@pytest.mark.slow
@pytest.mark.parametrize(
    "markup",
    [
        "<article>" + "<p>Related</p>" * 5_000 + "<ul>" + "<li><a href=/a>x</a>" * 5_000 + "</ul>",
        "<article><div>" + "<h3>Read more</h3><span>" * 5_000 + "words",
        "<span>x" * 10_000,
        "<div class=date>" * 9_000 + "<span class=date>1 May</span>" * 5_000,
        "<figure>" * 9_000 + "<div itemprop=url>" * 9_000,
        "<nav><footer><select><button>" * 4_000 + "words",
        "<blockquote><footer>" * 5_000 + "words",
        "<p" + "".join(f" a{n}=b" for n in range(100_000)) + ">words",
        "<table><tr><td>" * 3_000 + "words",
        "<picture><source srcset='a.jpg 1w'>" * 3_000 + "<img src=b.jpg>",
        f'<script type="application/json">{"[" * 50_000}</script>',
        f'<script type="application/json">{{"a": [{"1," * 100_000}1]}}</script>',
        '<script type="application/ld+json">{"@type":"Article","articleBody":"'
        + "a " * 200_000
        + '"}',
        "x" * 1_000_000,
        "<p" + "".join(f' a{n}="x<y"' for n in range(100_000)) + ">words",
        "<h2><a href=/a>Title of words</a></h2><p>Some words.</p>" * 8_000,
        "<ol>" + "<li>note <a href='#x'>^</a></li>" * 20_000 + "</ol>",
        "<p><b>Head</b><br>" + f"{'words ' * 20}</p><p><b>Head</b><br>" * 5_000,
        "<div>" * 1_000_000 + "words",
        f'<script type="application/ld+json">{{"@type":"Article",{chr(34) * 200_001}</script>',
        f'<script type="application/ld+json">{{"@type":"Article",{"/*" * 49}{"//" * 100_000}</script>',
    ],
    ids=range(21),
)
def test_pages_made_against_one_rule_are_read_in_time(markup: str) -> None:
    begun = time.process_time()
    assert len(page(markup).blocks) <= MAX_BLOCKS
    assert time.process_time() - begun < 20  # Against hanging, not a measure of speed.


def test_attributes_after_the_first_hundred_are_left_out_whatever_they_hold() -> None:
    many = "".join(f' a{n}="1<2 & 3>2"' for n in range(5_000))
    root = parse_page(f"<html><body><p{many}>words</p><p class=last>more</p></body></html>")
    assert root is not None
    assert [len(p.attrib) for p in root.iter("p")] == [MAX_ATTRIBUTES, 1]
    assert "".join(root.itertext()) == "wordsmore"


def test_tags_after_the_most_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "MAX_TAGS", 1_000)
    root = parse_page("<html><body>" + "<p>words</p>" * 2_000)
    assert root is not None
    assert len(list(root.iter("p"))) == 499


@pytest.mark.parametrize("letters", ["x ", "é ", "海"])
def test_a_text_longer_than_libxml2_takes_is_cut(letters: str) -> None:
    size = len(letters.encode())
    root = parse_page("<html><body><p>" + letters * (10_000_100 // size))
    assert root is not None
    text = "".join(root.itertext())
    assert set(text) == set(letters)
    assert len(text.encode()) > 9_900_000
