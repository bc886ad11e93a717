"""Exposure in files: tables, data, a page, a workbook, and answers for the order book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Final

from sekisho.errors import BillError, Problem
from sekisho.exposure.result import Exposure
from sekisho.exposure.value_shares import share_text
from sekisho.files.formats import quoted, whole_file
from sekisho.files.formulas import TableWriter, as_meant_sql
from sekisho.files.records import as_csv, as_json, cell
from sekisho.files.tables import text_table, write_table
from sekisho.present.exposure.data import exposure_data, exposure_rows
from sekisho.present.exposure.formats import CHARTS

NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    ".html": ("jinja2", "altair", "vl_convert"),
    ".xlsx": ("xlsxwriter",),
    ".svg": ("altair", "vl_convert"),
    ".png": ("altair", "vl_convert"),
}
ANSWERS: Final = ("fact", "description", "answer", "by", "on", "basis")


def check_writers(paths: Iterable[Path]) -> None:
    """Find out, before any work, whether what writes such files is installed.

    Raises
    ------
    ModuleNotFoundError
        If it is not; it names the module.
    """
    for path in paths:
        for module in NEEDS.get(path.suffix, ()):
            import_module(module)


def write(found: Exposure, path: Path, *, chart: str = CHARTS[0]) -> None:
    """Write an exposure to a file, by its ending; what is broken off leaves nothing.

    Parameters
    ----------
    chart
        The chart that `.svg` and `.png` show.

    Raises
    ------
    BillError
        If the exposure has no such chart.
    """
    match path.suffix:
        case ".xlsx":
            from sekisho.present.exposure.workbook import write_workbook

            write_workbook(found, path)
        case ".html":
            from sekisho.present.exposure.page import page

            with whole_file(path) as file:
                file.write(page(found))
        case ".svg" | ".png":
            _draw(found, path, chart)
        case ".json":
            with whole_file(path) as file:
                file.write(as_json(exposure_data(found)) + "\n")
        case ".parquet":
            _parquet(list(exposure_rows(found)), path)
        case _:
            with whole_file(path) as file:
                file.write(as_csv(exposure_rows(found)))


def _draw(found: Exposure, path: Path, name: str) -> None:
    from sekisho.present.exposure.charts import charts_of
    from sekisho.present.render.charts import png, svg

    charts = charts_of(found)
    if name not in charts:
        stated = any(row.revenue for row in found.products)
        what = f"there is no chart of {name}: {'nothing is at risk' if stated else 'no product states its revenue'}."
        remedy = (
            f"It has: {', '.join(charts)}." if charts else "Give products a 'revenue', or 'units_year' and a price."
        )
        raise BillError(Problem(where="chart", what=what, remedy=remedy))
    drawn = svg(charts[name]).encode() if path.suffix == ".svg" else png(charts[name])
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_bytes(drawn)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _parquet(rows: list[Mapping[str, object]], path: Path) -> None:
    """Write records as Parquet, by way of CSV, so that columns have the types of their values."""
    import duckdb

    partial, between = path.with_name(f".{path.name}.partial"), path.with_name(f".{path.name}.csv")
    kinds = {name: _kind(row[name] for row in rows) for name in (rows[0] if rows else {})}
    try:
        between.write_text(as_csv(rows), encoding="utf-8")
        with duckdb.connect() as connection:
            shown = (as_meant_sql(name) if kind == "VARCHAR" else quoted(name) for name, kind in kinds.items())
            names = ", ".join(f"{sql} AS {quoted(name)}" for sql, name in zip(shown, kinds, strict=True)) or "*"
            written = f"SELECT {names} FROM {text_table(between, kinds)}"  # noqa: S608 - names of our own columns
            write_table(connection, written, partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
        between.unlink(missing_ok=True)


def _kind(values: Iterable[object]) -> str:
    known = [value for value in values if value is not None]
    if known and all(isinstance(value, int) and not isinstance(value, bool) for value in known):
        return "BIGINT"
    if known and all(isinstance(value, int | float) for value in known):
        return "DOUBLE"
    return "VARCHAR"


def write_answers(found: Exposure, path: Path, *, on: date) -> None:
    """Write the share of each product as an answer for the lines of an order book with its number or description.

    The share is that of the chosen reading, from the least to the most of the products of that description; one of
    which nothing is known is left out.
    """
    shares: dict[str, tuple[float, float]] = {}
    for row in found.products:
        share = row.shares[found.reading]
        for name in {row.product: 0, row.name: 0}:
            low, high = shares.get(name, (share.low, share.high))
            shares[name] = min(low, share.low), max(high, share.high)
    with whole_file(path) as file:
        writer = TableWriter(file, ANSWERS)
        for name, bounds in shares.items():
            if bounds == (0.0, 1.0):
                continue
            writer.write(
                {
                    "fact": str(found.shares.rule.fact),
                    "description": name,
                    "answer": share_text(*bounds),
                    "by": f"exposure of {found.bill.name}",
                    "on": on.isoformat(),
                    "basis": cell(f"{found.shares.measure.id}, {found.reading} reading, as of {found.as_of}"),
                }
            )
