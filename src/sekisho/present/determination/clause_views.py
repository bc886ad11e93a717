"""Why an answer is what it is: its clauses with their words, and every part marked met, not met or unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from sekisho.determination.core.evaluation import Trace
from sekisho.determination.core.outcome import Determination, Outcome
from sekisho.determination.line.determination import ClauseReason, reasons
from sekisho.i18n.names import NO_LIMIT, WORDS_SHOWN, NamingContext, speech_of
from sekisho.law.memo import Memory, cached_per_library
from sekisho.law.model.condition import All, FactName, TermId
from sekisho.law.model.fact import UNKNOWN, Truth, Unknown
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Clause, Measure
from sekisho.law.model.term import Reading, Readings, Term
from sekisho.present.condition_outline import Point, waits
from sekisho.present.determination.reasons import everything, short, terms_in, why
from sekisho.present.determination.text import CODES_SHOWN, SHOWN

SET_OUT = 2
"""Open clauses of one level that are set out."""
MOST_SET_OUT = 2_048
"""Clauses and terms of which all parts are remembered; each takes some 3 kB."""
ROOM = 400
"""Letters in which parts that are met are drawn together; a page wraps them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseNamed:
    """A clause that bears on an answer, by its name alone.

    Parameters
    ----------
    waits
        Facts that it waits for.
    """

    measure: Measure
    clause: Clause
    waits: tuple[str, ...]

    @property
    def name(self) -> str:
        """Name of the clause without its measure."""
        return self.clause.id.partition("#")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseView(ClauseNamed):
    """A clause that bears on an answer, with its parts.

    Parameters
    ----------
    points
        What carries its value, in short.
    parts
        Every part of its condition.
    counts
        How many tests are met, not met and unknown.
    """

    value: Truth
    level: Outcome
    points: tuple[Point, ...]
    parts: tuple[Point, ...]
    counts: tuple[int, int, int]

    @property
    def url(self) -> str:
        """Where its words were read."""
        return self.clause.source or (self.measure.sources[0].url if self.measure.sources else "")

    @property
    def read(self) -> str:
        """On which day; empty if the clause names a source of its own that has no date."""
        return next((source.read.isoformat() for source in self.measure.sources if source.url == self.url), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class TermTold:
    """A term that the clauses of an answer name, with every part of what it reaches."""

    term: Term
    reading: Reading | None
    value: Truth
    parts: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenClauseView:
    """Open clauses of one level: of those that wait for the same facts the first is set out, the others are named."""

    level: Outcome
    set_out: tuple[ClauseView, ...]
    also: tuple[ClauseNamed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """The clauses of an answer: those that decide, those that are open by what they could do, and their terms."""

    decisive: tuple[ClauseView, ...]
    open: tuple[OpenClauseView, ...]
    terms: tuple[TermTold, ...]


def why_of(
    answer: Determination,
    line: Mapping[str, object],
    library: Library,
    language: str,
    traced: Sequence[ClauseReason] | None = None,
) -> Why:
    """Set out the parts of the clauses of an answer; of open ones those of one level that wait for other facts.

    Parameters
    ----------
    traced
        The clauses, where they were judged again already.
    """
    brief, whole = _speeches(library, language, answer.readings)
    found = reasons(answer, line, library) if traced is None else traced
    explained: set[str] = set()

    set_out = _parts_of(library)

    def parts(trace: Trace) -> tuple[Point, ...]:
        """Set out every part, or take what was set out of the same trace before: most terms come to the same again."""
        before = set_out.get((id(trace), id(whole)))
        if before is None:
            before = set_out.keep((id(trace), id(whole)), (trace, whole, everything(trace, whole)))
        return before[2]

    def views(several: Iterable[ClauseReason]) -> tuple[ClauseView, ...]:
        return tuple(_told(reason, brief, parts(reason.trace), explained) for reason in several)

    decisive = views(reason for reason in found if reason.clause.clause.id in answer.decisive)
    opened = [reason for reason in found if reason.clause.clause.id in answer.open]
    groups = []
    for level, group in groupby(opened, key=lambda reason: reason.level):
        several = list(group)
        chosen = _chosen(several)
        also = tuple(_named(reason) for reason in several if reason not in chosen)
        groups.append(OpenClauseView(level=level, set_out=views(chosen), also=also))
    return Why(decisive=decisive, open=tuple(groups), terms=tuple(_terms(found, whole, parts)))


_SetOut = tuple[Trace, NamingContext, tuple[Point, ...]]
"""A trace and what speaks, held so that their identities stay theirs, and the parts."""


@cached_per_library
def _parts_of(library: Library) -> Memory[tuple[int, int], _SetOut]:  # noqa: ARG001 - whose they are
    """Return the memory of parts set out, by the identities of trace and speech."""
    return Memory(MOST_SET_OUT)


def _speeches(library: Library, language: str, readings: Readings) -> tuple[NamingContext, NamingContext]:
    """Return what says clauses in short and in full; with what was said before, unless terms are read one by one."""
    told = _said_before if not readings.by_term else _say_anew
    return told(library, language, readings)


def _say_anew(library: Library, language: str, readings: Readings) -> tuple[NamingContext, NamingContext]:
    return (
        replace(speech_of(library, language=language, shown=SHOWN), codes=CODES_SHOWN, readings=readings),
        replace(speech_of(library, language=language, shown=NO_LIMIT), words=WORDS_SHOWN, readings=readings),
    )


_said_before = cached_per_library(_say_anew)


def _chosen(clauses: Iterable[ClauseReason]) -> list[ClauseReason]:
    """Choose the clauses that are set out: of those that wait for the same facts the first."""
    first: dict[tuple[FactName, ...], ClauseReason] = {}
    for facts, one in sorted(((waits(one.trace), one) for one in clauses), key=lambda pair: len(pair[0])):
        first.setdefault(facts, one)
    return list(first.values())[:SET_OUT]


def _named(reason: ClauseReason) -> ClauseNamed:
    return ClauseNamed(
        measure=reason.clause.measure, clause=reason.clause.clause, waits=tuple(map(str, waits(reason.trace)))
    )


def _told(reason: ClauseReason, brief: NamingContext, parts: tuple[Point, ...], set_out: set[str]) -> ClauseView:
    return ClauseView(
        measure=reason.clause.measure,
        clause=reason.clause.clause,
        waits=tuple(map(str, waits(reason.trace))),
        value=reason.value,
        level=reason.level,
        points=short(why(reason.trace, brief), set_out, brief, room=ROOM),
        parts=parts,
        counts=_counted(reason.trace),
    )


def _counted(trace: Trace) -> tuple[int, int, int]:
    """Count the tests that must all be met by how they turn out."""
    values = [part.value for part in _musts(trace)]
    return (
        sum(value is True for value in values),
        sum(value is False for value in values),
        sum(isinstance(value, Unknown) for value in values),
    )


def _musts(trace: Trace) -> Iterator[Trace]:
    """Take a condition apart as far as all of it must be met."""
    if isinstance(trace.condition, All):
        for part in trace.parts:
            yield from _musts(part)
    else:
        yield trace


def _terms(
    found: Iterable[ClauseReason], speech: NamingContext, parts: Callable[[Trace], tuple[Point, ...]]
) -> Iterator[TermTold]:
    for name, trace in terms_in(reason.trace for reason in found).items():
        term = speech.terms[TermId(name)]
        reading = speech.readings.of(term.id) if term.disputed and speech.readings else None
        yield TermTold(term=term, reading=reading, value=trace.value, parts=parts(trace))


def mark_of(value: Truth) -> str:
    """Name a truth value as style sheets do: met, unmet, unknown."""
    if value is UNKNOWN or isinstance(value, Unknown):
        return "unknown"
    return "met" if value else "unmet"
