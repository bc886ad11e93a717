"""The cells of a book as the table of facts writes them; a cell that cannot be read makes its fact unknown in its line.

Each distinct text of a column is read once. If all of them stand as they should, the book is left as it lies; else
it has a column more for each fact that was read, and one that says what could not be read. Where these are few beside
the columns that the book has, they are joined whenever lines are read; else DuckDB writes the book again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np

from sekisho.files.formats import column_kinds, literal, quoted
from sekisho.files.row_staging import FILE, POINTS, ROW, TEXT, UNREAD, WHOLE
from sekisho.files.tables import HELD_ROWS, held_table, stored_table, write_query
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import WRITTEN_UNKNOWN, Fact
from sekisho.message import joined
from sekisho.trade.book.cell_pointers import pointer_columns
from sekisho.trade.book.cells.defence_words import PREFIX
from sekisho.trade.book.cells.meanings import CellMeaning, is_read
from sekisho.trade.book.cells.number_columns import VALUE, number_cells
from sekisho.trade.book.cells.vocabulary import UNKNOWN_WORD
from sekisho.trade.book.cells.words import WORDS_SHOWN, ColumnInterpretation, Word
from sekisho.trade.book.columns import Columns
from sekisho.trade.book.intake import BookIntake
from sekisho.trade.book.line_names import OWN_NAME, count_double, name_sql, own_name_sql
from sekisho.trade.book.non_lines import NoLine
from sekisho.trade.book.order_book import SPACES, Book, text_of
from sekisho.trade.book.place_context import with_countries_of_lines
from sekisho.trade.book.points_of_lines import joined_points
from sekisho.trade.book.recipe import Recipe

_DATE: Final = FactName("date")
# Measured on 2026-12-01, three million lines of 38 columns with one column that is read otherwise: written again they
# take 7.9 CPU s, 0.07 us a line and column; joined whenever lines are read again, 1.8 s, 0.6 us a line and join.
# Larger: books are written that need not be. Smaller: lines are joined again and again.
COLUMNS_A_JOIN: Final = 9
"""Columns of a book that are written again in the time that one join takes whenever its lines are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A book of which every cell can be typed.

    Parameters
    ----------
    lines, rows
        Lines of the book, and its rows: the lines, and what is no line.
    gaps
        Lines with a cell that cannot be read, or whose cells do not align.
    gaps_sql
        SQL that reads the cells that cannot be read, or are read and doubtful, one row a cell; empty if there are none.
    recipe
        How the book was read, with the decimal signs that were found out.
    undated
        Lines whose date is not known, where each line is judged by the law of its own.
    double
        Names of lines that stand more than once in the book, or are empty; their lines are named with their rows too.
    pointer_columns, defence, pointing
        Columns with words for a military use; the words with the lines in which each stands; and all such lines.
    """

    book: Book
    readings: tuple[ColumnInterpretation, ...]
    recipe: Recipe
    lines: int
    rows: int
    no_lines: tuple[NoLine, ...] = ()
    mended: tuple[int, ...] = ()
    gaps: int = 0
    gaps_sql: str = ""
    undated: int = 0
    double: int = 0
    pointer_columns: tuple[str, ...] = ()
    defence: tuple[tuple[str, int], ...] = ()
    pointing: int = 0


def clean(
    opened: BookIntake, folder: Path, *, dated: bool, today: date | None = None, keep_bad: bool = False
) -> Cleaned:
    """Read every cell of a book.

    Parameters
    ----------
    dated
        Every line is judged by the law of its own date. A line without one is judged by the law of every day from the
        first date of the book, or from today, on.
    keep_bad
        Leave the texts of cells in the book that cannot be read; whoever types them tells what is wrong.
    """
    opened = with_countries_of_lines(opened)
    book, recipe = opened.book, opened.recipe
    found: list[ColumnInterpretation] = []
    decimals = dict(recipe.decimals)
    for name, column in (*book.columns.facts.items(), *(((VALUE, book.columns.value),) if book.columns.value else ())):
        fact = opened.meanings.facts[name]
        if fact.kind == "number":
            reading = number_cells(opened, fact, column, len(found), decimals)
        elif is_read(fact):
            reading = _texts(opened, fact, column, len(found))
        else:
            reading = None
        found += [reading] if reading else []
    settled = replace(recipe, decimals=decimals)
    lines = _lines(book)
    undated = 0
    if dated and _DATE in book.columns.facts:
        undated = _count(book, found, _undated_sql(book, found))
        if undated and not recipe.undated:
            settled = replace(settled, undated=_open_days(book, found, today))
    double = count_double(book)
    whole = Cleaned(
        book=book,
        readings=tuple(found),
        recipe=settled,
        lines=lines,
        rows=lines + len(opened.no_lines),
        no_lines=opened.no_lines,
        mended=opened.mended,
        undated=undated,
        double=double,
        pointer_columns=pointer_columns(opened),
    )
    if not found and not undated and not double and not whole.pointer_columns and TEXT not in book.kinds:
        return whole
    return _written(whole, folder, keep_bad=keep_bad)


def _lines(book: Book) -> int:
    if book.cells is not None and book.sql in book.cells.sqls:
        return book.cells.lines
    return int(book.connection.execute(f"SELECT count(*) FROM {book.sql}").fetchall()[0][0])


def _count(book: Book, readings: Sequence[ColumnInterpretation], condition: str) -> int:
    sql = f"SELECT count(*) FROM {_joined(book, readings)} WHERE {condition}"
    return int(book.connection.execute(sql).fetchall()[0][0])


def _open_days(book: Book, readings: Sequence[ColumnInterpretation], today: date | None) -> str:
    """Return the days on which a line without a date may leave: from the first date of the book, or today, on."""
    text = _meant_sql(book, _DATE, book.columns.facts[_DATE], readings)
    first = book.connection.execute(
        f"SELECT min(TRY_CAST(left(trim({text}) || '-01', 10) AS DATE)) FROM {_joined(book, readings)}"
    ).fetchall()[0][0]
    known = [day for day in (first, today) if day is not None]
    return f"{min(known, default=date.min).isoformat()}/{date.max.isoformat()}"


def _texts(opened: BookIntake, fact: Fact, column: str, number: int) -> ColumnInterpretation | None:
    book = opened.book
    seen = book.seen(column)
    meanings = {value: opened.meanings.meant(fact, value) for value in seen.texts} if seen is not None else {}
    if seen is not None and not any(_is_told(value, meant) for value, meant in meanings.items()):
        return None  # in how many lines each stands is asked only where some text is read otherwise than it stands
    text = text_of(column, book.kinds[column])
    rows = book.connection.execute(
        f"SELECT {text} AS v, count(*) FROM {book.sql} WHERE {text} IS NOT NULL GROUP BY v"
    ).fetchall()
    words = []
    for value, lines in rows:
        meant = meanings.get(value) or opened.meanings.meant(fact, value)
        if _is_told(value, meant):
            why = joined([meant.why, meant.remedy], "sentence") if meant.bad else meant.why
            words.append(Word(value, meant.text, why, meant.bad, lines, meant.doubt or meant.reason, bool(meant.doubt)))
    if not words:
        return None
    table = f"cells_{number}"
    book.connection.register(
        "words",
        {
            "v": np.array([word.text for word in words], dtype=object),
            "t": np.array([word.means for word in words], dtype=object),
            "why": np.array([word.why for word in words], dtype=object),
            "bad": np.array([word.bad for word in words], dtype=bool),
            "doubtful": np.array([word.doubtful for word in words], dtype=bool),
            "reason": np.array([word.reason for word in words], dtype=object),
        },
    )
    book.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT v::VARCHAR AS v, t::VARCHAR AS t, why::VARCHAR AS why, bad, "
        "doubtful, reason::VARCHAR AS reason FROM words"
    )
    book.connection.unregister("words")
    filled = sum(lines for value, lines in rows if str(value).strip())
    return replace(_reading(fact, column, table, words), filled=filled)


def _is_told(value: str, meant: CellMeaning) -> bool:
    """Tell whether a text is read otherwise than it stands, or not for sure."""
    return meant.bad or bool(meant.doubt) or meant.text != value


def _reading(fact: Fact, column: str, table: str, words: Sequence[Word]) -> ColumnInterpretation:
    return ColumnInterpretation(
        fact=fact.name,
        column=column,
        table=table,
        words=tuple(sorted(words, key=lambda word: (-word.lines, word.text))[:WORDS_SHOWN]),
        read=sum(word.lines for word in words if not word.bad and not word.why and word.means != word.text),
        unknown=sum(word.lines for word in words if not word.bad and word.why),
        refused=sum(word.lines for word in words if word.bad),
        doubtful=sum(word.lines for word in words if word.doubtful),
    )


def _joined(book: Book, readings: Iterable[ColumnInterpretation]) -> str:
    """Return SQL that joins to each line what its cells mean."""
    joins = [
        f"LEFT JOIN {each.table} ON {text_of(each.column, book.kinds[each.column], of='book')} = {each.table}.v"
        for each in readings
    ]
    return f"{book.sql} AS book {' '.join(joins)}"


def _undated_sql(book: Book, readings: Iterable[ColumnInterpretation]) -> str:
    """Return SQL that is true for a line whose date is not known."""
    text = f"trim({_meant_sql(book, _DATE, book.columns.facts[_DATE], readings)}, {SPACES})"
    blank = ", ".join(literal(word) for word in sorted(WRITTEN_UNKNOWN))
    return f"coalesce(lower({text}), '') IN ({blank})"


def _meant_sql(book: Book, fact: FactName, column: str, readings: Iterable[ColumnInterpretation]) -> str:
    text = text_of(column, book.kinds[column], of="book")
    table = next((each.table for each in readings if each.fact == fact), "")
    return f"CASE WHEN {table}.v IS NOT NULL THEN {table}.t ELSE {text} END" if table else text


def _written(cleaned: Cleaned, folder: Path, *, keep_bad: bool) -> Cleaned:
    """Return the book with a column more for each fact that was read, and one that says what could not be read."""
    book, readings, connection = cleaned.book, cleaned.readings, cleaned.book.connection
    new = {each.fact: f"sekisho {each.fact}" for each in readings}
    if cleaned.undated:
        new[_DATE] = f"sekisho {_DATE}"
    added = [f", {_kept_sql(cleaned, fact, keep_bad=keep_bad)} AS {quoted(column)}" for fact, column in new.items()]
    joined = _joined(book, readings)
    columns = _renamed(book.columns, new)
    if cleaned.double:
        added.append(f", {own_name_sql(book)} AS {quoted(OWN_NAME)}")
        joined += f" LEFT JOIN double_names ON {name_sql(book, of='book')} = double_names.name"
        columns = replace(columns, line=OWN_NAME)
    unread = _unread_sql(cleaned)
    if unread:
        added.append(f", {unread} AS {UNREAD}")
    of_points, points = joined_points(book, cleaned.pointer_columns, cleaned.lines)
    joined += of_points
    if points:
        added.append(f", {points} AS {POINTS}")
    sql = f"(SELECT book.*{''.join(added)} FROM {joined})"
    if cleaned.lines <= HELD_ROWS:
        sql = held_table(connection, sql)
    elif joined.count("LEFT JOIN") * COLUMNS_A_JOIN > len(book.kinds):
        out = folder / "clean.parquet"
        write_query(connection, sql, out)
        sql = stored_table(out)
    kinds, origins = column_kinds(connection, sql), {column: _column(book, fact) for fact, column in new.items()}
    # The lines are the same, with more columns: those of before hold what they held.
    looked = replace(book.looked, sql=sql) if book.looked and book.looked.sql == book.sql else None
    written = replace(book, sql=sql, kinds=kinds, columns=columns, origins=origins, looked=looked, cells=None)
    found = replace(cleaned, book=written)
    if points:
        words = connection.execute(
            f"SELECT w, count(*) AS n FROM (SELECT unnest(list_distinct(string_split({POINTS}, ';'))) AS w FROM {sql} "
            f"WHERE {POINTS} IS NOT NULL) WHERE starts_with(w, {literal(PREFIX)}) GROUP BY w ORDER BY n DESC, w"
        ).fetchall()
        of_words = f"WHERE contains({POINTS}, {literal(PREFIX)})"
        lines = connection.execute(f"SELECT count(*) FROM {sql} {of_words}").fetchall()[0][0]
        defence = tuple((str(word).removeprefix(PREFIX), int(number)) for word, number in words)
        found = replace(found, defence=defence, pointing=int(lines))
    gaps = int(connection.execute(f"SELECT count({UNREAD}) FROM {sql}").fetchall()[0][0]) if unread else 0
    is_told = gaps or any(each.doubtful for each in readings)
    return replace(found, gaps=gaps, gaps_sql=_gaps_sql(cleaned) if is_told else "")


def _column(book: Book, fact: FactName) -> str:
    return book.columns.value if fact == VALUE and book.columns.value else book.columns.facts[fact]


def _kept_sql(cleaned: Cleaned, fact: FactName, *, keep_bad: bool) -> str:
    """Return SQL that gives a cell as it is meant, and what cannot be read as unknown."""
    book, column = cleaned.book, _column(cleaned.book, fact)
    text = text_of(column, book.kinds[column], of="book")
    table = next((each.table for each in cleaned.readings if each.fact == fact), "")
    meant = text
    if table:
        bad = text if keep_bad else literal(UNKNOWN_WORD)
        unread = f"{table}.bad AND coalesce({table}.t, '') = ''"
        meant = f"CASE WHEN {table}.v IS NULL THEN {text} WHEN {unread} THEN {bad} ELSE {table}.t END"
    if fact == _DATE and cleaned.undated and not keep_bad:
        undated = _undated_sql(book, cleaned.readings)
        return f"CASE WHEN {undated} THEN {literal(cleaned.recipe.undated)} ELSE {meant} END"
    return meant


def _unread_sql(cleaned: Cleaned) -> str:
    """Return SQL that says what could not be read in a line, NULL if nothing; empty if that is so in every line."""
    book = cleaned.book
    parts = [
        f"CASE WHEN {each.table}.bad THEN {literal(f'{each.fact}: ')} || {_one_line(f'{each.table}.v')} END"
        for each in cleaned.readings
        if each.refused
    ]
    if cleaned.undated:
        # A word such as 未定 is read; where the law hangs on the date it leaves a gap all the same.
        table = next((each for each in cleaned.readings if each.fact == _DATE), None)
        if table is not None and table.unknown:
            said = f"{table.table}.t = {literal(UNKNOWN_WORD)} AND NOT {table.table}.bad"
            parts.append(f"CASE WHEN {said} THEN {literal(f'{_DATE}: ')} || {_one_line(f'{table.table}.v')} END")
    if TEXT in book.kinds:
        parts.append(f"CASE WHEN book.{TEXT} IS NOT NULL THEN 'row: ' || {_one_line(f'book.{TEXT}')} END")
    return f"nullif(concat_ws(' | ', {', '.join(parts)}), '')" if parts else ""


def _one_line(text: str) -> str:
    return f"trim(regexp_replace({text}, '\\s+', ' ', 'g'))"


def _gaps_sql(cleaned: Cleaned) -> str:
    """Return SQL that lists the cells that cannot be read: row, file, column, text, fact, reason, and why in words."""
    book = cleaned.book
    file = f"book.{FILE}" if FILE in book.kinds else "''"
    parts = []
    for each in cleaned.readings:
        wanted = [*(["bad"] if each.refused else []), *(["doubtful"] if each.doubtful else [])]
        if each.fact == _DATE and cleaned.undated and each.unknown:
            wanted.append(f"t = {literal(UNKNOWN_WORD)}")
        if wanted:
            text = text_of(each.column, book.kinds[each.column], of="book")
            parts.append(
                f"SELECT {ROW} AS row, {file} AS file, {literal(book.shown(each.column))} AS col, "
                f"{each.table}.v AS text, {literal(str(each.fact))} AS fact, "
                f"coalesce(nullif(reason, ''), {literal(str(each.fact))}) AS reason, why "
                f"FROM {book.sql} AS book JOIN {each.table} ON {text} = {each.table}.v WHERE {' OR '.join(wanted)}"
            )
    if TEXT in book.kinds:
        reason = f"CASE WHEN book.{WHOLE} IS NULL THEN 'row' ELSE 'paper' END" if WHOLE in book.kinds else "'row'"
        parts.append(
            f"SELECT {ROW} AS row, {file} AS file, '' AS col, book.{TEXT} AS text, '' AS fact, {reason} AS reason, "
            f"'the cells of the row do not align with the header.' AS why "
            f"FROM {book.sql} AS book WHERE {TEXT} IS NOT NULL"
        )
    return f"({' UNION ALL '.join(parts)})" if parts else ""


def _renamed(columns: Columns, new: Mapping[FactName, str]) -> Columns:
    facts = {fact: new.get(fact, column) for fact, column in columns.facts.items()}
    return replace(columns, facts=facts, value=new.get(VALUE, columns.value))
