"""Runs of a scenario under each reading, and what tells figures of them: what a nowcast weighs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sekisho.impact.kept_runs import DRAWS, kept_or_run
from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.normal_trade import normal_imports
from sekisho.impact.model import Model
from sekisho.impact.nowcast.particles import Particles
from sekisho.impact.nowcast.prediction import MANUFACTURING, Predictor
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.scenario.horizon import DAYS_A_YEAR
from sekisho.impact.shock.import_flows import ImportFlows, counted_normals
from sekisho.impact.shock.shock import Shock
from sekisho.impact.simulation import flows_of_draws, raw_losses
from sekisho.impact.uncertainty.draws import Draws
from sekisho.impact.uncertainty.levels import PriorLevels
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading

PERCENT: Final = 100.0
"""Per cent of one."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReadingRun:
    """What draws lose and import under a reading; losses in the table's unit, shape (K, months, N)."""

    losses: Array
    imports: ImportFlows


@dataclass(frozen=True, slots=True, kw_only=True)
class NowcastDesk:
    """A scenario ready to be run under each reading."""

    library: Library
    model: Model
    shock: Shock
    settings: RunSettings

    def predictor(self, particles: Particles, flows: ImportFlows, losses: Array | None) -> Predictor:
        """Return what tells figures of a run."""
        model, scenario = self.model, self.shock.scenario
        levels = PriorLevels(draws=particles.draws, priors=model.priors, fixed=scenario.fixed)
        return Predictor(
            materials=model.materials,
            importer=scenario.buyer,
            seller=scenario.supplier,
            start=scenario.start,
            normal=counted_normals(normal_imports(self.library), model.materials, self.shock.normal),
            flows=flows,
            particles=particles,
            parameters=model.parameters(levels),
            output=None if losses is None else self._output(losses),
            labels=self.shock.horizon.labels,
        )

    def again(self, particles: Particles, reading: Reading) -> Predictor:
        """Run the flows of other particles."""
        return self.predictor(
            particles, flows_of_draws(self.model, self.shock, particles.draws, self.settings, reading), None
        )

    def run(self, draws: Draws, reading: Reading) -> ReadingRun:
        """Run the engine."""
        raw = raw_losses(self.model, self.shock, draws, self.settings, reading)
        return ReadingRun(losses=raw.losses, imports=raw.imports)

    def runs(self, draws: Draws, readings: Sequence[Reading]) -> dict[Reading, ReadingRun]:
        """Run the engine under each reading, or take what was kept of it: no observation moves these draws."""
        told = self.settings.progress or (lambda _stage, _share: None)

        def fresh() -> dict[Reading, ReadingRun]:
            by_reading = {}
            for number, reading in enumerate(readings):
                told(f"running the {reading} reading", number / len(readings))
                by_reading[reading] = self.run(draws, reading)
            return by_reading

        return kept_or_run(self.library, self.shock.scenario, self.model.table, self.settings, fresh, kind=DRAWS)

    def _output(self, losses: Array) -> Array | None:
        """Share of the output of manufacturing that is lost, by month; None in other classifications."""
        table, economy = self.model.table, self.model.economy
        places = [at for at, sector in enumerate(table.sectors) if sector.code in MANUFACTURING]
        if table.scheme != "oecd45" or not places:
            return None
        daily = float((economy.value_added_share * economy.output)[places].sum())
        lost_shares: Array = losses[:, :, places].sum(axis=2) / (daily * self.shock.horizon.days_of_periods)
        return lost_shares

    def totals(self, losses: Array) -> Array:
        """Loss of each draw, % of annual GDP."""
        economy = self.model.economy
        annual = float((economy.value_added_share * economy.output).sum()) * DAYS_A_YEAR
        percents: Array = losses.sum(axis=(1, 2)) / annual * PERCENT
        return percents
