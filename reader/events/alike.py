"""Whether two stories tell of one event, and which event a new story belongs to.

Precision comes first: a story put with the wrong event hides among others, one left alone is merely
read twice.  The numbers were tuned on ``tune.txt`` and ``near.txt`` of ``tests/events``: the same people
and places make no event yet, so titles and all words together count for more than names.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from reader.events.counts import Counts
from reader.events.gist import SCORE, Gist, Glance, glance, number_of, titles_in

WINDOW_HOURS: Final = 72
"""Hours that lie between two stories of one event at most."""
SPAN_HOURS: Final = 120
"""Hours from the first to the last story of an event at most: one that runs on is told anew."""
ALIKE: Final = 7.0
"""Points from which two stories tell of one event."""
_COSINE: Final = 4.0
_TITLES: Final = 1.5
_EACH_TITLE: Final = 4.0
_NAMES: Final = 2.0
_MASS: Final = 6.0
_FULL_MASS: Final = 40.0
_OTHER_LANGUAGE: Final = 2.8
"""What makes up for the words that two languages do not share."""
_STRONG: Final = 2.0
_SAME_NUMBERS: Final = 1.8
_OTHER_NUMBERS: Final = (2.4, 3.3)
"""Lost by stories without a number in common, where one of them has only one, and else."""
_OTHER_SCORES: Final = 5.0
"""Lost when both tell scores, or how votes went, and these differ."""
_SAME_DAY: Final = 14.0
"""Hours between two reports of one day: there is another one on the next."""
_SELDOM: Final = 20
"""Stories that may hold a quotation or an address for it to tell anything."""
_APART: Final = 9.0
"""Points lost by stories that lie :data:`WINDOW_HOURS` apart."""
_ENOUGH_NAMES: Final = 10.0
"""Weight of the names in a story from which they are compared: two that are rare."""
_TELLING: Final = 3.0
"""Weight from which a word is telling: it stands in one story of twenty or fewer."""
_LEAST_MASS: Final = 8.0
_LEAST_TITLE: Final = 0.08
"""How much of each title must stand in the other story."""
_LEAST_SHARED: Final = 3
"""Telling words that two stories must share."""
_BRIEF: Final = 6
"""Terms beside those of its title, below which a story is brief: a teaser."""
_BRIEF_TITLE: Final = 0.5
"""The same as :data:`_LEAST_TITLE` for these."""
_ONE_NAME: Final = 7.0
"""Weight of the names in a story that name anything: one that is rare."""
_ANYBODY: Final = 4.0
"""Weight below which a name is anybody's: a weekday, a party, a country in the news."""
_ROUNDED: Final = 1e-9
_ANY: Final = 100.0
_OTHERS: Final = 0.5
"""Share of the points asked for that a story must have, on average, with the rest of an event."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story that a new one may belong to. ``hours`` from the new one, ``event`` None: alone."""

    id: int
    feed: int
    gist: Gist
    hours: float
    event: int | None = None
    event_hours: float = 0.0
    """The farthest story of its event, in hours from the new one."""


def likeness(
    one: Gist,
    other: Gist,
    counts: Counts,
    hours: float = 0.0,
    weights: Mapping[int, float] | None = None,
) -> float:
    """How alike two stories are that came ``hours`` apart, in points; compare with :data:`ALIKE`.

    ``weights`` are those of the terms of ``one``, where they are known already.
    """
    if one.kind != other.kind or one.kind == "mixed":
        return 0.0
    if one.kind == "daily" and abs(hours) > _SAME_DAY:
        return 0.0
    shared = one.terms & other.terms
    strong = sum(counts.count(t) <= _SELDOM for t in one.strong & other.strong)
    strong = min(strong, 2)
    if len(shared) + 2 * strong < _LEAST_SHARED:
        return 0.0
    if weights is None:
        weights = counts.weights(one.terms, one.common)
    telling = [weights[t] - _TELLING for t in shared if weights[t] > _TELLING]
    mass = sum(telling) + strong * _LEAST_MASS
    if mass < _LEAST_MASS or len(telling) + 2 * strong < _LEAST_SHARED:
        return 0.0
    # Most of what shares some words has a title of its own, and is told by that at once.
    if _covered(one, other, weights) < _LEAST_TITLE:
        return 0.0  # the same words under a title that has nothing to do with them
    weights = {**weights, **counts.weights(other.titles - shared, other.common)}
    titles = _covered(one, other, weights), _covered(other, one, weights)
    if min(titles) < _LEAST_TITLE:
        return 0.0
    weights.update(counts.weights(other.terms - weights.keys(), other.common))
    if _is_brief(one, other) and min(titles) < _BRIEF_TITLE:
        return 0.0
    if _names_others(one, other, weights) and _names_others(other, one, weights):
        return 0.0
    lengths = [sqrt(sum([weights[t] ** 2 for t in gist.terms])) for gist in (one, other)]
    cosine = sum([weights[t] ** 2 for t in shared]) / (lengths[0] * lengths[1])
    return (
        _COSINE * cosine
        + _TITLES * sum(titles) / 2
        + _EACH_TITLE * min(titles)
        + _NAMES * max(_named(one, other, weights), _named(other, one, weights))
        + _MASS * min(mass / _FULL_MASS, 1.0)
        + _STRONG * strong
        + _agreement(one, other)
        + _OTHER_LANGUAGE * (bool(one.lang and other.lang) and one.lang != other.lang)
        - _APART * abs(hours) / WINDOW_HOURS
    )


def _agreement(one: Gist, other: Gist) -> float:
    """Points for numbers that both stories have, or for having none in common: of two earthquakes,
    matches or votes mostly the figures differ."""
    if not one.numbers or not other.numbers:
        return 0.0
    points = _numbers_alike(one.numbers, other.numbers)
    scores = [{number for number in gist.numbers if number & SCORE} for gist in (one, other)]
    return points - _OTHER_SCORES * (all(scores) and scores[0].isdisjoint(scores[1]))


def _numbers_alike(one: frozenset[int], other: Collection[int]) -> float:
    """:func:`_agreement` without the scores, of which more can only be lost."""
    least = min(len(one), len(other))
    if not least:
        return 0.0
    shared = len(one.intersection(other))
    return _SAME_NUMBERS * shared / least if shared else -_OTHER_NUMBERS[least > 1]


class Look:
    """A look at packed gists that spares most of the comparing: how much like the story ``one``,
    whose terms have these ``weights``, each of them can be at most."""

    def __init__(self, one: Gist, weights: Mapping[int, float], counts: Counts) -> None:
        self._one, self._weights, self._counts = one, weights, counts
        self._lang = number_of(one.lang)
        self._titles: dict[int, float] = {}
        self._title = self._length = 0.0

    def reach(self, packed: bytes) -> float:
        """The points that :func:`likeness` gives the gist ``packed`` at most; 0 when it gives none.
        Raises ValueError for damaged bytes."""
        one = self._one
        titles = titles_in(packed)
        if titles is not None and one.terms.isdisjoint(titles):
            return 0.0  # most of what shares some words: told without looking at the rest
        seen = glance(packed)
        if seen is None:
            return _ANY
        if one.titles.isdisjoint(seen.terms):
            return 0.0  # half of the others
        if not self._titles:
            self._sum_up()
        shared = one.terms.intersection(seen.terms)
        strong = min(len(one.strong.intersection(seen.strong)), 2)
        title = sum([self._titles[term] for term in shared if term in self._titles])
        if not self._title or len(shared) + 2 * strong < _LEAST_SHARED:
            return 0.0
        covered = title / self._title + _ROUNDED
        weights = [self._weights[term] for term in shared]
        telling = [weight - _TELLING for weight in weights if weight > _TELLING]
        mass = sum(telling) + strong * _LEAST_MASS + _ROUNDED
        few = len(telling) + 2 * strong < _LEAST_SHARED
        if covered < _LEAST_TITLE or few or mass < _LEAST_MASS:
            return 0.0
        covering = self._covering(seen, shared) + _ROUNDED
        if covering < _LEAST_TITLE:
            return 0.0
        return (
            _COSINE * sqrt(sum([weight * weight for weight in weights]) / self._length)
            + _TITLES * (covered + covering) / 2
            + _EACH_TITLE * min(covered, covering)
            + _NAMES
            + _MASS * min(mass / _FULL_MASS, 1.0)
            + _STRONG * strong
            + _numbers_alike(one.numbers, seen.numbers)
            + _OTHER_LANGUAGE * (self._lang != seen.lang)
            + _ROUNDED
        )

    def _sum_up(self) -> None:
        weights = self._weights
        self._titles = {term: weights[term] for term in self._one.titles}
        self._title = sum(self._titles.values())
        self._length = sum([weight * weight for weight in weights.values()])

    def _covering(self, seen: Glance, shared: frozenset[int]) -> float:
        """How much of the title of the other stands in this one, 0 to 1."""
        common = shared.intersection(seen.titles)
        part = sum([self._weights[term] for term in common])
        alone = [term for term in seen.titles if term not in common]
        whole = part + sum(self._counts.weights(alone, seen.common).values())
        return part / whole if whole else 0.0


def choose(
    new: Gist,
    feed: int,
    candidates: Sequence[Candidate],
    counts: Counts,
    weights: Mapping[int, float] | None = None,
) -> Candidate | None:
    """The candidate to whose event the story ``new`` of ``feed`` belongs; None for no event.

    Stories of one feed are not compared: an outlet tells an event once, or goes on to the next.
    """
    if new.kind == "mixed":
        return None
    found: list[tuple[float, Candidate]] = []
    others: dict[int, list[float]] = {}
    for each in candidates:
        if abs(each.hours) > WINDOW_HOURS or abs(each.event_hours) > SPAN_HOURS:
            continue
        share = likeness(new, each.gist, counts, each.hours, weights) / ALIKE
        if each.event is not None:
            others.setdefault(each.event, []).append(share)
        if share >= 1 and each.feed != feed:
            found.append((share, each))
    for _, each in sorted(found, key=lambda pair: (-pair[0], pair[1].id)):
        shares = others.get(each.event or 0, ())
        if not shares or sum(shares) / len(shares) >= _OTHERS:
            return each
    return None


def _covered(one: Gist, other: Gist, weights: Mapping[int, float]) -> float:
    """How much of the title of ``one`` stands in ``other``, 0 to 1."""
    whole = sum(weights[t] for t in one.titles)
    return sum(weights[t] for t in one.titles & other.terms) / whole if whole else 0.0


def _is_brief(one: Gist, other: Gist) -> bool:
    """Whether one of two stories has little to tell by but its title."""
    return min(len(one.terms) - len(one.titles), len(other.terms) - len(other.titles)) < _BRIEF


def _names_others(one: Gist, other: Gist, weights: Mapping[int, float]) -> bool:
    """Whether ``one`` names somebody or something, and none of that stands in ``other``, words that
    many stories have aside: two shootings in two towns.  In another language a name may be spelled
    otherwise."""
    if one.lang != other.lang:
        return False
    telling = {t: weights[t] for t in one.names if weights[t] >= _ANYBODY}
    return sum(telling.values()) >= _ONE_NAME and other.terms.isdisjoint(telling)


def _named(one: Gist, other: Gist, weights: Mapping[int, float]) -> float:
    """How many of the names of ``one`` stand in ``other``, 0 to 1; a half where it has too few."""
    whole = sum(weights[t] for t in one.names)
    if whole < _ENOUGH_NAMES:
        return 0.5
    return sum(weights[t] for t in one.names & other.terms) / whole
