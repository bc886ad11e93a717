"""From observations to a posterior: weights of draws under each reading, readings against each other, and conflicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sekisho.impact.materials.figure import Array
from sekisho.impact.nowcast.likelihood import event_chance, log_likelihood
from sekisho.impact.nowcast.observation import Observation, ObservationKind
from sekisho.impact.nowcast.particles import Particles
from sekisho.impact.nowcast.prediction import Predictor
from sekisho.impact.nowcast.tempering import tempered
from sekisho.impact.nowcast.weights import effective_size, log_mean, normalised, systematic
from sekisho.impact.results.comparison import NO_CONFLICT
from sekisho.impact.uncertainty.draws import COLUMNS
from sekisho.law.model.term import Reading
from sekisho.message import Text, message

READING_PRIOR: Final[Mapping[Reading, float]] = {Reading.NARROW: 0.2, Reading.CENTRAL: 0.5, Reading.BROAD: 0.3}
"""What each reading weighs before anything is observed. A judgement: the central one is the one that sources support,
and what was reported of other regimes was wider more often than narrower."""
FEWEST_EFFECTIVE: Final = 200.0 / 1024.0
"""Share of the draws that has to be left by the weights: below it quantiles hang on a few draws, and are found anew."""
MOVED: Final = 5
"""Inputs that are told of: those that moved most."""
CHANCE: Final = 2.0
"""Standard errors of a mean quantile within which an input is not told to have moved: weights do so by chance."""
SPREAD: Final = 12.0**-0.5
"""Standard deviation of a quantile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationUse:
    """An observation beside what the model thought of it.

    Parameters
    ----------
    unused
        Why it weighs nothing; None if it weighs.
    tail
        Chance, before anything was observed, of a figure as far out as this one; None if it weighs nothing.
    """

    observation: Observation
    unused: Text | None
    tail: float | None

    @property
    def conflicts(self) -> bool:
        """Whether the model did not think it possible."""
        return self.tail is not None and self.tail < NO_CONFLICT


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedInput:
    """An uncertain input that observations moved.

    Parameters
    ----------
    quantile
        Mean of its quantile after the observations; it was one half before.
    by
        Id of the observation that alone moves it farthest to that side; empty if none does.
    """

    name: str
    quantile: float
    by: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReadingPosterior:
    """The draws of one reading after the observations, all of equal weight.

    Parameters
    ----------
    rows
        Number of the draw of the prior that each of them is; None if they were found anew by tempering.
    particles
        Their points.
    effective
        Effective number of draws that the weights left.
    evidence
        Logarithm of the evidence.
    steps
        Degrees of tempering; 0 without.
    """

    rows: Array | None
    particles: Particles
    effective: float
    evidence: float
    steps: int


def usable(observations: Sequence[Observation], predictor: Predictor) -> list[tuple[Observation, Text | None]]:
    """Say of each observation why it cannot weigh, None where it can."""
    observations_used: list[tuple[Observation, Text | None]] = []
    for row in observations:
        reason = predictor.unfit(row.series, row.since, row.until)
        if reason is None and row.value is None and row.event is None:
            reason = message("nowcast.words_unknown", "its words name no event that is known.")
        if reason is None and _told_by_others(row, observations):
            reason = message("nowcast.told_by_flows", "it follows from flows that are observed too.")
        observations_used.append((row, reason))
    return observations_used


def _told_by_others(row: Observation, observations: Sequence[Observation]) -> bool:
    """Whether a share, or a total beside the seller's flow and a share, only says once more what flows say."""
    if row.series.kind is not ObservationKind.SHARE:
        return False
    flows = [
        other
        for other in observations
        if other.series.kind is ObservationKind.FLOW
        and (other.since, other.until) == (row.since, row.until)
        and other.series.materials == row.series.materials
        and other.value is not None
    ]
    return {"", row.series.origin} <= {other.series.origin for other in flows}


def log_likelihoods(used: Sequence[Observation], predictor: Predictor) -> Array:
    """Return the logarithm of the likelihood of each observation in each draw; shape (observations, K)."""
    if not used:
        return np.zeros((0, predictor.flows.draws))
    return np.stack([log_likelihood(row, predictor) for row in used])


def reading_posterior(
    used: Sequence[Observation],
    prior: Predictor,
    flows_again: Callable[[Particles], Predictor],
    rng: np.random.Generator,
) -> ReadingPosterior:
    """Weigh the draws of a reading, or find others where the weights leave too few.

    Output is let in last, as weights: it says little, and to ask for it takes a run of the engine.

    Parameters
    ----------
    flows_again
        Runs the flows of other particles.
    """
    logs = log_likelihoods(used, prior).sum(axis=0)
    weights = normalised(logs)
    effective = effective_size(weights)
    count = prior.particles.count
    if effective >= FEWEST_EFFECTIVE * count:
        rows = systematic(weights, count, rng)
        return ReadingPosterior(
            rows=rows,
            particles=prior.particles.rows(rows),
            effective=effective,
            evidence=log_mean(logs),
            steps=0,
        )
    of_flows = [row for row in used if row.series.kind is not ObservationKind.OUTPUT]
    particles_after = tempered(
        prior.particles, lambda particles: log_likelihoods(of_flows, flows_again(particles)).sum(axis=0), rng
    )
    return ReadingPosterior(
        rows=None,
        particles=particles_after.particles,
        effective=effective,
        evidence=particles_after.evidence,
        steps=particles_after.steps,
    )


def reading_weights(evidence: Mapping[Reading, float]) -> dict[Reading, float]:
    """Return what each reading weighs after the observations."""
    prior = np.array([READING_PRIOR[reading] for reading in evidence])
    weights = normalised(np.log(prior / prior.sum()) + np.array(list(evidence.values())))
    return dict(zip(evidence, weights.tolist(), strict=True))


def prior_tail(row: Observation, predictor: Predictor, rng: np.random.Generator) -> float:
    """Return the chance before any observation of a figure as far out as this one, on either side."""
    if row.value is None:
        return float(event_chance(row, predictor).mean())
    figures = sampled_figures(row, predictor, rng)
    seen = row.value
    if row.series.kind is ObservationKind.OUTPUT:
        seen = 100.0 * ((row.yearly if row.yearly is not None else row.monthly) or 0.0)
    below, above = float(np.mean(figures <= seen)), float(np.mean(figures >= seen))
    return min(1.0, 2.0 * min(below, above))


def sampled_figures(row: Observation, predictor: Predictor, rng: np.random.Generator) -> Array:
    """Return a figure for each draw, as it would be published; shape (K,)."""
    from sekisho.impact.nowcast.likelihood import DEFINITIONS, ONE_FIRM
    from sekisho.impact.nowcast.prediction import LICENCE_WEIGHT

    series = row.series
    if series.kind in {ObservationKind.LICENCE, ObservationKind.FIRM}:
        licence = series.kind is ObservationKind.LICENCE
        asked = predictor.approvals if licence else predictor.arrives
        rate, weight = asked(series.materials, row.since, row.until), LICENCE_WEIGHT if licence else ONE_FIRM
        return np.asarray(rng.beta(1.0 + weight * rate, 1.0 + weight * np.maximum(0.0, 1.0 - rate)))
    figures = predictor.predicted(series, row.since, row.until).sampled(rng)
    if series.kind is ObservationKind.FLOW:
        return np.asarray(figures * np.exp((row.error + DEFINITIONS) * rng.standard_normal(len(figures))))
    return np.asarray(figures + row.error * rng.standard_normal(len(figures)))


def moved_inputs(
    used: Sequence[Observation],
    logs: Mapping[Reading, Array],
    prior: Particles,
    after: Mapping[Reading, Particles],
    weights: Mapping[Reading, float],
    *,
    effective: float,
) -> tuple[MovedInput, ...]:
    """Return the inputs that moved most, with the observation that moved each; none that chance moves as far.

    Parameters
    ----------
    logs
        Logarithms of the likelihood of each observation in each draw of the prior, by reading.
    effective
        Draws of a reading that the observations left.
    """
    if not used:
        return ()
    names = (*COLUMNS, *prior.extra)
    means = sum(weights[reading] * particles.points.mean(axis=0) for reading, particles in after.items())
    shifts = np.asarray(means) - 0.5
    alone = np.zeros((len(used), len(names)))
    for number in range(len(used)):
        for reading, of_reading in logs.items():
            alone[number] += weights[reading] * (normalised(of_reading[number]) @ prior.points - 0.5)
    least = CHANCE * SPREAD / np.sqrt(effective)
    ranked = [at for at in np.argsort(-np.abs(shifts))[:MOVED] if abs(shifts[at]) > least]
    return tuple(
        MovedInput(
            name=names[at],
            quantile=float(means[at]),
            by=_mover(used, alone[:, at] * np.sign(shifts[at])),
        )
        for at in ranked
    )


def _mover(used: Sequence[Observation], pulls: Array) -> str:
    return used[int(pulls.argmax())].id if len(pulls) and pulls.max() > 0 else ""
