"""Results of a book written by Spark: verdicts joined to the lines, a folder that is whole or is not there."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

import yaml

from sekisho.determination.book.encoder import EncodedBook
from sekisho.determination.book.results.columns import CARRIED, LISTS, RESULT_COLUMNS
from sekisho.determination.book.run_files import FILES, NOT_TAKEN, commit, staged
from sekisho.determination.book.signatures import Verdicts
from sekisho.determination.spark.faults import writing
from sekisho.determination.spark.grouped_book import reads, write_lines
from sekisho.determination.spark.locations import card_place, for_spark, is_address, matches_place
from sekisho.determination.spark.verdict_rows import LEFT_EMPTY, OF_THE_LINE, VerdictRows, members, verdict_rows
from sekisho.errors import BookError, Problem
from sekisho.files.formats import whole_file, writing_fault
from sekisho.message import message

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray
    from pyspark.sql import Column as SparkColumn
    from pyspark.sql import DataFrame, SparkSession

    from sekisho.determination.spark.engine import SparkLines

SUCCESS = "_SUCCESS"
NEW: Final = "error"
"""Nothing may be there: the one name of it that Spark and Spark Connect share."""
_VERDICT: Final = "verdict"
"""Names a column that says which results a signature has; no column of results has that name."""
MOST_WHOLE = 100_000
"""Signatures up to which their results are joined to the lines whole, texts and lists in them.

Some 50 MB an executor, by arithmetic of 500 bytes each. More are joined as numbers first, and the results that differ
by these: a second join, for every line. Larger: executors lose memory. Smaller: that join in more books."""
MOST_BROADCAST = 1_000_000
"""Rows of a table up to which each executor gets all of it, numbers of about 50 bytes each; more are shuffled.

50 MB an executor, by arithmetic, and what the texts weigh. Larger: executors of 1 GiB, Spark's default, lose much of
it. Smaller: books are shuffled, which costs more than the verdicts weigh."""


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


def results_of(lines: SparkLines, stage: EncodedBook, verdicts: Verdicts, out: str) -> Callable[[str], None]:
    """Return what writes line and results of every line to a folder.

    On this machine that is pyarrow where Spark works, if it is there: texts and members of lists go to the file by
    number, a seventh of the work of Spark's own writer.
    """
    rows = verdict_rows(stage, verdicts)
    words = len(rows.keys)
    grouped, packing, encoded = lines.grouped, lines.packing, lines.encoded
    if grouped is not None and packing is not None:
        return lambda place: _beside_verdicts(rows, stage.lines, place, lambda folder: grouped.write(packing, folder))
    assert encoded is not None  # noqa: S101 - `encode` packs
    if stage.lines and not is_address(out) and reads(lines.session, ()):
        return lambda place: _beside_verdicts(
            rows, stage.lines, place, lambda folder: write_lines(encoded, words, folder)
        )
    results = joined(lines.session, encoded, stage, rows)
    return lambda place: results.write.mode(NEW).parquet(for_spark(place))


def joined(session: SparkSession, encoded: DataFrame, stage: EncodedBook, rows: VerdictRows) -> DataFrame:
    """Return line and results of every line."""
    import pyarrow as pa
    from pyspark.sql import functions as F  # noqa: N812 - the name by which Spark's functions go everywhere

    keys = {name: pa.array(values) for name, values in rows.keys.items()}
    if len(stage.counts) <= MOST_WHOLE:
        whole = session.createDataFrame(pa.table({**keys, **_texts_of(rows, rows.places)}))
        with_texts = encoded.join(F.broadcast(whole), [*keys])
    else:
        which, places = rows.once()
        numbers = session.createDataFrame(pa.table({**keys, _VERDICT: pa.array(which)}))
        numbers = F.broadcast(numbers) if len(stage.counts) <= MOST_BROADCAST else numbers
        number = pa.array(range(int(which.max()) + 1), pa.int32())
        texts = session.createDataFrame(pa.table({_VERDICT: number, **_texts_of(rows, places)}))
        texts = F.broadcast(texts) if len(number) <= MOST_BROADCAST else texts
        with_texts = encoded.join(numbers, [*keys]).join(texts, _VERDICT)
    empty = {name: _empty(name, kind) for name, kind in LEFT_EMPTY.items()}
    return with_texts.select(*(empty.get(column.name, F.col(column.name)) for column in RESULT_COLUMNS))


def _texts_of(rows: VerdictRows, places: Mapping[str, NDArray[np.int32]]) -> dict[str, pa.Array]:
    """Return the texts and lists that stand at places, column by column."""
    import pyarrow as pa

    return {
        name: pa.array(
            [members(name, text) for text in rows.texts[name]], pa.list_(pa.string()) if name in LISTS else pa.string()
        ).take(pa.array(numbers))
        for name, numbers in places.items()
    }


def _empty(name: str, kind: str) -> SparkColumn:
    """Return a column that is left empty, as the other path leaves it: lists and sentences are never NULL."""
    from pyspark.sql import functions as F  # noqa: N812 - as above

    if name in LISTS:
        return F.array().cast(kind).alias(name)
    return F.lit("" if kind == "string" and name not in CARRIED else None).cast(kind).alias(name)


def _beside_verdicts(rows: VerdictRows, lines: int, place: str, put: Callable[[Path], int]) -> None:
    """Write the results of every line beside the verdicts, which go when all are written."""
    folder = Path(place)
    folder.mkdir()
    beside = write_verdicts(rows, folder)
    written = put(folder)
    if written != lines:
        raise BookError(writing_fault(ValueError(f"{written} of {lines} lines are there"), place))
    for path in (*beside, *folder.glob("_*.partial")):
        path.unlink()
    (folder / SUCCESS).touch()


def write_verdicts(rows: VerdictRows, folder: Path) -> list[Path]:
    """Write signatures and verdicts where the tasks read them that write results; return the files."""
    import pyarrow as pa

    from sekisho.determination.spark.row_groups import SIGNATURES, VERDICTS

    which, places = rows.once()
    count = len(next(iter(places.values())))
    texts = {name: _numbered_texts(name, rows.texts[name], numbers) for name, numbers in places.items()}
    empty = {name: _empty_column(name, kind, count) for name, kind in LEFT_EMPTY.items()}
    others = {**texts, **empty, **{name: pa.nulls(count) for name in OF_THE_LINE}}
    tables = {
        SIGNATURES: pa.table({**{name: pa.array(key) for name, key in rows.keys.items()}, _VERDICT: pa.array(which)}),
        VERDICTS: pa.table({column.name: others[column.name] for column in RESULT_COLUMNS}),
    }
    for name, table in tables.items():
        with pa.OSFile(str(folder / name), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
    return [folder / name for name in tables]


def _numbered_texts(name: str, texts: Sequence[str], places: NDArray[np.int32]) -> pa.Array:
    """Return a column of results whose texts, or members of lists, are kept once."""
    import pyarrow as pa

    if name not in LISTS:
        return pa.DictionaryArray.from_arrays(pa.array(places), pa.array(texts, pa.string()))
    lists = pa.array([members(name, text) for text in texts], pa.list_(pa.string()))
    return pa.ListArray.from_arrays(lists.offsets, lists.values.dictionary_encode()).take(pa.array(places))


def _empty_column(name: str, kind: str, count: int) -> pa.Array:
    """Return a column that is left empty, as `_empty` does."""
    import numpy as np
    import pyarrow as pa

    if name in LISTS or (kind == "string" and name not in CARRIED):
        return _numbered_texts(name, ("",), np.zeros(count, dtype=np.int32))
    kinds = {"bigint": pa.int64(), "int": pa.int32(), "string": pa.string(), "date": pa.date32()}
    return pa.nulls(count, kinds[kind])


def write(
    session: SparkSession,
    put: Callable[[str], None],
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
    put
        Writes the results of all lines to a folder that is not there yet, `_SUCCESS` last.
    write_matches
        Writes the table of parties that are or may be listed; None if there are none.
    """
    if not is_address(out):
        with staged(Path(out)) as made:
            with writing(out):
                put(str(made.results))
            if not (made.results / SUCCESS).is_file():
                raise BookError(writing_fault(ValueError(f"{SUCCESS} is missing"), out))
            if write_matches is not None:
                with whole_file(made.beside["matches"]) as file:
                    write_matches(file)
            return commit(made, Path(out), card)
    with writing(out):
        put(out)
    if write_matches is not None:
        table = io.StringIO()
        write_matches(table)
        with writing(matches_place(out)):
            _write_text(session, table.getvalue(), matches_place(out), mode=NEW)
    whole = {**card, FILES: NOT_TAKEN}
    with writing(out):
        text = yaml.safe_dump(whole, sort_keys=False, allow_unicode=True)
        _write_text(session, text, card_place(out), mode="overwrite")
    return whole


def _write_text(session: SparkSession, text: str, place: str, *, mode: str) -> None:
    """Write a text to one file of a folder at an address."""
    lines = session.createDataFrame([(line,) for line in text.removesuffix("\n").split("\n")], "value STRING")
    lines.coalesce(1).write.mode(mode).text(place)
