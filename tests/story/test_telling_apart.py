"""What looks like something else on a page: labels, counts, links, lines and pictures."""

from __future__ import annotations

from reader.model import Block, Story
from reader.story.read import read_fragment, read_page

PROSE = "The baker, who had been up since two, carried the first trays across the yard to the van. "
OTHER = (
    "On the other side of the river, a dog that belonged to nobody barked at the milk lorry again. "
)


def story_of(inner: str, head: str = "", title: str = "Bread before dawn") -> Story:
    paragraphs = "".join(f"<p>{n} {PROSE}{OTHER}{PROSE}</p>" for n in range(4))
    body = f"<article><h1>{title}</h1><div class='body'>{paragraphs}{inner}<p>{OTHER * 3}</p></div></article>"
    page = f"<html><head><title>Bread before dawn</title>{head}</head><body>{body}</body></html>"
    return read_page(page.encode(), "https://bread.example/dawn")


def blocks_like(story: Story, words: str) -> list[Block]:
    return [block for block in story.blocks if words in block.text]


def test_the_article_of_a_headline_is_no_label_above_it() -> None:
    told = '<meta property="og:title" content="Secrets that bakers keep">'
    story = story_of("", told, "The secrets that bakers keep")
    assert (story.kicker, story.headline) == (None, "The secrets that bakers keep")


def test_the_number_of_a_picture_stays_where_it_may_be_what_the_caption_says() -> None:
    figure = (
        "<figure><img src='/{0}.jpg' width='800' height='600'><figcaption>{1}</figcaption></figure>"
    )
    alone = story_of(figure.format(1, "3 of 4 Bakers rise before two"))
    assert blocks_like(alone, "Bakers rise")[0].text == "3 of 4 Bakers rise before two"
    both = figure.format(1, "1 of 2 Bakers rise") + figure.format(2, "2 / 2 Dogs bark")
    captions = [b.text for b in story_of(both).blocks if b.kind == "caption"]
    assert captions == ["Bakers rise", "Dogs bark"]


def test_a_picture_whose_height_the_site_did_not_know_is_no_counter() -> None:
    known = story_of("<p><img src='/oven.jpg' width='570' height='0'></p>")
    assert [b.url for b in known.blocks if b.kind == "image"] == ["https://bread.example/oven.jpg"]
    counter = story_of("<p><img src='/count.jpg' width='0' height='0'></p>")
    assert not any(b.kind == "image" for b in counter.blocks)


def test_a_border_without_width_does_not_make_a_picture_a_counter() -> None:
    style = "border-left-width: 0px; border-top-width: 0px"
    story = story_of(f"<p><img src='/oven.jpg' style='{style}'></p>")
    assert any(b.kind == "image" for b in story.blocks)


def test_a_heading_of_the_story_may_be_a_link_among_others_that_are_none() -> None:
    parts = "".join(f"<h3>Oven {n}</h3><p>{n} {OTHER * 2}</p>" for n in range(3))
    story = story_of(parts + f"<h3><a href='/fourth'>Oven 4</a></h3><p>Last {PROSE * 2}</p>")
    headings = [b.text for b in story.blocks if b.kind == "heading" and b.role is None]
    assert headings == ["Oven 0", "Oven 1", "Oven 2", "Oven 4"]


def test_a_list_of_links_to_other_sites_is_told_from_one_of_other_stories() -> None:
    item = "<li><a href='{0}/a{1}'>Why the river smells of yeast in May {1}</a></li>"
    for place, role in (
        ("https://yeast.example", None),
        ("https://www.bread.example", "read_more"),
    ):
        links = "".join(item.format(place, n) for n in range(3))
        found = blocks_like(story_of(f"<ul>{links}</ul>"), "smells of yeast")
        assert {block.role for block in found} == {role}


def test_a_box_of_which_a_link_is_the_call_is_left_out() -> None:
    box = "<div class='inread'><p>The Crumb</p><p>Five loaves, every week</p><a href='/n'>Sign me up</a></div>"
    story = story_of(box + f"<p>And then {OTHER * 2}</p>")
    assert not blocks_like(story, "Five loaves")


def test_what_somebody_wrote_in_a_forum_is_parted_from_who_wrote_it() -> None:
    post = f"<blockquote><cite>anna wrote:</cite>{OTHER}</blockquote>"
    assert blocks_like(story_of(post), "anna wrote: On the other side")


def test_a_note_has_the_number_under_which_it_stands() -> None:
    note = "<div><a id='f7' href='#r7'>7</a><div><p>The dog was later named Rye.</p></div></div>"
    found = blocks_like(story_of(f"<p>More {PROSE * 3}</p>{note}"), "named Rye")
    assert [(block.kind, block.number) for block in found] == [("list_item", 7)]


def test_names_stand_in_bold_below_lines_in_italics() -> None:
    head = '<meta property="og:site_name" content="Crumb"><meta name="author" content="Crumb">'
    top = f"<p><em>… as ovens go cold</em></p><p><b>Ada Brook/Jo Reed</b></p><p>{PROSE * 3}</p>"
    body = f"<article><h1>Bread before dawn</h1>{top}<p>{OTHER * 5}</p><p>{PROSE * 5}</p></article>"
    page = f"<html><head><title>Bread before dawn</title>{head}</head><body>{body}</body></html>"
    assert read_page(page.encode(), "https://bread.example/dawn").byline == "Ada Brook, Jo Reed"


def test_an_agency_declared_beside_a_writer_is_named_too() -> None:
    told = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Bread before dawn", '
        '"author": [{"@type": "Person", "name": "Ada Brook"}, {"@type": "Organization", "name": "SDA"}]}</script>'
    )
    assert story_of("", told).byline == "Ada Brook, SDA"


def test_a_formula_that_is_drawn_stands_in_its_sentence() -> None:
    drawn = "<img src='https://s0.draw.example/latex.php?latex=x' alt='A \\circ B' class='latex'>"
    told = read_fragment(
        f"<p>The product {drawn} is commutative.</p>", "html", Story(0, None, "T", None, ())
    )
    assert [block.text for block in told.blocks] == ["The product A \\circ B is commutative."]
    shown = (
        "<span><span style='display: none'><math><mi>x</mi></math></span><img src='/math/render/svg/1' "
        "class='mwe-math-fallback-image-inline' aria-hidden='true' alt='{\\displaystyle x^{2}}'></span>"
    )
    items = f"<ul><li>{shown} loaves</li><li>{shown} and {shown} rolls</li></ul>"
    found = blocks_like(story_of(f"<p>Then {shown} bakers {OTHER * 3}</p>{items}"), "x^{2}")
    assert found[0].text.startswith("Then x^{2} bakers")
    assert [b.text for b in found[1:]] == ["x^{2} loaves", "x^{2} and x^{2} rolls"]


def test_a_question_is_read_with_its_answers() -> None:
    def post(kind: str, words: str) -> str:
        return f"<div class='{kind}'><div class='{kind}-cell'><div itemprop='text'><p>{words}</p></div></div></div>"

    asked, said = "Why does my bread not rise?", f"Because of the dog. {OTHER * 4}"
    thread = (
        f"<h1>Bread before dawn</h1>{post('question', asked + ' ' + PROSE)}{post('answer', said)}"
    )
    body = f"<div itemscope itemtype='https://schema.org/Question'>{thread}</div>"
    page = f"<html><head><title>Bread before dawn</title></head><body>{body}</body></html>"
    story = read_page(page.encode(), "https://bread.example/q/1")
    assert [b.text[:10] for b in story.blocks] == ["Why does m", "Because of"]


def test_tables_of_other_pages_above_a_page_of_a_wiki_are_no_part_of_it() -> None:
    table = "<table class='vertical-navbox'><tr><td><ul><li><a href='/wiki/Rye'>Rye and its mills</a></li></ul></td></tr></table>"
    assert not blocks_like(story_of(table), "Rye and its mills")
