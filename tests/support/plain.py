"""The plain twin of every hostile file: a small book that holds one decisive listed party, and what is right of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import duckdb
import pytest
from _pytest.mark import ParameterSet

from sekisho import Library, determine_book
from sekisho.determination.book.bulk import BookResult
from sekisho.determination.book.opener import look_at
from sekisho.errors import SekishoError
from sekisho.files.tables import write_query
from sekisho.trade.book.order_book import text_of
from sekisho.trade.book.recipe import Recipe

DAY = "2026-09-30"
LISTED = "三菱造船株式会社"
UNLISTED = "東京精密加工株式會社"
HEADER = (
    *("line", "movement", "departure", "destination", "origin", "control_codes", "description", "importer"),
    *("end_user", "end_user_kind", "end_use", "knowledge_of_risk"),
)
RIGHT = {"L1": "licence", "L2": "prohibited_save_special"}
DECOY = {"L1": "licence", "L2": "licence"}
LEVELS = ("free", "licence", "prohibited_save_special", "prohibited")


def row(line: str, end_user: str, **more: str) -> dict[str, str]:
    """One line of the book."""
    stated = {
        **dict.fromkeys(HEADER, ""),
        "line": line,
        "movement": "export",
        "departure": "CN",
        "destination": "JP",
        "origin": "CN",
        "control_codes": "1C902.a.4",
        "description": "磁石",
        "importer": "大阪貿易株式會社",
        "end_user": end_user,
        "end_user_kind": "civil",
        "end_use": "civil",
        "knowledge_of_risk": "no",
    }
    return {**stated, **more}


Rows = Sequence[Mapping[str, str]]
ROWS = (row("L1", UNLISTED), row("L2", LISTED))
DECOYS = (row("L1", UNLISTED), row("L2", UNLISTED))


def crossing(*ways: Iterable[object]) -> list[ParameterSet]:
    """Cross ways to write a book: every value of every way stands in a quick test, and the other crossings are slow.

    A crossing costs a book that is read; all of them together cost more than what two values find that one does not.
    """
    every = [tuple(way) for way in ways]
    quick = {tuple(at % len(way) for way in every) for at in range(max(map(len, every)))}
    return [
        pytest.param(
            *(way[at] for way, at in zip(every, places, strict=True)),
            marks=() if places in quick else pytest.mark.slow,
        )
        for places in product(*(range(len(way)) for way in every))
    ]


def csv_text(rows: Rows = ROWS, *, delimiter: str = ",") -> str:
    """A book as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def parquet(rows: Rows, place: Path, shown: str = "*") -> None:
    """A book as Parquet; `shown` says what of its columns, such as `* REPLACE (...)`."""
    names = list(rows[0])
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE book ({', '.join(f'{name} VARCHAR' for name in names)})")
        marks = ", ".join("?" for _ in names)
        connection.executemany(f"INSERT INTO book VALUES ({marks})", [list(row.values()) for row in rows])
        write_query(connection, f"SELECT {shown} FROM book", place)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a book: the floor and the ceiling of each line, the summary, or the words of the refusal."""

    ranges: Mapping[str, tuple[str, str]]
    result: BookResult | None
    refusal: str


def answer(book: Path | str, library: Library, folder: Path, **more: object) -> Answer:
    """Determine a book by the Python function; everything but a refusal in words is a failure."""
    out = folder / "results.csv"
    settings = {"as_of": DAY, "recipe": Recipe(), **more}
    try:
        result = determine_book(book, library, out=out, **settings)  # type: ignore[arg-type]
    except SekishoError as refused:
        return Answer({}, None, str(refused) if all(each.what and each.remedy for each in refused.problems) else "")
    with out.open(encoding="utf-8", newline="") as file:
        found = {line["line"]: (line["floor"], line["ceiling"]) for line in csv.DictReader(file)}
    return Answer(found, result, "")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a book says, without being determined: the facts of each line as text, what was told, or the refusal."""

    facts: Mapping[str, Mapping[str, str]]
    told: Mapping[str, str]
    refusal: str = ""

    def parties(self) -> list[str]:
        """The end users, in the order of the lines."""
        return [facts.get("end_user", "") for facts in self.facts.values()]


def seen(book: Path | str, library: Library, **more: object) -> Seen:
    """Read a book as a run does, up to the point where it is determined."""
    settings = {"recipe": Recipe(), "mapping": {}, **more}
    try:
        with look_at(book, library, **settings) as (opened, cleaned):  # type: ignore[arg-type]
            found = cleaned.book
            columns = {str(fact): text_of(column, found.kinds[column]) for fact, column in found.columns.facts.items()}
            line = text_of(found.columns.line, found.kinds[found.columns.line]) if found.columns.line else "sekisho_row"
            rows = found.connection.execute(
                f"SELECT {line}, {', '.join(columns.values())} FROM {found.sql} ORDER BY 1"
            ).fetchall()
            facts = {str(row[0]): dict(zip(columns, (text or "" for text in row[1:]), strict=True)) for row in rows}
            return Seen(facts, dict(opened.source.staged.told))
    except SekishoError as refused:
        return Seen({}, {}, str(refused) if all(each.what and each.remedy for each in refused.problems) else "")


def same_levels(found: Answer, right: Mapping[str, str] = RIGHT) -> bool:
    """Tell whether a book has the levels of its plain twin."""
    return not found.refusal and found.ranges == {line: (level, level) for line, level in right.items()}


def open_and_flagged(found: Answer, right: Mapping[str, str] = RIGHT) -> bool:
    """Tell whether no line is gone or below its twin: it is the same, or it is open and reaches what is right."""
    if found.refusal or set(found.ranges) != set(right):
        return False
    return all(
        LEVELS.index(floor) <= LEVELS.index(right[line]) <= LEVELS.index(ceiling)
        for line, (floor, ceiling) in found.ranges.items()
    )


def assert_safe(found: Answer, right: Mapping[str, str] = RIGHT) -> None:
    """The one assertion: the levels of the twin, or a refusal in words, or the line open and flagged."""
    assert found.refusal or same_levels(found, right) or open_and_flagged(found, right), found
