"""A whole page as a story."""

from __future__ import annotations

from reader.model import Story
from reader.story.arrange import arrange, drop_headline
from reader.story.markup import parse_page
from reader.story.walker import Walker
from reader.text import clean_line


def read_article(text: str, url: str) -> Story:
    """The article of the page ``text`` (HTML) at ``url``."""
    root = parse_page(text)
    if root is None:
        return Story(0, None, "", None, (), origin="page", url=url)
    title = clean_line(root.findtext(".//title") or "")
    body = root.find("body")
    blocks = Walker(url).walk(root if body is None else body)
    kicker, blocks = drop_headline(blocks, title)
    byline, blocks = arrange(blocks, guess=False)
    lang = root.get("lang")
    return Story(0, kicker, title, byline, tuple(blocks), origin="page", url=url, lang=lang)
