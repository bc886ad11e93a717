"""Results of a book written by DuckDB: verdicts joined to the lines."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import duckdb
import numpy as np

from sekisho.determination.book.encoder import EncodedBook
from sekisho.determination.book.items import TABLE, shown_state_sql, with_item_table
from sekisho.determination.book.packing import LINES_FIRST
from sekisho.determination.book.result_columns import (
    CARRIED,
    LEADING,
    LISTS,
    RESULTS_VERSION,
    TRIAGE,
    VERSION_KEY,
    split_sql,
)
from sekisho.determination.book.run_summary import LEVELS, WorstLine, verdict_columns
from sekisho.determination.book.signatures import Verdicts
from sekisho.determination.book.triage import NOTHING
from sekisho.determination.line.point_reasons import PointReasons
from sekisho.errors import BookError
from sekisho.files.formats import literal, writing_fault
from sekisho.files.tables import table_kind, write_query
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.fact import Codes
from sekisho.law.model.library import Library

WORKING: Final = ("points_before", "points_after", "danger_rank", "coded", "item_points", "stated")
"""What signatures tell and lines put together."""


SHEET_ROWS: Final = 1_048_575
"""Lines of a book whose results stand in its order: what a sheet can hold (decision record 62)."""
WORST: Final = 10
"""Lines that a summary names: what fits on one screen with its reasons."""


def write_results(
    connection: duckdb.DuckDBPyConnection,
    stage: EncodedBook,
    verdicts: Verdicts,
    library: Library,
    out: Path,
    *,
    currency: str = "",
    language: str = "en",
) -> tuple[WorstLine, ...]:
    """Join the verdicts to the lines and write them; `run_files` makes them a run with what belongs to them.

    As many lines as a sheet holds stand in the order of the book; those of a larger book as its threads end with them.

    Parameters
    ----------
    currency
        Of the values, as three letters; empty if the book does not name one for all.
    language
        Of the sentences that say why a line stands in the queue, and whom to ask.

    Returns
    -------
    tuple[WorstLine, ...]
        The worst of the lines, in order of danger.
    """
    _verdict_table(connection, stage, verdicts)
    _code_table(connection, library)
    with_item_table(connection)
    words = [f"k{word}" for word in range(len(stage.keys))]
    keys = ", ".join(words)
    apart = {"line", "row", "danger", "points", "why", "ask", "item_state", "item_codes", *CARRIED}
    left = ", ".join((*words, *WORKING, *(name for name in LEADING if name not in apart)))
    codes = "CASE WHEN verdict.coded = 1 THEN nullif(code_points.points, '') END"
    items = f"CASE WHEN verdict.item_points = 1 THEN nullif({TABLE}.points, '') END"
    unit = literal(currency) if currency else "NULL"
    points = f"concat_ws(';', nullif(points_before::VARCHAR, ''), nullif(encoded.points, ''), {codes}, {items}, "
    points += "nullif(points_after::VARCHAR, ''))"
    try:
        connection.execute(LINES_FIRST)
        _danger_table(connection, keys)
        joined = (
            f"encoded JOIN verdict USING ({keys}) LEFT JOIN code_points ON encoded.codes = code_points.codes "
            f"LEFT JOIN danger ON encoded.rowid = danger.place LEFT JOIN {TABLE} ON encoded.item = {TABLE}.item"
        )
        _reason_table(connection, f"SELECT DISTINCT {points} FROM {joined} WHERE danger.danger > 0", library, language)
        rows = (
            f"SELECT encoded.line AS line, encoded.row AS row, triage, headline, danger.danger AS danger, "
            f"{split_sql(points)} AS points, coalesce(reasons.why, '') AS why, coalesce(reasons.ask, '') AS ask, "
            f"outcome, floor, ceiling, supposed, supposed_facts, {shown_state_sql()}, "
            f"encoded.description AS description, encoded.value AS value, {unit}::VARCHAR AS currency, "
            f"encoded.day AS date, verdict.* EXCLUDE ({left}), unread FROM {joined} "
            f"LEFT JOIN reasons ON reasons.points = {points} AND danger.danger > 0"
        )
        if stage.lines <= SHEET_ROWS:
            rows += " ORDER BY encoded.row"
        write_query(connection, rows, out, table_kind(out), notes={VERSION_KEY: str(RESULTS_VERSION)})
        worst = connection.execute(
            f"SELECT encoded.line::VARCHAR, triage::VARCHAR, reasons.why, reasons.ask FROM {joined} "
            f"JOIN reasons ON reasons.points = {points} WHERE danger.danger <= {WORST} ORDER BY danger.danger"
        ).fetchall()
        return tuple(WorstLine(*row) for row in worst)
    except duckdb.IOException as fault:
        raise BookError(writing_fault(fault, out)) from None


def _danger_table(connection: duckdb.DuckDBPyConnection, keys: str) -> None:
    """Number the lines that must stop or deserve a look: by signature, then value, then date, then their row.

    Threads fill the table of the lines in an order of their own, so that its places tell nothing. A value that is not
    stated stands in the middle of those that are.
    """
    connection.execute(
        "CREATE TEMP TABLE danger AS WITH queue AS ("
        "SELECT encoded.rowid AS place, encoded.row AS row, danger_rank, value, day FROM encoded "
        f"JOIN verdict USING ({keys}) WHERE triage <> {literal(TRIAGE[NOTHING])}) "
        "SELECT place, row_number() OVER (ORDER BY danger_rank, "
        "coalesce(value, (SELECT median(value) FROM queue), 0.0) DESC, day ASC NULLS LAST, row, place)::INTEGER "
        "AS danger "
        "FROM queue"
    )


def _reason_table(connection: duckdb.DuckDBPyConnection, pointing: str, library: Library, language: str) -> None:
    """Say of each distinct text of points of the lines in the queue why they stand there, and whom to ask."""
    texts = [text for (text,) in connection.execute(pointing).fetchall()]
    reasons = PointReasons(library, language)
    translate = teller_of(library, language).translator
    columns = {"points": np.array(texts, dtype=object)}
    for name, sentence in (("why", reasons.why), ("ask", reasons.ask)):
        sentences = [sentence(text) for text in texts]
        columns[name] = np.array([translate.say(one) if one is not None else "" for one in sentences], dtype=object)
    connection.register("reason_rows", columns)
    shown = ", ".join(f"{name}::VARCHAR AS {name}" for name in columns)
    connection.execute(f"CREATE TEMP TABLE reasons AS SELECT {shown} FROM reason_rows")
    connection.unregister("reason_rows")


def _code_table(connection: duckdb.DuckDBPyConnection, library: Library) -> None:
    """Say of each text of codes which codes it states, as points."""
    rows = connection.execute("SELECT DISTINCT codes FROM encoded WHERE codes <> ''").fetchall()
    points: dict[str, str] = {}
    for (text,) in rows:
        value = library.facts.parse("control_codes", text)
        if isinstance(value, Codes):
            names = [*sorted(value.sure), *sorted(value.maybe)]
            points[text] = ";".join(f"code_stated:{name}" for name in names)
    columns = {
        "codes": np.array(list(points), dtype=object),
        "points": np.array(list(points.values()), dtype=object),
    }
    connection.register("code_rows", columns)
    connection.execute(
        "CREATE TEMP TABLE code_points AS SELECT codes::VARCHAR AS codes, points::VARCHAR AS points FROM code_rows"
    )
    connection.unregister("code_rows")


def _verdict_table(connection: duckdb.DuckDBPyConnection, stage: EncodedBook, verdicts: Verdicts) -> None:
    """Make the table `verdict`: the words of each signature and its results, as enumerations.

    Every place has its text, so that a left join finds what a join would; but DuckDB tries no orders of left joins, and
    trying those of some fifteen takes it longer than the small book itself.
    """
    names, columns, texts = verdict_columns(stage, verdicts)
    connection.execute(f"CREATE TYPE level AS ENUM ({', '.join(map(literal, LEVELS))})")
    connection.register("found", columns)
    levels_list = "[" + ", ".join(map(literal, LEVELS)) + "]"
    shown = [f"({levels_list})[{name}::INTEGER + 1]::level AS {name}" for name in names]
    shown += ["danger_rank", "coded", "item_points", "stated"]
    joins = []
    for name, kept in texts.items():
        connection.register(f"{name}_rows", {"place": np.arange(len(kept)), "text": np.array(kept, dtype=object)})
        if name in LISTS:
            # Numbers of the few distinct members go through the join, and not their texts.
            members = sorted({member for text in kept for member in text.split(";") if member})
            connection.execute(f"CREATE TYPE {name}_member AS ENUM ({', '.join(map(literal, members))})")
            column = f"{split_sql('text')}::{name}_member[] AS held"
        else:
            connection.execute(f"CREATE TYPE {name}_text AS ENUM (SELECT text::VARCHAR FROM {name}_rows)")
            column = f"text::{name}_text AS held"
        joins.append(
            f"LEFT JOIN (SELECT place, {column} FROM {name}_rows) AS {name}_held ON found.{name} = {name}_held.place"
        )
        shown.append(f"{name}_held.held AS {name}")
    keys = ", ".join(f"found.k{word}" for word in range(len(stage.keys)))
    connection.execute(f"CREATE TEMP TABLE verdict AS SELECT {keys}, {', '.join(shown)} FROM found {' '.join(joins)}")
