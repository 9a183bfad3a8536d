"""Stories that tell of many events or of none: briefings, live blogs, corrections, quizzes.

They share their words with every story that they mention, so they join no event.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from reader.patterns import later
from reader.text import fold

Kind = Literal["story", "mixed", "preview"]
"""``mixed`` joins no event; a ``preview`` of something joins only other previews of it."""

_MIXED: Final = later(  # what begins at a word is tried where words begin, and nowhere else
    r"""
    ^(?:
        (?:live|liveblog|ticker|newsticker|liveticker|en\ direct|direct|directo|en\ vivo|diretta)\b\s*(?:[:|–—-]|$)
        |(?:correction|corrections|clarification|korrektur|berichtigung|rectificatif|erratum|correccion|rettifica)\b
        |(?:news|top\ stories|headlines|front\ pages?|papers|the\ papers)\b\s*[:|–—-]
        |das\ war(?:\ am)?\b.*\bwichtig\b|(?:der\ tag|die\ lage|was\ wichtig)\b.*|l'?\s?essentiel\b
        |ce\ qu'?il\ faut\ retenir\b|le\ point\ sur\b|(?:lo\ mas|las\ noticias|le\ notizie)\b
        |(?:wetter|weather|meteo|el\ tiempo)\b\s*[:|–—-]|(?:recipe|rezept|recette)\b\s*:
        |(?:opinion|kommentar|leitartikel|editorial|letters|review|book\ review|rezension|critique|portrait|portrat|interview|analysis|analyse)\b\s*[:|–—-]
    )|\b(?:
        (?:[a-z]+\ )?live\ (?:updates|blog|coverage|text)\b|live:|as\ it\ happened\b|liveblog\b|liveticker\b
        |newsticker\b|minute\ by\ minute\b
        |(?:newsletter|roundup|round-up|briefing|news\ quiz|quiz|podcast|presseschau|revue\ de\ presse|wochenruckblick)\b
        |(?:morning|evening|daily|weekly|your)\ (?:brief|digest|edition|update|catch-up)\b
        |(?:week|month|year|day)\ in\ (?:review|pictures|tech|photos|politics|sport|science|business|books)\b
        |the\ week\ in\b|what\ to\ (?:know|watch)\ (?:this\ week|today)\b|in\ pictures\b
        |photos\ of\ the\ (?:day|week)\b|things\ to\ know\ (?:today|this)\b|stories\ you\ (?:may\ have\ )?missed\b
        |(?:nachrichten|wichtigste|uberblick|ruckblick)\ (?:am\ (?:morgen|abend|mittag)|des\ tages|vom\ tage|der\ woche)\b
        |l'actu(?:alite)?\ (?:de|du)\b|markets?\ (?:wrap|live|today|update|close|report)\b|stock\ market\ today\b
        |wall\ street\ today\b
        |(?:horoscope?s?|horoskop|lottery\ (?:results|numbers)|lotto\b|gewinnzahlen|crossword|sudoku|wordle|obituaries)\b
        |how\ closely\ did\ you\b|test\ your\ knowledge\b|today\ in\ history\b|on\ this\ day\b
    )|[-–—|:]\ live$
    """,
    re.VERBOSE,
)
_LONGEST: Final = 300
"""Characters of a title that are looked at."""
_PART: Final = re.compile(r"\S[^;|•·+]{7,}[;|•+](?=\s)")
_PART_END: Final = re.compile(r"[;|•+]")
_PREVIEW: Final = later(
    r"\b(?:preview|how to watch|where to watch|team news|predicted line-?ups?|line-?ups?|kick-?off time"
    r"|tv channel|prediction|odds|vorschau|aufstellung|avant-match|ou et quand voir|what to expect"
    r"|everything you need to know)\b"
)


def kind_of(title: str) -> Kind:
    """What a story under ``title`` can have to do with events."""
    folded = fold(title[:_LONGEST]).replace("’", "'")
    if _MIXED.search(folded) or _has_several_parts(folded):
        return "mixed"
    return "preview" if _PREVIEW.search(folded) else "story"


def _has_several_parts(title: str) -> bool:
    """Whether a title lists the stories below it: parts set off by ``;``, ``|`` or ``•``."""
    return _PART_END.search(title) is not None and len(_PART.findall(title)) >= 2
