"""What points in each line of a book: kept by column and text, and put together line by line.

A join for each column, which passes all columns on, takes DuckDB time that grows with a high power of their number: 100
columns cost a second, 300 three minutes and two gigabytes, however few the lines are. So no question joins very many.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count
from typing import Final

import numpy as np

from sekisho.files.formats import quoted
from sekisho.files.row_staging import FILE, ROW
from sekisho.files.tables import HELD_ROWS
from sekisho.trade.book.order_book import Book

AT_ONCE: Final = 16
"""Columns that one question joins. Measured on 1 December 2026: of a book of 1,500 columns 16 joins take 0.3 s and 8
take 0.16; of one of 300 columns 64 take 0.33."""
_TEXTS: Final = "pointing_texts"
_LINES: Final = "pointing_lines"
"""Tables: what points in a text of a column, and in a line."""


def keep_points(book: Book, pointing: Sequence[tuple[str, Iterable[tuple[str, str]]]]) -> tuple[str, ...]:
    """Keep what points in the texts of columns, and return these columns.

    Parameters
    ----------
    pointing
        Columns, each with its texts that point; each text once, with its points.
    """
    rows = [(number, text, points) for number, (_, pairs) in enumerate(pointing) for text, points in pairs]
    if rows:
        numbers, texts, points = zip(*rows, strict=True)
        columns = {"c": np.array(numbers), "v": np.array(texts, dtype=object), "p": np.array(points, dtype=object)}
        book.connection.register("pointing_rows", columns)
        book.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {_TEXTS} AS "
            "SELECT c::INTEGER AS c, v::VARCHAR AS v, p::VARCHAR AS p FROM pointing_rows"
        )
        book.connection.unregister("pointing_rows")
    return tuple(column for column, _ in pointing)


def joined_points(book: Book, columns: Sequence[str], lines: int) -> tuple[str, str]:
    """Return SQL that joins to each line of `book` what points in it, and SQL that gives it: NULL if nothing does.

    Parameters
    ----------
    columns
        As `keep_points` returned them; what points in a line stands in their order.
    lines
        How many lines the book has.
    """
    if not columns:
        return "", ""
    if len(columns) <= AT_ONCE:
        return _joins(range(len(columns)), columns), _together(range(len(columns)))
    key = (ROW, *((FILE,) if FILE in book.kinds else ()))
    by_line = ", ".join(key)
    parts = _unnested(book, columns, by_line) if lines <= HELD_ROWS else _grouped(book, columns, by_line)
    book.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_LINES} AS SELECT {by_line}, string_agg(p, ';' ORDER BY c) AS p "
        f"FROM {parts} GROUP BY {by_line}"
    )
    same = " AND ".join(f"{_LINES}.{name} = book.{name}" for name in key)
    return f" LEFT JOIN {_LINES} ON {same}", f"nullif({_LINES}.p, '')"


def _joins(numbers: Iterable[int], columns: Sequence[str]) -> str:
    """Return SQL that joins to each line what points in some columns, by their numbers."""
    return "".join(
        f" LEFT JOIN (SELECT v, p FROM {_TEXTS} WHERE c = {number}) AS points_{number} "
        f"ON book.{quoted(columns[number])} = points_{number}.v"
        for number in numbers
    )


def _together(numbers: Iterable[int]) -> str:
    return f"nullif(concat_ws(';', {', '.join(f'points_{number}.p' for number in numbers)}), '')"


def _unnested(book: Book, columns: Sequence[str], by_line: str) -> str:
    """Return SQL that lists the cells that point, each with its line: all columns below each other, joined once."""
    cells = ", ".join(map(quoted, columns))
    below = f"SELECT {by_line}, unnest(range({len(columns)}))::INTEGER AS c, unnest([{cells}]) AS v FROM {book.sql}"
    return f"({below}) JOIN {_TEXTS} USING (c, v)"


def _grouped(book: Book, columns: Sequence[str], by_line: str) -> str:
    """Return SQL that lists what points in each line, of some columns at a time: for lines whose cells are too many."""
    name = "pointing_groups"
    keys = ", ".join(f"book.{key}" for key in by_line.split(", "))
    for group, first in zip(count(), range(0, len(columns), AT_ONCE)):
        numbers = range(len(columns))[first : first + AT_ONCE]
        lines = (
            f"SELECT {group} AS c, {keys}, {_together(numbers)} AS p FROM {book.sql} AS book{_joins(numbers, columns)}"
        )
        begins = f"INSERT INTO {name}" if group else f"CREATE OR REPLACE TEMP TABLE {name} AS"
        book.connection.execute(f"{begins} SELECT * FROM ({lines}) WHERE p IS NOT NULL")
    return name
