"""What arrives by form, origin and month is what the loss was made of."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support.small_economy import LISTED, lawful, one_draw, shock, stop

from sekisho import Library
from sekisho.impact.model import Model
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.run_setup import switches_of
from sekisho.impact.scenario_run import ScenarioRun
from sekisho.impact.shock.arrivals import OriginArrivals, SupplyWay, arrivals_of
from sekisho.impact.uncertainty.draws import draw
from sekisho.impact.uncertainty.levels import PriorLevels
from sekisho.law.model.term import Reading


def arrivals(scenario: object, library: Library, small: Model, drawn: object) -> list[OriginArrivals]:
    found = shock(scenario, library, small)  # type: ignore[arg-type]
    levels = PriorLevels(draws=drawn, priors=small.priors, fixed=found.scenario.fixed)  # type: ignore[arg-type]
    return list(arrivals_of(found, small, levels, Reading.CENTRAL))


def test_a_normal_month_is_whole_and_nothing_is_missing_without_a_cut(library: Library, small: Model):
    found = arrivals(stop(0.0), library, small, draw(16, 1))
    for name in {each.material for each in found}:
        of = [each for each in found if each.material == name]
        assert sum(each.normal for each in of) == pytest.approx(np.ones(16))
        assert sum(each.arrives for each in of) == pytest.approx(np.ones((16, 4)))


def test_half_a_flow_cut_is_half_of_what_the_seller_sends_by_hand(library: Library, small: Model):
    """The median draw: 70 % come from the seller, 20 % of what is cut leaks: 0.35 direct, 0.07 through others."""
    found = arrivals(stop(0.5, materials=(LISTED,)), library, small, one_draw())
    of = [each for each in found if each.material == LISTED]
    direct = [each for each in of if each.way is SupplyWay.DIRECT]
    assert [each.form for each in direct] == ["metal", "magnet"]
    assert sum(each.arrives[0, 0] for each in direct) == pytest.approx(0.35)
    assert direct[0].arrives[0, 0] == pytest.approx(0.6 * 0.35)
    (through,) = (each for each in of if each.way is SupplyWay.THROUGH)
    assert through.arrives[0, 0] == pytest.approx(0.07)
    (instead,) = (each for each in of if each.way is SupplyWay.ALTERNATIVE)
    assert instead.arrives[0, 0] < instead.arrives[0, -1] < 0.3 * 0.28


def test_what_is_not_cut_arrives_from_where_it_came(library: Library, small: Model):
    found = arrivals(stop(materials=(LISTED,)), library, small, draw(16, 1))
    for each in found:
        if each.material != LISTED:
            assert each.arrives == pytest.approx(np.repeat(each.normal[:, None], 4, axis=1))


def test_no_month_brings_more_than_a_normal_one_from_the_seller(library: Library, small: Model):
    for each in arrivals(lawful(), library, small, draw(16, 1)):
        if each.way is SupplyWay.DIRECT:
            assert (each.arrives <= each.normal[:, None] + 1e-12).all()
            assert each.arrives.min() >= 0.0


def test_what_arrives_what_is_imported_and_what_the_account_counts_are_one(library: Library, small: Model):
    """Under the ban, with clauses that bar passing on: by form and origin, by calendar month, and in the account."""
    found, drawn = shock(lawful(), library, small), draw(16, 1)
    levels = PriorLevels(draws=drawn, priors=small.priors, fixed=found.scenario.fixed)
    rows = list(arrivals_of(found, small, levels, Reading.BROAD))
    run = ScenarioRun(model=small, shock=found, draws=drawn, settings=RunSettings())
    raw = run.run(Reading.BROAD, switches_of(found.scenario, 0.0), 16)
    assert float(np.max([each.arrives for each in rows if each.way is SupplyWay.THROUGH])) > 0.0
    months = [found.horizon.labels.index(month) for month in raw.imports.months]
    for at, name in enumerate(raw.imports.materials):
        of = [each for each in rows if each.material == name]
        arrives = np.asarray(sum(each.arrives for each in of))
        assert arrives == pytest.approx(1.0 - raw.flows.lost[:, :, at] + raw.flows.alternative[:, :, at], abs=1e-12)
        direct = np.asarray(sum(each.arrives for each in of if each.way is SupplyWay.DIRECT))
        whole = [number for number, month in enumerate(months) if month > 0]  # the first has normal days before it
        assert raw.imports.seller[:, whole, at] == pytest.approx(direct[:, [months[n] for n in whole]], abs=1e-12)
        both = raw.imports.seller[:, whole, at] + raw.imports.others[:, whole, at]
        assert both == pytest.approx(arrives[:, [months[n] for n in whole]], abs=1e-12)
