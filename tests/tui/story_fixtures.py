"""A story of our own with every kind of block, and a library in memory that holds a few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from reader.config.highlighting import Wording
from reader.config.settings import ListSettings
from reader.errors import FetchError, NotFound, ReaderError
from reader.library.reading.passages import anchor_of, find
from reader.library.values import Change, Marked, MoreItem, OpenStory, RefreshResult
from reader.model import (
    Block,
    Entry,
    Highlight,
    Link,
    Mark,
    Position,
    Quote,
    Span,
    Speaker,
    Story,
)

NOW = datetime(2024, 5, 3, 9, 30, tzinfo=UTC)
HEADLINE = "Night trains come back to the valley line"

_TEXTS = {
    "lead": "The last night train left the valley on a wet evening eleven years ago. On Friday the "
    "timetable gets it back: one departure at 22:14, six sleeping cars, and a kitchen.",
    "picture": "A blue sleeping car under a platform roof",
    "caption": "One of the six cars at the depot, where the doors were rebuilt.",
    "order": "The council ordered the cars after a vote in March. A report by the transport office "
    "had counted nine thousand travellers a month who drive the same road after dark.",
    "said": "“We asked people what they would give up their car for, and they said sleep,” said "
    "Ines Albrecht, who leads the rail office.",
    "heading": "A kitchen on wheels",
    "kitchen": "The kitchen was the hardest part, the builders say. It has to pass the tunnel at "
    "Orrin Gap with its chimney folded.",
    "list1": "Soup and bread until midnight",
    "list2": "Coffee from four in the morning",
    "list2a": "also without milk",
    "cue": "Tomas Ferrand, the cook, remembers the old cars:",
    "long1": "“There was one ring and one pot, and the pot slid. When the driver braked at Orrin you "
    "had to hold the soup with both hands and the door with your foot.",
    "long2": "“Now there are two rings, and a rail around them. I have been asking for that rail "
    "since before my daughter was born.”",
    "cite": "Sleep is a public service, and so is breakfast.",
    "partial": "Not everybody is glad. The haulage union calls the line “a toy for people without "
    "night shifts” and wants the money for bridges.",
    "row1": "Station | Departs | Fare",
    "row2": "Lower Orrin | 22:14 | 9.50",
    "row3": "Saint Vaast by the Water | 23:02 | 14.00",
    "code": "22:14  Lower Orrin\n23:02  Saint Vaast\n\tstops on request",
    "read_more": "Read more about the tunnel at Orrin Gap.",
}


def _block(kind: str, key: str, **more: object) -> Block:
    return Block(kind, _TEXTS[key], **more)  # type: ignore[arg-type]


def _mark(key: str, words: str, style: str, url: str | None = None) -> Mark:
    start = _TEXTS[key].index(words)
    return Mark(start, start + len(words), style, url)  # type: ignore[arg-type]


BLOCKS = (
    _block("paragraph", "lead", marks=(_mark("lead", "six sleeping cars", "strong"),)),
    _block("image", "picture", url="https://valley.example/car.jpg"),
    _block("caption", "caption"),
    _block(
        "paragraph",
        "order",
        marks=(
            _mark(
                "order", "report by the transport office", "link", "https://valley.example/report"
            ),
        ),
    ),
    _block("paragraph", "said"),
    _block("heading", "heading", level=2),
    _block(
        "paragraph",
        "kitchen",
        marks=(_mark("kitchen", "Orrin Gap", "link", "https://valley.example/tunnel"),),
    ),
    _block("list_item", "list1", level=1),
    _block("list_item", "list2", level=1),
    _block("list_item", "list2a", level=2),
    _block("paragraph", "cue"),
    _block("paragraph", "long1"),
    _block("paragraph", "long2"),
    _block("blockquote", "cite", level=1),
    _block("paragraph", "partial"),
    Block("table_row", _TEXTS["row1"], cells=("Station", "Departs", "Fare")),
    Block("table_row", _TEXTS["row2"], cells=("Lower Orrin", "22:14", "9.50")),
    Block("table_row", _TEXTS["row3"], cells=("Saint Vaast by the Water", "23:02", "14.00")),
    _block("code", "code"),
    _block("paragraph", "read_more", role="read_more"),
)


def _span(block: int, words: str) -> Span:
    start = BLOCKS[block].text.index(words)
    return Span(block, start, start + len(words))


def _quote(spans: Sequence[Span], **more: object) -> Quote:
    text = "\n\n".join(BLOCKS[span.block].text[span.start : span.end] for span in spans)
    return Quote(text, tuple(spans), **more)  # type: ignore[arg-type]


QUOTES = (
    _quote(
        [_span(4, "We asked people what they would give up their car for, and they said sleep,")],
        kind="direct",
        speaker=Speaker("Ines Albrecht", "head of the rail office"),
        cue="said",
        confidence=0.98,
    ),
    _quote(
        [Span(11, 1, len(BLOCKS[11].text)), Span(12, 1, len(BLOCKS[12].text) - 1)],
        kind="direct",
        speaker=Speaker("Tomas Ferrand", "the cook"),
        cue="remembers",
        confidence=0.7,
    ),
    _quote(
        [_span(14, "a toy for people without night shifts")],
        kind="partial",
        speaker=Speaker("the haulage union"),
        confidence=0.4,
    ),
)
LINKS = (
    Link(
        "https://valley.example/report",
        "report by the transport office",
        "source",
        _span(3, "report by the transport office"),
        "A report by the transport office had counted nine thousand travellers a month.",
    ),
    Link("https://valley.example/tunnel", "Orrin Gap", "inline", _span(6, "Orrin Gap")),
    Link(None, "the tunnel at Orrin Gap", "read_more", _span(19, "the tunnel at Orrin Gap")),
)
STORY = Story(
    entry_id=1,
    kicker="Transport",
    headline=HEADLINE,
    byline="Mara Quill",
    blocks=BLOCKS,
    quotes=QUOTES,
    links=LINKS,
    url="https://valley.example/night-trains",
    published_at=datetime(2024, 5, 2, tzinfo=UTC),
)
ENTRY = Entry(
    id=1,
    feed_id=1,
    title=HEADLINE,
    sort_at=NOW,
    link="https://valley.example/night-trains",
    comments_url="https://valley.example/night-trains/comments",
    feed_title="Valley Post",
    feed_url="https://valley.example/feed.xml",
    words=sum(len(block.text.split()) for block in BLOCKS),
    quote_count=3,
    link_count=3,
)
MORE = (
    MoreItem(LINKS[0], "report by the transport office", "valley.example", 2),
    MoreItem(LINKS[1], "Orrin Gap", "valley.example", None),
    MoreItem(LINKS[2], "the tunnel at Orrin Gap", "search the library", None),
    MoreItem(None, "Bridges wait for money", "Valley Post · 1 May", 3, "same words"),
)


def plain_story(entry_id: int, headline: str, paragraphs: Sequence[str]) -> Story:
    """A story of plain paragraphs, without quotes."""
    blocks = tuple(Block("paragraph", text) for text in paragraphs)
    return Story(entry_id, None, headline, None, blocks, url=f"https://valley.example/{entry_id}")


def long_story(entry_id: int = 5, paragraphs: int = 60) -> Story:
    """A story of many numbered paragraphs."""
    words = "The committee went through the papers again and found nothing that it had not known."
    texts = [f"Paragraph {n} begins here. " + " ".join([words] * 4) for n in range(paragraphs)]
    return plain_story(entry_id, "A long report, read slowly", texts)


class FakeLibrary:
    """The library as the story screen uses it, in memory; ``calls`` says what was asked."""

    measure = 72
    keys: dict[str, str] = {}  # noqa: RUF012
    theme = None
    icons = "unicode"
    colors: dict[str, str] = {}  # noqa: RUF012
    warnings: tuple[str, ...] = ()
    config_error = None
    wordings: tuple[Wording, ...] = ()

    def make_room(self) -> None:
        """Nothing is refreshed."""

    def __init__(self, *stories: Story) -> None:
        page = plain_story(2, "What the transport office counted", ["Nine thousand a month."] * 40)
        bridge = plain_story(3, "Bridges wait for money", ["Two of five are closed."])
        self.stories = {s.entry_id: s for s in (STORY, page, bridge, long_story(), *stories)}
        self.entries = {1: ENTRY}
        for story in self.stories.values():
            self.entries.setdefault(
                story.entry_id,
                replace(
                    ENTRY,
                    id=story.entry_id,
                    title=story.headline,
                    link=story.url,
                    comments_url=None,
                    words=sum(len(block.text.split()) for block in story.blocks),
                ),
            )
        self.more: dict[int, tuple[MoreItem, ...]] = {1: MORE}
        self.positions: dict[int, Position] = {}
        self.calls: list[tuple[object, ...]] = []
        self.offline = False
        self.changes: list[tuple[int, Entry]] = []
        self.numbers: dict[int, tuple[int, ...]] = {}
        self.settings: dict[str, str] = {}
        self.change = 0
        self.stamps: dict[int, str] = {}
        self.marks: list[Highlight] = []
        self.before: list[list[Highlight]] = []
        self.page: Story | None = None
        self.sources: dict[int, str | ReaderError] = {}

    list_settings = ListSettings()

    async def open_story(self, entry_id: int, *, related: bool = True) -> OpenStory:
        if entry_id not in self.stories:
            raise NotFound(f"There is no story {entry_id}.")
        return OpenStory(
            self.entries[entry_id],
            self.stories[entry_id],
            self.more.get(entry_id, ()),
            self.positions.get(entry_id),
            await self.highlights(entry_id),
            self.numbers.get(entry_id, ()),
            stamp=self.stamps.get(entry_id, ""),
        )

    async def change_count(self) -> int:
        return self.change

    async def story_stamp(self, entry_id: int) -> str:
        if entry_id not in self.stories:
            raise NotFound(f"There is no story {entry_id}.")
        return self.stamps.get(entry_id, "")

    async def source(self, entry_id: int) -> tuple[str, str]:
        found = self.sources.get(entry_id, "")
        if isinstance(found, ReaderError):
            raise found
        return found, "html"

    async def entry(self, entry_id: int) -> Entry:
        return self.entries[entry_id]

    async def keep_position(self, entry_id: int, position: Position) -> None:
        self.positions[entry_id] = position

    async def set_read(
        self, entry_ids: Sequence[int], read: bool, *, undoable: bool = True
    ) -> Change | None:
        self.calls.append(("set_read", tuple(entry_ids), read))
        for entry_id in entry_ids:
            self._change(entry_id, undoable, read_at=NOW if read else None)
        return Change(1, "Marked read", tuple(entry_ids), NOW)

    async def set_starred(self, entry_ids: Sequence[int], starred: bool) -> Change | None:
        for entry_id in entry_ids:
            self._change(entry_id, True, starred_at=NOW if starred else None)
        return Change(1, "Starred", tuple(entry_ids), NOW)

    async def delete(self, entry_ids: Sequence[int]) -> Change | None:
        self.calls.append(("delete", tuple(entry_ids)))
        return Change(1, "Deleted one story", tuple(entry_ids), NOW)

    async def undo(self) -> Change | None:
        if self.before:
            self.marks = self.before.pop()
            return Change(1, "a highlight", (), NOW)
        if not self.changes:
            return None
        entry_id, entry = self.changes.pop()
        self.entries[entry_id] = entry
        return Change(1, "one mark", (entry_id,), NOW)

    async def setting(self, name: str) -> str | None:
        return self.settings.get(name)

    async def keep_setting(self, name: str, value: str) -> None:
        self.settings[name] = value

    async def highlight(
        self, entry_id: int, spans: Sequence[Span], story: Story | None = None
    ) -> Change:
        anchor = anchor_of(story or self.stories[entry_id], spans)
        self.before.append([*self.marks])
        self.marks.append(Highlight(100 + len(self.before), entry_id, anchor, NOW))
        return Change(1, "Highlighted a passage", (entry_id,), NOW)

    async def remove_highlights(self, ids: Sequence[int]) -> Change | None:
        self.before.append([*self.marks])
        self.marks = [each for each in self.marks if each.id not in ids]
        return Change(1, "Took a highlight away", (), NOW)

    async def highlights(self, entry_id: int, story: Story | None = None) -> tuple[Marked, ...]:
        story = story or self.stories[entry_id]
        found = [Marked(m, find(story, m.anchor)) for m in self.marks if m.entry_id == entry_id]
        return tuple(sorted(found, key=lambda each: (each.is_lost, each.spans)))

    async def fetch_full_text(self, entry_id: int) -> bool:
        self.calls.append(("full text", entry_id))
        if self.page is not None:
            self.stories[entry_id] = self.page
        return self.page is not None

    async def follow(self, link: Link | str) -> int:
        self.calls.append(("follow", link if isinstance(link, str) else link.url))
        if self.offline:
            raise FetchError(
                "valley.example can't be reached.",
                url="https://valley.example/tunnel",
                kind="connection",
                hint="Try again when you are online.",
            )
        self.stories[4] = plain_story(4, "How the chimney folds", ["It folds to the left."])
        self.entries[4] = replace(ENTRY, id=4, title="How the chimney folds")
        return 4

    async def refresh(self, **asked: object) -> tuple[RefreshResult, ...]:
        self.calls.append(("refresh", asked.get("feed_ids")))
        return (RefreshResult("https://valley.example/feed.xml", "Valley Post", "new", new=2),)

    async def refetch(self, entry_id: int) -> None:
        self.calls.append(("refetch", entry_id))

    def _change(self, entry_id: int, undoable: bool, **fields: object) -> None:
        if undoable:
            self.changes.append((entry_id, self.entries[entry_id]))
        self.entries[entry_id] = replace(self.entries[entry_id], **fields)  # type: ignore[arg-type]
