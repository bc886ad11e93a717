"""What a time line says in half a screen: the last span and those before it, what decides, and what is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from sekisho.determination.line.history import CodeTimeline, MeasureTimeline
from sekisho.determination.line.timeline import OutcomeSpan, Track
from sekisho.i18n.locale import quantity
from sekisho.i18n.messages import Translator
from sekisho.i18n.names import fact_name, speech_of, value_name
from sekisho.law.dates.calendar import Stage
from sekisho.law.dates.stages import StageSpan
from sekisho.law.model.assumptions import as_said
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading
from sekisho.message import CapitalText, LawText, Text, counted, joined, message
from sekisho.present.determination.brief_parts.case_rows import LAW_VALUES
from sekisho.present.determination.brief_parts.scope import days_text
from sekisho.present.determination.phrases import JAPAN
from sekisho.present.document import NOTHING, Brief, BriefPart
from sekisho.present.law.changes import NOT_KNOWN, measure_called, measures_called
from sekisho.present.law.stages import OPEN
from sekisho.present.law.timeline import DESTINATION, branch_text
from sekisho.present.outcome_labels import case_cell
from sekisho.present.render.brief_layout import WIDTH, first_fitting, margin_of
from sekisho.present.render.terminal import Ink

LABELS: Final[Mapping[str, Text]] = {
    "assumed": message("brief.label_assumed", "Assumed"),
    "to": message("law.label_to", "To"),
    "days": message("law.label_days", "Days"),
    "law": message("law.label_law", "Law"),
    "unknown": message("law.label_unknown", "Unknown"),
    "reading": message("law.label_reading", "Reading"),
    "next": message("brief.label_next", "Next"),
    "scope": message("brief.label_scope", "Scope"),
}
"""What stands beside the parts; the verdict has no label."""
SPANS: Final = 5
"""Spans of days that are told of each destination: the last ones."""


def timeline_lines(
    line: CodeTimeline | MeasureTimeline, library: Library, *, width: int, translator: Translator
) -> list[str]:
    """Tell a time line in at most `MOST` lines of `WIDTH` cells; in more on a narrower terminal."""
    margin = margin_of(translator.say, LABELS.values())
    briefs = (
        _of_code(line, library, translator, most=most)
        if isinstance(line, CodeTimeline)
        else _of_measure(line, library, most=most)
        for most in range(SPANS, 0, -1)
    )
    return first_fitting(briefs, translator.say, ink=Ink.BOLD, margin=margin, width=min(width, WIDTH))


def _brief(*parts: BriefPart) -> Brief:
    return Brief(headline="", parts=tuple(part for part in parts if part.rows or any(part.wordings)))


# ---------------------------------------------------------------------- a code


def _of_code(line: CodeTimeline, library: Library, translator: Translator, *, most: int) -> Brief:
    name = message(
        "law.brief_goods", "{code} {name}", code=line.entry.code, name=LawText(line.entry.names.get("en", ""))
    )
    last = [(track, track.spans[-1]) for track in line.tracks if track.spans]
    states = [
        message("law.brief_from", "{state}, {days}", state=_state(span), days=days_text(span.first, span.last))
        if len(last) == 1
        else message(
            "law.brief_at_place", "{place} {state}", place=_place(track, library, translator), state=_state(span)
        )
        for track, span in last
    ]
    verdict = message(
        "law.brief_timeline", "{states}: {name}", states=CapitalText(joined(states, "semicolon")), name=name
    )
    rows = [
        row
        for track in line.tracks
        for row in _spans(track, _place(track, library, translator), most, alone=len(last) == 1)
    ]
    return _brief(
        BriefPart(wordings=(verdict,), lines=3),
        BriefPart(label=LABELS["assumed"], wordings=_assumed(line.assume), lines=2),
        BriefPart(label=LABELS["to"], wordings=_elsewhere(line, library, translator), lines=2),
        BriefPart(label=LABELS["days"], rows=tuple(rows)),
        BriefPart(label=LABELS["law"], wordings=_law([span for _, span in last], library), lines=4),
        BriefPart(label=LABELS["unknown"], wordings=_questions([span for _, span in last], library), lines=4),
        BriefPart(label=LABELS["unknown"], wordings=_missing([span for _, span in last], library, translator), lines=2),
        BriefPart(label=LABELS["reading"], wordings=_readings([span for _, span in last]), lines=2),
        BriefPart(label=LABELS["next"], wordings=_next(line), lines=2),
        BriefPart(label=LABELS["scope"], wordings=_scope(library, of_code=True)),
    )


def _place(track: Track, library: Library, translator: Translator) -> Text:
    """Name where a track leads."""
    if not track.destination:
        return message("law.brief_elsewhere", "elsewhere")
    return Text(value_name(DESTINATION, track.destination, speech_of(library, language=translator.language)))


def _state(span: OutcomeSpan) -> Text:
    """Say what was needed in a span; of days of which no law is on file that it is not known."""
    return NOT_KNOWN if span.silent else case_cell(span.verdict)


def _spans(track: Track, place: Text, most: int, *, alone: bool) -> list[tuple[str, str]]:
    """Set out the last spans of a track, and count those before them."""
    rows: list[tuple[str, str]] = []
    spans = _merged([(span.first, span.last, _state(span)) for span in track.spans])
    shown = spans[-most:]
    if left := len(spans) - len(shown):
        earlier = counted("law.brief_earlier", "{n} span before", "{n} spans before", n=left)
        rows.append((earlier if alone else joined([place, earlier], "colon"), NOTHING))
    for first, last, state in shown:
        days = days_text(first, last)
        rows.append((days if alone else joined([place, days], "colon"), state))
    return rows


def _merged(spans: Sequence[tuple[date, date | None, Text]]) -> list[tuple[date, date | None, Text]]:
    """Make one span of spans that follow each other and have the same state."""
    merged: list[tuple[date, date | None, Text]] = []
    for first, last, state in spans:
        if merged and merged[-1][2] == state:
            merged[-1] = (merged[-1][0], last, state)
        else:
            merged.append((first, last, state))
    return merged


def _assumed(assume: Mapping[str, str]) -> tuple[Text, ...]:
    if not assume:
        return ()
    values = joined((f"{name}={value}" for name, value in assume.items()), "comma")
    return (message("law.brief_assumed", "As you said: `--assume {values}`.", values=values),)


def _elsewhere(line: CodeTimeline, library: Library, translator: Translator) -> tuple[Text, ...]:
    """Say where it goes if no destination was asked for: everywhere but where a measure names the place."""
    if any(track.destination for track in line.tracks):
        return ()
    speech = speech_of(library, language=translator.language)
    named = joined((value_name(DESTINATION, code, speech) for code in sorted(line.named)), "comma")
    return (message("law.brief_to_elsewhere", "Any destination but {named}.", named=named),)


def _law(spans: Sequence[OutcomeSpan], library: Library) -> tuple[Text, ...]:
    """Name the measures that decide the last spans, or may."""
    names = [name for span in spans for name in (*span.verdict.decisive, *span.verdict.open)]
    if not names:
        return ()
    return (CapitalText(message("impact.title_sentence", "{title}.", title=measures_called(names, library))), NOTHING)


def _questions(spans: Sequence[OutcomeSpan], library: Library) -> tuple[Text, ...]:
    """Ask what is not known of the last spans, with what each answer would bring."""
    texts: list[Text] = []
    asked: list[FactName] = []
    for span in spans:
        for unknown in span.unknowns:
            if unknown in asked:
                continue
            asked.append(unknown)
            question = LawText(library.facts[unknown].question)
            branches = joined(
                (
                    joined([LAW_VALUES.get(str(branch.value), as_said(branch.value)), branch_text(branch)], "colon")
                    for branch in span.branches
                    if branch.unknown == unknown
                ),
                "semicolon",
            )
            answers = message("law.brief_answers", "If {answers}.", answers=branches)
            texts.append(joined([question, answers], "sentence"))
    return (joined(texts, "sentence"),) if texts else ()


def _missing(spans: Sequence[OutcomeSpan], library: Library, translator: Translator) -> tuple[Text, ...]:
    """Say on which facts of the shipment the last spans depend."""
    missing = list(dict.fromkeys(name for span in spans for name in span.missing))
    if not missing:
        return ()
    speech = speech_of(library, language=translator.language)
    names = joined([fact_name(name, speech) for name in missing], "comma")
    return (message("law.waits_for", "depends on {names}", names=names),)


def _readings(spans: Sequence[OutcomeSpan]) -> tuple[Text, ...]:
    """Say what other readings of the law make of the last spans, where it is something else."""
    texts = [
        message("law.on_reading", "on the {reading} reading: {outcome}", reading=Reading(reading).words, outcome=cell)
        for span in spans
        for reading, verdict in span.by_reading.items()
        if (cell := case_cell(verdict)) != case_cell(span.verdict)
    ]
    return (joined(dict.fromkeys(texts), "semicolon"),) if texts else ()


def _next(line: CodeTimeline) -> tuple[Text, ...]:
    """Lead to Japan where the time line is that of other destinations."""
    if JAPAN not in line.named or any(track.destination for track in line.tracks):
        return ()
    return (message("law.brief_add_japan", "Measures name Japan by itself: add --destination JP."),)


def _scope(library: Library, *, of_code: bool) -> tuple[Text, ...]:
    day = quantity("short_day", library.horizon)
    if of_code:
        return (message("law.brief_scope_code", "Civil use, no risk known; sources read to {day}. --full", day=day),)
    return (message("law.brief_scope", "Sources read to {day}; later law is not known. --full", day=day),)


# ---------------------------------------------------------------------- a measure


def _of_measure(line: MeasureTimeline, library: Library, *, most: int) -> Brief:
    name = measure_called(line.measure.id, library)
    if line.clause is not None:
        name = message("law.brief_one_clause", "one clause of {measure}", measure=name)
    spans = _merged([(span.first, span.last, _stage(span)) for span in line.stages])
    first, last, stage = spans[-1]
    state = message("law.brief_from", "{state}, {days}", state=stage, days=days_text(first, last))
    shown = spans[-most:]
    rows: list[tuple[str, str]] = []
    if left := len(spans) - len(shown):
        rows.append((counted("law.brief_earlier", "{n} span before", "{n} spans before", n=left), NOTHING))
    rows += [(days_text(first, last), stage) for first, last, stage in shown]
    verdict = message("law.brief_timeline", "{states}: {name}", states=CapitalText(state), name=name)
    return _brief(
        BriefPart(wordings=(verdict,), lines=3),
        BriefPart(label=LABELS["assumed"], wordings=_assumed(line.assume), lines=2),
        BriefPart(label=LABELS["days"], rows=tuple(rows)),
        BriefPart(label=LABELS["law"], wordings=_clauses(line), lines=2),
        BriefPart(label=LABELS["unknown"], wordings=_open(line), lines=3),
        BriefPart(label=LABELS["scope"], wordings=_scope(library, of_code=False)),
    )


def _stage(span: StageSpan) -> Text:
    """Say a stage in words, with the sign of what is not known."""
    if span.stage is Stage.UNKNOWN:
        return NOT_KNOWN
    return NOT_YET if span.stage is Stage.PUBLISHED else span.stage.words


NOT_YET: Final = message("law.brief_not_yet", "published, not yet in effect")
"""Stage of a measure between its publication and its first day."""


def _clauses(line: MeasureTimeline) -> tuple[Text, ...]:
    """Count the clauses that have days of their own, and those of which it is not known whether they apply."""
    if not line.clauses:
        return ()
    own = counted(
        "law.brief_own_days",
        "{n} clause begins or ends on other days.",
        "{n} clauses begin or end on other days.",
        n=len(line.clauses),
    )
    unknown = sum(spans[-1].stage is Stage.UNKNOWN for _, spans in line.clauses if spans)
    if not unknown:
        return (own,)
    more = counted(
        "law.brief_own_unknown",
        "{sign} Whether {n} of them applies is not known.",
        "{sign} Whether {n} of them apply is not known.",
        n=unknown,
        sign=OPEN,
    )
    return (joined([own, more], "sentence"),)


def _open(line: MeasureTimeline) -> tuple[Text, ...]:
    """Ask what is not known of the last stage of the measure, or of its clauses."""
    every = [line.stages, *(spans for _, spans in line.clauses)]
    last = [spans[-1].span for spans in every if spans and spans[-1].stage is Stage.UNKNOWN]
    questions = dict.fromkeys(span.question for span in last if span is not None and span.question)
    return (joined([LawText(question) for question in questions], "sentence"),) if questions else ()
