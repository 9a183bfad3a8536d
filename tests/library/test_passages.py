"""Passages kept by their words: where they stand after a story was read anew."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from reader.library.reading.passages import anchor_of, find, overlap, quote_in, text_of
from reader.model import HEADLINE, Anchor, Block, Quote, Span, Story

TEXTS = (
    "The dam held. Nobody in the lower town had slept, and the bakery opened at three.",
    "“We counted the minutes,” said Lina Marsh. “We counted them twice.”",
    "The dam held. It held again on Sunday, when the second wave came down.",
)


def story_of(*texts: str, headline: str = "The dam holds", quotes: Sequence[Quote] = ()) -> Story:
    return Story(
        1, None, headline, None, tuple(Block("paragraph", t) for t in texts), tuple(quotes)
    )


def span_of(words: str, block: int, texts: Sequence[str] = TEXTS) -> Span:
    start = texts[block].index(words)
    return Span(block, start, start + len(words))


def found(story: Story, anchor: Anchor) -> str:
    return text_of(story, find(story, anchor))


def test_a_passage_is_kept_with_the_words_around_it() -> None:
    anchor = anchor_of(story_of(*TEXTS), [span_of("the bakery", 0)])
    assert anchor.text == "the bakery"
    assert anchor.before.endswith("had slept, and ")
    assert anchor.after == " opened at three."
    whole = anchor_of(story_of(*TEXTS), [Span(1, 0, len(TEXTS[1]))])
    assert whole.before.endswith("opened at three.")
    assert whole.after.startswith("The dam held. It")


def test_a_passage_of_an_unchanged_story_is_where_it_was() -> None:
    spans = (span_of("“We counted them twice.”", 1), span_of("The dam held.", 2))
    story = story_of(*TEXTS)
    assert find(story, anchor_of(story, spans)) == spans


def test_the_headline_can_hold_a_passage() -> None:
    story = story_of(*TEXTS)
    anchor = anchor_of(story, [Span(HEADLINE, 4, 7)])
    assert find(story, anchor) == (Span(HEADLINE, 4, 7),)


def test_a_passage_is_found_where_its_paragraph_went() -> None:
    anchor = anchor_of(story_of(*TEXTS), [span_of("counted the minutes", 1)])
    moved = story_of("A new beginning.", *TEXTS)
    assert find(moved, anchor) == (Span(2, 4, 23),)


def test_other_marks_blanks_and_case_are_the_same_words() -> None:
    anchor = anchor_of(story_of(*TEXTS), [span_of("“We counted them twice.”", 1)])
    assert (
        found(story_of('He said:  "WE counted — them twice."'), anchor)
        == "WE counted — them twice."
    )


def test_the_marks_at_its_ends_belong_to_it_where_they_are_still_there() -> None:
    anchor = anchor_of(story_of(*TEXTS), [span_of("“We counted them twice.”", 1)])
    assert found(story_of("x", TEXTS[1]), anchor) == "“We counted them twice.”"


def test_of_the_same_words_twice_those_with_the_same_surroundings_are_meant() -> None:
    anchor = anchor_of(story_of(*TEXTS), [span_of("The dam held.", 2)])
    assert find(story_of("New.", *TEXTS), anchor)[0].block == 3
    first = anchor_of(story_of(*TEXTS), [span_of("The dam held.", 0)])
    assert find(story_of("New.", *TEXTS), first)[0].block == 1


def test_a_passage_whose_paragraph_was_cut_in_two_has_two_spans() -> None:
    anchor = anchor_of(story_of(*TEXTS), [Span(1, 0, len(TEXTS[1]))])
    cut = story_of("“We counted the minutes,” said Lina Marsh.", "“We counted them twice.”")
    assert (
        found(cut, anchor)
        == "“We counted the minutes,” said Lina Marsh.\n\n“We counted them twice.”"
    )


def test_a_passage_over_paragraphs_that_became_one_has_one_span() -> None:
    anchor = anchor_of(
        story_of(*TEXTS), [span_of("opened at three.", 0), span_of("“We counted", 1)]
    )
    joined = story_of(f"{TEXTS[0]} {TEXTS[1]}")
    assert found(joined, anchor) == "opened at three. “We counted"


def test_words_changed_inside_a_passage_do_not_lose_it() -> None:
    text = "Nobody in the lower town had slept, and the bakery opened at three"
    anchor = anchor_of(story_of(*TEXTS), [span_of(text, 0)])
    mended = TEXTS[0].replace("had slept", "had gone to bed")
    assert found(story_of(mended), anchor) == text.replace("had slept", "had gone to bed")


def test_words_that_are_gone_are_lost() -> None:
    anchor = anchor_of(story_of(*TEXTS), [span_of("the bakery", 0)])
    assert find(story_of("All is new."), anchor) == ()
    assert find(story_of("All is new."), Anchor("…", "", "", 0, 0)) == ()
    assert find(story_of("All is new."), Anchor(" ", "", "", 0, 0)) == ()
    assert find(story_of(), Anchor("x", "", "", 7, 3)) == ()


def test_the_quote_of_a_passage_is_the_one_that_shares_most_of_it() -> None:
    first = Quote("We counted the minutes", (span_of("We counted the minutes", 1),), "direct")
    second = Quote("We counted them twice.", (span_of("We counted them twice.", 1),), "direct")
    assert (
        quote_in((first, second), [span_of("minutes,” said Lina Marsh. “We counted them", 1)]) == 1
    )
    assert quote_in((first, second), [span_of("The dam", 0)]) is None
    assert overlap(first.spans, [span_of("the minutes", 1)])
    assert not overlap(first.spans, second.spans)


words = st.text(alphabet="ab É“”.ß1 ﬁ\n", max_size=30)


@given(st.lists(words, min_size=1, max_size=5), st.data())
def test_whatever_was_highlighted_is_found_in_place_and_inside_the_story(
    texts: list[str], data: st.DataObject
) -> None:
    story = story_of(*texts)
    block = data.draw(st.integers(0, len(texts) - 1))
    start = data.draw(st.integers(0, len(texts[block])))
    end = data.draw(st.integers(start, len(texts[block])))
    anchor = anchor_of(story, [Span(block, start, end)])
    if anchor.text.strip() and "\n\n" not in anchor.text:
        assert find(story, anchor) == (Span(block, start, end),)
    other = story_of(*data.draw(st.lists(words, max_size=5)))
    for span in find(other, anchor):
        assert 0 <= span.start < span.end
        text = other.headline if span.block == HEADLINE else other.blocks[span.block].text
        assert span.end <= len(text)
