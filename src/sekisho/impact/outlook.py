"""An outlook: several ways on, each a scenario run with the same draws, and their mixture by stated weights."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sekisho.impact.results.bands import QuantileBand, band
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.scenario.scenario import OutlookBranch, Scenario
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading

if TYPE_CHECKING:
    from sekisho.impact.model import Model
    from sekisho.impact.run_settings import RunSettings


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OutlookResult:
    """What the outcomes of an outlook cost, one by one and together.

    Parameters
    ----------
    outcomes
        Each outcome with its weight, and its result.
    """

    scenario: Scenario
    reading: Reading
    outcomes: tuple[tuple[OutlookBranch, ImpactResult], ...]

    def __repr__(self) -> str:
        """Show the loss over all outcomes in one line; `outcomes` holds each of them."""
        loss = self.mixture()
        return (
            f"<OutlookResult of {self.scenario.id}: {len(self.outcomes)} ways on, loss {loss.p50:.2f} % of GDP, "
            f"{loss.p5:.2f} to {loss.p95:.2f} in 90 % of the draws>"
        )

    def mixture(self) -> QuantileBand:
        """Return the band of the loss, in per cent of annual GDP, over all outcomes by their weights."""
        totals = [result.totals() for _, result in self.outcomes]
        weights = [
            np.full(len(each), outcome.weight / len(each))
            for (outcome, _), each in zip(self.outcomes, totals, strict=True)
        ]
        return band(np.concatenate(totals), np.concatenate(weights))

    def between(self) -> float:
        """Return the share of the mixture's variance that lies between outcomes; 0 if nothing spreads."""
        weights = np.array([outcome.weight for outcome, _ in self.outcomes])
        means = np.array([result.totals().mean() for _, result in self.outcomes])
        within = np.array([result.totals().var() for _, result in self.outcomes])
        mean = weights @ means
        whole = weights @ (within + np.square(means - mean))
        return float(weights @ np.square(means - mean) / whole) if whole > 0 else 0.0


def run_outlook(outlook: Scenario, library: Library, model: Model, settings: RunSettings) -> OutlookResult:
    """Run every outcome of an outlook with the same draws, from the same day and as long.

    Raises
    ------
    ScenarioError
        With every outcome that cannot be run.
    """
    from sekisho.impact.run_settings import as_asked  # a face that shows an outlook need not load what runs one
    from sekisho.impact.scenario.resolution import outcomes_of
    from sekisho.impact.simulation import simulate

    outlook = as_asked(outlook, settings)
    found = [
        (
            outcome,
            simulate(scenario, library, model, replace(settings, start=outlook.start, months=outlook.months)),
        )
        for outcome, scenario in zip(outlook.outcomes, outcomes_of(library, outlook), strict=True)
    ]
    return OutlookResult(scenario=outlook, reading=settings.reading, outcomes=tuple(found))
