"""Determine one line: every clause judged, the answer with its reasons, branches and readings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sekisho.determine.decide import decide, level_of
from sekisho.determine.given import line_facts, parties_of, settle_input
from sekisho.determine.judge import Case, Trace, judge, trace
from sekisho.determine.outcome import Branch, Coverage, Determination, Obligation, Outcome, Verdict
from sekisho.determine.settle import missing_facts, waiting
from sekisho.law.calendar import APPLIES, ClauseOnDay, LawOnDay, days_beyond, stage_on
from sekisho.law.condition import Condition, FactName, MeasureId, TermId, facts_of, terms_of
from sekisho.law.fact import UNKNOWN, FactValue, Truth, Unknown
from sekisho.law.follow_up import deeds_against, licensing_of, opens_by_licence, penalties_of
from sekisho.law.library import Library
from sekisho.law.licensing import Licensing
from sekisho.law.measure import ClauseId, Confidence, Effect
from sekisho.law.once import once_a_library
from sekisho.law.penalty import Penalty
from sekisho.law.read_condition import LISTED_SHARE
from sekisho.law.term import Reading, Readings, Term
from sekisho.parties.follow import KIND, MILITARY
from sekisho.parties.index import whom_data
from sekisho.parties.likely import ONLY_EQUAL, algorithm, is_installed
from sekisho.trade.transaction import Line, left_out


@dataclass(frozen=True, slots=True)
class Reach:
    """What a clause depends on through all the terms that it names: disputed terms, and facts."""

    disputed: frozenset[TermId]
    facts: frozenset[FactName]


@once_a_library
def ranks_of(library: Library) -> dict[FactName, int]:
    """Return the place of every fact in the table of facts."""
    return {name: place for place, name in enumerate(library.facts.facts)}


def reach_of(condition: Condition, terms: Mapping[TermId, Term]) -> Reach:
    """Follow a condition through its terms under all readings."""
    disputed: set[TermId] = set()
    facts = set(facts_of(condition))
    queue, seen = list(terms_of(condition)), set()
    while queue:
        name = queue.pop()
        if name in seen:
            continue
        seen.add(name)
        term = terms[name]
        if term.disputed:
            disputed.add(name)
        for reading in Reading:
            facts |= facts_of(term.reach(reading).when)
            queue += terms_of(term.reach(reading).when)
    return Reach(frozenset(disputed), frozenset(facts))


_REACHES: dict[int, tuple[LawOnDay, tuple[Reach, ...]]] = {}


def reaches_of(law: LawOnDay) -> tuple[Reach, ...]:
    """Return what each clause of a day depends on, computed once a day of law."""
    found = _REACHES.get(id(law))
    if found is None or found[0] is not law:
        found = (law, tuple(reach_of(clause.condition, law.terms) for clause in law.clauses))
        _REACHES[id(law)] = found
    return found[1]


def determine(
    line: Line | Mapping[str, object],
    library: Library,
    *,
    as_of: date | str | None = None,
    readings: Readings | str | None = None,
    assume: Mapping[str, str] | None = None,
) -> Determination:
    """Determine one line under the law of a day.

    Parameters
    ----------
    line
        The facts of the line; what is left out is unknown, save where the table of facts says otherwise (`absent`).
    as_of
        Date of law; the line's own date if left out.
    readings
        How disputed terms are read: central unless said otherwise.
    assume
        Values for named unknowns of the law.

    Raises
    ------
    FactError
        If a fact, a value, a term or a date is wrong, with all problems at once.
    """
    given = line.given if isinstance(line, Line) else line
    facts, day, chosen = settle_input(given, library, as_of=as_of, readings=readings, assume=assume)
    unstated = left_out({**given, **(assume or {})}, library.facts)
    law = library.law_on(day)
    case = Case(facts=facts, day=day, terms=law.terms, readings=chosen, parties=parties_of(library))
    values = [judge(clause.condition, case) for clause in law.clauses]
    verdict = verdict_of(law, values)
    return Determination(
        verdict=verdict,
        as_of=day,
        readings=chosen,
        facts={name: value for name, value in facts.items() if value is not UNKNOWN and name not in unstated},
        missing=_missing(law, case, values, verdict, ranks_of(library)),
        obligations=_obligations(law, values),
        by_reading={str(reading): _verdict_if(law, case, values, readings=Readings(reading)) for reading in Reading},
        branches=_branches(law, case, values),
        cautions=(
            *_taken(given, facts, library),
            *_owners_left_out(law, case, values, verdict, unstated),
            *_cautions(library, law, day, verdict),
        ),
        cited=tuple(library.clauses[name] for name in (*verdict.decisive, *verdict.open)),
        coverage=coverage_of(library, law),
        questions={name: fact.question for name, fact in library.facts.facts.items()},
        licensing=_licensing(library, verdict.decisive),
        penalties=_penalties(library, verdict.decisive),
        parties=_parties(facts, library),
    )


@once_a_library
def _licensing(library: Library, decisive: tuple[ClauseId, ...]) -> tuple[tuple[MeasureId, Licensing], ...]:
    """Look up how a licence is got under the measure of each decisive clause that a licence can open."""
    found = {}
    for measure, clause in (library.clauses[name] for name in decisive):
        licensing = licensing_of(measure, library.measures) if opens_by_licence(clause) else None
        if licensing is not None:
            found[measure.id] = licensing
    return tuple(found.items())


@once_a_library
def _penalties(library: Library, decisive: tuple[ClauseId, ...]) -> tuple[tuple[MeasureId, Penalty], ...]:
    """Look up what follows a breach of the decisive clauses, each article once."""
    found = {}
    for measure, clause in (library.clauses[name] for name in decisive):
        for setter, penalty in penalties_of(measure, library.measures, deeds_against(clause)):
            found[setter, penalty.article] = penalty
    return tuple((setter, penalty) for (setter, _), penalty in found.items())


def verdict_of(law: LawOnDay, values: Iterable[Truth]) -> Verdict:
    """Decide on the values of all clauses of a day."""
    return decide((clause.clause, value) for clause, value in zip(law.clauses, values, strict=True))


def _missing(
    law: LawOnDay, case: Case, values: list[Truth], verdict: Verdict, rank: Mapping[FactName, int]
) -> tuple[FactName, ...]:
    opened = frozenset(verdict.open)
    return missing_facts(
        (
            waiting(clause.condition, case)[1]
            for clause, value in zip(law.clauses, values, strict=True)
            if value is UNKNOWN and clause.clause.id in opened
        ),
        rank,
    )


def _obligations(law: LawOnDay, values: Iterable[Truth]) -> tuple[Obligation, ...]:
    return tuple(
        Obligation(
            clause=clause.clause.id,
            duty=clause.clause.duty,
            article=clause.clause.article,
            certain=value is True,
        )
        for clause, value in zip(law.clauses, values, strict=True)
        if clause.clause.effect is Effect.OBLIGE and value is not False
    )


def values_if(
    law: LawOnDay,
    case: Case,
    values: list[Truth],
    *,
    readings: Readings | None = None,
    facts: Mapping[FactName, FactValue] | None = None,
) -> list[Truth]:
    """Judge again only the clauses that other readings or other facts may change."""
    other = replace(case, readings=readings or case.readings, facts={**case.facts, **(facts or {})}, _reached={})
    touched = frozenset(facts or ())
    return [
        judge(clause.condition, other)
        if (readings is not None and reach.disputed) or (touched & reach.facts)
        else value
        for clause, reach, value in zip(law.clauses, reaches_of(law), values, strict=True)
    ]


def _verdict_if(law: LawOnDay, case: Case, values: list[Truth], *, readings: Readings) -> Verdict:
    if readings == case.readings:
        return verdict_of(law, values)
    return verdict_of(law, values_if(law, case, values, readings=readings))


def _branches(law: LawOnDay, case: Case, values: list[Truth]) -> tuple[Branch, ...]:
    found = []
    for name, choices in law.unknowns.items():
        if case.facts[name] is not UNKNOWN:
            continue
        for choice in choices:
            then = values_if(law, case, values, facts={name: choice})
            found.append(
                Branch(unknown=name, value=choice, verdict=verdict_of(law, then), obligations=_obligations(law, then))
            )
    return tuple(found)


def _taken(given: Mapping[str, object], facts: Mapping[FactName, FactValue], library: Library) -> Iterable[str]:
    stated = library.facts.parse(KIND, given.get(KIND))
    if facts[KIND] == MILITARY and not isinstance(stated, Unknown) and stated != MILITARY:
        yield (
            f"The end user is named as a military body, or as a unit of one, and is taken as military although the "
            f"line says {stated}."
        )
    if not is_installed() and _parties(facts, library):
        yield ONLY_EQUAL
    if facts.get(FactName("knowledge_of_risk")) is True and facts.get(FactName("end_use")) == "civil":
        yield (
            "The line states a civil use and knowledge of a risk. If the risk is a barred use, the stated use does "
            "not hold: the exporter stops and reports, and a ban may apply."
        )


def _parties(facts: Mapping[FactName, FactValue], library: Library) -> dict[FactName, dict[str, object]]:
    """Tell of each party that a line names whom it means."""
    index = parties_of(library)
    return {
        name: whom_data(index.whom(str(value)))
        for name, value in facts.items()
        if library.facts[name].kind == "party" and not isinstance(value, Unknown) and value != "none"
    }


def _owners_left_out(
    law: LawOnDay, case: Case, values: list[Truth], verdict: Verdict, unstated: frozenset[FactName]
) -> Iterable[str]:
    """Say that owners on the lists were taken not to exist, where the answer would be another if they were unknown."""
    tested = frozenset().union(*(reach.facts for reach in reaches_of(law)))
    for fact in sorted(name for name in unstated & tested if name.endswith(LISTED_SHARE)):
        then = verdict_of(law, values_if(law, case, values, facts={fact: UNKNOWN}))
        if (then.floor, then.ceiling) != (verdict.floor, verdict.ceiling):
            yield (
                f"{fact} was left out: it is taken that no party on the lists holds a share. If that is not known, "
                f"write unknown: the answer then lies between {then.floor.level} and {then.ceiling.level}."
            )


def _cautions(library: Library, law: LawOnDay, day: date, verdict: Verdict) -> Iterable[str]:
    beyond = days_beyond(day, library.horizon)
    if beyond:
        yield (
            f"The date of law lies {beyond} days after {library.horizon}, the last day on which sources were read: "
            "what was published since is not known here."
        )
    if not coverage_of(library, law).in_force:
        yield "No loaded measure was in force on that date: nothing is known here of the law of that day."
    for name in (*verdict.decisive, *verdict.open):
        _, clause = library.clauses[name]
        if clause.confidence is not Confidence.HIGH:
            yield f"{name} is encoded with {clause.confidence} confidence{': ' + clause.note if clause.note else '.'}"


def coverage_of(library: Library, law: LawOnDay) -> Coverage:
    """State which knowledge was asked."""
    return Coverage(
        measures=len(library.measures),
        in_force=sum(stage_on(measure, law.day)[0] in APPLIES for measure in library.measures.values()),
        pending=len(law.pending),
        jurisdictions=tuple(sorted({measure.jurisdiction for measure in library.measures.values()})),
        not_covered=tuple(text for package in library.packages for text in package.not_covered),
        version=library.version,
        hash=library.hash,
        horizon=library.horizon,
        names=coverage_names(library),
    )


def coverage_names(library: Library) -> dict[str, object]:
    """State how names of parties are compared: the algorithm with its version, and the thresholds."""
    return {"algorithm": algorithm(), **library.identity.policy.to_dict()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A clause that bears on the answer, with the trace of its condition."""

    clause: ClauseOnDay
    level: Outcome
    value: Truth
    trace: Trace


def case_of(answer: Determination, line: Line | Mapping[str, object], library: Library) -> Case:
    """Return what the clauses of an answer were judged against, to trace them."""
    given = line.given if isinstance(line, Line) else line
    assumed = {str(name): value for name, value in answer.facts.items() if library.facts[name].of == "law"}
    return Case(
        facts=line_facts({**given, **assumed}, library),
        day=answer.as_of,
        terms=library.law_on(answer.as_of).terms,
        readings=answer.readings,
        parties=parties_of(library),
    )


def reasons(answer: Determination, line: Line | Mapping[str, object], library: Library) -> tuple[Reason, ...]:
    """Judge the decisive and open clauses of an answer again, with a trace of every part."""
    case = case_of(answer, line, library)
    wanted = {name: place for place, name in enumerate((*answer.decisive, *answer.open))}
    found = [clause for clause in library.law_on(answer.as_of).clauses if clause.clause.id in wanted]
    return tuple(
        Reason(
            clause=clause,
            level=level_of(clause.clause),
            value=judge(clause.condition, case),
            trace=trace(clause.condition, case),
        )
        for clause in sorted(found, key=lambda clause: wanted[clause.clause.id])
    )
