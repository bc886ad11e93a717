"""Amounts of several currencies, told apart by the column that names the currency of each line.

Amounts are added up, so that they must be of one currency; none is converted. Where all lines name one, it is the unit
of the column. Where they name several, that of most lines is, and each other amount is written with its own: an amount
in another currency than its column is told, and added to nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from sekisho.files.formats import literal, quoted
from sekisho.files.row_staging import OWN
from sekisho.regex import regex
from sekisho.trade.book.cells.numbers import CURRENCY_NAMES, currency_sql, unit_parts
from sekisho.trade.book.columns import is_value_column
from sekisho.trade.book.matching.header_reading import read_header
from sekisho.trade.book.matching.headers import unit_of
from sekisho.trade.book.order_book import SPACES, Book, distinct_texts, text_of

_CODES: Final = {name.casefold(): code for code, names in CURRENCY_NAMES.items() for name in (code, *names)}
_CODE: Final = regex(r"[A-Za-z]{3}")
"""What may be the code of a currency that is not known here; such an amount cannot be read."""
_MOST: Final = 300
"""Distinct texts of a column that may name currencies. A guess: a longer list is one of names."""


def with_currencies_of_lines(book: Book) -> Book:
    """Say in which currency the amounts of a book are, and write behind each of another its own."""
    value = book.columns.value
    if not value or is_value_column(value) or unit_parts(unit_of(value))[1]:
        return book
    column, codes = _named(book, value)
    if not column:
        return book
    text = text_of(column, book.kinds[column])
    meant = ", ".join(f"{literal(name)}: {literal(code)}" for name, code in codes.items())
    code = f"(MAP {{{meant}}})[{text}]"
    rows = book.connection.execute(
        f"SELECT {code} AS c, count(*) FROM {book.sql} WHERE {quoted(value)} IS NOT NULL GROUP BY c "
        "HAVING c IS NOT NULL ORDER BY 2 DESC, 1"
    ).fetchall()
    of_list = [str(name) for name, _ in rows if name in CURRENCY_NAMES]
    if not of_list:
        return book
    scale, stated = unit_parts(book.columns.unit)
    main = stated or of_list[0]
    unmapped = tuple(name for name in book.columns.unmapped if name != column)
    unit = main if not stated and scale == 1 else book.columns.unit
    book = replace(book, columns=replace(book.columns, unit=unit, unmapped=unmapped))
    if {str(name) for name, _ in rows} == {main}:
        return book
    amount = text_of(value, book.kinds[value])
    own = f"trim({amount}, {SPACES}) <> '' AND {currency_sql(amount)} IS NULL AND {code} <> {literal(main)}"
    written = f"CASE WHEN {own} THEN {amount} || ' ' || {code} ELSE {amount} END AS {quoted(value)}"
    sql = f"(SELECT * REPLACE ({written}) FROM {book.sql})"
    return replace(book, sql=sql, kinds={**book.kinds, value: "VARCHAR"})


def _named(book: Book, value: str) -> tuple[str, Mapping[str, str]]:
    """Return the column that names currencies, the nearest to the amounts, and which each of its texts names."""
    names = [*book.kinds]
    place = names.index(value) if value in names else 0
    taken = {*book.columns.facts.values(), book.columns.line, value, *OWN}
    for name in sorted(names, key=lambda name: abs(names.index(name) - place)):
        if name in taken or book.kinds[name] != "VARCHAR":
            continue
        seen = book.seen(name)
        if seen is None and read_header(name).reason != "not_currency":
            continue
        texts = seen.texts if seen is not None else distinct_texts(book, name)
        codes = {text: _CODES[key] for text in texts if (key := text.strip().casefold()) in _CODES}
        if codes and len(texts) <= _MOST and 2 * len(codes) >= sum(bool(text.strip()) for text in texts):
            others = {
                text: text.strip().upper() for text in texts if text not in codes and _CODE.fullmatch(text.strip())
            }
            return name, codes | others
    return "", {}
