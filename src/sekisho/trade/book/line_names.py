"""The names of the lines of a book: those that stand more than once, and names of their own for such lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np

from sekisho.files.formats import quoted
from sekisho.files.row_staging import FILE, LINE, ROW
from sekisho.trade.book.order_book import SPACES, SPACES_OF_CELLS, Book, text_of

OWN_NAME: Final = "sekisho line"
"""Column of names that are each line's own, where those of the book are not."""
_WHOLE: Final = frozenset({"BIGINT", "INTEGER", "SMALLINT", "TINYINT", "UBIGINT", "UINTEGER", "USMALLINT", "UTINYINT"})
"""Types of columns whose numbers differ as their texts do."""


def count_double(book: Book) -> int:
    """Gather the names of lines that are no line's own, in the table `double_names`, and count them."""
    line = book.columns.line
    if not line or line == LINE:
        return 0
    cells = book.cells.of(book.sql, [line]) if book.cells is not None else None
    if cells is not None:
        return _few_double(book, cells[line])
    name = name_sql(book, of="")
    whole = book.kinds[line] in _WHOLE
    if whole and _differ_by_bits(book):
        return 0
    # Names whose hashes all differ all differ; a hash is smaller than its text, and few books need the texts.
    key = quoted(line) if whole else f"hash({name})"
    every, named, different = book.connection.execute(
        f"SELECT count(*), count({quoted(line) if whole else name}), count(DISTINCT {key}) FROM {book.sql}"
    ).fetchall()[0]
    if every == named == different:
        return 0
    book.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE double_names AS SELECT coalesce({name}, '') AS name FROM {book.sql} "
        "GROUP BY 1 HAVING count(*) > 1 OR name = ''"
    )
    return int(book.connection.execute("SELECT count(*) FROM double_names").fetchall()[0][0])


def _few_double(book: Book, cells: Sequence[str | None]) -> int:
    """Do the same by the cells themselves, where they were fetched."""
    names = Counter((cell or "").strip(SPACES_OF_CELLS) for cell in cells)
    double = [name for name, lines in names.items() if lines > 1 or not name]
    if double:
        book.connection.register("double_rows", {"n": np.array(double, dtype=object)})
        book.connection.execute(
            "CREATE OR REPLACE TEMP TABLE double_names AS SELECT n::VARCHAR AS name FROM double_rows"
        )
        book.connection.unregister("double_rows")
    return len(double)


def _differ_by_bits(book: Book) -> bool:
    """Tell whether lines are numbered, each with a number of its own, and the numbers are dense: a bit for each tells.

    A table of ten million numbers takes hundreds of megabytes, the bits one.
    """
    line = quoted(book.columns.line)
    every, named, low, high = book.connection.execute(
        f"SELECT count(*), count({line}), min({line})::HUGEINT, max({line})::HUGEINT FROM {book.sql}"
    ).fetchall()[0]
    if not every or every != named or high - low >= DENSE * every or high - low >= MOST_BITS or max(-low, high) > MOST:
        return False
    bits = f"bitstring_agg({line}::BIGINT, {low}, {high})"
    return bool(book.connection.execute(f"SELECT bit_count({bits}) FROM {book.sql}").fetchall()[0][0] == every)


DENSE: Final = 4
"""Numbers of the span for each line, up to which a bit is kept for each number. A guess: with more, the bits of the
span cost as much as a table of the numbers."""
MOST_BITS: Final = 1_000_000_000
"""Bits that DuckDB keeps at most; not a choice."""
MOST: Final = 2**62
"""The greatest number of a line of which bits are kept: those at the ends of the type have no span."""


def name_sql(book: Book, *, of: str) -> str:
    """Return SQL that gives the name of a line as text; NULL if it has none."""
    return f"nullif(trim({text_of(book.columns.line, book.kinds[book.columns.line], of=of)}, {SPACES}), '')"


def own_name_sql(book: Book) -> str:
    """Return SQL that gives a name of its own to each line: with its row, where several lines have one name."""
    name = name_sql(book, of="book")
    row = f"book.{LINE}" if FILE in book.kinds else f"'row ' || book.{ROW}"
    named = text_of(book.columns.line, book.kinds[book.columns.line], of="book")
    with_row = f"{name} || ' (' || {row} || ')'"
    return f"CASE WHEN {name} IS NULL THEN {row} WHEN double_names.name IS NULL THEN {named} ELSE {with_row} END"
