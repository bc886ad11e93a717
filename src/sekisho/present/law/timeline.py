"""The time line of a measure and of a control code: as text and as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sekisho.determination.core.outcome import NOT_KNOWN, Verdict
from sekisho.determination.line.history import CodeTimeline, MeasureTimeline
from sekisho.determination.line.timeline import OutcomeSpan, Track
from sekisho.i18n.names import speech_of, value_name
from sekisho.law.dates.events import Event, measure_named
from sekisho.law.dates.stages import StageSpan
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Clause
from sekisho.present.law.stages import OPEN, days_say, horizon_says, iso, library_data, stage_rows
from sekisho.present.outcome_labels import brief, marked, sentence_case, span
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, count, paint, table, wrap

DESTINATION = FactName("destination")
SILENT = "nothing is known here: no loaded measure applied"


def measure_timeline_text(
    found: MeasureTimeline, library: Library, *, events: bool, width: int = DEFAULT_WIDTH
) -> list[str]:
    """Tell the stages of a measure, one after the other."""
    name = found.clause.id if found.clause else found.measure.id
    lines = [paint(name, Ink.BOLD)]
    lines += wrap(found.measure.title.get("en", ""), width=width, indent="  ")
    lines += ["", *_stages(found, width)]
    lines += ["", *_events(found.events, library, shown=events, width=width)]
    return [*lines, *wrap(horizon_says(library), width=width)]


def _stages(found: MeasureTimeline, width: int) -> list[str]:
    begins = found.clause.start if found.clause else None
    lines = table(stage_rows(found.stages, found.measure, begins=begins), width=width)
    for spans, clauses in _alike(found.clauses).items():
        names = ", ".join(f"#{clause.id.partition('#')[2]}" for clause in clauses)
        lines += ["", *wrap(names, width=width, indent="  ", hang="  ")]
        lines += table(stage_rows(spans, found.measure, begins=clauses[0].start), indent="    ", width=width)
    return lines


def _alike(
    clauses: Iterable[tuple[Clause, tuple[StageSpan, ...]]],
) -> dict[tuple[StageSpan, ...], list[Clause]]:
    """Gather the clauses that go through the same stages on the same days."""
    found: dict[tuple[StageSpan, ...], list[Clause]] = {}
    for clause, spans in clauses:
        found.setdefault(spans, []).append(clause)
    return found


def _events(events: tuple[Event, ...], library: Library, *, shown: bool, width: int) -> list[str]:
    if not events:
        return []
    if not shown:
        return wrap(f"{count(len(events), 'event')} around it: --events.", width=width)
    rows = []
    for event in events:
        doubt = "" if event.confidence == "high" else f" (confidence {event.confidence})"
        outside = [name for name in event.measures if measure_named(name, library) is None]
        more = f" Not in the library: {', '.join(outside)}." if outside else ""
        rows.append((event.when, event.type, f"{event.text}{doubt}{more}"))
    head = [paint("Events", Ink.BOLD), *table(rows, width=width)]
    return [*head, *wrap("Events are context and no law; their sources: --format json.", width=width, indent="  "), ""]


def code_timeline_text(found: CodeTimeline, library: Library, *, events: bool, width: int = DEFAULT_WIDTH) -> list[str]:
    """Tell what an export of a code needed over time, to each destination that was asked for."""
    entry = found.entry
    lines = [f"{paint(entry.code, Ink.BOLD)}  {entry.label}"]
    for track in found.tracks:
        lines += ["", *_track(track, found, library, width)]
    if found.added_by is not None:
        lines += ["", paint(f"The code came in with {found.added_by.measure.id}", Ink.BOLD)]
        lines += _stages(found.added_by, width)
    lines += ["", *_events(found.events, library, shown=events, width=width)]
    note = (
        "Asked of a civil end user that stands on no list, a civil end use and no knowledge of a risk. "
        "An answer speaks of the measures loaded on its days and of nothing else; `sekisho coverage` says which."
    )
    return [*lines, *wrap(note, width=width), *wrap(horizon_says(library), width=width)]


def _track(track: Track, found: CodeTimeline, library: Library, width: int) -> list[str]:
    def place(code: str) -> str:
        return value_name(DESTINATION, code, speech_of(library))

    if track.destination:
        where = f"to {place(track.destination)}"
    else:
        where = f"to any destination but {', '.join(place(code) for code in sorted(found.named))}"
    title = f"Export from {place(track.departure)} {where}, civil use"
    rows = [row for one in track.spans for row in _span_rows(one, library)]
    supposed = ", ".join(f"{name} = {value}" for name, value in found.assume.items())
    head = [paint(line, Ink.BOLD) for line in wrap(title, width=width)]
    said = wrap(f"assuming {supposed}", width=width, indent="  ") if supposed else []
    return [*head, *said, *table(rows, width=width)]


def _span_rows(one: OutcomeSpan, library: Library) -> Iterator[tuple[str, str]]:
    days = days_say(one.first, one.last)
    if one.silent:
        yield days, f"{OPEN} {SILENT}"
        return
    yield days, marked(one.verdict, sentence_case(span(one.verdict)))
    for name in one.verdict.decisive:
        yield "", f"by {name}"
    for name in one.verdict.open:
        yield "", f"open: {name}"
    for unknown in one.unknowns:
        yield "", paint(f"{OPEN} {unknown}: {library.facts[unknown].question}", Ink.BLUE)
        values = [branch for branch in one.branches if branch.unknown == unknown]
        said = "; ".join(f"{one.value}: {brief(one.verdict) if one.known else NOT_KNOWN}" for one in values)
        yield "", f"--assume {unknown}=VALUE: {said}"
    if one.missing:
        yield "", f"waits for {', '.join(one.missing)}"
    for reading, verdict in one.by_reading.items():
        if (verdict.floor, verdict.ceiling) != (one.verdict.floor, one.verdict.ceiling):
            yield "", f"on the {reading} reading: {brief(verdict)}"


def measure_timeline_data(found: MeasureTimeline, library: Library) -> dict[str, object]:
    """Return the time line of a measure, or of one clause, as plain data."""
    return {
        "kind": "clause" if found.clause else "measure",
        "id": found.clause.id if found.clause else found.measure.id,
        "title": found.measure.title.get("en", ""),
        "since": found.since.isoformat(),
        "until": iso(found.until),
        "assume": dict(found.assume),
        "stages": [_stage_data(one) for one in found.stages],
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
