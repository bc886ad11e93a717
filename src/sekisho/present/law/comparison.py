"""A measure on two days, side by side: clause by clause, what is new, gone, in another state or the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from sekisho.i18n.citations import article_in
from sekisho.i18n.package_translation import PackageTranslator, teller_of
from sekisho.law.dates.calendar import Stage
from sekisho.law.dates.stages import ClauseCompared, Difference, MeasureComparison
from sekisho.law.model.condition import MeasureId
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Clause, StatusInterval
from sekisho.message import Text, day_text, joined, message
from sekisho.present.law.stages import OPEN, assume_says, effect_says, horizon_says, iso, library_data, stage_says
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, bare, cells, heading, pad, paint, wrap

GAP: Final = "  "
WORDS: Final[Mapping[Difference, Text]] = {
    Difference.NEW: message("law.difference_new", "new"),
    Difference.GONE: message("law.difference_gone", "gone"),
    Difference.STATE: message("law.difference_state", "another state"),
    Difference.REACH: message("law.difference_reach", "same state, other reach"),
    Difference.SAME: message("law.difference_same", "the same"),
}


def side_by_side(left: str, right: str, *, width: int, indent: str = "    ") -> list[str]:
    """Set two texts beside each other, each wrapped to half of the width.

    >>> side_by_side("in force", "suspended through 2026-11-10", width=30, indent="  ")
    ['  in force       suspended', '                 through', '                 2026-11-10']
    """
    half = (width - cells(indent) - cells(GAP)) // 2
    one, other = wrap(left, width=half), wrap(right, width=half)
    rows = max(len(one), len(other))
    one += [""] * (rows - len(one))
    other += [""] * (rows - len(other))
    return [f"{indent}{pad(a, half)}{GAP}{b}".rstrip() for a, b in zip(one, other, strict=True)]


def compared_text(
    found: MeasureComparison, library: Library, *, language: str = "en", width: int = DEFAULT_WIDTH
) -> list[str]:
    """Set a measure on two days side by side."""
    measure = found.measure
    tell = teller_of(library, language)
    lines = [paint(measure.id, Ink.BOLD)]
    lines += wrap(tell(measure.title.get("en", "")), width=width, indent="  ")
    days = side_by_side(tell(day_text(found.first)), tell(day_text(found.second)), width=width)
    lines += ["", *(paint(line, Ink.BOLD) for line in days)]
    lines += side_by_side(tell(_says(found.one)), tell(_says(found.other)), width=width)
    for compared in found.clauses:
        lines += ["", *_clause(compared, tell, width)]
    for rests_on, clauses in _resting(found).items():
        names = joined((f"#{clause.id.partition('#')[2]}" for clause in clauses), "comma")
        reach = message("law.reach", "Reach: the words of {names} ask for measures that differ", names=names)
        lines += ["", *wrap(tell(reach), width=width, hang="  ")]
        for asked, was, now in rests_on:
            text = message(
                "law.then", "{name}: {was}, then {now}", name=asked, was=stage_says(was, None), now=_stage(now)
            )
            lines += wrap(tell(text), width=width, indent="    ", hang="      ")
    for span in _open(found):
        open_state = paint(tell(message("law.open", "{mark} not known", mark=OPEN)), Ink.BLUE)
        lines += ["", open_state, *wrap(tell(span.question), width=width, indent="  ")]
        lines += wrap(tell(assume_says(span)), width=width, indent="  ", hang="    ")
    return [*lines, "", *wrap(tell(_sum(found)), width=width), *wrap(tell(horizon_says(library)), width=width)]


def _open(found: MeasureComparison) -> list[StatusInterval]:
    """Gather the named unknowns in play on one of the two days, each once."""
    states = [found.one, found.other, *(state for one in found.clauses for state in (one.one, one.other))]
    named = {span.named: span for stage, span in states if stage is Stage.UNKNOWN and span is not None}
    return list(named.values())


def _resting(found: MeasureComparison) -> dict[tuple[tuple[MeasureId, Stage, Stage], ...], list[Clause]]:
    """Gather the clauses that apply on both days by the measures on which their reach rests."""
    groups: dict[tuple[tuple[MeasureId, Stage, Stage], ...], list[Clause]] = {}
    for one in found.clauses:
        if one.rests_on and one.difference in {Difference.STATE, Difference.REACH}:
            groups.setdefault(one.rests_on, []).append(one.clause)
    return groups


def _says(state: tuple[Stage, StatusInterval | None], clause: Clause | None = None) -> Text:
    stage, span = state
    if clause is not None and stage is Stage.REPEALED and clause.until:
        return message("law.no_longer_until", "no longer applies (until {day})", day=clause.until)
    return stage_says(stage, span, begins=clause.start if clause else None)


def _clause(found: ClauseCompared, tell: PackageTranslator, width: int) -> Iterator[str]:
    clause = found.clause
    effect = tell(effect_says(clause))
    ink = Ink.DIM if found.difference is Difference.SAME else Ink.YELLOW
    name = paint(f"#{clause.id.partition('#')[2]}", Ink.BOLD)
    _, place = article_in(clause.article, tell.language)
    parts = (name, place, effect, paint(tell(WORDS[found.difference]), ink))
    yield from heading(parts, width=width)
    one, other = tell(_says(found.one, clause)), tell(_says(found.other, clause))
    for line in side_by_side(one, other, width=width):
        yield paint(line, Ink.BLUE) if OPEN in bare(line) else line


def _stage(stage: Stage) -> Text:
    return message("law.open", "{mark} not known", mark=OPEN) if stage is Stage.UNKNOWN else stage_says(stage, None)


def _sum(found: MeasureComparison) -> Text:
    """Count the clauses by what differs."""
    counts = Counter(compared.difference for compared in found.clauses)
    if not found.clauses:
        return message("law.no_clauses", "The measure has no clauses.")
    parts = [
        message("law.difference_count", "{n} {what}", n=counts[each], what=WORDS[each])
        for each in Difference
        if counts[each]
    ]
    return message("law.clauses_differ", "Clauses: {parts}.", parts=joined(parts, "semicolon"))


def compared_data(found: MeasureComparison, library: Library) -> dict[str, object]:
    """Return the comparison as plain data."""
    return {
        "id": found.measure.id,
        "title": found.measure.title.get("en", ""),
        "first": {"date": found.first.isoformat(), **_state(found.one)},
        "second": {"date": found.second.isoformat(), **_state(found.other)},
        "clauses": [
            {
                "id": one.clause.id,
                "article": one.clause.article,
                "effect": str(one.clause.effect),
                "level": one.clause.level,
                "difference": str(one.difference),
                "first": _state(one.one),
                "second": _state(one.other),
                "rests_on": [
                    {"measure": measure, "first": str(was), "second": str(now)} for measure, was, now in one.rests_on
                ],
            }
            for one in found.clauses
        ],
        "library": library_data(library),
    }


def _state(state: tuple[Stage, StatusInterval | None]) -> dict[str, object]:
    stage, span = state
    return {
        "state": str(stage),
        "from": span.start.isoformat() if span else "",
        "until": iso(span.until) if span else "",
        "by": span.by if span else "",
        "unknown": span.named if span else "",
        "question": span.question if span else "",
    }


def compared_rows(found: MeasureComparison) -> list[dict[str, object]]:
    """Return one record a clause."""
    return [
        {
            "id": one.clause.id,
            "difference": str(one.difference),
            "first": found.first.isoformat(),
            "first_state": str(one.one[0]),
            "second": found.second.isoformat(),
            "second_state": str(one.other[0]),
            "by": next((span.by for _, span in (one.other, one.one) if span and span.by), ""),
            "unknown": next((span.named for _, span in (one.other, one.one) if span and span.named), ""),
            "rests_on": [name for name, _, _ in one.rests_on],
        }
        for one in found.clauses
    ]
