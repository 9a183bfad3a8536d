"""The rules of events and copies by themselves: terms, kinds, counts, likeness, choice."""

from __future__ import annotations

import string
from array import array
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.events.alike import (
    ALIKE,
    SPAN_HOURS,
    WINDOW_HOURS,
    Candidate,
    Look,
    choose,
    likeness,
)
from reader.events.copies import address_tells, same_text_key, same_titles
from reader.events.counts import FULL, Counts
from reader.events.gist import LEAD_WORDS, Gist, gist_of, pack, unpack
from reader.events.kinds import kind_of

TITLE = "Strong earthquake shakes northern Chile near Arica"
LEAD = (
    "A magnitude 7.1 earthquake struck off Arica in northern Chile, killing six people. "
    "Interior minister Camila Rojas travelled to the port."
)
OTHER = "Earthquake in Chile: rescuers search Arica"
OTHER_LEAD = (
    "Rescuers dug through rubble in Arica after an earthquake in Chile, minister Rojas said."
)


def candidate(gist: Gist, **more: object) -> Candidate:
    """A story of another feed, of the same hour."""
    return Candidate(**{"id": 1, "feed": 1, "gist": gist, "hours": 0.0, **more})  # type: ignore[arg-type]


# ---- terms
def test_endings_and_accents_make_no_other_word() -> None:
    one, other = gist_of("Minister resigns in Zürich", ""), gist_of("MINISTERS RESIGNED zurich", "")
    assert one.terms == other.terms


def test_small_words_years_and_single_digits_tell_nothing() -> None:
    assert not gist_of("The 2 of 2026, and then some", "und der die das").terms


def test_words_with_capital_letters_inside_a_sentence_are_names() -> None:
    gist = gist_of("", "Rescuers met Camila Rojas. Nobody spoke; Helicopters came.")
    assert gist.names == gist_of("", "x Camila Rojas").terms


def test_where_no_spaces_are_written_pairs_of_characters_are_words() -> None:
    one, other = gist_of("台風十二号が接近", ""), gist_of("台風十二号、九州に", "")
    assert len(one.terms & other.terms) == 4


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("The bridge was opened on Monday by the mayor of the town", "en"),
        ("Die Brücke wurde am Montag von der Bürgermeisterin eröffnet und ist nicht fertig", "de"),
        ("Le pont a été inauguré lundi par la maire de la ville et les élus", "fr"),
        ("Kraków 31", ""),
    ],
)
def test_small_words_tell_the_language(text: str, lang: str) -> None:
    assert gist_of("", text).lang == lang


WORDS = st.lists(st.text(string.ascii_letters + "äéß7 .台風", min_size=1, max_size=9), max_size=60)


@given(WORDS, WORDS, WORDS)
def test_a_gist_comes_back_whole(title: list[str], lead: list[str], quotes: list[str]) -> None:
    gist = gist_of(" ".join(title), " ".join(lead), quotes=[" ".join(quotes)], addresses=[-(2**60)])
    assert unpack(pack(gist)) == gist


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("1,200 jobs", "1.200 Stellen"),
        ("120,000 homes", "120 000 foyers"),
        ("magnitude 5.9", "Stärke 5,9"),
        ("won 3-1", "siegte 3:1"),
        ("by 288–285", "288-285"),
    ],
)
def test_numbers_are_the_same_however_they_are_written(text: str, same: str) -> None:
    assert gist_of("", text).numbers == gist_of("", same).numbers != frozenset()


def test_years_are_no_numbers_and_neither_is_what_follows_the_lead() -> None:
    assert not gist_of("Budget 2026", "in 1998").numbers
    assert not gist_of("", "word " * LEAD_WORDS + "77 dead").numbers


def test_a_gist_of_an_older_program_is_still_read() -> None:
    lang = int.from_bytes(b"de", "big")
    numbers = [lang << 8 | 1, 7 | 1 << 31 | 1 << 28, 8 | 1 << 30, 9, 5 | 1 << 29]
    assert unpack(array("I", numbers).tobytes()) == Gist(
        terms=frozenset({7, 8, 9}),
        titles=frozenset({7}),
        names=frozenset({7}),
        common=frozenset({8}),
        strong=frozenset({5}),
        lang="de",
        kind="preview",
    )


@pytest.mark.parametrize("damaged", [b"", b"rubbish", bytes(4), b"\xff" * 4, b"\xff" * 80])
def test_a_damaged_gist_is_noticed_or_harmless(damaged: bytes) -> None:
    with suppress(ValueError):
        assert likeness(unpack(damaged), gist_of(TITLE, LEAD), Counts()) == 0


# ---- kinds
@pytest.mark.parametrize(
    "title",
    [
        "Politics live: minister arrives at Treasury",
        "War in the east – live updates",
        "Morning briefing: a resignation, a quake, a merger",
        "The week in tech: clouds and phones",
        "Correction: earthquake in Chile",
        "Presseschau: Stimmen zum Einsturz",
        "L'essentiel de l’actualité de vendredi",
        "Liveticker: Abstimmungssonntag in der Schweiz",
        "Markets wrap: sterling slips",
        "News quiz: how closely did you follow the week?",
        "Storm hits Brest; Minister resigns; Bakers strike; Cup draw made",
        "The 10 best headphones of 2026",
        "Pixel 12 review: the best camera, at a price",
        "What is content marketing? A complete guide",
        "How to speed up an old laptop",
        "15 essential event planning skills",
        "Python vs Go: which language should you learn?",
        "Wärmepumpe: Die besten Tipps zum Kauf",
    ],
)
def test_titles_of_many_events_are_told(title: str) -> None:
    assert kind_of(title) == "mixed"


@pytest.mark.parametrize(
    "title",
    [
        TITLE,
        "Live music returns to the harbour",
        "Alive after nine days under the rubble",
        "Minister corrects figures on housing",
        "Lebende Legende: Sängerin tritt ab",
        "Quizzed for hours, the mayor stays silent",
        "Nobel | Szabó wins prize",
        "Best man speaks at royal wedding",
        "Ministers order review of ferry safety",
        "12 killed as bus plunges into river",
        "Guide dies in avalanche on Mont Blanc",
        "Three ways into the castle are closed after the fire",
        "Stock of vaccines runs low",
    ],
)
def test_titles_of_one_event_are_not_taken_for_others(title: str) -> None:
    assert kind_of(title) == "story"


def test_a_preview_is_a_preview() -> None:
    assert kind_of("Rovers v Albion: team news and how to watch") == "preview"


@pytest.mark.parametrize(
    "title",
    [
        "Wall Street closes higher as tech shares rally",
        "Oil falls as worries over supplies ease",
        "Dax schließt im Plus",
        "El Ibex 35 cae un 0,3 %",
        "Weekend forecast: rain in the west",
    ],
)
def test_reports_of_a_day_are_one_only_on_that_day(title: str) -> None:
    assert kind_of(title) == "daily"
    counts, lead = Counts(), "The index gained 0.8 percent. Analysts wait for inflation data."
    one, other = gist_of(title, lead), gist_of(title, lead)
    assert likeness(one, other, counts, 5) > ALIKE
    assert likeness(one, other, counts, 24) == 0


def test_two_that_name_nobody_in_common_are_two() -> None:
    counts = Counts()
    title, lead = (
        "Three killed in shooting at shopping mall",
        "Three people were killed in a mall in",
    )
    ohio, texas = (gist_of(title, f"{lead} {town}.") for town in ("Dayton, Ohio", "Waco, Texas"))
    assert likeness(ohio, ohio, counts) > ALIKE
    assert likeness(ohio, texas, counts) == 0


def test_teasers_tell_an_event_only_by_their_titles() -> None:
    counts = Counts()
    teaser = "Read the full article on our website."
    one = gist_of("Essential planning skills for event managers", teaser)
    other = gist_of("Human resources: an overlooked side of event planning", teaser)
    assert likeness(one, other, counts) == 0
    assert likeness(one, gist_of("Essential skills of planning for managers", teaser), counts) > 0


# ---- how common words are
def test_a_word_tells_less_the_more_stories_have_it() -> None:
    counts = Counts()
    fresh = counts.weight(7)
    for _ in range(50):
        counts.add([7])
    counts.add([8])
    assert counts.count(7) == 50
    assert counts.weight(7) < counts.weight(8) < fresh + 1
    assert counts.weight(8, is_common=True) < counts.weight(8)


def test_counts_come_back_and_damage_is_noticed() -> None:
    counts = Counts()
    counts.add([1, 2, 3])
    again = Counts.unpack(counts.pack())
    assert (again.stories, again.count(2)) == (1, 1)
    for broken in (b"", b"rubbish", counts.pack()[:-9]):
        with pytest.raises(ValueError, match="counts"):
            Counts.unpack(broken)


def test_old_counts_fade() -> None:
    counts = Counts()
    for _ in range(FULL + 1):
        counts.add([5])
    assert counts.stories == FULL // 2 + 1
    assert counts.count(5) == FULL // 2 + 1


# ---- likeness and choice
def test_a_story_is_like_itself_and_not_like_any_other() -> None:
    counts = Counts()
    one = gist_of(TITLE, LEAD)
    assert likeness(one, one, counts) > likeness(one, gist_of(OTHER, OTHER_LEAD), counts) >= ALIKE
    assert likeness(one, gist_of("Bakers strike for a day", "No bread in Lyon."), counts) == 0


def test_the_same_lead_under_a_title_of_something_else_is_not_enough() -> None:
    counts = Counts()
    assert likeness(gist_of(TITLE, LEAD), gist_of("Bakers strike for a day", LEAD), counts) == 0


def test_stories_of_the_same_kind_are_told_by_their_numbers() -> None:
    counts = Counts()
    one = gist_of(TITLE, LEAD)
    same = gist_of(OTHER, OTHER_LEAD + " It had a magnitude of 7.1.")
    other = gist_of(OTHER, OTHER_LEAD + " It had a magnitude of 5.6.")
    silent = gist_of(OTHER, OTHER_LEAD)
    points = [likeness(one, each, counts) for each in (same, silent, other)]
    assert points == sorted(points, reverse=True)
    assert points[0] > points[2] + 3


def test_matches_of_the_same_teams_with_other_scores_are_two() -> None:
    counts = Counts()
    first = gist_of("Rovers beat Albion", "Rovers beat Albion 3-1 in Tarn; Mensah scored twice.")
    again = gist_of("Rovers beat Albion", "Rovers beat Albion 2-0 in Tarn; Mensah scored twice.")
    told = gist_of("Albion lose", "Mensah scored twice in Tarn as Rovers beat Albion 3:1.")
    assert likeness(first, told, counts) > likeness(first, again, counts) + 3


ENGLISH = "they would have been with their which were from that this when about".split()
GERMAN = "sie wurde nicht aber auch nach einer wird zum durch werden wenn noch".split()


@given(WORDS, WORDS, WORDS)
def test_a_look_never_says_less_than_a_comparison(
    first: list[str], then: list[str], more: list[str]
) -> None:
    counts = Counts()
    one = gist_of(" ".join(first), " ".join([*ENGLISH, *then]))
    assert gist_of("", " ".join(ENGLISH)).lang == "en"
    assert gist_of("", " ".join(GERMAN)).lang == "de"
    for lead in (more, then + more, more + first, GERMAN + more, ENGLISH + more):
        other = gist_of(" ".join(first), " ".join(lead))
        weights = counts.weights(one.terms, one.common)
        points = likeness(one, other, counts)
        reach = Look(one, weights, counts).reach(pack(other))
        if points > 0:
            assert reach >= points


def test_one_feed_tells_an_event_once() -> None:
    one, two, counts = gist_of(TITLE, LEAD), gist_of(OTHER, OTHER_LEAD), Counts()
    assert choose(two, 2, [candidate(one)], counts) is not None
    assert choose(two, 1, [candidate(one)], counts) is None


def test_time_parts_events() -> None:
    one, two, counts = gist_of(TITLE, LEAD), gist_of(OTHER, OTHER_LEAD), Counts()
    assert choose(two, 2, [candidate(one, hours=-5.0)], counts) is not None
    for far in (
        candidate(one, hours=WINDOW_HOURS + 1.0),
        candidate(one, event=1, event_hours=SPAN_HOURS + 1.0),
    ):
        assert choose(two, 2, [far], counts) is None


def test_briefings_join_no_event_and_previews_only_previews() -> None:
    one, counts = gist_of(TITLE, LEAD), Counts()
    assert choose(gist_of(f"Morning briefing: {TITLE}", LEAD), 2, [candidate(one)], counts) is None
    preview = gist_of(f"{TITLE}: what to expect", LEAD)
    assert choose(preview, 2, [candidate(one)], counts) is None
    assert choose(preview, 2, [candidate(preview)], counts) is not None


def test_a_story_like_one_of_an_event_and_unlike_the_rest_stays_apart() -> None:
    counts = Counts()
    one, two = gist_of(TITLE, LEAD), gist_of(OTHER, OTHER_LEAD)
    strangers = [
        candidate(gist_of(f"Title{n}", "Nothing of it."), id=10 + n, feed=5, event=7)
        for n in range(3)
    ]
    assert choose(two, 2, [candidate(one, event=7), *strangers], counts) is None
    assert choose(two, 2, [candidate(one, event=7)], counts) is not None


# ---- copies
def test_a_front_page_is_the_address_of_no_story() -> None:
    assert not address_tells("https://a.example")
    assert not address_tells("https://a.example/")
    assert address_tells("https://a.example/story")
    assert address_tells("https://a.example/?p=7")
    assert not address_tells("http://[nowhere/story")


def test_versions_of_a_title_are_told_from_episodes() -> None:
    assert same_titles("Minister resigns over loan", "Minister Hartwell resigns over loan")
    assert not same_titles("The Daily, episode 11", "The Daily, episode 12")
    assert not same_titles("Minister resigns over loan", "Ferry crews reach a deal")


def test_the_same_words_have_one_key() -> None:
    long = " ".join(f"word{n}" for n in range(70))
    assert same_text_key("A title", long) == same_text_key("Another", long.upper()) != 0
    short = "It was opened on a sunny Monday."
    assert same_text_key("The bridge at Tarn", short) == same_text_key("THE BRIDGE AT TARN", short)
    assert same_text_key("The bridge at Tarn", short) != same_text_key("The ferry of Skye", short)
    assert same_text_key("The bridge at Tarn", "More.") == same_text_key("News", short) == 0


_SPACES = st.sampled_from([" ", "  ", "\n\n", " \n", "\n \n", "\t", "\u00a0", "\x1c"])


@given(
    st.lists(st.tuples(st.sampled_from(["A", "ox’s", "“Tarn”", "é", "…"]), _SPACES), max_size=9),
    st.sampled_from([0, 40, 59, 60, 61, 80]),
    _SPACES,
)
def test_the_words_of_a_plain_text_make_the_key_of_any_other(
    words: list[tuple[str, str]], more: int, lead: str
) -> None:
    text = lead + "".join(map("".join, words)) + "Word word\n" * (more // 2)
    with pytest.MonkeyPatch.context() as patch:
        short = same_text_key("The bridge at Tarn", text)
        patch.setattr("reader.events.copies.lower_bytes", lambda _: None)
        assert short == same_text_key("The bridge at Tarn", text)
