"""Whoever changes a single byte of what was kept, past all triggers, is found out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError
from tests.support.stored_samples import fill

from sekisho import Library
from sekisho.errors import StoreError
from sekisho.store.audit import check_connection, check_export, check_store, export
from sekisho.store.location import Store
from sekisho.store.tables import AUDIT, RECORDS
from sekisho.store.writer import Author

SHARED = [HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much, HealthCheck.too_slow]
"""Every example leaves the store as it was."""
Cell = tuple[str, str, int, object]
"""Table, column, key of the row, and what stands there."""


def unguarded(store: Store, connection: Connection) -> None:
    """Do as somebody who owns the database: take the triggers away."""
    if not store.is_file:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        return
    for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        connection.execute(text(f"DROP TRIGGER {name}"))


def cells(store: Store) -> Iterator[Cell]:
    """All that was kept."""
    with store.reading() as connection:
        for table in (AUDIT, *RECORDS.values()):
            for row in connection.execute(table.select()).mappings():
                key = row["sequence" if table is AUDIT else "id"]
                yield from ((table.name, column, key, row[column]) for column in table.columns.keys())  # noqa: SIM118 - of columns


def put(store: Store, connection: Connection, cell: Cell, value: object) -> None:
    """Write a value into a cell."""
    table, column, key, before = cell
    named = "sequence" if table == "audit" else "id"
    shown = "CAST(:value AS TEXT)" if store.is_file and isinstance(before, str) else ":value"
    connection.execute(
        text(f'UPDATE {table} SET "{column}" = {shown} WHERE {named} = :key'),
        {"value": value, "key": key},
    )


def other_byte(before: object, place: int, flip: int, *, binary: bool) -> object:
    """Return a value of which one byte, or one bit of a number, is another."""
    if isinstance(before, int):
        return before ^ (1 << flip % 20)
    if before is None:
        return str(flip % 10)
    raw = bytearray(before if isinstance(before, bytes) else str(before).encode())
    if not raw:
        return str(flip % 10)
    raw[place % len(raw)] ^= flip
    return bytes(raw) if binary or isinstance(before, bytes) else raw.decode()


@pytest.fixture
def full(store: Store, by: Author, library: Library) -> Store:
    """A store with records of every kind."""
    fill(store, by, library)
    return store


def change_is_found(full: Store, data: st.DataObject) -> None:
    """Change one byte of one cell, see what the check says, and put it back."""
    every = list(cells(full))
    cell = every[data.draw(st.integers(0, len(every) - 1))]
    place, flip = data.draw(st.integers(0, 10_000)), data.draw(st.integers(1, 255))
    with full.engine.connect() as connection:
        transaction = connection.begin()
        unguarded(full, connection)
        try:
            after = other_byte(cell[3], place, flip, binary=full.is_file)
            assume(full.is_file or not isinstance(after, str) or "\0" not in after)
            put(full, connection, cell, after)
        except (UnicodeDecodeError, IntegrityError):
            assume(False)  # noqa: FBT003 - the database itself refuses it
        found = check_connection(connection, where="s")
        transaction.rollback()
    assert found.faults, f"{cell} became {after!r}"


@settings(max_examples=40, suppress_health_check=SHARED)
@given(data=st.data())
def test_any_single_byte_that_is_changed_in_any_record_is_found(full: Store, data: st.DataObject):
    change_is_found(full, data)


@pytest.mark.slow
@settings(max_examples=300, suppress_health_check=SHARED)
@given(data=st.data())
def test_any_single_byte_that_is_changed_in_any_record_is_found_by_many_trials(full: Store, data: st.DataObject):
    change_is_found(full, data)
    assert check_store(full).faults == ()


def test_a_record_that_is_taken_away_or_put_in_is_found(full: Store):
    for act, told in (
        ("DELETE FROM determinations", "is missing from 'determinations'"),
        (
            "INSERT INTO answers SELECT 99, subject, said, decided_by, decided_on, columns, NULL FROM answers",
            "no entry",
        ),
        ("DELETE FROM audit WHERE sequence = 4", "entry 4 is missing"),
        ("DELETE FROM audit WHERE sequence = 1", "entry 1 is missing"),
        ("UPDATE audit SET sequence = CASE sequence WHEN 2 THEN 103 ELSE sequence END", "entry 2 is missing"),
    ):
        with full.engine.connect() as connection:
            transaction = connection.begin()
            unguarded(full, connection)
            connection.execute(text(act))
            faults = check_connection(connection, where="s").faults
            transaction.rollback()
        assert any(told in fault.what for fault in faults), act


@pytest.fixture
def trail(full: Store, tmp_path: Path) -> Path:
    """An export."""
    export(full, tmp_path / "trail.jsonl")
    return tmp_path / "trail.jsonl"


def test_an_export_is_checked_without_the_store(full: Store, trail: Path):
    assert check_export(trail) == check_store(full)
    assert check_export(trail, head=check_store(full).head[:12]).faults == ()


def test_an_export_is_checked_as_the_documentation_says_without_sekisho(trail: Path):
    """See docs/how-to/keep-results-in-a-store.md."""

    def digest(value: object) -> str:
        return sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode()).hexdigest()

    before = "0" * 64
    for line in trail.read_text(encoding="utf-8").splitlines():
        whole = json.loads(line)
        entry, columns = whole["entry"], whole["columns"]
        assert entry["payload"] == digest({"record": entry["record"], "columns": columns})
        assert entry["previous"] == before
        assert entry.pop("hash") == (before := digest(entry))
    assert before != "0" * 64


@settings(max_examples=40, suppress_health_check=SHARED)
@given(data=st.data())
def test_any_single_byte_that_is_changed_in_an_export_is_found(trail: Path, data: st.DataObject):
    before = trail.read_bytes()
    raw = bytearray(before)
    raw[data.draw(st.integers(0, len(raw) - 2))] ^= data.draw(st.integers(1, 255))
    other = trail.with_name("other.jsonl")
    other.write_bytes(bytes(raw))
    try:
        found = check_export(other).faults
    except StoreError as fault:
        found = fault.problems
    assert found
