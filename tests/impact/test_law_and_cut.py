"""What is cut is what the clauses say: take a clause, a reading or a day away, and the cut goes with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.law_edits import edited, without_clauses
from tests.support.small_economy import (
    BAN,
    LISTED,
    MATERIALS,
    OTHER,
    PLAIN,
    START,
    figure,
    form,
    kept,
    lawful,
    losses,
    material,
    model,
    one_draw,
    shock,
    stop,
)

from sekisho import Library
from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.material import Materials
from sekisho.impact.model import Model
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.scenario.scenario import LegalCut, Scenario
from sekisho.impact.shock.line_verdicts import SegmentVerdict
from sekisho.impact.shock.segments import UseSort
from sekisho.impact.shock.shock import Shock
from sekisho.impact.shock.trade_lines import NOT_LISTED
from sekisho.impact.simulation import simulate
from sekisho.impact.uncertainty.draws import COLUMNS, Draws, draw
from sekisho.impact.uncertainty.levels import PriorLevels
from sekisho.law.model.term import Reading

LICENCES = "cn/2025-18-medium-heavy-rare-earths"
SUSPENDED = "cn/2025-57-holmium-and-others"
CODE, MAGNET, OF_OTHER = "1C905.a.1", "1C905.a.4", "3C001.a"
FIELDS = ("general", "defence_supply_chain", "shipbuilding", "aerospace", "space", "semiconductors")
FIXED = {"severity": "1", "strictness": "0"}
"""All of what is certainly barred, and nothing of what may be."""


@pytest.fixture(scope="module")
def ban_of(library: Library, small: Model) -> Shock:
    return shock(lawful(), library, small)


@pytest.fixture(scope="module")
def hits(ban_of: Shock) -> dict[tuple[str, str, UseSort, Reading], SegmentVerdict]:
    (one,) = ban_of.lawful
    return {(hit.code, hit.segment.field, hit.segment.sort, hit.reading): hit for hit in one.hits}


def levels(small: Model, draws: Draws, scenario: Scenario) -> PriorLevels:
    return PriorLevels(draws=draws, priors=small.priors, fixed=scenario.fixed)


def cut(
    scenario: Scenario, library: Library, small: Model, reading: Reading = Reading.CENTRAL, draws: Draws | None = None
) -> dict[tuple[str, str], Array]:
    """Return the cut of each flow, by material and field; shape (K, T)."""
    found = shock(scenario, library, small)
    array = found.cut(levels(small, draws or one_draw(), scenario), reading)
    flows = ((str(flow.material), flow.end_use_sector) for flow in found.flows)
    return {flow: array[:, :, number] for number, flow in enumerate(flows)}


Hits = dict[tuple[str, str, UseSort, Reading], SegmentVerdict]


@pytest.mark.parametrize("reading", Reading)
@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("code", [CODE, MAGNET, OF_OTHER])
def test_a_military_line_of_a_listed_item_is_barred_under_every_reading(
    hits: Hits, code: str, field: str, reading: Reading
):
    assert hits[code, field, UseSort.MILITARY, reading].barred


@pytest.mark.parametrize("reading", Reading)
@pytest.mark.parametrize("code", [CODE, MAGNET, OF_OTHER, NOT_LISTED])
def test_documented_civil_use_in_general_is_barred_under_no_reading(hits: Hits, code: str, reading: Reading):
    hit = hits[code, "general", UseSort.DOCUMENTED, reading]
    assert not hit.barred
    assert not hit.may_be_barred
    assert hit.clauses == ()


@pytest.mark.parametrize("field", ["aerospace", "semiconductors", "space", "shipbuilding"])
def test_documented_civil_use_in_strategic_fields_is_barred_under_the_broad_reading_alone(hits: Hits, field: str):
    barred = {reading: hits[CODE, field, UseSort.DOCUMENTED, reading].barred for reading in Reading}
    assert barred == {Reading.NARROW: False, Reading.CENTRAL: False, Reading.BROAD: True}


@pytest.mark.parametrize("reading", [Reading.NARROW, Reading.CENTRAL])
def test_use_of_which_no_paper_speaks_may_be_barred_and_is_not_for_certain(hits: Hits, reading: Reading):
    hit = hits[CODE, "general", UseSort.UNDOCUMENTED, reading]
    assert hit.may_be_barred
    assert not hit.barred


def test_an_unlisted_item_is_reached_by_the_ban_from_the_central_reading_on(hits: Hits):
    barred = {reading: hits[NOT_LISTED, "general", UseSort.MILITARY, reading].barred for reading in Reading}
    assert barred == {Reading.NARROW: False, Reading.CENTRAL: True, Reading.BROAD: True}


def test_whatever_a_reading_reaches_a_broader_one_reaches_too(hits: Hits):
    order = (Reading.NARROW, Reading.CENTRAL, Reading.BROAD)
    for code, field, sort, reading in hits:
        if reading is not Reading.BROAD:
            less, more = hits[code, field, sort, reading], hits[code, field, sort, order[order.index(reading) + 1]]
            assert less.barred <= more.barred
            assert max(less.barred, less.may_be_barred) <= max(more.barred, more.may_be_barred)


@settings(max_examples=10)
@given(row=st.lists(st.floats(0, 1), min_size=len(COLUMNS), max_size=len(COLUMNS)))
def test_a_broader_reading_cuts_no_less_of_any_flow_in_any_draw(ban_of: Shock, small: Model, row: list[float]):
    at = levels(small, Draws(quantiles=np.array([row]), seed=0), ban_of.scenario)
    narrow, central, broad = (ban_of.cut(at, reading) for reading in Reading)
    assert (narrow <= central + 1e-12).all()
    assert (central <= broad + 1e-12).all()


@pytest.fixture(scope="module")
def heap(library: Library, small: Model) -> Shock:
    """Two measures and a supposed stop, all on the same flows."""
    first = lawful(new_licences=("late",), standing_licences=("late", "early"))
    others = (*lawful(LICENCES, new_licences=("early",)).cuts, *stop(figure(0.2, 0.9, 1)).cuts)
    return shock(replace(first, cuts=(*first.cuts, *others)), library, small)


@settings(max_examples=15)
@given(row=st.lists(st.floats(0, 1), min_size=len(COLUMNS), max_size=len(COLUMNS)))
def test_a_cut_is_a_share(heap: Shock, small: Model, row: list[float]):
    at = levels(small, Draws(quantiles=np.array([row]), seed=0), heap.scenario)
    for reading in Reading:
        array = heap.cut(at, reading)
        assert array.shape == (1, heap.horizon.days, len(heap.flows))
        assert array.min() >= 0.0
        assert array.max() <= 1.0


def test_cuts_of_several_causes_leave_what_each_leaves(library: Library, small: Model):
    law, supposed = lawful(standing_licences=("late",)), stop(0.4, materials=(LISTED,))
    drawn = draw(16, 4)
    one, two = (cut(each, library, small, Reading.BROAD, drawn) for each in (law, supposed))
    both = cut(replace(law, cuts=law.cuts + supposed.cuts), library, small, Reading.BROAD, drawn)
    for flow, found in both.items():
        assert found == pytest.approx(1.0 - (1.0 - one[flow]) * (1.0 - two[flow]), abs=1e-12)


# ---------------------------------------------------------------- without its clause a measure cuts nothing


def total(scenario: Scenario, library: Library, of: Model, reading: Reading = Reading.BROAD) -> float:
    return float(sum(found.sum() for found in cut(scenario, library, of, reading).values()))


def test_without_the_clauses_of_the_ban_its_cut_is_gone(library: Library, tmp_path: Path):
    other = edited(tmp_path / "law", BAN, without_clauses("military-user", "military-use", "military-strength"))
    assert total(lawful(), library, model(library)) > 0
    assert total(lawful(), other, model(other)) == 0.0
    assert losses(lawful(), other, model(other), one_draw(), Reading.BROAD).sum() == 0.0


def test_without_its_third_limb_the_broad_reading_reaches_no_civil_maker(tmp_path: Path):
    """Groups with defence sales are military users under it, so that limb is taken back too."""
    other = edited(tmp_path / "law", BAN, without_clauses("military-user", "military-strength"))
    asked = replace(lawful(), fixed=FIXED)
    found = cut(asked, other, model(other), Reading.BROAD)
    central = cut(asked, other, model(other), Reading.CENTRAL)
    assert all(np.array_equal(found[flow], central[flow]) for flow in found)


def test_a_reading_taken_back_moves_the_cut_of_that_reading_alone(library: Library, tmp_path: Path):
    """Semiconductors struck from the broad reading are barred as far as groups with defence sales make them."""
    other = edited(tmp_path / "law", BAN, lambda text: text.replace(", space, semiconductors]", ", space]"))
    asked = replace(lawful(), fixed=FIXED)
    before, after = (cut(asked, each, model(each), Reading.BROAD) for each in (library, other))
    chips, planes = (LISTED, "semiconductors"), (LISTED, "aerospace")
    assert before[chips].max() > 0.8
    assert after[chips].max() < 0.4
    assert np.array_equal(after[planes], before[planes])
    for reading in (Reading.NARROW, Reading.CENTRAL):
        one, two = (cut(asked, each, model(each), reading) for each in (library, other))
        assert all(np.array_equal(one[flow], two[flow]) for flow in one)


# ---------------------------------------------------------------- days


def test_the_day_before_the_measure_takes_effect_nothing_is_hit(library: Library, small: Model):
    early = lawful(start=START - timedelta(days=5), standing_licences=("late",))
    for flow, found in cut(early, library, small, Reading.BROAD, draw(16, 2)).items():
        assert not found[:, :5].any(), flow
    assert cut(early, library, small, Reading.BROAD)[LISTED, "semiconductors"][0, 5] > 0


def test_law_asked_of_a_day_before_the_measure_bars_nothing_until_it_takes_effect(library: Library, small: Model):
    early = lawful(start=START - timedelta(days=5), since=START - timedelta(days=5))
    found = shock(early, library, small)
    assert [(one.since, one.until) for one in found.lawful] == [(0, 4), (5, found.horizon.days - 1)]
    before, after = found.lawful
    assert not any(hit.barred or hit.may_be_barred for hit in before.hits)
    assert any(hit.barred for hit in after.hits)


def test_a_cut_ends_on_its_last_day(library: Library, small: Model):
    found = cut(lawful(until=START + timedelta(days=9)), library, small)[LISTED, "semiconductors"]
    assert (found[0, :10] > 0).all()
    assert not found[0, 10:].any()


def test_a_measure_suspended_within_the_horizon_cuts_only_while_it_is_in_force(tmp_path: Path):
    span = "status:\n  - {state: suspended, from: 2026-02-01, until: 2026-02-28, by: a test}\n"
    other = edited(tmp_path / "law", BAN, lambda text: text.replace("\nterms:\n", f"\n{span}terms:\n", 1))
    found = cut(lawful(), other, model(other))[LISTED, "semiconductors"][0] > 0
    days = [START + timedelta(days=number) for number in range(len(found))]
    assert [day for day, bites in zip(days, found, strict=True) if not bites] == [
        date(2026, 2, 1) + timedelta(days=number) for number in range(28)
    ]


def test_a_measure_that_takes_effect_later_than_asked_bites_from_its_own_day(library: Library, small: Model):
    found = cut(lawful(LICENCES, start=date(2025, 4, 1), new_licences=("late",)), library, small)
    assert (found[LISTED, "general"][0, :5] > 0).tolist() == [False, False, False, True, True]


# ---------------------------------------------------------------- named unknowns of the law


@pytest.fixture(scope="module")
def holmium() -> Materials:
    """A material under a code that only a suspended measure puts under a licence."""
    items = (material(LISTED, form("metal", "280530", ("1C909.a",))),)
    return replace(MATERIALS, items=items, experiences=(replace(MATERIALS.experiences[0], materials=(items[0].id,)),))


@pytest.mark.parametrize(
    ("said", "licensed"), [("extended", (False, False)), ("lapsed", (True, True)), ("changed", (False, True))]
)
def test_what_followed_a_suspension_decides_what_is_licensed(
    library: Library, holmium: Materials, said: str, licensed: tuple[bool, bool]
):
    """Licensed for certain, and possibly; military lines are barred by another measure, which comes first."""
    of = model(library, materials=holmium, uses=[each for each in model(library).pairs.uses if each.material == LISTED])
    asked = lawful(SUSPENDED, start=date(2026, 11, 11), new_licences=("early",))
    (one,) = shock(asked, library, of, ann70_after_2026_11_10=said).lawful
    place = ("1C909.a", "general", UseSort.DOCUMENTED, Reading.CENTRAL)
    (hit,) = (each for each in one.hits if (each.code, each.segment.field, each.segment.sort, each.reading) == place)
    assert (hit.licensed, hit.licensed or hit.may_be_licensed) == licensed


def test_an_assumption_on_the_law_changes_the_loss_of_a_suspended_measure(library: Library, holmium: Materials):
    of = model(library, materials=holmium, uses=[each for each in model(library).pairs.uses if each.material == LISTED])
    asked = lawful(SUSPENDED, start=date(2026, 11, 11), months=6, new_licences=("early",))
    extended, lapsed = (
        run(asked, library, of, assume={"ann70_after_2026_11_10": said}) for said in ("extended", "lapsed")
    )
    assert extended.percent().p95 == 0.0
    assert lapsed.percent().p50 > 0.0


def test_a_suspended_measure_hits_nothing_while_it_is_suspended(library: Library, holmium: Materials):
    of = model(library, materials=holmium, uses=[each for each in model(library).pairs.uses if each.material == LISTED])
    asked = lawful(SUSPENDED, start=date(2026, 1, 6), new_licences=("early",))
    (one,) = shock(asked, library, of).lawful
    assert not any(hit.licensed or hit.may_be_licensed or hit.barred or hit.may_be_barred for hit in one.hits)


# ---------------------------------------------------------------- licences


def test_a_licence_that_a_measure_requires_stops_all_and_then_releases_part(library: Library, small: Model):
    """In the median draw nothing comes for 45 days, and 80 % of it in the end."""
    found = cut(lawful(LICENCES, start=date(2025, 4, 4), months=6, new_licences=("late",)), library, small)
    flow = found[LISTED, "general"][0]
    assert flow[:45] == pytest.approx(np.ones(45))
    assert flow[-1] == pytest.approx(0.2, abs=1e-3)
    assert (np.diff(flow) <= 1e-12).all()


def test_an_experience_counts_for_the_materials_that_it_covers_and_no_others(library: Library, small: Model):
    """The other metal stands under a licence too, but the experience says nothing of it."""
    asked = replace(lawful(standing_licences=("late",)), fixed={"severity": "0"})
    found = cut(asked, library, small, draws=draw(16, 1))
    assert found[LISTED, "general"].max() > 0.1
    assert not found[OTHER, "semiconductors"].any()
    covered = replace(lawful(standing_licences=("late", "early")), fixed={"severity": "0"})
    assert cut(covered, library, small, draws=draw(16, 1))[OTHER, "semiconductors"].max() > 0.1


def test_the_first_experience_that_covers_a_material_counts(library: Library):
    slow = replace(MATERIALS.experiences[0], id="slow", delay_days=figure(80, 85, 90))
    of = model(library, materials=replace(MATERIALS, experiences=(*MATERIALS.experiences, slow)))
    first, second = (
        cut(lawful(LICENCES, start=date(2025, 4, 4), new_licences=names), library, of)[LISTED, "general"][0]
        for names in (("late", "slow"), ("slow", "late"))
    )
    assert first[60] < 1.0 == second[60]


def test_without_an_experience_licences_go_as_before_and_the_result_says_so(library: Library, small: Model):
    asked, known = (
        lawful("cn/2023-23-gallium-germanium", start=date(2023, 8, 1), new_licences=(name,))
        for name in ("late", "early")
    )
    result = run(asked, library, small)
    assert result.percent().p95 == 0.0
    assert any("how licences for other metal went" in each for each in result.cautions)
    found = run(known, library, small)
    assert found.percent().p95 > 0.0
    assert not any("how licences" in each for each in found.cautions)


def test_only_a_form_under_a_shared_customs_code_is_held_up_with_a_listed_one(library: Library, small: Model):
    asked = replace(lawful(LICENCES, start=date(2025, 4, 4), new_licences=("late",)), fixed={"spill_over": "0.5"})
    shared = cut(asked, library, small)[PLAIN, "general"][0]
    whole = cut(asked, library, small)[LISTED, "general"][0]
    assert shared == pytest.approx(0.5 * whole)
    listed, _, other = MATERIALS.items
    alone = replace(MATERIALS, items=(listed, material(PLAIN, form("metal", "260300", ())), other))
    assert not cut(asked, library, model(library, materials=alone))[PLAIN, "general"].any()


def test_nothing_spills_over_where_the_listed_form_goes_freely(library: Library, small: Model):
    """In 2024 civil use of the listed metal needed no licence, save by makers known to supply military users."""
    asked = lawful("cn/2023-23-gallium-germanium", start=date(2024, 6, 1), standing_licences=("late",))
    free = replace(asked, fixed={"spill_over": "0.5", "standing_disturbed": "1"})
    assert cut(free, library, small, draws=draw(16, 1))[PLAIN, "general"].max() < 0.1
    later = lawful("cn/2023-23-gallium-germanium", start=date(2025, 6, 1), standing_licences=("late",))
    held = replace(later, fixed=free.fixed)
    assert cut(held, library, small, draws=draw(16, 1))[PLAIN, "general"].max() > 0.2


# ---------------------------------------------------------------- what a result tells of it


def run(scenario: Scenario, library: Library, small: Model, **more: object) -> ImpactResult:
    return simulate(scenario, library, small, RunSettings(draws=16, cache=kept(), **more))  # type: ignore[arg-type]


def test_a_scenario_that_hangs_on_no_reading_runs_once(library: Library, small: Model):
    asked = lawful(LICENCES, start=date(2025, 4, 4), months=1, new_licences=("late",))
    assert run(asked, library, small).readings == (Reading.CENTRAL,)
    assert run(asked, library, small, reading=Reading.BROAD).readings == (Reading.BROAD,)
    assert run(stop(months=1), library, small).readings == (Reading.CENTRAL,)
    one, two = (run(asked, library, small, reading=each).totals() for each in (Reading.NARROW, Reading.BROAD))
    assert np.array_equal(one, two)


def test_a_scenario_that_hangs_on_one_runs_under_all_three(library: Library, small: Model):
    result = run(lawful(months=2), library, small, reading=Reading.NARROW)
    assert result.readings == tuple(Reading)
    assert result.percent().p50 == result.percent(Reading.NARROW).p50 < result.percent(Reading.BROAD).p50


def test_shares_of_trade_that_are_hit_are_shares_and_grow_with_the_reading(ban: ImpactResult):
    by_material: dict[str, list[float]] = {}
    for hit in ban.trade:
        assert 0.0 <= hit.barred <= hit.may_be_barred <= 1.0 + 1e-9
        assert 0.0 <= hit.licensed <= hit.may_be_licensed <= 1.0 + 1e-9
        by_material.setdefault(hit.material, []).append(hit.barred)
    for name, (narrow, central, broad) in by_material.items():
        assert narrow <= central + 1e-12, name
        assert central <= broad + 1e-12, name
    assert len(by_material) == 17


def test_trade_hit_by_two_measures_is_counted_once(library: Library, small: Model):
    one = run(lawful(months=1), library, small)
    twice = lawful(months=1)
    twice = replace(twice, cuts=(*twice.cuts, LegalCut(measures=(LICENCES,), new_licences=("late",))))
    both = run(twice, library, small)
    assert [(hit.material, hit.barred) for hit in both.trade] == [(hit.material, hit.barred) for hit in one.trade]
    licensed = {hit.material for hit in both.trade if hit.licensed > 0.5}
    assert licensed == {LISTED}
    assert all(hit.barred + hit.licensed + hit.stands <= 1.0 + 1e-9 for hit in both.trade)


def names_of(hits: Iterable[SegmentVerdict]) -> set[str]:
    return {clause.split("#")[0] for hit in hits for clause in hit.clauses}


def test_only_clauses_of_the_measures_in_question_count_as_new(ban_of: Shock):
    assert names_of(ban_of.lawful[0].hits) == {BAN}
