"""Where a store is (a SQLite file or a PostgreSQL database), how it is opened, and its faults in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, cast

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from sekisho.errors import Problem, StoreError
from sekisho.message import message

PATIENCE: Final = 60.0
"""Seconds for which a writer waits until another has written."""
LOCK: Final = 0x73656B6973686F
"""Number of the lock that writers of one PostgreSQL database take in turn; the letters of the program's name."""
EXPECTED: Final = message(
    "store.expected_place", "Expected a file (results.db) or an address (postgresql://USER@HOST/DATABASE)."
)
_WRITES: Final = "sekisho_writes"


def url_of(place: str) -> URL:
    """Read the place of a store: a path is a SQLite file.

    Raises
    ------
    StoreError
        If it is neither a path nor an address of SQLite or PostgreSQL.
    """
    if "://" not in place:
        if not place.strip():
            raise StoreError(
                Problem(where="store", what=message("store.no_place", "no place is named."), remedy=EXPECTED)
            )
        return URL.create("sqlite", database=place)
    try:
        url = make_url(place)
    except (ArgumentError, ValueError):
        raise StoreError(
            Problem(where="store", what=message("store.unread_address", "the address cannot be read."), remedy=EXPECTED)
        ) from None
    kind = url.get_backend_name()
    if kind == "postgres":
        url, kind = url.set(drivername="postgresql"), "postgresql"
    if kind not in {"sqlite", "postgresql"}:
        raise StoreError(
            Problem(
                where="store",
                what=message("store.not_supported", "'{kind}' is not supported.", kind=kind),
                remedy=EXPECTED,
            )
        )
    if kind == "sqlite" and url.database in {None, "", ":memory:"}:
        what = message("store.in_memory", "a store in memory keeps nothing.")
        raise StoreError(
            Problem(where="store", what=what, remedy=message("store.name_file", "Name a file, such as results.db."))
        )
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


class Store:
    """A store that is open: one place, and transactions that read or write."""

    def __init__(self, place: str, *, patience: float = PATIENCE) -> None:
        """Find the driver; nothing is read yet."""
        self.url = url_of(place)
        self.name = self.url.database if self.is_file else self.url.render_as_string(hide_password=True)
        self.patience = patience
        with self._told():
            self.engine = _engine(self.url, patience)

    @property
    def is_file(self) -> bool:
        """Whether it is a SQLite file."""
        return self.url.get_backend_name() == "sqlite"

    def check_there(self) -> None:
        """Make sure that the file of a store is there, so that a misspelt name makes no empty one."""
        if self.is_file and not Path(str(self.url.database)).is_file():
            remedy = message("store.make_store", "Make it with `sekisho store init`, or name another place.")
            raise StoreError(Problem(where=str(self.name), what=message("store.no_store", "no store."), remedy=remedy))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read one state of the store, whatever others write meanwhile."""
        engine = self.engine if self.is_file else self.engine.execution_options(isolation_level="REPEATABLE READ")
        with self._told(), engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Write everything or nothing, one writer after the other."""
        engine = self.engine.execution_options(**{_WRITES: True})
        with self._told(), engine.connect() as connection, connection.begin():
            if not self.is_file:
                connection.execute(text(f"SET LOCAL lock_timeout = {int(self.patience * 1000)}"))
                connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn a fault of the database into a problem in plain words."""
        try:
            yield
        except (SQLAlchemyError, NoSuchModuleError) as fault:
            raise StoreError(_problem(fault, str(self.name))) from None


def _engine(url: URL, patience: float) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, poolclass=NullPool)
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": patience})

    @event.listens_for(engine, "connect")
    def _plain(connection: object, _record: object) -> None:
        """Leave transactions to what is said below, and read text that was tampered with too."""
        import sqlite3

        raw = cast("sqlite3.Connection", connection)
        raw.isolation_level = None
        raw.text_factory = _any_text
        raw.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        """Take the lock of writers at once, so that the last entry cannot change before the next is written."""
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _any_text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _problem(fault: SQLAlchemyError, where: str) -> Problem:
    """Say in plain words what a database says."""
    first = str(getattr(fault, "orig", None) or fault).strip().splitlines()[0]
    known = {
        "append-only": (
            message("store.append_only", "refuses to change what was written."),
            message("store.corrections", "Corrections are new records; nothing is changed."),
        ),
        "locked|lock timeout|busy": (
            message("store.busy", "another run is writing to it."),
            message("store.wait", "Let it end, then run this again."),
        ),
        "disk is full|No space left|could not extend": (
            message("store.disk_full", "the disk is full; nothing was written."),
            message("store.make_room", "Make room, and run this again."),
        ),
        "not a database|malformed": (
            message("store.damaged", "is not a store, or is damaged."),
            message("store.bring_back", "Name another file, or bring back a copy."),
        ),
        "readonly|read-only|permission denied": (
            message("store.not_yours", "cannot be written to."),
            message("store.look_at_rights", "Look at the rights of the file and folder."),
        ),
        "unable to open": (
            message("store.cannot_open", "cannot be opened."),
            message("store.folder_there", "The folder must be there, and be yours to write to."),
        ),
        "no such table|relation .* does not exist": (
            message("store.not_yet", "is not a store yet."),
            message("store.make_it", "Make it one with `sekisho store init`."),
        ),
        "connection|server": (
            message("store.not_reached", "cannot be reached ({why}).", why=first.rstrip(".")),
            message("store.is_running", "Is the server running, and the address right?"),
        ),
    }
    for pattern, (what, remedy) in known.items():
        if re.search(pattern, first, flags=re.IGNORECASE):
            return Problem(where=where, what=what, remedy=remedy)
    return Problem(where=where, what=message("store.database_says", "the database says: {first}", first=first))
