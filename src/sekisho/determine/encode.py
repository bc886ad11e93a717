"""Lines of a book to signatures: the cells of every fact, packed into words, in DuckDB."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from sekisho.determine.asking import Column, patterned
from sekisho.determine.cells import CompiledLaw, compile_law
from sekisho.determine.given import parties_of
from sekisho.determine.one import ranks_of
from sekisho.determine.signatures import Verdicts, cut, used_facts, verdicts_of
from sekisho.errors import BookError, Problem
from sekisho.law.condition import Between, FactName, walk
from sekisho.law.fact import UNKNOWN, Fact, FactValue, Unknown
from sekisho.law.library import Library
from sekisho.law.term import Readings
from sekisho.trade.book import (
    Book,
    is_number,
    number_problems,
    number_sql,
    quoted,
    text_of,
    typed_values,
    value_at,
)
from sekisho.trade.follow import END_USER, body_of

DATE = FactName("date")
KEY_BITS = 62
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Lines encoded as signatures in the table `encoded`, and the distinct signatures.

    Parameters
    ----------
    laws
        The law of each span of days that occurs in the book.
    places
        For each fact with several cells, the word and the bit at which its cell stands.
    keys
        Words of each distinct signature; each of shape (signatures,).
    counts, values
        Lines, and value of the lines, of each signature; shape (signatures,).
    """

    laws: tuple[CompiledLaw, ...]
    columns: tuple[Column, ...]
    places: Mapping[FactName, tuple[int, int]]
    keys: tuple[NDArray[np.int64], ...]
    counts: NDArray[np.int64]
    values: NDArray[np.float64]
    rank: Mapping[FactName, int]

    @property
    def lines(self) -> int:
        """Number of lines of the book."""
        return int(self.counts.sum())

    def cells(self) -> dict[FactName, NDArray[np.intp]]:
        """Unpack the cells of every fact with several cells."""
        bits = {column.fact: column.bits for column in self.columns}
        return {
            fact: ((self.keys[word] >> shift) & ((1 << bits[fact]) - 1)).astype(np.intp)
            for fact, (word, shift) in self.places.items()
        }

    def verdicts(self) -> Verdicts:
        """Decide every distinct signature."""
        cells = self.cells()
        law_of = cells.pop(DATE, np.zeros(len(self.counts), dtype=np.intp))
        facts = [column for column in self.columns if column.fact != DATE]
        return verdicts_of(self.laws, facts, cells, law_of, self.rank)

    def unknown_shares(self) -> dict[FactName, float]:
        """Share of lines in which each fact is unknown, 0 to 1."""
        cells, lines = self.cells(), max(self.lines, 1)
        shares = {}
        for column in self.columns:
            unknown = np.array([isinstance(value, Unknown) for value in column.representatives])
            if column.fact in cells:
                shares[column.fact] = float(self.counts[unknown[cells[column.fact]]].sum()) / lines
            else:
                shares[column.fact] = float(unknown[0])
        return shares


def encode(
    book: Book,
    library: Library,
    *,
    day: date | None,
    variants: Sequence[Readings],
    constants: Mapping[FactName, FactValue],
    progress: Progress,
) -> Stage:
    """Type the book's values, cut them to cells under the law of each of its days, and pack the cells.

    Raises
    ------
    BookError
        With every value that cannot be typed, in one pass.
    """
    parties = parties_of(library)
    book = _with_bodies(book, library)
    days, problems = _days(book, library, day)
    columns = [] if day is not None else [_date_column(library, days)]
    laws = tuple(
        compile_law(library.law_on(one), variants=variants, constants=constants, parties=parties)
        for one in days.values()
    )
    needed = [library.facts[name] for name in used_facts(laws)] if laws else []
    for number, fact in enumerate(needed):
        progress(f"reading {fact.name}", 0.5 * number / len(needed))
        column, faults = _column(book, library, fact, laws)
        problems += faults
        columns += [column] if column else []
    problems += _untested(book, library, {fact.name for fact in needed})
    if problems:
        raise BookError(problems)
    places, words = _places(columns)
    _encode(book, library, columns, places, words)
    keys, counts, values = _distinct(book, words)
    return Stage(
        laws=laws,
        columns=tuple(columns),
        places=places,
        keys=keys,
        counts=counts,
        values=values,
        rank=ranks_of(library),
    )


def _with_bodies(book: Book, library: Library) -> Book:
    """Find the military bodies among the end users of a book."""
    end_user = library.facts[END_USER]
    text = book.text_sql(end_user)
    if text is None:
        return book
    names = book.connection.execute(f"SELECT DISTINCT {text} FROM {book.sql} WHERE {text} IS NOT NULL").fetchall()
    found = {name: body_of(name, parties_of(library)) for (name,) in names}
    return replace(book, bodies={name: body for name, body in found.items() if body is not None})


def _days(book: Book, library: Library, day: date | None) -> tuple[dict[str, date], list[Problem]]:
    """Find the days of law of a book: the one asked for, or the distinct days of its lines."""
    if day is not None:
        return {"": day}, []
    column = book.columns.facts[DATE]
    typed, problems = typed_values(book, library.facts[DATE], library.facts)
    undated = book.connection.execute(
        f"SELECT count(*), min(sekisho_row) FROM {book.sql} WHERE {text_of(column, book.kinds[column])} IS NULL"
    ).fetchall()[0]
    unstated = [text for text, value in typed.items() if not isinstance(value, date)]
    if undated[0] or unstated:
        problems.append(
            Problem(
                where=f"{book.name}: column '{column}'",
                what="lines without a date have no law to be judged by.",
                do="Fill in the dates, or give one date of law for all lines with --as-of.",
            )
        )
    return {text: value for text, value in typed.items() if isinstance(value, date)}, problems


def _date_column(library: Library, days: dict[str, date]) -> Column:
    """Make the column that says which law holds for a line; days without change between them share one.

    The mapping of days is reduced to one a law, in place.
    """
    spans: dict[object, int] = {}
    cell_of: dict[str, int] = {}
    kept: dict[str, date] = {}
    for text, one in sorted(days.items(), key=lambda pair: pair[1]):
        law = library.law_on(one)
        if id(law) not in spans:
            spans[id(law)] = len(spans)
            kept[text] = one
        cell_of[text] = spans[id(law)]
    days.clear()
    days.update(kept)
    return Column(fact=DATE, representatives=tuple(kept.values()), cell_of=cell_of)


def _column(
    book: Book, library: Library, fact: Fact, laws: Sequence[CompiledLaw]
) -> tuple[Column | None, list[Problem]]:
    if book.text_sql(fact) is None:
        return patterned(Column(fact=fact.name, representatives=(book.empty(fact),)), laws), []
    if fact.kind == "number":
        problems = number_problems(book, fact, book.column_of(fact))
        thresholds = _thresholds(fact.name, laws)
        values = [value_at(thresholds, place) for place in range(2 * len(thresholds) + 1)]
        numbers = Column(fact=fact.name, representatives=(*values, UNKNOWN), missing=len(values))
        return patterned(numbers, laws), problems
    typed, problems = typed_values(book, fact, library.facts)
    if problems:
        return None, problems
    return cut(fact.name, typed, book.empty(fact), laws, parties_of(library), is_party=fact.kind == "party"), []


def _thresholds(fact: FactName, laws: Iterable[CompiledLaw]) -> list[Decimal]:
    """List, in order, every number with which some test compares a fact."""
    found = {
        bound
        for law in laws
        for row in law.rows
        for name, test in row.tests
        if name == fact
        for part in walk(test)
        if isinstance(part, Between)
        for bound in (part.low, part.high)
        if isinstance(bound, Decimal)
    }
    return sorted(found)


def _untested(book: Book, library: Library, tested: set[FactName]) -> list[Problem]:
    """Check the values of columns that no clause of the day tests: a wrong value is wrong all the same."""
    problems: list[Problem] = []
    for name, column in book.columns.facts.items():
        fact = library.facts[name]
        if name in tested or name == DATE or fact.kind in {"text", "party", "map"}:
            continue
        if fact.kind == "number":
            problems += number_problems(book, fact, column)
        else:
            problems += typed_values(book, fact, library.facts)[1]
    if book.columns.value:
        problems += number_problems(book, library.facts["value"], book.columns.value)
    return problems


def _places(columns: Iterable[Column]) -> tuple[dict[FactName, tuple[int, int]], int]:
    """Give every fact with several cells a place in the words of the signature."""
    places: dict[FactName, tuple[int, int]] = {}
    word, used = 0, 0
    for column in columns:
        if column.bits == 0:
            continue
        if used + column.bits > KEY_BITS:
            word, used = word + 1, 0
        places[column.fact] = (word, used)
        used += column.bits
    return places, word + 1


def _encode(
    book: Book, library: Library, columns: Sequence[Column], places: Mapping[FactName, tuple[int, int]], words: int
) -> None:
    """Make the table `encoded`: line, the words of the signature, and the value."""
    connection = book.connection
    parts: list[list[str]] = [[] for _ in range(words)]
    joins = []
    for number, column in enumerate(column for column in columns if column.fact in places):
        fact = library.facts[column.fact]
        word, shift = places[column.fact]
        if column.cell_of or not number_column(column):
            table = f"cells_{number}"
            texts = {
                "v": np.array(list(column.cell_of), dtype=object),
                "c": np.array(list(column.cell_of.values()), dtype=np.int64),
            }
            connection.register("cells", texts)
            connection.execute(f"CREATE TEMP TABLE {table} AS SELECT v::VARCHAR AS v, c FROM cells")
            connection.unregister("cells")
            joins.append(f"LEFT JOIN {table} ON {book.text_sql(fact, of='book')} = {table}.v")
            cell = f"coalesce({table}.c, {column.missing})"
        else:
            name = book.column_of(fact)
            cell = _ladder(f"book.{quoted(name)}", column, book.kinds[name])
        parts[word].append(f"({cell} << {shift})" if shift else cell)
    line = f"book.{quoted(book.columns.line)}" if book.columns.line else "book.sekisho_row"
    value = _value(book)
    keys = ", ".join(f"({' | '.join(part) or '0'})::BIGINT AS k{word}" for word, part in enumerate(parts))
    connection.execute(
        f"CREATE TEMP TABLE encoded AS SELECT {line} AS line, {keys}, {value} AS value "
        f"FROM {book.sql} AS book {' '.join(joins)}"
    )


def number_column(column: Column) -> bool:
    """Tell whether the cells of a column are spans of numbers."""
    return any(isinstance(value, Decimal) for value in column.representatives)


def _ladder(name: str, column: Column, kind: str) -> str:
    """Return SQL that places a number between the thresholds."""
    thresholds = [value for place, value in enumerate(column.representatives[:-1]) if place % 2]
    number = number_sql(name, kind)
    steps = [f"WHEN {number} IS NULL THEN {column.missing}"]
    for place, threshold in enumerate(thresholds):
        bound = f"{threshold}::DOUBLE" if is_number(kind) else f"{threshold}::DECIMAL(38, 18)"
        steps += [f"WHEN {number} < {bound} THEN {2 * place}", f"WHEN {number} = {bound} THEN {2 * place + 1}"]
    return f"CASE {' '.join(steps)} ELSE {2 * len(thresholds)} END::BIGINT"


def _value(book: Book) -> str:
    name = book.columns.value
    if not name:
        return "NULL::DOUBLE"
    return f"TRY_CAST(book.{quoted(name)} AS DOUBLE)"


def _distinct(book: Book, words: int) -> tuple[tuple[NDArray[np.int64], ...], NDArray[np.int64], NDArray[np.float64]]:
    keys = ", ".join(f"k{word}" for word in range(words))
    found = book.connection.execute(
        f"SELECT {keys}, count(*) AS n, coalesce(sum(value), 0.0) AS value FROM encoded GROUP BY {keys}"
    ).fetchnumpy()
    return tuple(found[f"k{word}"].astype(np.int64) for word in range(words)), found["n"], found["value"]
