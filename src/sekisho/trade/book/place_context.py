"""Places of a name that several countries have, told by the country that the same line states in another column.

Valencia lies in Spain and in Venezuela. Beside "Spain" as the country of origin, the port of loading is the Spanish
one; beside nothing, or beside both, it stays unknown and is asked. Only columns count that speak of the same end of
the way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from sekisho.files.formats import literal, quoted
from sekisho.files.row_staging import OWN
from sekisho.law.model.condition import FactName
from sekisho.trade.book.cells.meanings import PLACE, PLACE_SHARED
from sekisho.trade.book.intake import BookIntake
from sekisho.trade.book.order_book import text_of

_LEAVES: Final = re.compile(
    r"origin|export|departure|dispatch|loading|shipper|supplier|seller|consignor|vendor|provenance|proced"
    r"|原産|製造国|積|仕入|輸出|出荷|原产|发货|出口|起运|装货|供应",
    re.IGNORECASE,
)
_ARRIVES: Final = re.compile(
    r"destin|import|arrival|discharge|deliver|unloading|consignee|buyer|customer|ship[ _-]?to|sold[ _-]?to"
    r"|仕向|納入|輸入|荷受|客先|陸揚|收货|进口|目的|卸货|客户",
    re.IGNORECASE,
)
ENDS: Final = {FactName("departure"): (_LEAVES, _ARRIVES), FactName("destination"): (_ARRIVES, _LEAVES)}
"""Words of headers that speak of the same end of the way as a fact, and of the other end."""
MOST: Final = 300
"""Distinct texts of a column that may name countries; columns of more hold names or addresses."""


def with_countries_of_lines(opened: BookIntake) -> BookIntake:
    """Write the country of the line behind each place that several countries have, if it is one of these alone."""
    for fact, (same, other) in ENDS.items():
        column = opened.book.columns.facts.get(fact)
        if column is not None and opened.book.kinds.get(column) == "VARCHAR":
            doubtful = [text for text in _texts(opened, column) if _is_doubtful(opened, fact, text)]
            beside = [*_beside(opened, column, same, other)] if doubtful else []
            opened = _settled(opened, fact, column, doubtful, beside) if beside else opened
    return opened


def _settled(
    opened: BookIntake, fact: FactName, column: str, doubtful: Iterable[str], columns: Sequence[str]
) -> BookIntake:
    book = opened.book
    wanted = ", ".join(map(literal, doubtful))
    cells = ", ".join(text_of(name, book.kinds[name]) for name in columns)
    rows = book.connection.execute(
        f"SELECT DISTINCT {quoted(column)}, {cells} FROM {book.sql} WHERE {quoted(column)} IN ({wanted})"
    ).fetchall()
    settled: dict[tuple[str, ...], str] = {}
    for text, *countries in rows:
        whole = {_country(opened, fact, cell): _whole(opened, fact, text, cell) for cell in countries if cell}
        fitting = [place for place in whole.values() if place]
        if len(fitting) == 1:
            settled[text, *(cell or "" for cell in countries)] = fitting[0]
    if not settled:
        return opened
    table = f"places_{fact}"
    keys = {f"k{place}": np.array(key, dtype=object) for place, key in enumerate(zip(*settled, strict=True))}
    book.connection.register("place_rows", {**keys, "t": np.array(list(settled.values()), dtype=object)})
    typed = ", ".join(f"{name}::VARCHAR AS {name}" for name in (*keys, "t"))
    book.connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {typed} FROM place_rows")
    book.connection.unregister("place_rows")
    texts = [text_of(name, book.kinds[name], of="b") for name in (column, *columns)]
    on = " AND ".join(f"coalesce({text}, '') = {table}.{key}" for text, key in zip(texts, keys, strict=True))
    sql = (
        f"(SELECT b.* REPLACE (coalesce({table}.t, b.{quoted(column)}) AS {quoted(column)}) "
        f"FROM {book.sql} AS b LEFT JOIN {table} ON {on})"
    )
    return replace(opened, book=replace(book, sql=sql))


def _whole(opened: BookIntake, fact: FactName, text: str, country: str) -> str:
    """Return a place with the country of its line behind it, if there is such a place there; else nothing."""
    code, meanings = _country(opened, fact, country), opened.meanings
    both = (f"{text}, {named}" for named in (country, code))
    # Letters of a state are those of a country too, so that what is read must be the country of the line.
    return next((place for place in both if code and meanings.meant(meanings.facts[fact], place).text == code), "")


def _beside(opened: BookIntake, column: str, same: re.Pattern[str], other: re.Pattern[str]) -> Iterable[str]:
    """Name the columns that state a country of the same end of the way, as a rule."""
    for name, kind in opened.book.kinds.items():
        header = unicodedata.normalize("NFKC", opened.book.shown(name))
        if kind != "VARCHAR" or name in OWN or name == column or not same.search(header) or other.search(header):
            continue
        texts = _texts(opened, name)
        countries = [text for text in texts if _country(opened, FactName("origin"), text)]
        if texts and 2 * len(countries) >= len(texts):
            yield name


def _texts(opened: BookIntake, column: str) -> list[str]:
    """Return the distinct texts of a column; none of a column of many."""
    if (seen := opened.book.seen(column)) is not None:
        return list(seen.texts) if len(seen.texts) <= MOST else []
    rows = opened.book.connection.execute(
        f"SELECT DISTINCT {quoted(column)} FROM {opened.book.sql} WHERE {quoted(column)} IS NOT NULL LIMIT {MOST + 1}"
    ).fetchall()
    return [text for (text,) in rows] if len(rows) <= MOST else []


def _is_doubtful(opened: BookIntake, fact: FactName, text: str) -> bool:
    """Tell whether a cell names a place that lies in several countries."""
    meant = opened.meanings.meant(opened.meanings.facts[fact], text)
    return meant.reason == PLACE and (meant.bad or meant.doubt == PLACE_SHARED)


def _country(opened: BookIntake, fact: FactName, text: str) -> str:
    """Return the territory that a cell names itself, not by a place in it; empty if it names none."""
    meant = opened.meanings.meant(opened.meanings.facts[fact], text)
    return "" if meant.bad or meant.reason == PLACE or len(meant.text) != len("CN") else meant.text
