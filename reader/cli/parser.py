"""The command line's grammar: verbs, options, and the words of ``--help``."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final, NoReturn

from reader import __version__
from reader.text import clean_line

_CHOICE: Final = re.compile(
    r"argument [^:]*: invalid choice: '(.*)' \(choose from (.*)\)", re.DOTALL
)
_QUOTED: Final = re.compile(r"'([^']*)'")
_ELSEWHERE: Final = {
    **dict.fromkeys(("search", "find", "ls"), "list"),
    **dict.fromkeys(("fetch", "update", "reload", "sync"), "refresh"),
    **dict.fromkeys(("subscribe", "new"), "add"),
    **dict.fromkeys(("unsubscribe", "delete", "rm"), "remove"),
    **dict.fromkeys(("read", "star"), "mark"),
    "highlights": "export",
    "cat": "show",
    "errors": "problems",
    "help": "--help",
}
"""What verbs are called elsewhere, and here."""
_ENTRY: Final = re.compile(r"([0-9]{1,18})(?:#q([0-9]{1,9}))?")

EPILOG: Final = """\
Without a verb the reader opens. Global options may stand before or after the verb.
exit codes: 0 done; 1 done, but some feeds failed or nothing matched; 2 wrong usage,
or feeds.toml or the library can't be used, or the result not written; 130 interrupted"""


class Parser(argparse.ArgumentParser):
    """argparse whose errors are one clean sentence and a hint; exit code 2."""

    verbs: Mapping[str, Parser] = MappingProxyType({})
    """The parser of each verb, for the whole grammar."""

    def parse_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: None = None
    ) -> argparse.Namespace:
        """As argparse does; what a verb does not take is told with the help of that verb."""
        options, rest = self.parse_known_args(args, namespace)
        if rest:
            at = self.verbs.get(options.verb, self)
            if not rest[0].startswith("-"):
                words = " ".join(rest)
                at.error(
                    f"“{at.prog}” has no use for “{words}”; what is one thing stands in quotes"
                )
            near = nearest(rest[0], at._option_string_actions)
            at.error(f"“{at.prog}” takes no {' '.join(rest)}{near}")
        return options

    def error(self, message: str) -> NoReturn:
        """Tell the mistake, where help is, and end."""
        if choice := _CHOICE.fullmatch(message):
            there = _QUOTED.findall(choice[2]) or choice[2].split(", ")
            meant = _ELSEWHERE.get(choice[1]) if self.verbs else None
            near = f"; {meant} does that" if meant else nearest(choice[1], there)
            near = near or f": there are {', '.join(there)}"
            message = f"There is no {choice[1]} here{near}"
        sentence = clean_line(message)
        self.exit(2, f"{sentence[:1].upper()}{sentence[1:]}.\nSee: {self.prog} --help\n")


def build_parser() -> argparse.ArgumentParser:
    """The whole grammar. The chosen verb stands in ``verb``, ``""`` for none."""
    top = Parser(
        prog="nowreading",
        description="A news reader for the terminal: stories, their quotes, and where they lead.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"nowreading {__version__}")
    _add_global_options(top)
    top.set_defaults(verb="", form="", feeds=None, library=None)
    verbs = top.add_subparsers(metavar="VERB", parser_class=Parser)
    _add_reading(verbs)
    _add_keeping(verbs)
    _add_subscribing(verbs)
    top.verbs = verbs.choices
    return top


def nearest(word: str, known: Iterable[str]) -> str:
    """``; the nearest is …`` where one of ``known`` is like ``word``."""
    import difflib

    found = difflib.get_close_matches(word, list(known), n=1)
    return f"; the nearest is {found[0]}" if found else ""


_Verbs = argparse._SubParsersAction  # argparse has no public name for what add_subparsers gives


def _add_reading(verbs: _Verbs[Parser]) -> None:
    verb = _verb(verbs, "refresh", "fetch every feed")
    verb.add_argument("--due", action="store_true", help="only those whose interval is over")
    verb.add_argument("--quiet", action="store_true", help="print nothing, as for cron")

    verb = _verb(verbs, "download", "keep a file that comes with a story")
    verb.add_argument("entry", type=_entry, metavar="ID", help="from list")
    verb.add_argument(
        "number", nargs="?", type=_limit, default=1, metavar="N", help="which of its files (1)"
    )

    _verb(verbs, "downloads", "list the files that were kept of stories")

    verb = _verb(verbs, "list", "list stories, newest first")
    _add_query(verb)
    _add_limit(verb, "how many stories (on a terminal 50, else all)")

    verb = _verb(verbs, "count", "print how many stories a query finds, as one number")
    _add_query(verb, " (is:unread)")

    verb = _verb(verbs, "show", "print a story, or one quote of it")
    verb.add_argument(
        "entry", type=_entry, metavar="ID", help="from list; ID#q3 is its third quote"
    )
    verb.add_argument(
        "--source",
        action="store_true",
        dest="as_it_came",
        help="what it was read from, as feed or page sent it",
    )

    verb = _verb(verbs, "open", "read a file, an address or standard input")
    verb.add_argument(
        "source",
        metavar="FILE|URL|ID|-",
        help="plain text, a web page or a feed; a story or quote (7#q3)",
    )

    verb = _verb(verbs, "quotes", "list quotes, newest story first")
    _add_query(verb)
    _add_limit(verb, "how many quotes")

    verb = _verb(verbs, "speakers", "list who is quoted, most quoted first, or what one said")
    verb.add_argument("name", nargs="*", metavar="NAME", help="what a speaker of that name said")
    _add_limit(verb, "how many speakers, or quotes of one")

    verb = _verb(verbs, "tag", "tag stories, or take tags away")
    verb.add_argument("entry", type=_entry, metavar="ID", help="from list")
    verb.add_argument(
        "tags", nargs="+", metavar="TAG", help="+NAME or NAME gives, =NAME takes away"
    )


def _add_keeping(verbs: _Verbs[Parser]) -> None:
    _verb(verbs, "views", "list the saved queries of feeds.toml with their counts")

    verb = _verb(verbs, "rules", "say what the rules of feeds.toml find in the library")
    verb.add_argument(
        "--try", action="store_true", dest="only_try", help="change nothing (the only way yet)"
    )

    verb = _verb(verbs, "prune", "let go of what the feeds' keep no longer keeps")
    verb.add_argument("--dry-run", action="store_true", help="only say what would go")

    _verb(verbs, "upkeep", "do now what the reader does beside reading: find quotes in old stories")

    verb = _verb(verbs, "undo", "take back the last change")
    verb.add_argument("--list", action="store_true", help="say what can be taken back")

    verb = _verb(verbs, "mark", "do something to every story that a query finds")
    verb.add_argument(
        "query",
        nargs="+",
        metavar="WORD",
        help="read QUERY, unread QUERY, star QUERY, unstar QUERY, tag NAME QUERY, untag NAME QUERY"
        " or delete QUERY, as after : in the reader",
    )
    verb.add_argument("--dry-run", action="store_true", help="only say how many it would change")


def _add_subscribing(verbs: _Verbs[Parser]) -> None:
    verb = _verb(verbs, "add", "subscribe to a feed")
    verb.add_argument("address", metavar="ADDRESS")
    verb.add_argument("--folder", metavar="NAME", help="the folder that it stands in")

    verb = _verb(verbs, "remove", "unsubscribe; the stories stay")
    verb.add_argument("address", metavar="ADDRESS", help="the feed's address or its title")

    verb = _verb(verbs, "import", "bring feeds, newsboat's library, or what was read along")
    verb.add_argument("format", metavar="opml|newsboat|read", choices=["opml", "newsboat", "read"])
    verb.add_argument(
        "file",
        nargs="?",
        metavar="FILE|DIR",
        help="an OPML file or what export read printed (- is standard input), or the folder of"
        " newsboat's urls and cache.db",
    )

    verb = _verb(
        verbs, "export", "print the subscriptions, all quotes, your highlights, or what you read"
    )
    verb.add_argument(
        "format",
        metavar="opml|quotes|highlights|read",
        choices=["opml", "quotes", "highlights", "read"],
    )

    _verb(verbs, "problems", "list the feeds that can't be fetched or read, and what to do")
    _verb(verbs, "check", "look for mistakes in feeds.toml")
    _verb(verbs, "paths", "show where the files lie")


def _verb(verbs: _Verbs[Parser], name: str, words: str) -> argparse.ArgumentParser:
    verb = verbs.add_parser(
        name, help=words, description=f"{words[:1].upper()}{words[1:]}.", allow_abbrev=False
    )
    verb.set_defaults(verb=name)
    _add_global_options(verb)
    return verb


def _add_global_options(parser: argparse.ArgumentParser) -> None:
    """Those that stand before or after the verb: unset, they leave what the other place says."""
    group = parser.add_argument_group("global options")
    unset = argparse.SUPPRESS
    group.add_argument(
        "--feeds", type=Path, metavar="PATH", default=unset, help="another feeds.toml"
    )
    group.add_argument(
        "--library", type=Path, metavar="PATH", default=unset, help="another library.db"
    )
    forms = {
        "json": "print one object, or one object a line for lists",
        "plain": "print plain text",
        "markdown": "print Markdown",
    }
    for form, words in forms.items():
        group.add_argument(
            f"--{form}", action="store_const", const=form, dest="form", default=unset, help=words
        )


def _add_query(parser: argparse.ArgumentParser, default: str = "") -> None:
    parser.add_argument(
        "query",
        nargs="*",
        metavar="QUERY",
        help='word word* "a phrase" a OR b ( ) NOT word, title: feed: tag: is:unread … /regex/'
        f" (put -- before a query that begins with -){default}",
    )


def _add_limit(parser: argparse.ArgumentParser, words: str) -> None:
    parser.add_argument("--limit", type=_limit, metavar="N", help=words)


def _limit(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text[:18]) < sys.maxsize:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of 1 or more")
    return int(text[:18])


def _entry(text: str) -> tuple[int, int | None]:
    """``7`` or ``7#q3`` as entry id and number of the quote."""
    match = _ENTRY.fullmatch(text)
    if not match:
        raise argparse.ArgumentTypeError(f"{text!r} is not an id such as 7 or 7#q3")
    return int(match[1]), int(match[2]) if match[2] else None
