"""The cells of all tables of a bill, column by column: each distinct text is read once, and what is wrong is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from sekisho.errors import FactError, Problem
from sekisho.files.formats import literal, quoted
from sekisho.files.row_staging import ROW
from sekisho.message import ClauseText, counted, message
from sekisho.trade.bom.bill import UNSTATED, Flags, Floats, Ints
from sekisho.trade.bom.sources import BillTable
from sekisho.trade.bom.values import CellError, are_unstated
from sekisho.trade.book.order_book import SPACES

if TYPE_CHECKING:
    import duckdb

V = TypeVar("V")
FEW: Final = 2_000
"""Distinct texts up to which DuckDB numbers them. A guess. It moves time alone, and no result."""
SHOWN: Final = 20
"""Wrong values of one column that are told; the others are counted."""
_TABLE: Final = "bom_cells"
_PLAIN: Final = literal("^[!-~]([ -~]*[!-~])?$")
"""Text without a space at its ends, as far as that is seen at once: to trim takes DuckDB twice as long as to look."""
_DIFFERENT: Final = frozenset({"part", "parent"})
"""Columns in which so many texts differ that a look first is worth it; of others DuckDB trims each text once."""
UNKNOWN: Final = message("bill.unknown_there", "It is unknown there.")


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """One column of all rows: the distinct texts, and for each row the place of its own; -1 where it states nothing."""

    texts: tuple[str, ...]
    code: Ints

    @property
    def stated(self) -> Flags:
        """Tell for each row whether it states anything; shape (rows,)."""
        return np.not_equal(self.code, UNSTATED)


@dataclass(slots=True, kw_only=True, eq=False)
class BillColumns:
    """The rows of all tables of a bill, one below the other.

    Parameters
    ----------
    headers
        Of each column that some table has, what the first of these calls it.
    all_headers
        Of each table, what it calls each of its columns.
    names
        Names of the tables.
    sheet, row
        Of each row, the place of its table in `names` and its number there; shape (rows,).
    problems
        What was found to be wrong so far.
    set_aside
        Rows that could not be taken apart, each with the reason; the others are read.
    strict
        A cell that cannot be read is a problem, in place of an unknown fact that is told.
    unread
        What could not be read: the fact is unknown there, and all else of the row counts.
    """

    connection: duckdb.DuckDBPyConnection
    headers: Mapping[str, str]
    all_headers: tuple[Mapping[str, str], ...]
    names: tuple[str, ...]
    sheet: Ints
    row: NDArray[np.int64]
    problems: list[Problem] = field(default_factory=list)
    set_aside: tuple[Problem, ...] = ()
    strict: bool = False
    unread: list[Problem] = field(default_factory=list)
    counter: Iterator[int] = field(default_factory=count)
    fetched: dict[str, Cells] = field(default_factory=dict)

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.row)

    def where(self, row: int) -> str:
        """Name the place of a row."""
        return message(
            "error.at_row", "{file}, row {row}", file=self.names[int(self.sheet[row])], row=int(self.row[row])
        )

    def complain(self, rows: NDArray[np.signedinteger], what: str, remedy: str, *, column: str = "") -> None:
        """Keep a problem of some rows: where the first of them is, and how many there are."""
        if not len(rows):
            return
        where = self.where(int(rows[0]))
        if column in self.headers:
            where = message("error.at_column", "{file}: column '{column}'", file=where, column=self.headers[column])
        self.problems.append(Problem(where=where, what=_of_rows(what, len(rows)), remedy=remedy))

    def flag(
        self, rows: NDArray[np.signedinteger], what: str, remedy: str, *, column: str = "", then: str = UNKNOWN
    ) -> None:
        """Keep what of some rows could not be read; under `strict` it is a problem.

        Parameters
        ----------
        then
            What becomes of it.
        """
        if self.strict:
            self.complain(rows, what, remedy, column=column)
            return
        if not len(rows):
            return
        row = int(rows[0])
        number = int(self.row[row])
        at = message("error.row", "row {row}", row=number)
        if column in self.headers:
            at = message("error.row_column", "row {row}, column '{column}'", row=number, column=self.headers[column])
        fault = _of_rows(ClauseText(what), len(rows))
        told = message("bill.not_read", "not read: {place}: {fault}. {then}", place=at, fault=fault, then=then)
        self.unread.append(Problem(where=self.names[int(self.sheet[row])], what=told, remedy=remedy))

    def cells(self, column: str) -> Cells:
        """Fetch a column, once; nobody changes it."""
        if column not in self.fetched:
            self.fetched[column] = self._coded(quoted(column)) if column in self.headers else self._nothing()
        return self.fetched[column]

    def alike(self, *columns: str) -> list[Cells]:
        """Fetch columns that name the same things: they have one list of texts, in the order in which they come."""
        present = [column for column in columns if column in self.headers]
        coded = dict(zip(present, self._many([quoted(column) for column in present]), strict=True))
        texts = coded[present[0]].texts if present else ()
        return [coded.get(column, Cells(texts, self._nothing().code)) for column in columns]

    def _nothing(self) -> Cells:
        return Cells((), np.full(len(self), UNSTATED, dtype=np.int32))

    def numbers(self, column: str) -> tuple[Floats, Cells]:
        """Fetch a column of numbers as far as they are written plainly, NaN elsewhere, and the cells that are not."""
        if column not in self.headers:
            return np.full(len(self), np.nan), self._nothing()
        name = quoted(column)
        number = f"TRY_CAST({name} AS DOUBLE)"
        found = self.connection.execute(
            f"SELECT CASE WHEN isfinite({number}) THEN {number} WHEN {name} IS NOT NULL THEN 'nan'::DOUBLE END AS v "
            f"FROM {_TABLE}"
        ).fetchnumpy()["v"]
        # An empty cell is masked, and one that is no plain number is not.
        odd = self._nothing()
        if np.isnan(np.ma.compressed(found)).any():
            odd = self._coded(f"CASE WHEN NOT coalesce(isfinite({number}), false) THEN {name} END")
        return np.asarray(np.ma.filled(found, np.nan), dtype=np.float64), odd

    def _coded(self, sql: str) -> Cells:
        """Number the distinct texts: a few in their order, many as they come."""
        source = f"(SELECT {sql} AS v FROM {_TABLE})"
        few = self.connection.execute(f"SELECT DISTINCT v FROM {source} WHERE v IS NOT NULL LIMIT {FEW + 1}").fetchall()
        if len(few) > FEW:
            return self._many([sql])[0]
        texts = sorted(text for (text,) in few)
        if not texts:
            return self._nothing()
        kind = f"bom_texts_{next(self.counter)}"
        self.connection.execute(f"CREATE TYPE {kind} AS ENUM ({', '.join(map(literal, texts))})")
        found = self.connection.execute(f"SELECT coalesce(enum_code(v::{kind})::INTEGER, -1) AS v FROM {source}")
        code = np.asarray(found.fetchnumpy()["v"], dtype=np.int32)
        return _of_stated(tuple(texts), code)

    def _many(self, columns: Sequence[str]) -> list[Cells]:
        """Number the distinct texts of columns together, as they come: those of the first column, then of the next.

        DuckDB finds and numbers them, so that only distinct texts become objects of Python, and rows become numbers.
        """
        if not columns:
            return []
        rows, texts = (f"bom_{kind}_{next(self.counter)}" for kind in ("rows", "texts"))
        names = [f"c{place}" for place in range(len(columns))]
        shown = ", ".join(f"{sql} AS {name}" for sql, name in zip(columns, names, strict=True))
        every = " UNION ALL ".join(f"SELECT {name} AS v FROM {rows}" for name in names)
        joins = " ".join(f"LEFT JOIN {texts} AS of_{name} ON of_{name}.v = {rows}.{name}" for name in names)
        codes = ", ".join(f"coalesce(of_{name}.place, {UNSTATED}) AS {name}" for name in names)
        run = self.connection.execute
        run(f"CREATE TEMP TABLE {rows} AS SELECT (row_number() OVER () - 1)::INTEGER AS at, {shown} FROM {_TABLE}")
        run(
            f"CREATE TEMP TABLE {texts} AS SELECT (row_number() OVER () - 1)::INTEGER AS place, v "
            f"FROM (SELECT DISTINCT v FROM ({every}) WHERE v IS NOT NULL)"
        )
        distinct = run(f"SELECT v FROM {texts} ORDER BY place").fetchnumpy()["v"]
        found = run(f"SELECT {rows}.at, {codes} FROM {rows} {joins}").fetchnumpy()
        run(f"DROP TABLE {rows}")
        run(f"DROP TABLE {texts}")
        # A join keeps no order.
        code = np.full((len(columns), len(self)), UNSTATED, dtype=np.int32)
        for place, name in enumerate(names):
            code[place, np.asarray(found["at"])] = found[name]
        order = by_first(len(distinct), code.reshape(-1))
        number = np.full(len(distinct) + 1, UNSTATED, dtype=np.int32)
        number[order] = np.arange(len(distinct), dtype=np.int32)
        in_order = tuple(np.asarray(distinct, dtype=object)[order].tolist())
        together = _of_stated(in_order, number[code])
        return [Cells(in_order, column) for column in together.code]

    def read(self, column: str, read: Callable[[str], V], cells: Cells | None = None) -> tuple[Cells, list[V | None]]:
        """Read each distinct text of a column; a text that cannot be read is flagged, and states nothing.

        Returns
        -------
        Cells
            The column without the texts that cannot be read.
        list
            The value of each text.
        """
        cells = cells or self.cells(column)
        values: list[V | None] = []
        faults: dict[int, tuple[str, str]] = {}
        used = np.zeros(len(cells.texts) + 1, dtype=bool)
        used[cells.code] = True
        for place, (text, is_used) in enumerate(zip(cells.texts, used.tolist(), strict=False)):
            value: V | None = None
            if is_used:
                try:
                    value = read(text)
                except CellError as fault:
                    faults[place] = (fault.what, fault.remedy)
                except FactError as fault:
                    faults[place] = (fault.problems[0].what, fault.problems[0].remedy)
            values.append(value)
        if not faults:
            return cells, values
        for place, (what, remedy) in list(faults.items())[:SHOWN]:
            self.flag(np.flatnonzero(cells.code == place), what, remedy, column=column)
        if len(faults) > SHOWN:
            at = message(
                "error.at_column", "{file}: column '{column}'", file=self.names[0], column=self.headers[column]
            )
            more = Problem(
                where=at,
                what=counted(
                    "error.more_values",
                    "{n} more value that cannot be read.",
                    "{n} more values that cannot be read.",
                    n=len(faults) - SHOWN,
                ),
            )
            (self.problems if self.strict else self.unread).append(more)
        wrong = np.zeros(len(cells.texts) + 1, dtype=bool)
        wrong[list(faults)] = True
        return Cells(cells.texts, np.where(wrong[cells.code], UNSTATED, cells.code).astype(np.int32)), values

    def bounds(self, column: str, read: Callable[[str], tuple[float, float]]) -> tuple[Floats, Floats]:
        """Read a column of numbers or their bounds; NaN where nothing is stated; each of shape (rows,)."""
        plain, odd = self.numbers(column)
        cells, values = self.read(column, read, odd)
        if not values:
            return plain, plain.copy()
        stated = np.array([value or (np.nan, np.nan) for value in values] + [(np.nan, np.nan)])
        low, high = stated[cells.code, 0], stated[cells.code, 1]
        return np.where(np.isnan(plain), low, plain), np.where(np.isnan(plain), high, plain)


def by_first(texts: int, code: Ints) -> NDArray[np.intp]:
    """Return the places of all texts in the order in which they come first; those that never come are last."""
    first = np.full(texts + 1, len(code), dtype=np.intp)
    first[code[::-1]] = np.arange(len(code) - 1, -1, -1)
    return np.argsort(first[:texts], kind="stable")


def _of_stated(texts: tuple[str, ...], code: Ints) -> Cells:
    """Return a column in which a text such as n/a states nothing."""
    unsaid = np.array([*are_unstated(texts), False])
    return Cells(texts, np.where(unsaid[code], UNSTATED, code).astype(np.int32) if unsaid.any() else code)


def table_of(
    connection: duckdb.DuckDBPyConnection,
    sheets: Sequence[tuple[BillTable, Mapping[str, str]]],
    *,
    strict: bool = False,
) -> BillColumns:
    """Put the tables of a bill one below the other.

    Parameters
    ----------
    sheets
        Each table, and the column of it for each column of a bill.
    """
    columns = list(dict.fromkeys(column for _, mapped in sheets for column in mapped))
    selects = []
    for number, (sheet, mapped) in enumerate(sheets):
        shown = ", ".join(f"{_text(mapped, column)} AS {quoted(column)}" for column in columns)
        selects.append(
            f"SELECT {number}::INTEGER AS sheet, {ROW}::BIGINT AS row{', ' if shown else ''}{shown} FROM {sheet.sql}"
        )
    connection.execute(f"CREATE VIEW {_TABLE} AS {' UNION ALL '.join(selects)}")
    found = connection.execute(f"SELECT sheet, row FROM {_TABLE}").fetchnumpy()
    all_headers = tuple({**mapped, **sheet.headers} for sheet, mapped in sheets)
    headers: dict[str, str] = {}
    for (_, mapped), named in zip(sheets, all_headers, strict=True):
        for column in mapped:
            headers.setdefault(column, named[column])
    return BillColumns(
        connection=connection,
        headers=headers,
        all_headers=all_headers,
        names=tuple(sheet.name for sheet, _ in sheets),
        sheet=np.asarray(found["sheet"], dtype=np.int32),
        row=np.asarray(found["row"], dtype=np.int64),
        set_aside=tuple(_bad(sheet for sheet, _ in sheets)),
        strict=strict,
    )


def _of_rows(what: str, rows: int) -> str:
    """Say of how many rows a fault is told, if it is not of one."""
    if rows == 1:
        return what
    return counted(
        "bill.rows_first", "{what} ({n} row, this first)", "{what} ({n} rows, this first)", what=what, n=rows
    )


def _text(mapped: Mapping[str, str], column: str) -> str:
    if column not in mapped:
        return "NULL::VARCHAR"
    cell = f"{quoted(mapped[column])}::VARCHAR"
    trimmed = f"trim({cell}, {SPACES})"
    if column in _DIFFERENT:
        trimmed = f"CASE WHEN regexp_matches({cell}, {_PLAIN}) THEN {cell} ELSE {trimmed} END"
    return f"nullif({trimmed}, '')"


def _bad(sheets: Iterable[BillTable]) -> Iterable[Problem]:
    for sheet in sheets:
        for row in sheet.bad[:SHOWN]:
            yield Problem(
                where=message("error.at_row", "{file}, row {row}", file=sheet.name, row=row.row),
                what=row.reason,
                remedy=message("bill.mend_row", "The row was set aside: mend it."),
            )
        if len(sheet.bad) > SHOWN:
            yield Problem(
                where=sheet.name,
                what=counted(
                    "bill.more_rows_apart",
                    "{n} more row that cannot be taken apart.",
                    "{n} more rows that cannot be taken apart.",
                    n=len(sheet.bad) - SHOWN,
                ),
            )
