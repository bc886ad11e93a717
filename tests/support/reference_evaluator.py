"""A second evaluator, written from the documents and not from the program: Kleene's tables with 0, 1/2 and 1.

`and` is the least of the values, `or` the greatest, `not` is what is left to 1. The rest follows docs/reference/
measure-format.md: a clause's value is `status and subject and when and not (any exception)`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import assert_never

from tests.support.synthetic_law import ABSENT_MEANS_NONE, ENTRIES, HOLDINGS, Line

from sekisho import Library, Outcome
from sekisho.law.model.condition import (
    All,
    Any,
    Between,
    Condition,
    InForce,
    Is,
    Listed,
    Not,
    Open,
    Owned,
    Reaches,
    Tiers,
    Under,
)
from sekisho.law.model.measure import Clause, Measure, MeasureState, StatusInterval
from sekisho.law.model.term import Reading, Term

NO, MAYBE, YES = 0.0, 0.5, 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a condition is evaluated against."""

    line: Line
    day: date
    terms: Mapping[str, Term]
    measures: Mapping[str, Measure]
    reading: Reading = Reading.CENTRAL


def evaluate(condition: Condition, world: World) -> float:
    """Kleene's three tables, and one line for each test."""
    match condition:
        case All(parts):
            return min((evaluate(part, world) for part in parts), default=YES)
        case Any(parts):
            return max((evaluate(part, world) for part in parts), default=NO)
        case Not(part):
            return YES - evaluate(part, world)
        case Reaches(name):
            return evaluate(world.terms[name].reach(world.reading).when, world)
        case InForce(name):
            return max(state_of(world.measures[name], world))
        case Is() | Under() | Between() | Listed() | Open():
            return _leaf(condition, world)
        case _:
            assert_never(condition)


def _leaf(test: Is | Under | Between | Listed | Open, world: World) -> float:
    given = world.line.get(test.fact, "none" if test.fact in ABSENT_MEANS_NONE else "unknown")
    if given == "unknown":
        return NO if isinstance(test, Open) else MAYBE  # a text that may have been changed widens no answer
    match test:
        case Is(_, values):
            return YES if given in values else NO
        case Under():
            return max((_code(written, test) for written in given.split(";") if given != "none"), default=NO)
        case Between(_, low, high, low_open, high_open):
            number = Fraction(given)
            if low is not None and (number < Fraction(str(low)) or (low_open and number == Fraction(str(low)))):
                return NO
            if high is not None and (number > Fraction(str(high)) or (high_open and number == Fraction(str(high)))):
                return NO
            return YES
        case Listed(_, on_list, Owned() as rule):
            return _told(given, on_list, rule, world.day)
        case Listed(_, on_list):
            return max((_listing(given, on_list, place, world.day) for place in range(len(ENTRIES))), default=NO)
        case Open(_, values):
            return MAYBE if given in values else NO
        case _:
            assert_never(test)


def _path(code: str) -> list[str]:
    """1C905.a.4 lies under 1C905.a, 1C905, 1C, 1 and the whole list."""
    head, *tail = code.split(".")
    return [part for part in (head[:1], head[1:2], head[2:]) if part] + tail


def _code(written: str, test: Under) -> float:
    code = _path(written.lstrip("?"))

    def below(entries: Iterable[str]) -> bool:
        return any(code[: len(_path(entry))] == _path(entry) for entry in entries)

    coarser = any(_path(entry)[: len(code)] == code for entry in test.entries)
    value = NO if below(test.without) else YES if below(test.entries) else MAYBE if coarser else NO
    return min(value, MAYBE) if written.startswith("?") else value


def _listing(given: str, on_list: str, place: int, day: date) -> float:
    entry = ENTRIES[place]
    if [*entry.list.split("/"), ""][: len(on_list.split("/"))] != on_list.split("/"):
        return NO
    if given not in (*entry.names, *entry.weak_names):
        return NO
    if entry.open_from and day >= entry.open_from:
        return MAYBE
    if (entry.listed and day < entry.listed) or (entry.until and day > entry.until):
        return NO
    return YES if given in entry.names else MAYBE


def _told(given: str, on_list: str, rule: Owned, day: date) -> float:
    """Whether the tables tell that listed parties hold enough, or whether they leave that open."""
    if given == "none":
        return NO
    least = Fraction(rule.at_least)
    known = given in {holding.owned for holding in HOLDINGS}
    low, high = _owned(given, on_list, least, rule.tiers, day) if known else (Fraction(0), Fraction(1))
    return YES if (low >= least if rule.told else low < least <= high) else NO


def _owned(name: str, on_list: str, least: Fraction, tiers: Tiers, day: date) -> tuple[Fraction, Fraction]:
    """Add up what listed owners hold, least and most; owners that no row has may hold the rest."""
    low, high = Fraction(0), Fraction(1)
    for holding in HOLDINGS:
        if holding.owned != name:
            continue
        share, owner = Fraction(holding.low), holding.owner
        least_of, most_of = Fraction(0), Fraction(0)
        if owner in {other.owned for other in HOLDINGS}:
            least_of, most_of = _owned(owner, on_list, least, tiers, day)
            if tiers == "reset":
                least_of, most_of = Fraction(least_of >= least), Fraction(most_of >= least)
        elif owner != "outsiders":
            place = next(place for place, entry in enumerate(ENTRIES) if entry.id == owner)
            value = _listing(ENTRIES[place].names[0], on_list, place, day)
            # An owner that is not listed may be held by parties that are, since no row tells who holds it.
            least_of, most_of = Fraction(value == YES), Fraction(1)
        low, high = low + share * least_of, high - share * (1 - most_of)
    return low, high


# --- the state of the law -------------------------------------------------------------------------


def _span(spans: Iterable[StatusInterval], world: World) -> tuple[float, float]:
    """Whether it is in force as written, and whether its text is open."""
    for span in spans:
        if span.start <= world.day and (span.until is None or world.day <= span.until):
            if span.state is not MeasureState.UNKNOWN:
                return (YES if span.state is MeasureState.IN_FORCE else NO), NO
            told = world.line.get(span.named)
            if told is not None:
                return {
                    MeasureState.IN_FORCE: (YES, NO),
                    MeasureState.SUSPENDED: (NO, NO),
                    MeasureState.UNKNOWN: (NO, MAYBE),
                }[dict(span.values)[told]]
            return MAYBE if MeasureState.IN_FORCE in {state for _, state in span.values} else NO, NO
    return YES, NO


def _unknowns(clause: Clause, measure: Measure, day: date) -> list[tuple[str, tuple[tuple[str, MeasureState], ...]]]:
    """The unknowns of the law that decide whether a clause applies on a day, with their values."""
    return [
        (span.named, span.values)
        for spans in (measure.status, clause.status)
        for span in [one for one in spans if one.start <= day and (one.until is None or day <= one.until)][:1]
        if span.state is not MeasureState.IN_FORCE
    ]


def state_of(measure: Measure, world: World) -> tuple[float, float]:
    """Whether a measure is in force as written, and whether its text is open."""
    if world.day < measure.effective or (measure.repealed is not None and world.day >= measure.repealed):
        return NO, NO
    return _span(measure.status, world)


def _applies(clause: Clause, measure: Measure, world: World) -> bool:
    """Whether the day lies within the days of a clause and of its measure."""
    ended = measure.repealed is not None and world.day >= measure.repealed
    within = (not clause.start or world.day >= clause.start) and (not clause.until or world.day <= clause.until)
    return world.day >= measure.effective and not ended and within


def clause_value(clause: Clause, measure: Measure, library: Library, world: World) -> float:
    """Status and subject and when and not (any exception); open text is unknown within the subject."""
    if (clause.start and world.day < clause.start) or (clause.until and world.day > clause.until):
        return NO
    (known, opened), (known_here, opened_here) = state_of(measure, world), _span(clause.status, world)
    subject = evaluate(measure.subject, world)
    decided_by = _unknowns(clause, measure, world.day)
    exceptions = [
        # One unknown that decides both cannot be so for the clause and otherwise for its exception.
        1 - min(evaluate(owner.subject, world), evaluate(other.when, world))
        if known_here > NO
        and decided_by
        and _applies(other, owner, world)
        and decided_by == _unknowns(other, owner, world.day)
        else 1 - clause_value(other, owner, library, world)
        for owner in library.measures.values()
        for other in owner.clauses
        if clause.id in other.excepts
    ]
    met = min(known, known_here, subject, evaluate(clause.when, world), *exceptions)
    open_text = max(min(opened, max(known_here, opened_here)), min(known, opened_here))
    return max(met, min(open_text, subject))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the documents say the answer is."""

    floor: Outcome
    ceiling: Outcome
    decisive: list[str]
    open: set[str]
    obligations: dict[str, bool]


def answer(library: Library, world: World) -> Answer:
    """Floor is the gravest clause that is met, ceiling the gravest that is met or unknown."""
    values = {
        clause.id: (clause, clause_value(clause, measure, library, world))
        for measure in library.measures.values()
        for clause in measure.clauses
        if clause.effect != "except"
    }
    levels = {
        name: Outcome[clause.level.upper()] if clause.level else Outcome.FREE for name, (clause, _) in values.items()
    }
    floor = max([Outcome.FREE, *(levels[name] for name, (_, value) in values.items() if value == YES)])
    raising = {name for name, (_, value) in values.items() if value == MAYBE and levels[name] > floor}
    return Answer(
        floor=floor,
        ceiling=max([floor, *(levels[name] for name in raising)]),
        decisive=sorted(
            name for name, (_, value) in values.items() if value == YES and levels[name] == floor > Outcome.FREE
        ),
        open={str(name) for name in raising},
        obligations={name: value == YES for name, (clause, value) in values.items() if clause.duty and value != NO},
    )


def world_of(library: Library, line: Line, day: date, reading: Reading = Reading.CENTRAL) -> World:
    """The world of a line on a day."""
    return World(
        line=line,
        day=day,
        terms={str(name): term for name, term in library.terms.items()},
        measures={str(name): measure for name, measure in library.measures.items()},
        reading=reading,
    )
