"""The cells of all tables of a bill, column by column: each distinct text is read once, and what is wrong is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from sekisho.errors import FactError, Problem
from sekisho.trade.bom.bill import UNSTATED, Flags, Floats, Ints
from sekisho.trade.bom.sheets import Sheet
from sekisho.trade.bom.values import CellError, is_stated
from sekisho.trade.book import SPACES
from sekisho.trade.file import quoted
from sekisho.trade.reading.canonical import ROW

if TYPE_CHECKING:
    import duckdb

V = TypeVar("V")
SHOWN: Final = 20
"""Wrong values of one column that are told; the others are counted."""
_TABLE: Final = "bom_cells"


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
class Table:
    """The rows of all tables of a bill, one below the other.

    Parameters
    ----------
    headers
        Of each column that some table has, what the first of these calls it.
    names
        Names of the tables.
    sheet, row
        Of each row, the place of its table in `names` and its number there; shape (rows,).
    problems
        What was found to be wrong so far.
    """

    connection: duckdb.DuckDBPyConnection
    headers: Mapping[str, str]
    names: tuple[str, ...]
    sheet: Ints
    row: NDArray[np.int64]
    problems: list[Problem] = field(default_factory=list)

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.row)

    def where(self, row: int) -> str:
        """Name the place of a row."""
        return f"{self.names[int(self.sheet[row])]}, row {int(self.row[row]):,}"

    def complain(self, rows: NDArray[np.signedinteger], what: str, do: str, *, column: str = "") -> None:
        """Keep a problem of some rows: where the first of them is, and how many there are."""
        if not len(rows):
            return
        more = "" if len(rows) == 1 else f" ({len(rows):,} rows, this first)"
        at = f": column '{self.headers[column]}'" if column in self.headers else ""
        self.problems.append(Problem(where=f"{self.where(int(rows[0]))}{at}", what=f"{what}{more}", do=do))

    def cells(self, column: str) -> Cells:
        """Fetch a column."""
        if column not in self.headers:
            return Cells((), np.full(len(self), UNSTATED, dtype=np.int32))
        found = self.connection.execute(f"SELECT {quoted(column)} AS v FROM {_TABLE}").fetchnumpy()["v"]
        given = found
        if isinstance(found, np.ma.MaskedArray):
            given = found.data.astype(object)
            given[np.ma.getmaskarray(found)] = None
        places: dict[str | None, int] = {None: UNSTATED}
        codes = (places.setdefault(text, len(places) - 1) for text in given)
        code = np.fromiter(codes, dtype=np.int32, count=len(given))
        del places[None]
        texts = tuple(text for text in places if text is not None)
        unsaid = np.array([not is_stated(text) for text in texts] + [False], dtype=bool)
        if unsaid.any():
            code[unsaid[code]] = UNSTATED
        return Cells(texts, code)

    def read(self, column: str, read: Callable[[str], V], cells: Cells | None = None) -> tuple[Cells, list[V | None]]:
        """Read each distinct text of a column; a text that cannot be read is kept as a problem, and states nothing.

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
        used = set(np.unique(cells.code).tolist())
        for place, text in enumerate(cells.texts):
            value: V | None = None
            if place in used:
                try:
                    value = read(text)
                except CellError as fault:
                    faults[place] = (fault.what, fault.do)
                except FactError as fault:
                    faults[place] = (fault.problems[0].what, fault.problems[0].do)
            values.append(value)
        if not faults:
            return cells, values
        for place, (what, do) in list(faults.items())[:SHOWN]:
            self.complain(np.flatnonzero(cells.code == place), what, do, column=column)
        if len(faults) > SHOWN:
            at = f"{self.names[0]}: column '{self.headers[column]}'"
            self.problems.append(Problem(where=at, what=f"{len(faults) - SHOWN:,} more values that cannot be read."))
        wrong = np.zeros(len(cells.texts) + 1, dtype=bool)
        wrong[list(faults)] = True
        return Cells(cells.texts, np.where(wrong[cells.code], UNSTATED, cells.code).astype(np.int32)), values

    def numbers(self, column: str, read: Callable[[str], tuple[float, ...]], width: int) -> list[Floats]:
        """Read a column of numbers, such as bounds; NaN where nothing is stated.

        Returns
        -------
        list
            As many arrays as `read` gives numbers, each of shape (rows,).
        """
        cells, values = self.read(column, read)
        stated = np.array([value or (np.nan,) * width for value in values] + [(np.nan,) * width], dtype=np.float64)
        return [stated[cells.code, place] for place in range(width)]


def table_of(connection: duckdb.DuckDBPyConnection, sheets: Sequence[tuple[Sheet, Mapping[str, str]]]) -> Table:
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
    connection.execute(f"CREATE TABLE {_TABLE} AS {' UNION ALL '.join(selects)}")
    found = connection.execute(f"SELECT sheet, row FROM {_TABLE}").fetchnumpy()
    headers: dict[str, str] = {}
    for _, mapped in sheets:
        for column, header in mapped.items():
            headers.setdefault(column, header)
    return Table(
        connection=connection,
        headers=headers,
        names=tuple(sheet.name for sheet, _ in sheets),
        sheet=np.asarray(found["sheet"], dtype=np.int32),
        row=np.asarray(found["row"], dtype=np.int64),
        problems=list(_bad(sheet for sheet, _ in sheets)),
    )


def _text(mapped: Mapping[str, str], column: str) -> str:
    if column not in mapped:
        return "NULL::VARCHAR"
    return f"nullif(trim({quoted(mapped[column])}::VARCHAR, {SPACES}), '')"


def _bad(sheets: Iterable[Sheet]) -> Iterable[Problem]:
    for sheet in sheets:
        for row in sheet.bad[:SHOWN]:
            yield Problem(where=f"{sheet.name}, row {row.row:,}", what=row.reason, do="Mend the row.")
        if len(sheet.bad) > SHOWN:
            yield Problem(where=sheet.name, what=f"{len(sheet.bad) - SHOWN:,} more rows that cannot be taken apart.")
