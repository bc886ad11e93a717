"""A book that is staged: the SQL that reads its rows as text, what could not be taken apart, and what was found out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sekisho.files.read_spec import HeaderTest
from sekisho.files.row_staging import BadRow

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedTable:
    """Rows of a book, readable by SQL.

    Parameters
    ----------
    sql
        What stands behind FROM; it has `sekisho_row`, and `sekisho_file` for a folder.
    names
        Columns of the book, as they stand in it.
    bad
        Rows that could not be taken apart.
    told
        What was found out about the file: encoding, separator, sheet, row of the header.
    """

    sql: str
    names: tuple[str, ...]
    bad: Sequence[BadRow] = ()
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where tables are staged: the connection, and what tells a header."""

    connection: duckdb.DuckDBPyConnection
    headers: HeaderTest
