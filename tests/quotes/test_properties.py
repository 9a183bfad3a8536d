"""What holds for any text at all: no crash, spans inside blocks, time linear in length."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model import HEADLINE, Block, BlockKind
from reader.story.quotes import find_quotes
from tests.examples import examples

LANGUAGES = "en de fr es it pt nl ru pl tr ja zh sv da no cs uk ar xx".split()
WORDS = st.sampled_from(
    "said says „ “ ” ‘ ’ ' '' \" `` « » ‹ › 「 」 , . : ; ? ! … — - ( ) Ann Lee Mr. he she who that"
    " the a of and, according to sagte dit dijo 说 と it’s workers’ ’90s n’ — went 12\" 6' U.S.".split()
)
KINDS: list[BlockKind] = ["paragraph", "heading", "blockquote", "list_item", "caption", "code"]
TEXT = st.one_of(
    st.lists(WORDS, max_size=40).map(" ".join),
    st.lists(WORDS, max_size=40).map("".join),
    st.text(max_size=80),
)
BLOCKS = st.lists(st.builds(Block, st.sampled_from(KINDS), TEXT), max_size=6)


@settings(max_examples=examples(150), deadline=None)
@given(TEXT, BLOCKS, st.sampled_from([None, *LANGUAGES]))
def test_spans_lie_inside_their_blocks_and_hold_the_words(
    headline: str, blocks: list[Block], lang: str | None
) -> None:
    for quote in find_quotes(headline, blocks, lang):
        texts = {HEADLINE: headline, **{n: block.text for n, block in enumerate(blocks)}}
        for span in (*quote.spans, *([quote.mention] if quote.mention else [])):
            assert 0 <= span.start < span.end <= len(texts[span.block])
        parts = [texts[span.block][span.start : span.end] for span in quote.spans]
        assert quote.text == "\n\n".join(parts)
        assert quote.text.strip()
        assert 0.0 <= quote.confidence <= 1.0
        assert (quote.mention is None) == (quote.speaker is None)


@settings(max_examples=examples(60), deadline=None)
@given(TEXT, BLOCKS)
def test_quotes_come_in_page_order_and_the_same_every_time(
    headline: str, blocks: list[Block]
) -> None:
    quotes = find_quotes(headline, blocks)
    firsts = [quote.spans[0] for quote in quotes]
    assert firsts == sorted(firsts)
    assert quotes == find_quotes(headline, blocks)


@pytest.mark.parametrize(
    "unit",
    ["‘x workers’ ", "'a s' ", '"a b c" said ', "“x ", "‘x ", '"x ', "''x ", "«x ", "“x ‘y ", "'em ",
     '"a"', "“a b c” ", '"a b c" d, e, ', "Ann Lee, who, ", "said, “x y z", "‘x y z.\n\n", "“x y z.\n\n",
     "— a b, dit-il, ", "— a b — dijo — ", "In Ames, Iowa, on ", "Von „a b c“ ", "he said “a b c d” and ", "“LEE: a b.\n\n"],
)  # fmt: skip
def test_hostile_text_takes_time_linear_in_its_length(unit: str) -> None:
    _is_linear(unit, ("en", "de", "fr"))


@pytest.mark.parametrize(
    ("unit", "langs"),
    [
        ("la de «Los ríos», Ana, ", ("es", "pt")),
        ("«a b – ha detto la – c d, ha detto il e, ", ("it",)),
        ("— x, — сказал я, — y ", ("ru", "uk")),
        ("“a b c” dedi Ali Kaya göre ", ("tr",)),
        ("田中氏は「あいう」と述べ、", ("ja",)),
        ("王说，“我们，”他说，", ("zh",)),
        ("„a b c“ zitiert der auf der in der „Woge“ ", ("de", "nl")),
    ],
)
def test_hostile_text_is_no_worse_in_other_languages(unit: str, langs: tuple[str, ...]) -> None:
    _is_linear(unit, langs)


def _is_linear(unit: str, langs: tuple[str, ...]) -> None:
    def cost(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        blocks = [Block("paragraph", part) for part in text.split("\n\n")]
        best = float("inf")
        for _ in range(1 if size > 1_500 else 3):
            start = time.process_time()
            for lang in langs:
                find_quotes("", blocks, lang)
            best = min(best, time.process_time() - start)
        return best

    cost(500)
    measured = []
    for _ in range(3):  # beside other work one measure may cost three times what it should
        small, large = cost(1_500), cost(12_000)
        if large < 30 * small + 0.05:  # eight times the text; a square would cost 64 times
            return
        measured.append((small, large))
    pytest.fail(f"seconds for a text and for eight times of it: {measured}")
