"""Results of a book written by DuckDB: verdicts joined to the lines."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np

from sekisho.determination.book.encoder import EncodedBook
from sekisho.determination.book.packing import LINES_FIRST
from sekisho.determination.book.run_summary import LEVELS, verdict_columns
from sekisho.determination.book.signatures import Verdicts
from sekisho.errors import BookError
from sekisho.files.formats import literal, writing_fault
from sekisho.files.tables import table_kind, write_table


def write_results(connection: duckdb.DuckDBPyConnection, stage: EncodedBook, verdicts: Verdicts, out: Path) -> None:
    """Join the verdicts to the lines and write them; `run_files` makes them a run with what belongs to them."""
    _verdict_table(connection, stage, verdicts)
    keys = ", ".join(f"k{word}" for word in range(len(stage.keys)))
    try:
        connection.execute(LINES_FIRST)
        rows = f"SELECT line, verdict.* EXCLUDE ({keys}), unread, points FROM encoded JOIN verdict USING ({keys})"
        write_table(connection, rows, out, table_kind(out))
    except duckdb.IOException as fault:
        raise BookError(writing_fault(fault, out)) from None


def _verdict_table(connection: duckdb.DuckDBPyConnection, stage: EncodedBook, verdicts: Verdicts) -> None:
    """Make the table `verdict`: the words of each signature and its results, as enumerations."""
    names, columns, texts = verdict_columns(stage, verdicts)
    connection.execute(f"CREATE TYPE level AS ENUM ({', '.join(map(literal, LEVELS))})")
    connection.register("found", columns)
    levels_list = "[" + ", ".join(map(literal, LEVELS)) + "]"
    shown = [f"({levels_list})[{name}::INTEGER + 1]::level AS {name}" for name in names]
    joins = []
    for name, kept in texts.items():
        connection.register(f"{name}_rows", {"place": np.arange(len(kept)), "text": np.array(kept, dtype=object)})
        connection.execute(f"CREATE TEMP TABLE {name}_texts AS SELECT place, text::VARCHAR AS text FROM {name}_rows")
        connection.execute(f"CREATE TYPE {name}_text AS ENUM (SELECT text FROM {name}_texts)")
        joins.append(f"JOIN {name}_texts ON found.{name} = {name}_texts.place")
        shown.append(f"{name}_texts.text::{name}_text AS {name}")
    keys = ", ".join(f"found.k{word}" for word in range(len(stage.keys)))
    connection.execute(f"CREATE TEMP TABLE verdict AS SELECT {keys}, {', '.join(shown)} FROM found {' '.join(joins)}")
