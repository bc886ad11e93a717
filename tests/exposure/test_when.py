"""When lines stop: by hand, by brute force, by laws that hold for every draw, and fast enough."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.bill_uses import uses_by_name
from tests.support.bills import bill

from sekisho.exposure.shortage_network import Network, StockChanges, Uses, network_of
from sekisho.exposure.time_to_stop import Availability, Stops, run, stopped
from sekisho.trade.bom.bill import Bill, BillLines, BillParts, Coded, unstated

MOTOR = """
parent,part,quantity,unit,unit_value_usd,origin,supplier,sourcing,stock_days,lead_days,revenue_usd,group
,motor,,,250,,,,,,3650000,
motor,magnet,8,,6,JP,Mihon,single,20,,,
magnet,dysprosium,0.4,g,0.3,,,,10,,,
motor,housing,1,,12,CN,Acme,dual,5,12,,
,fan,,,40,,,,,,365000,
fan,housing,1,,12,CN,Acme,dual,5,12,,
,meter,,,40,,,,,,730000,
"""


def network(found: Bill, *names: str, changes: StockChanges | None = None) -> Network:
    uses = uses_by_name(found, names, feels=np.ones(len(found.parts), dtype=bool))
    return network_of(found, uses, changes)


def days(found: Bill, stops: Stops, net: Network, product: str) -> tuple[int, int, float]:
    """First short day, day of recovery, and lost days of a product, in the first draw."""
    place = [found.parts.ids[part] for part in net.products].index(product)
    return int(stops.survive[0, place]), int(stops.recover[0, place]), float(stops.lost_days[0, place])


def test_a_stop_reaches_the_product_when_all_stocks_on_the_way_are_used_up(tmp_path: Path):
    """Ten days of metal and twenty of magnets: the line stops on day 30 of a stop of 100 days, and for 70 days.

    Revenue is USD 3.65 m a year, that is 10,000 a day: USD 700,000 are not made.
    """
    found = bill(tmp_path, MOTOR + "meter,housing,1,,,,,,,,,\n")
    net = network(found, "dysprosium")
    stops = run(net, stopped(("dysprosium",), days=180, of=100))
    assert days(found, stops, net, "motor") == (30, 100, 70)
    assert stops.weekly.sum() == pytest.approx(700_000)
    assert stops.weekly[0, :4].sum() == 0, "nothing is lost in the first four weeks"
    assert stops.weekly[0, 4] == pytest.approx(50_000), "two days of grace are left in the fifth"
    assert [found.parts.ids[part] for part in net.products] == ["motor"], "the others hang on no dysprosium"


def test_another_source_ends_a_stop_after_its_lead_time(tmp_path: Path):
    """Five days of housings, and the second source after twelve: seven days are lost by every product with one."""
    found = bill(tmp_path, MOTOR + "meter,housing,1,,,,,,,,,\n")
    net = network(found, "housing")
    stops = run(net, stopped(("housing",), days=60, of=60))
    for product in ("motor", "fan", "meter"):
        assert days(found, stops, net, product) == (5, 12, 7)
    assert stops.weekly.sum() == pytest.approx(7 * (10_000 + 1_000 + 2_000))


def test_half_of_a_material_lasts_twice_as_long(tmp_path: Path):
    found = bill(tmp_path, MOTOR + "meter,housing,1,,,,,,,,,\n")
    net = network(found, "dysprosium")
    half = Availability(materials=("dysprosium",), share=np.full((1, 100, 1), 0.5, dtype=np.float32))
    first, end, lost = days(found, run(net, half), net, "motor")
    assert (first, end, lost) == (60, 100, 20)


def test_of_alternatives_the_best_is_taken_and_a_free_one_ends_the_matter(tmp_path: Path):
    text = """
    parent,part,quantity,group,choice,stock_days,revenue_usd
    ,robot,,,,,365
    robot,encoder a,1,encoder,one,10,
    robot,mount a,1,encoder,one,3,
    robot,encoder b,1,encoder,other,6,
    """
    found = bill(tmp_path, text)
    net = network(found, "encoder a", "mount a", "encoder b")
    assert days(found, run(net, stopped(("a", "b", "c"), days=20, of=20)), net, "robot") == (6, 20, 14)
    free = network(found, "encoder a", "mount a")
    assert len(free.products) == 0, "the other choice hangs on nothing"


def test_changes_add_stock_and_sources(tmp_path: Path):
    found = bill(tmp_path, MOTOR + "meter,housing,1,,,,,,,,,\n")
    place = found.place("dysprosium")
    for changes, expected in (
        (StockChanges(stock_days={place: 70.0}), (180, 0, 0)),
        (StockChanges(stock_days={place: 60.0}), (90, 100, 10)),
        (StockChanges(other_from={place: 50.0}), (30, 50, 20)),
        (StockChanges(stock_days={place: 20.0}, other_from={place: 50.0}), (180, 0, 0)),
    ):
        net = network(found, "dysprosium", changes=changes)
        assert days(found, run(net, stopped(("dysprosium",), days=180, of=100)), net, "motor") == expected


# ------------------------------------------------------------------------------------- laws and brute force

TWO = """
parent,part,quantity,stock_days,sourcing,lead_days,revenue_usd,group
,p,,,,,365,
p,sub,1,4,,,,
sub,x,1,7,,,,
p,y,1,3,dual,15,,
p,z,1,2,,,,alt
p,w,1,9,,,,alt
,q,,,,,730,
q,sub,2,,,,,
q,w,1,,,,,
"""
NAMES = ("x", "y", "z", "w")


def by_hand(share: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pace of p and q on every day, part by part, in plain Python; shape of `share` is (days, 4)."""
    stock = {"x": 7.0, "y": 3.0, "z": 2.0, "w": 9.0, "sub": 4.0}
    full = dict(stock)

    def use(name: str, supply: float) -> float:
        have = stock[name] + supply
        used = min(1.0, have)
        stock[name] = min(full[name], have - used)
        return used

    paces = []
    for day, row in enumerate(share.tolist()):
        x, z, w = use("x", row[0]), use("z", row[2]), use("w", row[3])
        y = use("y", 1.0 if day >= 15 else row[1])
        sub = use("sub", x)
        paces.append((min(sub, y, max(z, w)), min(sub, w)))
    return np.array(paces)[:, 0], np.array(paces)[:, 1]


SHARES = st.integers(0, 2**32 - 1)


def drawn(seed: int, draws: int = 5, length: int = 60) -> Availability:
    rng = np.random.default_rng(seed)
    share = rng.choice([0.0, 0.25, 0.5, 1.0], (draws, length, 4), p=[0.5, 0.1, 0.1, 0.3]).astype(np.float32)
    return Availability(materials=NAMES, share=share)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bill, Network]:
    found = bill(tmp_path_factory.mktemp("bill"), TWO)
    return found, network(found, *NAMES)


@settings(max_examples=60)
@given(SHARES)
def test_every_draw_is_what_it_is_by_hand(two: tuple[Bill, Network], seed: int):
    found, net = two
    availability = drawn(seed)
    stops = run(net, availability, chunk=2)
    names = [found.parts.ids[part] for part in net.products]
    for draw in range(availability.draws):
        for name, pace in zip(("p", "q"), by_hand(availability.share[draw]), strict=True):
            place = names.index(name)
            short = np.flatnonzero(pace < 1 - 1e-6)
            assert stops.lost_days[draw, place] == pytest.approx((1 - pace).sum(), abs=1e-4)
            assert stops.survive[draw, place] == (short[0] if len(short) else 60)
            assert stops.recover[draw, place] == (short[-1] + 1 if len(short) else 0)
        week = np.arange(60) // 7
        p, q = by_hand(availability.share[draw])
        weekly = [((1 - p)[week == one] * 1 + (1 - q)[week == one] * 2).sum() for one in range(9)]
        assert stops.weekly[draw] == pytest.approx(weekly, abs=1e-4)


@settings(max_examples=60)
@given(SHARES)
def test_more_arrives_less_is_lost(two: tuple[Bill, Network], seed: int):
    _, net = two
    availability = drawn(seed)
    more = replace(availability, share=np.minimum(1, availability.share + 0.25).astype(np.float32))
    one, other = run(net, availability), run(net, more)
    assert np.all(other.lost_days <= one.lost_days + 1e-4)
    assert np.all(other.survive >= one.survive)


@settings(max_examples=40)
@given(SHARES, st.sampled_from(["x", "y", "z", "w", "sub"]))
def test_more_stock_loses_no_more(two: tuple[Bill, Network], seed: int, part: str):
    found, net = two
    more = network(found, *NAMES, changes=StockChanges(stock_days={found.place(part): 5.0}))
    one, other = run(net, drawn(seed)), run(more, drawn(seed))
    assert np.all(other.lost_days <= one.lost_days + 1e-4)


@settings(max_examples=150)
@given(st.integers(0, 2**32 - 1))
def test_a_bill_of_any_shape_is_what_it_is_part_by_part(seed: int):
    """Many parts share materials, stocks and choices, so that most are left out as never the scarcest."""
    rng = np.random.default_rng(seed)
    count, materials = int(rng.integers(4, 14)), 3
    found = shaped(rng, count)
    scarce = rng.choice([-1, 0, 1, 2], count)
    scarce[np.isin(np.arange(count), found.lines.parent)] = -1
    line = np.flatnonzero(scarce[found.lines.part] >= 0).astype(np.int32)
    part = found.lines.part[line]
    net = network_of(found, Uses(line=line, part=part, material=scarce[part].astype(np.int32)))
    share = rng.choice([0.0, 0.5, 1.0], (3, 30, materials), p=[0.6, 0.1, 0.3]).astype(np.float32)
    stops = run(net, Availability(materials=("a", "b", "c"), share=share))
    for draw in range(3):
        pace = part_by_part(found, scarce, share[draw])
        touched = [place for place in found.products.tolist() if place in net.products.tolist()]
        assert [place for place in found.products.tolist() if pace[:, place].min() < 1] == [
            place for place in touched if pace[:, place].min() < 1
        ]
        for at, place in enumerate(net.products.tolist()):
            assert stops.lost_days[draw, at] == pytest.approx((1 - pace[:, place]).sum(), abs=1e-4)


def shaped(rng: np.random.Generator, count: int) -> Bill:
    """A bill of a random shape, with stocks, second sources and alternatives."""
    pairs = [(one, other) for one in range(count) for other in range(one + 1, count) if rng.random() < 0.35] or [(0, 1)]
    parent, part = (np.array([pair[at] for pair in pairs], dtype=np.int32) for at in (0, 1))
    group, choice = np.full(len(pairs), -1, dtype=np.int32), np.full(len(pairs), -1, dtype=np.int32)
    for one in range(count):
        own = np.flatnonzero(parent == one)
        if len(own) >= 2 and rng.random() < 0.4:
            group[own[:4]] = one
            choice[own[:4]] = rng.integers(0, 2, len(own[:4]))
    nothing, none, ones = np.full(count, np.nan), unstated(count), np.ones(len(pairs))
    inside = np.isin(np.arange(count), part)
    above = np.isin(np.arange(count), parent)
    parts = BillParts(
        ids=[str(place) for place in range(count)],
        description=none,
        material=np.zeros(count, dtype=bool),
        unit=none,
        origin=none,
        made=np.zeros(count, dtype=np.int8),
        supplier=none,
        site=none,
        price=nothing,
        price_low=nothing,
        price_high=nothing,
        facts={},
        sourcing=Coded(("single", "dual"), rng.integers(0, 2, count).astype(np.int32)),
        stock_days=rng.choice([np.nan, 0.0, 2.0, 5.0], count),
        lead_days=rng.choice([np.nan, 8.0, 20.0], count),
        redesign_days=nothing,
        second_source_cost=nothing,
        redesign_cost=nothing,
        revenue=np.ones(count),
        units_year=nothing,
    )
    lines = BillLines(parent=parent, part=part, low=ones, high=ones, group=group, choice=choice)
    products = np.flatnonzero(above & ~inside).astype(np.int32)
    return Bill(name="shaped", parts=parts, lines=lines, currency="USD", products=products)


def part_by_part(found: Bill, scarce: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Pace of every part on every day; shape (days, parts). Parts have higher numbers than what they go into."""
    parts, lines = found.parts, found.lines
    full = np.nan_to_num(parts.stock_days)
    stock, paces = full.copy(), []
    for day, row in enumerate(share):
        pace = np.ones(len(parts))
        for place in reversed(range(len(parts))):
            supply = row[scarce[place]] if scarce[place] >= 0 else 1.0
            own = np.flatnonzero(lines.parent == place)
            for line in own[lines.group[own] < 0]:
                supply = min(supply, pace[lines.part[line]])
            grouped = own[lines.group[own] >= 0]
            choices = [grouped[lines.choice[grouped] == one] for one in np.unique(lines.choice[grouped])]
            if choices:
                supply = min(supply, max(min(pace[lines.part[line]] for line in choice) for choice in choices))
            if parts.sourcing[place] == "dual" and day >= np.nan_to_num(parts.lead_days[place], nan=np.inf):
                supply = 1.0
            have = stock[place] + supply
            pace[place] = min(1.0, have)
            stock[place] = min(full[place], have - pace[place])
        paces.append(pace)
    return np.array(paces)


def test_nothing_is_lost_where_everything_arrives(two: tuple[Bill, Network]):
    _, net = two
    stops = run(net, Availability(materials=NAMES, share=np.ones((3, 90, 4), dtype=np.float32)))
    assert stops.weekly.sum() == 0
    assert not stops.gap.any()
    assert np.all(stops.survive == 90)


def test_how_draws_are_put_together_changes_nothing(two: tuple[Bill, Network]):
    _, net = two
    availability = drawn(1, draws=9)
    one, other = run(net, availability, chunk=1), run(net, availability, chunk=9)
    assert np.array_equal(one.weekly, other.weekly)
    assert np.array_equal(one.survive, other.survive)
