"""Two runs set side by side: how many lines stand where in each, and which lines moved between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sekisho.determination.book.results.columns import TRIAGE, results_sql
from sekisho.determination.book.run_files import open_run
from sekisho.determination.core.outcome import BOOK_HEADLINES
from sekisho.errors import BookError
from sekisho.files.formats import literal, reading_fault

MOST: Final = 100
"""Moved lines that are named: a person goes through as many in an hour; the counts tell of all."""
GRAVER, LIGHTER, OTHERWISE = "graver", "lighter", "otherwise"
"""Which way a line moved: to a graver or a less grave place in the queue, or to another outcome at the same place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedLine:
    """A line that stands elsewhere in the second run.

    Parameters
    ----------
    way
        `graver`, `lighter` or `otherwise`.
    places, headlines
        In the first run and in the second.
    points
        What points in the second run, the gravest first, as its results keep it: whoever shows it says why in words.
    """

    line: str
    way: str
    places: tuple[str, str]
    headlines: tuple[str, str]
    points: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPair:
    """Two runs, the same line of both known by its name.

    Parameters
    ----------
    cards
        The run card of each.
    at_places, headlines
        Lines by place in the queue, and by headline, of each run.
    both
        Lines that stand in both runs.
    alone
        Lines that stand in the first alone, and in the second alone.
    ways
        Lines that moved, by way.
    moved
        The first of them, at most `MOST`: what became graver first, in the second run's order of danger.
    """

    cards: tuple[Mapping[str, Any], Mapping[str, Any]]
    at_places: tuple[Mapping[str, int], Mapping[str, int]]
    headlines: tuple[Mapping[str, int], Mapping[str, int]]
    both: int
    alone: tuple[int, int]
    ways: Mapping[str, int]
    moved: tuple[MovedLine, ...]


def run_pair(first: Path, second: Path) -> RunPair:
    """Set the results of two runs side by side.

    A line is known by its name; where several lines of a book bear one, the first of them is held beside the first, the
    second beside the second. A book without names of lines is compared row by row.

    Raises
    ------
    BookError
        If one of them is missing, or is no results of a run.
    """
    import duckdb

    runs = (open_run(first), open_run(second))
    read = first
    try:
        with duckdb.connect() as connection:
            for name, run in zip(("first_run", "second_run"), runs, strict=True):
                read = run.results
                connection.execute(
                    f"CREATE TEMP TABLE {name} AS SELECT line::VARCHAR AS line, row_number() OVER "
                    "(PARTITION BY line ORDER BY row, sekisho_row) AS nth, triage::VARCHAR AS triage, "
                    "headline::VARCHAR AS headline, danger, coalesce(points::VARCHAR, '') AS points "
                    f"FROM {results_sql(connection, run.results)}"
                )
            places, headlines = (
                tuple(_counted(connection, name, column, order) for name in ("first_run", "second_run"))
                for column, order in (("triage", TRIAGE), ("headline", BOOK_HEADLINES))
            )
            (both, *alone) = connection.execute(
                "SELECT count(*) FILTER (first_run.nth IS NOT NULL AND second_run.nth IS NOT NULL), "
                "count(*) FILTER (second_run.nth IS NULL), count(*) FILTER (first_run.nth IS NULL) "
                "FROM first_run FULL JOIN second_run USING (line, nth)"
            ).fetchone() or (0, 0, 0)
            rank = f"list_position([{', '.join(map(literal, TRIAGE))}], {{}}.triage)"
            before, after = rank.format("first_run"), rank.format("second_run")
            connection.execute(
                f"CREATE TEMP TABLE moved AS SELECT line, CASE WHEN {after} < {before} THEN {literal(GRAVER)} "
                f"WHEN {after} > {before} THEN {literal(LIGHTER)} ELSE {literal(OTHERWISE)} END AS way, "
                "first_run.triage AS place_before, second_run.triage AS place_after, "
                "first_run.headline AS before, second_run.headline AS after, "
                "second_run.points AS points, second_run.danger AS danger "
                "FROM first_run JOIN second_run USING (line, nth) "
                "WHERE first_run.triage <> second_run.triage OR first_run.headline <> second_run.headline"
            )
            ways = _counted(connection, "moved", "way", (GRAVER, LIGHTER, OTHERWISE))
            rows = connection.execute(
                "SELECT line, way, place_before, place_after, before, after, points FROM moved "
                f"ORDER BY list_position(['{GRAVER}', '{OTHERWISE}', '{LIGHTER}'], way), danger NULLS LAST, line "
                f"LIMIT {MOST}"
            ).fetchall()
    except duckdb.Error as fault:
        raise BookError(reading_fault(fault, read)) from None
    return RunPair(
        cards=(runs[0].card, runs[1].card),
        at_places=(places[0], places[1]),
        headlines=(headlines[0], headlines[1]),
        both=both,
        alone=(alone[0], alone[1]),
        ways=ways,
        moved=tuple(
            MovedLine(line=row[0], way=row[1], places=(row[2], row[3]), headlines=(row[4], row[5]), points=row[6])
            for row in rows
        ),
    )


def _counted(connection: Any, table: str, column: str, order: tuple[str, ...]) -> dict[str, int]:  # noqa: ANN401 - duckdb is loaded late
    """Count the rows of a table by the word in a column, in the order given."""
    rows = dict(connection.execute(f"SELECT {column}, count(*) FROM {table} GROUP BY ALL").fetchall())
    return {word: rows[word] for word in order if rows.get(word)}
