"""A result in the form that was asked for: text, JSON, YAML, CSV, and files of each kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sekisho.impact.outlook import OutlookResult
from sekisho.impact.result import ImpactResult
from sekisho.report.impact.outlook import outlook_data, outlook_rows, outlook_text
from sekisho.report.impact.rows import impact_data, impact_rows
from sekisho.report.impact.text import impact_text
from sekisho.report.records import as_csv, as_json
from sekisho.trade.file import literal, whole_file

ENDINGS: Final = (".json", ".csv", ".parquet")
"""Kinds of files that a result is written to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A result in every form that is written from plain data."""

    text: Sequence[str]
    data: Mapping[str, object]
    rows: Sequence[Mapping[str, object]]


def told(found: ImpactResult | OutlookResult, *, width: int, full: bool) -> Told:
    """Tell a result, or an outlook, in every form."""
    if isinstance(found, OutlookResult):
        text, data, rows = outlook_text(found, width=width, full=full), outlook_data(found), tuple(outlook_rows(found))
    else:
        text, data, rows = impact_text(found, width=width, full=full), impact_data(found), tuple(impact_rows(found))
    return Told(text=text, data=data, rows=rows)


def write(found: Told, path: Path) -> None:
    """Write a result to a file, by its ending; what is broken off leaves nothing.

    Parameters
    ----------
    path
        Ends in one of ENDINGS.
    """
    match path.suffix:
        case ".json":
            with whole_file(path) as file:
                file.write(as_json(found.data) + "\n")
        case ".parquet":
            _parquet(found.rows, path)
        case _:
            with whole_file(path) as file:
                file.write(as_csv(found.rows))


def _parquet(rows: Sequence[Mapping[str, object]], path: Path) -> None:
    import duckdb

    partial = path.with_name(f".{path.name}.partial")
    names = list(rows[0])
    kinds = {name: _kind(row[name] for row in rows) for name in names}
    try:
        with duckdb.connect() as connection:
            columns = ", ".join(f'"{name}" {kind}' for name, kind in kinds.items())
            connection.execute(f"CREATE TABLE result ({columns})")
            marks = ", ".join("?" for _ in names)
            connection.executemany(
                f"INSERT INTO result VALUES ({marks})",  # noqa: S608 - marks alone
                [[row[name] for name in names] for row in rows],
            )
            connection.execute(f"COPY result TO {literal(str(partial))} (FORMAT parquet)")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _kind(values: Iterable[object]) -> str:
    """Return the kind of a column from its values; None is a value of every kind."""
    found = {type(value) for value in values} - {type(None)}
    if found == {int}:
        return "BIGINT"
    return "DOUBLE" if found and found <= {int, float} else "VARCHAR"
