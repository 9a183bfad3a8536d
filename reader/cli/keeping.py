"""``views``, ``rules``, ``prune``, ``undo``, ``tag`` and ``mark``: what is kept, found and taken
back."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace

from reader.cli import output
from reader.cli.render import in_words, moment
from reader.cli.session import need_list, with_library
from reader.errors import ReaderError
from reader.library.library import Library
from reader.library.reading.written import escape
from reader.library.values import Change, RuleTrial, ViewRow
from reader.text import clean_line


def run_views(options: Namespace) -> int:
    """Print the saved queries with their counts; 1 when there are none."""
    return with_library(options, _views)


def run_rules(options: Namespace) -> int:
    """Print what each rule finds in the library; 1 when there are none."""
    return with_library(options, _rules)


def run_prune(options: Namespace) -> int:
    """Let go of old stories, or say which would go."""
    return with_library(options, _prune)


def run_undo(options: Namespace) -> int:
    """Take back the last change, or list what can be; 1 when there is nothing."""
    return with_library(options, _undo)


def run_tag(options: Namespace) -> int:
    """Give a story tags, or take them away; 1 when nothing changed."""
    return with_library(options, _tag)


def run_mark(options: Namespace) -> int:
    """Do a bulk command, as one change; 1 when there was nothing to change."""
    return with_library(options, _mark)


async def _views(library: Library, options: Namespace) -> int:
    need_list(library)
    rows = await library.views()
    for row in rows:
        _print_view(row, options.form)
    if not rows:
        output.tell("feeds.toml has no [[view]] blocks.")
    return output.DONE if rows else output.PARTLY


def _print_view(row: ViewRow, form: output.Form) -> None:
    unread, total = (row.unread, row.total) if row.counted else ("?", "?")
    if form == "json":
        output.say_json(
            {
                "title": row.title,
                "query": row.query,
                "unread": row.unread,
                "total": row.total,
                "error": row.error or None,
                "counted": row.counted,
            }
        )
    elif row.error:
        output.say(f"{'- ' * (form == 'markdown')}{row.title}: {row.error}")
    elif form == "markdown":
        output.say(f"- {escape(row.title)}: {unread} of {total}")
    else:
        output.say(f"{unread:>6} of {total:>6}  {row.title}  ({row.query})")


async def _rules(library: Library, options: Namespace) -> int:
    need_list(library)
    trials = await library.try_rules()
    for trial in trials:
        _print_trial(trial, options.form)
    if not trials:
        output.tell("feeds.toml has no [[rule]] blocks.")
    elif options.form != "json":
        output.tell("Nothing was changed: rules are for stories that come in.")
    return output.DONE if trials else output.PARTLY


def _print_trial(trial: RuleTrial, form: output.Form) -> None:
    if form == "json":
        output.say_json(
            {
                "when": trial.when,
                "do": list(trial.do),
                "found": trial.found,
                "newest": [{"id": e.id, "title": e.title} for e in trial.newest],
                "error": trial.error or None,
            }
        )
        return
    bullet = "- " if form == "markdown" else ""
    told = trial.error or f"finds {trial.found}"
    output.say(f"{bullet}{trial.when} → {', '.join(trial.do)}: {told}")
    for entry in trial.newest:
        title = " ".join(entry.title.split())
        output.say(f"{'  ' * bool(bullet)}{bullet or '  '}{entry.id:>6}  {title}")


async def _prune(library: Library, options: Namespace) -> int:
    need_list(library)
    before = await library.size()
    rows = await library.prune(dry_run=options.dry_run)
    after = await library.size()
    if options.form == "json":
        for row in rows:
            output.say_json({"feed": row.title, "stories": row.entries, "bytes": row.bytes})
        return output.DONE
    bullet = "- " if options.form == "markdown" else ""
    for row in rows:
        output.say(f"{bullet}{row.title}: {output.stories(row.entries)}, {in_words(row.bytes)}")
    total = sum(row.entries for row in rows)
    if options.dry_run:
        output.say(f"{output.stories(total)} would go; the library takes {in_words(before.bytes)}.")
    else:
        sizes = f"{in_words(before.bytes)}, now {in_words(after.bytes)}"
        output.say(f"{output.stories(total)} went; the library took {sizes}.")
    return output.DONE


async def _undo(library: Library, options: Namespace) -> int:
    changes = await library.changes() if options.list else ()
    if not options.list and (done := await library.undo()) is not None:
        _print_change(done, options.form, "Taken back: ")
        return output.DONE
    for change in changes:
        if options.form == "json":
            change = replace(change, entry_ids=await library.changed_by(change))
        _print_change(change, options.form, "")
    if not changes:
        output.tell("There is nothing to take back.")
    return output.DONE if changes else output.PARTLY


def _print_change(change: Change, form: output.Form, before: str) -> None:
    if form == "json":
        at, ids = moment(change.at), list(change.entry_ids)
        output.say_json({"id": change.id, "text": change.text, "at": at, "entries": ids})
    elif form == "markdown":
        output.say(f"- {escape(change.text)}")
    elif before:
        output.say(f"{before}{change.text}.")
    else:
        output.say(f"{change.at.astimezone():%Y-%m-%d %H:%M}  {change.text}")


async def _tag(library: Library, options: Namespace) -> int:
    entry_id, _ = options.entry
    await library.entry(entry_id)
    add = [name.removeprefix("+") for name in options.tags if not name.startswith("=")]
    remove = [name.removeprefix("=") for name in options.tags if name.startswith("=")]
    change = await library.set_tags([entry_id], add=add, remove=remove)
    tags = (await library.entry(entry_id)).tags
    if options.form == "json":
        output.say_json({"id": entry_id, "tags": list(tags)})
    else:
        output.say(f"{change.text}." if change else "Nothing was changed.")
    return output.DONE if change else output.PARTLY


async def _mark(library: Library, options: Namespace) -> int:
    from reader.library.bulk import VERBS, read_bulk

    command = read_bulk(" ".join(options.query))
    if command is None or not command.is_whole:
        if command is not None:
            raise ReaderError("Something is missing.", hint=f"Write: mark {command.usage}")
        from reader.cli.parser import nearest

        first = clean_line(" ".join(options.query)).partition(" ")[0] or "''"
        raise ReaderError(
            f"mark has no command {first}{nearest(first, VERBS)}.",
            hint=f"There are: {', '.join(VERBS)}.",
        )
    options.query = [command.query]  # where a mistake in it is told
    plan = await library.plan_bulk(command)
    change = None if options.dry_run or not plan.ids else await library.do_bulk(plan)
    if options.form == "json":
        output.say_json({"does": plan.says, "entries": list(plan.ids), "done": change is not None})
    elif change is not None:
        output.say(f"{change.text}.")
    else:
        output.say(f"{plan.says}: nothing was changed.")
    return output.DONE if plan.ids else output.PARTLY
