"""Order books: which columns are which facts, and what each distinct value means.

`trade.book` stages a book of any kind. Every column is text (numbers of Parquet stay numbers), typed once a
distinct value by the table of facts, and everything that cannot be typed is reported in one pass, with counts and rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.errors import FactError, Problem
from sekisho.files.formats import quoted
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import UNKNOWN, Fact, FactValue, is_blank, when_absent
from sekisho.law.model.fact_table import FactTable
from sekisho.message import counted, message
from sekisho.trade.book.cells.numbers import bounds_sql
from sekisho.trade.book.columns import Columns

if TYPE_CHECKING:
    import duckdb

    from sekisho.trade.book.held_texts import FewCells, HeldTexts, Look

BAD_VALUES_SHOWN = 20
"""Wrong values of one column that are told; the others are counted."""
SPACES_OF_CELLS = " \t\n\r\u00a0\u3000"
"""What counts as space at the ends of a cell: also the no-break and the ideographic one."""
SPACES = "' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(12288)"
"""The same as SQL."""


FEW_LINES: Final = 2_000
"""Lines up to which the cells of many columns are fetched by one question."""


def text_of(column: str, kind: str, *, of: str = "") -> str:
    """Return SQL that gives a column as text; lists become codes separated by ';'."""
    name = f"{of}.{quoted(column)}" if of else quoted(column)
    if kind.endswith("[]"):
        return f"CASE WHEN len({name}) = 0 THEN 'none' ELSE array_to_string({name}, ';') END"
    return name if kind == "VARCHAR" else f"CAST({name} AS VARCHAR)"


def is_number(kind: str) -> bool:
    """Tell whether a column of a book holds numbers already."""
    return kind.startswith("DECIMAL") or kind in {
        *("DOUBLE", "FLOAT", "BIGINT", "INTEGER", "SMALLINT", "TINYINT", "HUGEINT"),
        *("UBIGINT", "UINTEGER", "USMALLINT", "UTINYINT"),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A book opened in DuckDB: the SQL that reads it, the types of its columns, and which of them are which facts.

    Parameters
    ----------
    origins
        For columns that were made in reading, the column of the book that they were made from.
    joined
        For columns that are several of the book read as one, those.
    looked
        What its columns held when they were looked at; None if they were not.
    cells
        Its cells, if they are few; None if not.
    """

    connection: duckdb.DuckDBPyConnection
    sql: str
    name: str
    kinds: Mapping[str, str]
    columns: Columns
    origins: Mapping[str, str] = field(default_factory=dict)
    joined: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    looked: Look | None = field(default=None, repr=False, compare=False)
    cells: FewCells | None = field(default=None, repr=False, compare=False)

    def is_text(self, column: str) -> bool:
        """Tell whether a column is one of text."""
        return self.kinds[column] == "VARCHAR"

    def held(self, column: str) -> HeldTexts | None:
        """Return the distinct texts of a column of text; None if the lines have changed since they were looked at."""
        return self.looked.columns.get(column) if self.looked and self.looked.sql == self.sql else None

    def seen(self, column: str) -> HeldTexts | None:
        """Return what `held` does, or the distinct texts of the cells that were fetched; None if neither has them."""
        return self.held(column) or (self.cells.texts(self.sql, column) if self.cells is not None else None)

    def shown(self, column: str) -> str:
        """Name a column as the book does."""
        return self.origins.get(column, column)

    def text_sql(self, fact: Fact, *, of: str = "") -> str | None:
        """Return SQL that gives a fact as text; None if no column tells."""
        if fact.name in self.columns.unknown:
            return None
        column = self.columns.facts.get(fact.name)
        return None if column is None else text_of(column, self.kinds[column], of=of)

    def empty(self, fact: Fact) -> FactValue:
        """Return what an empty cell of a fact's column means: as if the fact were left out."""
        return UNKNOWN if fact.name in self.columns.unknown else when_absent(fact)


def distinct_texts(book: Book, column: str) -> Sequence[str]:
    """Return the distinct texts of a column, by one question unless they were looked at."""
    if (seen := book.held(column)) is not None:
        return seen.texts
    text = text_of(column, book.kinds[column])
    rows = book.connection.execute(f"SELECT DISTINCT {text} AS v FROM {book.sql} WHERE {text} IS NOT NULL").fetchall()
    return [value for (value,) in rows]


def typed_values(book: Book, fact: Fact, table: FactTable) -> tuple[dict[str, FactValue], list[Problem]]:
    """Type every distinct value of a fact's column that is stated; report the wrong ones, with counts and rows."""
    text = book.text_sql(fact)
    if text is None:
        return {}, []
    values: dict[str, FactValue] = {}
    bad: dict[str, Problem] = {}
    for value in distinct_texts(book, book.columns.facts[fact.name]):
        try:
            if not is_blank(value):
                values[value] = table.parse(fact.name, value)
        except FactError as fault:
            bad[value] = fault.problems[0]
    return values, list(_bad_values(book, book.columns.facts[fact.name], text, bad))


def _bad_values(book: Book, column: str, text: str, bad: Mapping[str, Problem]) -> Iterable[Problem]:
    if not bad:
        return
    connection = book.connection
    connection.execute("CREATE OR REPLACE TEMP TABLE bad_values (v VARCHAR)")
    connection.executemany("INSERT INTO bad_values VALUES (?)", [[value] for value in bad])
    counts = connection.execute(
        f"SELECT v, count(*), min(sekisho_row) FROM {book.sql} JOIN bad_values ON {text} = v GROUP BY v ORDER BY 3"
    ).fetchall()
    yield from bad_values_told(book.name, book.shown(column), counts, bad)


def bad_values_told(
    name: str, column: str, counts: Sequence[tuple[str, int, int]], bad: Mapping[str, Problem]
) -> Iterable[Problem]:
    """Say which values cannot be read: each with its lines and the first of them, in the order of these."""
    for value, count, first in counts[:BAD_VALUES_SHOWN]:
        problem = bad[value]
        where = message(
            "error.at_column_row", "{file}: column '{column}', row {row}", file=name, column=column, row=first
        )
        yield Problem(
            where=where,
            what=counted("book.bad_value", "{what} ({n} row)", "{what} ({n} rows, first)", what=problem.what, n=count),
            remedy=problem.remedy,
        )
    if len(counts) > BAD_VALUES_SHOWN:
        rest = len(counts) - BAD_VALUES_SHOWN
        yield Problem(
            where=message("error.at_column", "{file}: column '{column}'", file=name, column=column),
            what=counted(
                "error.more_values",
                "{n} more value that cannot be read.",
                "{n} more values that cannot be read.",
                n=rest,
            ),
        )


NO_NUMBER: Final = message("book.is_no_number", "is not a number")
NO_SHARE: Final = message("book.is_no_share", "is not a share from 0 to 1")
"""What a cell of numbers holds that cannot be read."""


def number_problems(book: Book, fact: Fact, column: str) -> list[Problem]:
    """Find what is no number in a column of numbers: text, NaN, infinities, shares outside 0 to 1."""
    name, kind = quoted(column), book.kinds[column]
    text = f"trim({name}, {SPACES})"
    if is_number(kind):
        number, stated = f"{name}::DOUBLE", f"{name} IS NOT NULL"
    else:
        number = f"TRY_CAST({text} AS DOUBLE)"
        stated = f"{name} IS NOT NULL AND lower({text}) NOT IN ('', 'unknown', 'n/a', '-')"
        if fact.name != "value":
            stated += f" AND NOT coalesce({bounds_sql(text, share=fact.unit == 'share 0-1')}, false)"
    wrong = f"{stated} AND coalesce(NOT isfinite({number}), true)"
    if not is_number(kind):
        # Nearly every cell is a number as it stands, and needs no second look.
        wrong = f"CASE WHEN coalesce(isfinite(TRY_CAST({name} AS DOUBLE)), false) THEN false ELSE {wrong} END"
    problems = list(_count_wrong(book, column, wrong, NO_NUMBER, fact))
    if fact.unit == "share 0-1":
        outside = f"{stated} AND isfinite({number}) AND NOT {number} BETWEEN 0 AND 1"
        problems += _count_wrong(book, column, outside, NO_SHARE, fact)
    return problems


def value_problems(book: Book, table: FactTable, *, but: Collection[FactName] = ()) -> list[Problem]:
    """Find every wrong value in the columns of a book; those of the facts in `but` are typed elsewhere."""
    problems: list[Problem] = []
    for name, column in book.columns.facts.items():
        fact = table[name]
        free_text = fact.kind == "map" or (fact.kind == "text" and not fact.scheme)
        if name in but or free_text:
            continue
        if fact.kind == "number":
            problems += number_problems(book, fact, column)
        else:
            problems += typed_values(book, fact, table)[1]
    if book.columns.value:
        problems += number_problems(book, table["value"], book.columns.value)
    return problems


def _count_wrong(book: Book, column: str, wrong: str, what: str, fact: Fact) -> Iterable[Problem]:
    name = quoted(column)
    row = book.connection.execute(
        f"SELECT count(*), min(sekisho_row), arg_min({name}::VARCHAR, sekisho_row), (SELECT count(*) FROM {book.sql}) "
        f"FROM {book.sql} WHERE {wrong}"
    ).fetchall()[0]
    if row[0]:
        yield wrong_number_told(book.name, book.shown(column), what, row, fact)


def wrong_number_told(name: str, column: str, what: str, found: tuple[int, int, str, int], fact: Fact) -> Problem:
    """Say how many rows hold no number; `found` is their count, the first row, its text, and the count of all rows."""
    wrong, first, text, rows = found
    return Problem(
        where=message("error.at_column", "{file}: column '{column}'", file=name, column=column),
        what=message(
            "book.wrong_rows",
            "{wrong} of {rows} rows contain what {what} (first: row {first}, '{value}').",
            wrong=wrong,
            rows=rows,
            what=what,
            first=first,
            value=text,
        ),
        remedy=message(
            "book.number_unit",
            "Expected a number, {unit}; leave the cell empty if it is unknown, or map another column.",
            unit=fact.unit or message("book.plain", "plain"),
        ),
    )


def value_at(thresholds: list[Decimal], place: int) -> FactValue:
    """Return a number of one cell: cell 2k lies below threshold k and above the one before, 2k + 1 is threshold k.

    >>> [str(value_at([Decimal(1), Decimal(3)], place)) for place in range(5)]
    ['0', '1', '2', '3', '4']
    """
    if not thresholds:
        return Decimal(0)
    if place % 2:
        return thresholds[place // 2]
    if place == 0:
        return thresholds[0] - 1
    if place == 2 * len(thresholds):
        return thresholds[-1] + 1
    return (thresholds[place // 2 - 1] + thresholds[place // 2]) / 2


def counts_at_once(book: Book, columns: Sequence[str]) -> dict[str, Counter[str]]:
    """Count the texts of columns in a book of few lines, empty ones as an empty text; nothing of one of more lines.

    A question names all columns of a book again, whatever it asks, so that one for each of a thousand columns takes
    minutes, however few the lines are.
    """
    cells = book.cells if book.cells is not None and book.sql in book.cells.sqls else None
    few = cells.lines if cells is not None else _lines_of(book)
    if few > FEW_LINES:
        return {}
    fetched = cells.columns if cells is not None else {}
    asked = [name for name in columns if name not in fetched]
    texts = ", ".join(text_of(name, book.kinds[name]) for name in asked)
    rows = book.connection.execute(f"SELECT {texts} FROM {book.sql}").fetchall() if asked else []
    place = {name: at for at, name in enumerate(asked)}
    return {
        name: Counter(cell or "" for cell in (fetched[name] if name in fetched else (row[place[name]] for row in rows)))
        for name in columns
    }


def _lines_of(book: Book) -> int:
    """Count the lines of a book, one more than few at most."""
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {book.sql} LIMIT {FEW_LINES + 1})"
    return int(book.connection.execute(sql).fetchall()[0][0])


def is_folder_of_results(results: Path) -> bool:
    """Tell whether results are a folder that Spark wrote to its end."""
    return (results / "_SUCCESS").is_file()
