"""The share by value that a measure tests, for every part of a bill: known, settled against the threshold, or open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.core.compiled_clauses import compile_conditions
from sekisho.determination.core.evaluation import Evaluation, EvaluationContext
from sekisho.errors import LibraryError, Problem, did_you_mean
from sekisho.exposure.part_kinds import ORIGIN, Kinds
from sekisho.exposure.value_content import Content, ContentRule, content_of
from sekisho.law.dates.calendar import law_on
from sekisho.law.model.condition import Between, FactName, MeasureId, walk
from sekisho.law.model.fact import UNKNOWN, FactValue, NumberInterval
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Measure, conditions_of
from sekisho.law.model.term import Reading, Readings
from sekisho.law.model.value_share import CountedContent, Prices, ValueShare
from sekisho.message import joined, message
from sekisho.parties.index import parties_of
from sekisho.trade.bom.bill import Bill
from sekisho.trade.transaction import facts_of_line

SIGNIFICANT = 12
"""Digits of a share that are told; the others are rounding of binary fractions."""


class ShareState(StrEnum):
    """What is known of a share, as far as the measure asks."""

    KNOWN = "known"
    """One number."""
    SETTLED = "settled"
    """Bounds, all of them on one side of every threshold."""
    OPEN = "open"
    """Bounds on both sides of a threshold."""


class ThresholdSide(StrEnum):
    """On which side of the threshold a share lies."""

    BELOW = "below"
    ABOVE = "above"
    """At the threshold, or above it."""
    OPEN = "open"
    """Some of its bounds are below, others not."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PartShares:
    """The share of every part, under each reading of how it is worked out.

    Parameters
    ----------
    measure, rule
        The measure that tests the share, and how it has it worked out.
    tests
        The comparisons that its clauses and terms make.
    counted, content
        For each reading, what counts as content, and what every part holds.
    """

    measure: Measure
    rule: ValueShare
    tests: tuple[Between, ...]
    counted: Mapping[Reading, ContentRule]
    content: Mapping[Reading, Content]

    def bounds(self, part: int, reading: Reading) -> tuple[float, float]:
        """Return the bounds of the share of a part, 0 to 1."""
        found = self.content[reading]
        return float(found.share_low[part]), float(found.share_high[part])

    def state(self, part: int, reading: Reading) -> ShareState:
        """Say what is known of the share of a part."""
        low, high = self.bounds(part, reading)
        if low == high:
            return ShareState.KNOWN
        return ShareState.OPEN if self.open_ones(reading)[part] else ShareState.SETTLED

    def side(self, part: int, reading: Reading) -> ThresholdSide:
        """Say on which side of the threshold the share of a part lies."""
        low, high = self.bounds(part, reading)
        limit = float(self.threshold)
        return ThresholdSide.ABOVE if low >= limit else ThresholdSide.BELOW if high < limit else ThresholdSide.OPEN

    def open_ones(self, reading: Reading) -> NDArray[np.bool_]:
        """Tell for each part whether some comparison is open; shape (parts,)."""
        found = self.content[reading]
        is_open = np.zeros(len(found.share_low), dtype=bool)
        for test in self.tests:
            is_open |= _open(test, found)
        return is_open

    @property
    def threshold(self) -> Decimal:
        """The lowest number above 0 with which the share is compared."""
        bounds = [bound for test in self.tests for bound in (test.low, test.high) if isinstance(bound, Decimal)]
        return min((bound for bound in bounds if bound > 0), default=Decimal(0))


def _open(test: Between, found: Content) -> NDArray[np.bool_]:
    """Tell where a comparison holds for some numbers within the bounds, and for others not."""
    low, high = found.share_low, found.share_high
    is_open = np.zeros(len(low), dtype=bool)
    for bound, strict in ((test.low, test.low_open), (test.high, not test.high_open)):
        if isinstance(bound, Decimal):
            number = float(bound)
            below = low <= number if strict else low < number
            above = high > number if strict else high >= number
            is_open |= below & above
    return is_open


def rule_of(library: Library, measure: str = "") -> tuple[Measure, ValueShare]:
    """Return the measure that says how a share by value is worked out, and how.

    Parameters
    ----------
    measure
        Its id; needed if several measures do.

    Raises
    ------
    LibraryError
        If no measure does, or several, or the one that is named does not.
    """
    found = {name: one for name, one in library.measures.items() if one.shares}
    if measure:
        if MeasureId(measure) not in found:
            remedy = did_you_mean(measure, found) or message(
                "exposure.these_do",
                "These do: {measures}.",
                measures=joined(found, "comma") or message("exposure.no_measures", "none"),
            )
            raise LibraryError(
                Problem(
                    where=measure,
                    what=message("exposure.no_value_share", "says nothing of a share by value."),
                    remedy=remedy,
                )
            )
        chosen = found[MeasureId(measure)]
    elif len(found) == 1:
        chosen = next(iter(found.values()))
    else:
        what = message(
            "exposure.several_value_shares", "{n} measures say how a share by value is worked out.", n=len(found)
        )
        raise LibraryError(
            Problem(
                what=what,
                remedy=message(
                    "exposure.name_one_measure",
                    "Name one with --measure: {measures}.",
                    measures=joined(found, "comma") or message("exposure.none_does", "none does"),
                ),
            )
        )
    return chosen, chosen.shares[0]


def shares_of(bill: Bill, kinds: Kinds, library: Library, *, day: date, measure: str = "") -> PartShares:
    """Work out the share of every part under the three readings.

    Parameters
    ----------
    day
        Date of law, on which terms reach as they do.
    measure
        The measure that says how; left out if one does.
    """
    chosen, rule = rule_of(library, measure)
    tests = tuple(
        dict.fromkeys(
            part
            for _, condition in conditions_of(chosen)
            for part in walk(condition)
            if isinstance(part, Between) and part.fact == rule.fact
        )
    )
    counted = {reading: _counted(kinds, rule, reading, library, day) for reading in Reading}
    content: dict[Reading, Content] = {}
    for reading, how in counted.items():
        alike = next((other for other in content if _same(counted[other], how)), None)
        content[reading] = content[alike] if alike else content_of(bill, how)
    return PartShares(measure=chosen, rule=rule, tests=tests, counted=counted, content=content)


def _same(one: ContentRule, other: ContentRule) -> bool:
    return (one.in_all_inputs, one.lots) == (other.in_all_inputs, other.lots) and bool(
        (one.sure == other.sure).all() and (one.possible == other.possible).all()
    )


def _counted(kinds: Kinds, rule: ValueShare, reading: Reading, library: Library, day: date) -> ContentRule:
    law = law_on(library, day)
    content = compile_conditions({"content": rule.content}, law.terms)
    sure, possible = np.zeros(len(kinds.facts), dtype=bool), np.zeros(len(kinds.facts), dtype=bool)
    for place, facts in enumerate(kinds.facts):
        origin = facts.get(ORIGIN, "")
        if origin not in {"", rule.origin}:
            continue
        typed: dict[FactName, FactValue] = facts_of_line(
            {str(name): text for name, text in facts.items()}, library.facts
        )
        case = EvaluationContext(
            facts=typed, day=day, terms=law.terms, readings=Readings(reading), parties=parties_of(library)
        )
        value = Evaluation(content, case).value("content")
        sure[place] = value is True and bool(origin)
        possible[place] = value is UNKNOWN or (value is True and not origin)
    method = rule.method(reading)
    return ContentRule(
        sure=sure[kinds.of_part],
        possible=possible[kinds.of_part],
        in_all_inputs=method.counts is CountedContent.IN_ALL_INPUTS,
        lots=method.prices is Prices.LOTS,
    )


def span_of_share(low: float, high: float) -> Decimal | NumberInterval:
    """Return a share as a fact: a number, or its bounds.

    >>> span_of_share(0.1 + 0.2, 0.3), str(span_of_share(0.0004, 0.0021))
    (Decimal('0.3'), '>= 0.0004 and <= 0.0021')
    """
    one, other = (Decimal(f"{value:.{SIGNIFICANT}g}") for value in (low, high))
    return one if one == other else NumberInterval(one, other)


def share_text(low: float, high: float) -> str:
    """Write a share as a fact is stated: `0.02`, or `0.0004 to 0.0021`.

    >>> share_text(0.02, 0.02), share_text(0.0004, 0.0021), share_text(0, 1)
    ('0.02', '0.0004 to 0.0021', '0 to 1')
    """
    found = span_of_share(low, high)
    if isinstance(found, NumberInterval):
        return f"{found.low:f} to {found.high:f}"
    return f"{found:f}"
