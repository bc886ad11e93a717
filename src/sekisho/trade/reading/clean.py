"""The cells of a book as the table of facts writes them; lines with a cell that cannot be read are set apart.

Each distinct text of a column is read once. If all of them stand as they should, the book is left as it lies; else
DuckDB writes it again, with a column for each fact that was read, and without the lines that are refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from sekisho.files.tables import stored_table, write_table
from sekisho.law.condition import FactName
from sekisho.law.fact import WRITTEN_UNKNOWN, Fact
from sekisho.trade.book import SPACES, Book, is_number, text_of
from sekisho.trade.columns import NEEDED, Columns
from sekisho.trade.file import column_kinds, literal, quoted
from sekisho.trade.reading.canonical import FILE, LINE, ROW
from sekisho.trade.reading.numbers import bare_sql, bounds_sql, comma_evidence_sql, numbers_sql
from sekisho.trade.reading.opened import Opened
from sekisho.trade.reading.phrases import UNKNOWN_WORD
from sekisho.trade.reading.recipe import Recipe
from sekisho.trade.reading.values import is_read

TOTALS: Final = (
    *("合計", "小計", "総計", "総合計", "計", "合计", "小计", "总计", "共计", "總計", "累計"),
    *("total", "subtotal", "sub total", "sub-total", "grand total", "totals", "sum"),
)
WORDS_SHOWN: Final = 1_000
_FACTS_FIRST: Final = 3
"""Facts that are looked at first: nearly every line has one of them, so that the others need not be."""
OWN_NAME: Final = "sekisho line"
"""Column of names that are each line's own, where those of the book are not."""
_WHOLE: Final = frozenset({"BIGINT", "INTEGER", "SMALLINT", "TINYINT", "UBIGINT", "UINTEGER", "USMALLINT", "UTINYINT"})
"""Types of columns whose numbers differ as their texts do."""
_DATE: Final = FactName("date")
_VALUE: Final = FactName("value")


@dataclass(frozen=True, slots=True)
class Word:
    """A text of a column: what it means, why it is unknown or refused, and in how many lines it stands."""

    text: str
    means: str
    why: str
    bad: bool
    lines: int


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
    lines, lines_read
        Lines of the cleaned book, and of the book as it was found, those included that could not be taken apart.
    refused
        Lines that are left out since a cell of theirs cannot be read.
    refused_sql
        SQL that reads these lines, with the columns, values and reasons; empty if there are none.
    recipe
        How the book was read, with the decimal signs that were found out.
    double
        Names of lines that stand more than once in the book, or are empty; their lines are named with their rows too.
    """

    book: Book
    refused: int
    refused_sql: str
    readings: tuple[Reading, ...]
    recipe: Recipe
    lines: int
    lines_read: int
    totals: int = 0
    undated: int = 0
    double: int = 0


def clean(opened: Opened, folder: Path, *, dated: bool, keep_bad: bool = False) -> Cleaned:
    """Read every cell of a book.

    Parameters
    ----------
    dated
        Every line needs a date: there is no other date of law.
    keep_bad
        Leave lines in the book that cannot be read; whoever types them tells what is wrong.
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
    totals = _totals_sql(book)
    undated = _undated_sql(book, found) if dated and not keep_bad else "false"
    lines = book.connection.execute(f"SELECT count(*) FROM {book.sql}").fetchall()[0][0]
    counts = (0, 0)
    if (totals, undated) != ("false", "false"):
        counts = book.connection.execute(
            f"SELECT count(*) FILTER ({totals}), count(*) FILTER (NOT ({totals}) AND {undated}) "
            f"FROM {_joined(book, found)}"
        ).fetchall()[0]
    apart, double = len(opened.source.staged.bad), _double(book)
    whole = Cleaned(
        book=book,
        refused=0,
        refused_sql="",
        readings=(),
        recipe=settled,
        lines=lines,
        lines_read=lines + apart,
        double=double,
    )
    if not found and not any(counts) and not double:
        return whole
    cleaned = replace(whole, readings=tuple(found), totals=counts[0], undated=counts[1])
    return _written(cleaned, folder, totals=totals, undated=undated, keep_bad=keep_bad)


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
            words.append(Word(value, meant.text, why, meant.bad, lines))
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
        },
    )
    book.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT v::VARCHAR AS v, t::VARCHAR AS t, why::VARCHAR AS why, bad "
        "FROM words"
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
    unit = opened.book.columns.unit if fact.name == _VALUE else ""
    inner = numbers_sql(which, comma=comma, share=share, unit=unit if len(unit) == len("USD") else "")
    connection.execute(
        _number_table(
            table, _with_words(inner, opened.meanings.words.get(fact.name, {})), which, share=share, mixed=mixed
        )
    )
    totals = connection.execute(
        f"SELECT coalesce(sum(lines) FILTER (NOT bad AND why = ''), 0), "
        f"coalesce(sum(lines) FILTER (NOT bad AND why <> ''), 0), coalesce(sum(lines) FILTER (bad), 0) FROM {table}"
    ).fetchall()[0]
    shown = connection.execute(
        f"SELECT v, t, why, bad, lines FROM {table} ORDER BY bad DESC, lines DESC, v LIMIT {WORDS_SHOWN}"
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


def _right_sql(text: str, *, share: bool) -> str:
    """Return SQL that tells whether a text is a number as it stands."""
    number = f"TRY_CAST({text} AS DOUBLE)"
    return f"coalesce(isfinite({number}){f' AND {number} BETWEEN 0 AND 1' if share else ''}, false)"


def _with_words(inner: str, words: Mapping[str, str]) -> str:
    """Let what a person said of a text go before the rules."""
    if not words:
        return inner
    said = "MAP {" + ", ".join(f"{literal(word)}: {literal(means)}" for word, means in words.items()) + "}[trim(v)]"
    return f"SELECT v, coalesce({said}, t) AS t, CASE WHEN {said} IS NULL THEN why END AS why FROM ({inner})"


def _number_table(table: str, inner: str, source: str, *, share: bool, mixed: bool) -> str:
    """Return SQL that makes the table of the texts of a column of numbers that are read or refused."""
    within = "AND TRY_CAST(t AS DOUBLE) BETWEEN 0 AND 1" if share else ""
    two_ways = "regexp_matches(v, '^\\s*[+-]?\\d{1,3}[.,]\\d{3}\\s*$')" if mixed else "false"
    expected = "is not a share 0-1; write 0.001 for 0.1 %." if share else "is not a number."
    fine = f"coalesce(t = '{UNKNOWN_WORD}' OR isfinite(TRY_CAST(t AS DOUBLE)) {within}, false)"
    return (
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT v, CASE WHEN {two_ways} THEN NULL "
        f"WHEN t = '{UNKNOWN_WORD}' THEN NULL ELSE t END AS t, "
        f"CASE WHEN {two_ways} THEN '''' || v || ''' may be two numbers; say which with decimal in the mapping file.' "
        f"WHEN NOT ({fine}) THEN '''' || v || ''' {expected}' ELSE coalesce(why, "
        f"CASE WHEN t = '{UNKNOWN_WORD}' THEN 'says that it is not known' END, '') END AS why, "
        f"{two_ways} OR NOT ({fine}) AS bad, lines FROM (SELECT * FROM ({inner}) JOIN {source} USING (v)) "
        f"WHERE t IS DISTINCT FROM v OR bad"
    )


def _joined(book: Book, readings: Iterable[Reading]) -> str:
    """Return SQL that joins to each line what its cells mean."""
    joins = [
        f"LEFT JOIN {each.table} ON {text_of(each.column, book.kinds[each.column], of='book')} = {each.table}.v"
        for each in readings
    ]
    return f"{book.sql} AS book {' '.join(joins)}"


def _totals_sql(book: Book) -> str:
    """Return SQL that is true for a row of totals: a word for it, and no fact of a line but the value."""
    words = ", ".join(literal(word) for word in TOTALS)
    texts = [name for name, kind in book.kinds.items() if kind == "VARCHAR" and name != FILE]
    mapped = book.columns.facts
    columns = dict.fromkeys([*(mapped[fact] for fact in NEEDED if fact in mapped), *mapped.values()])
    facts = [text_of(column, book.kinds[column], of="book") for column in columns]
    if not texts or not facts:
        return "false"
    each = [f"coalesce(lower(trim({text})), '') IN ('', '-', {words})" for text in facts]
    first = " AND ".join(each[:_FACTS_FIRST])
    if not book.connection.execute(f"SELECT 1 FROM {book.sql} AS book WHERE {first} LIMIT 1").fetchall():
        return "false"
    empty = " AND ".join(each)
    named = " OR ".join(f"lower(trim(book.{quoted(name)})) IN ({words})" for name in texts)
    return f"({empty} AND coalesce({named}, false))"


def _undated_sql(book: Book, readings: Iterable[Reading]) -> str:
    column = book.columns.facts.get(_DATE)
    if column is None:
        return "false"
    text = f"trim({_meant_sql(book, _DATE, column, readings)}, {SPACES})"
    blank = ", ".join(literal(word) for word in sorted(WRITTEN_UNKNOWN))
    bad = next((f"{each.table}.bad IS NOT TRUE AND" for each in readings if each.fact == _DATE), "")
    return f"({bad} coalesce(lower({text}), '') IN ({blank}))"


def _meant_sql(book: Book, fact: FactName, column: str, readings: Iterable[Reading]) -> str:
    text = text_of(column, book.kinds[column], of="book")
    table = next((each.table for each in readings if each.fact == fact), "")
    return f"CASE WHEN {table}.v IS NOT NULL THEN {table}.t ELSE {text} END" if table else text


def _written(cleaned: Cleaned, folder: Path, *, totals: str, undated: str, keep_bad: bool) -> Cleaned:
    """Write the book again: a column for each fact that was read, and no line that is refused."""
    book, readings = cleaned.book, cleaned.readings
    connection = book.connection
    refusing = [each for each in readings if each.refused]
    wrong = " OR ".join([totals, undated, *(f"{each.table}.bad IS TRUE" for each in refusing)])
    dropped = totals if keep_bad else wrong
    new = {each.fact: f"sekisho {each.fact}" for each in readings}
    added = [f", {_kept_sql(book, each, keep_bad=keep_bad)} AS {quoted(new[each.fact])}" for each in readings]
    joined = _joined(book, readings)
    if cleaned.double:
        added.append(f", {_own_name_sql(book)} AS {quoted(OWN_NAME)}")
        joined += f" LEFT JOIN double_names ON {name_sql(book, of='book')} = double_names.name"
    out = folder / "clean.parquet"
    write_table(connection, f"SELECT book.*{''.join(added)} FROM {joined} WHERE NOT ({dropped})", out)
    refused = folder / "refused.parquet"
    file = f"book.{FILE}" if FILE in book.kinds else "''"
    rows = (
        f"SELECT {ROW}, {file} AS {FILE}, {_reasons_sql(book, refusing, totals, undated)} AS why, "
        f"{_line_sql(book)} AS cells FROM {joined} WHERE {dropped}"
    )
    write_table(connection, rows, refused)
    count = connection.execute(f"SELECT count(*) FROM {stored_table(refused)}").fetchall()[0][0]
    sql = stored_table(out)
    columns = _renamed(book.columns, new)
    if cleaned.double:
        columns = replace(columns, line=OWN_NAME)
    origins = {new[each.fact]: each.column for each in readings}
    return replace(
        cleaned,
        book=replace(book, sql=sql, kinds=column_kinds(connection, sql), columns=columns, origins=origins),
        refused=count,
        refused_sql=stored_table(refused) if count else "",
        lines=cleaned.lines - count,
    )


def _kept_sql(book: Book, reading: Reading, *, keep_bad: bool) -> str:
    """Return SQL that gives a cell as it is meant; one that cannot be read stays, if its line does."""
    table, text = reading.table, text_of(reading.column, book.kinds[reading.column], of="book")
    meant = f"CASE WHEN {table}.bad THEN {text} ELSE {table}.t END" if keep_bad else f"{table}.t"
    return f"CASE WHEN {table}.v IS NOT NULL THEN {meant} ELSE {text} END"


def _renamed(columns: Columns, new: Mapping[FactName, str]) -> Columns:
    facts = {fact: new.get(fact, column) for fact, column in columns.facts.items()}
    return replace(columns, facts=facts, value=new.get(_VALUE, columns.value))


def _reasons_sql(book: Book, readings: Iterable[Reading], totals: str, undated: str) -> str:
    """Return SQL that lists, for a refused line, each column with its value and the reason."""

    def one(when: str, column: str, value: str, why: str) -> str:
        return f"CASE WHEN {when} THEN {{'col': {literal(column)}, 'value': {value}, 'why': {why}}} END"

    date = book.columns.facts.get(_DATE, "")
    parts = [
        one(totals, "", "''", literal("is a row of totals, and no line.")),
        one(f"{undated} AND NOT {totals}", date, "''", literal("has no date, so that no law is known to hold for it.")),
        *(one(f"{each.table}.bad", each.column, f"{each.table}.v", f"{each.table}.why") for each in readings),
    ]
    return f"list_filter([{', '.join(parts)}], lambda part: part IS NOT NULL)"


def _line_sql(book: Book) -> str:
    names = [name for name in book.kinds if not name.startswith("sekisho_")]
    return "[" + ", ".join(f"coalesce({text_of(name, book.kinds[name], of='book')}, '')" for name in names) + "]"
