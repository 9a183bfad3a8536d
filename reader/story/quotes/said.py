"""What is known about one quotation's speaker while the rules are at work."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Said:
    """A speaker's place: ``start``..``end`` of ``block``, the rule that found it, its cue.

    ``start`` < 0 stands for: certainly nobody (a title, a slogan).
    """

    block: int
    start: int
    end: int
    rule: str
    cue: str | None = None
    near: bool = False
    """Whether the speaker's verb stands right beside the quotation."""
    direct: bool = False
    """Whether it is the plain *“…,” she said*."""

    close: bool = False
    """Whether the cue stands a few words before the quotation."""

    trust: float = 1.0
    """How far the speaker it was taken over from could be trusted (0-1)."""

    far: int = 0
    """Words between it and the quotation, counted up to 40."""

    commas: int = 0
    """Commas between them."""

    def again(self, rule: str) -> Said:
        """The same speaker for another quotation, found by ``rule``."""
        return Said(self.block, self.start, self.end, rule, self.cue)

    @property
    def nobody(self) -> bool:
        """Whether the words are known to have no speaker."""
        return self.start < 0

    @property
    def named(self) -> bool:
        """Whether the words are known to be a name."""
        return self is NAME


NOBODY = Said(0, -1, -1, "label")
NAME = Said(0, -1, -1, "name")
ASKED = Said(0, -1, -1, "turn")
"""A question or answer of an interview that gives no names: *Q: “…?”*"""
SHOWN = Said(0, -1, -1, "shown")
"""Words that stand on a sign or that a crowd chants: nobody's, but a quotation."""
