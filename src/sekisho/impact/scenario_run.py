"""Draws of a scenario, chunk by chunk: what they have of materials, worked out once, and what that costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

import numpy as np

from sekisho.impact.engine import EngineDraws, Paths, Switches, run_engine
from sekisho.impact.materials.balance import StockPolicy, Supply, supply_of
from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.origins import MaterialOrigins, origins_of
from sekisho.impact.materials.parameters import Parameters
from sekisho.impact.materials.sector_pairs import Index
from sekisho.impact.model import Model
from sekisho.impact.results.account.material_flows import joined_flows, material_flows, with_more
from sekisho.impact.results.account.standstill import capacity_shares, leaving_a_day
from sekisho.impact.results.raw_losses import RawLosses
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.scenario.horizon import DAYS_A_YEAR
from sekisho.impact.scenario.scenario import Scenario
from sekisho.impact.shock.import_flows import ImportFlows, import_flows, together
from sekisho.impact.shock.shock import Shock
from sekisho.impact.uncertainty.draws import Draws, middle
from sekisho.impact.uncertainty.levels import PriorLevels
from sekisho.law.model.term import Reading

Found = TypeVar("Found")
CHUNK: Final = 64
"""Draws that are worked on at once; their flows fit the cache."""
KEPT: Final = 128
"""First draws whose materials are kept until the end of a run: those that are run again under other rules. Each takes
some 200 KB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnSupply:
    """What some draws have of materials under a reading; no rule of the engine moves it."""

    levels: PriorLevels
    parameters: Parameters
    origins: MaterialOrigins
    supply: Supply


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioRun:
    """A model under one shock with one set of draws."""

    model: Model
    shock: Shock
    draws: Draws
    settings: RunSettings
    kept: dict[tuple[Reading, int, int], DrawnSupply] = field(default_factory=dict, init=False, compare=False)

    @property
    def scenario(self) -> Scenario:
        """The scenario that the shock is of."""
        return self.shock.scenario

    def run(self, reading: Reading, switches: Switches, count: int) -> RawLosses:
        """Run the first draws under a reading."""
        found = self.of_chunks(spans_of(count), lambda span: self._chunk(*span, reading, switches))
        return RawLosses(
            losses=np.concatenate([one.losses for one in found]),
            short=np.concatenate([one.short for one in found]),
            least_ceiling=np.concatenate([raw.least_ceiling for raw in found]),
            felt=np.concatenate([one.felt for one in found]),
            flows=joined_flows([raw.flows for raw in found]),
            imports=together(raw.imports for raw in found),
        )

    def losses(self, reading: Reading, switches: Switches, count: int) -> Array:
        """Run the first draws under a reading for what they lose of a year's value added alone, a share; shape (K,)."""

        def lost(span: tuple[int, int]) -> Array:
            paths = self._paths(self._kept_supply(*span, reading), switches)
            return np.asarray(paths.value_added_loss.sum(axis=(1, 2)))

        return np.asarray(np.concatenate(self.of_chunks(spans_of(count), lost)) / self.annual)

    def of_chunks(self, spans: Sequence[tuple[int, int]], of: Callable[[tuple[int, int]], Found]) -> list[Found]:
        """Work on chunks of draws, several at once where there are threads; in their order, whatever their number."""
        if self.settings.threads == 1 or len(spans) == 1:
            return [of(span) for span in spans]
        with ThreadPoolExecutor(self.settings.threads) as pool:
            return list(pool.map(of, spans))

    def losses_apart(self, apart: Mapping[str, Array], count: int, *, reading: Reading, switches: Switches) -> Array:
        """Run copies of the draw in the middle of all inputs, with levels of some figures apart; shares, shape (K,).

        Parameters
        ----------
        apart
            Figure, or `phi`, to its level of belief in each copy and for each material, or pair.
        """
        single = middle()
        drawn = Draws(quantiles=np.repeat(single.quantiles, count, axis=0), seed=single.seed)
        levels = PriorLevels(draws=drawn, priors=self.model.priors, fixed=self.scenario.fixed)
        supply = self._supply_at(levels, self._parameters(levels, apart), reading)
        return np.asarray(self._paths(supply, switches).value_added_loss.sum(axis=(1, 2)) / self.annual)

    def flows(self, first: int, last: int, reading: Reading) -> ImportFlows:
        """Return what some draws leave of imports."""
        levels = self._levels(np.arange(first, last))
        parameters, cut = self._parameters(levels), self.shock.cut_by_flow(levels, reading)
        origins = origins_of(self.model.pairs, parameters, cut, self.shock.passing(levels, reading))
        return import_flows(self.model.pairs, origins, self.shock.horizon)

    @property
    def annual(self) -> float:
        """Value added of a year, in the table's unit."""
        economy = self.model.economy
        return float((economy.value_added_share * economy.output).sum()) * DAYS_A_YEAR

    def _chunk(self, first: int, last: int, reading: Reading, switches: Switches) -> RawLosses:
        drawn = self._kept_supply(first, last, reading)
        paths, horizon, pairs = self._paths(drawn, switches), self.shock.horizon, self.model.pairs
        return RawLosses(
            losses=paths.value_added_loss,
            short=self._first_days(paths, drawn.supply),
            least_ceiling=paths.least_ceiling,
            felt=paths.first_binding.astype(np.float64),
            flows=material_flows(pairs, drawn.parameters, drawn.origins, drawn.supply, horizon.periods),
            imports=import_flows(pairs, drawn.origins, horizon),
        )

    def with_more_of(self, numbers: Index, materials: Index, reading: Reading, switches: Switches) -> Array:
        """Run some draws with a hundredth of normal use of a material on top every day; value added lost, shape (K,).

        Parameters
        ----------
        numbers, materials
            Number of each draw, and of the material that it has more of.
        """
        drawn = self._supply(numbers, reading)
        supply = replace(drawn.supply, use=with_more(drawn.supply.use, materials))
        losses: Array = self._paths(replace(drawn, supply=supply), switches).value_added_loss.sum(axis=(1, 2))
        return losses

    def _kept_supply(self, first: int, last: int, reading: Reading) -> DrawnSupply:
        """Return what the first draws have of materials; that of draws which are run under other rules is kept."""
        key = (reading, first, last)
        if key in self.kept:
            return self.kept[key]
        drawn = self._supply(np.arange(first, last), reading)
        if last <= KEPT and reading is self.settings.reading:
            self.kept[key] = drawn
        return drawn

    def _levels(self, numbers: Index) -> PriorLevels:
        drawn = Draws(quantiles=self.draws.quantiles[numbers], seed=self.draws.seed)
        return PriorLevels(draws=drawn, priors=self.model.priors, fixed=self.scenario.fixed)

    def _parameters(self, levels: PriorLevels, apart: Mapping[str, Array] | None = None) -> Parameters:
        answers = self.scenario.answers
        parameters = self.model.parameters(
            levels, alternatives=answers.alternatives, thrift=answers.thrift, start=self.scenario.start, apart=apart
        )
        if levels.number("firm_stock") is None:  # a stock that is fixed at a number is that stock
            parameters = parameters.plus("firm_stock_days", self.shock.ahead(levels, self.model.pairs.materials))
        return parameters

    def _supply(self, numbers: Index, reading: Reading) -> DrawnSupply:
        """Work out what some draws have of materials under a reading."""
        levels = self._levels(numbers)
        return self._supply_at(levels, self._parameters(levels), reading)

    def _supply_at(self, levels: PriorLevels, parameters: Parameters, reading: Reading) -> DrawnSupply:
        answers, pairs = self.scenario.answers, self.model.pairs
        cut, passing = self.shock.cut_by_flow(levels, reading), self.shock.passing(levels, reading)
        origins = origins_of(pairs, parameters, cut, passing)
        policy = StockPolicy(
            release=answers.public_release, release_day=answers.release_day, allocation=answers.allocation
        )
        supply = supply_of(pairs, parameters, cut, policy=policy, apart=True, passing=passing, origins=origins)
        return DrawnSupply(levels=levels, parameters=parameters, origins=origins, supply=supply)

    def _paths(self, drawn: DrawnSupply, switches: Switches) -> Paths:
        horizon = self.shock.horizon
        return run_engine(
            self.model.economy,
            engine_draws(self.model, drawn.levels, drawn.supply, self._standstill(drawn.levels.draws.count)),
            days=horizon.days,
            switches=switches,
            periods=horizon.periods,
            kernel=self.settings.kernel,
            threads=1,  # chunks share the threads, so that draws stand side by side in the same way on any machine
            cache=self.settings.cache,
        )

    def _standstill(self, count: int) -> tuple[Array, Array] | None:
        """Return the share of capacity that stands still, and its size in each draw; None if the scenario has none."""
        if not self.scenario.capacity:
            return None
        shares = capacity_shares(self.scenario, self.model.table.codes, self.shock.horizon)
        return shares, np.ones(count)

    def _first_days(self, paths: Paths, supply: Supply) -> Array:
        """Return the first day on which any part of a sector lacks a material, T if never; shape (K, needs)."""
        never = self.shock.horizon.days
        first = np.full((len(paths.first_short), len(self.model.needs)), float(never))
        place = {need: number for number, need in enumerate(self.model.needs)}
        pairs = zip(supply.use.pair_material.tolist(), supply.use.pair_sector.tolist(), strict=True)
        for pair, need in enumerate(pairs):
            np.minimum(first[:, place[need]], paths.first_short[:, pair], out=first[:, place[need]])
        return first


def spans_of(count: int) -> list[tuple[int, int]]:
    """Return the first and the last draw, exclusive, of each chunk."""
    return [(first, min(first + CHUNK, count)) for first in range(0, count, CHUNK)]


def engine_draws(
    model: Model, levels: PriorLevels, supply: Supply, standstill: tuple[Array, Array] | None = None
) -> EngineDraws:
    """Return what the engine takes, from the draws of the model's own priors and the supply of materials.

    Parameters
    ----------
    standstill
        Share of capacity that stands still, shape (T, N), and its size in each draw, shape (K,); None for none.
    """
    n = len(model.economy.sectors)
    return EngineDraws(
        inventory_days=np.repeat(levels["inventory_days"][:, None], n, axis=1),
        restoration_days=np.maximum(1.0, levels["restoration_days"]),
        psi=np.full(levels.draws.count, 0.8),
        overcapacity=levels["overcapacity"],
        overcapacity_days=np.maximum(1.0, levels["overcapacity_days"]),
        capacity_loss=standstill,
        exit_rate=leaving_a_day(levels["capacity_exit"]),
        materials=supply.use,
    )
