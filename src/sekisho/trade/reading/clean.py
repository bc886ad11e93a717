"""The cells of a book as the table of facts writes them; a cell that cannot be read makes its fact unknown in its line.

Each distinct text of a column is read once. If all of them stand as they should, the book is left as it lies; else
DuckDB writes it again, with a column for each fact that was read, and one that says what could not be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np

from sekisho.files.tables import stored_table, write_table
from sekisho.law.condition import FactName
from sekisho.law.fact import WRITTEN_UNKNOWN, Fact
from sekisho.trade.book import SPACES, Book, is_number, text_of
from sekisho.trade.columns import Columns
from sekisho.trade.file import column_kinds, literal, quoted
from sekisho.trade.reading.canonical import FILE, LINE, POINTS, ROW, TEXT, UNREAD
from sekisho.trade.reading.defence_words import PREFIX
from sekisho.trade.reading.no_lines import NoLine
from sekisho.trade.reading.numbers import (
    bare_sql,
    bounds_sql,
    comma_evidence_sql,
    currency_sql,
    numbers_sql,
    unit_parts,
)
from sekisho.trade.reading.opened import Opened
from sekisho.trade.reading.phrases import UNKNOWN_WORD
from sekisho.trade.reading.pointing import DefenceColumn, defence_columns
from sekisho.trade.reading.recipe import Recipe
from sekisho.trade.reading.values import is_read

WORDS_SHOWN: Final = 1_000
OWN_NAME: Final = "sekisho line"
"""Column of names that are each line's own, where those of the book are not."""
_WHOLE: Final = frozenset({"BIGINT", "INTEGER", "SMALLINT", "TINYINT", "UBIGINT", "UINTEGER", "USMALLINT", "UTINYINT"})
"""Types of columns whose numbers differ as their texts do."""
_DATE: Final = FactName("date")
_VALUE: Final = FactName("value")


@dataclass(frozen=True, slots=True)
class Word:
    """A text of a column: what it means, why it is unknown or cannot be read, and in how many lines it stands.

    Parameters
    ----------
    reason
        Key of the reason why it cannot be read (see `gaps`).
    """

    text: str
    means: str
    why: str
    bad: bool
    lines: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read otherwise than it stands in the column of one fact.

    Parameters
    ----------
    words
        The texts that stand in most lines; at most `WORDS_SHOWN`.
    read, unknown, refused
        Lines whose cell was read, is unknown for a reason, and cannot be read.
    """

    fact: FactName
    column: str
    table: str
    words: tuple[Word, ...]
    read: int
    unknown: int
    refused: int


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
        SQL that reads the cells that cannot be read, one row a cell; empty if there are none.
    recipe
        How the book was read, with the decimal signs that were found out.
    undated
        Lines whose date is not known, where each line is judged by the law of its own.
    double
        Names of lines that stand more than once in the book, or are empty; their lines are named with their rows too.
    defence_columns, defence, pointing
        Columns with words for a military use; the words with the lines in which each stands; and all such lines.
    """

    book: Book
    readings: tuple[Reading, ...]
    recipe: Recipe
    lines: int
    rows: int
    no_lines: tuple[NoLine, ...] = ()
    mended: tuple[int, ...] = ()
    gaps: int = 0
    gaps_sql: str = ""
    undated: int = 0
    double: int = 0
    defence_columns: tuple[DefenceColumn, ...] = ()
    defence: tuple[tuple[str, int], ...] = ()
    pointing: int = 0


def clean(opened: Opened, folder: Path, *, dated: bool, today: date | None = None, keep_bad: bool = False) -> Cleaned:
    """Read every cell of a book.

    Parameters
    ----------
    dated
        Every line is judged by the law of its own date. A line without one is judged by the law of every day from the
        first date of the book, or from today, on.
    keep_bad
        Leave the texts of cells in the book that cannot be read; whoever types them tells what is wrong.
    """
    book, recipe = opened.book, opened.recipe
    found: list[Reading] = []
    decimals = dict(recipe.decimals)
    for name, column in (*book.columns.facts.items(), *(((_VALUE, book.columns.value),) if book.columns.value else ())):
        fact = opened.meanings.facts[name]
        if fact.kind == "number":
            reading = _numbers(opened, fact, column, len(found), decimals)
        elif is_read(fact):
            reading = _texts(opened, fact, column, len(found))
        else:
            reading = None
        found += [reading] if reading else []
    settled = replace(recipe, decimals=decimals)
    lines = int(book.connection.execute(f"SELECT count(*) FROM {book.sql}").fetchall()[0][0])
    undated = 0
    if dated and _DATE in book.columns.facts:
        undated = _count(book, found, _undated_sql(book, found))
        if undated and not recipe.undated:
            settled = replace(settled, undated=_open_days(book, found, today))
    double = _double(book)
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
        defence_columns=tuple(defence_columns(opened)),
    )
    if not found and not undated and not double and not whole.defence_columns and TEXT not in book.kinds:
        return whole
    return _written(whole, folder, keep_bad=keep_bad)


def _count(book: Book, readings: Sequence[Reading], condition: str) -> int:
    sql = f"SELECT count(*) FROM {_joined(book, readings)} WHERE {condition}"
    return int(book.connection.execute(sql).fetchall()[0][0])


def _open_days(book: Book, readings: Sequence[Reading], today: date | None) -> str:
    """Return the days on which a line without a date may leave: from the first date of the book, or today, on."""
    text = _meant_sql(book, _DATE, book.columns.facts[_DATE], readings)
    first = book.connection.execute(
        f"SELECT min(TRY_CAST(left(trim({text}) || '-01', 10) AS DATE)) FROM {_joined(book, readings)}"
    ).fetchall()[0][0]
    known = [day for day in (first, today) if day is not None]
    return f"{min(known, default=date.min).isoformat()}/{date.max.isoformat()}"


def _double(book: Book) -> int:
    """Gather the names of lines that are no line's own, in the table `double_names`, and count them."""
    line = book.columns.line
    if not line or line == LINE:
        return 0
    name = name_sql(book, of="")
    whole = book.kinds[line] in _WHOLE
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


def name_sql(book: Book, *, of: str) -> str:
    """Return SQL that gives the name of a line as text; NULL if it has none."""
    return f"nullif(trim({text_of(book.columns.line, book.kinds[book.columns.line], of=of)}, {SPACES}), '')"


def _own_name_sql(book: Book) -> str:
    """Return SQL that gives a name of its own to each line: with its row, where several lines have one name."""
    name = name_sql(book, of="book")
    row = f"book.{LINE}" if FILE in book.kinds else f"'row ' || book.{ROW}"
    named = text_of(book.columns.line, book.kinds[book.columns.line], of="book")
    with_row = f"{name} || ' (' || {row} || ')'"
    return f"CASE WHEN {name} IS NULL THEN {row} WHEN double_names.name IS NULL THEN {named} ELSE {with_row} END"


def _texts(opened: Opened, fact: Fact, column: str, number: int) -> Reading | None:
    book = opened.book
    text = text_of(column, book.kinds[column])
    rows = book.connection.execute(
        f"SELECT {text} AS v, count(*) FROM {book.sql} WHERE {text} IS NOT NULL GROUP BY v"
    ).fetchall()
    words = []
    for value, lines in rows:
        meant = opened.meanings.meant(fact, value)
        if meant.bad or meant.text != value:
            why = f"{meant.why} {meant.do}".strip() if meant.bad else meant.why
            words.append(Word(value, meant.text, why, meant.bad, lines, meant.reason))
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
            "reason": np.array([word.reason for word in words], dtype=object),
        },
    )
    book.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT v::VARCHAR AS v, t::VARCHAR AS t, why::VARCHAR AS why, bad, "
        "reason::VARCHAR AS reason FROM words"
    )
    book.connection.unregister("words")
    return _reading(fact, column, table, words)


def _reading(fact: Fact, column: str, table: str, words: Sequence[Word]) -> Reading:
    return Reading(
        fact=fact.name,
        column=column,
        table=table,
        words=tuple(sorted(words, key=lambda word: (-word.lines, word.text))[:WORDS_SHOWN]),
        read=sum(word.lines for word in words if not word.bad and not word.why),
        unknown=sum(word.lines for word in words if not word.bad and word.why),
        refused=sum(word.lines for word in words if word.bad),
    )


def _numbers(opened: Opened, fact: Fact, column: str, number: int, decimals: dict[str, str]) -> Reading | None:
    """Read the numbers of a column that are not written plainly, in DuckDB."""
    book, connection, table = opened.book, opened.book.connection, f"cells_{number}"
    text = text_of(column, book.kinds[column])
    trimmed = f"trim({text}, {SPACES})"
    stated = f"{text} IS NOT NULL AND lower({trimmed}) NOT IN ('', 'unknown', 'n/a', '-')"
    share = fact.unit == "share 0-1"
    said = opened.recipe.decimal or decimals.get(fact.name, "")
    if fact.name != _VALUE:
        stated = f"{stated} AND NOT coalesce({bounds_sql(trimmed, share=share)}, false)"
    if said == "comma":
        odd = stated
    else:
        plain, right = (_right_sql(each, share=share) for each in (text, trimmed))
        odd = f"CASE WHEN {text} IS NULL OR {plain} THEN false ELSE {stated} AND NOT {right} END"
    source = f"(SELECT {text} AS v, count(*) AS lines FROM {book.sql} WHERE {{}} GROUP BY v)"
    if not connection.execute(f"SELECT 1 FROM {source.format(odd)} LIMIT 1").fetchall():
        return None
    comma, mixed = said == "comma", False
    if not said and not is_number(book.kinds[column]):
        seen = connection.execute(
            f"SELECT coalesce(bool_or(e), false), coalesce(bool_or(NOT e), false) FROM "
            f"(SELECT {comma_evidence_sql('bare')} AS e FROM (SELECT {bare_sql('v')} AS bare "
            f"FROM {source.format(stated)}))"
        ).fetchall()[0]
        comma, mixed = seen[0] and not seen[1], seen[0] and seen[1]
        decimals[fact.name] = "comma" if comma else "point"
    which = source.format(stated if comma or mixed else odd)
    unit = _unit(opened, source.format(stated)) if fact.name == _VALUE else ""
    inner = numbers_sql(which, comma=comma, share=share, unit=unit, money=fact.name == _VALUE)
    inner = _with_words(inner, opened.meanings.words.get(fact.name, {}))
    connection.execute(_number_table(table, inner, which, share=share, mixed=mixed))
    totals = connection.execute(
        f"SELECT coalesce(sum(lines) FILTER (NOT bad AND why = ''), 0), "
        f"coalesce(sum(lines) FILTER (NOT bad AND why <> ''), 0), coalesce(sum(lines) FILTER (bad), 0) FROM {table}"
    ).fetchall()[0]
    shown = connection.execute(
        f"SELECT v, t, why, bad, lines, reason FROM {table} ORDER BY bad DESC, lines DESC, v LIMIT {WORDS_SHOWN}"
    ).fetchall()
    if not shown:
        return None
    return Reading(
        fact=fact.name,
        column=column,
        table=table,
        words=tuple(Word(*row) for row in shown),
        read=int(totals[0]),
        unknown=int(totals[1]),
        refused=int(totals[2]),
    )


def _unit(opened: Opened, source: str) -> str:
    """Return the unit of the column of values; if it states none and its cells several, that of most of them."""
    unit = opened.book.columns.unit
    if unit_parts(unit)[1] or is_number(opened.book.kinds[opened.book.columns.value]):
        return unit
    rows = opened.book.connection.execute(
        f"SELECT {currency_sql('v')} AS c, sum(lines) FROM {source} GROUP BY c HAVING c IS NOT NULL ORDER BY 2 DESC, 1"
    ).fetchall()
    return str(rows[0][0]) if len(rows) > 1 else unit


def _right_sql(text: str, *, share: bool) -> str:
    """Return SQL that tells whether a text is a number as it stands."""
    number = f"TRY_CAST({text} AS DOUBLE)"
    return f"coalesce(isfinite({number}){f' AND {number} BETWEEN 0 AND 1' if share else ''}, false)"


def _with_words(inner: str, words: Mapping[str, str]) -> str:
    """Let what a person said of a text go before the rules."""
    if not words:
        return inner
    said = "MAP {" + ", ".join(f"{literal(word)}: {literal(means)}" for word, means in words.items()) + "}[trim(v)]"
    return (
        f"SELECT v, coalesce({said}, t) AS t, CASE WHEN {said} IS NULL THEN why END AS why, "
        f"CASE WHEN {said} IS NULL THEN reason END AS reason FROM ({inner})"
    )


def _number_table(table: str, inner: str, source: str, *, share: bool, mixed: bool) -> str:
    """Return SQL that makes the table of the texts of a column of numbers that are read otherwise, or not."""
    within = "AND TRY_CAST(t AS DOUBLE) BETWEEN 0 AND 1" if share else ""
    two_ways = "regexp_matches(v, '^\\s*[+-]?\\d{1,3}[.,]\\d{3}\\s*$')" if mixed else "false"
    expected = "is not a share 0-1; write 0.001 for 0.1 %." if share else "is not a number."
    fine = f"coalesce(t = '{UNKNOWN_WORD}' OR isfinite(TRY_CAST(t AS DOUBLE)) {within}, false)"
    bad = f"({two_ways} OR NOT ({fine}) OR coalesce(reason, '') <> '')"
    return (
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT v, CASE WHEN {bad} THEN NULL "
        f"WHEN t = '{UNKNOWN_WORD}' THEN NULL ELSE t END AS t, "
        f"CASE WHEN {two_ways} THEN '''' || v || ''' may be two numbers; say which with decimal in the mapping file.' "
        f"WHEN NOT ({fine}) THEN '''' || v || ''' {expected}' ELSE coalesce(why, "
        f"CASE WHEN t = '{UNKNOWN_WORD}' THEN 'says that it is not known' END, '') END AS why, "
        f"{bad} AS bad, CASE WHEN {two_ways} THEN 'two_numbers' WHEN {bad} THEN "
        f"coalesce(nullif(reason, ''), '{'share' if share else 'number'}') ELSE '' END AS reason, "
        f"lines FROM (SELECT * FROM ({inner}) JOIN {source} USING (v)) WHERE t IS DISTINCT FROM v OR bad"
    )


def _joined(book: Book, readings: Iterable[Reading]) -> str:
    """Return SQL that joins to each line what its cells mean."""
    joins = [
        f"LEFT JOIN {each.table} ON {text_of(each.column, book.kinds[each.column], of='book')} = {each.table}.v"
        for each in readings
    ]
    return f"{book.sql} AS book {' '.join(joins)}"


def _undated_sql(book: Book, readings: Iterable[Reading]) -> str:
    """Return SQL that is true for a line whose date is not known."""
    text = f"trim({_meant_sql(book, _DATE, book.columns.facts[_DATE], readings)}, {SPACES})"
    blank = ", ".join(literal(word) for word in sorted(WRITTEN_UNKNOWN))
    return f"coalesce(lower({text}), '') IN ({blank})"


def _meant_sql(book: Book, fact: FactName, column: str, readings: Iterable[Reading]) -> str:
    text = text_of(column, book.kinds[column], of="book")
    table = next((each.table for each in readings if each.fact == fact), "")
    return f"CASE WHEN {table}.v IS NOT NULL THEN {table}.t ELSE {text} END" if table else text


def _written(cleaned: Cleaned, folder: Path, *, keep_bad: bool) -> Cleaned:
    """Write the book again: a column for each fact that was read, and one that says what could not be read."""
    book, readings, connection = cleaned.book, cleaned.readings, cleaned.book.connection
    new = {each.fact: f"sekisho {each.fact}" for each in readings}
    if cleaned.undated:
        new[_DATE] = f"sekisho {_DATE}"
    added = [f", {_kept_sql(cleaned, fact, keep_bad=keep_bad)} AS {quoted(column)}" for fact, column in new.items()]
    joined = _joined(book, readings)
    columns = _renamed(book.columns, new)
    if cleaned.double:
        added.append(f", {_own_name_sql(book)} AS {quoted(OWN_NAME)}")
        joined += f" LEFT JOIN double_names ON {name_sql(book, of='book')} = double_names.name"
        columns = replace(columns, line=OWN_NAME)
    unread, points = _unread_sql(cleaned), ""
    if unread:
        added.append(f", {unread} AS {UNREAD}")
    for each in cleaned.defence_columns:
        joined += f" LEFT JOIN {each.table} ON book.{quoted(each.column)} = {each.table}.v"
    if cleaned.defence_columns:
        points = f"nullif(concat_ws(';', {', '.join(f'{each.table}.p' for each in cleaned.defence_columns)}), '')"
        added.append(f", {points} AS {POINTS}")
    out = folder / "clean.parquet"
    write_table(connection, f"SELECT book.*{''.join(added)} FROM {joined}", out)
    sql = stored_table(out)
    kinds, origins = column_kinds(connection, sql), {column: _column(book, fact) for fact, column in new.items()}
    found = replace(cleaned, book=replace(book, sql=sql, kinds=kinds, columns=columns, origins=origins))
    if points:
        words = connection.execute(
            f"SELECT w, count(*) AS n FROM (SELECT unnest(list_distinct(string_split({POINTS}, ';'))) AS w FROM {sql} "
            f"WHERE {POINTS} IS NOT NULL) GROUP BY w ORDER BY n DESC, w"
        ).fetchall()
        lines = connection.execute(f"SELECT count({POINTS}) FROM {sql}").fetchall()[0][0]
        defence = tuple((str(word).removeprefix(PREFIX), int(number)) for word, number in words)
        found = replace(found, defence=defence, pointing=int(lines))
    if not unread:
        return found
    gaps = connection.execute(f"SELECT count({UNREAD}) FROM {sql}").fetchall()[0][0]
    return replace(found, gaps=int(gaps), gaps_sql=_gaps_sql(cleaned) if gaps else "")


def _column(book: Book, fact: FactName) -> str:
    return book.columns.value if fact == _VALUE and book.columns.value else book.columns.facts[fact]


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
        wanted = ["bad"] if each.refused else []
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
        parts.append(
            f"SELECT {ROW} AS row, {file} AS file, '' AS col, book.{TEXT} AS text, '' AS fact, 'row' AS reason, "
            f"'the cells of the row do not align with the header.' AS why "
            f"FROM {book.sql} AS book WHERE {TEXT} IS NOT NULL"
        )
    return f"({' UNION ALL '.join(parts)})" if parts else ""


def _renamed(columns: Columns, new: Mapping[FactName, str]) -> Columns:
    facts = {fact: new.get(fact, column) for fact, column in columns.facts.items()}
    return replace(columns, facts=facts, value=new.get(_VALUE, columns.value))
