"""The cells of a column of numbers, read in DuckDB: those that are not written plainly, with what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sekisho.files.formats import literal
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Fact
from sekisho.trade.book.cells.han_amounts import HAN_SIGN, amount_in_figures
from sekisho.trade.book.cells.numbers import (
    bare_sql,
    bounds_sql,
    comma_evidence_sql,
    currency_sql,
    numbers_sql,
    unit_parts,
    unscaled_sql,
)
from sekisho.trade.book.cells.vocabulary import UNKNOWN_WORD
from sekisho.trade.book.cells.words import WORDS_SHOWN, ColumnInterpretation, Word
from sekisho.trade.book.intake import BookIntake
from sekisho.trade.book.order_book import SPACES, is_number, text_of

VALUE: Final = FactName("value")


def number_cells(
    opened: BookIntake, fact: Fact, column: str, number: int, decimals: dict[str, str]
) -> ColumnInterpretation | None:
    """Read the numbers of a column that are not written plainly, in DuckDB."""
    book, connection, table = opened.book, opened.book.connection, f"cells_{number}"
    text = text_of(column, book.kinds[column])
    trimmed = f"trim({text}, {SPACES})"
    stated = f"{text} IS NOT NULL AND lower({trimmed}) NOT IN ('', 'unknown', 'n/a', '-')"
    share = fact.unit == "share 0-1"
    decimal = opened.recipe.decimal or decimals.get(fact.name, "")
    if fact.name != VALUE:
        stated = f"{stated} AND NOT coalesce({bounds_sql(trimmed, share=share)}, false)"
    if decimal == "comma":
        odd = stated
    else:
        # Lines are read as DuckDB reads a number, which knows no wide and no fixed space before it.
        odd = f"CASE WHEN {text} IS NULL OR {_right_sql(text, share=share)} THEN false ELSE {stated} END"

    def source(condition: str) -> str:
        return f"(SELECT {text} AS v, count(*) AS lines FROM {book.sql} WHERE {condition} GROUP BY v)"

    in_threes = (
        fact.name == VALUE and not decimal and not is_number(book.kinds[column]) and _in_threes(opened, source(stated))
    )
    if not in_threes and not connection.execute(f"SELECT 1 FROM {source(odd)} LIMIT 1").fetchall():
        return None
    comma, mixed = decimal == "comma", False
    if not decimal and not is_number(book.kinds[column]):
        digits = unscaled_sql("bare") if fact.name == VALUE else "bare"
        seen = connection.execute(
            f"SELECT coalesce(bool_or(e), false), coalesce(bool_or(NOT e), false) FROM "
            f"(SELECT {comma_evidence_sql(digits)} AS e FROM (SELECT {bare_sql('v')} AS bare "
            f"FROM {source(stated)}))"
        ).fetchall()[0]
        comma, mixed = seen[0] and not seen[1], (seen[0] and seen[1]) or in_threes
        decimals[fact.name] = "comma" if comma else "point"
    which = source(stated if comma or mixed else odd)
    unit = _unit(opened, source(stated)) if fact.name == VALUE else ""
    han = _in_han(opened, which, f"han_{number}", comma=comma, unit=unit) if fact.name == VALUE else ""
    if han:
        figures = f"(SELECT s.*, coalesce(h.figures, s.v) AS w FROM {which} AS s LEFT JOIN {han} AS h USING (v))"
        inner = numbers_sql(figures, comma=comma, share=share, unit=unit, money=True, of="w")
        twice = f"v IN (SELECT v FROM {han} WHERE figures IS NULL)"
        inner = (
            f"SELECT v, CASE WHEN NOT {twice} THEN t END AS t, why, "
            f"CASE WHEN {twice} THEN 'two_amounts' ELSE reason END AS reason FROM ({inner})"
        )
    else:
        inner = numbers_sql(which, comma=comma, share=share, unit=unit, money=fact.name == VALUE)
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
    return ColumnInterpretation(
        fact=fact.name,
        column=column,
        table=table,
        words=tuple(Word(*row) for row in shown),
        read=int(totals[0]),
        unknown=int(totals[1]),
        refused=int(totals[2]),
    )


def _in_han(opened: BookIntake, source: str, table: str, *, comma: bool, unit: str) -> str:
    """Make a table of the amounts in Chinese characters, each in figures, NULL if in two ways; nothing without any.

    Only these texts pass through Python; the amounts of a column in figures do not.
    """
    connection = opened.book.connection
    rows = connection.execute(f"SELECT v FROM {source} WHERE regexp_matches(v, '{HAN_SIGN}')").fetchall()
    scaled = unit_parts(unit)[0] != 1
    read = {text: amount_in_figures(text, comma=comma, scaled=scaled) for (text,) in rows}
    read = {text: figures for text, figures in read.items() if figures != text}
    if not read:
        return ""
    values = {"v": np.array(list(read), dtype=object), "figures": np.array(list(read.values()), dtype=object)}
    connection.register("han_rows", values)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT v::VARCHAR AS v, figures::VARCHAR AS figures FROM han_rows"
    )
    connection.unregister("han_rows")
    return table


def _in_threes(opened: BookIntake, source: str) -> bool:
    """Tell whether every amount has one point before three digits: 1.234 is a thousand and more, or one and a part.

    Nothing in such a column says which; a single `12.50`, `0.125` or `1234.5` would.
    """
    rows = opened.book.connection.execute(
        f"SELECT bool_and(regexp_full_match(trim(v), '[+-]?[1-9]\\d{{0,2}}\\.\\d{{3}}')) FROM {source}"
    ).fetchall()
    return bool(rows[0][0])


def _unit(opened: BookIntake, source: str) -> str:
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
