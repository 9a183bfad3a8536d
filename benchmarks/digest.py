"""What a feed's digest costs, and each of its steps: CPU for a feed of 145 KB with 22 entries.

Each figure is the mean over the feeds of the quickest of several rounds, so that other programs at
work on the machine tell little.  The steps are run one by one, and each comes a little cheaper so
than among the others.

    python benchmarks/digest.py --feeds 20
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.feedserver import host, make_feed
from reader.codec import encode_with_source, facts_of
from reader.digest import digest_feed
from reader.events.compared import with_compared
from reader.feed.parse import parse_feed
from reader.model import ParsedEntry, Story
from reader.story.links import find_links
from reader.story.quotes import find_quotes
from reader.story.read import count_words, read_fragment

ROUNDS = 7


class Paper:
    """One feed, and what its digest is made of."""

    def __init__(self, number: int) -> None:
        self.url = f"http://{host(number)}/feed/{number}"
        self.body = make_feed(number, f"http://{host(number)}")[0]
        self.feed = parse_feed(self.body, {}, self.url)
        self.entries = self.feed.entries
        self.stories = [self.read(entry) for entry in self.entries]
        self.digest = digest_feed(self.body, {}, self.url, frozenset())
        self.words = sum(map(count_words, self.stories))

    def read(self, entry: ParsedEntry) -> Story:
        """The story of an entry, as the digest reads it."""
        known = Story(
            entry_id=0,
            kicker=None,
            headline=entry.title,
            byline=entry.author,
            blocks=(),
            url=entry.link,
            lang=entry.lang or self.feed.lang,
        )
        return read_fragment(entry.content, entry.content_type, known, entry.base)


STEPS: dict[str, Callable[[Paper], object]] = {
    "digest": lambda p: digest_feed(p.body, {}, p.url, frozenset()),
    "  parse": lambda p: parse_feed(p.body, {}, p.url),
    "  stories": lambda p: [p.read(entry) for entry in p.entries],
    "    quotes": lambda p: [find_quotes(s.headline, s.blocks, s.lang) for s in p.stories],
    "    links": lambda p: [find_links(s.headline, s.blocks, s.url) for s in p.stories],
    "  pack": lambda p: [
        encode_with_source(story, entry.content.encode())
        for story, entry in zip(p.stories, p.entries, strict=True)
    ],
    "  index": lambda p: [facts_of(story) for story in p.stories],
    "  compare": lambda p: with_compared(p.digest.entries),
}


def _cost(step: Callable[[Paper], object], papers: list[Paper]) -> float:
    """Milliseconds of CPU for a feed."""
    best = [float("inf")] * len(papers)
    for _ in range(ROUNDS):
        for number, paper in enumerate(papers):
            began = time.process_time()
            step(paper)
            best[number] = min(best[number], time.process_time() - began)
    return sum(best) / len(papers) * 1000


def main(count: int) -> None:
    """Print the table."""
    papers = [Paper(number) for number in range(count)]
    words = sum(paper.words for paper in papers) / count
    print(f"{count} feeds, {words:,.0f} words each{'ms/feed':>14}{'ms/1,000 words':>17}")
    for name, step in STEPS.items():
        cost = _cost(step, papers)
        print(f"{name:32}{cost:9.2f}{cost / words * 1000:17.3f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--feeds", type=int, default=20)
    main(parser.parse_args().feeds)
