"""``upkeep``: what the reader does beside reading, done now; and the line that tells how far it is."""

from __future__ import annotations

import time
from argparse import Namespace
from typing import Final

from reader.cli import output
from reader.cli.session import with_library
from reader.library.library import Library

_WORK: Final = {
    "articles": "articles brought along",
    "index": "steps of putting the index in order",
    "digest": "of the newest stories read for quotes and links",
    "all": "stories read for quotes and links",
    "anew": "stories read anew by better rules",
}
_BAR: Final = 20
_SURE: Final = 3.0
"""Seconds after which it can be told how long the rest takes."""


def run_upkeep(options: Namespace) -> int:
    """Read all stories that are only words yet, or were read by older rules, and bring the indexes
    into order."""
    return with_library(options, _upkeep)


async def _upkeep(library: Library, options: Namespace) -> int:
    progress, bar = output.Progress(), Bar()
    try:
        await library.compare_waiting()
        await library.settle(lambda *step: progress.show(bar.line("index", *step)))
        done = await library.digest_waiting(
            await library.undigested(), lambda *step: progress.show(bar.line("all", *step))
        )
        anew = await library.reread_waiting(lambda *step: progress.show(bar.line("anew", *step)))
    finally:
        progress.wipe()
    if options.form == "json":
        left = await library.undigested()
        reread = {"reread": anew.read, "changed": anew.changed}
        output.say_json({"digested": done, "left": left, **reread})
        return output.DONE
    if done:
        output.say(f"{done:,} stories were read for their quotes and links.")
    if anew.read:
        output.say(
            f"{anew.read:,} stories were read anew by better rules; {anew.changed:,} changed."
        )
    if not done and not anew.read:
        output.say("There is nothing to do.")
    return output.DONE


class Bar:
    """How far something is: a bar, numbers, and how long the rest takes at the pace so far."""

    def __init__(self) -> None:
        self._stage = ""
        self._began = 0.0
        self._from = 0

    def line(self, stage: str, done: int, total: int) -> str:
        """The line for ``done`` of ``total`` of a stage."""
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._began, self._from = stage, now, done
        full = round(_BAR * done / total) if total else _BAR
        bar = "█" * full + "░" * (_BAR - full)
        return f"{bar} {done:,} of {total:,} {_WORK[stage]}{self._left(now, done, total)}"

    def _left(self, now: float, done: int, total: int) -> str:
        spent = now - self._began
        if spent < _SURE or done <= self._from or done >= total:
            return ""
        seconds = round(spent * (total - done) / (done - self._from))
        return f", {seconds // 60}:{seconds % 60:02} left"
