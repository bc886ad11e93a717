"""How much of each material arrives on each day: what is cut, what comes by other ways, what the state releases.

Units are days of base use: 1 is what a user takes on a normal day.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.errors import LibraryError, Problem
from sekisho.impact.engine.inputs import MaterialUse
from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.material import Rule
from sekisho.impact.materials.origins import FlowCuts, MaterialOrigins, flow_cuts, grown, origins_of
from sekisho.impact.materials.parameters import Parameters
from sekisho.impact.materials.sector_pairs import Index, Pairs
from sekisho.impact.materials.stock_strata import EDGES, strata, weights
from sekisho.impact.materials.use import Purpose
from sekisho.message import message

FAVOURED: Final = frozenset({Purpose.DEFENCE, Purpose.MEDICAL})
TINY: Final = 1e-12
"""Shares of use that are taken for none, so that nothing is divided by zero; sums of shares err by less."""
Edges = tuple[float, ...]
"""Shares of need at which strata of firms end."""


class Allocation(StrEnum):
    """Who gets what arrives.

    addressed: each flow keeps what is sent to it. proportional: all that arrives is shared by base use. priority:
    favoured purposes are filled first, the rest shares by base use.
    """

    ADDRESSED = "addressed"
    PROPORTIONAL = "proportional"
    PRIORITY = "priority"


@dataclass(frozen=True, slots=True, kw_only=True)
class StockPolicy:
    """What the importing state does.

    Parameters
    ----------
    release
        When the public stock is released; None takes the rule of each material's file.
    release_day
        For `from_day`: days after the first day of the cut.
    allocation
        Who gets what arrives.
    favoured
        Purposes that come first, in release and allocation.
    """

    release: Rule | None = None
    release_day: int = 0
    allocation: Allocation = Allocation.ADDRESSED
    favoured: Collection[Purpose] = FAVOURED


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """What becomes of materials in K draws, over T days.

    Parameters
    ----------
    use
        What the engine takes: uses of one material in one sector are one pair, or one a series of arrivals.
    flow_arrivals
        Which series of arrivals each flow of the pairs has; shape (F,).
    public_left
        Public stock at the end, days of base use; shape (K, M), of the materials of the pairs.
    """

    use: MaterialUse
    flow_arrivals: Index
    public_left: Array

    @property
    def arrivals(self) -> Array:
        """What arrives for each flow, as a share of base use; shape (K, T, F)."""
        return np.asarray(self.use.arrivals[:, :, self.flow_arrivals])


@dataclass(frozen=True, slots=True)
class _Groups:
    """Flows of a material that are cut alike: the cut (K or 1, T) of each, its material, base use, and favour.

    `is_cut` says whether they are on any day.
    `passing` is the share of its leakage that may pass, (K or 1,).
    """

    cut: tuple[Array, ...]
    is_cut: tuple[bool, ...]
    material: Index
    share: Array
    favoured: NDArray[np.bool_]
    of_flow: Index
    passing: tuple[Array, ...]


def supply_of(
    pairs: Pairs,
    parameters: Parameters,
    cut: FlowCuts,
    *,
    policy: StockPolicy | None = None,
    apart: bool = False,
    edges: Edges = EDGES,
    passing: Array | None = None,
    origins: MaterialOrigins | None = None,
) -> Supply:
    """Turn cuts of flows into what arrives for each pair, with the stocks and the thrift that stand against it.

    arrivals  q = 1 - lost + alternative + recycling + release (+ catch-up once a cut has ended)
    lost          = dependence x cut x (1 - leakage x passing)
    alternative   = alternative_share x grown x lost, grown = 1 - exp(-(t - lag)+ / ramp), t from the first day of the
                    cut; where plants are named, the sum over them of share x grown, each from its own day on
    recycling     = min(recycling_share x (1 - exp(-t / ramp)), what is still lost)
    release       = min(rate, what the country still loses, what is left of the public stock)

    Parameters
    ----------
    policy
        What the state does; None: what the files say, and nothing moved between flows.
    apart
        Whether parts of a sector that are cut differently stay pairs of their own, whose losses add up. Otherwise
        they are one pair, with the mean of what arrives, weighted by phi: exact without stocks; with stocks it lets a
        sector's whole stock stand against a cut of a part of it.
    edges
        Shares of need at which strata of firms end.
    passing
        Share of the leakage of each flow that no clause bars, 0 to 1; shape (K or 1, F). None: all of it.
    origins
        What `origins_of` says of the same cut; None works it out.

    Raises
    ------
    LibraryError
        If cut has another shape, or leaves 0 to 1.
    """
    chosen = policy or StockPolicy()
    given = _checked(cut, pairs, parameters)
    free = np.ones((1, len(pairs.flows))) if passing is None else passing
    groups = _groups(given, free, pairs, chosen.favoured if _favours(chosen, pairs) else ())
    sources = origins_of(pairs, parameters, given, passing) if origins is None else origins
    start = sources.start
    scrap = {at: _scrap(at, sources, parameters) for at in sources.cut.tolist()}
    nothing = np.zeros((parameters.draws, sources.days))  # what all groups lose that are not cut, whatever is released
    lost = [
        _lost(number, groups, sources, parameters, scrap) if is_cut else nothing
        for number, is_cut in enumerate(groups.is_cut)
    ]
    left = parameters["public_stock_days"].copy()
    for number in sources.cut.tolist():
        _release(
            lost,
            number,
            groups,
            start,
            parameters,
            rule=chosen.release or pairs.materials[number].public_rule,
            day=chosen.release_day,
            left=left,
        )
    series, own = _series(groups, sources.cut, chosen.allocation)
    arrivals = np.ones((int(series.max()) + 1, *nothing.shape))
    for into, number in zip(arrivals, own, strict=False):
        if groups.is_cut[number]:
            np.subtract(1.0, lost[number], out=into)
    if chosen.allocation is not Allocation.ADDRESSED:
        arrivals = np.stack(_allocated([*arrivals], groups, chosen.allocation))
    for into, number in zip(arrivals, own, strict=False):
        if groups.is_cut[number]:
            rate = parameters["catch_up_rate"][:, groups.material[number]]
            _catch_up(into, lost[number], groups.cut[number] <= 0, rate)
    of_flow = series[groups.of_flow]
    use = _use(pairs, parameters, arrivals, of_flow, sources, apart=apart, edges=edges)
    return Supply(use=use, flow_arrivals=of_flow, public_left=left)


def _series(groups: _Groups, cut: Index, allocation: Allocation) -> tuple[Index, list[int]]:
    """Return which series of arrivals each group has, and the groups that have one of their own, in its order.

    Of materials that are not cut all arrives, and they share the last series, if each flow keeps what is sent to it.
    Those that are several groups all the same have their own, so that shares are added up in one order.
    """
    several = np.bincount(groups.material)[groups.material] > 1
    is_own = np.isin(groups.material, cut) | several | (allocation is not Allocation.ADDRESSED)
    own = np.flatnonzero(is_own)
    series = np.full(len(is_own), len(own))
    series[own] = np.arange(len(own))
    return series, own.tolist()


def _use(
    pairs: Pairs,
    parameters: Parameters,
    arrivals: Array,
    of_flow: Index,
    origins: MaterialOrigins,
    *,
    apart: bool,
    edges: Edges,
) -> MaterialUse:
    """Join uses into pairs of a material and a sector, and gather what the engine needs of each."""
    series = of_flow[pairs.flow]
    apart_by = series.tolist() if apart else [0] * len(series)
    nothing = np.zeros(arrivals.shape[1:])
    rows: dict[tuple[int, int, int], list[int]] = {}
    for at, key in enumerate(zip(pairs.material.tolist(), pairs.sector.tolist(), apart_by, strict=True)):
        rows.setdefault(key, []).append(at)
    held = [sorted({int(series[at]) for at in of}) for of in rows.values()]
    phi = parameters.phi[:, [of[0] for of in rows.values()]]
    for place, of in enumerate(rows.values()):
        if len(of) > 1:
            phi[:, place] = parameters.phi[:, of].sum(axis=1)
    taken: list[int] = []
    mixed: list[Array] = []
    for of, many in zip(rows.values(), held, strict=True):
        taken.append(many[0] if len(many) == 1 else len(arrivals) + len(mixed))
        if len(many) > 1:
            total = np.maximum(parameters.phi[:, of].sum(axis=1), TINY)
            shares = (parameters.phi[:, of] / total[:, None]).T[:, :, None]
            mixed.append(sum((arrivals[series[at]] * share for at, share in zip(of, shares, strict=True)), nothing))
    material = np.array([key[0] for key in rows], dtype=np.int64)
    nests = list(dict.fromkeys(one.nest for one in pairs.materials))
    stock = strata(parameters["firm_stock_days"], parameters["stock_dispersion"], edges)
    start = origins.start
    saved, of_saved = _saved(parameters, origins)
    return MaterialUse(
        pair_material=material,
        pair_sector=np.array([key[1] for key in rows], dtype=np.int64),
        phi=np.minimum(phi, 1.0),
        arrivals=np.moveaxis(np.concatenate([arrivals, mixed]) if mixed else arrivals, 0, 2),
        pair_arrivals=np.array(taken, dtype=np.int64),
        pair_nest=np.array([nests.index(pairs.materials[at].nest) for at in material], dtype=np.int64),
        thrift_max=parameters["thrift_share"][:, material],
        thrift_days=parameters["thrift_ramp_days"][:, material],
        thrift_from=np.broadcast_to(start.min(axis=1), parameters.draws).astype(float),
        stock_days=stock[:, material],
        weights=weights(edges),
        saved=saved,
        pair_saved=None if saved is None else of_saved[material],
    )


def _saved(parameters: Parameters, origins: MaterialOrigins) -> tuple[Array | None, Index]:
    """Return what price makes users save, shape (K, T, S), and the series of each material; None where price does not.

    Of materials that are not cut nothing is saved: they share the last series, and others have theirs in their order.
    """
    cut, count = origins.cut, origins.start.shape[1]
    of_saved = np.full(count, len(cut))
    of_saved[cut] = np.arange(len(cut))
    if parameters.thrift is None:
        return None, of_saved
    saved = np.zeros((len(cut) + (len(cut) < count), parameters.draws, origins.days))
    of_cut = parameters.thrift.of(cut).saved(origins.start[:, cut].astype(float), origins.days)
    saved[: len(cut)] = np.moveaxis(of_cut, 2, 0)
    return np.moveaxis(saved, 0, 2), of_saved


def _favours(policy: StockPolicy, pairs: Pairs) -> bool:
    """Tell whether it matters which flows are favoured."""
    rules = {policy.release or one.public_rule for one in pairs.materials}
    return policy.allocation is Allocation.PRIORITY or Rule.PRIORITY in rules


def _checked(cut: FlowCuts, pairs: Pairs, parameters: Parameters) -> Sequence[Array]:
    """Return the cut of each flow, shape (K or 1, T); one array for flows that are cut alike is looked at once."""
    whole = np.asarray(cut, dtype=float) if isinstance(cut, np.ndarray) else None
    shape = (*cut[0].shape, len(cut)) if whole is None else whole.shape
    if len(shape) != 3 or shape[0] not in {1, parameters.draws} or shape[2] != len(pairs.flows):  # noqa: PLR2004 - K, T, F
        remedy = message(
            "impact.expected_cut_shape",
            "Expected ({draws} or 1, days, {n}): draws, days, flows.",
            draws=parameters.draws,
            n=len(pairs.flows),
        )
        raise LibraryError(
            Problem(
                where="cut",
                what=message("impact.has_shape", "has the shape {shape}.", shape=str(shape)),
                remedy=remedy,
            )
        )
    distinct = {id(column): column for column in cut}.values() if whole is None else [whole]
    if not all(column.min(initial=0.0) >= 0 and column.max(initial=0.0) <= 1 for column in distinct):
        raise LibraryError(
            Problem(
                where="cut",
                what=message("impact.share_not_0_1", "a share is not from 0 to 1."),
                remedy=message("impact.cut_is_share", "A cut is a share of a flow."),
            )
        )
    return flow_cuts(cut if whole is None else whole)


def _groups(cut: Sequence[Array], passing: Array, pairs: Pairs, favoured: Collection[Purpose]) -> _Groups:
    """Join the flows of a material that are cut alike, leak alike and are alike in favour."""
    distinct = {id(column): np.ascontiguousarray(column) for column in cut}
    columns = [distinct[id(column)] for column in cut]
    seen: dict[tuple[int, bool, bytes, bytes], list[int]] = {}
    of_flow = np.empty(len(pairs.flows), dtype=np.intp)
    first: list[int] = []
    for at, flow in enumerate(pairs.flows):
        # The last day tells most cuts apart, and is a few hundredths of the bytes of all days.
        last = columns[at][:, -1].tobytes()
        key = (int(pairs.flow_material[at]), flow.purpose in favoured, last, passing[:, at].tobytes())
        alike = seen.setdefault(key, [])
        group = next((group for group in alike if _same(columns[first[group]], columns[at])), len(first))
        if group == len(first):
            alike.append(group)
            first.append(at)
        of_flow[at] = group
    share = np.zeros(len(first))
    np.add.at(share, of_flow, pairs.flow_share)
    any_day = {name: bool(column.any()) for name, column in distinct.items()}
    return _Groups(
        cut=tuple(columns[at] for at in first),
        is_cut=tuple(any_day[id(cut[at])] for at in first),
        material=pairs.flow_material[first],
        share=share,
        favoured=np.array([pairs.flows[at].purpose in favoured for at in first], dtype=bool),
        of_flow=of_flow,
        passing=tuple(passing[:, at] for at in first),
    )


def _same(first: Array, second: Array) -> bool:
    return first is second or np.array_equal(first, second)


def _scrap(material: int, origins: MaterialOrigins, parameters: Parameters) -> Array:
    """Return the most that recycling adds of a material on each day; shape (K, T)."""
    since = np.arange(origins.days, dtype=float)[None, :] - origins.start[:, material, None]
    scrap = grown(since, parameters["recycling_ramp_days"][:, material])
    scrap *= parameters["recycling_share"][:, material, None]
    return scrap


def _lost(
    number: int, groups: _Groups, origins: MaterialOrigins, parameters: Parameters, scrap: Mapping[int, Array]
) -> Array:
    """Return what a group loses after alternatives and recycling; shape (K, T).

    Parameters
    ----------
    scrap
        The most that recycling adds, by the number of each material that is cut.
    """
    at = groups.material[number]
    cut = groups.cut[number]
    found: Array = 1.0 - origins.of(int(at), origins.replaced)
    found *= (parameters["dependence"][:, at] * (1.0 - parameters["leakage"][:, at] * groups.passing[number]))[:, None]
    found *= cut
    if int(at) in scrap:  # a flow of no share may be cut, and its material, as a whole, not
        found -= np.minimum(scrap[int(at)], found)
    return found


def _release(
    lost: list[Array],
    number: int,
    groups: _Groups,
    start: Index,
    parameters: Parameters,
    *,
    rule: Rule,
    day: int,
    left: Array,
) -> None:
    """Let the public stock of a material stand in for what is lost; `lost` and `left` (K, M) are changed in place."""
    of = np.flatnonzero(groups.material == number)
    reached = of[groups.favoured[of]] if rule is Rule.PRIORITY else of
    if rule is Rule.NONE or not reached.size:
        return
    wanted = sum((groups.share[at] * lost[at] for at in reached), np.zeros_like(lost[0]))
    wait = day if rule is Rule.FROM_DAY else 0
    days = np.arange(wanted.shape[1])
    asked = np.minimum(wanted, parameters["public_stock_rate"][:, number, None])
    asked *= days[None, :] >= start[:, number, None] + wait
    total = np.minimum(np.cumsum(asked, axis=1), left[:, number, None])
    kept = 1.0 - np.diff(total, axis=1, prepend=0.0) / np.maximum(wanted, TINY)
    for at in reached:
        lost[at] *= kept
    left[:, number] -= total[:, -1]


def _allocated(q: list[Array], groups: _Groups, allocation: Allocation) -> list[Array]:
    """Share out what arrives of each material; its total over flows, weighted by base use, does not change."""
    for number in dict.fromkeys(groups.material.tolist()):
        of = np.flatnonzero(groups.material == number)
        total = sum((groups.share[at] * q[at] for at in of), np.zeros_like(q[0]))
        comes_first = groups.favoured & (allocation is Allocation.PRIORITY)
        favoured = sum(float(groups.share[at]) for at in of if comes_first[at])
        rest = sum(float(groups.share[at]) for at in of if not comes_first[at])
        filled = np.minimum(1.0, total / favoured) if favoured > 0 else np.ones_like(total)
        others = (total - filled * favoured) / rest if rest > 0 else np.ones_like(total)
        for at in of:
            q[at] = (filled if comes_first[at] else others).copy()
    return q


def _catch_up(q: Array, lost: Array, free: NDArray[np.bool_], rate: Array) -> None:
    """Add to `q` what arrives late on days without a cut, until as much has come as was lost; shapes (K, T)."""
    before = np.where(free.all(axis=1), free.shape[1], free.argmin(axis=1))
    if (free.sum(axis=1) == before).all():  # no day without a cut after one with it
        return
    walk = np.cumsum(lost - rate[:, None] * free, axis=1)
    walk -= np.minimum(np.minimum.accumulate(walk, axis=1), 0.0)
    late = np.diff(walk, axis=1, prepend=0.0)
    np.negative(late, out=late)
    late *= free
    q += late
