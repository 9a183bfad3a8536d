"""The box that asks what program a story's text is piped into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Input

from reader.tui.screens.boxes.ask import AskScreen

if TYPE_CHECKING:
    from reader.model import Story
    from reader.tui.app import NowReading


class PipeScreen(AskScreen[str]):
    """Gives the line typed: a program and its arguments."""

    TITLE_WORDS = "Pipe the story's text into a program"
    EXAMPLE = "less    or    wc -w    or    glow -p"
    KEYS = "enter runs it on this terminal · esc leaves · no shell: | > and * mean nothing"

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value.strip() or None)


def as_text(story: Story) -> str:
    """A story as plain text: headline, address, paragraphs."""
    parts = (story.headline, story.url or "", *(block.text for block in story.blocks))
    return "\n\n".join(part for part in parts if part) + "\n"


def ask_and_pipe(app: NowReading, entry_id: int) -> None:
    """Ask for a program, then run it with the story's text."""

    async def run(line: str | None) -> None:
        from reader.tui.outside.programs import pipe

        if line:
            opened = await app.attempt(app.library.open_story(entry_id, related=False))
            if opened is not None:
                await pipe(app, line, as_text(opened.story))

    def chosen(line: str | None) -> None:
        app.run_worker(run(line), exit_on_error=False)

    app.push_screen(PipeScreen(), chosen)
