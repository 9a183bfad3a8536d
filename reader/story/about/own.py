"""The address that a page gives for itself, and the links on it that lead nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.model import Block, Mark
from reader.text import clean
from reader.urls import canonical, join

if TYPE_CHECKING:
    from lxml.etree import _Element


def own_addresses(root: _Element, meta: dict[str, list[str]], url: str) -> frozenset[str]:
    """What the page ``root`` at ``url`` calls its own address (``rel=canonical``, Open Graph), as
    :func:`reader.urls.canonical` has it; without ``url`` itself and without a site's front page."""
    values = [link.get("href") or "" for link in root.xpath("//link[@rel='canonical']")[:2]]
    values += meta.get("og:url", [])[:1]
    found = {canonical(place) for v in values if (place := join(url, clean(v.strip())))}
    own = {place for place in found if place.count("/") > 2}
    return frozenset(own - {canonical(url)})


def without_own(blocks: Sequence[Block], own: frozenset[str]) -> list[Block]:
    """``blocks`` without links to the addresses in ``own``; a line that leads on to nothing but
    them is left out."""
    if not own:
        return list(blocks)
    out: list[Block] = []
    for block in blocks:
        marks = tuple(m for m in block.marks if not _leads_to(m, own))
        if len(marks) != len(block.marks):
            if block.role == "read_more" and not any(m.style == "link" for m in marks):
                continue
            block = replace(block, marks=marks)
        out.append(block)
    return out


def _leads_to(mark: Mark, own: frozenset[str]) -> bool:
    return mark.style == "link" and bool(mark.url) and canonical(mark.url or "") in own
