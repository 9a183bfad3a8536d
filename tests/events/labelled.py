"""Stories with the events they tell of, written for these tests, and how well they are found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

from reader.model import Subscription
from reader.store.store import Store
from tests.store.making import bring, digested, quote

START = datetime(2026, 3, 2, tzinfo=UTC)
_QUOTED = re.compile(r'["“«]([^"”»]{20,})["”»]')


@dataclass(frozen=True)
class Labelled:
    """A story; ``event`` is None for one that belongs to none, ``hours`` count from START."""

    event: str | None
    lang: str
    feed: str
    hours: float
    title: str
    lead: str


@dataclass(frozen=True)
class Score:
    """Pairs of stories: rightly put together, wrongly so, and missed."""

    right: int
    wrong: tuple[tuple[Labelled, Labelled], ...]
    missed: tuple[tuple[Labelled, Labelled], ...]

    @property
    def precision(self) -> float:
        """The share of the pairs put together that belong together."""
        return self.right / max(1, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        """The share of the pairs that belong together that were put together."""
        return self.right / max(1, self.right + len(self.missed))

    def __str__(self) -> str:
        return f"precision {self.precision:.3f}, recall {self.recall:.3f}"


def labelled(name: str) -> list[Labelled]:
    """The stories of ``name``.txt beside this file, in the order of their times."""
    found: list[Labelled] = []
    text = Path(__file__).with_name(f"{name}.txt").read_text("utf-8")
    for part in re.split(r"^= ", text, flags=re.MULTILINE)[1:]:
        head, _, lead = part.partition("\n")
        event, lang, feed, hours, title = head.split(" | ", 4)
        story = Labelled(
            None if event == "-" else event, lang, feed, float(hours), title, lead.strip()
        )
        found.append(story)
    return sorted(found, key=lambda story: story.hours)


async def fill(store: Store, stories: Sequence[Labelled]) -> dict[int, Labelled]:
    """Let each story come in from its feed at its time; entry id to story."""
    outlets = list(dict.fromkeys(story.feed for story in stories))
    urls = {name: f"https://feed{number}.example/rss" for number, name in enumerate(outlets)}
    await store.keep_subscriptions([Subscription(url) for url in urls.values()])
    feeds = {}
    for name, url in urls.items():
        feed = await store.feed_by_url(url)
        assert feed is not None
        feeds[name] = feed.id
    found = {}
    for number, story in enumerate(stories):
        at = START + timedelta(hours=story.hours)
        applied = await bring(
            store,
            feeds[story.feed],
            digested(
                str(number),
                story.title,
                text=story.lead,
                link=f"{urls[story.feed]}/{number}",
                published_at=at,
                quotes=[quote(text) for text in _QUOTED.findall(story.lead)],
            ),
            at=at,
        )
        found[applied.new_ids[0]] = story
    return found


async def score(store: Store, stories: Sequence[Labelled]) -> Score:
    """Fill ``store`` and compare every pair."""
    placed = await fill(store, stories)
    events = {id_: (await store.entry(id_)).event_id for id_ in placed}
    right, wrong, missed = 0, [], []
    for (one, first), (other, second) in combinations(placed.items(), 2):
        together = events[one] is not None and events[one] == events[other]
        belong = first.event is not None and first.event == second.event
        right += together and belong
        if together and not belong:
            wrong.append((first, second))
        if belong and not together:
            missed.append((first, second))
    return Score(right, tuple(wrong), tuple(missed))
