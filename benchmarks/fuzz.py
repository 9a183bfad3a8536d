"""Made-up input, as wild as it comes, for everything that reads what others wrote.

Feeds and their damage go through the parser (and are counted against feedparser), markup through
the extraction, text through the quotations and through ``clean``; every promise that the model
makes is checked, and that the time grows with the length only.  Prints how many inputs were tried
and the smallest one for each way of failing.

    python benchmarks/fuzz.py --seconds 120 --only parse extract quotes clean
"""

from __future__ import annotations

import argparse
import io
import random
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisException

from reader.errors import ParseError
from reader.feed.parse import parse_feed
from reader.model import HEADLINE, ParsedFeed, Story
from reader.story.quotes import find_quotes
from reader.story.read import read_fragment, read_page, read_text
from reader.text import MAX_MARKS, clean, clean_line
from tests.feed.samples import ALL, FEEDS
from tests.quotes.test_properties import BLOCKS, LANGUAGES, TEXT
from tests.story.test_properties import MARKUP, check

URL: Final = "https://quay.example/feed.xml"
BATCH: Final = 400
"""Inputs between two looks at the clock."""
PATIENCE: Final = 5.0
"""Seconds after which an input of a few kilobytes counts as hanging."""


class Hung(Exception):
    """An input took longer than :data:`PATIENCE`."""


@dataclass
class Tally:
    """How many inputs a target had, and the smallest one for each way of failing."""

    tried: int = 0
    slowest: float = 0.0
    failures: dict[str, tuple[str, str]] = field(default_factory=dict)


def check_feed(body: bytes) -> None:
    """Only ParseError, never fewer entries than feedparser finds, every line clean."""
    try:
        feed = parse_feed(body, {}, URL)
    except ParseError as error:
        assert not str(error).startswith("It can't be read as a feed ("), error.__cause__
        feed = ParsedFeed("", None, None, ())
    for line in (feed.title, feed.subtitle, *(entry.title for entry in feed.entries)):
        assert line == clean_line(line)
    assert len(feed.entries) >= _entries_of_feedparser(body)


def check_markup(markup: str) -> None:
    """Every promise of a story, whichever way the markup comes in."""
    check(read_fragment(markup, "html", Story(0, None, "A title", None, (), url=URL)))
    check(read_text(markup, name="name"))
    check(read_page(markup.encode("utf-8", "surrogatepass"), URL))


def check_quotes(given_: tuple[str, list[Any], str | None]) -> None:
    """Quotes lie inside their blocks, and are the same every time."""
    headline, blocks, lang = given_
    texts = {HEADLINE: headline, **{n: block.text for n, block in enumerate(blocks)}}
    quotes = find_quotes(headline, blocks, lang)
    for quote in quotes:
        parts = [texts[span.block][span.start : span.end] for span in quote.spans]
        assert quote.text == "\n\n".join(parts)
        assert quote.text.strip()
    assert quotes == find_quotes(headline, blocks, lang)


def check_clean(text: str) -> None:
    """Idempotent, nothing that steers a terminal, no piles of marks, nothing made up."""
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not any((ord(c) < 32 and c not in "\t\n") or 0x7F <= ord(c) < 0xA0 for c in cleaned)
    assert not any(0xD800 <= ord(c) < 0xE000 or 0x202A <= ord(c) <= 0x202E for c in cleaned)
    assert "\u0301" * (MAX_MARKS + 1) not in cleaned
    assert len(cleaned) <= len(text)
    cleaned.encode()


def _entries_of_feedparser(body: bytes) -> int:
    import feedparser  # type: ignore[import-untyped]

    try:
        return len(feedparser.parse(io.BytesIO(body)).entries)
    except Hung:
        raise
    except Exception:
        return 0


_PIECES: Final = st.sampled_from(
    "< > & \" ' </ /> <![CDATA[ ]]> <!-- --> <? ?> <! = <item> </item> <entry> </entry> <item <entry/>"
    " <title> </title> <link> <guid> <p> <br> <x:y> xmlns:a=\"b\" xmlns=\"\" &#0; &#xD800; &nbsp; &lt"
    " <!DOCTYPE <!ENTITY <html> <script> <style> <textarea> \x00 \x1b é \u202e \ufeff <channel> <rss>"
    " <feed> </channel> </rss> <rdf:RDF> <content:encoded> xml:base=\"::\" type=\"xhtml\" <svg> {} []"
    .split(" ")
)  # fmt: skip
_EDITS: Final = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 80), st.one_of(_PIECES, st.text(max_size=4))),
    min_size=1,
    max_size=5,
)
_ENCODINGS: Final = st.sampled_from(
    ["utf-8"] * 12 + ["utf-16", "utf-16-le", "utf-32", "cp1252", "koi8-r", "shift_jis", "cp037"]
)


def _damage(text: str, edits: list[tuple[float, int, str]], encoding: str) -> bytes:
    for place, length, piece in edits:
        at = int(place * len(text))
        text = text[:at] + piece + text[at + length :]
    return text.encode(encoding, "replace")


_WHOLE: Final = st.one_of(FEEDS, st.sampled_from(list(ALL.values())))
_FEED_BYTES: Final = st.one_of(
    st.builds(_damage, _WHOLE, _EDITS, _ENCODINGS),
    st.lists(_PIECES, max_size=60).map(lambda pieces: "".join(pieces).encode("utf-8", "replace")),
    st.binary(max_size=400),
)
_STRANGE: Final = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "\x1b\x9b\x07\u202e\u2066\u200d\u200e\ufe0f\u0301\U000e0067\U0001f3f4\r\n\t"
        ),
        st.characters(),
    ),
    max_size=120,
)
TARGETS: Final[dict[str, tuple[st.SearchStrategy[Any], Callable[[Any], None]]]] = {
    "parse": (_FEED_BYTES, check_feed),
    "extract": (st.one_of(MARKUP, st.lists(_PIECES, max_size=50).map("".join)), check_markup),
    "quotes": (st.tuples(TEXT, BLOCKS, st.sampled_from([None, *LANGUAGES])), check_quotes),
    "clean": (_STRANGE, check_clean),
}


def fuzz(name: str, seconds: float, first_seed: int) -> Tally:
    """Try inputs of one target for so long."""
    strategy, check_one = TARGETS[name]
    tally = Tally()
    end = time.monotonic() + seconds
    number = first_seed
    while time.monotonic() < end:
        try:
            _batch(strategy, check_one, number, tally)
        except (Hung, AssertionError, HypothesisException, Exception) as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            way = f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"
            notes = " ".join(getattr(error, "__notes__", ()))
            tally.failures.setdefault(way, (str(error)[:300], notes[:1500]))
        number += 1
    return tally


def _batch(
    strategy: st.SearchStrategy[Any], check_one: Callable[[Any], None], number: int, tally: Tally
) -> None:
    @seed(number)
    @settings(
        max_examples=BATCH,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(strategy)
    def run(value: Any) -> None:
        tally.tried += 1
        started = time.process_time()
        signal.setitimer(signal.ITIMER_REAL, PATIENCE * 4)
        try:
            check_one(value)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            tally.slowest = max(tally.slowest, time.process_time() - started)

    run()


def _hang(number: int, frame: FrameType | None) -> None:
    raise Hung(f"longer than {PATIENCE * 4:.0f} seconds")


def main() -> None:
    """Fuzz the targets one after the other; exit 1 when anything failed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=60, help="for each target")
    parser.add_argument("--only", nargs="+", choices=tuple(TARGETS), default=tuple(TARGETS))
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    chosen = parser.parse_args()
    signal.signal(signal.SIGALRM, _hang)
    warnings.simplefilter("ignore")
    failed = False
    for name in chosen.only:
        tally = fuzz(name, chosen.seconds, chosen.seed)
        print(
            f"{name:8} {tally.tried:8,} inputs from seed {chosen.seed}, slowest "
            f"{tally.slowest:.2f} s CPU, {len(tally.failures)} ways of failing",
            flush=True,
        )
        for way, (message, notes) in tally.failures.items():
            failed = True
            print(f"  {way}: {message}\n    {notes}", flush=True)
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
