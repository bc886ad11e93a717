"""What must hold of the engine whatever the numbers are."""

from __future__ import annotations

import resource
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.made_tables import capacity_shock, draws, economy, materials

from sekisho.errors import EngineError
from sekisho.impact.economy.economy import Economy
from sekisho.impact.engine import EngineDraws, MaterialUse, Paths, Switches, lanes_runner, run_engine
from sekisho.impact.engine.normalised_economy import setting_of

FILES = Path("/proc/self/fd")
KERNELS = ("numpy", "numba")
UNIT = st.floats(0.0, 1.0)


def run(found: Economy, given: EngineDraws, days: int = 200, kernel: str = "numpy", **switches: Any) -> Paths:  # noqa: ANN401
    use = given.materials
    if use is not None:
        given = replace(given, materials=replace(use, arrivals=use.arrivals[:, :days]))
    return run_engine(found, given, days=days, switches=Switches(**switches), kernel=kernel)


def lost(paths: Paths) -> float:
    return float(paths.value_added_loss.sum())


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("inventory", ["physical", "psi"])
def test_without_a_shock_nothing_moves_for_ten_years(kernel: str, inventory: str):
    found = economy()
    use = materials([(0, 1), (1, 2)], cut=0.0, days=3_650)
    paths = run(found, draws(found, 2, seed=1, materials=_twice(use)), 3_650, kernel, inventory=inventory)
    assert np.abs(paths.output_loss / (found.output * 3_650)).max() < 1e-12
    assert (paths.first_short == 3_650).all()


def _twice(use: MaterialUse) -> MaterialUse:
    names = ("phi", "arrivals", "thrift_max", "thrift_days", "thrift_from", "stock_days")
    return replace(use, **{name: np.repeat(getattr(use, name), 2, axis=0) for name in names})


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_cut_of_63_percent_with_60_days_of_stock_lasts_95_days(kernel: str):
    found = economy()
    use = materials([(0, 1)], phi=1.0, cut=0.63, stock=60.0, strata=(1.0,))
    paths = run(found, draws(found, materials=use), kernel=kernel, downstream=False, upstream=False)
    assert paths.first_short[0, 0] == 95


@pytest.mark.parametrize("kernel", KERNELS)
def test_stock_is_never_negative_and_is_what_came_less_what_was_used(kernel: str):
    """Without thrift, a sector of which all output needs the material uses as much as it makes."""
    found = economy()
    use = materials([(0, 1)], phi=1.0, cut=0.4, stock=20.0)
    paths = run(found, draws(found, materials=use), 120, kernel, downstream=False, upstream=False)
    made = 120 - paths.output_loss[0].sum(axis=0)[1] / found.output[1]
    came = float(use.arrivals[0, :120, 0].sum())
    left = float(paths.stock_left[0, 0])
    assert left >= 0.0
    assert 20.0 + came - made == pytest.approx(left, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(UNIT, UNIT, st.floats(0.0, 80.0), st.floats(0.0, 0.5))
def test_more_cut_and_more_need_lose_more_and_more_stock_and_thrift_lose_less(
    cut: float, phi: float, stock: float, thrift: float
):
    found = economy()

    def loss(**changed: float) -> float:
        numbers: dict[str, Any] = {"cut": cut, "phi": phi, "stock": stock, "thrift": thrift} | changed
        use = materials([(0, 1), (1, 1), (0, 3)], **numbers)
        return lost(run(found, draws(found, materials=use), 120, upstream=False, downstream=False))

    slack = 1e-9 * float(found.output.sum()) * 120
    base = loss()
    assert loss(cut=min(1.0, cut + 0.1)) >= base - slack
    assert loss(phi=min(1.0, phi + 0.1)) >= base - slack
    assert loss(stock=stock + 10.0) <= base + slack
    assert loss(thrift=min(1.0, thrift + 0.1)) <= base + slack


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_longer_cut_loses_more_and_parts_of_one_material_add_up(kernel: str):
    found = economy()
    halves = materials([(0, 1), (0, 1)], phi=0.25)
    whole = materials([(0, 1)], phi=0.5)
    bare: dict[str, Any] = {"upstream": False, "downstream": False}
    months = [lost(run(found, draws(found, materials=whole), days, kernel, **bare)) for days in (60, 120, 240)]
    assert 0.0 < months[0] < months[1] < months[2]
    two = lost(run(found, draws(found, materials=halves), 120, kernel, **bare))
    assert two == pytest.approx(months[1], rel=1e-12)


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_part_of_what_stood_idle_does_not_come_back_when_the_material_does(kernel: str):
    """A sector stands half still for 60 days; of the idle half 1 % leaves a day, and no overtime makes up for it."""
    found = economy()
    use = materials([(0, 1)], phi=0.5, cut=1.0, stock=0.0)
    arrivals = use.arrivals.copy()
    arrivals[:, 60:] = 1.0
    given = draws(found, materials=replace(use, arrivals=arrivals), exit_rate=np.array([0.01]))
    paths = run(found, replace(given, overcapacity=np.ones(1)), 120, kernel, downstream=False, upstream=False)
    gone = 0.5 * (1.0 - 0.99**60)
    lacks = paths.output_loss[0].sum(axis=0)[1] / found.output[1]
    assert lacks == pytest.approx(60 * 0.5 + 60 * gone, rel=1e-12)
    assert paths.least_ceiling[0, :, 1].min() == pytest.approx(0.5)


@settings(max_examples=25, deadline=None)
@given(UNIT, UNIT, st.integers(1, 119))
def test_capacity_that_leaves_sooner_loses_more_and_none_leaves_while_nothing_is_idle(
    cut: float, rate: float, day: int
):
    found = economy()
    use = materials([(0, 1), (1, 1), (0, 3)], phi=0.5, cut=cut, stock=10.0)
    arrivals = use.arrivals.copy()
    arrivals[:, day:] = 1.0

    def loss(rate: float, use: MaterialUse) -> float:
        return lost(run(found, draws(found, materials=use, exit_rate=np.array([rate])), 120))

    back = replace(use, arrivals=arrivals)
    assert loss(rate, back) >= loss(0.0, back) - 1e-9 * float(found.output.sum())
    assert loss(rate, replace(use, arrivals=np.ones_like(arrivals))) == 0.0


@pytest.mark.parametrize("kernel", KERNELS)
def test_materials_combine_as_the_ceilings_say(kernel: str):
    """Two materials of one nest and one of another: the scarcest, the product, and the product of nests."""
    found = economy()
    use = replace(materials([(0, 1), (1, 1), (2, 1)], phi=0.5, cut=1.0, stock=0.0), pair_nest=np.array([0, 0, 1]))
    bare: dict[str, Any] = {"upstream": False, "downstream": False}
    shares = {
        name: 1.0
        - run(found, draws(found, materials=use), 50, kernel, ceilings=name, **bare).output_loss[0, :, 1].sum()
        / (found.output[1] * 50)
        for name in ("minimum", "nested", "product")
    }
    assert shares == pytest.approx({"minimum": 0.5, "nested": 0.25, "product": 0.125}, abs=1e-12)


RULES: list[dict[str, Any]] = [
    {},
    {"rationing": "by_orders"},
    {"inventory": "psi", "smoothing_days": 0},
    {"rationing": "intermediates_first", "postponed_share": 0.4},
    {"rationing": "final_first", "ceilings": "product"},
    {"rationing": "priority", "priority": ("s1",), "ceilings": "nested"},
    {"upstream": False},
    {"downstream": False},
]


def alike(one: Paths, two: Paths, scale: float) -> None:
    assert lost(one) != 0.0
    np.testing.assert_allclose(one.least_ceiling, two.least_ceiling, rtol=0, atol=1e-12)
    for name in ("value_added_loss", "output_loss", "daily", "waiting"):
        np.testing.assert_allclose(getattr(one, name) / scale, getattr(two, name) / scale, rtol=0, atol=1e-12)
    np.testing.assert_allclose(one.stock_left, two.stock_left, rtol=0, atol=1e-9)
    assert (one.first_short == two.first_short).all()
    assert (one.first_binding == two.first_binding).all()


@pytest.mark.parametrize(("regions", "lanes"), [(1, 32), (1, 0), (3, 0)])
@pytest.mark.parametrize("critical", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("switches", RULES)
def test_the_compiled_kernels_find_what_numpy_finds(
    regions: int, lanes: int, critical: float, switches: dict[str, Any], monkeypatch: pytest.MonkeyPatch
):
    """In lanes where there is one region, and draw by draw."""
    if not lanes:
        monkeypatch.setattr(lanes_runner, "takes", lambda setting: False)  # noqa: ARG005 - as it is called
    found = economy(regions, 5, critical=critical)
    use = materials([(0, 1), (1, 1), (0, 2), (1, 4)], count=3, thrift=0.2)
    given = draws(found, 3, seed=2, materials=use, exit_rate=np.array([0.0, 0.01, 0.1]))
    one, two = (run(found, given, 150, kernel, **switches) for kernel in KERNELS)
    alike(one, two, float(found.output.sum()) * 150)


@pytest.mark.parametrize("by_day", [False, True])
@pytest.mark.parametrize("switches", RULES)
def test_lanes_that_begin_on_other_days_with_imports_and_a_lost_capacity_find_what_numpy_finds(
    switches: dict[str, Any], *, by_day: bool
):
    """Forty draws fill one block and a part of another; inputs bind by none, half or all; some products share a row.

    Thrift is stated by its end, or day by day.
    """
    rng = np.random.default_rng(8)
    found = economy(1, 6, seed=5)
    found = replace(
        found,
        critical=rng.choice([0.0, 0.5, 1.0], (6, 6)),
        imports=found.flows * rng.uniform(0.0, 0.5, (6, 6)),
    )
    use = materials([(0, 1), (1, 1), (2, 4), (2, 4)], count=40, thrift=0.3, days=150)
    use = replace(
        use,
        arrivals=1.0 - (np.arange(150) >= rng.integers(0, 60, 40)[:, None])[:, :, None] * rng.uniform(0, 1, (40, 1, 4)),
        stock_days=use.stock_days * rng.uniform(0.1, 1.5, (40, 4, 1)),
        thrift_from=rng.uniform(0.0, 50.0, 40),
        pair_nest=np.array([0, 0, 1, 1]),
    )
    if by_day:
        use = replace(use, saved=rng.uniform(0.0, 0.4, (40, 150, 2)), pair_saved=np.array([0, 1, 1, 0]))
    given = draws(
        found,
        40,
        seed=6,
        materials=use,
        capacity_loss=(capacity_shock(found, 0.3, 150), rng.uniform(0, 1, 40)),
        exit_rate=rng.uniform(0.0, 0.02, 40),
    )
    inventory = given.inventory_days.copy()
    inventory[:, :3] = inventory[:, :1]
    given = replace(given, inventory_days=inventory)
    months = np.arange(150) // 30
    one, two = (
        run_engine(found, given, days=150, switches=Switches(**switches), periods=months, kernel=kernel, threads=2)
        for kernel in KERNELS
    )
    alike(one, two, float(found.output.sum()) * 150)


def test_an_economy_of_several_regions_or_of_many_degrees_runs_draw_by_draw():
    def takes(found: Economy, **switches: Any) -> bool:  # noqa: ANN401
        return lanes_runner.takes(setting_of(found, Switches(**switches), "float64"))

    degrees = np.linspace(0.0, 1.0, 36).reshape(6, 6)
    assert takes(economy())
    assert not takes(economy(3, 4))
    assert not takes(economy(), compatible=True)
    assert not takes(replace(economy(), critical=degrees))
    assert takes(replace(economy(), critical=degrees), downstream=False)


# The compiled kernel in single precision is compiled for this test alone, which takes half a minute.
@pytest.mark.parametrize("kernel", ["numpy", pytest.param("numba", marks=pytest.mark.slow)])
def test_single_precision_is_near_and_chunks_change_nothing(kernel: str):
    found = economy(1, 8, seed=4)
    given = draws(found, 10, seed=3, materials=materials([(0, 1), (1, 5)], count=10, days=200))
    whole = run_engine(found, given, days=200, kernel=kernel)
    single = run_engine(found, given, days=200, kernel=kernel, dtype="float32")
    parts = run_engine(found, given, days=200, kernel=kernel, chunk=3)
    total = lost(whole)
    assert lost(single) == pytest.approx(total, rel=1e-4)
    assert lost(parts) == pytest.approx(total, rel=1e-12)


def test_the_order_of_sectors_and_the_unit_change_nothing():
    found = economy(1, 6)
    use = materials([(0, 1), (1, 4)])
    base = lost(run(found, draws(found, seed=5, materials=use))) / float(found.output.sum())
    order = np.array([3, 1, 5, 0, 4, 2])
    place = np.argsort(order)
    moved = replace(
        found,
        sectors=tuple(found.sectors[at] for at in order),
        flows=found.flows[np.ix_(order, order)] * 7.0,
        final=found.final[order] * 7.0,
        output=found.output[order] * 7.0,
        value_added_share=found.value_added_share[order],
    )
    given = draws(found, seed=5, materials=replace(use, pair_sector=place[use.pair_sector]))
    given = replace(given, inventory_days=given.inventory_days[:, order])
    assert lost(run(moved, given)) / float(moved.output.sum()) == pytest.approx(base, rel=1e-9)


def test_final_demand_that_waits_is_served_in_the_end_and_orders_that_were_not_met_are_lost():
    """After a cut of 30 days what waited is made by overtime, and users of inputs do not ask again.

    It takes years, since overtime comes down as what waits does, and users are not made to wait for it. What comes
    back is at most final demand's part of the loss, and what overtime of a quarter gives users in the cut.
    """
    found = economy(critical=0.0)
    use = materials([(0, 1)], cut=1.0, stock=0.0, phi=0.3, days=3_000)
    arrivals = use.arrivals.copy()
    arrivals[:, 30:] = 1.0
    given = draws(found, materials=replace(use, arrivals=arrivals), overcapacity_days=np.full(1, 20.0))
    bare: dict[str, Any] = {"upstream": False, "downstream": False}
    kept = run(found, given, 3_000, postponed_share=1.0, **bare)
    gone = run(found, given, 3_000, postponed_share=0.0, **bare)
    lost_for_good, all_lost = kept.output_loss[0, 0, 1], gone.output_loss[0, 0, 1]
    assert all_lost == pytest.approx(0.3 * 30 * found.output[1], rel=1e-9)
    of_final = found.final[1] / found.output[1]
    assert 0.2 < (all_lost - lost_for_good) / all_lost < of_final + (1 - of_final) * 0.7 * 0.25 / 0.3
    ordered = run(found, given, 3_000, postponed_share=1.0, rationing="by_orders", **bare).output_loss[0, 0, 1]
    assert 0.2 < (all_lost - ordered) / all_lost < of_final
    assert float(kept.waiting.max() / found.final[1]) < 1e-3


def test_direct_upstream_and_full_losses_are_ordered():
    found = economy()
    given = draws(found, materials=materials([(0, 1), (0, 2)], stock=5.0), overcapacity=np.ones(1))
    direct = lost(run(found, given, upstream=False, downstream=False))
    upstream = lost(run(found, given, downstream=False))
    whole = lost(run(found, given))
    assert 0.0 < direct < upstream <= whole * (1 + 1e-9)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"restoration_days": np.zeros(1)}, "restoration_days"),
        ({"inventory_days": np.full((1, 6), -1.0)}, "inventory_days"),
        ({"psi": np.full(2, 0.8)}, "psi"),
    ],
)
def test_draws_that_do_not_fit_are_refused_by_name(changed: dict[str, Any], said: str):
    found = economy()
    with pytest.raises(EngineError, match=said):
        run(found, draws(found, **changed))


@pytest.mark.slow
def test_five_thousand_runs_in_one_process_take_no_more_memory_and_no_more_files():
    found = economy()
    given = draws(found, materials=materials([(0, 1)]))
    for _ in range(100):
        run(found, given, 60)
    files, size = len(list(FILES.iterdir())), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(5_000):
        run(found, given, 60)
    assert len(list(FILES.iterdir())) == files
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss <= size + 4_096
