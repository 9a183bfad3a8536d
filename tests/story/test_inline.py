"""The words of a block while it is read: cleaned and folded, whatever they are made of."""

from __future__ import annotations

from typing import Literal
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Story
from reader.story.blocks.inline import Line
from reader.story.read import read_fragment, read_page, read_text
from reader.text import clean, composed

_WORDS = ("a", "word ", " word", "two words", "é", "“so”", "日本")
_SPACES = ("", " ", "\n", "\t", "  ", "\u00a0", "\u200b", "\u3000", "\x85", "\u2028")
_MARKS = ("e\u0301", "\u0301" * 5, "\u20d0" * 4, "\u0e31" * 4)
_SIGNS = ("\x1c", "\x00", "\u202e", "\u00ad", "\u200d", "\ufe0f", "\U0001f3f4", "\U000e0067")
Form = Literal["NFC", "NFD"]
_PIECES = st.sampled_from(_WORDS + _SPACES + _MARKS + _SIGNS)


@given(st.lists(st.lists(_PIECES, max_size=4).map("".join), max_size=5))
def test_a_line_is_the_clean_text_with_its_white_space_folded(texts: list[str]) -> None:
    line = Line()
    for text in texts:
        line.add(text)
    whole = "".join(composed(clean(text).replace("\u200b", " ")) for text in texts)
    assert line.take() == (clean(" ".join(whole.split())), ())


@given(st.lists(st.tuples(_PIECES, st.booleans()), max_size=6))
def test_marks_stand_at_the_words_they_were_opened_for(texts: list[tuple[str, bool]]) -> None:
    line = Line()
    for text, is_strong in texts:
        if is_strong:
            line.open("strong")
        line.add(text)
        if is_strong:
            line.close()
    whole, marks = line.take()
    for mark in marks:
        words = whole[mark.start : mark.end]
        assert words and words == words.strip(" ")
    assert line.take() == ("", ())


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_story_with_its_accents_apart_reads_as_with_them_together(form: Form) -> None:
    said = "„Die Brücke hält noch“, sagte der Münchner Ingenieur Jörg Schön. „Sie müsste größer sein“, fügte Schön hinzu."
    title = "Über die Brücke"
    markup = f"<p>{said}</p><p>Bürgermeisterin Zoë Kühn sagte: „Wir zählen die Züge.“</p>"
    page = f"<html lang=de><title>{title}</title><meta name=author content='Käthe Röhl'><h1>{title}</h1><article>{markup * 9}</article>"
    heads = Story(
        0,
        None,
        normalize(form, title),
        normalize(form, "Käthe Röhl"),
        (),
        lang="de",
        url="https://a.example/x",
    )
    found = [
        read_fragment(normalize(form, markup), "html", heads),
        read_text(normalize(form, f"{title}\n\n{said}\n\nBürgermeisterin Zoë Kühn sagte: „Wir zählen die Züge.“")),
        read_page(normalize(form, page).encode(), "https://a.example/x"),
    ]  # fmt: skip
    for story in found:
        assert story.headline == title
        people = [quote.speaker.name for quote in story.quotes if quote.speaker]
        assert people[:3] == ["Jörg Schön", "Jörg Schön", "Zoë Kühn"]
        assert story.blocks[0].text == said
    assert [story.byline for story in found] == ["Käthe Röhl", None, "Käthe Röhl"]
