"""The library's schema, step by step.

``user_version`` says how many steps a file has been through.  All that are missing run in one
transaction; an existing library is copied to ``NAME.before-N`` first, unless they only add.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from reader.errors import StoreError
from reader.store.file.connect import transaction
from reader.store.file.header import APPLICATION_ID
from reader.store.own.tags import file_under
from reader.store.rows import one

Step = Callable[[sqlite3.Connection], None]


def _run_file(connection: sqlite3.Connection, name: str) -> None:
    run_script(connection, Path(__file__).with_name(name).read_text("utf-8"))


def _make_schema(connection: sqlite3.Connection) -> None:
    _run_file(connection, "schema.sql")


def _look_ahead(connection: sqlite3.Connection) -> None:
    _run_file(connection, "ahead.sql")


def _add_tags(connection: sqlite3.Connection) -> None:
    _run_file(connection, "tags.sql")
    rows = connection.execute("SELECT id, categories FROM entry WHERE categories IS NOT NULL")
    for entry_id, categories in rows.fetchall():
        file_under(connection, entry_id, json.loads(categories))


def _keep_passages(connection: sqlite3.Connection) -> None:
    _run_file(connection, "passages.sql")


def _find_events(connection: sqlite3.Connection) -> None:
    _run_file(connection, "events.sql")


def _index_words(connection: sqlite3.Connection) -> None:
    _run_file(connection, "words.sql")
    if not connection.execute("SELECT 1 FROM rework").fetchone():
        from reader.store.keeping.rework import drop_old_index

        drop_old_index(connection)


def _put_off_digests(connection: sqlite3.Connection) -> None:
    _run_file(connection, "undigested.sql")


def _compare_later(connection: sqlite3.Connection) -> None:
    last = one(connection, "SELECT max(id) FROM entry")
    if last is not None and not one(connection, "SELECT 1 FROM gist"):
        from reader.store.grouping.late import note_uncompared

        note_uncompared(connection, 1, last)


def _lead_from_entries(connection: sqlite3.Connection) -> None:
    _run_file(connection, "addresses.sql")


def _lead_to_deleted(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE INDEX entry_deleted ON entry (deleted_at) WHERE deleted_at IS NOT NULL"
    )


def _pack_terms(connection: sqlite3.Connection) -> None:
    from reader.store.grouping.telling import (
        pack_old,  # what compares stories is not for the first screen
    )

    _run_file(connection, "tells.sql")
    pack_old(connection)
    connection.execute("DROP TABLE telling")


def _sum_up_speakers(connection: sqlite3.Connection) -> None:
    _run_file(connection, "said.sql")


def _lead_by_length(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE INDEX entry_words ON entry (words, quote_count)")


def _index_later(connection: sqlite3.Connection) -> None:
    # Entries of a refresh whose words are in no index yet (reader.store.arriving.unindexed).
    connection.execute(
        "CREATE TABLE unindexed (entry_id INTEGER PRIMARY KEY REFERENCES entry (id))"
    )


STEPS: Final[Sequence[Step]] = (
    _make_schema,
    _look_ahead,
    _add_tags,
    _keep_passages,
    _find_events,
    _index_words,
    _put_off_digests,
    _compare_later,
    _lead_from_entries,
    _lead_to_deleted,
    _pack_terms,
    _sum_up_speakers,
    _lead_by_length,
    _index_later,
)
"""Step ``n`` leads from version ``n`` to ``n + 1``; steps are only ever added at the end."""

ADDING: Final = frozenset(
    (
        _put_off_digests,
        _compare_later,
        _lead_from_entries,
        _lead_to_deleted,
        _pack_terms,
        _sum_up_speakers,
        _lead_by_length,
        _index_later,
    )
)
"""Steps that change nothing that is there: no copy is made before them, which of a library of a
million stories takes ten seconds and two gigabytes."""

VERSION: Final = len(STEPS)
"""The newest ``user_version`` this program knows."""


def migrate(connection: sqlite3.Connection, path: Path, steps: Sequence[Step] = STEPS) -> bool:
    """Bring the library up to date; whether it was made just now.

    Raises StoreError when the file holds tables of somebody else.
    """
    version = _version(connection)
    if version >= len(steps):
        return False
    if version and not ADDING.issuperset(steps[version:]):
        back_up(connection, path.with_name(f"{path.name}.before-{version + 1}"))
    with transaction(connection, durable=True, making=not version):
        version = _version(connection)  # another program may have been quicker
        if not version and connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
            raise StoreError(f"{path} holds something else already.", path=path)
        for step in steps[version:]:
            step(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(steps)}")
    if version:
        # So that the number in the file itself is the new one, not only that in the -wal.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return not version


def back_up(connection: sqlite3.Connection, copy: Path) -> None:
    """Copy the whole library to ``copy``, complete or not at all; an older copy is replaced."""
    part = copy.with_name(copy.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(part)) as target:
            connection.backup(target)
        part.replace(copy)
    except BaseException:  # what a full disk left must not fill it
        part.unlink(missing_ok=True)
        raise


def run_script(connection: sqlite3.Connection, script: str) -> None:
    """Run every statement of ``script`` inside the transaction at hand."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
