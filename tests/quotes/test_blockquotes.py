"""Block quotations and pull quotes."""

from __future__ import annotations

from reader.model import Block
from reader.story.quotes import find_quotes

SAYS = Block("paragraph", "Ann Lee of the ferry company wrote:")
WORDS = Block("blockquote", "The pier was never safe. We said so in April.")
MORE = Block("blockquote", "We said so again in May.")


def test_a_blockquote_after_a_cue_is_a_quote_without_marks() -> None:
    (quote,) = find_quotes("", [SAYS, WORDS], "en")
    assert quote.text == WORDS.text
    assert quote.speaker is not None
    assert quote.speaker.name == "Ann Lee"


def test_a_blockquote_of_two_paragraphs_is_one_quote() -> None:
    (quote,) = find_quotes("", [SAYS, WORDS, MORE], "en")
    assert [span.block for span in quote.spans] == [1, 2]


def test_a_blockquote_with_a_cite_is_a_quote() -> None:
    cited = Block("blockquote", WORDS.text, url="https://example.org/letter")
    assert len(find_quotes("", [Block("paragraph", "Rain fell."), cited], "en")) == 1


def test_a_signed_blockquote_names_its_speaker_and_leaves_the_signature_out() -> None:
    signed = Block("blockquote", "The pier was never safe. — Ann Lee")
    (quote,) = find_quotes("", [Block("paragraph", "Rain fell."), signed], "en")
    assert quote.text == "The pier was never safe."
    assert quote.speaker is not None
    assert quote.speaker.name == "Ann Lee"


def test_a_blockquote_that_nothing_introduces_is_no_quote() -> None:
    assert find_quotes("", [Block("paragraph", "Rain fell."), WORDS], "en") == ()


def test_a_pull_quote_that_repeats_the_body_is_listed_once() -> None:
    body = Block("paragraph", "“The pier was never safe,” said Ann Lee.")
    pulled = Block("blockquote", "“The pier was never safe”")
    for blocks in ([body, pulled], [pulled, body]):
        (quote,) = find_quotes("", blocks, "en")
        assert blocks[quote.spans[0].block] is body


def test_code_pictures_tables_and_promos_give_no_quotes() -> None:
    text = "“We will go on as before,” said Ann Lee."
    blocks = [
        Block("code", text),
        Block("image", text, url="https://example.org/a.png"),
        Block("table_row", text, cells=(text,)),
        Block("paragraph", text, role="promo"),
    ]
    assert find_quotes("", blocks, "en") == ()


def test_a_caption_may_hold_a_quote() -> None:
    (quote,) = find_quotes("", [Block("caption", "“We will go on,” said Ann Lee.")], "en")
    assert quote.text == "We will go on,"


def test_a_block_that_signs_the_quotation_above_it_names_its_speaker() -> None:
    for signature in ("— Ann Lee (@annlee) May 5, 2020", "Ann Lee, skipper", "- Ann Lee"):
        blocks = [Block("paragraph", "Rain fell."), WORDS, Block("blockquote", signature)]
        (quote,) = find_quotes("", blocks, "en")
        assert quote.text == WORDS.text
        assert quote.speaker is not None
        assert quote.speaker.name == "Ann Lee"


def test_a_signature_holds_for_all_paragraphs_above_it() -> None:
    signature = Block("blockquote", "— Ann Lee, skipper")
    (quote,) = find_quotes("", [WORDS, MORE, signature, Block("paragraph", "Rain fell.")], "en")
    assert quote.text == f"{WORDS.text}\n\n{MORE.text}"
    assert quote.speaker is not None
    assert quote.speaker.name == "Ann Lee"


def test_a_sentence_in_a_blockquote_signs_nothing() -> None:
    blocks = [Block("paragraph", "Rain fell."), WORDS, Block("blockquote", "Ann Lee left.")]
    assert find_quotes("", blocks, "en") == ()
