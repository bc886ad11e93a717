"""What to do before a shortage: the cheapest set of stocks, second sources and redesigns that keeps products going.

Each part through which a scarce material comes in is covered in a chosen share of the draws, by one of a few ways whose
costs are known; a product is kept going if all the parts are that it cannot do without, and of alternatives one choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.exposure.defaults import COVERED, HOLDING_RATE
from sekisho.exposure.shortage_network import OTHER_SOURCES, YEAR, StockChanges, Uses
from sekisho.exposure.time_to_stop import Availability
from sekisho.trade.bom.bill import Bill, Floats

SOLE: Final = "sole"
GAP: Final = 1e-9
"""Relative gap at which the solver stops."""
MOST_SECONDS: Final = 20.0
HALF: Final = 0.5
TIE: Final = 1e-9
"""Weight of a cost where revenue decides: enough that nothing is taken for no product."""


class Way(StrEnum):
    """Ways to keep a part from running short."""

    STOCK = "stock"
    SECOND_SOURCE = "second_source"
    REDESIGN = "redesign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One way to keep one part from running short.

    Parameters
    ----------
    stock_days
        Days of use to add to its stock: until the shortage ends, or until the other source or the redesign is there.
    from_day
        Day from which the other source delivers, or the product does without; infinite for stock alone.
    cost
        Once, and for a year of the stock, in the currency of the bill.
    """

    part: int
    way: Way
    stock_days: int
    from_day: float
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A set of remedies.

    Parameters
    ----------
    remedies
        Those chosen: the dearest first, until an answer puts those first that help what is certain.
    cost
        Of all together, in the currency of the bill.
    kept
        Products that are kept going with them.
    left
        Products that are not: for lack of money, or because a part has no way whose cost is known.
    proved
        Whether no cheaper set exists; if not, the solver ran out of time.
    without_way
        Parts that need help and have no way whose cost is known.
    """

    remedies: tuple[Remedy, ...]
    cost: float
    kept: tuple[int, ...]
    left: tuple[int, ...]
    without_way: tuple[int, ...]
    proved: bool

    @property
    def changes(self) -> StockChanges:
        """What the remedies change."""
        return StockChanges(
            stock_days={one.part: float(one.stock_days) for one in self.remedies if one.stock_days},
            other_from={one.part: one.from_day for one in self.remedies if np.isfinite(one.from_day)},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Needs:
    """What each product needs of the parts that are scarce: all of `parts`, and of each group one choice."""

    parts: frozenset[int]
    groups: frozenset[int]


def plan_of(
    bill: Bill,
    uses: Uses,
    availability: Availability,
    *,
    covered: float = COVERED,
    holding_rate: float = HOLDING_RATE,
    budget: float | None = None,
) -> Plan:
    """Find the cheapest set of remedies.

    Parameters
    ----------
    covered
        Share of the draws in which a part that is helped is never short, 0 to 1.
    holding_rate
        Yearly cost of a stock over its value.
    budget
        What may be spent; the products with most revenue are kept then. Without one, all that can be kept are.
    """
    missing = _missing(bill, uses, availability, covered)
    options = {part: list(_options(bill, part, days, _spend(bill), holding_rate)) for part, days in missing.items()}
    needs, choices = _needs_of(bill, uses, frozenset(missing))
    products = [part for part in bill.products.tolist() if part in needs]
    problem = _Problem(bill=bill, products=products, needs=needs, choices=choices, options=options)
    chosen, kept, proved = _solve(problem, budget)
    return Plan(
        remedies=tuple(sorted(chosen, key=lambda one: (-one.cost, one.part))),
        cost=sum(one.cost for one in chosen),
        kept=tuple(kept),
        left=tuple(part for part in products if part not in set(kept)),
        without_way=tuple(part for part, ways in options.items() if not ways),
        proved=proved,
    )


def yearly_use(bill: Bill) -> Floats:
    """Return how much of each part all products need in a year, in its unit; NaN where nobody can say.

    That is where a product states neither units a year nor revenue and price, or a line no quantity.
    """
    parts, lines = bill.parts, bill.lines
    worked_out = np.where(parts.price > 0, parts.revenue / np.where(parts.price > 0, parts.price, 1.0), np.nan)
    units = np.where(np.isnan(parts.units_year), worked_out, parts.units_year)
    use = np.zeros(len(parts))
    use[bill.products] = units[bill.products]
    for level in reversed(bill.structure.levels):
        every = level.lines
        many = np.where(np.isinf(lines.high[every]), np.nan, lines.high[every])
        np.add.at(use, lines.part[every], use[lines.parent[every]] * many)
    return use


def _spend(bill: Bill) -> Floats:
    """Return what each part costs a day at the usual pace; NaN if its price or use is unknown."""
    price = np.where(np.isnan(bill.parts.price), bill.parts.price_high, bill.parts.price)
    return np.where(np.isfinite(price), price, np.nan) * yearly_use(bill) / YEAR


def _missing(bill: Bill, uses: Uses, availability: Availability, covered: float) -> dict[int, NDArray[np.float64]]:
    """Return, for each part that runs short, the days of use that are missing up to each day, beyond all stock.

    Sub-assemblies may lie in stock as well; of several ways to the products the one with the least stock counts.
    """
    own = np.nan_to_num(bill.parts.stock_days)
    after = _downstream(bill)
    lead = np.nan_to_num(bill.parts.lead_days, nan=np.inf)
    found: dict[int, NDArray[np.float64]] = {}
    curves: dict[tuple[int, ...], NDArray[np.float64]] = {}
    for part in np.unique(uses.part).tolist():
        materials = tuple(sorted(set(uses.material[uses.part == part].tolist())))
        if materials not in curves:
            scarce = 1.0 - availability.share[:, :, list(materials)].min(axis=2)
            total = np.concatenate([np.zeros((len(scarce), 1)), np.cumsum(scarce, axis=1)], axis=1)
            curves[materials] = np.quantile(total, covered, axis=0, method="inverted_cdf")
        short = np.maximum(curves[materials] - own[part] - after[part], 0.0)
        end = lead[part] if bill.parts.sourcing[part] in OTHER_SOURCES else np.inf
        last = int(min(end, availability.days))
        short = np.minimum(short, short[last])
        if short[-1] > 0:
            found[part] = short
    return found


def _downstream(bill: Bill) -> Floats:
    """Return the least stock, in days of use, that lies between each part and the products that need it."""
    stock, lines = np.nan_to_num(bill.parts.stock_days), bill.lines
    after = np.full(len(bill.parts), np.inf)
    after[bill.products] = 0.0
    for level in reversed(bill.structure.levels):
        every = level.lines
        parent = lines.parent[every]
        np.minimum.at(after, lines.part[every], after[parent] + stock[parent])
    return np.where(np.isfinite(after), after, 0.0)


def _options(
    bill: Bill, part: int, missing: NDArray[np.float64], spend: Floats, holding_rate: float
) -> Iterator[Remedy]:
    """Yield the ways to help a part whose cost is known."""
    parts = bill.parts

    def remedy(way: Way, day: float, once: float) -> Remedy | None:
        days = int(np.ceil(missing[int(min(day, len(missing) - 1))] - 1e-9))
        held = days * float(spend[part]) * holding_rate if days else 0.0
        cost = once + held
        if not np.isfinite(cost):
            return None
        return Remedy(part=part, way=way, stock_days=days, from_day=day, cost=cost)

    found = [remedy(Way.STOCK, np.inf, 0.0)]
    if parts.sourcing[part] != SOLE and np.isfinite(parts.lead_days[part]):
        found.append(remedy(Way.SECOND_SOURCE, float(parts.lead_days[part]), float(parts.second_source_cost[part])))
    if np.isfinite(parts.redesign_days[part]):
        found.append(remedy(Way.REDESIGN, float(parts.redesign_days[part]), float(parts.redesign_cost[part])))
    yield from (one for one in found if one is not None)


Choices = Mapping[int, tuple[_Needs, ...]]
"""For each group of alternatives that hangs on scarce parts, what each of its choices needs."""


def _needs_of(bill: Bill, uses: Uses, scarce: frozenset[int]) -> tuple[dict[int, _Needs], Choices]:
    """Follow the scarce parts up through the bill."""
    lines = bill.lines
    coming = frozenset(uses.line[uses.line >= 0].tolist())
    found: dict[int, _Needs] = {}
    choices: dict[int, tuple[_Needs, ...]] = {}
    for level in bill.structure.levels:
        plain: dict[int, list[_Needs]] = {}
        groups: dict[int, tuple[int, dict[int, list[_Needs]]]] = {}
        for line in level.lines.tolist():
            parent, part, group = int(lines.parent[line]), int(lines.part[line]), int(lines.group[line])
            own = frozenset({part}) if line in coming and part in scarce else frozenset()
            below = found.get(part)
            need = _Needs(parts=own | (below.parts if below else own), groups=below.groups if below else frozenset())
            if group >= 0:
                _, of_group = groups.setdefault(group, (parent, {}))
                of_group.setdefault(int(lines.choice[line]), []).append(need)
            elif need.parts or need.groups:
                plain.setdefault(parent, []).append(need)
        for group, (parent, of_group) in groups.items():
            every = tuple(_together(needs) for needs in of_group.values())
            if all(need.parts or need.groups for need in every):
                choices[group] = every
                plain.setdefault(parent, []).append(_Needs(parts=frozenset(), groups=frozenset({group})))
        found |= {parent: _together(needs) for parent, needs in plain.items()}
    sold = frozenset(uses.part[uses.line < 0].tolist()) & scarce
    found |= {part: _Needs(parts=frozenset({part}), groups=frozenset()) for part in sold}
    return found, choices


def _together(needs: Iterable[_Needs]) -> _Needs:
    every = list(needs)
    return _Needs(
        parts=frozenset().union(*(one.parts for one in every)), groups=frozenset().union(*(one.groups for one in every))
    )


class _Model:
    """A mixed-integer program, gathered column by column and row by row."""

    def __init__(self) -> None:
        self.cost: list[float] = []
        self.rows: list[tuple[float, list[tuple[int, float]]]] = []

    def choice(self, cost: float) -> int:
        """Add a yes or no with a cost; returns its column."""
        self.cost.append(cost)
        return len(self.cost) - 1

    def at_least(self, least: float, *terms: tuple[int, float]) -> None:
        """Add a row: the terms together are at least so much."""
        self.rows.append((least, list(terms)))

    def again(self, cost: Mapping[int, float]) -> _Model:
        """Return a program of the same columns and rows in which only these columns cost something."""
        other = _Model()
        other.cost = [cost.get(column, 0.0) for column in range(len(self.cost))]
        other.rows = list(self.rows)
        return other

    def solved(self) -> tuple[list[bool], bool]:
        """Return the cheapest choice of all columns by HiGHS through scipy, and whether it is proved to be."""
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        count = len(self.cost)
        column = np.array([one for _, terms in self.rows for one, _ in terms])
        factor = np.array([one for _, terms in self.rows for _, one in terms])
        starts = np.concatenate([[0], np.cumsum([len(terms) for _, terms in self.rows])])
        above = csr_array((factor, column, starts), shape=(len(self.rows), count))
        found = milp(
            np.array(self.cost),
            integrality=np.ones(count),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(above, lb=np.array([least for least, _ in self.rows])),
            options={"mip_rel_gap": GAP, "time_limit": MOST_SECONDS},
        )
        chosen = np.zeros(count) if found.x is None else found.x
        return [bool(number > HALF) for number in chosen], bool(found.success)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Problem:
    """What is to be chosen: ways for parts, so that products are kept going."""

    bill: Bill
    products: list[int]
    needs: Mapping[int, _Needs]
    choices: Choices
    options: Mapping[int, list[Remedy]]

    def possible(self) -> list[int]:
        """List the products that can be kept going at all."""
        groups: dict[int, bool] = {}

        def can(need: _Needs) -> bool:
            return all(self.options[part] for part in need.parts) and all(groups[group] for group in need.groups)

        for group, every in self.choices.items():  # those of lower levels come first
            groups[group] = any(can(need) for need in every)
        return [product for product in self.products if can(self.needs[product])]


def _solve(problem: _Problem, budget: float | None) -> tuple[list[Remedy], list[int], bool]:
    """Choose the remedies: the cheapest that keep every product that can be, or those within a budget.

    Within a budget revenue decides first and cost among sets that keep the same: two programs, one after the other,
    for a solver stops at a gap of revenue that no weight of a cost in the same sum is sure to lie above.
    """
    possible = problem.possible()
    if not possible:
        return [], [], True
    model = _Model()
    weight = 1.0 if budget is None else TIE
    ways = {part: [(one, model.choice(weight * one.cost)) for one in found] for part, found in problem.options.items()}
    taken = {group: [model.choice(0.0) for _ in every] for group, every in problem.choices.items()}
    worth = np.nan_to_num(problem.bill.parts.revenue)
    kept = {product: model.choice(0.0 if budget is None else -max(float(worth[product]), 1.0)) for product in possible}

    def hang(column: int, need: _Needs) -> None:
        """Let a column be yes only if all that it needs is there."""
        for part in sorted(need.parts):
            model.at_least(0.0, (column, -1.0), *((way, 1.0) for _, way in ways[part]))
        for group in sorted(need.groups):
            model.at_least(0.0, (column, -1.0), *((one, 1.0) for one in taken[group]))

    for product, column in kept.items():
        hang(column, problem.needs[product])
        if budget is None:
            model.at_least(1.0, (column, 1.0))
    for group, every in problem.choices.items():
        for column, need in zip(taken[group], every, strict=True):
            hang(column, need)
    if budget is not None:
        model.at_least(-budget, *((way, -one.cost) for found in ways.values() for one, way in found))
    found, proved = model.solved()
    if budget is not None:
        most = -sum(model.cost[column] for column in kept.values() if found[column])
        thrifty = model.again({way: one.cost for several in ways.values() for one, way in several})
        largest = max(-model.cost[column] for column in kept.values())
        thrifty.at_least(most / largest, *((column, -model.cost[column] / largest) for column in kept.values()))
        cheaper, is_cheapest = thrifty.solved()
        # What the solver lets pass as rounding could be a product of little revenue: then the first answer stands.
        if -sum(model.cost[column] for column in kept.values() if cheaper[column]) >= most * (1 - GAP):
            found, proved = cheaper, proved and is_cheapest
    remedies = [one for several in ways.values() for one, way in several if found[way]]
    return remedies, [product for product, column in kept.items() if found[column]], proved
