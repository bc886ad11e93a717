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
from sekisho.numbering import numbered
from sekisho.trade.bom.bill import UNSTATED, Flags, Floats, Ints, Lost
from sekisho.trade.bom.sources import BillTable
from sekisho.trade.bom.values import CellError, are_unstated
from sekisho.trade.book.order_book import SPACES, SPACES_OF_CELLS

if TYPE_CHECKING:
    import duckdb

V = TypeVar("V")
FEW: Final = 2_000
"""Distinct texts up to which DuckDB numbers them. A guess. It moves time alone, and no result."""
SHOWN: Final = 20
"""Wrong values of one column that are told; the others are counted."""
_TABLE: Final = "bom_cells"
_KEY: Final = "hash({})"
"""SQL that gives a text the key by which it is numbered."""
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
    lost
        How many rows and cells these are.
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
    lost: Lost = field(default_factory=Lost)
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
        self,
        rows: NDArray[np.signedinteger],
        what: str,
        remedy: str,
        *,
        column: str = "",
        then: str = UNKNOWN,
        whole: bool = False,
    ) -> None:
        """Keep what of some rows could not be read; under `strict` it is a problem.

        Parameters
        ----------
        then
            What becomes of it.
        whole
            Whether whole rows are set aside.
        """
        if self.strict:
            self.complain(rows, what, remedy, column=column)
            return
        if not len(rows):
            return
        row = int(rows[0])
        self.lost = self.lost.more(self.where(row), rows=len(rows) * whole, cells={column: len(rows)} if column else {})
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
        found = self._fetched(f"CASE WHEN {name} IS NOT NULL THEN coalesce(TRY_CAST({name} AS DOUBLE), 'nan') END")
        # An empty cell is masked, and one that is no plain number is not.
        odd = self._nothing()
        if not np.isfinite(np.ma.compressed(found)).all():
            text = f"nullif(trim({name}, {SPACES}), '')"
            number = f"TRY_CAST({text} AS DOUBLE)"
            found = self._fetched(f"CASE WHEN isfinite({number}) THEN {number} END")
            odd = self._coded(f"CASE WHEN NOT coalesce(isfinite({number}), false) THEN {text} END")
        return np.asarray(np.ma.filled(found, np.nan), dtype=np.float64), odd

    def _fetched(self, sql: str) -> NDArray[np.float64]:
        """Fetch what an expression is for each row."""
        return self.connection.execute(f"SELECT {sql} AS v FROM {_TABLE}").fetchnumpy()["v"]

    def _coded(self, sql: str) -> Cells:
        """Number the distinct texts: a few in their order, many as they come."""
        source = f"(SELECT {sql} AS v FROM {_TABLE})"
        few = self.connection.execute(f"SELECT DISTINCT v FROM {source} WHERE v IS NOT NULL LIMIT {FEW + 1}").fetchall()
        if len(few) > FEW:
            return self._many([sql])[0]
        written = [text for (text,) in few]
        texts = tuple(sorted({text.strip(SPACES_OF_CELLS) for text in written} - {""}))
        if not texts:
            return self._nothing()
        kind = f"bom_texts_{next(self.counter)}"
        self.connection.execute(f"CREATE TYPE {kind} AS ENUM ({', '.join(map(literal, written))})")
        found = self.connection.execute(f"SELECT coalesce(enum_code(v::{kind})::INTEGER, -1) AS v FROM {source}")
        place = {text: number for number, text in enumerate(texts)}
        places = [place.get(text.strip(SPACES_OF_CELLS), UNSTATED) for text in written]
        return _of_stated(texts, np.array([*places, UNSTATED], dtype=np.int32)[found.fetchnumpy()["v"]])

    def _many(self, columns: Sequence[str]) -> list[Cells]:
        """Number the distinct texts of columns together, as they come: those of the first column, then of the next.

        DuckDB gives each text a key, and the distinct ones as texts, so that only these become objects of Python.
        """
        if not columns:
            return []
        run = self.connection.execute
        shown = ", ".join(f"{_KEY.format(sql)} AS c{place}" for place, sql in enumerate(columns))
        keys = run(f"SELECT {shown} FROM {_TABLE}").fetchnumpy()
        every = " UNION ALL ".join(f"SELECT {sql} AS v FROM {_TABLE}" for sql in columns)
        different = run(f"SELECT v, {_KEY.format('v')} AS k FROM (SELECT DISTINCT v FROM ({every}))").fetchnumpy()
        number = numbered(np.concatenate([*(keys[f"c{place}"] for place in range(len(columns))), different["k"]]))
        rows, of_text = number[: len(columns) * len(self)], number[len(columns) * len(self) :]
        if number.max(initial=-1) + 1 == len(of_text):
            texts = np.full(len(of_text), None, dtype=object)
            stated = ~np.ma.getmaskarray(different["v"])
            texts[of_text[stated]] = np.ma.getdata(different["v"])[stated]
        else:
            rows, texts = self._one_by_one(columns)
        in_order, place = _trimmed(texts.tolist())
        together = _of_stated(in_order, place[rows])
        return [Cells(in_order, code) for code in together.code.reshape(len(columns), len(self))]

    def _one_by_one(self, columns: Sequence[str]) -> tuple[Ints, NDArray[np.object_]]:
        """Number texts of which two have one key, which hardly ever is so: one after the other, in Python."""
        place: dict[str | None, int] = {}
        rows = [
            place.setdefault(text, len(place))
            for sql in columns
            for (text,) in self.connection.execute(f"SELECT {sql} FROM {_TABLE}").fetchall()
        ]
        return np.array(rows, dtype=np.int32), np.array(list(place), dtype=object)

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
            rest = np.isin(cells.code, list(faults)[SHOWN:]).sum()
            self.lost = self.lost.more(self.names[0], cells={column: int(rest)})
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


def _trimmed(texts: Sequence[str | None]) -> tuple[tuple[str, ...], Ints]:
    """Take the spaces off the ends of texts, and return the different ones, and of each text the place among these.

    A text without anything has none, -1.
    """
    written = [text for text in texts if text]
    bare = [text.strip(SPACES_OF_CELLS) for text in written]
    if bare == written:
        place = np.full(len(texts), UNSTATED, dtype=np.int32)
        place[[at for at, text in enumerate(texts) if text]] = np.arange(len(bare))
        return tuple(bare), place
    number = dict(zip(filter(None, dict.fromkeys(bare)), count(), strict=False))
    places = [number.get(text.strip(SPACES_OF_CELLS), UNSTATED) if text else UNSTATED for text in texts]
    return tuple(number), np.array(places, dtype=np.int32)


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
    apart = list(_bad(sheet for sheet, _ in sheets))
    lost = sum(len(sheet.bad) for sheet, _ in sheets)
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
        problems=apart if strict else [],
        set_aside=() if strict else tuple(apart),
        strict=strict,
        lost=Lost().more(apart[0].where, rows=lost) if apart else Lost(),
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
    return f"{quoted(mapped[column])}::VARCHAR"


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
