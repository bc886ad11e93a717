"""What a run keeps beside its results, so that it can be judged again without its book: one DuckDB file.

| table | holds |
|---|---|
| meta | one text in JSON: the run, the columns with their cells, the clauses by which it was judged |
| texts | the distinct texts of each fact, and the cell of each |
| signatures | the cell of each fact, how many lines have it, their value, and which clauses were met (`mark`) |
| marks | which clauses were met for sure and perhaps, under each reading |
| lines | each line: its signature, its value, and which text it has where a cell holds several |
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.finest_partition import digest, triggers_digest
from sekisho.determination.book.law.compiled_law import grave_clauses
from sekisho.determination.book.packing import LAW
from sekisho.determination.core.domains import lists_on
from sekisho.determination.core.outcome import level_of
from sekisho.errors import BookError, Problem
from sekisho.files.tables import attach_database
from sekisho.law.dates.calendar import LawOnDay
from sekisho.law.model.condition import FactName, Listed, facts_of, walk
from sekisho.law.model.fact import UNKNOWN, FactValue, when_absent
from sekisho.law.model.library import Library
from sekisho.law.model.term import Readings, expand
from sekisho.message import message
from sekisho.parties.derived_facts import KIND, TERRITORY
from sekisho.parties.index import Recalled


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseVersion:
    """A clause under one law and the readings of a run.

    Parameters
    ----------
    level
        Level that it sets, as a number.
    digest
        Digest of all on which its value hangs: its condition under each reading, and the state of lists and of law.
    """

    id: str
    level: int
    digest: str


def versions_of(
    law: LawOnDay,
    library: Library,
    *,
    variants: Sequence[Readings],
    constants: Mapping[FactName, FactValue],
    parties: str,
) -> tuple[ClauseVersion, ...]:
    """Name the clauses of a day that can change an outcome, in the order in which they are compiled.

    Parameters
    ----------
    parties
        Digest of everything on which the matching of names hangs.
    """
    found = []
    for one in grave_clauses(law):
        expanded = tuple(expand(one.condition, law.terms, readings) for readings in variants)
        facts = frozenset[FactName]().union(*(facts_of(condition) for condition in expanded))
        tests = {part for condition in expanded for part in walk(condition) if isinstance(part, Listed)}
        follows = bool(facts & {KIND, TERRITORY})
        stated = (
            expanded,
            tuple((name, str(value)) for name, value in sorted(constants.items()) if name in facts),
            lists_on(law.day, library, tests) if tests else (),
            parties if tests or follows else "",
            triggers_digest(library.facts.triggers, facts),
        )
        level = int(level_of(one.clause))
        found.append(ClauseVersion(id=str(one.clause.id), level=level, digest=digest(*stated)))
    return tuple(found)


FORMAT = 2
"""Of the file: one more whenever the readers of the last format could not read it. Runs of another are refused."""
VARIANTS = ("chosen", "narrow", "broad")
"""The readings under which every run is judged: its own, all narrow, all broad."""
Hit = tuple[str, str, bool]
"""A hit on a held list: list, zone, and whether law that is not judged raises the ceiling."""
ENDS = tuple((variant, end) for variant in VARIANTS for end in ("floor", "ceiling"))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptColumn:
    """The cells of one fact.

    Parameters
    ----------
    place
        Number of its column `cN` in the table of signatures; None if all lines share one cell.
    kept
        Number of its column `vN` in the table of lines; None if no line keeps its text.
    numbers
        One number of each cell, if the cells are spans of numbers; the last cell is that of what is missing.
    empty
        What an empty field means: unknown, or what leaving the fact out means.
    texts
        The cell of each text; the place of a text is its number.
    """

    fact: FactName
    cells: int
    missing: int
    place: int | None
    kept: int | None
    numbers: tuple[Decimal, ...]
    empty: FactValue
    texts: Mapping[str, int]

    def when_empty(self, library: Library) -> FactValue:
        """Return what an empty field means, as a library types it."""
        return UNKNOWN if self.empty is UNKNOWN else when_absent(library.facts[self.fact])

    def representatives(self, library: Library) -> list[FactValue]:
        """Return one value of each cell, as a library types it."""
        fact = FactName("date") if self.fact == LAW else self.fact
        found = [self.when_empty(library)] * self.cells
        found[: len(self.numbers)] = self.numbers
        first: dict[int, str] = {}
        for text, cell in self.texts.items():
            first.setdefault(cell, text)
        for cell, text in first.items():
            found[cell] = library.facts.parse(fact, text)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRun:
    """A run that was kept, opened for reading.

    Parameters
    ----------
    meta
        As it stands in the file.
    laws
        The clauses of each law of the run; the place of a clause is that of its bit in a mark.
    same_place
        Number of the column `cN` that says whether an item leaves for the place where it is; None if there is none.
    """

    path: Path
    connection: duckdb.DuckDBPyConnection
    meta: Mapping[str, object]
    columns: Mapping[FactName, KeptColumn]
    laws: tuple[tuple[ClauseVersion, ...], ...]
    same_place: int | None

    @property
    def day(self) -> date | None:
        """Date of law of the run; None if each line was judged by its own."""
        stated = str(self.meta["as_of"])
        return None if stated == "each" else date.fromisoformat(stated)

    def text(self, name: str) -> str:
        """Return what the file says under a name."""
        return str(self.meta.get(name, ""))

    def pairs(self, name: str) -> dict[str, str]:
        """Return a mapping of texts that the file states."""
        found = self.meta.get(name)
        return {str(key): str(value) for key, value in found.items()} if isinstance(found, Mapping) else {}

    def recalled(self) -> dict[str, Recalled]:
        """Whom the names mean that stand for the cells of parties, under the tables of parties of the run."""
        found = self.meta.get("whom")
        return (
            {name: (matches, problem) for name, (matches, problem) in found.items()} if isinstance(found, dict) else {}
        )

    def alerts(self) -> dict[tuple[FactName, int, int], tuple[Hit, ...]] | None:
        """Return the hits on held lists by role, cell and law; None if the run did not keep them."""
        found = self.meta.get("alerts")
        if not isinstance(found, list):
            return None
        return {
            (FactName(fact), cell, law): tuple((name, zone, raises) for name, zone, raises in told)
            for fact, cell, law, told in found
        }

    @property
    def reading_names(self) -> tuple[str, ...]:
        """Names of the three readings under which a run is judged; its own has a name if it is one for all terms."""
        readings = self.pairs("readings")
        own = readings.get("all", "") if len(readings) == 1 else ""
        return (own or VARIANTS[0], *VARIANTS[1:])

    def marks(self) -> Marks:
        """Read which clauses were met, by mark."""
        rows = self.connection.execute("SELECT law, bits FROM kept.marks ORDER BY mark").fetchall()
        return Marks(law=np.array([law for law, _ in rows], dtype=np.intp), bits=[bits for _, bits in rows])


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Which clauses were met: bit sets over the clauses of the law of each mark."""

    law: NDArray[np.intp]
    bits: list[bytes]

    def values(self, marks: NDArray[np.integer], clauses: int) -> NDArray[np.bool_]:
        """Unpack marks of one law: for sure and perhaps under each reading; shape (readings, 2, clauses, marks)."""
        raw = np.frombuffer(b"".join(self.bits[mark] for mark in marks), dtype=np.uint8)
        wide = raw.reshape(len(marks), len(VARIANTS), 2, -1)
        return np.unpackbits(wide, axis=3, bitorder="little")[..., :clauses].astype(bool).transpose(1, 2, 3, 0)


def kept_of(out: Path) -> Path:
    """Return the place of what a run keeps beside a results file."""
    return out.with_suffix(".kept")


@contextmanager
def opened(path: Path, *, memory_limit: str, threads: int | None = None) -> Iterator[KeptRun]:
    """Open what a run kept, for reading.

    Raises
    ------
    BookError
        If there is no such file, or it is none that this version wrote.
    """
    if not path.is_file():
        remedy = message("run.with_keep", "Run `sekisho bulk` with --keep.")
        raise BookError(
            Problem(
                where=str(path),
                what=message("run.not_kept", "no such file: the run was made without --keep."),
                remedy=remedy,
            )
        )
    with duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '{memory_limit}'")
        if threads:
            connection.execute(f"SET threads = {int(threads)}")
        try:
            attach_database(connection, path, "kept", read_only=True)
            row = connection.execute("SELECT text FROM kept.meta").fetchone()
            meta = json.loads(row[0]) if row else {}
        except (duckdb.Error, ValueError):
            meta = {}
        if meta.get("format") != FORMAT:
            what, remedy = (
                message("run.other_form", "is not what a run of this version keeps."),
                message("rescreen.run_with_keep", "Run `sekisho bulk` with --keep again."),
            )
            raise BookError(Problem(where=str(path), what=what, remedy=remedy))
        yield KeptRun(
            path=path,
            connection=connection,
            meta=meta,
            columns=_columns(connection, meta["columns"]),
            laws=tuple(tuple(_version(*one) for one in law) for law in meta["laws"]),
            same_place=meta["same_place"],
        )


def _version(name: str, level: int, digest: str) -> ClauseVersion:
    return ClauseVersion(id=name, level=level, digest=digest)


def _columns(connection: duckdb.DuckDBPyConnection, stated: list[dict[str, object]]) -> dict[FactName, KeptColumn]:
    texts: dict[str, dict[str, int]] = {}
    rows = connection.execute("SELECT fact, text, cell FROM kept.texts ORDER BY fact, number").fetchall()
    for fact, text, cell in rows:
        texts.setdefault(fact, {})[text] = cell
    found = {}
    for one in stated:
        name, numbers = str(one["fact"]), one["numbers"]
        assert isinstance(numbers, list)  # noqa: S101 - `snapshot_writer` writes it
        found[FactName(name)] = KeptColumn(
            fact=FactName(name),
            cells=int(str(one["cells"])),
            missing=int(str(one["missing"])),
            place=None if one["place"] is None else int(str(one["place"])),
            kept=None if one["kept"] is None else int(str(one["kept"])),
            numbers=tuple(Decimal(str(number)) for number in numbers),
            empty="none" if one["empty"] == "none" else UNKNOWN,
            texts=texts.get(name, {}),
        )
    return found
