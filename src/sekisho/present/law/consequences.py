"""What a breach costs, how a licence is got, and what authorities answer, for reading."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from sekisho.determination.core.outcome import Determination, Outcome
from sekisho.i18n.citations import article_in
from sekisho.i18n.names import measure_text
from sekisho.i18n.package_translation import ENGLISH, PackageTranslator
from sekisho.law.model.condition import MeasureId
from sekisho.law.model.confidence import Confidence
from sekisho.law.model.guidance import Guidance
from sekisho.law.model.library import Library
from sekisho.law.model.licensing import (
    Clock,
    DayUnit,
    LicenceLevel,
    LicencePaper,
    Licensing,
    Practice,
    clock_text,
)
from sekisho.law.model.penalty import Consequence, Penalty, fine_text
from sekisho.message import LawText, Message, Text, counted, day_text, joined, message
from sekisho.present.render.terminal import Ink, heading, paint, table, wrap

LABELS: Final = {
    "for": message("law.label_for", "for"),
    "fine": message("law.label_fine", "fine"),
    "also": message("law.label_also", "also"),
    "authority": message("law.label_authority", "authority"),
    "channel": message("law.label_channel", "channel"),
    "decided": message("law.label_decided", "decided"),
    "not counted": message("law.label_not_counted", "not counted"),
    "paper": message("law.label_paper", "paper"),
    "practice": message("law.label_practice", "practice"),
    "source": message("law.label_source", "source"),
}
"""Labels of what is told of licences and penalties."""


def penalty_lines(penalties: Iterable[tuple[str, Penalty]], width: int, tell: PackageTranslator = ENGLISH) -> list[str]:
    """Set out penalties, each with its article, its scale and its source."""
    lines: list[str] = []
    for measure, penalty in penalties:
        sure = paint(tell(_sure(penalty.confidence)), Ink.DIM)
        place = article_in(penalty.article, tell.language)[1]
        lines += heading((paint(place, Ink.BOLD), paint(tell(measure), Ink.DIM), sure), width=width)
        rows: list[tuple[str, str]] = [(LABELS["for"], tell(penalty.words))]
        if penalty.fines:
            rows.append((LABELS["fine"], tell(joined(map(fine_text, penalty.fines), "semicolon"))))
        if penalty.consequences:
            rows.append((LABELS["also"], tell(joined(map(_consequence, penalty.consequences), "comma"))))
        rows.append((LABELS["source"], penalty.source))
        lines += table([(tell(label), text) for label, text in rows], indent="    ", width=width)
    return lines


def _consequence(kind: Consequence) -> Text:
    return Message(f"report.consequence_{kind}", str(kind).replace("_", " "), {})


def licensing_lines(
    licensing: Licensing, width: int, told: Collection[tuple[str, str]] = (), tell: PackageTranslator = ENGLISH
) -> list[str]:
    """Set out how a licence is got, and at the end all sources, save what was told before."""
    return table([row for row in licensing_rows(licensing, tell) if row not in told], indent="    ", width=width)


def licensing_rows(licensing: Licensing, tell: PackageTranslator = ENGLISH) -> list[tuple[str, str]]:
    """Say how a licence is got, a label and a text each."""
    rows: list[tuple[str, str]] = [
        (LABELS["authority"], tell(licensing.authority)),
        (LABELS["channel"], tell(licensing.channel)),
    ]
    clock = licensing.clock
    if clock is not None:
        rows.append((LABELS["decided"], _ground(tell(clock_text(clock)), clock.article, clock.confidence, tell)))
        rows.append((LABELS["not counted"], tell(clock.not_counted)))
    rows += [(level.kind.words, _level(level, tell)) for level in licensing.levels]
    rows += [(LABELS["paper"], _paper(paper, tell)) for paper in licensing.documents]
    rows += [(LABELS["practice"], _practice(seen, tell)) for seen in licensing.practice]
    said: list[Clock | LicenceLevel | LicencePaper | Practice] = [
        *([clock] if clock else []),
        *licensing.levels,
        *licensing.documents,
        *licensing.practice,
    ]
    rows += [(LABELS["source"], source) for source in dict.fromkeys(one.source for one in said)]
    return [(tell(label), text) for label, text in rows if text]


def _plain(word: str) -> str:
    return str(word).replace("_", " ")


def _paper(paper: LicencePaper, tell: PackageTranslator) -> str:
    words = joined([paper.kind.words if paper.kind else "", LawText(paper.words)], "colon")
    return _ground(tell(words), paper.article, paper.confidence, tell)


def _level(level: LicenceLevel, tell: PackageTranslator) -> str:
    years = ""
    if level.valid_years:
        valid = counted(
            "law.valid_years", "Valid for {n} year at most.", "Valid for {n} years at most.", n=level.valid_years
        )
        years = " " + tell(valid)
    return _ground(tell(level.words) + years, level.article, level.confidence, tell)


def _practice(seen: Practice, tell: PackageTranslator) -> str:
    span = tell(_days_between(seen)) if seen.days_low else ""
    return _ground(tell(seen.words) + (f" ({span})" if span else ""), tell(seen.by), seen.confidence, tell)


def _days_between(seen: Practice) -> Text:
    low, high = str(seen.days_low), str(seen.days_high)
    if seen.unit is DayUnit.WORKING_DAYS:
        return message("law.working_days_between", "{low} to {high} working days", low=low, high=high)
    if seen.unit is DayUnit.CALENDAR_DAYS:
        return message("law.calendar_days_between", "{low} to {high} calendar days", low=low, high=high)
    return message("law.days_between", "{low} to {high} days", low=low, high=high)


def _ground(text: str, place: str, confidence: Confidence, tell: PackageTranslator) -> str:
    """Add where it stands, and how sure that is unless it is sure."""
    sure = "" if confidence is Confidence.HIGH else tell(_sure(confidence))
    ground = joined((article_in(place, tell.language)[1], sure), "comma")
    return tell(message("law.with_ground", "{text} ({ground})", text=text, ground=ground)) if ground else text


def _sure(confidence: Confidence) -> Text:
    return message("law.confidence", "confidence {confidence}", confidence=confidence.words)


def guidance_lines(guidance: Iterable[Guidance], width: int, tell: PackageTranslator = ENGLISH) -> list[str]:
    """Set out what authorities answer."""
    lines: list[str] = []
    for one in guidance:
        day = tell(day_text(one.day)) if one.day else tell(message("lawdata.day_not_known", "date not known"))
        lines += heading((paint(tell(one.by), Ink.BOLD), day, one.number), width=width)
        rows = [
            (tell(message("lawdata.says", "says")), tell(one.words)),
            (tell(message("lawdata.label_confidence", "confidence")), tell(one.confidence.words)),
            (tell(LABELS["source"]), one.source),
        ]
        lines += table(rows, indent="    ", width=width)
    return lines


def follow_up_sections(
    answer: Determination, library: Library, tell: PackageTranslator, *, width: int
) -> Iterable[list[str]]:
    """Tell what a breach costs and how a licence is got."""
    if answer.penalties:
        title = message("check.without_licence", "If it goes without a licence")
        if answer.floor >= Outcome.PROHIBITED_SAVE_SPECIAL:
            title = message("check.against_ban", "If it goes in spite of the ban")
        named = [(measure_text(library[measure]), penalty) for measure, penalty in answer.penalties]
        yield [paint(tell(title), Ink.BOLD), *penalty_lines(named, width, tell)]
    if answer.licensing:
        title = message("check.how_licensed", "How a licence is got")
        yield [paint(tell(title), Ink.BOLD), *_ways(answer.licensing, library, tell, width)]


def _ways(
    found: Sequence[tuple[MeasureId, Licensing]], library: Library, tell: PackageTranslator, width: int
) -> Iterable[str]:
    """Set out how a licence is got under each measure; of one that refers to another, only what is its own."""
    rows = {measure: licensing_rows(licensing, tell) for measure, licensing in found}
    for measure, licensing in found:
        base = rows.get(licensing.under, []) if licensing.under else []
        own = [row for row in rows[measure] if row not in base]
        says = measure_text(library[measure])
        if base and licensing.under:
            other = measure_text(library[licensing.under])
            says = message("check.as_under", "{measure}, as under {other}", measure=says, other=other)
        if base and own:
            says = message("check.and_own", "{measure}, and", measure=says)
        yield from (paint(line, Ink.DIM) for line in wrap(tell(says), width=width, indent="  ", hang="    "))
        yield from licensing_lines(licensing, width, base, tell)
