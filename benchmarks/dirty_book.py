# ruff: noqa: S608 - the SQL is made of this file's own words
"""Read a dirty order book whose truth is known, and count what is read right, unknown, refused and wrong.

Usage: python benchmarks/dirty_book.py [--lines N] [--seed S] [--kind csv|xlsx]

A determination of the dirty book may be that of the clean one, or wider, since less is known. It must never be another.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from sekisho import Library, determine_book, load_measures
from sekisho.determination.book.opener import look_at
from sekisho.determination.core.outcome import Outcome
from sekisho.examples.dirty_orders import HEADERS, OTHERS, write_dirty
from sekisho.files.formats import literal, quoted
from sekisho.law.model.fact import UNKNOWN, FactValue, is_blank
from sekisho.trade.book.cleaning import Cleaned
from sekisho.trade.book.intake import BookIntake
from sekisho.trade.book.order_book import text_of
from sekisho.trade.book.recipe import Recipe

FREE_TEXT = ("line", "description")
Row = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What came of a dirty book.

    Parameters
    ----------
    columns
        Columns mapped right, wrong, not though they are facts, and rightly left aside.
    cells
        For each fact: cells right, unknown, in lines refused for them, in lines refused for others, wrong.
    lines
        Determinations equal, wider, refused, wrong; rows of totals set apart and taken for lines.
    """

    columns: Counter[str]
    cells: Mapping[str, Counter[str]]
    lines: Counter[str]
    wrong: list[str]


def score(library: Library, *, lines: int, seed: int, kind: str, folder: Path) -> Score:
    """Make a dirty book, read it, and compare it with its truth."""
    book, truth_file = folder / f"orders.{kind}", folder / "truth.parquet"
    write_dirty(library, lines=lines, seed=seed, out=book, truth=truth_file)
    truth = _rows(f"SELECT * FROM {read(truth_file)}")
    wrong: list[str] = []
    with look_at(book, library, recipe=Recipe(), mapping={"line": "sekisho_row"}) as (opened, cleaned):
        columns = _columns(opened)
        cells = _cells(opened, cleaned, truth, library, wrong)
    return Score(
        columns=columns,
        cells=cells,
        lines=_lines(book, truth_file, truth=truth, library=library, folder=folder, wrong=wrong),
        wrong=wrong,
    )


def read(parquet: Path) -> str:
    """Return SQL that reads a Parquet file."""
    return f"read_parquet({literal(str(parquet))})"


def _rows(sql: str) -> dict[int, Row]:
    with duckdb.connect() as connection:
        found = connection.execute(sql)
        names = [column[0] for column in found.description or ()]
        return {int(row[0]): dict(zip(names, row, strict=True)) for row in found.fetchall()}


def _columns(opened: BookIntake) -> Counter[str]:
    mapped = {column: str(fact) for fact, column in opened.book.columns.facts.items()}
    mapped |= {opened.book.columns.value: "value"} if opened.book.columns.value else {}
    meant = {header: fact for fact, header in HEADERS.items()} | dict.fromkeys(OTHERS, "")
    del meant[HEADERS["line"]]
    found: Counter[str] = Counter()
    for column, fact in meant.items():
        said = mapped.get(column, "")
        found["right" if said == fact else "not mapped" if not said else "wrong"] += 1
    return found


def _cells(
    opened: BookIntake, cleaned: Cleaned, truth: Mapping[int, Row], library: Library, wrong: list[str]
) -> dict[str, Counter[str]]:
    connection, book = opened.book.connection, cleaned.book
    facts = {str(fact): column for fact, column in book.columns.facts.items()}
    facts |= {"value": book.columns.value} if book.columns.value else {}
    shown = ", ".join(f"{text_of(column, book.kinds[column])} AS {quoted(fact)}" for fact, column in facts.items())
    kept = {
        int(row[0]): row[1:] for row in connection.execute(f"SELECT sekisho_row, {shown} FROM {book.sql}").fetchall()
    }
    refused: dict[int, set[str]] = {}
    if cleaned.gaps_sql:
        for row, column in connection.execute(f"SELECT row, col FROM {cleaned.gaps_sql}").fetchall():
            refused.setdefault(int(row), set()).add(column)
    counts: dict[str, Counter[str]] = {fact: Counter() for fact in facts if fact not in FREE_TEXT}
    for number, row in truth.items():
        if row["total"]:
            continue
        for at, fact in enumerate(facts):
            if fact in FREE_TEXT:
                continue
            if HEADERS[fact] in refused.get(number, ()):
                counts[fact]["refused"] += 1
                continue
            read, meant = _typed(library, fact, kept[number][at]), _typed(library, fact, row[fact])
            result = "right" if read == meant else "unknown" if read is UNKNOWN else "wrong"
            if result == "wrong" and fact in {"exporter", "importer", "end_user"}:
                result = "slip of the name"
            counts[fact][result] += 1
            if result == "wrong":
                wrong.append(f"row {number}: {fact} is {row[fact]!r} and was read as {kept[number][at]!r}")
    return counts


def _typed(library: Library, fact: str, text: object) -> FactValue:
    if text is None or is_blank(str(text)):
        return "none" if library.facts[fact].absent == "none" else UNKNOWN
    return library.facts.parse(fact, str(text))


def _lines(
    book: Path, truth_file: Path, *, truth: Mapping[int, Row], library: Library, folder: Path, wrong: list[str]
) -> Counter[str]:
    clean_book, out = folder / "clean.parquet", folder / "clean-results.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * EXCLUDE (row, total, spoilt, line), row AS line FROM {read(truth_file)} "
            f"WHERE NOT total) TO {literal(str(clean_book))} (FORMAT parquet)"
        )
    determine_book(clean_book, library, out=out)
    result = determine_book(book, library, out=folder / "results.parquet", mapping={"line": "sekisho_row"})
    shown = "SELECT line, floor::VARCHAR AS floor, ceiling::VARCHAR AS ceiling FROM"
    expected, found = _rows(f"{shown} {read(out)}"), _rows(f"{shown} {read(folder / 'results.parquet')}")
    level = {outcome.level: int(outcome) for outcome in Outcome}
    counts: Counter[str] = Counter({"wrong": 0})
    for number, row in truth.items():
        if row["total"]:
            counts["totals taken for lines" if number in found else "totals set apart"] += 1
        elif number not in found:
            counts["refused"] += 1
        else:
            low, high = (level[str(found[number][end])] for end in ("floor", "ceiling"))
            least, most = (level[str(expected[number][end])] for end in ("floor", "ceiling"))
            how = "equal" if (low, high) == (least, most) else "wider" if low <= least and high >= most else "wrong"
            counts[how] += 1
            if how == "wrong":
                wrong.append(f"row {number}: {expected[number]} and not {found[number]}")
    if result.reading.read != result.lines + len(result.reading.no_lines) or result.reading.read != len(truth):
        wrong.append(
            f"{result.reading.read} read, {result.lines} determined, {len(result.reading.no_lines)} rows are no lines"
        )
    return counts


def main() -> int:
    """Print the tables; returns 1 if something was read wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", choices=("csv", "xlsx"), default="csv")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = score(load_measures(), lines=given.lines, seed=given.seed, kind=given.kind, folder=Path(folder))
    print("columns ", ", ".join(f"{name} {count}" for name, count in found.columns.most_common()))
    heads = ("right", "slip of the name", "unknown", "refused", "of a refused line", "wrong")
    print(f"{'cells':24}" + "".join(f"{head:>19}" for head in heads))
    every: Counter[str] = Counter()
    for fact, counts in found.cells.items():
        print(f"{fact:24}" + "".join(f"{counts[head]:>19,}" for head in heads))
        every += counts
    print(f"{'all':24}" + "".join(f"{every[head]:>19,}" for head in heads))
    print("lines   ", ", ".join(f"{name} {count:,}" for name, count in found.lines.most_common()))
    print("\n".join(found.wrong[:20]))
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
