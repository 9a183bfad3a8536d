"""Stories made up for measuring: news in a language that nobody speaks, the same ones each time.

Words are drawn by Zipf's law from a vocabulary of 120,000, and every story has a subject, whose
words come again and again: of 800 words some 370 differ, and deflate makes them 2.3 times smaller,
as with news in English.  Stories have quotes with speakers, links among each other and dates.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from itertools import accumulate
from typing import Final

from reader.codec import encode_with_source, facts_of
from reader.model import (
    Block,
    DigestedEntry,
    Enclosure,
    Link,
    LinkKind,
    Mark,
    Quote,
    Span,
    Speaker,
    Story,
)

END: Final = datetime(2026, 11, 1, tzinfo=UTC)
"""When the newest story came out; they reach back six years."""
DAYS: Final = 6 * 365
VOCABULARY: Final = 120_000
PEOPLE: Final = 20_000
RARE_EVERY: Final = 10_000
"""Every so many stories one has the word :data:`RARE`."""
RARE: Final = "zubrowkine"
_DRAWN: Final = 1_000_000
_SUBJECTS: Final = 4_000
_SUBJECT_WORDS: Final = 24
_OWN_SHARE: Final = 0.22
_ONSETS: Final = (*"bdfghklmnprstvwz", "", "st", "tr", "ch")
_NUCLEI: Final = (*"aeiouy", "ea", "ou")
_CODAS: Final = ("", "", "", *"nrslt", "nd")
_ROLES: Final = ("mayor", "minister", "professor", "lawyer", "witness", "head of the union")
_LANGS: Final = ("en", "en", "en", "en-GB", "de", "fr")


@dataclass(frozen=True, slots=True)
class Made:
    """A story: what the digest would hand over, what newsboat would keep, and the reader's marks."""

    number: int
    feed: int
    entry: DigestedEntry
    html: str
    is_read: bool
    is_starred: bool


class Press:
    """Makes the story of every number from 0 on; ``words`` is how long one is in the mean."""

    def __init__(self, total: int, feeds: int, words: int) -> None:
        rng = random.Random(20261101)
        self._total, self._feeds, self._words = total, feeds, words
        self.vocabulary = _vocabulary(rng)
        weights = list(accumulate((rank + 1.6) ** -1.12 for rank in range(VOCABULARY)))
        self._drawn = rng.choices(self.vocabulary, cum_weights=weights, k=_DRAWN)
        self._subjects = [
            [
                self.vocabulary[int(200 * (40_000 / 200) ** rng.random())]
                for _ in range(_SUBJECT_WORDS)
            ]
            for _ in range(_SUBJECTS)
        ]
        self.people = [
            f"{rng.choice(self.vocabulary[300:1500]).title()} {rng.choice(self.vocabulary[300:40_000]).title()}"
            for _ in range(PEOPLE)
        ]
        self._fame = list(accumulate(1 / (rank + 5) for rank in range(PEOPLE)))

    def stories(self, start: int, stop: int) -> Iterator[Made]:
        """The stories ``start`` to ``stop - 1``, the oldest first."""
        return (self.story(number) for number in range(start, stop))

    def story(self, number: int) -> Made:
        """The story of that number."""
        rng = random.Random(number)
        subject = rng.choice(self._subjects)
        head = [*rng.sample(subject, 4), *self._run(rng, 4)]
        rng.shuffle(head)
        title = _sentence(head)[:-1]
        link = address(number, self._feeds)
        leads = [
            address(max(0, number - 1 - int(rng.expovariate(1 / 300))), self._feeds)
            for _ in range(rng.choice((0, 1, 1, 2, 4)))
        ]
        blocks, quotes, links = self._blocks(rng, number, subject, leads)
        published = END - timedelta(days=DAYS) * ((self._total - number) / self._total)
        author = self.people[bisect(self._fame, rng.random() * self._fame[-1])]
        lang = rng.choice(_LANGS)
        story = Story(
            0, None, title, author, tuple(blocks), tuple(quotes), tuple(links), "feed",
            url=link, lang=lang, published_at=published,
        )  # fmt: skip
        html = _html(blocks)
        body, source = encode_with_source(story, html.encode())
        text = " ".join(block.text for block in blocks)
        heard = (Enclosure(link + ".mp3", "audio/mpeg", 1_000_000),) if number % 50 == 7 else ()
        entry = DigestedEntry(
            identity=link,
            entry_hash=f"{rng.getrandbits(160):040x}",
            guid=link,
            link=link,
            title=title,
            author=author,
            summary=text[:300].rpartition(" ")[0],
            published_at=published,
            updated_at=None,
            story=body,
            source=source,
            source_type="html",
            categories=tuple(rng.sample(self.vocabulary[100:400], rng.choice((0, 0, 1, 2)))),
            lang=lang,
            enclosures=heard,
            words=text.count(" ") + 1,
            quote_count=len(quotes),
            link_count=len(links),
            facts=facts_of(story),
        )
        is_old = number < self._total * 0.9
        is_read = rng.random() < (0.97 if is_old else 0.4)
        return Made(
            number, number_of_feed(number, self._feeds), entry, html, is_read, rng.random() < 0.01
        )

    def _run(self, rng: random.Random, length: int) -> list[str]:
        place = rng.randrange(_DRAWN - length)
        return self._drawn[place : place + length]

    def _blocks(
        self, rng: random.Random, number: int, subject: Sequence[str], leads: Sequence[str]
    ) -> tuple[list[Block], list[Quote], list[Link]]:
        wanted = max(20, int(rng.gauss(self._words, self._words / 5)))
        blocks: list[Block] = []
        quotes: list[Quote] = []
        links: list[Link] = []
        cast = [bisect(self._fame, rng.random() * self._fame[-1]) for _ in range(2)]
        waiting = list(leads)
        done = 0
        while done < wanted:
            paragraph = []
            for _ in range(rng.choice((1, 2, 2, 3))):
                words = self._run(rng, rng.randint(8, 26))
                for place in range(len(words)):
                    if rng.random() < _OWN_SHARE:
                        words[place] = subject[int(_SUBJECT_WORDS * rng.random() ** 2)]
                done += len(words)
                paragraph.append(_sentence(words))
            if number % RARE_EVERY == 77 and not blocks:
                paragraph.append(f"{RARE.title()}.")
            text = " ".join(paragraph)
            marks: tuple[Mark, ...] = ()
            if blocks and len(blocks) % 6 == 3:
                said, text = paragraph[0], self._said(rng, paragraph[0], cast, quotes, len(blocks))
                assert said
            elif waiting:
                url, end = waiting.pop(), text.index(" ", 20) if " " in text[20:] else len(text)
                marks = (Mark(0, end, "link", url),)
                links.append(
                    Link(url, text[:end], _kind(rng), Span(len(blocks), 0, end), text[:80])
                )
            blocks.append(Block("paragraph", text, marks))
        return blocks, quotes, links

    def _said(
        self, rng: random.Random, said: str, cast: Sequence[int], quotes: list[Quote], block: int
    ) -> str:
        name = self.people[rng.choice(cast)]
        role = rng.choice(_ROLES)
        speaker = Speaker(name, role)
        quotes.append(
            Quote(said, (Span(block, 1, 1 + len(said)),), "direct", speaker, "said", 0.95)
        )
        return f"“{said}” said {name}, the {role}."


def address(number: int, feeds: int) -> str:
    """Where the story of a number is."""
    return f"https://news{number_of_feed(number, feeds)}.example/{2020 + number % 7}/story-{number:07d}.html"


def feed_url(feed: int) -> str:
    """The address of a feed, by its number from 0 on."""
    return f"https://news{feed}.example/feed.xml"


def number_of_feed(number: int, feeds: int) -> int:
    """Which feed a story is of: some bring ten times as much as others."""
    return int(feeds * ((number * 7919 % 10_007) / 10_007) ** 1.5)


def _kind(rng: random.Random) -> LinkKind:
    return rng.choice(("inline", "source", "read_more"))


def _sentence(words: Sequence[str]) -> str:
    text = " ".join(words)
    return text[0].upper() + text[1:] + "."


def _vocabulary(rng: random.Random) -> list[str]:
    """Words by rank: the commonest are the shortest."""
    found: dict[str, None] = {}
    for rank in range(VOCABULARY):
        syllables = 1 if rank < 300 else 2 if rank < 9_000 else 3
        while True:
            word = "".join(
                rng.choice(_ONSETS) + rng.choice(_NUCLEI) + rng.choice(_CODAS)
                for _ in range(syllables)
            )
            if word not in found:
                found[word] = None
                break
    return list(found)


def _html(blocks: Sequence[Block]) -> str:
    parts = []
    for block in blocks:
        text = escape(block.text, quote=False)
        for mark in block.marks:
            held = escape(block.text[mark.start : mark.end], quote=False)
            text = text.replace(held, f'<a href="{mark.url}">{held}</a>', 1)
        parts.append(f"<p>{text}</p>\n")
    return "".join(parts)
