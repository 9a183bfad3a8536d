"""The short ways to what a story is compared by come to what the long ones do."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from reader.events import gist, kinds
from reader.text import fold, fold_quickly

_TEXTS = st.lists(
    st.sampled_from(
        "the Rivers rose, 1,200 0.8 ٣ ３-1 2026 live. “We Ann’s Élan İzmir ſo 東京の雨 _ … ’ e\u0301x".split()
    )
    | st.characters(),
    max_size=90,
).map(" ".join)


@given(st.from_regex(re.compile(kinds._MIXED.pattern, re.VERBOSE)))
def test_every_title_of_many_events_has_one_of_the_words_that_tell_it(title: str) -> None:
    assert not kinds._MIXED_WORDS.isdisjoint(kinds._words(title))


@given(st.from_regex(re.compile(kinds._LASTING.pattern, re.VERBOSE)))
def test_every_title_of_what_lasts_has_one_of_the_words_that_tell_it(title: str) -> None:
    assert not kinds._LASTING_WORDS.isdisjoint(kinds._words(title))


@given(_TEXTS)
def test_a_quotation_is_compared_by_its_first_words(text: str) -> None:
    few = gist.QUOTE_WORDS
    assert gist._first_words(text) == gist.plain_words(text)[:few]
    assert fold_quickly(text).replace("’", "'") == fold(text).replace("’", "'")


@given(st.sampled_from(["", "Ships", "Nine ships, 12 towns"]), _TEXTS)
def test_numbers_are_looked_for_wherever_there_are_digits(title: str, lead: str) -> None:
    read = lead[: gist._Words().read(lead, gist.LEAD_WORDS)]
    every = list(gist._numbers(f"{title}\n{read}"))[: gist._MOST_NUMBERS]
    assert gist.gist_of(title, lead).numbers == frozenset(every)


@given(_TEXTS)
def test_words_are_known_one_by_one_or_all_at_once(text: str) -> None:
    whole = gist._Words()
    whole.read(text, 10_000)
    terms = {gist._term(word.lower())[0] for word in re.findall(r"[^\W_]+", text)}
    runs = [word for word in re.findall(r"[^\W_]+", text) if gist.UNSPACED.search(word)]
    apart = {gist._term(part)[0] for run in runs for part in gist._unspaced(run)}
    of_runs = {gist._term(run.lower())[0] for run in runs}
    assert whole.terms - apart == (terms - of_runs - apart) - {0}
