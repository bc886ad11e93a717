"""How well each draw of a run explains an observation: the logarithm of its density, up to a constant."""

from __future__ import annotations

from typing import Final

import numpy as np

from sekisho.impact.materials.figure import Array, FigureConfidence
from sekisho.impact.nowcast.densities import log_beta_density, log_normal_density, log_t_density
from sekisho.impact.nowcast.observation import Observation, ObservationKind, ObservedEvent
from sekisho.impact.nowcast.prediction import INDEX_NOISE, LEAST, LICENCE_WEIGHT, Predictor

DEFINITIONS: Final = 0.05
"""Share by which a flow differs from what the model means by it: headings, metal equivalents, days of entry."""
WEAK: Final = 3.0
"""Factor on the stated error of a figure whose confidence is low."""
DEGREES: Final = 4.0
"""Degrees of freedom of the t distribution of an index of output: outliers are common and prove little."""
ONE_FIRM: Final = 2.0
"""Weight of one firm's report in a beta distribution: as much as two tosses of a coin."""
HIT: Final[dict[FigureConfidence, float]] = {
    FigureConfidence.HIGH: 0.95,
    FigureConfidence.MEDIUM: 0.85,
    FigureConfidence.LOW: 0.7,
}
"""How often a report without a number is right, the mean of a rate that is drawn. A guess: press reports of a curb are
mostly right on what happened, and mostly silent on how much."""
NINE_IN_TEN: Final = 3.29
"""Standard deviations between the ends of a range that holds nine in ten."""
EVENT_SHARE: Final[dict[ObservedEvent, float]] = {
    ObservedEvent.STOPPED: 0.5,
    ObservedEvent.PAUSED: 0.98,
    ObservedEvent.APPROVED: 0.05,
}
"""Share of the normal flow below which it has stopped, or was paused, and above which something was approved."""
SHARPNESS: Final = 0.08
"""Share of the normal flow over which an event turns from hardly to surely seen; a sharp edge would tell two draws
apart that nobody could."""


def log_likelihood(observation: Observation, predictor: Predictor) -> Array:
    """Return the logarithm of the likelihood of an observation in each draw; shape (K,)."""
    series, since, until = observation.series, observation.since, observation.until
    if observation.value is None:
        return _of_event(observation, predictor)
    weak = WEAK if observation.confidence is FigureConfidence.LOW else 1.0
    match series.kind:
        case ObservationKind.FLOW:
            predicted = predictor.predicted(series, since, until)
            error = float(np.hypot(weak * (observation.error + DEFINITIONS), predicted.noise))
            least = LEAST * float(np.median(predicted.mean))
            return log_normal_density(float(np.log(max(observation.value, least))), np.log(predicted.mean), error)
        case ObservationKind.SHARE:
            predicted = predictor.predicted(series, since, until)
            error = float(np.hypot(weak * observation.error, predicted.noise))
            return log_normal_density(observation.value, predicted.mean, error)
        case ObservationKind.OUTPUT:
            change = observation.yearly if observation.yearly is not None else observation.monthly
            points = 100.0 * (change or 0.0)
            error = float(np.hypot(weak * observation.error, INDEX_NOISE))
            return log_t_density((points - predictor.predicted(series, since, until).mean) / error, DEGREES)
        case ObservationKind.LICENCE:
            rate, weight = predictor.approvals(series.materials, since, until), _weight_of(observation) / weak**2
        case _:
            rate, weight = predictor.arrives(series.materials, since, until), ONE_FIRM
    rate = np.clip(rate, LEAST, 1.0 - LEAST)
    share = min(max(observation.value, LEAST), 1.0 - LEAST)
    return log_beta_density(share, 1.0 + weight * rate, 1.0 + weight * (1.0 - rate))


def _weight_of(observation: Observation) -> float:
    """Return how many applications a share of approvals stands for, by its range."""
    if observation.low is None or observation.high is None or observation.high <= observation.low:
        return LICENCE_WEIGHT
    share = min(max(observation.value or 0.5, LEAST), 1.0 - LEAST)
    return max(1.0, share * (1.0 - share) / ((observation.high - observation.low) / NINE_IN_TEN) ** 2 - 1.0)


def _of_event(observation: Observation, predictor: Predictor) -> Array:
    """Bernoulli: whether it happened in a draw, and how often such a report is right."""
    chance = event_chance(observation, predictor)
    hit = HIT[observation.confidence]
    return np.log(hit * chance + (1.0 - hit) * (1.0 - chance))


def event_chance(observation: Observation, predictor: Predictor) -> Array:
    """Return how likely it is, in each draw, that what was reported happened; shape (K,)."""
    materials, since, until = observation.series.materials, observation.since, observation.until
    if observation.event is ObservedEvent.NO_LOSS:
        return 1.0 - predictor.short_by(materials, until)
    assert observation.event is not None  # noqa: S101 - a row without a number and an event is used by nobody
    edge = EVENT_SHARE[observation.event]
    share = predictor.arrives(materials, since, until)
    if observation.event is ObservedEvent.PAUSED:
        return np.where(share < edge, 1.0, 0.0).astype(np.float64)
    below = 1.0 / (1.0 + np.exp((share - edge) / SHARPNESS))
    chance: Array = 1.0 - below if observation.event is ObservedEvent.APPROVED else below
    return chance
