"""Lines of a book to signatures: the cells of every fact, packed into words, in DuckDB."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from sekisho.determine.cells import CompiledLaw, compile_law
from sekisho.determine.cut import Column, Cutter
from sekisho.determine.derived import SAME_PLACE, SOURCES, apart, derive
from sekisho.determine.given import parties_of
from sekisho.determine.one import ranks_of
from sekisho.determine.signatures import Verdicts, used_facts, verdicts_of
from sekisho.errors import BookError, Problem
from sekisho.law.condition import Between, FactName, walk
from sekisho.law.fact import UNKNOWN, Fact, FactValue, Unknown
from sekisho.law.library import Library
from sekisho.law.term import Readings
from sekisho.trade.book import (
    Book,
    is_number,
    number_problems,
    text_of,
    typed_values,
    value_at,
)
from sekisho.trade.file import quoted
from sekisho.trade.follow import DEPARTURE, DESTINATION, KIND, TERRITORY

DATE = FactName("date")
LAW = FactName("law of the day")
"""Stands for which of the laws of a run holds for a line."""

KEY_BITS = 62
LEFT_OUT = "left out"
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Lines encoded as signatures in the table `encoded`, and the distinct signatures.

    Parameters
    ----------
    laws
        The law of each span of days that occurs in the book.
    cells
        For each fact with several cells, the cell of each distinct signature; each of shape (signatures,).
    keys
        Words of each distinct signature; each of shape (signatures,).
    counts, values
        Lines, and value of the lines, of each signature; shape (signatures,).
    """

    laws: tuple[CompiledLaw, ...]
    columns: tuple[Column, ...]
    cells: Mapping[FactName, NDArray[np.intp]]
    keys: tuple[NDArray[np.int64], ...]
    counts: NDArray[np.int64]
    values: NDArray[np.float64]
    rank: Mapping[FactName, int]

    @property
    def lines(self) -> int:
        """Number of lines of the book."""
        return int(self.counts.sum())

    def verdicts(self) -> Verdicts:
        """Decide every distinct signature."""
        law_of = self.cells.get(LAW, np.zeros(len(self.counts), dtype=np.intp))
        cells = {fact: cell for fact, cell in self.cells.items() if fact != LAW}
        facts = [column for column in self.columns if column.fact != LAW]
        return verdicts_of(self.laws, facts, cells, law_of, self.rank)

    def unknown_shares(self) -> dict[FactName, float]:
        """Share of lines in which each fact is unknown, 0 to 1."""
        cells, lines = self.cells, max(self.lines, 1)
        shares = {}
        for column in (column for column in self.columns if column.fact != LAW):
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
    days, problems = _days(book, library, day)
    columns = [] if day is not None else [_date_column(library, days)]
    laws = tuple(
        compile_law(library.law_on(one), variants=variants, constants=constants, parties=parties)
        for one in days.values()
    )
    tested = used_facts(laws)
    follows = KIND in tested or TERRITORY in tested
    needed = list(dict.fromkeys((*tested, *(SOURCES if follows else ()))))
    for number, name in enumerate(needed):
        progress(f"reading {name}", 0.5 * number / len(needed))
        column, faults = _column(book, library, library.facts[name], laws)
        problems += faults
        columns += [column] if column else []
    problems += _untested(book, library, {*needed, *((DATE,) if day is None else ())})
    if problems:
        raise BookError(problems)
    same_place = follows and DEPARTURE in book.columns.facts and DESTINATION in book.columns.facts
    places, words = _places(columns, same_place=same_place)
    _encode(book, library, columns, places, words)
    keys, counts, values = _distinct(book, words)
    cells = _cells(columns, places, keys)
    if follows:
        stated = {column.fact: column for column in columns}
        made, more = derive(stated, cells, len(counts), laws, parties)
        columns = [made.get(column.fact, column) for column in columns]
        cells = {fact: cell for fact, cell in cells.items() if fact not in made and fact != SAME_PLACE} | more
    return Stage(
        laws=laws,
        columns=tuple(columns),
        cells=cells,
        keys=keys,
        counts=counts,
        values=values,
        rank=ranks_of(library),
    )


def _cells(
    columns: Iterable[Column], places: Mapping[FactName, tuple[int, int]], keys: Sequence[NDArray[np.int64]]
) -> dict[FactName, NDArray[np.intp]]:
    """Unpack the cells of every fact with several cells."""
    bits = {column.fact: column.bits for column in columns} | {SAME_PLACE: 1}
    return {
        fact: ((keys[word] >> shift) & ((1 << bits[fact]) - 1)).astype(np.intp)
        for fact, (word, shift) in places.items()
    }


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
    days = {text: value for text, value in typed.items() if isinstance(value, date)}
    return days or {"": date.max}, problems


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
    return Column(fact=LAW, representatives=tuple(kept.values()), cell_of=cell_of)


def _column(
    book: Book, library: Library, fact: Fact, laws: Sequence[CompiledLaw]
) -> tuple[Column | None, list[Problem]]:
    parties = parties_of(library)
    cutter = Cutter(fact.name, laws, apart(fact.name, laws, parties), parties if fact.kind == "party" else None)
    left_out = LEFT_OUT if fact.absent == "follows" else None
    if book.text_sql(fact) is None:
        tag = None if fact.name in book.columns.unknown else left_out
        return cutter.column(missing=cutter.cell(book.empty(fact), tag)), []
    if fact.kind == "number" and is_number(book.kinds[book.columns.facts[fact.name]]):
        problems = number_problems(book, fact, book.columns.facts[fact.name])
        thresholds = _thresholds(fact.name, laws)
        for place in range(2 * len(thresholds) + 1):
            cutter.cell(value_at(thresholds, place), place)
        return cutter.column(missing=cutter.cell(UNKNOWN)), problems
    typed, problems = typed_values(book, fact, library.facts)
    if problems:
        return None, problems
    cell_of = {text: cutter.cell(value) for text, value in typed.items()}
    missing = cutter.cell(book.empty(fact), left_out)
    return cutter.column(cell_of, missing), []


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
        free_text = fact.kind in {"party", "map"} or (fact.kind == "text" and not fact.scheme)
        if name in tested or free_text:
            continue
        if fact.kind == "number":
            problems += number_problems(book, fact, column)
        else:
            problems += typed_values(book, fact, library.facts)[1]
    if book.columns.value:
        problems += number_problems(book, library.facts["value"], book.columns.value)
    return problems


def _places(columns: Iterable[Column], *, same_place: bool) -> tuple[dict[FactName, tuple[int, int]], int]:
    """Give every fact with several cells a place in the words of the signature."""
    places: dict[FactName, tuple[int, int]] = {}
    word, used = 0, 0
    widths = {column.fact: column.bits for column in columns if column.bits}
    for fact, bits in (widths | ({SAME_PLACE: 1} if same_place else {})).items():
        if used + bits > KEY_BITS:
            word, used = word + 1, 0
        places[fact] = (word, used)
        used += bits
    return places, word + 1


def _encode(
    book: Book, library: Library, columns: Sequence[Column], places: Mapping[FactName, tuple[int, int]], words: int
) -> None:
    """Make the table `encoded`: line, the words of the signature, and the value."""
    parts: list[list[str]] = [[] for _ in range(words)]
    joins: dict[FactName, str] = {}
    coded = {column.fact: column for column in columns}
    wanted = [*places] if SAME_PLACE not in places else [*dict.fromkeys((*places, DEPARTURE, DESTINATION))]
    for fact in (name for name in wanted if name != SAME_PLACE):
        column = coded[fact]
        if not column.cell_of and number_column(column):
            name = book.columns.facts[fact]
            cell = _ladder(f"book.{quoted(name)}", column)
        else:
            joins[fact] = _cell_table(
                book, f"cells_{len(joins)}", library.facts[DATE if fact == LAW else fact], column, library
            )
            cell = f"coalesce(cells_{len(joins) - 1}.c, {column.missing})"
        if fact in places:
            word, shift = places[fact]
            parts[word].append(f"({cell} << {shift})" if shift else cell)
    if SAME_PLACE in places:
        word, shift = places[SAME_PLACE]
        order = list(joins)
        one, other = (f"cells_{order.index(fact)}.place" for fact in (DEPARTURE, DESTINATION))
        parts[word].append(f"(coalesce({one} = {other}, false)::BIGINT << {shift})")
    line = f"book.{quoted(book.columns.line)}" if book.columns.line else "book.sekisho_row"
    value = _value(book)
    keys = ", ".join(f"({' | '.join(part) or '0'})::BIGINT AS k{word}" for word, part in enumerate(parts))
    book.connection.execute(
        f"CREATE TEMP TABLE encoded AS SELECT {line} AS line, {keys}, {value} AS value "
        f"FROM {book.sql} AS book {' '.join(joins.values())}"
    )


def _cell_table(book: Book, table: str, fact: Fact, column: Column, library: Library) -> str:
    """Make the table of the cells of a column's texts, and return the SQL that joins it.

    Territories get a number of their own besides, the same for all ways of writing one; NULL if unknown.
    """
    texts = list(column.cell_of)
    places = [_PLACES.get(fact.kind, _no_place)(library, fact, text) for text in texts]
    rows = {
        "v": np.array(texts, dtype=object),
        "c": np.array(list(column.cell_of.values()), dtype=np.int64),
        "place": np.array(places, dtype=np.int64),
    }
    book.connection.register("cells", rows)
    book.connection.execute(
        f"CREATE TEMP TABLE {table} AS SELECT v::VARCHAR AS v, c, nullif(place, -1) AS place FROM cells"
    )
    book.connection.unregister("cells")
    return f"LEFT JOIN {table} ON {book.text_sql(fact, of='book')} = {table}.v"


def _no_place(_library: Library, _fact: Fact, _text: str) -> int:
    return -1


def _place(library: Library, fact: Fact, text: str) -> int:
    value = library.facts.parse(fact.name, text)
    return -1 if isinstance(value, Unknown) else int.from_bytes(str(value).encode(), "big")


_PLACES: Mapping[str, Callable[[Library, Fact, str], int]] = {"territory": _place}


def number_column(column: Column) -> bool:
    """Tell whether the cells of a column are spans of numbers."""
    return any(isinstance(value, Decimal) for value in column.representatives)


def _ladder(name: str, column: Column) -> str:
    """Return SQL that places a number between the thresholds."""
    thresholds = [value for place, value in enumerate(column.representatives[:-1]) if place % 2]
    number = f"{name}::DOUBLE"
    steps = [f"WHEN {number} IS NULL THEN {column.missing}"]
    for place, threshold in enumerate(thresholds):
        bound = f"{threshold}::DOUBLE"
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
