"""The lines of a run in a table of their own, written once, so that pages search and sort them without the book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sekisho.determination.book.results.lines import ToldLine
from sekisho.determination.book.results.with_book import open_results
from sekisho.determination.core.outcome import UNDETERMINED
from sekisho.files.formats import literal, quoted
from sekisho.files.tables import short_connection, stored_table, write_query
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.trade.book.cells.vocabulary import UNKNOWN_WORD

CUSTOMER_ROLES: Final = ("end_user", "importer", "intermediate_consignee")
"""Roles in which a book may name the customer, the nearest to the use of the goods first."""
TABLE_FACTS: Final = (
    *("description", "hs_code", "control_codes", "exporter", *CUSTOMER_ROLES),
    *("destination", "end_use", "date"),
)
"""Facts by which a reader knows a line, in the table."""
_OF_RESULTS: Final = (
    *("line", "triage", "headline", "floor", "ceiling", "points", "item_codes", "unread", "decisive", "missing"),
    *("supposed", "item_state"),
)
ORDERS: Final[Mapping[str, str]] = {
    "danger": "place",
    "line": "line",
    "headline": "headline",
    "item": "item",
    "supplier": "exporter",
    "customer": "customer",
    "country": "destination",
    "amount": "value",
    "day": "date",
}
"""Orders in which lines may be asked for, and the column of the table that gives each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineQuery:
    """Which lines of a table are asked for, in which order.

    Parameters
    ----------
    triage, headline, clause, fact
        Only lines at this place in the queue, with this headline, decided by this clause or by any of this measure,
        lacking this fact.
    text
        Only lines in which it stands: in the line's name, the goods, the codes, or a party.
    order
        A key of `ORDERS`; lines that say nothing there come last.
    """

    triage: str = ""
    headline: str = ""
    clause: str = ""
    fact: str = ""
    text: str = ""
    order: str = "danger"
    descending: bool = False
    start: int = 0
    most: int = 100


def write_line_table(results: Path, card: Mapping[str, object], library: Library, place: Path) -> None:
    """Write the lines of a run with what the book says of them, once, so that a page reads them without the book.

    They stand in the order of danger, those in which nothing points in the book's. Half a file is never left.

    Raises
    ------
    BookError
        If the results cannot be read.
    """
    partial = place.with_name(f".{place.name}.partial")
    with open_results(results, card, library) as joined:
        danger = "r.danger::INTEGER" if "danger" in joined.columns else "NULL::INTEGER"
        order = f"ORDER BY {danger} NULLS LAST, {joined.order}, r.sekisho_row"
        shown = {
            "place": f"row_number() OVER ({order})",
            **{n: f"coalesce(r.{n}::VARCHAR, '')" if n in joined.columns else "''" for n in _OF_RESULTS},
            "danger": danger,
            "value": joined.value,
            **{name: _stated_sql(joined.facts, FactName(name)) for name in TABLE_FACTS},
        }
        columns = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in shown.items())
        item = "coalesce(nullif(description, ''), hs_code) AS item"
        customers = ", ".join(f"nullif({role}, '')" for role in CUSTOMER_ROLES)
        customer = f"coalesce({customers}, '') AS customer"
        rows = f"SELECT *, {item}, {customer} FROM (SELECT {columns} FROM {joined.source}) ORDER BY place"
        try:
            write_query(joined.connection, rows, partial)
            partial.replace(place)
        finally:
            partial.unlink(missing_ok=True)


def _stated_sql(facts: Mapping[FactName, str], name: FactName) -> str:
    """Return SQL that gives what a line says of a fact; nothing where the book has no such column, or says unknown."""
    return (
        f"CASE WHEN {facts[name]} = {literal(UNKNOWN_WORD)} THEN '' ELSE coalesce({facts[name]}, '') END"
        if (name in facts)
        else "''"
    )


def lines_in_table(place: Path, query: LineQuery) -> tuple[Mapping[str, int], list[ToldLine]]:
    """Return how many of the lines asked for stand at each place in the queue, and those of one page.

    The place itself is left aside where lines are counted, so that a reader sees how many stand at the others.
    """
    others, values = _wheres(query)
    only = [*others, "triage = ?"] if query.triage else others
    table = stored_table(place)
    names = (*_OF_RESULTS, "danger", "value", *TABLE_FACTS)
    column, way = quoted(ORDERS[query.order]), "DESC" if query.descending else "ASC"
    empty = f"{column} IS NULL OR {column}::VARCHAR = ''"
    with short_connection() as connection:
        counted = connection.execute(
            f"SELECT triage, count(*) FROM {table} {_where(others)} GROUP BY 1 ORDER BY 1", values
        ).fetchall()
        rows = connection.execute(
            f"SELECT {', '.join(names)} FROM {table} {_where(only)} ORDER BY {empty}, {column} {way}, place "
            f"LIMIT {int(query.most)} OFFSET {int(query.start)}",
            [*values, query.triage] if query.triage else values,
        ).fetchall()
    return {str(triage): int(number) for triage, number in counted}, [
        _of_table(dict(zip(names, row, strict=True))) for row in rows
    ]


def _where(conditions: Sequence[str]) -> str:
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def _wheres(query: LineQuery) -> tuple[list[str], list[object]]:
    wheres: list[str] = []
    values: list[object] = []
    if query.headline:
        wheres.append("headline = ?")
        values.append(query.headline)
    if query.fact:  # as lines that wait are counted everywhere: one whose level alone is open waits for nothing
        wheres.append("headline = ?")
        values.append(UNDETERMINED)
    if query.clause and "#" not in query.clause:
        wheres.append("len(list_filter(string_split(decisive, ';'), lambda rule: starts_with(rule, ?))) > 0")
        values.append(f"{query.clause}#")
    clause = query.clause if "#" in query.clause else ""
    for column, name in (("decisive", clause), ("missing", query.fact)):
        if name:
            wheres.append(f"list_contains(string_split({column}, ';'), ?)")
            values.append(name)
    if query.text:
        searched = ", ".join(("line", "item", "item_codes", "control_codes", "exporter", *CUSTOMER_ROLES))
        wheres.append(f"contains(lower(nfc_normalize(concat_ws(chr(10), {searched}))), lower(nfc_normalize(?)))")
        values.append(query.text)
    return wheres, values


def _of_table(row: Mapping[str, Any]) -> ToldLine:
    stated = {name: str(row[name]) for name in TABLE_FACTS if row[name]}
    return ToldLine(
        **{name: str(row[name]) for name in _OF_RESULTS if name != "item_codes"},
        danger=row["danger"],
        codes=stated.get("control_codes") or row["item_codes"],
        value=row["value"],
        facts=stated,
    )
