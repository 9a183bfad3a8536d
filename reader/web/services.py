"""Sites whose feed addresses can be told from the address of a page: one function each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import parse_qs, quote, urlencode, urlsplit

Found = tuple[str, str]
"""A feed's address and what it is, for a reader."""

_CHANNEL: Final = re.compile(r"UC[\w-]{22}")
_PLAYLIST: Final = re.compile(r"(?:PL|UU|FL|OL|PU)")
"""How the lists begin that have feeds; mixes and one's own lists have none."""
_HANDLE: Final = re.compile(r"@([\w.-]+)(?:@((?:[\w-]+\.)+[\w-]+))?")
_GITHUB_PAGES: Final = frozenset(
    "about apps collections contact customer-stories enterprise events explore features login "
    "marketplace new notifications orgs pricing search security settings site sponsors topics "
    "trending".split()
)


def feeds_of(url: str) -> tuple[Found, ...]:
    """The feeds that belong to the page ``url``, best first; none for a site not known here."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    steps = [step for step in parts.path.split("/") if step]
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    for pattern, find in _SITES:
        if re.fullmatch(pattern, host):
            return tuple(find(host, steps, query))
    return ()


def youtube_channel(channel: str) -> tuple[Found, ...]:
    """The feeds of a YouTube channel (``UC…``): all, then long videos, shorts and live alone."""
    base = "https://www.youtube.com/feeds/videos.xml"
    tail = channel[2:]
    return (
        (f"{base}?channel_id={channel}", "All videos"),
        (f"{base}?playlist_id=UULF{tail}", "Long videos only"),
        (f"{base}?playlist_id=UUSH{tail}", "Shorts only"),
        (f"{base}?playlist_id=UULV{tail}", "Live streams only"),
    )


def hacker_news(words: str) -> Found:
    """New Hacker News stories that bear ``words``."""
    return f"https://hnrss.org/newest?{urlencode({'q': words})}", f"Hacker News: {words}"


def _youtube(host: str, steps: list[str], query: dict[str, str]) -> Iterator[Found]:
    base = "https://www.youtube.com/feeds/videos.xml"
    if _PLAYLIST.match(query.get("list", "")):
        yield f"{base}?playlist_id={quote(query['list'])}", "Playlist"
    elif len(steps) > 1 and steps[0] == "channel" and _CHANNEL.fullmatch(steps[1]):
        yield from youtube_channel(steps[1])
    elif len(steps) > 1 and steps[0] == "user":
        yield f"{base}?user={quote(steps[1])}", "All videos"


def _github(host: str, steps: list[str], query: dict[str, str]) -> Iterator[Found]:
    if not steps or steps[0] in _GITHUB_PAGES or steps[-1].endswith(".atom"):
        return
    if len(steps) == 1:
        yield f"https://github.com/{steps[0]}.atom", f"Activity of {steps[0]}"
        return
    base = f"https://github.com/{steps[0]}/{steps[1].removesuffix('.git')}"
    if len(steps) > 3 and steps[2] in ("commits", "tree"):
        branch = "/".join(steps[3:])
        yield f"{base}/commits/{branch}.atom", f"Commits on {branch}"
    feeds = {"releases": "Releases", "commits": "Commits", "tags": "Tags"}
    first = steps[2] if len(steps) > 2 and steps[2] in feeds else "releases"
    for name in sorted(feeds, key=lambda name: name != first):
        yield f"{base}/{name}.atom", feeds[name]


def _codeberg(host: str, steps: list[str], query: dict[str, str]) -> Iterator[Found]:
    if len(steps) >= 2:
        base = f"https://{host}/{steps[0]}/{steps[1]}"
        yield f"{base}/releases.rss", "Releases"
        yield f"{base}.rss", "Activity"
    elif steps:
        yield f"https://{host}/{steps[0]}.rss", f"Activity of {steps[0]}"


def _gitlab(host: str, steps: list[str], query: dict[str, str]) -> Iterator[Found]:
    if len(steps) >= 2:
        path = "/".join(steps[: steps.index("-")] if "-" in steps else steps)
        yield f"https://{host}/{path}/-/tags?format=atom", "Tags"
        yield f"https://{host}/{path}.atom", "Activity"


def _reddit(host: str, steps: list[str], query: dict[str, str]) -> Iterator[Found]:
    if steps and steps[-1] == ".rss":
        return
    if len(steps) >= 2 and steps[0] in ("r", "u", "user"):
        kind = "user" if steps[0] == "u" else steps[0]
        path = "/".join([kind, *steps[1:]])
        asked = f"?{urlencode(query)}" if query else ""
        yield f"https://www.reddit.com/{path}/.rss{asked}", "/".join(steps[:2])
    elif steps[:1] == ["domain"] and len(steps) > 1:
        yield f"https://www.reddit.com/domain/{steps[1]}/.rss", steps[1]
    elif steps[:1] == ["search"] and "q" in query:
        yield f"https://www.reddit.com/search.rss?{urlencode(query)}", query["q"]
    elif not steps:
        yield "https://www.reddit.com/.rss", "Reddit's front page"


def _ycombinator(host: str, steps: list[str], query: dict[str, str]) -> Iterator[Found]:
    page = steps[0] if steps else "news"
    if page == "rss":
        return
    if page in ("user", "submitted", "threads") and "id" in query:
        yield f"https://hnrss.org/user?{urlencode({'id': query['id']})}", f"HN: {query['id']}"
    elif page == "item" and "id" in query:
        yield f"https://hnrss.org/item?{urlencode({'id': query['id']})}", "Comments"
    else:
        names = {"newest": "newest", "ask": "ask", "show": "show", "jobs": "jobs", "best": "best"}
        name = names.get(page, "frontpage")
        yield f"https://hnrss.org/{name}", f"Hacker News: {name}"
        yield "https://news.ycombinator.com/rss", "Hacker News, its own feed"


def _algolia(host: str, steps: list[str], query: dict[str, str]) -> Iterator[Found]:
    words = query.get("q") or query.get("query")
    if words:
        yield hacker_news(words)


def _lobsters(host: str, steps: list[str], query: dict[str, str]) -> Iterator[Found]:
    if len(steps) == 2 and steps[0] == "t":
        yield f"https://lobste.rs/t/{steps[1].removesuffix('.rss')}.rss", f"Tag {steps[1]}"
    elif not steps:
        yield "https://lobste.rs/rss", "Lobsters"


def _bluesky(host: str, steps: list[str], query: dict[str, str]) -> Iterator[Found]:
    if len(steps) >= 2 and steps[0] == "profile":
        yield f"https://bsky.app/profile/{steps[1]}/rss", steps[1]


def _medium(host: str, steps: list[str], query: dict[str, str]) -> Iterator[Found]:
    if steps[:1] == ["feed"]:
        return
    if host != "medium.com":
        yield f"https://{host}/feed", host
    elif steps[:1] == ["tag"] and len(steps) > 1:
        yield f"https://medium.com/feed/tag/{steps[1]}", f"Tag {steps[1]}"
    elif steps:
        yield f"https://medium.com/feed/{steps[0]}", steps[0]


def _at(path: str) -> Callable[[str, list[str], dict[str, str]], Iterator[Found]]:
    """A service whose every site has its feed at ``path``."""

    def find(host: str, steps: list[str], query: dict[str, str]) -> Iterator[Found]:
        if "/".join(steps) != path.strip("/"):
            yield f"https://{host}/{path}", host

    return find


def _wordpress(host: str, steps: list[str], query: dict[str, str]) -> Iterator[Found]:
    """A blog, and before it what a page of it collects."""
    if steps[-1:] == ["feed"]:
        return
    if len(steps) > 1 and steps[0] in ("category", "tag", "author"):
        path = "/".join(steps[: steps.index("page")] if "page" in steps else steps)
        yield f"https://{host}/{path}/feed/", f"{host}: {steps[-1]}"
    yield f"https://{host}/feed/", host


def _blogger(host: str, steps: list[str], query: dict[str, str]) -> Iterator[Found]:
    if steps[:2] == ["feeds", "posts"]:
        return
    if steps[:2] == ["search", "label"] and len(steps) > 2:
        yield f"https://{host}/feeds/posts/default/-/{steps[2]}", f"{host}: {steps[2]}"
    yield f"https://{host}/feeds/posts/default", host


def _stack_exchange(host: str, steps: list[str], query: dict[str, str]) -> Iterator[Found]:
    if steps[:2] == ["questions", "tagged"] and len(steps) > 2:
        yield f"https://{host}/feeds/tag/{steps[2]}", f"Questions about {steps[2]}"
    elif steps[:1] == ["questions"] and len(steps) > 1 and steps[1].isdecimal():
        yield f"https://{host}/feeds/question/{steps[1]}", "Answers"
    elif not steps or steps == ["questions"]:
        yield f"https://{host}/feeds", "Questions"


def _arxiv(host: str, steps: list[str], query: dict[str, str]) -> Iterator[Found]:
    if steps[:1] == ["list"] and len(steps) > 1:
        yield f"https://rss.arxiv.org/rss/{steps[1]}", f"arXiv {steps[1]}"


def _letterboxd(host: str, steps: list[str], query: dict[str, str]) -> Iterator[Found]:
    if steps:
        yield f"https://letterboxd.com/{steps[0]}/rss/", steps[0]


def _vimeo(host: str, steps: list[str], query: dict[str, str]) -> Iterator[Found]:
    if steps and not steps[0].isdecimal():
        yield f"https://vimeo.com/{'/'.join(steps[:2])}/videos/rss", "Videos"


def _substack(host: str, steps: list[str], query: dict[str, str]) -> Iterator[Found]:
    """A publication, also by the address at which its posts are shared and by its writer."""
    name = host.removesuffix(".substack.com")
    if name in ("open", "substack.com"):
        name = ""
        if steps[:1] == ["pub"] and len(steps) > 1:
            name = steps[1]
        elif steps and steps[0].startswith("@"):
            name = steps[0][1:]
    if re.fullmatch(r"[\w-]+", name) and steps != ["feed"]:
        yield f"https://{name}.substack.com/feed", f"{name}.substack.com"


def _tumblr(host: str, steps: list[str], query: dict[str, str]) -> Iterator[Found]:
    name = host.removesuffix(".tumblr.com")
    if host == "tumblr.com":
        name, steps = next((s for s in steps if s not in ("blog", "view")), ""), []
    if not name or steps[-1:] == ["rss"]:
        return
    if steps[:1] == ["tagged"] and len(steps) > 1:
        yield f"https://{name}.tumblr.com/tagged/{steps[1]}/rss", f"{name}: {steps[1]}"
    yield f"https://{name}.tumblr.com/rss", f"{name}.tumblr.com"


def _podcasts(host: str, steps: list[str], query: dict[str, str]) -> Iterator[Found]:
    """Apple's directory, which tells the feed's own address when it is asked."""
    step = (steps[0] if host == "overcast.fm" else steps[-1]) if steps else ""
    number = re.fullmatch(r"(?:id|itunes)(\d{4,15})", step)
    if number:
        yield f"https://itunes.apple.com/lookup?id={number[1]}&entity=podcast", "Podcast"


def _devto(host: str, steps: list[str], query: dict[str, str]) -> Iterator[Found]:
    if steps and steps[0] != "feed":
        path = "/".join(steps[:2] if steps[0] == "t" else steps[:1]).replace("t/", "tag/")
        yield f"https://dev.to/feed/{path}", path


def _fediverse(host: str, steps: list[str], query: dict[str, str]) -> Iterator[Found]:
    """An account, also by one of its posts and as seen from another server; a Mastodon tag."""
    steps = steps[1:] if steps[:1] in (["web"], ["deck"]) else steps
    handle = _HANDLE.fullmatch(steps[0]) if steps else None
    is_part = len(steps) == 2 and (steps[1].isdecimal() or steps[1] in ("with_replies", "media"))
    if handle and (len(steps) == 1 or is_part) and not steps[0].endswith(".rss"):
        home = handle[2] or host
        yield f"https://{home}/@{handle[1]}.rss", f"@{handle[1]}@{home}"
    elif len(steps) == 2 and steps[0] in ("users", "tags") and not steps[1].endswith(".rss"):
        yield f"https://{host}/{steps[0]}/{steps[1]}.rss", steps[1]


_SITES: Final = (
    (r"(?:m\.|music\.)?youtube\.com|youtu\.be", _youtube),
    (r"github\.com", _github),
    (r"gitlab\.com", _gitlab),
    (r"codeberg\.org", _codeberg),
    (r"(?:[\w-]+\.)?reddit\.com", _reddit),
    (r"news\.ycombinator\.com", _ycombinator),
    (r"hn\.algolia\.com", _algolia),
    (r"lobste\.rs", _lobsters),
    (r"bsky\.app", _bluesky),
    (r"(?:[\w-]+\.)?medium\.com", _medium),
    (r"(?:[\w-]+\.)?substack\.com", _substack),
    (r"[\w-]+\.wordpress\.com", _wordpress),
    (r"[\w-]+\.blogspot\.[a-z.]+", _blogger),
    (r"(?:[\w-]+\.)?tumblr\.com", _tumblr),
    (r"podcasts\.apple\.com|(?:geo\.)?itunes\.apple\.com|overcast\.fm", _podcasts),
    (r"dev\.to", _devto),
    (r"[\w-]+\.livejournal\.com", _at("data/rss")),
    (r"[\w-]+\.bearblog\.dev", _at("feed/")),
    (r"(?:[\w-]+\.)?stackexchange\.com|(?:meta\.)?stackoverflow\.com|"
     r"serverfault\.com|superuser\.com|askubuntu\.com|mathoverflow\.net", _stack_exchange),
    (r"arxiv\.org", _arxiv),
    (r"letterboxd\.com", _letterboxd),
    (r"vimeo\.com", _vimeo),
    (r".*", _fediverse),
)  # fmt: skip
"""Host pattern (without ``www.``) and what finds its feeds; the first that matches counts."""
