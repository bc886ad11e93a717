"""What a question brings: the facts of a line, the date of law and the readings, typed together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from sekisho.errors import FactError, Problem
from sekisho.law.dates.calendar import change_days
from sekisho.law.model.assumptions import no_reading
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import UNKNOWN, DaySpan, FactValue
from sekisho.law.model.library import Library
from sekisho.law.model.notation import no_date
from sekisho.law.model.state_assumption import answered_on
from sekisho.law.model.term import Reading, Readings
from sekisho.message import day_text, joined, message
from sekisho.parties.derived_facts import follow
from sekisho.parties.index import parties_of
from sekisho.trade.items.inference import infer
from sekisho.trade.transaction import stated_facts

DATE: Final = FactName("date")
"""The day on which a line leaves; a span of days where only its month or year is stated."""

if TYPE_CHECKING:
    from sekisho.trade.book.party_finder import PartyFinder


def party_finder(library: Library, *, workers: int = 1) -> PartyFinder:
    """Return what tells of the texts of a book what listed parties they name.

    Parameters
    ----------
    workers
        Processes that look up many names.
    """
    from sekisho.trade.book.party_finder import PartyFinder  # of books alone

    parties, identity = parties_of(library), library.identity
    return PartyFinder(
        listed=lambda text: tuple(str(match.entry.id) for match in parties.whom(text).matches),
        look_up=lambda texts: parties.look_up(texts, workers),
        named=lambda text: tuple(str(entry.id) for entry in parties.named_in(text)),
        beginnings=parties.beginnings,
        knows=(library.hash, library.own_lists, identity.policy, tuple(dict.fromkeys(identity.decisions))),
    )


def state_days(library: Library, day: date | DaySpan) -> tuple[date, ...]:
    """Return one day of each state of the law within a span, in order; of a single day, that day."""
    if not isinstance(day, DaySpan):
        return (day,)
    return (day.first, *(change for change in change_days(library) if day.first < change <= day.last))


def day_of(facts: Mapping[FactName, FactValue], as_of: date | str | None, library: Library) -> date:
    """Return the date of law: the one asked for, or else the day of the transaction.

    Of a month, or of another span of days, it is the first if the law does not change within it.

    Raises
    ------
    FactError
        If there is neither, or the law changes within a span of days.
    """
    if isinstance(as_of, str):
        try:
            return date.fromisoformat(as_of)
        except ValueError:
            remedy = message("error.expected_iso_day", "Expected YYYY-MM-DD.")
            raise FactError(Problem(where="as_of", what=no_date(as_of), remedy=remedy)) from None
    if as_of is not None:
        return as_of
    day = facts.get(FactName("date"), UNKNOWN)
    if isinstance(day, DaySpan):
        first, *later = state_days(library, day)
        if later:
            days = joined(map(day_text, later[:3]), "comma")
            what = message("error.law_changes", "the law changes within {span}, on {days}.", span=str(day), days=days)
            remedy = message("error.give_day", "Give the day, or 'as_of', the date of law.")
            raise FactError(Problem(where="date", what=what, remedy=remedy))
        return first
    if not isinstance(day, date):
        remedy = message("error.give_as_of", "Give 'as_of', or the fact 'date', the day on which the item leaves.")
        raise FactError(Problem(what=message("error.no_day_of_law", "no date of law."), remedy=remedy))
    return day


def as_readings(readings: Readings | str | None, library: Library) -> Readings:
    """Take readings as given, or one word for all terms.

    Raises
    ------
    FactError
        If a term is not in the library or is not disputed, or the word is not a reading.
    """
    if readings is None:
        return Readings()
    if isinstance(readings, str):
        try:
            return Readings(Reading(readings))
        except ValueError:
            remedy = message("error.expected_readings", "Expected {readings}.", readings=", ".join(Reading))
            raise FactError(Problem(where="readings", what=no_reading(readings), remedy=remedy)) from None
    known = sorted(term.id for term in library.terms.values() if term.disputed)
    problems = [
        Problem(
            where="readings",
            what=message("error.not_disputed", "'{term}' is not a disputed term.", term=str(term))
            if term in library.terms
            else message("error.unknown_term", "unknown term '{term}'.", term=str(term)),
            remedy=message("error.disputed_terms", "Disputed terms: {terms}.", terms=", ".join(known)),
        )
        for term, _ in readings.by_term
        if term not in known
    ]
    if problems:
        raise FactError(problems)
    return readings


def line_facts(given: Mapping[str, object], library: Library) -> dict[FactName, FactValue]:
    """Type the facts of a line, and add what follows from them.

    Raises
    ------
    FactError
        With all problems of the line.
    """
    return _with_unstated(given, library)[0]


def _with_unstated(
    given: Mapping[str, object], library: Library
) -> tuple[dict[FactName, FactValue], frozenset[FactName]]:
    """Return the facts of a line with what follows from them, and the names of those that it does not state."""
    table = library.facts
    stated = stated_facts(given, table)
    unstated = table.names.difference(stated)
    facts = infer({**table.absent, **stated}, unstated, table)
    return follow(facts, unstated, parties_of(library)), unstated


def settle_input(
    given: Mapping[str, object],
    library: Library,
    *,
    as_of: date | str | None,
    readings: Readings | str | None,
    assume: Mapping[str, str] | None,
) -> tuple[dict[FactName, FactValue], date, Readings]:
    """Type facts, date of law and readings.

    Raises
    ------
    FactError
        With the problems of all three, in one pass.
    """
    return settle_line(given, library, as_of=as_of, readings=readings, assume=assume)[:3]


def settle_line(
    given: Mapping[str, object],
    library: Library,
    *,
    as_of: date | str | None,
    readings: Readings | str | None,
    assume: Mapping[str, str] | None,
) -> tuple[dict[FactName, FactValue], date, Readings, frozenset[FactName]]:
    """Type facts, date of law and readings, and return with them the facts that the line does not state.

    Raises
    ------
    FactError
        With the problems of all three, in one pass.
    """
    problems: list[Problem] = []
    facts: dict[FactName, FactValue] = {}
    unstated = frozenset[FactName]()
    day, chosen = date.min, Readings()
    for name in assume or {}:
        if name in library.facts and library.facts[name].of != "law":
            known = ", ".join(fact.name for fact in library.facts.facts.values() if fact.of == "law")
            problems.append(
                Problem(
                    where="assume",
                    what=message(
                        "error.fact_not_law",
                        "'{name}' is a fact of the line, not an unknown of the law.",
                        name=str(name),
                    ),
                    remedy=message(
                        "error.state_with_line",
                        "State it with the line. Unknowns of the law: {names}.",
                        names=known or "none",
                    ),
                )
            )
    try:
        facts, unstated = _with_unstated({**given, **(assume or {})}, library)
    except FactError as fault:
        problems += fault.problems
    try:
        if facts or as_of is not None:
            day = day_of(facts, as_of, library)
    except FactError as fault:
        problems += fault.problems
    try:
        chosen = as_readings(readings, library)
    except FactError as fault:
        problems += fault.problems
    if problems:
        raise FactError(problems)
    return {**facts, **answered_on(facts, library.assumptions, day)}, day, chosen, unstated
