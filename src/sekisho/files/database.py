"""A query on a database as a book: rows in batches through SQLAlchemy, every value as text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Final

from sekisho.errors import BookError, Problem
from sekisho.files.row_staging import Desk, StagedTable, named, row_file, to_parquet, told_apart
from sekisho.files.spreadsheet import cell_text
from sekisho.files.tables import stored_table
from sekisho.message import message

_BATCH: Final = 10_000
_PASSWORD: Final = re.compile(r"(?<=://)([^:/@]*):[^@/]*@")
_DRIVERS: Final = {"postgres": "postgresql+pg8000", "postgresql": "postgresql+pg8000"}
"""What reads a database if its URL names no driver."""
_SOCKET: Final = re.compile(r"([?&])host=(/[^&]*)")


def shown_url(url: str) -> str:
    """Return a URL without its password.

    >>> shown_url("postgresql://me:secret@db.example/orders")
    'postgresql://me@db.example/orders'
    """
    return _PASSWORD.sub(r"\1@", url)


def _driven(url: str) -> str:
    """Name the driver in a URL, and a socket as the driver is told of it."""
    kind, mark, rest = url.partition("://")
    driven = _DRIVERS.get(kind, kind)
    if driven.endswith("pg8000"):
        rest = _SOCKET.sub(r"\1unix_sock=\2/.s.PGSQL.5432", rest)
    return driven + mark + rest


def stage_query(desk: Desk, url: str, query: str, folder: Path) -> tuple[StagedTable, str]:
    """Stage the rows of a query as Parquet in `folder`; returns it and the SHA-256 of the rows.

    Raises
    ------
    BookError
        If the database cannot be reached, or does not understand the query.
    """
    where = shown_url(url)
    try:
        import sqlalchemy
    except ImportError:
        remedy = message(
            "file.install_books_or_csv",
            "Install them with `pip install 'sekisho[books]'`, or write the query's rows to CSV.",
        )
        raise BookError(
            Problem(
                where=where, what=message("file.needs_database", "databases need SQLAlchemy and pg8000."), remedy=remedy
            )
        ) from None
    rows, out = folder / "rows.csv", folder / "book.parquet"
    try:
        engine = sqlalchemy.create_engine(_driven(url))
        with engine.connect().execution_options(stream_results=True, yield_per=_BATCH) as connection:
            found = connection.execute(sqlalchemy.text(query.strip().rstrip(";")))
            names = told_apart(named(found.keys()), where=where, is_fact=desk.headers.is_fact)
            with row_file(rows, names) as kept:
                kept.write(_numbered(found))
        engine.dispose()
    except (sqlalchemy.exc.SQLAlchemyError, ImportError, OSError, ValueError) as fault:
        detail = str(getattr(fault, "orig", None) or fault).split("\n")[0].replace(url, where).rstrip(".")
        remedy = message(
            "file.look_at_query",
            "Look at the URL and the query; a URL looks like sqlite:///orders.db or postgresql://user@host/name.",
        )
        raise BookError(
            Problem(
                where=where,
                what=message("file.query_unread", "the query cannot be read ({detail}).", detail=detail),
                remedy=remedy,
            )
        ) from None
    with rows.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    to_parquet(desk.connection, rows, names, out)
    return StagedTable(sql=stored_table(out), names=tuple(names)), digest


def _numbered(rows: Iterable[Iterable[object]]) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(rows, start=1):
        yield number, [_text(value) for value in row]


def _text(value: object) -> str:
    """Write a value; an empty list of codes is `none`, and what is null is empty."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ";".join(map(str, value)) or "none"
    return cell_text(value) if isinstance(value, bool | float | date | datetime) else str(value)
