"""Signs that a feed gives only the beginning of a story."""

from __future__ import annotations

import pytest

from reader.model import Story
from reader.story.read import read_fragment
from reader.story.teaser import is_teaser

LONG = "The ferry was late again, and nobody on the quay was surprised by that at all. " * 12
URL = "https://quay.example/2026/ferry"


def _is_teaser(markup: str, title: str = "The ferry is late") -> bool:
    return is_teaser(read_fragment(markup, "html", Story(0, None, title, None, (), url=URL)))


def test_words_without_spaces_between_them_are_counted() -> None:
    text = "町議会は月曜日、港の渡し船をこの冬は運航しないと決めた。"
    assert _is_teaser(f"<p>{text}</p>", "渡し船")
    assert not _is_teaser(f"<p>{text * 12}</p>", "渡し船")


@pytest.mark.parametrize(
    "ending",
    [
        "but then, without a warning, …",
        "but then, without a warning, [&#8230;]",
        "but then, without a warning, [...]",
        "but then ...",
        f'and more.</p><p><a href="{URL}">Continue reading</a>',
        f'and more.</p><p><a href="{URL}?utm_source=feed">Read more</a>',
        f'and more.</p><p><a href="{URL}#more">Continue reading The ferry is late &rarr;</a>',
        "and more.</p><p>Read the full story",
        f'…</p><p>The post <a href="{URL}">The ferry</a> appeared first on <a href="https://quay.example/">Quay</a>.',
        f'and more.</p><p><a href="{URL}">Weiterlesen</a>',
        f'and more.</p><p><a href="{URL}">Lire la suite…</a>',
    ],
)
def test_a_text_that_breaks_off_or_leads_on_is_a_teaser(ending: str) -> None:
    assert _is_teaser(f"<p>{LONG}</p><p>It left at nine, {ending}</p>")


@pytest.mark.parametrize(
    "ending",
    [
        "and that was that.",
        'and that was that.</p><p>Read more: <a href="https://quay.example/other">Bridge opens</a>',
        "and that was that.</p><p>More people came than ever before, and they stayed.",
        "and that was that.</p><p>See you tomorrow.",
        "“and then, well …” she said, and laughed.",
    ],
)
def test_a_long_text_that_ends_properly_is_none(ending: str) -> None:
    assert not _is_teaser(f"<p>{LONG}</p><p>It left at nine, {ending}</p>")


def test_very_few_words_under_a_headline_are_a_teaser() -> None:
    assert _is_teaser("<p>The ferry was late again on Monday.</p>")
    assert _is_teaser("")


def test_a_short_message_without_a_headline_is_whole() -> None:
    assert not _is_teaser("<p>The ferry was late again on Monday.</p>", title="")


def test_a_picture_with_a_line_is_whole() -> None:
    assert not _is_teaser('<p><img src="https://quay.example/a.png" alt="A cat"></p><p>Monday.</p>')


def test_dots_at_the_end_of_a_very_long_text_are_style() -> None:
    assert not _is_teaser(f"<p>{LONG * 4}</p><p>And so it goes …</p>")
