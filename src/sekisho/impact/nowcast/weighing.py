"""Draws of every reading weighed by the observations of a vintage: what a nowcast tells, and a cost beside figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.normal_trade import normal_imports
from sekisho.impact.nowcast.observation import Observation, ObservationKind
from sekisho.impact.nowcast.particles import BRIDGE, Particles, particles_of
from sekisho.impact.nowcast.posterior import (
    READING_PRIOR,
    ObservationUse,
    ReadingPosterior,
    log_likelihoods,
    prior_tail,
    reading_posterior,
    reading_weights,
    usable,
)
from sekisho.impact.nowcast.prediction import Predictor, normal_name
from sekisho.impact.nowcast.reading_runs import NowcastDesk, ReadingRun
from sekisho.impact.nowcast.weights import WeightedLosses, systematic, weighed_losses
from sekisho.impact.results.comparison import WeighedReading
from sekisho.impact.uncertainty.draws import draw
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading
from sekisho.message import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedRuns:
    """What draws are and lose before the observations and after them, by reading.

    Parameters
    ----------
    observations
        Every observation, with the reason why it is not used.
    before
        The draws before any observation, the same under all readings.
    lost_before, lost_after
        Loss of each draw, % of annual GDP; shape (K,) for each reading.
    rng
        Goes on from what weighing took of it.
    """

    observations: Sequence[tuple[Observation, Text | None]]
    seed: int
    before: Particles
    priors: Mapping[Reading, Predictor]
    posteriors: Mapping[Reading, ReadingPosterior]
    after: Mapping[Reading, Predictor]
    lost_before: Mapping[Reading, Array]
    lost_after: Mapping[Reading, Array]
    rng: np.random.Generator

    @property
    def used(self) -> list[Observation]:
        """The observations that the draws are weighed by."""
        return [row for row, reason in self.observations if reason is None]

    @property
    def readings_before(self) -> Mapping[Reading, float]:
        """Weight of each reading before the observations."""
        stated = {reading: READING_PRIOR[reading] for reading in self.priors}
        return {reading: part / sum(stated.values()) for reading, part in stated.items()}

    @property
    def readings_after(self) -> Mapping[Reading, float]:
        """Weight of each reading after them."""
        return reading_weights({reading: posterior.evidence for reading, posterior in self.posteriors.items()})

    @property
    def effective(self) -> float:
        """Draws of one reading that the observations left at most."""
        return max(posterior.effective for posterior in self.posteriors.values())

    @property
    def loss_before(self) -> WeightedLosses:
        """Losses of all readings before the observations."""
        return weighed_losses(self.lost_before, self.readings_before, self.before.count)

    @property
    def loss_after(self) -> WeightedLosses:
        """Losses of all readings after them."""
        return weighed_losses(self.lost_after, self.readings_after, self.effective)

    def uses(self) -> tuple[ObservationUse, ...]:
        """Tell of every observation whether it is used, and how far from what was expected before it lies."""
        return tuple(
            ObservationUse(observation=row, unused=reason, tail=None if reason is not None else self._tail(row))
            for row, reason in self.observations
        )

    def _tail(self, row: Observation) -> float:
        rng, weights = np.random.default_rng([self.seed, 2]), self.readings_before
        return float(sum(weights[reading] * prior_tail(row, prior, rng) for reading, prior in self.priors.items()))


def weigh(
    desk: NowcastDesk, rows: Sequence[Observation], runs: Mapping[Reading, ReadingRun] | None = None
) -> WeighedRuns:
    """Weigh draws by the observations of a vintage, under each reading that counts.

    Parameters
    ----------
    runs
        What the draws of the settings lose and import under each reading, where they were run before.

    Raises
    ------
    ConvergenceError
        If the observations cannot be reached.
    """
    settings = desk.settings
    drawn = draw(settings.draws, settings.seed)
    before = particles_of(drawn, _extra_names(desk.library))
    progress = settings.progress or (lambda _stage, _share: None)
    if runs is None:
        runs = desk.runs(drawn, tuple(Reading) if desk.shock.hangs_on_reading else (settings.reading,))
    priors = {reading: desk.predictor(before, run.imports, run.losses) for reading, run in runs.items()}
    observations = usable(rows, next(iter(priors.values())))
    used = [row for row, reason in observations if reason is None]
    rng = np.random.default_rng([settings.seed, 1])
    posteriors: dict[Reading, ReadingPosterior] = {}
    lost_after: dict[Reading, Array] = {}
    after: dict[Reading, Predictor] = {}
    for reading, run in runs.items():
        progress("weighing draws", 0.9)
        posteriors[reading], losses, after[reading] = _after(desk, reading, used, (run, priors[reading]), rng)
        lost_after[reading] = desk.totals(losses)
    return WeighedRuns(
        observations=observations,
        seed=settings.seed,
        before=before,
        priors=priors,
        posteriors=posteriors,
        after=after,
        lost_before={reading: desk.totals(run.losses) for reading, run in runs.items()},
        lost_after=lost_after,
        rng=rng,
    )


def weighed_readings(
    before: Mapping[Reading, float], after: Mapping[Reading, float], posteriors: Mapping[Reading, ReadingPosterior]
) -> dict[Reading, WeighedReading]:
    """Put together what each reading weighs before and after, and how the observations left its draws."""
    return {
        reading: WeighedReading(
            before=before[reading], after=after[reading], effective=posterior.effective, steps=posterior.steps
        )
        for reading, posterior in posteriors.items()
    }


def _after(
    desk: NowcastDesk,
    reading: Reading,
    used: Sequence[Observation],
    before: tuple[ReadingRun, Predictor],
    rng: np.random.Generator,
) -> tuple[ReadingPosterior, Array, Predictor]:
    """Return the draws of a reading after the observations, what they lose, and what tells figures of them."""
    raw, prior = before
    posterior = reading_posterior(used, prior, lambda particles: desk.again(particles, reading), rng)
    if posterior.rows is not None:
        losses, flows = raw.losses[posterior.rows], raw.imports.rows(posterior.rows)
        return posterior, losses, desk.predictor(posterior.particles, flows, losses)
    raw = desk.run(posterior.particles.draws, reading)
    predictor = desk.predictor(posterior.particles, raw.imports, raw.losses)
    of_output = [row for row in used if row.series.kind is ObservationKind.OUTPUT]
    if not of_output:
        return posterior, raw.losses, predictor
    logs = log_likelihoods(of_output, predictor).sum(axis=0)
    drawn = systematic(np.exp(logs - logs.max()), len(logs), rng)
    losses, flows = raw.losses[drawn], raw.imports.rows(drawn)
    again = replace(posterior, particles=posterior.particles.rows(drawn))
    return again, losses, desk.predictor(again.particles, flows, losses)


def _extra_names(library: Library) -> tuple[str, ...]:
    return (*(normal_name(normal) for normal in normal_imports(library).values()), BRIDGE)
