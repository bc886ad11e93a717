"""A copy of a store, brought back, is the store: its trail fits, and it goes on from there."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from tests.support.postgres import ROLE, binaries

from sekisho.store.audit import check_store
from sekisho.store.location import Store
from sekisho.store.writer import Author, make, writing


def note(store: Store, by: Author, what: str) -> None:
    with writing(store, by) as clerk:
        clerk.note(what)


def test_a_file_is_copied_while_it_is_written_to_and_brought_back(tmp_path: Path, by: Author):
    """As the documentation says: the backup of SQLite itself, which takes one state and no half of one."""
    store, copy = Store(str(tmp_path / "results.db")), tmp_path / "copy.db"
    make(store, by)
    note(store, by, "before")
    before = check_store(store)
    with closing(sqlite3.connect(tmp_path / "results.db")) as own, closing(sqlite3.connect(copy)) as other:
        note(store, by, "meanwhile")
        own.backup(other)
    note(store, by, "after")
    lost = check_store(store)
    shutil.copy(copy, tmp_path / "results.db")
    back = check_store(Store(str(tmp_path / "results.db")))
    assert before.entries < back.entries < lost.entries
    assert back.faults == ()
    note(Store(str(tmp_path / "results.db")), by, "goes on")
    assert check_store(Store(str(tmp_path / "results.db")), head=back.head).entries == back.entries + 1


def test_a_database_is_dumped_and_brought_back(postgres: str, tmp_path: Path, by: Author):
    psycopg = pytest.importorskip("psycopg")
    folder = binaries()
    if folder is None or not (folder / "pg_dump").exists():
        pytest.skip("needs pg_dump and pg_restore")
    host = postgres.removeprefix("?host=")

    def there(name: str) -> str:
        return f"postgresql://{ROLE}@/{name}{postgres}"

    with psycopg.connect(there("postgres"), autocommit=True) as connection:
        for name in ("kept", "back"):
            connection.execute(f"CREATE DATABASE {name}")
    store = Store(there("kept"))
    make(store, by)
    note(store, by, "one")
    dump = tmp_path / "kept.dump"
    for command in (
        ["pg_dump", "-h", host, "-U", ROLE, "--format=custom", "-f", str(dump), "kept"],
        ["pg_restore", "-h", host, "-U", ROLE, "--exit-on-error", "-d", "back", str(dump)],
    ):
        done = subprocess.run([str(folder / command[0]), *command[1:]], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    back = Store(there("back"))
    assert check_store(back) == check_store(store)
    assert check_store(back).faults == ()
    note(back, by, "goes on")
    assert check_store(back).entries == check_store(store).entries + 1
