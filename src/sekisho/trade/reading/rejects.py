"""The lines that are left out, with the reason and as they were read: `OUT.rejects.csv`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import duckdb

from sekisho.files.formulas import TableWriter
from sekisho.trade.file import whole_file
from sekisho.trade.reading.canonical import FILE, ROW, BadRow
from sekisho.trade.reading.clean import Cleaned
from sekisho.trade.reading.opened import Opened
from sekisho.trade.reading.stage import own_columns

HEAD: Final = ("row", "file", "column", "value", "reason")
_BATCH: Final = 10_000
_BETWEEN: Final = " | "


def rejects_of(out: Path) -> Path:
    """Return the place of the lines that are left out of a result."""
    return out.with_suffix(".rejects.csv")


def write_rejects(connection: duckdb.DuckDBPyConnection, opened: Opened, cleaned: Cleaned, path: Path) -> None:
    """Write one record a line that is left out, beside its place and then moved; none if no line is.

    A line with several reasons has them in one record, so that records and lines are as many.
    """
    bad = opened.source.staged.bad
    if not bad and not cleaned.refused:
        path.unlink(missing_ok=True)
        return
    names = own_columns(list(opened.book.kinds))
    with whole_file(path) as file:
        writer = TableWriter(file, (*HEAD, *names))
        for row in bad:
            cells = [*row.cells[: len(names)], *[""] * (len(names) - len(row.cells))]
            over = f" More cells: {', '.join(row.cells[len(names) :])}." if len(row.cells) > len(names) else ""
            writer.write_cells((row.row, row.file, "", "", row.reason + over, *cells))
        for number, where, why, cells in _refused(connection, cleaned.refused_sql):
            told = [_BETWEEN.join(str(part[key] or "") for part in why) for key in ("col", "value", "why")]
            writer.write_cells((number, where, *told, *cells))


def _refused(
    connection: duckdb.DuckDBPyConnection, sql: str
) -> Iterator[tuple[int, str, list[dict[str, str]], list[str]]]:
    if not sql:
        return
    found = connection.cursor().execute(f"SELECT {ROW}, {FILE}, why, cells FROM {sql} ORDER BY {FILE}, {ROW}")
    while rows := found.fetchmany(_BATCH):
        yield from rows


def commonest(
    connection: duckdb.DuckDBPyConnection, bad: Sequence[BadRow], refused_sql: str
) -> list[tuple[str, str, int]]:
    """Count the lines left out by column and reason, most first."""
    found: dict[tuple[str, str], int] = {}
    for row in bad:
        reason = "has another number of cells than the header." if row.reason.startswith("the row has") else row.reason
        found["", reason] = found.get(("", reason), 0) + 1
    if refused_sql:
        rows = connection.execute(
            f"SELECT p.col, p.why, count(*) FROM (SELECT unnest(why) AS p FROM {refused_sql}) GROUP BY ALL"
        ).fetchall()
        for column, why, count in rows:
            found[column, why] = found.get((column, why), 0) + count
    return [
        (column, why, count) for (column, why), count in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
