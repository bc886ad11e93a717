"""Writing to a store: every record together with the entry of the audit trail that names it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Table, insert, select

from sekisho.errors import Problem, StoreError
from sekisho.message import message
from sekisho.store.chain import BEFORE_ALL, NO_RECORD, Plain, TrailEntry, payload_of
from sekisho.store.location import Store
from sekisho.store.schema_revision import bring_up_to_date, check_revision, is_older, revision_of
from sekisho.store.tables import AUDIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who writes, and the clock that is read when it is written."""

    who: str
    now: Callable[[], datetime]


class RecordWriter:
    """Writes records one after the other, within one transaction."""

    def __init__(self, connection: Connection, by: Author) -> None:
        """Find the last entry; nobody else can write until the transaction ends."""
        self.connection = connection
        self._by = by
        last = connection.execute(
            select(AUDIT.c.sequence, AUDIT.c.hash).order_by(AUDIT.c.sequence.desc()).limit(1)
        ).one_or_none()
        self._last, self._hash = (0, BEFORE_ALL) if last is None else (int(last[0]), str(last[1]))

    def note(self, what: str) -> int:
        """Write an entry that tells of no record."""
        return self._entry(what, "", NO_RECORD)

    def keep(self, what: str, table: Table, columns: Mapping[str, Plain]) -> int:
        """Write a record and its entry; returns the id of both."""
        whole = {column.name: None for column in table.columns} | dict(columns) | {"id": self._last + 1}
        _check_text(whole)
        number = self._entry(what, table.name, payload_of(table.name, whole))
        self.connection.execute(insert(table), [whole])
        return number

    def _entry(self, what: str, record: str, payload: str) -> int:
        time = self._by.now().astimezone(UTC).isoformat(timespec="microseconds")
        entry = TrailEntry(
            sequence=self._last + 1,
            time=time,
            who=self._by.who,
            what=what,
            record=record,
            payload=payload,
            previous=self._hash,
        ).sealed()
        _check_text(entry.to_dict())
        self.connection.execute(insert(AUDIT), [entry.to_dict()])
        self._last, self._hash = entry.sequence, entry.hash
        return entry.sequence


def make(store: Store, by: Author) -> tuple[str, str]:
    """Make a store, or bring it up to date, all or nothing; returns the revision before and after.

    Raises
    ------
    StoreError
        If a later program made it.
    """
    with store.writing() as connection:
        found = revision_of(connection)
        if found and not is_older(found):
            check_revision(connection, str(store.name))
        before, after = bring_up_to_date(connection)
        if before != after:
            told = f"store brought from revision {before} to {after}" if before else f"store made, revision {after}"
            RecordWriter(connection, by).note(told)
        return before, after


@contextmanager
def writing(store: Store, by: Author) -> Iterator[RecordWriter]:
    """Write everything or nothing to a store that is up to date."""
    store.check_there()
    with store.writing() as connection:
        check_revision(connection, str(store.name))
        yield RecordWriter(connection, by)


def _check_text(columns: Mapping[str, Plain]) -> None:
    """Refuse text that not every database can hold.

    Raises
    ------
    StoreError
        With every column that holds such a text.
    """
    problems = []
    for name, value in columns.items():
        if isinstance(value, str) and ("\0" in value or not _is_unicode(value)):
            what = message(
                "store.nul_character",
                "{dumps} cannot be saved: it contains a NUL character or is not Unicode text.",
                dumps=json.dumps(value),
            )
            problems.append(Problem(where=name, what=what, remedy=message("store.take_out", "Take the character out.")))
    if problems:
        raise StoreError(problems)


def _is_unicode(value: str) -> bool:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
