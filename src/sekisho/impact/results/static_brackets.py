"""What stands beside a run: the loss at the median of all inputs, by static companions, month by month."""

from __future__ import annotations

import numpy as np

from sekisho.impact.economy.economy import Economy
from sekisho.impact.materials.figure import Array
from sekisho.impact.results.ces import AT_MONTHS, CesCheck
from sekisho.impact.results.loss_bounds import LossBounds
from sekisho.impact.results.result import Bracket
from sekisho.impact.results.static_models import cascade, direct, links_of, planner, with_orders
from sekisho.impact.scenario.horizon import DAYS_A_YEAR, Horizon
from sekisho.message import Text, message


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
        ("direct", message("impact.says_direct", "no sector feels another's loss"), direct),
        ("planner", message("impact.says_planner", "the best that a planner could do, without stocks"), planner),
        ("orders", message("impact.says_orders", "orders fall, nobody lacks what another makes"), with_orders),
        ("cascade", message("impact.says_cascade", "every shortage is passed on in proportion"), cascade),
    )
    found = []
    for name, says, loss in companions:
        each = np.array([loss(links, u) if (u < 1.0).any() else 0.0 for u in ceilings])
        found.append(Bracket(name=name, says=says, percent=float(each @ days) / DAYS_A_YEAR * 100.0))
    says = message("impact.says_run", "the same inputs, with time and stocks")
    found.append(Bracket(name="this run", says=says, percent=dynamic))
    return tuple(found)


def ces_brackets(check: CesCheck | None, horizon: Horizon) -> tuple[Bracket, ...]:
    """Return the aggregate production function as a companion, if the question fits it."""
    if check is None:
        return ()
    low, central, high = (each * horizon.share_of_year for each in check.percent)
    says = message(
        "impact.says_ces",
        "one good, no stocks, an elasticity of {least} to {most}: {low} to {high}",
        least=_two_digits(check.elasticity[0]),
        most=_two_digits(check.elasticity[2]),
        low=_two_digits(low),
        high=_two_digits(high),
    )
    return (Bracket(name="ces", says=says, percent=central),)


def warnings_of(bounds: LossBounds) -> tuple[Text, ...]:
    """Warn if a draw loses more than the cascade of its own ceilings: then the numbers are no finding."""
    if bounds.hold or bounds.first_above is None:
        return ()
    return (
        message(
            "impact.above_cascade",
            "No finding: in {n} of {draws} draws, first in draw {first}, more is lost than the shortages can cost: the "
            "rules for sharing short goods and for stocks collapsed. Take rationing customary and inventory physical.",
            n=bounds.draws_above,
            draws=bounds.draws,
            first=bounds.first_above,
        ),
    )


def outside_ces(check: CesCheck | None, *, months: int) -> tuple[Text, ...]:
    """Say so if the last whole month costs more or less than an aggregate production function has it.

    The function has no stocks. A run that costs less while they last is no contradiction, so of a horizon below the
    first for which elasticities are on file only a larger loss is told.
    """
    if check is None or check.holds or (check.flow < check.percent[0] and months < AT_MONTHS[0]):
        return ()
    low, _, high = check.percent
    least, _, most = check.elasticity
    outside = message(
        "impact.outside_ces",
        "The last whole month costs {loss} % of its GDP in the middle run. One aggregate good with an "
        "elasticity of {least} to {most} and no stocks would cost {low} to {high} %: it lies outside.",
        loss=_two_digits(check.flow),
        least=_two_digits(least),
        most=_two_digits(most),
        low=_two_digits(low),
        high=_two_digits(high),
    )
    return (outside, *_what_it_takes(check))


def _what_it_takes(check: CesCheck) -> tuple[Text, ...]:
    """Say which elasticity would cost as much as the run does, and what that supposes of users."""
    implied = check.implied
    if implied is None:
        return ()
    if check.flow > check.percent[2]:
        return (
            message(
                "impact.ces_replaces_less",
                "An elasticity of {implied} would cost as much: the run supposes users who replace less than the "
                "figures on file say.",
                implied=_two_digits(implied),
            ),
        )
    return (
        message(
            "impact.ces_replaces_more",
            "An elasticity of {implied} would cost as much: the run supposes users who replace more than the "
            "figures on file say, or who live on stocks.",
            implied=_two_digits(implied),
        ),
    )


def _two_digits(number: float) -> str:
    """Return a number with two digits that count, written out: 100, and not 1e+02."""
    return f"{float(f'{number:.2g}'):g}"
