"""The box that asks which words to find in the story that is read."""

from __future__ import annotations

from textual.widgets import Input

from reader.text import clean_line
from reader.tui.screens.boxes.ask import AskScreen


class FindScreen(AskScreen[str]):
    """Left with the words typed, or None."""

    TITLE_WORDS = "Find in this story"
    EXAMPLE = "words as they stand in it; of the last its beginning will do"
    KEYS = "enter marks them and goes to the next · esc leaves"

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the words."""
        event.stop()
        self.dismiss(clean_line(event.value) or None)
