"""The time line of a measure, of a clause or of a control code, gathered: stages, answers, and events around them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sekisho.determination.line.timeline import CIVIL, Track, destinations_named, named_destinations, outcome_spans
from sekisho.errors import LibraryError, Problem, did_you_mean
from sekisho.law.dates.events import Event, events_on, is_within_days
from sekisho.law.dates.stages import NOTHING, StageSpan, check_span, clauses_with_days, stages_of, suspending
from sekisho.law.model.condition import MeasureId
from sekisho.law.model.library import Library, measure_numbered
from sekisho.law.model.measure import Clause, ClauseId, Measure
from sekisho.law.model.notation import normal_code
from sekisho.law.model.scheme import ControlEntry, control_entries, entries_named, scheme_name
from sekisho.message import counted, joined, message

CANDIDATES: Final = 12
"""Entries that are listed when words mean several. A guess: half a screen. Of more nobody reads; of fewer the one that
was meant is often among the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureTimeline:
    """The stages of a measure, of its clauses that have days of their own, and the events that name it."""

    measure: Measure
    clause: Clause | None
    since: date
    until: date | None
    stages: tuple[StageSpan, ...]
    clauses: tuple[tuple[Clause, tuple[StageSpan, ...]], ...]
    events: tuple[Event, ...]
    assume: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeTimeline:
    """What was asked of the export of a code over time, and how the measure that added it stood.

    Parameters
    ----------
    named
        Destinations that some measure tells apart.
    added_by
        Time line of the measure that brought the code in; None if the library does not hold it.
    """

    entry: ControlEntry
    scheme: str
    since: date
    until: date | None
    tracks: tuple[Track, ...]
    named: frozenset[str]
    added_by: MeasureTimeline | None
    line: Mapping[str, str]
    events: tuple[Event, ...]
    assume: Mapping[str, str]


def subject_of(text: str, library: Library) -> Measure | Clause | ControlEntry:
    """Find what a time line is asked of: a measure, one of its clauses, or an entry of the control list.

    Raises
    ------
    LibraryError
        If nothing has that name, or several entries do.
    """
    if text in library.measures:
        return library.measures[MeasureId(text)]
    if text in library.clauses:
        return library.clauses[ClauseId(text)][1]
    entries = control_entries(library)
    code = normal_code(text, scheme_name(library))
    if code in entries:
        return entries[code]
    if (numbered := measure_numbered(text, library)) is not None:
        return numbered
    found = entries_named(text, library)
    if len(found) == 1 and _is_called(found[0], text):
        return found[0]
    raise LibraryError(_not_one(text, found, library, entries))


def _is_called(entry: ControlEntry, text: str) -> bool:
    """Tell whether a name of an entry begins with these words; within a longer word they name nothing."""
    return any(name.casefold().startswith(text.casefold()) for name in entry.names.values())


def _not_one(text: str, found: list[ControlEntry], library: Library, entries: Iterable[str]) -> Problem:
    if found:
        shown = "\n".join(f"    {entry.code}  {entry.label}" for entry in found[:CANDIDATES])
        rest = len(found) - CANDIDATES
        if rest > 0:
            shown = counted(
                "item.entries_more", "{entries}\n    and {n} more", "{entries}\n    and {n} more", entries=shown, n=rest
            )
        remedy = message(
            "item.name_by_code",
            "Name one by its code, such as `sekisho timeline {code}`:\n{entries}",
            code=found[0].code,
            entries=shown,
        )
        if any(_is_called(entry, text) for entry in found):
            what = counted(
                "item.called_so",
                "{n} entry of the dual-use list is called '{name}'.",
                "{n} entries of the dual-use list are called '{name}'.",
                n=len(found),
                name=text,
            )
        else:
            what = counted(
                "item.hold_within",
                "no entry of the dual-use list is called '{name}'; one has it within its name.",
                "no entry of the dual-use list is called '{name}'; {n} have it within their names.",
                name=text,
                n=len(found),
            )
        return Problem(what=what, remedy=remedy)
    names = (name for entry in control_entries(library).values() for name in entry.names.values())
    hint = did_you_mean(text, [*library.measures, *library.clauses, *entries, *names])
    lists = message(
        "item.lists_of",
        "`sekisho measures` lists measures, `sekisho facts control_codes` lists codes with their names.",
    )
    return Problem(
        what=message("item.nothing_named", "no measure, control code or name of an entry is '{text}'.", text=text),
        remedy=joined([hint, lists], "sentence"),
    )


def measure_timeline(
    subject: Measure | Clause,
    library: Library,
    *,
    since: date | None = None,
    until: date | None = None,
    assume: Mapping[str, str] = NOTHING,
) -> MeasureTimeline:
    """Gather the stages of a measure, or of one clause, from its publication on unless another day is named.

    Raises
    ------
    FactError
        If the span of days ends before it begins.
    """
    clause = subject if isinstance(subject, Clause) else None
    measure = library.clauses[clause.id][0] if clause is not None else subject
    assert isinstance(measure, Measure)  # noqa: S101 - a clause has its measure
    first = since or measure.published
    check_span(first, until, where="until")
    stages = stages_of(measure, first, until, clause=clause, assume=assume)
    own = [] if clause is not None else list(clauses_with_days(measure))
    return MeasureTimeline(
        measure=measure,
        clause=clause,
        since=first,
        until=until,
        stages=stages,
        clauses=tuple((one, stages_of(measure, first, until, clause=one, assume=assume)) for one in own),
        events=_between(events_on(library, [measure.id, *suspending(stages)]), since, until),
        assume=assume,
    )


def code_timeline(
    entry: ControlEntry,
    library: Library,
    *,
    since: date | None = None,
    until: date | None = None,
    destinations: Sequence[str] = (),
    assume: Mapping[str, str] = NOTHING,
) -> CodeTimeline:
    """Gather what the export of a code needed, from the first law loaded on unless another day is named.

    Parameters
    ----------
    destinations
        Territories; none of them means all that no measure names.

    Raises
    ------
    FactError
        If the span of days ends before it begins.
    """
    first = since or min(measure.effective for measure in library.measures.values())
    check_span(first, until, where="until")
    tracks = tuple(
        outcome_spans(entry.code, library, since=first, until=until, destination=destination, assume=assume)
        for destination in destinations or [""]
    )
    measure = library.measures.get(entry.since)
    added = None
    if measure is not None:
        added = measure_timeline(measure, library, since=since, until=until, assume=assume)
    named = {str(name) for track in tracks for name in track.measures()}
    if added is not None:
        named |= {str(added.measure.id), *suspending(added.stages)}
    named |= {str(name) for name, places in destinations_named(library).items() if places & {*destinations}}
    return CodeTimeline(
        entry=entry,
        scheme=scheme_name(library),
        since=first,
        until=until,
        tracks=tracks,
        named=named_destinations(library),
        added_by=added,
        line=CIVIL,
        events=_between(events_on(library, named), since, until),
        assume=assume,
    )


def _between(events: tuple[Event, ...], since: date | None, until: date | None) -> tuple[Event, ...]:
    return tuple(event for event in events if is_within_days(event, since, until))
