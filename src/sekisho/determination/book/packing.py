"""Cells packed into words: the SQL by which DuckDB turns lines into signatures, and the words unpacked again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.cells import Cells, PartitionedColumn
from sekisho.determination.book.derived_facts import SAME_PLACE
from sekisho.determination.book.items import CODES, ITEM, TABLE, item_join
from sekisho.files.formats import literal, quoted
from sekisho.files.row_staging import POINTS, TEXT, UNREAD, WHOLE
from sekisho.files.tables import LINES_FIRST
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Fact, FactValue, Unknown
from sekisho.law.model.library import Library
from sekisho.parties.derived_facts import DEPARTURE, DESTINATION
from sekisho.trade.book.order_book import Book, distinct_texts

DATE = FactName("date")
LAW = FactName("law of the day")
"""Stands for which of the laws of a run holds for a line."""

MILITARY_WORDS = FactName("words for a military use")
TORN = FactName("cells that do not align")
PAPER = FactName("a paper as one line")
MARKS: Final = {MILITARY_WORDS: POINTS, TORN: TEXT, PAPER: WHOLE}
"""What a line says beside its facts, as one bit each, and the column that is empty where it says nothing."""

# A key is a signed number of 64 bits: the sign stays free, and one bit more to be safe, which is a guess. More than 63:
# keys turn negative, and their order with them. Fewer: a signature takes more words, and lines are joined by more.
KEY_BITS = 62
FEW = 256
"""Distinct texts up to which a map in the SQL is taken in place of a join. A map is sought
through for every line, so of more texts a join is faster; if it were smaller, more columns would cost a join. A
guess."""

STATED_CODES: Final = "stated_codes"
"""Table of the texts of control codes that lines state, with the number by which each line names its own."""
STATED_DESCRIPTIONS: Final = "stated_descriptions"
"""The same of descriptions, where these are few."""
FEW_DESCRIPTIONS: Final = 4_096
"""Descriptions up to which lines hold their numbers. The texts stand in one list behind the sort, which DuckDB copies
for every 2,048 lines. A guess. Larger, this copy costs what the numbers save; smaller, more books write texts."""

NO_LAST_DAY: Final = f"/{date.max.isoformat()}"
"""Ends the days of a line of which no day is known (see `trade.book.cleaning`)."""

Places = Mapping[FactName, tuple[int, int]]


def places_of(
    columns: Iterable[PartitionedColumn], *, same_place: bool, marks: Mapping[FactName, int] = MappingProxyType({})
) -> tuple[Places, int]:
    """Give every fact with several cells a place in the words of the signature, and each of the marks its bits."""
    places: dict[FactName, tuple[int, int]] = {}
    word, used = 0, 0
    widths = {column.fact: column.bits for column in columns if column.bits}
    for fact, bits in (widths | ({SAME_PLACE: 1} if same_place else {}) | dict(marks)).items():
        if used + bits > KEY_BITS:
            word, used = word + 1, 0
        places[fact] = (word, used)
        used += bits
    return places, word + 1


def unpack(
    columns: Iterable[PartitionedColumn],
    places: Places,
    keys: Sequence[NDArray[np.int64]],
    marks: Mapping[FactName, int] = MappingProxyType({}),
) -> dict[FactName, Cells]:
    """Unpack the cells of every fact with several cells, and of the marks, as narrow as their bits allow."""
    bits = {column.fact: column.bits for column in columns} | {SAME_PLACE: 1} | dict(marks)
    return {
        fact: ((keys[word] >> shift) & ((1 << bits[fact]) - 1)).astype(np.min_scalar_type((1 << bits[fact]) - 1))
        for fact, (word, shift) in places.items()
    }


@dataclass(slots=True)
class _Lookups:
    """Finds numbers of texts in SQL: in a map where there are few texts, else in a table that is joined."""

    book: Book
    joins: list[str] = field(default_factory=list)

    def number(self, text: str, numbers: Mapping[str, int]) -> str:
        """Return SQL that gives the number of a text, NULL if it has none."""
        if len(numbers) <= FEW:
            entries = ", ".join(f"{literal(key)}: {number}::BIGINT" for key, number in numbers.items())
            return f"(MAP {{{entries}}}[{text}])" if numbers else "NULL::BIGINT"
        table = f"numbers_{len(self.joins)}"
        rows = {
            "text": np.array(list(numbers), dtype=object),
            "number": np.array(list(numbers.values()), dtype=np.int64),
        }
        connection = self.book.connection
        connection.register("rows", rows)
        connection.execute(f"CREATE TEMP TABLE {table} AS SELECT text::VARCHAR AS text, number FROM rows")
        connection.unregister("rows")
        self.joins.append(f"LEFT JOIN {table} ON {text} = {table}.text")
        return f"{table}.number"


def pack(
    book: Book,
    library: Library,
    columns: Sequence[PartitionedColumn],
    places: Places,
    words: int,
    *,
    numbered: Mapping[FactName, Mapping[str, int]] = MappingProxyType({}),
    items: bool = False,
) -> None:
    """Make the table `encoded`: line, the words of the signature, the value, what is unread, points, codes by number.

    Parameters
    ----------
    numbered
        Facts of which each line keeps which text it has, by number, in the columns v0, v1 ...; NULL if it has none.
        Where there are no texts, the number itself is kept.
    items
        Whether a table of items was made of the book (see `items`); each line then keeps the number of its item.
    """
    parts: list[list[str]] = [[] for _ in range(words)]
    lookups = _Lookups(book)
    coded = {column.fact: column for column in columns}
    for fact, (word, shift) in places.items():
        if fact == SAME_PLACE:
            one, other = (_place_sql(book, library, coded[name], lookups) for name in (DEPARTURE, DESTINATION))
            cell = f"coalesce({one} = {other}, false)::BIGINT"
        elif fact == ITEM:
            cell = f'coalesce({TABLE}."class", 0)'
        elif fact in MARKS:
            cell = f"(book.{MARKS[fact]} IS NOT NULL)::BIGINT"
        else:
            stated = library.facts[DATE if fact == LAW else fact]
            parts[word].append(_cell_sql(book, stated, coded[fact], lookups, shift))
            continue
        parts[word].append(f"({cell}::BIGINT << {shift})")
    line = f"book.{quoted(book.columns.line)}" if book.columns.line else "book.sekisho_row"
    code, description = _code_sql(book, library, lookups), _description_sql(book, library, lookups)
    value = f"TRY_CAST(book.{quoted(book.columns.value)} AS DOUBLE)" if book.columns.value else "NULL::DOUBLE"
    keys = ", ".join(f"({' | '.join(part) or '0'})::BIGINT AS k{word}" for word, part in enumerate(parts))
    kept = "".join(
        f", {_kept_sql(book, library.facts[DATE if fact == LAW else fact], numbers, lookups)} AS v{place}"
        for place, (fact, numbers) in enumerate(numbered.items())
    )
    if items:
        lookups.joins.append(item_join(book, library))
    item = f"{TABLE}.item" if items else "NULL::INTEGER"
    book.connection.execute(LINES_FIRST)
    book.connection.execute(
        f"CREATE TEMP TABLE encoded AS SELECT {line} AS line, {keys}, {value} AS value{kept}{_said_sql(book)}, "
        f"{code} AS code, {_day_sql(book, library)} AS day, {item} AS item, "
        f"{description} AS description, book.sekisho_row AS row "
        f"FROM {book.sql} AS book {' '.join(lookups.joins)}"
    )


def _code_sql(book: Book, library: Library, lookups: _Lookups) -> str:
    """Return SQL that gives the number of the control codes that a line states, 0 if it states none.

    The texts go with their numbers, from 1, into the table `stated_codes`.
    """
    fact = library.facts[CODES]
    text = book.text_sql(fact, of="book")
    texts = distinct_texts(book, book.columns.facts[fact.name]) if text is not None else ()
    numbers = _numbered(book, STATED_CODES, texts)
    return f"coalesce({lookups.number(text, numbers)}, 0)::INTEGER" if text is not None else "0"


def _description_sql(book: Book, library: Library, lookups: _Lookups) -> str:
    """Return SQL that gives what a line calls its goods, in the words of the book; NULL if it does not.

    Of few texts it is their number, from 1; they go with it into the table `stated_descriptions`.
    """
    fact = library.facts["description"]
    text = book.text_sql(fact, of="book")
    if text is None:
        return "NULL::VARCHAR"
    seen = book.held(book.columns.facts[fact.name])
    if seen is None or len(seen.texts) > FEW_DESCRIPTIONS:
        return f"nullif({text}, '')"
    return f"{lookups.number(text, _numbered(book, STATED_DESCRIPTIONS, seen.texts))}::INTEGER"


def _numbered(book: Book, table: str, texts: Iterable[str]) -> dict[str, int]:
    """Number texts from 1, empty ones aside, and keep them with their numbers in a table."""
    numbers = {text: number for number, text in enumerate(filter(None, texts), 1)}
    rows = {"number": np.array(list(numbers.values()), dtype=np.int32), "text": np.array(list(numbers), dtype=object)}
    book.connection.register("numbered_rows", rows)
    book.connection.execute(f"CREATE TEMP TABLE {table} AS SELECT number, text::VARCHAR AS text FROM numbered_rows")
    book.connection.unregister("numbered_rows")
    return numbers


def _day_sql(book: Book, library: Library) -> str:
    """Return SQL that gives the day of a line, the first of a month; NULL if it states none.

    A line without a day is judged on every day from the first of the book on: that one is a day of other lines.
    """
    column = book.columns.facts.get(DATE)
    if column is not None and book.kinds[column] == "DATE" and DATE not in book.columns.unknown:
        return f"book.{quoted(column)}"  # each was read as its text says, else the column would be one of texts by now
    text = book.text_sql(library.facts[DATE], of="book")
    if text is None:
        return "NULL::DATE"
    return (
        f"CASE WHEN NOT ends_with({text}, {literal(NO_LAST_DAY)}) THEN TRY_CAST(left({text} || '-01', 10) AS DATE) END"
    )


def _said_sql(book: Book) -> str:
    """Return SQL that gives, of each line, what points to a military use, and what could not be read if anything."""
    points = f", coalesce(book.{POINTS}, '') AS points" if POINTS in book.kinds else ", '' AS points"
    return points + (f", coalesce(book.{UNREAD}, '') AS unread" if UNREAD in book.kinds else "")


def distinct(book: Book, words: int) -> tuple[tuple[NDArray[np.int64], ...], NDArray[np.int64], NDArray[np.float64]]:
    """Return the words of the distinct signatures, and the lines and the value of each."""
    keys = ", ".join(f"k{word}" for word in range(words))
    found = book.connection.execute(
        f"SELECT {keys}, count(*) AS n, coalesce(sum(value), 0.0) AS value FROM encoded GROUP BY {keys}"
    ).fetchnumpy()
    return tuple(found[f"k{word}"].astype(np.int64) for word in range(words)), found["n"], found["value"]


def _cell_sql(book: Book, fact: Fact, column: PartitionedColumn, lookups: _Lookups, shift: int) -> str:
    """Return SQL that gives the cell of a line in a column, at its place in the word.

    Of texts the numbers are put in their place before they are looked up, so that nothing is shifted line by line.
    """
    if not column.cell_of and number_column(column):
        return f"({_ladder(f'book.{quoted(book.columns.facts[fact.name])}', column)} << {shift})"
    placed = {text: cell << shift for text, cell in column.cell_of.items()}
    return f"coalesce({lookups.number(_text(book, fact), placed)}, {column.missing << shift}::BIGINT)"


def _kept_sql(book: Book, fact: Fact, numbers: Mapping[str, int], lookups: _Lookups) -> str:
    """Return SQL that gives the number of a line's text, or its number itself where the book holds numbers."""
    if not numbers:
        return f"book.{quoted(book.columns.facts[fact.name])}::DOUBLE"
    return f"{lookups.number(_text(book, fact), numbers)}::INTEGER"


def _place_sql(book: Book, library: Library, column: PartitionedColumn, lookups: _Lookups) -> str:
    """Return SQL that gives a number of the territory itself, the same for all ways of writing it; NULL if unknown."""
    fact = library.facts[column.fact]
    typed = {text: library.facts.parse(fact.name, text) for text in column.cell_of}
    numbers = {
        text: int.from_bytes(str(value).encode(), "big")
        for text, value in typed.items()
        if not isinstance(value, Unknown)
    }
    return lookups.number(_text(book, fact), numbers)


def _text(book: Book, fact: Fact) -> str:
    text = book.text_sql(fact, of="book")
    assert text is not None  # noqa: S101 - a column with several cells is a column of the book
    return text


def number_column(column: PartitionedColumn) -> bool:
    """Tell whether the cells of a column are spans of numbers."""
    return any(isinstance(value, Decimal) for value in column.representatives)


def thresholds_of(column: PartitionedColumn) -> list[FactValue]:
    """Return the numbers between which the cells of a column of numbers lie."""
    return [value for place, value in enumerate(column.representatives[:-1]) if place % 2]


def _ladder(name: str, column: PartitionedColumn) -> str:
    """Return SQL that places a number between the thresholds."""
    thresholds = thresholds_of(column)
    number = f"{name}::DOUBLE"
    steps = [f"WHEN {number} IS NULL THEN {column.missing}"]
    for place, threshold in enumerate(thresholds):
        bound = f"{threshold}::DOUBLE"
        steps += [f"WHEN {number} < {bound} THEN {2 * place}", f"WHEN {number} = {bound} THEN {2 * place + 1}"]
    return f"CASE {' '.join(steps)} ELSE {2 * len(thresholds)} END::BIGINT"
