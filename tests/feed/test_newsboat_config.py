"""newsboat's ``config``: what of it feeds.toml can say, and what is named as having no counterpart."""

from __future__ import annotations

import tomllib

import pytest

from reader.feed.newsboat.config import read_settings

CONFIG = """\
# mine
auto-reload yes
reload-time 30
text-width 66     # columns
confirm-exit yes
datetime-format "%D, %R"
scrolloff 4
articlelist-format "%4i %f %D %6L %?T?|%-17T| ?%t"
mark-as-read-on-hover yes
history-limit 7
article-sort-order date-asc
feed-sort-order title-asc
save-path ~/kept
download-path "~/casts/%h/%n"
podcast-auto-enqueue yes
browser "firefox --new-tab '%u'"
player "mpv --no-video"
notify-program "~/bin/tell"
bookmark-cmd "~/bin/keep.sh"
max-items 500
user-agent "me \\"1\\""
proxy localhost:3128
use-proxy yes
macro v set browser "mpv %u" ; open-in-browser ; set browser firefox
macro W set browser w3m; open-in-browser-and-mark-read; set browser "firefox %u"
macro , pipe-to "pandoc -f html"
macro r reload; open
macro o open; toggle-article-read; quit; next-unread
macro u open; toggle-source-view
macro m open-in-browser; toggle-article-read "read"; next-feed
macro x open; view-dialogs
pager internal
external-url-viewer "urlscan -d | less"
color background white black
color listnormal white black
highlight feedlist "Post" red
highlight article "https?://[^ ]+" green default
highlight all "ferr(y|ies)" black yellow bold
highlight article "(" red
ignore-article "*" "title =~ \\"Sponsored\\""
ignore-article "https://a.example/feed" "title =~ \\"x\\" and unread = \\"yes\\""
ignore-article "regex:a" "title = \\"x\\""
highlight-article "author =~ \\"Ohlsson\\"" black yellow bold
define-filter "Local ferries" "tags # \\"local\\" and title =~ \\"ferry\\""
"""


def test_lines_of_feeds_toml_say_the_same() -> None:
    tables = tomllib.loads("\n".join(read_settings(CONFIG).lines))
    assert tables == {
        "defaults": {"refresh": "30m", "keep": 500, "user_agent": 'me "1"'},
        "reading": {
            "measure": 66,
            "confirm": ["quit"],
            "date": "%D, %R",
            "columns": ["date", "minutes", "feed", "title"],
            "scrolloff": 4,
            "mark_read": "passed",
            "searches": 7,
            "order": "oldest",
            "feeds": "title",
        },
        "programs": {
            "browser": ["firefox", "--new-tab", "{}"],
            "player": ["mpv", "--no-video"],
            "notify": ["~/bin/tell"],
            "saved": "~/kept",
            "downloads": "~/casts",
        },
        "network": {"proxy": "http://localhost:3128"},
        "program": [
            {
                "title": "Bookmark",
                "key": "ctrl+b",
                "run": ["~/bin/keep.sh", "{url}", "{title}", "", "{feed}"],
            },
            {"title": "Open in mpv", "key": ", v", "run": ["mpv", "{url}"]},
            {"title": "Open in w3m", "key": ", W", "run": ["w3m", "{url}"], "terminal": True},
            {
                "title": "Pipe into pandoc",
                "key": ", comma",
                "run": ["pandoc", "-f", "html"],
                "pipe": True,
                "terminal": True,
            },
        ],
        "macro": [
            {"title": "reload open", "key": ", r", "do": ["feed.refresh", "item.open"]},
            {
                "title": "open toggle-article-read quit next-unread",
                "key": ", o",
                "do": ["item.open", "story.toggle_read", "app.back", "unread.next"],
            },
            {
                "title": "open toggle-source-view",
                "key": ", u",
                "do": ["item.open", "story.source"],
            },
            {
                "title": "open-in-browser toggle-article-read next-feed",
                "key": ", m",
                "do": ["entry.browse_read", "feed.next"],
            },
        ],
        "highlight": [
            {"words": "/https?:\\/\\/[^ ]+/", "color": "good"},
            {"words": "/ferr(y|ies)/", "color": "warn"},
            {"when": "author:Ohlsson", "color": "warn"},
        ],
    }


def test_killfiles_and_filters_become_rules_and_views() -> None:
    found = read_settings(CONFIG)
    assert found.rules == [
        ("title:Sponsored", ("hide",)),
        ('feed:"https://a.example/feed" (title:x is:unread)', ("hide",)),
    ]
    assert found.views == [("Local ferries", "tag:local title:ferry")]


def test_what_has_no_counterpart_is_named_once() -> None:
    assert read_settings(CONFIG).without == [
        "podcast-auto-enqueue",
        "macro x open;",
        "external-url-viewer",
        "color",
        "highlight feedlist Post",
        "highlight article (",
        'ignore-article regex:a title = "x"',
    ]


@pytest.mark.parametrize(
    ("binds", "keys"),
    [
        ("bind-key j next\nbind-key k prev\nbind-key g home\nbind-key G end\nbind-key n next-unread", {}),
        (
            "bind-key l open\nbind-key h quit",
            {
                "item.open": "l, enter",
                "app.back": "h, q, escape",
                "view.toggle_read": "",
                "pane.left": "left",
            },
        ),
        (
            "bind-key d pagedown\nbind-key u pageup articlelist",
            {
                "pane.more": "3",
                "move.half_up": "u, pageup",
                "move.half_down": "d, ctrl+d, pagedown",
            },
        ),
        ("bind-key J next-feed articlelist\nbind-key K prev-feed", {}),
        ("bind-key L next-feed", {"feed.next": "L, J"}),
        ("bind-key SPACE next-unread", {"unread.next": "space, n", "story.next_unread": "space, n"}),
    ],
)  # fmt: skip
def test_bound_keys_keep_the_others_and_take_them_from_what_had_them(
    binds: str, keys: dict[str, str]
) -> None:
    found = read_settings(binds)
    assert tomllib.loads("\n".join(found.lines)).get("keys", {}) == keys
    assert found.without == []


@pytest.mark.parametrize(
    ("line", "reading"),
    [
        ("feed-sort-order unreadarticlecount-desc", {"feeds": "unread"}),
        ("feed-sort-order unreadarticlecount", {"feeds": "unread"}),
        ('feedlist-format "%4i %n %11u %t"', {"counts": "both"}),
        ('feedlist-format "%t %U/%c"', {"counts": "both"}),
    ],
)
def test_how_the_list_of_feeds_stands_comes_along(line: str, reading: dict[str, str]) -> None:
    found = read_settings(line)
    assert tomllib.loads("\n".join(found.lines)) == {"reading": reading}
    assert found.without == []


def test_what_the_list_of_feeds_cannot_do_is_named() -> None:
    found = read_settings("feed-sort-order unreadarticlecount-asc\n")
    assert (found.lines, found.without) == ((), ["feed-sort-order"])
    assert read_settings("feed-sort-order firsttag\n").without == ["feed-sort-order"]


def test_a_macro_may_call_the_bookmark_command_wherever_that_stands() -> None:
    macro = "macro k bookmark; toggle-article-read; next-unread\n"
    tables = tomllib.loads("\n".join(read_settings(f"{macro}bookmark-cmd ~/keep.sh\n").lines))
    (made,) = tables["macro"]
    assert made["do"] == ["program:Bookmark", "entry.toggle_read", "unread.next"]
    assert tables["program"][0]["title"] == "Bookmark"
    alone = read_settings(macro)
    assert (alone.lines, len(alone.without)) == ((), 1)
    assert "bookmark" in alone.without[0]


def test_a_form_of_rows_without_titles_has_no_counterpart() -> None:
    found = read_settings('articlelist-format "%i %D"\n')
    assert (found.lines, found.without) == ((), ["articlelist-format"])


def test_a_proxy_that_is_not_used_and_odd_lines_do_no_harm() -> None:
    found = read_settings('\ufeffproxy localhost:1\nbind-key\nmacro\n"\nbrowser\ntext-width wide\n')
    assert found.lines == ()
    assert found.without == ["bind-key", "macro", '"', "browser", "text-width"]
