"""Stories that tell of many events or of none: briefings, live blogs, corrections, quizzes, guides,
product tests.

They share their words with every story that they mention, or with whatever else is written about
their subject, so they join no event.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from reader.patterns import later
from reader.text import fold_quickly

Kind = Literal["story", "preview", "mixed", "daily"]
"""``mixed`` joins no event; a ``preview`` of something joins only other previews of it, and what is
written ``daily``, of markets or the weather, only what others write on the same day."""

_MIXED_FIRST: Final = later(  # at the beginning of a title
    r"""
    (?:
        (?:live|liveblog|ticker|newsticker|liveticker|en\ direct|direct|directo|en\ vivo|diretta)\b\s*(?:[:|–—-]|$)
        |(?:correction|corrections|clarification|korrektur|berichtigung|rectificatif|erratum|correccion|rettifica)\b
        |(?:news|top\ stories|headlines|front\ pages?|papers|the\ papers)\b\s*[:|–—-]
        |das\ war(?:\ am)?\b.*\bwichtig\b|(?:der\ tag|die\ lage|was\ wichtig)\b.*|l'?\s?essentiel\b
        |ce\ qu'?il\ faut\ retenir\b|le\ point\ sur\b|(?:lo\ mas|las\ noticias|le\ notizie)\b
        |(?:wetter|weather|meteo|el\ tiempo)\b\s*[:|–—-]|(?:recipe|rezept|recette)\b\s*:
        |(?:opinion|kommentar|leitartikel|editorial|letters|review|book\ review|rezension|critique|portrait|portrat|interview|analysis|analyse)\b\s*[:|–—-]
    )
    """,
    re.VERBOSE,
)
_MIXED: Final = later(  # what begins at a word is tried where words begin, and nowhere else
    r"""
    \b(?:
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
_MIXED_WORDS: Final = frozenset(
    b"live liveblog liveticker happened newsticker minute newsletter roundup round briefing quiz"
    b" podcast presseschau presse wochenruckblick brief digest edition update catch week month year"
    b" day know watch pictures photos things stories nachrichten wichtigste uberblick ruckblick actu"
    b" actualite market markets street horoscop horoscops horoscope horoscopes horoskop lottery"
    b" lotto gewinnzahlen crossword sudoku wordle obituaries closely knowledge history".split()
)
"""One of these stands in every match of :data:`_MIXED`."""
_LASTING_FIRST: Final = later(  # what may be read next year as well
    r"""
    (?:
        (?:how\ to|how\ do\ (?:i|you)|what\ (?:is|are)\ (?:an?|the)?\ ?[^?]{2,60}\?|ways\ to|why\ i\b|(?:my|our)\ (?:week|day|month|year|life)\b)
        |(?:the\ )?(?:\d+\ )?best\b.*\b(?:tested|reviewed|picks|ranked|to\ buy|you\ can\ buy|right\ now|for\ (?:you|beginners)|(?:of|in|for)?\ ?20\d\d)
        |so\ (?:geht|funktioniert|gelingt|sparen\ sie)\b
    )
    """,
    re.VERBOSE,
)
_LASTING: Final = later(
    r"""
    \b(?:
        (?:beginner'?s|complete|ultimate|essential|definitive|quick|practical|buying|buyer'?s|price|style|travel|step[-\ ]by[-\ ]step)\ guide\b
        |guide\ (?:to|for)\b|tutorial\b|cheat\ ?sheet\b|explained\ in\b|pros\ and\ cons\b|what\ i\ (?:have\ )?learned\b
        |(?:\d+|two|three|four|five|six|seven|eight|nine|ten)\ (?:\w+\ ){0,3}(?:tips|ways\ (?:to|you|of)|tricks|reasons|mistakes|ideas|hacks|recipes|skills|strategies|examples|tools|alternatives|lessons|habits)\b
        |(?:hands-on|tested|im\ test|test):|deals:|(?:best|top|black\ friday|prime\ day|cyber\ monday)\ (?:\w+\ )?deals\b
        |where\ to\ buy\b|best\ price\b|vs\.?\b.*\b(?:which|compared|comparison|should\ you|differences?)\b
        |which\ .*\ should\ you\b|should\ you\ (?:buy|learn|choose|use)\b|(?:price|rate|cost)\ comparison\b
        |comparison\ with\b|how\ much\ (?:you\ can|does\ it)\ (?:save|cost)\b|what\ (?:it|they)\ costs?\b
        |(?:ratgeber|anleitung|kaufberatung|schritt\ fur\ schritt)\b
        |(?:\d+|die\ besten)\ (?:\w+\ )?(?:tipps|tricks|ideen|rezepte)\b
        |(?:guide\ (?:complet|d'achat|pratique)|comparatif\b|conseils\ pour|astuces\ pour|guia\ (?:completa|de\ compra|practica|para)|consejos\ para|guida\ (?:completa|pratica|all)|consigli\ per)\b
        |\ review:
    )
    """,
    re.VERBOSE,
)
_LASTING_WORDS: Final = frozenset(
    b"guide tutorial cheat cheatsheet explained pros learned tips ways tricks reasons mistakes ideas"
    b" hacks recipes skills strategies examples tools alternatives lessons habits hands tested test"
    b" deals buy price vs should comparison much cost costs ratgeber anleitung kaufberatung schritt"
    b" tipps ideen rezepte comparatif conseils astuces guia consejos guida consigli review".split()
)
"""One of these stands in every match of :data:`_LASTING`."""
_ONLY_LETTERS: Final = bytes(c if chr(c).islower() and c < 128 else 32 for c in range(256))
"""For ``bytes.translate``: a blank for all that is no small letter of ASCII."""
_WHAT: Final = (
    r"wall street|dow jones|the dow|nasdaq|s&p 500|ftse(?: 100)?|dax|cac 40|ibex(?: 35)?|nikkei|hang seng|sensex|nifty"
    r"|(?:us|asian|european|global|world|tech|uk) (?:shares|stocks|markets)|stocks|shares|brent(?: crude)?|oil(?: prices?)?|crude"
    r"|gold(?: prices?)?|bitcoin|(?:the )?dollar|(?:the )?euro|sterling|yen|olpreise?|goldpreis|bourse|borse"
)
_MOVES: Final = (
    r"(?:clos|ris|declin|edg|eas|rebound|retreat|slid|surg|plung)\w*|up|down|falls?|fell|rose|gains?|slips?|drops?|dips?|climbs?|jumps?|opens?|ends?|higher"
    r"|lower|mixed|flat|stead(?:y|ies)|rall(?:y|ies)|tumbles?|sinks?|sube|cae|baja|cierra|schliesst|steigt|steigen|fallt|fallen"
    r"|gibt|geben|legt|cloture|monte|recule|chiude|sale|scende"
)
_DAILY: Final = later(
    rf"(?:(?:the|el|la|le|il|der|die)\ )?(?:{_WHAT})\b(?:\ \w+)?\ (?:{_MOVES})\b"
    r"|(?:weather|wetter|meteo|(?:weekend|weather)\ forecast)\b"
)
_FORECAST: Final = later(r"\b(?:wird\ das\ wetter|weather\ (?:forecast|today|tomorrow))\b")
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
    folded = fold_quickly(title[:_LONGEST]).replace("’", "'")
    if _MIXED_FIRST.match(folded) or _LASTING_FIRST.match(folded) or _has_several_parts(folded):
        return "mixed"
    words = _words(folded)
    if (not _MIXED_WORDS.isdisjoint(words) and _MIXED.search(folded)) or (
        not _LASTING_WORDS.isdisjoint(words) and _LASTING.search(folded)
    ):
        return "mixed"
    if _DAILY.match(folded) or (
        ("weather" in folded or "wetter" in folded) and _FORECAST.search(folded)
    ):
        return "daily"
    return "preview" if _PREVIEW.search(folded) else "story"


def _words(folded: str) -> list[bytes]:
    """The runs of letters of ASCII in a title."""
    return folded.encode("utf-8", "replace").translate(_ONLY_LETTERS).split()


def _has_several_parts(title: str) -> bool:
    """Whether a title lists the stories below it: parts set off by ``;``, ``|`` or ``•``."""
    return _PART_END.search(title) is not None and len(_PART.findall(title)) >= 2
