"""Made-up news, as much of it as a test wants, always the same for the same number.

Every tale has several paragraphs, a direct quote, a partial one, a quotation over two paragraphs
on every third tale, and links; :attr:`Tale.quotes` says what is to be found in it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape

FIRST_DAY = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)

PEOPLE = (
    ("Ilse Varga", "harbour master"),
    ("Tomasz Okonkwo", "head of the water board"),
    ("Mirela Haugen", "mayor"),
    ("Dov Castellanos", "botanist at the coastal institute"),
    ("Saoirse Lindqvist", "spokeswoman for the ferry company"),
    ("Rafiq Amundsen", "teacher"),
    ("Ottoline Petrov", "chair of the bakers' guild"),
    ("Kwame Delacroix", "signal engineer"),
    ("Hanne Mbeki", "curator of the town museum"),
    ("Bertil Nakamura", "captain of the lifeboat"),
)
TOWNS = ("Norhaven", "Saltmarsh", "Eastlow", "Quarrington", "Vell", "Tarnby", "Old Ferring")
EVENTS = (
    ("reopens its tidal mill", "the tidal mill", "stood still for eleven years"),
    ("counts its swifts", "the count", "was last held a decade ago"),
    ("paints every bench blue", "the paint", "was left over from the lighthouse"),
    ("moves the night market", "the market", "had outgrown the square"),
    ("tests a quieter tram", "the tram", "used to wake half the street"),
    ("finds a map in the archive", "the map", "shows a canal nobody remembered"),
    ("plants a wood by the bypass", "the wood", "will hold nine kinds of oak"),
    ("votes on a second bridge", "the bridge", "has been promised since spring"),
)
SAYINGS = (
    "We had the parts in a shed and the patience in short supply",
    "Nobody asked for a miracle, only for a timetable that holds",
    "It rained on the first day and on the last, and people came on both",
    "You can hear the difference from the other side of the river",
    "If it works through one winter, it will work through twenty",
    "My grandmother kept the key, and she was right to keep it",
)
SECOND_HALVES = (
    "And if the money runs out, we will ask again, louder, and with better drawings",
    "The rest is only weather, and the weather has never voted here",
    "So we will do it in small steps, and we will do every step twice",
)
PARTS = ("slow but certain", "a matter of patience", "no small thing", "long overdue")
CUES = ("said", "told reporters", "explained", "wrote in a letter to the council")


@dataclass(frozen=True, slots=True)
class Saying:
    """A quotation in a tale: its words without outer marks, and who said it."""

    text: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Tale:
    """One made-up story. ``paragraphs`` are plain text; ``links`` are (text, address) pairs."""

    number: int
    title: str
    author: str
    town: str
    paragraphs: tuple[str, ...]
    quotes: tuple[Saying, ...]
    links: tuple[tuple[str, str], ...]
    published_at: datetime

    @property
    def summary(self) -> str:
        """The first paragraph."""
        return self.paragraphs[0]

    def html(self) -> str:
        """The body as markup, the links in a closing paragraph each."""
        body = [f"<p>{escape(text, quote=False)}</p>" for text in self.paragraphs]
        body += [
            f'<p>Read more: <a href="{escape(url)}">{escape(text)}</a></p>'
            for text, url in self.links
        ]
        return "\n".join(body)


def tale(number: int, site: str, *, neighbours: tuple[int, ...] = ()) -> Tale:
    """Tale ``number``; its links lead to ``site/story/N`` for each of ``neighbours``."""
    dice = random.Random(f"tale {number}")
    town = dice.choice(TOWNS)
    event, thing, past = dice.choice(EVENTS)
    (first, role), (second, other_role) = dice.sample(PEOPLE, 2)
    saying, later = dice.sample(SAYINGS, 2)
    part, cue = dice.choice(PARTS), dice.choice(CUES)
    paragraphs = [
        f"{town.upper()} - {town} {event}, and {thing} {past}, the council announced on Monday.",
        f"“{saying},” {cue} {first}, {role}, beside the old quay.",
        f"{second}, {other_role}, called the plan “{part}” and asked for figures by the summer.",
    ]
    quotes = [Saying(saying, first), Saying(part, second)]
    if number % 3 == 0:
        half = dice.choice(SECOND_HALVES)
        paragraphs += [f"{first} went on: “{later}.", f"“{half}.”"]
        quotes.append(Saying(f"{later}.\n\n{half}.", first))
    else:
        paragraphs.append(f"“{later},” {first.split()[-1]} added.")
        quotes.append(Saying(later, first))
    paragraphs.append(
        f"Work begins in week {dice.randint(9, 40)}; the {dice.randint(3, 90)} neighbours who "
        f"wrote in will have answers before that. This is report number {number}."
    )
    return Tale(
        number=number,
        title=f"{town} {event}: report {number}",
        author=dice.choice(PEOPLE)[0],
        town=town,
        paragraphs=tuple(paragraphs),
        quotes=tuple(quotes),
        links=tuple((headline(n), f"{site}/story/{n}") for n in neighbours),
        published_at=FIRST_DAY + timedelta(minutes=37 * number),
    )


def headline(number: int) -> str:
    """The title of tale ``number``."""
    dice = random.Random(f"tale {number}")
    town = dice.choice(TOWNS)
    return f"{town} {dice.choice(EVENTS)[0]}: report {number}"
