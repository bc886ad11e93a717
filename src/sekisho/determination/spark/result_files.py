"""Results of a book written by Spark: verdicts joined to the lines, a folder that is whole or is not there."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

import yaml

from sekisho.determination.book.encoder import EncodedBook
from sekisho.determination.book.results.columns import LEADING, LISTS
from sekisho.determination.book.results.files import WORKING
from sekisho.determination.book.run_files import FILES, NOT_TAKEN, commit, staged
from sekisho.determination.book.run_summary import LEVELS, verdict_columns
from sekisho.determination.book.signatures import Verdicts
from sekisho.determination.spark.faults import writing
from sekisho.determination.spark.locations import card_place, for_spark, is_address, matches_place
from sekisho.errors import BookError, Problem
from sekisho.files.formats import whole_file, writing_fault
from sekisho.message import message

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

SUCCESS = "_SUCCESS"
_LEFT_BEHIND: Final = {"description": "string", "currency": "string", "date": "date"}
"""Columns of results that a run with Spark leaves empty, and their types."""
MOST_BROADCAST = 1_000_000
"""Verdicts up to which each executor gets all of them, about 150 bytes each; more are joined by a shuffle.

150 MB an executor, by arithmetic. Larger: executors of 1 GiB, Spark's default, lose a sixth of it and more. Smaller:
books are shuffled, which costs more than the verdicts weigh."""


def check_out(session: SparkSession, book: str, out: str) -> None:
    """Make sure, before any work, that results may be written at a place.

    Raises
    ------
    BookError
        If something is there that is no earlier result, or the folder around it is not there; at an address, where
        nothing can be renamed, if anything is there.
    """
    if is_address(out):
        remedy = message("spark.other_place", "Name another place, or remove it.")
        there = [place for place in (out, matches_place(out)) if _is_there(session, place)]
        if there:
            raise BookError(
                [
                    Problem(where=place, what=message("spark.is_there", "is there already."), remedy=remedy)
                    for place in there
                ]
            )
        return
    place = Path(out)
    if Path(book).exists() and place.exists() and place.samefile(book):
        raise BookError(
            Problem(
                where=out,
                what=message("run.overwrites_book", "the results would overwrite the book."),
                remedy=message("spark.other_folder", "Name another folder."),
            )
        )
    if place.exists() and not (place / SUCCESS).is_file():
        what = message("spark.no_results_folder", "is there already, and is not a folder of results.")
        raise BookError(
            Problem(
                where=out,
                what=what,
                remedy=message("spark.other_folder_or_remove", "Name another folder, or remove it."),
            )
        )
    if not place.resolve().parent.is_dir():
        raise BookError(
            Problem(
                where=out,
                what=message("file.no_folder", "no folder '{folder}'.", folder=str(place.parent)),
                remedy=message("file.make_folder", "Make it first."),
            )
        )


def _is_there(session: SparkSession, address: str) -> bool:
    from pyspark.errors import AnalysisException

    with writing(address):
        try:
            return bool(session.read.text(address).schema)
        except AnalysisException as fault:
            if fault.getCondition() == "PATH_NOT_FOUND":
                return False
            raise


def joined(session: SparkSession, encoded: DataFrame, stage: EncodedBook, verdicts: Verdicts) -> DataFrame:
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
    parts = (F.col("points_before_text"), F.when(F.col("coded") == 1, F.lit("code_stated")), F.col("points_after_text"))
    shown = {name: F.element_at(words, F.col(name) + 1).alias(name) for name in levels}
    shown |= {name: F.col(f"{name}_text").alias(name) for name in texts if name not in WORKING}
    # The order of danger needs all lines in one place, and a line does not say its codes here.
    shown["danger"] = F.lit(None).cast("int").alias("danger")
    shown["points"] = F.concat_ws(";", *(F.when(part != "", part) for part in parts)).alias("points")
    # What cannot be read stops a run in Spark, and words for a military use are not looked for.
    shown["unread"] = F.lit("").alias("unread")
    # Nobody says what the items are; a line does not say its codes here.
    shown["item_state"] = F.when(F.col("stated") == 1, F.lit("stated")).otherwise(F.lit("")).alias("item_state")
    # What points is told by kind alone here, and a line of a distributed file has no row.
    shown |= {name: F.lit("").alias(name) for name in ("why", "ask")}
    shown["row"] = F.lit(None).cast("bigint").alias("row")
    shown["item_codes"] = F.lit("")
    # The words of a line stay where they are, beside the law; its value alone travels.
    shown |= {name: F.lit(None).cast(kind).alias(name) for name, kind in _LEFT_BEHIND.items()}
    shown["value"] = F.col("value")
    for name in LISTS & {*shown}:
        members = F.split(shown[name], ";", -1)
        shown[name] = F.filter(members, lambda one: one != "").alias(name)
    first = [shown.pop(name) for name in LEADING if name != "line"]
    return found.select("line", *first, *shown.values())


def write(
    session: SparkSession,
    results: DataFrame,
    out: str,
    card: Mapping[str, object],
    write_matches: Callable[[TextIO], object] | None,
) -> Mapping[str, object]:
    """Write the files of a run, and return its card.

    On this machine all are written beside their places and become the run together. At an address, where nothing can be
    moved and nothing was there before, Spark writes to the place itself and adds `_SUCCESS` last; the table of parties
    and the run card follow.

    Parameters
    ----------
    write_matches
        Writes the table of parties that are or may be listed; None if there are none.
    """
    if not is_address(out):
        with staged(Path(out)) as made:
            with writing(out):
                results.write.mode("overwrite").parquet(for_spark(str(made.results)))
            if not (made.results / SUCCESS).is_file():
                raise BookError(writing_fault(ValueError(f"{SUCCESS} is missing"), out))
            if write_matches is not None:
                with whole_file(made.beside["matches"]) as file:
                    write_matches(file)
            return commit(made, Path(out), card)
    with writing(out):
        results.write.mode("errorifexists").parquet(for_spark(out))
    if write_matches is not None:
        table = io.StringIO()
        write_matches(table)
        with writing(matches_place(out)):
            _write_text(session, table.getvalue(), matches_place(out), mode="errorifexists")
    with writing(out):
        text = yaml.safe_dump({**card, FILES: NOT_TAKEN}, sort_keys=False, allow_unicode=True)
        _write_text(session, text, card_place(out), mode="overwrite")
    return card


def _write_text(session: SparkSession, text: str, place: str, *, mode: str) -> None:
    """Write a text to one file of a folder at an address."""
    lines = session.createDataFrame([(line,) for line in text.removesuffix("\n").split("\n")], "value STRING")
    lines.coalesce(1).write.mode(mode).text(place)
