"""A story written to a file: Markdown, in the reader's own folder.

A name is a slug of the headline, so that nothing from outside chooses a path; a file that is there
is never written over.
"""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path
from typing import Final

from reader.errors import DownloadError
from reader.library.reading.written import story_markdown
from reader.model import Entry, Story
from reader.paths import make_folder, write_new
from reader.text import clean, fold

_SLUG: Final = 60


def write_story(folder: Path, entry: Entry, story: Story) -> Path:
    """Write ``story`` into ``folder``; its file, also where the same text lies there already.

    Raises DownloadError when the disk refuses.
    """
    text = (clean(story_markdown(entry, story)) + "\n").encode("utf-8", "replace")
    try:
        make_folder(folder)
        for number in count(1):
            path = folder / file_name(story.headline or entry.title, number)
            try:
                write_new(path, text)
            except FileExistsError:
                if (
                    path.is_file()
                    and path.stat().st_size == len(text)
                    and path.read_bytes() == text
                ):
                    return path
                continue
            return path
    except OSError as error:
        raise DownloadError(
            f"The story could not be saved: {error.strerror}.", hint=f"Look at {folder}."
        ) from error
    raise AssertionError("there are numbers enough")


def file_name(headline: str, number: int) -> str:
    """The name of a file: ASCII letters, digits and hyphens of the headline; a number from the
    second on."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(headline)).strip("-")[:_SLUG].strip("-") or "story"
    return f"{slug}-{number}.md" if number > 1 else f"{slug}.md"
