"""Roles are short: what somebody is, without article, relative clause or title."""

from __future__ import annotations

import pytest

from reader.model import Block, Speaker
from reader.story.quotes import find_quotes


def speaker(text: str, lang: str = "en") -> Speaker | None:
    quotes = find_quotes("", [Block("paragraph", text)], lang)
    return quotes[0].speaker


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("“We go,” said Ann Lee, a court reporter who reads two hundred stories a day.", "court reporter"),
        ("“We go,” said Ann Lee, 43, the head of Ferries United.", "head of Ferries United"),
        ("“We go,” said Ann Lee, speaking from the pier.", None),
        ("“We go,” said Ann Lee, whose ferry sank.", None),
        ("“We go,” said Ann Lee, a former aide to Mr. Roe.", "former aide to Mr. Roe"),
        ("“We go,” said the harbour master Ann Lee.", "harbour master"),
        ("“We go,” said former mayor Ann Lee.", "former mayor"),
        ("“We go,” said Ann Lee of Ferries United.", "Ferries United"),
        (
            "“We go,” said Ann Lee, deputy manager for passengers and luggage at the great northern"
            " and southern company of ferries.",
            "deputy manager for passengers and luggage",
        ),
    ],
)  # fmt: skip
def test_a_role_is_short_and_clean(text: str, role: str | None) -> None:
    found = speaker(text)
    assert found == Speaker("Ann Lee", role)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("„Wir fahren“, sagte Bundesinnenminister Otto Beispiel.", Speaker("Otto Beispiel", "Bundesinnenminister")),
        ("„Wir fahren“, sagte die Anwohnerin Berta Probe.", Speaker("Berta Probe", "Anwohnerin")),
        ("„Wir fahren“, sagte SPD-Chef Otto Beispiel.", Speaker("Otto Beispiel", "SPD-Chef")),
        ("„Wir fahren“, sagte der Kapitän Otto Beispiel, der die Fähre lenkte.", Speaker("Otto Beispiel", "Kapitän")),
    ],
)  # fmt: skip
def test_a_german_role_stands_before_the_name(text: str, found: Speaker) -> None:
    assert speaker(text, "de") == found


def test_a_title_gives_way_to_the_full_name() -> None:
    texts = ["Mr. Lee waited. Tom Lee owns the ferry.", "“We go on,” Mr. Lee said."]
    (quote,) = find_quotes("", [Block("paragraph", text) for text in texts], "en")
    assert quote.speaker is not None
    assert quote.speaker.name == "Tom Lee"


def test_a_noun_phrase_is_no_name_in_german() -> None:
    found = speaker("Der Küstenrat Nordfriesland erklärte: „Wir fahren heute noch hinaus.“", "de")
    assert found is not None
    assert found.role is None
