"""A side of a comparison: the clauses that hold for each line under one law, and which of them must be judged anew.

A clause that stands in the kept run with the same digest has the value that was kept with each signature. Only the
others are judged, and only for the combinations of cells on which they hang.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.cells import FactTests, PartitionedColumn
from sekisho.determination.book.derived_facts import derive, sources_of
from sekisho.determination.book.finest_partition import parties_digest
from sekisho.determination.book.law.compiled_law import CompiledLaw, compile_law, grave_clauses
from sekisho.determination.book.law.law_judge import LawJudge
from sekisho.determination.book.packing import DATE, LAW
from sekisho.determination.book.snapshot import ClauseVersion, KeptRun, versions_of
from sekisho.determination.core.inputs import settle_input
from sekisho.determination.rescreen.cell_split import LawTests, asked_by
from sekisho.law.dates.calendar import change_days, law_on
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import DaySpan, FactValue
from sekisho.law.model.fact_table import FactTable
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading, Readings
from sekisho.message import day_text, message
from sekisho.parties.index import parties_of

Cells = Mapping[FactName, NDArray[np.integer]]
Bits = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideLaw:
    """One law of a side.

    Parameters
    ----------
    judged
        Places in `versions` of the clauses that are judged anew.
    compiled
        These clauses, ready for bulk; None if there are none.
    sources
        Facts from which some of those follow that these clauses test.
    day
        The day for which the state of listings is told; None for the answers of the run.
    """

    versions: tuple[ClauseVersion, ...]
    judged: tuple[int, ...] = ()
    compiled: CompiledLaw | None = None
    sources: frozenset[FactName] = frozenset()
    day: date | None = None

    @property
    def facts(self) -> frozenset[FactName]:
        """Facts on which the clauses that are judged anew hang, and those from which these follow."""
        return frozenset(self.compiled.facts if self.compiled else ()) | self.sources


@dataclass(frozen=True, slots=True, kw_only=True)
class LawSide:
    """The law of one side.

    Parameters
    ----------
    laws
        The distinct laws.
    law_of
        Which of them holds for a day of a line; a side of one day has the key None.
    stored
        The answers are those that were kept: the law of a line is that of its mark.
    """

    label: str
    laws: tuple[SideLaw, ...]
    law_of: Mapping[date | None, int]
    stored: bool
    asked: LawTests | None
    library: Library | None

    def law(self, mark_law: int, day: date | None) -> int:
        """Return which law holds for lines of a mark and a day."""
        if self.stored:
            return mark_law
        if day is None and len(self.law_of) == 1:  # every line has the same day, so no cell tells days apart
            return next(iter(self.law_of.values()))
        return self.law_of[None if None in self.law_of else day]


def stored_side(kept: KeptRun) -> LawSide:
    """Return the answers that were kept, as a side."""
    laws = tuple(SideLaw(versions=versions) for versions in kept.laws)
    day = kept.day
    label = (
        message("rescreen.as_kept", "the saved answers of {day}", day=day)
        if day
        else message("rescreen.as_kept_each", "the saved answers, each line on its own date")
    )
    return LawSide(label=label, laws=laws, law_of={}, stored=True, asked=None, library=None)


def _of_day(day: date | None) -> str:
    """Name the day of law of a side."""
    return day_text(day) if day else message("rescreen.own_dates", "each line on its own date")


def law_side(kept: KeptRun, library: Library, day: date | None) -> LawSide:
    """Return the law of a library as a side, on one day or on each line's own."""
    readings, constants = _settings(kept, library)
    variants = (readings, *(Readings(one) for one in (Reading.NARROW, Reading.BROAD)))
    parties = parties_digest(library)
    if parties == kept.text("parties"):
        parties_of(library).recall(kept.recalled())
    laws: list[SideLaw] = []
    law_of: dict[date | None, int] = {}
    numbers: dict[int, int] = {}
    met: dict[int, set[int]] = {}
    days = list(_days(kept, library, day))
    for one, mark_law in days:
        law = law_on(library, one or date.max)
        number = numbers.setdefault(id(law), len(numbers))
        law_of[None if day is not None else one] = number
        met.setdefault(number, set()).add(mark_law)
    for one, _ in days:
        number = law_of[None if day is not None else one]
        if number < len(laws):
            continue
        law = law_on(library, one or date.max)
        versions = versions_of(law, library, variants=variants, constants=constants, parties=parties)
        known = [frozenset(each.digest for each in kept.laws[mark_law]) for mark_law in met[number]]
        judged = tuple(
            place for place, each in enumerate(versions) if not all(each.digest in digests for digests in known)
        )
        clauses = grave_clauses(law)
        compiled = (
            compile_law(
                replace(law, clauses=tuple(clauses[place] for place in judged)),
                variants=variants,
                constants=constants,
                parties=parties_of(library),
            )
            if judged
            else None
        )
        sources = frozenset(sources_of(compiled.facts, library.facts.triggers) if compiled else ())
        laws.append(SideLaw(versions=versions, judged=judged, compiled=compiled, sources=sources, day=law.day))
    spans = change_days(library) if day is None else ()
    asked = asked_by([law.compiled for law in laws if law.compiled], library, kept, parties, spans=spans)
    label = _of_day(day)
    return LawSide(label=label, laws=tuple(laws), law_of=law_of, stored=False, asked=asked, library=library)


def _days(kept: KeptRun, library: Library, day: date | None) -> Iterator[tuple[date | None, int]]:
    """Go through the days of law, each with the law of the run under which lines of that day were judged."""
    column = kept.columns.get(LAW)
    if column is None:
        yield day, 0
        return
    for text, cell in column.texts.items():
        stated = library.facts.parse(DATE, text)
        # Of a span of days the run kept what it found under the law of the last.
        stated = stated.last if isinstance(stated, DaySpan) else stated
        assert isinstance(stated, date)  # noqa: S101 - the run read it as one
        yield day or stated, cell


def _settings(kept: KeptRun, library: Library) -> tuple[Readings, dict[FactName, FactValue]]:
    """Take over the readings and what was assumed, as far as a library knows the terms and the unknowns."""
    stated = kept.pairs("readings")
    every = Reading(stated.pop("all", str(Reading.CENTRAL)))
    known = [name for name, term in library.terms.items() if name in stated and term.disputed]
    terms = sorted((name, Reading(stated[name])) for name in known)
    assumed = {name: value for name, value in kept.pairs("assume").items() if name in library.facts}
    facts, _, readings = settle_input(
        {}, library, as_of=date.max, readings=Readings(every, tuple(terms)), assume=assumed
    )
    return readings, {name: value for name, value in facts.items() if library.facts[name].of == "law"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """The clauses of a law that are not kept, ready to be judged for combinations of cells."""

    compiled: CompiledLaw
    columns: Mapping[FactName, PartitionedColumn]
    table: FactTable
    unknown: frozenset[FactName]
    follows: bool

    def judge(self, cells: Cells, count: int) -> Bits:
        """Return the values of the clauses; shape (readings, 2, clauses, count)."""
        here, columns = dict(cells), dict(self.columns)
        if self.follows:
            made, more = derive(
                self.columns,
                here,
                count,
                (self.compiled,),
                parties=self.compiled.parties,
                table=self.table,
                unknown=self.unknown,
            )
            here = {fact: cell for fact, cell in here.items() if fact not in made} | more
            columns |= made
        found = LawJudge(self.compiled, columns.values()).values(here, count)
        return np.stack([np.stack([values.sure, values.may]) for values in found])


def judge_of(
    law: SideLaw,
    representatives: Mapping[FactName, Sequence[FactValue]],
    missing: Mapping[FactName, int],
    table: FactTable,
    *,
    unknown: frozenset[FactName],
) -> Judge | None:
    """Make the clauses of a law ready that are not kept; None if there are none."""
    compiled = law.compiled
    if compiled is None:
        return None
    columns = {
        fact: PartitionedColumn(
            fact=fact,
            representatives=tuple(representatives[fact]),
            missing=missing[fact],
            truths=FactTests(fact, (compiled,)).truths(representatives[fact]),
        )
        for fact in law.facts
    }
    follows = bool(law.sources)
    return Judge(compiled=compiled, columns=columns, table=table, unknown=unknown, follows=follows)
