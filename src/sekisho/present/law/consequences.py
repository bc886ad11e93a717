"""What a breach costs, how a licence is got, and what authorities answer, for reading."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sekisho.determination.core.outcome import Determination, Outcome
from sekisho.i18n.citations import article_in
from sekisho.i18n.package_translation import ENGLISH, PackageTranslator
from sekisho.law.model.condition import MeasureId
from sekisho.law.model.confidence import Confidence
from sekisho.law.model.guidance import Guidance
from sekisho.law.model.licensing import Clock, LicenceLevel, LicencePaper, Licensing, Limit, Practice, clock_text
from sekisho.law.model.penalty import Penalty, fine_text
from sekisho.present.outcome_labels import sentence_case
from sekisho.present.render.terminal import Ink, count, heading, paint, table, wrap


def penalty_lines(penalties: Iterable[tuple[MeasureId, Penalty]], width: int) -> list[str]:
    """Set out penalties, each with its article, its scale and its source."""
    lines: list[str] = []
    for measure, penalty in penalties:
        sure = paint(f"confidence {penalty.confidence}", Ink.DIM)
        lines += heading((paint(penalty.article, Ink.BOLD), paint(measure, Ink.DIM), sure), width=width)
        rows = [("for", penalty.words)]
        if penalty.fines:
            rows.append(("fine", "; ".join(map(fine_text, penalty.fines))))
        if penalty.consequences:
            rows.append(("also", ", ".join(str(one).replace("_", " ") for one in penalty.consequences)))
        lines += table([*rows, ("source", penalty.source)], indent="    ", width=width)
    return lines


def licensing_lines(licensing: Licensing, width: int, told: Collection[tuple[str, str]] = ()) -> list[str]:
    """Set out how a licence is got, and at the end all sources, save what was told before."""
    return table([row for row in licensing_rows(licensing) if row not in told], indent="    ", width=width)


def licensing_rows(licensing: Licensing, tell: PackageTranslator = ENGLISH) -> list[tuple[str, str]]:
    """Say how a licence is got, a label and a text each."""
    rows = [("authority", tell(licensing.authority)), ("channel", tell(licensing.channel))]
    clock = licensing.clock
    if clock is not None:
        rows.append(("decided", _ground(tell(clock_text(clock)), clock.article, clock.confidence, tell)))
        rows.append(("not counted", tell(clock.not_counted)))
    rows += [(_plain(level.kind), _level(level, tell)) for level in licensing.levels]
    rows += [("paper", _paper(paper, tell)) for paper in licensing.documents]
    rows += [("practice", _practice(seen, tell)) for seen in licensing.practice]
    said: list[Clock | LicenceLevel | LicencePaper | Practice] = [
        *([clock] if clock else []),
        *licensing.levels,
        *licensing.documents,
        *licensing.practice,
    ]
    rows += [("source", source) for source in dict.fromkeys(one.source for one in said)]
    return [(tell(label), text) for label, text in rows if text]


def _plain(word: str) -> str:
    return str(word).replace("_", " ")


def _paper(paper: LicencePaper, tell: PackageTranslator) -> str:
    only = f"{tell(_plain(paper.kind))}: " if paper.kind else ""
    return _ground(only + tell(paper.words), paper.article, paper.confidence, tell)


def _level(level: LicenceLevel, tell: PackageTranslator) -> str:
    years = ""
    if level.valid_years:
        years = " " + tell(f"Valid for {count(level.valid_years, 'year')} at most.")
    return _ground(tell(level.words) + years, level.article, level.confidence, tell)


def _practice(seen: Practice, tell: PackageTranslator) -> str:
    span = tell(f"{seen.days_low} to {seen.days_high} {_plain(seen.unit or 'days')}") if seen.days_low else ""
    return _ground(tell(seen.words) + (f" ({span})" if span else ""), tell(seen.by), seen.confidence, tell)


def _ground(text: str, place: str, confidence: Confidence, tell: PackageTranslator) -> str:
    """Add where it stands, and how sure that is unless it is sure."""
    sure = "" if confidence is Confidence.HIGH else tell(f"confidence {confidence}")
    ground = ", ".join(part for part in (article_in(place, tell.language)[1], sure) if part)
    return f"{text} ({ground})" if ground else text


def guidance_lines(guidance: Iterable[Guidance], width: int) -> list[str]:
    """Set out what authorities answer."""
    lines: list[str] = []
    for one in guidance:
        day = one.day.isoformat() if one.day else "date not known"
        lines += heading((paint(one.by, Ink.BOLD), day, one.number), width=width)
        rows = [("says", one.words), ("confidence", str(one.confidence)), ("source", one.source)]
        lines += table(rows, indent="    ", width=width)
    return lines


def follow_up_sections(answer: Determination, *, full: bool, width: int) -> Iterable[list[str]]:
    """Tell what a breach costs and how a licence is got: in full, or in one line that points there."""
    if not full:
        yield _one_line(answer)
        return
    if answer.penalties:
        banned = answer.floor >= Outcome.PROHIBITED_SAVE_SPECIAL
        title = "If it goes in spite of the ban" if banned else "If it goes without a licence"
        yield [paint(title, Ink.BOLD), *penalty_lines(answer.penalties, width)]
    if answer.licensing:
        yield [paint("How a licence is got", Ink.BOLD), *_ways(answer.licensing, width)]


def _ways(found: Sequence[tuple[MeasureId, Licensing]], width: int) -> Iterable[str]:
    """Set out how a licence is got under each measure; of one that refers to another, only what is its own."""
    rows = {measure: licensing_rows(licensing) for measure, licensing in found}
    for measure, licensing in found:
        base = rows.get(licensing.under, []) if licensing.under else []
        own = [row for row in rows[measure] if row not in base]
        says = f"{measure}{f', as under {licensing.under}' if base else ''}{', and' if base and own else ''}"
        yield from (paint(line, Ink.DIM) for line in wrap(says, width=width, indent="  ", hang="    "))
        yield from licensing_lines(licensing, width, base)


def _one_line(answer: Determination) -> list[str]:
    """Name the time limits that a text states, or lifts, and point to the rest."""
    clocks = dict.fromkeys(_clock(licensing.clock) for _, licensing in answer.licensing if licensing.clock is not None)
    stated = [clock for clock in clocks if clock]
    parts = stated if len(stated) == 1 else ["several statutory clocks"] if stated else []
    if answer.penalties:
        parts = [*parts, "penalties"]
    return [paint(f"{sentence_case('; '.join(parts))}: --full", Ink.DIM)] if parts else []


def _clock(clock: Clock) -> str:
    match clock.limit:
        case Limit.DAYS:
            return f"statutory clock {clock.days} {_plain(clock.unit or 'days')}"
        case Limit.NO_LIMIT:
            return clock_text(clock)
        case Limit.NOT_STATED:
            return ""
