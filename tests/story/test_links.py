"""Where a story leads: order, deduplication, kinds, sentences."""

from __future__ import annotations

import pytest

from reader.model import Block, Mark, Span, Story
from reader.story import links as found_links
from reader.story.links import find_links, is_furniture, label_off
from reader.story.read import read_fragment


def links(
    markup: str, url: str | None = "https://a.example/story"
) -> list[tuple[str, str | None, str]]:
    """Kind, address and text of the links in ``markup``."""
    story = read_fragment(markup, "html", Story(0, None, "T", None, (), url=url))
    return [(link.kind, link.url, link.text) for link in story.links]


def test_links_come_in_reading_order_and_each_page_once() -> None:
    markup = '<p><a href="http://www.b.example/x/?utm_source=q">one</a> <a href="/y">two</a> <a href="https://b.example/x#part">again</a></p>'
    assert links(markup) == [
        ("inline", "http://www.b.example/x/", "one"),
        ("inline", "https://a.example/y", "two"),
    ]


def test_a_link_brings_the_sentence_around_it() -> None:
    markup = (
        '<p>First one here. The mayor read <a href="/b">the letter</a> aloud. Then she left.</p>'
    )
    story = read_fragment(markup, "html", Story(0, None, "T", None, (), url="https://a.example/"))
    (link,) = story.links
    assert link.sentence == "The mayor read the letter aloud."
    assert link.span is not None
    assert story.blocks[0].text[link.span.start : link.span.end] == "the letter"


@pytest.mark.parametrize(
    ("href", "text", "kind"),
    [
        ("https://x.example/report.pdf", "here", "source"),
        ("https://arxiv.org/abs/1", "here", "source"),
        ("https://www.service.gov.uk/a", "here", "source"),
        ("https://x.example/a", "a new study", "source"),
        ("https://vimeo.com/1", "film", "media"),
        ("https://x.example/a.mp3", "listen", "media"),
        ("https://x.example/a", "last week", "inline"),
    ],
)
def test_links_are_classed_by_what_they_lead_to(href: str, text: str, kind: str) -> None:
    assert links(f'<p>It was said <a href="{href}">{text}</a> today.</p>') == [(kind, href, text)]


@pytest.mark.parametrize(
    "href",
    [
        "https://www.facebook.com/sharer/sharer.php?u=x",
        "https://twitter.com/intent/tweet?text=x",
        "https://a.example/tag/rivers/",
        "https://a.example/author/ann-lee",
        "https://a.example/story#notes",
        "https://a.example/newsletter",
        "https://wa.me/share?url=x",
    ],
)
def test_links_of_the_site_and_not_of_the_story_are_left_out(href: str) -> None:
    assert links(f'<p>Words before <a href="{href}">this</a> and after.</p>') == []


def test_a_page_of_a_social_network_that_is_no_share_button_stays() -> None:
    assert not is_furniture("https://twitter.com/mayor/status/12", "a post")


def test_a_read_more_line_keeps_its_kind_and_one_without_address_is_an_item() -> None:
    markup = '<p>Read more: <a href="/b">The bridge</a></p><p>Read more about the harbour.</p>'
    assert links(markup) == [
        ("read_more", "https://a.example/b", "The bridge"),
        ("read_more", None, "Read more about the harbour."),
    ]


def test_the_cite_of_a_blockquote_is_a_source() -> None:
    assert links('<blockquote cite="https://b.example/q">Words of another.</blockquote>') == [
        ("source", "https://b.example/q", "Words of another.")
    ]


def test_relative_links_without_a_base_lead_nowhere() -> None:
    assert links('<p><a href="/b">there</a></p>', url=None) == []


def test_blocks_made_by_hand_give_the_same_links() -> None:
    block = Block("paragraph", "See there.", (Mark(4, 9, "link", "https://b.example/"),))
    (link,) = find_links("T", [block], None)
    assert link.span == Span(0, 4, 9)


def test_the_label_of_a_read_more_line_comes_off_for_a_search() -> None:
    assert label_off("Read more: The bridge falls") == "The bridge falls"
    assert label_off("The bridge falls") == "The bridge falls"


@pytest.mark.parametrize(
    "text",
    "report STUDY Studie The Papers dataset Press Release filing judgement findings badania étude "
    "communiqué estudo rapporto studio".split(),
)
def test_words_that_are_looked_for_first_leave_out_nothing_that_the_pattern_finds(
    text: str,
) -> None:
    assert found_links._names_source(text) == bool(found_links._SOURCE_WORDS.search(text))


def test_every_word_for_a_source_has_a_stem_that_is_looked_for_first() -> None:
    words = found_links._SOURCE_WORDS.pattern.removeprefix(r"\b(?:").removesuffix(r")\b").split("|")
    ascii_words = [word.split("(")[0].split("\\")[0] for word in words if word.isascii()]
    assert len(ascii_words) > 30
    for word in ascii_words:
        assert any(stem in word for stem in found_links._SOURCE_STEMS), word


@pytest.mark.parametrize("words", ["Email this", "compartir", " Copy link\n", "X"])
def test_the_words_of_share_buttons_are_told_by_themselves(words: str) -> None:
    assert is_furniture("http://harbour.example/story", words)
    assert not is_furniture("http://harbour.example/story", words.strip() + " of the harbour")


def test_no_word_of_a_share_button_is_longer_than_those_that_are_looked_at() -> None:
    listed = (
        found_links._SHARE_WORDS.pattern.removeprefix("(?:").removesuffix(")$").replace("(?:", "")
    )
    longest = max(len(each.replace(")?", "")) for each in listed.split("|"))
    assert longest == found_links._LONGEST_SHARE
