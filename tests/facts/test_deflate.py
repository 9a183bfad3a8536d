"""Deflate with and without the quick library: each unpacks what the other packed."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator

import pytest

from reader import codec, deflate
from reader.model import Block, Story

WORDS = b"The harbour of Norhaven was closed on Monday, said the mayor. " * 40
MARKUP = b"<p>" + WORDS + b"</p>"


@pytest.fixture(params=["the quick library", "zlib alone"])
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if request.param == "zlib alone":
        monkeypatch.setitem(sys.modules, "isal", None)  # so that importing it fails
    else:
        pytest.importorskip("isal")
    deflate._library.cache_clear()
    yield
    deflate._library.cache_clear()


@pytest.mark.parametrize("quickly", [True, False])
@pytest.mark.parametrize("data", [WORDS, b"", b"x"])
@pytest.mark.usefixtures("library")
def test_what_is_packed_is_a_zlib_stream(data: bytes, quickly: bool) -> None:
    assert zlib.decompress(deflate.deflate(data, quickly=quickly)) == data


@pytest.mark.parametrize("quickly", [True, False])
@pytest.mark.usefixtures("library")
def test_a_dictionary_makes_it_smaller_and_is_named_in_the_stream(quickly: bool) -> None:
    packed = deflate.deflate(MARKUP, WORDS, quickly=quickly)
    unpacker = zlib.decompressobj(zdict=WORDS)
    assert unpacker.decompress(packed) + unpacker.flush() == MARKUP
    assert len(packed) < len(deflate.deflate(MARKUP, quickly=quickly))
    assert packed[1] & codec._HAS_DICTIONARY


@pytest.mark.usefixtures("library")
def test_a_story_and_its_source_come_back_whichever_library_packed_them() -> None:
    story = Story(0, None, "Harbour", None, (Block("paragraph", WORDS.decode()),))
    body, source = codec.encode_with_source(story, MARKUP)
    assert codec.decode_story(body) == story
    assert codec.source_in(source, body) == MARKUP
    assert codec.pack_source(codec.unpack_source(source, body), body) == source
    assert codec.decode_story(codec.encode_story(story)) == story
