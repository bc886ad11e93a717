"""A run over a book in Spark: what is asked of its lines, what is decided here, and what goes back to them.

The law is compiled and every distinct value typed on the machine that asks, by the code that serves DuckDB. Spark gets
small tables and gives back distinct values and distinct signatures; no Python runs for a line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from sekisho.determine.bulk import BookResult, card_of, settings_of, summary_of
from sekisho.determine.encode import Progress, Stage, encode
from sekisho.determine.packing import DATE
from sekisho.determine.spark.faults import reading
from sekisho.determine.spark.lines import SparkLines
from sekisho.determine.spark.place import card_place, is_address, name_of
from sekisho.determine.spark.source import Source, open_book
from sekisho.determine.spark.write import check_out, joined, write
from sekisho.errors import BookError, Problem
from sekisho.law.condition import FactName
from sekisho.law.fact import FactValue
from sekisho.law.library import Library
from sekisho.law.term import Reading, Readings
from sekisho.trade.columns import Columns, map_columns
from sekisho.trade.file import sha256_of

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def determine_book_spark(
    session: SparkSession,
    book: Path | str,
    library: Library,
    *,
    out: Path | str,
    as_of: date | str | None = None,
    today: date | None = None,
    readings: Readings | str | None = None,
    assume: Mapping[str, str] | None = None,
    mapping: Mapping[str, str] | None = None,
    unknown: Collection[str] = (),
    progress: Progress | None = None,
) -> BookResult:
    """Determine every line of a book with Spark; the values of every line are those of `determine_book`.

    Parameters
    ----------
    session
        A Spark session, on this machine, on a cluster, or through Spark Connect. Its settings are left as they are.
    book
        CSV or Parquet: a file, a folder of files, or an address such as s3a://. A name without a scheme is a place on
        this machine, which the executors must see under the same path.
    out
        A folder of Parquet, or its address; whole once it holds `_SUCCESS`. The run card goes beside it.
    as_of, today, readings, assume, mapping, unknown
        As for `determine_book`.

    Raises
    ------
    BookError
        With everything that is wrong with the book, in one pass; nothing is written then.
    """
    book, out = str(book), str(out)
    check_out(session, book, out)
    day, chosen, constants = settings_of(library, as_of, readings, assume or {})
    told = progress or (lambda _stage, _share: None)
    told("reading the book", 0.0)
    with _opened(session, book) as source:
        columns, faults = map_columns(
            source.kinds, library.facts, book=name_of(book), mapping=mapping or {}, unknown=unknown
        )
        if day is None and DATE not in columns.facts:
            day = today
        if day is None and DATE not in columns.facts:
            what = "no date of law."
            faults.append(Problem(where=name_of(book), what=what, do="Give --as-of, or add a column 'date'."))
        variants = (chosen, *(Readings(reading) for reading in (Reading.NARROW, Reading.BROAD)))
        lines = SparkLines(session=session, frame=source.frame, name=name_of(book), kinds=source.kinds, columns=columns)
        stage = _encode(lines, library, faults=faults, day=day, variants=variants, constants=constants, told=told)
        told("deciding", 0.6)
        verdicts = stage.verdicts()
        told("writing", 0.7)
        assert lines.encoded is not None  # noqa: S101 - `encode` packs
        summary = summary_of(stage, verdicts, has_value=bool(columns.value))
        card = {
            **_book_of(book, source),
            **card_of(library, columns),
            "as_of": day.isoformat() if day else "the date of each line",
            "readings": chosen.to_dict(),
            "assume": dict(assume or {}),
            "engine": f"Spark {session.version}",
            "lines": stage.lines,
            "by_outcome": dict(summary["by_outcome"]),
        }
        text = yaml.safe_dump(card, sort_keys=False, allow_unicode=True)
        write(session, joined(session, lines.encoded, stage, verdicts), out, text)
    told("done", 1.0)
    return BookResult(
        lines=stage.lines,
        unit=columns.unit,
        unknown_share={name: share for name, share in stage.unknown_shares().items() if name in columns.facts},
        mapped=columns.facts,
        unmapped=columns.unmapped,
        absent=_absent(stage, library, columns),
        out=out if is_address(out) else Path(out),
        run_card=card_place(out) if is_address(out) else Path(card_place(out)),
        card=card,
        **summary,
    )


@contextmanager
def _opened(session: SparkSession, book: str) -> Iterator[Source]:
    """Open a book, and let Spark forget what it kept of it afterwards."""
    source = open_book(session, book)
    try:
        yield source
    finally:
        source.forget()


def _encode(
    lines: SparkLines,
    library: Library,
    *,
    faults: list[Problem],
    day: date | None,
    variants: tuple[Readings, ...],
    constants: Mapping[FactName, FactValue],
    told: Progress,
) -> Stage:
    """Count what the columns hold, and encode the lines; what is wrong with columns and values is told together."""
    with reading(lines.name):
        told("reading distinct values", 0.1)
        lines.prepare(library.facts)
        lines.check_numbers(library.facts)
        if faults:
            raise BookError([*faults, *lines.value_problems(library.facts, but=())])
        return encode(lines, library, day=day, variants=variants, constants=constants, progress=told)


def _book_of(book: str, source: Source) -> dict[str, object]:
    """Return what the run card says of the book; the content of many files is not hashed."""
    if not is_address(book) and Path(book).is_file():
        return {"book": str(Path(book).resolve()), "book_sha256": sha256_of(Path(book)), "files": 1}
    place = book if is_address(book) else str(Path(book).resolve())
    return {"book": place, "book_sha256": None, "files": source.files}


def _absent(stage: Stage, library: Library, columns: Columns) -> tuple[FactName, ...]:
    return tuple(
        column.fact for column in stage.columns if column.fact in library.facts and column.fact not in columns.facts
    )
