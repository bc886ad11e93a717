"""Determine a whole order book: distinct values once, lines as signatures, bit sets, and back.

Each column's distinct values are typed once and cut to cells. A line becomes a signature, the numbers of its cells
packed into words; the distinct signatures are few. Their verdicts come from the bit sets of `cells`, and DuckDB
joins them back to the lines. No line is touched by Python.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypedDict

import duckdb
import numpy as np
import yaml

from sekisho.determine.encode import Progress, Stage, encode
from sekisho.determine.given import settle_input
from sekisho.determine.lines import DuckLines
from sekisho.determine.outcome import UNDETERMINED, Outcome
from sekisho.determine.packing import DATE
from sekisho.determine.signatures import UNDETERMINED_CODE, Verdicts
from sekisho.errors import BookError, Problem
from sekisho.law.condition import FactName
from sekisho.law.fact import FactValue
from sekisho.law.library import Library
from sekisho.law.term import Reading, Readings
from sekisho.trade.book import Book, value_problems
from sekisho.trade.columns import Columns, map_columns
from sekisho.trade.file import (
    check_place,
    column_kinds,
    literal,
    reading_fault,
    sha256_of,
    staged_sql,
    writing_fault,
)

LEVELS = (*(outcome.level for outcome in Outcome), UNDETERMINED)
MEMORY_LIMIT = "1500MB"
HEADLINES = ("prohibited", "licence required", UNDETERMINED, "free")


@dataclass(frozen=True, slots=True, kw_only=True)
class BookResult:
    """What a run over a book gave.

    Parameters
    ----------
    value_by_headline
        Value of the lines by headline, in `unit`; None if the book states no values.
    unknown_share
        Share of lines in which a fact is unknown, for facts that have a column; 0 to 1.
    absent
        Facts that the law tests and the book has no column for.
    settle_first
        Facts, the open lines that wait for each, and those that wait for it alone; most lines settled first.
    card
        The run card: everything needed to repeat the run.
    """

    lines: int
    by_headline: Mapping[str, int]
    by_outcome: Mapping[str, int]
    value_by_headline: Mapping[str, float] | None
    unit: str
    unknown_share: Mapping[FactName, float]
    mapped: Mapping[FactName, str]
    unmapped: tuple[str, ...]
    absent: tuple[FactName, ...]
    settle_first: tuple[tuple[FactName, int, int], ...]
    out: Path | str
    run_card: Path | str
    card: Mapping[str, object] = field(repr=False)


def determine_book(
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
    threads: int | None = None,
    progress: Progress | None = None,
) -> BookResult:
    """Determine every line of a book and write the results beside it.

    Parameters
    ----------
    book
        CSV or Parquet; columns are facts.
    out
        Where the results go, `.parquet` or `.csv`; written beside first, then renamed. The run card goes to the
        same name with `.run.yaml`.
    as_of
        Date of law for all lines; each line's own `date` if left out.
    today
        Date of law for all lines if neither `as_of` nor a column 'date' gives one.
    mapping
        Fact to column, where names differ; `line` and `value` may be mapped too.
    unknown
        Facts to leave unknown in every line although a column may exist.

    Raises
    ------
    BookError
        With everything that is wrong with the book, in one pass; nothing is written then.
    """
    book, out = Path(book), Path(out)
    _check_out(book, out)
    day, chosen, constants = settings_of(library, as_of, readings, assume or {})
    told = progress or (lambda _stage, _share: None)
    with _connect(threads) as (connection, folder):
        told("reading the book", 0.0)
        sql, kinds = _open(connection, book, folder)
        columns, faults = map_columns(kinds, library.facts, book=book.name, mapping=mapping or {}, unknown=unknown)
        opened = Book(connection=connection, sql=sql, name=book.name, kinds=kinds, columns=columns)
        if day is None and DATE not in columns.facts:
            day = today
        if day is None and DATE not in columns.facts:
            faults.append(Problem(where=book.name, what="no date of law.", do="Give --as-of, or add a column 'date'."))
        variants = (chosen, *(Readings(reading) for reading in (Reading.NARROW, Reading.BROAD)))
        try:
            if faults:
                raise BookError([*faults, *value_problems(opened, library.facts)])
            stage = encode(DuckLines(opened), library, day=day, variants=variants, constants=constants, progress=told)
        except duckdb.Error as fault:
            raise BookError(reading_fault(fault, book)) from None
        told("deciding", 0.6)
        verdicts = stage.verdicts()
        told("writing", 0.8)
        summary = summary_of(stage, verdicts, has_value=bool(columns.value))
        card = {
            "book": str(book.resolve()),
            "book_sha256": sha256_of(book),
            **card_of(library, columns),
            "as_of": day.isoformat() if day else "the date of each line",
            "readings": chosen.to_dict(),
            "assume": dict(assume or {}),
            "engine": f"DuckDB {duckdb.__version__}",
            "lines": stage.lines,
            "by_outcome": dict(summary["by_outcome"]),
        }
        _write(connection, stage, verdicts, out, yaml.safe_dump(card, sort_keys=False, allow_unicode=True))
    told("done", 1.0)
    return BookResult(
        lines=stage.lines,
        unit=columns.unit,
        unknown_share={name: share for name, share in stage.unknown_shares().items() if name in columns.facts},
        mapped=columns.facts,
        unmapped=columns.unmapped,
        absent=tuple(
            column.fact for column in stage.columns if column.fact in library.facts and column.fact not in columns.facts
        ),
        out=out,
        run_card=run_card_of(out),
        card=card,
        **summary,
    )


def run_card_of(out: Path) -> Path:
    """Return the place of the run card of a results file."""
    return out.with_suffix(".run.yaml")


def _check_out(book: Path, out: Path) -> None:
    check_place(out, (".parquet", ".csv"))
    if book.exists() and out.exists() and book.samefile(out):
        raise BookError(Problem(where=str(out), what="the results would overwrite the book.", do="Name another file."))


@contextmanager
def _connect(threads: int | None) -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    """Open DuckDB in memory, with a folder to spill to that is gone afterwards."""
    with TemporaryDirectory(prefix="sekisho-") as folder, duckdb.connect() as connection:
        connection.execute(f"SET temp_directory = {literal(folder)}")
        connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
        if threads:
            connection.execute(f"SET threads = {int(threads)}")
        try:
            yield connection, Path(folder)
        except RuntimeError as fault:
            if "interrupted" not in str(fault).lower():
                raise
            raise KeyboardInterrupt from None


def _open(connection: duckdb.DuckDBPyConnection, book: Path, folder: Path) -> tuple[str, dict[str, str]]:
    """Return the SQL that reads the book, and its columns with their types."""
    try:
        sql = staged_sql(connection, book, folder)
        return sql, column_kinds(connection, sql)
    except duckdb.Error as fault:
        raise BookError(reading_fault(fault, book)) from None


def settings_of(
    library: Library, as_of: date | str | None, readings: Readings | str | None, assume: Mapping[str, str]
) -> tuple[date | None, Readings, dict[FactName, FactValue]]:
    """Type what holds for all lines; all problems at once."""
    meant = date.max if as_of is None else as_of
    facts, day, chosen = settle_input({}, library, as_of=meant, readings=readings, assume=assume)
    constants = {name: value for name, value in facts.items() if library.facts[name].of == "law"}
    return None if as_of is None else day, chosen, constants


class _Counts(TypedDict):
    by_headline: dict[str, int]
    by_outcome: dict[str, int]
    value_by_headline: dict[str, float] | None
    settle_first: tuple[tuple[FactName, int, int], ...]


def summary_of(stage: Stage, verdicts: Verdicts, *, has_value: bool) -> _Counts:
    """Count lines and values by outcome, and what would settle the open ones."""
    outcome = verdicts.outcome()
    words = np.array([_headline_code(level) for level in range(len(Outcome))])
    floor, ceiling = words[verdicts.floor[0]], words[verdicts.ceiling[0]]
    headline = np.where(floor == ceiling, floor, HEADLINES.index(UNDETERMINED))
    by_headline = {word: int(stage.counts[headline == code].sum()) for code, word in enumerate(HEADLINES)}
    by_value = {word: float(stage.values[headline == code].sum()) for code, word in enumerate(HEADLINES)}
    codes = (*range(len(Outcome)), UNDETERMINED_CODE)
    by_outcome = {name: int(stage.counts[outcome == code].sum()) for name, code in zip(LEVELS, codes, strict=True)}
    return {
        "by_headline": by_headline,
        "by_outcome": {name: count for name, count in by_outcome.items() if count},
        "value_by_headline": by_value if has_value else None,
        "settle_first": _settle_first(stage, verdicts),
    }


def _headline_code(level: int) -> int:
    return HEADLINES.index(Outcome(level).headline)


def _settle_first(stage: Stage, verdicts: Verdicts) -> tuple[tuple[FactName, int, int], ...]:
    """Count, for each fact, the open lines that wait for it, and those that wait for it alone."""
    lines = np.bincount(verdicts.missing, weights=stage.counts, minlength=len(verdicts.missing_texts)).astype(int)
    waiting: dict[FactName, int] = {}
    alone: dict[FactName, int] = {}
    for text, count in zip(verdicts.missing_texts, lines, strict=True):
        names = [FactName(name) for name in text.split(";") if name]
        for name in names:
            waiting[name] = waiting.get(name, 0) + int(count)
        if len(names) == 1:
            alone[names[0]] = alone.get(names[0], 0) + int(count)
    ordered = sorted(waiting, key=lambda name: (-alone.get(name, 0), -waiting[name]))
    return tuple((name, waiting[name], alone.get(name, 0)) for name in ordered)


def card_of(library: Library, columns: Columns) -> dict[str, object]:
    """Return what a run card says of the columns and the library."""
    return {
        "mapping": {str(fact): column for fact, column in columns.facts.items()},
        "unknown": sorted(columns.unknown),
        "line_column": columns.line,
        "value_column": columns.value,
        "unit": columns.unit,
        "library": {"version": library.version, "hash": library.hash, "horizon": library.horizon.isoformat()},
    }


def _write(connection: duckdb.DuckDBPyConnection, stage: Stage, verdicts: Verdicts, out: Path, card: str) -> None:
    """Join the verdicts to the lines and write both files beside their places, then rename them."""
    _verdict_table(connection, stage, verdicts)
    place = run_card_of(out)
    partial, partial_card = (path.with_name(f"{path.name}.partial") for path in (out, place))
    kept = place.read_bytes() if place.exists() else None
    keys = ", ".join(f"k{word}" for word in range(len(stage.keys)))
    options = "FORMAT parquet" if out.suffix == ".parquet" else "FORMAT csv, HEADER"
    try:
        connection.execute(
            f"COPY (SELECT line, verdict.* EXCLUDE ({keys}) FROM encoded JOIN verdict USING ({keys})) "
            f"TO {literal(str(partial))} ({options})"
        )
        partial_card.write_text(card, encoding="utf-8")
        os.replace(partial_card, place)  # noqa: PTH105 - an atomic rename over what is there
        try:
            os.replace(partial, out)  # noqa: PTH105 - the same
        except BaseException:
            _put_back(place, kept)
            raise
    except duckdb.IOException as fault:
        raise BookError(writing_fault(fault, out)) from None
    finally:
        partial.unlink(missing_ok=True)
        partial_card.unlink(missing_ok=True)


def _put_back(place: Path, kept: bytes | None) -> None:
    """Leave a run card as it was, so that results and card stay together."""
    if kept is None:
        place.unlink(missing_ok=True)
    else:
        place.write_bytes(kept)


def verdict_columns(
    stage: Stage, verdicts: Verdicts
) -> tuple[tuple[str, ...], dict[str, np.ndarray[tuple[int], np.dtype[np.generic]]], dict[str, tuple[str, ...]]]:
    """Return the results of every signature as numbers.

    Returns
    -------
    tuple[str, ...]
        Columns that hold places in `LEVELS`.
    dict[str, np.ndarray]
        These, the words of the signature and the columns of texts; each of shape (signatures,).
    dict[str, tuple[str, ...]]
        The texts of each column that holds places in texts.
    """
    columns: dict[str, np.ndarray[tuple[int], np.dtype[np.generic]]] = {
        f"k{word}": key for word, key in enumerate(stage.keys)
    }
    levels = {"outcome": verdicts.outcome()}
    for variant, prefix in enumerate(("", "narrow_", "broad_")):
        levels[f"{prefix}floor"], levels[f"{prefix}ceiling"] = verdicts.floor[variant], verdicts.ceiling[variant]
    for name, codes in levels.items():
        columns[name] = np.where(codes == UNDETERMINED_CODE, len(LEVELS) - 1, codes).astype(np.uint8)
    columns |= {"decisive": verdicts.decisive, "open": verdicts.open, "missing": verdicts.missing}
    texts = {
        "decisive": verdicts.decisive_texts,
        "open": verdicts.open_texts,
        "missing": verdicts.missing_texts,
    }
    return tuple(levels), columns, texts


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
