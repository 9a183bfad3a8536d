"""The quotation marks of one paragraph, with what their neighbours say about them.

A mark is judged by its neighbours first and by its shape second, since printed texts mix shapes
freely: ``“yes,“`` closes with an opening shape, ``”Vi har”`` opens with a closing one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

DOUBLE: Final = "double"
SINGLE: Final = "single"
ANGLE: Final = "angle"
ANGLE_SINGLE: Final = "angle-single"
CORNER: Final = "corner"
CORNER_DOUBLE: Final = "corner-double"

_GLYPHS = re.compile(  # one class first, so that the search runs at the speed of a scan
    r"[\"“”„‟＂〝〞〟«»‹›「」『』‘’‚‛'`](?!(?<=[^\W_]['’])[^\W_])(?:(?<=')'+|(?<=`)`)?"
)  # no apostrophe between two letters: don’t, Norway’s
_ROW: Final = 8
"""Marks in a row beyond which nothing is quoted: a rule drawn with them."""
_TIS = re.compile(r"(?:t(?:is|was|were)|e[mr]|til|cause|round|bout)\b", re.IGNORECASE)
_FEET = re.compile(r"\d['’′]\s?\d{1,2}$")
_FAMILY: Final = {
    **dict.fromkeys('"“”„‟＂〝〞〟', DOUBLE),
    "``": DOUBLE,
    "''": DOUBLE,
    **dict.fromkeys("«»", ANGLE),
    **dict.fromkeys("‹›", ANGLE_SINGLE),
    **dict.fromkeys("「」", CORNER),
    **dict.fromkeys("『』", CORNER_DOUBLE),
    **dict.fromkeys("‘’‚‛'`", SINGLE),
}
ALL_MARKS: Final = frozenset("\"“”„‟＂〝〞〟«»‹›「」『』‘’‚‛'`")
MYSELF: Final = re.compile(r"\s+I\b")
"""*I* behind a clipped word: an’ I said."""
SMALL: Final = re.compile(
    r"\s+(?:and|or|but|of|in|on|at|to|from|for|with|by|as|that|than|when|while|if|is|are|was|were|has"
    r"|have|had|will|would|could|can|said|says|after|before|during|into|over|about|who|which)\b"
)
"""What follows a quotation that has ended, and no plural possessive."""
_ENDS = re.compile(r"[,;)]|-\w|[.:?!](?=[\s\"”]|$)(?!\s\.)")
"""What stands behind a mark that ends something, however blank the place before it is."""
_DOUBLES: Final = frozenset('"“”„«»')
_BEFORE_BLANK: Final = frozenset(',.!?…"”“»')
"""What stands before the blank before a single mark that closes all the same."""
_LEFT_EDGE: Final = frozenset("([{<—–-/…|=*_:\u200b") | ALL_MARKS
_RIGHT_EDGE: Final = frozenset(".,;:!?)]}>—–-/…|*_，。！？、；：\u200b") | ALL_MARKS
_LAST_NARROW: Final = "\u3000"
"""No character up to it is one of Chinese or Japanese, nor one of their signs."""
_ALWAYS_OPENS: Final = frozenset("„‚‛「『〝``")
_ALWAYS_CLOSES: Final = frozenset("」』〞〟")


_Reading = tuple[bool, bool, bool]
"""Whether a mark opens, closes, and is firm in that: see :class:`Glyph`."""
_OPENS: Final[_Reading] = (True, False, True)
_CLOSES: Final[_Reading] = (False, True, True)
_NEITHER: Final[_Reading] = (False, False, True)


@dataclass(slots=True)
class Glyph:
    """One mark at ``start``..``end`` of a paragraph.

    ``opens`` and ``closes`` say what its neighbours allow; both may be true (then what is open
    decides) or neither (an apostrophe, or inches).  ``firm`` means that neighbours and shape
    agree on one reading.
    """

    start: int
    end: int
    shape: str
    family: str
    opens: bool
    closes: bool
    firm: bool


def glyphs(text: str) -> list[Glyph]:
    """Every quotation mark and apostrophe of ``text``, in order, but those between two letters;
    time linear in its length."""
    found: list[Glyph] = []
    if text.isascii() and not ('"' in text or "'" in text or "`" in text):
        return found  # most paragraphs: three looks at bytes in the place of the pattern
    row = last = 0
    for match in _GLYPHS.finditer(text):
        shape = match.group()
        start, end = match.span()
        row = row + 1 if start == last else 0
        last = end
        if row > _ROW:
            continue
        if (
            shape == "''"
            and _TIS.match(text, end)
            and not text[:start].rstrip(" ([—").endswith("'")
        ):
            found.append(_judge(text, start, start + 1, "'"))  # ''Tis the season,'
            found.append(Glyph(start + 1, end, "'", SINGLE, *_NEITHER))
            continue
        if len(shape) > 2:  # ''' is a single and a double; more are cut into pairs
            found.extend(_split_run(text, start, end))
        else:
            found.append(_judge(text, start, end, shape))
    return found


def _split_run(text: str, start: int, end: int) -> list[Glyph]:
    parts: list[Glyph] = []
    single_first = start > 0 and not text[start - 1].isspace()
    place = start
    if (end - start) % 2 and single_first:
        parts.append(_judge(text, place, place + 1, "'"))
        place += 1
    while end - place >= 2:
        parts.append(_judge(text, place, place + 2, "''"))
        place += 2
    if place < end:
        parts.append(_judge(text, place, end, "'"))
    return parts


def _judge(text: str, start: int, end: int, shape: str) -> Glyph:
    return Glyph(start, end, shape, _FAMILY[shape], *_reading(text, start, end, shape))


def _reading(text: str, start: int, end: int, shape: str) -> _Reading:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if shape in _ALWAYS_OPENS:
        return _OPENS
    if shape in _ALWAYS_CLOSES:
        return _CLOSES
    left = before.isspace() or before in _LEFT_EDGE
    right = after.isspace() or after in _RIGHT_EDGE
    if shape in "«»‹›":
        return _angle(shape, before, after)
    wide = max(before, after) > _LAST_NARROW and (_is_wide(before) or _is_wide(after))
    if wide and shape in "“‘":
        return _OPENS
    if wide and shape in "”’":
        return _CLOSES
    if _FAMILY[shape] == SINGLE:
        return _single(text, start, end, shape, left=left, right=right)
    opens, closes = left and not after.isspace(), right and not before.isspace()
    if opens and before.isspace() and _ENDS.match(text, end):
        opens, closes = False, True  # “ Yes ”, she said
    if not opens and not closes:
        if left and right:  # blanks on both sides: what is open decides
            opens = closes = True
        elif shape == "“":
            opens = True
        elif shape == "”":
            closes = True
        else:  # a letter on both sides
            closes = True
            opens = not before.isdigit() and not before.isalpha()
    if shape in ('"', "''") and after in "“„" and text[end : end + 1]:
        return False, False, False  # doubled: "“No …”
    if shape in ("”", '"') and before.isdigit() and _FEET.search(text, max(0, start - 6), start):
        return False, False, False  # 5'10"
    if shape in "\"''" and closes and before.isdigit():
        return False, True, False
    if opens and closes:
        if shape == "“" and before.isspace() and after.isspace():
            pass  # “ Yes ”, as „ Ja “: what is open decides
        elif shape == "“":
            closes = after.isspace() or before in ".,!?" or _ends_both(text, start, after)
            opens = not closes
        elif shape == "”":
            opens = False
    firm = (opens != closes) and (shape not in "“”" or (shape == "“") == opens)
    return opens, closes, firm


def _ends_both(text: str, start: int, after: str) -> bool:
    """Whether the mark at ``start`` ends the outer quotation behind the inner one: *‚Nein‘“,*"""
    return (
        text[start - 1] in "‘’" and after in ",.;:!?" and text[start - 2 : start - 1].strip() != ""
    )


def _angle(shape: str, before: str, after: str) -> _Reading:
    points_left = shape in "«‹"
    left = before.isspace() or before in "([—–-:" or before in ALL_MARKS
    right = after.isspace() or after in _RIGHT_EDGE
    if left and not right:
        return True, False, points_left
    if right and not left:
        return False, True, not points_left
    return points_left, not points_left, True


def _single(text: str, start: int, end: int, shape: str, *, left: bool, right: bool) -> _Reading:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if before.isalnum() and after.isalnum():  # don`t, Norway‘s
        return _NEITHER
    opens = (
        left
        and not after.isspace()
        and (after.isalnum() or after in "[(….¿¡$£€#@" or after in ALL_MARKS)
    )
    closes = right and not before.isspace() and not (before in "([{<" or start == 0)
    if shape == "‘":
        if after.isspace():  # ‘ “Yes,” he said ’
            opens = left and text[end + 1 : end + 2] in _DOUBLES
        elif after.isalnum() and before in ",:;":  # he said,‘Yes.’
            opens = True
        if opens:
            closes = False
        return opens, closes, opens
    if before.isspace() and (after.isspace() or (shape == "’" and after in ",;")):
        closes = text[max(0, start - 4) : start].rstrip()[-1:] in _BEFORE_BLANK  # “Yes,” ’ he said
    elif shape == "’" and before in ",.!?…" and after.isupper():  # ‘Yes,’Ann said
        closes = True
    if opens and closes and before in ALL_MARKS:
        closes = shape == "’"
        opens = not closes
    return opens, closes, opens != closes


def is_owner(text: str, mark: Glyph, later: Glyph) -> bool:
    """Whether ``mark``, which may close or be a possessive, is a possessive since the ``later`` one
    is none: ‘the widows’ wreaths’ and more."""
    return not SMALL.match(text, mark.end) and SMALL.match(text, later.end) is not None


def _is_wide(char: str) -> bool:
    return (
        "\u3040" <= char <= "\u30ff"
        or "\u3400" <= char <= "\u9fff"
        or "\uff00" <= char <= "\uffef"
        or char in "，。！？、；："
    )
