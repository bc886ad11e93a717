"""Frames of any library in and out: whatever hands its columns over as a stream of Arrow, and files read as frames."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Literal, Protocol, runtime_checkable

from sekisho.errors import BookError, InstallationError, Problem
from sekisho.files.formats import source_sql
from sekisho.files.tables import column_kinds, quoted, write_query
from sekisho.message import message

FrameLibrary = Literal["pandas", "polars", "pyarrow"]
_READ: Final = frozenset(
    {
        *("VARCHAR", "BOOLEAN", "DATE", "DOUBLE", "FLOAT", "HUGEINT", "BIGINT", "INTEGER", "SMALLINT", "TINYINT"),
        *("UBIGINT", "UINTEGER", "USMALLINT", "UTINYINT", "VARCHAR[]"),
    }
)
"""Types of columns of which a cell of a book can be."""
_ALSO: Final = ("DECIMAL", "TIMESTAMP", "ENUM")
"""How the names of further such types begin."""
_EXPECTED: Final = message(
    "frame.expected",
    "Expected text, a number, yes or no, a date, or a list of texts; turn it into one, or leave it out.",
)


@runtime_checkable
class ArrowFrame(Protocol):
    """A frame that hands its columns over by the PyCapsule interface of Arrow: of pandas, polars, pyarrow or DuckDB."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return the stream of its columns."""


def stage_frame(frame: ArrowFrame, place: Path) -> Path:
    """Write a frame to a Parquet file, so that it is read as any other book.

    Raises
    ------
    BookError
        If it cannot be read, or with every column of a type of which no cell of a book is.
    """
    import duckdb

    with duckdb.connect() as connection:
        try:
            if isinstance(frame, duckdb.DuckDBPyRelation):  # it belongs to a connection of its own
                kinds = dict(zip(frame.columns, map(str, frame.types), strict=True))
                _check_kinds(kinds)
                frame.write_parquet(str(place))
                return place
            connection.register("frame", frame)
            kinds = column_kinds(connection, "frame")
            _check_kinds(kinds)
            shown = (
                f"{quoted(name)}::VARCHAR AS {quoted(name)}" if kind.startswith("ENUM") else quoted(name)
                for name, kind in kinds.items()
            )
            write_query(connection, f"SELECT {', '.join(shown)} FROM frame", place)
        except (duckdb.Error, TypeError, ValueError) as fault:
            why = str(fault).splitlines()[0].rstrip(".") if str(fault) else type(fault).__name__
            what = message("frame.unread", "the frame cannot be read ({why}).", why=why)
            column = _unread_column(frame)
            at = message("error.at_column", "{file}: column '{column}'", file="frame", column=column)
            raise BookError(Problem(where=at if column else "frame", what=what, remedy=_EXPECTED)) from None
    return place


def _unread_column(frame: Any) -> str:  # noqa: ANN401 - a frame of any library
    """Find the first column that cannot be read by itself; empty if the frame is not taken apart by names."""
    import duckdb

    for name in getattr(frame, "columns", ()) if hasattr(frame, "__getitem__") else ():
        with duckdb.connect() as connection:
            try:
                connection.register("part", frame[[name]])
                connection.sql("SELECT * FROM part").limit(1).fetchall()
            except (duckdb.Error, TypeError, ValueError):
                return str(name)
    return ""


def texts_of(frame: ArrowFrame, column: str) -> tuple[str, ...]:
    """Read a column of a frame as text, row by row; cells that hold nothing are left out.

    Raises
    ------
    BookError
        If there is no such column, or the frame cannot be read.
    """
    import duckdb

    with duckdb.connect() as connection:
        try:
            rows = (
                frame
                if isinstance(frame, duckdb.DuckDBPyRelation)
                else connection.register("frame", frame).table("frame")
            )
            if column not in rows.columns:
                what = message("frame.no_column", "the frame has no such column.")
                columns = ", ".join(rows.columns)
                remedy = message(
                    "frame.columns", "Its columns are: {columns}. Name one with `column`.", columns=columns
                )
                place = message("error.at_column", "{file}: column '{column}'", file="frame", column=column)
                raise BookError(Problem(where=place, what=what, remedy=remedy))
            cells = rows.project(f"{quoted(column)}::VARCHAR").fetchall()
        except (duckdb.Error, TypeError, ValueError) as fault:
            why = str(fault).splitlines()[0].rstrip(".") if str(fault) else type(fault).__name__
            what = message("frame.unread", "the frame cannot be read ({why}).", why=why)
            raise BookError(Problem(where="frame", what=what, remedy=_EXPECTED)) from None
    return tuple(text for (text,) in cells if text)


def _check_kinds(kinds: dict[str, str]) -> None:
    wrong = [
        Problem(
            where=message("error.at_column", "{file}: column '{column}'", file="frame", column=name),
            what=message("frame.kind", "a column of the type {kind} is not read.", kind=kind),
            remedy=_EXPECTED,
        )
        for name, kind in kinds.items()
        if kind not in _READ and not (kind.startswith(_ALSO) and not kind.endswith("]"))
    ]
    if wrong:
        raise BookError(wrong)


def check_installed(library: FrameLibrary, *beside: str) -> None:
    """Check that a library of frames is there, and what it needs.

    Raises
    ------
    InstallationError
        If one is not.
    """
    absent = [name for name in (library, *beside) if find_spec(name) is None]
    if absent:
        what = message("frame.not_installed", "the package '{name}' is not installed.", name=absent[0])
        remedy = message("frame.install", "Install it with `{install}`.", install=f"pip install {' '.join(absent)}")
        raise InstallationError(Problem(where=library, what=what, remedy=remedy))


def frame_of(place: Path, library: FrameLibrary) -> Any:  # noqa: ANN401 - the library is the user's own
    """Read a table that this project wrote as a frame; in Parquet with its types, in CSV as text.

    Raises
    ------
    InstallationError
        If the library is not installed.
    """
    import duckdb

    check_installed(library, *(("pyarrow",) if library == "polars" else ()))
    with duckdb.connect() as connection:
        rows = connection.sql(f"SELECT * EXCLUDE (sekisho_row) FROM {source_sql(place)}")
        match library:
            case "pandas":
                return rows.df()
            case "polars":
                return rows.pl()
            case "pyarrow":
                return rows.to_arrow_table()
