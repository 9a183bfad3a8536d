"""Values made with ``@frozen`` behave as frozen dataclasses with slots do."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, field, fields, is_dataclass, replace

import pytest

from reader.frozen import changed, frozen


@frozen
class Passage:
    """A value as others are."""

    text: str
    start: int = 0
    places: tuple[int, ...] = field(default=())
    notes: dict[str, str] = field(default_factory=dict)
    secret: str = field(default="", repr=False)

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@frozen
class Word:
    """Of one field only."""

    text: str


def test_fields_are_given_by_place_and_by_name_and_have_defaults() -> None:
    passage = Passage("to be", 4, notes={"a": "b"})
    assert (passage.text, passage.start, passage.places) == ("to be", 4, ())
    assert (passage.notes, passage.secret, passage.end) == ({"a": "b"}, "", 9)
    assert Passage(text="x", start=1).start == 1


def test_a_default_that_is_made_is_made_for_each_value() -> None:
    assert Passage("x").notes is not Passage("x").notes


def test_a_field_that_is_missing_or_unknown_is_a_mistake_for_the_first_value_and_later_ones() -> (
    None
):
    @frozen
    class Fresh:
        text: str

    for _ in range(2):
        with pytest.raises(TypeError, match="text"):
            Fresh()  # type: ignore[call-arg]
        with pytest.raises(TypeError, match="colour"):
            Fresh("x", colour="red")  # type: ignore[call-arg]


def test_values_are_equal_when_their_fields_are_and_of_one_class() -> None:
    assert Passage("x", 1) == Passage("x", 1) != Passage("x", 2)
    assert hash(Word("x")) == hash(Word("x"))
    assert Word("x") != ("x",)  # type: ignore[comparison-overlap]
    assert {Word("x"), Word("x"), Word("y")} == {Word("y"), Word("x")}


def test_nothing_can_be_set_or_deleted_or_added() -> None:
    word = Word("x")
    with pytest.raises(FrozenInstanceError):
        word.text = "y"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del word.text
    with pytest.raises(FrozenInstanceError):
        word.other = 1  # type: ignore[attr-defined]
    assert not hasattr(word, "__dict__")


def test_it_is_shown_without_what_may_be_secret() -> None:
    assert repr(Passage("x", secret="y")) == "Passage(text='x', start=0, places=(), notes={})"


def test_dataclasses_know_it() -> None:
    @frozen
    class Fresh:
        text: str
        start: int = 3

    assert is_dataclass(Fresh)
    assert [each.name for each in fields(Fresh)] == ["text", "start"]
    assert replace(Passage("x", 1), start=2) == Passage("x", 2)


def test_it_is_matched_by_place() -> None:
    match Passage("x", 5):
        case Passage(text, start):
            assert (text, start) == ("x", 5)
        case _:
            pytest.fail("no match")


@pytest.mark.parametrize("value", [Passage("x", 1, (2, 3), {"a": "b"}, "s"), Word("y")])
def test_it_goes_to_another_process_and_comes_back_the_same(value: object) -> None:
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(value, protocol)) == value
    assert copy.deepcopy(value) == value


def test_a_value_with_some_fields_changed_is_another_value() -> None:
    passage = Passage("to be", 4, notes={"a": "b"}, secret="s")
    other = changed(passage, start=7, notes={})
    assert other == replace(passage, start=7, notes={})
    assert other.secret == "s"
    assert passage == changed(passage)
    with pytest.raises(TypeError):
        changed(passage, end=3)
