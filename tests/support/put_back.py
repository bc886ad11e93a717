"""Rows of an if/then table put back into the engine: the line with what a row supposes, determined anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice, product

from sekisho import Determination, FactError, Library
from sekisho.determination.core.deciding_table import DecidingKind, DecidingRow, RowCase
from sekisho.determination.line.determination import determine
from sekisho.law.model.condition import FactName
from sekisho.law.model.match_policy import Decision
from sekisho.service.party_decision import decisions_on, reviews_of, with_decisions

MOST = 24
"""Ways to fill in one case that are tried: a case of three facts with all their choices has some fifty."""


def put_back(
    row: DecidingRow, answer: Determination, given: Mapping[str, object], library: Library
) -> Iterator[tuple[Mapping[str, object], Determination]]:
    """Determine the line of an answer with each way to fill in a row; what was presumed counts as stated."""
    presumed = {str(one.fact): one.value for one in answer.presumed}
    for case in row.cases or (RowCase(),):
        for values in islice(product(*case.facts.values()), MOST):
            facts = {**presumed, **given, **dict(zip(map(str, case.facts), values, strict=True))}
            law = library
            if case.same:
                law = with_decisions(library, _decisions(case, given, answer, library))
            else:
                facts |= {str(name): value for name, value in case.names.items()}
            yield facts, determined(row, answer, facts, law)


def determined(row: DecidingRow, answer: Determination, facts: Mapping[str, object], library: Library) -> Determination:
    """Determine facts under the law and the readings of an answer, and what a row supposes of both."""
    readings = answer.readings
    for term, reading in row.readings.items():
        readings = readings.with_term(term, reading)
    assume = {str(name): str(value) for name, value in answer.facts.items() if library.facts[name].of == "law"}
    assume |= {str(name): value for name, value in row.law.items()}
    return determine(facts, library, as_of=answer.as_of, readings=readings, assume=assume)


def _decisions(
    case: RowCase, given: Mapping[str, object], answer: Determination, library: Library
) -> tuple[Decision, ...]:
    return decisions_on(case.same, reviews_of(library, given), by="a test", on=answer.as_of, basis="")


def broken(answer: Determination, given: Mapping[str, object], library: Library) -> list[str]:
    """List the rows of an answer that do not hold when they are put back."""
    wrong = []
    for row in answer.rows:
        if row.kind is DecidingKind.REST or row.verdict is None:
            continue
        for facts, then in put_back(row, answer, given, library):
            if (then.floor, then.ceiling, then.verdict.headline) != (row.floor, row.ceiling, row.headline):
                wrong.append(f"{row.to_dict()} with {facts} gives {then.floor.level} to {then.ceiling.level}")
                break
    return wrong


def idle(answer: Determination, given: Mapping[str, object], library: Library) -> list[str]:
    """List the facts of rows without which a row would give the same."""
    wrong = []
    for row in answer.rows:
        if row.kind is DecidingKind.READING or row.verdict is None or len(row.cases) != 1:
            continue
        ((case,), law) = row.cases, row.law
        asked: list[FactName] = [*case.asks, *law]
        for name in asked if len(asked) > 1 and not case.same else ():
            left = RowCase(
                facts={fact: values for fact, values in case.facts.items() if fact != name},
                listed={fact: lists for fact, lists in case.listed.items() if fact != name},
                names={fact: text for fact, text in case.names.items() if fact != name},
            )
            without = DecidingRow(
                kind=row.kind,
                verdict=row.verdict,
                cases=(left,),
                law={fact: value for fact, value in law.items() if fact != name},
            )
            try:
                _, then = next(put_back(without, answer, given, library))
            except FactError:  # the line contradicts itself without it
                continue
            if (then.floor, then.ceiling) == (row.floor, row.ceiling):
                wrong.append(f"{name} changes nothing in {row.to_dict()}")
    return wrong
