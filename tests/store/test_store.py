"""A store is made once, refuses every change of what was written, and writes everything or nothing."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError
from tests.support.stored_samples import asked, fill, keep_one

from sekisho import Library
from sekisho.errors import StoreError
from sekisho.store.audit import check_store, entries
from sekisho.store.location import Store
from sekisho.store.runs import start_run
from sekisho.store.schema_revision import _config, newest
from sekisho.store.status import status_of
from sekisho.store.tables import METADATA, RECORDS, RUNS
from sekisho.store.writer import Author, RecordWriter, make, writing

TABLES = ["audit", *RECORDS]


def test_a_store_is_made_once(place: str, by: Author):
    store = Store(place)
    assert make(store, by) == ("", newest())
    assert make(store, by) == (newest(), newest())
    assert [entry.what for entry in entries(store)] == [f"store made, revision {newest()}"]


def test_a_store_is_made_whole_or_not_at_all(place: str, by: Author, monkeypatch: pytest.MonkeyPatch):
    store = Store(place)
    monkeypatch.setattr(RecordWriter, "note", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make(store, by)
    monkeypatch.undo()
    with store.reading() as connection:
        assert inspect(connection).get_table_names() == []
    assert make(store, by) == ("", newest())


def test_the_steps_make_the_tables_that_the_program_writes(store: Store):
    with store.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_everything_kept_fits_the_trail(store: Store, by: Author, library: Library):
    fill(store, by, library)
    found = check_store(store)
    assert (found.faults, found.records) == ((), 9)
    assert found.entries == 10
    counts = status_of(store).counts
    assert all(counts.values()), "every kind of record is there"


def test_a_store_of_the_first_revision_is_brought_up_to_date_with_all_that_it_holds(
    place: str, by: Author, library: Library
):
    store = Store(place)
    with store.writing() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        RecordWriter(connection, by).note("store made, revision 0001")
    with pytest.raises(StoreError, match="its tables are of revision 0001"):
        fill(store, by, library)
    assert make(store, by) == ("0001", newest())
    fill(store, by, library)
    assert check_store(store).faults == ()
    with store.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_a_store_of_a_later_program_is_neither_read_nor_changed(store: Store, by: Author):
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for act in (lambda: make(store, by), lambda: check_store(store), lambda: start_run(store, by, asked())):
        with pytest.raises(StoreError, match="9999, which a later sekisho made"):
            act()


def test_what_is_no_store_yet_says_how_to_make_it_one(place: str, by: Author):
    store = Store(place)
    if store.is_file:
        Path(place).touch()
    with pytest.raises(StoreError, match="sekisho store init"):
        start_run(store, by, asked())


def test_no_row_can_be_changed_deleted_or_replaced(store: Store, by: Author, library: Library):
    fill(store, by, library)
    for table in TABLES:
        key = "sequence" if table == "audit" else "id"
        attempts = [f"UPDATE {table} SET {key} = {key}", f"DELETE FROM {table}"]
        replace = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
        attempts.append(replace if store.is_file else f"TRUNCATE {table} CASCADE")
        for attempt in attempts:
            with pytest.raises(SQLAlchemyError, match="append-only"), store.engine.connect() as connection:
                connection.execute(text(attempt))
    assert check_store(store).faults == ()


def test_the_refusal_is_told_in_plain_words(store: Store):
    with pytest.raises(StoreError, match=r"refuses to change what was written"), store.writing() as connection:
        connection.execute(text("DELETE FROM audit"))


def test_if_something_fails_nothing_of_it_is_kept(store: Store, by: Author):
    before = entries(store)

    def cut_off() -> None:
        with writing(store, by) as clerk:
            clerk.keep("run started", RUNS, asked().to_row())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cut_off()
    assert entries(store) == before


def test_text_that_not_every_database_can_hold_is_refused(store: Store, by: Author):
    for wrong in ("a\0b", "a\udcffb"):
        with pytest.raises(StoreError, match="cannot be saved: it contains a NUL character or is not Unicode text"):
            start_run(store, by, asked(book=wrong))
    assert len(entries(store)) == 1


def test_writers_at_the_same_time_write_one_chain(store: Store, by: Author, library: Library):
    """Each waits until the other has written, and names the other's entry as the one before."""
    threads = [threading.Thread(target=lambda: [keep_one(store, by, library) for _ in range(5)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = check_store(store)
    assert (found.faults, found.entries, found.records) == ((), 21, 20)


def test_a_reader_sees_one_state_while_another_writes(store: Store, by: Author):
    with store.reading() as connection:
        count = text("SELECT count(*) FROM audit")
        before = connection.execute(count).scalar_one()
        if not store.is_file:  # a writer of a file waits for its readers
            start_run(store, by, asked())
        assert connection.execute(count).scalar_one() == before


def test_a_writer_that_waits_too_long_says_that_another_writes(store: Store, by: Author, place: str):
    hasty = Store(place, patience=0.05)
    with store.writing(), pytest.raises(StoreError, match="another run is writing to it"):
        start_run(hasty, by, asked())
