"""What was asked of an item's export over time: one line, determined on the first day of every span of law.

The line is an export of one control code for civil use: nothing is written down here about any code or measure. Spans
between which nothing changes, neither the answer nor the clauses that make it, are one.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from sekisho.determination.core.clauses_over_days import LineOverDays, signature_over_days
from sekisho.determination.core.evaluation import evaluate, missing_facts
from sekisho.determination.core.inputs import line_facts, settle_input
from sekisho.determination.core.outcome import Branch, Verdict
from sekisho.determination.line.answer_parts import branches_of, ranks_of
from sekisho.errors import LibraryError, Problem
from sekisho.law.dates.calendar import Days, LawOnDay, change_days, days_between, law_on
from sekisho.law.dates.stages import NOTHING
from sekisho.law.memo import Memory, cached_per_library
from sekisho.law.model.condition import FactName, Is, MeasureId, walk
from sekisho.law.model.fact import FactValue
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Measure, conditions_of
from sekisho.law.model.scheme import CODES, scheme_name
from sekisho.law.model.state_assumption import answered_on
from sekisho.law.model.term import Reading
from sekisho.message import message

TERRITORIES: Final = "iso/3166"
CIVIL: Final[Mapping[str, str]] = MappingProxyType(
    {
        "movement": "export",
        "from_bonded_zone": "no",
        "to_bonded_zone": "no",
        "exporter_is_prc_person": "yes",
        "end_user": "a civil end user that stands on no list",
        "end_user_kind": "civil",
        "end_use": "civil",
        "end_use_sector": "general",
        "knowledge_of_risk": "no",
        "prior_undertaking": "no",
        "prc_technology": "no",
        "licence_held": "none",
        "substantial_help": "none",
    }
)
"""Facts of the line that is asked for, beside its code and its route: what is known of a plain civil export."""
MOST_TOLD: Final = 4_096
"""Time lines that are remembered by what the law tells apart of a line; each takes some 10 kB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeSpan:
    """Days over which an export has one answer, made by the same clauses.

    Parameters
    ----------
    last
        None is without end, as far as the law is known.
    silent
        No loaded measure applied: nothing is known of the law of these days, and the verdict says nothing.
    unknowns
        Named unknowns of the law that would settle it.
    missing
        Facts of the line that would settle it.
    """

    first: date
    last: date | None
    verdict: Verdict
    silent: bool
    unknowns: tuple[FactName, ...]
    missing: tuple[FactName, ...]
    branches: tuple[Branch, ...]
    by_reading: Mapping[str, Verdict]


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """The time line of one code to one destination.

    Parameters
    ----------
    destination
        Where the item goes; empty stands for every destination that no measure names.
    asked
        The territory with which the question was asked.
    """

    code: str
    departure: str
    destination: str
    asked: str
    spans: tuple[OutcomeSpan, ...]

    def measures(self) -> frozenset[MeasureId]:
        """Measures whose clauses make the answers."""
        clauses = (name for span in self.spans for name in (*span.verdict.decisive, *span.verdict.open))
        return frozenset(MeasureId(name.partition("#")[0]) for name in clauses)


@cached_per_library
def named_destinations(library: Library) -> frozenset[str]:
    """Territories that some measure tells apart from others, as a destination or as that of the end user.

    All others are alike to the law: no test of any measure can tell two of them apart.
    """
    return frozenset(place for places in destinations_named(library).values() for place in places)


@cached_per_library
def destinations_named(library: Library) -> dict[MeasureId, frozenset[str]]:
    """Territories that each measure names, as a destination or as that of the end user."""
    return {measure.id: _destinations_named_by(measure) for measure in library.measures.values()}


def _destinations_named_by(measure: Measure) -> frozenset[str]:
    asked = {FactName("destination"), FactName("end_user_territory")}
    return frozenset(
        value
        for _, condition in conditions_of(measure)
        for part in walk(condition)
        if isinstance(part, Is) and part.fact in asked
        for value in part.values
    )


def other_destination(library: Library, departure: str) -> str:
    """Choose a territory that stands for all that no measure names.

    Raises
    ------
    LibraryError
        If measures name them all.
    """
    named = named_destinations(library) | {departure}
    for territory in sorted(library.facts.schemes.get(TERRITORIES, ())):
        if territory not in named:
            return territory
    raise LibraryError(
        Problem(
            what=message("law.every_destination", "measures name every destination."),
            remedy=message("law.name_destination", "Name one with --destination."),
        )
    )


def outcome_spans(
    code: str,
    library: Library,
    *,
    since: date,
    until: date | None,
    destination: str = "",
    assume: Mapping[str, str] = NOTHING,
) -> Track:
    """Determine the export of a code on the first day of every span of law, from one day to another.

    Parameters
    ----------
    destination
        Territory of final use; empty for all that no measure names.
    until
        Last day; None is without end.
    """
    return _track(library, code, (since, until), destination, tuple(assume.items()))


@cached_per_library
def _track(
    library: Library,
    code: str,
    days: Days,
    destination: str,
    assumed: tuple[tuple[str, str], ...],
) -> Track:
    departure, assume = scheme_name(library).partition("/")[0].upper(), dict(assumed)
    asked = destination or other_destination(library, departure)
    line = {**CIVIL, CODES: code, "departure": departure, "origin": departure, "destination": asked}
    settle_input(line, library, as_of=days[0], readings=None, assume=assume)  # tells all that is wrong at once
    facts = line_facts({**line, **assume}, library)  # no day bears on them, and there are some eighty
    before, likeness = _spans_before(library), (days, assumed, signature_over_days(library, facts))
    spans = before.get(likeness)
    if spans is None:
        spans = before.keep(likeness, tuple(_spans(facts, days, library)))
    return Track(code=code, departure=departure, destination=destination, asked=asked, spans=spans)


@cached_per_library
def _spans_before(library: Library) -> Memory[Hashable, tuple[OutcomeSpan, ...]]:  # noqa: ARG001 - whose they are
    """Return the memory of spans by all that the law tells apart of a line: most codes are in one with others."""
    return Memory(MOST_TOLD)


def _spans(facts: Mapping[FactName, FactValue], days: Days, library: Library) -> list[OutcomeSpan]:
    spans: list[OutcomeSpan] = []
    lines: dict[tuple[tuple[FactName, FactValue], ...], LineOverDays] = {}
    before: tuple[LineOverDays, LawOnDay] | None = None
    for first, last in days_between(change_days(library), *days):
        answered = tuple(answered_on(facts, library.assumptions, first).items())
        if answered not in lines:
            lines[answered] = LineOverDays(library, {**facts, **dict(answered)})
        heard, law = lines[answered], law_on(library, first)
        if before is not None and before[0] is heard and _goes_on(heard, before[1], law):
            spans[-1] = replace(spans[-1], last=last)
            continue
        before, span = (heard, law), _span(first, last, heard)
        if spans and _says(spans[-1]) == _says(span):
            span = replace(span, first=spans.pop().first)
        spans.append(span)
    return spans


def outcome_on(
    code: str, library: Library, day: date, *, destination: str, facts: Mapping[str, str] = CIVIL
) -> Verdict:
    """Determine the export of a code on one day, and nothing beside its outcome."""
    return _outcome(library, code, law_on(library, day).day, destination, tuple(facts.items()))


@cached_per_library
def _outcome(library: Library, code: str, day: date, destination: str, stated: tuple[tuple[str, str], ...]) -> Verdict:
    departure = scheme_name(library).partition("/")[0].upper()
    route = {CODES: code, "departure": departure, "origin": departure, "destination": destination}
    facts = line_facts({**dict(stated), **route}, library)
    return evaluate(library, {**facts, **answered_on(facts, library.assumptions, day)}, day).verdict


def _goes_on(heard: LineOverDays, law: LawOnDay, then: LawOnDay) -> bool:
    """Tell whether an answer is the same once the law is another: no clause that changed bears on the line.

    Who came onto a list is another than this end user.
    """
    same = all(getattr(law, name) == getattr(then, name) for name in ("unknowns", "untold"))
    return same and bool(law.clauses) == bool(then.clauses) and not heard.is_moved(then.day)


def _span(first: date, last: date | None, heard: LineOverDays) -> OutcomeSpan:
    library, law = heard.library, law_on(heard.library, first)
    verdict = heard.verdict(law.day)
    missing = missing_facts(heard.missing(law.day, verdict), ranks_of(library))
    of_law = [name for name in missing if library.facts[name].of == "law"]
    branches = branches_of(evaluate(library, heard.facts, first), law, library) if of_law else ()
    return OutcomeSpan(
        first=first,
        last=last,
        verdict=verdict,
        silent=not law.clauses,
        unknowns=tuple(of_law),
        missing=tuple(name for name in missing if name not in of_law),
        branches=tuple(branch for branch in branches if branch.unknown in of_law),
        by_reading={str(reading): heard.verdict(law.day, reading) for reading in Reading},
    )


def _says(span: OutcomeSpan) -> OutcomeSpan:
    """Return a span without its days, to compare what it says."""
    return replace(span, first=date.min, last=None)
