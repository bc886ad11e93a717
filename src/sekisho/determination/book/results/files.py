"""Results of a book written by DuckDB: verdicts joined to the lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import duckdb
import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.cells import combinations
from sekisho.determination.book.encoder import EncodedBook
from sekisho.determination.book.items import TABLE, with_item_table
from sekisho.determination.book.packing import MILITARY_WORDS, STATED_CODES, STATED_DESCRIPTIONS
from sekisho.determination.book.results.columns import (
    CARRIED,
    ITEM_STATES,
    LEADING,
    LISTS,
    RESULT_COLUMNS,
    RESULTS_VERSION,
    TRIAGE,
    VERSION_KEY,
    split_sql,
)
from sekisho.determination.book.run_summary import LEVELS, WorstLine, verdict_columns
from sekisho.determination.book.signatures import Verdicts
from sekisho.determination.book.triage import NOTHING
from sekisho.determination.core.outcome import STATED
from sekisho.determination.line.alerts import ROLES
from sekisho.determination.line.gravity import gravest_first
from sekisho.determination.line.point_reasons import PointReasons
from sekisho.files.formats import literal
from sekisho.files.row_staging import FILE, ROW
from sekisho.files.tables import LINES_FIRST, column_kinds, table_kind, write_query
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.fact import Codes
from sekisho.law.model.library import Library
from sekisho.trade.book.order_book import Book

WORKING: Final = ("points_before", "points_after", "danger_rank", "coded", "item_points", "stated")
"""What signatures tell and lines put together."""
_APART: Final = ("danger_rank", "coded", "item_points", "stated", "signature")
"""Columns of the table of verdicts that are no results."""
_SHOWN_ITEM: Final = (
    f"CASE WHEN verdict.stated = 1 THEN {literal(STATED)}::item_state "
    "ELSE coalesce(items_told.state, ''::item_state) END AS item_state, "
    "CASE WHEN verdict.stated = 1 THEN encoded.code + 1 ELSE coalesce(items_told.shown, 1) END AS item_codes"
)
"""Codes that are stated go before what the item is found to be. Their list has the place after their number."""
_NAMES: Final = frozenset(column.name for column in RESULT_COLUMNS)
_NUMBERED: Final = "INTEGER"
"""Type of a column of `encoded` that holds the numbers of its texts."""
_TOGETHER: Final = 4096
"""Texts up to which columns are read together, the shorter filled up. Fewer: a query a column, a millisecond each.
More: one long column makes all others as long. A guess; most columns of a run have some hundred."""
_WRITTEN_OUT: Final = 64
"""Texts up to which a column is written into the statement."""
_Texts = Mapping[str, Sequence[str]]
"""Of each column, its distinct texts by number, from 1; of a column of lists, their members joined by `;`."""
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
    book: Book | None = None,
) -> tuple[WorstLine, ...]:
    """Join the verdicts to the lines and write them; `run_files` makes them a run with what belongs to them.

    Results stand in the order of the book. DuckDB promises none behind a join, so that numbers are joined to the lines
    and sorted, and texts and lists are looked up behind that.

    Parameters
    ----------
    currency
        Of the values, as three letters; empty if the book does not name one for all.
    language
        Of the sentences that say why a line stands in the queue, and whom to ask.
    book
        Whence the parties of the worst lines are named as they are written.

    Returns
    -------
    tuple[WorstLine, ...]
        The worst of the lines, in order of danger.
    """
    same = _verdict_table(connection, stage, verdicts)
    _code_tables(connection, library)
    keys = ", ".join(f"k{word}" for word in range(len(stage.keys)))
    connection.execute(LINES_FIRST)
    _danger_table(connection, keys)
    lines_sql = f"encoded JOIN verdict USING ({keys}) LEFT JOIN items_told ON encoded.item = items_told.item"
    words = MILITARY_WORDS in stage.marked
    _pointing_table(connection, keys, library, language, words=words)
    pointing = _pointing_by("coalesce(items_told.points, 0)", words=words)
    on = " AND ".join(f"pointing.{name} = {sql}" for name, sql in pointing.items())
    joined = f"{lines_sql} LEFT JOIN danger ON encoded.rowid = danger.place LEFT JOIN pointing ON {on}"
    write_query(
        connection,
        _rows_sql(connection, joined, currency, same),
        out,
        table_kind(out),
        notes={VERSION_KEY: str(RESULTS_VERSION)},
    )
    worst = connection.execute(
        "SELECT encoded.line::VARCHAR, triage::VARCHAR, reason_texts.why[pointing.number]::VARCHAR, "
        "reason_texts.ask[pointing.number]::VARCHAR, array_to_string(reason_texts.points[pointing.number], ';'), "
        f"encoded.row FROM {joined} CROSS JOIN reason_texts "
        f"WHERE danger.danger <= {WORST} ORDER BY danger.danger"
    ).fetchall()
    names = _names_of(connection, book, [row[-1] for row in worst], library) if book is not None else {}
    reasons, tell = PointReasons(library, language), teller_of(library, language).translator.say
    lines = []
    for line, triage, why, ask, points, row in worst:
        named = reasons.why(points, names[row]) if names.get(row) else None
        lines.append(WorstLine(line, triage, tell(named) if named is not None else why, ask))
    return tuple(lines)


def _names_of(
    connection: duckdb.DuckDBPyConnection, book: Book, rows: Sequence[int], library: Library
) -> dict[int, tuple[str, ...]]:
    """Return the names of the parties of some rows, as the book writes them."""
    texts = [text for role in ROLES if (text := book.text_sql(library.facts[role], of="book")) is not None]
    if not texts or not rows or FILE in book.kinds:  # the rows of a folder are counted in each of its files
        return {}
    wanted = ", ".join(str(int(row)) for row in rows)
    stated = connection.execute(
        f"SELECT {ROW}, {', '.join(texts)} FROM {book.sql} AS book WHERE {ROW} IN ({wanted})"
    ).fetchall()
    return {int(row): tuple(str(name) for name in names if name) for row, *names in stated}


def _rows_sql(connection: duckdb.DuckDBPyConnection, joined: str, currency: str, same: Mapping[str, int]) -> str:
    """Return SQL that gives the rows of results in the order of the book.

    Parameters
    ----------
    same
        Columns in which all lines have one text or list, with its number: they need be neither joined nor sorted.
    """
    verdict = [name for name in column_kinds(connection, "verdict") if name in _NAMES and name not in CARRIED]
    joins = ", ".join(f"verdict.{name}" for name in verdict if name not in same)
    kinds = column_kinds(connection, "encoded")
    numbers = (
        f"SELECT encoded.line, encoded.row, danger.danger, pointing.number AS points, {_SHOWN_ITEM}, "
        f"encoded.description, encoded.value, encoded.day AS date, {joins}"
        f"{', unread' if 'unread' in kinds else ''} FROM {joined} ORDER BY encoded.row"
    )
    shown = {name: f"verdict_texts.{name}[numbered.{name}]" for name in verdict if name in LISTS} | {
        **{name: f"reason_texts.{name}[numbered.points]" for name in ("points", "why", "ask")},
        "item_codes": "code_texts.item_codes[numbered.item_codes]",
        # Of a line without an amount, or with one in another currency that is added to nothing, it says nothing.
        "currency": f"CASE WHEN numbered.value IS NOT NULL THEN {literal(currency)}::ENUM ({literal(currency)}) END"
        if currency
        else "NULL::VARCHAR",
        **({} if "unread" in kinds else {"unread": "''::ENUM ('')"}),
        **{name: f"verdict_texts.{name}[{number}]" for name, number in same.items()},
    }
    places = ["verdict_texts", "reason_texts", "code_texts"]
    if kinds["description"] == _NUMBERED:
        shown["description"] = "description_texts.description[numbered.description]"
        places.append("description_texts")
        rows = connection.execute(f"SELECT text FROM {STATED_DESCRIPTIONS} ORDER BY number").fetchall()
        _texts_table(connection, "description_texts", {"description": [text for (text,) in rows] or [""]}, {})
    order = (*LEADING, *(name for name in verdict if name not in LEADING), "unread")
    columns = ", ".join(f"{shown.get(name, f'numbered.{name}')} AS {name}" for name in order)
    return f"SELECT {columns} FROM {' CROSS JOIN '.join((f'({numbers}) AS numbered', *places))}"


def _danger_table(connection: duckdb.DuckDBPyConnection, keys: str) -> None:
    """Number the lines that must stop or deserve a look: by signature, then value, then date, then their row.

    Threads fill the table of the lines in an order of their own, so that its places tell nothing. A value that is not
    stated stands in the middle of those that are. Lines are sorted and then numbered as they come: a window that sorts
    takes twice as long.
    """
    connection.execute(
        "CREATE TEMP TABLE queue AS SELECT encoded.rowid AS place, encoded.row AS row, danger_rank, value, day "
        f"FROM encoded JOIN verdict USING ({keys}) WHERE triage <> {literal(TRIAGE[NOTHING])}"
    )
    connection.execute(
        "CREATE TEMP TABLE danger AS SELECT place, row_number() OVER ()::INTEGER AS danger FROM ("
        "SELECT place FROM queue ORDER BY danger_rank, "
        "coalesce(value, (SELECT median(value) FROM queue), 0.0) DESC, day ASC NULLS LAST, row, place)"
    )
    connection.execute("DROP TABLE queue")


def _pointing_by(item: str, *, words: bool) -> dict[str, str]:
    """Return what tells which points a line has, with the SQL that says it of the line.

    Parameters
    ----------
    item
        SQL that gives the number of what points in the item of a line, 0 if nothing does.
    words
        Whether some words of lines may point; else these tell nothing.
    """
    return {
        "signature": "verdict.signature",
        **({"said": "encoded.points"} if words else {}),
        "code": "CASE WHEN verdict.coded = 1 THEN encoded.code ELSE 0 END",
        "item": f"CASE WHEN verdict.item_points = 1 THEN {item} ELSE 0 END",
    }


def _pointing_table(
    connection: duckdb.DuckDBPyConnection, keys: str, library: Library, language: str, *, words: bool
) -> None:
    """Make the table `pointing`: what points, said once for all lines in which the same does.

    There are few such rows, so that no text is put together, cut or looked up line by line.
    """
    pointing = _pointing_by("encoded.item_points", words=words)
    # Lines are told apart by what they hold themselves, and verdicts are joined to what is left.
    encoded = (
        f"(SELECT DISTINCT {keys}, encoded.points, code, coalesce(items_told.points, 0) AS item_points "
        "FROM encoded LEFT JOIN items_told ON encoded.item = items_told.item) AS encoded"
    )
    named = ", ".join(f"{sql} AS {name}" for name, sql in pointing.items())
    in_words = "nullif(said, '')" if words else "NULL"
    text = (
        f"concat_ws(';', nullif(before, ''), {in_words}, nullif(code_points.points, ''), "
        "nullif(item_points.points, ''), nullif(after, ''))"
    )
    connection.execute(
        f"CREATE TEMP TABLE met AS SELECT {', '.join(f'met.{name}' for name in pointing)}, queued, {text} AS text "
        f"FROM (SELECT DISTINCT {named} FROM {encoded} JOIN verdict USING ({keys})) AS met "
        "JOIN signature_points USING (signature) LEFT JOIN code_points ON met.code = code_points.number "
        "LEFT JOIN item_points ON met.item = item_points.number"
    )
    met = connection.execute("SELECT DISTINCT text, queued FROM met").fetchall()
    ordered = [gravest_first(text) for text, _ in met]
    reasons = PointReasons(library, language)
    translate = teller_of(library, language).translator

    sentences = {}
    for name, sentence in (("why", reasons.why), ("ask", reasons.ask)):
        sentences[name] = [
            translate.say(reason) if queued and (reason := sentence(text)) is not None else ""
            for text, (_, queued) in zip(ordered, met, strict=True)
        ]
    _texts_table(connection, "reason_texts", sentences, {"points": ordered})
    rows = {
        "number": np.arange(1, len(met) + 1, dtype=np.int32),
        "text": np.array([text for text, _ in met], dtype=object),
        "queued": np.array([queued for _, queued in met], dtype=bool),
    }
    connection.register("reason_rows", rows)
    connection.execute(
        "CREATE TEMP TABLE pointing AS SELECT met.* EXCLUDE (queued, text), number FROM met "
        "JOIN reason_rows ON met.text = reason_rows.text::VARCHAR AND met.queued = reason_rows.queued"
    )
    connection.unregister("reason_rows")


def _code_tables(connection: duckdb.DuckDBPyConnection, library: Library) -> None:
    """Say of each text of codes which codes it states, as points, and of each item what it is and what points in it.

    Makes the tables `code_points`, by the numbers of `stated_codes`; `item_points`, each text of what points in items
    once; `items_told`; and `code_texts`, the lists of codes of both, those that are stated after an empty one.
    """
    with_item_table(connection)
    rows = connection.execute(f"SELECT number, text FROM {STATED_CODES} ORDER BY number").fetchall()
    points = []
    for _, text in rows:
        value = library.facts.parse("control_codes", text)
        names = [*sorted(value.sure), *sorted(value.maybe)] if isinstance(value, Codes) else []
        points.append(";".join(f"code_stated:{name}" for name in names))
    stated = [text for _, text in rows]
    items = [text or "" for (text,) in connection.execute(f"SELECT DISTINCT codes FROM {TABLE}").fetchall()]
    lists = [*dict.fromkeys(("", *stated, *items))]
    _texts_table(connection, "code_texts", {}, {"item_codes": lists})
    tables = {
        "code_points": {
            "number": np.array([number for number, _ in rows], dtype=np.int32),
            "points": np.array(points, dtype=object),
        },
        "code_lists": {
            "shown": np.arange(1, len(lists) + 1, dtype=np.int32),
            "codes": np.array(lists, dtype=object),
        },
    }
    for table, columns in tables.items():
        number, text = columns
        connection.register("code_rows", columns)
        connection.execute(f"CREATE TEMP TABLE {table} AS SELECT {number}, {text}::VARCHAR AS {text} FROM code_rows")
        connection.unregister("code_rows")
    states = ", ".join(map(literal, ("", *ITEM_STATES)))
    connection.execute(f"CREATE TYPE item_state AS ENUM ({states})")
    connection.execute(
        "CREATE TEMP TABLE item_points AS SELECT row_number() OVER ()::INTEGER AS number, points "
        f"FROM (SELECT DISTINCT points FROM {TABLE} WHERE points <> '')"
    )
    connection.execute(
        f"CREATE TEMP TABLE items_told AS SELECT item, coalesce(item_points.number, 0) AS points, "
        f"state::item_state AS state, shown FROM {TABLE} LEFT JOIN item_points USING (points) "
        f"LEFT JOIN code_lists ON coalesce({TABLE}.codes, '') = code_lists.codes"
    )


def _verdict_table(connection: duckdb.DuckDBPyConnection, stage: EncodedBook, verdicts: Verdicts) -> dict[str, int]:
    """Make the table `verdict`: the words of each signature and its results, as enumerations and numbers of lists.

    The lists go into the table `verdict_texts`. Texts go over signature by signature, and not in tables to be joined:
    planning some fifteen joins takes DuckDB longer than a small book itself.

    Returns
    -------
    dict[str, int]
        Columns of texts and lists in which all signatures have the same, with its number in `verdict_texts`.
    """
    names, columns, texts = verdict_columns(stage, verdicts)
    connection.execute(f"CREATE TYPE level AS ENUM ({', '.join(map(literal, LEVELS))})")
    columns["signature"] = _signature_points(connection, columns, texts)
    levels_list = "[" + ", ".join(map(literal, LEVELS)) + "]"
    results = {name: texts[name] for name in texts if name not in WORKING}
    words = {name: results[name] for name in results if name not in LISTS}
    _texts_table(connection, "verdict_texts", words, {name: results[name] for name in results if name in LISTS})
    shown = [f"({levels_list})[{name}::INTEGER + 1]::level AS {name}" for name in names]
    shown += _APART
    for name, different in results.items():
        columns[name] = columns[name].astype(np.min_scalar_type(len(different))) + 1
        shown.append(f"found.{name}" if name in LISTS else f"verdict_texts.{name}[found.{name}] AS {name}")
    keys = ", ".join(f"k{word}" for word in range(len(stage.keys)))
    connection.register("found", columns)
    connection.execute(
        f"CREATE TEMP TABLE verdict AS SELECT {keys}, {', '.join(shown)} FROM found CROSS JOIN verdict_texts"
    )
    connection.unregister("found")
    return {name: int(columns[name][0]) for name in results if columns[name].size and np.ptp(columns[name]) == 0}


def _signature_points(
    connection: duckdb.DuckDBPyConnection,
    columns: Mapping[str, NDArray[np.generic]],
    texts: Mapping[str, tuple[str, ...]],
) -> NDArray[np.generic]:
    """Make the table `signature_points`, each set of what signatures say of points once; return that of each."""
    sources = ("points_before", "points_after", "coded", "item_points")
    parts = [*(columns[name] for name in sources), columns["triage"] != NOTHING]
    first, which = combinations([(part, int(part.max(initial=0)) + 1) for part in parts], len(parts[0]))
    sets = np.stack([part[first].astype(np.int64) for part in parts])
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
    return which


def _texts_table(connection: duckdb.DuckDBPyConnection, table: str, words: _Texts, lists: _Texts) -> None:
    """Make a table of one row that holds, for each column of results, all that stands in it, as one list.

    A line takes its own out of that list by number, which moves no text, and leaves lines in the order in which they
    come: behind a join DuckDB promises none.
    """
    members: dict[str, str] = {}
    for name, texts in words.items():
        connection.execute(f"CREATE TYPE {name}_text AS ENUM ({_literals(dict.fromkeys(texts))})")
        members[name] = f"{name}::VARCHAR::{name}_text"
    for name, texts in lists.items():
        kinds = sorted({member for text in texts for member in text.split(";") if member})
        connection.execute(f"CREATE TYPE {name}_member AS ENUM ({_literals(kinds)})")
        members[name] = f"{split_sql(name)}::{name}_member[]"
    every = {**words, **lists}
    few = [name for name, texts in every.items() if len(texts) <= _WRITTEN_OUT]
    short = [name for name, texts in every.items() if _WRITTEN_OUT < len(texts) <= _TOGETHER]
    groups = [group for group in (short, *([name] for name, texts in every.items() if len(texts) > _TOGETHER)) if group]
    parts = []
    if few:
        parts.append(f"(SELECT {', '.join(_written_out(name, every[name], name in lists) for name in few)})")
    for place, group in enumerate(groups):
        longest = max(len(every[name]) for name in group)
        rows = {name: np.array([*every[name], *[None] * (longest - len(every[name]))], dtype=object) for name in group}
        connection.register(f"{table}_rows_{place}", {"n": np.arange(longest, dtype=np.int32), **rows})
        shown = (f"list({members[name]} ORDER BY n) FILTER (n < {len(every[name])}) AS {name}" for name in group)
        parts.append(f"(SELECT {', '.join(shown)} FROM {table}_rows_{place})")
    connection.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM {' CROSS JOIN '.join(parts)}")
    for place in range(len(groups)):
        connection.unregister(f"{table}_rows_{place}")


def _written_out(name: str, texts: Sequence[str], are_lists: bool) -> str:  # noqa: FBT001
    """Return SQL that makes the list of a column out of its texts: few are planned sooner so."""
    if not are_lists:
        return f"[{_literals(texts)}]::{name}_text[] AS {name}"
    split = (f"[{_literals(filter(None, text.split(';')))}]" for text in texts)
    return f"[{', '.join(split)}]::{name}_member[][] AS {name}"


def _literals(texts: Iterable[str]) -> str:
    return ", ".join(map(literal, texts))
