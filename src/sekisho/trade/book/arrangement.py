"""The rows of a book as lines: what is no line set beside, rows out of line put right, and "as above" filled in.

A row whose cells do not align is put right if there is one way only in which all its cells fit their columns. Else it
stays a line of which nothing is known, with its whole text, so that a listed name in it is found.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from sekisho.files.formats import column_kinds, literal, quoted
from sekisho.files.row_staging import BESIDE, FILE, LINE, OWN, ROW, TEXT, BadRow
from sekisho.files.tables import stored_table, write_query
from sekisho.law.model.condition import FactName
from sekisho.trade.book.cells.meanings import NO_LETTER
from sekisho.trade.book.cells.vocabulary import UNKNOWN_WORD
from sekisho.trade.book.held_texts import AT_ONCE, FETCHED, SAMPLED, Look, look
from sekisho.trade.book.non_lines import (
    BETWEEN,
    FEW,
    SUM_HINT,
    NoLine,
    RowJudge,
    RowKind,
    is_header_cell,
    is_nothing,
    is_sum_word,
    row_text,
)
from sekisho.trade.book.order_book import SPACES, SPACES_OF_CELLS, Book, is_number, text_of

ABOVE: Final = (
    *("〃", "〃〃", "同上", "上同", "々", '"', "''", "”", "“", "„"),
    *("ditto", "do.", "d/o", "same as above", "as above", "-do-", "-ditto-"),
)
"""What stands for the cell above."""
_END_USER: Final = FactName("end_user")
_MADE: Final = "sekisho end_user"

Fits = Callable[[str, str], bool]
"""Tells whether a cell fits a column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """A book of which every row is a line.

    Parameters
    ----------
    odd
        Numbers of the lines that could not be taken apart as they stand.
    mended, unaligned
        Those of them that were put right, and those of which nothing is known.
    """

    book: Book
    no_lines: tuple[NoLine, ...] = ()
    odd: tuple[int, ...] = ()
    mended: tuple[int, ...] = ()
    unaligned: tuple[int, ...] = ()


def arrange(
    book: Book,
    bad: Sequence[BadRow],
    folder: Path,
    *,
    fits: Fits,
    listed: Callable[[str], bool],
    points: Callable[[str], bool] = bool,
    separator: str = ",",
    head: Collection[str] = (),
) -> Arranged:
    """Turn the rows of a book into lines.

    Parameters
    ----------
    bad
        Rows that could not be taken apart.
    fits
        Tells whether a cell fits a column, by what stands in the rows around it.
    listed
        Tells whether a text names a party that is or may be listed.
    points
        Tells whether a note names a listed party or a military use; of very many others nothing is kept.
    head
        Columns that say in every line what stands above the table, and so nothing of what a row is.
    """
    names = [name for name in book.kinds if name not in OWN and name not in head]
    judge = _judge(book, names)
    texts = [name for name in names if book.kinds[name] == "VARCHAR"]
    others = [name for name in names if book.kinds[name] != "VARCHAR"]
    looked = look(book.connection, book.sql, texts, others, cells=book.cells)
    none = list(_no_lines(book, names, judge, looked))
    lines: list[BadRow] = []
    for row in bad:
        kind = judge.kind([*row.cells, *[""] * (len(names) - len(row.cells))])
        none += [NoLine(row=row.row, kind=kind, text=row_text(row.cells), file=row.file)] if kind else []
        lines += [] if kind else [row]
    added = [(row, _cells(row, names, fits, separator)) for row in lines]
    above = _pointing(book, [name for name in texts if name != book.columns.line], looked)
    kept = _kept_sql(book, none)
    arranged = Arranged(
        book=replace(book, sql=kept, looked=looked.to_keep()),
        no_lines=tuple(sorted(none, key=lambda one: (one.file, one.row))),
        odd=tuple(row.row for row in lines),
        mended=tuple(row.row for row, cells in added if cells is not None and len(row.cells) != len(names)),
        unaligned=tuple(row.row for row, cells in added if cells is None),
    )
    arranged = replace(
        arranged,
        book=_with_notes(arranged.book, [row for row in none if row.kind == RowKind.NOTE and points(row.text)]),
    )
    if not added and not above:
        return arranged
    return replace(arranged, book=_written(arranged.book, names, added, above, folder, listed=listed, head=head))


def _with_notes(book: Book, notes: Sequence[NoLine]) -> Book:
    """Add notes below a table to the words above it, so that a listed name in one points from every line."""
    if not notes:
        return book
    by_file: dict[str, list[str]] = {}
    for row in notes:
        by_file.setdefault(row.file, []).append(row.text)
    texts = {file: literal(BETWEEN.join(dict.fromkeys(of_file))) for file, of_file in by_file.items()}
    cases = " ".join(f"WHEN {literal(file)} THEN {text}" for file, text in texts.items())
    text = f"CASE {FILE} {cases} END" if FILE in book.kinds else next(iter(texts.values()))
    if BESIDE in book.kinds:
        sql = f"(SELECT * REPLACE (concat_ws({literal(BETWEEN)}, {BESIDE}, {text}) AS {BESIDE}) FROM {book.sql})"
    else:
        sql = f"(SELECT *, {text} AS {BESIDE} FROM {book.sql})"
    return replace(book, sql=sql, kinds={**book.kinds, BESIDE: "VARCHAR"})


def _cells(row: BadRow, names: Sequence[str], fits: Fits, separator: str) -> Sequence[str] | None:
    """Return the cells of a row under the columns; None if they cannot be told apart."""
    if len(row.cells) == len(names) and any(NO_LETTER in cell for cell in row.cells):
        return row.cells  # bytes that are no text spoil their cell alone
    return None if row.placed else put_right(row.cells, names, fits, separator)


def _judge(book: Book, names: Sequence[str]) -> RowJudge:
    places = {name: place for place, name in enumerate(names)}
    facts = {places[column]: str(fact) for fact, column in book.columns.facts.items() if column in places}
    for special, column in (("value", book.columns.value), ("line", book.columns.line)):
        if column in places:
            facts[places[column]] = special
    return RowJudge(names=names, facts=facts, usual=_usual(book, names) or len(names))


def _usual(book: Book, names: Sequence[str]) -> int:
    """Return how many cells a row usually fills: as many as three in four rows at most; 0 if all are empty.

    An expression for each of thousands of columns takes DuckDB longer to plan than the cells of few rows to fetch.
    """
    head = f"{book.sql} LIMIT {SAMPLED}"
    rows = book.connection.execute(f"SELECT count(*) FROM (SELECT 1 FROM {head})").fetchall()[0][0]
    if len(names) <= AT_ONCE or rows * len(names) > FETCHED:
        asked = f"SELECT quantile_disc(n, 0.75) FROM (SELECT {_filled_sql(book, names)} AS n FROM {head}) WHERE n > 0"
        return int(book.connection.execute(asked).fetchall()[0][0] or 0)
    few = book.cells.of(book.sql, names) if book.cells is not None else None
    sql = f"SELECT {', '.join(map(quoted, names))} FROM {head}"
    cells = book.connection.execute(sql).fetchall() if few is None else [*zip(*few.values(), strict=True)]
    filled = sorted(filter(None, (sum(map(_is_filled, row)) for row in cells)))
    return filled[math.ceil(0.75 * len(filled)) - 1] if filled else 0


def _is_filled(cell: object) -> bool:
    """Tell whether something stands in a cell."""
    return bool(cell.strip(SPACES_OF_CELLS)) if isinstance(cell, str) else cell is not None


def _filled_sql(book: Book, names: Sequence[str]) -> str:
    """Return SQL that counts the cells of a row in which something stands."""
    each = [
        f"(coalesce(trim({quoted(name)}, {SPACES}), '') <> '')::INTEGER"
        if book.kinds[name] == "VARCHAR"
        else f"({quoted(name)} IS NOT NULL)::INTEGER"
        for name in names
    ]
    return _sum_sql(each)


def _sum_sql(numbers: Sequence[str]) -> str:
    """Return SQL that adds numbers up, group by group: DuckDB nests a sum as deep as it has parts, to a thousand."""
    groups = [numbers[at : at + _TOGETHER] for at in range(0, len(numbers), _TOGETHER)]
    return " + ".join(f"({' + '.join(group)})" for group in groups) or "0"


_TOGETHER: Final = 100
"""Parts of a sum that stand in one group."""


def _no_lines(book: Book, names: Sequence[str], judge: RowJudge, looked: Look) -> Iterable[NoLine]:
    """Look at the rows that may be no lines: those with few cells, a word for a sum, or the words of the header."""
    possible = _possible_sql(book, names, judge, looked)
    if possible == "false":
        return
    texts = [name for name in names if book.kinds[name] == "VARCHAR"]
    headed = _sum_sql([f"coalesce((trim({quoted(name)}) = {literal(name)})::INTEGER, 0)" for name in texts])
    joined = f"lower(concat_ws(' ', {', '.join(map(quoted, texts))}))" if texts else "''"
    shown = ", ".join(text_of(name, book.kinds[name]) for name in names)
    few = min(FEW, judge.usual - 1)
    file = quoted(FILE) if FILE in book.kinds else "''"
    summed = f"sekisho_filled < {judge.usual} AND regexp_matches({joined}, {literal(SUM_HINT)})"
    found = book.connection.cursor().execute(
        f"SELECT {ROW}, {file}, {shown} FROM "
        f"(SELECT *, CASE WHEN {possible} THEN {_filled_sql(book, names)} END AS sekisho_filled FROM {book.sql}) "
        f"WHERE CASE WHEN sekisho_filled IS NULL THEN false "
        f"ELSE sekisho_filled <= {few} OR ({headed}) >= {min(2, max(len(names), 1))} "
        f"OR CASE WHEN sekisho_filled < {judge.usual} THEN {summed} ELSE false END END ORDER BY 2, 1"
    )
    while rows := found.fetchmany(SAMPLED):
        for row, of_file, *cells in rows:
            kind = judge.kind(cells)
            if kind is not None:
                yield NoLine(row=row, kind=kind, text=row_text(cell or "" for cell in cells), file=of_file)


def _possible_sql(book: Book, names: Sequence[str], judge: RowJudge, looked: Look) -> str:
    """Return SQL that is false of rows that `RowJudge` takes for lines, by what their columns hold; "false" if of all.

    A row is no line by a cell that is a word for a sum, by cells that say what their columns are called, or because few
    of its cells are filled. What a column may hold is known where its texts are few.
    """
    sums, headers, always, filled = [], [], 0, []
    for name in names:
        column = quoted(name)
        if name in looked.columns:
            texts = looked.columns[name]
            sums += _among_sql(column, texts.some(is_sum_word))
            headers += _among_sql(column, texts.some(lambda text, name=name: is_header_cell(text, name)))  # type: ignore[misc]
            nothing = texts.some(is_nothing)
            if nothing or texts.nulls:
                filled.append(
                    f"({column} IS NOT NULL{''.join(f' AND NOT {among}' for among in _among_sql(column, nothing))})"
                )
            else:
                always += 1
        elif book.kinds[name] == "VARCHAR":
            sums.append(f"coalesce(regexp_matches(lower({column}), {literal(SUM_HINT)}), false)")
            headers.append(_maybe_header_sql(column, name))
        else:
            headers += ["true"] if _may_be_called(book.kinds[name], name) else []
            if name in looked.filled:
                always += 1
            else:
                filled.append(f"({column} IS NOT NULL)")
    parts = list(sums)
    enough = min(2, len(names))
    if len(headers) >= enough:
        parts.append(f"({_sum_sql([f'{header}::INTEGER' for header in headers])}) >= {enough}")
    # A note fills up to FEW cells, or less than half of what is usual: so more are enough to be a line.
    most = max(FEW, (judge.usual - 1) // 2)
    if always <= most:
        parts.append(f"({_sum_sql([f'{cell}::INTEGER' for cell in filled])}) <= {most - always}")
    return " OR ".join(parts) or "false"


def _may_be_called(kind: str, name: str) -> bool:
    """Tell whether a number, a date or a mark may say what its column is called: only if the name is one."""
    if kind == "BOOLEAN":
        return is_header_cell("true", name) or is_header_cell("false", name)
    plain = is_number(kind) or kind.startswith(("DATE", "TIME"))
    return not plain or any(letter.isdecimal() for letter in name)


def _maybe_header_sql(column: str, name: str) -> str:
    """Return SQL that is false only of cells that do not say what their column is called: exact for plain letters."""
    equal = f"lower(regexp_replace({column}, '\\s', '', 'g')) = {literal(''.join(name.lower().split()))}"
    return f"coalesce(strlen({column}) <> length({column}) OR {equal}, false)"


def _among_sql(column: str, texts: Sequence[str]) -> list[str]:
    """Return SQL that tells whether a cell is one of some texts; none if there are no texts."""
    return [f"coalesce({column} IN ({', '.join(map(literal, texts))}), false)"] if texts else []


def _kept_sql(book: Book, none: Sequence[NoLine]) -> str:
    """Return SQL that reads a book without the rows that are no lines."""
    if not none:
        return book.sql
    connection = book.connection
    connection.execute(f"CREATE OR REPLACE TEMP TABLE no_lines ({ROW} BIGINT, {FILE} VARCHAR)")
    rows = {"r": np.array([row.row for row in none]), "f": np.array([row.file for row in none], dtype=object)}
    connection.register("no_line_rows", rows)
    connection.execute("INSERT INTO no_lines SELECT r, f::VARCHAR FROM no_line_rows")
    connection.unregister("no_line_rows")
    same = f"no_lines.{ROW} = b.{ROW}" + (f" AND no_lines.{FILE} = b.{FILE}" if FILE in book.kinds else "")
    return f"(SELECT b.* FROM {book.sql} AS b ANTI JOIN no_lines ON {same})"


def _pointing(book: Book, texts: Sequence[str], looked: Look) -> list[str]:
    """List the columns of text in which a cell stands for the one above it."""
    found = {name for name in texts if name in looked.columns and looked.columns[name].some(_is_above)}
    rest = [name for name in texts if name not in looked.columns]
    if rest:
        each = ", ".join(f"coalesce(bool_or({_points_sql(quoted(name))}), false)" for name in rest)
        asked = book.connection.execute(f"SELECT {each} FROM {book.sql}").fetchall()[0]
        found |= {name for name, points in zip(rest, asked, strict=True) if points}
    return [name for name in texts if name in found]


def _is_above(text: str) -> bool:
    return text.strip(SPACES_OF_CELLS).lower() in ABOVE


def _points_sql(column: str) -> str:
    return f"lower(trim({column}, {SPACES})) IN ({', '.join(map(literal, ABOVE))})"


def _written(
    book: Book,
    names: Sequence[str],
    added: Sequence[tuple[BadRow, Sequence[str] | None]],
    above: Sequence[str],
    folder: Path,
    *,
    listed: Callable[[str], bool],
    head: Collection[str] = (),
) -> Book:
    """Write the book again: with the rows that were out of line, and with the cells that stand above."""
    connection, source, columns = book.connection, book.sql, book.columns
    if added:
        rows = [_row(book, names, row, cells, listed) for row, cells in added]
        end_user = columns.facts.get(_END_USER)
        more = end_user is None and _END_USER not in columns.unknown and any(row[_MADE] for row in rows)
        own = [end_user] if end_user in head and end_user is not None else []
        keys = [ROW, *((FILE, LINE) if FILE in book.kinds else ()), *names, TEXT, *((_MADE,) if more else own)]
        connection.register(
            "added_rows", {f"c{at}": np.array([row[key] for row in rows], dtype=object) for at, key in enumerate(keys)}
        )
        typed = ", ".join(
            f"c{at}::{'BIGINT' if key == ROW else 'VARCHAR'} AS {quoted(key)}" for at, key in enumerate(keys)
        )
        connection.execute(f"CREATE OR REPLACE TEMP TABLE added AS SELECT {typed} FROM added_rows")
        connection.unregister("added_rows")
        source = f"(SELECT * FROM {source} UNION ALL BY NAME SELECT * FROM added)"
        if more:
            columns = replace(columns, facts={**columns.facts, _END_USER: _MADE})
    order = f"{FILE}, {ROW}" if FILE in book.kinds else ROW
    of_file = f"PARTITION BY {FILE} " if FILE in book.kinds else ""
    window = f"OVER ({of_file}ORDER BY {ROW} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
    filled = []
    for name in above:
        column = quoted(name)
        points = f"coalesce({_points_sql(column)}, false)"
        last = f"last_value(CASE WHEN NOT {points} THEN coalesce({column}, '') END IGNORE NULLS) {window}"
        filled.append(f"CASE WHEN {points} THEN coalesce({last}, {column}) ELSE {column} END AS {column}")
    whole = f"({of_file.strip()})"
    filled += [
        f"coalesce({column}, max({column}) OVER {whole}) AS {column}"
        for column in map(quoted, _beside(book, head))
        if added
    ]
    shown = f"* REPLACE ({', '.join(filled)})" if filled else "*"
    out = folder / "arranged.parquet"
    write_query(connection, f"SELECT {shown} FROM {source} ORDER BY {order}", out)
    sql = stored_table(out)
    return replace(book, sql=sql, kinds=column_kinds(connection, sql), columns=columns)


def _beside(book: Book, head: Collection[str]) -> list[str]:
    """List the columns that say the same in every line of a file."""
    return [*(name for name in head if name != BESIDE), *([BESIDE] if BESIDE in book.kinds else [])]


def _row(
    book: Book, names: Sequence[str], row: BadRow, cells: Sequence[str] | None, listed: Callable[[str], bool]
) -> dict[str, object]:
    """Return a row as columns: with its cells, or with nothing but its text and the listed name that stands in it."""
    end_user = book.columns.facts.get(_END_USER, _MADE)
    found: dict[str, object] = dict.fromkeys((*names, end_user, TEXT, _MADE))
    found |= {ROW: row.row, FILE: row.file, LINE: f"{row.file}:{row.row}"}
    if cells is not None:
        return found | {name: cell or None for name, cell in zip(names, cells, strict=True)}
    facts = [*book.columns.facts.values(), *([book.columns.value] if book.columns.value else [])]
    found |= dict.fromkeys((column for column in facts if column in names), UNKNOWN_WORD)
    if row.cells and names and book.columns.line == names[0] and row.cells[0].strip():
        found[names[0]] = row.cells[0].strip()
    pieces = dict.fromkeys(part.strip() for cell in row.cells for part in (cell, *cell.splitlines()))
    text = row_text(row.cells)
    named = next((piece for piece in (*pieces, text) if piece and listed(piece)), None)
    if named is not None:
        found[end_user] = named
    return found | {TEXT: text}


def put_right(cells: Sequence[str], names: Sequence[str], fits: Fits, separator: str) -> list[str] | None:
    """Put a row right that has too many cells, or too few; None unless there is one way only.

    >>> fits = lambda name, cell: cell.isdigit() == (name == "count")
    >>> put_right(["Mihon", "Ltd", "3"], ["firm", "count"], fits, ", ")
    ['Mihon, Ltd', '3']
    >>> put_right(["Mihon", "3"], ["firm", "town", "count"], fits, ",") is None
    True
    """
    over = len(cells) - len(names)
    if over > 0 and not any(cell.strip() for cell in cells[len(names) :]):
        return list(cells[: len(names)])
    if over > 0:
        ways = [
            [*cells[:at], separator.join(cells[at : at + over + 1]), *cells[at + over + 1 :]]
            for at in range(len(names))
        ]
    elif over < 0:
        ways = [[*cells[:at], *[""] * -over, *cells[at:]] for at in range(len(cells) + 1)]
    else:
        return None
    found: list[list[str]] = []
    for way in ways:
        if way not in found and all(fits(name, cell) for name, cell in zip(names, way, strict=True)):
            found.append(way)
    return found[0] if len(found) == 1 else None
