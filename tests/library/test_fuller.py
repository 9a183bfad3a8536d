"""What page is taken for an entry's full text, and what feeds' entries want one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from reader.codec import encode_story
from reader.library.fetching.fulltext import NEWEST, is_fuller, wanted
from reader.model import Block, DigestedEntry, DigestedFeed, Story, Subscription
from reader.text import words_in

SUMMARY = (
    "The harbour council reopened its tidal mill on Monday after eleven years of quarrels about "
    "money, timber and the colour of the shutters."
)
REST = "Visitors climbed the narrow ladders and watched the wheel turn slowly in brackish water. "


def _story(*texts: str, headline: str = "Tidal mill reopens after eleven years") -> Story:
    blocks = tuple(Block("paragraph", text) for text in texts)
    return Story(0, None, headline, None, blocks)


def _page(*texts: str, headline: str = "Tidal mill reopens after eleven years") -> DigestedEntry:
    story = replace(_story(*texts, headline=headline), origin="page")
    words = sum(words_in(text) for text in texts)
    return _entry("p", words=words, story=story)


TEASER = "町議会は月曜日、港の渡し船を今冬は運航しないと決めた。乗客減少が理由。"
BODY = "島の北端の桟橋の修理費を巡る争いが続いていた。議会は住民代表から意見を聞いた。"


def test_a_page_in_a_script_without_spaces_is_fuller_by_its_characters() -> None:
    summary = _story(TEASER, headline="渡し船、冬季運航中止")
    whole = TEASER.replace("乗客減少が理由", "理由は乗客の減少だという") + BODY * 6
    wall = "このサイトではクッキーを使用しています。続行するには同意が必要です。" * 9
    assert is_fuller(_page(whole, headline="渡し船の冬季運航中止へ"), summary)
    assert not is_fuller(_page(wall, headline="同意のお願い"), summary)
    assert not is_fuller(_page(TEASER, headline="渡し船、冬季運航中止"), summary)


def _entry(
    identity: str, *, words: int = 10, story: Story | None = None, teaser: bool = True, day: int = 0
) -> DigestedEntry:
    return DigestedEntry(
        identity=identity,
        entry_hash=identity,
        guid=None,
        link=f"https://quay.example/{identity}",
        title="A title",
        author=None,
        summary="",
        published_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day),
        updated_at=None,
        story=encode_story(story or _story(SUMMARY)),
        source=b"",
        source_type="html",
        words=words,
        is_teaser=teaser,
    )


def test_a_page_that_goes_on_where_the_summary_ends_is_fuller() -> None:
    assert is_fuller(_page(SUMMARY, REST * 8), _story(SUMMARY))


def test_a_page_that_tells_the_story_in_other_words_is_fuller() -> None:
    other = "The council has reopened the old tidal mill in the harbour; quarrels took years. "
    assert is_fuller(_page(other, REST * 8), _story(SUMMARY))


def test_a_page_that_holds_no_more_than_the_feed_is_not_fuller() -> None:
    assert not is_fuller(_page(SUMMARY), _story(SUMMARY))
    assert not is_fuller(_page(SUMMARY, "Share this with friends."), _story(SUMMARY))


def test_a_wall_that_asks_for_consent_is_not_the_story() -> None:
    wall = "We value your privacy. Accept cookies from our partners to continue to the site. " * 20
    assert not is_fuller(_page(wall, headline="Before you continue"), _story(SUMMARY))


def _feed(*entries: DigestedEntry) -> DigestedFeed:
    return DigestedFeed("", None, None, tuple(entries), len(entries))


def test_auto_wants_the_pages_of_summaries_only() -> None:
    feed = _feed(_entry("a"), _entry("b", teaser=False))
    assert wanted(Subscription("u"), feed) == {"a"}
    assert wanted(Subscription("u", full_text="always"), feed) == {"a", "b"}
    assert wanted(Subscription("u", full_text="never"), feed) == set()
    assert wanted(None, feed) == set()


def test_the_newest_come_first_whatever_their_order_in_the_feed() -> None:
    feed = _feed(*(_entry(str(n), day=n) for n in range(NEWEST + 3)))
    assert wanted(Subscription("u"), feed) == {str(n) for n in range(3, NEWEST + 3)}


def test_what_has_no_web_address_has_no_page() -> None:
    entries = [replace(_entry("a"), link=None), replace(_entry("b"), link="mailto:a@b.example")]
    assert wanted(Subscription("u"), _feed(*entries)) == set()


def test_a_short_page_that_goes_on_where_an_ellipsis_cuts_the_summary_is_fuller() -> None:
    whole = "The old harbour opened on Tuesday after two winters of work. Some came by boat."
    for cut in (
        "The old harbour opened on Tuesday after two win…",
        "The old harbour opened on [...]",
    ):
        assert is_fuller(_page(whole), _story(cut))
    assert not is_fuller(
        _page(whole), _story("The old harbour opened on Tuesday after two winters.")
    )
    assert not is_fuller(_page(whole), _story("The old harbour shut on Tuesday after two win…"))
    assert not is_fuller(_page(whole), _story("The old…")), "as any page may begin"
    assert not is_fuller(_page(whole), _story(f"{whole[:-1]}…")), "nothing comes after it"
    teaser = "The old harbour opened on Tuesday…"
    assert not is_fuller(_page(teaser, "Subscribe now to read on."), _story(teaser)), "cut, too"
    assert is_fuller(
        _page("青葉市の港で火曜日、四十年ぶりに古い灯台が点灯した。"),
        _story("青葉市の港で火曜日、四十年…"),
    )
