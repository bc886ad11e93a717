"""Writing what a run keeps (see `kept`): marks gathered while it decides, then one file beside its results."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.cells import PartitionedColumn
from sekisho.determination.book.derived_facts import SAME_PLACE
from sekisho.determination.book.encoder import EncodedBook
from sekisho.determination.book.finest_partition import leaf_digests, leaves_of_library, parties_digest, triggers_digest
from sekisho.determination.book.law.clause_bits import ClauseValues, distinct_rows
from sekisho.determination.book.packing import number_column
from sekisho.determination.book.snapshot import FORMAT, versions_of
from sekisho.determination.line.alerts import ROLES, alerts_in
from sekisho.files.tables import attach_database
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import UNKNOWN, Unknown, when_absent
from sekisho.law.model.library import Library
from sekisho.parties.index import parties_of
from sekisho.trade.items.inference import triggered_facts


class MarkKeeper:
    """Numbers the distinct sets of clauses that are met, for sure and perhaps, under each reading."""

    def __init__(self, signatures: int) -> None:
        """Start without any mark."""
        self.mark = np.zeros(signatures, dtype=np.int32)
        self.rows: dict[tuple[int, bytes], int] = {}

    def seen(self, law: int, chosen: NDArray[np.intp], found: Sequence[ClauseValues]) -> None:
        """Keep the clause values of some signatures under a law."""
        words = np.concatenate([bits for values in found for bits in (values.sure_by_line, values.may_by_line)], axis=1)
        rows, which = distinct_rows(words)
        numbers = [self.rows.setdefault((law, row.tobytes()), len(self.rows)) for row in rows]
        self.mark[chosen] = np.array(numbers, dtype=np.int32)[which]


def write_kept(
    connection: duckdb.DuckDBPyConnection,
    stage: EncodedBook,
    marks: MarkKeeper,
    library: Library,
    *,
    place: Path,
    run: Mapping[str, object],
) -> None:
    """Write everything to a new file; the caller moves it to its place.

    Parameters
    ----------
    run
        What the run card says, and what else is needed to judge the run again.
    """
    place.unlink(missing_ok=True)
    attach_database(connection, place, "kept")
    try:
        columns = stage.stated.columns
        _texts(connection, columns)
        _signatures(connection, stage, marks)
        _marks(connection, marks)
        keys = ", ".join(f"k{word}" for word in range(len(stage.keys)))
        kept = "".join(f", v{number}" for number in range(len(stage.stated.numbered)))
        words = {f"k{word}": key for word, key in enumerate(stage.keys)}
        connection.register("signature_keys", words | _numbers(stage))
        connection.execute(
            f"CREATE TABLE kept.lines AS SELECT line, signature, value{kept} "
            f"FROM encoded JOIN signature_keys USING ({keys})"
        )
        connection.unregister("signature_keys")
        connection.execute("CREATE TABLE kept.meta (text VARCHAR)")
        connection.execute("INSERT INTO kept.meta VALUES (?)", [json.dumps(_meta(stage, library, run))])
    finally:
        connection.execute("DETACH kept")


def _numbers(stage: EncodedBook) -> dict[str, NDArray[np.int32]]:
    return {"signature": np.arange(len(stage.counts), dtype=np.int32)}


def _texts(connection: duckdb.DuckDBPyConnection, columns: Iterable[PartitionedColumn]) -> None:
    rows = [
        (str(column.fact), number, text, cell)
        for column in columns
        for number, (text, cell) in enumerate(column.cell_of.items())
    ]
    facts, numbers, texts, cells = zip(*rows, strict=True) if rows else ((), (), (), ())
    connection.register(
        "text_rows",
        {
            "fact": np.array(facts, dtype=object),
            "number": np.array(numbers, dtype=np.int32),
            "text": np.array(texts, dtype=object),
            "cell": np.array(cells, dtype=np.int32),
        },
    )
    connection.execute(
        "CREATE TABLE kept.texts AS SELECT fact::VARCHAR AS fact, number, text::VARCHAR AS text, cell FROM text_rows"
    )
    connection.unregister("text_rows")


def _signatures(connection: duckdb.DuckDBPyConnection, stage: EncodedBook, marks: MarkKeeper) -> None:
    rows: dict[str, NDArray[np.generic]] = {
        **_numbers(stage),
        "mark": marks.mark,
        "lines": stage.counts.astype(np.int64),
        "value": stage.values.astype(np.float64),
    }
    for place, cell in enumerate(stage.stated.cells.values()):
        rows[f"c{place}"] = cell.astype(np.int32)
    connection.register("signature_rows", rows)
    connection.execute("CREATE TABLE kept.signatures AS SELECT * FROM signature_rows")
    connection.unregister("signature_rows")


def _marks(connection: duckdb.DuckDBPyConnection, marks: MarkKeeper) -> None:
    connection.execute("CREATE TABLE kept.marks (mark INTEGER, law INTEGER, bits BLOB)")
    if not marks.rows:
        return
    laws, bits = zip(*marks.rows, strict=True)
    rows = {
        "mark": np.arange(len(laws), dtype=np.int32),
        "law": np.array(laws, dtype=np.int32),
        "bits": np.array([raw.hex() for raw in bits], dtype=object),
    }
    connection.register("mark_rows", rows)
    connection.execute("INSERT INTO kept.marks SELECT mark, law, unhex(bits::VARCHAR) FROM mark_rows")
    connection.unregister("mark_rows")


def _meta(stage: EncodedBook, library: Library, run: Mapping[str, object]) -> dict[str, object]:
    places = {fact: place for place, fact in enumerate(stage.stated.cells)}
    numbered = {fact: number for number, fact in enumerate(stage.stated.numbered)}
    parties = parties_digest(library)
    versions = [
        versions_of(law.law, library, variants=law.variants, constants=law.constants, parties=parties)
        for law in map(stage.law_of_cell, range(len(stage.law_cells)))
    ]
    return {
        **run,
        "format": FORMAT,
        "parties": parties,
        "whom": _whom(stage.stated.columns, library),
        "alerts": _alerts(stage),
        "cut": leaf_digests(leaves_of_library(library)),
        "triggers": triggers_digest(library.facts.triggers),
        "triggered": list(triggered_facts(library.facts.triggers)),
        "same_place": places.get(SAME_PLACE),
        "laws": [[(one.id, one.level, one.digest) for one in each] for each in versions],
        "columns": [_column(column, library, places, numbered) for column in stage.stated.columns],
    }


def _whom(columns: Iterable[PartitionedColumn], library: Library) -> dict[str, object]:
    """Keep whom the names mean that stand for the cells of parties, so that they need not be looked up again."""
    index = parties_of(library)
    names = {
        str(value)
        for column in columns
        if column.fact in library.facts and library.facts[column.fact].kind == "party"
        for value in column.representatives
        if not isinstance(value, Unknown) and value != "none"
    }
    found = {name: index.whom(name) for name in sorted(names)}
    return {
        name: ([(match.entry.id, match.certain, match.relation) for match in whom.matches], whom.problem)
        for name, whom in found.items()
    }


def _alerts(stage: EncodedBook) -> list[tuple[str, int, int, list[tuple[str, str, bool]]]]:
    """Keep the hits on held lists that stand: role, cell, law, and of each hit list, zone and whether it raises."""
    found = []
    for column in stage.stated.columns:
        for cell, value in enumerate(column.representatives if column.fact in ROLES else ()):
            for place in range(len(stage.law_cells)):
                law = stage.law_of_cell(place)
                told = [
                    (str(one.list), str(one.zone), one.raises)
                    for one in alerts_in(column.fact, value, law.parties, law.law.day)
                ]
                if told:
                    found.append((str(column.fact), cell, place, told))
    return found


def _column(
    column: PartitionedColumn, library: Library, places: Mapping[FactName, int], numbered: Mapping[FactName, int]
) -> dict[str, object]:
    ladder = number_column(column) and not column.cell_of
    empty = column.representatives[column.missing]
    if column.fact in library.facts and column.missing in column.cell_of.values():
        empty = UNKNOWN if isinstance(empty, Unknown) else when_absent(library.facts[column.fact])
    return {
        "fact": column.fact,
        "cells": len(column.representatives),
        "missing": column.missing,
        "place": places.get(column.fact),
        "kept": numbered.get(column.fact),
        "numbers": [str(number) for number in column.representatives[:-1]] if ladder else [],
        "empty": "unknown" if isinstance(empty, Unknown) or column.fact not in library.facts else "none",
    }
