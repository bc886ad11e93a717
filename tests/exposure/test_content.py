"""Content by value is right at every level: against paper, against brute force, and for everything that is unknown."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.bills import bill

from sekisho.exposure.value_content import Content, ContentRule, content_of
from sekisho.trade.bom.bill import Bill, BillLines, BillParts, Coded, unstated


def counted(
    found: Bill, *sure: str, possible: tuple[str, ...] = (), everywhere: bool = True, lots: bool = True
) -> ContentRule:
    flags = [np.array([name in names for name in found.parts.ids]) for names in (sure, possible)]
    return ContentRule(sure=flags[0], possible=flags[1], in_all_inputs=everywhere, lots=lots)


def share(found: Bill, content: Content, part: str) -> tuple[float, float]:
    place = found.place(part)
    return float(content.share_low[place]), float(content.share_high[place])


MAGNETS = """
parent,part,quantity,unit,unit_value_usd,supplier,made
,motor,,,240,,
motor,magnet,8,,6,Mihon,
magnet,metal,0.4,g,0.3,,
motor,housing,1,,100,,
"""


def test_content_inside_what_is_bought_counts_in_all_inputs_only(tmp_path: Path):
    """Metal: 0.4 g at USD 0.3 is USD 0.12 in a magnet of USD 6, that is 2 %; eight magnets hold USD 0.96 of USD 240."""
    found = bill(tmp_path, MAGNETS)
    everywhere = content_of(found, counted(found, "metal"))
    assert share(found, everywhere, "magnet") == pytest.approx((0.02, 0.02))
    assert share(found, everywhere, "motor") == pytest.approx((0.004, 0.004))
    as_such = content_of(found, counted(found, "metal", everywhere=False))
    assert share(found, as_such, "magnet") == pytest.approx((0.02, 0.02)), (
        "the maker of the magnet buys the metal as such"
    )
    assert share(found, as_such, "motor") == (0, 0)
    assert share(found, as_such, "metal") == (1, 1)


def test_an_unknown_price_of_the_content_leaves_the_share_open_up_to_all_of_it(tmp_path: Path):
    found = bill(tmp_path, MAGNETS.replace("g,0.3", "g,"))
    assert share(found, content_of(found, counted(found, "metal")), "magnet") == (0, 1)
    bounded = bill(tmp_path, MAGNETS.replace("g,0.3", "g,0.01 to 0.3"))
    assert share(bounded, content_of(bounded, counted(bounded, "metal")), "magnet") == pytest.approx((0.004 / 6, 0.02))


def test_a_product_whose_price_is_unknown_costs_at_least_its_parts(tmp_path: Path):
    """Eight magnets at USD 6 and a housing of USD 100 are USD 148; the content is USD 0.96 of at least that."""
    found = bill(tmp_path, MAGNETS.replace(",motor,,,240,,", ",motor,,,,,"))
    assert share(found, content_of(found, counted(found, "metal")), "motor") == pytest.approx((0, 0.96 / 148))


def test_what_may_be_content_widens_the_interval_and_nothing_else(tmp_path: Path):
    found = bill(tmp_path, MAGNETS)
    open_ = content_of(found, counted(found, "metal", possible=("housing",)))
    assert share(found, open_, "motor") == pytest.approx((0.004, 100.96 / 240))


def test_of_alternatives_the_least_and_the_most_count(tmp_path: Path):
    text = """
    parent,part,quantity,unit_value_usd,group,choice
    ,robot,,1000,,
    robot,encoder a,1,10,encoder,one
    robot,mount a,1,5,encoder,one
    robot,encoder b,1,40,encoder,other
    robot,frame,1,300,,
    """
    found = bill(tmp_path, text)
    got = content_of(found, counted(found, "encoder a", "mount a", "encoder b"))
    assert share(found, got, "robot") == pytest.approx((0.015, 0.04))
    assert share(found, content_of(found, counted(found, "mount a")), "robot") == pytest.approx((0, 0.005))


def test_standard_prices_are_within_those_of_lots(tmp_path: Path):
    text = """
    parent,part,quantity,unit_value_usd,unit_value_low,unit_value_high
    ,magnet,,12,11,13
    magnet,metal,1,0.24,0.2,0.3
    """
    found = bill(tmp_path, text)
    standard = share(found, content_of(found, counted(found, "metal", lots=False)), "magnet")
    lots = share(found, content_of(found, counted(found, "metal", lots=True)), "magnet")
    assert standard == pytest.approx((0.02, 0.02))
    assert lots == pytest.approx((0.2 / 13, 0.3 / 11))


# --------------------------------------------------------------------- random bills against brute force


def parts_of(count: int, low: np.ndarray, high: np.ndarray, made: np.ndarray) -> BillParts:
    nothing, none = np.full(count, np.nan), unstated(count)
    return BillParts(
        ids=[str(place) for place in range(count)],
        description=none,
        material=np.zeros(count, dtype=bool),
        unit=Coded(("piece",), np.zeros(count, dtype=np.int32)),
        origin=none,
        made=made.astype(np.int8),
        supplier=none,
        site=none,
        price=np.where(low == high, low, np.nan),
        price_low=low,
        price_high=high,
        facts={},
        sourcing=none,
        stock_days=nothing,
        lead_days=nothing,
        redesign_days=nothing,
        second_source_cost=nothing,
        redesign_cost=nothing,
        revenue=nothing,
        units_year=nothing,
    )


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A small bill of several levels, with unknown prices, quantities by their bounds, and alternatives."""

    bill: Bill
    how: ContentRule
    rng: np.random.Generator

    def __repr__(self) -> str:
        return f"a bill of {len(self.bill.parts)} parts"


@st.composite
def random_bills(draw: st.DrawFn) -> Drawn:
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    count = int(rng.integers(3, 10))
    pairs = [(one, other) for one in range(count) for other in range(one + 1, count) if rng.random() < 0.45] or [(0, 1)]
    parent, part = (np.array([pair[at] for pair in pairs], dtype=np.int32) for at in (0, 1))
    least = rng.integers(1, 5, len(pairs)).astype(float)
    group, choice = np.full(len(pairs), -1, dtype=np.int32), np.full(len(pairs), -1, dtype=np.int32)
    for one in range(count):
        own = np.flatnonzero(parent == one)
        if len(own) >= 2 and rng.random() < 0.4:
            group[own[:3]] = one
            choice[own[:3]] = rng.integers(0, 2, len(own[:3]))
    most = least + rng.integers(0, 3, len(pairs)).astype(float)
    lines = BillLines(parent=parent, part=part, low=least, high=most, group=group, choice=choice)
    low, high = np.full(count, np.nan), np.full(count, np.nan)
    leaf = ~np.isin(np.arange(count), parent)
    for place in range(count):
        kind = rng.random()
        if kind < (0.8 if leaf[place] else 0.3):
            low[place] = rng.integers(1, 50) if leaf[place] else rng.choice([200.0, 3_000.0])
            high[place] = low[place] + (rng.integers(0, 20) if rng.random() < 0.4 else 0)
    flags = rng.random(count)
    return Drawn(
        bill=Bill(
            name="random",
            parts=parts_of(count, low, high, rng.integers(-1, 2, count)),
            lines=lines,
            currency="USD",
            products=np.array([0], dtype=np.int32),
        ),
        how=ContentRule(
            sure=flags < 0.25,
            possible=(flags >= 0.25) & (flags < 0.45),
            in_all_inputs=bool(rng.random() < 0.5),
            lots=True,
        ),
        rng=rng,
    )


class Completion:
    """A bill with everything known, worked out part by part, by plain recursion."""

    def __init__(self, drawn: Drawn) -> None:
        bill, rng = drawn.bill, drawn.rng
        count, lines = len(bill.parts), bill.lines
        self.lines, self.inner = lines, bill.is_made | drawn.how.in_all_inputs
        low, high = bill.parts.price_low, bill.parts.price_high
        stated = low + rng.random(count) * (high - low)
        self.leaf = ~np.isin(np.arange(count), lines.parent)
        unknown = np.where(self.leaf, rng.choice([0.01, 3.0, 500.0], count), np.nan)
        self.price = np.where(np.isnan(low), unknown, stated)
        self.margin = rng.choice([0.0, 2.0], count)
        self.quantity = lines.low + rng.random(len(lines)) * (lines.high - lines.low)
        self.content = drawn.how.sure | (drawn.how.possible & (rng.random(count) < 0.5))
        groups = np.unique(lines.group[lines.group >= 0]).tolist()
        self.taken = {group: int(rng.choice(lines.choice[lines.group == group])) for group in groups}
        self.below_cost = False

    def own(self, place: int) -> list[int]:
        here = np.flatnonzero(self.lines.parent == place).tolist()
        group, choice = self.lines.group, self.lines.choice
        return [line for line in here if group[line] < 0 or self.taken[int(group[line])] == choice[line]]

    def cost(self, place: int) -> float:
        if self.leaf[place]:
            return float(self.price[place])
        parts = sum(self.quantity[line] * self.cost(int(self.lines.part[line])) for line in self.own(place))
        if np.isnan(self.price[place]):
            return float(parts + self.margin[place])
        self.below_cost |= bool(parts > self.price[place])
        return float(self.price[place])

    def inside(self, place: int) -> float:
        total = 0.0
        for line in self.own(place):
            below = int(self.lines.part[line])
            if self.content[below]:
                total += self.quantity[line] * self.cost(below)
            elif self.inner[below]:
                total += self.quantity[line] * self.inside(below)
        return total

    def shares(self) -> list[float]:
        worth = [(self.inside(place), self.cost(place)) for place in range(len(self.leaf))]
        return [
            1.0 if content else inside / whole if whole else 0.0
            for content, (inside, whole) in zip(self.content, worth, strict=True)
        ]


@settings(max_examples=300)
@given(random_bills())
def test_every_completion_of_what_is_unknown_lies_within_the_bounds(drawn: Drawn):
    """Prices, margins on top of costs, quantities, choices and what is content, all drawn by lot."""
    got = content_of(drawn.bill, drawn.how)
    assert np.all((got.share_low >= 0) & (got.share_high <= 1) & (got.share_low <= got.share_high + 1e-12))
    for _ in range(8):
        completion = Completion(drawn)
        shares = np.array(completion.shares())
        if completion.below_cost:
            continue  # the one thing that is assumed does not hold
        assert np.all(shares >= got.share_low - 1e-9)
        assert np.all(shares <= got.share_high + 1e-9)


@settings(max_examples=100)
@given(random_bills())
def test_the_order_of_lines_changes_nothing(drawn: Drawn):
    lines = drawn.bill.lines
    order = drawn.rng.permutation(len(lines))
    columns = {name: getattr(lines, name)[order] for name in ("parent", "part", "low", "high", "group", "choice")}
    moved = replace(drawn.bill, lines=BillLines(**columns))
    one, other = content_of(drawn.bill, drawn.how), content_of(moved, drawn.how)
    assert np.allclose(one.share_low, other.share_low, atol=1e-12)
    assert np.allclose(one.share_high, other.share_high, atol=1e-12)


def test_nothing_is_infinite_that_need_not_be(tmp_path: Path):
    found = bill(tmp_path, MAGNETS.replace("motor,magnet,8", "motor,magnet,"))
    got = content_of(found, counted(found, "metal"))
    assert share(found, got, "motor") == (0, 1), "nobody knows how many magnets there are"
    assert not any(math.isnan(value) for value in (*got.share_low, *got.share_high))
