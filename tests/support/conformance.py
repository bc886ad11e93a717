"""Row against bulk: the same lines determined one by one and as an order book, and every value compared."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from sekisho import Determination, Library, determine_book
from sekisho.determination.book.results.columns import results_sql
from sekisho.determination.line.determination import determine

Line = Mapping[str, str]
Row = tuple[str, ...]

COLUMNS = (
    *("outcome", "floor", "ceiling", "narrow_floor", "narrow_ceiling", "broad_floor", "broad_ceiling"),
    *("decisive", "open", "missing", "sleeping_level", "duties", "duties_open", "branches"),
)
TYPED = {"prc_content_share": "DOUBLE", "date": "DATE"}
"""Columns that a Parquet book holds in a type of their own; yes and no are Booleans too, codes are lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How lines are determined: the day, what is assumed, and how words are read."""

    as_of: date | None = None
    assume: Mapping[str, str] | None = None
    readings: str | None = None


def _level_asleep(answer: Determination) -> str:
    """Return the gravest level of the clauses that are suspended; empty if none is."""
    levels = [clause.level for clause in answer.sleeping if clause.state != "unknown"]
    return max(levels).level if levels else ""


def by_row(lines: Iterable[Line], library: Library, run: Run) -> list[Row]:
    """Determine line by line."""
    found: list[Row] = []
    for line in lines:
        answer = determine(line, library, as_of=run.as_of, readings=run.readings, assume=run.assume)
        narrow, broad = answer.by_reading["narrow"], answer.by_reading["broad"]
        found.append(
            (
                *(answer.outcome, answer.floor.level, answer.ceiling.level),
                *(narrow.floor.level, narrow.ceiling.level, broad.floor.level, broad.ceiling.level),
                *(";".join(answer.decisive), ";".join(answer.open), ";".join(answer.missing)),
                _level_asleep(answer),
                *(";".join(one.clause for one in answer.obligations if one.certain is sure) for sure in (True, False)),
                told_branches(answer),
            )
        )
    return found


def told_branches(answer: Determination) -> str:
    """What an answer would be for each value of each unknown of the law that moves it, told from the answer itself."""
    moves: dict[str, list[str]] = {}
    own = (answer.floor, answer.ceiling)
    for one in answer.branches:
        then = (one.verdict.floor, one.verdict.ceiling)
        if one.known and answer.floor != answer.ceiling and own != then:
            moves[one.unknown] = []
    for one in answer.branches:
        if one.unknown in moves:
            ends = f"{one.verdict.floor.level}..{one.verdict.ceiling.level}" if one.known else "not known"
            moves[one.unknown].append(f"{one.unknown}={one.value}:{ends}")
    return ";".join(part for parts in moves.values() for part in parts)


def write_csv(lines: Sequence[Line], book: Path, columns: Sequence[str]) -> None:
    """Write lines as a CSV book; a fact that a line leaves out is an empty cell."""
    with book.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([line.get(column, "") for column in columns] for line in lines)


def write_parquet(source: Path, book: Path, library: Library, columns: Iterable[str]) -> None:
    """Write the lines of a CSV book as Parquet, with numbers, days, Booleans and lists where they fit."""
    shown = []
    for column in columns:
        kind = library.facts[column].kind
        if column in TYPED:
            shown.append(f'TRY_CAST("{column}" AS {TYPED[column]}) AS "{column}"')
        elif kind == "yes_no":
            shown.append(f'TRY_CAST("{column}" AS BOOLEAN) AS "{column}"')
        elif kind == "codes":
            known = f"CASE WHEN \"{column}\" NOT IN ('', 'unknown') THEN string_split(\"{column}\", ';') END"
            shown.append(f'{known} AS "{column}"')
        else:
            shown.append(f'"{column}"')
    with duckdb.connect() as connection:
        lines = connection.read_csv(str(source), all_varchar=True, header=True, sep=",", quotechar='"', na_values="")
        lines.project(", ".join(shown)).write_parquet(str(book))


def by_book(book: Path, library: Library, run: Run, out: Path) -> list[Row]:
    """Determine a book."""
    result = determine_book(
        book,
        library,
        out=out,
        as_of=run.as_of,
        assume=run.assume,
        readings=run.readings,
        unknown=[name for name in ("control_codes", "destination") if name not in header_of(book)],
        threads=2,
    )
    rows = read_results(out, ["line::BIGINT", *(f"coalesce({name}::VARCHAR, '')" for name in COLUMNS)])
    assert [row[0] for row in rows] == list(range(1, result.lines + 1)), "a line is lost, or stands twice"
    return [row[1:] for row in rows]


def read_results(out: Path, columns: Iterable[str]) -> list[tuple[Any, ...]]:
    """Columns of a file of results, in the order of its lines."""
    with duckdb.connect() as connection:
        table = (
            connection.read_csv(str(out), all_varchar=True, header=True)
            if out.suffix == ".csv"
            else connection.sql(f"SELECT * FROM {results_sql(connection, out)}")
        )
        return table.project(", ".join(columns)).order("1").fetchall()


def header_of(book: Path) -> list[str]:
    """Columns of a book."""
    with duckdb.connect() as connection:
        table = connection.read_parquet(str(book)) if book.suffix == ".parquet" else connection.read_csv(str(book))
        return table.columns


def compare(
    lines: Sequence[Line],
    library: Library,
    run: Run,
    folder: Path,
    *,
    formats: Iterable[str] = ("csv", "parquet"),
    columns: Sequence[str] = (),
) -> int:
    """Determine lines by row and by book, compare every value, and return how many were compared."""
    lines = [line for line in lines if line]  # a row in which nothing stands is no line of a book
    columns = columns or sorted({name for line in lines for name in line})
    expected = by_row(lines, library, run)
    text = folder / "book.csv"
    write_csv(lines, text, columns)
    compared = 0
    for suffix in formats:
        book = text
        if suffix == "parquet":
            book = folder / "book.parquet"
            write_parquet(text, book, library, columns)
        found = by_book(book, library, run, folder / "results.parquet")
        assert len(found) == len(expected)
        wrong = [
            f"line {number} {dict(lines[number - 1])}: {name} is {theirs!r} in bulk and {mine!r} by row"
            for number, (one, other) in enumerate(zip(expected, found, strict=True), start=1)
            for name, mine, theirs in zip(COLUMNS, one, other, strict=True)
            if mine != theirs
        ]
        assert not wrong, f"{suffix}, {run}: {len(wrong)} values differ\n" + "\n".join(wrong[:10])
        compared += len(found) * len(COLUMNS)
    return compared
