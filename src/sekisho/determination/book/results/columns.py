"""The columns of results: what each holds, which is written of which version, and how they are read back.

`RESULT_COLUMNS` is the one place where a column stands with its type and its meaning: the reference of results and the
descriptor beside them (`package`) are made from it.

In Parquet a list is a list; in CSV, and in what earlier versions wrote, its members are joined by `;`. `results_sql` is
the one way to the rows of results, and gives every list as such a text, whatever wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.determination.core.outcome import BOOK_HEADLINES, UNDETERMINED, Outcome
from sekisho.errors import BookError, Problem
from sekisho.files.formats import reading_fault, source_sql
from sekisho.files.tables import PARQUET, listless, short_connection, stored_notes, stored_table
from sekisho.message import Message, message
from sekisho.trade.book.order_book import is_folder_of_results

if TYPE_CHECKING:
    import duckdb

RESULTS_VERSION: Final = 2
"""Of the columns and their types, as `docs/reference/results.md` has them. 1: lists were texts joined by `;`."""
VERSION_KEY: Final = "sekisho_results"
"""Under which a Parquet file of results says its version; the run card has it as `results_version`."""
VERSION: Final = "results_version"


class ColumnKind(StrEnum):
    """What the cells of a column of results are; its word stands in the reference."""

    NAME = "text or whole number"
    TEXT = "text"
    WORD = "word"
    LEVEL = "level"
    WHOLE = "whole number"
    NUMBER = "number"
    DATE = "date"
    LIST = "list"
    JSON = "JSON"


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """A column of results: the one place where its type, its meaning and its words stand.

    Parameters
    ----------
    words
        All that a cell may say, if these are few; it may be empty too.
    carried
        Whether the book said it, so that results are of use without the book.
    """

    name: str
    kind: ColumnKind
    meaning: Message
    words: tuple[str, ...] = ()
    carried: bool = False


TRIAGE: Final = ("stop", "look", "nothing_points")
"""Places in the queue, the gravest first."""
ITEM_STATES: Final = ("stated", "classified", "unclassified", "unlikely_listed", "not_listed", "unread")
ZONES: Final = ("match", "review", "none")
_LEVELS: Final = tuple(outcome.level for outcome in Outcome)
_OUTCOMES: Final = (*_LEVELS, UNDETERMINED)
_PARTIES: Final = {
    "exporter": message("results.exporter", "exporter"),
    "importer": message("results.importer", "importer"),
    "intermediate_consignee": message("results.intermediate_consignee", "intermediate consignee"),
    "end_user": message("results.end_user", "end user"),
}


def _party_columns() -> Iterator[ResultColumn]:
    for name, party in _PARTIES.items():
        zone = message(
            "results.zone",
            "Whether the {party} is listed: a match, a possible match for review, or none. Empty if nobody is named.",
            party=party,
        )
        yield ResultColumn(f"{name}_zone", ColumnKind.WORD, zone, ZONES)
        entry = message("results.entry", "The list entries that the {party} matches or may match.", party=party)
        yield ResultColumn(f"{name}_entry", ColumnKind.LIST, entry)


LEADING_COLUMNS: Final = (
    ResultColumn(
        "line", ColumnKind.NAME, message("results.line", "Name of the line in the book, or its number from 1.")
    ),
    ResultColumn(
        "row",
        ColumnKind.WHOLE,
        message(
            "results.row", "Row of the line as a person counts it in the sheet or file. Empty in a run with Spark."
        ),
    ),
    ResultColumn(
        "triage",
        ColumnKind.WORD,
        message("results.triage", "Place in the queue, as for an ordinary civil order."),
        TRIAGE,
    ),
    ResultColumn(
        "headline",
        ColumnKind.WORD,
        message(
            "results.headline",
            "Word for people. It is `undetermined` if floor and ceiling have different words.",
        ),
        BOOK_HEADLINES,
    ),
    ResultColumn(
        "danger",
        ColumnKind.WHOLE,
        message("results.danger", "Order of danger, 1 is the worst. Empty where nothing points."),
    ),
    ResultColumn(
        "points",
        ColumnKind.LIST,
        message("results.points", "What points to a control, the gravest first, as kind and subject."),
    ),
    ResultColumn(
        "why",
        ColumnKind.TEXT,
        message(
            "results.why",
            "One sentence: why the line is in the queue, in the language of the run. Empty where nothing points.",
        ),
    ),
    ResultColumn("ask", ColumnKind.TEXT, message("results.ask", "One sentence: whom to ask, and what.")),
    ResultColumn(
        "outcome",
        ColumnKind.LEVEL,
        message("results.outcome", "The level, or `undetermined` if floor and ceiling differ."),
        _OUTCOMES,
    ),
    ResultColumn(
        "floor",
        ColumnKind.LEVEL,
        message(
            "results.floor", "The level if every unknown clause counted as not met, under the readings of the run."
        ),
        _LEVELS,
    ),
    ResultColumn(
        "ceiling",
        ColumnKind.LEVEL,
        message("results.ceiling", "The level if every unknown clause counted as met."),
        _LEVELS,
    ),
    ResultColumn(
        "supposed",
        ColumnKind.LEVEL,
        message("results.supposed", "The outcome under what the run assumes. Empty if it assumes nothing."),
        _OUTCOMES,
    ),
    ResultColumn(
        "supposed_facts", ColumnKind.LIST, message("results.supposed_facts", "The assumed facts that the line needed.")
    ),
    ResultColumn(
        "item_state",
        ColumnKind.WORD,
        message("results.item_state", "What is known of the goods. Empty where the run classifies nothing."),
        ITEM_STATES,
    ),
    ResultColumn(
        "item_codes",
        ColumnKind.LIST,
        message(
            "results.item_codes",
            "Control codes stated, suggested for classified goods, or possible ones, the nearest first. "
            "The word none stands for goods that are not listed.",
        ),
    ),
    ResultColumn(
        "description",
        ColumnKind.TEXT,
        message("results.description", "What the book calls the goods, in its own words."),
        carried=True,
    ),
    ResultColumn(
        "value",
        ColumnKind.NUMBER,
        message("results.value", "Value of the line, as the book states it."),
        carried=True,
    ),
    ResultColumn(
        "currency",
        ColumnKind.TEXT,
        message("results.currency", "Currency of the value, where the name of the column or another column says it."),
        carried=True,
    ),
    ResultColumn(
        "date",
        ColumnKind.DATE,
        message(
            "results.date",
            "Day of the line, or the first of the days that it states; empty where the book states none.",
        ),
        carried=True,
    ),
)
RESULT_COLUMNS: Final = (
    *LEADING_COLUMNS,
    *(
        ResultColumn(f"{reading}_{name}", ColumnKind.LEVEL, meaning, _LEVELS)
        for reading, meanings in (
            (
                "narrow",
                (
                    message("results.narrow_floor", "The floor if all disputed terms are read narrowly."),
                    message("results.narrow_ceiling", "The ceiling if all disputed terms are read narrowly."),
                ),
            ),
            (
                "broad",
                (
                    message("results.broad_floor", "The floor if all disputed terms are read broadly."),
                    message("results.broad_ceiling", "The ceiling if all disputed terms are read broadly."),
                ),
            ),
        )
        for name, meaning in zip(("floor", "ceiling"), meanings, strict=True)
    ),
    ResultColumn("decisive", ColumnKind.LIST, message("results.decisive", "The clauses that fix the floor.")),
    ResultColumn(
        "open",
        ColumnKind.LIST,
        message("results.open", "The clauses that are unknown and could raise the outcome, the gravest first."),
    ),
    ResultColumn(
        "missing",
        ColumnKind.LIST,
        message("results.missing", "The facts that would decide the line, the most telling first."),
    ),
    ResultColumn(
        "duties",
        ColumnKind.LIST,
        message("results.duties", "The duties that surely apply, in the order of the law."),
    ),
    ResultColumn(
        "duties_open",
        ColumnKind.LIST,
        message("results.duties_open", "The duties that may apply; a fact or the state of the law must still decide."),
    ),
    ResultColumn(
        "branches",
        ColumnKind.LIST,
        message("results.branches", "Floor and ceiling for each value of a named unknown of the law that matters."),
    ),
    ResultColumn(
        "alerts",
        ColumnKind.JSON,
        message("results.alerts", "The hits on party lists, each with role, entry, zone and effect."),
    ),
    *_party_columns(),
    ResultColumn(
        "sleeping_level",
        ColumnKind.LEVEL,
        message(
            "results.sleeping_level",
            "The gravest level of suspended clauses that would apply if they were in force. Empty if none would.",
        ),
        _LEVELS[1:],
    ),
    ResultColumn(
        "unread",
        ColumnKind.TEXT,
        message(
            "results.unread",
            "The cells that could not be read, each with its fact; the whole row if its cells do not align.",
        ),
    ),
)
"""The columns of results, in order."""
CARRIED: Final = tuple(column.name for column in RESULT_COLUMNS if column.carried)
"""Columns that are the book's own words and numbers, so that results are of use without it."""
LEADING: Final = tuple(column.name for column in LEADING_COLUMNS)
"""The columns of results that come first, in order; the others follow as they are made."""
LISTS: Final = frozenset(column.name for column in RESULT_COLUMNS if column.kind is ColumnKind.LIST)
"""The columns that hold lists of ids and names."""


def split_sql(text: str) -> str:
    """Return SQL that makes a list of a text of members joined by `;`; of an empty one, a list without members."""
    return f"list_filter(string_split(coalesce(({text})::VARCHAR, ''), ';'), lambda one: one <> '')"


def results_sql(connection: duckdb.DuckDBPyConnection, results: Path) -> str:
    """Return SQL that reads results, a file or a whole folder that Spark wrote, every list as a text joined by `;`.

    Raises
    ------
    BookError
        If the file is missing, is neither Parquet nor CSV, or was written by a later version.
    """
    if is_folder_of_results(results):
        parts = stored_table(*sorted(results.glob("*.parquet")))
        return listless(connection, f"(SELECT *, 0 AS sekisho_row FROM {parts})")
    sql = source_sql(results)
    if results.suffix in PARQUET:
        notes = dict(connection.execute(stored_notes(results)).fetchall())
        check_version(notes.get(VERSION_KEY, "1"), str(results))
    return listless(connection, sql)


def check_version(stated: object, where: str) -> None:
    """Make sure that results are of a version that is read here; what states none is of the first.

    Raises
    ------
    BookError
        If they are of a later one.
    """
    version = str(stated)
    if version.isdigit() and int(version) <= RESULTS_VERSION:
        return
    what = message(
        "run.later_version",
        "results of version {version}; this program reads up to version {known}.",
        version=version,
        known=str(RESULTS_VERSION),
    )
    raise BookError(
        Problem(
            where=where,
            what=what,
            remedy=message(
                "run.newer_program", "Use the version of sekisho that wrote them, or run `sekisho bulk` again."
            ),
        )
    )


def stored_row(results: Path, line: str) -> dict[str, object]:
    """Fetch the row of a line from the results of a run; its lists are texts joined by `;`.

    Raises
    ------
    BookError
        If the results have no such line, or are no results of a run.
    """
    import duckdb

    try:
        with short_connection() as connection:
            rows = results_sql(connection, results)
            cursor = connection.execute(
                f"SELECT * EXCLUDE (sekisho_row) FROM {rows} WHERE line::VARCHAR = ? LIMIT 1", [line]
            )
            names, row = [column[0] for column in cursor.description or ()], cursor.fetchone()
    except duckdb.Error as fault:
        raise BookError(reading_fault(fault, results)) from None
    if row is None:
        raise BookError(
            Problem(
                where=str(results),
                what=message("book.no_line", "no line '{line}'.", line=line),
                remedy=message("book.see_line", "See its column 'line'."),
            )
        )
    return dict(zip(names, row, strict=True))
