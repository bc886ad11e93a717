"""Why a loss is what it is: one uncertain input at its low, centre and high, and each figure behind it moved alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np

from sekisho.impact.economy.input_proofs import input_proofs, proof_of
from sekisho.impact.materials.figure import Array, Figure
from sekisho.impact.model import FOLLOWS, Model
from sekisho.impact.results.bands import band
from sekisho.impact.results.judged_input import FigureEffect, JudgedInput
from sekisho.impact.results.result import PERCENT, ImpactResult
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.scenario_run import ScenarioRun
from sekisho.impact.simulation import postponed_share, shock_for, switches_of
from sekisho.impact.uncertainty.draws import draw
from sekisho.impact.uncertainty.levels import COLUMN_OF
from sekisho.impact.uncertainty.overrides import LEVELS
from sekisho.law.model.library import Library

PHI: Final = "phi"
WEIGHED: Final = 64
"""Draws at each level of the input: the first of the run, which are balanced among themselves."""
MOVED: Final = 24
"""Figures that are moved alone, at both of their ends: those that can move most. More would hardly show."""
SHOWN: Final = 12
"""Figures that are told of: those that moved the loss most."""
STILL: Final = 1e-9
"""Per cent of GDP below which a figure does not move the loss."""
HIT: Final = 0.005
"""Mean share of a month's imports from the seller that a material has to lose for its figures to matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Behind:
    """A figure behind an input.

    Parameters
    ----------
    place
        Its column among the figures of its name; -1 for a prior of the model.
    could_move
        By what it is put in order before anything is run: how far it reaches times what hangs on it.
    """

    name: str
    material: str
    sector: str
    figure: Figure
    place: int
    could_move: float


def weigh_input(result: ImpactResult, library: Library, model: Model, settings: RunSettings, name: str) -> JudgedInput:
    """Say what an input does to a loss that was found.

    Parameters
    ----------
    name
        A column of the draws.
    """
    scenario, horizon, reading = result.scenario, result.horizon, result.reading
    shock = shock_for(scenario, horizon, library, model, settings)
    runner = ScenarioRun(model=model, shock=shock, draws=draw(result.draws, result.seed), settings=settings)
    switches = switches_of(scenario, postponed_share(model, scenario, horizon.months))
    count = min(WEIGHED, result.draws)

    def at(level: str) -> Array:
        fixed = replace(scenario, fixed={**scenario.fixed, name: level})
        losses: Array = replace(runner, shock=replace(shock, scenario=fixed)).losses(reading, switches, count) * PERCENT
        return losses

    low, central, high = (band(at(level)) for level in LEVELS)
    behind = _figures(result, model, name)
    moving = sorted((figure for figure in behind if figure.could_move), key=lambda figure: -figure.could_move)[:MOVED]
    alone = partial(runner.losses_apart, reading=reading, switches=switches)
    ends = _ends(moving, behind, alone) * PERCENT
    proofs = input_proofs(library)
    effects = [
        FigureEffect(
            material=figure.material,
            sector=figure.sector,
            name=figure.name,
            figure=figure.figure,
            at_low=float(ends[number, 0]),
            at_high=float(ends[number, 1]),
            proof=proof_of(proofs, name, figure.material, figure.sector),
        )
        for number, figure in enumerate(moving)
    ]
    return JudgedInput(
        name=name,
        share=result.spread.columns.get(name) if result.spread.shares else None,
        low=low,
        central=central,
        high=high,
        middle=float(alone({}, 1)[0]) * PERCENT,
        effects=tuple(
            sorted((effect for effect in effects if effect.reach > STILL), key=lambda effect: -effect.reach)[:SHOWN]
        ),
        figures=len(behind),
        weak=sum(figure.figure.is_weak for figure in behind),
        tested=sum(proof_of(proofs, name, figure.material, figure.sector) is not None for figure in behind),
        draws=count,
    )


def _ends(moving: Sequence[_Behind], behind: Sequence[_Behind], alone: partial[Array]) -> Array:
    """Run each figure at its low and its high, everything else at its middle; shape (figures, 2)."""
    if not moving:
        return np.zeros((0, 2))
    apart: dict[str, Array] = {}
    for name in {figure.name for figure in moving}:
        width = 1 + max(figure.place for figure in behind if figure.name == name)
        apart[name] = np.full((2 * len(moving), width), 0.5)
    for number, figure in enumerate(moving):
        apart[figure.name][2 * number, figure.place] = 0.0
        apart[figure.name][2 * number + 1, figure.place] = 1.0
    ends: Array = alone(apart, 2 * len(moving)).reshape(-1, 2)
    return ends


def _figures(result: ImpactResult, model: Model, name: str) -> list[_Behind]:
    """Return the figures behind an input: of materials, of their uses, or of the model."""
    flows = result.flows[result.reading]
    usual = np.maximum(flows.dependence[:, None, :], 1e-9)
    missing = np.clip(1.0 - flows.seller / usual, 0.0, 1.0).mean(axis=0).max(axis=0)
    hit = dict(zip(flows.materials, missing.tolist(), strict=True))
    weight = (result.annual / result.annual.sum()).tolist()
    if name == PHI:
        codes = [sector.code for sector in result.sectors]
        return [
            _Behind(
                name=PHI,
                material=str(use.material),
                sector=codes[at],
                figure=use.phi,
                place=place,
                could_move=(use.phi.high - use.phi.low) * weight[at] * _counts(hit[str(use.material)]),
            )
            for place, (use, at) in enumerate(zip(model.pairs.uses, model.pairs.sector.tolist(), strict=True))
        ]
    behind = [
        _Behind(
            name=figure,
            material=str(material.id),
            sector="",
            figure=material.figures[figure],
            place=place,
            could_move=_counts(hit[str(material.id)]) * (1.0 + hit[str(material.id)]),
        )
        for figure, (column, _) in FOLLOWS.items()
        if column == name
        for place, material in enumerate(model.pairs.materials)
    ]
    own = [
        _Behind(name=prior, material="", sector="", figure=figure, place=-1, could_move=0.0)
        for prior, figure in model.priors.items()
        if COLUMN_OF.get(prior, prior) == name
    ]
    return [*behind, *own]


def _counts(missing: float) -> float:
    """Whether figures of a material matter at all: not where nothing of it is missing."""
    return missing if missing >= HIT else 0.0
