"""What stands beside a run: the loss at the median of all inputs, by static companions, month by month."""

from __future__ import annotations

import numpy as np

from sekisho.impact.economy.economy import Economy
from sekisho.impact.materials.figure import Array
from sekisho.impact.results.ces import CesCheck
from sekisho.impact.results.result import Bracket
from sekisho.impact.results.static_models import cascade, direct, links_of, planner, with_orders
from sekisho.impact.scenario.horizon import DAYS_A_YEAR, Horizon

SLACK = 1.02
"""How far above the cascade a dynamic loss may stand before it is a warning: stocks that fill up cost a little."""


def brackets_of(economy: Economy, lacking: Array, horizon: Horizon, dynamic: float) -> tuple[Bracket, ...]:
    """Return the static companions of a run.

    Parameters
    ----------
    lacking
        Output that the ceilings take in the middle draw, unit of the economy; shape (months, N).
    dynamic
        Loss of the middle draw in the dynamic run, per cent of annual GDP.
    """
    links = links_of(economy)
    days = horizon.days_of_periods
    normal = np.where(economy.output > 0, economy.output, 1.0) * days[:, None]
    ceilings = np.clip(1.0 - lacking / normal, 0.0, 1.0)
    companions = (
        ("direct", "no sector feels another's loss", direct),
        ("planner", "the best that a planner could do", planner),
        ("orders", "orders fall, nobody lacks what another makes", with_orders),
        ("cascade", "every shortage is passed on in proportion", cascade),
    )
    found = []
    for name, says, loss in companions:
        each = np.array([loss(links, u) if (u < 1.0).any() else 0.0 for u in ceilings])
        found.append(Bracket(name=name, says=says, percent=float(each @ days) / DAYS_A_YEAR * 100.0))
    found.append(Bracket(name="this run", says="the same inputs, with time and stocks", percent=dynamic))
    return tuple(found)


def ces_brackets(check: CesCheck | None, horizon: Horizon) -> tuple[Bracket, ...]:
    """Return the aggregate production function as a companion, if the question fits it."""
    if check is None:
        return ()
    low, central, high = (each * horizon.share_of_year for each in check.percent)
    elasticity = f"{check.elasticity[0]:.2g} to {check.elasticity[2]:.2g}"
    says = f"one good, no stocks, an elasticity of {elasticity}: {low:.2g} to {high:.2g}"
    return (Bracket(name="ces", says=says, percent=central),)


def warnings_of(brackets: tuple[Bracket, ...], check: CesCheck | None = None) -> tuple[str, ...]:
    """Warn if the run loses more than the cascade, which a run that lacks no stocks cannot, or leaves the CES band."""
    found = []
    by_name = {one.name: one.percent for one in brackets}
    if by_name["this run"] > by_name["cascade"] * SLACK + 1e-9:
        found.append("Warning: the dynamic loss at the median of all inputs is above that of a proportional cascade.")
    if check is not None and not check.holds:
        low, _, high = check.percent
        least, _, most = check.elasticity
        found.append(
            f"The last whole month costs {check.flow:.2g} % of its GDP in the median, outside of what one aggregate "
            f"good with an elasticity of {least:.2g} to {most:.2g} and no stocks would cost: {low:.2g} to {high:.2g} %."
        )
    return tuple(found)
