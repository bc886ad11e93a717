"""The time line of a measure and of a control code: as text and as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from sekisho.determination.core.outcome import Branch, Verdict
from sekisho.determination.line.history import CodeTimeline, MeasureTimeline
from sekisho.determination.line.timeline import OutcomeSpan, Track
from sekisho.i18n.law_statements import law_statements
from sekisho.i18n.names import fact_name, speech_of, value_name
from sekisho.i18n.package_translation import PackageTranslator, teller_of
from sekisho.law.dates.calendar import Stage
from sekisho.law.dates.events import Event, measure_named
from sekisho.law.dates.stages import StageSpan
from sekisho.law.model.assumptions import as_said
from sekisho.law.model.condition import FactName
from sekisho.law.model.confidence import Confidence
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Clause
from sekisho.law.model.term import Reading
from sekisho.message import LawText, Text, counted, day_text, joined, message
from sekisho.present.law.control_code import names_in
from sekisho.present.law.stages import OPEN, days_say, horizon_says, iso, library_data, stage_rows
from sekisho.present.outcome_labels import brief, marked, sentence_case, span
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, paint, table, wrap

DESTINATION: Final = FactName("destination")
SILENT: Final = message("law.silent", "not known here: no measure of the law data applied")


EVENT_KINDS: Final[Mapping[str, Text]] = {
    "measure": message("law.event_measure", "measure"),
    "retaliation": message("law.event_retaliation", "retaliation"),
    "statement": message("law.event_statement", "statement"),
    "talks": message("law.event_talks", "talks"),
    "trigger": message("law.event_trigger", "trigger"),
}
"""What kind of event it is; a data package may have others."""


def timeline_data(found: MeasureTimeline | CodeTimeline, library: Library) -> dict[str, object]:
    """Return a time line as plain data, of whatever it is."""
    if isinstance(found, CodeTimeline):
        return code_timeline_data(found, library)
    return measure_timeline_data(found, library)


def measure_timeline_text(
    found: MeasureTimeline, library: Library, *, events: bool, language: str = "en", width: int = DEFAULT_WIDTH
) -> list[str]:
    """Tell the stages of a measure, one after the other."""
    name = found.clause.id if found.clause else found.measure.id
    tell = teller_of(library, language)
    lines = [paint(name, Ink.BOLD)]
    lines += wrap(tell(found.measure.title.get("en", "")), width=width, indent="  ")
    lines += ["", *_stages(found, library, tell, width)]
    lines += ["", *_events(found.events, library, tell, shown=events, width=width)]
    return [*lines, *wrap(tell(horizon_says(library)), width=width)]


def _stages(found: MeasureTimeline, library: Library, tell: PackageTranslator, width: int) -> list[str]:
    begins = found.clause.start if found.clause else None
    lines = table(stage_rows(found.stages, found.measure, library, tell, begins=begins), width=width)
    for spans, clauses in _alike(found.clauses).items():
        names = ", ".join(f"#{clause.id.partition('#')[2]}" for clause in clauses)
        lines += ["", *wrap(names, width=width, indent="  ", hang="  ")]
        rows = stage_rows(spans, found.measure, library, tell, begins=clauses[0].start)
        lines += table(rows, indent="    ", width=width)
    return lines


def _alike(
    clauses: Iterable[tuple[Clause, tuple[StageSpan, ...]]],
) -> dict[tuple[StageSpan, ...], list[Clause]]:
    """Gather the clauses that go through the same stages on the same days."""
    found: dict[tuple[StageSpan, ...], list[Clause]] = {}
    for clause, spans in clauses:
        found.setdefault(spans, []).append(clause)
    return found


def _events(
    events: tuple[Event, ...], library: Library, tell: PackageTranslator, *, shown: bool, width: int
) -> list[str]:
    if not events:
        return []
    if not shown:
        text = counted(
            "law.events_around", "{n} event around it: --events.", "{n} events around it: --events.", n=len(events)
        )
        return wrap(tell(text), width=width)
    rows = [(tell(day_text(event.when)), tell(_kind(event)), tell(_event(event, library))) for event in events]
    head = [paint(tell(message("law.events", "Events")), Ink.BOLD), *table(rows, width=width)]
    note = message("law.events_note", "Events are context and no law; their sources: --format json.")
    return [*head, *wrap(tell(note), width=width, indent="  "), ""]


def events_text(
    line: MeasureTimeline | CodeTimeline, library: Library, *, language: str = "en", width: int = DEFAULT_WIDTH
) -> list[str]:
    """Tell the events around a time line."""
    return _events(line.events, library, teller_of(library, language), shown=True, width=width)


def _kind(event: Event) -> Text:
    return EVENT_KINDS.get(event.type, LawText(event.type))


def _event(event: Event, library: Library) -> Text:
    text: Text = LawText(event.text)
    if event.confidence != "high":
        sure = Confidence(event.confidence).words
        text = message("law.event_doubtful", "{text} (confidence {confidence})", text=text, confidence=sure)
    outside = [name for name in event.measures if measure_named(name, library) is None]
    if not outside:
        return text
    more = message("law.not_in_library", "Not in the law data: {names}.", names=joined(outside, "comma"))
    return joined((text, more), "sentence")


def code_timeline_text(
    found: CodeTimeline, library: Library, *, events: bool, language: str = "en", width: int = DEFAULT_WIDTH
) -> list[str]:
    """Tell what an export of a code needed over time, to each destination that was asked for."""
    entry = found.entry
    tell = teller_of(library, language)
    named = entry.label if language == "en" else ", ".join(names_in(entry, tell))
    lines = [f"{paint(entry.code, Ink.BOLD)}  {named}"]
    for track in found.tracks:
        lines += ["", *_track(track, found, library, tell, width)]
    if found.added_by is not None:
        added = message("law.code_came", "The code came in with {name}", name=found.added_by.measure.id)
        lines += ["", paint(tell(added), Ink.BOLD), *_stages(found.added_by, library, tell, width)]
    lines += ["", *_events(found.events, library, tell, shown=events, width=width)]
    note = message(
        "law.timeline_note",
        "Asked of a civil end user that is on no list, a civil end use and no knowledge of a risk. An "
        "answer covers the measures of the law data on its days; `sekisho coverage` says which.",
    )
    return [*lines, *wrap(tell(note), width=width), *wrap(tell(horizon_says(library)), width=width)]


def _track(track: Track, found: CodeTimeline, library: Library, tell: PackageTranslator, width: int) -> list[str]:
    speech = speech_of(library, language=tell.language)
    departure = value_name(DESTINATION, track.departure, speech)
    if track.destination:
        title = message(
            "law.export_to",
            "Export from {departure} to {destination}, civil use",
            departure=departure,
            destination=value_name(DESTINATION, track.destination, speech),
        )
    else:
        title = message(
            "law.export_elsewhere",
            "Export from {departure} to any destination but {named}, civil use",
            departure=departure,
            named=joined((value_name(DESTINATION, code, speech) for code in sorted(found.named)), "comma"),
        )
    lines = [paint(line, Ink.BOLD) for line in wrap(tell(title), width=width)]
    if found.assume:
        values = law_statements(found.assume, library)
        lines += wrap(
            tell(message("law.assuming_values", "assuming {values}", values=values)), width=width, indent="  "
        )
    return [
        *lines,
        *table([row for span_of_days in track.spans for row in _span_rows(span_of_days, library, tell)], width=width),
    ]


def _span_rows(one: OutcomeSpan, library: Library, tell: PackageTranslator) -> Iterator[tuple[str, str]]:
    days = tell(days_say(one.first, one.last))
    if one.silent:
        yield days, f"{OPEN} {tell(SILENT)}"
        return
    yield days, marked(one.verdict, tell(sentence_case(span(one.verdict))))
    for name in one.verdict.decisive:
        yield "", tell(message("law.by", "by {name}", name=name))
    for name in one.verdict.open:
        yield "", tell(message("law.open_clause", "open: {name}", name=name))
    for unknown in one.unknowns:
        yield "", paint(f"{OPEN} {tell(LawText(library.facts[unknown].question))}", Ink.BLUE)
        values = [branch for branch in one.branches if branch.unknown == unknown]
        branches = joined((joined((as_said(each.value), branch_text(each)), "colon") for each in values), "semicolon")
        yield "", tell(message("law.assume", "--assume {name}=VALUE: {values}", name=unknown, values=branches))
    if one.missing:
        waits = [fact_name(name, speech_of(library, language=tell.language)) for name in one.missing]
        names = joined(one.missing if tell.language == "en" else waits, "comma")
        yield "", tell(message("law.waits_for", "depends on {names}", names=names))
    for reading, verdict in one.by_reading.items():
        if (verdict.floor, verdict.ceiling) != (one.verdict.floor, one.verdict.ceiling):
            text = message(
                "law.on_reading",
                "on the {reading} reading: {outcome}",
                reading=Reading(reading).words,
                outcome=brief(verdict),
            )
            yield "", tell(text)


def branch_text(branch: Branch) -> Text:
    """Say what an answer to an unknown of the law would bring."""
    return brief(branch.verdict) if branch.known else Stage.UNKNOWN.words


def measure_timeline_data(found: MeasureTimeline, library: Library) -> dict[str, object]:
    """Return the time line of a measure, or of one clause, as plain data."""
    return {
        "kind": "clause" if found.clause else "measure",
        "id": found.clause.id if found.clause else found.measure.id,
        "title": found.measure.title.get("en", ""),
        "since": found.since.isoformat(),
        "until": iso(found.until),
        "assume": dict(found.assume),
        "stages": list(map(_stage_data, found.stages)),
        "clauses": [{"id": clause.id, "stages": list(map(_stage_data, spans))} for clause, spans in found.clauses],
        "events": [event_data(event, library) for event in found.events],
        "library": library_data(library),
    }


def _stage_data(one: StageSpan) -> dict[str, object]:
    status = one.span
    return {
        "first": one.first.isoformat(),
        "last": iso(one.last),
        "state": str(one.stage),
        "by": status.by if status else "",
        "unknown": status.named if status else "",
        "question": status.question if status else "",
        "values": {value: str(state) for value, state in status.values} if status else {},
        "assumed": one.assumed,
    }


def measure_timeline_rows(found: MeasureTimeline) -> list[dict[str, object]]:
    """Return one record a stage, of the measure and of its clauses."""
    name = str(found.clause.id if found.clause else found.measure.id)
    every = [(name, found.stages), *((str(clause.id), spans) for clause, spans in found.clauses)]
    rows = [{"id": of, **_stage_data(one)} for of, spans in every for one in spans]
    return [{key: value for key, value in row.items() if key != "values"} for row in rows]


def code_timeline_data(found: CodeTimeline, library: Library) -> dict[str, object]:
    """Return the time line of a code as plain data."""
    added = found.added_by
    return {
        "kind": "code",
        "id": found.entry.code,
        "scheme": found.scheme,
        "name_en": found.entry.names.get("en", ""),
        "name_zh": found.entry.names.get("zh", ""),
        "since_measure": found.entry.since,
        "since": found.since.isoformat(),
        "until": iso(found.until),
        "assume": dict(found.assume),
        "line": dict(found.line),
        "named_destinations": sorted(found.named),
        "tracks": [
            {
                "departure": track.departure,
                "destination": track.destination or "other",
                "asked": track.asked,
                "spans": [_span_data(one) for one in track.spans],
            }
            for track in found.tracks
        ],
        "measure": measure_timeline_data(added, library) if added is not None else None,
        "events": [event_data(event, library) for event in found.events],
        "library": library_data(library),
    }


def _span_data(one: OutcomeSpan) -> dict[str, object]:
    return {
        "first": one.first.isoformat(),
        "last": iso(one.last),
        "known": not one.silent,
        **_verdict(one.verdict, silent=one.silent),
        "decisive": list(one.verdict.decisive),
        "open": list(one.verdict.open),
        "unknown": list(one.unknowns),
        "missing": list(one.missing),
        "branches": [
            {
                "unknown": branch.unknown,
                "value": branch.value,
                "known": branch.known,
                **_verdict(branch.verdict, silent=not branch.known),
            }
            for branch in one.branches
        ],
        "by_reading": {reading: _verdict(verdict, silent=one.silent) for reading, verdict in one.by_reading.items()},
    }


def _verdict(verdict: Verdict, *, silent: bool = False) -> dict[str, object]:
    """Return an outcome; of days of which no law is loaded there is none."""
    if silent:
        return dict.fromkeys(("outcome", "headline", "floor", "ceiling"), "")
    return {
        "outcome": verdict.outcome,
        "headline": verdict.headline,
        "floor": verdict.floor.level,
        "ceiling": verdict.ceiling.level,
    }


def code_timeline_rows(found: CodeTimeline) -> list[dict[str, object]]:
    """Return one record a span, of every destination."""
    kept = (
        "first",
        "last",
        "known",
        "outcome",
        "headline",
        "floor",
        "ceiling",
        "decisive",
        "open",
        "unknown",
        "missing",
    )
    return [
        {
            "code": track.code,
            "destination": track.destination or "other",
            **{key: value for key, value in _span_data(one).items() if key in kept},
        }
        for track in found.tracks
        for one in track.spans
    ]


def event_data(event: Event, library: Library) -> dict[str, object]:
    """Return an event as plain data; measures by the id under which the library holds them."""
    named = {name: measure_named(name, library) for name in event.measures}
    return {
        "id": event.id,
        "date": event.when,
        "precision": event.precision,
        "type": event.type,
        "text": event.text,
        "measures": [str(measure) for measure in named.values() if measure is not None],
        "not_in_library": [name for name, measure in named.items() if measure is None],
        "confidence": event.confidence,
        "sources": list(event.sources),
        "note": event.note,
    }
