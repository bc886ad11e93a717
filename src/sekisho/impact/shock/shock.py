"""From law and assumption to missing supply: the share of each material's flow, by field of use, that does not come.

A flow is what arrives of a material for one end use, such as heavy rare earths for shipbuilding. What the clauses
certainly or possibly bar of it, what waits for a licence, and what a scenario supposes are put together day by day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import numpy as np

from sekisho.errors import Problem, ScenarioError, did_you_mean
from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.front_loading import BoughtAhead, bought_ahead, stock_ahead
from sekisho.impact.materials.material import Experience, Material, MaterialForm, Materials
from sekisho.impact.materials.practice import PracticePhase, practice_of
from sekisho.impact.materials.re_exports import ReExporter, re_exporters
from sekisho.impact.materials.sector_pairs import MaterialFlow
from sekisho.impact.scenario.horizon import Horizon
from sekisho.impact.scenario.scenario import ALL, AssumedCut, LegalCut, Scenario
from sekisho.impact.shock.form_cuts import (
    SEGMENT_COLUMNS,
    FormsByLaw,
    ToldCut,
    Voyage,
    doubt_of,
    parts_of,
    scrutiny_of_form,
    told_cut,
)
from sekisho.impact.shock.legal_cuts import (
    LawfulCut,
    LegalQuery,
    any_of,
    any_passed_on,
    first_day,
    lawful_cuts,
    unknown_measures,
)
from sekisho.impact.shock.segments import Segment, segments_of
from sekisho.impact.shock.standing import Scrutiny, scrutiny_of
from sekisho.impact.shock.trade_flows import FlowTable, NormalFlow, form_weights, normal_flows
from sekisho.impact.shock.trade_hit import (
    Shares,
    ToldPlaces,
    TradeOfMonths,
    Weights,
    shares_of,
    shares_of_places,
    told_places,
    weights_of,
)
from sekisho.impact.shock.trade_lines import NOT_LISTED, TradeItem, item_under_code, item_under_heading
from sekisho.impact.uncertainty.draws import Draws
from sekisho.impact.uncertainty.levels import PriorLevels
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading
from sekisho.message import joined, message
from sekisho.trade.items.tariff import read_hints


@dataclass(frozen=True, slots=True, kw_only=True)
class Shock:
    """Everything of a scenario that decides what does not come.

    Parameters
    ----------
    flows
        What arrives of each material for each end use, F of them.
    lawful
        The cuts by law, in the order of the scenario; one that hits something else from a day on is two.
    trade
        Where trade is counted; None if no statistics are at hand.
    normal
        Heading to what is counted under it in a normal month on the route of the scenario.
    weighed
        Material to what each of its forms weighs by its flows; of those that are not named the stated shares weigh.
    on_headings
        The cuts by law again, with what they hit of the headings that materials name and trade is counted under.
    practice
        How licences went, by regime and phase.
    bought
        What was imported beyond a normal month shortly before the first day.
    passers
        Third countries that pass on what the seller made.
    """

    scenario: Scenario
    horizon: Horizon
    materials: Materials
    flows: tuple[MaterialFlow, ...]
    segments: tuple[Segment, ...]
    lawful: tuple[LawfulCut, ...]
    trade: FlowTable | None = None
    normal: Mapping[str, NormalFlow] = field(default_factory=dict)
    weighed: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    on_headings: tuple[LawfulCut, ...] = ()
    practice: tuple[PracticePhase, ...] = ()
    bought: tuple[BoughtAhead, ...] = ()
    passers: tuple[ReExporter, ...] = ()
    gathered: dict[tuple[int, Reading], ToldCut] = field(default_factory=dict, init=False, compare=False, repr=False)
    passed_on: dict[Reading, tuple[ToldPlaces, Mapping[tuple[str, str, Reading], Scrutiny]]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def told(self, each: LawfulCut, reading: Reading) -> ToldCut:
        """Return what one of the cuts by law hits under a reading, gathered once."""
        key = (next(number for number, one in enumerate(self.lawful) if one is each), reading)
        if key not in self.gathered:
            self.gathered[key] = told_cut(each, reading)
        return self.gathered[key]

    def told_passed_on(self, reading: Reading) -> tuple[ToldPlaces, Mapping[tuple[str, str, Reading], Scrutiny]]:
        """Return what is hit under a reading of what third countries pass on, and the scrutiny, gathered once."""
        if reading not in self.passed_on:
            places = told_places(hit for hit in any_passed_on(self.lawful) if hit.reading is reading)
            scrutiny = scrutiny_of(hit for lawful in self.lawful for hit in lawful.of_reading(reading))
            self.passed_on[reading] = (places, scrutiny)
        return self.passed_on[reading]

    @property
    def hangs_on_reading(self) -> bool:
        """Whether any reading gives another answer than the central one."""
        fields = {flow.end_use_sector for flow in self.flows}
        forms = [form for name in {flow.material for flow in self.flows} for form in self.materials[name].forms]
        alike = [other for form in forms for other in self.one_code_with(form)]
        codes = {code for form in (*forms, *alike) for code in form.control_codes or (NOT_LISTED,)}
        return any(each.hangs_on_reading(codes, fields) for each in self.lawful)

    def cut(self, levels: PriorLevels, reading: Reading) -> Array:
        """Return the share of the seller's flow that does not arrive; shape (K, T, F), each from 0 to 1.

        Cuts of several causes on one flow leave what each leaves: 1 - product(1 - f). What does not leave on a day is
        missed when it would have arrived.
        """
        return np.stack(self.cut_by_flow(levels, reading), axis=2)

    def cut_by_flow(self, levels: PriorLevels, reading: Reading) -> tuple[Array, ...]:
        """Return the same flow by flow, one array for all flows that are cut alike; shape (K, T) each."""
        return self.cut_of_forms(self.form_cuts(levels, reading))

    def cut_of_forms(self, by_form: Mapping[tuple[str, str], tuple[Array, ...]]) -> tuple[Array, ...]:
        """Return the share of each flow that does not arrive, from that of its forms; shape (K, T) each.

        Flows whose forms are cut alike, and weigh alike, have one array between them.
        """
        lines: dict[tuple[str, str], Array] = {}
        added: dict[tuple[tuple[float, ...], tuple[int, ...]], Array] = {}
        for (name, end_use), cuts in by_form.items():
            weights = self.weights(self.materials[name])
            key = (weights, tuple(map(id, cuts)))
            if key not in added:
                nothing = all(cut is cuts[0] for cut in cuts) and not cuts[0].any()
                added[key] = cuts[0] if nothing else _weighed(weights, cuts)
            lines[name, end_use] = added[key]
        return tuple(lines[str(flow.material), flow.end_use_sector] for flow in self.flows)

    def form_cuts(self, levels: PriorLevels, reading: Reading) -> dict[tuple[str, str], tuple[Array, ...]]:
        """Return what does not arrive of each form, by material and field of use; each of shape (K, T), from 0 to 1."""
        lines = dict.fromkeys((str(flow.material), flow.end_use_sector) for flow in self.flows)
        voyage = Voyage(levels)
        causes = [FormsByLaw(self, lawful, levels, reading, voyage) for lawful in self.lawful]
        assumed = [
            (cut, cut.share.at(levels.quantile("severity"))[:, None] * self._window(cut)[None, :])
            for cut in self.scenario.cuts
            if isinstance(cut, AssumedCut)
        ]
        by_form: dict[tuple[str, str], tuple[Array, ...]] = {}
        nothing = np.zeros((levels.draws.count, self.horizon.days))
        nothing.setflags(write=False)
        arrived: dict[tuple[int, str], Array] = {}

        def supposed(number: int, form: MaterialForm) -> Array:
            key = (number, str(form.carried))
            if key not in arrived:
                arrived[key] = voyage.arrived(assumed[number][1], form)
            return arrived[key]

        for name, end_use in lines:
            material = self.materials[name]
            of_forms = []
            for form in material.forms:
                parts = [
                    supposed(number, form)
                    for number, (cut, _) in enumerate(assumed)
                    if self._is_meant(cut, material, end_use)
                ]
                parts += [cause.of_form(material, form, end_use) for cause in causes]
                if len(parts) <= 1:  # a share already, as each of them is
                    of_forms.append(parts[0] if parts else nothing)
                    continue
                left = np.ones((levels.draws.count, self.horizon.days))
                for part in parts:
                    left *= 1.0 - np.clip(part, 0.0, 1.0)
                of_forms.append(1.0 - left)
            by_form[name, end_use] = tuple(of_forms)
        return by_form

    def passing(self, levels: PriorLevels, reading: Reading) -> Array:
        """Return the share of what third countries might pass on that no clause bars; shape (K, F), 1 without a law."""
        passed = np.ones((levels.draws.count, len(self.flows)))
        if not self.lawful:
            return passed
        weights = self.segment_weights(levels)
        places, scrutiny = self.told_passed_on(reading)
        shares = shares_of_places(places, weights)
        if not shares:
            return passed
        for number, flow in enumerate(self.flows):
            material, place = self.materials[flow.material], flow.end_use_sector
            barred = np.zeros(levels.draws.count)
            for form, weight in zip(material.forms, self.weights(material), strict=True):
                level = scrutiny_of_form(form, place, reading, scrutiny)
                doubt = doubt_of(level, place, weights, levels)
                barred += weight * parts_of(form, place, reading, shares, doubt)[0]
            passed[:, number] = 1.0 - np.clip(barred * levels["severity"], 0.0, 1.0)
        return passed

    def segment_weights(self, levels: PriorLevels | Draws) -> Weights:
        """Return the share of each segment of its field in each draw."""
        quantile = levels.quantile if isinstance(levels, PriorLevels) else levels.__getitem__
        return weights_of(self.segments, {sort: quantile(column) for sort, column in SEGMENT_COLUMNS.items()})

    def shares(self, draws: Draws) -> Shares:
        """Return what clauses hit, of any cut by law on any day, by control code, field and reading."""
        return shares_of(any_of(self.lawful), self.segment_weights(draws))

    def months(self, draws: Draws, fields: Mapping[str, Mapping[str, float]]) -> TradeOfMonths:
        """Return the trade on the scenario's route month by month, for what is hit of it.

        Parameters
        ----------
        fields
            Material to the fields that it goes to, each with its share.
        """
        return TradeOfMonths(
            materials=self.materials,
            horizon=self.horizon,
            normal=self.normal,
            fields=fields,
            lawful=self.lawful,
            on_headings=self.on_headings,
            weights=self.segment_weights(draws),
        )

    def weights(self, material: Material) -> tuple[float, ...]:
        """Return what each form of a material weighs: by its flows where they tell, else its stated share."""
        return self.weighed.get(str(material.id)) or tuple(form.share.central for form in material.forms)

    def _is_meant(self, cut: AssumedCut, material: Material, end_use: str) -> bool:
        meant = {ALL, str(material.id), material.group} & set(cut.materials)
        return bool(meant) and bool({ALL, end_use} & set(cut.fields))

    def _window(self, cut: AssumedCut) -> Array:
        first = self.horizon.day_of(cut.since) if cut.since else 0
        last = self.horizon.day_of(cut.until) if cut.until else self.horizon.days
        return self.between(first, last)

    def between(self, first: int, last: int) -> Array:
        """Return 1 from a first to a last day, and 0 on others; shape (T,)."""
        days = np.arange(self.horizon.days)
        return ((days >= first) & (days <= last)).astype(np.float64)

    def covering(self, names: tuple[str, ...], material: Material) -> str:
        """Name the first experience that covers a material; empty if none does, and its licences go without delay."""
        covering = (name for name in names if material.id in experience_of(self.materials, name).materials)
        return next(covering, "")

    def experience(self, name: str) -> Experience:
        """Return an experience by its id."""
        return experience_of(self.materials, name)

    def ahead(self, levels: PriorLevels, materials: Iterable[Material]) -> Array:
        """Return the days of base use that firms bought ahead of the first day, by material; shape (K, M)."""
        number, days_ahead = levels.number("front_loading"), []
        for material in materials:
            days = stock_ahead(self.bought, material, self.weights(material), self.scenario.start)
            nothing = np.zeros(levels.draws.count)
            drawn = nothing if days is None else days.at(levels.quantile("front_loading"))
            days_ahead.append(drawn if number is None or days is None else nothing + number)
        return np.stack(days_ahead, axis=1)

    def one_code_with(self, form: MaterialForm) -> tuple[MaterialForm, ...]:
        """Return the listed forms that customs cannot tell from a form on no list; none for one that is listed."""
        forms = (other for material in self.materials.items for other in material.forms)
        return tuple(
            other for other in forms if not form.control_codes and other.control_codes and {*other.hs} & {*form.hs}
        )


def _weighed(weights: tuple[float, ...], cuts: tuple[Array, ...]) -> Array:
    """Add up what does not arrive of forms, each by its weight; a share from 0 to 1."""
    whole = weights[0] * cuts[0]
    for weight, cut in zip(weights[1:], cuts[1:], strict=True):
        whole += weight * cut
    np.maximum(whole, 0.0, out=whole)
    return np.minimum(whole, 1.0, out=whole)


def _experiences(cut: LegalCut) -> set[str]:
    standing = set() if cut.standing_licences == (ALL,) else set(cut.standing_licences)
    return {*cut.new_licences, *standing}


def experience_of(materials: Materials, name: str) -> Experience:
    """Return an experience with licences by its id.

    Raises
    ------
    ScenarioError
        If there is none of that name, with the nearest.
    """
    known = {one.id: one for one in materials.experiences}
    if name not in known:
        names = message("impact.known", "Known: {known}.", known=joined(known, "comma"))
        remedy = joined((did_you_mean(name, known), names), "sentence")
        raise ScenarioError(
            Problem(
                where="licences",
                what=message("impact.unknown_experience", "no experience '{name}'.", name=name),
                remedy=remedy,
            )
        )
    return known[name]


def shock_of(
    scenario: Scenario,
    horizon: Horizon,
    library: Library,
    materials: Materials,
    flows: Iterable[MaterialFlow],
    *,
    assume: Mapping[str, str] | None = None,
    cache: Path | None = None,
    trade: FlowTable | None = None,
) -> Shock:
    """Ask the law what a scenario's measures hit.

    Parameters
    ----------
    trade
        Trade statistics, by whose flows forms weigh and of which it is told what is hit; None if there are none.

    Raises
    ------
    ScenarioError, LibraryError
        With every material, field, experience or measure that is not known.
    """
    flows = tuple(flows)
    problems = [*_unknown_words(scenario, materials, flows), *unknown_measures(scenario, library)]
    problems += [] if problems else _outside(scenario, horizon, library)
    if problems:
        raise ScenarioError(problems)
    segments = segments_of(library)
    codes = {code for one in materials.items for form in one.forms for code in form.control_codes} | {NOT_LISTED}
    third = next((name for name in ("KR", "US") if name not in {scenario.supplier, scenario.buyer}), "")
    normal = normal_flows(trade, scenario.supplier, scenario.buyer, scenario.start) if trade else {}

    def ask(items: Iterable[TradeItem], *, third: str = "") -> tuple[LawfulCut, ...]:
        asked = LegalQuery(segments=segments, items=frozenset(items), assume=assume or {}, cache=cache, third=third)
        return lawful_cuts(scenario, horizon, library, asked)

    # Headings are asked of apart: a day on which only what is counted under one changes begins no delay of licences.
    headings = _headings(library, materials, normal)
    return Shock(
        scenario=scenario,
        horizon=horizon,
        materials=materials,
        flows=flows,
        segments=segments,
        # Clauses on what is passed on name no country but seller and buyer, so one third country stands for all.
        lawful=ask((item_under_code(code) for code in codes), third=third),
        trade=trade,
        normal=normal,
        weighed=form_weights(materials, normal),
        on_headings=ask(headings) if headings else (),
        practice=practice_of(library),
        # What was bought ahead is known of the importer of the file alone, and nobody passes goods on to itself.
        bought=bought_ahead(library) if materials.at_home else (),
        passers=tuple(passer for passer in re_exporters(library) if passer.territory != scenario.buyer),
    )


def _headings(library: Library, materials: Materials, normal: Mapping[str, NormalFlow]) -> list[TradeItem]:
    """Return what is counted under each heading that a material names and that has a flow.

    It may fall under what the licence catalogue prints for the heading, and under what the materials say of forms.
    """
    hints: dict[str, set[str]] = {}
    for package in library.packages:
        for hs, codes in read_hints(package.folder).items():
            hints.setdefault(hs, set()).update(codes)
    for form in (form for material in materials.items for form in material.forms):
        for hs in form.hs:
            hints.setdefault(hs, set()).update(form.control_codes)
    named = {hs for material in materials.items for hs in material.hs}
    return [item_under_heading(hs, sorted(hints[hs])) for hs in sorted(named & set(normal))]


def _unknown_words(scenario: Scenario, materials: Materials, flows: Iterable[MaterialFlow]) -> list[Problem]:
    names = {ALL, *(str(one.id) for one in materials.items), *(one.group for one in materials.items)}
    fields = {ALL, *(flow.end_use_sector for flow in flows)}
    experiences = {one.id for one in materials.experiences}
    problems = []
    for cut in scenario.cuts:
        if isinstance(cut, AssumedCut):
            wrong = [
                (message("impact.kind_material", "material"), name, names)
                for name in cut.materials
                if name not in names
            ]
            wrong += [
                (message("impact.kind_field", "field of use"), name, fields)
                for name in cut.fields
                if name not in fields
            ]
        else:
            wrong = [
                (message("impact.kind_experience", "experience"), name, experiences)
                for name in _experiences(cut)
                if name not in experiences
            ]
        for kind, name, known in wrong:
            names_text = message("impact.known", "Known: {known}.", known=joined(sorted(known), "comma"))
            remedy = joined((did_you_mean(name, known), names_text), "sentence")
            problems.append(
                Problem(
                    where=scenario.id,
                    what=message("impact.no_such", "no {what} '{word}'.", what=kind, word=name),
                    remedy=remedy,
                )
            )
    return problems


def _outside(scenario: Scenario, horizon: Horizon, library: Library) -> list[Problem]:
    """Tell of cuts that lie outside the horizon, and would never bite."""
    problems = []
    for cut in scenario.cuts:
        first = first_day(cut, library, horizon) if isinstance(cut, LegalCut) else cut.since or horizon.start
        if first >= horizon.end:
            what = message(
                "impact.cut_after_horizon",
                "a cut begins on {first}, after the last day of the span, {end}.",
                first=first,
                end=horizon.end - timedelta(days=1),
            )
            remedy = message(
                "impact.lengthen_horizon", "Lengthen the span with --months, or begin it later with --start."
            )
            problems.append(Problem(where=scenario.id, what=what, remedy=remedy))
        elif cut.until is not None and cut.until < max(first, horizon.start):
            what = message(
                "impact.cut_too_early",
                "a cut ends on {until}, before it can bite on {first}.",
                until=cut.until,
                first=max(first, horizon.start),
            )
            problems.append(
                Problem(
                    where=scenario.id,
                    what=what,
                    remedy=message("impact.begin_earlier", "Begin the span earlier, or end the cut later."),
                )
            )
    return problems
