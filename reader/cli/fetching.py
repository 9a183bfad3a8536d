"""``refresh`` and ``download``: feeds, and files that come with stories, with progress."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from reader.cli import output
from reader.cli.render import in_words, moment
from reader.cli.session import need_list, with_library
from reader.errors import StoreBusy
from reader.library.library import Library
from reader.library.values import RefreshProgress, RefreshResult
from reader.urls import show


def run_refresh(options: Namespace) -> int:
    """Fetch every feed, or those due; 1 when some failed."""
    return with_library(options, _refresh)


def run_download(options: Namespace) -> int:
    """Fetch a file that comes with a story, and print its path."""
    return with_library(options, _download)


def run_downloads(options: Namespace) -> int:
    """Print the files that were kept; 1 when there are none."""
    return with_library(options, _downloads)


async def _downloads(library: Library, options: Namespace) -> int:
    from reader.library.fetching.downloaded import kept_files

    files = await kept_files(library)
    for kept in files:
        if options.form == "json":
            about = {"id": kept.entry_id, "number": kept.number, "title": kept.title}
            place = {"path": str(kept.path), "bytes": kept.size, "at": moment(kept.at)}
            output.say_json({**place, **about, "feed": kept.feed or None})
        else:
            output.say(f"{in_words(kept.size):>9}  {' '.join(kept.title.split())}  {kept.path}")
    if not files:
        output.tell("No file was kept.", "Keep one with: nowreading download ID")
    return output.DONE if files else output.PARTLY


async def _download(library: Library, options: Namespace) -> int:
    entry_id, _ = options.entry
    progress = output.Progress()

    def show(made: int, whole: int | None) -> None:
        progress.show(in_words(made) + (f" of {in_words(whole)}" if whole else ""))

    try:
        path = await library.download(entry_id, options.number, on_bytes=show)
    finally:
        progress.wipe()
    if options.form == "json":
        output.say_json({"id": entry_id, "number": options.number, "path": str(path)})
    else:
        output.say(str(path))
    return output.DONE


async def _refresh(library: Library, options: Namespace) -> int:
    if options.quiet:
        return await _refresh_quietly(library, due_only=options.due)
    need_list(library)
    progress = output.Progress()
    try:
        results = await library.refresh(
            due_only=options.due, on_progress=lambda value: progress.show(_line(value))
        )
    finally:
        progress.wipe()
    titles = {feed.url: feed.title for feed in await library.feeds()}
    for result in results:
        if options.form == "json":
            output.say_json(result_json(result))
        elif text := _row(result, titles.get(result.url) or show(result.url), options.form):
            output.say(text)
    for entry in await library.take_notices():
        words = f"To be told of: {' '.join(entry.title.split())} · {entry.feed_title} · {entry.id}"
        # A line of JSON is a subscription: what rules tell goes beside them.
        output.tell(words) if options.form == "json" else output.say(words)
    if options.form != "json":
        output.say(_summary(results))
    await _keep_files(library)
    if not results:
        output.tell("There are no feeds to fetch.", "Add one with: nowreading add ADDRESS")
        return output.PARTLY
    return output.PARTLY if any(result.failure for result in results) else output.DONE


async def _refresh_quietly(library: Library, *, due_only: bool) -> int:
    """The same without a word, not even of feeds that fail: what cron is told of, it mails."""
    if library.config_error is not None:
        raise library.config_error
    try:
        results = await library.refresh(due_only=due_only)
        await library.keep_wanted()
    except StoreBusy:  # the reader is open and does the same now
        return output.PARTLY
    return output.PARTLY if any(result.failure for result in results) else output.DONE


async def _keep_files(library: Library) -> None:
    """Fetch the files of stories that a rule wants kept, and say where they lie."""
    progress = output.Progress()
    try:
        done = await library.keep_wanted(
            lambda entry: progress.show(f"Keeping the file of {entry.title}")
        )
    finally:
        progress.wipe()
    for path in done.paths:
        output.tell(f"Kept: {path}")
    for sentence in done.failed:
        output.tell(f"Not kept: {sentence}")


def result_json(result: RefreshResult) -> dict[str, Any]:
    """A line of ``refresh --json``."""
    failure = result.failure
    return {
        "url": result.url,
        "status": result.status,
        "new": result.new,
        "updated": result.updated,
        "error": failure
        and {
            "kind": failure.kind,
            "message": failure.message,
            "retry_at": moment(failure.retry_at),
        },
    }


def _line(progress: RefreshProgress) -> str:
    parts = [f"{progress.done} of {progress.total} feeds", f"{progress.new} new"]
    if progress.pages_total:
        parts.append(f"{progress.pages_done} of {progress.pages_total} pages ahead of time")
    if progress.failed:
        parts.append(f"{progress.failed} failed")
    if progress.last is not None:
        parts.append(progress.last.title or show(progress.last.url))
    return " · ".join(parts)


def _row(result: RefreshResult, name: str, form: output.Form) -> str:
    """A line for a feed with news or an error; ``""`` for one with nothing to say."""
    bullet = "- " if form == "markdown" else ""
    if result.failure is not None:
        return f"{bullet}{name or 'A feed without an address'}: {result.failure.message}"
    counts = [f"{result.new} new"] if result.new else []
    counts += [f"{result.updated} updated"] if result.updated else []
    return f"{bullet}{name}: {', '.join(counts)}" if counts else ""


def _summary(results: tuple[RefreshResult, ...]) -> str:
    new = sum(result.new for result in results)
    failed = sum(result.failure is not None for result in results)
    skipped = sum(result.status == "skipped" for result in results)
    parts = [output.counted(len(results), "feed"), f"{new} new"]
    parts += [f"{failed} failed"] if failed else []
    parts += [f"{skipped} skipped"] if skipped else []
    return ", ".join(parts)
