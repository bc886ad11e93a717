"""What a person chooses beside the facts of a line: a day, how words are read, what is assumed of the law."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from types import MappingProxyType
from typing import Final

from sekisho.errors import FactError, Problem, SekishoError, did_you_mean
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Fact
from sekisho.law.model.library import Library
from sekisho.law.model.notation import no_date
from sekisho.law.model.term import Reading, Readings
from sekisho.message import Message, joined, message


@contextmanager
def collecting(problems: list[Problem]) -> Iterator[None]:
    """Keep what is wrong, so that the rest is looked at too and all is told at once."""
    try:
        yield
    except SekishoError as fault:
        problems += fault.problems


A_DAY: Final = message("error.expected_day", "Expected a day of the calendar as YYYY-MM-DD.")


def as_date(text: str, *, where: str = "as-of") -> date:
    """Read a date.

    Raises
    ------
    FactError
        If it is no day of the calendar.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FactError(Problem(where=where, what=no_date(text), remedy=A_DAY)) from None


def readings_of(
    library: Library, reading: str | None, terms: Mapping[str, str], places: Mapping[str, str] = MappingProxyType({})
) -> Readings:
    """Combine the reading of all terms with those of single terms.

    Parameters
    ----------
    places
        Where `reading` and each `term NAME` were stated, if not by a flag.

    Raises
    ------
    FactError
        If a term is unknown or not disputed, or a reading has no such name.
    """
    by_name = {str(term.id): term.id for term in library.terms.values() if term.disputed}
    problems: list[Problem] = []
    expected = message("error.expected_reading", "Expected narrow, central or broad.")
    chosen = []
    for term, name in terms.items():
        where = _where(places, f"term {term}", "term")
        if term not in by_name:
            known = message(
                "error.disputed_terms", "Disputed terms: {terms}.", terms=", ".join(sorted(by_name)) or "none"
            )
            what = message("error.not_disputed", "'{term}' is not a disputed term.", term=term)
            remedy = joined([did_you_mean(term, by_name), known], "sentence")
            problems.append(Problem(where=where, what=what, remedy=remedy))
        elif name not in set(Reading):
            problems.append(Problem(where=f"{where} {term}", what=no_reading(name), remedy=expected))
        else:
            chosen.append((by_name[term], Reading(name)))
    if reading is not None and reading not in set(Reading):
        where = _where(places, "reading", "reading")
        problems.append(Problem(where=where, what=no_reading(reading), remedy=expected))
    if problems:
        raise FactError(problems)
    return Readings(Reading(reading or Reading.CENTRAL), tuple(sorted(chosen)))


def no_reading(text: str) -> Message:
    """Say of a text that it is no reading."""
    return message("error.not_reading", "'{value}' is not a reading.", value=text)


def _where(places: Mapping[str, str], key: str, name: str) -> str:
    return f"{places[key]}: {name}" if key in places else name


LAPSED: Final = "lapsed"
CHANGED: Final = "changed"
ENDED: Final = "ended"


def as_said(value: str) -> str:
    """Return the word by which people state a value: that a suspension ended, where files say that it lapsed."""
    return ENDED if value == LAPSED else value


def _as_stored(value: str, unknown: Fact | None) -> str:
    """Return the value that is meant: people say that a suspension ended, files that it lapsed."""
    is_plain = value == ENDED and unknown is not None and ENDED not in unknown.choices and LAPSED in unknown.choices
    return LAPSED if is_plain else value


SUSPENSION: Final = "suspension"
"""Stands for every unknown of the law that asks what followed a suspension: `suspension=extended`."""


def after_suspensions(library: Library) -> tuple[Fact, ...]:
    """Return the named unknowns that ask what followed a suspension: it was extended, ended, or the text changed."""
    law = (fact for fact in library.facts.facts.values() if fact.of == "law")
    return tuple(fact for fact in law if {"extended", LAPSED} <= set(fact.choices))


def each_suspension(given: Mapping[str, str], library: Library) -> dict[str, str]:
    """Write `suspension` out as each unknown that it stands for; one that is named beside it keeps its own value.

    Raises
    ------
    FactError
        If the value is none that follows a suspension.
    """
    if SUSPENSION not in given or SUSPENSION in library.facts:
        return dict(given)
    followed = after_suspensions(library)
    if not followed:
        return dict(given)
    value = _as_stored(given[SUSPENSION], followed[0])
    if any(value not in fact.choices for fact in followed):
        values = ", ".join(map(as_said, followed[0].choices))
        raise FactError(
            Problem(
                where=f"assume {SUSPENSION}",
                what=message(
                    "error.no_suspension_value", "'{value}' is not what may follow a suspension.", value=value
                ),
                remedy=message("error.suspension_values", "Expected one of: {values}.", values=values),
            )
        )
    return {**{str(fact.name): value for fact in followed}, **{k: v for k, v in given.items() if k != SUSPENSION}}


def assumptions_of(
    library: Library, given: Mapping[str, str], places: Mapping[str, str] = MappingProxyType({})
) -> dict[str, str]:
    """Check the named unknowns of the law for which a value is assumed.

    Parameters
    ----------
    places
        Where each `assume NAME` was stated, if not by a flag.

    Raises
    ------
    FactError
        If a name is not one of them, or the value not one of its values.
    """
    named = {name: fact for name, fact in library.facts.facts.items() if fact.of == "law"}
    by_name = {str(name): name for name in named}
    problems: list[Problem] = []
    with collecting(problems):
        given = each_suspension(given, library)
    given = {name: _as_stored(value, named.get(FactName(name))) for name, value in given.items()}
    for name, value in given.items():
        where = _where(places, f"assume {name}", "assume")
        if name in by_name:
            with collecting(problems):
                library.facts.parse(name, value, where=f"{where} {name}")
            continue
        if name == SUSPENSION and problems:
            continue  # told already
        short = (SUSPENSION,) if after_suspensions(library) else ()
        known = message(
            "error.named_unknowns", "Named unknowns: {names}.", names=", ".join((*short, *by_name)) or "none"
        )
        hint = did_you_mean(name, (*short, *by_name))
        if name in library.facts:
            flag = f"--{name.replace('_', '-')}"
            hint = message("error.fact_of_line", "It is a fact of the line: give it with {flag}.", flag=flag)
        what = message("error.not_unknown_of_law", "'{name}' is not a named unknown of the law.", name=name)
        problems.append(Problem(where=where, what=what, remedy=joined([hint, known], "sentence")))
    if problems:
        raise FactError(problems)
    return dict(given)
