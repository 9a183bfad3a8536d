"""The quotes of one speaker as a Markdown file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Final

from reader.library.values import Saying
from reader.model import SURE_SPEAKER, QuoteRow
from reader.paths import write_new
from reader.text import clean_line, fold
from reader.urls import show

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#|!~])")
_MOST: Final = 60


def free_path(folder: Path, name: str) -> Path:
    """A file in ``folder`` named after the speaker, which does not exist yet."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:_MOST] or "speaker"
    for number in count(1):
        path = folder / f"quotes-{slug}{f'-{number}' if number > 1 else ''}.md"
        if not path.exists():
            return path
    raise AssertionError("there are numbers enough")


def write_quotes(path: Path, name: str, said: Sequence[Saying]) -> Path:
    """Write ``said`` to ``path``, which must not exist yet, and return it. Raises OSError."""
    write_new(path, markdown(name, said).encode())
    return path


def markdown(name: str, said: Sequence[Saying]) -> str:
    """A heading, and each quote as a block quotation with its sources under it."""
    parts = [f"# {_plain(name)}\n"]
    for saying in said:
        quoted = "\n>\n".join(f"> {_plain(part)}" for part in saying.text.split("\n\n"))
        sources = "".join(f">\n> {_source(row)}\n" for row in saying.sources)
        parts.append(f"{quoted}\n{sources}")
    return "\n".join(parts)


def _source(row: QuoteRow) -> str:
    when = row.entry.published_at or row.entry.sort_at
    title = _plain(row.entry.title)
    if row.entry.link:
        title = f"[{title}](<{show(row.entry.link).replace('>', '%3E')}>)"
    doubt = " · speaker not sure" if row.confidence < SURE_SPEAKER else ""
    return f"{_plain(row.entry.feed_title)} · {title} · {when.date().isoformat()}{doubt}"


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", clean_line(text))
