"""What the export of an item needed over time, as a bar of lengths in per cent and as a list of the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from sekisho.determination.core.outcome import UNDETERMINED, Verdict
from sekisho.determination.line.timeline import OutcomeSpan, Track
from sekisho.i18n.names import plain_name
from sekisho.law.model.library import Library
from sekisho.message import CapitalText, Text
from sekisho.present.outcome_labels import case_cell

BEFORE: Final = 1
"""Whole years that a bar shows before the first change: enough to see that something changed."""
AHEAD: Final = timedelta(days=60)
"""Days that a bar goes on after the day of the law, or after the last change."""
SHORTEST: Final = 3
"""Years that a bar shows where nothing changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryStep:
    """Days over which the answer was one.

    Parameters
    ----------
    verdict
        None where no loaded measure applied.
    by
        Measures that make the answer, by id and by name.
    start, width
        In per cent of the bar; a step before it has none.
    """

    first: date
    last: date | None
    verdict: Verdict | None
    headline: str
    says: Text
    by: tuple[tuple[str, Text], ...]
    start: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemHistory:
    """The answers of an item over time.

    Parameters
    ----------
    years
        First day of each year with its place on the bar, in per cent.
    today
        Place of the day of the law.
    """

    steps: tuple[HistoryStep, ...]
    years: tuple[tuple[int, float], ...]
    today: float

    @property
    def on_bar(self) -> tuple[HistoryStep, ...]:
        """Steps of which something is seen on the bar."""
        return tuple(step for step in self.steps if step.width > 0)


def item_history(track: Track, library: Library, day: date, *, every: bool = True) -> ItemHistory:
    """Draw a time line to scale.

    Parameters
    ----------
    every
        With the days on which only the measure changed that makes the answer.
    """
    spans = list(track.spans) if every else _merged(track.spans)
    changes = [span.first for span in spans[1:]]
    begin = date(min([*(change.year - BEFORE for change in changes), day.year - SHORTEST]), 1, 1)
    end = max([*changes, day]) + AHEAD
    whole = (end - begin).days

    def place(when: date) -> float:
        return round(100 * min(max((when - begin).days, 0), whole) / whole, 2)

    steps = []
    for span in spans:
        last = end if span.last is None else span.last + timedelta(days=1)
        verdict = None if span.silent else span.verdict
        steps.append(
            HistoryStep(
                first=span.first,
                last=span.last,
                verdict=verdict,
                headline=UNDETERMINED if verdict is None else verdict.headline,
                says=case_cell(verdict),
                by=_measures(span, library),
                start=place(span.first),
                width=round(place(last) - place(span.first), 2),
            )
        )
    years = tuple((year, place(date(year, 1, 1))) for year in range(begin.year, end.year + 1))
    return ItemHistory(steps=tuple(steps), years=years, today=place(day))


def _measures(span: OutcomeSpan, library: Library) -> tuple[tuple[str, Text], ...]:
    names = dict.fromkeys(name.partition("#")[0] for name in span.verdict.decisive or span.verdict.open)
    return tuple((name, CapitalText(plain_name(library[name], library))) for name in names)


def _merged(spans: Sequence[OutcomeSpan]) -> list[OutcomeSpan]:
    """Draw spans of one answer together: the measure that changed it is that of the first."""
    merged: list[OutcomeSpan] = []
    for span in spans:
        before = merged[-1] if merged else None
        if before is not None and (before.silent, _ends(before)) == (span.silent, _ends(span)):
            merged[-1] = replace(before, last=span.last)
        else:
            merged.append(span)
    return merged


def _ends(span: OutcomeSpan) -> tuple[object, object]:
    return span.verdict.floor, span.verdict.ceiling
