"""What of trade the clauses hit: shares of a form in each field, and value and mass under its headings by month.

Shares are of a form, by its own control codes; the loss is made of them. Value and mass are of what is counted under a
heading, of which nobody knows how much is that form, so what is certain of them is less (see `trade_lines`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.material import MaterialForm, Materials
from sekisho.impact.scenario.horizon import Horizon
from sekisho.impact.shock.legal_cuts import LawfulCut, any_of
from sekisho.impact.shock.line_verdicts import SegmentVerdict
from sekisho.impact.shock.segments import OF_DOCUMENTED, Segment, UseSort
from sekisho.impact.shock.trade_flows import NormalFlow, month_ends
from sekisho.impact.shock.trade_lines import NOT_LISTED
from sekisho.law.model.term import Reading

MARKS = ("barred", "may_be_barred", "licensed", "may_be_licensed", "stands")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldShares:
    """Shares of an item's trade in one field under one reading; each of shape (K,), between 0 and 1.

    Parameters
    ----------
    barred, may_be_barred
        Least and most that the measures in question prohibit.
    licensed, may_be_licensed
        Least and most for which they require a licence.
    stands
        Share for which a licence is required anyway.
    """

    barred: Array
    may_be_barred: Array
    licensed: Array
    may_be_licensed: Array
    stands: Array

    def means(self) -> tuple[float, ...]:
        """Return the mean over the draws of each, in the order of MARKS."""
        return tuple(float(getattr(self, mark).mean()) for mark in MARKS)


Shares = Mapping[tuple[str, str, Reading], FieldShares]
"""Control code or heading, field and reading to what is hit of it."""
Weights = Mapping[tuple[str, UseSort], Array]


ToldPlaces = Mapping[tuple[str, str, Reading], Mapping[UseSort, tuple[bool, ...]]]
"""Control code or heading, field and reading to the marks of each sort of use; the same in all draws."""


def told_places(hits: Iterable[SegmentVerdict]) -> ToldPlaces:
    """Put verdicts together by control code, field and reading."""
    told: dict[tuple[str, str, Reading], dict[UseSort, tuple[bool, ...]]] = {}
    for hit in hits:
        marks = tuple(bool(getattr(hit, mark)) for mark in MARKS)
        told.setdefault((hit.code, hit.segment.field, hit.reading), {})[hit.segment.sort] = marks
    return told


def shares_of(hits: Iterable[SegmentVerdict], weights: Weights) -> dict[tuple[str, str, Reading], FieldShares]:
    """Add segments up to fields: for each control code, field and reading the shares of its trade.

    Parameters
    ----------
    weights
        Field and sort of use to its share of the field's trade in each draw, shape (K,); of a field they add up to 1.
    """
    return shares_of_places(told_places(hits), weights)


def shares_of_places(told: ToldPlaces, weights: Weights) -> dict[tuple[str, str, Reading], FieldShares]:
    """Do the same for verdicts that were put together."""
    alike: dict[tuple[object, ...], FieldShares] = {}
    shares: dict[tuple[str, str, Reading], FieldShares] = {}
    for place, sorts in told.items():
        key = (place[1], *sorts.items())
        if key not in alike:
            alike[key] = _added(place[1], sorts, weights)
        shares[place] = alike[key]
    return shares


def _added(field: str, sorts: Mapping[UseSort, tuple[bool, ...]], weights: Weights) -> FieldShares:
    """Add up the parts of a field for which each mark holds."""
    sums = {}
    for number, mark in enumerate(MARKS):
        parts = [weights[field, sort] for sort, marks in sorts.items() if marks[number]]
        nothing = np.zeros_like(next(iter(weights.values())))
        sums[mark] = np.asarray(sum(parts, nothing))
    return FieldShares(**sums)


def weights_of(segments: Iterable[Segment], quantiles: Mapping[UseSort, Array]) -> dict[tuple[str, UseSort], Array]:
    """Return the share of each segment of its field's trade in each draw; those of a field add up to 1.

    Parameters
    ----------
    quantiles
        Sort of use to the quantiles at which its range is read, shape (K,); a sort that is left out has no trade.
    """
    segments = tuple(segments)
    whole = np.ones_like(next(iter(quantiles.values())))
    weights: dict[tuple[str, UseSort], Array] = {}
    for field in dict.fromkeys(one.field for one in segments):
        shares = {
            one.sort: one.share.at(quantiles[one.sort]) if one.share and one.sort in quantiles else 0.0 * whole
            for one in segments
            if one.field == field and one.sort is not UseSort.DOCUMENTED
        }
        left = whole - sum((share for sort, share in shares.items() if sort not in OF_DOCUMENTED), 0.0 * whole)
        of_left = sum((share for sort, share in shares.items() if sort in OF_DOCUMENTED), 0.0 * whole)
        weights |= {(field, sort): share * (left if sort in OF_DOCUMENTED else 1.0) for sort, share in shares.items()}
        weights[field, UseSort.DOCUMENTED] = left * (1.0 - of_left)
    return weights


def form_shares(form: MaterialForm, field: str, reading: Reading, shares: Shares) -> FieldShares:
    """Return what is hit of a form in a field.

    A form under several control codes is certainly hit as far as all of them are, and possibly as far as any.
    """
    of_codes = [shares[code, field, reading] for code in form.control_codes or (NOT_LISTED,)]
    if len(of_codes) == 1:
        return of_codes[0]
    return FieldShares(
        barred=np.min([share.barred for share in of_codes], axis=0),
        may_be_barred=np.max([share.may_be_barred for share in of_codes], axis=0),
        licensed=np.min([share.licensed for share in of_codes], axis=0),
        may_be_licensed=np.max([share.may_be_licensed for share in of_codes], axis=0),
        stands=np.max([share.stands for share in of_codes], axis=0),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthHit:
    """What is hit in a month of the horizon of a form in a field, and of what is counted under a heading of the form.

    Parameters
    ----------
    share
        Mean shares of the form in the order of MARKS, by its own codes.
    heading
        The same of what is counted under the heading, by the codes that it may fall under.
    usd, tonnes
        What is counted in the month under the heading in that field, were all of it this form; no tonnes where the
        table has none.
    clauses
        Clauses that possibly hit it to its value in USD, by the set of them; one set a part of the trade.
    """

    month: str
    hs6: str
    material: str
    form: str
    field: str
    reading: Reading
    share: tuple[float, ...]
    heading: tuple[float, ...]
    usd: float
    tonnes: float | None
    clauses: Mapping[str, float]

    def of_heading(self, mark: str) -> float:
        """Return the USD of the heading for which a mark holds."""
        return self.usd * self.heading[MARKS.index(mark)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueHit:
    """Value and mass of trade that clauses hit within the horizon under one reading: certainly and possibly.

    Parameters
    ----------
    usd, tonnes
        All that is counted under the headings that materials name, each heading once; None where a heading has no mass.
    barred, licensed
        In USD.
    tonnes_barred, tonnes_licensed
        None where a heading has no mass.
    clauses
        Clauses that possibly hit it to the value in USD, by the set of them; the values add up to what any clause hits.
    """

    reading: Reading
    usd: float
    tonnes: float | None
    barred: tuple[float, float]
    licensed: tuple[float, float]
    tonnes_barred: tuple[float, float] | None
    tonnes_licensed: tuple[float, float] | None
    clauses: Mapping[str, float]

    @property
    def possible(self) -> float:
        """USD that any clause possibly hits."""
        return sum(self.clauses.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """What is hit on days on which the same cuts hold."""

    forms: Shares
    headings: Shares
    verdicts: Mapping[tuple[str, str, Reading], tuple[SegmentVerdict, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeOfMonths:
    """Where trade of a scenario's route is counted, and what the law makes of it.

    Parameters
    ----------
    normal
        Heading to what is counted under it in a normal month.
    fields
        Material to the fields that it goes to, each with its share.
    lawful, on_headings
        What cuts by law hit of control codes, and of headings.
    weights
        Share of each segment of its field in each draw.
    """

    materials: Materials
    horizon: Horizon
    normal: Mapping[str, NormalFlow]
    fields: Mapping[str, Mapping[str, float]]
    lawful: tuple[LawfulCut, ...]
    on_headings: tuple[LawfulCut, ...]
    weights: Weights

    @property
    def normal_months(self) -> float:
        """Length of the horizon in normal months: its days over those of each calendar month."""
        return sum(count / _days_of(month) for month, spans in self._months() for _, count in spans)

    def rows(self) -> Iterator[MonthHit]:
        """Go through what is hit in each month of each form with a flow, in each of its fields, under each reading."""
        states: dict[tuple[frozenset[int], frozenset[int]], _State] = {}
        named = [
            (str(material.id), form, hs)
            for material in self.materials.items
            for form in material.forms
            for hs in form.hs
        ]
        forms = [(material, form, hs) for material, form, hs in named if hs in self.normal]
        for month, spans in self._months():
            days = _days_of(month)
            for key, _ in spans:
                if key not in states:
                    states[key] = self._state(*key)
            parts = [(states[key], count / days) for key, count in spans]
            for material, form, hs in forms:
                for field, part in self.fields.get(material, {}).items():
                    for reading in Reading:
                        yield self._row(month, (material, form, hs), (field, part), reading, parts)

    def _row(
        self,
        month: str,
        of: tuple[str, MaterialForm, str],
        to: tuple[str, float],
        reading: Reading,
        parts: Collection[tuple[_State, float]],
    ) -> MonthHit:
        (material, form, hs), (field, part) = of, to
        flow, whole = self.normal[hs], sum(days for _, days in parts)
        of_form, of_heading = np.zeros(len(MARKS)), np.zeros(len(MARKS))
        clauses: defaultdict[str, float] = defaultdict(float)
        for state, days in parts:
            if not state.headings:
                continue
            weight = days / whole
            of_form += weight * np.array(form_shares(form, field, reading, state.forms).means())
            of_heading += weight * np.array(state.headings[hs, field, reading].means())
            for hit in state.verdicts[hs, field, reading]:
                if hit.clauses:
                    value = flow.usd * part * days * float(self.weights[field, hit.segment.sort].mean())
                    clauses["; ".join(hit.clauses)] += value
        return MonthHit(
            month=month,
            hs6=hs,
            material=material,
            form=form.name,
            field=field,
            reading=reading,
            share=tuple(of_form.tolist()),
            heading=tuple(of_heading.tolist()),
            usd=flow.usd * part * whole,
            tonnes=None if flow.tonnes is None else flow.tonnes * part * whole,
            clauses=dict(clauses),
        )

    def _months(self) -> Iterator[tuple[str, list[tuple[tuple[frozenset[int], frozenset[int]], int]]]]:
        """Go through the months of the horizon: each set of cuts that hold in one, and on how many of its days."""
        spans: dict[str, dict[tuple[frozenset[int], frozenset[int]], int]] = {}
        for day in range(self.horizon.days):
            holding = (_holding(self.lawful, day), _holding(self.on_headings, day))
            month = spans.setdefault(f"{self.horizon.start + timedelta(days=day):%Y-%m}", {})
            month[holding] = month.get(holding, 0) + 1
        yield from ((month, list(of_month.items())) for month, of_month in spans.items())

    def _state(self, lawful: frozenset[int], on_headings: frozenset[int]) -> _State:
        of_codes = any_of(self.lawful[number] for number in sorted(lawful))
        of_headings = any_of(self.on_headings[number] for number in sorted(on_headings))
        verdicts: defaultdict[tuple[str, str, Reading], list[SegmentVerdict]] = defaultdict(list)
        for hit in of_headings:
            verdicts[hit.code, hit.segment.field, hit.reading].append(hit)
        return _State(
            forms=shares_of(of_codes, self.weights),
            headings=shares_of(of_headings, self.weights),
            verdicts={place: tuple(hits) for place, hits in verdicts.items()},
        )


def _holding(cuts: Iterable[LawfulCut], day: int) -> frozenset[int]:
    return frozenset(number for number, cut in enumerate(cuts) if cut.since <= day <= cut.until)


def _days_of(month: str) -> int:
    first, last = month_ends(month)
    return (last - first).days + 1


def value_hit(rows: Iterable[MonthHit], reading: Reading) -> ValueHit:
    """Add rows up to the value and mass that is hit under a reading, each heading once.

    Of a heading that several forms share, nobody knows how much is which: certain is the least that any makes of
    it, and possible the most.
    """
    by_heading: dict[str, dict[tuple[str, str], list[MonthHit]]] = {}
    for row in rows:
        if row.reading is reading:
            by_heading.setdefault(row.hs6, {}).setdefault((row.material, row.form), []).append(row)
    usd, mass, clauses = 0.0, list[float | None](), defaultdict[str, float](float)
    sums: dict[str, float] = defaultdict(float)
    for forms in by_heading.values():
        first = next(iter(forms.values()))
        usd += sum(row.usd for row in first)
        mass.append(None if any(row.tonnes is None for row in first) else sum(row.tonnes or 0.0 for row in first))
        for mark in MARKS[:-1]:
            choose = max if mark.startswith("may") else min
            number = MARKS.index(mark)
            sums[mark] += choose(sum(row.usd * row.heading[number] for row in of_form) for of_form in forms.values())
            sums[f"{mark} t"] += choose(
                sum((row.tonnes or 0.0) * row.heading[number] for row in of_form) for of_form in forms.values()
            )
        widest = max(forms.values(), key=lambda of_form: sum(sum(row.clauses.values()) for row in of_form))
        for row in widest:
            for names, value in row.clauses.items():
                clauses[names] += value
    tonnes = None if None in mass else sum(weight or 0.0 for weight in mass)
    return ValueHit(
        reading=reading,
        usd=usd,
        tonnes=tonnes,
        barred=(sums["barred"], sums["may_be_barred"]),
        licensed=(sums["licensed"], sums["may_be_licensed"]),
        tonnes_barred=None if tonnes is None else (sums["barred t"], sums["may_be_barred t"]),
        tonnes_licensed=None if tonnes is None else (sums["licensed t"], sums["may_be_licensed t"]),
        clauses=dict(sorted(clauses.items())),
    )
