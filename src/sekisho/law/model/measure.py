"""What a measure is: an instrument, its dates, its clauses, and how sure the encoding is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Final, NewType

from sekisho.dataclass import dataclass
from sekisho.law.model.condition import TRUE, Condition, FactName, MeasureId
from sekisho.law.model.confidence import Confidence as Confidence  # noqa: PLC0414 - told to others from here
from sekisho.law.model.guidance import Guidance
from sekisho.law.model.licensing import Licensing
from sekisho.law.model.penalty import Penalty, PenaltyElsewhere
from sekisho.law.model.term import Reading, Term
from sekisho.law.model.trigger import Trigger
from sekisho.law.model.value_share import ValueShare
from sekisho.regex import regex

ClauseId = NewType("ClauseId", str)
NO_NAME = FactName("")
Text = Mapping[str, str]
_NUMBER: Final = regex(r"(?<![\d.])\d{1,3}(?![\d.])")
_YEAR: Final = regex(r"(?<!\d)20\d\d(?!\d)")
_ISSUED: Final = regex(r"(20\d\d)年第(\d{1,3})号")
"""Year and number in what a measure of China calls itself; another has them in its id."""
_NUMBERED: Final = regex(r"\w+/(\d{4})-(\d{1,3})-")
_WORDS_OF_A_NUMBER: Final = regex(
    r"announcements?|decision|moj?fcom|customs|no\.?|of|in|公告|商务部|海关总署|商務省|第|号|號|年|令|ann\.?|の|/|,|\(|\)"
)


class Effect(StrEnum):
    """What a clause does when its condition is met."""

    PROHIBIT = "prohibit"
    REQUIRE_LICENCE = "require_licence"
    EXCEPT = "except"
    OBLIGE = "oblige"


class MeasureState(StrEnum):
    """Whether a measure applies; unknown means that nobody can say."""

    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusInterval:
    """A span of days in which a measure is not simply in force; both ends are inclusive.

    Parameters
    ----------
    named
        Fact that names the unknown state; empty for a known state.
    values
        What the measure is, for each value of the named unknown.
    """

    state: MeasureState
    start: date
    until: date | None
    by: str = ""
    because: str = ""
    named: FactName = NO_NAME
    question: str = ""
    values: tuple[tuple[str, MeasureState], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LawSource:
    """Where a statement of law was read, and when."""

    url: str
    language: str
    read: date
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """The smallest part of a measure with an effect of its own.

    Parameters
    ----------
    subject
        What the clause is about, where that is not the subject of its measure; None if it is.
    within
        What a text of it that nobody knows is taken to stay within, beside the subject of its measure.
    """

    id: ClauseId
    article: str
    words: Text
    effect: Effect
    when: Condition
    confidence: Confidence
    level: str = ""
    excepts: tuple[ClauseId, ...] = ()
    duty: str = ""
    subject: Condition | None = None
    start: date | None = None
    until: date | None = None
    status: tuple[StatusInterval, ...] = ()
    within: Condition = TRUE
    source: str = ""
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How a measure bears on another: suspends, amends, absorbed_by, supersedes, implements."""

    kind: str
    measure: MeasureId
    clause: str = ""
    start: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One legal instrument as data.

    Parameters
    ----------
    not_executable
        Why no clause of it can change an outcome; empty if one can.
    """

    id: MeasureId
    title: Text
    kind: str
    jurisdiction: str
    authority: str
    instrument: str
    published: date
    effective: date
    repealed: date | None
    confidence: Confidence
    sources: tuple[LawSource, ...]
    basis: tuple[MeasureId, ...] = ()
    relations: tuple[Relation, ...] = ()
    subject: Condition = TRUE
    status: tuple[StatusInterval, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    terms: tuple[Term, ...] = ()
    clauses: tuple[Clause, ...] = ()
    shares: tuple[ValueShare, ...] = ()
    licensing: Licensing | None = None
    penalties: tuple[Penalty | PenaltyElsewhere, ...] = ()
    guidance: tuple[Guidance, ...] = ()
    note: str = ""
    not_executable: str = ""
    file: str = ""


def conditions_of(measure: Measure) -> Iterator[tuple[str, Condition]]:
    """Go through the conditions of a measure, with their places; a defined term has one."""
    yield f"{measure.file}: subject", measure.subject
    for clause in measure.clauses:
        yield f"{measure.file}:{clause.line}: clause {clause.id.partition('#')[2]}", clause.when
        if clause.subject is not None:
            yield f"{measure.file}:{clause.line}: subject of clause {clause.id.partition('#')[2]}", clause.subject
        if clause.within != TRUE:
            yield f"{measure.file}:{clause.line}: clause {clause.id.partition('#')[2]}, within", clause.within
    for term in measure.terms:
        for condition in dict.fromkeys(term.reach(reading).when for reading in Reading):
            yield f"{measure.file}: term {term.id}", condition
    for share in measure.shares:
        yield f"{measure.file}: share {share.fact}", share.content


def number_of(words: str) -> tuple[int, int | None] | None:
    """Return the number of an announcement that is asked for, and its year if it is said.

    >>> number_of("Announcement 61"), number_of("公告2025年第61号"), number_of("61/2025"), number_of("gallium 3")
    ((61, None), (61, 2025), (61, 2025), None)
    """
    plain = unicodedata.normalize("NFKC", words).casefold()
    year = _YEAR.search(plain)
    number = _NUMBER.search(_YEAR.sub(" ", plain))
    rest = _WORDS_OF_A_NUMBER.sub(" ", _NUMBER.sub(" ", _YEAR.sub(" ", plain)))
    if number is None or rest.strip():
        return None
    return int(number[0]), int(year[0]) if year else None


def is_numbered(measure: Measure, number: int, year: int | None) -> bool:
    """Tell whether a measure bears a number, of that year if one is said."""
    found = _ISSUED.search(measure.instrument) or _NUMBERED.match(measure.id)
    return found is not None and int(found[2]) == number and year in {None, int(found[1])}
