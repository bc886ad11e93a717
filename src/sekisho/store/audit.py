"""The audit trail of a store: checked against all records, listed, written out, and checked without the store."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Table, column, select, table

from sekisho.errors import Problem, StoreError
from sekisho.files.formats import whole_file
from sekisho.message import message
from sekisho.store.chain import COLUMNS, Checked, Plain, TrailEntry, canonical, check, payload_of
from sekisho.store.location import Store
from sekisho.store.schema_revision import reading
from sekisho.store.tables import AUDIT, RECORDS

_ROWS: Final = 200
"""Rows that a server sends at once; an answer has about 100 kB."""


def check_store(store: Store, *, head: str = "") -> Checked:
    """Check the whole trail and every record of a store."""
    with reading(store) as connection:
        return check_connection(connection, where=str(store.name), head=head)


def check_connection(connection: Connection, *, where: str, head: str = "") -> Checked:
    """Check a store through a connection that is open."""
    payloads = {
        (name, _number(row["id"])): payload_of(name, row)
        for name, records in RECORDS.items()
        for row in _raw(connection, records, "id")
    }
    return check(_entries(connection), payloads, where=where, head=head)


def entries(store: Store, *, last: int | None = None) -> list[TrailEntry]:
    """Return the entries of a trail, or the last of them, oldest first."""
    with reading(store) as connection:
        rows = select(*AUDIT.columns).order_by(AUDIT.c.sequence.desc()).limit(last)
        found = [_entry(dict(row)) for row in connection.execute(rows).mappings()]
    return found[::-1]


def export(store: Store, out: Path) -> Checked:
    """Write every entry with its record, a JSON object a line, in the form that is hashed, and check all."""
    with reading(store) as connection:
        found = check_connection(connection, where=str(store.name))
        with whole_file(out) as file:
            for entry, columns in _with_records(connection):
                file.write(canonical({"entry": entry.to_dict(), "columns": columns}) + "\n")
    return found


def check_export(path: Path, *, head: str = "") -> Checked:
    """Check an export without the store that it comes from.

    Raises
    ------
    StoreError
        If a line is no entry as an export writes it.
    """
    payloads: dict[tuple[str, int], str] = {}
    found: list[TrailEntry] = []
    problems: list[Problem] = []
    with path.open(encoding="utf-8", errors="surrogateescape", newline="\n") as file:
        for number, line in enumerate(file, start=1):
            try:
                entry, columns = _exported(line.removesuffix("\n"))
            except (KeyError, TypeError, ValueError):
                remedy = message("store.expected_trail", "Expected lines as `sekisho audit export` writes them.")
                problems.append(
                    Problem(
                        where=f"{path.name}:{number}",
                        what=message("store.no_entry", "is not an entry of an audit trail."),
                        remedy=remedy,
                    )
                )
                continue
            found.append(entry)
            if columns is not None:
                payloads[entry.record, entry.sequence] = payload_of(entry.record, columns)
    if problems:
        raise StoreError(problems)
    return check(found, payloads, where=path.name, head=head)


def _with_records(connection: Connection) -> Iterator[tuple[TrailEntry, dict[str, Plain] | None]]:
    """Read all entries, each with its record; as both are read in order, one record a table is held at a time."""
    with ExitStack() as cursors:
        rows = {name: cursors.enter_context(closing(_raw(connection, kept, "id"))) for name, kept in RECORDS.items()}
        first = {name: next(kept, None) for name, kept in rows.items()}
        for entry in _entries(connection):
            row = first.get(entry.record)
            while row is not None and _number(row["id"]) < entry.sequence:
                row = first[entry.record] = next(rows[entry.record], None)
            yield entry, row if row is not None and row["id"] == entry.sequence else None


def _exported(line: str) -> tuple[TrailEntry, dict[str, Plain] | None]:
    """Read a line of an export, or raise one of three errors if it is none."""
    kept = json.loads(line)
    columns, entry = kept["columns"], kept["entry"]
    texts = all(isinstance(value, int if name == "sequence" else str) for name, value in entry.items())
    if canonical({"entry": entry, "columns": columns}) != line or set(entry) != set(COLUMNS) or not texts:
        raise ValueError(line)
    return TrailEntry(**entry), None if columns is None else dict(columns)


def _entries(connection: Connection) -> Iterator[TrailEntry]:
    for row in _raw(connection, AUDIT, "sequence"):
        yield _entry(row)


def _raw(connection: Connection, kept: Table, order: str) -> Generator[dict[str, Plain], None, None]:
    """Read a table as its driver returns it, so that a cell of another type is seen as it is."""
    untyped = table(kept.name, *(column(one.name) for one in kept.columns))
    ordered = untyped.select().order_by(column(order))
    with connection.execute(ordered, execution_options={"yield_per": _ROWS}) as rows:
        for row in rows.mappings():
            yield dict(row)


def _entry(row: dict[str, Plain]) -> TrailEntry:
    """Take a row as an entry, whatever is in it: what does not fit is found when it is checked."""
    return TrailEntry(**{name: row[name] for name in COLUMNS} | {"sequence": _number(row["sequence"])})  # type: ignore[arg-type] # an entry that was tampered with may hold anything


def _number(value: Plain) -> int:
    """Return a number, or -1 for what is none: no entry has it."""
    return value if isinstance(value, int) else -1
