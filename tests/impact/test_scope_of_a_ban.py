"""Whom a ban touches: which licences it disturbs, what readings part over, and when a cut is missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
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
    PLAIN,
    form,
    lawful,
    material,
    model,
    one_draw,
    shock,
    stop,
)

from sekisho import Library
from sekisho.errors import ScenarioError
from sekisho.impact.materials.figure import Array, FigureConfidence
from sekisho.impact.materials.front_loading import BoughtAhead, stock_ahead
from sekisho.impact.materials.material import Carriage
from sekisho.impact.materials.practice import (
    ApprovalBasis,
    LicencePhase,
    licences_of,
    practice_of,
)
from sekisho.impact.model import Model
from sekisho.impact.scenario.resolution import scenario_of
from sekisho.impact.scenario.scenario import Scenario
from sekisho.impact.shock.shock import Shock
from sekisho.impact.shock.standing import Scrutiny, scrutiny_of
from sekisho.impact.uncertainty.draws import COLUMNS, Draws, draw
from sekisho.impact.uncertainty.levels import PriorLevels
from sekisho.law.model.term import Reading

DISTURBED = lawful(standing_licences=("all",), months=12)
ALONE = replace(DISTURBED, fixed={"severity": "0"})
"""Nothing that is barred stops, so that only licences hold anything up."""
UNDER_LICENCE = ("gallium", "germanium", "antimony", "natural-graphite", "tungsten", "bismuth", "tellurium")
"""The seven of the contract whose trade stood under a licence and went as before."""


def levels(of: Model, draws: Draws, scenario: Scenario) -> PriorLevels:
    return PriorLevels(draws=draws, priors=of.priors, fixed=scenario.fixed)


def cut(
    scenario: Scenario, library: Library, of: Model, reading: Reading, draws: Draws | None = None
) -> dict[tuple[str, str], Array]:
    found = shock(scenario, library, of)
    array = found.cut(levels(of, draws or one_draw(), scenario), reading)
    return {(str(flow.material), flow.end_use_sector): array[:, :, number] for number, flow in enumerate(found.flows)}


# ---------------------------------------------------------------- every standing licence


@pytest.fixture(scope="module")
def shipped(library: Library, japan: Model) -> Shock:
    return shock(scenario_of(library, ["japan-ban"]), library, japan)


def test_every_material_under_a_licence_moves_its_flow_under_the_ban(shipped: Shock, japan: Model):
    """Seven of seven, in the median draw, and the rare earths on the list with them."""
    found = shipped.cut(levels(japan, one_draw(), replace(shipped.scenario, fixed={"severity": "0"})), Reading.CENTRAL)
    moved = {str(flow.material) for number, flow in enumerate(shipped.flows) if found[0, :, number].max() > 0.2}
    assert {*UNDER_LICENCE, "heavy-rare-earths", "samarium", "yttrium"} <= moved


def test_the_law_says_which_and_not_a_list(library: Library):
    """Holmium stands under a licence only if the suspension of the measure that asks for one has lapsed."""
    items = (material(LISTED, form("metal", "280530", ("1C909.a",))),)
    uses = [each for each in model(library).pairs.uses if each.material == LISTED]
    of = model(library, materials=replace(MATERIALS, items=items, experiences=()), uses=uses)
    asked = replace(ALONE, start=date(2026, 11, 11), months=2)
    free, held = (
        shock(asked, library, of, ann70_after_2026_11_10=said).cut(levels(of, one_draw(), asked), Reading.CENTRAL)
        for said in ("extended", "lapsed")
    )
    assert not free.any()
    assert held.max() > 0.5


def test_named_lists_still_hold_up_what_they_cover_alone(library: Library, small: Model):
    named = replace(lawful(standing_licences=("late",)), fixed={"severity": "0"})
    found = cut(named, library, small, Reading.CENTRAL)
    assert found[LISTED, "general"].max() > 0.1
    assert not found["other-metal", "semiconductors"].any()


def test_all_stands_for_standing_licences_only(library: Library, small: Model):
    with pytest.raises(ScenarioError, match="no experience 'all'"):
        shock(lawful(new_licences=("all",)), library, small)


@pytest.mark.parametrize("reading", Reading)
def test_fixed_at_nothing_licences_go_as_before(library: Library, small: Model, reading: Reading):
    undisturbed = replace(ALONE, fixed={"severity": "0", "standing_disturbed": "0"})
    assert not any(each.any() for each in cut(undisturbed, library, small, reading, draw(16, 1)).values())


# ---------------------------------------------------------------- practice in time


def test_a_pause_ends_and_part_is_approved_by_hand(library: Library, small: Model):
    """The median draw: nothing for 75 days, then the pooled share of applications times 0.85 tonnes for one."""
    found = cut(ALONE, library, small, Reading.CENTRAL)[LISTED, "general"][0]
    practice = licences_of(practice_of(library), LISTED, "JP", ALONE.start)
    assert practice is not None
    assert practice.regime == ""
    assert practice.basis is ApprovalBasis.APPLICATIONS
    assert found[:75] == pytest.approx(1.0)
    approved = practice.approved.central * 0.85
    # Of 0.898 documented, 4 % supply military users and 25 % are of groups with defence sales: half as much is
    # approved of these, and of what no paper speaks of, as of the rest.
    civil = 0.898 * (1.0 - 0.04 - 0.25)
    assert found[-1] == pytest.approx(civil * (1.0 - approved) + (1.0 - civil) * (1.0 - 0.5 * approved), abs=2e-3)


def test_a_run_takes_what_was_known_on_its_first_day(library: Library):
    rows = practice_of(library)
    early, late = (licences_of(rows, "heavy-rare-earths", "JP", day) for day in (date(2026, 1, 6), date(2026, 3, 1)))
    assert early is not None
    assert late is not None
    assert (early.regime, late.regime) == ("licensing-2025", "japan-2026")
    assert (late.approved.low, late.approved.high) == (0.35, 0.65)
    assert licences_of(rows, "heavy-rare-earths", "KR", date(2026, 3, 1)).regime == "licensing-2025"  # type: ignore[union-attr]


def test_a_pooled_band_is_no_narrower_than_any_of_its_rows(library: Library):
    rows = practice_of(library)
    pooled = licences_of(rows, "unheard-of", "JP", date(2026, 1, 6))
    assert pooled is not None
    known = [one for one in rows if one.phase is LicencePhase.CASE_BY_CASE and one.known_by <= date(2026, 1, 6)]
    assert all(pooled.approved.low <= one.approved.low for one in known if not one.importer or one.importer == "JP")
    assert pooled.approved.high - pooled.approved.low > 0.9


def test_shares_approved_move_together_over_materials_but_not_as_one(shipped: Shock, japan: Model):
    """One common factor with a loading of 0.5 to 0.9: correlations of its square, 0.25 to 0.81, about 0.5."""
    found = shipped.cut(
        levels(japan, draw(256, 3), replace(shipped.scenario, fixed={"severity": "0"})), Reading.CENTRAL
    )
    last = {str(flow.material): found[:, -1, number] for number, flow in enumerate(shipped.flows)}
    between = float(np.corrcoef(last["tungsten"], last["natural-graphite"])[0, 1])
    assert 0.2 < between < 0.85


# ---------------------------------------------------------------- readings


def scrutiny(library: Library, of: Model, scenario: Scenario = DISTURBED) -> dict[Reading, Scrutiny]:
    (one,) = shock(scenario, library, of).lawful
    found = scrutiny_of(one.hits)
    return {reading: found["1C905.a.1", "general", reading] for reading in Reading}


def test_the_law_tells_how_far_an_authority_looks_behind_a_civil_use(library: Library, small: Model):
    assert scrutiny(library, small) == {
        Reading.NARROW: Scrutiny.STATED,
        Reading.CENTRAL: Scrutiny.REVIEWED,
        Reading.BROAD: Scrutiny.PAUSED,
    }


def test_it_is_the_third_limb_that_tells_readings_apart_over_licences(library: Library, tmp_path: Path):
    """Without military-strength only stated use counts under every reading, and licences wait for a case alone."""
    other = edited(tmp_path / "law", BAN, without_clauses("military-strength"))
    assert set(scrutiny(other, model(other)).values()) == {Scrutiny.STATED}
    found = [cut(ALONE, other, model(other), reading)[LISTED, "general"] for reading in Reading]
    assert np.array_equal(found[0], found[1])
    whole = [float(cut(ALONE, library, model(library), reading)[LISTED, "general"].sum()) for reading in Reading]
    assert whole[0] < whole[1] < whole[2]


def test_knowledge_of_a_barred_use_is_what_the_central_reading_adds(tmp_path: Path):
    """Struck from the central words, suppliers are not reached and nothing is reviewed."""
    words = "{knowledge_of_barred_use: yes}\n          - {term: unconfirmed-civil-use}\n          - {end_use: research"

    def strike(text: str) -> str:
        assert words in text
        return text.replace(words, "{term: unconfirmed-civil-use}\n          - {end_use: research", 1)

    other = edited(tmp_path / "law", BAN, strike)
    assert scrutiny(other, model(other))[Reading.CENTRAL] is Scrutiny.STATED


def test_a_known_risk_is_what_the_broad_reading_adds(tmp_path: Path):
    words = "{knowledge_of_risk: yes}\n          - {term: unconfirmed-civil-use}\n          - {end_use_sector: [defence"

    def strike(text: str) -> str:
        assert words in text
        return text.replace(words, "{term: unconfirmed-civil-use}\n          - {end_use_sector: [defence", 1)

    other = edited(tmp_path / "law", BAN, strike)
    assert scrutiny(other, model(other))[Reading.BROAD] is Scrutiny.REVIEWED


def test_groups_with_defence_sales_are_barred_under_the_broad_reading_alone(library: Library, small: Model):
    free = replace(DISTURBED, fixed={"severity": "1", "standing_disturbed": "0"})
    of_groups = [
        {
            level: cut(free, library, small, reading, one_draw(groups=level))[LISTED, "general"][0, -1]
            for level in (0.0, 1.0)
        }
        for reading in Reading
    ]
    narrow, central, broad = (each[1.0] - each[0.0] for each in of_groups)
    assert (narrow, central) == (0.0, 0.0)
    assert broad > 0.2


def test_suppliers_are_barred_from_the_central_reading_on(library: Library, small: Model):
    free = replace(DISTURBED, fixed={"severity": "1", "standing_disturbed": "0"})
    narrow, central = (
        cut(free, library, small, reading, one_draw(suppliers=1.0))[LISTED, "general"][0, -1]
        - cut(free, library, small, reading, one_draw(suppliers=0.0))[LISTED, "general"][0, -1]
        for reading in (Reading.NARROW, Reading.CENTRAL)
    )
    assert narrow == 0.0
    assert central > 0.05


def test_a_plain_form_is_free_then_waits_for_the_pause_then_as_long_as_the_measure(library: Library, small: Model):
    asked = replace(ALONE, fixed={"severity": "0", "spill_over": "0.5"})
    narrow, central, broad = (cut(asked, library, small, reading)[PLAIN, "general"][0] for reading in Reading)
    assert not narrow.any()
    assert central[10] > 0.3
    assert central[100:].max() < 1e-9
    assert broad[10] > 0.3
    assert broad[-1] == pytest.approx(broad[10])


def test_less_may_be_passed_on_the_broader_the_reading(library: Library, small: Model):
    """By the clause on transfers from abroad; without it everything may."""
    found = shock(DISTURBED, library, small)
    at = levels(small, draw(16, 2), DISTURBED)
    narrow, central, broad = (found.passing(at, reading) for reading in Reading)
    assert (broad <= central + 1e-12).all()
    assert (central <= narrow + 1e-12).all()
    assert narrow.mean() > 0.9 > broad.mean()


def test_without_the_clause_on_transfers_everything_may_be_passed_on(tmp_path: Path):
    other = edited(tmp_path / "law", BAN, without_clauses("foreign-transfer"))
    of = model(other)
    found = shock(DISTURBED, other, of)
    assert (found.passing(levels(of, draw(16, 2), DISTURBED), Reading.BROAD) == 1.0).all()


@settings(max_examples=10)
@given(row=st.lists(st.floats(0, 1), min_size=len(COLUMNS), max_size=len(COLUMNS)))
def test_a_broader_reading_holds_up_no_less_of_any_flow_in_any_draw(library: Library, small: Model, row: list[float]):
    found = shock(DISTURBED, library, small)
    at = levels(small, Draws(quantiles=np.array([row]), seed=0), DISTURBED)
    narrow, central, broad = (found.cut(at, reading) for reading in Reading)
    assert (narrow <= central + 1e-12).all()
    assert (central <= broad + 1e-12).all()


# ---------------------------------------------------------------- arrival


def carried(way: Carriage) -> object:
    items = tuple(
        replace(one, forms=tuple(replace(form, carried=way) for form in one.forms)) for one in MATERIALS.items
    )
    return replace(MATERIALS, items=items)


@pytest.mark.parametrize(("way", "most"), [(Carriage.SEA, 0.4), (Carriage.AIR, 0.8)])
def test_of_a_step_on_the_first_day_the_first_month_misses_a_part(library: Library, way: Carriage, most: float):
    """By sea below 0.4: 10 to 30 days and 2 to 7 for customs, of 31."""
    of = model(library, materials=carried(way))  # type: ignore[arg-type]
    found = cut(stop(1.0), library, of, Reading.CENTRAL, draw(256, 1))[LISTED, "general"]
    assert 0.05 < float(found[:, :31].mean()) < most
    assert (found[:, 40:] == 1.0).all()


def test_a_lag_that_is_fixed_moves_the_cut_by_its_days(library: Library):
    of = model(library, materials=carried(Carriage.SEA))  # type: ignore[arg-type]
    found = cut(replace(stop(1.0), fixed={"lag": "5"}), library, of, Reading.CENTRAL)[LISTED, "general"][0]
    assert (not found[:5].any(), found[5:].min()) == (True, 1.0)


def test_what_was_bought_ahead_adds_days_by_hand():
    """305 t in a month of 200 t by a form of 40 % of use: 0.525 month, 0.4 of it, 6.4 days."""
    row = BoughtAhead(
        material=LISTED,
        form="magnet",
        month="2025-11",
        tonnes=305,
        normal=(180, 200, 305),
        source="judgement",
        confidence=FigureConfidence.LOW,
    )
    listed = MATERIALS.items[0]
    days = stock_ahead([row], listed, (0.6, 0.4), date(2026, 1, 6))
    assert days is not None
    assert days.central == pytest.approx(0.525 * 365 / 12 * 0.4)
    assert days.low == 0.0
    assert stock_ahead([row], listed, (0.6, 0.4), date(2026, 6, 1)) is None
    assert stock_ahead([row], listed, (0.6, 0.4), date(2025, 11, 6)) is None


def test_magnets_bought_late_in_2025_raise_stocks_of_two_materials(shipped: Shock, japan: Model):
    days = shipped.ahead(levels(japan, one_draw(), shipped.scenario), japan.pairs.materials)[0]
    raised = {str(one.id): day for one, day in zip(japan.pairs.materials, days, strict=True) if day > 0}
    assert set(raised) == {"light-rare-earths", "heavy-rare-earths"}
    assert 3 < raised["light-rare-earths"] < 6
