"""What sectors plan, make and lose on a day, and what is asked of them for the next."""

from __future__ import annotations

from sekisho.impact.engine.compilation import compiled
from sekisho.impact.engine.lanes.arrays import LARGE, TINY, PlanLanes, copy
from sekisho.impact.engine.normalised_economy import Floats
from sekisho.impact.engine.numba_arrays import Number, Whole

BINDING = 0.99
"""Output below this ratio counts as bound."""


@compiled
def plan(planned: Floats, demand: Floats, overtime: Floats, least: Floats, profile: Floats, size: Floats) -> None:
    """Plan to meet demand as far as capacity goes, and note what is allowed of normal output."""
    unit, zero = planned.dtype.type(1), planned.dtype.type(0)
    for j in range(planned.shape[0]):
        if len(profile) and profile[j] > 0:
            lost = planned.dtype.type(profile[j])
            for k in range(planned.shape[1]):
                left = max(unit - lost * size[k], zero)
                least[j, k] = min(least[j, k], left)
                planned[j, k] = min(demand[j, k], overtime[j, k] * left)
        else:
            for k in range(planned.shape[1]):
                planned[j, k] = min(demand[j, k], overtime[j, k])


@compiled
def make(output: Floats, planned: Floats, covered: Floats, degrees: Floats) -> None:
    """Make what is planned less what stocks do not cover, by the degree to which an input binds."""
    zero, large = output.dtype.type(0), output.dtype.type(LARGE)
    for j in range(output.shape[0]):
        for k in range(output.shape[1]):
            output[j, k] = zero
        for v in range(len(degrees)):
            for k in range(output.shape[1]):
                output[j, k] = max(output[j, k], degrees[v] * (planned[j, k] - covered[v, j, k]))
                covered[v, j, k] = large
        for k in range(output.shape[1]):
            output[j, k] = planned[j, k] - output[j, k]


@compiled
def lose(output: Floats, lost: Floats, daily: Floats, first_binding: Whole, value: Floats, day: int) -> None:
    """Add up what a day loses, in double precision."""
    unit, binding = output.dtype.type(1), output.dtype.type(BINDING)
    for k in range(len(daily)):
        daily[k] = 0
    for j in range(output.shape[0]):
        for k in range(output.shape[1]):
            loss = unit - output[j, k]
            lost[j, k] += loss
            daily[k] += value[j] * loss
        for k in range(output.shape[1]):
            if output[j, k] < binding and first_binding[j, k] > day:
                first_binding[j, k] = day


@compiled
def aim(plans: PlanLanes, output: Floats, planned: Floats, smoothing: Number) -> None:
    """Take what today's orders are worked out from; targets move towards what is planned. 0: nothing follows output."""
    if smoothing > 0:
        copy(plans.used, output)
        copy(plans.planned, planned)
        follow(plans.target, planned, smoothing)


@compiled
def follow(target: Floats, planned: Floats, smoothing: Number) -> None:
    """Move targets towards what is planned."""
    for j in range(target.shape[0]):
        for k in range(target.shape[1]):
            target[j, k] += (planned[j, k] - target[j, k]) / smoothing


@compiled
def look_ahead(
    demand: Floats, overtime: Floats, at_last: Floats, asked: Floats, usual: Floats, output: Floats, waiting: Floats,
    most: Floats, speed: Floats, final: Floats, catch_up: Number,
) -> None:  # fmt: skip
    """See what is asked of each supplier for the next day, and of its overtime; `catch_up` 0: nothing waits."""
    unit, zero, tiny = demand.dtype.type(1), demand.dtype.type(0), demand.dtype.type(TINY)
    for i in range(demand.shape[0]):
        for k in range(demand.shape[1]):
            if catch_up > zero:
                again = waiting[i, k] / catch_up
                at_last[i, k] = final[i] + again
                demand[i, k] = max(unit + asked[i, k] - usual[i, k] + again, tiny)
            else:
                demand[i, k] = max(asked[i, k] - usual[i, k] + unit, tiny)
            lacks = max((demand[i, k] - output[i, k]) / demand[i, k], zero)
            overtime[i, k] += (unit - overtime[i, k] + lacks * (most[k] - unit)) * speed[k]
