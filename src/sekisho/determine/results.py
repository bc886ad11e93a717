"""Results of a book written by DuckDB: verdicts joined to the lines, files that are whole or are not there."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
import numpy as np

from sekisho.determine.encode import Stage
from sekisho.determine.kept import kept_of
from sekisho.determine.packing import LINES_FIRST
from sekisho.determine.signatures import Verdicts
from sekisho.determine.summary import LEVELS, verdict_columns
from sekisho.errors import BookError
from sekisho.files.tables import table_kind, write_table
from sekisho.trade.file import literal, writing_fault

if sys.platform != "win32":
    import fcntl


def run_card_of(out: Path) -> Path:
    """Return the place of the run card of a results file."""
    return out.with_suffix(".run.yaml")


def matches_of(out: Path) -> Path:
    """Return the place of the table of parties that are or may be listed."""
    return out.with_suffix(".matches.csv")


def partial_of(path: Path) -> Path:
    """Return the place beside a file where it is written until it is whole."""
    return path.with_name(f"{path.name}.partial")


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Write results into a folder while no other run does, so that results and run card are of one run.

    A run that comes second waits. Where folders cannot be held, nothing is.
    """
    if sys.platform == "win32":
        yield
        return
    held = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def write_results(
    connection: duckdb.DuckDBPyConnection, stage: Stage, verdicts: Verdicts, out: Path, card: str
) -> None:
    """Join the verdicts to the lines and write both files beside their places, then rename them."""
    _verdict_table(connection, stage, verdicts)
    place = run_card_of(out)
    partial, partial_card, partial_kept = (partial_of(path) for path in (out, place, kept_of(out)))
    kept = place.read_bytes() if place.exists() else None
    keys = ", ".join(f"k{word}" for word in range(len(stage.keys)))
    try:
        connection.execute(LINES_FIRST)
        rows = f"SELECT line, verdict.* EXCLUDE ({keys}) FROM encoded JOIN verdict USING ({keys})"
        write_table(connection, rows, partial, table_kind(out))
        partial_card.write_text(card, encoding="utf-8")
        os.replace(partial_card, place)  # noqa: PTH105 - an atomic rename over what is there
        try:
            os.replace(partial, out)  # noqa: PTH105 - the same
        except BaseException:
            _put_back(place, kept)
            raise
        if partial_kept.exists():
            partial_kept.replace(kept_of(out))
        else:
            kept_of(out).unlink(missing_ok=True)
    except duckdb.IOException as fault:
        raise BookError(writing_fault(fault, out)) from None
    finally:
        for each in (partial, partial_card, partial_kept):
            each.unlink(missing_ok=True)


def _put_back(place: Path, kept: bytes | None) -> None:
    """Leave a run card as it was, so that results and card stay together."""
    if kept is None:
        place.unlink(missing_ok=True)
    else:
        place.write_bytes(kept)


def _verdict_table(connection: duckdb.DuckDBPyConnection, stage: Stage, verdicts: Verdicts) -> None:
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
