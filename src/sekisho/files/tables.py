"""The only way from a path to rows by SQL, and back: every reader and writer of DuckDB is named here and nowhere else.

The readers of order books, bills and lists, which find out encoding, separator and header first, build on it.
`write_query` writes rows. Both are handed paths and never patterns: DuckDB takes the name of a file for one, so that
`orders[1].csv` is to it the file `orders1.csv`. `exact` is the one place where a path becomes what DuckDB is handed.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from sekisho.dataclass import dataclass
from sekisho.errors import BookError, Problem
from sekisho.message import message
from sekisho.regex import regex

if TYPE_CHECKING:
    import duckdb

_PATTERN: Final = regex(r"[\[*?]")
_ESCAPED: Final = regex(r"\\.", re.DOTALL)


def quoted(name: str) -> str:
    """Write a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Write a text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def exact(path: Path | str) -> str:
    """Write a path so that DuckDB reads that file alone.

    The path is made absolute, so that a name such as `~t.csv` or `s3:` is the name of a file too.

    Raises
    ------
    BookError
        If the name holds a backslash beside one of `[ * ?`: DuckDB cannot be told such a name.

    Examples
    --------
    >>> exact("/books/orders[1].csv"), exact("/books/or*.csv"), exact("/books/plain.csv")
    ('/books/orders[[]1].csv', '/books/or[*].csv', '/books/plain.csv')
    """
    whole = os.path.abspath(path)  # noqa: PTH100 - without following links: the file is read under its own name
    if "\\" not in whole:
        return _PATTERN.sub(lambda sign: f"[{sign[0]}]", whole)
    if not _PATTERN.search(_ESCAPED.sub("", whole)):
        return whole
    what = message("file.backslash", "the name contains a backslash beside '[', '*' or '?', and is not read.")
    raise BookError(
        Problem(where=whole, what=what, remedy=message("file.rename_file", "Rename the file or its folder."))
    )


PARQUET = frozenset({".parquet", ".pq"})
TableKind = Literal["parquet", "csv", "json"]
_FORMATS: Final[Mapping[TableKind, str]] = {
    "parquet": "FORMAT parquet",
    "csv": "FORMAT csv, HEADER",
    "json": "FORMAT json, ARRAY true",
}
_SQL_SIGNS: Final = r"[=+\-@\t\r\n＝＋－＠]"
"""The same as RE2 writes them."""
_SQL_RUNS: Final = literal(f"^'*{_SQL_SIGNS}")
_SQL_WRITTEN: Final = literal(f"^'+{_SQL_SIGNS}")
_NO_FOLDERS: Final = "hive_partitioning = false"
"""A folder named `end_user=X` must not put a column into the files below it."""
_BLOCK: Final = 1 << 20
_LIST: Final = "[]"
"""How DuckDB ends the name of a type of lists."""
_NO_NOTES: Final[Mapping[str, str]] = MappingProxyType({})


HELD_ROWS: Final = 2_000
"""Rows of a table that is held in memory: as many of a thousand columns are some 20 MB, and take no second to copy."""
_HELD: Final = count()
"""Numbers of such tables: two books may be open before one connection."""
_NAME: Final = "sekisho held "
"""What the names of such tables begin with."""

_WIDE: Final = "common_subexpressions,in_clause"
WIDE_TABLES: Final = f"SET disabled_optimizers = '{_WIDE}'"
"""For whoever asks something of every column of a table that a user gave. DuckDB holds each expression beside all
others to find equal ones, so that 2,000 columns took half a minute to plan, and 2 s without; and of each `IN` with some
words it makes a join, so that 400 columns took 10 s a question. A line costs the same without."""
LINES_FIRST: Final = f"SET disabled_optimizers = '{_WIDE},join_order,build_side_probe_side'"
"""The same, and lines are gone through and tables looked up, never the other way round, for there are far fewer of the
latter."""


def stored_table(*paths: Path, row: str = "") -> str:
    """Return SQL that reads Parquet files, each by its exact name.

    Parameters
    ----------
    row
        Name of a column that numbers the rows from 1, where one is wanted; for one file.
    """
    places = ", ".join(literal(exact(path)) for path in paths)
    source = f"[{places}]" if len(paths) != 1 else places
    if not row:
        return f"read_parquet({source}, {_NO_FOLDERS})"
    place = "file_row_number"
    return (
        f"(SELECT * EXCLUDE ({place}), {place} + 1 AS {quoted(row)} "
        f"FROM read_parquet({source}, {place} = true, {_NO_FOLDERS}))"
    )


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """Open the database of a process, once: that takes DuckDB 30 ms, more than most questions on a file."""
    import duckdb

    opened = duckdb.connect()
    opened.execute("SET enable_external_file_cache = false")  # a file that was written anew is read anew
    return opened


def short_connection() -> duckdb.DuckDBPyConnection:
    """Return a connection for few questions on files; it is closed by itself, as any other.

    Whoever sets something, or makes more than temporary tables, opens a database of his own.
    """
    return _database().cursor()


def held_table(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    """Take a table into the memory of DuckDB where it has few rows; return SQL that reads it.

    A book is asked some sixty questions, and each opens its file again. A cursor of the connection sees the table too.
    What cannot be read is left for the first question, which tells what is wrong.
    """
    import duckdb

    if _is_held(sql):
        return sql
    name = quoted(f"{_NAME}{next(_HELD)}")
    try:
        rows = connection.execute(f"CREATE TABLE {name} AS SELECT * FROM {sql} LIMIT {HELD_ROWS + 1}").fetchall()[0][0]
    except duckdb.Error:
        return sql
    if rows <= HELD_ROWS:
        return name
    connection.execute(f"DROP TABLE {name}")
    return sql


def _is_held(sql: str) -> bool:
    """Tell whether SQL is the name of a table that lies in memory."""
    return sql.startswith(f'"{_NAME}') and sql.endswith('"')


def loaded_table(connection: duckdb.DuckDBPyConnection, rows: str, *, row: str) -> str:
    """Load the rows of a query into the memory of DuckDB, in their order; return SQL that reads them, numbered from 1.

    Parameters
    ----------
    rows
        A query that begins with SELECT.
    row
        Name of the column that numbers them.
    """
    name = quoted(f"{_NAME}{next(_HELD)}")
    connection.execute(f"CREATE TABLE {name} AS SELECT *, row_number() OVER () AS {quoted(row)} FROM ({rows})")
    return name


def harmless_sql(column: str) -> str:
    """Return SQL that writes a column of text as `harmless` does."""
    from sekisho.files.formulas import NUMBER, SIGNS  # most commands write no table

    name, first = quoted(column), literal("'" + SIGNS)
    return (
        f"CASE WHEN {name} <> '' AND contains({first}, left({name}, 1)) "
        f"AND regexp_matches({name}, {_SQL_RUNS}) "
        f"AND NOT regexp_full_match({name}, {literal(NUMBER.pattern)}) THEN '''' || {name} ELSE {name} END"
    )


def as_meant_sql(column: str) -> str:
    """Return SQL that reads a column of text as `as_meant` does."""
    name = quoted(column)
    return (
        f"CASE WHEN starts_with({name}, '''') AND regexp_matches({name}, {_SQL_WRITTEN}) "
        f"THEN substr({name}, 2) ELSE {name} END"
    )


def column_kinds(connection: duckdb.DuckDBPyConnection, source: str) -> dict[str, str]:
    """Return the columns of a table and the type in which each is read."""
    if _is_held(source):  # of thousands of columns this takes a twentieth of what a question that names them takes
        rows = connection.execute(f"SELECT name, type FROM pragma_table_info({literal(source)})").fetchall()
        return {str(name): str(kind) for name, kind in rows}
    return {row[0]: row[1] for row in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}


def table_kind(place: Path) -> TableKind:
    """Tell by its name as what a table is written."""
    kinds: Mapping[str, TableKind] = {".csv": "csv", ".json": "json"}
    return kinds.get(place.suffix.lower(), "parquet")


def stored_size(path: Path) -> tuple[str, str]:
    """Return SQL that asks a Parquet file for its rows, and for the bytes to which it unpacks; one number each."""
    place = literal(exact(path))
    return (
        f"SELECT sum(num_rows) FROM parquet_file_metadata({place})",
        f"SELECT sum(total_uncompressed_size) FROM parquet_metadata({place})",
    )


def text_table(
    path: Path,
    columns: Mapping[str, str],
    *,
    delimiter: str = ",",
    header: bool = True,
    skip: int = 0,
    longest: int = 0,
) -> str:
    """Return SQL that reads a text file in UTF-8 with separated cells, by its exact name.

    Parameters
    ----------
    columns
        Name to type, in the order of the file; nothing is guessed.
    skip
        Rows above the header.
    longest
        Bytes of the longest row; 0 takes what DuckDB takes.
    """
    kinds = ", ".join(f"{literal(name)}: {literal(kind)}" for name, kind in columns.items())
    more = f", max_line_size = {longest}" if longest else ""
    return (
        f"read_csv({literal(exact(path))}, columns = {{{kinds}}}, delim = {literal(delimiter)}, quote = '\"', "
        f"escape = '\"', header = {str(header).lower()}, skip = {skip}, nullstr = '', auto_detect = false, "
        f"strict_mode = true, compression = 'none', {_NO_FOLDERS}{more})"
    )


def text_lines(path: Path, *, longest: int) -> str:
    """Return SQL that reads the lines of a text file in UTF-8 as they stand, as column `line`."""
    return (
        f"read_csv({literal(exact(path))}, columns = {{'line': 'VARCHAR'}}, delim = '\x01', quote = '', escape = '', "
        f"header = false, auto_detect = false, nullstr = '\x02', max_line_size = {longest}, compression = 'none', "
        f"{_NO_FOLDERS})"
    )


def write_query(
    connection: duckdb.DuckDBPyConnection,
    rows: str,
    place: Path,
    kind: TableKind = "parquet",
    *,
    notes: Mapping[str, str] = _NO_NOTES,
) -> None:
    """Write the rows of a query, or of a table, as a file; in CSV no spreadsheet runs what is text.

    CSV has no lists: there they are their members with `;` between them, and nothing for a list without members.

    Parameters
    ----------
    rows
        A query that begins with SELECT, or the name of a table.
    kind
        Given, and not taken from the name: a file is written under another name until it is whole.
    notes
        What a Parquet file says of itself, by key.
    """
    source = f"({rows})" if rows.startswith("SELECT") else rows
    if kind == "csv":
        kinds = column_kinds(connection, source)
        source = f"(SELECT * FROM {_as_text(source, kinds)})"
        shown = (
            harmless_sql(name) if of == "VARCHAR" or of.endswith(_LIST) else quoted(name) for name, of in kinds.items()
        )
        named = (f"{sql} AS {quoted(name)}" for sql, name in zip(shown, kinds, strict=True))
        source = f"(SELECT {', '.join(named)} FROM {source})"
    noted = ", ".join(f"{quoted(key)}: {literal(text)}" for key, text in notes.items())
    options = f"{_FORMATS[kind]}, KV_METADATA {{{noted}}}" if noted and kind == "parquet" else _FORMATS[kind]
    connection.execute(f"COPY {source} TO {literal(str(place.absolute()))} ({options})")


def listless(connection: duckdb.DuckDBPyConnection, source: str) -> str:
    """Return SQL that reads a table with its lists as text, as CSV holds them: members with `;` between them."""
    return _as_text(source, column_kinds(connection, source))


def _as_text(source: str, kinds: Mapping[str, str]) -> str:
    lists = [quoted(name) for name, of in kinds.items() if of.endswith(_LIST)]
    if not lists:
        return source
    texts = ", ".join(f"array_to_string({name}::VARCHAR[], ';') AS {name}" for name in lists)
    return f"(SELECT * REPLACE ({texts}) FROM {source})"


def stored_notes(path: Path) -> str:
    """Return SQL that asks a Parquet file for what it says of itself, as keys and texts."""
    return f"SELECT key::VARCHAR, value::VARCHAR FROM parquet_kv_metadata({literal(exact(path))})"


def attach_database(connection: duckdb.DuckDBPyConnection, path: Path, name: str, *, read_only: bool = False) -> None:
    """Attach a database file of DuckDB under a name."""
    options = " (READ_ONLY)" if read_only else ""
    connection.execute(f"ATTACH {literal(str(path.absolute()))} AS {quoted(name)}{options}")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What was read: its SHA-256 (64 hexadecimal digits), its size in bytes, and which file it was on which disk."""

    sha256: str
    size: int
    identity: tuple[int, int, int, int]


def fingerprint_of(path: Path) -> Fingerprint:
    """Take digest and size of a file in one pass from one handle."""
    found, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
            size += len(block)
        stat = os.fstat(file.fileno())
    return Fingerprint(found.hexdigest(), size, _identity(stat))


def check_unchanged(path: Path, before: Fingerprint) -> None:
    """Make sure that the rows that DuckDB read under a name are those of which the digest was taken.

    Raises
    ------
    BookError
        If the file is another by now, or was written while it was read.
    """
    try:
        now = _identity(path.stat())
    except OSError:
        now = (0, 0, 0, 0)
    if now != before.identity or now[2] != before.size:
        what = message("file.written_anew", "was written anew while it was read.")
        raise BookError(
            Problem(
                where=str(path),
                what=what,
                remedy=message("file.wait_until_whole", "Run again when it is whole."),
            )
        )


def _identity(stat: os.stat_result) -> tuple[int, int, int, int]:
    return stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns


def files_read(connection: duckdb.DuckDBPyConnection, path: Path) -> Sequence[str]:
    """Return the files that DuckDB reads under the exact name of a path: that one, or the name is not exact."""
    rows = connection.execute("SELECT file FROM glob(?)", [exact(path)]).fetchall()
    return [str(file) for (file,) in rows]


def check_one(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Make sure that one file is read under a path, and it is that file.

    Raises
    ------
    BookError
        If it is not.
    """
    found = files_read(connection, path)
    if len(found) != 1 or not Path(found[0]).samefile(path):
        what = message(
            "file.duckdb_reads", "DuckDB reads {n} files under this name, and not this one alone.", n=len(found)
        )
        raise BookError(
            Problem(where=str(path), what=what, remedy=message("file.rename_file", "Rename the file or its folder."))
        )
