"""Stories that came in and of which a rule says that the reader be told."""

from __future__ import annotations

from reader.library.library import Library
from reader.model import Selection
from reader.tui.app import NowReading
from tests.tui.shelf import press, said, settle


async def test_what_a_rule_tells_of_is_said_once_after_a_refresh(library: Library) -> None:
    ids = [entry.id for entry in (await library.page(Selection())).entries]
    library._store.to_notify = ids[:1]
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert said(app)[-1] == "A rule tells of “Ferry crews reach a deal” (Harbour Post)"
        told = len(said(app))
        await press(pilot, "R")
        assert not any("rule" in each for each in said(app)[told:])
        app.clear_notifications()
        app.refresher._tell(await library._store.entries(ids))
        await settle(pilot)
        (many,) = said(app)
        assert many.startswith("A rule tells of “Ferry crews reach a deal” (Harbour Post), “")
        assert many.endswith(" and 4 stories more")
