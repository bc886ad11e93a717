"""The signatures of a kept run, cut finer where a law tells lines of one signature apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from sekisho.determination.book.derived_facts import SAME_PLACE, SOURCES
from sekisho.determination.book.snapshot import KeptRun
from sekisho.determination.rescreen.cell_split import LawTests, SplitColumn, not_kept, split
from sekisho.errors import BookError
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import UNKNOWN, FactValue, when_absent
from sekisho.law.model.fact_table import FactTable
from sekisho.law.model.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Refined:
    """Signatures in a table of DuckDB, and the cells of their columns.

    Parameters
    ----------
    table
        With the columns signature, mark, lines, value, those of the cells, and s0, s1 ... where cells were split.
    places
        The column of each fact with several cells.
    representatives, missing
        One value of each cell of each fact, and the cell of what is missing.
    """

    kept: KeptRun
    table: str
    places: Mapping[FactName, str]
    representatives: Mapping[FactName, Sequence[FactValue]]
    missing: Mapping[FactName, int]
    splits: tuple[SplitColumn, ...]
    table_of_facts: FactTable | None = None

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The connection in which the tables are."""
        return self.kept.connection

    @property
    def subs(self) -> str:
        """SQL for the columns that, with the signature, tell which lines are meant."""
        return "".join(f", s{number}" for number in range(len(self.splits)))

    def lines_sql(self) -> str:
        """Return SQL for the lines with their signature and where they lie in split cells."""
        subs = "".join(f", ({one.sql})::INTEGER AS s{number}" for number, one in enumerate(self.splits))
        return f"(SELECT line, value, signature{subs} FROM kept.lines AS l)"

    def check_constant(self, fact: FactName) -> None:
        """Make sure that a fact without a column of cells is the same for all lines.

        Raises
        ------
        BookError
            If the book states it and the run did not keep it.
        """
        mapping = self.kept.pairs("mapping")
        if fact not in self.kept.columns and fact in mapping:
            raise BookError(not_kept(fact))


def refined(kept: KeptRun, asked: Sequence[LawTests]) -> Refined:
    """Return the signatures of a run, cut as finely as the laws ask.

    Raises
    ------
    BookError
        If a law tells apart what the run did not keep.
    """
    splits = split(kept, asked)
    places = {column.fact: f"c{column.place}" for column in kept.columns.values() if column.place is not None}
    made = {one.fact: f"n{number}" for number, one in enumerate(splits)}
    if splits:
        _refine(kept, splits, places, made)
    if kept.same_place is not None:
        places[SAME_PLACE] = f"c{kept.same_place}"
    library = asked[0].library if asked else None
    representatives, missing = _values(kept, library)
    for one in splits:
        representatives[one.fact] = one.representatives
    return Refined(
        kept=kept,
        table="refined" if splits else "kept.signatures",
        places=places | made,
        representatives=representatives,
        missing=missing,
        splits=splits,
        table_of_facts=library.facts if library else None,
    )


def _values(kept: KeptRun, library: Library | None) -> tuple[dict[FactName, Sequence[FactValue]], dict[FactName, int]]:
    """Return one value of each cell of each fact; facts that have no column are as if left out."""
    found: dict[FactName, Sequence[FactValue]] = {}
    if library is not None:
        unknown = kept.meta["unknown"]
        assert isinstance(unknown, list)  # noqa: S101 - `snapshot_writer` writes it
        for name, fact in library.facts.facts.items():
            found[name] = (UNKNOWN if name in unknown else when_absent(fact),)
        for name in SOURCES:
            found.setdefault(name, (UNKNOWN,))
        found |= {name: column.representatives(library) for name, column in kept.columns.items()}
    missing = dict.fromkeys(found, 0) | {name: column.missing for name, column in kept.columns.items()}
    return found, missing


def _refine(
    kept: KeptRun, splits: Sequence[SplitColumn], places: Mapping[FactName, str], made: Mapping[FactName, str]
) -> None:
    """Make the table `refined`: lines of touched signatures are counted again by the new cells."""
    subs = ", ".join(f"s{number}" for number in range(len(splits)))
    stay = ", ".join(f"-1 AS s{number}" for number in range(len(splits)))
    exprs = ", ".join(f"({one.sql})::INTEGER AS s{number}" for number, one in enumerate(splits))
    old = [places.get(one.fact, "0") for one in splits]
    touched = " OR ".join(
        f"{place} IN ({', '.join(map(str, one.touched))})" for place, one in zip(old, splits, strict=True)
    )
    new = ", ".join(
        f"CASE WHEN s{number} >= 0 THEN s{number} ELSE {place} END AS {made[one.fact]}"
        for number, (place, one) in enumerate(zip(old, splits, strict=True))
    )
    kept.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE counted AS SELECT l.signature, {exprs}, count(*)::BIGINT AS lines, "
        f"coalesce(sum(l.value), 0.0) AS value FROM kept.lines AS l "
        f"SEMI JOIN (SELECT signature FROM kept.signatures WHERE {touched}) AS t ON l.signature = t.signature "
        "GROUP BY ALL"
    )
    kept.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE refined AS SELECT *, {new} FROM ("
        f"SELECT *, {stay} FROM kept.signatures WHERE NOT ({touched}) UNION ALL BY NAME "
        f"SELECT s.* EXCLUDE (lines, value), counted.lines, counted.value, {subs} "
        "FROM kept.signatures AS s JOIN counted USING (signature))"
    )
