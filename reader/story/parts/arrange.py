"""The parts around a story's body: the repeated headline, the label above it, bylines, captions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from reader.model import Block, MarkStyle
from reader.story.about.names import is_name, is_wide_name
from reader.story.parts.roles import byline_names, give_roles, is_date, is_read_more
from reader.text import fold

MAX_LABEL: Final = 60
"""Characters in a kicker."""
_NEAR: Final = 6
_ARTICLES: Final = frozenset(
    "the a an how why what when this these der die das ein eine wie le la les un une el los las il lo "
    "o os as de het een".split()
)
"""Words that begin a headline and are no label above it."""
_TERMINAL: Final = ".!?…:;,。！？"
_CLOSING: Final = "\"'”’»)]」』"
_OPENING: Final = "\"'“‘„«»‹›‚「『`"
_WORD = re.compile(r"\w+")
_BY = re.compile(
    r"(?:(?:written|reviewed|posted|published|edited)\s+)?by\s*:?$|authors?\s*:?$|von\s*:?$|"
    r"autor(?:in)?\s*:?$|par\s*:?$"
)
_WHEN = re.compile(
    r"(?:(?:last|first)\s+)?(?:updated|published|posted)(?:\s+on)?\s*:?$|"
    r"(?:veroffentlicht|aktualisiert|stand|publie|publicado|pubblicato)\s*:?$"
)
_NAME = re.compile(
    r"[^\W\d_a-zß-öø-ÿ][\w.'’-]+\s+(?:(?:de|la|van|von|der|al|bin|ibn|del|da|di)\s+)?[^\W\d_a-zß-öø-ÿ][\w.'’-]+\s+[\w('’-]"
)
_NAMES = re.compile(r"\s*/\s*|\s+[-–—]\s+|\s+(?:and|und|et|y|và|e)\s+|,\s+")
_WIDE_ROLE = re.compile(r"\s?(?:기자|특파원|记者|記者)$")
_IN_BRACKETS = re.compile(
    r"(?:^|[。．」！？])\s*[【（(［]([\u3040-\u9fff・、，/／]{2,24})[】）)］]$"
)
"""Who wrote a story, behind its last sentence."""
_REPORTER = re.compile(
    r"(?:.{1,20}[\s=/])?([\uac00-\ud7a3]{2,4})\s*(?:기자|특파원)\s*[(\[]?\s*[\w.+-]+@[\w.-]+\s*[)\]]?"
)
"""Who wrote a story, with an address, as Korean papers print it below."""
LAST: Final = 4
"""Blocks at the end among which that stands."""
_PICTURED = re.compile(
    r"\b(?:pictured|photo(?:graph(?:ed)?)?|image|picture|file photo|left|right|centre|center|shows?|seen|"
    r"abgebildet|archivfoto|foto|photo d.archives|im bild)\b|^(?:a|an|the|people|protesters|police|smoke|residents|workers)\b.{3,80}\b\w+ing\b",
    re.I,
)


def same_words(a: str, b: str) -> bool:
    """Whether two lines say the same, marks, case, accents and spaces aside."""
    if abs(len(a) - len(b)) > 20 + min(len(a), len(b)) // 2:
        return False
    left, right = _WORD.findall(fold(a)), _WORD.findall(fold(b))
    return bool(left) and left == right


def split_headline(
    parts: Sequence[list[str]],
) -> tuple[str | None, str, list[list[str]]]:
    """Kicker, headline and the remaining paragraphs of a plain text (lists of lines).

    A label may stand above the headline, on a line or in a paragraph of its own; it is taken for
    one when the headline is repeated, or when both share the first paragraph.
    """
    if not parts:
        return None, "", []
    rest = [list(lines) for lines in parts]
    first = rest[0]
    if len(first) > 1 and is_label(first[0]) and _is_headline(first[1]) and len(first) <= 3:
        kicker, headline = first[0].strip(), first[1].strip()
        rest[0] = first[2:]
        return kicker, headline, _without(rest, headline)
    if len(rest) > 2 and len(first) == 1 and is_label(first[0]) and len(rest[1]) == 1:
        second = rest[1][0]
        if any(len(p) == 1 and same_words(p[0], second) for p in rest[2:_NEAR]):
            return first[0].strip(), second.strip(), _without(rest[2:], second)
    line = first[0]
    if _is_headline(line) and (len(first) == 1 or len(line) <= 140):
        headline = line.strip()
        rest[0] = first[1:]
        return None, re.sub(r"^#{1,6}\s+|\s+#+$", "", headline), _without(rest, headline)
    return None, "", rest


def is_label(text: str) -> bool:
    """Whether a line can be a label above a headline: a few words, no sentence."""
    text = text.strip()
    return (
        0 < len(text) <= MAX_LABEL
        and len(text.split()) <= 6
        and text[-1] not in ".!?…,;"
        and text[0] not in _OPENING
        and not is_read_more(text)
        and not is_date(text)
    )


def label_before(heading: str, title: str) -> str | None:
    """The label that stands before the headline in one heading with it, or None."""
    if (
        len(heading) > len(title)
        and fold(heading).endswith(fold(title))
        and len(_WORD.findall(title)) >= 2
    ):
        before = heading[: len(heading) - len(title)]
        label = before.strip(" :|·–—-")
        parted = label != before.strip() or not heading[len(before)].islower()
        return label if label and parted and is_label(label) and not _is_article(label) else None
    return None


def _is_article(label: str) -> bool:
    """Whether what stands before a headline only begins its sentence, as "The" does."""
    return fold(label) in _ARTICLES


def drop_headline(blocks: Sequence[Block], title: str) -> tuple[str | None, list[Block]]:
    """The kicker that stood above a repetition of ``title``, and the blocks without both."""
    held = list(blocks)
    if not title:
        return None, held
    for number, block in enumerate(held[:_NEAR]):
        label = label_before(block.text, title) if block.kind == "heading" else None
        if label:
            return label, held[:number] + held[number + 1 :]
        if block.kind in ("heading", "paragraph") and same_words(block.text, title):
            above = [b for b in give_roles(held[:number]) if b.role != "promo"]
            labels = [
                b
                for b in above
                if b.kind in ("paragraph", "heading")
                and is_label(b.text)
                and not b.role
                and sum(m.style == "link" for m in b.marks) < 2
            ]
            kicker = labels[0].text if len(labels) == 1 and len(above) <= 2 else None
            kept = [b for b in above if not (kicker and b is labels[0])]
            return kicker, kept + held[number + 1 :]
        if block.kind == "paragraph" and len(block.text) > 300:
            break
        if block.kind == "paragraph" and (line := _line_after(block.text, title)):
            return None, [*held[:number], Block("paragraph", line), *held[number + 1 :]]
    return None, held


def _line_after(text: str, title: str) -> str:
    """The byline or date that stands in one paragraph with the headline before it; "" for none."""
    rest = text[len(title) :].strip() if text.startswith(title) else ""
    return rest if rest and (byline_names(rest) or is_date(rest)) else ""


def arrange(blocks: Sequence[Block], *, guess: bool) -> tuple[str | None, list[Block]]:
    """The byline the blocks give, and the blocks with their roles.

    ``guess``: the text was plain, so captions and headings are told by their form.
    """
    held = give_roles(blocks)
    if guess:
        held = _guess_kinds(held)
    byline = None
    for block in held[:_NEAR]:
        if block.role == "byline":
            byline = byline_names(block.text)
            break
    return byline, held


def mark_byline(blocks: Sequence[Block], authors: Sequence[str]) -> list[Block]:
    """``blocks`` with their roles given to lines at the top that only name an author, or only
    announce one or a day ("Written by", "Last updated")."""
    held = list(blocks)
    for number, block in enumerate(held[:_NEAR]):
        if (
            block.kind not in ("paragraph", "list_item")
            or block.role
            or len(block.text) > MAX_LABEL
        ):
            continue
        if _is_dateline(held, number):
            held[number] = replace(block, role="byline")
            continue
        names = _NAMES.split(_WIDE_ROLE.sub("", block.text))
        if _BY.match(fold(block.text)) or all(
            any(same_words(text, name) for name in authors) for text in names
        ):
            held[number] = replace(block, role="byline")
        elif _WHEN.match(fold(block.text)):
            held[number] = replace(block, role="date")
    return held


def _is_dateline(blocks: Sequence[Block], number: int) -> bool:
    """Whether a line above the story is only where it was written, as "Eastmoor -"."""
    text = blocks[number].text
    told = text[:1].isupper() and text.endswith((" -", " –", " —")) and len(text) <= MAX_LABEL // 2
    return told and number + 1 < len(blocks) and blocks[number + 1].kind == "paragraph"


def signature(blocks: Sequence[Block], *, capitals: bool = False) -> str | None:
    """The names that stand alone in bold letters above the first paragraph, or below the last; or
    None. ``capitals``: those above it may be in capital letters throughout."""
    return _signed_above(blocks, capitals=capitals) or _signed_below(blocks)


def _signed_below(blocks: Sequence[Block]) -> str | None:
    """The names that stand alone in bold letters below the last paragraph, or in brackets behind
    it, as Japanese papers print them; or None."""
    for block in blocks[-LAST:]:
        if found := _REPORTER.fullmatch(block.text):
            return found.group(1)
    told = [b for b in blocks if b.role is None and b.kind == "paragraph"]
    if told and (found := _IN_BRACKETS.search(told[-1].text)):
        names = re.split("[、，・/／]", found.group(1))
        return ", ".join(names) if all(map(is_wide_name, names)) else None
    for above, block in pairwise(told[-2:]):
        names = _NAMES.split(block.text)
        alone = _is_styled(block, "strong") and len(block.text) <= MAX_LABEL < len(above.text)
        return ", ".join(names) if alone and all(map(_is_signed, names)) else None
    return None


def _signed_above(blocks: Sequence[Block], *, capitals: bool) -> str | None:
    for block, after in pairwise(blocks[:_NEAR]):
        if block.kind in ("image", "caption") or block.role or _is_styled(block, "emphasis"):
            continue
        alone = block.kind == "paragraph" and _is_styled(block, "strong")
        alone = alone and len(block.text) <= MAX_LABEL
        follows = after.kind == "paragraph" and len(after.text) > MAX_LABEL
        names = _NAMES.split(block.text)
        named = alone and follows and all(map(_is_signed, names))
        loud = capitals and alone and follows and all(map(_is_in_capitals, names))
        return ", ".join(names) if named or loud else None
    return None


def _is_styled(block: Block, style: MarkStyle) -> bool:
    """Whether all of its words have a style."""
    styled = sum(m.end - m.start for m in block.marks if m.style == style)
    return styled >= len(block.text) - block.text.count(" ") > 0


def _is_signed(name: str) -> bool:
    """Whether a name has the capitals of a person's and is one."""
    words = name.split()
    capitals = len(words) >= 2 and all(w[0].isupper() and w[1:].islower() for w in words)
    return capitals and is_name(name, short=False)


def _is_in_capitals(name: str) -> bool:
    """Whether a name is that of a person in capital letters."""
    words = name.split()
    loud = 2 <= len(words) <= 3 and all(w.isalpha() and w.isupper() and len(w) > 2 for w in words)
    return loud and is_name(name, short=False)


def _guess_kinds(blocks: list[Block]) -> list[Block]:
    out: list[Block] = []
    begun = False
    for number, block in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        if block.kind == "paragraph" and block.role is None:
            if not begun and _is_caption(block.text, following):
                block = replace(block, kind="caption")
            elif begun and _is_heading(block.text, out[-1], following):
                block = replace(block, kind="heading", level=2)
            else:
                begun = True
        out.append(block)
    return out


def _is_caption(text: str, following: Block | None) -> bool:
    """A line without a stop between headline and body that names or shows somebody."""
    if following is None or not _unfinished(text) or len(text) > 250 or len(text.split()) < 4:
        return False
    return bool(_NAME.match(text) or _PICTURED.search(text))


def _is_heading(text: str, before: Block, following: Block | None) -> bool:
    """A short line without a stop between two paragraphs of the body."""
    if following is None or following.kind in ("heading", "caption"):
        return False
    if not _unfinished(text) or len(text) > 90 or len(text.split()) > 12:
        return False
    if text[0] in _OPENING or text[0].islower() or text[0] in "([@#+-–—":
        return False
    return not before.text.endswith((":", ",")) and len(following.text) > len(text)


def _unfinished(text: str) -> bool:
    return bool(text) and text.rstrip(_CLOSING)[-1:] not in _TERMINAL and text[-1] not in _CLOSING


def _is_headline(line: str) -> bool:
    line = line.strip()
    return 0 < len(line) <= 250 and (
        not line.endswith((".", ",", ";", ":")) or line.startswith("#")
    )


def _without(parts: list[list[str]], headline: str) -> list[list[str]]:
    """``parts`` without empty ones and without repetitions of the headline near the top."""
    out: list[list[str]] = []
    for number, lines in enumerate(parts):
        if number < _NEAR:
            lines = [line for line in lines if not same_words(line, headline)]
        if lines:
            out.append(lines)
    return out
