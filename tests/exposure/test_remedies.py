"""The cheapest set of remedies: by hand, against trying all sets, and with the effect that was promised."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.bill_uses import uses_by_name
from tests.support.bills import bill

from sekisho.exposure.remedies import Plan, Way, _missing, _options, _spend, plan_of, yearly_use
from sekisho.exposure.shortage_network import StockChanges, network_of
from sekisho.exposure.time_to_stop import Availability, run, stopped
from sekisho.trade.bom.bill import Bill

MOTOR = """
parent,part,quantity,unit,unit_value_usd,sourcing,stock_days,lead_days,redesign_days,second_source_cost,redesign_cost,revenue,units_year
,motor,,,250,,,,,,,9125000,36500
motor,magnet,1,,6,single,30,90,200,50000,900000,,
motor,sensor,1,,20,sole,10,60,,1,,,
motor,housing,1,,12,dual,5,,,,,,
"""


def plan(found: Bill, *names: str, days: int = 180, of: int = 100, **options: float) -> Plan:
    uses = uses_by_name(found, names, feels=np.ones(len(found.parts), dtype=bool))
    return plan_of(found, uses, stopped(names, days=days, of=of), **options)


def told(found: Bill, got: Plan) -> list[tuple[str, str, int, float]]:
    return [(found.parts.ids[one.part], one.way.value, one.stock_days, round(one.cost, 2)) for one in got.remedies]


def test_stock_alone_is_taken_where_it_is_cheapest(tmp_path: Path):
    """100 motors a day need magnets of USD 600; 70 days more are USD 42,000, at 20 % a year USD 8,400."""
    found = bill(tmp_path, MOTOR)
    got = plan(found, "magnet")
    assert told(found, got) == [("magnet", "stock", 70, 8_400.0)]
    assert (got.cost, [found.parts.ids[part] for part in got.kept], got.left) == (8_400.0, ["motor"], ())
    assert got.proved


def test_a_second_source_with_bridging_stock_is_taken_where_holding_is_dear(tmp_path: Path):
    """Qualified by day 90, 60 days are bridged beyond the 30 in stock; at 10 times the value a year."""
    found = bill(tmp_path, MOTOR)
    got = plan(found, "magnet", days=365, of=365, holding_rate=0.5)
    assert told(found, got) == [("magnet", "second_source", 60, 50_000 + 60 * 600 * 0.5)]
    dear = plan(found, "magnet", days=365, of=365, holding_rate=20.0)
    assert told(found, dear) == [("magnet", "second_source", 60, 50_000 + 60 * 600 * 20)]


def test_what_only_one_firm_makes_has_no_second_source(tmp_path: Path):
    found = bill(tmp_path, MOTOR)
    assert [one.way for one in plan(found, "sensor").remedies] == [Way.STOCK]


def test_a_part_without_any_cost_is_told_and_its_products_are_left(tmp_path: Path):
    found = bill(tmp_path, MOTOR.replace("sensor,1,,20", "sensor,1,,"))
    got = plan(found, "sensor", "magnet")
    assert [found.parts.ids[part] for part in got.without_way] == ["sensor"]
    assert [found.parts.ids[part] for part in got.left] == ["motor"]
    assert (got.remedies, got.cost) == ((), 0)


def test_what_lasts_needs_no_remedy(tmp_path: Path):
    found = bill(tmp_path, MOTOR)
    assert plan(found, "magnet", of=30).remedies == ()


def test_stock_of_a_sub_assembly_on_the_way_counts(tmp_path: Path):
    text = MOTOR.replace("motor,magnet", "rotor,magnet").replace(
        "motor,sensor", "motor,rotor,1,,40,,25,,,,,,\nmotor,sensor"
    )
    got = plan(bill(tmp_path, text), "magnet")
    assert [one.stock_days for one in got.remedies] == [100 - 30 - 25]


def test_yearly_use_follows_quantities_down(tmp_path: Path):
    found = bill(tmp_path, MOTOR.replace("motor,magnet,1", "motor,magnet,8"))
    use = yearly_use(found)
    assert use[found.place("magnet")] == 8 * 36_500
    assert use[found.place("sensor")] == 36_500


def test_the_effect_is_what_was_promised(tmp_path: Path):
    """Draws that stop for 20 to 180 days: with the remedy the product is kept in 90 % of them, and no less."""
    found = bill(tmp_path, MOTOR)
    share = np.ones((40, 200, 1), dtype=np.float32)
    for draw in range(40):
        share[draw, : 20 + 4 * draw] = 0.0
    availability = Availability(materials=("magnet",), share=share)
    uses = uses_by_name(found, ("magnet",), feels=np.ones(len(found.parts), dtype=bool))
    got = plan_of(found, uses, availability, covered=0.9)
    before, after = (run(network_of(found, uses, changes), availability) for changes in (StockChanges(), got.changes))
    assert (after.lost_days[:, 0] < 1e-6).mean() == pytest.approx(0.9, abs=0.026)
    assert (before.lost_days[:, 0] < 1e-6).mean() < 0.1
    assert after.weekly.sum() < 0.1 * before.weekly.sum()


SHARED = """
parent,part,quantity,unit_value_usd,sourcing,stock_days,lead_days,redesign_days,second_source_cost,redesign_cost,revenue,units_year,group,choice
,p,,,,,,,,,1000,100,,
,q,,,,,,,,,3000,100,,
,r,,,,,,,,,500,100,,
p,a,1,{a},single,2,10,20,{a2},{a3},,,,
p,b,1,{b},single,5,15,,{b2},,,,alt,
p,c,1,{c},single,0,,25,,{c3},,,alt,
q,a,2,,,,,,,,,,,
q,d,1,{d},single,3,12,30,{d2},{d3},,,,
r,sub,1,,,,,,,,,,,
sub,b,1,,,,,,,,,,x,one
sub,d,1,,,,,,,,,,x,one
sub,c,1,,,,,,,,,,x,two
"""
AMOUNTS = st.integers(1, 60)


def shared(folder: Path, data: st.DataObject) -> Bill:
    names = ("a", "a2", "a3", "b", "b2", "c", "c3", "d", "d2", "d3")
    return bill(folder, SHARED.format(**{name: data.draw(AMOUNTS, label=name) for name in names}))


def test_within_a_budget_the_cheaper_of_two_sets_that_keep_the_same_is_taken(tmp_path: Path):
    """Another source of a costs 23, its new design 23 as well, and the design keeps ten more days of stock."""
    amounts = {"a": 1, "a2": 23, "a3": 23, "b": 9, "b2": 20, "c": 55, "c3": 19, "d": 20, "d2": 56, "d3": 23}
    found = bill(tmp_path, SHARED.format(**amounts))
    got = plan(found, "a", "b", "c", "d", days=60, of=40, holding_rate=1.0, budget=126.0)
    assert [(found.parts.ids[one.part], one.way) for one in got.remedies] == [
        ("b", Way.SECOND_SOURCE),
        ("a", Way.SECOND_SOURCE),
    ]
    assert [found.parts.ids[part] for part in got.kept] == ["p"]
    assert got.cost < 107 < got.cost + 10


def every_set(found: Bill, budget: float | None) -> tuple[float, float]:
    """The least cost that keeps all products, or the most revenue within a budget; by trying all sets of ways."""
    names = ("a", "b", "c", "d")
    uses = uses_by_name(found, names, feels=np.ones(len(found.parts), dtype=bool))
    missing = _missing(found, uses, stopped(names, days=60, of=40), 0.9)
    ways = {
        name: [None, *_options(found, found.place(name), missing[found.place(name)], _spend(found), 1.0)]
        for name in names
    }
    best = (-1.0, 0.0) if budget is not None else (0.0, float("inf"))
    for chosen in itertools.product(*ways.values()):
        has = {name for name, way in zip(names, chosen, strict=True) if way is not None}
        cost = sum(way.cost for way in chosen if way is not None)
        kept = {
            "p": "a" in has and ("b" in has or "c" in has),
            "q": {"a", "d"} <= has,
            "r": {"b", "d"} <= has or "c" in has,
        }
        revenue = sum({"p": 1000, "q": 3000, "r": 500}[name] for name, is_kept in kept.items() if is_kept)
        if budget is None and all(kept.values()):
            best = min(best, (0.0, cost), key=lambda pair: pair[1])
        elif budget is not None and cost <= budget:
            best = max(best, (float(revenue), -cost))
    return best


@settings(max_examples=25)
@given(st.data())
def test_no_set_of_ways_is_cheaper(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject):
    found = shared(tmp_path_factory.mktemp("bill"), data)
    got = plan(found, "a", "b", "c", "d", days=60, of=40, holding_rate=1.0)
    assert len(got.kept) == 3
    assert got.cost == pytest.approx(every_set(found, None)[1], abs=1e-6)


@settings(max_examples=25)
@given(st.data())
def test_no_set_of_ways_within_a_budget_keeps_more_revenue(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
):
    found = shared(tmp_path_factory.mktemp("bill"), data)
    budget = float(data.draw(st.integers(0, 150), label="budget"))
    got = plan(found, "a", "b", "c", "d", days=60, of=40, holding_rate=1.0, budget=budget)
    assert got.cost <= budget + 1e-6
    revenue, cost = every_set(found, budget)
    kept = sum(found.parts.revenue[part] for part in got.kept)
    assert kept == pytest.approx(max(revenue, 0.0))
    if kept:
        assert got.cost == pytest.approx(-cost, abs=1e-3)
