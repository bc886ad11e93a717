"""Results of a book written by Spark: verdicts joined to the lines, a folder that is whole or is not there."""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.determine.encode import Stage
from sekisho.determine.met import Parties, write_rows, write_sheet
from sekisho.determine.signatures import Verdicts
from sekisho.determine.spark.faults import writing
from sekisho.determine.spark.place import PARTIAL, card_place, for_spark, is_address, matches_place
from sekisho.determine.summary import LEVELS, verdict_columns
from sekisho.errors import BookError, Problem
from sekisho.trade.file import writing_fault

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

SUCCESS = "_SUCCESS"
MOST_BROADCAST = 1_000_000
"""Verdicts up to which each executor gets all of them, about 150 bytes each; more are joined by a shuffle."""


def check_out(session: SparkSession, book: str, out: str) -> None:
    """Make sure, before any work, that results may be written at a place.

    Raises
    ------
    BookError
        If something is there that is no earlier result, or the folder around it is not there; at an address, where
        nothing can be renamed, if anything is there.
    """
    if is_address(out):
        do = "Name another place, or remove it."
        there = [place for place in (out, matches_place(out)) if _is_there(session, place)]
        if there:
            raise BookError([Problem(where=place, what="is there already.", do=do) for place in there])
        return
    place = Path(out)
    if Path(book).exists() and place.exists() and place.samefile(book):
        raise BookError(Problem(where=out, what="the results would overwrite the book.", do="Name another folder."))
    if place.exists() and not (place / SUCCESS).is_file():
        what = "is there already, and is no folder of results."
        raise BookError(Problem(where=out, what=what, do="Name another folder, or remove it."))
    if not place.resolve().parent.is_dir():
        raise BookError(Problem(where=out, what=f"no folder '{place.parent}'.", do="Make it first."))


def _is_there(session: SparkSession, address: str) -> bool:
    from pyspark.errors import AnalysisException

    with writing(address):
        try:
            return bool(session.read.text(address).schema)
        except AnalysisException as fault:
            if fault.getCondition() == "PATH_NOT_FOUND":
                return False
            raise


def joined(session: SparkSession, encoded: DataFrame, stage: Stage, verdicts: Verdicts) -> DataFrame:
    """Return line and results of every line."""
    import pyarrow as pa
    from pyspark.sql import functions as F  # noqa: N812 - the name by which Spark's functions go everywhere

    levels, columns, texts = verdict_columns(stage, verdicts)
    keys = [f"k{word}" for word in range(len(stage.keys))]
    arrays = {name: pa.array(values.astype("int64" if name in keys else "int32")) for name, values in columns.items()}
    table = session.createDataFrame(pa.table(arrays))
    found = encoded.join(F.broadcast(table) if len(stage.counts) <= MOST_BROADCAST else table, keys)
    for name, kept in texts.items():
        rows = pa.table({f"{name}_place": pa.array(range(len(kept)), pa.int32()), f"{name}_text": list(kept)})
        small = F.broadcast(session.createDataFrame(rows))
        found = found.join(small, F.col(name) == F.col(f"{name}_place"))
    words = F.array(*(F.lit(level) for level in LEVELS))
    return found.select(
        "line",
        *(F.element_at(words, F.col(name) + 1).alias(name) for name in levels),
        *(F.col(f"{name}_text").alias(name) for name in texts),
    )


def write(session: SparkSession, results: DataFrame, out: str, card: str) -> None:
    """Write results and run card.

    On this machine both are written beside their places, then renamed. At an address Spark writes to the place itself
    and adds `_SUCCESS` last, and the run card follows.
    """
    with writing(out):
        if is_address(out):
            results.write.mode("errorifexists").parquet(for_spark(out))
            _write_text(session, card, card_place(out), mode="overwrite")
            return
    partial, place = Path(f"{out.rstrip('/')}{PARTIAL}"), Path(card_place(out))
    partial_card = place.with_name(f"{place.name}{PARTIAL}")
    try:
        with writing(out):
            results.write.mode("overwrite").parquet(for_spark(str(partial)))
        if not (partial / SUCCESS).is_file():
            raise BookError(writing_fault(ValueError(f"{SUCCESS} is missing"), out))
        partial_card.write_text(card, encoding="utf-8")
        _put(partial, Path(out), partial_card, place)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        partial_card.unlink(missing_ok=True)


def write_matches(session: SparkSession, out: str, met: Parties) -> None:
    """Write the table of parties that are or may be listed; at an address to a folder of its own, as the run card."""
    place = matches_place(out)
    if not is_address(out):
        write_sheet(Path(place), met)
        return
    table = io.StringIO()
    write_rows(table, met)
    with writing(place):
        _write_text(session, table.getvalue(), place, mode="errorifexists")


def _write_text(session: SparkSession, text: str, place: str, *, mode: str) -> None:
    """Write a text to one file of a folder at an address."""
    lines = session.createDataFrame([(line,) for line in text.removesuffix("\n").split("\n")], "value STRING")
    lines.coalesce(1).write.mode(mode).text(place)


def _put(partial: Path, out: Path, partial_card: Path, place: Path) -> None:
    """Rename results and card to their places; if that fails, an earlier result and its card are put back together."""
    kept = place.read_bytes() if place.exists() else None
    aside = out.with_name(f"{out.name}.old{PARTIAL}")
    shutil.rmtree(aside, ignore_errors=True)
    if out.exists():
        os.replace(out, aside)  # noqa: PTH105 - an atomic rename
    try:
        os.replace(partial_card, place)  # noqa: PTH105 - the same
        os.replace(partial, out)  # noqa: PTH105 - the same
    except BaseException:
        if aside.exists():
            os.replace(aside, out)  # noqa: PTH105 - the same
        if kept is None:
            place.unlink(missing_ok=True)
        else:
            place.write_bytes(kept)
        raise
    shutil.rmtree(aside, ignore_errors=True)
