"""Columns as a file types them, made into types that are read: bytes become text, instants days; others are refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from sekisho.errors import BookError, Problem
from sekisho.files.encoding import decoded_values
from sekisho.files.sql import literal, quoted
from sekisho.files.zones import BEIJING, zone_named, zone_of

if TYPE_CHECKING:
    import duckdb

BYTES: Final = "BLOB"
INSTANT: Final = "TIMESTAMP WITH TIME ZONE"
_HANDLED: Final = re.compile(
    r"VARCHAR|JSON|ENUM\(.*\)|BOOLEAN|U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(\d+,\d+\)|DATE"
    r"|TIMESTAMP(_S|_MS|_NS)?|TIME|UUID|\"NULL\"|(VARCHAR|U?(SMALL|BIG)INT|U?INTEGER)\[\]",
    re.DOTALL,
)
"""Types that are read as they are: text, numbers, days, and lists of codes."""
_FIXED: Final = re.compile(r"UTC([+-])(\d{2}):(\d{2})")
_US_A_DAY: Final = 86_400_000_000


@dataclass(slots=True, kw_only=True)
class TypedColumns:
    """A table whose columns are all of types that are read.

    Parameters
    ----------
    sql
        What stands behind FROM.
    joins
        Tables of texts that the SQL needs; it has to be written out before the connection goes on.
    told
        What was converted, and what was left aside, by column.
    """

    sql: str
    names: tuple[str, ...]
    joins: int = 0
    told: dict[str, str] = field(default_factory=dict)


def typed_columns(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    kinds: Mapping[str, str],
    *,
    where: str,
    needed: Callable[[str], bool],
    zone: str = "",
) -> TypedColumns:
    """Make the columns of a table readable.

    Parameters
    ----------
    source
        SQL that reads the table.
    kinds
        Column to type.
    needed
        Tells whether a column is a fact. One that is none is left aside if it cannot be read; one that is must be.
    zone
        Zone in which instants are days; left out, that of Beijing, or of the midnights that a column shows.

    Raises
    ------
    BookError
        If a column that is needed has another type, or bytes that are no text.
    """
    replaced: list[str] = []
    joins: list[str] = []
    found = TypedColumns(sql=source, names=tuple(kinds))
    left: list[str] = []
    problems: list[Problem] = []
    for name, kind in kinds.items():
        if kind == INSTANT:
            named = zone or _zone_of(connection, source, name)
            replaced.append(f"{_day_sql(name, named)} AS {quoted(name)}")
            found.told[f"zone of {name}"] = named
        elif kind == BYTES:
            try:
                text, join, encoding = _text_sql(connection, source, name, where=where, number=len(joins))
            except BookError as fault:
                problems += fault.problems if needed(name) else []
                left += [] if needed(name) else [name]
                continue
            replaced.append(f"{text} AS {quoted(name)}")
            joins += [join] if join else []
            found.told[f"encoding of {name}"] = encoding
        elif not _HANDLED.fullmatch(kind):
            if needed(name):
                remedy = "Write the column as text, numbers or dates, or leave it out."
                problems.append(
                    Problem(where=f"{where}: column '{name}'", what=f"its type {kind} is not read.", remedy=remedy)
                )
            left.append(name)
    if problems:
        raise BookError(problems)
    for name in left:
        found.told[f"left aside: {name}"] = kinds[name]
    found.names = tuple(name for name in kinds if name not in left)
    if replaced or left:
        without = f" EXCLUDE ({', '.join(map(quoted, left))})" if left else ""
        instead = f" REPLACE ({', '.join(replaced)})" if replaced else ""
        found.sql = f"(SELECT book.*{without}{instead} FROM {source} AS book {' '.join(joins)})"
        found.joins = len(joins)
    return found


def _zone_of(connection: duckdb.DuckDBPyConnection, source: str, name: str) -> str:
    rows = connection.execute(
        f"SELECT DISTINCT epoch_us({quoted(name)}) % {_US_A_DAY} FROM {source} WHERE {quoted(name)} IS NOT NULL LIMIT 2"
    ).fetchall()
    seconds = [value // 1_000_000 if value % 1_000_000 == 0 else -1 for (value,) in rows]
    return zone_of(seconds)


def _day_sql(name: str, zone: str) -> str:
    """Return SQL that gives the day of an instant in a zone, whatever the zone of the session is."""
    zone_named(zone)
    column = f"book.{quoted(name)}"
    fixed = _FIXED.fullmatch("UTC+08:00" if zone == BEIJING else zone)
    if fixed is None:
        return f"CAST({column} AT TIME ZONE {literal(zone)} AS DATE)"
    minutes = (int(fixed[2]) * 60 + int(fixed[3])) * (-1 if fixed[1] == "-" else 1)
    return f"CAST(make_timestamp(epoch_us({column}) + {minutes}::BIGINT * 60000000) AS DATE)"


def _text_sql(
    connection: duckdb.DuckDBPyConnection, source: str, name: str, *, where: str, number: int
) -> tuple[str, str, str]:
    """Return SQL that gives bytes as text, the join that it needs, and the encoding that was found out."""
    column = f"book.{quoted(name)}"
    rows = connection.execute(
        f"SELECT DISTINCT {quoted(name)} FROM {source} WHERE {quoted(name)} IS NOT NULL"
    ).fetchall()
    values = [bytes(value) for (value,) in rows]
    texts, encoding = decoded_values(values, where=f"{where}: column '{name}'")
    if encoding == "utf-8":
        return f"decode({column})", "", encoding
    table = f"texts_{number}"
    columns: Mapping[str, Sequence[str]] = {"h": [value.hex().upper() for value in values], "t": texts}
    connection.register("decoded", {key: np.array(list(each), dtype=object) for key, each in columns.items()})
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT h::VARCHAR AS h, t::VARCHAR AS t FROM decoded")
    connection.unregister("decoded")
    return f"{table}.t", f"LEFT JOIN {table} ON hex({column}) = {table}.h", encoding
