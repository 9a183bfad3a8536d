"""How often each rule was right when it was measured, by the kind of quotation and by how many
words stand between it and the speaker.

The figures are those of 723 US news stories (PolNeAR), rounded, both halves together; what
nobody said counts as wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from reader.story.quotes.clause.verbs import COMMAS
from reader.story.quotes.language import Language
from reader.story.quotes.said import Said
from reader.story.quotes.tokens import Line

CONFIDENCE: Final = {
    "after": 0.98,
    "after-verb": 0.98,
    "same-paragraph": 0.97,
    "cue-before": 0.94,
    "according": 0.92,
    "tail": 0.94,
    "signature": 0.9,
    "unknown-verb": 0.9,
    "participle": 0.88,
    "agent": 0.85,
    "weak-cue": 0.86,
    "next-in-paragraph": 0.7,
    "colon-before": 0.8,
    "colon": 0.86,
    "reported": 0.75,
    "sentence-before": 0.65,
    "paragraph-before": 0.74,
    "sandwich": 0.6,
    "turn": 0.65,
    "line-before": 0.78,
    "sentence-subject": 0.74,
    "hint-before": 0.55,
    "stop-after": 0.55,
    "subject-before": 0.25,
}
_PARTIAL: Final = {
    "after": 0.91,
    "line-before": 0.3,
    "paragraph-before": 0.3,
    "same-paragraph": 0.74,
    "sandwich": 0.5,
}
"""Where the figures for a few quoted words are others than those for sentences said."""
_FAR: Final[dict[str, tuple[int, float]]] = {
    "cue-before": (32, 0.7),
    "participle": (16, 0.78),
    "weak-cue": (24, 0.45),
    "same-paragraph": (32, 0.65),
    "paragraph-before": (16, 0.55),
    "line-before": (24, 0.4),
    "colon": (8, 0.74),
}
"""From so many words on between the speaker and a sentence said, the figure is another one."""
_FAR_PARTIAL: Final[dict[str, tuple[int, float]]] = {
    **_FAR,
    "paragraph-before": (16, 0.3),
    "line-before": (24, 0.2),
    "participle": (24, 0.62),
    "same-paragraph": (32, 0.2),
    "sentence-subject": (32, 0.15),
}
_ANOTHER_CLAUSE: Final = 0.2
"""Of a few words behind the sentence's subject and one comma: another clause has begun."""
_GERMAN: Final = {
    "same-paragraph": 0.85,
    "line-before": 0.55,
    "paragraph-before": 0.6,
    "weak-cue": 0.83,
}
_GERMAN_PARTIAL: Final = {
    "same-paragraph": 0.4,
    "line-before": 0.3,
    "paragraph-before": 0.3,
    "weak-cue": 0.74,
    "cue-before": 0.86,
}
"""Where German, which hands one speaker through reported speech, is far below: for sentences 13 of 16
speakers of the paragraph were right, for a few words 4 of 13, from the one before none of 8; of those
with a weaker verb (*nannte*) 31 of 43 for a few words."""
_CARRIED: Final = {"paragraph-before": 0.65, "sentence-subject": 0.68}
"""Where English carries a speaker on more surely than other languages: there 8 of 14 were right in the
paragraph before, here 44 of 49 (shown with a question mark all the same, for who speaks is not said)."""
_HIGH: Final = 0.8
_ELSEWHERE: Final = 0.97
"""What the high figures, which are those of English, are worth in other languages: of 545 German
speakers."""
MOST: Final = 40
"""Words that are counted."""
_STEPS: Final = 3 * MOST
"""Words and marks of a paragraph that are looked at for that."""


def confidence(found: Said, kind: str, lang: Language) -> float:
    """How often a speaker found like ``found`` is right (0-1) for a quotation of ``kind``."""
    figure = _figure(found, kind)
    if lang.nouns_capital and found.rule in _GERMAN:
        table = _GERMAN_PARTIAL if kind == "partial" else _GERMAN
        return min(figure, table[found.rule] * found.trust)
    if lang.measured:
        return figure
    if found.rule in _CARRIED:
        return min(figure, _CARRIED[found.rule] * found.trust)
    return figure if figure < _HIGH else figure * _ELSEWHERE


def _figure(found: Said, kind: str) -> float:
    partial = kind == "partial"
    rule = found.rule
    if partial and rule == "sentence-subject" and found.commas == 1:
        return _ANOTHER_CLAUSE * found.trust
    words, less = (_FAR_PARTIAL if partial else _FAR).get(rule, (MOST + 1, 0.0))
    if found.far >= words:
        return less * found.trust
    figure = _PARTIAL.get(rule) if partial else None
    return (CONFIDENCE[rule] if figure is None else figure) * found.trust


def measure(found: Said, line: Line, place: int, line_before: Callable[[int], Line | None]) -> None:
    """Notes in ``found`` how many words, and commas, stand between it and the quotation at token
    ``place`` of ``line``; what others say there is not counted.  ``line_before`` gives the line
    before a block; it is read only where the speaker is not found in the block itself."""
    if found.nobody:
        return
    words = commas = 0
    where: Line | None = line
    at = place
    while where is not None:
        least = max(0, at - _STEPS)
        tokens, over = where.tokens, found.end if where.block == found.block else -1
        while at > least and words < MOST:
            token = tokens[at - 1]
            if token.start < over:
                break
            if token.is_word:
                words += 1
            elif token.text in COMMAS:
                commas += 1
            at -= 1
        if where is not line or where.block == found.block or words >= MOST:
            break
        where = line_before(line.block)
        at = len(where.tokens) if where else 0
    found.far, found.commas = words, commas
