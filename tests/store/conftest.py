"""Stores to test with: a SQLite file, and a database of a real PostgreSQL server."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.support.postgres import ROLE, binaries, server

from sekisho.store.location import Store
from sekisho.store.writer import Author, make


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """What the address of a database on the server ends with."""
    pytest.importorskip("psycopg", reason="needs the extra postgres")
    folder = binaries()
    if folder is None:
        pytest.skip("needs PostgreSQL: the package pgserver, or that of the system")
    with server(folder) as tail:
        yield tail


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a store may be made: a file that is not there, or an empty database."""
    if request.param == "sqlite":
        return str(tmp_path / "results.db")
    import psycopg

    address = f"postgresql://{ROLE}@/postgres{request.getfixturevalue('postgres')}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    return address


@pytest.fixture
def by() -> Author:
    """A writer whose clock goes on by a second with every look."""
    seconds = itertools.count()
    first = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    return Author(who="mori", now=lambda: first + timedelta(seconds=next(seconds)))


@pytest.fixture
def store(place: str, by: Author) -> Store:
    """A store that was made and is empty."""
    made = Store(place)
    make(made, by)
    return made
