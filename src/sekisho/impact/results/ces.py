"""A check from outside: what an aggregate production function with a constant elasticity would say of the same cut.

It knows no sectors, no stocks and no days. One good with a small share of cost is cut, and everything else goes on;
the elasticity stands for all that users and other sellers do. What a run loses once stocks are gone should lie within
what it gives between the lowest and the highest elasticity on file. If it does not, the result says so.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sekisho.errors import LibraryError, Problem
from sekisho.files.package_csv import rows_of_table
from sekisho.impact.materials.figure import Array, Figure, FigureConfidence
from sekisho.impact.materials.material import Material
from sekisho.impact.scenario.horizon import Horizon
from sekisho.law.loading.data_package import ECONOMY
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading
from sekisho.message import message

if TYPE_CHECKING:
    from sekisho.impact.model import Model
    from sekisho.impact.shock.shock import Shock
    from sekisho.impact.uncertainty.levels import PriorLevels

FILE: Final = "cost-shares.csv"
COLUMNS: Final = ("group", "low", "central", "high", "unit", "source", "date", "confidence", "reason")
AT_MONTHS: Final = (6.0, 12.0, 24.0)
"""Months for which elasticities are on file."""
YEARS: Final = 4
"""Years before the horizon whose counts of dependence are taken."""
WHOLE_MONTH: Final = 28
"""Days from which a calendar month counts as whole."""
TRIED: Final = (0.01, 10.0)
"""Elasticities between which one is sought that fits: from users who replace nothing to those who replace all."""
FOUND: Final = 1.001
"""Ratio of two elasticities that are the same; two digits are told."""
LARGE: Final = 500.0
"""Logarithm of a number that is near the largest there is."""
ALIKE: Final = 1e-9
"""Elasticities and cuts that differ by less are the same: far below any figure that is stated, far above rounding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CesCheck:
    """What the production function gives, and whether a run lies within.

    Parameters
    ----------
    left
        Share of the normal supply of the group that is left.
    elasticity
        Low, central and high, for the length of the horizon.
    percent
        Loss in per cent of the GDP of the same days: at the high, the central and the low elasticity.
    flow
        Median loss of the run in its last whole month, in the same unit.
    """

    group: str
    left: float
    cost_share: float
    elasticity: tuple[float, float, float]
    percent: tuple[float, float, float]
    flow: float

    @property
    def holds(self) -> bool:
        """Whether the run lies within."""
        return self.percent[0] <= self.flow <= self.percent[2]

    @property
    def implied(self) -> float | None:
        """The elasticity at which the function gives the loss of the run; None if none that is tried does."""
        hard, easy = TRIED
        loss = self.flow / 100.0
        if not ces_loss(self.left, self.cost_share, easy) <= loss <= ces_loss(self.left, self.cost_share, hard):
            return None
        while easy / hard > FOUND:
            middle = math.sqrt(hard * easy)
            if ces_loss(self.left, self.cost_share, middle) > loss:
                hard = middle
            else:
                easy = middle
        return math.sqrt(hard * easy)


def ces_loss(left: float, cost_share: float, elasticity: float) -> float:
    """Return the share of output that is lost if one input falls and all others stay, 1 - Y.

    Y = [(1 - s) + s m^((e - 1) / e)]^(e / (e - 1)), with s the share of cost, m what is left, e the elasticity.

    Examples
    --------
    >>> round(ces_loss(0.37, 0.0002, 0.18), 4), round(ces_loss(0.28, 0.0002, 0.23), 4)
    (0.004, 0.0041)

    Source
    ------
    Arrow, Chenery, Minhas and Solow (1961), Review of Economics and Statistics 43, 225, normalised at m = 1.
    """
    if left >= 1.0:
        return 0.0
    if abs(elasticity - 1.0) < ALIKE:
        return 1.0 - float(left**cost_share)
    if elasticity <= 0.0:
        return 1.0 - left  # nothing replaces it: output falls as it does
    power = (elasticity - 1.0) / elasticity
    if left <= 0.0:
        return 1.0 if power < 0 else 1.0 - float((1.0 - cost_share) ** (1.0 / power))
    if power * math.log(left) > LARGE:
        # Beside the scarce input the others count for nothing.
        return 1.0 - left * cost_share ** (1.0 / power)  # type: ignore[no-any-return] # a power of two floats
    return float(-np.expm1(np.log1p(cost_share * (left**power - 1.0)) / power))


@cached_per_library
def cost_shares(library: Library) -> Mapping[str, Figure]:
    """Return the share of cost of each group of materials for which one is on file.

    Raises
    ------
    LibraryError
        With every row that is wrong.
    """
    found: dict[str, Figure] = {}
    problems: list[Problem] = []
    for package in library.packages:
        for number, row in enumerate(rows_of_table(package.folder / ECONOMY / FILE, *COLUMNS), start=2):
            try:
                found[row["group"]] = _figure(row)
            except ValueError as fault:
                remedy = message(
                    "impact.expected_ces_shares",
                    "Expected shares above 0 and below 1, low to high, and a confidence of low, medium or high.",
                )
                problems.append(
                    Problem(
                        where=f"{ECONOMY}/{FILE}:{number}",
                        what=message("impact.as_said", "{what}.", what=str(fault)),
                        remedy=remedy,
                    )
                )
    if problems:
        raise LibraryError(problems)
    return found


def _figure(row: Mapping[str, str]) -> Figure:
    low, central, high = (float(row[name]) for name in ("low", "central", "high"))
    if not 0.0 < low <= central <= high < 1.0:
        raise ValueError(f"'{row['group']}' runs {low:g}, {central:g}, {high:g}")
    return Figure(
        low=low,
        central=central,
        high=high,
        unit=row["unit"],
        source=(row["source"],),
        date=row["date"],
        confidence=FigureConfidence(row["confidence"]),
        reason=row["reason"],
    )


def ces_check(
    library: Library, model: Model, shock: Shock, levels: PriorLevels, losses: Array, *, reading: Reading
) -> CesCheck | None:
    """Check a run against the production function; None where the question does not fit it.

    It fits a cut that is the same for every flow of one group of materials with a share of cost on file, that reaches
    no other material, and that still holds in the last whole month of the horizon.

    Parameters
    ----------
    levels
        The one draw in the middle of all inputs.
    losses
        Loss of each draw and month in per cent of the GDP of the month's days; shape (K, months touched).
    """
    month = last_whole_month(shock.horizon)
    last_day = int(np.flatnonzero(shock.horizon.periods == month)[-1])
    cut = shock.cut(levels, reading)[0, last_day]
    group = _cut_alike(model, cut)
    if group is None or group not in cost_shares(library):
        return None
    materials = [one for one in model.pairs.materials if one.group == group]
    dependence = _dependence(library, shock, levels, group)
    if dependence is None:
        return None
    at = [model.pairs.materials.index(one) for one in materials]
    leaked = float(model.parameters(levels)["leakage"][0, at].mean())
    left = 1.0 - float(cut.max()) * dependence * (1.0 - leaked)
    elasticity = elasticity_of(materials, shock.horizon.months)
    share = cost_shares(library)[group].central
    low, central, high = (100.0 * ces_loss(left, share, each) for each in reversed(elasticity))
    return CesCheck(
        group=group,
        left=left,
        cost_share=share,
        elasticity=elasticity,
        percent=(low, central, high),
        flow=float(np.median(losses[:, month])),
    )


def last_whole_month(horizon: Horizon) -> int:
    """Return the number of the last whole calendar month of a horizon; the longest if none is whole."""
    days = horizon.days_of_periods
    whole = np.flatnonzero(days >= WHOLE_MONTH)
    return int(whole[-1]) if len(whole) else int(days.argmax())


def elasticity_of(materials: Iterable[Material], months: int) -> tuple[float, float, float]:
    """Return the elasticity of a group over a length: that of the material in the middle, between lengths a line."""
    found = []
    for end in ("low", "central", "high"):
        by_length = [
            np.median([getattr(one.figures[f"elasticity_{length:g}_months"], end) for one in materials])
            for length in AT_MONTHS
        ]
        found.append(float(np.interp(months, AT_MONTHS, by_length)))
    low, central, high = found
    return low, central, high


def _cut_alike(model: Model, cut: Array) -> str | None:
    """Name the group whose flows are all cut by the same share while no other is cut."""
    groups = {one.group for number in np.flatnonzero(cut > 0) for one in (_material(model, int(number)),)}
    if len(groups) != 1:
        return None
    (group,) = groups
    held = [cut[number] for number in range(len(cut)) if _material(model, number).group == group]
    return group if np.ptp(held) < ALIKE else None


def _material(model: Model, flow: int) -> Material:
    return model.pairs.materials[int(model.pairs.flow_material[flow])]


def _dependence(library: Library, shock: Shock, levels: PriorLevels, group: str) -> float | None:
    """Return the share of the group that comes from the seller: as fixed, else the middle of recent counts."""
    fixed = levels.number("dependence")
    if fixed is not None:
        return fixed
    scenario = shock.scenario
    from sekisho.impact.dependence.answer import dependence_of  # who only reads a result need not load it

    answer = dependence_of(library, group, importer=scenario.buyer, seller=scenario.supplier)
    span = answer.span(scenario.start.year - YEARS)
    return (span.low + span.high) / 2.0 if span is not None else None
