"""What the columns of a book hold: the distinct texts of each, by one look at all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from sekisho.files.formats import quoted

if TYPE_CHECKING:
    import duckdb

SAMPLED: Final = 10_000
"""Rows by which it is known whether a column holds few texts. A guess. Smaller, the first pages of a book stand for all
of it; larger, only slower."""
# Half of the sample. Texts that hardly ever stand twice, such as names of lines, are not worth a table: gathering them
# costs as much as going through the lines, and they must fit into memory. A guess.
MANY: Final = SAMPLED // 2
"""Distinct texts of the sample from which on a column is left to a question of its own."""
AT_ONCE: Final = 200
"""Columns of which one question asks."""
FETCHED: Final = MANY * AT_ONCE
"""Cells that are fetched as they stand, a million: some 100 MB as texts of Python, by arithmetic."""
KEPT: Final = 100_000
"""Texts of a column up to which they are kept with the book: some 10 MB, by arithmetic. Of more, each question is put
to the book again, which costs less than the memory."""


@dataclass(frozen=True, slots=True)
class HeldTexts:
    """The distinct texts of a column, and whether some row has none."""

    texts: tuple[str, ...]
    nulls: bool

    def some(self, test: Callable[[str], bool]) -> tuple[str, ...]:
        """Return the texts that pass a test."""
        return tuple(text for text in self.texts if test(text))


@dataclass(frozen=True, slots=True)
class Look:
    """What the columns of a book hold, as the SQL reads it that was looked at; a column of many texts is left out.

    Parameters
    ----------
    filled
        Columns that are no texts and state something in every row, as far as that was asked.
    """

    sql: str = ""
    columns: Mapping[str, HeldTexts] = field(default_factory=dict)
    filled: frozenset[str] = frozenset()

    def to_keep(self) -> Look:
        """Return what may be kept as long as the book is: without the columns of which texts would fill the memory."""
        return replace(self, columns={name: seen for name, seen in self.columns.items() if len(seen.texts) <= KEPT})


@dataclass(frozen=True, slots=True)
class FewCells:
    """The cells of a book of few lines, as they stand in its columns of text; fetched once, since many ask for them.

    Parameters
    ----------
    sqls
        What reads these lines with these columns, perhaps with more.
    lines
        How many lines there are.
    columns
        Of each column of text its cells, in the order of the lines; None where it is empty.
    """

    sqls: frozenset[str]
    lines: int
    columns: Mapping[str, tuple[str | None, ...]]

    def of(self, sql: str, names: Iterable[str]) -> Mapping[str, tuple[str | None, ...]] | None:
        """Return the cells of columns; None if they are not all here, or the lines are read otherwise by now."""
        return {name: self.columns[name] for name in names} if sql in self.sqls and self._has(names) else None

    def texts(self, sql: str, column: str) -> HeldTexts | None:
        """Return the distinct texts of a column; None if it is not here, or the lines are read otherwise by now."""
        cells = self.of(sql, (column,))
        return None if cells is None else _held(cells[column])

    def _has(self, names: Iterable[str]) -> bool:
        return all(name in self.columns for name in names)


def few_cells(connection: duckdb.DuckDBPyConnection, sql: str, texts: Sequence[str]) -> FewCells | None:
    """Fetch the cells of the columns of text of a book of few lines; None of one of more lines.

    Each question that names thousands of columns takes DuckDB a quarter of a second to understand.
    """
    lines = connection.execute(f"SELECT count(*) FROM (SELECT 1 FROM {sql} LIMIT {MANY})").fetchall()[0][0]
    if lines >= MANY or lines * len(texts) > FETCHED or not texts:
        return None
    rows = connection.execute(f"SELECT {', '.join(map(quoted, texts))} FROM {sql}").fetchall()
    columns = zip(*rows, strict=True) if rows else (() for _ in texts)
    once: list[dict[str | None, str | None]] = [{} for _ in texts]  # equal texts are one object while they are held
    cells = (tuple(map(of.setdefault, column, column)) for of, column in zip(once, columns, strict=True))
    return FewCells(frozenset({sql}), lines, dict(zip(texts, cells, strict=True)))


def look(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    texts: Sequence[str],
    others: Sequence[str] = (),
    *,
    cells: FewCells | None = None,
) -> Look:
    """Gather the distinct texts of columns of text; a book that is wide and rather short is not looked at.

    A question names all columns of a book again, whatever it asks, so that many questions cost more than they save
    where there are few lines; of very few lines one question fetches all cells.

    Parameters
    ----------
    others
        Columns that are no texts, of which it is asked whether they state something in every row.
    cells
        The cells of the book, if they were fetched.
    """
    if cells is not None and (fetched := cells.of(sql, texts)) is not None:
        return Look(sql, {name: _held(column) for name, column in fetched.items()})
    rows = connection.execute(f"SELECT count(*) FROM (SELECT 1 FROM {sql} LIMIT {SAMPLED})").fetchall()[0][0]
    if rows < MANY and rows * len(texts) <= FETCHED:
        return Look(sql, _all(connection, sql, texts))
    if len(texts) > AT_ONCE and rows < SAMPLED:
        return Look()
    found: dict[str, HeldTexts] = {}
    full: set[str] = set()
    for at in range(0, len(texts), AT_ONCE):
        names, more = [*_few(connection, sql, texts[at : at + AT_ONCE])], others if at == 0 else ()
        if not names:
            continue
        asked = [f"list(DISTINCT {quoted(name)}), count({quoted(name)})" for name in names]
        asked += [f"count({quoted(name)})" for name in more]
        total, *answers = connection.execute(f"SELECT count(*), {', '.join(asked)} FROM {sql}").fetchall()[0]
        for place, name in enumerate(names):
            several, stated = answers[2 * place : 2 * place + 2]
            found[name] = HeldTexts(tuple(text for text in several or () if text is not None), stated < total)
        full |= {name for name, stated in zip(more, answers[2 * len(names) :], strict=True) if stated == total}
    return Look(sql, found, frozenset(full))


def _all(connection: duckdb.DuckDBPyConnection, sql: str, texts: Sequence[str]) -> dict[str, HeldTexts]:
    """Gather the distinct texts of columns of few rows: their cells as they stand.

    To tell cells apart DuckDB makes tables for each column, which takes longer than to hand over so few.
    """
    if not texts:
        return {}
    cells = connection.execute(f"SELECT {', '.join(map(quoted, texts))} FROM {sql}").fetchall()
    columns = zip(*cells, strict=True) if cells else (() for _ in texts)
    return {name: _held(column) for name, column in zip(texts, columns, strict=True)}


def _held(cells: Iterable[str | None]) -> HeldTexts:
    distinct = dict.fromkeys(cells)
    return HeldTexts(tuple(text for text in distinct if text is not None), None in distinct)


def _few(connection: duckdb.DuckDBPyConnection, sql: str, names: Sequence[str]) -> Iterable[str]:
    """Go through the columns that hold few texts, by the first rows."""
    shown = ", ".join(map(quoted, names))
    asked = ", ".join(f"approx_count_distinct({quoted(name)})" for name in names)
    counts = connection.execute(f"SELECT {asked} FROM (SELECT {shown} FROM {sql} LIMIT {SAMPLED})").fetchall()[0]
    return (name for name, count in zip(names, counts, strict=True) if count < MANY)
