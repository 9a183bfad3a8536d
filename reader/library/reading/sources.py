"""What a story was read from, as text: the markup of a feed or page, as it came."""

from __future__ import annotations

import zlib

from reader.model import TextType
from reader.story.blocks.markup import decode
from reader.text import clean


def source_text(packed: bytes, kind: TextType, *, is_page: bool) -> str:
    """The text of a stored source (zlib-compressed markup), cleaned of what could steer a terminal;
    ``""`` when none is kept. A page (``is_page``) is in the encoding that it names itself, all else
    in UTF-8. Raises ValueError when the bytes are damaged."""
    if not packed:
        return ""
    try:
        data = zlib.decompress(packed)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    is_markup = is_page and kind == "html"
    return clean(decode(data) if is_markup else data.decode("utf-8", "replace"))
