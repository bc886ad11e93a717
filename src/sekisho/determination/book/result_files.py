"""Results of a book written by DuckDB: verdicts joined to the lines."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import duckdb
import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.encoder import EncodedBook
from sekisho.determination.book.items import STATED, TABLE, with_item_table
from sekisho.determination.book.packing import LINES_FIRST
from sekisho.determination.book.result_columns import (
    CARRIED,
    ITEM_STATES,
    LEADING,
    LISTS,
    RESULTS_VERSION,
    TRIAGE,
    VERSION_KEY,
    once_sql,
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
_APART: Final = ("danger_rank", "coded", "item_points", "stated", "signature")
"""Columns of the table of verdicts that are no results."""
_POINTING: Final = {
    "signature": "verdict.signature",
    "said": "encoded.points",
    "code": "CASE WHEN verdict.coded = 1 THEN coalesce(code_points.number, 0) ELSE 0 END",
    "item": "CASE WHEN verdict.item_points = 1 THEN coalesce(items_told.points, 0) ELSE 0 END",
}
"""What tells which points a line has, and the SQL that says it of the line."""
_SHOWN_ITEM: Final = (
    f"CASE WHEN verdict.stated = 1 THEN {literal(STATED)}::item_state "
    "ELSE coalesce(items_told.state, ''::item_state) END AS item_state, "
    "coalesce(CASE WHEN verdict.stated = 1 THEN code_points.listed ELSE items_told.codes END, []) AS item_codes"
)
"""Codes that are stated go before what the item is found to be."""


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
    _item_tables(connection)
    words = [f"k{word}" for word in range(len(stage.keys))]
    keys = ", ".join(words)
    apart = {"line", "row", "danger", "points", "why", "ask", "item_state", "item_codes", *CARRIED}
    left = ", ".join((*words, *_APART, *(name for name in LEADING if name not in apart)))
    unit = literal(currency) if currency else "NULL"
    try:
        connection.execute(LINES_FIRST)
        _danger_table(connection, keys)
        lines_sql = (
            f"encoded JOIN verdict USING ({keys}) LEFT JOIN code_points ON encoded.codes = code_points.codes "
            f"LEFT JOIN items_told ON encoded.item = items_told.item"
        )
        _pointing_table(connection, lines_sql, library, language)
        same = " AND ".join(f"pointing.{name} = {sql}" for name, sql in _POINTING.items())
        joined = f"{lines_sql} LEFT JOIN danger ON encoded.rowid = danger.place LEFT JOIN pointing ON {same}"
        rows = (
            f"SELECT encoded.line AS line, encoded.row AS row, triage, headline, danger.danger AS danger, "
            f"pointing.points AS points, pointing.why AS why, pointing.ask AS ask, "
            f"outcome, floor, ceiling, supposed, supposed_facts, {_SHOWN_ITEM}, "
            f"encoded.description AS description, encoded.value AS value, {unit}::VARCHAR AS currency, "
            f"encoded.day AS date, verdict.* EXCLUDE ({left}), unread FROM {joined}"
        )
        if stage.lines <= SHEET_ROWS:
            rows += " ORDER BY encoded.row"
        write_query(connection, rows, out, table_kind(out), notes={VERSION_KEY: str(RESULTS_VERSION)})
        worst = connection.execute(
            f"SELECT encoded.line::VARCHAR, triage::VARCHAR, pointing.why::VARCHAR, pointing.ask::VARCHAR "
            f"FROM {joined} WHERE danger.danger <= {WORST} ORDER BY danger.danger"
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


def _pointing_table(connection: duckdb.DuckDBPyConnection, lines_sql: str, library: Library, language: str) -> None:
    """Make the table `pointing`: what points, said once for all lines in which the same does.

    There are few such rows, so that no text is put together, cut or looked up line by line.
    """
    named = ", ".join(f"{sql} AS {name}" for name, sql in _POINTING.items())
    text = (
        "concat_ws(';', nullif(before, ''), nullif(said, ''), nullif(code_texts.points, ''), "
        "nullif(item_texts.points, ''), nullif(after, ''))"
    )
    connection.execute(
        f"CREATE TEMP TABLE met AS SELECT {', '.join(f'met.{name}' for name in _POINTING)}, queued, {text} AS text "
        f"FROM (SELECT DISTINCT {named} FROM {lines_sql}) AS met JOIN signature_points USING (signature) "
        "LEFT JOIN (SELECT number, points FROM code_points) AS code_texts ON met.code = code_texts.number "
        "LEFT JOIN item_points AS item_texts ON met.item = item_texts.number"
    )
    texts = [text for (text,) in connection.execute("SELECT DISTINCT text FROM met WHERE queued").fetchall()]
    reasons = PointReasons(library, language)
    translate = teller_of(library, language).translator
    columns = {"text": np.array(texts, dtype=object)}
    for name, sentence in (("why", reasons.why), ("ask", reasons.ask)):
        sentences = [sentence(text) for text in texts]
        columns[name] = np.array([translate.say(one) if one is not None else "" for one in sentences], dtype=object)
        kinds = ", ".join(map(literal, sorted({"", *columns[name]})))
        connection.execute(f"CREATE TYPE {name}_text AS ENUM ({kinds})")
    connection.register("reason_rows", columns)
    shown = ", ".join(f"coalesce({name}::VARCHAR, '')::{name}_text AS {name}" for name in ("why", "ask"))
    points = once_sql(split_sql("met.text"))  # a piece of a name and the whole may point to one party
    connection.execute(
        f"CREATE TEMP TABLE pointing AS SELECT met.* EXCLUDE (queued, text), {points} AS points, {shown} FROM met "
        "LEFT JOIN reason_rows ON met.text = reason_rows.text::VARCHAR AND met.queued"
    )
    connection.unregister("reason_rows")


def _item_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables `item_points`, each text of what points in items once, and `items_told`, what each item is."""
    with_item_table(connection)
    states = ", ".join(map(literal, ("", *ITEM_STATES)))
    connection.execute(f"CREATE TYPE item_state AS ENUM ({states})")
    connection.execute(
        "CREATE TEMP TABLE item_points AS SELECT row_number() OVER ()::INTEGER AS number, points "
        f"FROM (SELECT DISTINCT points FROM {TABLE} WHERE points <> '')"
    )
    connection.execute(
        f"CREATE TEMP TABLE items_told AS SELECT item, coalesce(number, 0) AS points, state::item_state AS state, "
        f"{split_sql('codes')} AS codes FROM {TABLE} LEFT JOIN item_points USING (points)"
    )


def _code_table(connection: duckdb.DuckDBPyConnection, library: Library) -> None:
    """Say of each text of codes which codes it states, as points."""
    rows = connection.execute("SELECT DISTINCT codes FROM encoded WHERE codes <> ''").fetchall()
    points: dict[str, str] = {}
    for (text,) in rows:
        value = library.facts.parse("control_codes", text)
        names = [*sorted(value.sure), *sorted(value.maybe)] if isinstance(value, Codes) else []
        points[text] = ";".join(f"code_stated:{name}" for name in names)
    columns = {
        "codes": np.array(list(points), dtype=object),
        "points": np.array(list(points.values()), dtype=object),
        "number": np.arange(1, len(points) + 1, dtype=np.int32),
    }
    connection.register("code_rows", columns)
    connection.execute(
        "CREATE TEMP TABLE code_points AS SELECT codes::VARCHAR AS codes, points::VARCHAR AS points, number, "
        f"{split_sql('codes')} AS listed FROM code_rows"
    )
    connection.unregister("code_rows")


def _verdict_table(connection: duckdb.DuckDBPyConnection, stage: EncodedBook, verdicts: Verdicts) -> None:
    """Make the table `verdict`: the words of each signature and its results, as enumerations.

    Texts go over signature by signature, and not in tables to be joined: planning some fifteen joins takes DuckDB
    longer than a small book itself.
    """
    names, columns, texts = verdict_columns(stage, verdicts)
    connection.execute(f"CREATE TYPE level AS ENUM ({', '.join(map(literal, LEVELS))})")
    columns["signature"] = _signature_points(connection, columns, texts)
    levels_list = "[" + ", ".join(map(literal, LEVELS)) + "]"
    shown = [f"({levels_list})[{name}::INTEGER + 1]::level AS {name}" for name in names]
    shown += _APART
    for name, kept in texts.items():
        if name in WORKING:
            continue
        columns[name] = np.array(kept, dtype=object)[columns[name]]
        if name in LISTS:
            kinds = sorted({member for text in kept for member in text.split(";") if member})
            connection.execute(f"CREATE TYPE {name}_member AS ENUM ({', '.join(map(literal, kinds))})")
            shown.append(f"{split_sql(name)}::{name}_member[] AS {name}")
        else:
            connection.execute(f"CREATE TYPE {name}_text AS ENUM ({', '.join(map(literal, dict.fromkeys(kept)))})")
            shown.append(f"{name}::VARCHAR::{name}_text AS {name}")
    keys = ", ".join(f"k{word}" for word in range(len(stage.keys)))
    connection.register("found", columns)
    connection.execute(f"CREATE TEMP TABLE verdict AS SELECT {keys}, {', '.join(shown)} FROM found")


def _signature_points(
    connection: duckdb.DuckDBPyConnection,
    columns: Mapping[str, NDArray[np.generic]],
    texts: Mapping[str, tuple[str, ...]],
) -> NDArray[np.generic]:
    """Make the table `signature_points`, each set of what signatures say of points once; return that of each."""
    sources = ("points_before", "points_after", "coded", "item_points")
    parts = np.stack([*(columns[name].astype(np.int64) for name in sources), columns["triage"] != NOTHING])
    sets, which = np.unique(parts, axis=1, return_inverse=True)
    rows = {
        "signature": np.arange(sets.shape[1], dtype=np.int32),
        "before": np.array([texts["points_before"][place] for place in sets[0]], dtype=object),
        "after": np.array([texts["points_after"][place] for place in sets[1]], dtype=object),
        "queued": sets[4].astype(bool),
    }
    connection.register("signature_rows", rows)
    connection.execute(
        "CREATE TEMP TABLE signature_points AS SELECT signature, before::VARCHAR AS before, after::VARCHAR AS after, "
        "queued FROM signature_rows"
    )
    connection.unregister("signature_rows")
    return which.reshape(-1).astype(np.int32)
